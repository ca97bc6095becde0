"""CSV, XLSX and JSON files as raw tables: text cells with the row and column they stand in."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from frenchtech_graph.io import json_texts
from frenchtech_graph.io.faults import Fault, FaultsError

SUFFIXES = (".csv", ".xlsx", ".json")
BOM = b"\xef\xbb\xbf"
LARGEST_CELL = 10_000
MEGABYTE = 1_000_000
LARGEST_FILE = 100 * MEGABYTE
"""Bytes a file of tables may have: it is held in memory whole, so that all its faults are found in
one run.
"""
LARGEST_WORKBOOK = 50 * MEGABYTE
"""Bytes a workbook may have once unpacked."""
MOST_COLUMNS = 1_000
MOST_CELLS = 2_000_000
"""Cells down to the last row that a sheet speaks of, empty ones counted."""
_EXCEL_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}


@dataclass(slots=True)
class RawTable:
    """The rows of one table: `name` as the template calls it, cells as text, empty cells left
    out.
    """

    file: str
    name: str
    header: list[str]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def read_csv(path: Path, name: str) -> tuple[RawTable | None, list[Fault]]:
    """Return the table in a CSV file, and what is wrong with the file itself.

    Whatever can still be read is read, so that the faults of the cells are found in the same run.
    """
    if too_large := _too_large(path):
        return None, [too_large]
    raw = path.read_bytes()
    faults = []
    if raw.startswith(BOM):
        faults.append(Fault(path.name, 1, _first_column(raw), "U+FEFF", "bom"))
        raw = raw.removeprefix(BOM)
    text, fault = _decode(raw, path.name)
    faults += fault
    delimiter = _delimiter(text)
    if delimiter != ",":
        faults.append(
            Fault(path.name, 1, "", "tab" if delimiter == "\t" else delimiter, "delimiter")
        )
    table, more = _rows_of_csv(text, path.name, name, delimiter)
    return table, faults + more


def _too_large(path: Path, limit: int = LARGEST_FILE) -> Fault | None:
    """Return the fault of a file that is not read for its size alone."""
    size = path.stat().st_size
    return _beyond(path.name, size, limit) if size > limit else None


def _beyond(file: str, size: int, limit: int) -> Fault:
    value, expected = (f"{n / MEGABYTE:.0f} MB" for n in (size, limit))
    return Fault(file, 0, "", value, "too-large", {"expected": expected})


def _first_column(raw: bytes) -> str:
    return (
        raw.removeprefix(BOM)
        .split(b"\n")[0]
        .split(b",")[0]
        .decode("utf-8", "replace")
        .strip()
        .strip('"')
    )


def _decode(raw: bytes, file: str) -> tuple[str, list[Fault]]:
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        faults = []
        header = raw.split(b"\n", 1)[0].decode("cp1252", "replace").strip().split(",")
        for number, line in enumerate(raw.split(b"\n"), start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                before = line[: error.start].decode("utf-8", "replace")
                cells = before.count(",")
                column = header[cells] if cells < len(header) else ""
                shown = line[error.start : error.end].hex(" ").upper()
                faults.append(Fault(file, number, column, f"0x{shown}", "encoding"))
        return raw.decode("cp1252", "replace"), faults


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=lambda d: (first.count(d), d == ","))


def _rows_of_csv(
    text: str, file: str, name: str, delimiter: str
) -> tuple[RawTable | None, list[Fault]]:
    csv.field_size_limit(max(len(text) + 1, 131_072))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    faults: list[Fault] = []
    table: RawTable | None = None
    line = 0
    try:
        for line, cells in enumerate(reader, start=1):
            if table is None:
                if len(cells) > MOST_COLUMNS:
                    return None, [_too_wide(file, len(cells))]
                table = RawTable(file, name, [c.strip() for c in cells])
            elif any(c.strip() for c in cells):
                table.rows.append((line, _cells(table.header, cells)))
                if any(c.strip() for c in cells[len(table.header) :]):
                    extra = f"{len(cells)} > {len(table.header)}"
                    last = table.header[-1] if table.header else ""
                    faults.append(Fault(file, line, last, extra, "extra-cells"))
    except csv.Error:
        faults.append(Fault(file, line + 1, "", "", "quotes"))
    if table is None or not any(table.header):
        return None, [*faults, Fault(file, 1, "", "", "no-header")]
    return table, faults


def _too_wide(file: str, columns: int) -> Fault:
    return Fault(file, 1, "", str(columns), "too-wide", {"expected": str(MOST_COLUMNS)})


def _cells(header: list[str], cells: list[str]) -> dict[str, str]:
    return {h: c.strip() for h, c in zip(header, cells, strict=False) if c.strip()}


def read_xlsx(path: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    """Return the tables in a workbook, one a visible sheet, and what is wrong with its cells.

    Raises nothing: a file that is no workbook is a fault. Values are read, never computed. Entities
    of XML are not expanded: openpyxl leaves that to defusedxml where it is installed, and the
    package requires it.
    """
    from openpyxl import load_workbook

    try:
        if too_large := _too_large(path) or _unpacked_too_large(path):
            return [], [too_large]
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
    return _beyond(path.name, size, LARGEST_WORKBOOK) if size > LARGEST_WORKBOOK else None


def _rows_of_sheet(sheet: Any, file: str, name: str) -> tuple[RawTable | None, list[Fault]]:
    first = next(sheet.iter_rows(max_row=1), ())
    header = [str(c.value).strip() if c.value is not None else "" for c in first]
    while header and not header[-1]:
        header.pop()
    if not header:
        return None, [Fault(file, 1, "", "", "no-header")]
    if len(header) > MOST_COLUMNS:
        return None, [_too_wide(file, len(header))]
    if sheet.max_row * len(header) > MOST_CELLS:
        most = MOST_CELLS // len(header)
        return None, [
            Fault(file, sheet.max_row, "", str(sheet.max_row), "too-tall", {"expected": str(most)})
        ]
    faults = []
    for merged in sheet.merged_cells.ranges:
        column = header[merged.min_col - 1] if merged.min_col <= len(header) else ""
        faults.append(Fault(file, merged.min_row, column, str(merged), "merged-cells"))
    table = RawTable(file, name, header)
    for number, row in enumerate(sheet.iter_rows(min_row=2, max_col=len(header)), start=2):
        cells = {}
        for column, cell in zip(header, row, strict=False):
            value = "" if cell.value is None else _text(cell.value)
            if cell.data_type == "f":
                faults.append(Fault(file, number, column, value, "formula"))
            elif value in _EXCEL_ERRORS:
                faults.append(Fault(file, number, column, value, "error-cell"))
            elif value:
                cells[column] = value
        if cells:
            table.rows.append((number, cells))
    return table, faults


def _text(value: Any) -> str:
    """Return a cell's value as the text a person sees: dates in ISO form, whole numbers without
    point.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def read_json(path: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    """Return the tables in a JSON file: an object of tables, each a list of objects.

    Lists of texts are joined with `|`. Rows are counted from 2, as in a spreadsheet with a header.
    """
    if too_large := _too_large(path):
        return [], [too_large]
    try:
        return _tables_of_json(path, json_texts.loads(path.read_bytes().decode("utf-8-sig")), names)
    except ValueError as error:
        where = getattr(error, "lineno", 0)
        details = {"expected": "JSON (UTF-8)", "detail": str(error)[:120]}
        return [], [Fault(path.name, where, "", "", "unreadable", details)]


def _tables_of_json(
    path: Path, content: Any, names: list[str]
) -> tuple[list[RawTable], list[Fault]]:
    if not isinstance(content, dict):
        details = {"expected": "JSON", "detail": '{"actors": [{…}], …}'}
        return [], [Fault(path.name, 1, "", type(content).__name__, "unreadable", details)]
    tables, faults = [], []
    for key, rows in content.items():
        file = f"{path.name}[{key}]"
        if key not in names or not isinstance(rows, list):
            faults.append(
                Fault(file, 0, "", str(key), "unknown-file", {"expected": ", ".join(names)})
            )
            continue
        table, wrong = _rows_of_json(rows, file, key)
        faults += wrong
        tables += [table] if table else []
    return tables, faults


def _rows_of_json(rows: list[Any], file: str, name: str) -> tuple[RawTable | None, list[Fault]]:
    header: dict[str, None] = {}
    table, faults = RawTable(file, name, []), []
    for number, row in enumerate(rows, start=2):
        if not isinstance(row, dict):
            details = {"expected": "JSON", "detail": '{"id": …}'}
            faults.append(Fault(file, number, "", str(row)[:80], "unreadable", details))
            continue
        cells = {k: v for k, v in ((k, _json_text(v)) for k, v in row.items()) if v}
        header |= dict.fromkeys(cells)
        table.rows.append((number, cells))
    if len(header) > MOST_COLUMNS:
        return None, [_too_wide(file, len(header))]
    table.header[:] = header
    return table, faults


def _json_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(_json_text(v) for v in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else _text(value)


def read_raw(path: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    """Return the raw tables of a CSV, XLSX or JSON file, or of a folder of such files."""
    tables: list[RawTable] = []
    faults: list[Fault] = []
    for file in _files(path):
        if file.suffix == ".csv":
            found, wrong = _read_one_csv(file, names)
        elif file.suffix == ".xlsx":
            found, wrong = read_xlsx(file, names)
        elif file.suffix == ".json":
            found, wrong = read_json(file, names)
        else:
            details = {"expected": " ".join(SUFFIXES), "detail": file.suffix or "?"}
            found, wrong = [], [Fault(file.name, 0, "", "", "unreadable", details)]
        tables += found
        faults += wrong
    return tables, faults


def _read_one_csv(file: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    if file.stem not in names:
        expected = ", ".join(n + ".csv" for n in names)
        return [], [Fault(file.name, 0, "", file.stem, "unknown-file", {"expected": expected})]
    table, faults = read_csv(file, file.stem)
    return [table] if table else [], faults


SIDE_TABLES = {
    "unmapped": ("record", "reason_fr", "reason_en"),
    "conflicts": ("id_other", "id_preferred"),
}
"""Tables a folder may hold beside those of the template, with the columns each must have."""


def read_columns(path: Path, columns: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV file that is no table of the template: row number, and text by
    column.

    Cells of `columns` that are empty are empty text; other columns are kept as they are.

    Raises:
        FaultsError: the file cannot be read, or a column is missing.
    """
    if not path.is_file():
        raise FaultsError([Fault(path.name, 0, "", path.name, "missing-file")])
    table, faults = read_csv(path, path.stem)
    header = table.header if table else []
    if table:
        help_ = {"help_fr": "recopiez l'en-tête d'origine", "help_en": "copy the original header"}
        faults += [
            Fault(path.name, 1, c, "", "missing-column", {"expected": c, **help_})
            for c in columns
            if c not in header
        ]
    if faults or table is None:
        raise FaultsError(faults)
    return [(number, dict.fromkeys(header, "") | cells) for number, cells in table.rows]


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for file in sorted(path.iterdir()):
            if (
                file.suffix in SUFFIXES
                and file.stem not in SIDE_TABLES
                and not file.name.startswith((".", "~$"))
            ):
                yield file
    else:
        yield path
