"""The alignments are optional: each has its reason, and none changes what the core says of our own
data.
"""

import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, URIRef
from rdflib.term import Node

from frenchtech_graph.io.files import ontology_folder
from tests.support.ontology_files import FTE, bare, core, graph, own, terms

SOURCE = (ontology_folder() / "alignments.ttl").read_text(encoding="utf-8")
STATEMENTS = [line for line in SOURCE.splitlines() if line.startswith("fte:")]
SUBSUMPTIONS = {RDFS.subClassOf, RDFS.subPropertyOf}
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch}
WANTED = {
    "http://www.w3.org/ns/org#": 10,
    "http://schema.org/": 10,
    "http://xmlns.com/foaf/0.1/": 1,
    "http://www.w3.org/ns/prov#": 3,
    "http://purl.org/dc/terms/": 3,
    "http://www.w3.org/ns/dcat#": 1,
    "http://www.w3.org/2004/02/skos/core#": 2,
    "http://www.w3.org/ns/regorg#": 3,
    "http://data.europa.eu/s66#": 3,
    "http://www.wikidata.org/prop/direct/": 10,
}


def test_one_statement_and_one_reason_per_line() -> None:
    assert len(STATEMENTS) > 80
    for line in STATEMENTS:
        assert re.fullmatch(r"fte:\w+ \w+:\w+ \w+:\w+ \. +# \S.{8,}", line), line


def test_statements_link_own_terms_to_foreign_ones() -> None:
    for s, p, o in graph("alignments"):
        if p in SUBSUMPTIONS | MATCHES:
            assert s in terms()
            assert not str(o).startswith(FTE)
    assert len(own(graph("alignments").subjects())) > 50


@pytest.mark.parametrize("namespace", list(WANTED))
def test_vocabulary_is_aligned(namespace: str) -> None:
    aligned = [
        o
        for p in SUBSUMPTIONS | MATCHES
        for o in graph("alignments").objects(None, p)
        if namespace in str(o)
    ]
    assert len(aligned) >= WANTED[namespace]


def test_subsumptions_go_from_class_to_class_and_property_to_property() -> None:
    for s, o in graph("alignments").subject_objects(RDFS.subClassOf):
        assert (s, RDF.type, OWL.Class) in core()
        assert str(o).rpartition("/")[2].rpartition("#")[2][0].isupper()
    for s, o in graph("alignments").subject_objects(RDFS.subPropertyOf):
        assert (s, RDF.type, OWL.ObjectProperty) in core() or (
            s,
            RDF.type,
            OWL.DatatypeProperty,
        ) in core()
        assert str(o).rpartition("/")[2].rpartition("#")[2][0].islower()


def test_alignments_add_nothing_to_what_our_own_terms_say() -> None:
    """The closure of core and alignments holds no new statement in our own terms."""
    import owlrl

    def in_our_terms(*names: str) -> set[tuple[Node, Node, Node]]:
        expanded = bare(*names)
        owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(expanded)
        structure = {RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}
        ours = (
            t
            for t in expanded
            if str(t[1]).startswith(FTE) or (t[1] in structure and str(t[2]).startswith(FTE))
        )
        return {
            t
            for t in ours
            if str(t[0]).startswith("https://w3id.org/fte/") and isinstance(t[2], URIRef)
        }

    without = in_our_terms("core", "example")
    assert len(without) > 1000
    assert in_our_terms("core", "example", "alignments") == without
