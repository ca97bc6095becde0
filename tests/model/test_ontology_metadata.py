"""What the ontology says of itself: the checks of FOOPS! that need no network, and the hygiene of
the files.

Garijo, Corcho & Poveda-Villalón 2021, "FOOPS!: An Ontology Pitfall Scanner for the FAIR
Principles"; the names in brackets are its tests.
"""

import re

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, VANN, Graph, Literal, URIRef

from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model import places
from tests.support.ontology_files import (
    EXAMPLE_PREFIXES,
    FTE,
    STATUS,
    core,
    graph,
    languages,
    own,
    terms,
)

ONTOLOGY = URIRef("https://w3id.org/fte/onto/")
FILES = sorted(p.name for p in ontology_folder().glob("*.ttl"))
SHAPES = ("shapes", "derived-shapes")


@pytest.mark.parametrize("name", FILES)
def test_no_prefix_is_declared_and_unused(name: str) -> None:
    source = (ontology_folder() / name).read_text(encoding="utf-8")
    bare = re.sub(r'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', '""', source)
    bare = re.sub(r"<[^<>\s]*>", "<>", re.sub(r"(?m)(^|\s)#.*$", " ", bare))
    declared = re.findall(r"@prefix ([\w-]*):", source)
    body = re.sub(r"@prefix [\w-]*:", "", bare)
    unused = [p for p in declared if not re.search(rf"(?<![\w-]){re.escape(p)}:", body)]
    assert unused == []
    assert len(declared) == len(set(declared))


