"""Import rows of texts, like those of a CSV file or of the sheets of a workbook."""

from collections.abc import Mapping
from pathlib import Path

from frenchtech_graph.ingest.sheets.datasets import Imported, datasets_of, import_book
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.ingest.workbooks.cell import Book, Cell, Sheet
from frenchtech_graph.model.records import Dataset

Rows = list[list[str]]


def imported(
    rows: Rows, folder: Path, reading: Reading | None = None, sheet: str = "Feuil1"
) -> tuple[Imported, Dataset]:
    """Import a sheet. Its first row is the header, and its file is `table.csv` in the folder."""
    return imported_sheets({sheet: rows}, folder / "table.csv", "t.csv", reading)


def imported_sheets(
    sheets: Mapping[str, Rows], path: Path, title: str, reading: Reading | None = None
) -> tuple[Imported, Dataset]:
    """Import the sheets of a workbook by their names. `path` is its file, which is made empty."""
    path.touch()
    made = [
        Sheet(title, name, [[Cell(text) for text in row] for row in rows])
        for name, rows in sheets.items()
    ]
    found = import_book(Book(title, made), path, reading or Reading())
    return found, datasets_of(path, found)[0]


def asked(found: Imported, code: str) -> set[str]:
    """Return the values that questions with a code are about."""
    return {d.value for d in found.doubts if d.code == code}
