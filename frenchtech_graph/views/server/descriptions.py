"""The server described to machines: SPARQL Service Description, VoID and DCAT."""

import re

import pyoxigraph as ox

from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import BASE, DCTERMS, FOAF, FTE, RDF, RDFS, XSD
from frenchtech_graph.model.terms import Class, Property
from frenchtech_graph.rdf.endpoint import CONSOLIDATED
from frenchtech_graph.views.server import dcat

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)


def service(store: ox.Store, endpoint: str) -> list[ox.Triple]:
    """Return the description of the endpoint (W3C, SPARQL 1.1 Service Description)."""
    node = ox.NamedNode(endpoint)
    dataset, default = ox.NamedNode(endpoint + "#dataset"), ox.NamedNode(CONSOLIDATED)
    found = [
        _t(node, RDF + "type", SD + "Service"),
        _t(node, SD + "endpoint", endpoint),
        _t(node, SD + "supportedLanguage", SD + "SPARQL11Query"),
        *(_t(node, SD + "resultFormat", FORMATS + name) for name in _RESULT_FORMATS),
        _t(node, SD + "defaultDataset", dataset.value),
        _t(dataset, RDF + "type", SD + "Dataset"),
        _t(dataset, SD + "defaultGraph", default.value),
        _t(default, RDF + "type", SD + "Graph"),
    ]
    for graph in sorted(store.named_graphs(), key=str):
        named = ox.NamedNode(f"{endpoint}#{graph.value.rpartition('/')[2]}")
        found += [
            _t(dataset, SD + "namedGraph", named.value),
            _t(named, RDF + "type", SD + "NamedGraph"),
            _t(named, SD + "name", graph.value),
        ]
    return found


def dataset(store: ox.Store, endpoint: str, exports: list[str]) -> list[ox.Triple]:
    """Return the description of the data: VoID with counts, DCAT with where to get it."""
    node = ox.NamedNode(BASE + "dataset")
    # Not list(…), which would let no other thread run meanwhile.
    quads = [quad for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())]  # noqa: C416
    classes: dict[str, int] = {}
    entities = ontology.load().subclasses(Class.ENTITY)
    for quad in quads:
        if quad.predicate.value == RDF + "type" and isinstance(quad.object, ox.NamedNode):
            classes[quad.object.value] = classes.get(quad.object.value, 0) + 1
    found = [
        _t(node, RDF + "type", VOID + "Dataset"),
        _t(node, RDF + "type", dcat.DCAT + "Dataset"),
        *(_text(node, DCTERMS + "title", text, lang) for lang, text in _TITLES.items()),
        _t(node, VOID + "sparqlEndpoint", endpoint),
        _t(node, VOID + "vocabulary", FTE),
        _text(node, VOID + "uriSpace", BASE),
        _number(node, VOID + "triples", len(quads)),
        _number(node, VOID + "entities", sum(classes.get(FTE + c, 0) for c in entities)),
        _number(node, VOID + "distinctSubjects", len({q.subject for q in quads})),
    ]
    stated = (q.object for q in quads if q.predicate.value == DCTERMS + "license")
    for licence in sorted({o.value for o in stated if isinstance(o, ox.NamedNode | ox.Literal)}):
        found.append(_t(node, DCTERMS + "license", licence))
    found += _linksets(node, quads)
    found += _class_partitions(node, classes)
    return found + dcat.catalogue(node, endpoint, exports, _newest_snapshot(quads))


def _class_partitions(node: ox.NamedNode, classes: dict[str, int]) -> list[ox.Triple]:
    """Return the number of resources of each class of ours."""
    found = []
    for name in sorted(classes):
        if name.startswith(FTE):
            part = ox.NamedNode(f"{BASE}dataset/class-{name.removeprefix(FTE)}")
            found += [
                _t(node, VOID + "classPartition", part.value),
                _t(part, VOID + "class", name),
                _number(part, VOID + "entities", classes[name]),
            ]
    return found


def _newest_snapshot(quads: list[ox.Quad]) -> str | None:
    """Return the day of the newest snapshot of a source."""
    snapshots = {q.subject for q in quads if q.predicate.value == FTE + Property.FROM_SOURCE}
    days = [
        q.object.value
        for q in quads
        if q.predicate.value == DCTERMS + "issued"
        and q.subject in snapshots
        and isinstance(q.object, ox.Literal)
    ]
    return max(days, default=None)


_TITLES = beside(__file__, "words.toml").both("title_of_data")


def _linksets(node: ox.NamedNode, quads: list[ox.Quad]) -> list[ox.Triple]:
    """Return how many links go from the data to other data sets and to pages, by predicate."""
    counts: dict[str, int] = {}
    for quad in quads:
        if isinstance(quad.object, ox.NamedNode) and not quad.object.value.startswith(BASE):
            counts[quad.predicate.value] = counts.get(quad.predicate.value, 0) + 1
    found = []
    for predicate, target in _TARGETS.items():
        if predicate in counts:
            links = ox.NamedNode(f"{BASE}dataset/links-{re.split('[/#]', predicate)[-1]}")
            other = ox.NamedNode(f"{links.value}-target")
            found += [
                _t(node, VOID + "subset", links.value),
                _t(links, RDF + "type", VOID + "Linkset"),
                _t(links, VOID + "subjectsTarget", node.value),
                _t(links, VOID + "objectsTarget", other.value),
                _t(links, VOID + "linkPredicate", predicate),
                _number(links, VOID + "triples", counts[predicate]),
                _t(other, RDF + "type", VOID + "Dataset"),
                _text(other, DCTERMS + "title", target, "en"),
            ]
    return found


_TARGETS = {
    FTE + Property.CURRENCY: "Currencies of the Publications Office of the European Union",
    DCTERMS + "source": "Pages of the web that were read",
    DCTERMS + "license": "Licences",
}
"""Targets of links by predicate."""


def _t(subject: ox.NamedNode, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(value))


def _text(subject: ox.NamedNode, predicate: str, value: str, lang: str | None = None) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.Literal(value, language=lang))


def _number(subject: ox.NamedNode, predicate: str, value: int) -> ox.Triple:
    return ox.Triple(
        subject,
        ox.NamedNode(predicate),
        ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer")),
    )


PREFIXES = {
    "sd": SD,
    "void": VOID,
    "dcat": dcat.DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "rdfs": RDFS,
    "xsd": XSD,
}
