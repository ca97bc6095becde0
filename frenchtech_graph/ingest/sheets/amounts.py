"""Amounts, numbers and percentages in usual spellings."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from frenchtech_graph.ingest.sheets.header_units import unit_in
from frenchtech_graph.ingest.sheets.lexicon import currencies, is_blank, pattern, words
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.ingest.workbooks.texts import usual_figures
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Amount

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?|\d[\d.,]*\d|\d")
_SIGN = {"~": Amount.ABOUT, "≈": Amount.ABOUT, "±": Amount.ABOUT}
_SIGN |= {">": Amount.AT_LEAST, "≥": Amount.AT_LEAST, "+": Amount.AT_LEAST}
_SIGN |= {"<": Amount.AT_MOST, "≤": Amount.AT_MOST}
_SCALES = {"thousand": 3, "million": 6, "billion": 9}
_FEW_THOUSANDS = 10_000
_BETWEEN = re.compile(r"^\s*(?:-|–|—|à|a|to|et|and|/)\s*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its currency and the way to interpret it.

    `qualifier` is a concept of the scheme `amount`, empty for a plain number. `value` is None if
    the text states that the amount is unknown or not disclosed. `sure` is False where the reading
    is a guess.
    """

    value: Decimal | None = None
    currency: str = ""
    qualifier: str = ""
    percent: bool = False
    sure: bool = True

    def text(self) -> str:
        """Return the number as tables of the template write it."""
        if self.value is None:
            return ""
        shown = f"{self.value.normalize():f}"
        return "0" if shown in ("-0", "0") else shown


def read_quantity(cell: Cell, header: str = "", comma: str | None = None) -> Quantity | None:
    """Return the number in a cell, or None if it cannot be parsed.

    `header` is the header of the column, which may state the unit (`Montant (k€)`). `comma` is the
    decimal sign of the column (`sign_of`), None if it is unknown.

    >>> read_quantity(Cell("8,5 M€")).text(), read_quantity(Cell("env. 1 200 000 €")).qualifier
    ('8500000', 'about')
    >>> read_quantity(Cell("55 millions d'euros")).text(), read_quantity(Cell("12"), "CA (k€)").text()
    ('55000000', '12000')
    >>> read_quantity(Cell("non communiqué")).qualifier, read_quantity(Cell("bientôt"))
    ('undisclosed', None)
    """
    if cell.number is not None:
        return _scaled(Quantity(cell.number), cell.unit, header)
    text = usual_figures(cell.text).strip()
    if not text.isdecimal() and fold(text) in words("undisclosed"):
        return Quantity(qualifier=Amount.UNDISCLOSED)
    if is_blank(text):
        return Quantity()
    if text.isascii() and text.isdecimal():
        return _scaled(Quantity(Decimal(text)), "", header)
    return _in_text(text, header, comma)


def _in_text(text: str, header: str, comma: str | None) -> Quantity | None:
    found = list(_NUMBER.finditer(text))
    numbers = [_decimal(m[0], comma, is_scaled=_has_scale(text[m.end() :])) for m in found]
    if not found or any(n is None for n in numbers):
        return None
    return _of_numbers(text, found, [n for n in numbers if n], header)


def _of_numbers(
    text: str, found: list[re.Match[str]], numbers: list[tuple[Decimal, bool]], header: str
) -> Quantity | None:
    first, rest = found[0], text[found[0].end() :]
    before = text[: first.start()]
    value, sure = numbers[0]
    if before.strip().endswith("-") and not re.search(r"\w\s*-\s*$", before):
        value = -value
    if len(found) == 2 and _BETWEEN.match(text[first.end() : found[1].start()] or "x"):
        low = _scaled(Quantity(value, sure=False), before + " " + text[found[1].end() :], header)
        return replace(low, qualifier=Amount.AT_LEAST)
    unit, more = _unit(rest)
    read = _scaled(Quantity(value, sure=sure), f"{before} {unit}", header)
    qualifier = _qualifier(before, more)
    return replace(read, qualifier=qualifier, sure=read.sure and not _says_more(before, more))


def _unit(rest: str) -> tuple[str, str]:
    """Return the unit that follows a number, and the rest of the text."""
    found = re.match(
        r"\s*(?:[^\W\d]+\.?|[€$£¥%])(?:\s*(?:d['’]|de\s)?\s*(?:euros?|dollars?|[€$£¥]))?", rest
    )
    return (found[0], rest[found.end() :]) if found else ("", rest)


