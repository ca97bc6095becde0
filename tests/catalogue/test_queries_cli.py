"""`frenchtech-graph query` and `queries`: what is printed, what is refused, with which exit
code.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.graph.built_files import GRAPH_FOLDER

Ask = Callable[..., Result]


@pytest.fixture
def ask(lille: EcosystemGraph) -> Ask:
    """Return a call of `frenchtech-graph query` on the Lille graph."""

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["query", *arguments, "--out", str(lille.folder)])

    return call


def test_a_table_names_rows_and_shortens_addresses(ask: Ask) -> None:
    result = ask("startups", "--param", "place=Lille", "-p", "sector=santé", "--lang", "fr")
    assert result.exit_code == 0
    assert "actor:genoscreen" in result.stdout
    assert "https://w3id.org" not in result.stdout


def test_several_values_are_given_one_by_one(ask: Ask) -> None:
    one = ask("startups", "-p", "sector=battery", "--format", "json")
    two = ask("startups", "-p", "sector=battery", "-p", "sector=health", "--format", "json")
    assert 0 < len(json.loads(one.stdout)) < len(json.loads(two.stdout))


def test_json_keeps_numbers_and_missing_values(ask: Ask) -> None:
    rows = json.loads(ask("rounds", "-p", "company=exotec", "--format", "json").stdout)
    assert {r["year"] for r in rows} == {2016, 2018, 2020, 2022}
    assert next(r for r in rows if r["year"] == 2016)["amount"] is None
    assert next(r for r in rows if r["year"] == 2022)["euros"] == 293_000_000


def test_csv_cells_cannot_act_as_formulas(ask: Ask) -> None:
    text = 'SELECT ?x { VALUES ?x { "=1+1" "+cmd" "-2" "@SUM(A1)" "plain" } }'
    lines = ask(text, "--format", "csv").stdout.splitlines()
    assert lines == ["x", "'=1+1", "'+cmd", "'-2", "'@SUM(A1)", "plain"]


def test_markdown_cells_cannot_act_as_markup(ask: Ask) -> None:
    text = 'SELECT ?x { VALUES ?x { "a|b" "<img src=x>" "[l](javascript:1)" } }'
    rows = ask(text, "--format", "md").stdout.splitlines()[2:]
    assert rows == [r"| a\|b |", "| &lt;img src=x&gt; |", r"| \[l](javascript:1) |"]


def test_parquet_keeps_types(ask: Ask, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "rounds.parquet"
    assert ask("rounds", "--format", "parquet", "-o", str(path)).exit_code == 0
    frame = pd.read_parquet(path)
    assert str(frame["year"].dtype) == "Int64"
    assert frame["amount"].sum() > 0


def test_turtle_of_a_construct(ask: Ask) -> None:
    result = ask("neighbourhood", "-p", "actor=Exotec", "--format", "turtle")
    assert "StartUp" in result.stdout
    assert ask("startups", "--format", "turtle").exit_code == 2


def test_the_bound_text_can_be_shown_and_pasted(ask: Ask) -> None:
    shown = ask("startups", "-p", "place=Lille", "--sparql").stdout
    assert "VALUES ?place { <https://w3id.org/fte/id/place/59350> }" in shown
    pasted = ask(shown, "--format", "csv").stdout
    assert pasted == ask("startups", "-p", "place=Lille", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["startup"], "startups"),
        (["startups", "-p", "place=Lile"], "Lille"),
        (["startups", "-p", "place"], "NAME=VALUE"),
        (["startups", "-p", "plase=Lille"], "place"),
        (["SELECT * {"], "SPARQL"),
        (["startups", "--format", "parquet"], "--output"),
        (["startups", "-o", "x.txt"], "--format"),
        (["startups", "--store", "ftp://example.org"], "http"),
    ],
)
def test_faults_are_one_message_and_exit_code_2(ask: Ask, arguments: list[str], said: str) -> None:
    result = ask(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not result.stdout


def test_messages_follow_the_language(ask: Ask) -> None:
    arguments = ("startups", "-p", "place=Lile", "--lang")
    assert "Did you mean: Lille" in ask(*arguments, "en").stderr
    assert "Vouliez-vous dire : Lille" in ask(*arguments, "fr").stderr


def test_an_unbuilt_folder_says_how_to_build(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["query", "startups", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "build" in result.stderr
    assert not (tmp_path / GRAPH_FOLDER).exists()


def test_the_catalogue_is_listed_by_topic_and_explained() -> None:
    listed = CliRunner().invoke(main, ["queries", "--lang", "fr"]).stdout
    assert listed.index("Finance") < listed.index("investors-ranked") < listed.index("Talents")
    explained = CliRunner().invoke(main, ["queries", "startups", "--lang", "en"]).stdout
    for part in (
        "health: Health",
        "default: all",
        'query startups --param place="Hauts-de-France"',
        "SELECT",
    ):
        assert part in explained
    as_json = json.loads(CliRunner().invoke(main, ["queries", "--json"]).stdout)
    assert {"name", "title", "parameters", "sparql"} <= as_json[0].keys()
    assert CliRunner().invoke(main, ["queries", "startup"]).exit_code == 2


DOCS = Path(__file__).parents[2] / "docs" / "sparql.md"


def documented() -> list[list[str]]:
    """Return the commands of the first block of the documentation."""
    block = DOCS.read_text(encoding="utf-8").partition("```sh\n")[2].partition("```")[0]
    return [shlex.split(line)[1:] for line in block.splitlines()]


@pytest.mark.parametrize("arguments", documented(), ids=" ".join)
def test_the_commands_of_the_documentation_work(
    arguments: list[str], lille: EcosystemGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = ["--out", str(lille.folder)] if arguments[0] == "query" else []
    result = CliRunner().invoke(main, [*arguments, *out])
    assert result.exit_code == 0, result.output
    assert result.stdout or list(tmp_path.iterdir())


def test_the_question_of_the_documentation_works(lille: EcosystemGraph, tmp_path: Path) -> None:
    text = DOCS.read_text(encoding="utf-8").partition("```sparql\n")[2].partition("```")[0]
    (tmp_path / "mine.rq").write_text(text, encoding="utf-8")
    arguments = [
        "query",
        str(tmp_path / "mine.rq"),
        "-p",
        "since=2015",
        "--format",
        "json",
        "--out",
        str(lille.folder),
    ]
    rows = json.loads(CliRunner().invoke(main, arguments).stdout)
    assert rows and all(row["year"] >= 2015 for row in rows)
