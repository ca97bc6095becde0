"""The content of the page of one resource: facts, ties, rounds, observations, members, sources."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.catalogue.page_rows import rows
from frenchtech_graph.model import addresses, ontology
from frenchtech_graph.model.annotations import kinds_of_property
from frenchtech_graph.model.namespaces import (
    BASE,
    CONCEPT,
    CURRENCY,
    DCTERMS,
    DERIVATIONS_GRAPH,
    FTE,
    ONTOLOGY_GRAPH,
    RDF,
    RDFS,
    SKOS,
)
from frenchtech_graph.model.terms import Property
from frenchtech_graph.network.accounts import Account, accounts, names_told
from frenchtech_graph.views.server.thing_facts import Fact, Row, facts_of

Triples = list[ox.Triple]


@dataclass(slots=True)
class Thing:
    """A resource in the form that its page shows. `kind` is the local name of its most specific
    class."""

    address: str
    name: str
    kind: str
    kind_label: str
    pillars: list[str]
    facts: list[Fact]
    ties: dict[str, list[Row]]
    rounds: list[Row]
    members: list[Row]
    observations: list[Row]
    sources: list[dict[str, Any]]
    marks: dict[str, list[int]]
    """The numbers of the sources of each tie."""
    graphs: list[str]
    accounts: dict[str, list[Account]]


_TERMS = (FTE, CONCEPT, BASE + "scheme/")
"""The default graph has only the properties of terms that questions read. The ontology's graph has
all of them."""
_ENDS = (
    *kinds_of_property(Property.TIE_FROM),
    *kinds_of_property(Property.TIE_TO),
    Property.RAISED_BY,
    Property.OBSERVED_ACTOR,
    Property.IN_ROUND,
)


def describe(store: ox.Store, address: str) -> Triples:
    """Return the triples of the graph about a resource and its direct ties.

    A term of the ontology or a claim of a source is described from its named graph.
    """
    thing = ox.NamedNode(address)
    found = {q.triple for q in store.quads_for_pattern(thing, None, None, ox.DefaultGraph())}
    if not found or address.startswith(_TERMS):
        found = {q.triple for q in store.quads_for_pattern(thing, None, None)}
    for end in _ENDS:
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(FTE + end), thing, ox.DefaultGraph()
        ):
            found |= {
                q.triple
                for q in store.quads_for_pattern(quad.subject, None, None, ox.DefaultGraph())
            }
    return sorted(found, key=str)


def address_of_today(store: ox.Store, address: str) -> str:
    """Return the current address of a resource: the given one, or its new address after a move.

    A resource moved when its kind got separate addresses, or when it was merged into another.
    """

    def is_known(one: str) -> bool:
        return any(store.quads_for_pattern(ox.NamedNode(one), None, None))

    found = addresses.current(address, is_known)
    replaced = ox.NamedNode(DCTERMS + "isReplacedBy")
    for quad in store.quads_for_pattern(ox.NamedNode(found), replaced, None, ox.DefaultGraph()):
        if isinstance(quad.object, ox.NamedNode):
            return quad.object.value
    return found


def thing(store: ox.Store, address: str, lang: str) -> Thing | None:
    """Return the content of the page of a resource, or None if the graph does not contain it."""
    about = _in_language(rows(store, "about", thing=address), lang)
    about = [r for r in about if r.get("graph") != DERIVATIONS_GRAPH]
    consolidated = [] if address.startswith(_TERMS) else [r for r in about if "graph" not in r]
    ours = consolidated or about
    if not ours:
        return None
    kind = _kind(ours)
    term = ontology.load().classes.get(kind)
    ties = _by_kind(rows(store, "ties", thing=address), lang)
    sources = _sources(rows(store, "sources", thing=address))
    return Thing(
        address=address,
        name=_name(ours) or address.rpartition("/")[2],
        kind=kind,
        kind_label=term.label(lang) if term else "",
        pillars=[v.rpartition("/")[2] for v in _values(ours, FTE + "contribution")],
        facts=facts_of(ours, lang, bool(ties)),
        ties=ties,
        rounds=[_money(r) for r in rows(store, "rounds", thing=address)],
        members=[_money(r) for r in rows(store, "members", thing=address)],
        observations=_labelled(rows(store, "observations", thing=address), lang),
        sources=sources,
        marks=_marks(sources),
        graphs=sorted({r["graph"] for r in about if "graph" in r}),
        accounts=names_told(accounts(store, address)),
    )


def _in_language(about: list[Row], lang: str) -> list[Row]:
    """Return each value once, with its name in `lang` if known. The same applies to texts in
    several languages.
    """
    best: dict[tuple[str, str, str], Row] = {}
    for row in sorted(about, key=lambda r: (r.get("language") != lang, r.get("language") != "fr")):
        best.setdefault((row.get("graph", ""), row["property"], row["value"]), row)
    told = {(r.get("graph"), r["property"]) for r in best.values() if r.get("tag") == lang}
    return [
        r
        for r in best.values()
        if r.get("tag", "") in ("", lang) or (r.get("graph"), r["property"]) not in told
    ]


def _values(about: list[Row], property_: str) -> list[str]:
    return [r["value"] for r in about if r["property"] == property_]


def _kind(about: list[Row]) -> str:
    """Return the local name of the most specific class, empty if no class is stated."""
    classes = [v.removeprefix(FTE) for v in _values(about, RDF + "type")]
    return next(iter(ontology.load().most_specific(classes)), "")


def _name(about: list[Row]) -> str:
    labels = _values(about, SKOS + "prefLabel") + _values(about, RDFS + "label")
    return labels[0] if labels else ""


def _labelled(observations: list[Row], lang: str) -> list[Row]:
    return [r | {"label": _class_label(r["class"], lang)} for r in observations]


def _class_label(address: str, lang: str) -> str:
    term = ontology.load().classes.get(address.removeprefix(FTE))
    return term.label(lang) if term else address


def _by_kind(found: list[Row], lang: str) -> dict[str, list[Row]]:
    """Return ties by the label of their kind and direction, the largest group first."""
    known = ontology.load()
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        kind = known.tie_kinds[row["class"].removeprefix(FTE)]
        end = kind.target if row["direction"] == "out" else kind.source
        role = known.properties[end].label(lang) if end in known.properties else end
        row["flow"] = kind.flow or ""
        groups[f"{kind.term.label(lang)} : {role}"].append(_money(row))
    return dict(sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])))


def _money(row: Row) -> Row:
    """Add the text of an amount: in euros if known, else in its currency."""
    amount, currency = row.get("euros") or row.get("amount"), "€"
    if amount and "euros" not in row:
        currency = row.get("currency", "").removeprefix(CURRENCY)
    if amount:
        row["money"] = f"{float(amount):,.0f}".replace(",", "\u202f") + f"\u00a0{currency}"
    return row


def _sources(found: list[Row]) -> list[dict[str, Any]]:
    """Return each page once, with the ties it is a source of."""
    pages: dict[str, dict[str, Any]] = {}
    for row in found:
        page = pages.setdefault(
            row["page"], {k: v for k, v in row.items() if k != "tie"} | {"ties": []}
        )
        page["ties"].append(row["tie"])
    for number, page in enumerate(pages.values(), start=1):
        page["number"] = number
    return list(pages.values())


def _marks(sources: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Return the numbers of the sources of each tie."""
    numbers: dict[str, list[int]] = {}
    for source in sources:
        for tie in dict.fromkeys(source["ties"]):
            numbers.setdefault(tie, []).append(source["number"])
    return numbers


def is_term(graphs: list[str]) -> bool:
    """Whether an address is a term of the ontology."""
    return ONTOLOGY_GRAPH in graphs
