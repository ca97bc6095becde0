"""From the store to a network: networkx with all attributes, and the bare matrix; against rdflib →
networkx.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import rdflib

from benchmarks.ecosystem import built
from benchmarks.rows import Row, compared, cost, side_by_side
from frenchtech_graph.graph.built_files import GRAPH_FOLDER, QUADS
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.network.build import bipartite
from frenchtech_graph.network.incidence import incidence

QUADS_PROJECTED = 200_000


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of both networks."""
    folder = built(int(QUADS_PROJECTED * scale))
    store, dataset = open_store(folder), rdflib.Dataset()
    dataset.parse(folder / GRAPH_FOLDER / QUADS, format="nquads")
    incidence(store)
    network, matrix = side_by_side(lambda: bipartite(store), lambda: incidence(store), repeats=5)
    theirs = cost(lambda: by_rdflib(dataset))
    edges = {frozenset(edge) for edge in theirs.result.edges}
    actors, events, joined = matrix.result
    assert edges == {frozenset(edge) for edge in network.result.edges}
    assert edges == {
        frozenset((actors[a], events[e])) for a, e in zip(*joined.nonzero(), strict=True)
    }
    size = f"{len(store):,} quads, {len(edges):,} edges"
    peer = "rdflib query → networkx, edges alone"
    return [
        compared(
            f"store → networkx, all attributes, {size}", peer, "≥ 5", network, theirs, "same edges"
        ),
        compared(f"store → CSR matrix, {size}", peer, "≥ 10", matrix, theirs, "same edges"),
    ]


def by_rdflib(dataset: rdflib.Dataset) -> nx.Graph[Any]:
    """Return the edges between actors and events as `network.build` does, by rdflib, without
    attributes.
    """
    graph: nx.Graph[Any] = nx.Graph()
    actors = {str(actor) for (actor,) in dataset.query(ACTORS)}
    for event, actor in dataset.query(_text("rounds")):
        graph.add_edge(str(event), str(actor))
    for tie, _, event, *ends, _, _ in dataset.query(_text("ties")):
        known = [str(end) for end in ends if str(end) in actors]
        if len(known) == 2 or event != tie:
            graph.add_edges_from((str(event), actor) for actor in known)
    return graph


ACTORS = "SELECT ?actor { ?actor a <https://w3id.org/fte/onto/Actor> }"


def _text(name: str) -> str:
    return (queries_folder() / "network" / f"{name}.rq").read_text(encoding="utf-8")
