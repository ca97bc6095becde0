"""Other deals in a list of rounds: acquisitions, loans, grants (`Deal type`)."""

from frenchtech_graph.ingest.sheets.actor_rows import describe_actor
from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.directions import kind_for
from frenchtech_graph.ingest.sheets.ends import End, ends_in
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.round_types import is_raise, parted, round_type_in
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.ingest.sheets.vocabularies import TIES
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find

_DEALS = frozenset(
    [Class.ACQUISITION, Class.LOAN, Class.PUBLIC_FUNDING, Class.PRIVATE_FUNDING, Class.DIVESTMENT]
)


def other_deal(row: Row) -> str:
    """Return the kind of tie that a row of a list of rounds is about, empty for a round.

    An answer about the word makes it a round.
    """
    cell = row.cell(row.column("round_type"))
    text = " ".join(cell.text.split())
    answered = row.table.desk.reading.word("round_type", cell.text) is not None
    if is_blank(text) or answered or round_type_in(text) or is_raise(text):
        return ""
    found = find(TIES, text)
    words = found if found and found[0].sure else find(TIES, parted(text)[0])
    meant = {w.term for w in words if w.sure}
    return meant.pop() if len(meant) == 1 and meant <= _DEALS else ""


def read_deal(row: Row, company: End, kind: str, source: str) -> None:
    """Create the ties of a deal from the bodies in its row to its company.

    Without such a body there is no tie but a question. An amount of several bodies stays a remark.
    """
    column = row.column("round_type")
    if column is not None:
        row.note(column, row.cell(column), kind)
    describe_actor(row, company.id)
    columns = row.table.plan.relations()
    givers = [e for c in columns for e in ends_in(row, c, kind_for(kind, "source"))]
    if not givers:
        row.table.desk.doubt(row.table.name, row.number, "", company.name, "no-end")
        return
    date = row.date("date")
    amount = row.amount("amount") if len(givers) == 1 else Quantity()
    for giver in givers:
        draft = TieDraft(kind, giver.id, company.id, Span(date.start), amount)
        add_tie(row, draft, source)
