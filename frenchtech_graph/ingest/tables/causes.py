"""Faults that are but the consequence of others are not listed: causes come alone."""

from collections.abc import Sequence

from frenchtech_graph.io.faults import Fault

_EMPTY = "required"
_WHOLE = frozenset(["unreadable", "no-header", "too-large", "too-tall", "too-wide", "quotes"])


def causes(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults without faults that another one explains.

    A refused cell is not reported as missing as well. A row that refers to a table without ids, or
    to an unreadable table, has no fault of its own.

    >>> found = causes([Fault("a", 2, "name", "x", "not-a-name"), Fault("a", 2, "name", "", "required")])
    >>> [f.code for f in found]
    ['not-a-name']
    """
    cells = {(f.file, f.row, f.column) for f in faults if f.code != _EMPTY}
    lost = {_table(f.file) for f in faults if _loses_ids(f)}
    return [f for f in faults if not _is_explained(f, cells, lost)]


def _loses_ids(fault: Fault) -> bool:
    is_id = fault.code == "missing-column" and fault.details.get("expected") == "id"
    return is_id or fault.code in _WHOLE


def _table(file: str) -> str:
    """Return the name of the table for the file or sheet of a fault."""
    return file.partition("[")[2].rstrip("]").lower() or file.partition(".")[0].lower()


def _is_explained(fault: Fault, cells: set[tuple[str, int, str]], lost: set[str]) -> bool:
    if fault.code == _EMPTY:
        return (fault.file, fault.row, fault.column) in cells
    if fault.code == "reference":
        wanted = {t.strip() for t in fault.details.get("expected", "").split(",")}
        return bool(wanted & lost)
    return False
