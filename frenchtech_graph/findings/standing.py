"""The actors and ties of a ranking.

A ranking contains active bodies of the selected place, and no frames of other bodies (a research
federation, a PEPITE). Administration (supervision, or being a part of another body) shows how the
public sector is built, not who works together. A tie of unknown nature only shows that two names
occur together. Both are left out by default. The ties of a dissolved university count for its
successor.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import networkx as nx

from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class, Family
from frenchtech_graph.network.filters import inside
from frenchtech_graph.network.model import Actor, actor_of, each_event
from frenchtech_graph.network.projections import is_two_mode


def counted(graph: nx.Graph[Any], *, administration: bool = False) -> nx.Graph[Any]:
    """Return a network without ties of administration and of unknown nature, but with all its
    actors.

    The ties of a dissolved body count for its only successor. A network filtered by kind or family
    of ties, or without events, is returned unchanged.
    """
    chosen = graph.graph.get("filters", {})
    if administration or "kind" in chosen or "family" in chosen or not is_two_mode(graph):
        return graph
    kinds = _kinds_apart()
    apart = {event.key for event in each_event(graph) if event.kind in kinds}
    return _without(graph, apart, heirs_of(graph)) if apart else graph


def _kinds_apart() -> set[str]:
    families = ontology.load().tie_families
    kinds = {kind for kind, family in families.items() if family == Family.ADMINISTRATION}
    return kinds | {Class.UNSPECIFIED_TIE}


def _without(
    graph: nx.Graph[Any], apart: set[Hashable], heirs: dict[Hashable, Hashable]
) -> nx.Graph[Any]:
    """Return a network without some events, and with the ties of some actors given to others."""
    view: nx.Graph[Any] = nx.Graph(**graph.graph)
    view.add_nodes_from((n, data) for n, data in graph.nodes(data=True) if n not in apart)
    for u, v, data in graph.edges(data=True):
        ends = heirs.get(u, u), heirs.get(v, v)
        if u not in apart and v not in apart and not view.has_edge(*ends):
            view.add_edge(*ends, **data)
    return view


def heirs_of(graph: nx.Graph[Any]) -> dict[Hashable, Hashable]:
    """Return the successor of each dissolved body, if it has only one and this one is active."""
    after: dict[Hashable, set[Hashable]] = {}
    for event in each_event(graph):
        if event.kind == Class.SUCCESSION:
            for old in event.sources:
                after.setdefault(old, set()).update(event.targets)
    found = {}
    for old in after:
        last, seen = old, {old}
        while not actor_of(graph, last).living and len(after.get(last, ())) == 1:
            (last,) = after[last]
            if last in seen:
                break
            seen.add(last)
        if last != old and actor_of(graph, last).living:
            found[old] = last
    return found


class Standing:
    """Decides which actors a ranking of a network contains."""

    def __init__(self, graph: nx.Graph[Any], *, everybody: bool = False) -> None:
        self._everybody = everybody
        self._is_here = inside(graph.graph.get("filters", {}).get("place"))
        self._frames = ontology.load().frameworks

    def names(self, actor: Actor) -> bool:
        """Return whether a ranking may name an actor."""
        return self._everybody or (
            actor.living and actor.kind not in self._frames and self._is_here(actor)
        )
