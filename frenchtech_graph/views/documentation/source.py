"""The files of the ontology as the pages need them: one graph each, and texts in one language."""

import re
from functools import cached_property
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model.namespaces import FTE as FTE_IRI
from frenchtech_graph.model.terms import Property

FTE = Namespace(FTE_IRI)
_BEFORE, _AFTER = re.compile(r" (?=[:;!?»%])"), re.compile(r"(?<=«) ")
ONTOLOGY = URIRef(FTE_IRI)


class Source:
    """The ontology folder, parsed on demand."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or ontology_folder()

    def parse(self, *names: str) -> Graph:
        """Return Turtle files of the folder as one graph."""
        graph = Graph()
        for name in names:
            graph.parse(self.folder / f"{name}.ttl")
        return graph

    @cached_property
    def core(self) -> Graph:
        """The terms."""
        return self.parse("core")

    @cached_property
    def schemes(self) -> Graph:
        """The lists of concepts."""
        return self.parse("schemes")

    @cached_property
    def alignments(self) -> Graph:
        """The links to other vocabularies."""
        return self.parse("alignments")

    def shapes(self) -> Graph:
        """Return the constraints."""
        return self.parse("shapes", "derived-shapes")

    def french_messages(self) -> Graph:
        """Return the French messages of the constraints."""
        return self.parse("shapes.fr", "derived-shapes.fr")

    def of_type(self, kind: URIRef) -> list[URIRef]:
        """Return our own terms of a kind (owl:Class …), in the order of the file."""
        ours = {
            t
            for t in self.core.subjects(RDF.type, kind)
            if isinstance(t, URIRef) and t.startswith(FTE)
        }
        return sorted(ours, key=self.position)

    @cached_property
    def _positions(self) -> dict[str, int]:
        lines = (self.folder / "core.ttl").read_text(encoding="utf-8").splitlines()
        starts = (line.split(" ", 1)[0] for line in lines)
        return {
            start.replace("fte:", str(FTE)): n
            for n, start in enumerate(starts)
            if start.startswith("fte:")
        }

    def position(self, term: Node) -> int:
        """Return the line of the file where a term is described: its authors' order is the
        readers'.
        """
        return self._positions.get(str(term), 0)

    def kinds_of_tie(self) -> list[URIRef]:
        """Return the tie classes that draw an edge, in the order of the file."""
        return [c for c in self.of_type(OWL.Class) if self.core.value(c, FTE[Property.EDGE_SOURCE])]


def name(term: Node) -> str:
    """Return the local name of one of our terms, the short form of any other.

    >>> name(FTE.StartUp), name(RDFS.label)
    ('StartUp', 'rdfs:label')
    """
    text = str(term)
    if text.startswith(FTE_IRI):
        return text.removeprefix(FTE_IRI)
    return SHORT.normalizeUri(text)


def members(graph: Graph, head: Node | None) -> list[Node]:
    """Return the members of an RDF list."""
    return [] if head is None else list(graph.items(head))


def text(graph: Graph, term: Node, predicate: URIRef, lang: str) -> str:
    """Return a text about a term in a language, or in another language, or an empty text."""
    found = [o for o in graph.objects(term, predicate) if isinstance(o, Literal)]
    ranked = sorted(found, key=lambda o: (o.language != lang, str(o)))
    return typeset(str(ranked[0]), str(ranked[0].language)) if ranked else ""


def typeset(words: str, lang: str) -> str:
    """Return a sentence with the no-break spaces that French puts before and inside its marks.

    >>> typeset("Un lien : « fondateur ».", "fr").count("\u00a0")
    3
    """
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", words)) if lang == "fr" else words


def label(graph: Graph, term: Node, lang: str) -> str:
    """Return the label of a term or concept."""
    return (
        text(graph, term, RDFS.label, lang) or text(graph, term, SKOS.prefLabel, lang) or name(term)
    )


def _short_names() -> "Graph":
    graph = Graph(bind_namespaces="none")
    for prefix, address in FOREIGN.items():
        graph.bind(prefix, address)
    return graph


FOREIGN = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eurio": "http://data.europa.eu/s66#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "frapo": "http://purl.org/cerif/frapo/",
    "ftm": "https://w3id.org/ftm#",
    "fte": FTE_IRI,
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "igeo": "http://rdf.insee.fr/def/geo#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "rov": "http://www.w3.org/ns/regorg#",
    "schema": "http://schema.org/",
    "skos": str(SKOS),
    "wdt": "http://www.wikidata.org/prop/direct/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SHORT = _short_names().namespace_manager
