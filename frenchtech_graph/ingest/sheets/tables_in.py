"""The tables of a sheet: side by side, apart by an empty column, or one beneath the other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from frenchtech_graph.ingest.sheets.fields import known_meanings, meanings
from frenchtech_graph.ingest.sheets.headers import find_block
from frenchtech_graph.ingest.sheets.lexicon import pattern
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.ingest.workbooks.cell import Looks, Sheet
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.wordings import find

_NAMING = frozenset(["name", "project", "from", "company", "programme_name", "last_name"])
_KNOWN = 0.6
_KNOWN_BENEATH_TITLE = 0.5
_FEWEST = 2
_FEWEST_TIGHT = 3
_KNOWN_TIGHT = 0.75


def tables_in(sheet: Sheet) -> list[Sheet]:
    """Return the parts of a sheet that are separate tables, or the sheet itself if it is one table.

    The first keeps the name of the sheet, others have their first cell appended (`Feuil1 (E)`,
    `Feuil1 (12)`).
    """
    parts = [p for across in _beneath(sheet) for p in _beside(across)]
    return parts if len(parts) > 1 else [sheet]


def _beneath(sheet: Sheet) -> list[Sheet]:
    """Return the parts of a sheet one beneath the other. Each begins with a header of its own that
    may have a title: after an empty row, or directly, if nearly all its texts are known headers. A
    part without an empty row above it has also the titles of the first.
    """
    headers = [i for i, _ in sheet.filled() if _is_header(sheet, i)]
    starts = {0: True} | dict(_starts(sheet, headers))
    ends = [*list(starts)[1:], len(sheet.rows)]
    titles = tuple(t for r in range(headers[0]) for t in _texts(sheet, r)) if headers else ()
    parts = []
    for (first, apart), end in zip(starts.items(), ends, strict=True):
        part = _rows(sheet, first, end)
        parts.append(part if apart else replace(part, titles=titles))
    return parts


def _starts(sheet: Sheet, headers: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """Yield where further tables begin, each with whether an empty row is above it."""
    for row in headers[1:]:
        above = row - 1 if _is_title(sheet, row - 1) else row
        apart = above > 0 and not any(sheet.rows[above - 1])
        tight = row - 1 not in headers and _is_plain_header(sheet, row, headers[0])
        if (apart or tight) and _texts(sheet, row) != _texts(sheet, headers[0]):
            yield above, apart


def _is_title(sheet: Sheet, row: int) -> bool:
    """Check whether a row has one text that may be a title, not a total of the rows above it."""
    texts = set(_texts(sheet, row))
    return len(texts) == 1 and not pattern("totals").match(fold(next(iter(texts))))


def _is_plain_header(sheet: Sheet, row: int, first: int) -> bool:
    """Check whether a row is a header even without an empty row above it: it has several texts,
    nearly all are known headers, word for word. Words for kinds of bodies count only if the first
    header has them too: they may be data.
    """
    texts = _texts(sheet, row)
    known = [t for t in texts if known_meanings(t)]
    own = [t for t in known if not ((kinds := find(ACTORS, t)) and kinds[0].sure)]
    again = set(texts) & set(_texts(sheet, first))
    return len(own) >= _FEWEST_TIGHT - len(again) and len(known) >= _KNOWN_TIGHT * len(texts)


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [c.text for c in sheet.rows[row] if c]


def _is_lone(sheet: Sheet, row: int) -> bool:
    return len(set(_texts(sheet, row))) == 1


def _is_header(sheet: Sheet, row: int) -> bool:
    """Return whether a row is a header by itself: most of its texts are known headers, without any
    value."""
    cells = [c for c in sheet.rows[row] if c]
    if len({c.text for c in cells}) < _FEWEST or any(c.number is not None or c.date for c in cells):
        return False
    least = (_KNOWN_BENEATH_TITLE if _is_titled(sheet, row) else _KNOWN) * len(cells)
    known, rest = [], len(cells)
    for cell in cells:
        rest -= 1
        known += [found] if (found := known_meanings(cell.text)) else []
        if len(known) + rest < least:
            return False
    return any(m.code in _NAMING for found in known for m in found)


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
    """Return the parts of a sheet that are side by side: each has a header with names, or a
    separate title.
    """
    groups = list(_groups(sheet))
    if len(groups) < _FEWEST:
        return [sheet]
    parts = [_columns(sheet, first, last) for first, last in groups]
    return parts if all(map(_is_table, parts)) or _are_titled(parts) else [sheet]


def _groups(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the groups of adjacent filled columns, as the first and one past the last."""
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
    """Return whether columns are a table by themselves: a header states the kind of its rows."""
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
