"""Typed views of a network: its actors, its events, and who takes part on which side.

A view has no copy of the data. It reads the attributes of a node or an edge (docs/architecture.md)
in place, from any mapping, so that a row of columns in a file also works. An unknown value is None,
or an empty tuple. Only this module separates sides and members.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import networkx as nx

from frenchtech_graph.model.terms import Class, Contribution

Network: TypeAlias = "nx.Graph[Any]"
"""Actors and events, or actors alone."""
Facts = Mapping[str, Any]
Side = Literal["source", "target"]


def is_actor(attributes: Facts) -> bool:
    """Whether a node is an actor: ``mode`` of this project, or networkx's ``bipartite`` 0.

    Default: yes.
    """
    if "mode" in attributes:
        return bool(attributes["mode"] == "actor")
    return bool(attributes.get("bipartite", 0) == 0)


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the network. ``key`` is its node, ``facts`` its attributes."""

    key: Hashable
    facts: Facts

    @property
    def label(self) -> str | None:
        """Its name."""
        return self.facts.get("label")

    @property
    def kind(self) -> str | None:
        """Local name of its most specific class."""
        return self.facts.get("kind")

    @property
    def person(self) -> bool:
        """Whether it is a natural person."""
        return bool(self.facts.get("person"))

    @property
    def pillars(self) -> tuple[str, ...]:
        """Its contributions, in the order of the ontology."""
        return self.facts.get("pillars") or ()

    @property
    def venture(self) -> bool:
        """Whether it is a young firm, which the other contributions serve."""
        return Contribution.VENTURE in self.pillars

    @property
    def sectors(self) -> tuple[str, ...]:
        """Notations of the sector scheme."""
        return self.facts.get("sectors") or ()

    @property
    def stage(self) -> str | None:
        """Its current stage."""
        return self.facts.get("stage")

    @property
    def place(self) -> str | None:
        """INSEE code of its commune."""
        return self.facts.get("place")

    @property
    def place_label(self) -> str | None:
        """Name of its commune."""
        return self.facts.get("place_label")

    @property
    def department(self) -> str | None:
        """INSEE code of its department."""
        return self.facts.get("department")

    @property
    def region(self) -> str | None:
        """INSEE code of its region."""
        return self.facts.get("region")

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude, degrees WGS84."""
        lat, lon = self.facts.get("lat"), self.facts.get("lon")
        return None if lat is None or lon is None else (lat, lon)

    @property
    def covers(self) -> tuple[str, ...]:
        """Ids of the places that it works for."""
        return self.facts.get("covers") or ()

    @property
    def placed_with(self) -> str | None:
        """The parent or manager whose place it takes if its own is unknown."""
        return self.facts.get("placed_with")

    @property
    def in_a_town(self) -> bool:
        """Whether the commune or inter-communal body of its seat is known."""
        level = self.facts.get("precision")
        return self.place is not None and level not in (Class.REGION, Class.DEPARTMENT)

    @property
    def sites(self) -> tuple[str, ...]:
        """Ids of the communes and inter-communal bodies of its sites other than the seat."""
        return self.facts.get("sites") or ()

    @property
    def here(self) -> bool:
        """Whether it is in the selected place, and not a partner of an actor there.

        Without a place, always true.
        """
        return self.facts.get("here") is not False

    @property
    def created(self) -> str | None:
        """When it was created: day, month or year, as stated."""
        return self.facts.get("created")

    @property
    def closed(self) -> str | None:
        """When it was closed: day, month or year, as stated."""
        return self.facts.get("closed")

    @property
    def living(self) -> bool:
        """Whether nothing says that it has ended: closed, with or without a date, or succeeded."""
        return not self.facts.get("dissolved") and self.closed is None


@dataclass(frozen=True, slots=True)
class Edge:
    """The part of an actor in an event. ``actor`` is the node of the actor."""

    actor: Hashable
    facts: Facts

    @property
    def role(self) -> str | None:
        """Local name of the property that joins the two."""
        return self.facts.get("role")

    @property
    def side(self) -> Side | None:
        """End of the directed tie. None for a tie without direction."""
        return self.facts.get("side")

    @property
    def ties(self) -> tuple[str, ...]:
        """Addresses of the ties that assert it."""
        return self.facts.get("ties") or ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Addresses of the pages that state it."""
        return self.facts.get("sources") or ()

    @property
    def confidence(self) -> float | None:
        """How sure the reading of the source is, 0 to 1."""
        return self.facts.get("confidence")

    @property
    def lead(self) -> bool | None:
        """Whether the actor leads."""
        return self.facts.get("lead")


