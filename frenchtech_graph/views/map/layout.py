"""The position of each mark of a network map: seeded, computed once, and frozen in the page.

A tied pair attracts with a force that grows with the logarithm of its distance. All pairs repel
with one over distance, weighted by degree. This is the LinLog model, whose minimum shows
communities as separate clouds (Noack 2009, doi:10.1103/PhysRevE.79.026102, with the weighting of
Jacomy et al. 2014, doi:10.1371/journal.pone.0098679). Repulsion is summed on a mesh by fast Fourier
transform (Hockney & Eastwood 1988), which keeps one step nearly linear in the number of marks.
Below `EXACT_BELOW` marks it is summed pair by pair. Parts that no tie joins are packed around the
largest.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from frenchtech_graph.views.map.forces import Array, Index, settled
from frenchtech_graph.views.map.packing import GAP, packed, scaled, tidied

__all__ = ["Array", "Index", "communities", "main_frame", "positions", "whole_frame"]


def communities(count: int, ties: Index, weights: Array, seed: int = 1) -> Index:
    """Return a community number for each of `count` marks, 0 being the largest.

    Louvain's method (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008) at resolution 1. It
    serves the drawing: it says which marks to draw near each other, not which bodies belong
    together.

    >>> communities(5, np.array([[0, 1], [1, 2], [0, 2], [3, 4]]), np.ones(4)).tolist()
    [0, 0, 0, 1, 1]
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    pairs = zip(*ties.T.tolist(), weights.tolist(), strict=True)
    graph.add_weighted_edges_from(pairs)
    parts = nx.community.louvain_communities(graph, seed=seed)
    found = np.zeros(count, dtype=np.int64)
    for number, part in enumerate(sorted(parts, key=lambda p: (-len(p), min(p)))):
        found[list(part)] = number
    return found


def positions(radii: Array, ties: Index, weights: Array, groups: Index, seed: int = 1) -> Array:
    """Return pixel positions, shape (n, 2), of marks of the given `radii` (pixels).

    `ties` contains pairs of row numbers, shape (m, 2), and `weights` the strength of each. `groups`
    numbers the communities, which determine the start positions of marks. The same arguments give
    the same positions.
    """
    count = len(radii)
    if count == 0:
        return np.zeros((0, 2))
    part = _parts(count, ties)
    sizes = np.bincount(part)
    order = np.argsort(-sizes, kind="stable")
    local = np.zeros(count, dtype=np.int64)
    pieces: list[tuple[Index, Array]] = []
    members_of = np.split(np.argsort(part, kind="stable"), np.cumsum(sizes)[:-1])
    by_part = np.argsort(part[ties[:, 0]], kind="stable")
    ends = _ends(part, ties, len(sizes))
    ties_of, weights_of = np.split(ties[by_part], ends), np.split(weights[by_part], ends)
    for number in order.tolist():
        members = members_of[number]
        local[members] = np.arange(len(members))
        xy = _part(
            radii[members], local[ties_of[number]], weights_of[number], groups[members], seed
        )
        pieces.append((members, xy))
    return packed(count, radii, pieces)


def whole_frame(places: Array, radii: Array) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of all marks, in pixels."""
    if len(places) == 0:
        return 0.0, 0.0, 1.0, 1.0
    low = (places - radii[:, None]).min(axis=0)
    high = (places + radii[:, None]).max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def main_frame(places: Array, radii: Array, ties: Index) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the largest part that ties join, in pixels."""
    if len(places) == 0:
        return 0.0, 0.0, 1.0, 1.0
    part = _parts(len(places), ties)
    main = part == np.argmax(np.bincount(part))
    low = (places[main] - radii[main, None]).min(axis=0)
    high = (places[main] + radii[main, None]).max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _parts(count: int, ties: Index) -> Index:
    """Return the number of the connected part of each mark."""
    matrix = coo_array((np.ones(len(ties)), (ties[:, 0], ties[:, 1])), shape=(count, count))
    return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)


def _ends(part: Index, ties: Index, parts: int) -> Index:
    counts = (
        np.bincount(part[ties[:, 0]], minlength=parts)
        if len(ties)
        else np.zeros(parts, dtype=np.int64)
    )
    return np.cumsum(counts)[:-1]


def _part(radii: Array, ties: Index, weights: Array, groups: Index, seed: int) -> Array:
    """Compute the layout of one connected part around the origin."""
    count = len(radii)
    if count <= 2:
        return np.array([[0.0, 0.0], [radii.sum() + 2 * GAP, 0.0]])[:count]
    xy = settled(_start(count, ties, weights, groups, seed), ties, weights)
    return tidied(scaled(xy, radii), radii)


def _start(count: int, ties: Index, weights: Array, groups: Index, seed: int) -> Array:
    """Put each community on a separate disc. The ties between discs determine their positions."""
    rng = np.random.default_rng(seed)
    names, group = np.unique(groups, return_inverse=True)
    inside = rng.normal(size=(count, 2))
    if len(names) == 1:
        return np.asarray(inside * np.sqrt(count))
    angle = np.arange(len(names)) * 2.399963  # the golden angle spreads the starting points
    spiral = (
        np.column_stack([np.cos(angle), np.sin(angle)])
        * np.sqrt(np.arange(len(names)) + 0.5)[:, None]
    )
    ends = group[ties]
    between = coo_array((weights, (ends[:, 0], ends[:, 1])), shape=(len(names), len(names))).tocsr()
    pair, weight = np.column_stack(between.nonzero()), between.data
    apart = pair[:, 0] != pair[:, 1]
    centre = settled(spiral, pair[apart], weight[apart]) if len(names) > 2 else spiral
    centre *= np.sqrt(count) * 2 / max(1e-9, float(np.abs(centre).max()))
    return np.asarray(centre[group] + inside * np.sqrt(np.bincount(group)[group])[:, None] * 0.2)
