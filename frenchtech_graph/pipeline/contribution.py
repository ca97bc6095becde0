"""A contributor's first steps: a folder or a spreadsheet from the template, one more row in it."""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.cell_forms import near
from frenchtech_graph.ingest.tables.reading import read_tables
from frenchtech_graph.io.csv_texts import csv_text
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.locks import locked
from frenchtech_graph.io.swap import temporary_folder, write_atomically
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.ontology import Term
from frenchtech_graph.pipeline.template_workbook import spreadsheet

Ask = Callable[[str, str, str, bool], str]
"""Asks for a cell: title, help, example, required → answer."""
_TABLES = {
    "actor": "actors",
    "tie": "ties",
    "event": "events",
    "observation": "observations",
    "source": "sources",
}
_PATIENCE = 60.0  # seconds to wait for another process that adds a row


def start(
    what: str,
    where: Path,
    cells: Mapping[str, str],
    lang: str,
    *,
    ask: Ask | None = None,
    tables: Path | None = None,
) -> Path:
    """Write empty tables (`tables`, `spreadsheet`) or add one checked row (`actor`, `tie`, …).

    With `tables`, the spreadsheet contains the tables of a folder.

    Raises:
        FaultsError: when the row is not valid, or the files already exist. Then no file is written.
    """
    if what == "tables":
        return empty_tables(where)
    if what == "spreadsheet":
        path = where if where.suffix == ".xlsx" else where.with_suffix(".xlsx")
        return spreadsheet(path, lang, tables)
    return add_row(_TABLES[what], where, cells, lang, ask=ask)


def empty_tables(folder: Path) -> Path:
    """Write one CSV file a table of the template, with its header only."""
    for table in template.load().values():
        path = folder / f"{table.name}.csv"
        if not path.exists():
            write_atomically(path, csv_text([list(table.columns)]))
    return folder


def add_row(
    table: str, folder: Path, cells: Mapping[str, str], lang: str, *, ask: Ask | None = None
) -> Path:
    """Add one row to a table of `folder`, after the whole folder with it was checked.

    A missing `id` of an actor, event or source is made from its name. References to rows that are
    not in the folder are faults, unless the folder is empty of that table.

    Raises:
        BusyError: another process has been adding a row for a minute.
        FaultsError: when a column is unknown or the row is not valid. Then no file is written.
    """
    columns = template.load()[table].columns
    _refuse_unknown(table, cells, columns)
    row = {name: cells.get(name, "") for name in columns}
    if "id" in row and not row["id"] and row.get("name"):
        row["id"] = slug(row["name"])
    if ask:
        for name, column in columns.items():
            if not row[name]:
                row[name] = ask(
                    column.titles[lang], column.help[lang], column.example, column.required
                )
    path = folder / f"{table}.csv"
    with locked(path, wait=_PATIENCE):
        return _row_added(table, path, row)


def _row_added(table: str, path: Path, row: Mapping[str, str]) -> Path:
    columns = template.load()[table].columns
    before = path.read_text(encoding="utf-8") if path.exists() else csv_text([list(columns)])
    header = next(csv.reader(io.StringIO(before)))
    after = (
        before
        + ("" if before.endswith("\n") else "\n")
        + csv_text([[row.get(h, "") for h in header]])
    )
    _check(table, path.parent, after)
    empty_tables(path.parent)
    return write_atomically(path, after)


def _refuse_unknown(
    table: str, cells: Mapping[str, str], columns: Mapping[str, template.Column]
) -> None:
    unknown = [n for n in cells if n not in columns]
    if unknown:
        raise FaultsError(
            [
                Fault(f"{table}.csv", 0, n, cells[n], "unknown-column", near(n, columns))
                for n in unknown
            ]
        )


def _check(table: str, folder: Path, after: str) -> None:
    """Check the folder as it would be with the new row."""
    from frenchtech_graph.pipeline.datasets import locate, read_all

    known = read_all(locate(["lille"]))
    with temporary_folder() as trial:
        for file in folder.glob("*.csv") if folder.exists() else ():
            (trial / file.name).write_bytes(file.read_bytes())
        (trial / f"{table}.csv").write_text(after, encoding="utf-8")
        read_tables([trial], known)


def terms_of(column: str) -> list[Term]:
    """Return the terms a column of the template takes, in every table that has it."""
    terms: dict[str, Term] = {}
    for table in template.load().values():
        found = table.columns.get(column)
        if found and found.vocabulary:
            terms |= ontology.load().vocabulary(found.vocabulary)
    return list(terms.values())
