"""Rows of one investor in one company: its investment, its share, and whether it still has the
share."""

from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.ends import End
from frenchtech_graph.ingest.sheets.grants import aid_is_shared
from frenchtech_graph.ingest.sheets.relations import Frame, read_relations
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.standings import Standing, standing_of
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.model.terms import Class

_OF_EACH = ("holder.amount", "percentage", "holder.exit", "holder.status")
_BACKERS = ("relations.investors", "relations.funds")


def says_each(row: Row) -> bool:
    """Return whether rows state the investment or the share of each investor."""
    return bool(set(_OF_EACH) & set(row.table.plan.columns))


def read_backers(row: Row, company: str, source: str, frame: Frame) -> None:
    """Create the ties of investors, with their investment and share if the row states them."""
    plan = row.table.plan
    ticket = row.amount("holder.amount")
    code = next((c for c in _BACKERS if c in plan.columns), "")
    if not aid_is_shared(row, code, ticket):
        frame.amounts = {Class.INVESTMENT: ticket}
    if plan.index("lead") is not None and row.truth("lead"):
        frame.cells = {"lead": "true"}
    backers: list[End] = []
    for named in sorted({plan.columns[c] for c in plan.relations()}):
        ends = read_relations(row, company, source, frame, only=named)
        backers += ends if named == code else []
    _hold(row, [e.id for e in backers], company, source, frame.span.start)


def _hold(row: Row, backers: list[str], company: str, source: str, entry: str) -> None:
    """Create the tie of the share of the only backer of a row, and of its sale."""
    share = row.percentage().text()
    standing = standing_of(row, "holder.status", company, source)
    left = _left(row, standing)
    current = False if left and standing.current is None else standing.current
    if len(backers) != 1 or not (share or left or current is not None):
        return
    (who,) = backers
    held = {"percentage": share, "current": "" if current is None else str(current).lower()}
    draft = TieDraft(Class.SHAREHOLDING, who, company, Span(entry, left), cells=held)
    add_tie(row, draft, source)
    if left:
        add_tie(row, TieDraft(Class.DIVESTMENT, who, company, Span(left)), source)


def _left(row: Row, standing: Standing) -> str:
    """Return the day on which a share was sold, by its column or its status."""
    out = row.date("holder.exit")
    return out.start or out.end or (standing.span.start if standing.current is False else "")
