# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""What breaks if an actor leaves: orphans, parts cut off, curves, cuts between pillars."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.fragility.losses import (
    fragility,
    fragility_sentence,
    orphans,
    pillar_cuts,
    removal_curve,
    robustness,
)
from frenchtech_graph.findings.fragility.removal import giant_shares
from tests.support.synthetic import ecosystem


def star() -> nx.Graph[Any]:
    """An incubator with three firms; one also has a fund, which funds a firm of its own and a
    lab.
    """
    graph: nx.Graph[Any] = nx.Graph()
    pillars = {
        "inc": "connection",
        "fund": "finance",
        "lab": "technology",
        "a": "venture",
        "b": "venture",
        "c": "venture",
        "d": "venture",
    }
    for name, pillar in pillars.items():
        graph.add_node(name, mode="actor", pillars=(pillar,), label=name.upper(), kind="X")
    ties = [
        ("Incubation", None, "inc", "a"),
        ("Incubation", None, "inc", "b"),
        ("Hosting", None, "inc", "c"),
        ("Investment", "finance", "fund", "c"),
        ("Investment", "finance", "fund", "d"),
        ("Investment", "finance", "fund", "d"),
        ("SpinOff", "technology", "lab", "d"),
    ]
    for i, (kind, flow, source, target) in enumerate(ties):
        graph.add_node(f"e{i}", mode="event", kind=kind, flow=flow)
        graph.add_edge(f"e{i}", source, side="source")
        graph.add_edge(f"e{i}", target, side="target")
    return graph


def test_orphans_are_firms_with_one_recorded_partner_for_a_need() -> None:
    found = orphans(star())
    rows = {(r.firm, r.need): (r.partner, r.events) for r in found.itertuples()}
    assert rows == {
        ("a", "incubation"): ("inc", ("e0",)),
        ("b", "incubation"): ("inc", ("e1",)),
        ("c", "incubation"): ("inc", ("e2",)),
        ("c", "finance"): ("fund", ("e3",)),
        ("d", "finance"): ("fund", ("e4", "e5")),
        ("d", "research"): ("lab", ("e6",)),
    }
    assert found.attrs["served"] == {"finance": 2, "incubation": 3, "research": 1}


def test_two_partners_make_no_orphan() -> None:
    graph = star()
    graph.add_node("other", mode="actor", pillars=("finance",))
    graph.add_node("e9", mode="event", kind="Investment", flow="finance")
    graph.add_edge("e9", "other", side="source")
    graph.add_edge("e9", "d", side="target")
    assert ("d", "finance") not in {(r.firm, r.need) for r in orphans(graph).itertuples()}


def test_fragility_by_hand() -> None:
    frame = fragility(star()).set_index("actor")
    row = frame.loc["inc"]
    assert row[["orphans", "orphans_finance", "orphans_incubation"]].tolist() == [3, 0, 3]
    # Without the incubator: a, b alone, {c, fund, d, lab}. Of 15 pairs of others, 6 stay connected.
    assert row["pairs_lost"] == pytest.approx(9 / 15)
    assert row["giant_after"] == pytest.approx(4 / 6)
    assert row["pieces"] == 3
    assert frame.loc["fund", "pairs_lost"] == pytest.approx(1 - (6 + 1) / 15)
    assert set(frame.loc["fund", "orphaned_firms"]) == {"c", "d"}
    said = fragility_sentence(frame.reset_index().iloc[0], "fr")
    assert "INC" in said
    assert "liens recensés" in said
    assert "recorded ties" in fragility_sentence(frame.reset_index().iloc[0], "en")


def test_fragility_of_nothing() -> None:
    assert fragility(nx.Graph()).empty
    assert pillar_cuts(nx.Graph()).empty
    assert removal_curve(nx.Graph()).empty


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_curve_as_networkx_would_count_it(seed: int) -> None:
    graph: nx.Graph[Any] = nx.gnm_random_graph(25, 30, seed=seed)
    nx.set_node_attributes(graph, {n: "actor" if n % 3 else "event" for n in graph}, "mode")
    order = [n for n in np.random.default_rng(seed).permutation(25).tolist() if n % 3]
    shares = giant_shares(graph, order)
    left = graph.copy()
    for k in range(len(order)):
        largest = max(sum(n % 3 > 0 for n in part) for part in nx.connected_components(left))
        assert shares[k] == pytest.approx(largest / (len(order) - k))
        left.remove_node(order[k])


def test_robustness_of_a_star_and_of_a_clique() -> None:
    hub: nx.Graph[Any] = nx.star_graph(9)
    assert robustness(giant_shares(hub, list(range(10)))) == pytest.approx(9 / 100)
    full: nx.Graph[Any] = nx.complete_graph(10)
    assert robustness(giant_shares(full, list(range(10)))) == pytest.approx(45 / 100)


def test_removal_curve_loses_more_by_rank_than_at_random() -> None:
    frame = removal_curve(ecosystem(300).graph, random_runs=5)
    assert frame["removed"].tolist()[:4] == [0, 1, 2, 5]
    assert (
        frame["by_degree"].iloc[0] == frame["at_random"].iloc[0] == frame["by_betweenness"].iloc[0]
    )
    assert frame.attrs["robustness"]["by_degree"] < frame.attrs["robustness"]["at_random"]


def test_pillar_cuts_count_disjoint_paths() -> None:
    cuts = pillar_cuts(star()).set_index(["first", "second"])
    assert cuts.loc[("technology", "finance"), "cut"] == 1
    assert cuts.loc[("connection", "venture"), "cut_actors"] == ("inc",)
    assert cuts.loc[("finance", "venture"), "cut"] == 1
    assert cuts.loc[
        ("technology", "venture"), ["actors_first", "actors_second", "cut", "share"]
    ].tolist() == [
        1,
        4,
        1,
        1.0,
    ]


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_cut_actors_cut_and_fewer_do_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph: nx.Graph[Any] = nx.Graph()
    for actor in range(14):
        graph.add_node(
            actor, mode="actor", pillars=(("talent",), ("finance",), ("connection",))[actor % 3]
        )
    for event in range(18):
        graph.add_node(f"e{event}", mode="event")
        graph.add_edges_from((f"e{event}", int(a)) for a in rng.choice(14, size=2, replace=False))
    row = pillar_cuts(graph).set_index(["first", "second"]).loc[("talent", "finance")]
    left = graph.copy()
    left.remove_nodes_from(row["cut_actors"])
    ends = [
        [n for n in left if n in graph and graph.nodes[n].get("pillars") == (p,)]
        for p in ("talent", "finance")
    ]
    assert not any(nx.has_path(left, a, b) for a in ends[0] for b in ends[1])
    # No smaller set: as many paths without a common actor exist (checked by networkx on the same
    # actors).
    flow: nx.DiGraph[Any] = nx.DiGraph()
    for n in graph:
        flow.add_edge(
            (n, "in"), (n, "out"), capacity=1 if graph.nodes[n]["mode"] == "actor" else 99
        )
        for m in graph[n]:
            flow.add_edge((n, "out"), (m, "in"), capacity=99)
    for a in range(0, 14, 3):
        flow.add_edge("S", (a, "in"), capacity=99)
    for b in range(1, 14, 3):
        flow.add_edge((b, "out"), "T", capacity=99)
    assert row["cut"] == nx.maximum_flow_value(flow, "S", "T")


def test_an_actor_of_both_pillars_is_a_path_of_its_own() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_node("both", mode="actor", pillars=("talent", "finance"))
    graph.add_node("one", mode="actor", pillars=("talent",))
    assert pillar_cuts(graph)["cut_actors"].tolist() == [("both",)]
