"""The meaning of a column with an ambiguous header, from its values."""

from collections.abc import Callable, Sequence

from frenchtech_graph.ingest.sheets.amounts import is_price, read_quantity, says_unit
from frenchtech_graph.ingest.sheets.dates import read_date
from frenchtech_graph.ingest.sheets.end_sides import code_of_end
from frenchtech_graph.ingest.sheets.fields import NOTE, meanings
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.lexicon import is_blank, pattern, truth
from frenchtech_graph.ingest.sheets.money_headers import is_money
from frenchtech_graph.ingest.sheets.neighbours import DATE_BESIDE, is_date_beside
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.sheet_shapes import ACTORS, ROUNDS, TIES, is_each_ones
from frenchtech_graph.ingest.sheets.ticks import are_ticks
from frenchtech_graph.ingest.sheets.tie_lists import are_bodies, tie_word_columns
from frenchtech_graph.ingest.sheets.vocabularies import ROUNDS as ROUND_TYPES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.wordings import find, plain

_CROSSED = {"relations.lead_investor": "lead"}
_YEARS = (1950, 2100)


def by_values(made: Plan, column: int, code: str) -> str:
    """Return the meaning of a column whose values do not match its header.

    Examples are amounts beneath the header of a date, amounts of each investor instead of rounds,
    and names beneath `Équipe`.
    """
    if made.shape == ACTORS and is_date_beside(made, column, code):
        return DATE_BESIDE
    if made.shape == TIES:
        return _of_tie(made, column, code)
    if code in _CROSSED and are_ticks(made.block.cells(column)):
        return _CROSSED[code]
    if code == "lead":
        return _of_lead(made, column)
    if made.shape == ACTORS:
        return _of_another_sort(made, column, code)
    return _of_raise(made, column, code) if made.shape == ROUNDS else code


def _of_lead(made: Plan, column: int) -> str:
    """Return the meaning of a column of leads: crosses, or names of lead investors. Without rounds,
    names lead to a question."""
    cells, header = made.block.cells(column), made.block.header[column]
    if are_ticks(cells) or not may_be_names(cells) or all(truth(c.text) is not None for c in cells):
        return "lead"
    if made.shape == ROUNDS:
        return "relations.lead_investor"
    made.doubt(header, "other-values", NOTE, ("relations.lead_investor", NOTE))
    return NOTE


def _of_raise(made: Plan, column: int, code: str) -> str:
    """Return the meaning of a column of rounds or of their investors."""
    if code == "status" and is_each_ones(made.block):
        return "holder.status"
    if code == "amount" and not _is_of_round(made.block, column):
        return _whose(made, column, code)
    return code


def _of_tie(made: Plan, column: int, code: str) -> str:
    """Return the meaning of a column of ties. Kinds of bodies belong to the end before them, and the
    column of words for ties comes before others with such a header.
    """
    header = made.block.header[column]
    if code != "tie":
        return code
    if are_bodies(made.block.cells(column)):
        return end_kind(made, header)
    words = tie_word_columns(made.block)
    if not words or words == [column]:
        return code
    code = code if column in words else NOTE
    made.doubt(header, "column" if code != NOTE else "other-values", code, ("tie", NOTE))
    return code


def end_kind(made: Plan, header: str) -> str:
    """Return the meaning of a column of kinds of bodies in a list of ties, and ask about it if its end
    is not sure."""
    if sided := code_of_end(made, header, "kind"):
        return sided
    before = [c for c in made.columns if c in ("from", "to")]
    code = f"{before[-1]}_kind" if before else "from_kind"
    code = NOTE if code in made.columns else code
    asked = "column" if code != NOTE else "other-values"
    made.doubt(header, asked, code, ("from_kind", "to_kind", "tie"))
    return code


def _whose(made: Plan, column: int, code: str) -> str:
    of_each = is_each_ones(made.block)
    if of_each is None:
        choices = ("amount", "holder.amount")
        made.doubt(made.block.header[column], "whose-amount", code, choices)
    return "holder.amount" if of_each else code


def _of_another_sort(made: Plan, column: int, code: str) -> str:
    sorts = next((s for s in _SORTS if code in s), None)
    cells = [c for c in made.block.cells(column) if not is_blank(c.text)]
    if sorts is None or not cells or says_unit(made.block.header[column]):
        return code
    seen = next((c for c, holds in sorts.items() if all(map(holds, cells))), code)
    return seen if seen not in made.columns else code


def _is_date(cell: Cell) -> bool:
    found = read_date(cell.text)
    recent = cell.number is None or _YEARS[0] < cell.number < _YEARS[1]
    return cell.date is not None or (found is not None and found.sure and recent)


def are_dates(cells: Sequence[Cell]) -> bool:
    """Return whether all cells that say anything are dates."""
    said = [c for c in cells if not is_blank(c.text)]
    return bool(said) and all(map(_is_date, said))


def may_be_names(cells: Sequence[Cell]) -> bool:
    """Return whether cells may contain names: cells with a value have letters and are not dates."""
    said = [c for c in cells if not is_blank(c.text)]
    return not said or any(any(map(str.isalpha, c.text)) and not _is_date(c) for c in said)


def _is_round(cell: Cell) -> bool:
    found = find(ROUND_TYPES, cell.text)
    return bool(found) and found[0].sure


def _is_amount(cell: Cell) -> bool:
    return not _is_date(cell) and read_quantity(cell) is not None


def _is_name(cell: Cell) -> bool:
    return not any(map(str.isdigit, cell.text))


_SORTS: tuple[dict[str, Callable[[Cell], bool]], ...] = (
    {"date": _is_date, "raised": is_price, "round_type": _is_round},
    {"holder.entry": _is_date, "holder.amount": _is_amount},
    {"relations.founders": _is_name, "headcount": _is_amount},
)
"""Meanings that one header may have, with tests of their values."""


def _is_of_round(block: Block, column: int) -> bool:
    """Return whether the header of a column of amounts refers to whole rounds."""
    return bool(pattern("raises").search(plain(block.header[column].replace("'", " "))))


_NOT_GIVERS = ("amount", "aid", "percentage", "currency", "status", "date", "start", "end")


def is_giver(header: str, cells: Sequence[Cell]) -> bool:
    """Return whether a column contains the grants of one body to projects: the header has the name
    of the body beneath a header of money, with amounts below.
    """
    group, dash, name = header.rpartition(" – ")
    if not dash or not is_money(group) or not cells or pattern("totals").match(fold(name)):
        return False
    if any(m.code in _NOT_GIVERS and m.near == 0 for m in meanings(name)):
        return False
    return all((q := read_quantity(c, header)) is not None and not q.percent for c in cells)
