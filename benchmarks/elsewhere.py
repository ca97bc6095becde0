"""The same network on other engines, as far as installed: a backend of networkx, igraph, NetworKit,
rustworkx.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

from benchmarks.ecosystem import built
from benchmarks.rows import Row, compared, cost
from frenchtech_graph.findings.measures import engines
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.network.build import bipartite
from frenchtech_graph.network.incidence import incidence

QUADS_ANALYSED = 100_000


def rows(scale: float = 1.0) -> list[Row]:
    """Return a row for each engine: exact betweenness, the same values as ours."""
    store = open_store(built(int(QUADS_ANALYSED * scale)))
    network = bipartite(store)
    actors, events, joined = incidence(store)
    links = sp.csr_array(sp.block_array([[None, joined], [joined.T, None]]))
    nodes, everyone = [*actors, *events], np.arange(links.shape[0])
    engines.betweenness(links, everyone[:2])
    ours = cost(lambda: engines.betweenness(links, everyone) / 2)
    found = []
    for name, library, work in ENGINES:
        if find_spec(library) is None:
            continue
        try:
            import_module(library)
            taken = cost(lambda work=work: work(network, nodes, links))
        except (ImportError, TypeError) as error:  # a backend made for another version of networkx
            found.append(
                Row(f"elsewhere: {name}", "", "", None, None, None, f"not measured: {error}")
            )
            continue
        np.testing.assert_allclose(ours.result, taken.result, rtol=1e-6, atol=1e-6)
        job = f"elsewhere: exact betweenness, {len(nodes):,} nodes, {joined.nnz:,} ties"
        found.append(compared(job, name, "", ours, taken, "values equal"))
    return found


def by_dispatch(network: nx.Graph[Any], nodes: list[str], _: Any) -> list[float]:
    """Let networkx hand the network to a backend: nx-parallel here, nx-cugraph where there is a
    GPU.
    """
    shares = nx.betweenness_centrality(network, normalized=False, backend="parallel")
    return [shares[node] for node in nodes]


def by_igraph(_: Any, nodes: list[str], links: Any) -> list[float]:
    """Make an igraph graph of the matrix (igraph is under the GPL: nobody's dependency here)."""
    import igraph

    graph = igraph.Graph(n=len(nodes), edges=np.transpose(sp.triu(links).nonzero()).tolist())
    return list(graph.betweenness())


def by_networkit(_: Any, nodes: list[str], links: Any) -> Any:
    """Make a NetworKit graph of the matrix."""
    import networkit

    head, tail = sp.triu(links).nonzero()
    graph = networkit.GraphFromCoo((head, tail), n=len(nodes))
    scores = networkit.centrality.Betweenness(graph).run().scores()
    return np.array(scores) / 2  # NetworKit counts each pair both ways


def by_rustworkx(_: Any, nodes: list[str], links: Any) -> list[float]:
    """Make a rustworkx graph of the matrix."""
    import rustworkx

    graph = rustworkx.PyGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from_no_data(list(map(tuple, np.transpose(sp.triu(links).nonzero()).tolist())))
    shares = rustworkx.betweenness_centrality(graph, normalized=False)
    return [shares[i] for i in range(len(nodes))]


ENGINES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ('networkx, `backend="parallel"`', "nx_parallel", by_dispatch),
    ("igraph", "igraph", by_igraph),
    ("NetworKit", "networkit", by_networkit),
    ("rustworkx", "rustworkx", by_rustworkx),
)
