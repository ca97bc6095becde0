"""Brokerage: the five roles by definition, published totals, chance, and ranks with their intervals."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.brokers.brokerage import MEASURES, broker_sentence, rank_brokers
from frenchtech_graph.findings.measures.gould_fernandez import (
    ROLES,
    brokerage_null,
    gould_fernandez,
    gould_fernandez_totals,
)
from frenchtech_graph.findings.measures.triangles import open_triples
from frenchtech_graph.network.filters import CliqueProjectionError, clique_projection
from tests.support.any_graphs import graphs
from tests.support.reference_networks import karate, southern_women, texas
from tests.support.synthetic import ecosystem

FIVE = list(ROLES[:5])


def by_definition(graph: nx.Graph[Any], groups: dict[Any, Any]) -> pd.DataFrame:
    """Count a → b → c without a → c, one triple after the other."""
    counts = pd.DataFrame(0.0, index=list(graph), columns=FIVE)
    arcs = {(u, v) for u, v in graph.to_directed().edges() if u != v}
    for a, b in arcs:
        for c in graph:
            if (
                c == a
                or (b, c) not in arcs
                or (a, c) in arcs
                or None in {groups[n] for n in (a, b, c)}
            ):
                continue
            if groups[a] == groups[b]:
                role = "coordinator" if groups[b] == groups[c] else "representative"
            elif groups[b] == groups[c]:
                role = "gatekeeper"
            else:
                role = "itinerant" if groups[a] == groups[c] else "liaison"
            counts.loc[b, role] += 1
    return counts


def test_texas_rescue_network() -> None:
    """R sna 2.7-1, brokerage(): totals and expectations."""
    found = gould_fernandez_totals(texas(), "group")
    assert found["observed"].to_dict() == {
        **{"coordinator": 103, "itinerant": 125, "representative": 167},
        **{"gatekeeper": 160, "liaison": 197, "total": 752},
    }
    assert found["expected"].round(2).to_dict() == {
        **{"coordinator": 122.14, "itinerant": 173.73, "representative": 173.73},
        **{"gatekeeper": 173.73, "liaison": 271.73, "total": 915.06},
    }
    assert found["z"].to_dict()["total"] == pytest.approx(-1.793, abs=5e-4)


def test_texas_nodes_are_counted_by_definition() -> None:
    graph = texas()
    found = gould_fernandez(graph, "group")
    expected = by_definition(graph, nx.get_node_attributes(graph, "group"))
    pd.testing.assert_frame_equal(found[FIVE], expected, check_names=False, check_dtype=False)
    assert found["total"].sum() == 752


@given(graphs(), st.lists(st.sampled_from(["x", "y", "z", None]), min_size=9, max_size=9))
@settings(max_examples=40, deadline=None)
def test_roles_of_any_graph_are_those_of_the_definition(
    graph: nx.Graph[Any], names: list[Any]
) -> None:
    groups = dict(zip(graph, names, strict=False))
    found = gould_fernandez(graph, groups)
    known = [node for node in graph if groups[node] is not None]
    expected = by_definition(graph, groups) / (1 if graph.is_directed() else 2)
    pd.testing.assert_frame_equal(
        found.loc[known, FIVE], expected.loc[known], check_names=False, check_dtype=False
    )
    unknown = [node for node in graph if groups[node] is None]
    assert found.loc[unknown].isna().all(axis=None)
    assert found.attrs["without_group"] == len(unknown)


@given(graphs(), st.permutations(["x", "y"]))
@settings(max_examples=20, deadline=None)
def test_names_of_groups_do_not_matter(graph: nx.Graph[Any], names: list[str]) -> None:
    groups = {node: "xy"[i % 2] for i, node in enumerate(graph)}
    renamed = {node: dict(zip("xy", names, strict=True))[group] for node, group in groups.items()}
    pd.testing.assert_frame_equal(gould_fernandez(graph, groups), gould_fernandez(graph, renamed))


def test_merging_groups_keeps_the_total() -> None:
    graph = texas()
    groups = nx.get_node_attributes(graph, "group")
    merged = {
        node: "Local" if group in ("City", "County") else group for node, group in groups.items()
    }
    before, after = gould_fernandez(graph, groups), gould_fernandez(graph, merged)
    assert (before["total"] == after["total"]).all()
    assert (after["coordinator"] >= before["coordinator"]).all()
    assert after["liaison"].sum() < before["liaison"].sum()
    alone = gould_fernandez(graph, dict.fromkeys(graph, "all"))
    assert (alone["coordinator"] == before["total"]).all()


def test_expectations_are_those_of_random_graphs() -> None:
    groups = {node: "aaabbcd"[node] for node in range(7)}
    codes = np.array([0, 0, 0, 1, 1, 2, 3])
    rng = np.random.default_rng(1)
    drawn = np.zeros((2000, 7, 6))
    for draw in drawn:
        arcs = sp.csr_array(((rng.random((7, 7)) < 17 / 42) & ~np.eye(7, dtype=bool)).astype(float))
        draw[:, :5] = open_triples(arcs, codes)
        draw[:, 5] = draw[:, :5].sum(axis=1)
    graph: nx.DiGraph[Any] = nx.DiGraph([(a, b) for a in range(7) for b in range(7) if a != b][:17])
    graph.add_nodes_from(range(7))
    expected = gould_fernandez(graph, groups).sort_index()
    for i, role in enumerate(ROLES):
        assert drawn[:, :, i].mean(axis=0) == pytest.approx(
            expected[f"{role}_expected"].to_numpy(), rel=0.1, abs=0.05
        )
        assert drawn[:, :, i].std(axis=0) == pytest.approx(
            expected[f"{role}_sd"].to_numpy(), rel=0.1, abs=0.05
        )


def test_ties_without_direction_are_halved_and_z_is_not() -> None:
    graph = karate()
    found, directed = gould_fernandez(graph, "group"), gould_fernandez(graph.to_directed(), "group")
    for name in map(str, found):
        counted_twice = found[name].to_numpy() * (1 if name.endswith("_z") else 2)
        assert counted_twice == pytest.approx(directed[name].to_numpy(), nan_ok=True)
    open_pairs = sum(not graph.has_edge(a, b) for a in graph[1] for b in graph[1] if a < b)
    assert found["total"].to_dict()[1] == open_pairs


def test_a_chance_network_has_no_surprising_brokers() -> None:
    rng = np.random.default_rng(5)
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    for event in range(120):
        graph.add_node(f"e{event}", mode="event", kind="Project")
        for actor in rng.choice(40, size=3, replace=False):
            graph.add_node(
                f"a{actor}", mode="actor", pillars=(["talent", "finance", "technology"][actor % 3],)
            )
            graph.add_edge(f"a{actor}", f"e{event}", role="participant")
    found = brokerage_null(graph, draws=200, seed=2)
    actors = found["total_p"].dropna()
    assert len(actors) == 40
    assert 0.3 < actors.mean() < 0.7
    assert (found["total_q"].dropna() > 0.05).all()
    assert (found["total_q"] >= found["total_p"] - 1e-12)[found["total_q"].notna()].all()
    assert found.equals(brokerage_null(graph, draws=200, seed=2))


def test_a_planted_broker_stands_out() -> None:
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")

    def add(event: str, members: list[str]) -> None:
        graph.add_node(event, mode="event", kind="Project")
        for member in members:
            pillar = {"t": "talent", "f": "finance", "b": "connection"}[member[0]]
            graph.add_node(member, mode="actor", pillars=(pillar,))
            graph.add_edge(member, event, role="participant")

    rng = np.random.default_rng(3)
    for i in range(90):
        side = "tf"[i % 2]
        add(f"e{i}", [f"{side}{j}" for j in rng.choice(6, size=2, replace=False)])
    for j in range(6):
        add(f"talent {j}", ["broker", f"t{j}"])
        add(f"finance {j}", ["broker", f"f{j}"])
    found = brokerage_null(graph, draws=300, seed=1)
    assert found["liaison_p"].idxmin() == "broker"
    ranked = rank_brokers(graph, resamples=40, null_draws=100)
    assert ranked["iri"][0] == "broker"
    assert ranked["bridges"][0] == ("finance", "talent")
    assert ranked["liaison"][0] == 36
    assert bool(ranked["broker"][0])


def test_the_null_needs_ties_without_direction() -> None:
    with pytest.raises(ValueError, match="without direction"):
        brokerage_null(texas(), "group", draws=2)
    assert rank_brokers(texas(), by="group", resamples=5)["brokerage_p"].isna().all()


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_ranks_with_its_doubt(measure: str) -> None:
    graph = ecosystem(80).graph
    found = rank_brokers(graph, measure=measure, top=8, resamples=15, null_draws=20)
    assert len(found) == 8
    assert found["rank"].is_monotonic_increasing
    assert (found["rank_low"] <= found["rank_median"]).all()
    assert (found["rank_median"] <= found["rank_high"]).all()
    assert found["p_top"].between(0, 1).all()
    assert not found["iri"].map(lambda iri: graph.nodes[iri]["person"]).any()
    pd.testing.assert_frame_equal(
        found, rank_brokers(graph, measure=measure, top=8, resamples=15, null_draws=20)
    )


def test_low_constraint_comes_first() -> None:
    found = rank_brokers(karate(), by="group", measure="constraint", resamples=5, null_draws=0)
    assert found["constraint"].is_monotonic_increasing


@pytest.mark.parametrize(
    "graph", [nx.Graph(), nx.Graph(view="bipartite"), nx.empty_graph(1), nx.path_graph(2)]
)
def test_small_networks(graph: nx.Graph[Any]) -> None:
    found = rank_brokers(graph, resamples=3)
    assert len(found) == len(graph)
    assert gould_fernandez(graph)["total"].isna().all()
    assert gould_fernandez_totals(graph)["observed"].sum() == 0
    assert not found["broker"].any()


def test_wrong_calls_say_so() -> None:
    with pytest.raises(ValueError, match="known: bridge_betweenness"):
        rank_brokers(karate(), measure="fame")
    with pytest.raises(CliqueProjectionError):
        rank_brokers(clique_projection(southern_women()), measure="constraint")


def test_a_sentence_says_what_and_how_sure() -> None:
    row: dict[str, Any] = {
        **{
            "label": "Alpha",
            "rank": 1.0,
            "rank_low": 1.0,
            "rank_high": 3.0,
            "p_top": 0.996,
            "k": 20,
        },
        **{
            "broker": True,
            "brokerage": 1247.0,
            "brokerage_null": 1015.5,
            "brokerage_p": 0.2,
            "brokerage_q": 0.9,
        },
        **{"bridges": ("talent", "finance"), "measure": "bridge_betweenness"},
        **{"rank_without_source": 30.0, "source_at_stake": "example.org"},
    }
    french, english = broker_sentence(row, "fr"), broker_sentence(row, "en")
    assert "Alpha fait le pont entre les talents et la finance : 1\u202f247 paires" in french
    assert "parmi les 20 premiers dans 99\u00a0% des essais" in french
    assert "pas nettement plus" in french
    assert "sans la source example.org, il passerait au 30e rang" in french
    assert "1,247 pairs of its partners" in english
    assert "not clearly more than chance" in english
    unsure = broker_sentence(
        {**row, "broker": False, "brokerage_p": 0.001, "brokerage_q": 0.02}, "en"
    )
    assert "not sure" in unsure
    assert "clearly more than chance would give" in unsure
    assert "not been tried" in broker_sentence({**row, "p_top": np.nan}, "en")
    with pytest.raises(ValueError, match="'de'"):
        broker_sentence(row, "de")
