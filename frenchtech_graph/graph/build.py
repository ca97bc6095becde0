"""Records → quads → rules → shapes → files: one call builds the graph and puts it in place.

The files are the truth: `graph.nq` (all graphs, sorted, so that the same input gives the same bytes),
`graph.ttl` (the default graph, to read), `manifest.json` (what it was built from), `validation.json`
(what the shapes say). A store is loaded from `graph.nq` when the graph is opened.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

import frenchtech_graph
from frenchtech_graph.graph import claims, rules, validation
from frenchtech_graph.graph.consolidate import consolidated
from frenchtech_graph.graph.swap import swapped_in
from frenchtech_graph.namespaces import PREFIXES
from frenchtech_graph.records import Dataset

GRAPH_FOLDER = "graph"
QUADS, TURTLE, MANIFEST, VALIDATION = "graph.nq", "graph.ttl", "manifest.json", "validation.json"
Progress = Callable[[str], None]


class NotConformingError(ValueError):
    """The graph breaks shapes of the ontology; `findings` are the violations."""

    def __init__(self, findings: Sequence[validation.Finding]) -> None:
        self.findings = findings
        super().__init__(f"{len(findings)} violations of the shapes")


def load_quads(datasets: Sequence[Dataset], canonical: Mapping[str, str] = MappingProxyType({})) -> ox.Store:
    """Return a memory store with claims, consolidated graph and ontology, rules applied.

    `canonical` maps the id of an actor to that of the actor it was found to be.
    """
    scope = claims.Scope.of(datasets, canonical)
    store = ox.Store()
    _bulk_load(store, consolidated(datasets, scope))
    for dataset in datasets:
        _bulk_load(store, claims.about_snapshot(dataset))
        _bulk_load(store, claims.claims(dataset, scope))
    rules.add_ontology(store)
    rules.apply_rules(store)
    return store


def _bulk_load(store: ox.Store, lines: Iterable[str]) -> None:
    # Lenient: the terms were checked when the records were read, and written by the one escaper.
    text = "".join(lines).encode("utf-8")
    store.bulk_load(input=text, format=ox.RdfFormat.N_QUADS, lenient=True)


def build(
    datasets: Sequence[Dataset],
    out: Path,
    *,
    canonical: Mapping[str, str] = MappingProxyType({}),
    progress: Progress = lambda _: None,
) -> dict[str, Any]:
    """Build the graph of `datasets` into the folder `out`/graph and return its manifest.

    A kill at any moment leaves the previous build.

    Raises:
        NotConformingError: when the graph breaks a shape; nothing is written then.
    """
    progress("graph")
    store = load_quads(datasets, canonical)
    progress("shapes")
    findings = validation.validate(store)
    violations = [f for f in findings if f.severity == "violation"]
    if violations:
        raise NotConformingError(violations)
    progress("files")
    with swapped_in(out / GRAPH_FOLDER) as folder:
        quads = sorted_quads(store)
        (folder / QUADS).write_bytes(quads)
        (folder / TURTLE).write_bytes(turtle(store))
        manifest = _manifest(datasets, quads, findings)
        _write_json(folder / MANIFEST, manifest)
        _write_json(folder / VALIDATION, [asdict(f) for f in findings])
    return manifest


def sorted_quads(store: ox.Store) -> bytes:
    """Return all quads of a store as N-Quads in a fixed order."""
    dump = io.BytesIO()
    store.dump(output=dump, format=ox.RdfFormat.N_QUADS)
    return b"".join(sorted(dump.getvalue().splitlines(keepends=True)))


def turtle(store: ox.Store) -> bytes:
    """Return the default graph of a store as Turtle, in a fixed order."""
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    ordered = sorted((q.triple for q in quads), key=str)
    text = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert text is not None
    return text


def _manifest(datasets: Sequence[Dataset], quads: bytes, findings: Sequence[validation.Finding]) -> dict[str, Any]:
    return {
        "format": 1,
        "version": frenchtech_graph.__version__,
        "quads": quads.count(b"\n"),
        "sha256": hashlib.sha256(quads).hexdigest(),
        "findings": {s: sum(f.severity == s for f in findings) for s in ("violation", "warning", "info")},
        "datasets": [_about(d) for d in datasets],
    }


def _about(dataset: Dataset) -> dict[str, Any]:
    tables = ("sources", "actors", "events", "ties", "observations")
    return {
        "id": dataset.id,
        "titles": dict(dataset.titles),
        "publisher": dataset.publisher,
        "licence": dataset.licence,
        "issued": dataset.issued,
        "sha256": dataset.checksum,
        "rows": {t: len(getattr(dataset, t)) for t in tables},
        "notes": dataset.notes,
        "unmapped": [dict(u) for u in dataset.unmapped],
    }


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
