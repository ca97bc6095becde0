"""Normalise a written name for comparison: words, core, acronym, number of the research unit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from frenchtech_graph.identity.words import abbreviations, total_bits, unit_prefixes, words
from frenchtech_graph.model.names import fold

_DOTTED = re.compile(r"\b(?:\w\.){2,}\w?\b\.?|\b(?:\w\.){2,}")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_FORMER = re.compile(
    r"^(?:ex|formerly|anciennement|previously|fka|f\.k\.a\.)\b[ .:-]*", re.IGNORECASE
)
_TLD = re.compile(r"(?<=\w)\.(?:ai|app|co|com|eu|fr|io|net|org|tech)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ACRONYM = re.compile(r"[A-Z0-9][A-Za-z0-9&@+./-]{1,11}")
_LONGEST_ACRONYM = 8
_DASH = re.compile(r"\s+[-–—:|]\s+|\s*>\s*")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_SINCE = re.compile(r"\bdepuis\s+(?:le\s+)?\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d", re.IGNORECASE)
"""Since when a unit has its number: `EA 1337 - UR 1337 depuis 01.01.2020`."""
_NUMBERS = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "deux": "2",
    "trois": "3",
}


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name.

    `tokens` are its words without legal form and link words, `ordered` the same sorted, `distinct`
    and `words` its different words, and `core` all tokens joined. `bare` is the same without
    “laboratoire” or a similar word in front (`xlim` of “Laboratoire X-LIM”). `worth` is its
    information in bits, and `numbers` are its figures except a year at the end. `former` is true if
    the source calls it a former name.
    """

    text: str
    tokens: tuple[str, ...]
    core: str
    bare: str
    ordered: tuple[str, ...]
    distinct: tuple[str, ...]
    words: frozenset[str]
    worth: float
    numbers: frozenset[str]
    former: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Words that a name of an actor may have or lack: its place, acronyms and other names.

    `words` are place and acronyms together.
    """

    place: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    @staticmethod
    def of(place: frozenset[str], acronyms: frozenset[str], names: frozenset[str]) -> "Beside":
        """Return the words next to the names of an actor."""
        return Beside(place, acronyms, names, place | acronyms)


NOTHING_BESIDE = Beside()
"""No words next to a name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of one written name: forms, acronyms and numbers of research units."""

    forms: tuple[Form, ...]
    acronyms: frozenset[str]
    codes: frozenset[str]


@lru_cache(maxsize=1)
def _code_pattern() -> re.Pattern[str]:
    prefixes = "|".join(sorted(unit_prefixes(), key=len, reverse=True))
    bodies = r"cnrs|inserm(?:[ ._-]?s)?|inrae?|ird|cea|upjv|[a-z]{1,2}"
    return re.compile(
        rf"\b({prefixes})[ ._-]{{0,2}}(?:({bodies})[ ._-]?)?(\d{{2,5}})\b", re.IGNORECASE
    )


def unit_codes(text: str) -> frozenset[str]:
    """Return the numbers of research units in `text`, in one spelling. A UMR of Inserm becomes a U.

    >>> sorted(unit_codes("LITIS - EA 4108 (UMR_S1091)")), sorted(unit_codes("UMR INSERM_S 1105"))
    (['u1091', 'ur4108'], ['u1105'])
    """
    found = ((p.lower(), body.lower(), n) for p, body, n in _code_pattern().findall(text))
    spelt = (("umrs" if body.startswith("inserm") and p == "umr" else p, n) for p, body, n in found)
    return frozenset(unit_prefixes()[p] + str(int(n)) for p, n in spelt if len(n) > 2 or p == "fr")


def _spoken(text: str, *, expand: bool) -> tuple[str, ...]:
    """Return the words of a name, without legal form, year and link words.

    Numbers become digits.
    """
    folded = fold(_DOTTED.sub(lambda m: m[0].replace(".", ""), text).replace("&", " and "))
    tokens = _without_legal_form(
        [abbreviations().get(t, t) if expand else t for t in folded.split()]
    )
    if len(tokens) > 1 and _YEAR.fullmatch(tokens[-1]):
        tokens = tokens[:-1]
    said = tuple(t for t in tokens if t not in words("link_words")) or tuple(tokens)
    if not said:
        return ()
    said = (said[0], *(_NUMBERS.get(t, t) for t in said[1:]))
    return (*said[:-1], "1") if len(said) > 1 and said[-1] == "i" else said


def form(text: str, *, former: bool = False, expand: bool = True) -> Form | None:
    """Return the normalised form of a name, or None if it is empty. `expand` writes `Univ` out.

    >>> form("SARL DRACULA Technologies").tokens
    ('dracula', 'technologies')
    >>> form("MATERR'UP S.A.S.").core == form("Materrup").core
    True
    """
    text = _TLD.sub("", text)
    said = _spoken(text, expand=expand)
    if not said:
        return None
    numbers = frozenset(n for t in said for n in re.findall(r"\d+", t))
    bare = said[1:] if len(said) > 1 and said[0] in words("unit_heads") else said
    distinct = tuple(dict.fromkeys(said))
    return Form(
        text=text,
        tokens=said,
        core="".join(said),
        bare="".join(bare),
        ordered=tuple(sorted(said)),
        distinct=distinct,
        words=frozenset(distinct),
        worth=total_bits(distinct),
        numbers=numbers,
        former=former,
    )


def initials(tokens: Sequence[str]) -> str | None:
    """Return the acronym that the words of a name would make, None of fewer than three.

    >>> initials(("laboratoire", "informatique", "paris", "6"))
    'lip6'
    """
    return "".join(t if t.isdigit() else t[0] for t in tokens) if len(tokens) > 2 else None


def _without_legal_form(tokens: list[str]) -> list[str]:
    legal = words("legal_forms")
    while len(tokens) > 1 and tokens[-1] in legal:
        tokens = tokens[:-1]
    while len(tokens) > 1 and tokens[0] in legal:
        tokens = tokens[1:]
    return tokens


def is_acronym(text: str) -> bool:
    """Return whether `text` is written like an acronym: one short word, most of it capitals or
    figures.
    """
    if not _ACRONYM.fullmatch(text):
        return False
    capitals = sum(c.isupper() or c.isdigit() for c in text)
    return capitals * 2 >= len(text) and capitals > 1


def abbreviates(word: str, text: str) -> bool:
    """Return whether the letters of a word occur in this order in the text before it: `Cerea`,
    unlike `Norway`.

    >>> abbreviates("Cerea", "Centre de recherche en atmosphère (Cerea)"), abbreviates("Norway", "Thales (Norway)")
    (True, False)
    """
    letters = iter(fold(text.split("(", maxsplit=1)[0]))
    return (
        word.isalnum() and len(word) <= _LONGEST_ACRONYM and all(c in letters for c in fold(word))
    )


@lru_cache(maxsize=100_000)
def read_name(name: str, *, alias: bool = False) -> Reading:
    """Parse a written name. An alias that is an acronym is only an acronym.

    The number of a research unit is removed. A part in brackets or between dashes that is an
    acronym becomes an acronym. A bracket that begins with “ex” contains a former name. Any other
    bracket belongs to the name, such as the country in “Thales (Norway)”.

    >>> reading = read_name("Institut Hubert Curien - IPHC (UMR 7178)")
    >>> [f.core for f in reading.forms], sorted(reading.acronyms), sorted(reading.codes)
    (['instituthubertcurien'], ['iphc'], ['umr7178'])
    >>> [f.core for f in read_name("Linguistique (EA 1339 - UR 1339 depuis 01.01.2020)").forms]
    ['linguistique']
    >>> [(f.core, f.former) for f in read_name("Addguests (ex Campings.com)").forms]
    [('addguests', False), ('campings', True)]
    """
    text = _SINCE.sub(" ", _INVISIBLE.sub("", name)).strip()
    codes = unit_codes(text)
    text = _code_pattern().sub(" ", text) if codes else text
    forms, acronyms, aside = _in_brackets(text)
    parts = [
        p.strip(" -–—:|,")
        for p in _DASH.split(_BRACKETS.sub(lambda m: f" {aside.get(m[1], '')} ", text))
    ]
    kept = [p for p in parts if p and not (is_acronym(p) and len(parts) > 1)]
    acronyms |= {fold(p).replace(" ", "") for p in parts if is_acronym(p)}
    if not (alias and is_acronym(text) and len(text) <= _LONGEST_ACRONYM):
        forms.insert(0, form(" ".join(kept or parts)))
    return Reading(
        tuple(f for f in forms if f), frozenset(acronyms - {""} - unit_prefixes().keys()), codes
    )


def _in_brackets(text: str) -> tuple[list[Form | None], set[str], dict[str, str]]:
    """Return the former names, the acronyms and the other parts of the name in its brackets."""
    forms: list[Form | None] = []
    acronyms: set[str] = set()
    aside: dict[str, str] = {}
    for inside in _BRACKETS.findall(text):
        if _FORMER.match(inside):
            forms.append(form(_FORMER.sub("", inside), former=True))
        elif is_acronym(inside.strip()) or abbreviates(inside, text):
            acronyms.add(fold(inside).replace(" ", ""))
        else:
            aside[inside] = inside
    return forms, acronyms, aside


def read_names(names: Iterable[str], aliases: Iterable[str]) -> list[Reading]:
    """Parse the names and other names of an actor."""
    return [read_name(n) for n in names] + [read_name(n, alias=True) for n in aliases]


def is_generic(name: str) -> bool:
    """Return whether a name is generic and cannot be the name of an actor.

    >>> [is_generic(n) for n in ("Business Angels", "existing investors", "Angels Santé", "50 Partners")]
    [True, True, False, False]
    """
    folded = fold(name)
    tokens = [t for t in folded.split() if t not in words("link_words")]
    heads, qualifiers = words("generic_heads"), words("generic_qualifiers")
    if not folded or folded in words("generic_names"):
        return True
    return any(t in heads for t in tokens) and all(t in heads or t in qualifiers for t in tokens)
