"""The graph as a network: actors and the events that join them (see `docs/architecture.md`).

The network consists of events, not pairs. A round, a project or a programme is a node with all its
actors around it. A tie of two actors without a common event is an event of two. The network is not
projected, so no measure is inflated (Borgatti & Halgin 2011, “Analyzing affiliation networks”)."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pyoxigraph as ox

from frenchtech_graph.graph.statements import Statements, statements_of
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import DCTERMS, FTE
from frenchtech_graph.model.ontology import Ontology, TieKind
from frenchtech_graph.model.terms import Class, Property
from frenchtech_graph.network.event_facts import ISSUED, OF_EVENTS, EventFacts
from frenchtech_graph.network.facts import (
    LABEL,
    NOTATION,
    first,
    most_specific_kind,
    notations_of,
)
from frenchtech_graph.network.query_rows import rows
from frenchtech_graph.network.seats import (
    LATITUDE,
    LONGITUDE,
    NOWHERE,
    located,
    place_ids,
    sites_of,
)
from frenchtech_graph.network.tie_rows import (
    TYPE,
    TieRow,
    instances_below,
    predicates_of_ties,
    round_rows,
    tie_rows,
)


def bipartite(store: ox.Store) -> "nx.Graph[str]":
    """Return the bipartite graph of actors and events of the default graph of `store`.

    Attributes of nodes and edges are listed in `docs/architecture.md`. Every actor is a node, tied
    or not. Ties whose other end is not an actor (a label, a place, a market) join no actors. They
    are left out, unless they share an act or a project. Acts that were only announced, applied for
    or cancelled are not ties of the network. A joint act has the kind of its ties, if that is one.
    """
    return assembled(parts(statements_of(store, predicates())))


@dataclass(frozen=True, slots=True)
class Parts:
    """Actors, events and edges with their attributes, in the order in which they join a network."""

    actors: dict[str, dict[str, Any]]
    events: dict[str, dict[str, Any]]
    edges: "_Edges"


PAGE = f"{DCTERMS}source"
_OF_ACTORS = (
    Property.CONTRIBUTION,
    Property.HAS_SECTOR,
    Property.FOUNDING_DATE,
    Property.DISSOLUTION_DATE,
    Property.IS_DISSOLVED,
    Property.CURRENT_STAGE,
    Property.COVERS_PLACE,
    Property.LOCATED_IN,
    Property.SEATED_IN,
    Property.STANDS_WITH,
    Property.WITHIN,
)


def predicates() -> frozenset[str]:
    """Return the predicates that the network is built from."""
    own = (f"{FTE}{name}" for name in (*_OF_ACTORS, *OF_EVENTS))
    others = (LABEL, NOTATION, PAGE, ISSUED, LATITUDE, LONGITUDE)
    return frozenset([*own, *others]) | predicates_of_ties()


def parts(found: Statements) -> Parts:
    """Return the parts of a network from the statements with its `predicates`."""
    terms = ontology.load()
    actors = _actors(found, terms)
    ties = tie_rows(found, terms)
    edges = _edges(found, terms, actors, ties)
    known = EventFacts(found, terms)
    events = {event: {**_NO_EVENT, **known.facts(event)} for event, _ in edges}
    for event, (kind, of_act) in _kinds_of_acts(found, terms, ties).items():
        if event in events:
            over = all(known.facts(tie)["over"] for tie in of_act)
            events[event].update(kind=kind.name, flow=kind.flow, over=over)
    return Parts(actors, events, edges)


def assembled(found: Parts) -> "nx.Graph[str]":
    """Return the network of its parts."""
    graph: nx.Graph[str] = nx.Graph(view="bipartite")
    graph.add_nodes_from(found.actors.items())
    graph.add_nodes_from(found.events.items())
    graph.add_edges_from((event, actor, about) for (event, actor), about in found.edges.items())
    return graph


_Edges = dict[tuple[str, str], dict[str, Any]]
_NO_EVENT: dict[str, Any] = {
    "mode": "event",
    "label": "",
    "kind": "",
    "flow": None,
    "start": None,
    "end": None,
    "date": None,
    "seen": (),
    "amount_eur": None,
    "round": None,
    "status": None,
    "current": None,
    "over": False,
}


def _edges(
    found: Statements, terms: Ontology, actors: Container[str], ties: Sequence[TieRow]
) -> _Edges:
    """Return (event, actor) → attributes of their edge."""
    edges: _Edges = {}
    for event, actor in round_rows(found):
        _join(edges, event, actor, Property.RAISED_BY, "target", event)
    for row in ties:
        tie, event, source, target = row.tie, row.event, row.source, row.target
        kind = terms.tie_kinds[row.kind.removeprefix(FTE)]
        if event == tie and not (source in actors and target in actors):
            continue
        sure = row.confidence
        if source in actors:
            edge = _join(
                edges, event, source, kind.source, "source" if kind.directed else None, tie, sure
            )
            if row.lead:
                edge["lead"] = row.lead == "true"
        # The company of a round is its `raisedBy`, not the investee of each investment.
        if target in actors and (event == tie or (event, target) not in edges):
            _join(edges, event, target, kind.target, "target" if kind.directed else None, tie, sure)
    _cite(edges, found.values(PAGE))
    return edges


def _cite(edges: _Edges, pages: Mapping[str, Sequence[str]]) -> None:
    """Give each edge its ties in order, and the pages that state them."""
    for edge in edges.values():
        edge["ties"] = tuple(sorted(set(edge["ties"])))
        edge["sources"] = tuple(
            sorted({page for tie in edge["ties"] for page in pages.get(tie, ())})
        )


def _join(
    edges: _Edges,
    event: str,
    actor: str,
    role: str,
    side: str | None,
    tie: str,
    confidence: float = 1.0,
) -> dict[str, Any]:
    """Join an actor to an event, or add a tie to the existing edge. Return its attributes."""
    edge = edges.get((event, actor))
    if edge is None:
        edge = edges[event, actor] = {
            "role": role,
            "side": side,
            "ties": [],
            "sources": (),
            "confidence": confidence,
            "lead": None,
        }
    edge["ties"].append(tie)
    edge["confidence"] = max(edge["confidence"], confidence)
    return edge


def _actors(found: Statements, terms: Ontology) -> dict[str, dict[str, Any]]:
    order = {slug: i for i, slug in enumerate(terms.schemes["contribution"])}
    names, kinds = found.values(LABEL, english=False), found.values(TYPE)
    pillars = notations_of(found, Property.CONTRIBUTION)
    sectors = notations_of(found, Property.HAS_SECTOR)
    stages = notations_of(found, Property.CURRENT_STAGE)
    created, closed, dissolved = (
        found.values(f"{FTE}{name}")
        for name in (Property.FOUNDING_DATE, Property.DISSOLUTION_DATE, Property.IS_DISSOLVED)
    )
    covers = place_ids(found.values(f"{FTE}{Property.COVERS_PLACE}"))
    where, sites = located(found), sites_of(found)
    nodes: dict[str, dict[str, Any]] = {}
    for actor in sorted(instances_below(found, Class.ACTOR)):
        kind = most_specific_kind(terms, tuple(kinds[actor]))
        nodes[actor] = {
            "mode": "actor",
            "label": names.get(actor, [actor])[0],
            "kind": kind,
            "person": terms.is_a(kind, Class.PERSON),
            "pillars": tuple(sorted(pillars.get(actor, []), key=lambda p: order.get(p, 99))),
            "sectors": tuple(sectors.get(actor, ())),
            "stage": first(stages, actor),
            "created": first(created, actor),
            "closed": first(closed, actor),
            "dissolved": actor in dissolved,
            "covers": covers.get(actor, ()),
            "sites": sites.get(actor, ()),
            **where.get(actor, NOWHERE),
        }
    return nodes


def _kinds_of_acts(
    found: Statements, terms: Ontology, ties: Iterable[TieRow]
) -> dict[str, tuple[TieKind, list[str]]]:
    """Return the ties of each joint act, and their kind if it is the same for all."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for row in ties:
        if row.event != row.tie:
            name = row.kind.removeprefix(FTE)
            kinds.setdefault(row.event, {}).setdefault(name, []).append(row.tie)
    joint_act = f"{FTE}{Class.JOINT_ACT}"
    acts = {thing for thing, kind in found.of(TYPE) if kind == joint_act}
    return {
        event: (terms.tie_kinds[kind], of_act)
        for event, by_kind in kinds.items()
        if event in acts and len(by_kind) == 1
        for kind, of_act in by_kind.items()
    }


def other_names(store: ox.Store) -> dict[str, list[str]]:
    """Return the other names of each actor that has some, by its address."""
    found: dict[str, list[str]] = {}
    for actor, name in sorted(rows(store, "other-names")):
        found.setdefault(actor, []).append(name)
    return found


def source_facts(store: ox.Store) -> dict[str, dict[str, str | None]]:
    """Return url, title, publisher, date and quality of each page, by its address."""
    return {
        page: {
            "url": page,
            "title": title or None,
            "publisher": publisher,
            "date": date or None,
            "quality": quality or None,
        }
        for page, title, publisher, date, quality in sorted(rows(store, "pages"))
    }
