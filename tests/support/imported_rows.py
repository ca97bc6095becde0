"""Import rows of texts, like those of a CSV file."""

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
    path = folder / "table.csv"
    path.touch()
    cells = [[Cell(text) for text in row] for row in rows]
    found = import_book(Book("t.csv", [Sheet("t.csv", sheet, cells)]), path, reading or Reading())
    return found, datasets_of(path, found)[0]
