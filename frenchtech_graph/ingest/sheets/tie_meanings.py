"""The meanings of columns of lists of ties: ends, and descriptions of ends."""

from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.by_values import are_dates
from frenchtech_graph.ingest.sheets.contents import kept
from frenchtech_graph.ingest.sheets.end_sides import code_of_end
from frenchtech_graph.ingest.sheets.fields import NOTE, PERSONAL, entry, meanings
from frenchtech_graph.ingest.sheets.lexicon import is_blank, words
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.tie_lists import TieColumns
from frenchtech_graph.ingest.sheets.vocabularies import TIES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import Wording, find


def by_ends(made: Plan, ties: TieColumns, column: int) -> str:
    """Return the meaning of a column of a list of ties that its ends determine, or an empty text. The
    other columns of a list of licences describe the licences and the patents.
    """
    header, code = made.block.header[column], ties.code(column)
    if ties.kind and not code:
        return _of_licence(header, made.block.cells(column))
    if code and ties.unsure and code != "tie":
        made.doubt(header, "column", code, ("from", "to", NOTE))
    return code


def _of_licence(header: str, cells: Sequence[Cell]) -> str:
    """Return the meaning of a column in a list of licences: the date of the licence, or a remark."""
    said = set(fold(header).split())
    if said & words("inventors"):
        return PERSONAL
    found = next((m for m in meanings(header) if not m.near), None)
    if found and ({"personal", "ignored"} & set(entry(found.code).get("of", ()))):
        return kept(found.code)
    if found and found.code in ("source", "source_date", "private"):
        return found.code
    dated = are_dates(cells) and any(w.term == Class.TECHNOLOGY_LICENCE for w in _ties_in(said))
    return "start" if dated else NOTE


def _ties_in(said: set[str]) -> list[Wording]:
    return [w for text in said for w in find(TIES, text)]


def of_an_end(made: Plan, header: str, cells: Sequence[Cell]) -> str:
    """Return the meaning of a column of ties that describes one of both ends. If the end is unknown,
    the column leads to a question."""
    code = next((m.code for m in meanings(header)), "")
    if sided := code_of_end(made, header, code):
        return sided
    if any(not is_blank(c.text) for c in cells):
        made.doubt(
            header, "of-an-end", NOTE, ("from_place", "to_place", "from_kind", "to_kind", NOTE)
        )
    return NOTE


def of_another(made: Plan, header: str, cells: Sequence[Cell]) -> str:
    """Return the treatment of a column about another actor than the row (`acquirer_city`)."""
    if any(not is_blank(c.text) for c in cells):
        made.doubt(header, "of-another", NOTE)
    return NOTE
