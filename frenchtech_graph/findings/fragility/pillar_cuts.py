"""How many actors would have to leave before two pillars are cut apart."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterator
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from frenchtech_graph.findings.measures.membership import values_of
from frenchtech_graph.model import ontology
from frenchtech_graph.network.projections import actors as actors_of


def pillar_cuts(graph: nx.Graph[Any], *, by: str = "pillar") -> pd.DataFrame:
    """Return for each pair of groups the fewest actors whose leaving cuts every path between them.

    Any actor may leave, members of the two groups too. By Menger's theorem this is also the number
    of paths that share no actor. An actor of both groups is a path of its own. Columns: ``first``,
    ``second``, ``actors_first``, ``actors_second``, ``cut``, ``share`` (of the smaller group: 1
    means that only emptying it would do) and ``cut_actors``, one smallest set that does it (tuple).

    Source: Menger 1927. Dinic 1970 (maximum flow).
    """
    actors = actors_of(graph)
    members: dict[str, list[Hashable]] = {}
    for actor in actors:
        for name in values_of(graph.nodes[actor], by):
            members.setdefault(name, []).append(actor)
    names = list(_in_order(members) if by == "pillar" else sorted(members))
    network = _Flow(graph, actors)
    rows = []
    for a, b in combinations(names, 2):
        cut = network.cut(members[a], members[b])
        fewest = min(len(members[a]), len(members[b]))
        rows.append(
            (a, b, len(members[a]), len(members[b]), len(cut), len(cut) / fewest, tuple(cut))
        )
    columns = ["first", "second", "actors_first", "actors_second", "cut", "share", "cut_actors"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        "share", kind="stable", ignore_index=True
    )


def _in_order(pillars: Container[str]) -> Iterator[str]:
    """Yield the pillars that occur, in the order of the ontology."""
    return (p for p in ontology.load().schemes["contribution"] if p in pillars)


class _Flow:
    """A network in which each actor lets one unit through and events any number."""

    def __init__(self, graph: nx.Graph[Any], actors: list[Hashable]) -> None:
        self.nodes = list(graph)
        place = {node: i for i, node in enumerate(self.nodes)}
        n = len(self.nodes)
        self.place, self.source, self.sink, self.plenty = place, 2 * n, 2 * n + 1, len(actors) + 1
        is_actor = np.zeros(n, bool)
        is_actor[[place[a] for a in actors]] = True
        ends = np.array([(place[u], place[v]) for u, v in graph.edges()], dtype=np.int64).reshape(
            -1, 2
        )
        out = np.concatenate([ends[:, 0], ends[:, 1]]) + n
        into = np.concatenate([ends[:, 1], ends[:, 0]])
        inside = np.where(is_actor, 1, self.plenty)
        self.tail = np.concatenate([np.arange(n), out])
        self.head = np.concatenate([np.arange(n) + n, into])
        self.capacity = np.concatenate([inside, np.full(out.size, self.plenty)])

    def cut(self, first: list[Hashable], second: list[Hashable]) -> list[Hashable]:
        """Return a smallest set of actors between two groups."""
        n = len(self.nodes)
        start = np.array([self.place[a] for a in first])
        goal = np.array([self.place[a] for a in second]) + n
        tail = np.concatenate([self.tail, np.full(start.size, self.source), goal])
        head = np.concatenate([self.head, start, np.full(goal.size, self.sink)])
        capacity = np.concatenate(
            [self.capacity, np.full(start.size + goal.size, self.plenty)]
        ).astype(np.int32)
        ends = (
            tail.astype(np.int32),
            head.astype(np.int32),
        )  # the only indices that SciPy before 1.14 takes here
        matrix = sp.csr_array((capacity, ends), shape=(2 * n + 2, 2 * n + 2), dtype=np.int32)
        flow = maximum_flow(sp.csr_matrix(matrix), self.source, self.sink).flow
        left = sp.csr_matrix(matrix - flow)
        left.eliminate_zeros()
        reached = np.zeros(2 * n + 2, bool)
        reached[breadth_first_order(left, self.source, return_predecessors=False)] = True
        return [self.nodes[i] for i in np.flatnonzero(reached[:n] & ~reached[n : 2 * n])]
