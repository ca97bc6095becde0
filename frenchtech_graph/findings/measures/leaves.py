"""Trees at the edge of a network, folded into the nodes that they hang on.

Every path between a tree and the rest passes through the node that the tree hangs on. The shortest paths
through the nodes of trees are therefore counted without a search, and searches only visit the core.
Source: Sarıyüce, Saule, Kaya & Çatalyürek 2013, SIAM SDM, 650-658 (degree-1 vertices).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.measures.kernels import Floats, Integers

Round = tuple[Integers, Integers]


@dataclass(frozen=True)
class Folded:
    """A network without its trees.

    ``core`` has the numbers of its nodes and ``graph`` their ties. ``times`` is the number of paths that
    start in a node and its trees, ``worth`` the sum of the worth of its nodes. ``totals`` has, for each
    node of the network, the sum over the paths through the node that end in one of its trees.
    """

    core: Integers
    graph: Any
    times: Floats
    worth: Floats
    totals: Floats


def folded(graph: Any, times: Floats, worth: Floats) -> Folded | None:
    """Fold the trees of a symmetric graph without loops. Return None if it has no trees.

    ``times`` is the number of paths that start in each node. A path counts the ``worth`` of its last node.
    """
    rounds = _rounds(graph)
    if not rounds:
        return None
    n = graph.shape[0]
    starts, ends = times.astype(np.float64), worth.astype(np.float64)
    below = np.zeros(
        (3, n)
    )  # starts, ends and their product, summed over the branches below a node
    hangs_on = np.arange(n)
    for leaves, nodes in rounds:
        hangs_on[leaves] = nodes
        for sums, added in zip(
            below, (starts[leaves], ends[leaves], starts[leaves] * ends[leaves]), strict=True
        ):
            np.add.at(sums, nodes, added)
        np.add.at(starts, nodes, starts[leaves])
        np.add.at(ends, nodes, ends[leaves])
    for leaves, nodes in reversed(rounds):
        hangs_on[leaves] = hangs_on[nodes]
    is_core = hangs_on == np.arange(n)
    core = np.flatnonzero(is_core)
    left = sp.csr_array(graph[core][:, core])
    part = np.zeros(n, dtype=np.int64)
    part[core] = _components(left)
    part = part[hangs_on]
    all_starts, all_ends = (np.bincount(part[core], sums[core])[part] for sums in (starts, ends))
    above = (all_starts - starts, all_ends - ends)
    totals = (below[0] + above[0]) * (below[1] + above[1]) - below[2] - above[0] * above[1]
    return Folded(core, left, starts[core], ends[core], totals)


def _components(graph: Any) -> Integers:
    from scipy.sparse.csgraph import connected_components

    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _rounds(graph: Any) -> list[Round]:
    """Return leaves and the nodes that they hang on, round by round, until no leaf is left."""
    degree = np.diff(graph.indptr).astype(np.int64)
    tails = np.repeat(np.arange(degree.size), degree)
    neighbours = np.zeros(degree.size, dtype=np.int64)  # the sum of their numbers
    np.add.at(neighbours, tails, graph.indices.astype(np.int64))
    rounds = []
    leaves = np.flatnonzero(degree == 1)
    while leaves.size:
        nodes = neighbours[leaves]
        # Of two leaves that hang on each other, one stays.
        stays = (degree[nodes] == 1) & (leaves < nodes)
        leaves, nodes = leaves[~stays], nodes[~stays]
        rounds.append((leaves, nodes))
        degree[leaves] = 0
        np.subtract.at(degree, nodes, 1)
        np.subtract.at(neighbours, nodes, leaves)
        leaves = np.unique(nodes[degree[nodes] == 1])
    return rounds
