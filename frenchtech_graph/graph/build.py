"""Records → quads → rules → shapes → files: one call builds the graph and puts it in place.

The files are the truth: `graph.nq` (all graphs, sorted, so that the same input gives the same bytes),
`graph.ttl` (the default graph, to read), `manifest.json` (what it was built from), `validation.json`
(what the shapes say). A store is loaded from `graph.nq` when the graph is opened.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

import frenchtech_graph
from frenchtech_graph.graph import claims, rules, validation
from frenchtech_graph.graph.consolidate import consolidated
from frenchtech_graph.graph.sorting import sorted_quads
from frenchtech_graph.locks import locked
from frenchtech_graph.namespaces import PREFIXES
from frenchtech_graph.records import Dataset
from frenchtech_graph.swap import swapped_in

GRAPH_FOLDER = "graph"
QUADS, TURTLE, MANIFEST, VALIDATION = "graph.nq", "graph.ttl", "manifest.json", "validation.json"
FORMAT = 1
"""Format of a built graph: files, their names and what the manifest says. What reads another must build again."""
LINES_AT_ONCE = 200_000
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
    pending = iter(lines)
    while chunk := list(islice(pending, LINES_AT_ONCE)):
        store.bulk_load(input="".join(chunk).encode(), format=ox.RdfFormat.N_QUADS, lenient=True)


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
        BusyError: another process builds there.
        NotConformingError: when the graph breaks a shape; nothing is written then.
    """
    with locked(out / GRAPH_FOLDER):
        return _built(datasets, out / GRAPH_FOLDER, canonical, progress)


def _built(
    datasets: Sequence[Dataset], target: Path, canonical: Mapping[str, str], progress: Progress
) -> dict[str, Any]:
    progress("graph")
    store = load_quads(datasets, canonical)
    progress("shapes")
    findings = validation.validate(store)
    violations = [f for f in findings if f.severity == "violation"]
    if violations:
        raise NotConformingError(violations)
    progress("files")
    with swapped_in(target) as folder:
        with (folder / QUADS).open("wb") as file:
            file.writelines(sorted_quads(store))
        write_turtle(folder / QUADS, folder / TURTLE)
        manifest = _manifest(datasets, folder / QUADS, findings)
        _write_json(folder / MANIFEST, manifest)
        _write_json(folder / VALIDATION, [asdict(f) for f in findings])
    return manifest


def write_turtle(quads: Path, target: Path) -> None:
    """Write the default graph of an N-Quads file as Turtle, in the order of that file."""
    parsed = ox.parse(path=str(quads), format=ox.RdfFormat.N_QUADS)
    default = ox.DefaultGraph()
    ours = (q.triple for q in parsed if q.graph_name == default)
    ox.serialize(ours, str(target), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    with target.open("r+b") as file:  # the serialiser writes the prefixes in an order of its own
        header = sorted(islice(file, len(PREFIXES)))
        file.seek(0)
        file.writelines(header)


def _manifest(datasets: Sequence[Dataset], quads: Path, findings: Sequence[validation.Finding]) -> dict[str, Any]:
    with quads.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        lines = sum(1 for _ in file)
    return {
        "format": FORMAT,
        "version": frenchtech_graph.__version__,
        "quads": lines,
        "sha256": sha256,
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
