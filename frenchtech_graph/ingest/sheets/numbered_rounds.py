"""Rounds in numbered columns of a list of companies: `Round 1 date`, `Round 1 amount`, `Round 2 date`."""

from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.ends import ends_in
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.numbered_headers import PARTS, numbered
from frenchtech_graph.ingest.sheets.rounds import Round, enter_round, type_at
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.model.terms import Class


def enter_numbered(row: Row, company: str, source: str) -> None:
    """Make the rounds in the numbered columns of a row, with their investors."""
    plan = row.table.plan
    found: dict[str, dict[str, int]] = {}
    for column, code in enumerate(plan.columns):
        said = numbered(plan.block.header[column]) if code in PARTS else None
        if said:
            found.setdefault(said[0], {})[code] = column
    for columns in found.values():
        _enter(row, company, columns, source)


def _enter(row: Row, company: str, columns: dict[str, int], source: str) -> None:
    if all(is_blank(row.cell(c).text) for c in columns.values()):
        return
    span = row.date_at(columns.get("round_date"))
    money = columns.get("round_amount")
    amount = Quantity() if money is None else row.amount_at(money)
    kind = type_at(row, columns.get("round_kind"))
    event = enter_round(row, Round(company, span, amount, kind, source))
    backers = columns.get("round_backers")
    for end in ends_in(row, backers, Class.ORGANIZATION) if backers is not None else ():
        draft = TieDraft(Class.INVESTMENT, end.id, company, span, end.amount, event)
        add_tie(row, draft, source)
