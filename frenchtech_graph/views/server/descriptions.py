"""The server described to machines: SPARQL Service Description, VoID and DCAT."""

import pyoxigraph as ox

from frenchtech_graph.io.words import beside
from frenchtech_graph.model.namespaces import BASE, DCTERMS, FOAF, FTE, RDF, RDFS, XSD
from frenchtech_graph.model.terms import Class
from frenchtech_graph.rdf.endpoint import CONSOLIDATED

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
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
    quads = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    classes: dict[str, int] = {}
    for quad in quads:
        if quad.predicate.value == RDF + "type" and isinstance(quad.object, ox.NamedNode):
            classes[quad.object.value] = classes.get(quad.object.value, 0) + 1
    found = [
        _t(node, RDF + "type", VOID + "Dataset"),
        _t(node, RDF + "type", DCAT + "Dataset"),
        *(_text(node, DCTERMS + "title", text, lang) for lang, text in _TITLES.items()),
        _t(node, VOID + "sparqlEndpoint", endpoint),
        _t(node, VOID + "vocabulary", FTE),
        _text(node, VOID + "uriSpace", BASE),
        _number(node, VOID + "triples", len(quads)),
        _number(node, VOID + "entities", classes.get(FTE + Class.ENTITY, 0)),
        _number(node, VOID + "distinctSubjects", len({q.subject for q in quads})),
    ]
    stated = (q.object for q in quads if q.predicate.value == DCTERMS + "license")
    for licence in sorted({o.value for o in stated if isinstance(o, ox.NamedNode | ox.Literal)}):
        found.append(_t(node, DCTERMS + "license", licence))
    for name in sorted(classes):
        if name.startswith(FTE):
            part = ox.NamedNode(f"{BASE}dataset/class-{name.removeprefix(FTE)}")
            found += [
                _t(node, VOID + "classPartition", part.value),
                _t(part, VOID + "class", name),
                _number(part, VOID + "entities", classes[name]),
            ]
    return found + _distributions(node, endpoint, exports)


_TITLES = beside(__file__, "words.toml").both("title_of_data")


def _distributions(node: ox.NamedNode, endpoint: str, exports: list[str]) -> list[ox.Triple]:
    service_node = ox.NamedNode(endpoint)
    found = [
        _t(service_node, RDF + "type", DCAT + "DataService"),
        _t(service_node, DCAT + "endpointURL", endpoint),
        _t(service_node, DCAT + "servesDataset", node.value),
    ]
    for address in exports:
        one = ox.NamedNode(address)
        found += [
            _t(node, DCAT + "distribution", address),
            _t(one, RDF + "type", DCAT + "Distribution"),
            _t(one, DCAT + "downloadURL", address),
        ]
    return found


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
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "rdfs": RDFS,
    "xsd": XSD,
}