@pytest.mark.parametrize("name", FILES)
def test_files_are_well_formed_turtle(name: str) -> None:
    assert list(ox.parse(path=str(ontology_folder() / name), format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("name", FILES)
def test_every_own_term_that_is_used_is_defined(name: str) -> None:
    used = {t for triple in graph(name.removesuffix(".ttl")) for t in triple}
    defined = {*terms(), *own(graph("shapes", "derived-shapes").subjects())}
    defined |= set(own(graph("synonyms").subjects(RDF.type, OWL.AnnotationProperty)))
    assert [t for t in own(used) if t not in defined] == []


@pytest.mark.parametrize("name", FILES)
def test_every_concept_that_is_used_is_defined(name: str) -> None:
    used = {
        t
        for triple in graph(name.removesuffix(".ttl"))
        for t in triple
        if isinstance(t, URIRef) and "/fte/concept/" in t
    }
    assert [t for t in used if (t, RDF.type, None) not in graph("schemes")] == []


def test_every_term_has_its_ontology_status_and_example() -> None:
    for term in terms():
        assert core().value(term, RDFS.isDefinedBy) == ONTOLOGY
        assert str(core().value(term, STATUS)) in {"unstable", "testing", "stable", "archaic"}
        assert core().value(term, SKOS.example)


def test_every_concept_is_complete() -> None:
    schemes = graph("schemes")
    found = list(schemes.subjects(RDF.type, SKOS.Concept))
    assert len(found) > 100
    for concept in found:
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert languages(schemes, concept, predicate) == ["en", "fr"], f"{concept} {predicate}"
        assert str(concept).rpartition("/")[2] == str(schemes.value(concept, SKOS.notation))
        for predicate in (SKOS.inScheme, SKOS.example, RDFS.isDefinedBy, STATUS, FTE.order):
            assert schemes.value(concept, predicate), f"{concept} {predicate}"


def test_concepts_are_ordered_and_reachable_from_the_top() -> None:
    schemes = graph("schemes")
    for scheme in schemes.subjects(RDF.type, SKOS.ConceptScheme):
        concepts = list(schemes.subjects(SKOS.inScheme, scheme))
        assert sorted(int(str(schemes.value(c, FTE.order))) for c in concepts) == list(
            range(1, len(concepts) + 1)
        )
        for concept in concepts:
            above = set(schemes.transitive_objects(concept, SKOS.broader))
            assert any((c, SKOS.topConceptOf, scheme) in schemes for c in above), concept


def test_examples_parse_and_use_defined_terms_only() -> None:
    for source in (core(), graph("schemes")):
        for term, example in source.subject_objects(SKOS.example):
            parsed = Graph().parse(data=EXAMPLE_PREFIXES + str(example), format="turtle")
            used = {t for triple in parsed for t in triple}
            assert own(used) == [t for t in own(used) if t in terms()], example
            if str(term).startswith(FTE):
                assert term in used, f"the example of {term} does not use it"


def test_every_shape_gives_a_message_in_both_languages_and_an_example() -> None:
    shapes = graph(*SHAPES)
    french = graph("shapes.fr", "derived-shapes.fr")
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    targeted = {s for t in targets for s in shapes.subjects(t, None)}
    assert len(targeted) > 200
    for shape in targeted:
        written = [shape, *shapes.objects(shape, SH.sparql)]
        english = [m for node in written for m in shapes.objects(node, SH.message)]
        assert [m.language for m in english if isinstance(m, Literal)] == ["en"], shape
        assert [
            m.language for m in french.objects(shape, SH.message) if isinstance(m, Literal)
        ] == ["fr"], shape
        assert shapes.value(shape, SKOS.example), shape
    assert set(french.subjects(SH.message, None)) == targeted


def test_places_of_examples_exist() -> None:
    known = places.load().by_id
    named = {
        place
        for source in (core(), graph("schemes"), graph(*SHAPES), graph("example"))
        for term in {*source.subjects(), *source.objects()}
        for place in re.findall(r"https://w3id\.org/fte/id/place/([\w-]+)", str(term))
    }
    assert "59350" in named
    assert [place for place in sorted(named) if place not in known] == []


def test_messages_have_the_same_placeholders_in_both_languages() -> None:
    shapes, french = graph(*SHAPES), graph("shapes.fr", "derived-shapes.fr")
    holders = re.compile(r"\{\?\w+\}")
    for shape, message in french.subject_objects(SH.message):
        written = [shape, *shapes.objects(shape, SH.sparql)]
        [english] = [m for node in written for m in shapes.objects(node, SH.message)]
        assert sorted(holders.findall(str(message))) == sorted(holders.findall(str(english))), shape


def test_header_identifies_ontology_and_version() -> None:
    """(URI1, VER1, VER2, OM1) The version IRI holds the version number."""
    version = str(core().value(ONTOLOGY, OWL.versionInfo))
    assert core().value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}{version}")
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    prior = str(core().value(ONTOLOGY, OWL.priorVersion)).removeprefix(str(ONTOLOGY))
    assert [*map(int, prior.split("."))] < [*map(int, version.split("."))]


@pytest.mark.parametrize(
    "predicate",
    [
        *(
            DCTERMS.title,
            DCTERMS.description,
            DCTERMS.creator,
            DCTERMS.contributor,
            DCTERMS.publisher,
        ),
        *(DCTERMS.created, DCTERMS.issued, DCTERMS.modified, DCTERMS.license, DCTERMS.rights),
        *(DCTERMS.bibliographicCitation, DCTERMS.source, VANN.preferredNamespacePrefix),
        *(VANN.preferredNamespaceUri, URIRef("http://purl.org/ontology/bibo/status"), RDFS.comment),
    ],
)
def test_header_has_the_metadata_of_a_fair_ontology(predicate: URIRef) -> None:
    """(OM1–OM5, RDF1, VOC1–VOC4) Title, description, people, dates, licence, citation, provenance,
    namespace.
    """
    assert core().value(ONTOLOGY, predicate)


def test_header_speaks_both_languages() -> None:
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert languages(core(), ONTOLOGY, predicate) == ["en", "fr"]


def test_namespace_and_licence_are_addresses() -> None:
    """(PURL1, OM4.1) A persistent namespace, a licence by its address."""
    assert str(core().value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(FTE)
    assert str(FTE).startswith("https://w3id.org/")
    assert str(core().value(ONTOLOGY, DCTERMS.license)).startswith("https://creativecommons.org/")


def test_nothing_is_imported() -> None:
    """A newcomer's reasoner draws in no foreign axiom; alignments are loaded on purpose."""
    assert not list(core().objects(None, OWL.imports))


def test_reused_vocabularies_are_named() -> None:
    """(VOC1) Foreign terms are declared with the ontology that defines them."""
    foreign = {
        s
        for s in core().subjects(RDF.type, None)
        if isinstance(s, URIRef) and not s.startswith(FTE)
    }
    assert foreign
    assert all(core().value(term, RDFS.isDefinedBy) for term in foreign)
