"""XLSX and XLSM workbooks, Strict ones too, as a spreadsheet program shows them."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.workbooks.cell import EMPTY, Book, Cell, Sheet, spread
from frenchtech_graph.ingest.workbooks.excel_looks import looks_of
from frenchtech_graph.ingest.workbooks.limits import (
    ERRORS,
    MOST_COLUMNS,
    refuse_large,
    refuse_large_archive,
)
from frenchtech_graph.ingest.workbooks.number_formats import GENERAL
from frenchtech_graph.ingest.workbooks.shown_dates import show_date
from frenchtech_graph.ingest.workbooks.shown_numbers import show_number
from frenchtech_graph.ingest.workbooks.texts import clean, unescaped

MARKER = "frenchtech-graph"
"""The author of the comments that we write ourselves."""
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"officeDocument/2006/"),
)
_HYPERLINK = re.compile(r'=HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)


def read_excel(path: Path) -> Book:
    """Return the sheets of a workbook. Values are read, never computed.

    Raises:
        FaultsError: the file is too large once unpacked.
        Exception: whatever the reader of zips or XML finds wrong.
    """
    from openpyxl import load_workbook

    refuse_large_archive(path)
    raw = transitional(path)
    shown = load_workbook(io.BytesIO(raw), data_only=True)
    formulas = load_workbook(io.BytesIO(raw)) if _has_formulas(raw) else None
    book = Book(path.name, title=clean(str(shown.properties.title or "")))
    if isinstance(shown.properties.modified, datetime):
        book.modified = shown.properties.modified.date().isoformat()
    for sheet in shown.worksheets:
        own = formulas[sheet.title] if formulas else None
        book.sheets.append(_sheet(path.name, sheet, own))
    return book


def transitional(path: Path) -> bytes:
    """Return a workbook's bytes, the namespaces of Strict Open XML replaced by the usual ones."""
    raw = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {i.filename: archive.read(i) for i in archive.infolist()}
    if _STRICT not in parts.get("xl/workbook.xml", b""):
        return raw
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            is_xml = name.endswith((".xml", ".rels"))
            archive.writestr(name, _renamed(content) if is_xml else content)
    return out.getvalue()


def _renamed(content: bytes) -> bytes:
    for old, new in _NAMES:
        content = content.replace(old, b"http://schemas.openxmlformats.org/" + new)
    return content


def _has_formulas(raw: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        return any(re.search(rb"<(\w+:)?f[ >/]", archive.read(n)) for n in sheets)


def _sheet(file: str, sheet: Any, formulas: Any) -> Sheet:
    found = Sheet(file, clean(sheet.title), hidden=sheet.sheet_state != "visible")
    last, wide = _extent(sheet)
    width = min(wide, MOST_COLUMNS)
    refuse_large(found.where, last, width)
    for row in sheet.iter_rows(max_row=last, max_col=width) if last else ():
        cells = [_cell(c, formulas) for c in row]
        while cells and not (cells[-1] or cells[-1].comment):
            cells.pop()
        found.rows.append(cells)
    while found.rows and not found.rows[-1]:
        found.rows.pop()
    found.merged = [
        (m.min_row - 1, m.min_col - 1, m.max_row - 1, min(m.max_col, width) - 1)
        for m in sheet.merged_cells.ranges
        if m.min_row <= len(found.rows) and m.min_col <= width
    ]
    spread(found)
    found.looks = looks_of(sheet, len(found.rows), width)
    return found


def _extent(sheet: Any) -> tuple[int, int]:
    """Return the last row and the last column with a value or a comment: cells with only a style are
    empty."""
    cells = sheet._cells.items()
    filled = [at for at, cell in cells if cell.value is not None or _comment(cell)]
    return max((r for r, _ in filled), default=0), max((c for _, c in filled), default=0)


def _cell(cell: Any, formulas: Any) -> Cell:
    formula = formulas[cell.coordinate].value if formulas is not None and cell.value is None else ""
    formula = getattr(formula, "text", formula)  # a formula of several cells is an object
    if isinstance(formula, str) and formula.startswith("="):
        opened = _HYPERLINK.match(formula)
        return Cell(opened[1], link=opened[1]) if opened else Cell(formula, flaw="formula")
    comment = _comment(cell)
    if cell.value is None:
        return replace(EMPTY, comment=comment) if comment else EMPTY
    link = str(cell.hyperlink.target or "") if getattr(cell, "hyperlink", None) else ""
    shown = show(cell.value, str(cell.number_format or GENERAL))
    return Cell(shown.text, shown.number, shown.unit, shown.date, link, shown.flaw, comment)


def _comment(cell: Any) -> str:
    """Return the comment of a cell without the name of its author, and without our own marks."""
    found = getattr(cell, "comment", None)
    if found is None or found.author == MARKER:
        return ""
    text = clean(unescaped(str(found.text or ""))).strip()
    return text.removeprefix(f"{found.author}:").strip()


def show(value: Any, code: str) -> Cell:
    """Return the cell of a value in a number format.

    >>> show("#N/A", "General").flaw
    'error'
    """
    if isinstance(value, bool):
        return Cell("true" if value else "false", flaw="truth")
    if isinstance(value, int | float | Decimal):
        return show_number(value, code)
    if isinstance(value, datetime | date | time | timedelta):
        return show_date(value, code)
    text = unescaped(str(value))
    return Cell(clean(text), flaw="error" if text in ERRORS else "")
