"""The pitfalls of the OOPS! catalogue that can be found by a program, each by its number.

Poveda-Villalón, Gómez-Pérez & Suárez-Figueroa 2014, "OOPS! (OntOlogy Pitfall Scanner!)", IJSWIS
10(2), and the catalogue at oops.linkeddata.es. Left to a person: P01, P02, P09, P12, P14–P18, P23,
P30, P31 (they weigh words).
Waived: P13 (inverse not declared), on purpose: SPARQL has `^`, and an inverse that is declared but
not filled gives empty answers. P37 (not available on the web) needs publication.
"""

import re
from collections import Counter

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, URIRef
from rdflib.term import Node

from frenchtech_graph.io.files import ontology_folder
from tests.support.ontology_files import (
    FTE,
    classes,
    core,
    data_properties,
    graph,
    label,
    languages,
    members,
    object_properties,
    one,
    own,
    terms,
    text,
    tie_kinds,
)


def up(term: Node, predicate: URIRef) -> set[Node]:
    """Return all that a term is a kind of, without itself unless there is a cycle."""
    found: set[Node] = set()
    for direct in core().objects(term, predicate):
        found.update(w for w in core().transitive_objects(direct, predicate) if w is not None)
    return found


def test_p03_no_relation_called_is() -> None:
    assert not [p for p in object_properties() if p.removeprefix(FTE) in {"is", "isA", "has"}]


def test_p04_no_unconnected_term() -> None:
    alone = []
    structure = {
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
        OWL.inverseOf,
        OWL.disjointWith,
    }
    structure |= {FTE.edgeSource, FTE.edgeTarget, FTE.shortcut, OWL.propertyChainAxiom, RDF.first}
    for term in [*classes(), *object_properties(), *data_properties()]:
        used = any(p in structure for p in core().predicates(term)) or any(
            p in structure for _, p in core().subject_predicates(term)
        )
        if not used:
            alone.append(term)
    assert alone == []


def test_p05_inverses_mirror_domain_and_range() -> None:
    for inverse, prop in core().subject_objects(OWL.inverseOf):
        assert one(inverse, RDFS.domain) == one(prop, RDFS.range)
        assert one(inverse, RDFS.range) == one(prop, RDFS.domain)


def test_p06_no_cycle_in_hierarchies() -> None:
    for term in terms():
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
            assert term not in up(term, predicate), term


def test_p07_no_class_merges_two_concepts() -> None:
    assert not [c for c in classes() if re.search(r"[a-z](And|Or)[A-Z]", c)]


def test_p08_every_term_has_label_and_definition() -> None:
    for term in terms():
        for predicate in (RDFS.label, SKOS.definition):
            assert languages(core(), term, predicate) == ["en", "fr"], f"{term} {predicate}"


def test_p10_top_classes_are_disjoint() -> None:
    apart = disjoint_pairs()
    tops = [
        "Actor",
        "Ecosystem",
        "Place",
        "Label",
        "Programme",
        "Project",
        "Market",
        "Tie",
        "ActorObservation",
    ]
    for i, first in enumerate(tops):
        for second in tops[i + 1 :]:
            assert frozenset({FTE[first], FTE[second]}) in apart, f"{first}, {second}"


def disjoint_pairs() -> set[frozenset[Node]]:
    pairs = {frozenset(pair) for pair in core().subject_objects(OWL.disjointWith)}
    for axiom in core().subjects(RDF.type, OWL.AllDisjointClasses):
        both = members(core(), core().value(axiom, OWL.members))
        pairs |= {frozenset({a, b}) for a in both for b in both if a != b}
    return pairs


def test_p11_every_property_has_domain_and_range() -> None:
    for prop in [*object_properties(), *data_properties()]:
        assert one(prop, RDFS.domain), prop
        assert one(prop, RDFS.range), prop


def test_p19_one_domain_and_one_range_only() -> None:
    for prop in [*object_properties(), *data_properties()]:
        assert len(list(core().objects(prop, RDFS.domain))) == 1
        assert len(list(core().objects(prop, RDFS.range))) == 1


