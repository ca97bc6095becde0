"""Questions in French and English reach the question of the catalogue or the finding they mean."""

import json
import shlex
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
from frenchtech_graph.ask.spoken import language
from frenchtech_graph.catalogue import catalogue
from frenchtech_graph.cli import main
from frenchtech_graph.findings import registry
from frenchtech_graph.io.errors import BilingualError

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


def test_an_amount_of_a_question_reaches_the_finding_as_a_number(lille: EcosystemGraph) -> None:
    found = lille.ask("Who could fund a start-up in Lille for 3 million euros?")
    assert found.reading.certain, found.reading.reasons
    assert found.reading.parameters["ticket"] == "3000000"
    assert found.frame is not None
    assert found.frame.equals(lille.funders_for(where="Lille", ticket=3_000_000.0))


@pytest.mark.parametrize(
    ("name", "values"), [("funders_for", {"ticket": "much"}), ("funders_for", {"most": "2.5"})]
)
def test_a_text_that_is_no_number_is_refused(
    name: str, values: dict[str, str], lille: EcosystemGraph
) -> None:
    with pytest.raises(BilingualError, match="number"):
        lille.answers(name, **values)


def test_several_values_for_a_parameter_of_one_are_asked_about(lille: EcosystemGraph) -> None:
    found = lille.ask("labs that work with aerospace firms in Lille")
    assert not found.reading.certain
    assert "sector" in found.reading.reasons[0]
    sectors = [o.parameters["sector"] for o in found.reading.offers]
    assert sorted(map(str, sectors)) == ["aeronautics", "space"]


def test_a_command_that_is_shown_runs_on_the_same_folder(lille: EcosystemGraph) -> None:
    out = ["--out", str(lille.folder)]
    for question in ("who founded Exotec?", "labs that work with aerospace firms in Lille"):
        facts = json.loads(CliRunner().invoke(main, ["ask", question, *out, "--json"]).stdout)
        commands = [facts.get("command"), *(o["command"] for o in facts.get("offers", ()))]
        for words in (shlex.split(each)[1:] for each in commands if each):
            assert words[-2:] == out
            assert CliRunner().invoke(main, words).exit_code == 0, words


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Who put money into Exotec AI?", "en"),
        ("investment flows between regions, year by year", "en"),
        ("will Exotec AI go public next year?", "en"),
        ("largest rounds Lille", "en"),
        ("incubateurs à Lille", "fr"),
        ("levées de fonds d'AI4 depuis 2020", "fr"),
        ("plus grosses levées Lille", "fr"),
    ],
)
def test_the_answer_has_the_language_of_the_question(question: str, lang: str) -> None:
    assert language(question) == lang


def test_the_language_that_is_given_comes_first(lille: EcosystemGraph) -> None:
    out = ["--out", str(lille.folder)]
    shown = CliRunner().invoke(main, ["ask", "who founded Exotec?", *out, "--lang", "fr"]).stdout
    assert shown.startswith("Compris")


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


def test_the_documentation_counts_what_ask_can_answer() -> None:
    text = (Path(__file__).parents[2] / "docs" / "ask.md").read_text(encoding="utf-8")
    known = [t.name for t in tools() if not t.is_finding]
    found = [t.name for t in tools() if t.is_finding]
    catalogued, declared = len(list(catalogue())), len(list(registry.findings()))
    assert f"{len(known)} of the {catalogued} questions of the catalogue" in text
    assert f"{len(found)} of the {declared} findings" in text


@pytest.mark.parametrize(
    "question",
    [
        "levées en 2093 à Lille",
        "Exotec va lever des fonds ?",
        "Will Exotec raise money?",
        "Qui rachètera Exotec ?",
    ],
)
def test_the_future_is_not_answered(question: str, lille: EcosystemGraph, names: Names) -> None:
    reading = read(question, lille.store, names=names)
    assert not reading.certain
    assert reading.reasons


@pytest.mark.parametrize(
    ("question", "parameters"),
    [
        ("investment flows between regions, year by year", {"level": "region", "by_year": "true"}),
        ("où s'arrêtent les start-ups, secteur par secteur ?", {"by": "sector"}),
        ("startups in roubaix", {"place": "59512"}),
        ("incubatuers à Lille", {"kind": "Incubator"}),
    ],
)
def test_groups_small_towns_and_misspelt_kinds_are_parameters(
    question: str, parameters: dict[str, str], lille: EcosystemGraph, names: Names
) -> None:
    reading = read(question, lille.store, names=names)
    assert reading.certain, reading.reasons
    assert parameters.items() <= dict(reading.parameters).items()
