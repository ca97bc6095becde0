"""A free-form workbook as data sets: the public rows, and the rows marked private."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.sheets.account import note_refused
from frenchtech_graph.ingest.sheets.checking import Rows, checked_rows
from frenchtech_graph.ingest.sheets.desk import TABLES
from frenchtech_graph.ingest.sheets.doubts import Doubt
from frenchtech_graph.ingest.sheets.mapping import Reading, beside, read_mapping
from frenchtech_graph.ingest.sheets.stated_terms import check
from frenchtech_graph.ingest.sheets.understanding import Understood, understand
from frenchtech_graph.ingest.tables.cell_forms import check_address
from frenchtech_graph.ingest.tables.checked_table import Row
from frenchtech_graph.ingest.tables.reading import NO_LICENCE, checksum
from frenchtech_graph.ingest.tables.row_records import records_of
from frenchtech_graph.ingest.tables.template import load
from frenchtech_graph.ingest.workbooks.cell import Book
from frenchtech_graph.ingest.workbooks.files import read_book
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Dataset

PRIVATE = "-private"
"""Suffix of the id of the data set of private rows."""


@dataclass(slots=True)
class Imported:
    """A workbook that was read, with its interpretation and its checked rows by table."""

    name: str
    book: Book
    understood: Understood
    rows: Rows

    @property
    def doubts(self) -> list[Doubt]:
        """The open questions."""
        return self.understood.doubts

    def cells(self) -> tuple[dict[str, list[dict[str, str]]], dict[str, list[dict[str, str]]]]:
        """Return the cells of the public rows and of the private ones, by table."""
        parts = []
        for part in _parted(self):
            made = self.understood.desk.tables
            parts.append({t: [dict(made[t][i].cells) for i, _ in part[t]] for t in TABLES})
        return parts[0], parts[1]

    def complete_mapping(self) -> None:
        """Write the reading of each sheet into the mapping, without open questions."""
        reading = self.understood.desk.reading
        asked = {(d.about, d.value) for d in self.doubts}
        groups = {d.about for d in self.doubts}
        for found in self.understood.plans:
            name = found.block.sheet.name or found.block.sheet.file
            stated = found.mapping
            if f"shape.{name}" in groups:
                continue
            stated.shape = found.shape
            if found.columns:
                stated.header = 0 if found.block.bare else found.block.number(found.block.row)
                stated.columns = {
                    h: c
                    for h, c in zip(found.block.header, found.columns, strict=False)
                    if h and (f"columns.{name}", h) not in asked
                }
            if f"kind.{name}" not in groups:
                stated.kind = found.kind
            reading.sheets[name] = stated

    def about_lines(self, identifier: str) -> str:
        """Return the description of the data set, as the text of `dataset.toml`."""
        about = self.understood.desk.reading.about
        title = about.get("title") or identifier
        days = [r["accessed"] for _, r in self.rows["sources"]]
        stated = {
            "id": identifier,
            "title_fr": title,
            "title_en": title,
            "publisher": about.get("publisher") or title,
            "licence": _licence(about.get("licence", "")),
            "issued": max(days, default="undated"),
        }
        for name in ("territory", "contact"):
            if about.get(name):
                stated[name] = about[name]
        lines = (f"{n} = {json.dumps(v, ensure_ascii=False)}" for n, v in stated.items())
        return "\n".join(lines) + "\n"


def _licence(text: str) -> str:
    """Return the address of a licence, or the address for an unknown licence if the text is not an
    address."""
    column = load()["sources"].columns["licence"]
    return text if text and check_address(text, column) is None else NO_LICENCE


def import_file(
    path: Path, reading: Reading | None = None, known: Sequence[Dataset] = (), name: str = ""
) -> Imported:
    """Return a workbook read by a mapping: the given one, or the one next to it.

    Raises:
        FaultsError: the file or its mapping cannot be read, or the file has no rows.
    """
    kept = beside(path)
    stated = reading or (read_mapping(kept) if kept.exists() else Reading())
    return import_book(read_book(path), path, stated, known, name)


def import_book(
    book: Book, path: Path, stated: Reading, known: Sequence[Dataset] = (), name: str = ""
) -> Imported:
    """Return a workbook, already read, understood by a mapping.

    Raises:
        FaultsError: it has no rows.
    """
    check(stated, beside(path).name)
    identifier = name or slug(path.stem)
    day = book.modified or date.fromtimestamp(int(path.stat().st_mtime)).isoformat()
    found = understand(book, stated, name=identifier, today=day, known=known)
    rows = checked_rows(found.desk, known)
    note_refused(found.desk)
    if not any(rows[t] for t in ("actors", "events", "ties")):
        seen = ", ".join(s.name or s.file for s in book.sheets)
        raise FaultsError([Fault(path.name, 0, "", seen, "nothing-read")])
    return Imported(identifier, book, found, rows)


def datasets_of(path: Path, imported: Imported) -> list[Dataset]:
    """Return the data sets of a workbook: its public rows, and those marked private if there are
    any.
    """
    desk = imported.understood.desk
    about = desk.reading.about
    public, private = _parted(imported)
    title = about.get("title") or imported.name
    days = [r["accessed"] for _, r in imported.rows["sources"]]
    common: dict[str, Any] = {
        "titles": {"fr": title, "en": title},
        "publisher": about.get("publisher") or title,
        "licence": _licence(about.get("licence", "")),
        "issued": max(days, default="undated"),
        "checksum": checksum(path),
        "notices": (),
    }
    notices = _notices(path, imported)
    found = [Dataset(id=imported.name, **(common | {"notices": notices}), **records_of(public))]
    if any(private[t] for t in ("actors", "events", "ties", "observations")):
        found.append(
            Dataset(id=imported.name + PRIVATE, private=True, **common, **records_of(private))
        )
    return found


def _parted(imported: Imported) -> tuple[Rows, Rows]:
    """Return the public rows and the private ones.

    A public row that refers to a private row is private, and a source is private if only private
    rows cite it.
    """
    private = _private(imported)
    parts = []
    for wanted in (False, True):
        part = {
            t: [(i, r) for i, r in imported.rows[t] if (i in private[t]) == wanted] for t in TABLES
        }
        used = {s for t in TABLES[1:] for _, r in part[t] for s in r.get("source", ())}
        part["sources"] = [(i, r) for i, r in imported.rows["sources"] if r["id"] in used]
        parts.append(part)
    return parts[0], parts[1]


def _private(imported: Imported) -> dict[str, set[int]]:
    """Return the rows of each table that are private."""
    made = imported.understood.desk.tables
    private = {t: {i for i, _ in imported.rows[t] if made[t][i].private} for t in TABLES}
    hidden = {made[t][i].cells["id"] for t in ("actors", "events") for i in private[t]}
    for table in ("events", "ties", "observations"):
        private[table] |= {i for i, row in imported.rows[table] if hidden & _named_in(row)}
    return private


def _named_in(row: Row) -> set[str]:
    return {row[n] for n in ("from", "to", "actor", "event", "company") if row.get(n)}


def _notices(path: Path, imported: Imported) -> tuple[Fault, ...]:
    """Return one notice for all open questions of a workbook whose proposed readings are used."""
    if not imported.doubts:
        return ()
    details = {"expected": path.name}
    return (Fault(path.name, 0, "", str(len(imported.doubts)), "doubts-taken", details),)
