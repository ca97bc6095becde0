"""The graph as a network: actors and the events that join them (see `docs/architecture.md`).

Events, not pairs: a round, a project or a programme is a node with all its actors around it; a tie of
two actors without a common event is an event of two. Nothing is projected, so nothing is inflated
(Borgatti & Halgin 2011, “Analyzing affiliation networks”).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx
import pyoxigraph as ox

from frenchtech_graph import ontology
from frenchtech_graph.files import queries_folder
from frenchtech_graph.namespaces import FTE, ID
from frenchtech_graph.ontology import Ontology

Row = tuple[str | None, ...]
_HEAD_OFFICE_FIRST = {"head-office": 0, None: 1}


def _rows(store: ox.Store, name: str) -> Iterator[Row]:
    """Yield the rows of a query of `queries/network/`, each value as text, None where unbound."""
    found = store.query((queries_folder() / "network" / f"{name}.rq").read_text(encoding="utf-8"))
    assert isinstance(found, ox.QuerySolutions)
    for solution in found:
        yield tuple(None if v is None else v.value for v in solution)


def bipartite(store: ox.Store) -> "nx.Graph[str]":
    """Return the bipartite graph of actors and events of the default graph of `store`.

    Attributes of nodes and edges are listed in `docs/architecture.md`. Every actor is a node, tied or
    not. Ties whose other end is no actor (a label, a place, a market) join nobody and are left out,
    unless the ontology says that they share an event (`fte:eventEnd`). Cancelled ties are left out.
    """
    terms = ontology.load()
    graph: nx.Graph[str] = nx.Graph(view="bipartite")
    graph.add_nodes_from(_actors(store, terms).items())
    pages = _pages_of_ties(store)
    for event, actor in _rows(store, "rounds"):
        _join(graph, str(event), str(actor), "raisedBy", "target", str(event), pages)
    for tie, kind, event, source, target, lead, confidence in _rows(store, "ties"):
        _add_tie(graph, terms, pages, (str(tie), str(kind), str(event), str(source), str(target)), lead, confidence)
    events = _events(store, terms)
    for node in [n for n, data in graph.nodes(data=True) if data["mode"] == "event"]:
        graph.nodes[node].update(events.get(node, {}))
    return graph


def _add_tie(
    graph: "nx.Graph[str]",
    terms: Ontology,
    pages: Mapping[str, list[str]],
    tie: tuple[str, str, str, str, str],
    lead: str | None,
    confidence: str | None,
) -> None:
    address, kind_iri, event, source, target = tie
    kind = terms.tie_kinds[kind_iri.removeprefix(FTE)]
    ends = [(source, kind.source, "source"), (target, kind.target, "target")]
    actors = [e for e in ends if graph.nodes.get(e[0], {}).get("mode") == "actor"]
    if len(actors) < 2 and event == address:
        return
    for actor, role, side in actors:
        if event != address and graph.has_edge(event, actor) and side == "target":
            continue  # the company of a round is its `raisedBy`, not the investee of each investment
        shown_side = side if kind.directed else None
        edge = _join(graph, event, actor, role, shown_side, address, pages)
        edge["confidence"] = max(edge.get("confidence", 0.0), float(confidence or 1.0))
        if side == "source" and lead is not None:
            edge["lead"] = lead == "true"


def _join(
    graph: "nx.Graph[str]",
    event: str,
    actor: str,
    role: str,
    side: str | None,
    tie: str,
    pages: Mapping[str, list[str]],
) -> dict[str, Any]:
    """Join an actor to an event, or add one more tie to the edge there is; return its attributes."""
    if event not in graph:
        graph.add_node(event, mode="event", label="", kind="", flow=None, start=None, end=None,
                       date=None, seen=(), amount_eur=None, round=None, status=None)  # fmt: skip
    if not graph.has_edge(event, actor):
        graph.add_edge(event, actor, role=role, side=side, ties=(), sources=(), confidence=1.0, lead=None)
    edge: dict[str, Any] = graph.edges[event, actor]
    edge["ties"] = tuple(sorted({*edge["ties"], tie}))
    edge["sources"] = tuple(sorted({*edge["sources"], *pages.get(tie, ())}))
    return edge


def _pages_of_ties(store: ox.Store) -> dict[str, list[str]]:
    pages: dict[str, list[str]] = {}
    for tie, page in _rows(store, "sources"):
        pages.setdefault(str(tie), []).append(str(page))
    return pages


def _collected(rows: Iterator[Row]) -> dict[str, dict[str, list[str]]]:
    """Return subject → attribute → sorted values."""
    found: dict[str, dict[str, list[str]]] = {}
    for subject, attribute, value in rows:
        found.setdefault(str(subject), {}).setdefault(str(attribute), []).append(str(value))
    return {s: {a: sorted(set(v)) for a, v in attributes.items()} for s, attributes in found.items()}


def _kind(terms: Ontology, values: list[str]) -> str:
    lowest = terms.most_specific([v.removeprefix(FTE) for v in values])
    return lowest[0] if lowest else ""


def _actors(store: ox.Store, terms: Ontology) -> dict[str, dict[str, Any]]:
    order = {slug: i for i, slug in enumerate(terms.schemes["contribution"])}
    where = _located(store)
    nodes: dict[str, dict[str, Any]] = {}
    for actor, found in sorted(_collected(_rows(store, "actors")).items()):
        kind = _kind(terms, found["kind"])
        nodes[actor] = {
            "mode": "actor",
            "label": found.get("label", [actor])[0],
            "kind": kind,
            "person": terms.is_a(kind, "Person"),
            "pillars": tuple(sorted(found.get("pillars", []), key=lambda p: order.get(p, 99))),
            "sectors": tuple(found.get("sectors", ())),
            "stage": next(iter(found.get("stage", [])), None),
            "created": next(iter(found.get("created", [])), None),
            "closed": next(iter(found.get("closed", [])), None),
            **where.get(actor, _NOWHERE),
        }
    return nodes


_NOWHERE: dict[str, Any] = dict.fromkeys(("place", "place_label", "department", "region", "lat", "lon"))


def _located(store: ox.Store) -> dict[str, dict[str, Any]]:
    """Return where each actor is: its head office, else the latest place known, else the smallest code."""
    ranked: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {}
    for actor, place, label, lat, lon, department, region, role, since in _rows(store, "places"):
        code = _place_code(place)
        rank = (_HEAD_OFFICE_FIRST.get(role, 2), lat is None, -int(since or 0), code)
        attributes = {
            "place": code,
            "place_label": label,
            "department": _place_code(department),
            "region": _place_code(region),
            "lat": float(lat) if lat else None,
            "lon": float(lon) if lon else None,
        }
        ranked.setdefault(str(actor), []).append((rank, attributes))
    return {actor: min(found, key=lambda f: f[0])[1] for actor, found in ranked.items()}


def _place_code(iri: str | None) -> str | None:
    return iri.removeprefix(f"{ID}place/").removeprefix("dep-").removeprefix("reg-") if iri else None


def _events(store: ox.Store, terms: Ontology) -> dict[str, dict[str, Any]]:
    nodes: dict[str, dict[str, Any]] = {}
    for event, found in _collected(_rows(store, "events")).items():
        kind = _kind(terms, found.get("kind", []))
        tie_kind = terms.tie_kinds.get(kind)
        years: dict[str, Any] = {name: int(found[name][0]) for name in ("start", "end") if name in found}
        nodes[event] = {
            "kind": kind,
            "label": found.get("label", [""])[0],
            "flow": tie_kind.flow if tie_kind else _flow_of_shared(terms, kind),
            "date": next(iter(found.get("date", [])), None),
            "amount_eur": float(found["amount_eur"][0]) if "amount_eur" in found else None,
            "seen": tuple(int(year) for year in found.get("seen", ())),
            "round": next(iter(found.get("round", [])), None),
            "status": next(iter(found.get("status", [])), None),
            **years,
        }
    return nodes


def _flow_of_shared(terms: Ontology, kind: str) -> str | None:
    """Return the flow of the tie kinds that share events of class `kind`, None if there is none."""
    for tie_kind in terms.tie_kinds.values():
        if tie_kind.event_end and terms.is_a(kind, terms.range_of(tie_kind.event_end)):
            return tie_kind.flow
    return None


def source_facts(store: ox.Store) -> dict[str, dict[str, str | None]]:
    """Return what is known of each page: url, title, publisher, date, by its address."""
    return {
        str(page): {"url": page, "title": title, "publisher": publisher, "date": date}
        for page, title, publisher, date in sorted(_rows(store, "pages"), key=str)
    }
