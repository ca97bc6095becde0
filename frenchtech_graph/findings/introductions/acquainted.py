"""Actors that probably know each other already: tied through an owner, founder or funder of a
common partner.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import networkx as nx

from frenchtech_graph.model.terms import Class
from frenchtech_graph.network.model import each_actor, each_event

STANDS_BEHIND = frozenset(
    {
        Class.FOUNDING,
        Class.SHAREHOLDING,
        Class.ACQUISITION,
        Class.SUBUNIT,
        Class.SUPERVISION,
        Class.SITE_OPERATION,
        Class.FUND_MANAGEMENT,
        Class.FUND_SUBSCRIPTION,
        Class.PUBLIC_FUNDING,
        Class.COORDINATION,
    }
)
"""Ties whose source owns, founded, funds or runs their target."""


class Acquaintances:
    """The acquaintances of each actor of a network through the owners, founders and funders of its
    partners.

    A start-up knows the chamber that founded its incubator. The chamber knows the start-ups of the
    incubator that it founded.

    >>> graph = nx.Graph()
    >>> graph.add_node("founding", mode="event", kind="Founding")
    >>> graph.add_edges_from([("founding", "chamber", {"side": "source"})])
    >>> graph.add_edges_from([("founding", "incubator", {"side": "target"})])
    >>> graph.add_node("incubation", mode="event", kind="Incubation")
    >>> graph.add_edges_from([("incubation", "incubator"), ("incubation", "firm")])
    >>> sorted(Acquaintances(graph).of("firm")), sorted(Acquaintances(graph).of("chamber"))
    (['chamber'], ['firm'])
    """

    def __init__(self, graph: nx.Graph[Any]) -> None:
        self._graph = graph
        self._behind: dict[Hashable, set[Hashable]] = {}
        self._owned: dict[Hashable, set[Hashable]] = {}
        for event in each_event(graph):
            if event.kind in STANDS_BEHIND:
                for target in event.targets:
                    self._behind.setdefault(target, set()).update(event.sources)
                for source in event.sources:
                    self._owned.setdefault(source, set()).update(event.targets)

    def of(self, actor: Hashable) -> set[Hashable]:
        """Return the acquaintances of an actor, without itself."""
        found: set[Hashable] = set()
        for partner in self._partners(actor):
            found |= self._behind.get(partner, set())
        for body in self._owned.get(actor, ()):
            found |= self._partners(body)
        return found - {actor}

    def _partners(self, actor: Hashable) -> set[Hashable]:
        return {other for event in self._graph[actor] for other in self._graph[event]} - {actor}


def dissolved(graph: nx.Graph[Any]) -> set[Hashable]:
    """Return the actors that are known to have closed, because they get no introductions."""
    return {actor.key for actor in each_actor(graph) if not actor.living}
