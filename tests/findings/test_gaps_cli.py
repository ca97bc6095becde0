# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""The commands on what is missing, on a small built graph."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.findings.answers import UNTOLD
from frenchtech_graph.findings.functions.missing_bridges import bridge_sentence, missing_bridges
from frenchtech_graph.findings.parameters import GROUPS
from tests.support.synthetic import ecosystem


def opens(monkeypatch: pytest.MonkeyPatch, make: Callable[[], nx.Graph[Any]]) -> None:
    """Let every folder hold a network."""

    def door(*_: Any, **__: Any) -> EcosystemGraph:
        graph = EcosystemGraph("nowhere")
        graph.__dict__["network"] = make()
        return graph

    monkeypatch.setattr(EcosystemGraph, "open", door)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> nx.Graph[Any]:
    graph = ecosystem(150).graph
    opens(monkeypatch, lambda: graph)
    return graph


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


CALLS = [
    ("gaps", "--rows", "kind", "--columns", "region"),
    ("gaps", "distance"),
    ("gaps", "trades"),
    ("gaps", "peers"),
    ("gaps", "functions", "--place", "department"),
    ("gaps", "bridges"),
    ("pathways",),
    ("introductions", "--actor", "https://example.org/id/actor/5"),
    ("fragility",),
    ("fragility", "curve"),
    ("fragility", "pillars"),
    ("coverage",),
    ("coverage", "--overlap"),
    ("compare", "2010-2016", "2017-2024", "--draws", "5"),
]


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_each_command_prints_a_table_and_json(call: tuple[str, ...]) -> None:
    shown = run(*call, "--lang", "fr", "--top", "5")
    assert shown.exit_code == 0, shown.output
    rows = json.loads(run(*call, "--json").output)
    for row in rows:
        assert "seed" in row
        if "sentence_fr" in row:
            assert row["sentence_fr"].endswith(".")
            assert row["sentence_en"].endswith(".")
            silent = row.get("reason") in UNTOLD
            assert silent or row["sentence_fr"] in shown.output or len(rows) > 5


def nothing() -> nx.Graph[Any]:
    return nx.Graph(view="bipartite")


def one_actor() -> nx.Graph[Any]:
    graph = nothing()
    graph.add_node(
        "a",
        mode="actor",
        label="A",
        kind="StartUp",
        person=False,
        pillars=("venture",),
        region="32",
    )
    return graph


def one_event() -> nx.Graph[Any]:
    graph = one_actor()
    graph.add_node(
        "b",
        mode="actor",
        label="B",
        kind="InvestmentFund",
        person=False,
        pillars=("finance",),
        region=None,
    )
    graph.add_node("e", mode="event", label="E", kind="Investment", start=2012, date="2012-03")
    graph.add_edge("e", "a", side="target", sources=("https://a.fr/1",))
    graph.add_edge("e", "b", side="source", sources=("https://a.fr/1",))
    return graph


def no_attributes() -> nx.Graph[Any]:
    graph = nothing()
    graph.add_nodes_from(
        range(12), mode="actor", label=None, kind=None, person=False, pillars=(), sectors=()
    )
    for event in range(20):
        graph.add_node(f"e{event}", mode="event", label=None, kind=None, start=None, date=None)
        graph.add_edges_from(
            ((f"e{event}", event % 12), (f"e{event}", (event * 5 + 1) % 12)), side=None, sources=()
        )
    return graph


