"""The cohesion of a network: nodes whose absence cuts it, and its communities."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.findings.measures.mixing import modularity
from frenchtech_graph.findings.measures.scores import undirected
from frenchtech_graph.findings.measures.ties import Integers, Ties
from frenchtech_graph.network.projections import is_two_mode, newman_projection


def articulation_points(graph: nx.Graph[Any]) -> pd.DataFrame:
    """Return the cut points, those first whose absence makes most fall off.

    - ``falls_off``: nodes of its component outside the largest piece left when it goes.
    - ``actors_off``: the actors among them.
    - ``pieces``: number of pieces left of its component.

    Directions of ties are ignored. One search in depth for the whole graph. Source: Hopcroft &
    Tarjan 1973, Commun. ACM 16:372-378.

    >>> articulation_points(nx.path_graph(4)).loc[1].to_dict()
    {'falls_off': 1, 'actors_off': 1, 'pieces': 2}
    """
    ties = Ties.of(graph)
    pieces = _pieces(ties)
    rows = {}
    for node, left in pieces.items():
        off = sorted(left, reverse=True)[1:]
        rows[ties.nodes[node]] = (
            sum(size for size, _ in off),
            sum(actors for _, actors in off),
            len(left),
        )
    index = pd.Index(list(rows), name="node", tupleize_cols=False)
    frame = pd.DataFrame(
        list(rows.values()), index=index, columns=["falls_off", "actors_off", "pieces"], dtype=int
    )
    return frame.sort_values("falls_off", ascending=False, kind="stable")


def communities(
    graph: nx.Graph[Any], *, resolution: float = 1.0, runs: int = 20, seed: int = 1
) -> pd.DataFrame:
    """Find the partition of highest modularity among ``runs`` of Louvain, on the (Newman) weights.

    Columns: ``community`` (0 is the largest) and ``together``, the share of the runs' partners of a
    node that the partition keeps with it: below about 0.8 its place is not firm. ``attrs``:
    ``modularity``, ``seed``. Directions are ignored. Show several resolutions, because modularity
    cannot see small communities. Source: Blondel, Guillaume, Lambiotte & Lefebvre 2008, J. Stat.
    Mech. P10008.
    """
    weights = newman_projection(graph) if is_two_mode(graph) else nx.Graph(graph.to_undirected())
    weights.remove_edges_from(list(nx.selfloop_edges(weights)))
    nodes = list(weights)
    found = []
    for run in range(runs):
        partition = nx.community.louvain_communities(
            weights, resolution=resolution, seed=seed + run
        )
        label = {node: i for i, community in enumerate(partition) for node in community}
        quality = modularity(weights, label, resolution=resolution)
        found.append((quality, np.array([label[node] for node in nodes], dtype=np.int64)))
    best, chosen = max(found, key=lambda run: np.nan_to_num(run[0], nan=-1.0))
    by_size = pd.Series(chosen).map(
        pd.Series(chosen).value_counts().rank(method="first", ascending=False) - 1
    )
    frame = pd.DataFrame(
        {"community": by_size.to_numpy(dtype=int)}, index=pd.Index(nodes, name="node")
    )
    frame["together"] = _together(chosen, [labels for _, labels in found])
    frame.attrs.update(modularity=best, seed=seed)
    return frame


def _pieces(ties: Ties) -> dict[int, list[tuple[int, int]]]:
    """Return for each cut point the pieces of its component without it, as (nodes, actors)."""
    links = undirected(ties.links())
    order, parent, low, visit = _depth_first(links.indptr, links.indices)
    below, actors_below = np.ones(ties.n, dtype=np.int64), ties.actor.astype(np.int64)
    root = np.arange(ties.n)
    for v in order:
        if parent[v] >= 0:
            root[v] = root[parent[v]]
    for v in order[::-1]:
        if parent[v] >= 0:
            below[parent[v]] += below[v]
            actors_below[parent[v]] += actors_below[v]
    pieces: dict[int, list[tuple[int, int]]] = {}
    for v in order:
        if parent[v] >= 0 and low[v] >= visit[parent[v]]:
            pieces.setdefault(int(parent[v]), []).append((int(below[v]), int(actors_below[v])))
    for v, cut_off in pieces.items():
        rest = int(below[root[v]]) - 1 - sum(size for size, _ in cut_off)
        if rest:
            left = (
                int(actors_below[root[v]])
                - int(ties.actor[v])
                - sum(actors for _, actors in cut_off)
            )
            cut_off.append((rest, left))
    return {v: cut_off for v, cut_off in pieces.items() if len(cut_off) > 1}


def _depth_first(
    indptr: Integers, indices: Integers
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return the nodes in order of visit, their parents, the earliest visit their subtree reaches,
    their visit.
    """
    n = len(indptr) - 1
    start, neighbours = indptr.tolist(), indices.tolist()
    parent, visit, low = [-1] * n, [-1] * n, [0] * n
    order: list[int] = []
    place = start[:-1]
    for root in range(n):
        if visit[root] >= 0:
            continue
        path = [root]
        visit[root] = low[root] = len(order)
        order.append(root)
        while path:
            v = path[-1]
            if place[v] < start[v + 1]:
                w = neighbours[place[v]]
                place[v] += 1
                if visit[w] < 0:
                    parent[w] = v
                    visit[w] = low[w] = len(order)
                    order.append(w)
                    path.append(w)
                elif w != parent[v]:
                    low[v] = min(low[v], visit[w])
            else:
                path.pop()
                if parent[v] >= 0:
                    low[parent[v]] = min(low[parent[v]], low[v])
    return order, parent, low, visit


def _together(chosen: Integers, runs: list[Integers]) -> Any:
    """Return how often nodes that share a community with a node in the runs share it in the chosen
    one.
    """
    kept, all_partners = np.zeros(chosen.size), np.zeros(chosen.size)
    for labels in runs:
        both = pd.Series(list(zip(chosen.tolist(), labels.tolist(), strict=True)))
        kept += both.map(both.value_counts()).to_numpy(dtype=float) - 1
        all_partners += (
            pd.Series(labels).map(pd.Series(labels).value_counts()).to_numpy(dtype=float) - 1
        )
    return np.divide(kept, all_partners, out=np.ones(chosen.size), where=all_partners > 0)
