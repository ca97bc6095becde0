"""CSV, XLSX and JSON files as raw tables: text cells with the row and column they stand in."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from frenchtech_graph.ingest.tables.csv_tables import read_csv
from frenchtech_graph.ingest.tables.json_tables import read_json
from frenchtech_graph.ingest.tables.raw_table import SUFFIXES, RawTable
from frenchtech_graph.ingest.tables.workbooks import read_xlsx
from frenchtech_graph.io.faults import Fault, FaultsError


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
