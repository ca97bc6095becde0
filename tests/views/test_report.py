"""The report without a browser: figures, words, evidence, command."""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.findings.collected import shortlist
from frenchtech_graph.findings.measures.rows import rows_of
from frenchtech_graph.network.model import each_actor
from frenchtech_graph.views.map.contents import read
from frenchtech_graph.views.map.html_page import words
from frenchtech_graph.views.report import collect, figures, report_html, write_report
from frenchtech_graph.views.report import report_contents as counts
from frenchtech_graph.views.report.evidence_rows import Evidence
from frenchtech_graph.views.report.report_words import TEMPLATES, Wording
from tests.support.synthetic import Ecosystem, ecosystem


@pytest.fixture(scope="module")
def made() -> Ecosystem:
    return ecosystem(80)


def small() -> nx.Graph[str]:
    """Return three actors, a dated round with an amount, and an undated partnership."""
    graph: nx.Graph[str] = nx.Graph(view="bipartite")
    for name, kind in (
        ("firm", "StartUp"),
        ("fund", "InvestmentFund"),
        ("lab", "ResearchLaboratory"),
    ):
        graph.add_node(
            name,
            mode="actor",
            label=name.title(),
            kind=kind,
            pillars=("venture",),
            region="32",
            person=False,
        )
    round_ = {
        "label": "Série A",
        "kind": "FundingRound",
        "flow": "finance",
        "start": 2020,
        "date": "2020-05-04",
    }
    graph.add_node("round", mode="event", end=None, amount_eur=2.5e6, **round_)
    graph.add_node(
        "pact",
        mode="event",
        label="",
        kind="Partnership",
        flow=None,
        start=None,
        end=None,
        date=None,
    )
    graph.add_edge(
        "firm", "round", role="raisedBy", side="target", sources=("https://example.org/1",)
    )
    graph.add_edge(
        "fund",
        "round",
        role="investor",
        side="source",
        sources=("https://example.org/1", "urn:note"),
    )
    graph.add_edge("firm", "pact", role=None, side=None, sources=())
    graph.add_edge("lab", "pact", role=None, side=None, sources=())
    return graph


FACTS = {
    "https://example.org/1": {
        "url": "https://example.org/1",
        "title": "Levée",
        "publisher": "Gazette",
        "date": "2020-05-05",
    }
}


def test_counts_are_those_of_the_network() -> None:
    contents = read(small())
    assert counts.key_numbers(contents) == {
        "actors": 3,
        "organisations": 3,
        "here": 3,
        "elsewhere": 0,
        "together": 3,
        "persons": 0,
        "events": 2,
        "untied": 0,
        "sources": 2,
        "undated": 1,
        "unplaced": 3,
    }
    table = {row["kind"]: row for row in rows_of(counts.tie_coverage(contents.events))}
    assert [table["FundingRound"][k] for k in ("events", "dated", "amounts", "two_sources")] == [
        1,
        1.0,
        1.0,
        1.0,
    ]
    assert pd.isna(table["Partnership"]["amounts"])
    assert (table["FundingRound"]["years"], table["Partnership"]["years"]) == ("2020 – 2020", None)
    publishers = {row["publisher"]: row for row in rows_of(counts.by_publisher(contents, FACTS))}
    assert (publishers["Gazette"]["pages"], publishers["Gazette"]["events"]) == (1, 1)
    assert counts.events_by_year(contents.events).loc[2020, "finance"] == 1


def test_evidence_names_partners_roles_and_sources() -> None:
    evidence = Evidence(read(small()), FACTS)
    anchor = evidence.of_actor("firm")
    assert anchor is not None and evidence.of_actor("nobody") is None
    title, rows, total = evidence.blocks[anchor]
    assert (title, total) == ("Firm", 2)
    assert rows[0].actors == (("Fund", "investor"),)
    assert [(s.url, s.text) for s in rows[0].sources] == [
        ("https://example.org/1", "Gazette, Levée"),
        (None, "urn:note"),
    ]
    assert rows[1].sources == ()


def test_tier_chart_puts_ranks_between_their_limits() -> None:
    ranked = pd.DataFrame(
        {
            "label": ["a", "b"],
            "rank": [1.0, 2.0],
            "rank_low": [1.0, 1.5],
            "rank_high": [1.0, 4.0],
            "tier": [1, 2],
            "hub": [True, False],
        }
    )
    rows = figures.tier_chart(ranked)["rows"]
    assert isinstance(rows, list)
    assert rows[0]["firm"] and not rows[1]["firm"] and rows[1]["new_tier"]
    assert rows[1]["low"] < rows[1]["rank"] < rows[1]["low"] + rows[1]["width"]


