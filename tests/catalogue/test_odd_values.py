"""Answers whose values no type of a column can hold: kept as they stand, never an error."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.catalogue.answers import frame
from frenchtech_graph.cli import main

XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def column(values: str) -> list[object]:
    answer = ox.Store().query(f"{XSD} SELECT ?v {{ VALUES ?v {{ {values} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return frame(answer)["v"].tolist()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ('1 "9223372036854775808"^^xsd:integer', ["1", "9223372036854775808"]),
        ("1 2 UNDEF", [1, 2, None]),
        ('"x"^^xsd:integer 3', ["x", "3"]),
        ('"x"^^xsd:boolean true', ["x", "true"]),
        ("true false", [True, False]),
        ('"INF"^^xsd:double 1.5e0', ["INF", "1.5"]),
        ('"NaN"^^xsd:float', ["NaN"]),
        ('"2024-13-45"^^xsd:date', ["2024-13-45"]),
        ('"1.5"^^xsd:int', ["1.5"]),
    ],
)
def test_a_value_that_does_not_fit_makes_the_column_text(
    values: str, expected: list[object]
) -> None:
    found = [None if v is None or str(v) == "<NA>" else v for v in column(values)]
    assert found == expected


def test_a_triple_term_is_its_text() -> None:
    answer = ox.Store().query("SELECT (TRIPLE(<urn:a>, <urn:b>, 1) AS ?t) {}")
    assert isinstance(answer, ox.QuerySolutions)
    (text,) = frame(answer)["t"]
    assert "urn:a" in text
    assert "urn:b" in text


@pytest.mark.parametrize("format_", ["table", "csv", "json", "md"])
def test_the_command_prints_them(lille: EcosystemGraph, format_: str) -> None:
    text = f'{XSD} SELECT ?v {{ VALUES ?v {{ "99999999999999999999"^^xsd:integer 2 }} }}'
    arguments = ["query", text, "--out", str(lille.folder)]
    if format_ != "table":
        arguments += ["--format", format_]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "99999999999999999999" in result.output


def test_infinity_is_no_null_in_json(lille: EcosystemGraph, tmp_path: Path) -> None:
    text = f'{XSD} SELECT ?v {{ VALUES ?v {{ "INF"^^xsd:double }} }}'
    result = CliRunner().invoke(
        main, ["query", text, "--out", str(lille.folder), "--format", "json"]
    )
    assert json.loads(result.stdout) == [{"v": "INF"}]
