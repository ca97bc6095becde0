"""A copy of a workbook with coloured and commented cells for open questions."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.workbooks.cell import Book
from frenchtech_graph.ingest.workbooks.excel import MARKER, transitional
from frenchtech_graph.ingest.workbooks.files import read_book
from frenchtech_graph.io.formulas import harmless
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.model.names import fold

_PART = re.compile(r"\s\((?:[A-Z]{1,3}|\d+)\)$")
"""Suffix of the name of a table that is a part of its sheet."""
_YELLOW = "FFF2CC"


@dataclass(frozen=True, slots=True)
class Mark:
    """The comment for a cell: its sheet, row and header (empty for the whole row).

    `also` are other texts that the header may have.
    """

    sheet: str
    row: int
    column: str
    text: str
    also: tuple[str, ...] = ()


def write_marked(path: Path, marks: Iterable[Mark], target: Path) -> Path:
    """Write a copy of a file as XLSX, in which cells with open questions are coloured and have a
    comment.

    A workbook of Excel keeps its content and format. From other files the displayed texts are
    copied.
    """
    book = _copied(path, read_book(path))
    by_cell: dict[tuple[str, int, int], list[str]] = {}
    for mark in marks:
        sheet = _sheet(book, mark.sheet)
        if sheet is not None:
            at = (sheet.title, max(mark.row, 1), _column(sheet, mark))
            by_cell.setdefault(at, []).append(mark.text)
    for (title, row, column), texts in by_cell.items():
        _mark(book[title].cell(row, column), "\n".join(dict.fromkeys(texts)))
    out = io.BytesIO()
    book.save(out)
    return write_atomically(target, out.getvalue())


def _copied(path: Path, read: Book) -> Any:
    from openpyxl import Workbook, load_workbook

    if path.suffix.lower() in (".xlsx", ".xlsm", ".xltx"):
        return load_workbook(io.BytesIO(transitional(path)), rich_text=True)
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in read.sheets:
        own = book.create_sheet((sheet.name or path.stem)[:31])
        for row in sheet.rows:
            own.append([harmless(c.text) for c in row])
    return book


def _sheet(book: Any, name: str) -> Any:
    for asked in (name, _PART.sub("", name)):
        for sheet in book.worksheets:
            if fold(sheet.title) == fold(asked):
                return sheet
    return book.worksheets[0] if len(book.worksheets) == 1 else None


def _column(sheet: Any, mark: Mark) -> int:
    """Return the column of a header: search upwards for the nearest row with its text."""
    wanted = {fold(t) for t in (mark.column, *mark.also) if fold(t)}
    for row in range(min(mark.row, sheet.max_row), 0, -1):
        for cell in sheet[row]:
            if fold(str(cell.value or "").rstrip(" *")) in wanted:
                return int(cell.column)
    return 1


def _mark(cell: Any, text: str) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if isinstance(cell, MergedCell):
        return
    cell.fill = PatternFill("solid", fgColor=_YELLOW)
    comment = Comment(text[:1500], MARKER)
    comment.width, comment.height = 320, 120
    cell.comment = comment
