"""Validation: every constraint finds its planted fault, says so in both languages, and pySHACL
agrees.
"""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, SH, Graph

from frenchtech_graph.graph.pyshacl_reference import validate_with_pyshacl
from frenchtech_graph.graph.shacl.conditions import UnsupportedShapeError
from frenchtech_graph.graph.validation import (
    Finding,
    validate,
)
from frenchtech_graph.graph.validation_report import report_turtle
from tests.support.ontology_files import as_rdflib, example_store, graph
from tests.support.planted_faults import FAULTS, PREFIXES, SHAPES, faults

pytestmark = pytest.mark.xdist_group("validation")  # the planted store is validated once
ALL_FAULTS = list(faults(graph("shapes", "derived-shapes")))


@pytest.fixture(scope="module")
def planted() -> ox.Store:
    """Return the example with one fault for each constraint, rules applied."""
    return example_store(PREFIXES + "\n".join(text for _, _, text in ALL_FAULTS))


@pytest.fixture(scope="module")
def english(planted: ox.Store) -> list[Finding]:
    return validate(planted)


@pytest.fixture(scope="module")
def french(planted: ox.Store) -> list[Finding]:
    return validate(planted, lang="fr")


def test_example_conforms_in_full() -> None:
    assert validate(example_store()) == []


def test_every_constraint_of_judgement_has_a_planted_fault() -> None:
    derived = {
        str(s).removeprefix(SHAPES) for s in graph("derived-shapes").subjects(RDF.type, None)
    }
    assert {name for name, _, _ in ALL_FAULTS} - derived == set(FAULTS)


@pytest.mark.parametrize(
    ("name", "thing"), [(n, t) for n, t, _ in ALL_FAULTS], ids=[n for n, _, _ in ALL_FAULTS]
)
def test_planted_fault_is_found(
    name: str, thing: str, english: list[Finding], french: list[Finding]
) -> None:
    for findings in (english, french):
        found = [f for f in findings if f.constraint == SHAPES + name and f.focus == thing]
        assert found, f"{name} misses its planted fault"
        assert all(len(f.message) > 10 and not re.search(r"\{[?$]", f.message) for f in found)


def test_messages_speak_the_language_asked_for(
    english: list[Finding], french: list[Finding]
) -> None:
    assert [f.key for f in english] == [f.key for f in french]
    same = {f.constraint for f, g in zip(english, french, strict=True) if f.message == g.message}
    assert same == set()


def test_pyshacl_finds_exactly_the_same(planted: ox.Store, english: list[Finding]) -> None:
    reference = validate_with_pyshacl(planted)
    assert {f.key for f in english} == {f.key for f in reference}


def test_findings_come_in_a_fixed_order_worst_first(
    planted: ox.Store, english: list[Finding]
) -> None:
    shuffled = ox.Store()
    shuffled.extend(sorted(planted, key=lambda q: hash(str(q))))
    assert validate(shuffled) == english
    assert [f.severity for f in english] == sorted(
        (f.severity for f in english), key=["violation", "warning", "info"].index
    )


def test_messages_name_things_by_their_labels(english: list[Finding]) -> None:
    [same] = [f for f in english if f.constraint == SHAPES + "loan-two-ends"]
    assert same.message == "Loan: both ends are the same, Ada Lenoir."
    assert same.focus_label == "Ada Lenoir → Ada Lenoir"
    [wrong] = [f for f in english if f.constraint == SHAPES + "siren-check-digit"]
    assert (wrong.value, wrong.focus_label) == ("000000019", "SIREN faux")


def test_named_graphs_are_not_validated(planted: ox.Store) -> None:
    store = example_store()
    claims = ox.NamedNode("https://w3id.org/fte/graph/claims")
    store.extend(ox.Quad(q.subject, q.predicate, q.object, claims) for q in planted)
    assert validate(store) == []


def test_types_are_found_before_the_rules_have_run() -> None:
    store = ox.Store()
    store.load((PREFIXES + "actor:x a fte:Accelerator .").encode(), format=ox.RdfFormat.TURTLE)
    found = {f.constraint.removeprefix(SHAPES) for f in validate(store)}
    assert {"entity-name", "organization-place"} <= found


