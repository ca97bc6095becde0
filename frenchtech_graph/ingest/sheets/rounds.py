"""Rounds: several rows of one raise are one event."""

from dataclasses import dataclass

from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.desk import Desk, Made
from frenchtech_graph.ingest.sheets.doubts import DOUBT, READ
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.round_types import round_type_in
from frenchtech_graph.ingest.sheets.rows import Row, record_of
from frenchtech_graph.ingest.sheets.vocabularies import ROUNDS
from frenchtech_graph.model.partial_dates import agree
from frenchtech_graph.model.terms import Amount, Class
from frenchtech_graph.model.terms import Round as RoundType
from frenchtech_graph.model.wordings import Wording


@dataclass(frozen=True, slots=True)
class Round:
    """A raise in one row: the id of the company, the time, the amount, the type."""

    company: str
    span: Span
    amount: Quantity
    kind: str | None
    source: str


def enter_round(row: Row, said: Round) -> str:
    """Return the id of the event of a raise, which may be the event of an earlier row."""
    desk = row.table.desk
    cells = {
        "kind": Class.FUNDING_ROUND,
        "company": said.company,
        "start": said.span.start,
        "round_type": said.kind or "",
        **money(said.amount),
        "source": said.source,
        "record": record_of(row),
    }
    same = next((m for m in _of(desk, said.company) if _is_same(m, cells)), None)
    if same:
        for name in ("source", "record"):
            parts = (*same.cells.get(name, "").split("|"), *cells[name].split("|"))
            same.cells[name] = "|".join(dict.fromkeys(filter(None, parts)))
        for name, value in cells.items():
            same.cells.setdefault(name, value) if value else None
        return same.cells["id"]
    label = f"{desk.register.entries[said.company].name} {said.span.start or 'levee'}"
    made = Made({"id": desk.new_id("events", label), **cells}, row.table.name, row.number)
    desk.add("events", made)
    desk.register.enter(made.cells["id"], (Class.FUNDING_ROUND,), [made.cells["id"]], own=True)
    return made.cells["id"]


def _of(desk: Desk, company: str) -> list[Made]:
    events = desk.tables["events"]
    return [m for m in events if m.cells.get("company") == company]


def _is_same(made: Made, cells: dict[str, str]) -> bool:
    """Return whether two rows describe one raise: their common values are equal, and both have the
    date or the amount, or the same type and neither of them.
    """
    both = [n for n in ("start", "amount", "round_type") if made.cells.get(n) and cells.get(n)]
    alike = all(
        agree(made.cells[n], cells[n]) if n == "start" else made.cells[n] == cells[n] for n in both
    )
    either = any(x.get(n) for x in (made.cells, cells) for n in ("start", "amount"))
    return alike and bool({"start", "amount"} & set(both) or (both and not either))


def money(amount: Quantity) -> dict[str, str]:
    """Return the cells of an amount."""
    if amount.value is None:
        undisclosed = amount.qualifier == Amount.UNDISCLOSED
        return {"amount_qualifier": amount.qualifier} if undisclosed else {}
    found = {"amount": amount.text(), "currency": amount.currency or "EUR"}
    return found | ({"amount_qualifier": amount.qualifier} if amount.qualifier else {})


def round_type_of(row: Row) -> str | None:
    """Return the type of round in a row, or None if it is missing."""
    return type_at(row, row.column("round_type"))


def type_at(row: Row, column: int | None) -> str | None:
    """Return the type of round in a column, or None."""
    cell = row.cell(column)
    if column is None or not cell or is_blank(cell.text):
        return None
    words = row.word("round_type", "round_type", ROUNDS, cell.text)
    stated = row.table.desk.reading.word("round_type", cell.text) is not None
    if not stated and (told := round_type_in(cell.text)):
        words = (Wording(told),)
    if not words:
        row.doubt_word(column, cell, cell.text, "round_type", ROUNDS, "")
        row.remarks.append(f"{row.header(column)} : {cell.text}")
        row.note(column, cell, "", DOUBT)
        return None
    if not words[0].sure:
        row.doubt_word(column, cell, cell.text, "round_type", ROUNDS, words[0].term)
    if words[0].term == RoundType.UNKNOWN_ROUND:
        row.remarks.append(f"{row.header(column)} : {cell.text}")
    row.note(column, cell, words[0].term, READ if words[0].sure else DOUBT)
    return words[0].term
