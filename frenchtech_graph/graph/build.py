"""Records → quads → rules → shapes → files: one call builds the graph and puts it in place.

The files are the truth: `graph.nq` (all graphs, sorted, so that the same input gives the same
bytes), `graph.ttl` (the default graph, to read), `manifest.json` (the inputs of the build),
`validation.json` (the findings of the shapes). A store is loaded from `graph.nq` when the graph is
opened.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.graph import claims, rules, validation
from frenchtech_graph.graph.built_files import FORMAT, GRAPH_FOLDER, MANIFEST, QUADS, TURTLE
from frenchtech_graph.graph.consolidate import consolidated
from frenchtech_graph.graph.sorting import sorted_lines
from frenchtech_graph.graph.warning_counts import VALIDATION, sources_of
from frenchtech_graph.io.collector import collector_paused
from frenchtech_graph.io.locks import locked
from frenchtech_graph.io.swap import swapped_in
from frenchtech_graph.model.namespaces import DERIVATIONS_GRAPH, ONTOLOGY_GRAPH, PREFIXES
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.version import __version__

TEXTS_AT_ONCE, LINES_AT_ONCE = 20_000, 100_000
Progress = Callable[[str], None]


class NotConformingError(ValueError):
    """The graph breaks shapes of the ontology. `findings` are the violations."""

    def __init__(self, findings: Sequence[validation.Finding]) -> None:
        self.findings = findings
        super().__init__(f"{len(findings)} violations of the shapes")


def load_quads(
    datasets: Sequence[Dataset], canonical: Mapping[str, str] = MappingProxyType({})
) -> ox.Store:
    """Return a memory store with claims, consolidated graph and ontology, rules applied.

    `canonical` maps the id of an actor to the id of the actor it was merged into.
    """
    scope = claims.Scope.of(datasets, canonical)
    store = default_graph(datasets, scope)
    for dataset in datasets:
        load_texts(store, claims.claims(dataset, scope))
    rules.add_ontology(store)
    return store


def default_graph(datasets: Sequence[Dataset], scope: claims.Scope) -> ox.Store:
    """Return a memory store with only the default graph, rules applied: the input of the
    shapes."""
    store = consolidated_graph(datasets, scope)
    rules.add_schemes(store)
    rules.apply_rules(store)
    return store


def consolidated_graph(datasets: Sequence[Dataset], scope: claims.Scope) -> ox.Store:
    """Return a memory store with the consolidated graph, before the rules."""
    store = ox.Store()
    load_texts(store, consolidated(datasets, scope))
    load_texts(store, map(claims.about_snapshot, datasets))
    return store


def load_texts(store: ox.Store, texts: Iterable[str]) -> None:
    """Load N-Quads text, piece by piece, into a store."""
    # Lenient: the terms were checked when the records were read, and written by the one escaper.
    pending = iter(texts)
    while chunk := list(islice(pending, TEXTS_AT_ONCE)):
        store.bulk_load(input="".join(chunk).encode(), format=ox.RdfFormat.N_QUADS, lenient=True)


def build(
    datasets: Sequence[Dataset],
    out: Path,
    *,
    canonical: Mapping[str, str] = MappingProxyType({}),
    progress: Progress = lambda _: None,
    also: Callable[[Path], None] = lambda _: None,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Build the graph of `datasets` into the folder `out`/graph and return its manifest.

    `titles` are the titles of the graph in French and English. By default, the graph has the titles
    of its first data set.

    `also` is called with the new folder, once all files of the graph are in it. A kill at any
    moment leaves the previous build.

    Raises:
        BusyError: another process builds there.
        NotConformingError: the graph breaks a shape. In this case no file is written.
    """
    with locked(out / GRAPH_FOLDER), collector_paused():
        return _built(datasets, out / GRAPH_FOLDER, canonical, progress, also, titles)