def test_an_impossible_date_is_found_in_what_a_lenient_load_let_in() -> None:
    store = ox.Store()
    line = (
        "<urn:t> <https://w3id.org/fte/onto/date>"
        ' "2015-13-01"^^<http://www.w3.org/2001/XMLSchema#date> .'
    )
    store.bulk_load(input=line.encode(), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    assert [f.constraint for f in validate(store)] == [SHAPES + "date-form"]


def test_report_is_a_shacl_report(planted: ox.Store, english: list[Finding]) -> None:
    report = Graph().parse(data=report_turtle(english), format="turtle")
    [root] = report.subjects(RDF.type, SH.ValidationReport)
    assert str(report.value(root, SH.conforms)) == "false"
    results = list(report.objects(root, SH.result))
    assert len(results) == len(english)
    for result in results:
        for predicate in (
            SH.focusNode,
            SH.sourceShape,
            SH.resultSeverity,
            SH.sourceConstraintComponent,
        ):
            assert report.value(result, predicate)
    assert (None, SH.value, None) in report
    assert report_turtle(english) == report_turtle(validate(planted))


def test_report_of_property_shapes_without_an_address(tmp_path: Path) -> None:
    """As DCAT-AP and most published shapes have them: blank nodes within a node shape."""
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix d: <http://purl.org/dc/terms/> ."
        " <urn:shape> a sh:NodeShape ; sh:targetNode <urn:a> , <urn:b> ;"
        " sh:property [ sh:path d:title ; sh:minCount 1 ] ,"
        " [ sh:path d:publisher ; sh:nodeKind sh:IRI ] .",
        encoding="utf-8",
    )
    store = ox.Store()
    title, publisher = (ox.NamedNode(DCTERMS[n]) for n in ("title", "publisher"))
    store.add(ox.Quad(ox.NamedNode("urn:a"), title, ox.Literal("A")))
    store.add(ox.Quad(ox.NamedNode("urn:a"), publisher, ox.Literal("nobody")))
    written = report_turtle(validate(store, shapes=[shapes]), shapes=[shapes])
    assert written == report_turtle(validate(store, shapes=[shapes]), shapes=[shapes])
    report = Graph().parse(data=written, format="turtle")
    results = {
        (str(report.value(r, SH.focusNode)), str(report.value(r, SH.resultPath)))
        for r in report.subjects(RDF.type, SH.ValidationResult)
    }
    assert results == {("urn:b", str(DCTERMS.title)), ("urn:a", str(DCTERMS.publisher))}
    assert len(set(report.objects(None, SH.sourceShape))) == 2


def test_a_severity_of_ones_own_is_a_violation_and_stands_in_the_report(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:shape> a sh:NodeShape ;"
        " sh:targetNode <urn:a> ; sh:severity <urn:grave> ; sh:nodeKind sh:BlankNode .",
        encoding="utf-8",
    )
    found = validate(ox.Store(), shapes=[shapes])
    assert [(f.severity, f.own_severity) for f in found] == [("violation", "urn:grave")]
    assert "sh:resultSeverity <urn:grave>" in report_turtle(found, shapes=[shapes])


def test_report_of_a_conforming_graph() -> None:
    assert "sh:conforms true" in report_turtle([])


@pytest.fixture(scope="module")
def shapes_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shapes")