@pytest.mark.parametrize(
    ("make", "lang"), [(nothing, "fr"), (one_actor, "en"), (one_event, "fr"), (no_attributes, "en")]
)
def test_almost_nothing_gets_an_answer_in_words(
    make: Callable[[], nx.Graph[Any]], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(monkeypatch, make)
    for call in CALLS:
        if "--actor" in call:
            continue
        shown = run(*call, "--lang", lang)
        assert shown.exit_code == 0, (call, shown.output)
        rows = json.loads(run(*call, "--json").output)
        if not rows and call[0] != "gaps":
            assert {"fr": "Rien à montrer : ", "en": "No result: "}[lang] in shown.output, call
            assert "nothing" not in shown.output, call


@pytest.mark.usefixtures("network")
def test_tables_of_gaps_begin_with_what_they_show() -> None:
    shown = run(
        "gaps", "--rows", "kind", "--columns", "region", "--lang", "en", "--top", "500"
    ).output
    rows = json.loads(run("gaps", "--rows", "kind", "--columns", "region", "--json").output)
    untold = sum(row["grade"] == "cannot tell" for row in rows)
    assert (
        f"with enough data: {len(rows) - untold} of {len(rows)}. For the other {untold}, these data"
        " allow" in shown
    )
    assert "How to read this" in shown
    assert "No conclusion is possible" not in shown


@pytest.mark.usefixtures("network")
def test_seed_is_printed_and_changes_draws() -> None:
    assert "seed 7" in run("gaps", "--rows", "pillar", "--columns", "pillar", "--seed", "7").output
    one, again, other = (
        run("gaps", "--rows", "pillar", "--columns", "pillar", "--seed", s, "--json").output
        for s in ("1", "1", "2")
    )
    assert one == again
    assert one != other


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("gaps", "--rows", "kind"), "--rows"),
        (("introductions", "--actor", "Nobody Here"), "no such actor"),
        (("pathways", "--as-of", "soon"), "expected a date"),
        (("gaps", "--where", "Nowhere-sur-Mer"), "Nowhere-sur-Mer"),
        (("gaps", "--since", "2020", "--until", "2010"), "2020"),
    ],
)
def test_a_call_at_fault_gets_one_clear_message(call: tuple[str, ...], said: str) -> None:
    result = run(*call, "--lang", "en")
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_actor_by_name_and_by_its_namesakes(network: nx.Graph[Any]) -> None:
    name = network.nodes["https://example.org/id/actor/5"]["label"]
    assert run("introductions", "--actor", name.upper()).exit_code == 0
    network.nodes["https://example.org/id/actor/6"]["label"] = name
    result = run("introductions", "--actor", name)
    assert result.exit_code == 2
    assert "actor/5" in result.output
    assert "actor/6" in result.output


def test_choices_named_for_speed_are_those_of_the_analysis() -> None:
    from frenchtech_graph.findings.measures.membership import ATTRIBUTES

    assert {*GROUPS, "place"} == set(ATTRIBUTES)


def test_folders_are_compared(network: nx.Graph[Any], tmp_path: Path) -> None:
    result = run("compare", str(tmp_path), "2015-2020", "--draws", "3", "--json")
    assert result.exit_code == 0
    assert {row["first_name"] for row in json.loads(result.output)} == {str(tmp_path)}
    assert network.number_of_nodes() > 0


def test_bridges_join_actors_without_tie_or_common_partner() -> None:
    graph = ecosystem(200).graph
    frame = missing_bridges(graph)
    assert frame.groupby(["first_group", "second_group"]).size().max() <= 5
    for row in frame.itertuples():
        around = [{b for e in graph[a] for b in graph[e]} for a in (row.first, row.second)]
        assert not around[0] & around[1] - {row.first, row.second}
        assert row.second not in around[0]
        assert not graph.nodes[row.first]["person"]
    assert frame["score"].is_monotonic_decreasing
    assert missing_bridges(graph, between="community", seed=1).equals(
        missing_bridges(graph, between="community", seed=1)
    )
    assert bridge_sentence(frame.iloc[0], "fr").endswith(".")
    assert missing_bridges(nx.Graph()).empty


def test_bridge_by_hand() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    for name, pillar, sectors in (
        ("a", "finance", ("x",)),
        ("b", "technology", ("x",)),
        ("c", "technology", ("y",)),
        ("m", "venture", ()),
        ("n", "venture", ()),
        ("o", "venture", ()),
    ):
        graph.add_node(
            name, mode="actor", pillars=(pillar,), sectors=sectors, label=name, region="32"
        )
    for event, members in {
        "1": "am",
        "2": "am",
        "3": "bn",
        "4": "bn",
        "5": "co",
        "6": "ao",
    }.items():
        graph.add_node(event, mode="event")
        graph.add_edges_from((event, m) for m in members)
    rows = missing_bridges(graph, top_actors=5).query(
        "first_group == 'finance' and second_group == 'technology'"
    )
    # a and c share the partner o; a and b share a sector and no partner.
    assert list(zip(rows["first"], rows["second"], strict=True)) == [("a", "b")]
    row = rows.iloc[0]
    assert (row["first_strength"], row["second_strength"], row["open_pairs"]) == (3, 2, 1)
    assert row["score"] == pytest.approx((3 * 2) ** 0.5 * row["fit"])
    assert ("sector", "x") in row["shared"]
    assert row["same_place"]
