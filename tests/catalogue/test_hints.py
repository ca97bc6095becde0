"""Terms that the ontology does not have are named, with what was meant; strangers' are left alone."""

from __future__ import annotations

import warnings

import pytest
from click.testing import CliRunner

from frenchtech_graph import catalogue
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.catalogue.hints import UnknownTermWarning, hints
from frenchtech_graph.cli import main

SLIP = "SELECT * { ?s a fte:Startup }"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (SLIP, {"fte:Startup": ("fte:StartUp",)}),
        (
            "PREFIX f: <https://w3id.org/fte/onto/> ASK { ?s f:hassector ?o }",
            {"f:hassector": ("f:hasSector",)},
        ),
        (
            "ASK { ?s a <https://w3id.org/fte/onto/Persson> }",
            {"<https://w3id.org/fte/onto/Persson>": ("<https://w3id.org/fte/onto/Person>",)},
        ),
        (
            "PREFIX s: <https://w3id.org/fte/concept/sector/> ASK { ?x fte:hasSector s:Health }",
            {"s:Health": ("s:health",)},
        ),
        ("ASK { ?s fte:qqqqqqqqqqqq ?o }", {"fte:qqqqqqqqqqqq": ()}),
        ("ASK { ?s ?p 'fte:Startup' } # fte:Startup", {}),
        ("ASK { ?s a <https://example.org/Startup> ; skos:preflabel ?n ; foo:bar ?m }", {}),
        ("PREFIX fte: <urn:other:> ASK { ?s a fte:Startup }", {}),
    ],
)
def test_only_unknown_terms_of_ours_are_named(text: str, near: dict[str, tuple[str, ...]]) -> None:
    found = {hint.term: hint.near[:1] for hint in hints(text)}
    assert found == {term: names[:1] for term, names in near.items()}


def test_no_question_of_the_catalogue_and_no_term_in_use_is_named(lille: EcosystemGraph) -> None:
    assert [q.name for q in catalogue.catalogue() if hints(q.text)] == []
    used = "SELECT DISTINCT ?p { { ?s ?p ?o } UNION { ?s a ?p } UNION { GRAPH ?g { ?s ?p ?o } } }"
    names = catalogue.run(lille.store, used)["p"]
    assert hints("ASK { " + " ".join(f"?s <{name}> ?o ." for name in names) + " }") == []


def test_python_warns_and_answers(lille: EcosystemGraph) -> None:
    with pytest.warns(UnknownTermWarning, match="did you mean fte:StartUp"):
        assert lille.query(SLIP, lang="en").empty
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lille.query("SELECT * { ?s a fte:StartUp }")


def test_the_command_tells_beside_the_answer(lille: EcosystemGraph) -> None:
    asked = ["query", SLIP, "--format", "csv", "--out", str(lille.folder)]
    result = CliRunner().invoke(main, [*asked, "--lang", "fr"])
    assert (result.exit_code, result.stdout) == (0, "s\n")
    assert "vouliez-vous dire fte:StartUp" in result.stderr
