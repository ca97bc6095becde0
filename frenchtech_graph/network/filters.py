"""Views of the network: filters and layers here, projections in `projections`, groups in `groups`.

Every view is a plain networkx graph of its own: changing it does not change the network (attribute
values are shared). Its graph attribute ``view`` identifies the view.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator
from functools import cache
from typing import Any

import networkx as nx

from frenchtech_graph.model import ontology, places
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.network.groups import group_graph, groups_of
from frenchtech_graph.network.model import (
    Actor,
    Edge,
    Event,
    actor_of,
    each_actor,
    each_event,
    events_of,
    is_actor,
)
from frenchtech_graph.network.projections import (
    CliqueProjectionError,
    actors,
    clique_projection,
    directed_projection,
    events,
    is_two_mode,
    newman_projection,
    refuse_on_cliques,
    validated_projection,
)

__all__ = [
    "CliqueProjectionError",
    "actors",
    "clique_projection",
    "directed_projection",
    "events",
    "filtered",
    "group_graph",
    "groups_of",
    "is_actor",
    "is_two_mode",
    "layers",
    "newman_projection",
    "refuse_on_cliques",
    "validated_projection",
]


NATIONAL_REGIONS, NATIONAL_EVENTS = 6, 3
"""An actor that shares this many events with others in each of this many regions is national."""


def filtered(
    graph: nx.Graph[Any],
    *,
    since: int | None = None,
    until: int | None = None,
    place: str | Collection[str] | None = None,
    pillar: str | None = None,
    sector: str | None = None,
    kind: str | None = None,
    family: str | None = None,
    source: str | None = None,
    min_confidence: float = 0.0,
) -> nx.Graph[Any]:
    """Keep part of a two-mode network. An event must meet all conditions.

    - ``since``, ``until``: years, both included. An event stays when its years overlap them. A
      state without a known end lasts. A tie class that the ontology calls an event ends in its
      year. An event without any year cannot be placed in time and is left out (graph attribute
      ``undated_left_out``: how many).
    - ``place`` is a name of a place, a commune ``"59350"``, a department ``"59"`` or ``"dep-59"``,
      a region ``"reg-32"``, or several of these. ``pillar`` and ``sector`` are terms. Actors
      qualify by their own attributes, and events with a qualifying actor stay *with all their
      actors*: the ties of a place go beyond it. Three groups of actors keep only their events with
      others of the place. They are actors that work all over France, actors with only a site in
      the place, and actors linked to it only by their manager that work for another area.
    - ``kind``: tie class of the event, such as ``Class.FUNDING_ROUND``. ``family``: family of tie
      classes, such as ``money``.
    - ``source``: address of a source, or part of it. ``min_confidence``: 0 to 1. Both are of single
      edges.

    Qualifying actors stay even without ties: "no tie" is not "no data". Graph attribute ``filters``
    contains the conditions. With a place, node attribute ``here`` is true for the actors located in
    it.

    Raises:
        ValueError: the network is not two-mode, or ``since`` is after ``until``.
    """
    _check(graph, since, until)
    is_in = inside(place)
    qualifying = {a.key for a in each_actor(graph) if _qualifies(a, is_in, pillar, sector)}
    view: nx.Graph[Any] = nx.Graph(**graph.graph)
    view.add_nodes_from((node, dict(graph.nodes[node])) for node in graph if node in qualifying)
    leading = _leading(graph, place, qualifying)
    wanted = _wanted(graph, kind, family, leading, qualifying)
    placed = [(event, _in_window(event, since, until)) for event in wanted]
    for event, in_window in placed:
        edges = [edge for edge in event.edges if _stated(edge, source, min_confidence)]
        if in_window and edges:
            _add(view, graph, event, edges)
    _tell_here(view, place, is_in)
    conditions = {
        "since": since,
        "until": until,
        "place": place,
        "pillar": pillar,
        "sector": sector,
        "kind": kind,
        "family": family,
        "source": source,
        "min_confidence": min_confidence or None,
    }
    view.graph["filters"] = {name: value for name, value in conditions.items() if value is not None}
    view.graph["undated_left_out"] = sum(in_window is None for _, in_window in placed)
    return view


def _wanted(
    graph: nx.Graph[Any],
    kind: str | None,
    family: str | None,
    leading: set[Hashable],
    qualifying: set[Hashable],
) -> Iterator[Event]:
    """Yield the events of a kind or family in which one at home, or two qualifying, take part."""
    families = ontology.load().tie_families
    for event in each_event(graph):
        asked = kind in (None, event.kind) and family in (None, families.get(event.kind))
        if asked and not qualifying.isdisjoint(event.parts):
            alone = leading.isdisjoint(event.parts)
            if not alone or len(qualifying.intersection(event.parts)) > 1:
                yield event


def _check(graph: nx.Graph[Any], since: int | None, until: int | None) -> None:
    if not is_two_mode(graph) and graph.size():
        raise ValueError(
            "filters are made for a two-mode network: actors and the events they take part in"
        )
    if since is not None and until is not None and since > until:
        raise ValueError(f"the window starts in {since}, after its end in {until}")


def _tell_here(view: nx.Graph[Any], place: object, is_in: Callable[[Actor], bool]) -> None:
    """Mark each actor of a part chosen by place as located there or not."""
    for actor in each_actor(view) if place is not None else ():
        view.nodes[actor.key]["here"] = is_in(actor)


def _add(view: nx.Graph[Any], graph: nx.Graph[Any], event: Event, edges: list[Edge]) -> None:
    """Add an event to a view with some of its edges and their actors."""
    view.add_node(event.key, **event.facts)
    view.add_nodes_from((edge.actor, dict(graph.nodes[edge.actor])) for edge in edges)
    view.add_edges_from((edge.actor, event.key, dict(edge.facts)) for edge in edges)


def layers(graph: nx.Graph[Any], by: str = "kind") -> dict[str, nx.Graph[Any]]:
    """Split a network by the kind of its ties (``by="flow"``: by the contribution that flows along
    them).

    A layer of a two-mode network contains the events of one kind. A layer of any other graph
    contains the ties with one value of the attribute ``by``. Each has all actors (nodes), tied or
    not. Ties without a kind are in no layer.
    """
    parts: dict[str, nx.Graph[Any]] = {}
    if is_two_mode(graph):
        for event in each_event(graph):
            if (kind := event.facts.get(by)) is not None:
                layer = parts.setdefault(str(kind), _without_ties(graph, actors(graph)))
                _add(layer, graph, event, event.edges)
    else:
        for *ends, data in graph.edges(data=True):
            if (kind := data.get(by)) is not None:
                parts.setdefault(str(kind), _without_ties(graph, graph)).add_edge(*ends, **data)
    for name, layer in parts.items():
        layer.graph["layer"] = name
    return dict(sorted(parts.items()))


def _without_ties(
    graph: nx.Graph[Any], nodes: Collection[Hashable] | nx.Graph[Any]
) -> nx.Graph[Any]:
    """Return a graph of the same kind with some nodes and no ties."""
    bare = graph.__class__(**graph.graph)
    bare.add_nodes_from((node, dict(graph.nodes[node])) for node in nodes)
    return bare


def _qualifies(
    actor: Actor,
    is_in: Callable[[Actor], bool],
    pillar: str | None,
    sector: str | None,
) -> bool:
    """Whether an actor meets the conditions on actors."""
    return (
        is_in(actor)
        and (pillar is None or pillar in actor.pillars)
        and (sector is None or sector in actor.sectors)
    )


def inside(place: str | Collection[str] | None) -> Callable[[Actor], bool]:
    """Return whether an actor is known to be located in a place, or in one of several: codes or
    names.

    Its seat and its sites count. Without a known seat, the place of its parent counts. A body with
    neither counts if all its areas of action are inside the place and it is not a financier.
    """
    if place is None:
        return lambda actor: True
    seated, has_site = _seated(place), _has_site(place)
    return lambda actor: seated(actor) or has_site(actor)


def _leading(
    graph: nx.Graph[Any], place: str | Collection[str] | None, qualifying: set[Hashable]
) -> set[Hashable]:
    """Return the actors all of whose events belong to a place.

    A fund that is only there through its manager, and works for another area, does not count.
    """
    if place is None:
        return qualifying
    seated, inside_ = _seated(place), inside(place)

    wanted = frozenset([place] if isinstance(place, str) else place)

    def leads(actor: Actor) -> bool:
        if actor.placed_with and actor.covers and not _works_for(actor, wanted):
            return False
        return seated(actor) or (not actor.in_a_town and inside_(actor))

    at_home = {key for key in qualifying if leads(actor_of(graph, key))}
    return {key for key in at_home if not _is_national(graph, key)}


def _works_for(actor: Actor, wanted: frozenset[str]) -> bool:
    """Whether an area that an actor works for contains one of the places, or is inside one."""
    known = places.load().by_id
    around = frozenset[str]().union(*(_around(one) for one in wanted if one in known))
    return any(area in around or not wanted.isdisjoint(_around(area)) for area in actor.covers)


def _is_national(graph: nx.Graph[Any], key: Hashable) -> bool:
    """Return whether an actor shares events with others in so many regions that it belongs to no
    single one."""
    if graph.degree(key) < NATIONAL_REGIONS * NATIONAL_EVENTS:
        return False
    times: Counter[str] = Counter()
    for event in events_of(graph, key):
        others = (actor_of(graph, other) for other in event.parts if other != key)
        times.update({actor.region for actor in others if actor.region})
    return sum(n >= NATIONAL_EVENTS for n in times.values()) >= NATIONAL_REGIONS


def _has_site(place: str | Collection[str]) -> Callable[[Actor], bool]:
    wanted = frozenset([place] if isinstance(place, str) else place)

    def has_site(actor: Actor) -> bool:
        if actor.sites:
            return any(not wanted.isdisjoint(_around(site)) for site in actor.sites)
        if actor.place or not actor.covers or Contribution.FINANCE in actor.pillars:
            return False
        return all(not wanted.isdisjoint(_around(area)) for area in actor.covers)

    return has_site


def _seated(place: str | Collection[str]) -> Callable[[Actor], bool]:
    names = [place] if isinstance(place, str) else list(place)
    regions = {name.removeprefix("reg-") for name in names if name.startswith("reg-")}
    codes = {name.removeprefix("dep-") for name in names if not name.startswith("reg-")} - {""}
    labels = {fold(name) for name in names if not name[:1].isdigit()}

    def is_in(actor: Actor) -> bool:
        if actor.region in regions or actor.place in codes or actor.department in codes:
            return True
        return bool(labels and actor.place_label) and fold(str(actor.place_label)) in labels

    return is_in


@cache
def _around(place: str) -> frozenset[str]:
    """Return a place and the places around it."""
    return frozenset(up.id for up in places.load().with_ancestors({place}))


def _in_window(event: Event, since: int | None, until: int | None) -> bool | None:
    """Whether an event falls into a window of years. None for an event without a year if the
    window needs one.
    """
    if since is None and until is None:
        return True
    start, end = event.start, _last_year(event)
    if start is None and event.end is None:
        return None
    return (until is None or start is None or start <= until) and (
        since is None or end is None or end >= since
    )


def _last_year(event: Event) -> int | None:
    """Return the last year of an event. None if no end is known."""
    if event.end is not None:
        return event.end
    if ontology.load().is_instant(event.kind):
        return event.start
    if event.current is False:
        return max((y for y in (event.start, *event.seen) if y is not None), default=None)
    return None


def _stated(edge: Edge, source: str | None, min_confidence: float) -> bool:
    """Whether an edge comes from a source and is sure enough."""
    known = source is None or any(source in str(given) for given in edge.sources)
    return known and (edge.confidence is None or edge.confidence >= min_confidence)
