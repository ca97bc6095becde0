"""CSV files as raw tables."""

import csv
import io
from pathlib import Path

from frenchtech_graph.ingest.tables.raw_table import (
    BOM,
    MOST_COLUMNS,
    RawTable,
    too_large,
    too_wide,
)
from frenchtech_graph.io.faults import Fault


def read_csv(path: Path, name: str) -> tuple[RawTable | None, list[Fault]]:
    """Return the table in a CSV file, and what is wrong with the file itself.

    Whatever can still be read is read, so that the faults of the cells are found in the same run.
    """
    if fault := too_large(path):
        return None, [fault]
    raw = path.read_bytes()
    faults = []
    if raw.startswith(BOM):
        faults.append(Fault(path.name, 1, _first_column(raw), "U+FEFF", "bom"))
        raw = raw.removeprefix(BOM)
    text, undecoded = _decode(raw, path.name)
    faults += undecoded
    delimiter = _delimiter(text)
    if delimiter != ",":
        faults.append(
            Fault(path.name, 1, "", "tab" if delimiter == "\t" else delimiter, "delimiter")
        )
    table, more = _rows_of_csv(text, path.name, name, delimiter)
    return table, faults + more


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
                    return None, [too_wide(file, len(cells))]
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


def _cells(header: list[str], cells: list[str]) -> dict[str, str]:
    return {h: c.strip() for h, c in zip(header, cells, strict=False) if c.strip()}
