"""Workbooks by the template as raw tables, a table per sheet."""

from frenchtech_graph.ingest.tables.raw_table import RawTable
from frenchtech_graph.ingest.tables.sheet_names import column_named, table_named
from frenchtech_graph.ingest.workbooks.cell import Book, Cell, Sheet
from frenchtech_graph.io.faults import Fault
from frenchtech_graph.model.names import fold

_NAMES = ("name", "name_en", "aliases")
_LEFT_OUT = frozenset(["a propos", "about"])


def tables_of(book: Book, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    """Return the tables in the sheets of a workbook, and the faults of its cells."""
    tables, faults = [], []
    for sheet in book.sheets:
        name = table_named(sheet.name)
        if fold(sheet.name) in _LEFT_OUT:
            continue
        if name not in names:
            if len(sheet.rows) > 1 and not sheet.hidden:
                faults.append(_unknown(sheet, names))
            continue
        table, found = _rows_of_sheet(sheet, name)
        faults += found
        if table:
            tables.append(table)
    return tables, faults


def _unknown(sheet: Sheet, names: list[str]) -> Fault:
    expected = {"expected": ", ".join(names)}
    return Fault(sheet.where, 0, "", sheet.name, "unknown-file", expected)


def _rows_of_sheet(sheet: Sheet, name: str) -> tuple[RawTable | None, list[Fault]]:
    header = [column_named(name, c.text) for c in (sheet.rows[0] if sheet.rows else [])]
    if not header:
        return None, [Fault(sheet.where, 1, "", "", "no-header")]
    faults = _merged(sheet, header)
    table = RawTable(sheet.where, name, header)
    for index in range(1, len(sheet.rows)):
        cells: dict[str, str] = {}
        for column, cell in zip(header, sheet.rows[index], strict=False):
            text, code = _text(cell, column)
            if code:
                faults.append(Fault(sheet.where, index + sheet.first, column, cell.text, code))
            elif text:
                cells[column] = text
        if cells:
            table.rows.append((index + sheet.first, cells))
    return table, faults


def _merged(sheet: Sheet, header: list[str]) -> list[Fault]:
    faults = []
    for top, left, bottom, right in sheet.merged:
        column = header[left] if left < len(header) else ""
        value = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
        faults.append(Fault(sheet.where, top + sheet.first, column, value, "merged-cells"))
    return faults


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def _text(cell: Cell, column: str) -> tuple[str, str]:
    """Return the text of a cell in the form of the template, and the code of its fault if it has
    one.

    Dates and percentages have the displayed precision. A number with another unit in its format
    keeps it, and is refused if a plain number is expected.
    """
    if cell.flaw == "formula":
        return "", "formula"
    if cell.flaw == "error":
        return "", "error-cell"
    made = cell.date or cell.flaw in ("truth", "no-year") or (cell.number is not None and cell.unit)
    if column in _NAMES and made:
        return "", "not-a-name"
    if cell.date:
        return cell.date, ""
    if cell.number is not None and cell.unit in ("", "%") and _is_plain(cell):
        return _plain(cell), ""
    return cell.text, ""


def _is_plain(cell: Cell) -> bool:
    """Return whether a cell shows only figures.

    A number with leading zeros or inner spaces is a text.
    """
    return not cell.text.startswith("0") or cell.text[1:2] in ("", ".", ",", "%")


def _plain(cell: Cell) -> str:
    text = f"{cell.number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
