"""Number formats of workbooks (ECMA-376, 18.8.31), taken apart into sections and tokens."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|'
    r"\[(?P<bracket>[^\]]*)\]|(?P<general>General|Standard|@)|"
    r"(?P<day>AM/PM|A/P|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|[qQ]+|[gG]+|[eE](?![+-]))|"
    r"(?P<exponent>[eE][+-])|(?P<digits>[0#?]+)|(?P<sign>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_CURRENCY = re.compile(r"\$([^-\]]*)(?:-([0-9A-Fa-f]+))?")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


class Token(NamedTuple):
    """A part of a section: its kind (`text`, `digits`, `point`, `comma`, `percent`, `slash`,
    `exponent`, `day`, `elapsed`, `general`) and its text.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the sections that a format has for positive numbers, negative ones, zero and texts."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    french: bool

    @property
    def is_date(self) -> bool:
        """Return whether the section shows a date or a time."""
        return any(t.kind in ("day", "elapsed") for t in self.tokens)

    def fits(self, value: Decimal) -> bool:
        """Return whether a number fulfils the section's own condition."""
        return self.condition is not None and _COMPARE[self.condition[0]](value, self.condition[1])


@lru_cache(maxsize=1000)
def sections(code: str) -> tuple[Section, ...]:
    """Return the sections of a format.

    >>> [t.kind for t in sections('0.0" M€"')[0].tokens]
    ['digits', 'point', 'digits', 'text']
    """
    parts: list[list[Token]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    french = False
    for found in _TOKEN.finditer(code or GENERAL):
        if found["sign"] == ";":
            parts.append([])
            conditions.append(None)
        elif found["bracket"] is not None:
            condition, token, is_french = _bracket(found["bracket"])
            conditions[-1] = condition or conditions[-1]
            parts[-1] += [token] if token else []
            french = french or is_french
        else:
            parts[-1].append(_token(found))
    return tuple(
        Section(_dated(tokens), condition, french)
        for tokens, condition in zip(parts, conditions, strict=True)
    )


def _token(found: re.Match[str]) -> Token:
    for kind in ("general", "day", "exponent", "digits"):
        if found[kind] is not None:
            return Token(kind, found[kind])
    if found["quoted"] is not None or found["escaped"] is not None:
        return Token("text", found["quoted"] or found["escaped"] or "")
    if found[0].startswith(("_", "*")) and len(found[0]) == 2:
        return Token("text", " " if found[0][0] == "_" else "")
    signs = {".": "point", ",": "comma", "%": "percent", "/": "slash"}
    return Token(signs.get(found[0], "text"), found[0])


def _bracket(text: str) -> tuple[tuple[str, Decimal] | None, Token | None, bool]:
    """Return the condition and the token in brackets, and whether they set the language to
    French."""
    if condition := _CONDITION.fullmatch(text):
        return (condition[1], Decimal(condition[2])), None, False
    if currency := _CURRENCY.match(text):
        token = Token("text", currency[1]) if currency[1] else None
        return None, token, (currency[2] or "").upper().endswith("40C")
    if re.fullmatch(r"[hH]+|[mM]+|[sS]+", text):
        return None, Token("elapsed", text), False
    return None, None, False  # a colour


def _dated(tokens: list[Token]) -> tuple[Token, ...]:
    """Return the tokens of a section, letters of dates taken as text where the section counts."""
    counts = any(t.kind in ("digits", "general") for t in tokens)
    if counts:
        return tuple(Token("text", t.text) if t.kind == "day" else t for t in tokens)
    return tuple(tokens)


def choose(code: str, value: Decimal) -> tuple[Section, bool]:
    """Return the section that shows a number, and whether a minus sign is still to be written."""
    found = [s for s in sections(code) if not _is_text(s)] or [*sections(GENERAL)]
    if any(s.condition for s in found):
        fitting = next((s for s in found if s.fits(value)), None)
        rest = next((s for s in found if s.condition is None), found[-1])
        return fitting or rest, value < 0
    if value < 0 and len(found) > 1:
        return found[1], False
    if value == 0 and len(found) > 2:
        return found[2], False
    return found[0], value < 0


def _is_text(section: Section) -> bool:
    return any(t == Token("general", "@") for t in section.tokens)


def is_date_format(code: str) -> bool:
    """Return whether a format shows dates or times.

    >>> is_date_format("mmm-yy"), is_date_format('0.0" M€"'), is_date_format("General")
    (True, False, False)
    """
    return sections(code)[0].is_date
