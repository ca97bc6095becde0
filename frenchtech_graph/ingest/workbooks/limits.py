"""Limits on the size of untrusted files, and the error values of spreadsheet programs."""

import zipfile
from pathlib import Path

from frenchtech_graph.ingest.tables.raw_table import LARGEST_WORKBOOK, beyond, too_large
from frenchtech_graph.io.faults import Fault, FaultsError

MOST_CELLS = 2_000_000
MOST_COLUMNS = 1_000
ERRORS = frozenset(
    [
        *("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
        *("#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#GETTING_DATA"),
        *("Err:502", "Err:508", "Err:509"),
    ]
)


def refuse_large_file(path: Path) -> None:
    """Raise FaultsError for a file that is too large."""
    if fault := too_large(path):
        raise FaultsError([fault])


def refuse_large_archive(path: Path) -> None:
    """Raise FaultsError for an archive that would be too large unpacked."""
    with zipfile.ZipFile(path) as archive:
        size = sum(i.file_size for i in archive.infolist())
    if size > LARGEST_WORKBOOK:
        raise FaultsError([beyond(path.name, size, LARGEST_WORKBOOK)])


def refuse_large(where: str, rows: int, columns: int) -> None:
    """Raise FaultsError for a sheet of more cells than are read."""
    if rows * columns > MOST_CELLS:
        most = {"expected": str(MOST_CELLS // columns)}
        raise FaultsError([Fault(where, rows, "", str(rows), "too-tall", most)])