@dataclass(frozen=True, slots=True)
class Event:
    """A node that joins actors.

    ``key`` is its node, ``facts`` its attributes, ``parts`` the attributes of each edge by actor.
    """

    key: Hashable
    facts: Facts
    parts: Mapping[Hashable, Facts]

    @property
    def label(self) -> str | None:
        """Its name."""
        return self.facts.get("label")

    @property
    def kind(self) -> str:
        """Local name of its class. Empty if unknown."""
        return self.facts.get("kind") or ""

    @property
    def flow(self) -> str | None:
        """Contribution that flows along it."""
        return self.facts.get("flow")

    @property
    def start(self) -> int | None:
        """Year of its start, or of the act."""
        return self.facts.get("start")

    @property
    def end(self) -> int | None:
        """Year of its end."""
        return self.facts.get("end")

    @property
    def date(self) -> str | None:
        """Its date as stated: day, month or year."""
        return self.facts.get("date")

    @property
    def seen(self) -> tuple[int, ...]:
        """Years at which a source shows it as current."""
        return self.facts.get("seen") or ()

    @property
    def current(self) -> bool | None:
        """Whether it is still current."""
        return self.facts.get("current")

    @property
    def over(self) -> bool:
        """Whether it is a state that is known to have ended."""
        return bool(self.facts.get("over"))

    @property
    def when(self) -> str | None:
        """Its date as stated, otherwise the year of its start."""
        found = self.date or self.start
        return None if found is None else str(found)

    @property
    def round(self) -> str | None:
        """Type of a funding round."""
        return self.facts.get("round")

    @property
    def amount_eur(self) -> float | None:
        """Money in euros."""
        return self.facts.get("amount_eur")

    @property
    def edges(self) -> list[Edge]:
        """The part of each actor, in the order of the network."""
        return [Edge(actor, facts) for actor, facts in self.parts.items()]

    @property
    def members(self) -> list[Hashable]:
        """All actors."""
        return list(self.parts)

    @property
    def sources(self) -> list[Hashable]:
        """Actors on the source side of a directed event: who gives, founds, hosts."""
        return self.on("source")

    @property
    def targets(self) -> list[Hashable]:
        """Actors on the target side of a directed event: who receives, is founded, is hosted."""
        return self.on("target")

    @property
    def pages(self) -> list[str]:
        """Addresses of the pages that state it, once for each edge."""
        return [page for edge in self.edges for page in edge.sources]

    @property
    def givers(self) -> list[Hashable]:
        """Its sources, or all actors if there is no source side."""
        return self.sources or self.members

    @property
    def receivers(self) -> list[Hashable]:
        """Its targets, or all actors if there is no target side."""
        return self.targets or self.members

    @property
    def directed(self) -> bool:
        """Whether all its actors are sources or targets."""
        sides = {facts.get("side") for facts in self.parts.values()}
        return sides == {"source", "target"}

    def among(self, actors: Container[Hashable]) -> Event:
        """Return the event as some actors alone take part in it."""
        return Event(self.key, self.facts, {a: f for a, f in self.parts.items() if a in actors})

    def on(self, side: Side) -> list[Hashable]:
        """Return the actors on a side, in the order of the network."""
        return [actor for actor, facts in self.parts.items() if facts.get("side") == side]

    def side_of(self, actor: Hashable) -> Side | None:
        """Return the side on which an actor takes part."""
        return self.parts[actor].get("side")


def actor_of(graph: Network, key: Hashable) -> Actor:
    """Return an actor of a network."""
    return Actor(key, graph.nodes[key])


def event_of(graph: Network, key: Hashable) -> Event:
    """Return an event of a two-mode network."""
    return Event(key, graph.nodes[key], graph.adj[key])


def each_actor(graph: Network) -> Iterator[Actor]:
    """Yield the actors of a network, in its order."""
    return (Actor(key, facts) for key, facts in graph.nodes(data=True) if is_actor(facts))


def each_event(graph: Network) -> Iterator[Event]:
    """Yield the events of a two-mode network with their sources, targets and members.

    >>> graph = nx.Graph()
    >>> graph.add_node("round", mode="event", kind="FundingRound", start=2016)
    >>> graph.add_edge("round", "fund", side="source")
    >>> graph.add_edge("round", "firm", side="target")
    >>> [(e.kind, e.start, e.sources, e.targets) for e in each_event(graph)]
    [('FundingRound', 2016, ['fund'], ['firm'])]
    """
    for key, facts in graph.nodes(data=True):
        if not is_actor(facts):
            yield Event(key, facts, graph.adj[key])


def events_of(graph: Network, actor: Hashable) -> Iterator[Event]:
    """Yield the events in which an actor takes part."""
    return (event_of(graph, key) for key in graph.adj[actor])
