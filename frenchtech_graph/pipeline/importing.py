"""Import a workbook into a folder of tables. A repeated import changes only changed rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from frenchtech_graph.ingest.sheets.account import counts
from frenchtech_graph.ingest.sheets.cell_report import REPORT, report_rows
from frenchtech_graph.ingest.sheets.datasets import Imported, import_book
from frenchtech_graph.ingest.sheets.desk import TABLES
from frenchtech_graph.ingest.sheets.forms import is_free_form
from frenchtech_graph.ingest.sheets.mapping import Reading, beside, read_mapping, written
from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.reading import read_tables
from frenchtech_graph.ingest.workbooks.cell import Book
from frenchtech_graph.ingest.workbooks.files import UNREAD, is_table, read_book
from frenchtech_graph.io.csv_texts import csv_text
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.locks import locked
from frenchtech_graph.io.swap import swapped_in, write_atomically
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline.answers import open_questions, possible_answers, quiet_questions
from frenchtech_graph.pipeline.inputs import PRIVATE_FOLDER
from frenchtech_graph.pipeline.merging_tables import BASE, Merged, keyed, merge, read_folder

_PATIENCE = 60.0


@dataclass(slots=True)
class Import:
    """A file ready to be imported: its reading and the changes that it would make.

    `imported` is None for a workbook of the template, which needs no questions. `folder` is the
    place of its tables, which may not exist yet.
    """

    path: Path
    folder: Path
    name: str
    imported: Imported | None
    public: Merged
    private: Merged
    reading: Reading = field(default_factory=Reading)
    known: Sequence[Dataset] = ()

    @property
    def conflicts(self) -> list[Fault]:
        """Rows that were changed in the workbook and in the tables, each in another way."""
        return [*self.public.conflicts, *self.private.conflicts]

    def counts(self) -> dict[str, int]:
        """Return how many rows are added, changed, removed and the same."""
        both = (self.public, self.private)
        return {
            n: sum(getattr(m, n) for m in both) for n in ("added", "changed", "removed", "same")
        }

    def cells(self) -> dict[str, int]:
        """Return how many cells of the workbook were read, kept as remarks, turned into questions,
        left out, refused, or are titles. Return an empty dictionary for a workbook of the template.
        """
        return counts(self.imported.understood.desk.cells) if self.imported else {}


def book_of(path: Path) -> Book:
    """Return the workbook of a file, or of all tables in a folder.

    Raises:
        FaultsError: one of them cannot be read, or the folder has no table.
    """
    if not path.is_dir():
        return read_book(path)
    files = sorted(f for f in path.iterdir() if is_table(f))
    if not files:
        raise FaultsError([Fault(path.name, 0, "", "", "nothing-read")])
    whole = Book(path.name)
    unread = sorted(f.name for f in path.iterdir() if f.suffix.lower() in UNREAD)
    whole.remarks += [("unread", ", ".join(unread))] if unread else []
    for file in files:
        found = read_book(file)
        for sheet in found.sheets:
            sheet.name = sheet.name if len(found.sheets) > 1 else file.stem
        whole.sheets += found.sheets
        whole.modified = max(whole.modified, found.modified)
    return whole


def prepare(
    path: Path,
    folder: Path | None = None,
    *,
    reading: Reading | None = None,
    known: Sequence[Dataset] = (),
    prefer: str = "",
) -> Import:
    """Return the effects of importing a file, without writing.

    Args:
        path: A workbook, a text file of columns, or a folder of them.
        folder: The folder for the tables, by default next to the file and with its name.
        reading: How to read the file, by default the mapping next to it.
        known: Data sets whose actors its ties may name.
        prefer: `workbook` or `tables`, the side that wins if both were changed. By default a
            conflict is reported.

    Raises:
        FaultsError: the file cannot be read, or has no table.
    """
    into = folder or path.with_name(slug(path.stem))
    name = slug(into.name)
    if path.is_file() and not is_free_form(path) and reading is None:
        rows = _template_rows(path, known)
        hidden = into / PRIVATE_FOLDER
        kept_private = merge(read_folder(hidden), hidden, prefer, path.name)
        return Import(path, into, name, None, merge(rows, into, prefer, path.name), kept_private)
    kept = beside(path)
    stated = reading or (read_mapping(kept) if kept.exists() else Reading())
    imported = import_book(book_of(path), path, stated, known, name)
    public, private = imported.cells()
    return Import(
        path,
        into,
        name,
        imported,
        merge(keyed(public), into, prefer, path.name),
        merge(keyed(private), into / PRIVATE_FOLDER, prefer, path.name),
        stated,
        known,
    )


def _template_rows(path: Path, known: Sequence[Dataset]) -> dict[str, dict[str, dict[str, str]]]:
    """Return the rows of a workbook of the template by table and key."""
    found: dict[str, list[dict[str, str]]] = {t: [] for t in TABLES}
    for name, tables in read_tables([path], known).items():
        for table in tables:
            found[name] += [_as_text(name, row) for _, row in table.rows]
    return keyed(found)


def _as_text(table: str, row: Mapping[str, object]) -> dict[str, str]:
    columns = template.load()[table].columns
    return {
        n: (columns[n].separator or "|").join(v) if isinstance(v, tuple) else str(v)
        for n, v in row.items()
        if v
    }


def write(prepared: Import) -> Path:
    """Write the tables of an import, the reading of each cell, and the mapping next to the file.

    Return the folder.

    Raises:
        FaultsError: the workbook and the tables contradict each other.
        BusyError: another process writes there.
    """
    if prepared.conflicts:
        raise FaultsError(prepared.conflicts)
    folder = prepared.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder, wait=_PATIENCE), swapped_in(folder) as fresh:
        _write_tables(fresh, prepared.public)
        if any(prepared.private.rows.values()):
            (fresh / PRIVATE_FOLDER).mkdir()
            _write_tables(fresh / PRIVATE_FOLDER, prepared.private)
        _write_about(fresh, prepared)
        if prepared.imported:
            _write_report(fresh, prepared.imported)
    return folder


def _write_report(folder: Path, imported: Imported) -> None:
    """Write the reading of each cell. Cells of private rows go to the private tables."""
    desk = imported.understood.desk
    hidden = [c for c in desk.cells if (c.sheet, c.row) in desk.private]
    shown = [c for c in desk.cells if (c.sheet, c.row) not in desk.private]
    (folder / REPORT).write_text(csv_text(report_rows(shown)), encoding="utf-8")
    if (folder / PRIVATE_FOLDER).exists():
        text = csv_text(report_rows(hidden))
        (folder / PRIVATE_FOLDER / REPORT).write_text(text, encoding="utf-8")


def write_mapping(prepared: Import, lang: str = "en") -> Path | None:
    """Write the mapping of a file next to it.

    Return its path, or None for a workbook of the template.

    An open question is not an entry of the mapping but a comment, in the language `lang`: the next
    import asks it again.
    """
    if prepared.imported is None:
        return None
    path = beside(prepared.path)
    prepared.imported.complete_mapping()
    doubts = prepared.imported.doubts
    text = written(
        prepared.imported.understood.desk.reading,
        open_questions(doubts, lang) + quiet_questions(prepared.imported, lang),
        possible_answers(doubts, lang),
    )
    return write_atomically(path, text)


def keep_answers(path: Path, reading: Reading) -> Path:
    """Write the answers to questions about a file next to it, if it has no rows to import.

    Return the path of the mapping.
    """
    return write_atomically(beside(path), written(reading))


def _write_tables(folder: Path, merged: Merged) -> None:
    for name, table in template.load().items():
        rows = merged.rows.get(name, {})
        cells = [[row.get(c, "") for c in table.columns] for row in rows.values()]
        (folder / f"{name}.csv").write_text(
            csv_text([list(table.columns), *cells]), encoding="utf-8"
        )
    base = json.dumps(merged.base, ensure_ascii=False, indent=0)
    (folder / BASE).write_text(base + "\n", encoding="utf-8")


def _write_about(folder: Path, prepared: Import) -> None:
    """Write the description of the data set, unless the folder already has one."""
    kept = prepared.folder / "dataset.toml"
    if kept.exists():
        (folder / "dataset.toml").write_bytes(kept.read_bytes())
    elif prepared.imported:
        stated = prepared.imported.about_lines(prepared.name)
        (folder / "dataset.toml").write_text(stated, encoding="utf-8")
    if (folder / PRIVATE_FOLDER).exists() and (folder / "dataset.toml").exists():
        text = (folder / "dataset.toml").read_text(encoding="utf-8")
        own = text.replace(f'id = "{prepared.name}"', f'id = "{prepared.name}-private"', 1)
        (folder / PRIVATE_FOLDER / "dataset.toml").write_text(own, encoding="utf-8")


__all__ = ["Import", "book_of", "keep_answers", "prepare", "read_folder", "write", "write_mapping"]
