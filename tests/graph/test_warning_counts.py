"""Warnings of a build: one line for each kind and source, the rest on request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from tests.support.written_tables import organisations, write


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    folder = tmp_path_factory.mktemp("warned")
    one = write(folder / "one", actors=organisations("acme", "borea", "corail"))
    other = write(folder / "other", actors=organisations("dune"))
    return EcosystemGraph.build(one, other, out=folder / "out")


def test_a_kind_and_a_source_have_one_line(graph: EcosystemGraph) -> None:
    found = graph.shape_warnings()
    lines = {(r["kind"], r["source"]): int(r["count"]) for r in found.to_dict("records")}
    assert lines["organization-place", "one"] == 3
    assert lines["organization-place", "other"] == 1
    assert len(lines) == len(found)
    total = json.loads((graph.folder / "graph" / "manifest.json").read_text())["findings"]
    assert sum(n for (kind, _), n in lines.items() if kind == "organization-place") <= sum(
        total.values()
    )


@pytest.mark.parametrize(("lang", "word"), [("fr", "lieu"), ("en", "place")])
def test_each_is_shown_on_request(graph: EcosystemGraph, lang: str, word: str) -> None:
    asked = ["info", "--out", str(graph.folder), "--warnings-of", "organization-place"]
    shown = CliRunner().invoke(main, [*asked, "--json", "--lang", lang])
    assert shown.exit_code == 0, shown.output
    rows = json.loads(shown.stdout)
    assert {row["label"] for row in rows} == {"Acme", "Borea", "Corail", "Dune"}
    assert all(word in row["message"] for row in rows)
    counted = CliRunner().invoke(main, ["info", "--out", str(graph.folder), "--warnings"])
    assert "organization-place" in counted.stdout and "{" not in counted.stdout


def test_a_build_says_how_many_there_are(graph: EcosystemGraph, tmp_path: Path) -> None:
    tables = write(tmp_path / "tables", actors=organisations("acme"))
    built = CliRunner().invoke(
        main, ["build", str(tables), "--out", str(tmp_path / "out"), "--lang", "en"]
    )
    assert "warning" in built.stdout and "info --warnings" in built.stdout
