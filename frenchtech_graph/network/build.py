"""The graph as a network: actors and the events that join them (see `docs/architecture.md`).

The network consists of events, not pairs. A round, a project or a programme is a node with all its
actors around it. A tie of two actors without a common event is an event of two. The network is not
projected, so no measure is inflated (Borgatti & Halgin 2011, “Analyzing affiliation networks”)."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import networkx as nx
import pyoxigraph as ox

from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import FTE, ID
from frenchtech_graph.model.ontology import Ontology, TieKind
from frenchtech_graph.model.partial_dates import precedes
from frenchtech_graph.model.terms import Class, Property, Status
from frenchtech_graph.network.query_rows import rows


def bipartite(store: ox.Store) -> "nx.Graph[str]":
    """Return the bipartite graph of actors and events of the default graph of `store`.

    Attributes of nodes and edges are listed in `docs/architecture.md`. Every actor is a node, tied
    or not. Ties whose other end is not an actor (a label, a place, a market) join no actors. They
    are left out, unless they share an act or a project. Acts that were only announced, applied for
    or cancelled are not ties of the network. A joint act has the kind of its ties, if that is one.
    """
    return assembled(parts(store))


@dataclass(frozen=True, slots=True)
class Parts:
    """Actors, events and edges with their attributes, in the order in which they join a network."""

    actors: dict[str, dict[str, Any]]
    events: dict[str, dict[str, Any]]
    edges: "_Edges"


def parts(store: ox.Store) -> Parts:
    """Return the parts from which the network of a store is built."""
    terms = ontology.load()
    actors = _actors(store, terms)
    edges = _edges(store, terms, actors)
    as_of = next((day for (day,) in rows(store, "as_of")), "")
    known = _events(store, terms, as_of)
    events = {event: {**_NO_EVENT, **known.get(event, {})} for event, _ in edges}
    for event, (kind, ties) in _kinds_of_acts(store, terms).items():
        if event in events:
            over = all(known[tie]["over"] for tie in ties)
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


def _edges(store: ox.Store, terms: Ontology, actors: Container[str]) -> _Edges:
    """Return (event, actor) → attributes of their edge."""
    edges: _Edges = {}
    for event, actor in rows(store, "rounds"):
        _join(edges, event, actor, Property.RAISED_BY, "target", event)
    for tie, kind_iri, event, source, target, lead, confidence in rows(store, "ties"):
        kind = terms.tie_kinds[kind_iri.removeprefix(FTE)]
        if event == tie and not (source in actors and target in actors):
            continue
        sure = float(confidence or 1)
        if source in actors:
            edge = _join(
                edges, event, source, kind.source, "source" if kind.directed else None, tie, sure
            )
            if lead:
                edge["lead"] = lead == "true"
        # The company of a round is its `raisedBy`, not the investee of each investment.
        if target in actors and (event == tie or (event, target) not in edges):
            _join(edges, event, target, kind.target, "target" if kind.directed else None, tie, sure)
    _cite(edges, store)
    return edges


def _cite(edges: _Edges, store: ox.Store) -> None:
    """Give each edge its ties in order, and the pages that state them."""
    pages: dict[str, list[str]] = {}
    for tie, page in rows(store, "sources"):
        pages.setdefault(tie, []).append(page)
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


def _collected(answer: Iterable[list[str]]) -> dict[str, dict[str, list[str]]]:
    """Return subject → attribute → sorted values."""
    found: dict[str, dict[str, list[str]]] = {}
    for subject, attribute, value in answer:
        found.setdefault(subject, {}).setdefault(attribute, []).append(value)
    for attributes in found.values():
        for attribute, values in attributes.items():
            if len(values) > 1:
                attributes[attribute] = sorted(set(values))
    return found


@lru_cache(maxsize=4096)
def _kind(terms: Ontology, classes: tuple[str, ...]) -> str:
    lowest = terms.most_specific([c.removeprefix(FTE) for c in classes])
    return lowest[0] if lowest else ""


def _actors(store: ox.Store, terms: Ontology) -> dict[str, dict[str, Any]]:
    order = {slug: i for i, slug in enumerate(terms.schemes["contribution"])}
    where, covers, sites = _located(store), _places_of(store, "covers"), _places_of(store, "sites")
    nodes: dict[str, dict[str, Any]] = {}
    for actor, found in sorted(_collected(rows(store, "actors")).items()):
        kind = _kind(terms, tuple(found["kind"]))
        nodes[actor] = {
            "mode": "actor",
            "label": found.get("label", [actor])[0],
            "kind": kind,
            "person": terms.is_a(kind, Class.PERSON),
            "pillars": tuple(sorted(found.get("pillars", []), key=lambda p: order.get(p, 99))),
            "sectors": tuple(found.get("sectors", ())),
            "stage": next(iter(found.get("stage", [])), None),
            "created": next(iter(found.get("created", [])), None),
            "closed": next(iter(found.get("closed", [])), None),
            "dissolved": "dissolved" in found,
            "covers": covers.get(actor, ()),
            "sites": sites.get(actor, ()),
            **where.get(actor, _NOWHERE),
        }
    return nodes


def _places_of(store: ox.Store, query: str) -> dict[str, tuple[str, ...]]:
    """Return the ids of the places that a query gives for each actor."""
    found: dict[str, list[str]] = {}
    for actor, place in rows(store, query):
        found.setdefault(actor, []).append(_place_id(place))
    return {actor: tuple(sorted(places)) for actor, places in found.items()}


_NOWHERE: dict[str, Any] = dict.fromkeys(
    ("place", "place_label", "department", "region", "lat", "lon", "precision", "placed_with")
)


def _located(store: ox.Store) -> dict[str, dict[str, Any]]:
    """Return the place of each actor: its seat, the level at which the seat is known, and its
    owner.
    """
    return {
        actor: {
            "place": _place_code(place),
            "place_label": label,
            "department": _place_code(department),
            "region": _place_code(region),
            "lat": float(lat) if lat else None,
            "lon": float(lon) if lon else None,
            "precision": level.removeprefix(FTE),
            "placed_with": parent or None,
        }
        for actor, place, label, lat, lon, department, region, level, parent in rows(
            store, "places"
        )
    }


def _place_code(iri: str) -> str | None:
    return _place_id(iri).removeprefix("dep-").removeprefix("reg-") if iri else None


def _place_id(iri: str) -> str:
    """Return the id of a place from its address, where accents are encoded."""
    return unquote(iri.removeprefix(f"{ID}place/"))


def _events(store: ox.Store, terms: Ontology, as_of: str) -> dict[str, dict[str, Any]]:
    nodes: dict[str, dict[str, Any]] = {}
    for event, found in _collected(rows(store, "events")).items():
        kind = _kind(terms, tuple(found.get("kind", ())))
        tie_kind = terms.tie_kinds.get(kind)
        years: dict[str, Any] = {
            name: int(found[name][0]) for name in ("start", "end") if name in found
        }
        nodes[event] = {
            "kind": kind,
            "label": found.get("label", [""])[0],
            "flow": tie_kind.flow if tie_kind else _flow_of_shared(terms, kind),
            "date": next(iter(found.get("date", [])), None),
            "amount_eur": float(found["amount_eur"][0]) if "amount_eur" in found else None,
            "seen": tuple(int(year) for year in found.get("seen", ())),
            "round": next(iter(found.get("round", [])), None),
            "status": next(iter(found.get("status", [])), None),
            "current": {"true": True, "false": False}.get(next(iter(found.get("current", [])), "")),
            "over": tie_kind is not None and not tie_kind.instant and _is_over(found, as_of),
            **years,
        }
    return nodes


def _is_over(found: Mapping[str, Sequence[str]], as_of: str) -> bool:
    """Return whether a state is known to have ended before the date of the graph."""
    told = "false" in found.get("current", ()) or Status.ENDED in found.get("status", ())
    return told or any(not as_of or precedes(day, as_of) for day in found.get("until", ()))


def _kinds_of_acts(store: ox.Store, terms: Ontology) -> dict[str, tuple[TieKind, list[str]]]:
    """Return the ties of each joint act, and their kind if it is the same for all."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for tie, kind, event, *_ in rows(store, "ties"):
        if event != tie:
            kinds.setdefault(event, {}).setdefault(kind.removeprefix(FTE), []).append(tie)
    acts = {event for event, _ in rows(store, "acts")}
    return {
        event: (terms.tie_kinds[kind], ties)
        for event, found in kinds.items()
        if event in acts and len(found) == 1
        for kind, ties in found.items()
    }


def _flow_of_shared(terms: Ontology, kind: str) -> str | None:
    """Return the flow of the tie kinds that share events of class `kind`, or None."""
    for tie_kind in terms.tie_kinds.values():
        if tie_kind.event_end and terms.is_a(kind, terms.range_of(tie_kind.event_end)):
            return tie_kind.flow
    return terms.flow_of(kind)


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
