"""Tables written by a test, read and built as a user's would be."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox

from frenchtech_graph.graph.build import load_quads
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.model import namespaces
from frenchtech_graph.network.build import bipartite

PREFIXES = "".join(
    f"PREFIX {name}: <{iri}>\n"
    for name, iri in {**namespaces.PREFIXES, "status": f"{namespaces.CONCEPT}status/"}.items()
)
PAGE = {
    "id": "page",
    "url": "https://page.example/1",
    "publisher": "Gazette",
    "accessed": "2026-11-23",
}
Rows = Sequence[Mapping[str, str]]


def write(
    folder: Path, *, actors: Rows = (), events: Rows = (), ties: Rows = (), observations: Rows = (),
    sources: Rows = (PAGE,),
) -> Path:  # fmt: skip
    """Write tables into a folder; a row without a source rests on one page."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"actors": actors, "events": events, "ties": ties, "observations": observations}
    for name, rows in {**tables, "sources": sources}.items():
        full = [row if name == "sources" else {"source": "page", **row} for row in rows]
        columns = list(dict.fromkeys(column for row in full for column in row))
        if not columns:
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(full)
    return folder


def organisations(*names: str, kind: str = "Organization", **more: str) -> list[dict[str, str]]:
    """Return a row of the table of actors for each id."""
    return [{"id": name, "kind": kind, "name": name.title(), **more} for name in names]


def built(folder: Path, **tables: Any) -> ox.Store:
    """Return the graph of tables, rules applied."""
    return load_quads([read_dataset(write(folder, **tables))])


def holds(store: ox.Store, pattern: str) -> bool:
    """Tell whether the default graph holds a pattern."""
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def answers(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query as text."""
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple("" if v is None else v.value for v in row) for row in found]


def partners(graph: "nx.Graph[Any]", actor: str) -> set[str]:
    """Return the keys of those an actor shares an event with."""
    iri = f"https://w3id.org/fte/id/actor/{actor}"
    others = {other for event in graph[iri] for other in graph[event]} - {iri}
    return {other.rsplit("/", 1)[-1] for other in others}


def drawn(store: ox.Store) -> "nx.Graph[Any]":
    """Return the network of a graph."""
    return bipartite(store)
