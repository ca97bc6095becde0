"""Merge the tables of a folder and of a workbook, based on their last common state.

A row that only one of them changed gets the changed version. A row that both changed differently is
a conflict. The last common state is kept next to the tables (`.base.json`), for each workbook by
the name of its file.
"""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.tables import template
from frenchtech_graph.io import bounded_files
from frenchtech_graph.io.faults import Fault

BASE = ".base.json"
Cells = dict[str, str]
Keyed = dict[str, dict[str, Cells]]
_KEY = ("kind", "from", "to", "event", "actor", "start", "end", "role", "role_text", "value")


@dataclass(slots=True)
class Merged:
    """Rows of each table by key, and counts of the changes.

    `base` is the new common state of each workbook and the tables, by file.
    """

    rows: Keyed = field(default_factory=dict)
    base: dict[str, Keyed] = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    conflicts: list[Fault] = field(default_factory=list)


def keyed(tables: Mapping[str, Sequence[Cells]]) -> Keyed:
    """Return rows by their key: the id, or a digest of the content."""
    found: Keyed = {}
    for name, rows in tables.items():
        own: dict[str, Cells] = {}
        for row in rows:
            key, number = _key(row), 2
            while key in own:
                key, number = f"{_key(row)}-{number}", number + 1
            own[key] = row
        found[name] = own
    return found


def _key(row: Mapping[str, str]) -> str:
    if row.get("id"):
        return row["id"]
    said = "\0".join(row.get(n, "") for n in _KEY)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def read_folder(folder: Path) -> Keyed:
    """Return the rows of the tables in a folder, by table and key."""
    found: dict[str, list[Cells]] = {}
    for name in template.load():
        file = folder / f"{name}.csv"
        if file.exists():
            with file.open(encoding="utf-8-sig", newline="") as text:
                found[name] = [
                    {c: v for c, v in row.items() if c and v} for row in csv.DictReader(text)
                ]
    return keyed(found)


def read_about(folder: Path) -> Mapping[str, object]:
    """Return the content of `dataset.toml` in a folder, empty if the file is missing or invalid."""
    try:
        return bounded_files.read_toml(folder / "dataset.toml")
    except (OSError, ValueError):
        return {}


def _bases(folder: Path) -> dict[str, Keyed]:
    """Return the last common state of each workbook and the tables, in order of import.

    A folder of an older version has one workbook.
    """
    try:
        found: dict[str, Any] = json.loads((folder / BASE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {"": found} if found.keys() <= template.load().keys() else found


def merge(theirs: Keyed, folder: Path, prefer: str = "", file: str = "") -> Merged:
    """Return the merged rows of a workbook and a folder.

    `prefer` is the side that wins if both changed: `workbook` or `tables`. `file` is the name of
    the workbook, which is compared with its state at the last import. A new workbook is compared
    with the last state of the others.
    """
    ours, bases = read_folder(folder), _bases(folder)
    last = next(reversed(bases.values()), {})
    base = bases.pop(file, last)
    merged = Merged(base=bases | {file: theirs})
    for name in template.load():
        one, two, before = (t.get(name, {}) for t in (ours, theirs, base))
        merged.rows[name] = {}
        for key in dict.fromkeys((*two, *one)):
            row = _row(merged, name, key, (one.get(key), two.get(key), before.get(key)), prefer)
            if row is not None:
                merged.rows[name][key] = row
    return merged


def _row(
    merged: Merged,
    table: str,
    key: str,
    states: tuple[Cells | None, Cells | None, Cells | None],
    prefer: str,
) -> Cells | None:
    """Return the merged row, or None if it was removed, and count the change."""
    ours, theirs, before = states
    if theirs in (ours, before):
        merged.same += ours is not None
        return ours
    if ours == before or prefer == "workbook":
        merged.added += ours is None
        merged.removed += theirs is None
        merged.changed += ours is not None and theirs is not None
        return theirs
    if prefer != "tables":
        merged.conflicts.append(_conflict(table, key, ours or {}, theirs or {}))
    merged.same += 1
    return ours


def _conflict(table: str, key: str, ours: Cells, theirs: Cells) -> Fault:
    """Return the fault of a row that was changed on both sides."""
    columns = [c for c in {**ours, **theirs} if ours.get(c) != theirs.get(c)]
    column = columns[0] if columns else ""
    details = {"expected": ours.get(column, ""), "row": key}
    return Fault(f"{table}.csv", 0, column, theirs.get(column, ""), "changed-twice", details)