HAS_P, HAS_Q, HAS_R = (f"[ sh:property [ sh:path ex:{p} ; sh:minCount 1 ] ]" for p in "pqr")
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
ex:a a ex:Kind ; ex:p 1 , 2 ; ex:q "x"@en , "y"@en , "z"@fr ; ex:r ex:b ; ex:low 3 ; ex:high 2 .
ex:b a ex:Narrow ; ex:p "text" ; ex:r ex:a , ex:c ; ex:low 1 ; ex:high 2 .
ex:c a ex:Kind ; ex:q "long text" ; ex:low "no number" ; ex:high 9 .
ex:Narrow <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:Kind .
"""
OTHER_SHAPES = {
    "counts": "sh:property [ sh:path ex:p ; sh:minCount 2 ; sh:maxCount 2 ]",
    "three": "sh:property [ sh:path ex:q ; sh:minCount 3 ]",
    "nested": (
        "sh:property [ sh:path ex:r ; sh:property [ sh:path ex:p ; sh:datatype xsd:integer ] ]"
    ),
    "node": (
        "sh:property [ sh:path ex:r ; sh:node [ sh:property [ sh:path ex:p ; sh:maxCount 1 ;"
        " sh:minCount 1 ] ] ]"
    ),
    "or": f"sh:or ( {HAS_P} [ sh:property [ sh:path ex:q ; sh:maxCount 0 ] ] )",
    "and": f"sh:and ( {HAS_P} {HAS_R} )",
    "xone": f"sh:xone ( {HAS_P} {HAS_Q} )",
    "not": "sh:not [ sh:property [ sh:path ex:q ; sh:hasValue 'long text' ] ]",
    "order": "sh:property [ sh:path ex:low ; sh:lessThan ex:high ]",
    "order or equal": "sh:property [ sh:path ex:low ; sh:lessThanOrEquals ex:high ]",
    "languages": "sh:property [ sh:path ex:q ; sh:uniqueLang true ; sh:languageIn ( 'fr' ) ]",
    "lengths": "sh:property [ sh:path ex:q ; sh:minLength 1 ; sh:maxLength 3 ]",
    "pattern": "sh:property [ sh:path ex:q ; sh:pattern '^[XY]$' ; sh:flags 'i' ]",
    "list": "sh:property [ sh:path ex:p ; sh:in ( 1 'text' ) ]",
    "bounds": "sh:property [ sh:path ex:p ; sh:minExclusive 1 ; sh:maxInclusive 2 ]",
    "kinds": "sh:property [ sh:path ex:r ; sh:nodeKind sh:IRI ; sh:class ex:Narrow ]",
    "inverse": "sh:property [ sh:path [ sh:inversePath ex:r ] ; sh:minCount 2 ]",
    "sequence": "sh:property [ sh:path ( ex:r ex:r ) ; sh:maxCount 1 ]",
    "repeated": (
        "sh:property [ sh:path [ sh:oneOrMorePath ex:r ] ; sh:class ex:Kind ; sh:maxCount 2 ]"
    ),
    "optional": "sh:property [ sh:path [ sh:zeroOrOnePath ex:r ] ; sh:maxCount 2 ]",
    "any number": "sh:property [ sh:path [ sh:zeroOrMorePath ex:r ] ; sh:minCount 2 ]",
    "closed": "sh:closed true ; sh:property [ sh:path ex:p ] ; sh:ignoredProperties ( ex:q ex:r )",
    "equals": "sh:property [ sh:path ex:low ; sh:equals ex:high ]",
    "some": (
        "sh:property [ sh:path ex:r ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class"
        " ex:Narrow ] ]"
    ),
    "few": (
        "sh:property [ sh:path ex:r ; sh:qualifiedMaxCount 1 ; sh:qualifiedValueShape [ sh:class"
        " ex:Kind ] ]"
    ),
    "off": "sh:deactivated true ; sh:property [ sh:path ex:p ; sh:minCount 99 ]",
}


def _seen(findings: list[Finding]) -> set[tuple[str, ...]]:
    """Leave out the names of nested shapes: they are blank, and each parser has its own."""
    return {(f.severity, f.focus, f.component, f.path or "", f.value or "") for f in findings}


@pytest.mark.parametrize("name", list(OTHER_SHAPES))
def test_shapes_of_others_agree_with_pyshacl(name: str, shapes_folder: Path) -> None:
    """Any core constraint, not those of the project alone."""
    path = shapes_folder / f"{name}.ttl"
    path.write_text(
        f"{HEAD} ex:shape a sh:NodeShape ; sh:targetClass ex:Kind ; {OTHER_SHAPES[name]} ."
    )
    store = ox.Store()
    store.load((HEAD + DATA).encode(), format=ox.RdfFormat.TURTLE)
    ours = _seen(validate(store, shapes=[path]))
    assert ours == _seen(validate_with_pyshacl(store, shapes=[path]))
    assert bool(ours) == (name != "off")


NODES = st.sampled_from(["ex:a", "ex:b", "ex:c"])
LITERALS = st.sampled_from(
    ["1", "2", "2.5", "'x'", "'x'@en", "'y'@en", "'z'@fr", "'long text'", "'no number'"]
)
LINKS = st.tuples(NODES, st.sampled_from(["ex:p", "ex:q", "ex:r"]), LITERALS | NODES)
# No IRI here: SPARQL cannot compare it with a literal, which SHACL counts as a fault (§4.5.3) and
# pySHACL does not.
ORDERED = st.tuples(
    NODES, st.sampled_from(["ex:low", "ex:high"]), st.sampled_from(["1", "2", "2.5"])
)
TYPES = st.tuples(NODES, st.just("a"), st.sampled_from(["ex:Kind", "ex:Narrow"]))


@given(links=st.lists(LINKS | ORDERED, max_size=14), types=st.lists(TYPES, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_data_any_core_constraint_agrees_with_pyshacl(
    links: list[tuple[str, str, str]], types: list[tuple[str, str, str]], shapes_folder: Path
) -> None:
    path = shapes_folder / "all.ttl"
    numbered = enumerate(OTHER_SHAPES.values())
    path.write_text(
        HEAD
        + "".join(
            f"ex:shape{n} a sh:NodeShape ; sh:targetClass ex:Kind ; {b} .\n" for n, b in numbered
        )
    )
    store = ox.Store()
    store.load(
        (HEAD + "".join(f"{s} {p} {o} .\n" for s, p, o in [*links, *types])).encode(),
        format=ox.RdfFormat.TURTLE,
    )
    assert _seen(validate(store, shapes=[path])) == _seen(
        validate_with_pyshacl(store, shapes=[path])
    )


@pytest.mark.parametrize(
    "body",
    [
        (
            "sh:property [ sh:path ex:p ; sh:node ex:shape ] ; sh:property [ sh:path ex:q ;"
            " sh:expression 1 ]"
        ),
        "sh:property [ sh:path ex:r ; sh:node ex:shape ]",
        'sh:sparql [ sh:select "SELECT $this WHERE { $this ex:p ?v MINUS { $this ex:q ?v } }" ]',
    ],
    ids=["unknown constraint", "recursion", "minus"],
)
def test_what_is_not_supported_is_refused(body: str, shapes_folder: Path) -> None:
    path = shapes_folder / "refused.ttl"
    path.write_text(f"{HEAD} ex:shape a sh:NodeShape ; sh:targetClass ex:Kind ; {body} .")
    with pytest.raises(UnsupportedShapeError):
        validate(ox.Store(), shapes=[path])


def test_default_graph_survives_as_it_was(planted: ox.Store) -> None:
    before = len(planted)
    validate(planted)
    assert len(planted) == before
    assert len(as_rdflib(planted)) > 1000
