"""The reading of each cell of a workbook, as a table: the original text next to its reading."""

from collections.abc import Iterable

from frenchtech_graph.ingest.sheets.contents import holds_personal_data
from frenchtech_graph.ingest.sheets.doubts import DOUBT, KEPT, READ, Cellwise
from frenchtech_graph.ingest.sheets.fields import HIDDEN, NOTE, PERSONAL
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.io.formulas import harmless

REPORT = "readings.csv"
COLUMNS = ("sheet", "row", "column", "value", "meaning", "reading", "state")


def last_of(cells: Iterable[Cellwise]) -> dict[tuple[str, int, int], Cellwise]:
    """Return the last reading of each cell by its place."""
    return {c.place: c for c in cells}


def meaning_shown(code: str, header: str, cells: Iterable[Cellwise]) -> str:
    """Return the meaning of a column to show. It is a remark if all its cells are remarks."""
    own = [c for c in last_of(cells).values() if c.column == header]
    states = {c.state for c in own if c.state in (READ, DOUBT, KEPT) and not is_blank(c.value)}
    return NOTE if states == {KEPT} else code


def report_rows(cells: Iterable[Cellwise]) -> list[list[str]]:
    """Return the rows of the report with their header, in the order of the sheets.

    A cell that was read several times has its last reading.
    """
    last = last_of(cells)
    sheets = list(dict.fromkeys(c.sheet for c in last.values()))
    ordered = sorted(last.values(), key=lambda c: (sheets.index(c.sheet), c.row, c.index))
    rows = [
        [c.sheet, str(c.row), _column(c), _shown(c), c.meaning, c.reading, c.state] for c in ordered
    ]
    return [list(COLUMNS), *([harmless(text) for text in row] for row in rows)]


def _column(cell: Cellwise) -> str:
    """Return the header of a cell, or the number of its column if the header has personal data."""
    return str(cell.index + 1) if holds_personal_data(cell.column) else cell.column


def _shown(cell: Cellwise) -> str:
    """Return the value of a cell. Personal or hidden values are not written."""
    personal = cell.meaning in (PERSONAL, HIDDEN) or holds_personal_data(cell.value)
    return "" if personal else cell.value
