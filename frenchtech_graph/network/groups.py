"""Groups of actors: pillars, places, sectors, kinds, and the network between groups."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from frenchtech_graph.network.projections import actors, is_two_mode, newman_projection

Grouping = str | Mapping[Any, Any] | Callable[[Mapping[str, Any]], Any]
ATTRIBUTE = {"pillar": "pillars", "sector": "sectors", "city": "place"}


def groups_of(graph: nx.Graph[Any], by: Grouping) -> dict[Hashable, tuple[Any, ...]]:
    """Return the groups of each actor: several, one, or an empty list without data.

    ``by`` is an attribute (``"pillar"``, ``"sector"``, ``"region"``, ``"department"``, ``"place"``,
    ``"kind"`` …), a mapping from node to group, or a function of a node's attributes.
    """
    found: dict[Hashable, tuple[Any, ...]] = {}
    for node in actors(graph):
        if isinstance(by, Mapping):
            value = by.get(node)
        else:
            attributes = graph.nodes[node]
            value = by(attributes) if callable(by) else attributes.get(ATTRIBUTE.get(by, by))
        if isinstance(value, (tuple, list, set, frozenset)):
            found[node] = tuple(value)
        else:
            found[node] = () if value is None else (value,)
    return found


def group_of(graph: nx.Graph[Any], by: Grouping) -> dict[Hashable, Any]:
    """Return one group per actor, the first of several. None without data."""
    return {node: groups[0] if groups else None for node, groups in groups_of(graph, by).items()}


def group_graph(
    graph: nx.Graph[Any], by: Grouping, draws: Iterable[nx.Graph[Any]] = ()
) -> nx.Graph[Any]:
    """Tie groups of actors by the events their members share. Graph attribute ``view`` is
    ``"group"``.

    Nodes: groups, with ``actors`` (an actor of two groups counts half in each). Ties, of each group
    with each other and with itself: ``observed`` (Newman weight between members, or tie weight if
    the graph is not two-mode), ``expected`` (``K_a K_b / 2m``, halved within a group) and
    ``ratio``. With ``draws`` of the network under a null, ``expected`` is their mean, and ``sd``,
    ``p`` (normal, two-sided) and ``q`` (Benjamini-Hochberg) are added. Graph attribute
    ``without_group``: actors left out because of missing data.
    """
    membership = groups_of(graph, by)
    names = sorted({group for groups in membership.values() for group in groups}, key=str)
    view: nx.Graph[Any] = nx.Graph(view="group", by=by if isinstance(by, str) else "given")
    view.graph["without_group"] = sum(1 for groups in membership.values() if not groups)
    for name in names:
        view.add_node(name, actors=sum(1 / len(g) for g in membership.values() if name in g))
    observed = _between(graph, membership, names)
    null = np.array([_between(draw, membership, names) for draw in draws])
    expected = null.mean(axis=0) if null.size else _by_strength(observed)
    _tie(view, names, observed, expected)
    if null.size:
        upper = np.triu_indices(len(names))
        pairs = [(names[i], names[j]) for i, j in zip(*upper, strict=True)]
        _judge(view, pairs, null.std(axis=0, ddof=1)[upper])
    return view


def _tie(
    view: nx.Graph[Any],
    names: list[Any],
    observed: NDArray[np.float64],
    expected: NDArray[np.float64],
) -> None:
    """Tie each group to every group, itself included, with the observed and expected number of
    shared events.
    """
    for i, j in zip(*np.triu_indices(len(names)), strict=True):
        seen, usual = float(observed[i, j]), float(expected[i, j])
        ratio = seen / usual if usual else float("nan")
        view.add_edge(names[i], names[j], observed=seen, expected=usual, ratio=ratio)


def _between(
    graph: nx.Graph[Any], membership: Mapping[Hashable, tuple[Any, ...]], names: list[Any]
) -> NDArray[np.float64]:
    """Return the weight of ties between every pair of groups (within a group: each tie once), as a
    matrix.
    """
    position = {name: i for i, name in enumerate(names)}
    weight = np.zeros((len(names), len(names)))
    ties = newman_projection(graph) if is_two_mode(graph) else graph
    for a, b, data in ties.edges(data=True):
        if a == b:
            continue
        ends = [(position[g], position[h]) for g in membership[a] for h in membership[b]]
        for i, j in ends:
            share = (data.get("weight") or 1.0) / len(ends)
            weight[min(i, j), max(i, j)] += share
    return weight + np.triu(weight, 1).T


def _by_strength(observed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight that groups would share if ties met at random, given the number of ties
    per group."""
    strength = observed.sum(axis=1) + np.diag(observed)
    total = strength.sum()
    expected = np.outer(strength, strength) / (total or 1)
    expected[np.diag_indices(len(expected))] /= 2
    return np.asarray(expected)


def _judge(view: nx.Graph[Any], cells: list[tuple[Any, ...]], sd: NDArray[np.float64]) -> None:
    """Add standard deviation, p and q to the ties of a group graph."""
    from scipy.special import erfc
    from scipy.stats import false_discovery_control  # takes half a second

    excess = np.array(
        [view.edges[cell]["observed"] - view.edges[cell]["expected"] for cell in cells]
    )
    z = np.divide(excess, sd, out=np.zeros_like(sd), where=sd > 0)
    p = np.where(sd > 0, erfc(np.abs(z) / np.sqrt(2)), 1.0)
    for cell, *judged in zip(cells, sd, p, false_discovery_control(p), strict=True):
        view.edges[cell].update(zip(("sd", "p", "q"), map(float, judged), strict=True))
