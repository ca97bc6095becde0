"""CSV files as raw tables: of any usual encoding and separator."""

import csv
import io
from pathlib import Path

from frenchtech_graph.ingest.tables.raw_table import MOST_COLUMNS, RawTable, too_large, too_wide
from frenchtech_graph.ingest.workbooks.delimited import without_separator_line
from frenchtech_graph.ingest.workbooks.encodings import decode
from frenchtech_graph.io.faults import Fault


def read_csv(path: Path, name: str, *, strict: bool = False) -> tuple[RawTable | None, list[Fault]]:
    """Return the table in a CSV file, and the faults of the file itself.

    Reading continues after a fault, so that one run finds the faults of the cells too. With
    `strict`, a text that is not UTF-8 is a fault: the project's own tables are.
    """
    if fault := too_large(path):
        return None, [fault]
    raw = path.read_bytes()
    text, _ = decode(raw)
    text, separator, first = without_separator_line(text)
    table, faults = _rows_of_csv(text, path.name, name, separator, first)
    return table, [*(_not_utf8(raw, path.name) if strict else ()), *faults]


def _not_utf8(raw: bytes, file: str) -> list[Fault]:
    """Return a fault for each line that is not UTF-8."""
    faults = []
    header = raw.split(b"\n", 1)[0].decode("cp1252", "replace").strip().split(",")
    for number, line in enumerate(raw.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            cells = line[: error.start].count(b",")
            column = header[cells] if cells < len(header) else ""
            shown = line[error.start : error.end].hex(" ").upper()
            faults.append(Fault(file, number, column, f"0x{shown}", "encoding"))
    return faults


def _rows_of_csv(
    text: str, file: str, name: str, delimiter: str, first: int
) -> tuple[RawTable | None, list[Fault]]:
    csv.field_size_limit(max(len(text) + 1, 131_072))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    faults: list[Fault] = []
    table: RawTable | None = None
    line = 0
    try:
        for line, cells in enumerate(reader, start=first):
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
