"""Text cells with their row and column, and the largest file that is read."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from frenchtech_graph.io.faults import Fault

LARGEST_CELL = 10_000
MEGABYTE = 1_000_000
LARGEST_FILE = 100 * MEGABYTE
"""Bytes a file of tables may have: it is read into memory completely, to find all its faults in one
run.
"""
LARGEST_WORKBOOK = 50 * MEGABYTE
"""Bytes a workbook may have once unpacked."""
MOST_COLUMNS = 1_000
MOST_CELLS = 2_000_000
"""Cells down to the last declared row of a sheet, including empty ones."""


@dataclass(slots=True)
class RawTable:
    """The rows of one table: `name` as the template calls it, cells as text, empty cells left
    out.
    """

    file: str
    name: str
    header: list[str]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def too_large(path: Path, limit: int = LARGEST_FILE) -> Fault | None:
    """Return the fault of a file that is not read for its size alone, or because it is a device, a
    pipe or a link to one: such a file has no end.
    """
    if path.exists() and not path.is_file():
        return Fault(path.name, 0, "", "", "not-regular", {})
    size = path.stat().st_size
    return beyond(path.name, size, limit) if size > limit else None


def beyond(file: str, size: int, limit: int) -> Fault:
    """Return the fault of a file of `size` bytes where `limit` are read."""
    value, expected = (f"{n / MEGABYTE:.0f} MB" for n in (size, limit))
    return Fault(file, 0, "", value, "too-large", {"expected": expected})


def too_wide(file: str, columns: int) -> Fault:
    """Return the fault of a table with more columns than are read."""
    return Fault(file, 1, "", str(columns), "too-wide", {"expected": str(MOST_COLUMNS)})


def cell_text(value: Any) -> str:
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
