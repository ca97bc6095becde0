"""The raises in a row of a list of actors: date, amount, type, and investors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from frenchtech_graph.ingest.sheets.amounts import Quantity, is_price
from frenchtech_graph.ingest.sheets.dates import Span, read_date
from frenchtech_graph.ingest.sheets.ends import ends_named
from frenchtech_graph.ingest.sheets.fields import year_of
from frenchtech_graph.ingest.sheets.lexicon import is_blank, pattern
from frenchtech_graph.ingest.sheets.lexicon import words as listed
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.relations import Frame
from frenchtech_graph.ingest.sheets.round_types import round_type_in
from frenchtech_graph.ingest.sheets.rounds import Round, enter_round, round_type_of
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import plain

_DATED = re.compile(
    r"(?P<before>.*?)\s*(?:\((?P<within>[^()]*\d{4})\)|(?:,|\ben\b|\bin\b|–|-|:)\s*"
    r"(?P<after>(?:[^\W\d]+\.?\s)?(?:\d{1,2}/){0,2}\d{4}))\s*"
)
_DATE_FIRST = re.compile(
    r"(?P<after>(?:[^\W\d]+\.?\s)?(?:\d{1,2}/)?\d{4})\s*[:–-]\s*(?P<before>.+)"
)
_PARTS = re.compile(r"\s*[;\n+]\s*|\s+puis\s+|,\s+(?![^()]*\))(?=[^,]*\d{4})")
_BACKED = re.compile(r"\(([^()]*)\)")
_WHEN = re.compile(
    r"(?<![\d/])(?:(?:\d{1,2}/){0,2}(?:19|20)\d\d|\d{1,2}/\d\d|[tTqQsS][1-4]\s?(?:20)?\d\d)(?![\d/])"
)
_MONTH_SHORT = re.compile(r"(\d{1,2})/(\d\d)")
_PRICE = re.compile(
    r"\d[\d\s.,]*(?:(?:k|m|md)\s?)?(?:€|euros?\b)|\d[\d.,]*\s?(?:k|m|md)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Raise:
    """A raise in one cell."""

    amount: Quantity = field(default_factory=Quantity)
    span: Span = field(default_factory=Span)
    kind: str | None = None
    backers: str = ""


def columns_of_raise(plan: Plan) -> frozenset[str]:
    """Return the fields of a list of actors that describe a raise of each, not its tie with the
    holder of the list. Their headers state it, or they are next to a type of round or an amount
    raised.
    """
    found = {"round_type", "raised"} & set(plan.columns)
    for code in ("date", "amount"):
        column = plan.index(code)
        if column is None or plan.grants:
            continue
        named = pattern("raises").search(plain(re.sub(r"[’']", " ", plan.block.header[column])))
        beside = any(abs(column - r) == 1 for r in plan.indexes("raised"))
        typed = "round_type" in plan.columns
        if named or typed or (code == "date" and beside):
            found.add(code)
    return frozenset(found)


def is_of_round(plan: Plan) -> bool:
    """Return whether the amounts of a list are amounts of whole rounds according to their header
    (`Taille du tour`), not investments of its holder.
    """
    column = plan.index("amount")
    if column is None:
        return False
    header = re.sub(r"[’']", " ", plan.block.header[column])
    return bool(pattern("raises").search(plain(header)))


def enter_raises(row: Row, company: str, source: str) -> Frame:
    """Create the rounds in a row.

    Return the frame for the ties of investors, with the round if it is the only one.
    """
    said = list(_said(row))
    made = [_entered(row, company, r, source) for r in said]
    return Frame(made[0], said[0].span) if len(made) == 1 else Frame()


def _entered(row: Row, company: str, said: _Raise, source: str) -> str:
    """Make a round with the ties of the investors in its cell, and return its id."""
    event = enter_round(row, Round(company, said.span, said.amount, said.kind, source))
    for column in row.table.plan.indexes("raised")[:1] if said.backers else ():
        make = row.table.desk.reading.ends.get(row.header(column), Class.ORGANIZATION)
        for end in ends_named(row, column, said.backers, make):
            draft = TieDraft(Class.INVESTMENT, end.id, company, said.span, event=event)
            add_tie(row, draft, source)
    return event


def enter_amounts_raised(row: Row, company: str, source: str, entered: Frame) -> None:
    """Make the rounds in the columns of amounts raised, in the list of an investor. An amount without
    a date, next to a type of round, is the size of the round of the first investment.
    """
    of_entry = "round_type" in row.table.plan.columns or bool(entered.event)
    for column in row.table.plan.indexes("raised"):
        for said in _in_cell(row, column):
            when = entered.span if of_entry and not said.span.start else said.span
            _entered(row, company, replace(said, span=Span(when.start)), source)


def _said(row: Row) -> Iterator[_Raise]:
    """Yield the raises of a row: the raise in its columns, and raises in cells with several."""
    codes = columns_of_raise(row.table.plan)
    span = row.date("date") if "date" in codes else Span()
    kind = round_type_of(row) if "round_type" in codes else None
    whole = _Raise(
        row.amount("amount") if "amount" in codes else Quantity(), Span(span.start), kind
    )
    columns = row.table.plan.indexes("raised")
    own = [r for column in columns for r in _in_cell(row, column)]
    if "amount" in codes:
        own = [r for r in own if r.span.start]
    elif len(own) == 1:
        yield _joined(whole, own[0])
        return
    yield from own
    if whole.amount.value is not None or whole.kind or (whole.span.start and not own):
        yield whole


def _joined(whole: _Raise, only: _Raise) -> _Raise:
    """Return the raise of a cell with the date and type from other columns."""
    when = whole.span if whole.span.start else only.span
    return _Raise(only.amount, when, whole.kind or only.kind, only.backers)


def _in_cell(row: Row, column: int) -> list[_Raise]:
    """Return the raises in a cell of amounts (`500 k€ (2020) ; 2 M€ (2022)`)."""
    cell = row.cell(column)
    if not cell or is_blank(cell.text) or cell.number is not None:
        return _plain(row, column)
    parts = [p for p in _PARTS.split(cell.text.strip()) if p]
    if _is_sought(cell.text):
        row.doubt(column, cell, "sought")
        row.remark(column, cell)
        return []
    read = [_told(p) or _dated(p) for p in parts]
    if not all(r and r.says for r in read):
        return _plain(row, column)
    found = []
    for part in filter(None, read):
        amount = row.amount_of(column, part.text)
        found.append(_Raise(amount, part.span, part.kind, part.backers))
    shown = " ; ".join(_shown(r) for r in found)
    row.note(column, cell, shown)
    return found


def _shown(said: _Raise) -> str:
    parts = (said.amount.text(), said.amount.currency, said.span.start, said.kind, said.backers)
    return " ".join(filter(None, parts))


def _is_sought(text: str) -> bool:
    """Check whether a text is about money that the company still seeks."""
    return bool(pattern("sought").search(fold(text)))


def _plain(row: Row, column: int) -> list[_Raise]:
    """Return the raise of a cell with an amount, in the year of its header.

    Words that are a type of round instead of an amount also make a raise.
    """
    cell = row.cell(column)
    kind = "" if any(map(str.isdigit, cell.text)) else round_type_in(cell.text)
    if kind and not is_blank(cell.text):
        row.note(column, cell, kind)
        return [_Raise(kind=kind)]
    amount = row.amount_at(column)
    if amount.value is None or amount.value == 0:
        return []
    return [_Raise(amount, Span(year_of(row.header(column))))]


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    span: Span
    kind: str | None
    backers: str = ""

    @property
    def says(self) -> bool:
        """Whether the part has more than an amount."""
        return bool(self.span.start or self.backers or self.kind)


def _told(text: str) -> _Part | None:
    """Return an amount with the investors in brackets, the date and the type around it
    (`série A 4 M€ (Alpha, Beta) 03/2021`), or None if the text has other words.
    """
    price = _PRICE.search(text)
    if not price:
        return None
    types, brackets = _in_brackets(text)
    rest = _BACKED.sub(" ", text).replace(price[0], " ")
    when = _WHEN.search(rest) or _WHEN.search(text)
    left = " ".join((rest.replace(when[0], " ") if when else rest).split()).strip(" -–—,:.")
    kind = _type_in(left)
    if len(brackets) > 1 or kind is None or len({kind, *types} - {""}) > 1:
        return None
    span = _moment(when[0]) if when else Span()
    if span is None or not is_price(Cell(price[0])):
        return None
    backers = "".join(brackets)
    return _Part(price[0], span, kind or next(iter(types), None), backers)


def _in_brackets(text: str) -> tuple[list[str], list[str]]:
    """Return the types of rounds in the brackets of a text, and the other texts in brackets."""
    said = [b for b in _BACKED.findall(text) if any(map(str.isalpha, b))]
    return [t for b in said if (t := round_type_in(b))], [b for b in said if not round_type_in(b)]


def _type_in(left: str) -> str | None:
    """Return the type of round in the rest of a text, or None if the rest is something else."""
    if not left or fold(left) in listed("names_nobody"):
        return ""
    return round_type_in(left) or None


def _moment(text: str) -> Span | None:
    """Return the date of a text, also with two figures of the year (`11/22`)."""
    short = _MONTH_SHORT.fullmatch(text)
    found = read_date(f"{short[1]}/20{short[2]}" if short else text)
    return Span(found.start, about=found.about) if found and found.sure else None


def _dated(text: str) -> _Part | None:
    """Return an amount with its date, from a text with only these and a type."""
    found = _DATED.fullmatch(text) or _DATE_FIRST.fullmatch(text)
    if not found:
        return None
    groups = found.groupdict()
    span = read_date(groups.get("within") or groups["after"])
    before = groups["before"].strip(" -–,:(")
    left = re.sub(r"\d[\d\s.,]*\s?\S*€|€\s?\d\S*", " ", before).strip()
    kind = round_type_in(left) or None
    if span is None or not span.sure or not is_price(Cell(before)):
        return None
    return _Part(before, Span(span.start, about=span.about), kind)
