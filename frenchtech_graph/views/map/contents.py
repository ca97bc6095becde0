"""The actors and events of a network, numbered, in an order that depends on their IRIs alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from frenchtech_graph.model.terms import Class
from frenchtech_graph.network.model import (
    Actor,
    Edge,
    Event,
    Network,
    each_actor,
    each_event,
)

__all__ = ["Actor", "Contents", "Edge", "Event", "Network", "read"]


@dataclass(frozen=True)
class Contents:
    """The content of a page: `iris[i]` and `actors[i]` are actor number i.

    The members of an event are in the order of their IRIs. A tie of a view of actors only is an
    event of two without a key.
    """

    iris: list[str]
    actors: list[Actor]
    events: list[Event]

    @cached_property
    def number(self) -> dict[str, int]:
        """Return the number of each actor by IRI."""
        return {iri: i for i, iri in enumerate(self.iris)}

    def numbers(self, actors: Sequence[object]) -> list[int]:
        """Return the numbers of actors given by IRI."""
        return [self.number[str(actor)] for actor in actors]


def read(network: Network) -> Contents:
    """Number the actors and events of `network`, which is bipartite or a view of actors only."""
    actors = sorted(each_actor(network), key=lambda actor: str(actor.key))
    events = sorted((_in_order(e) for e in each_event(network)), key=lambda e: str(e.key))
    return Contents([str(a.key) for a in actors], actors, events or _pairs(network))


def _in_order(event: Event) -> Event:
    facts = {"kind": Class.TIE, **event.facts}
    return Event(event.key, facts, dict(sorted(event.parts.items(), key=lambda part: str(part[0]))))


def _pairs(network: Network) -> list[Event]:
    """Read each tie of an actor × actor view as an event of two."""
    found = []
    for ends in sorted(sorted(map(str, edge)) for edge in network.edges):
        facts = {"kind": Class.TIE, **network.edges[ends[0], ends[1]]}
        part = {"sources": facts.get("sources", ())}
        found.append(Event(None, {**facts, "label": None}, dict.fromkeys(ends, part)))
    return found
