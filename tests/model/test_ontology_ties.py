"""The edge annotations of the tie classes, the property chains, domains and ranges all say the
same.
"""

import re

import pytest
from rdflib import OWL, RDF, RDFS, SH, URIRef

from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model import ontology
from tests.support.ontology_files import (
    FTE,
    as_rdflib,
    classes,
    core,
    example_store,
    graph,
    label,
    members,
    one,
    own,
    terms,
    tie_kinds,
)

ANNOTATIONS = {"edgeSource", "edgeTarget", "shortcut", "edgeDirected"}
NO_FLOW = {"Succession", "Subunit", "Establishment", "Coverage", "UnspecifiedTie"}
NO_FAMILY = {"UnspecifiedTie", "JointAct"}
SHARED_EVENTS = {"FundingRound", "FundClosing", "JointAct", "Programme", "Project"}
KINDS = tie_kinds()


def name(term: URIRef) -> str:
    return term.removeprefix(FTE)


def test_every_kind_of_tie_is_described() -> None:
    concrete = {
        c
        for base in ("EventTie", "StateTie")
        for c in own(core().subjects(RDFS.subClassOf, FTE[base]))
    }
    assert concrete == set(KINDS)
    assert len(KINDS) > 30


@pytest.mark.parametrize("kind", KINDS, ids=name)
def test_annotations_of_a_kind_are_complete(kind: URIRef) -> None:
    for annotation in ANNOTATIONS:
        assert one(kind, FTE[annotation]) is not None
    assert (one(kind, FTE.flow) is None) == (name(kind) in NO_FLOW)


def test_every_kind_of_tie_and_of_event_has_a_family() -> None:
    terms = ontology.load()
    shared = {*SHARED_EVENTS, *(name(k) for k in KINDS)}
    assert {k for k in shared if k not in terms.tie_families} == NO_FAMILY
    assert set(terms.tie_families.values()) == set(terms.schemes["family"])
    assert all(k.family == terms.tie_families.get(n) for n, k in terms.tie_kinds.items())


@pytest.mark.parametrize("kind", [k for k in KINDS if name(k) != "UnspecifiedTie"], ids=name)
def test_ends_and_shortcut_agree_with_domains_ranges_and_chain(kind: URIRef) -> None:
    source, target, shortcut = (one(kind, FTE[a]) for a in ("edgeSource", "edgeTarget", "shortcut"))
    assert source and target and shortcut
    assert one(source, RDFS.domain) == kind
    assert one(target, RDFS.domain) == kind
    assert FTE.tieFrom in core().objects(source, RDFS.subPropertyOf)
    assert FTE.tieTo in core().objects(target, RDFS.subPropertyOf)
    chains = [list(core().items(c)) for c in core().objects(shortcut, OWL.propertyChainAxiom)]
    [inverse] = core().subjects(OWL.inverseOf, source)
    assert [inverse, target] in chains
    if name(kind) != "Establishment":  # any entity may be located, only actors are established
        assert one(shortcut, RDFS.domain) == one(source, RDFS.range)
        assert one(shortcut, RDFS.range) == one(target, RDFS.range)
    undirected = (shortcut, RDF.type, OWL.SymmetricProperty) in core()
    assert undirected == (str(one(kind, FTE.edgeDirected)) == "false")


def test_a_shortcut_stands_for_one_kind_only() -> None:
    shortcuts = [one(kind, FTE.shortcut) for kind in KINDS]
    assert len(set(shortcuts)) == len(shortcuts)


def test_event_ends_lead_to_something_shared() -> None:
    for kind in KINDS:
        end = one(kind, FTE.eventEnd)
        if end == FTE.inRound:  # the company of the round may stand in for the end
            target, shortcut, source = (
                one(kind, FTE[a]) for a in ("edgeTarget", "shortcut", "edgeSource")
            )
            [inverse] = core().subjects(OWL.inverseOf, source)
            chains = [
                list(core().items(c)) for c in core().objects(shortcut, OWL.propertyChainAxiom)
            ]
            assert [inverse, FTE.inRound, FTE.raisedBy] in chains
            assert target
        elif end is not None:
            assert end == one(kind, FTE.edgeTarget)
            assert one(end, RDFS.range) in {FTE.Project, FTE.Programme}


