"""The actors and events of a network, numbered, in an order that depends on their IRIs alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx

from frenchtech_graph.model.terms import Class

Network: TypeAlias = "nx.Graph[Any]"  # actor × event, or actor × actor


@dataclass(frozen=True, slots=True)
class Member:
    """One actor's part in an event; `actor` is its number."""

    actor: int
    role: str | None
    side: str | None
    lead: bool | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What joins actors: an investment, a round, a project, a tie of two ends."""

    iri: str | None
    label: str | None
    kind: str
    flow: str | None
    start: int | None
    end: int | None
    date: str | None
    amount: float | None
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Contents:
    """All that a page draws: `iris[i]` and `actors[i]` (the node's attributes) are actor number
    i.
    """

    iris: list[str]
    actors: list[Mapping[str, Any]]
    events: list[Event]

    @property
    def number(self) -> dict[str, int]:
        """Return the number of each actor by IRI."""
        return {iri: i for i, iri in enumerate(self.iris)}


def read(network: Network) -> Contents:
    """Number the actors and events of `network`, which is bipartite or a view of actors only."""
    iris = sorted(str(n) for n, d in network.nodes(data=True) if d.get("mode", "actor") == "actor")
    number = {iri: i for i, iri in enumerate(iris)}
    events = sorted(str(n) for n, d in network.nodes(data=True) if d.get("mode") == "event")
    found = [_event(network, e, number) for e in events] if events else _pairs(network, number)
    return Contents(iris, [network.nodes[i] for i in iris], found)


def _event(network: Network, event: str, number: Mapping[str, int]) -> Event:
    facts = network.nodes[event]
    members = tuple(
        Member(
            number[actor],
            edge.get("role"),
            edge.get("side"),
            edge.get("lead"),
            tuple(edge.get("sources", ())),
        )
        for actor, edge in sorted(network[event].items())
    )
    return Event(
        event,
        facts.get("label"),
        facts.get("kind", Class.TIE),
        facts.get("flow"),
        facts.get("start"),
        facts.get("end"),
        facts.get("date"),
        facts.get("amount_eur"),
        members,
    )


def _pairs(network: Network, number: Mapping[str, int]) -> list[Event]:
    """Read each tie of an actor × actor view as an event of two."""
    found = []
    for a, b in sorted(tuple(sorted((str(a), str(b)))) for a, b in network.edges):
        edge = network.edges[a, b]
        sources = tuple(edge.get("sources", ()))
        ends = tuple(Member(number[end], None, None, None, sources) for end in (a, b))
        found.append(
            Event(
                None,
                None,
                edge.get("kind", Class.TIE),
                edge.get("flow"),
                edge.get("start"),
                edge.get("end"),
                edge.get("date"),
                edge.get("amount_eur"),
                ends,
            )
        )
    return found
