# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""The commands on what is missing, on a small built graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner
from synthetic import ecosystem

from frenchtech_graph.analysis.missing_bridges import bridge_sentence, missing_bridges
from frenchtech_graph.cli import gaps as cli

COMMANDS = {c.name: c for c in vars(cli).values() if hasattr(c, "callback")}


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> nx.Graph[Any]:
    graph = ecosystem(150).graph
    monkeypatch.setattr(cli, "open_network", lambda out: graph)
    return graph


def run(command: str, *arguments: str) -> Any:
    return CliRunner().invoke(COMMANDS[command], list(arguments), catch_exceptions=False)


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
            assert row["sentence_fr"] in shown.output or len(rows) > 5


@pytest.mark.usefixtures("network")
def test_seed_is_printed_and_changes_draws() -> None:
    assert "seed 7" in run("gaps", "--rows", "pillar", "--columns", "pillar", "--seed", "7").output
    one, again, other = (
        run("gaps", "--rows", "pillar", "--columns", "pillar", "--seed", s, "--json").output for s in ("1", "1", "2")
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
    from frenchtech_graph.analysis.membership import ATTRIBUTES

    assert set(cli.GROUPS) | {"place"} == set(ATTRIBUTES)


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
    for name, pillar, sectors in (("a", "finance", ("x",)), ("b", "technology", ("x",)), ("c", "technology", ("y",)),
                                  ("m", "venture", ()), ("n", "venture", ()), ("o", "venture", ())):  # fmt: skip
        graph.add_node(name, mode="actor", pillars=(pillar,), sectors=sectors, label=name, region="32")
    for event, members in {"1": "am", "2": "am", "3": "bn", "4": "bn", "5": "co", "6": "ao"}.items():
        graph.add_node(event, mode="event")
        graph.add_edges_from((event, m) for m in members)
    rows = missing_bridges(graph, top_actors=5).query("first_group == 'finance' and second_group == 'technology'")
    # a and c share the partner o; a and b share a sector and no partner.
    assert list(zip(rows["first"], rows["second"], strict=True)) == [("a", "b")]
    row = rows.iloc[0]
    assert (row["first_strength"], row["second_strength"], row["open_pairs"]) == (3, 2, 1)
    assert row["score"] == pytest.approx((3 * 2) ** 0.5 * row["fit"])
    assert ("sector", "x") in row["shared"]
    assert row["same_place"]
