"""Names in a cell with the brackets, amount and date next to them (`ADEME 45 k€ (2024)`)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from frenchtech_graph.ingest.sheets.amounts import Quantity, is_price, read_quantity
from frenchtech_graph.ingest.sheets.dates import Span, read_date
from frenchtech_graph.ingest.workbooks.cell import Cell

_AMOUNT = re.compile(
    r"(?<![\w.,])\d[\d\s\u00a0\u202f.,]*(?:(?:k|m|md|mds|million|millions|mille)\s?)?(?:€|euros?\b|eur\b)"
    r"|(?<![\w.,])\d[\d.,]*\s?(?:k|m|md)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:\d{1,2}/)?(?:19|20)\d\d(?!\d)")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_SIGNS = " :–—-,;."
_LATER = re.compile(
    r"(?P<name>.*?[^\W\d_].*?)\s*(?P<sign>[:–—-]|\bdepuis|\bsince|\ben|\bin|\s)\s*"
    r"(?P<date>(?:\d{1,2}/){0,2}(?:19|20)\d\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a cell, the text in brackets after it, and the amount and date of its tie."""

    name: str
    aside: str = ""
    amount: Quantity = field(default_factory=Quantity)
    span: Span = field(default_factory=Span)


def with_money(text: str) -> Named | None:
    """Return the name in a text with an amount next to it, or None if there is no amount.

    >>> found = with_money("ADEME 45 k€ (2024)")
    >>> found.name, found.amount.text(), found.span.start
    ('ADEME', '45000', '2024')
    >>> found = with_money("BFTE 90 k€ (Bpifrance, 2022)")
    >>> found.name, found.aside, found.span.start
    ('BFTE', 'Bpifrance', '2022')
    >>> with_money("Fonds 2020"), with_money("280 k€")
    (None, None)
    """
    found = _AMOUNT.search(text)
    if not found or not is_price(Cell(found[0])):
        return None
    brackets = [b.strip() for b in _BRACKETS.findall(text)]
    rest = _BRACKETS.sub(" ", text.replace(found[0], " ")).strip(_SIGNS)
    year = _YEAR.search(rest) or next(filter(None, map(_YEAR.search, brackets)), None)
    name = " ".join(_YEAR.sub(" ", rest).split()).strip(_SIGNS)
    if not any(map(str.isalpha, name)):
        return None
    asides = (_YEAR.sub(" ", b).replace(found[0], " ").strip(_SIGNS) for b in brackets)
    aside = next((a for a in asides if any(map(str.isalpha, a))), "")
    when = read_date(year[0]) if year else None
    return Named(name, aside, read_quantity(Cell(found[0])) or Quantity(), when or Span())


def with_date(text: str, is_known: Callable[[str], bool]) -> Named | None:
    """Return the name in a text with the date next to it, or None if there is no date, or it may be a
    part of the name. `is_known` checks a name.

    >>> found = with_date("Alpha (03/2021)", lambda _: False)
    >>> found.name, found.span.start
    ('Alpha', '2021-03')
    >>> with_date("Alpha – 2021", lambda _: False).name, with_date("Fonds 2020", lambda _: False)
    ('Alpha', None)
    """
    bracket = re.fullmatch(r"(.*\S)\s*\(([^()]*\d{4}[^()]*)\)", text)
    if bracket:
        when = read_date(bracket[2])
        return Named(bracket[1], span=when) if when and when.sure else None
    found = _LATER.fullmatch(text)
    if not found or not (found["sign"].strip() or "/" in found["date"] or is_known(found["name"])):
        return None
    when = read_date(found["date"])
    return Named(found["name"], span=when) if when and when.sure else None
