"""The data described to machines: VoID and DCAT-AP 3, by its published shapes where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, Graph, Literal, URIRef

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.views.server import descriptions

ENDPOINT = "https://data.example.org/sparql"
EXPORT = "https://data.example.org/graph.ttl"
DATA, CATALOGUE = URIRef("https://w3id.org/fte/dataset"), URIRef("https://w3id.org/fte/catalogue")
SHAPES = ("shapes.ttl", "range.ttl")


@pytest.fixture(scope="module")
def described(lille: EcosystemGraph) -> list[ox.Triple]:
    return descriptions.dataset(lille.store, ENDPOINT, [EXPORT])


@pytest.fixture(scope="module")
def graph(described: list[ox.Triple]) -> Graph:
    turtle = ox.serialize(described, format=ox.RdfFormat.TURTLE, prefixes=descriptions.PREFIXES)
    return rdflib.Graph().parse(data=turtle, format="turtle")


REQUIRED = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
    DCAT.Dataset: (
        *(DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.creator, DCAT.keyword),
        *(DCAT.theme, DCTERMS.spatial, DCTERMS.language, DCTERMS.modified, DCAT.distribution),
    ),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS.license, DCTERMS.title, DCTERMS.description),
    DCAT.DataService: (DCTERMS.title, DCAT.endpointURL, DCAT.servesDataset, DCTERMS.license),
}
"""What DCAT-AP 3 makes mandatory of each class, and what of the recommended is known."""


@pytest.mark.parametrize("kind", REQUIRED)
def test_each_thing_has_what_dcat_ap_asks_of_it(kind: URIRef, graph: Graph) -> None:
    found = list(graph.subjects(RDF.type, kind))
    assert found
    for node in found:
        assert [p for p in REQUIRED[kind] if (node, p, None) not in graph] == [], node


def test_people_and_licences_are_resources_with_names(graph: Graph) -> None:
    for predicate in (DCTERMS.publisher, DCTERMS.creator):
        for agent in graph.objects(DATA, predicate):
            assert (agent, RDF.type, FOAF.Agent) in graph
            assert graph.value(agent, FOAF.name)
    assert (None, DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")) in graph


def test_titles_and_descriptions_speak_both_languages(graph: Graph) -> None:
    for node in (DATA, CATALOGUE, URIRef(ENDPOINT)):
        for predicate in (DCTERMS.title, DCTERMS.description):
            spoken = {o.language for o in graph.objects(node, predicate) if isinstance(o, Literal)}
            assert spoken == {"fr", "en"}


def test_linksets_count_the_links_that_leave_the_data(graph: Graph, lille: EcosystemGraph) -> None:
    linksets = list(graph.subjects(RDF.type, VOID.Linkset))
    assert len(linksets) > 1
    for links in linksets:
        predicate = graph.value(links, VOID.linkPredicate)
        assert graph.value(links, VOID.subjectsTarget) == DATA
        assert (graph.value(links, VOID.objectsTarget), RDF.type, VOID.Dataset) in graph
        ((counted,),) = lille.query(
            f"SELECT (COUNT(*) AS ?n) {{ ?s <{predicate}> ?o FILTER(ISIRI(?o) &&"
            ' !STRSTARTS(STR(?o), "https://w3id.org/fte/")) }'
        ).values.tolist()
        assert int(str(graph.value(links, VOID.triples))) == counted


@pytest.mark.parametrize("name", SHAPES)
def test_it_conforms_to_the_published_shapes(name: str, graph: Graph) -> None:
    """FRENCHTECH_DCAT_AP names a copy of https://github.com/SEMICeu/DCAT-AP."""
    folder = os.environ.get("FRENCHTECH_DCAT_AP")
    if not folder:
        pytest.skip("FRENCHTECH_DCAT_AP is not set: it names a copy of github.com/SEMICeu/DCAT-AP")
    import pyshacl

    path = Path(folder) / "releases/3.0.0/html/shacl" / name
    conforms, _, report = pyshacl.validate(graph, shacl_graph=Graph().parse(path))
    assert conforms, report
