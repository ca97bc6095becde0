"""Files of tables as raw tables: text cells with their row and column."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from frenchtech_graph.ingest.tables.csv_tables import read_csv
from frenchtech_graph.ingest.tables.json_tables import read_json
from frenchtech_graph.ingest.tables.raw_table import RawTable
from frenchtech_graph.ingest.tables.sheet_names import table_named
from frenchtech_graph.ingest.tables.workbooks import tables_of
from frenchtech_graph.ingest.workbooks.files import UNREAD, WORKBOOKS, read_book
from frenchtech_graph.io.faults import Fault, FaultsError

TEXTS, JSON = (".csv", ".tsv", ".tab", ".txt"), ".json"
SUFFIXES = (*WORKBOOKS, *TEXTS, JSON)


def read_raw(path: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    """Return the raw tables of a file, or of a folder of files: CSV, TSV, workbooks, JSON.

    Endings are read in any case of letters. In a folder, files of tables in an unsupported format
    are faults. A folder without any table is a fault, too.
    """
    tables: list[RawTable] = []
    faults: list[Fault] = []
    files = list(_files(path, names))
    for file in files:
        found, wrong = _read_one(file, names)
        tables += found
        faults += wrong
    if not files:
        faults.append(Fault(path.name, 0, "", "", "nothing-read"))
    return tables, faults + [_not_read(f) for f in _unread(path, names)]


def _unread(path: Path, names: list[str]) -> list[Path]:
    """Return the files of a folder that are named after a table and are of a kind that is not
    read.
    """
    if not path.is_dir():
        return []
    found = (f for f in sorted(path.iterdir()) if f.suffix.lower() in UNREAD and f.is_file())
    return [f for f in found if table_of(f) in names and not f.name.startswith((".", "~$"))]


def _read_one(file: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    suffix = file.suffix.lower()
    if suffix in TEXTS:
        return _read_one_text(file, names)
    if suffix == JSON:
        return read_json(file, names)
    if suffix in WORKBOOKS:
        return _read_one_workbook(file, names)
    return [], [_not_read(file)]


def _not_read(file: Path) -> Fault:
    details = {"expected": " ".join(SUFFIXES), "detail": file.suffix or "?"}
    return Fault(file.name, 0, "", "", "unreadable", details)


def _read_one_workbook(file: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    """Return the tables of a workbook. If it has one sheet, the file name may give its table."""
    try:
        book = read_book(file)
    except FaultsError as error:
        return [], list(error.faults)
    shown = [s for s in book.sheets if not s.hidden and s.rows]
    if len(shown) == 1 and table_named(shown[0].name) is None and table_of(file) in names:
        shown[0].name = table_of(file)
    return tables_of(book, names)


def _read_one_text(file: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    name = table_of(file)
    if name not in names:
        expected = ", ".join(n + ".csv" for n in names)
        return [], [Fault(file.name, 0, "", file.stem, "unknown-file", {"expected": expected})]
    table, faults = read_csv(file, name)
    return [table] if table else [], faults


def table_of(file: Path) -> str:
    """Return the table that a text file is named after: `ties.csv`, `TIES.TSV`, `ties.csv.txt`."""
    return table_named(file.name.partition(".")[0]) or file.stem


SIDE_TABLES = {
    "unmapped": ("record", "reason_fr", "reason_en"),
    "conflicts": ("id_other", "id_preferred"),
    "readings": ("sheet", "row", "column", "value", "meaning", "reading", "state"),
}
"""Additional tables of a folder, with the columns each must have."""


def read_columns(path: Path, columns: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV file that is not a table of the template: row number, and text by
    column.

    Empty cells of `columns` become empty text. Other columns are kept unchanged.

    Raises:
        FaultsError: the file cannot be read, or a column is missing.
    """
    if not path.is_file():
        code = "not-regular" if path.exists() else "missing-file"
        raise FaultsError([Fault(path.name, 0, "", path.name, code)])
    table, faults = read_csv(path, path.stem, strict=True)
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


def _files(path: Path, names: list[str]) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.iterdir()):
        suffix = file.suffix.lower()
        of_text = suffix == ".txt" and table_of(file) not in names
        if (
            suffix in SUFFIXES
            and not of_text
            and file.stem not in SIDE_TABLES
            and not file.name.startswith((".", "~$"))
        ):
            yield file
