"""The tables of a sheet: side by side, apart by an empty column, or one beneath the other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from frenchtech_graph.ingest.sheets.fields import meanings
from frenchtech_graph.ingest.sheets.headers import find_block
from frenchtech_graph.ingest.workbooks.cell import Looks, Sheet

_NAMING = frozenset(["name", "project", "from", "company", "programme_name", "last_name"])
_KNOWN = 0.6
_KNOWN_BENEATH_TITLE = 0.5
_FEWEST = 2


def tables_in(sheet: Sheet) -> list[Sheet]:
    """Return the parts of a sheet that are tables of their own; the sheet itself where it is one.

    The first keeps the name of the sheet, others have their first cell beside it (`Feuil1 (E)`,
    `Feuil1 (12)`).
    """
    parts = [p for across in _beneath(sheet) for p in _beside(across)]
    return parts if len(parts) > 1 else [sheet]


def _beneath(sheet: Sheet) -> list[Sheet]:
    """Return the parts of a sheet one beneath the other: each begins, after an empty row, with a
    header of its own that may have a title.
    """
    headers = [i for i, _ in sheet.filled() if _is_header(sheet, i)]
    starts = [0]
    for row in headers[1:]:
        above = row - 1 if any(sheet.rows[row - 1]) and _is_lone(sheet, row - 1) else row
        apart = above > 0 and not any(sheet.rows[above - 1])
        if apart and _texts(sheet, row) != _texts(sheet, headers[0]):
            starts.append(above)
    ends = [*starts[1:], len(sheet.rows)]
    return [_rows(sheet, first, last) for first, last in zip(starts, ends, strict=True)]


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [c.text for c in sheet.rows[row] if c]


def _is_lone(sheet: Sheet, row: int) -> bool:
    return len(set(_texts(sheet, row))) == 1


def _is_header(sheet: Sheet, row: int) -> bool:
    """Return whether a row is a header by itself: most of its texts are known ones, none is a value."""
    cells = [c for c in sheet.rows[row] if c]
    if len({c.text for c in cells}) < _FEWEST or any(c.number is not None or c.date for c in cells):
        return False
    known = [c for c in cells if (found := meanings(c.text)) and not found[0].near]
    naming = any(m.code in _NAMING for c in known for m in meanings(c.text))
    return naming and len(known) >= (
        _KNOWN_BENEATH_TITLE if _is_titled(sheet, row) else _KNOWN
    ) * len(cells)


def _is_titled(sheet: Sheet, row: int) -> bool:
    """Check whether the row above is a title with an empty row above it."""
    return row > 1 and _is_lone(sheet, row - 1) and not any(sheet.rows[row - 2])


def _rows(sheet: Sheet, first: int, last: int) -> Sheet:
    """Return some rows of a sheet."""
    if (first, last) == (0, len(sheet.rows)):
        return sheet
    merged = [
        (t - first, a, b - first, c) for t, a, b, c in sheet.merged if first <= t and b < last
    ]
    looks = Looks(
        {(r - first, c): x for (r, c), x in sheet.looks.colours.items() if first <= r < last},
        {(r - first, c) for r, c in sheet.looks.struck if first <= r < last},
        {r - first for r in sheet.looks.hidden_rows if first <= r < last},
        set(sheet.looks.hidden_columns),
    )
    name = sheet.name if not first else _called(sheet, str(first + sheet.first))
    rows, start = sheet.rows[first:last], sheet.first + first
    return replace(sheet, name=name, rows=rows, merged=merged, first=start, looks=looks)


def _called(sheet: Sheet, where: str) -> str:
    return f"{sheet.name or sheet.file} ({where})"


def _beside(sheet: Sheet) -> list[Sheet]:
    """Return the parts of a sheet side by side: each has a header that names something, or a title
    of its own beside that of the first.
    """
    groups = list(_groups(sheet))
    if len(groups) < _FEWEST:
        return [sheet]
    parts = [_columns(sheet, first, last) for first, last in groups]
    return parts if all(map(_is_table, parts)) or _are_titled(parts) else [sheet]


def _groups(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the columns that follow one another without an empty one, first and one past the last."""
    filled = [any(row[c] for row in sheet.rows if c < len(row)) for c in range(sheet.width)]
    start = None
    for column, has in enumerate([*filled, False]):
        if has and start is None:
            start = column
        elif not has and start is not None:
            yield start, column
            start = None


def _columns(sheet: Sheet, first: int, last: int) -> Sheet:
    """Return some columns of a sheet."""
    from openpyxl.utils import get_column_letter  # loads openpyxl, few builds need it

    merged = [
        (t, a - first, b, c - first) for t, a, b, c in sheet.merged if first <= a and c < last
    ]
    looks = Looks(
        {(r, c - first): x for (r, c), x in sheet.looks.colours.items() if first <= c < last},
        {(r, c - first) for r, c in sheet.looks.struck if first <= c < last},
        set(sheet.looks.hidden_rows),
        {c - first for c in sheet.looks.hidden_columns if first <= c < last},
    )
    name = sheet.name if not first else _called(sheet, get_column_letter(first + 1))
    rows = [row[first:last] for row in sheet.rows]
    return replace(sheet, name=name, rows=rows, merged=merged, looks=looks)


def _is_table(part: Sheet) -> bool:
    """Return whether columns are a table by themselves: a header names what its rows are."""
    block = find_block(part)
    if block is None or block.bare:
        return False
    found = [meanings(h)[0] for h in block.header if h and meanings(h)]
    return len(block.header) >= _FEWEST and any(m.code in _NAMING and not m.near for m in found)


def _are_titled(parts: Sequence[Sheet]) -> bool:
    """Return whether parts have a title each, in one row above their headers."""
    blocks = [find_block(p) for p in parts]
    if any(b is None or b.bare or not b.titles for b in blocks):
        return False
    first = [next(i for i, _ in p.filled()) for p in parts]
    return len(set(first)) == 1 and all(_is_lone(p, i) for p, i in zip(parts, first, strict=True))