def test_every_organisation_class_contributes_or_says_why_not() -> None:
    silent = {"Organization", "Company"}
    for kind in classes():
        above = set(core().transitive_objects(kind, RDFS.subClassOf))
        if FTE.Organization in above and name(kind) not in silent:
            assert any(core().value(c, FTE.defaultContribution) for c in above), kind


def test_profile_rl_has_no_forbidden_construct() -> None:
    forbidden = {
        OWL.unionOf,
        OWL.someValuesFrom,
        OWL.allValuesFrom,
        OWL.cardinality,
        OWL.minCardinality,
    }
    forbidden |= {OWL.maxCardinality, OWL.hasSelf, OWL.oneOf, OWL.ReflexiveProperty, OWL.hasKey}
    assert not forbidden & {t for triple in core() for t in triple}
    dates = {f"http://www.w3.org/2001/XMLSchema#{d}" for d in ("date", "gYear", "gYearMonth")}
    assert not dates & {str(r) for r in core().objects(None, RDFS.range)}


def test_properties_with_chains_stay_simple() -> None:
    """OWL 2 DL: no functional, asymmetric or irreflexive axiom on a property with a chain, nor
    above it.
    """
    chained = set(core().subjects(OWL.propertyChainAxiom, None)) | set(
        core().subjects(RDF.type, OWL.TransitiveProperty)
    )
    composite = {p for c in chained for p in core().transitive_objects(c, RDFS.subPropertyOf)}
    simple = {
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.AsymmetricProperty,
        OWL.IrreflexiveProperty,
    }
    for prop in composite:
        assert not simple & set(core().objects(prop, RDF.type)), prop


def test_closed_person_shape_allows_exactly_the_short_forms_of_persons() -> None:
    shapes = graph("shapes")
    fsh = "https://w3id.org/fte/shapes/"
    allowed = set(
        members(shapes, shapes.value(URIRef(fsh + "person-private"), SH.ignoredProperties))
    )
    may_be_person = {FTE.Person, FTE.Actor, FTE.Entity}
    shortcuts = {one(k, FTE.shortcut) for k in KINDS}
    for shortcut in shortcuts:
        assert shortcut
        assert (shortcut in allowed) == (one(shortcut, RDFS.domain) in may_be_person), shortcut


def test_labels_of_a_tie_and_its_roles_differ() -> None:
    for kind in KINDS:
        for lang in ("en", "fr"):
            ends = [URIRef(str(one(kind, FTE[a]))) for a in ("edgeSource", "edgeTarget")]
            assert label(ends[0], lang) != label(ends[1], lang)


def test_every_term_is_used_by_the_example_or_by_another_term() -> None:
    """After the rules; inverses serve the chains, annotations the terms themselves."""
    example = {t for triple in as_rdflib(example_store()) for t in triple}
    chained = {
        p for chain in core().objects(None, OWL.propertyChainAxiom) for p in members(core(), chain)
    }
    on_terms = set(core().predicates()) | set(graph("schemes").predicates())
    above = set(core().objects(None, RDFS.subClassOf))
    assert [t for t in terms() if t not in example | chained | on_terms | above] == []


def test_queries_rules_and_template_use_defined_terms_only() -> None:
    defined = {name(t) for t in terms()}
    root = ontology_folder().parent
    written = [*(root / "queries").rglob("*.rq"), *ontology_folder().rglob("*.rq")]
    for path in written:
        text = re.sub(r"(?m)^#.*$", "", path.read_text(encoding="utf-8"))
        used = set(re.findall(r"(?<![\w-])fte:(\w+)", text))
        assert used <= defined, path.name
    template = (ontology_folder() / "template.json").read_text(encoding="utf-8")
    assert set(re.findall(r"https://w3id\.org/fte/onto/(\w+)", template)) <= defined
