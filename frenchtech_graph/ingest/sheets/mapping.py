"""The mapping of a workbook, kept as TOML: meanings of columns and words."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frenchtech_graph.io import bounded_files
from frenchtech_graph.io.faults import Fault, FaultsError

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(slots=True)
class SheetMapping:
    """How one sheet is read.

    `shape` is the kind of its rows (`actors`, `ties`, `rounds`, `projects`, `people`, `left-out`),
    `header` the number of its header row, `columns` the meaning of each by its header. `kind` is
    the kind of its actors without a column for it. `holder` is who they are tied to, by ties of
    kind `tie`, in which the holder is the end `end`.
    """

    shape: str = ""
    header: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    holder: str = ""
    tie: str = ""
    end: str = ""


@dataclass(slots=True)
class Reading:
    """The reading of a workbook, and the answers of its user.

    `words` maps words to terms for each vocabulary (`kind`, `tie`, `sectors`, `round_type` …). A
    tie that reads backwards has `<` before its name. `names` maps the name of an end to another
    name or an id. `new` is the kind of a new actor, and `ends` the kind of all new actors in a
    column. `cells` gives the text that replaces a cell (`cell_key`). `about` describes the data
    set: title, territory, licence, contact, publisher, url, date. `accepted` means that guesses are
    used for unanswered questions.
    """

    about: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, SheetMapping] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    accepted: bool = False

    def word(self, vocabulary: str, text: str) -> str | None:
        """Return the user's term for a word."""
        return self.words.get(vocabulary, {}).get(text)


def beside(path: Path) -> Path:
    """Return where the mapping of a workbook is kept."""
    return path.with_name(path.stem + ".mapping.toml")


def read_mapping(path: Path) -> Reading:
    """Return the mapping of a file.

    Raises:
        FaultsError: it cannot be read, or has an invalid entry.
    """
    try:
        stated = bounded_files.read_toml(path, encoding="utf-8-sig")
        sheets = {n: SheetMapping(**s) for n, s in stated.pop("sheets", {}).items()}
        return Reading(sheets=sheets, **stated)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, AttributeError) as error:
        details = {"expected": "TOML", "detail": str(error)[:120]}
        raise FaultsError([Fault(path.name, 0, "", "", "unreadable", details)]) from error


@dataclass(frozen=True, slots=True)
class Open:
    """A question that a mapping does not answer: the table and key of its answer, the guess, and
    its text.
    """

    table: str
    key: str
    guess: str
    asked: str

    def line(self) -> str:
        """Return the question as a comment: without its sign, it is the guess confirmed."""
        asked = "".join(c for c in " ".join(self.asked.split()) if c.isprintable())
        return f"# {_key(self.key)} = {_value(self.guess)}  # {asked}"


def written(mapping: Reading, questions: Sequence[Open] = (), notes: Sequence[str] = ()) -> str:
    """Return a mapping as TOML. Open questions and the notes at the end are comments.

    >>> print(written(Reading(about={"title": "Essai"}, names={"X & Co": "X"})).strip())
    accepted = false
    <BLANKLINE>
    [about]
    title = "Essai"
    <BLANKLINE>
    [names]
    "X & Co" = "X"
    """
    lines = [f"accepted = {'true' if mapping.accepted else 'false'}", ""]
    tables = _tables(mapping)
    for name, entries in (
        tables | {q.table: {} for q in questions if q.table not in tables}
    ).items():
        asked = [q.line() for q in questions if q.table == name and q.key not in entries]
        if entries or asked:
            stated = (f"{_key(k)} = {_value(v)}" for k, v in entries.items())
            lines += [f"[{name}]", *stated, *dict.fromkeys(asked), ""]
    lines += [f"## {' '.join(note.split())}" for note in notes]
    return "\n".join(lines)


def _tables(mapping: Reading) -> dict[str, Mapping[str, Any]]:
    """Return the tables of a mapping by their names."""
    tables: dict[str, Mapping[str, Any]] = {"about": mapping.about}
    for name, sheet in mapping.sheets.items():
        plain = {n: getattr(sheet, n) for n in ("shape", "header", "kind", "holder", "tie", "end")}
        tables[table_of("sheets", name)] = {n: v for n, v in plain.items() if v}
        tables[table_of("sheets", name, "columns")] = sheet.columns
    tables |= {table_of("words", name): found for name, found in mapping.words.items()}
    flat = ("names", "new", "ends", "dates", "cells")
    return tables | {name: getattr(mapping, name) for name in flat}


def cell_key(sheet: str, row: int, header: str) -> str:
    """Return the key of a cell in a mapping.

    >>> cell_key("Acteurs", 7, "Ville")
    'Acteurs · 7 · Ville'
    """
    return f"{sheet} · {row} · {header}"


def table_of(*names: str) -> str:
    """Return the name of a table of a mapping, as TOML writes it.

    >>> table_of("sheets", "Acteurs 2024", "columns")
    'sheets."Acteurs 2024".columns'
    """
    return ".".join(map(_key, names))


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else _value(text)


def _value(value: Any) -> str:
    """Return a text or a number as TOML: its basic strings have the same syntax as JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
