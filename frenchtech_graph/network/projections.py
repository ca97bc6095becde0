"""Actor-to-actor views of a two-mode network, each with a stated weight.

Every projection is a plain ``networkx.Graph`` of the actors, with the actors' attributes. Its graph
attribute ``view`` identifies the projection: ``"newman"``, ``"clique"``, ``"validated"`` or
``"directed"``. Ties have

- ``weight``: see the function.
- ``events``: number of events shared.
- ``shared``: tuple of the keys of these events, the way back to ties and sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations, product
from typing import Any, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from frenchtech_graph.network.model import Edge, is_actor

Pair = tuple[Hashable, Hashable]
UNWEIGHTED_CLIQUES = "clique"


class CliqueProjectionError(ValueError):
    """A measure that has no meaning on a clique projection was requested."""


def actors(graph: nx.Graph[Any]) -> list[Hashable]:
    """Return the actors of a network, in its order."""
    return [node for node, attributes in graph.nodes(data=True) if is_actor(attributes)]


def events(graph: nx.Graph[Any]) -> list[Hashable]:
    """Return the events of a two-mode network, in its order."""
    return [node for node, attributes in graph.nodes(data=True) if not is_actor(attributes)]


def is_two_mode(graph: nx.Graph[Any]) -> bool:
    """Whether a network has events as nodes."""
    return graph.graph.get("view") == "bipartite" or any(
        not is_actor(attributes) for _, attributes in graph.nodes(data=True)
    )


def newman_projection(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """Tie actors by ``weight`` = sum over shared events of ``1 / (k_e - 1)``, ``k_e`` actors in
    event e.

    The weights of an actor add up to the number of its events that have at least two actors.
    Source: Newman 2001, Phys. Rev. E 64:016132.

    Raises:
        ValueError: the network is not two-mode.
    """
    projection = _actors_only(graph, "newman")
    for event, members in _members(graph).items():
        for pair in combinations(members, 2):
            _share(projection, pair, event, 1 / (len(members) - 1))
    return projection


def clique_projection(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """Tie all actors of an event to every other actor of it, without weights (``weight`` is 1).

    One event of 50 actors makes 1,225 ties: eigenvector, k-core and clustering are refused on this
    view.
    """
    projection = newman_projection(graph)
    for _, _, tie in projection.edges(data=True):
        tie["weight"] = 1.0
    projection.graph["view"] = UNWEIGHTED_CLIQUES
    return projection


def directed_projection(graph: nx.Graph[Any]) -> nx.DiGraph[Any]:
    """Tie the actors on the source side of an event to the actors on its target side (``side`` of
    the edges).

    ``weight`` is ``1 / (sources × targets)`` summed over events, so that each event weighs 1.
    Actors on edges without a side (None: undirected) are tied in both directions.
    """
    projection = _actors_only(graph, "directed").to_directed()
    for event, members in _members(graph).items():
        sides: dict[str | None, list[Hashable]] = defaultdict(list)
        for actor in members:
            sides[Edge(actor, _edge(graph, actor, event)).side].append(actor)
        arcs = list(product(sides["source"], sides["target"]))
        arcs += [arc for pair in combinations(sides[None], 2) for arc in (pair, pair[::-1])]
        for arc in arcs:
            if arc[0] != arc[1]:
                _share(projection, arc, event, 1 / len(arcs))
    return projection


def validated_projection(
    graph: nx.Graph[Any],
    *,
    alpha: float = 0.05,
    method: Literal["hypergeometric", "sdsm"] = "hypergeometric",
) -> nx.Graph[Any]:
    """Keep the ties of the Newman projection that share more events than chance allows.

    ``p`` is the chance to share at least as many events: ``"hypergeometric"`` fixes the number of
    events of both actors. ``"sdsm"`` also allows for the number of actors of each event, with
    probabilities that keep both on average. ``q`` is Benjamini-Hochberg over all pairs of actors.
    Ties with ``q <= alpha`` stay. For drawings and communities, not for counting.

    Sources: Tumminello, Miccichè, Lillo, Piilo & Mantegna 2011, PLoS ONE 6:e17994. Saracco, Straka,
    Di Clemente, Gabrielli, Caldarelli & Squartini 2017, New J. Phys. 19:053022. Neal, Domagalski &
    Sagan 2021, Sci. Rep. 11:23929.
    """
    from scipy.stats import false_discovery_control  # takes half a second

    projection = newman_projection(graph)
    members = _members(graph)
    pairs = list(projection.edges)
    p = (_sdsm if method == "sdsm" else _hypergeometric)(members, projection, pairs)
    taking_part = len(_event_counts(members))
    # Pairs that share nothing have p = 1 and are tests too: they only make the others' q larger.
    tests = taking_part * (taking_part - 1) / 2
    q = np.minimum(1, false_discovery_control(p) * tests / len(pairs)) if pairs else p
    for pair, p_value, q_value in zip(pairs, p, q, strict=True):
        if q_value <= alpha:
            projection.edges[pair].update(p=float(p_value), q=float(q_value))
        else:
            projection.remove_edge(*pair)
    projection.graph.update(view="validated", method=method, alpha=alpha)
    return projection


def refuse_on_cliques(graph: nx.Graph[Any], measure: str, *, weighted: bool, force: bool) -> None:
    """Refuse a measure that the cliques of a projection decide, not the actors.

    Unweighted projections are refused. A Newman projection is refused for measures that ignore its
    weights.

    Raises:
        CliqueProjectionError: unless ``force`` is True.
    """
    view = graph.graph.get("view")
    if not force and (view == UNWEIGHTED_CLIQUES or (view == "newman" and not weighted)):
        raise CliqueProjectionError(
            f"{measure} on a clique projection mostly shows the largest events, not the actors. "
            "Use the two-mode network or a validated projection, or force it (force=True, --force)."
        )


def _actors_only(graph: nx.Graph[Any], view: str) -> nx.Graph[Any]:
    """Return the actors with their attributes and no ties yet."""
    if not is_two_mode(graph):
        raise ValueError(
            "a projection starts from a two-mode network: actors and the events they take part in"
        )
    projection: nx.Graph[Any] = nx.Graph(**{**graph.graph, "view": view})
    projection.add_nodes_from((actor, dict(graph.nodes[actor])) for actor in actors(graph))
    return projection


def _members(graph: nx.Graph[Any]) -> dict[Hashable, list[Hashable]]:
    """Return the actors of each event, each once, events without actors left out."""
    order = {node: i for i, node in enumerate(graph)}
    neighbours = nx.all_neighbors if graph.is_directed() else nx.neighbors
    found = {
        event: sorted(set(neighbours(graph, event)), key=order.__getitem__)
        for event in events(graph)
    }
    return {event: members for event, members in found.items() if members}


def _edge(graph: nx.Graph[Any], actor: Hashable, event: Hashable) -> Mapping[str, Any]:
    """Return the attributes of the edge of an actor in an event."""
    data: Mapping[str, Any] = graph.get_edge_data(actor, event) or graph.get_edge_data(event, actor)
    return next(iter(data.values())) if graph.is_multigraph() else data


def _share(projection: nx.Graph[Any], pair: Pair, event: Hashable, weight: float) -> None:
    """Record that two actors share an event."""
    if not projection.has_edge(*pair):
        projection.add_edge(*pair, weight=0.0, events=0, shared=())
    tie = projection.edges[pair]
    tie.update(
        weight=tie["weight"] + weight, events=tie["events"] + 1, shared=(*tie["shared"], event)
    )


def _event_counts(members: Mapping[Hashable, Iterable[Hashable]]) -> dict[Hashable, int]:
    """Return how many events each actor takes part in."""
    counts: dict[Hashable, int] = defaultdict(int)
    for taking_part in members.values():
        for actor in taking_part:
            counts[actor] += 1
    return counts


def _hypergeometric(
    members: Mapping[Hashable, list[Hashable]], projection: nx.Graph[Any], pairs: list[Pair]
) -> NDArray[np.float64]:
    """P(X >= shared events), X ~ Hypergeometric(events, events of the one, events of the other)."""
    from scipy.stats import hypergeom

    counts = _event_counts(members)
    cells = np.array(
        [(projection.edges[i, j]["events"], counts[i], counts[j]) for i, j in pairs], dtype=int
    )
    different, back = np.unique(cells.reshape(-1, 3), axis=0, return_inverse=True)
    p = hypergeom.sf(different[:, 0] - 1, len(members), different[:, 1], different[:, 2])
    return np.asarray(p[back.ravel()], dtype=np.float64)


def _sdsm(
    members: Mapping[Hashable, list[Hashable]], projection: nx.Graph[Any], pairs: list[Pair]
) -> NDArray[np.float64]:
    """P(X >= shared events), X = sum over events of independent ``p_ie p_je``."""
    counts = _event_counts(members)
    degrees, degree_times = np.unique(list(counts.values()), return_counts=True)
    sizes, size_times = np.unique([len(m) for m in members.values()], return_counts=True)
    taking_part = _probabilities(degrees, degree_times, sizes, size_times)
    row = {int(degree): taking_part[i] for i, degree in enumerate(degrees)}
    tail: dict[tuple[int, int, int], float] = {}
    p = np.empty(len(pairs))
    for at, (i, j) in enumerate(pairs):
        low, high = sorted((counts[i], counts[j]))
        key = (low, high, projection.edges[i, j]["events"])
        if key not in tail:
            tail[key] = _tail(row[low] * row[high], size_times, key[2])
        p[at] = tail[key]
    return p


def _probabilities(
    degrees: NDArray[Any], degree_times: NDArray[Any], sizes: NDArray[Any], size_times: NDArray[Any]
) -> NDArray[np.float64]:
    """P(an actor of some degree takes part in an event of some size) that keeps both margins on
    average.

    ``x y / (1 + x y)``, solved by fixed point. The rows are degrees, the columns sizes.
    """
    x = degrees / np.sqrt(max(1, (degrees * degree_times).sum()))
    y = sizes / np.sqrt(max(1, (sizes * size_times).sum()))
    for _ in range(20_000):
        x = degrees / (size_times * y / (1 + np.outer(x, y))).sum(axis=1)
        y = sizes / (degree_times[:, None] * x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
        odds = np.outer(x, y)
        if np.abs((size_times * odds / (1 + odds)).sum(axis=1) - degrees).max(initial=0) < 1e-9:
            break
    return np.asarray(odds / (1 + odds), dtype=np.float64)


def _tail(chances: NDArray[np.float64], times: NDArray[Any], at_least: int) -> float:
    """P(successes >= at_least) for ``times[k]`` trials of chance ``chances[k]`` each."""
    from scipy.stats import binom

    below = np.array([1.0])
    for chance, trials in zip(chances, times, strict=True):
        below = np.convolve(below, binom.pmf(np.arange(at_least), trials, chance))[:at_least]
    return float(np.clip(1 - below.sum(), 0, 1))