def _built(
    datasets: Sequence[Dataset],
    target: Path,
    canonical: Mapping[str, str],
    progress: Progress,
    also: Callable[[Path], None],
    titles: Mapping[str, str],
) -> dict[str, Any]:
    progress("graph")
    scope = claims.Scope.of(datasets, canonical)
    store = default_graph(datasets, scope)
    progress("shapes")
    findings = validation.validate(store)
    violations = [f for f in findings if f.severity == "violation"]
    if violations:
        raise NotConformingError(violations)
    rests_on = [sources_of(store, f.focus) for f in findings]
    progress("files")
    default = sorted_lines(store)
    derivations = sorted_lines(store, ox.NamedNode(DERIVATIONS_GRAPH))
    del store
    named = named_graphs(datasets, scope) | {
        f"<{ONTOLOGY_GRAPH}>": rules.ontology_lines(),
        f"<{DERIVATIONS_GRAPH}>": derivations,
    }
    with swapped_in(target) as folder:
        write_turtle(default, folder / TURTLE)
        # Sorted runs one after the other: sorting them is merging them (timsort).
        quads = sorted(chain(default, *named.values()))
        sha256 = _write_lines(folder / QUADS, quads)
        graphs = {
            name[1:-1]: hashlib.sha256(b"".join(lines)).hexdigest() for name, lines in named.items()
        }
        about = {"titles": dict(titles or datasets[0].titles)}
        manifest = about | _manifest(datasets, len(quads), sha256, graphs, findings)
        _write_json(folder / MANIFEST, manifest)
        _write_findings(folder / VALIDATION, findings, rests_on)
        also(folder)
    return manifest


def named_graphs(datasets: Sequence[Dataset], scope: claims.Scope) -> dict[str, list[bytes]]:
    """Return the sorted N-Quads lines of the named graph of each snapshot, by its term."""
    graphs: dict[str, list[bytes]] = {}
    for dataset in datasets:
        lines = "".join(claims.claims(dataset, scope)).encode().splitlines(keepends=True)
        graphs.setdefault(claims.snapshot(dataset), []).extend(lines)
    # Sorted as they come: the lines of one thing, and often things, are in order already (timsort).
    return {name: list(dict.fromkeys(sorted(lines))) for name, lines in graphs.items()}


def _write_lines(path: Path, lines: Sequence[bytes]) -> str:
    """Write lines to a file and return its SHA-256."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for start in range(0, len(lines), LINES_AT_ONCE):
            chunk = b"".join(lines[start : start + LINES_AT_ONCE])
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def write_turtle(lines: Sequence[bytes], target: Path) -> None:
    """Write N-Triples lines as Turtle, in their order."""
    triples = ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES)
    ox.serialize(triples, str(target), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    with target.open("r+b") as file:  # the serialiser writes the prefixes in an order of its own
        header = sorted(islice(file, len(PREFIXES)))
        file.seek(0)
        file.writelines(header)


def _manifest(
    datasets: Sequence[Dataset],
    quads: int,
    sha256: str,
    graphs: Mapping[str, str],
    findings: Sequence[validation.Finding],
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": __version__,
        "quads": quads,
        "sha256": sha256,
        "graphs": dict(graphs),
        "findings": {
            s: sum(f.severity == s for f in findings) for s in ("violation", "warning", "info")
        },
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
        "rows": {t: len(getattr(dataset, t)) for t in tables} | {"actors": _things(dataset)},
        "notes": dataset.notes,
        "unmapped": [dict(u) for u in dataset.unmapped],
    } | ({"private": True} if dataset.private else {})


def _things(dataset: Dataset) -> int:
    """Return the number of actors of a data set. Several pages may describe the same actor."""
    return len({actor.id for actor in dataset.actors})


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_findings(
    path: Path, findings: Sequence[validation.Finding], rests_on: Sequence[list[str]]
) -> None:
    """Write one finding per line, with its data sets: fast to write, and to search with line
    tools."""
    lines = (
        json.dumps({**asdict(f), "sources": sources}, ensure_ascii=False)
        for f, sources in zip(findings, rests_on, strict=True)
    )
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
