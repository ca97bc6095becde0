"""Violations that only the shapes detect, as faults of rows: the last step of `validate` and
`build`.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from frenchtech_graph.graph import claims, validation
from frenchtech_graph.graph.build import default_graph
from frenchtech_graph.graph.validation import Finding
from frenchtech_graph.identity import Resolution
from frenchtech_graph.ingest.sheets.forms import is_free_form
from frenchtech_graph.ingest.tables.reading import read_tables
from frenchtech_graph.io.collector import collector_paused
from frenchtech_graph.io.faults import Fault
from frenchtech_graph.model.records import Dataset, Tie
from frenchtech_graph.model.terms import Class

_PROPERTY = re.compile(r"/onto/(\w+)>")
Place = tuple[str, int, dict[str, str]]
"""File, row, and its cells by column."""


def of_graph(
    found: Sequence[Dataset],
    resolution: Resolution,
    read: Sequence[Dataset],
    paths: Sequence[Path],
    loose: Sequence[Path],
) -> list[Fault]:
    """Return the violations of the graph of several data sets with their rows.

    `found` are the data sets `read` after `resolution`, and `paths` are their inputs. The files of
    `loose` form the last data set.
    """
    with collector_paused():
        store = default_graph(found, claims.Scope.of(found, resolution.canonical))
        english = _violations(validation.validate(store, lang="en"))
        if not english:
            return []
        french = _violations(validation.validate(store, lang="fr"))
    rows = dict(_rows(read, paths, loose))
    texts = {f.key: f.message for f in french}
    return [_fault(f, texts.get(f.key, f.message), rows) for f in english]


def _violations(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.severity == "violation"]


def _fault(found: Finding, french: str, rows: dict[str, Place]) -> Fault:
    key = unquote(found.focus.rstrip("/").rpartition("/")[2])
    file, row, cells = rows.get(key, ("", 0, {}))
    value = found.value or ""
    column = next((c for c, text in cells.items() if value and value in text.split("|")), "")
    if not column:
        column = next((n for n in _PROPERTY.findall(found.path or "") if n in cells), "")
    details = {"message_fr": french, "message_en": found.message}
    shown = f"{found.focus_label or key}" if not column else value
    return Fault(file or found.focus, row, column, shown[:200], "shape", details)


def _rows(
    read: Sequence[Dataset], paths: Sequence[Path], loose: Sequence[Path]
) -> Iterator[tuple[str, Place]]:
    """Yield the keys of resources in the graph with their rows in the tables."""
    tables = [p for p in paths if p not in loose and not is_free_form(p)]
    for group in (*([p] for p in tables), list(loose)):
        yield from _of_tables(group, read, read)


def _of_tables(
    paths: Sequence[Path], known: Sequence[Dataset], read: Sequence[Dataset]
) -> Iterator[tuple[str, Place]]:
    ties: dict[tuple[str | None, ...], Tie] = {
        (t.kind, t.origin, t.target, t.start): t for d in read for t in d.ties
    }
    said = {(o.actor, o.kind, o.value): o for d in read for o in d.observations}
    for tables in read_tables(paths, known).values():
        for table in tables:
            for number, row in table.rows:
                cells = {c: v if isinstance(v, str) else "|".join(v) for c, v in row.items()}
                place = (table.file, number, cells)
                if cells.get("id"):
                    yield cells["id"], place
                ends = tuple(cells.get(c) for c in ("kind", "from", "to", "start"))
                if tie := ties.get(ends):
                    yield claims.tie_key(tie), place
                observed = (cells.get("actor", ""), cells.get("kind", ""), cells.get("value"))
                if observed in said:
                    yield claims.observation_key(said[observed]), place
                    if observed[1] == Class.CLOSURE_OBSERVATION:
                        yield observed[0], place