def test_p20_labels_definitions_and_examples_are_not_mixed_up() -> None:
    for term in terms():
        for lang in ("en", "fr"):
            name = label(term, lang)
            assert len(name) <= 60, f"{term}: a label of a few words"
            assert not name.endswith("."), f"{term}: a label is no sentence"
            definition = text(term, SKOS.definition, lang)
            assert definition.endswith("."), f"{term}: a definition is a sentence"
            assert definition.casefold() != name.casefold()


def test_p21_no_class_for_the_rest() -> None:
    assert not [c for c in classes() if re.search(r"Other|Misc|Various|Unknown|General", c)]


def test_p22_names_follow_one_convention() -> None:
    for term in classes():
        assert re.fullmatch(r"([A-Z][a-z]+)+", term.removeprefix(FTE)), term
    for term in set(terms()) - set(classes()):
        assert re.fullmatch(r"[a-z]+[0-9]*([A-Z][a-z]*)*", term.removeprefix(FTE)), term


def test_p24_no_recursive_definition() -> None:
    for term in terms():
        chains = [list(core().items(c)) for c in core().objects(term, OWL.propertyChainAxiom)]
        assert not [c for c in chains if term in c], term
        assert term not in core().objects(term, RDFS.domain)


def test_p25_no_property_is_its_own_inverse() -> None:
    assert not [s for s, o in core().subject_objects(OWL.inverseOf) if s == o]


def test_p26_symmetric_properties_have_no_inverse() -> None:
    symmetric = set(core().subjects(RDF.type, OWL.SymmetricProperty))
    assert not [pair for pair in core().subject_objects(OWL.inverseOf) if symmetric & set(pair)]


def test_p27_p31_no_equivalence_axiom_to_get_wrong() -> None:
    assert not list(core().triples((None, OWL.equivalentProperty, None)))
    assert not list(core().triples((None, OWL.equivalentClass, None)))


@pytest.mark.parametrize(
    "kind", [OWL.SymmetricProperty, OWL.TransitiveProperty], ids=["p28", "p29"]
)
def test_p28_p29_symmetric_and_transitive_need_equal_ends(kind: URIRef) -> None:
    found = own(core().subjects(RDF.type, kind))
    assert found
    for prop in found:
        assert one(prop, RDFS.domain) == one(prop, RDFS.range), prop


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_p32_no_two_classes_of_one_label(lang: str) -> None:
    names = Counter(label(c, lang).casefold() for c in classes())
    assert [n for n, count in names.items() if count > 1] == []


def test_p33_chains_have_several_properties() -> None:
    chains = [list(core().items(chain)) for chain in core().objects(None, OWL.propertyChainAxiom)]
    assert len(chains) >= len(tie_kinds()) - 1
    assert all(len(chain) > 1 for chain in chains)


def test_p34_p35_no_untyped_class_or_property() -> None:
    typed = set(core().subjects(RDF.type, None))
    classes_used = set(core().objects(None, RDFS.subClassOf)) | set(
        core().objects(None, RDFS.domain)
    )
    ranges = {
        r
        for r in core().objects(None, RDFS.range)
        if "XMLSchema#" not in str(r) and r != RDFS.Literal
    }
    assert classes_used - typed == set()
    assert ranges - typed == set()
    language = (str(RDF), str(RDFS), str(OWL))
    assert {p for p in core().predicates() if not str(p).startswith(language)} - typed == set()


def test_p36_p39_iris_have_no_file_extension_and_one_namespace() -> None:
    for name in ("core", "schemes", "shapes", "alignments"):
        source = (ontology_folder() / f"{name}.ttl").read_text(encoding="utf-8")
        assert "@base" not in source
        assert not re.search(r"<https://w3id\.org/fte/[^>]*\.(ttl|owl|rdf|xml)>", source)
    assert all("#" not in t for t in terms())


def test_p38_p41_ontology_is_declared_and_licensed() -> None:
    for name in ("core", "alignments", "shapes"):
        [declared] = graph(name).subjects(RDF.type, OWL.Ontology)
        assert graph(name).value(declared, DCTERMS.license)


def test_p40_no_foreign_term_is_redefined() -> None:
    said = {RDF.type, RDFS.isDefinedBy}
    foreign = {s for s in core().subjects() if isinstance(s, URIRef) and not s.startswith(FTE)}
    for term in foreign:
        assert set(core().predicates(term)) <= said, term
