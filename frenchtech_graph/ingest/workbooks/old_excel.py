"""XLS workbooks (Excel 97 to 2003), read with xlrd."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.workbooks.cell import EMPTY, Book, Cell, Sheet, spread
from frenchtech_graph.ingest.workbooks.excel import MARKER, show
from frenchtech_graph.ingest.workbooks.number_formats import is_date_format
from frenchtech_graph.ingest.workbooks.shown_numbers import show_number
from frenchtech_graph.ingest.workbooks.texts import clean
from frenchtech_graph.io.faults import Fault, FaultsError

_TEXT, _NUMBER, _DATE, _TRUTH, _ERROR = 1, 2, 3, 4, 5


def read_old_excel(path: Path) -> Book:
    """Return the sheets of a workbook of Excel 97 to 2003.

    Raises:
        FaultsError: the library that reads them is not installed.
        Exception: whatever the reader finds wrong.
    """
    try:
        import xlrd
    except ImportError as error:
        needed = {"expected": "pip install 'frenchtech-graph[spreadsheets]'"}
        raise FaultsError([Fault(path.name, 0, "", ".xls", "needs-library", needed)]) from error
    found = xlrd.open_workbook(str(path), formatting_info=True, logfile=_Silent())
    book = Book(path.name)
    for sheet in found.sheets():
        own = Sheet(path.name, clean(sheet.name), hidden=bool(sheet.visibility))
        wide = {row: column + 1 for row, column in sorted(sheet.cell_note_map)}
        for row in range(sheet.nrows):
            width = max(sheet.row_len(row), wide.get(row, 0))
            cells = [_commented(found, sheet, row, c) for c in range(width)]
            while cells and not (cells[-1] or cells[-1].comment):
                cells.pop()
            own.rows.append(cells)
        own.merged = [(a, c, b - 1, d - 1) for a, b, c, d in sheet.merged_cells if a < sheet.nrows]
        spread(own)
        book.sheets.append(own)
    return book


def _commented(book: Any, sheet: Any, row: int, column: int) -> Cell:
    """Return a cell with its comment, without the name of its author."""
    cell = _cell(book, sheet, row, column) if column < sheet.row_len(row) else EMPTY
    note = sheet.cell_note_map.get((row, column))
    if note is None or note.author == MARKER:
        return cell
    text = clean(str(note.text or "")).strip()
    return replace(cell, comment=text.removeprefix(f"{note.author}:").strip())


def _cell(book: Any, sheet: Any, row: int, column: int) -> Cell:
    import xlrd

    cell = sheet.cell(row, column)
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    code = book.format_map[style.format_key].format_str if style else "General"
    link = getattr(sheet.hyperlink_map.get((row, column)), "url_or_path", None) or ""
    if cell.ctype == _NUMBER:
        shown = show_number(cell.value, code)
    elif cell.ctype == _DATE and is_date_format(code):
        try:
            moment = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        except (xlrd.xldate.XLDateError, OverflowError, ValueError):
            return Cell(str(cell.value), flaw="error")
        shown = show(moment.time() if cell.value < 1 else moment, code)
    elif cell.ctype == _TRUTH:
        shown = show(bool(cell.value), code)
    elif cell.ctype == _ERROR:
        shown = Cell(xlrd.error_text_from_code.get(cell.value, "#N/A"), flaw="error")
    else:
        shown = show(str(cell.value), code) if cell.value != "" else EMPTY
    return Cell(shown.text, shown.number, shown.unit, shown.date, str(link), shown.flaw)


class _Silent:
    """A stream that drops its input: the remarks of xlrd on a file."""

    def write(self, text: str) -> int:
        """Drop a text."""
        return len(text)