def test_heat_map_hatches_what_cannot_be_told() -> None:
    gaps = pd.DataFrame(
        {
            "row_group": ["a", "a", "b"],
            "column_group": ["a", "b", "b"],
            "row_attribute": "pillar",
            "column_attribute": "pillar",
            "observed": [3.0, 1.0, 0.0],
            "expected": [12.0, 1.0, 2.0],
            "ratio": [0.25, 1.0, 0.0],
            "grade": ["solid", "no gap", "cannot tell"],
        }
    )
    cells = figures.heat_map(gaps, lambda side, group: group)["cells"]
    assert isinstance(cells, list)
    assert [(c["row"], c["column"]) for c in cells] == [("a", "a"), ("a", "b"), ("b", "b")]
    assert [c["found"] for c in cells] == [True, False, False]
    assert [c["hatched"] for c in cells] == [False, False, True]
    assert [c["shade"] for c in cells] == [0, 3, 0]


def test_timeline_stacks_to_the_count_of_each_year() -> None:
    by_year = pd.DataFrame(
        {"finance": [1, 0, 3], "talent": [1, 0, 0]}, index=pd.Index([2018, 2019, 2020], name="year")
    )
    figure = figures.timeline(by_year)
    columns = figure["columns"]
    assert isinstance(columns, list)
    assert {(c["year"], c["flow"], c["n"]) for c in columns} == {
        (2018, "finance", 1),
        (2018, "talent", 1),
        (2020, "finance", 3),
    }
    low, high = sorted((c for c in columns if c["year"] == 2018), key=lambda c: -c["y"])
    assert low["y"] == pytest.approx(high["y"] + high["height"], abs=0.2)


def test_country_counts_those_without_a_place(made: Ecosystem) -> None:
    actors = list(each_actor(made.graph))
    figure = figures.country(actors)
    discs = figure["discs"]
    assert isinstance(discs, list)
    assert sum(d["n"] for d in discs) + int(str(figure["unplaced"])) == len(actors)


def test_both_languages_have_every_word() -> None:
    found = words(TEMPLATES)
    templates = "".join(
        f.read_text(encoding="utf-8") for f in TEMPLATES.rglob("*") if f.suffix in (".html", ".svg")
    )
    assert set(re.findall(r"\bt\('([\w: -]+)'", templates)) <= found.keys()
    assert all(
        set(re.findall(r"\{\d\}", fr)) == set(re.findall(r"\{\d\}", en))
        for fr, en in found.values()
    )


@pytest.mark.parametrize(("lang", "expected"), [("fr", "2,5\u00a0M€"), ("en", "€2.5M")])
def test_amounts_as_the_language_writes_them(lang: str, expected: str) -> None:
    assert Wording(lang, {}).euros(2.5e6) == expected


def test_report_names_each_number_and_its_source() -> None:
    html = report_html(small(), findings={}, source_facts=FACTS)
    assert 'href="https://example.org/1"' in html
    assert "2,5\u00a0M€" in html and "€2.5M" in html
    assert "urn:note" in html and 'href="urn:note"' not in html


def test_report_of_an_empty_network(tmp_path: Path) -> None:
    empty: nx.Graph[str] = nx.Graph(view="bipartite")
    assert collect(empty) == {}
    assert "</html>" in write_report(empty, tmp_path / "r.html", findings={}).read_text(
        encoding="utf-8"
    )


def test_same_findings_same_bytes(made: Ecosystem, tmp_path: Path) -> None:
    found = {"gaps": made.gaps}
    pages = [
        write_report(made.graph, tmp_path / f"{i}.html", findings=found).read_bytes()
        for i in (1, 2)
    ]
    assert pages[0] == pages[1]


def test_shortlist_of_introductions_keeps_one_a_firm_and_three_a_partner() -> None:
    rows = [
        (f"firm{i}", "fund", "introduction", 1, 0.1 if i < 5 else float("nan"), 1.0 + i, False)
        for i in range(6)
    ]
    rows += [
        ("firm0", "lab", "introduction", 2, 0.2, 9.0, False),
        ("fund", "firm0", "introduction", 1, 0.2, 9.0, False),
    ]
    rows += [
        ("firm6", "lab", "forecast", 1, 0.9, 9.0, False),
        ("firm7", "lab", "introduction", 1, 0.9, 9.0, True),
    ]
    table = pd.DataFrame(
        rows, columns=["actor", "other", "product", "rank", "p", "score", "already"]
    )
    chosen = shortlist(table, {f"firm{i}" for i in range(8)})
    assert chosen["actor"].tolist() == ["firm4", "firm3", "firm2"]


def test_unknown_language_is_named() -> None:
    with pytest.raises(ValueError, match="'it'"):
        report_html(small(), findings={}, lang="it")


@pytest.mark.slow
def test_command_writes_a_report_of_lille(lille: EcosystemGraph, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = CliRunner().invoke(
        main, ["report", "--out", str(lille.folder), "-o", str(out), "--lang", "en"]
    )
    assert result.exit_code == 0, result.output
    text = out.read_text(encoding="utf-8")
    assert "EuraTechnologies" in text
    assert "This part was not computed" not in text
    assert re.findall(r">\s*(?:nan|None|<NA>)\s*<", text) == []
