"""Measures of single networks against published values, and what must not change them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.measures.cartography import (
    cartography,
    multiplex_participation,
    participation,
)
from frenchtech_graph.findings.measures.centrality import (
    betweenness,
    bridge_betweenness,
    centralization,
    closeness,
    clustering,
    degree,
    eigenvector,
    harmonic,
    hits,
    k_core,
    pagerank,
    two_mode_centrality,
)
from frenchtech_graph.findings.measures.cohesion import articulation_points, communities
from frenchtech_graph.findings.measures.mixing import (
    assortativity,
    assortativity_of,
    e_i_index,
    mixing_matrix,
    modularity,
)
from frenchtech_graph.findings.measures.money import money
from frenchtech_graph.findings.measures.structural_holes import structural_holes
from frenchtech_graph.network.filters import (
    CliqueProjectionError,
    clique_projection,
    newman_projection,
)
from tests.support.any_graphs import graphs
from tests.support.reference_networks import florentine, karate, rows, southern_women

Measure = Callable[["nx.Graph[Any]"], pd.DataFrame]
# Values that an added isolated node leaves as they are.
RAW: list[tuple[Measure, list[str]]] = [
    (degree, ["degree", "events", "strength"]),
    (betweenness, ["betweenness_raw"]),
    (harmonic, ["harmonic_raw"]),
    (k_core, ["k_core"]),
    (eigenvector, ["eigenvector"]),
    (structural_holes, ["constraint", "effective_size", "efficiency", "hierarchy"]),
    (
        lambda graph: bridge_betweenness(graph, lambda data: data.get("team")),
        ["bridge_betweenness_raw"],
    ),
    (
        lambda graph: participation(graph, lambda data: data.get("team")),
        ["participation", "participation_ratio"],
    ),
]
MEASURES: list[Measure] = [measure for measure, _ in RAW] + [
    closeness,
    pagerank,
    hits,
    clustering,
    money,
]


def at(frame: pd.DataFrame, node: Any, column: str) -> float:
    return float(frame[column].to_dict()[node])


def row_of(frame: pd.DataFrame, node: Any) -> dict[Any, Any]:
    return dict(zip(frame.columns, frame.loc[[node]].to_numpy()[0].tolist(), strict=True))


def test_florentine_families() -> None:
    """R sna 2.7-1 and igraph 1.3.5."""
    graph = florentine()
    between = betweenness(graph)
    assert between["betweenness_raw"].nlargest(3).round(4).to_dict() == {
        "Medici": 47.5,
        "Guadagni": 23.1667,
        "Albizzi": 19.3333,
    }
    assert between.loc["Medici", "betweenness"] == pytest.approx(0.5220, abs=5e-5)
    assert centralization(between["betweenness"], "betweenness") == pytest.approx(
        0.436813, abs=5e-7
    )
    assert closeness(graph).loc["Medici", "closeness"] == pytest.approx(0.56)
    assert eigenvector(graph).loc["Medici", "eigenvector"] == pytest.approx(0.43031, abs=5e-6)
    assert pagerank(graph).loc["Medici", "pagerank"] == pytest.approx(0.145817, abs=5e-7)
    holes = structural_holes(graph)["constraint"]
    assert holes["Medici"] == pytest.approx(0.209877, abs=5e-7)
    assert holes["Guadagni"] == pytest.approx(0.25)
    cut = articulation_points(graph)
    assert set(cut.index) == {"Albizzi", "Guadagni", "Medici", "Salviati"}
    assert cut.index[0] == "Medici"


def test_karate_club() -> None:
    """R igraph; the best partition of Brandes et al. 2008."""
    graph = karate()
    assert assortativity(graph)["assortativity"].item() == pytest.approx(-0.475613, abs=5e-7)
    assert assortativity(graph, "group")["assortativity"].item() == pytest.approx(
        0.717531, abs=5e-7
    )
    assert modularity(graph, "group") == pytest.approx(0.358235, abs=5e-7)
    assert communities(graph).attrs["modularity"] == pytest.approx(0.4198, abs=5e-5)
    assert clustering(graph).attrs["transitivity"] == pytest.approx(0.255682, abs=5e-7)
    assert list(articulation_points(graph).index) == [1]
    assert e_i_index(graph, "group").loc["all", "e_i"] == pytest.approx(-0.717949, abs=5e-7)


def test_karate_cartography_agrees_with_bctpy() -> None:
    found = cartography(karate(), "group")
    for row in rows("karate_cartography"):
        node = int(row["node"])
        assert found.loc[node, "participation"] == pytest.approx(
            float(row["participation"]), abs=1e-9
        )
        assert found.loc[node, "within_module_z"] == pytest.approx(
            float(row["within_module_z"]), abs=1e-8
        )
    assert found.loc[1, "role"] == "provincial hub"
    assert found.loc[3, "role"] == "peripheral"
    assert found.loc[4, "role"] == "ultra-peripheral"


def test_southern_women_two_mode_centralities() -> None:
    """Borgatti & Halgin 2011: 32 rows of three, to two decimals."""
    found = two_mode_centrality(southern_women())
    published = rows("davis_centralities")
    assert len(published) == len(found) == 32
    for row in published:
        for measure in ("degree", "closeness", "betweenness"):
            assert found.loc[row["node"], measure] == pytest.approx(float(row[measure]), abs=0.0051)


def test_partnerships_by_ethnicity() -> None:
    """Newman 2003, table I, as printed: rounded shares that do not quite add up to 1."""
    mixing = [
        [0.258, 0.016, 0.035, 0.013],
        [0.012, 0.157, 0.058, 0.019],
        [0.013, 0.023, 0.306, 0.035],
        [0.005, 0.007, 0.024, 0.016],
    ]
    assert assortativity_of(mixing) == pytest.approx(0.623, abs=5e-4)


def test_strength_of_the_southern_women_is_their_number_of_shared_events() -> None:
    graph = southern_women()
    strength = degree(graph)["strength"]
    projection = newman_projection(graph)
    for woman in projection:
        assert strength[woman] == pytest.approx(projection.degree(woman, weight="weight"))
        assert strength[woman] == graph.degree(woman)


@given(graphs())
@settings(max_examples=40, deadline=None)
def test_every_measure_has_one_row_per_node_in_the_order_of_the_graph(graph: nx.Graph[Any]) -> None:
    for measure in MEASURES:
        assert list(measure(graph).index) == list(graph)


@given(graphs(), st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_nodes_and_ties_changes_nothing(graph: nx.Graph[Any], random: Any) -> None:
    nodes, ties = list(graph.nodes(data=True)), list(graph.edges(data=True))
    random.shuffle(nodes)
    random.shuffle(ties)
    shuffled = graph.__class__()
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(ties)
    for measure, columns in RAW:
        before, after = measure(graph)[columns], measure(shuffled)[columns]
        pd.testing.assert_frame_equal(before, after.reindex(before.index), rtol=1e-7, atol=1e-9)


@given(graphs())
@settings(max_examples=30, deadline=None)
def test_an_isolated_node_changes_no_finite_score(graph: nx.Graph[Any]) -> None:
    larger = graph.copy()
    larger.add_node("alone")
    for measure, columns in RAW:
        before, after = measure(graph)[columns], measure(larger)[columns]
        same = after.reindex(
            before.index
        )  # of its type too: that of no nodes at all is another with pandas 3
        pd.testing.assert_frame_equal(before, same, rtol=1e-7, atol=1e-9, check_dtype=False)
    alone, joined = pagerank(graph)["pagerank"], pagerank(larger)["pagerank"].reindex(list(graph))
    assert joined.to_numpy() * alone.sum() == pytest.approx(alone.to_numpy() * joined.sum())


@given(graphs())
@settings(max_examples=30, deadline=None)
def test_a_tie_to_oneself_is_an_event_and_nothing_else(graph: nx.Graph[Any]) -> None:
    if 0 not in graph:
        return
    looped: nx.Graph[Any] = graph.copy()
    if looped.has_edge(0, 0):
        return
    looped.add_edge(0, 0)
    for measure, columns in RAW:
        unchanged = [name for name in columns if name != "events"]
        pd.testing.assert_frame_equal(measure(graph)[unchanged], measure(looped)[unchanged])
    assert at(degree(looped), 0, "events") == at(degree(graph), 0, "events") + 1


def test_parallel_ties_add_weight_and_events_but_no_partner() -> None:
    graph: nx.MultiGraph[Any] = nx.MultiGraph([("a", "b"), ("a", "b"), ("a", "c")])
    assert row_of(degree(graph), "a") == {"degree": 2, "events": 3, "strength": 3}
    weighted: nx.Graph[Any] = nx.Graph()
    weighted.add_weighted_edges_from([("a", "b", 2), ("a", "c", 1)])
    pd.testing.assert_frame_equal(
        structural_holes(graph), structural_holes(weighted, weight="weight")
    )
    pd.testing.assert_frame_equal(pagerank(graph), pagerank(weighted))
    pd.testing.assert_frame_equal(betweenness(graph), betweenness(weighted))


def test_weights_count_where_they_are_asked_for_and_on_projections() -> None:
    weighted = nx.karate_club_graph()
    plain: nx.Graph[Any] = nx.Graph()
    plain.add_nodes_from(weighted.nodes(data=True))
    plain.add_edges_from(weighted.edges)
    for measure in (structural_holes, eigenvector, degree):
        found, bare = measure(weighted), measure(plain)
        assert found.drop(columns="strength", errors="ignore").equals(
            bare.drop(columns="strength", errors="ignore")
        )
    assert assortativity(weighted, "club").equals(assortativity(plain, "club"))
    assert at(structural_holes(weighted, weight="weight"), 0, "constraint") == pytest.approx(
        nx.constraint(weighted, weight="weight")[0]
    )
    factions = [
        {n for n, data in weighted.nodes(data=True) if data["club"] == club}
        for club in ("Mr. Hi", "Officer")
    ]
    assert modularity(weighted, "club") == pytest.approx(
        nx.community.modularity(weighted, factions)
    )
    women = southern_women()
    projected = structural_holes(newman_projection(women))
    pd.testing.assert_frame_equal(projected, structural_holes(women).loc[projected.index])


def test_a_duplicated_event_doubles_strength_and_leaves_degree() -> None:
    graph = southern_women()
    doubled = graph.copy()
    for event in [node for node, data in graph.nodes(data=True) if data["mode"] == "event"]:
        doubled.add_node(f"{event} again", mode="event")
        doubled.add_edges_from((woman, f"{event} again") for woman in graph[event])
    women = [node for node, data in graph.nodes(data=True) if data["mode"] == "actor"]
    once, twice = degree(graph).loc[women], degree(doubled).loc[women]
    assert (twice["strength"] == 2 * once["strength"]).all()
    assert (twice["degree"] == once["degree"]).all()
    assert (twice["events"] == 2 * once["events"]).all()


def test_bridge_betweenness_is_that_of_networkx_between_two_sets() -> None:
    graph = karate()
    sides = nx.get_node_attributes(graph, "group")
    first, second = (
        [node for node in graph if sides[node] == side] for side in ("Mr. Hi", "Officer")
    )
    expected = nx.betweenness_centrality_subset(graph, first, second)
    found = bridge_betweenness(graph, "group")
    assert found["bridge_betweenness_raw"].to_dict() == pytest.approx(
        {v: 2 * b for v, b in expected.items()}
    )
    assert found["bridge_betweenness"].to_dict() == pytest.approx(
        {v: 2 * b / 17**2 for v, b in expected.items()}
    )


@given(graphs(directed=False))
@settings(max_examples=20, deadline=None)
def test_pivots_are_unbiased(graph: nx.Graph[Any]) -> None:
    if len(graph) < 3:
        return
    exact = betweenness(graph)["betweenness_raw"]
    # Every node as the only pivot once: the mean of the estimates is the exact value.
    seeds = {
        int(np.random.default_rng(s).choice(len(graph), size=1, replace=False)[0]): s
        for s in range(200)
    }
    estimates = [betweenness(graph, pivots=1, seed=s)["betweenness_raw"] for s in seeds.values()]
    if len(seeds) == len(graph):
        assert np.mean(estimates, axis=0) == pytest.approx(exact.to_numpy())
    assert betweenness(graph, pivots=1)["method"].unique().tolist() == ["1 pivots"]


def test_disconnected_parts_are_measured_each_on_its_own() -> None:
    graph = nx.disjoint_union(nx.star_graph(4), nx.path_graph(3))
    alone = betweenness(nx.star_graph(4))["betweenness_raw"]
    assert betweenness(graph)["betweenness_raw"].head(5).tolist() == alone.tolist()
    assert harmonic(graph).loc[0, "harmonic_raw"] == 4
    cut = articulation_points(graph)
    assert row_of(cut, 0) == {"falls_off": 3, "actors_off": 3, "pieces": 4}
    assert row_of(cut, 6) == {"falls_off": 1, "actors_off": 1, "pieces": 2}


def test_equal_components_share_the_leading_vector() -> None:
    graph = nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(3))
    assert eigenvector(graph)["eigenvector"].to_list() == pytest.approx([6**-0.5] * 6)
    large = nx.disjoint_union(nx.complete_graph(15), nx.complete_graph(15))
    assert eigenvector(large)["eigenvector"].to_list() == pytest.approx([30**-0.5] * 30)


def test_hits_of_a_directed_star() -> None:
    graph: nx.DiGraph[Any] = nx.DiGraph([("hub", leaf) for leaf in "abc"])
    found = hits(graph)
    assert row_of(found, "hub") == pytest.approx({"hub_score": 1, "authority_score": 0}, abs=1e-9)
    assert row_of(found, "a") == pytest.approx({"hub_score": 0, "authority_score": 1 / 3}, abs=1e-9)


def test_a_star_is_fully_centralised_and_a_ring_not_at_all() -> None:
    star, ring = nx.star_graph(6), nx.cycle_graph(7)
    for graph, expected in ((star, 1.0), (ring, 0.0)):
        assert centralization(betweenness(graph)["betweenness"], "betweenness") == pytest.approx(
            expected
        )
        assert centralization(degree(graph)["degree"], "degree") == pytest.approx(expected)
        assert centralization(closeness(graph)["closeness"], "closeness") == pytest.approx(expected)
    with pytest.raises(ValueError, match="pagerank"):
        centralization(pagerank(star)["pagerank"], "pagerank")


def test_structural_holes_of_textbook_shapes() -> None:
    star = structural_holes(nx.star_graph(4))
    assert row_of(star, 0) == pytest.approx(
        {"constraint": 0.25, "effective_size": 4, "efficiency": 1, "hierarchy": 0, "contacts": 4}
    )
    assert list(row_of(star[["constraint", "hierarchy"]], 1).values()) == [1, 1]
    # In a triangle each has two contacts who know each other: (1/2 + 1/4)² twice, effective size 1.
    triangle = structural_holes(nx.complete_graph(3))
    assert list(row_of(triangle[["constraint", "effective_size"]], 0).values()) == pytest.approx(
        [1.125, 1]
    )
    assert structural_holes(nx.empty_graph(1))["constraint"].isna().all()


def test_money_is_split_among_those_who_pay() -> None:
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    for event, amount in (("round", 90.0), ("secret", None), ("project", 500.0)):
        graph.add_node(
            event,
            mode="event",
            amount_eur=amount,
            flow="technology" if event == "project" else "finance",
        )
    for actor, side, lead in (
        ("firm", "target", None),
        ("x", "source", True),
        ("y", "source", False),
        ("z", "source", None),
    ):
        graph.add_node(actor, mode="actor")
        graph.add_edge(actor, "round", side=side, lead=lead)
    graph.add_edge("x", "secret", side="source")
    graph.add_edge("x", "project", side=None)
    found = money(graph)
    assert row_of(found, "x") == {
        **{"money_joined": 30, "money_led": 90, "money_received": 0},
        **{"amounts_known": 1, "amounts_unknown": 1},
    }
    assert list(row_of(found[["money_joined", "money_received"]], "firm").values()) == [0, 90]
    assert found.loc[["x", "y", "z"], "money_joined"].sum() == 90


def test_participation_against_chance() -> None:
    graph: nx.Graph[Any] = nx.Graph([("i", leaf) for leaf in "abcd"])
    everywhere = participation(
        graph, {"a": 1, "b": 1, "c": 2, "d": 2, "i": 3}, shares={1: 0.5, 2: 0.5}
    )
    assert everywhere.loc["i", "participation"] == 0.5
    assert everywhere.loc["i", "participation_ratio"] == pytest.approx(0.5 / (0.75 * 0.5))
    assert everywhere.loc["a", "participation"] == 0
    assert np.isnan(at(everywhere, "a", "participation_ratio"))


def test_multiplex_participation() -> None:
    first, second = nx.Graph([("a", "b"), ("a", "c")]), nx.Graph([("a", "b"), ("a", "d")])
    second.add_node("e")
    found = multiplex_participation({"x": first, "y": second})
    assert list(row_of(found[["overlap", "layer_participation", "in_x"]], "a").values()) == [
        4,
        1,
        2,
    ]
    assert found.loc["c", "layer_participation"] == 0
    assert np.isnan(at(found, "e", "layer_participation"))
    assert multiplex_participation({"x": first})["layer_participation"].isna().all()
    assert multiplex_participation({}).empty


def test_e_i_and_mixing_leave_out_who_has_no_group() -> None:
    graph: nx.Graph[Any] = nx.Graph([("a", "b"), ("b", "c"), ("c", "d")])
    groups = {"a": "x", "b": "x", "c": "y", "d": None}
    assert e_i_index(graph, groups)["e_i"].to_dict() == {"x": 0, "y": 1, "all": 0}
    assert mixing_matrix(graph, groups, normalized=False).to_numpy().tolist() == [[2, 1], [1, 0]]
    relabelled = {"a": "q", "b": "q", "c": "p", "d": None}
    assert assortativity(graph, groups).equals(assortativity(graph, relabelled))


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_cut_points_are_those_of_networkx_with_what_falls_off(graph: nx.Graph[Any]) -> None:
    simple: nx.Graph[Any] = nx.Graph(graph)
    found = articulation_points(graph)
    assert set(found.index) == set(nx.articulation_points(simple))
    for node, row in found.iterrows():
        rest = simple.subgraph(nx.node_connected_component(simple, node) - {node})
        pieces = sorted(map(len, nx.connected_components(rest)))
        assert row.to_dict() == {
            "falls_off": sum(pieces[:-1]),
            "actors_off": sum(pieces[:-1]),
            "pieces": len(pieces),
        }


@pytest.mark.parametrize("measure", [eigenvector, k_core, clustering])
def test_measures_that_cliques_decide_are_refused_on_them(measure: Any) -> None:
    with pytest.raises(CliqueProjectionError):
        measure(clique_projection(southern_women()))
    assert len(measure(clique_projection(southern_women()), force=True)) == 18


def test_communities_of_one_seed_are_the_same() -> None:
    graph = karate()
    first, second = communities(graph, seed=3), communities(graph, seed=3)
    pd.testing.assert_frame_equal(first, second)
    assert first["together"].between(0, 1).all()
    assert communities(nx.Graph()).empty
    assert communities(nx.empty_graph(2))["community"].nunique() == 2