def _qualifier(before: str, after: str) -> str:
    """Return the qualifier of an amount, from the words and signs around it."""
    for sign, qualifier in _SIGN.items():
        if sign in before or (sign == "+" and after.strip().startswith("+")):
            return qualifier
    said = fold(before)
    lists = {"at_least": Amount.AT_LEAST, "at_most": Amount.AT_MOST, "about": Amount.ABOUT}
    for name, qualifier in lists.items():
        if pattern(name).search(said) or pattern(name).search(fold(after)[:20]):
            return qualifier
    return ""


def _says_more(before: str, after: str) -> bool:
    """Return whether a text contains more than the number, its unit and its qualifier."""
    known = pattern(
        *("about", "at_least", "at_most", "people", "small", "thousand", "million", "sums")
    )
    left = f"{fold(before)} {fold(after)}"
    for word in currencies():
        left = re.sub(rf"\b{re.escape(word)}\b", " ", left) if word.isalpha() else left
    return bool(known.sub(" ", left).strip())


def _scaled(read: Quantity, unit: str, header: str) -> Quantity:
    """Return a number multiplied by its own unit, or by the unit in the header. A small number with
    a currency beneath a header of thousands or millions is uncertain (`450 €` below `k€`).
    """
    own = _scale(unit)
    stated = _stated_in(header)
    scale = own if own is not None else 0 if _currency(unit) else _scale(stated) or 0
    currency = _currency(unit) or _currency(stated)
    differ = own is None and bool(_currency(unit)) and bool(_scale(stated))
    small = read.value is not None and 0 < read.value < _FEW_THOUSANDS
    percent = "%" in unit or (not unit.strip() and "%" in header)
    value = read.value * Decimal(10) ** scale if read.value is not None else None
    sure = read.sure and not (differ and small)
    return replace(read, value=value, currency=currency, percent=percent, sure=sure)


@lru_cache(1024)
def _stated_in(header: str) -> str:
    """Return the unit of a header, or of the title that replaces it."""
    found, whole = _in_header(header), unit_in(header)
    return found if _scale(found) is not None and not _scale(whole) else whole or found


def _in_header(header: str) -> str:
    """Return the unit part of a header: the text in brackets, or after "en"."""
    found = re.search(r"[(\[]([^)\]]*)[)\]]|\b(?:en|in)\s+(.+)$", header, re.IGNORECASE)
    tail = re.search(r"[kKmM]?[dD]?[€$£]\s*$", header)
    return (found[1] or found[2] or "") if found else tail[0] if tail else ""


def is_price(cell: Cell) -> bool:
    """Return whether a cell contains an amount by itself: a number with a currency or a scale.

    >>> is_price(Cell("1,2 M€")), is_price(Cell("500 k")), is_price(Cell("2021"))
    (True, True, False)
    """
    found = _NUMBER.search(usual_figures(cell.text))
    if not found or read_quantity(cell) is None:
        return False
    unit = cell.unit or _unit(usual_figures(cell.text)[found.end() :])[0]
    before = usual_figures(cell.text)[: found.start()]
    return _scale(unit) is not None or bool(_currency(unit) or _currency(before))


def says_scale_itself(cell: Cell) -> bool:
    """Return whether a cell states thousands or millions next to its number.

    >>> says_scale_itself(Cell("1,2 M€")), says_scale_itself(Cell("400"))
    (True, False)
    """
    text = usual_figures(cell.text)
    found = _NUMBER.search(text)
    return bool(found and (_scale(cell.unit) is not None or _has_scale(text[found.end() :])))


def says_unit(header: str) -> bool:
    """Return whether a header says the unit of its amounts."""
    stated = _stated_in(header)
    return _scale(stated) is not None or bool(_currency(stated))


def says_scale_of(header: str) -> bool:
    """Return whether a header says the scale of its amounts, not only their currency.

    >>> says_scale_of("Montant (k€)"), says_scale_of("Montant (€)")
    (True, False)
    """
    return _scale(_stated_in(header)) is not None


def says_scale(title: str) -> bool:
    """Return whether a title says the unit of all amounts beneath it.

    >>> says_scale("Projets (montants en k€)"), says_scale("Fonds Alpha (12 M€)")
    (True, False)
    """
    stated = _in_header(title)
    return _scale(stated) is not None and not any(c.isdigit() for c in stated)


