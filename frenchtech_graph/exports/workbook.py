"""The lists as a workbook.

No cell is cut: a value that does not fit is written completely to a separate sheet.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import pyoxigraph as ox
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from frenchtech_graph.exports.flat import joined
from frenchtech_graph.exports.table_columns import LISTS
from frenchtech_graph.exports.tables import lists
from frenchtech_graph.io import formulas as spreadsheets
from frenchtech_graph.io.errors import BilingualError

LONGEST_CELL = 32_767
"""Characters (UTF-16 units) that a cell of a workbook may have."""
MOST_ROWS = 1_048_576
"""Rows that a sheet may have."""
LONG_CELLS = "long_cells"
"""The sheet of values that do not fit: list, row, column, number of the value, part, text."""
_SEE = f" … → {LONG_CELLS}"
_PART = 32_000
_LONG_COLUMNS = ("list", "row", "column", "value", "part", "text")


def xlsx(store: ox.Store) -> dict[str, bytes]:
    """Return the lists as a workbook of four sheets, and a fifth if a cell would be too long.

    A cell over the length limit of a workbook contains the complete values that fit, and refers to
    the sheet `long_cells`, which contains all its values.

    Raises:
        BilingualError: a list has more rows than a sheet.
    """
    long: list[tuple[Any, ...]] = []
    sheets = {name: _sheet(name, frame, long) for name, frame in lists(store).items()}
    if long:
        sheets[LONG_CELLS] = pd.DataFrame(long, columns=list(_LONG_COLUMNS))
    return {"": _undated(_written(sheets))}


def _sheet(name: str, frame: pd.DataFrame, long: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Return a list in the form of its sheet, and add the values that do not fit to `long`."""
    if len(frame) >= MOST_ROWS:
        raise BilingualError("too-many-rows", list=name, rows=len(frame), most=MOST_ROWS - 1)
    columns = LISTS[name]
    key = next(iter(columns))
    texts: dict[str, list[Any]] = {}
    for column, kind in columns.items():
        if kind in ("text", "list"):
            texts[column] = [
                _cell((name, row, column), value, long)
                for row, value in zip(frame[key], frame[column], strict=True)
            ]
    return frame.assign(**texts)


def _cell(at: tuple[str, str, str], value: Any, long: list[tuple[Any, ...]]) -> str | None:
    if not isinstance(value, str | tuple) or not value:
        return None
    text = _safe(value if isinstance(value, str) else joined(at[2], value))
    if _length(text) <= LONGEST_CELL:
        return text
    values = [value] if isinstance(value, str) else [v or "" for v in value]
    long += [
        (*at, number, part, piece)
        for number, one in enumerate(values, 1)
        for part, piece in enumerate(_pieces(_safe(one)), 1)
    ]
    return _safe(_head(at[2], values)) + _SEE


def _head(column: str, values: Sequence[str]) -> str:
    """Return the values that fit a cell with the note that there are more, whole."""
    kept: list[str] = []
    length = _length(_SEE) + 1
    for value in values:
        length += _length(value) + 3
        if length > LONGEST_CELL:
            break
        kept.append(value)
    return joined(column, kept)


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in parts that fit in a cell. A part is never a formula."""
    half = _PART // 2  # a character is at most two UTF-16 units
    for start in range(0, max(len(text), 1), half):
        piece = text[start : start + half]
        yield piece if start == 0 else spreadsheets.harmless(piece)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _safe(text: str) -> str:
    """Return a text that is not a formula and has only characters that a workbook allows."""
    return spreadsheets.harmless(ILLEGAL_CHARACTERS_RE.sub("�", text))


def _written(sheets: dict[str, pd.DataFrame]) -> bytes:
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
    return written.getvalue()


def _undated(book: bytes) -> bytes:
    """Return a workbook without the moment of its writing: the same graph gives the same file."""
    undated = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*",
                    rb"\g<1>2000-01-01T00:00:00Z",
                    content,
                )
            new.writestr(
                zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return undated.getvalue()
