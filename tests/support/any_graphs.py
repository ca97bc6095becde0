"""Any networkx graph, for tests of what must hold for all of them."""

from __future__ import annotations

from typing import Any

import networkx as nx
from hypothesis import strategies as st


@st.composite
def graphs(draw: Any, *, directed: bool | None = None) -> nx.Graph[Any]:
    """Graphs of all four kinds, with loops, parallel ties, weights, isolated nodes and parts
    apart.
    """
    kinds = (
        [nx.Graph, nx.MultiGraph]
        if directed is False
        else [nx.Graph, nx.MultiGraph, nx.DiGraph, nx.MultiDiGraph]
    )
    n = draw(st.integers(0, 9))
    graph: nx.Graph[Any] = draw(st.sampled_from(kinds))()
    graph.add_nodes_from((i, {"team": draw(st.sampled_from(["x", "y", None]))}) for i in range(n))
    if n:
        node = st.integers(0, n - 1)
        for u, v, weight in draw(st.lists(st.tuples(node, node, st.integers(1, 3)), max_size=18)):
            graph.add_edge(u, v, weight=weight)
    return graph
