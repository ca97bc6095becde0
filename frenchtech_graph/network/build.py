"""The graph as a network: actors and the events that join them (see `docs/architecture.md`).

Events, not pairs: a round, a project or a programme is a node with all its actors around it; a tie
of two actors without a common event is an event of two. Nothing is projected, so nothing is
inflated (Borgatti & Halgin 2011, “Analyzing affiliation networks”).
"""

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import FTE, ID
from frenchtech_graph.model.ontology import Ontology, TieKind
from frenchtech_graph.model.terms import Class, Property

if TYPE_CHECKING:
    import pandas as pd
    import scipy.sparse as sp


def _solutions(store: ox.Store, name: str) -> ox.QuerySolutions:
    """Return the answer to a query of `queries/network/`."""
    found = store.query((queries_folder() / "network" / f"{name}.rq").read_text(encoding="utf-8"))
    assert isinstance(found, ox.QuerySolutions)
    return found


def _rows(store: ox.Store, name: str) -> Iterator[list[str]]:
    """Yield the rows of a query of `queries/network/`, each value as text, empty where unbound.

    Terms are taken from the store as they are: its CSV does not quote the comma of an address.
    """
    return _texts(_solutions(store, name))


def _texts(found: ox.QuerySolutions) -> Iterator[list[str]]:
    for solution in found:
        yield ["" if term is None else term.value for term in solution]


def bipartite(store: ox.Store) -> "nx.Graph[str]":
    """Return the bipartite graph of actors and events of the default graph of `store`.

    Attributes of nodes and edges are listed in `docs/architecture.md`. Every actor is a node, tied
    or not. Ties whose other end is no actor (a label, a place, a market) join nobody and are left
    out, unless they share an act or a project. What was only announced, applied for or cancelled is no
    tie of the graph. A joint act has the kind of its ties, if that is one.
    """
    terms = ontology.load()
    actors = _actors(store, terms)
    edges = _edges(store, terms, actors)
    events = _events(store, terms)
    graph: nx.Graph[str] = nx.Graph(view="bipartite")
    graph.add_nodes_from(actors.items())
    graph.add_nodes_from((event, {**_NO_EVENT, **events.get(event, {})}) for event, _ in edges)
    for event, kind in _kinds_of_acts(store, terms).items():
        if event in graph:
            graph.nodes[event].update(kind=kind.name, flow=kind.flow)
    graph.add_edges_from((event, actor, attributes) for (event, actor), attributes in edges.items())
    return graph


def incidence(store: ox.Store) -> "tuple[list[str], list[str], sp.csr_array]":
    """Return actors, events, and who took part: 1 where the actor (row) is tied to the event
    (column).

    The ties of `bipartite` as a matrix, without the time and memory that networkx takes: a starting
    point for any engine of sparse matrices or graphs. Actors as in `bipartite`, events sorted.
    """
    import numpy as np
    import pandas as pd
    import scipy.sparse as sp

    actors = sorted(set(_table(store, "actors")["actor"]))
    number = pd.Index(actors)
    ties = _table(store, "ties")
    ends = ties[["from", "to"]].apply(number.get_indexer).to_numpy()
    shared = (ties["event"] != ties["tie"]).to_numpy()
    joins = (ends >= 0) & (shared | (ends >= 0).all(axis=1))[:, None]
    rounds = _table(store, "rounds")
    event = pd.concat([rounds["event"], ties["event"][joins[:, 0]], ties["event"][joins[:, 1]]])
    actor = np.concatenate(
        [number.get_indexer(rounds["actor"]), ends[joins[:, 0], 0], ends[joins[:, 1], 1]]
    )
    column, events = pd.factorize(event.to_numpy(dtype=object), sort=True)
    matrix = sp.csr_array((np.ones(actor.size), (actor, column)), shape=(len(actors), len(events)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return actors, list(events), matrix


def _table(store: ox.Store, name: str) -> "pd.DataFrame":
    """Return the answer to a query of `queries/network/` as a table of text."""
    import pandas as pd

    found = _solutions(store, name)
    return pd.DataFrame(
        _texts(found), columns=[variable.value for variable in found.variables], dtype=object
    )


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
}


def _edges(store: ox.Store, terms: Ontology, actors: Container[str]) -> _Edges:
    """Return (event, actor) → attributes of their edge."""
    edges: _Edges = {}
    for event, actor in _rows(store, "rounds"):
        _join(edges, event, actor, Property.RAISED_BY, "target", event)
    for tie, kind_iri, event, source, target, lead, confidence in _rows(store, "ties"):
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
    for tie, page in _rows(store, "sources"):
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
    """Join an actor to an event, or add one more tie to the edge there is; return its
    attributes.
    """
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


def _collected(rows: Iterable[list[str]]) -> dict[str, dict[str, list[str]]]:
    """Return subject → attribute → sorted values."""
    found: dict[str, dict[str, list[str]]] = {}
    for subject, attribute, value in rows:
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
    where, covers = _located(store), _covers(store)
    nodes: dict[str, dict[str, Any]] = {}
    for actor, found in sorted(_collected(_rows(store, "actors")).items()):
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
            "covers": covers.get(actor, ()),
            **where.get(actor, _NOWHERE),
        }
    return nodes


def _covers(store: ox.Store) -> dict[str, tuple[str, ...]]:
    """Return the ids of the places that each actor works for."""
    found: dict[str, list[str]] = {}
    for actor, place in _rows(store, "covers"):
        found.setdefault(actor, []).append(place.removeprefix(f"{ID}place/"))
    return {actor: tuple(sorted(places)) for actor, places in found.items()}


_NOWHERE: dict[str, Any] = dict.fromkeys(
    ("place", "place_label", "department", "region", "lat", "lon", "precision", "placed_with")
)


def _located(store: ox.Store) -> dict[str, dict[str, Any]]:
    """Return where each actor stands: its seat, at what level that is known, and whose place it is."""
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
        for actor, place, label, lat, lon, department, region, level, parent in _rows(
            store, "places"
        )
    }


def _place_code(iri: str) -> str | None:
    return (
        iri.removeprefix(f"{ID}place/").removeprefix("dep-").removeprefix("reg-") if iri else None
    )


def _events(store: ox.Store, terms: Ontology) -> dict[str, dict[str, Any]]:
    nodes: dict[str, dict[str, Any]] = {}
    for event, found in _collected(_rows(store, "events")).items():
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
            **years,
        }
    return nodes


def _kinds_of_acts(store: ox.Store, terms: Ontology) -> dict[str, TieKind]:
    """Return the kind of the ties of each joint act, where they are all of one."""
    kinds: dict[str, set[str]] = {}
    for tie, kind, event, *_ in _rows(store, "ties"):
        if event != tie:
            kinds.setdefault(event, set()).add(kind.removeprefix(FTE))
    acts = {event for event, kind in _rows(store, "acts")}
    return {e: terms.tie_kinds[min(k)] for e, k in kinds.items() if e in acts and len(k) == 1}


def _flow_of_shared(terms: Ontology, kind: str) -> str | None:
    """Return the flow of the tie kinds that share events of class `kind`, None if there is none."""
    for tie_kind in terms.tie_kinds.values():
        if tie_kind.event_end and terms.is_a(kind, terms.range_of(tie_kind.event_end)):
            return tie_kind.flow
    return terms.flow_of(kind)


def source_facts(store: ox.Store) -> dict[str, dict[str, str | None]]:
    """Return what is known of each page: url, title, publisher, date, by its address."""
    return {
        page: {"url": page, "title": title or None, "publisher": publisher, "date": date or None}
        for page, title, publisher, date in sorted(_rows(store, "pages"))
    }
