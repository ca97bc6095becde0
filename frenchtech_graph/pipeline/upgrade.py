"""Files of an older version carried over: tables of the template, decisions, files with links.

Tables get the current columns and the current keys of resources of the package. Decisions get the
same keys. In any other text, addresses are replaced by the current ones. A resource that a table
defines itself keeps its key.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from frenchtech_graph.identity.decisions import COLUMNS as OF_DECISIONS
from frenchtech_graph.ingest.tables import template
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.model import addresses, ontology
from frenchtech_graph.model.namespaces import ID
from frenchtech_graph.model.terms import Class

_LINK = re.compile(r"/id/(event|actor)/([A-Za-z0-9._~%-]*[A-Za-z0-9_~%-])")
_SHORT = re.compile(r"(?<![\w<:/-])event:([a-z0-9][a-z0-9-]*)")
_SPARQL = frozenset({".rq", ".sparql", ".ttl"})
_LARGEST = 64_000_000
"""Bytes of a file that is looked through."""


@dataclass(frozen=True, slots=True)
class Change:
    """A changed value, with its line (0 means the whole file) and its column (empty for texts).

    `what` is `column`, `key`, `class`, `address` or `decision`.
    """

    file: str
    line: int
    column: str
    what: str
    before: str
    after: str


@dataclass(slots=True)
class Upgraded:
    """A file with its upgraded content. `write` writes it."""

    path: Path
    text: str
    changes: list[Change] = field(default_factory=list)

    def write(self) -> None:
        """Put the text in place of the file, in one step."""
        write_atomically(self.path, self.text)


def upgrade(paths: Iterable[Path]) -> list[Upgraded]:
    """Return the files that an older version wrote and that change today, in the order of the paths.

    A path is a folder of tables, or a table, a table of decisions, or any text with links. No file
    is written.

    Raises:
        BilingualError: a path does not exist, or a file is not a UTF-8 text.
    """
    files = [file for path in paths for file in _files(path)]
    texts = {file: _read(file) for file in dict.fromkeys(files)}
    kinds = dict(_stated_kinds()) | dict(_kinds(t for f, t in texts.items() if f.stem == "events"))
    own = {key for f, t in texts.items() if f.stem in ("actors", "events") for key in _ids(t)}
    found = (_carried_over(file, text, kinds, own) for file, text in texts.items())
    return [one for one in found if one.changes]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(p for p in path.iterdir() if p.suffix == ".csv")
    if not path.is_file():
        raise BilingualError("no-such-file", value=path)
    return [path]


def _read(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise BilingualError("not-upgradable", target=path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BilingualError("not-upgradable", target=path) from error


def _rows(text: str) -> list[dict[str, str]]:
    header = text.partition("\n")[0]
    return list(
        csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    )


def _ids(text: str) -> Iterator[str]:
    return (row["id"] for row in _rows(text) if row.get("id"))


def _kinds(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        for row in _rows(text):
            kind = ontology.load().resolve(
                f"class/{Class.ENTITY}|class/{Class.SHARED_ACT}", row.get("kind") or ""
            )
            if row.get("id") and kind:
                yield row["id"], kind


@cache
def _stated_kinds() -> tuple[tuple[str, str], ...]:
    """Return the kind of each event of the data sets of the package."""
    files = sorted(data_folder().glob("*/events.csv"))
    return tuple(_kinds(f.read_text(encoding="utf-8") for f in files))


def _carried_over(file: Path, text: str, kinds: Mapping[str, str], own: set[str]) -> Upgraded:
    rows = _rows(text) if file.suffix == ".csv" else []
    columns = list(rows[0]) if rows else []
    table = template.load().get(file.stem)
    if table and {"id", "source"} & {*columns}:
        return _table(file, text, table, rows, own)
    if set(OF_DECISIONS) <= set(columns):
        return _decisions(file, text, columns, rows)
    return _links(file, text, kinds)


def _table(
    file: Path, text: str, table: template.Table, rows: list[dict[str, str]], own: set[str]
) -> Upgraded:
    done = Upgraded(file, text)
    for name in table.columns:
        if name not in rows[0]:
            done.changes.append(Change(file.name, 0, "", "column", "", name))
    for line, row in enumerate(rows, 2):
        for name in (n for n, c in table.columns.items() if c.references and n in row):
            _carry_key(done, line, row, name, own)
    if done.changes:
        done.text = _written([*dict.fromkeys((*table.columns, *rows[0]))], rows)
    return done


def _carry_key(done: Upgraded, line: int, row: dict[str, str], name: str, own: set[str]) -> None:
    before = row[name] or ""
    gone = next(
        (m for s in ("event", "actor") if (m := addresses.moved().get(f"{s}/{before}"))), None
    )
    if gone is None or before in own:
        return
    if gone.key != before:
        row[name] = gone.key
        done.changes.append(Change(done.path.name, line, name, "key", before, gone.key))
    if gone.label_class and "kind" in row and not row.get("label_class"):
        row["label_class"] = gone.label_class
        done.changes.append(
            Change(done.path.name, line, "label_class", "class", "", gone.label_class)
        )


def _decisions(
    file: Path, text: str, columns: Sequence[str], rows: list[dict[str, str]]
) -> Upgraded:
    """Return the decisions without decisions on a body that is no longer an actor."""
    done, kept = Upgraded(file, text), []
    for line, row in enumerate(rows, 2):
        went = {c: m for c in ("one", "other") if (m := addresses.moved().get(f"actor/{row[c]}"))}
        if any(m.segment != "actor" for m in went.values()):
            pair = f"{row['one']} / {row['other']}"
            done.changes.append(Change(file.name, line, "", "decision", pair, ""))
            continue
        for column, to in went.items():
            done.changes.append(Change(file.name, line, column, "key", row[column], to.key))
            row[column] = to.key
        kept.append(row)
    if done.changes:
        done.text = _written(columns, kept)
    return done


def _links(file: Path, text: str, kinds: Mapping[str, str]) -> Upgraded:
    done, lines = Upgraded(file, text), []
    for number, line in enumerate(text.splitlines(keepends=True), 1):

        def linked(match: re.Match[str], number: int = number) -> str:
            after = _today(match[1], match[2], kinds)
            if after != (match[1], match[2]):
                change = Change(
                    file.name, number, "", "address", match[0], "/id/" + "/".join(after)
                )
                done.changes.append(change)
            return "/id/" + "/".join(after)

        def named(match: re.Match[str], number: int = number) -> str:
            after = _today("event", match[1], kinds)
            if after == ("event", match[1]):
                return match[0]
            address = f"<{ID}{'/'.join(after)}>"
            done.changes.append(Change(file.name, number, "", "address", match[0], address))
            return address

        changed = _LINK.sub(linked, line)
        # Lines with PREFIX define short names and use none.
        is_query = file.suffix in _SPARQL and not line.lstrip().upper().startswith(("PREFIX", "@"))
        lines.append(_SHORT.sub(named, changed) if is_query else changed)
    done.text = "".join(lines)
    return done


def _today(segment: str, key: str, kinds: Mapping[str, str]) -> tuple[str, str]:
    """Return the current segment and key of a resource, unchanged if it is unknown."""
    if gone := addresses.moved().get(f"{segment}/{key}"):
        return gone.segment, gone.key
    if segment == addresses.FORMER and key in kinds:
        return addresses.segment(kinds[key]), key
    return segment, key


def _written(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
