"""The facts about an organisation other than its ties: place, sectors, identifiers, origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.model.namespaces import (
    DCTERMS,
    DERIVATIONS_GRAPH,
    FOAF,
    FTE,
    ID,
    PROV,
    RDFS,
    SKOS,
)
from frenchtech_graph.model.places import place_names
from frenchtech_graph.model.terms import Property
from frenchtech_graph.network.model import Actor
from frenchtech_graph.views.map.columns import web_address
from frenchtech_graph.views.site.bilingual import capital
from frenchtech_graph.views.site.file_names import ECOSYSTEMS, SECTORS, ecosystem_stem, stem
from frenchtech_graph.views.site.material import Material, Texts

Entry = dict[str, Any]
IDENTIFIERS = {
    "siren": "https://annuaire-entreprises.data.gouv.fr/entreprise/{}",
    Property.ROR_ID: "https://ror.org/{}",
    Property.WIKIDATA_ID: "https://www.wikidata.org/wiki/{}",
    Property.RNSR_ID: "",
    Property.UAI: "",
    Property.IDREF: "https://www.idref.fr/{}",
}
"""Identifiers that a page shows, and where their registers show the organisation."""
_CONSOLIDATED = ox.DefaultGraph()
_RECORD = f"{ID}record/"
_GRAPH = DERIVATIONS_GRAPH.rpartition("/")[0] + "/"


def facts(material: Material, actor: Actor) -> list[tuple[Texts | str, list[Entry]]]:
    """Return the facts of an organisation: the name of each fact, and its values.

    A value has `text` (or texts by language) and `link`, if it leads anywhere.
    """
    found: list[tuple[Texts | str, list[Entry]]] = [
        ("place", _place(actor)),
        ("ecosystem", _ecosystems(material, actor)),
        (
            "sector",
            [_value(material.term(s), f"../{SECTORS}/{stem(s)}.html") for s in actor.sectors],
        ),
        ("stage", [_value(material.term(actor.stage))] if actor.stage else []),
        ("created", _days(material, actor.created)),
        ("closed", _days(material, actor.closed)),
        ("names", [_value(name) for name in other_names(material.store, actor)]),
        ("homepage", _homepages(material.store, actor)),
    ]
    properties = ontology.load().properties
    for name, pattern in IDENTIFIERS.items():
        label = capital({lang: properties[name].label(lang) for lang in LANGUAGES})
        values = sorted(_literals(material.store, actor, FTE + name))
        found.append((label, [_value(v, pattern.format(v) if pattern else None) for v in values]))
    return [(name, values) for name, values in found if values]


def other_names(store: ox.Store, actor: Actor) -> list[str]:
    """Return the other names of an organisation, in alphabetical order."""
    names = set(_literals(store, actor, SKOS + "altLabel")) - {actor.label}
    return sorted(names, key=alphabetical)


def register_links(store: ox.Store, actor: Actor) -> list[str]:
    """Return the addresses of an organisation's homepage and entries in registers."""
    found = [page for page in _objects(store, actor, FOAF + "homepage") if web_address(page)]
    for name, pattern in IDENTIFIERS.items():
        found += [pattern.format(v) for v in _literals(store, actor, FTE + name) if pattern]
    return sorted(found)


def remark(store: ox.Store, actor: Actor) -> str:
    """Return the curators' remark on an organisation, or an empty text."""
    return " ".join(sorted(_literals(store, actor, RDFS + "comment")))


def own_pages(store: ox.Store, actor: Actor) -> list[str]:
    """Return the pages that vouch for the organisation itself."""
    return sorted(_objects(store, actor, DCTERMS + "source"))


def origins(store: ox.Store, actor: Actor) -> list[Entry]:
    """Return the records the organisation was merged from: snapshot, keys of rows, name there."""
    derivations = ox.NamedNode(DERIVATIONS_GRAPH)
    claims = _quads(store, actor, PROV + "wasDerivedFrom", derivations)
    rows = [_origin(store, quad.object) for quad in claims if isinstance(quad.object, ox.NamedNode)]
    return sorted(rows, key=lambda r: (r["source"], r["name"], r["keys"]))


def _origin(store: ox.Store, claim: ox.NamedNode) -> Entry:
    row: Entry = {"source": "", "name": "", "keys": []}
    for quad in store.quads_for_pattern(claim, None, None, None):
        if not isinstance(quad.graph_name, ox.NamedNode):
            continue
        row["source"] = quad.graph_name.value.removeprefix(_GRAPH)
        value = quad.object.value if not isinstance(quad.object, ox.Triple) else ""
        if quad.predicate.value == SKOS + "prefLabel":
            row["name"] = max(row["name"], value)
        elif value.startswith(_RECORD):
            row["keys"].append(value.removeprefix(_RECORD).partition("/")[2])
    row["keys"].sort()
    return row


def _place(actor: Actor) -> list[Entry]:
    if not actor.place_label:
        return []
    region = _places().get(f"r{actor.region}") if actor.region else None
    more = f" ({region})" if region and region != actor.place_label else ""
    return [_value(f"{actor.place_label}{more}")]


@cache
def _places() -> Mapping[str, str]:
    return place_names()


def _ecosystems(material: Material, actor: Actor) -> list[Entry]:
    written = {row["ecosystem"] for row in material.written_ecosystems}
    return [
        _value(
            material.names[one],
            f"../{ECOSYSTEMS}/{ecosystem_stem(one)}.html" if one in written else None,
        )
        for one in material.around(actor)
    ]


def _days(material: Material, date: str | None) -> list[Entry]:
    if not date:
        return []
    return [_value({lang: t.day(str(date)) for lang, t in material.wordings.items()})]


def _homepages(store: ox.Store, actor: Actor) -> list[Entry]:
    found = sorted(_objects(store, actor, FOAF + "homepage"))
    return [
        _value(page.partition("://")[2].rstrip("/"), page) for page in found if web_address(page)
    ]


def _value(text: Texts | str, link: str | None = None) -> Entry:
    texts = dict.fromkeys(LANGUAGES, text) if isinstance(text, str) else text
    return {"text": texts, "link": link}


def _literals(store: ox.Store, actor: Actor, predicate: str) -> Iterator[str]:
    for quad in _quads(store, actor, predicate):
        if isinstance(quad.object, ox.Literal):
            yield quad.object.value


def _objects(store: ox.Store, actor: Actor, predicate: str) -> Iterator[str]:
    for quad in _quads(store, actor, predicate):
        if not isinstance(quad.object, ox.Triple):
            yield quad.object.value


def _quads(
    store: ox.Store,
    actor: Actor,
    predicate: str,
    graph: ox.NamedNode | ox.DefaultGraph = _CONSOLIDATED,
) -> Iterator[ox.Quad]:
    """Return quads about an actor. In a user's own network, keys may not be addresses."""
    try:
        subject = ox.NamedNode(str(actor.key))
    except ValueError:
        return iter(())
    return store.quads_for_pattern(subject, ox.NamedNode(predicate), None, graph)