_UNIT_OF_ALL = re.compile(
    r"(?<![\d.,])(?<!\d\s)\b(?:k€|m€|keur|meur|eur\s(?:million|thousand)s?|(?:millions?|milliers|thousands?)"
    r"\s(?:d['’]|of\s|de\s)?(?:euros?|eur))(?!\w)|(?<!\w)€\s?(?:k|m|million|thousand)\b",
    re.IGNORECASE,
)
_SAYS_UNIT = re.compile(
    r"\b(?:en|in|montants?|amounts?|sauf|unless|unités?|units?)\b|:", re.IGNORECASE
)


def unit_in_title(title: str) -> str:
    """Return the unit in a title for all amounts in the table, in brackets, or an empty text.

    >>> unit_in_title("EUR million unless stated"), unit_in_title("Fonds Alpha (12 M€)")
    ('(EUR million)', '')
    >>> unit_in_title("Projets (montants en k€)")
    '(k€)'
    """
    found = _UNIT_OF_ALL.search(title)
    if found and (_SAYS_UNIT.search(title) or found[0] == title.strip(" ()")):
        return f"({found[0]})"
    return title if says_scale(title) else ""


def _parts(unit: str) -> list[str]:
    """Return the words and signs of a unit: `M€` is `m` and `€`."""
    spread = re.sub(r"([€$£¥%])", r" \1 ", usual_figures(unit))
    return [fold(p) or p for p in spread.replace("'", " ").replace("’", " ").split()]


def _scale(unit: str) -> int | None:
    for part in _parts(unit):
        for name, power in _SCALES.items():
            if part in words(name):
                return power
    return None


def _currency(unit: str) -> str:
    return next((currencies()[p] for p in _parts(unit) if p in currencies()), "")


def _has_scale(rest: str) -> bool:
    return _scale(_unit(rest)[0]) is not None


def _decimal(figures: str, comma: str | None, *, is_scaled: bool) -> tuple[Decimal, bool] | None:
    """Return the number in some figures, and whether their signs are unambiguous.

    A sign before three figures is one of thousands, unless a scale follows (`12,250 M€`) in a
    column where that sign is the decimal one.
    """
    bare = re.sub(r"[ \u00a0\u202f'’]", "", figures).rstrip(".,")
    signs = {s for s in ".," if s in bare}
    if not signs:
        return Decimal(bare), True
    if len(signs) == 2:
        return _of_both_signs(bare)
    sign = signs.pop()
    groups = bare.split(sign)
    thousands = all(len(g) == 3 for g in groups[1:]) and 1 <= len(groups[0]) <= 3
    if len(groups) > 2:
        return (Decimal("".join(groups)), True) if thousands else None
    if not thousands or groups[0] == "0" or " " in figures:
        return Decimal(bare.replace(sign, ".")), True
    if comma == sign and is_scaled:
        return Decimal(bare.replace(sign, ".")), False
    return Decimal("".join(groups)), comma not in (None, sign)


def _of_both_signs(bare: str) -> tuple[Decimal, bool] | None:
    """Return the number of figures with both signs: the last is the decimal one."""
    point = max(",.", key=bare.rindex)
    text = bare.replace("," if point == "." else ".", "")
    return (Decimal(text.replace(point, ".")), True) if text.count(point) == 1 else None


def sign_of(texts: list[str]) -> str | None:
    """Return the decimal sign of a column as its other numbers show it, None if they do not agree.

    >>> sign_of(["1,500", "2,5"]), sign_of(["1,500", "1.2 M€"]), sign_of(["1,500", "1,500,000"])
    (',', '.', '.')
    >>> sign_of(["1,500"]), sign_of(["2,5", "2.5"])
    (None, None)
    """
    numbers = [m[0] for t in texts for m in _NUMBER.finditer(usual_figures(t))]
    shown = {sign for number in numbers if (sign := _decimal_sign(number))}
    return shown.pop() if len(shown) == 1 else None


def _decimal_sign(number: str) -> str:
    """Return the decimal sign that a number shows: its own, or the one its groups leave over."""
    if {".", ","} <= set(number):
        return max(".,", key=number.rindex)
    if own := re.fullmatch(r"[\d \u00a0\u202f'’]+([.,])(?:\d{1,2}|\d{4,})", number):
        return own[1]
    groups = re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+", number)
    return {".": ",", ",": "."}[groups[1]] if groups else ""
