"""Measures on arrays: one number per node, for all ties or for those kept in a resample.

The tables of `centrality`, `structural_holes` and the rest show the same numbers with their names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from frenchtech_graph.findings.measures import engines, triangles
from frenchtech_graph.findings.measures.ties import Floats, Integers, Kept, Ties

Values = Callable[[Ties, "Kept | None", Integers], Floats]


@dataclass(frozen=True)
class Score:
    """A measure that can be ranked: how to compute it, from all ties or from those kept.

    ``values(ties, kept, sources)``: ``sources`` are the starting nodes of path measures, others
    ignore them. ``cost``: time per source and tie visited, relative to betweenness, or 0 if sources
    have no effect. ``over_triangles``: its time grows with the squared numbers of contacts.
    ``lowest_first``: small values are the remarkable ones.
    """

    name: str
    values: Values
    cost: float = 0.0
    over_triangles: bool = False
    lowest_first: bool = False


def events(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
    """Count the events of each actor.

    Outside two-mode networks, count its ties, with a self-loop once.
    """
    here = _here(ties, kept)
    counts = _sums(ties.head[here], None, ties.n)
    if ties.two_mode:
        return counts
    other = here & (ties.head != ties.tail)
    return counts + _sums(ties.tail[other], None, ties.n)


def strength(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
    """Sum the weights to others.

    In a two-mode network these are Newman weights, that is, shared events.
    """
    here = _here(ties, kept)
    if ties.two_mode:
        size = np.bincount(ties.event[here], minlength=ties.events)
        return _sums(ties.head[here & (size[ties.event] > 1)], None, ties.n)
    here &= ties.head != ties.tail
    weight = ties.weight[here]
    return _sums(ties.head[here], weight, ties.n) + _sums(ties.tail[here], weight, ties.n)


def degree(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
    """Count the distinct others: actors of shared events, or neighbours in either direction."""
    return ties.contacts(kept).astype(np.float64)


def betweenness(ties: Ties, kept: Kept | None, sources: Integers) -> Floats:
    """Add up the share of shortest paths through each node over pairs of other nodes.

    Pairs are unordered unless ties are directed. From fewer sources than nodes, an unbiased
    estimate.
    """
    totals = engines.betweenness(
        ties.links(kept), sources, once=kept is None, symmetric=not ties.directed
    )
    return totals * (_scale(ties, sources) / (1 if ties.directed else 2))


def harmonic(ties: Ties, kept: Kept | None, sources: Integers) -> Floats:
    """Sum ``1/d(u, v)`` over the other nodes u.

    From fewer sources than nodes, an unbiased estimate.
    """
    return engines.harmonic(ties.links(kept), sources, once=kept is None) * _scale(ties, sources)


def pagerank(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
    """Return PageRank with damping 0.85, on the two-mode network or along the weights of ties."""
    return engines.pagerank(
        ties.links(kept, weighted=True, loops=True), symmetric=not ties.directed
    )


def k_core(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
    """Return core numbers, without directions of ties."""
    return engines.core_numbers(undirected(ties.links(kept))).astype(float)


def eigenvector(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
    """Return the leading eigenvector of the weights between actors."""
    return engines.leading_vector(ties.projection(kept))


def effective_size(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
    """Return Burt's effective size on the weights between actors, 0 for those without a contact."""
    return np.nan_to_num(triangles.structural_holes(ties.projection(kept))[:, 1])


def constraint(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
    """Return Burt's constraint on the weights between actors, NaN for those without a contact."""
    return np.asarray(triangles.structural_holes(ties.projection(kept))[:, 0])


def along_ties(amounts: Floats) -> Values:
    """Return a measure that adds up an amount per tie of each actor, such as its share of money."""

    def values(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
        here = _here(ties, kept)
        return _sums(ties.head[here], amounts[here], ties.n)

    return values


def bridge_betweenness(group: Integers) -> Values:
    """Return a measure of the shortest paths between nodes of different groups.

    Group -1 starts no path.
    """

    def values(ties: Ties, kept: Kept | None, sources: Integers) -> Floats:
        links, totals = ties.links(kept), np.zeros(ties.n)
        for start in np.unique(group[sources]):
            if start >= 0:
                elsewhere = ((group >= 0) & (group != start)).astype(float)
                totals += engines.betweenness(
                    links,
                    sources[group[sources] == start],
                    elsewhere,
                    once=kept is None,
                    symmetric=not ties.directed,
                )
        return totals * (_scale(ties, sources) / (1 if ties.directed else 2))

    return values


def undirected(links: Any) -> Any:
    """Return a 0/1 adjacency matrix with each tie in both directions."""
    both = (links + links.T).tocsr()
    both.data[:] = 1
    return both


def _sums(nodes: Integers, amounts: Floats | None, n: int) -> Floats:
    return np.bincount(nodes, amounts, n).astype(np.float64)


def _here(ties: Ties, kept: Kept | None) -> Kept:
    return np.ones(ties.head.size, dtype=bool) if kept is None else kept.copy()


def _scale(ties: Ties, sources: Integers) -> float:
    return ties.n / max(sources.size, 1)


SCORES = {
    score.name: score
    for score in (
        Score("events", events),
        Score("degree", degree),
        Score("strength", strength),
        Score("betweenness", betweenness, cost=1.0),
        Score("harmonic", harmonic, cost=0.1),
        Score("pagerank", pagerank),
        Score("k_core", k_core),
        Score("eigenvector", eigenvector),
        Score("effective_size", effective_size, over_triangles=True),
        Score("constraint", constraint, over_triangles=True, lowest_first=True),
    )
}
