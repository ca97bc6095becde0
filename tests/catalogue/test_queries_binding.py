"""Parameters: what a person writes becomes a checked RDF term, and never query text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from frenchtech_graph import catalogue as queries
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model.namespaces import CONCEPT, FTE, ID, XSD
from frenchtech_graph.rdf.binding import bind, render

ECHO = 'SELECT ?x WHERE {\n  VALUES ?x { "default" }  #+ param x\n}\n'
HOSTILE = [
    '"',
    "\\",
    '\\"',
    "\\u0022",
    "\\\\u0022 } INSERT",
    "\\U00000022",
    "\\u005C",
    '" } #',
    "'''\"\"\"",
    "a\nb\rc\td",
    "\x07abcd",
    "é€😀\u2028",
    "{?s ?p ?o}",
    "<script>",
    "UNDEF",
    "  spaced  ",
    "x } } DROP ALL #",
    "\\",
    "\\\\",
    "?x $y @fr ^^<a>",
]


def echoed(text: str) -> list[Any]:
    """Return what the embedded engine and rdflib read back, as (value, language, datatype)."""
    found: list[tuple[str, str | None, str | None]] = []
    solutions = ox.Store().query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    (solution,) = solutions
    term = solution[0]
    assert isinstance(term, ox.NamedNode | ox.Literal)
    if isinstance(term, ox.Literal):
        found.append((term.value, term.language, term.datatype.value))
    else:
        found.append((term.value, None, None))
    other = next(iter(rdflib.Graph().query(text)))[0]  # type: ignore[index]
    if isinstance(other, rdflib.Literal):
        kind = str(other.datatype) if other.datatype else None
        found.append(
            (
                str(other),
                other.language,
                kind or ("…langString" if other.language else XSD + "string"),
            )
        )
    else:
        found.append((str(other), None, None))
    return found


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back_unchanged_on_both_engines(text: str) -> None:
    check_text(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back_unchanged(text: str) -> None:
    check_text(text)


def check_text(text: str) -> None:
    plain = echoed(bind(ECHO, {"x": [ox.Literal(text)]}))
    assert plain == [(text, None, XSD + "string")] * 2
    tagged = echoed(bind(ECHO, {"x": [ox.Literal(text, language="fr")]}))
    assert [t[:2] for t in tagged] == [(text, "fr")] * 2


@given(st.text(max_size=20))
@example("a> } DROP ALL #")
@example("a\\u003E b")
@settings(max_examples=100, deadline=None)
def test_an_iri_is_refused_or_comes_back_unchanged(tail: str) -> None:
    try:
        iri = ox.NamedNode("http://example.org/" + tail)
    except ValueError:
        return
    assert echoed(bind(ECHO, {"x": [iri]}))[0] == (iri.value, None, None)


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4, unique=True))
def test_several_values_stay_several(texts: list[str]) -> None:
    solutions = ox.Store().query(bind(ECHO, {"x": [ox.Literal(t) for t in texts]}))
    assert isinstance(solutions, ox.QuerySolutions)
    assert [s[0].value for s in solutions] == texts


def test_a_limit_takes_the_place_of_the_default_only() -> None:
    text = "SELECT ?s { ?s ?p ?o } LIMIT 20  #+ param limit\n"
    assert (
        bind(text, {"limit": [ox.Literal(5)]}) == "SELECT ?s { ?s ?p ?o } LIMIT 5  #+ param limit\n"
    )
    assert bind(text, {}) == text


def test_rendering_keeps_datatypes() -> None:
    assert (
        render(ox.Literal("2016", datatype=ox.NamedNode(XSD + "gYear"))) == f'"2016"^^<{XSD}gYear>'
    )


TYPED = """#+ param {name}: type={spec}
SELECT ?x WHERE {{
  VALUES ?x {{ UNDEF }}  #+ param {name}
}}
"""


def bound(lille: EcosystemGraph, spec: str, value: Any) -> str:
    """Return the value that a parameter of a type gets on the Lille graph."""
    frame = queries.run(lille.store, TYPED.format(name="p", spec=spec), p=value)
    return str(frame["x"].iloc[0])


@pytest.mark.parametrize(
    ("spec", "value", "expected"),
    [
        ("place", "Lille", ID + "place/59350"),
        ("place", "lille", ID + "place/59350"),
        ("place", "59350", ID + "place/59350"),
        ("place", "Saint-Denis (93)", ID + "place/93066"),
        ("place", "Hauts de France", ID + "place/reg-32"),
        ("place", ID + "place/dep-59", ID + "place/dep-59"),
        ("actor", "exotec", ID + "actor/exotec"),
        ("actor", "EXOTEC", ID + "actor/exotec"),
        ("actor", ID + "actor/exotec", ID + "actor/exotec"),
        ("actor", "Exotec Solutions", ID + "actor/exotec"),
        ("actor", "ynsect", ID + "actor/ynsect"),
        ("actor", "Universite de lille", ID + "actor/universite-de-lille"),
        ("actor:Company", "Innovafeed", ID + "actor/innovafeed"),
        ("entity:Label", "metropole french tech", ID + "label/metropole-french-tech"),
        ("entity:Label", "metropole-french-tech", ID + "label/metropole-french-tech"),
        ("entity:Label", ID + "event/metropole-french-tech", ID + "label/metropole-french-tech"),
        ("class:Actor", "incubateur", FTE + "Incubator"),
        ("class:Actor", "StartUp", FTE + "StartUp"),
        ("concept:sector", "Santé", CONCEPT + "sector/health"),
        ("concept:sector", CONCEPT + "sector/health", CONCEPT + "sector/health"),
        ("year", 2016, "2016"),
        ("integer", "-3", "-3"),
        ("number", "2.50", "2.5"),
        ("boolean", True, "True"),
        ("date", date(2016, 2, 29), "2016-02-29"),
        ("text", " say “hi” ", "say “hi”"),
        ("iri", "https://example.org/a", "https://example.org/a"),
    ],
)
def test_values_as_people_write_them(
    lille: EcosystemGraph, spec: str, value: Any, expected: str
) -> None:
    assert bound(lille, spec, value) == expected


@pytest.mark.parametrize(
    ("spec", "value", "code", "suggestion"),
    [
        ("place", "Lile", "unknown-place", "Lille"),
        ("place", "Haut de Frances", "unknown-place", "Hauts-de-France"),
        ("place", "Saint-Denis", "ambiguous-place", None),
        ("actor", "Exotek", "unknown-entity", "Exotec"),
        ("actor", "zzzzqqq", "unknown-entity", None),
        ("actor", "", "unknown-entity", None),
        ("actor:Person", "exotec", "unknown-entity", None),
        ("actor", "https://example.org/nobody", "unknown-entity", None),
        ("actor", "https://example.org/not an iri>", "unknown-entity", None),
        ("class:Actor", "FundingRound", "unknown-term", None),
        ("class:Actor", "Incubateurs", "unknown-term", "Incubator"),
        ("concept:sector", "helth", "unknown-term", "health"),
        ("year", "16", "not-year", None),
        ("year", "²016", "not-year", None),
        ("integer", "ten", "not-integer", None),
        ("number", "1 000", "not-number", None),
        ("number", "NaN", "not-number", None),
        ("number", "1e999999999", "not-number", None),
        ("boolean", "maybe", "not-boolean", None),
        ("date", "2015-02-29", "not-date", None),
        ("text", "a\x00b", "not-text", None),
        ("actor", "a\ud800", "not-text", None),
        ("place", "\udfff", "not-text", None),
        ("language", "de", "not-language", None),
        ("iri", "no spaces allowed", "not-iri", None),
        ("text", [], "needs-value", None),
        ("text", ["a", "b"], "only-one", None),
    ],
)
def test_faults_name_the_parameter_and_what_may_have_been_meant(
    lille: EcosystemGraph, spec: str, value: Any, code: str, suggestion: str | None
) -> None:
    with pytest.raises(BilingualError) as fault:
        bound(lille, spec, value)
    assert fault.value.code == code
    assert suggestion is None or fault.value.suggestions[0] == suggestion
    for lang in ("fr", "en"):
        assert fault.value.message(lang).startswith("p")
        assert suggestion is None or suggestion in fault.value.message(lang)


def test_a_parameter_that_is_not_there_is_answered_with_those_that_are(
    lille: EcosystemGraph,
) -> None:
    with pytest.raises(
        BilingualError, match=r"no parameter “plce”.*It takes: place, sector.*mean: place"
    ) as fault:
        queries.run(lille.store, "startups", plce="Lille")
    assert fault.value.code == "unknown-parameter"


def test_a_name_that_two_things_have_is_not_guessed() -> None:
    store = ox.Store()
    store.load(input=TWINS, format=ox.RdfFormat.TURTLE)
    with pytest.raises(
        BilingualError, match=r"several entities have the name “twin”.*one.*two"
    ) as fault:
        queries.run(store, TYPED.format(name="p", spec="actor"), p="twin")
    assert fault.value.code == "ambiguous-entity"
    frame = queries.run(store, TYPED.format(name="p", spec="actor"), p="one")
    assert frame["x"].tolist() == [ID + "actor/one"]


TWINS = """
@prefix fte: <https://w3id.org/fte/onto/> .
@prefix actor: <https://w3id.org/fte/id/actor/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
fte:Actor rdfs:subClassOf fte:Actor , fte:Entity .
actor:one a fte:Actor ; skos:prefLabel "Twin"@fr .
actor:two a fte:Actor ; skos:prefLabel "Tŵin"@fr .
"""


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({"param place": "type=town"}, "type town is not one of"),
        ({"param other": "type=place"}, "no line of the query holds"),
        ({"columns": "n whole"}, "type whole is not one of"),
        ({"example": "place:Lille"}, "is not `name=value`"),
    ],
)
def test_a_faulty_header_is_refused(header: Mapping[str, str], said: str) -> None:
    lines = "".join(f"#+ {key}: {value}\n" for key, value in header.items())
    body = "SELECT ?place ?n { VALUES ?place { UNDEF }  #+ param place\n}"
    with pytest.raises(BilingualError, match=said):
        queries.read(lines + body)
