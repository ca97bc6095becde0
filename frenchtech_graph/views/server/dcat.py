"""The data set, its catalogue, its service and its distributions after DCAT-AP 3 (SEMIC)."""

import pyoxigraph as ox

from frenchtech_graph.io.words import beside
from frenchtech_graph.model.namespaces import BASE, DCTERMS, FOAF, FTE, RDF, SKOS, XSD

DCAT = "http://www.w3.org/ns/dcat#"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of our compilation. Each snapshot of a source keeps its own licence."""
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_PROTOCOL = "http://www.w3.org/TR/sparql11-protocol/"
_WORDS = beside(__file__, "words.toml")
_THEMES = ("ECON", "TECH")
_LANGUAGES = ("FRA", "ENG")
_LANGUAGE = DCTERMS + "LinguisticSystem"


def catalogue(
    dataset: ox.NamedNode, endpoint: str, exports: list[str], issued: str | None
) -> list[ox.Triple]:
    """Return the DCAT-AP description of a data set, its catalogue, service and distributions.

    `issued` is the day of the newest snapshot. There is no contact point: the project has no
    address of its own.
    """
    publisher = ox.NamedNode(BASE + "contributors")
    whole, service = ox.NamedNode(BASE + "catalogue"), ox.NamedNode(endpoint)
    found = [
        _type(publisher, FOAF + "Agent"),
        _text(publisher, FOAF + "name", "frenchtech-graph contributors"),
        _type(whole, DCAT + "Catalog"),
        _link(whole, DCAT + "dataset", dataset.value),
        _link(whole, DCAT + "service", endpoint),
        _link(whole, DCTERMS + "license", LICENCE),
        _type(ox.NamedNode(LICENCE), DCTERMS + "LicenseDocument"),
        _type(service, DCAT + "DataService"),
        _link(service, DCAT + "endpointURL", endpoint),
        _link(service, DCAT + "endpointDescription", endpoint),
        _link(service, DCAT + "servesDataset", dataset.value),
        _link(service, DCTERMS + "conformsTo", _PROTOCOL),
        _type(ox.NamedNode(_PROTOCOL), DCTERMS + "Standard"),
        _link(service, DCTERMS + "license", LICENCE),
        *_about_data(dataset, publisher, issued),
    ]
    for node, what in ((whole, "catalogue"), (service, "service"), (dataset, "data")):
        found += _described(node, what)
        found.append(_link(node, DCTERMS + "publisher", publisher.value))
    return found + _distributions(dataset, endpoint, exports)


def _about_data(
    dataset: ox.NamedNode, publisher: ox.NamedNode, issued: str | None
) -> list[ox.Triple]:
    place = ox.NamedNode(_AUTHORITY + "country/FRA")
    found = [
        _link(dataset, DCTERMS + "creator", publisher.value),
        _link(dataset, DCTERMS + "conformsTo", FTE),
        _type(ox.NamedNode(FTE), DCTERMS + "Standard"),
        _link(dataset, DCTERMS + "spatial", place.value),
        _type(place, DCTERMS + "Location"),
        *_values(dataset, DCAT + "theme", "data-theme", _THEMES, SKOS + "Concept"),
        *(
            _text(ox.NamedNode(f"{_AUTHORITY}data-theme/{code}"), SKOS + "prefLabel", text, lang)
            for code in _THEMES
            for lang, text in _WORDS.both(f"theme_{code}").items()
        ),
        *_values(dataset, DCTERMS + "language", "language", _LANGUAGES, _LANGUAGE),
        *(
            _text(dataset, DCAT + "keyword", word, lang)
            for lang, words in _WORDS.both("keywords_of_data").items()
            for word in words.split(", ")
        ),
    ]
    if issued:
        day = ox.Literal(issued, datatype=ox.NamedNode(XSD + "date"))
        found.append(ox.Triple(dataset, ox.NamedNode(DCTERMS + "modified"), day))
    return found


def _values(
    node: ox.NamedNode, predicate: str, table: str, codes: tuple[str, ...], kind: str
) -> list[ox.Triple]:
    """Return values of a table of the Publications Office, with their class."""
    found = []
    for code in codes:
        value = ox.NamedNode(f"{_AUTHORITY}{table}/{code}")
        found += [_link(node, predicate, value.value), _type(value, kind)]
    return found


def _distributions(dataset: ox.NamedNode, endpoint: str, exports: list[str]) -> list[ox.Triple]:
    """Return the distributions: the endpoint, and the files of exports."""
    asked = ox.NamedNode(BASE + "dataset/sparql")
    found = [_link(asked, DCAT + "accessService", endpoint)]
    for one, address in ((asked, endpoint), *((ox.NamedNode(a), a) for a in exports)):
        found += [
            _link(dataset, DCAT + "distribution", one.value),
            _type(one, DCAT + "Distribution"),
            _link(one, DCAT + "accessURL", address),
            _link(one, DCTERMS + "license", LICENCE),
            *_described(one, "distribution"),
        ]
        if one != asked:
            found.append(_link(one, DCAT + "downloadURL", address))
    return found


def _described(node: ox.NamedNode, what: str) -> list[ox.Triple]:
    """Return title and description in both languages.

    The title of the data is declared elsewhere.
    """
    found = []
    for name in ("title", "description"):
        if (what, name) != ("data", "title"):
            texts = _WORDS.both(f"{name}_of_{what}")
            found += [_text(node, DCTERMS + name, text, lang) for lang, text in texts.items()]
    return found


def _type(subject: ox.NamedNode, kind: str) -> ox.Triple:
    return _link(subject, RDF + "type", kind)


def _link(subject: ox.NamedNode, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(value))


def _text(subject: ox.NamedNode, predicate: str, value: str, lang: str | None = None) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.Literal(value, language=lang))
