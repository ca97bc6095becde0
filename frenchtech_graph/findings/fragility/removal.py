"""How a network falls apart when its actors leave one after the other."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from frenchtech_graph.findings.measures.centrality import betweenness
from frenchtech_graph.network.projections import actors as actors_of

STEPS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500)
EXACT_BELOW = 5_000


def removal_curve(
    graph: nx.Graph[Any], *, steps: Sequence[int] = STEPS, random_runs: int = 20, seed: int = 1
) -> pd.DataFrame:
    """Return the share of the remaining actors in the giant component after the first k actors have
    left.

    Actors leave by number of events, by betweenness (both computed at the start), and in random
    order (mean of ``random_runs``). Columns: ``removed``, ``by_degree``, ``by_betweenness``,
    ``at_random``. ``attrs``: ``robustness`` of each order (`robustness`) and the seed.
    """
    actors = actors_of(graph)
    rng = np.random.default_rng(seed)
    pivots = None if len(graph) <= EXACT_BELOW else 400
    between = betweenness(graph, pivots=pivots, seed=seed)["betweenness"]
    orders = {
        "by_degree": sorted(actors, key=lambda a: (-graph.degree(a), str(a))),
        "by_betweenness": sorted(actors, key=lambda a: (-float(between.get(a, 0.0)), str(a))),
    }
    curves = {name: giant_shares(graph, order) for name, order in orders.items()}
    runs = [
        giant_shares(graph, [actors[i] for i in rng.permutation(len(actors))])
        for _ in range(random_runs)
    ]
    curves["at_random"] = np.mean(runs, axis=0) if runs else np.full(len(actors) + 1, np.nan)
    shown = [k for k in steps if k < len(actors)]
    frame = pd.DataFrame(
        {"removed": shown, **{name: curve[shown] for name, curve in curves.items()}}
    )
    frame.attrs.update(
        robustness={name: robustness(curve) for name, curve in curves.items()}, seed=seed
    )
    return frame


def robustness(shares: NDArray[np.float64]) -> float:
    """Return ``R = (1/N) sum over k = 1 … N of S(k)``: at most one half, 1/N for a star that loses
    its hub first.

    ``shares`` are the shares of `giant_shares` among the remaining actors. S is a share of all
    actors at the start.

    Source: Schneider, Moreira, Andrade, Havlin & Herrmann 2011, PNAS 108:3838-3841.

    >>> robustness(np.array([1.0, 1.0, 1.0, 0.0]))
    0.3333333333333333
    """
    n = shares.size - 1
    left = np.arange(n, -1, -1)
    return float((shares * left)[1:].sum() / n**2) if n > 0 else float("nan")


def giant_shares(graph: nx.Graph[Any], order: Sequence[Hashable]) -> NDArray[np.float64]:
    """Return the share of remaining actors in the giant component after 0, 1, 2 … removals in an
    order.

    Computed backwards by adding the actors one by one (Newman & Ziff 2001): one pass for the whole
    curve.
    """
    place = {node: i for i, node in enumerate(graph)}
    parent, size = list(range(len(place))), [0] * len(place)

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(i: int, node: Hashable) -> None:
        for neighbour in graph[node]:
            if present[place[neighbour]]:
                a, b = root(i), root(place[neighbour])
                if a != b:
                    parent[b] = a
                    size[a] += size[b]

    present = [True] * len(place)
    for node in order:
        present[place[node]] = False
    for node, i in place.items():
        if present[i]:
            join(i, node)
    largest, shares = 0, np.zeros(len(order) + 1)
    for joined, node in enumerate(reversed(order), start=1):
        i = place[node]
        present[i], size[i] = True, size[i] + 1
        join(i, node)
        largest = max(largest, size[root(i)])
        shares[len(order) - joined] = largest / joined
    return shares
