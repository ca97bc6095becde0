"""One table with its cells checked against their columns.

A fault is recorded, and reading continues.
"""

from collections.abc import Mapping
from typing import Any

from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.cell_forms import Wrong, near
from frenchtech_graph.ingest.tables.cells import read_value
from frenchtech_graph.ingest.tables.raw_table import RawTable
from frenchtech_graph.io.faults import Fault

Row = dict[str, Any]


class CheckedTable:
    """A table of the template with its checked rows: `(row number, column → value)`."""

    def __init__(self, raw: RawTable, table: template.Table) -> None:
        self.file, self.table = raw.file, table
        self.header = raw.header
        self.rows: list[tuple[int, Row]] = []
        self.faults = _header_faults(raw, table)
        self._stated: set[str] = set()
        for number, cells in raw.rows:
            self.rows.append((number, self._row(number, cells)))

    def fault(self, row: int, column: str, value: str, found: Wrong) -> None:
        """Note a fault of this table."""
        self.faults.append(Fault(self.file, row, column, value, found.code, found.details))

    def _row(self, number: int, cells: Mapping[str, str]) -> Row:
        row: Row = {}
        further = cells.get("id", "").strip() in self._stated
        for name, column in self.table.columns.items():
            text = cells.get(name, "")
            if not text:
                if column.required and name in self.header and not (further and column.once):
                    help_ = {f"help_{lang}": t for lang, t in column.help.items()}
                    self.fault(number, name, "", Wrong("required", help_))
                continue
            items = text.split(column.separator) if column.separator else [text]
            values = [self._value(number, i.strip(), column) for i in items if i.strip()]
            row[name] = tuple(values) if column.separator else values[0]
        self._stated |= {row["id"]} if "id" in row else set()
        return row

    def _value(self, number: int, text: str, column: template.Column) -> str:
        value = read_value(text, column)
        if isinstance(value, Wrong):
            self.fault(number, column.name, text[:200], value)
            return text
        return value


def _header_faults(raw: RawTable, table: template.Table) -> list[Fault]:
    faults, seen = [], set()
    for name in filter(None, raw.header):
        if name in seen:
            faults.append(Fault(raw.file, 1, name, name, "duplicate-column"))
        elif name not in table.columns:
            faults.append(
                Fault(raw.file, 1, name, name, "unknown-column", near(name, table.columns))
            )
        seen.add(name)
    for name, column in table.columns.items():
        if column.required and name not in seen:
            help_ = {f"help_{lang}": t for lang, t in column.help.items()}
            faults.append(
                Fault(raw.file, 1, name, "", "missing-column", {"expected": name, **help_})
            )
    return faults
