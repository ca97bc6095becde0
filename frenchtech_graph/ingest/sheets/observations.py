"""Observations of an actor in its row of a list: creation, closure, headcounts."""

from frenchtech_graph.ingest.sheets.desk import Made
from frenchtech_graph.ingest.sheets.doubts import DOUBT
from frenchtech_graph.ingest.sheets.fields import year_of
from frenchtech_graph.ingest.sheets.rows import Row, record_of
from frenchtech_graph.model.terms import Amount, Class

_SUMS = (
    ("raised_total", Class.FUNDS_RAISED_OBSERVATION),
    ("turnover", Class.TURNOVER_OBSERVATION),
    ("valuation", Class.VALUATION_OBSERVATION),
    ("fund_size", Class.FUND_SIZE_OBSERVATION),
)
"""Columns of amounts that are observed of an actor."""


def observe(
    row: Row, actor: str, kind: str, value: str, source: str, start: str = "", **more: str
) -> None:
    """Add an observation of an actor, with further cells such as `currency` in `more`."""
    cells = {"actor": actor, "kind": kind, "value": value, "start": start, "source": source} | more
    desk = row.table.desk
    made = Made(cells | {"record": record_of(row)}, row.table.name, row.number)
    known = desk.tie_like(("observation", *cells.values()), made)
    if known is None:
        desk.add("observations", made)
        return
    records = (*known.cells.get("record", "").split("|"), record_of(row))
    known.cells["record"] = "|".join(dict.fromkeys(filter(None, records)))


def observe_all(row: Row, actor: str, source: str) -> None:
    """Add the observations that the columns of a row make of its actor."""
    for code, kind in (
        ("created", Class.CREATION_OBSERVATION),
        ("closed", Class.CLOSURE_OBSERVATION),
        ("opened", Class.OPENING_OBSERVATION),
    ):
        day = _day(row, code)
        if day:
            observe(row, actor, kind, day, source)
    for code, kind in _SUMS:
        for column in row.table.plan.indexes(code):
            _sum(row, column, actor, kind, source)
    for staffed in row.table.plan.indexes("headcount"):
        _staff(row, staffed, actor, source)


def _day(row: Row, code: str) -> str:
    """Return the date of an event of one moment. A span (`2015-2016`) leads to a question and is a
    remark."""
    found, column = row.date(code), row.column(code)
    if column is None or not found.end or found.end == found.start:
        return found.start
    cell = row.cell(column)
    row.doubt(column, cell, "date")
    row.remarks.append(f"{row.header(column)} : {cell.text}")
    row.note(column, cell, "", DOUBT)
    return ""


def _sum(row: Row, column: int, actor: str, kind: str, source: str) -> None:
    """Add the amount in a column, of the year in its header."""
    amount = row.amount_at(column)
    if amount.value is None:
        return
    more = {"currency": amount.currency or "EUR", "amount_qualifier": amount.qualifier}
    observe(row, actor, kind, amount.text(), source, year_of(row.header(column)), **more)


def _staff(row: Row, column: int, actor: str, source: str) -> None:
    """Add the headcount in a column, for the year in its header."""
    staff = row.quantity_at(column)
    if staff.value is None:
        return
    cell = row.cell(column)
    if staff.currency:
        row.doubt(column, cell, "number")
        row.remark(column, cell)
        return
    if staff.qualifier and staff.sure:
        row.remarks.append(f"{row.header(column)} : {cell.text}")
    if staff.qualifier in (Amount.AT_LEAST, Amount.AT_MOST) and staff.sure:
        row.doubt(column, cell, "number")
    elif staff.sure and staff.value == staff.value.to_integral_value() and staff.value >= 0:
        start = year_of(row.header(column))
        observe(row, actor, Class.HEADCOUNT_OBSERVATION, staff.text(), source, start)
    elif staff.sure and staff.value >= 0:
        row.remark(column, cell)
