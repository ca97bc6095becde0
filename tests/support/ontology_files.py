"""The ontology as the tests see it: parsed once, with the small helpers that several of them
need.
"""

import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from frenchtech_graph.graph import rules
from frenchtech_graph.io.files import ontology_folder

STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
TEXTS = {
    RDFS.label,
    RDFS.comment,
    RDFS.isDefinedBy,
    SKOS.definition,
    SKOS.example,
    SKOS.prefLabel,
    STATUS,
}
FTE = Namespace("https://w3id.org/fte/onto/")
EXAMPLE_PREFIXES = """@prefix fte: <https://w3id.org/fte/onto/> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
REASONED = """@prefix fte: <https://w3id.org/fte/onto/> .
@prefix ex: <https://w3id.org/fte/id/test/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
"""Prefixes of what tests give to a reasoner."""


@cache
def graph(*names: str) -> Graph:
    """Return Turtle files of the ontology as one rdflib graph."""
    parsed = Graph()
    for name in names:
        parsed.parse(ontology_folder() / f"{name}.ttl")
    return parsed


def bare(*names: str) -> Graph:
    """Return the logical part of ontology files: reasoners need no texts."""
    kept = Graph()
    for triple in graph(*names):
        if triple[1] not in TEXTS:
            kept.add(triple)
    return kept


def core() -> Graph:
    return graph("core")


def hermit(*turtle: str, names: tuple[str, ...] = ("core",)) -> tuple[bool, list[str]]:
    """Run HermiT; tell whether all is consistent, and which classes cannot have a member."""
    import owlready2

    if not shutil.which("java"):
        pytest.skip("HermiT needs java")
    merged = bare(*names)
    for part in turtle:
        merged.parse(data=REASONED + part, format="turtle")
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "merged.nt"
        merged.serialize(path, format="nt", encoding="utf-8")
        world.get_ontology(path.as_uri()).load(format="ntriples")
    try:
        owlready2.sync_reasoner_hermit(world, ignore_unsupported_datatypes=True, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False, []
    return True, sorted(c.name for c in world.inconsistent_classes())


def own(terms: Iterable[Node]) -> list[URIRef]:
    """Return the terms of our own namespace, sorted."""
    return sorted(
        {
            t
            for t in terms
            if isinstance(t, URIRef) and t.startswith(FTE) and t.removeprefix(FTE)[:1].isalpha()
        }
    )


def classes() -> list[URIRef]:
    return own(core().subjects(RDF.type, OWL.Class))


def object_properties() -> list[URIRef]:
    return own(core().subjects(RDF.type, OWL.ObjectProperty))


def data_properties() -> list[URIRef]:
    return own(core().subjects(RDF.type, OWL.DatatypeProperty))


def annotation_properties() -> list[URIRef]:
    return own(core().subjects(RDF.type, OWL.AnnotationProperty))


def terms() -> list[URIRef]:
    return sorted([*classes(), *object_properties(), *data_properties(), *annotation_properties()])


def one(subject: Node, predicate: Node) -> URIRef | None:
    """Return the only value of a property in the core; fail when there are several."""
    found = list(core().objects(subject, predicate))
    assert len(found) <= 1, f"{subject} has several values of {predicate}: {found}"
    return URIRef(str(found[0])) if found else None


def tie_kinds() -> list[URIRef]:
    """Return the tie classes that draw an edge."""
    return own(core().subjects(FTE.edgeSource, None))


def text(subject: Node, predicate: Node, lang: str) -> str:
    """Return the only text of a term in a language."""
    found = [
        o
        for o in core().objects(subject, predicate)
        if isinstance(o, Literal) and o.language == lang
    ]
    assert len(found) == 1, f"{subject} has {len(found)} values of {predicate} in {lang}"
    return str(found[0])


def languages(source: Graph, subject: Node, predicate: Node) -> list[str]:
    """Return the languages that a property of a term is given in, sorted, each as often as it is
    used.
    """
    return sorted(
        str(o.language) for o in source.objects(subject, predicate) if isinstance(o, Literal)
    )


def members(source: Graph, head: Node | None) -> list[Node]:
    """Return the members of an RDF list."""
    assert head is not None
    return list(source.items(head))


def label(subject: Node, lang: str) -> str:
    return text(subject, RDFS.label, lang)


def example_store(*more: str) -> ox.Store:
    """Return a store with the example, more Turtle, and the rules applied."""
    store = ox.Store()
    store.load(path=str(ontology_folder() / "example.ttl"), format=ox.RdfFormat.TURTLE)
    for turtle in more:
        store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    rules.add_ontology(store)
    rules.apply_rules(store)
    return store


def as_rdflib(store: ox.Store) -> Graph:
    """Return the default graph of a store as an rdflib graph."""
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert dumped is not None
    return Graph().parse(data=dumped.decode(), format="nt")
