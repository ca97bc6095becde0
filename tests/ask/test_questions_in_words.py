"""Questions in French and English reach the question of the catalogue or the finding they mean."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph import EcosystemGraph
from frenchtech_graph.ask import command, read
from frenchtech_graph.ask.names import Names
from frenchtech_graph.ask.phrases import tools
from frenchtech_graph.catalogue import catalogue
from frenchtech_graph.cli import main
from frenchtech_graph.findings import registry

ASKED = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))[
    "asked"
]


@pytest.fixture(scope="module")
def names(lille: EcosystemGraph) -> Names:
    return Names(lille.store)


@pytest.mark.parametrize("asked", [a for a in ASKED if "name" in a], ids=lambda a: a["question"])
def test_a_question_reaches_what_it_means(
    asked: dict[str, Any], lille: EcosystemGraph, names: Names
) -> None:
    reading = read(asked["question"], lille.store, names=names)
    assert reading.certain, reading.reasons
    assert reading.name == asked["name"]
    assert reading.is_finding == asked.get("is_finding", False)
    short = {n: str(v).rpartition("/")[2] for n, v in reading.parameters.items()}
    assert short == asked.get("parameters", {})
    assert list(reading.subjects) == asked.get("subjects", [])
    assert (reading.since, reading.until) == (asked.get("since"), asked.get("until"))


@pytest.mark.parametrize("asked", [a for a in ASKED if "doubt" in a], ids=lambda a: a["question"])
def test_what_is_not_understood_is_named_and_not_answered(
    asked: dict[str, Any], lille: EcosystemGraph
) -> None:
    found = lille.ask(asked["question"])
    assert not found.reading.certain
    assert found.frame is None
    assert found.reading.reasons
    reasons = " ".join(found.reading.reasons)
    assert all(word in reasons for word in asked["doubt"])


def test_the_command_that_is_shown_gives_the_same_rows(lille: EcosystemGraph) -> None:
    asked = lille.ask("Qui sont les investisseurs d'Innovafeed ?")
    assert asked.frame is not None
    words = command(asked.reading)
    out = ["--out", str(lille.folder), "--format", "json"]
    result = CliRunner().invoke(main, [*words, *out])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(
        asked.frame.to_json(orient="records", force_ascii=False)
    )


def test_years_keep_the_rows_of_those_years(lille: EcosystemGraph) -> None:
    every = lille.ask("levées à Lille").frame
    late = lille.ask("levées à Lille depuis 2020").frame
    assert every is not None
    assert late is not None
    assert 0 < len(late) < len(every)
    assert (late["year"] >= 2020).all()


def test_the_command_line_says_what_was_understood(lille: EcosystemGraph) -> None:
    runner = CliRunner()
    out = ["--out", str(lille.folder)]
    told = runner.invoke(main, ["ask", "who founded Exotec?", *out])
    assert told.exit_code == 0
    assert "founders-of" in told.stdout
    assert "Renaud Heitz" in told.stdout
    doubt = runner.invoke(main, ["ask", "who founded Exotek?", *out, "--json"])
    assert doubt.exit_code == 2
    facts = json.loads(doubt.stdout)
    assert not facts["certain"]
    assert "Exotec" in " ".join(facts["reasons"])


def test_everything_that_can_be_asked_has_a_phrase() -> None:
    asked = {t.name for t in tools()}
    assert {q.name for q in catalogue()} - asked == {"neighbourhood"}  # it answers with RDF
    alone = {f.name for f in registry.findings() if f.command == f.name}
    assert alone <= asked


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_reading(text: str) -> None:
    import rdflib

    reading = read(text, rdflib.Graph())
    assert reading.certain or reading.reasons
