"""XLSX workbooks as raw tables, one a sheet."""

import zipfile
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.tables.raw_table import (
    LARGEST_WORKBOOK,
    MOST_CELLS,
    MOST_COLUMNS,
    RawTable,
    beyond,
    cell_text,
    too_large,
    too_wide,
)
from frenchtech_graph.io.faults import Fault

_EXCEL_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}


def read_xlsx(path: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    """Return the tables in a workbook, one a visible sheet, and what is wrong with its cells.

    Raises nothing: a file that is no workbook is a fault. Values are read, never computed. Entities
    of XML are not expanded: openpyxl leaves that to defusedxml where it is installed, and the
    package requires it.
    """
    from openpyxl import load_workbook

    try:
        if fault := too_large(path) or _unpacked_too_large(path):
            return [], [fault]
        book = load_workbook(path, data_only=False)
    except Exception as error:  # openpyxl raises whatever its XML and zip readers raise
        detail = type(error.__cause__ or error.__context__ or error).__name__
        return [], [
            Fault(path.name, 0, "", "", "unreadable", {"expected": "XLSX", "detail": detail})
        ]
    tables, faults = [], []
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        file = f"{path.name}[{sheet.title}]"
        if name not in names:
            if sheet.max_row > 1 and sheet.sheet_state == "visible":
                expected = ", ".join(names)
                faults.append(
                    Fault(file, 0, "", sheet.title, "unknown-file", {"expected": expected})
                )
            continue
        table, found = _rows_of_sheet(sheet, file, name)
        faults += found
        if table:
            tables.append(table)
    return tables, faults


def _unpacked_too_large(path: Path) -> Fault | None:
    """Return the fault of a workbook that would be too large unpacked: no more is unpacked than a
    zip states.
    """
    with zipfile.ZipFile(path) as archive:
        size = sum(i.file_size for i in archive.infolist())
    return beyond(path.name, size, LARGEST_WORKBOOK) if size > LARGEST_WORKBOOK else None


def _rows_of_sheet(sheet: Any, file: str, name: str) -> tuple[RawTable | None, list[Fault]]:
    first = next(sheet.iter_rows(max_row=1), ())
    header = [str(c.value).strip() if c.value is not None else "" for c in first]
    while header and not header[-1]:
        header.pop()
    if unfit := _unfit(sheet, file, header):
        return None, [unfit]
    faults = _merged(sheet, file, header)
    table = RawTable(file, name, header)
    for number, row in enumerate(sheet.iter_rows(min_row=2, max_col=len(header)), start=2):
        cells, wrong = _cells_of_row(row, file, number, header)
        faults += wrong
        if cells:
            table.rows.append((number, cells))
    return table, faults


def _unfit(sheet: Any, file: str, header: list[str]) -> Fault | None:
    """Return why a sheet is not read at all."""
    if not header:
        return Fault(file, 1, "", "", "no-header")
    if len(header) > MOST_COLUMNS:
        return too_wide(file, len(header))
    if sheet.max_row * len(header) > MOST_CELLS:
        most = {"expected": str(MOST_CELLS // len(header))}
        return Fault(file, sheet.max_row, "", str(sheet.max_row), "too-tall", most)
    return None


def _merged(sheet: Any, file: str, header: list[str]) -> list[Fault]:
    faults = []
    for merged in sheet.merged_cells.ranges:
        column = header[merged.min_col - 1] if merged.min_col <= len(header) else ""
        faults.append(Fault(file, merged.min_row, column, str(merged), "merged-cells"))
    return faults


def _cells_of_row(
    row: Any, file: str, number: int, header: list[str]
) -> tuple[dict[str, str], list[Fault]]:
    cells, faults = {}, []
    for column, cell in zip(header, row, strict=False):
        value = "" if cell.value is None else cell_text(cell.value)
        if cell.data_type == "f":
            faults.append(Fault(file, number, column, value, "formula"))
        elif value in _EXCEL_ERRORS:
            faults.append(Fault(file, number, column, value, "error-cell"))
        elif value:
            cells[column] = value
    return cells, faults
