# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""Group × group gaps: counts, nulls, grades, sentences, evidence."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.gaps import (
    cell_events,
    gap_sentence,
    gap_tables,
    grades,
    gravity_gaps,
    group_gaps,
    nulls,
)
from frenchtech_graph.findings.gaps.blocks import blocks
from frenchtech_graph.findings.measures.membership import Groups, groups_of
from tests.support.synthetic import ecosystem


def network(
    ties: list[tuple[str, str]], attributes: dict[str, dict[str, Any]], kind: str = "Incubation"
) -> nx.Graph[Any]:
    """Directed events of one source and one target."""
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    for actor, data in attributes.items():
        graph.add_node(actor, mode="actor", **data)
    for i, (source, target) in enumerate(ties):
        graph.add_node(f"e{i}", mode="event", kind=kind, start=2020)
        graph.add_edge(f"e{i}", source, side="source", ties=(f"t{i}",), sources=("https://a.fr/1",))
        graph.add_edge(f"e{i}", target, side="target", ties=(f"t{i}",), sources=("https://a.fr/1",))
    return graph


def planted(seed: int = 3, keep: float = 0.15) -> nx.Graph[Any]:
    """Four kinds of supporters × four regions; kind k0 hardly supports region r0."""
    rng = np.random.default_rng(seed)
    actors = {f"s{i}": {"kind": f"k{i % 4}", "pillars": ("connection",)} for i in range(60)}
    actors |= {
        f"f{i}": {"kind": "StartUp", "region": f"r{i % 4}", "pillars": ("venture",)}
        for i in range(400)
    }
    ties = []
    for i in range(400):
        for s in rng.choice(60, size=3, replace=False):
            if not (s % 4 == 0 and i % 4 == 0 and rng.random() > keep):
                ties.append((f"s{s}", f"f{i}"))
    return network(ties, actors)


def test_counts_of_directed_ties_by_hand() -> None:
    attributes: dict[str, dict[str, Any]] = {
        "a": {"pillars": ("finance",)},
        "b": {"pillars": ("technology", "talent")},
        "v": {"pillars": ("venture",)},
        "w": {},
    }
    frame = group_gaps(
        network([("a", "v"), ("a", "v"), ("b", "v"), ("b", "w")], attributes), draws=10
    )
    cells = frame.set_index(["row_group", "column_group"])["observed"]
    assert cells["finance", "venture"] == 1  # who comes back makes no new choice
    assert cells["technology", "venture"] == 0.5
    assert cells["talent", "venture"] == 0.5
    assert frame["observed"].sum() == 2  # the tie to an actor without a pillar is in no group
    assert frame.attrs["ties"] == 3
    assert frame.attrs["ties_placed"] == 2


def test_a_partner_that_comes_back_makes_no_new_choice() -> None:
    graph = network([("a", "v"), ("b", "v"), ("a", "v"), ("a", "w")], {name: {} for name in "abvw"})
    actors = ["a", "b", "v", "w"]
    (each,), (once,) = (blocks(graph, actors, repeats=r)[0] for r in (True, False))
    assert (each.ties, once.ties) == (4, 3)
    assert once.incidence.toarray().tolist() == [[1, 1], [1, 0]]
    assert len(set(once.carriers)) == len(once.events) == 2
    assert once.events[0] in each.events


def brought(kind: str, flow: str, pairs: list[tuple[str, str]], graph: nx.Graph[Any]) -> None:
    """Add events of a kind along which one actor gives something to another."""
    for giver, receiver in pairs:
        event = f"{kind}-{graph.number_of_nodes()}"
        graph.add_node(event, mode="event", kind=kind, flow=flow)
        graph.add_edge(event, giver, side="source", sources=())
        graph.add_edge(event, receiver, side="target", sources=())


def funds_firms_and_laboratories() -> nx.Graph[Any]:
    """Funds invest in firms, firms come from laboratories, and both are shareholders of others."""
    graph: nx.Graph[Any] = nx.Graph()
    pillars = {"fund": "finance", "firm": "venture", "lab": "technology", "hub": "connection"}
    for name, pillar in pillars.items():
        for i in range(12):
            graph.add_node(f"{name}{i}", mode="actor", kind=name, pillars=(pillar,))
    ways = [(i, j) for i in range(12) for j in range(12) if (i + j) % 3 == 0]
    brought("Investment", "finance", [(f"fund{i}", f"firm{j}") for i, j in ways], graph)
    brought("SpinOff", "technology", [(f"lab{i}", f"firm{j}") for i, j in ways], graph)
    brought(
        "Shareholding", "finance", [(f"fund{i}", f"fund{(i + 1) % 12}") for i, _ in ways], graph
    )
    brought("Shareholding", "finance", [(f"lab{i}", f"lab{(i + 1) % 12}") for i, _ in ways], graph)
    brought("Subunit", "", [(f"lab{i}", f"lab{j}") for i, j in ways if i != j], graph)
    brought("Subunit", "", [(f"fund{i}", f"fund{j}") for i, j in ways if i != j], graph)
    return graph


def test_no_tie_is_expected_between_pillars_that_meet_in_firms() -> None:
    """Whoever has a fund and a laboratory among its bodies does not lack ties between the two."""
    frame = group_gaps(funds_firms_and_laboratories(), draws=50)
    cells = frame.set_index(["row_group", "column_group"], drop=False)
    apart = cells.loc[("finance", "technology")]
    assert apart["grade"] == "cannot tell"
    assert apart["reason"] == "meet elsewhere"
    assert np.isnan(apart["expected"])
    assert "young firms" in gap_sentence(apart, "en")
    assert cells.loc[("finance", "venture"), "observed"] == 48
    assert not cells["grade"].isin(["solid", "probable"]).any()


def test_a_kind_never_seen_between_two_pillars_expects_nothing_of_them() -> None:
    """No hub is seen to take shares of a firm: that says nothing of what hubs and firms lack."""
    graph = funds_firms_and_laboratories()
    brought("Hosting", "connection", [(f"hub{i}", f"firm{i}") for i in range(12)], graph)
    brought("Membership", "connection", [(f"fund{i}", f"hub{i}") for i in range(12)], graph)
    cells = group_gaps(graph, draws=50).set_index(["row_group", "column_group"])
    hosted = cells.loc[("connection", "venture")]
    assert hosted["observed"] == 12
    assert hosted["expected"] < 13
    assert cells.loc[("connection", "technology"), "reason"] == "nothing to compare"


def test_administration_makes_no_gap_unless_asked() -> None:
    graph = funds_firms_and_laboratories()
    without, asked = (
        group_gaps(graph, rows="kind", columns="kind", draws=5, administration=a)
        for a in (False, True)
    )
    assert asked.attrs["ties"] - without.attrs["ties"] == 88


def test_undirected_ties_count_once() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    for actor, group in {"a": "x", "b": "x", "c": "y", "d": "y"}.items():
        graph.add_node(actor, mode="actor", kind=group, region=group)
    for event, members in {"e1": "ab", "e2": "ac", "e3": "abcd"}.items():
        graph.add_node(event, mode="event", kind="Partnership")
        graph.add_edges_from(((event, m) for m in members), side=None)
    frame = group_gaps(graph, rows="kind", columns="kind", draws=10)
    cells = frame.set_index(["row_group", "column_group"])["observed"]
    # e3: six pairs of Newman weight 1/3, of which one is x-x, one y-y and four x-y.
    assert cells["x", "x"] == pytest.approx(1 + 1 / 3)
    assert cells["y", "y"] == pytest.approx(1 / 3)
    assert cells["x", "y"] == pytest.approx(1 + 4 / 3)
    # Ties inside a place are set aside: only the pair of places is left.
    places = group_gaps(graph, rows="region", columns="region", draws=10)
    assert places[["row_group", "column_group", "observed"]].values.tolist() == [
        ["x", "y", pytest.approx(1 + 4 / 3)]
    ]


def test_a_planted_gap_is_found_and_others_are_not() -> None:
    frame = group_gaps(planted(), rows="kind", columns="region")
    told = frame[frame["grade"].isin(["solid", "probable"])]
    assert list(zip(told["row_group"], told["column_group"], strict=True)) == [("k0", "r0")]
    row = told.iloc[0]
    assert row["grade"] == "solid"
    assert row["missing_ties"] == pytest.approx(row["expected"] - row["observed"])
    assert row["ratio_low"] < row["ratio"] < row["ratio_high"] < 0.75
    # Once the gap no longer shapes the margins, more is expected of the cell than its thinned
    # margins allow.
    assert row["expected"] > row["expected_degree"]


def test_expected_is_near_the_product_of_margins() -> None:
    frame = group_gaps(planted(keep=1.0), rows="kind", columns="region")
    table = frame.pivot(index="row_group", columns="column_group", values="observed").loc[
        ["k0", "k1", "k2", "k3"]
    ]
    values = table.to_numpy()
    margins = np.outer(values.sum(axis=1), values.sum(axis=0)) / values.sum()
    expected = frame.pivot(index="row_group", columns="column_group", values="expected_degree").loc[
        table.index
    ]
    np.testing.assert_allclose(expected.to_numpy(), margins, rtol=0.06)


def test_small_cells_are_never_gaps() -> None:
    frame = group_gaps(planted(), rows="kind", columns="region", min_expected=1e9)
    assert set(frame["grade"]) == {"cannot tell"}
    assert frame["q_both"].isna().all()


def test_same_seed_same_table_other_seed_same_counts() -> None:
    graph = planted()
    one, again, other = (
        group_gaps(graph, rows="kind", columns="region", seed=s, draws=20) for s in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(one, again)
    key = ["row_group", "column_group"]
    assert one.sort_values(key)["observed"].tolist() == other.sort_values(key)["observed"].tolist()
    assert one.attrs["seed"] == 1


def test_node_order_changes_no_count_and_isolated_nodes_nothing() -> None:
    graph = ecosystem(200).graph
    shuffled: nx.Graph[Any] = nx.Graph()
    shuffled.add_nodes_from(sorted(graph.nodes(data=True), reverse=True))
    shuffled.add_edges_from(sorted(graph.edges(data=True), key=str, reverse=True))
    shuffled.add_node("alone", mode="actor", pillars=("finance",))
    key = ["row_group", "column_group"]
    first, second = (group_gaps(g, draws=5).sort_values(key) for g in (graph, shuffled))
    np.testing.assert_allclose(first["observed"], second["observed"])


def test_merging_two_groups_adds_observed_and_expected() -> None:
    graph = planted()
    merged = graph.copy()
    for node, data in merged.nodes(data=True):
        if data.get("kind") == "k1":
            merged.nodes[node]["kind"] = "k0"
    before, after = (
        group_gaps(g, rows="kind", columns="region", draws=50).set_index(
            ["row_group", "column_group"]
        )
        for g in (graph, merged)
    )
    for column in ("observed", "expected_degree"):
        parts = before[column]["k0"] + before[column]["k1"]
        np.testing.assert_allclose(after[column]["k0"].loc[parts.index], parts, atol=1e-9)


def test_empty_networks_give_empty_tables() -> None:
    nothing: nx.Graph[Any] = nx.Graph()
    one: nx.Graph[Any] = nx.Graph()
    one.add_node("a", mode="actor", pillars=("finance",))
    for graph in (nothing, one):
        for frame in gap_tables(graph, draws=3).values():
            assert frame["observed"].sum() == 0
            assert set(frame["grade"]) <= {"cannot tell"}


def test_unknown_attribute_is_named() -> None:
    with pytest.raises(ValueError, match="no groups by 'colour'; choose one of city"):
        group_gaps(planted(), rows="colour")


def test_firms_are_counted_for_sector_by_stage() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    firms = {
        "a": (("x", "y"), "seed"),
        "b": (("x",), "seed"),
        "c": (("y",), "growth"),
        "d": ((), "seed"),
        "e": (("x",), None),
    }
    for firm, (sectors, stage) in firms.items():
        graph.add_node(firm, mode="actor", pillars=("venture",), sectors=sectors, stage=stage)
    frame = group_gaps(graph, rows="sector", columns="stage", draws=5)
    cells = frame.set_index(["row_group", "column_group"])["observed"].to_dict()
    assert cells == {("x", "seed"): 2, ("y", "seed"): 1, ("y", "growth"): 1, ("x", "growth"): 0}
    assert frame.attrs["counts"] == "firms"


def test_rewiring_keeps_degrees_event_sizes_and_kinds() -> None:
    graph = ecosystem(150).graph
    actors = [n for n, d in graph.nodes(data=True) if d["mode"] == "actor"]
    parts, _ = blocks(graph, actors)
    groups = groups_of(graph, actors, "kind")
    table = nulls.Table(groups, groups, symmetric=False)
    total = sum(b.ties for b in parts)
    null = nulls.fixed_degrees(parts, [table], draws=4, seed=1)[0]
    seen = nulls.observed(parts, table)
    np.testing.assert_allclose(null.mean.sum(), total)
    # Row totals are the ties of each kind of source: fixed in directed blocks, whatever is drawn.
    directed = [b for b in parts if b.directed]
    fixed = nulls.fixed_degrees(directed, [table], draws=4, seed=1)[0]
    np.testing.assert_allclose(fixed.mean.sum(axis=1), nulls.observed(directed, table).sum(axis=1))
    assert seen.sum() == pytest.approx(total)


def test_shuffled_labels_move_whole_companies() -> None:
    """A company with all ties to one supporter keeps them together: only whole-company counts can
    appear.
    """
    attributes: dict[str, dict[str, Any]] = {"s": {"kind": "k"}, "t": {"kind": "l"}}
    attributes |= {f"f{i}": {"kind": "StartUp", "region": "x" if i < 6 else "y"} for i in range(12)}
    ties = [("s", f"f{i}") for i in range(6) for _ in range(10)] + [
        ("t", f"f{i}") for i in range(6, 12) for _ in range(10)
    ]
    graph = network(ties, attributes)
    actors = [n for n, d in graph.nodes(data=True) if d["mode"] == "actor"]
    parts, _ = blocks(graph, actors)
    table = nulls.Table(
        groups_of(graph, actors, "kind"), groups_of(graph, actors, "region"), symmetric=False
    )
    by_label = nulls.shuffled_labels(parts, table)
    by_degree = nulls.fixed_degrees(parts, [table], draws=300, seed=1)[0]
    # Ten ties moving together vary like ten times as few: sd larger by about sqrt(10).
    assert 2.0 < by_label.sd[1, 0] / by_degree.sd[1, 0] < 4.5


@pytest.mark.parametrize("symmetric", [False, True])
def test_moments_of_exchanged_labels_are_those_of_all_exchanges(symmetric: bool) -> None:
    """Two strata of three and two pairs: 12 exchanges, each as likely."""
    rng = np.random.default_rng(4)
    ours, theirs = (
        rng.integers(0, 3, (5, 3)).astype(float),
        rng.integers(0, 3, (5, 3)).astype(float),
    )
    groups = Groups("kind", ("x", "y", "z"), sp.csr_array(np.eye(3)))
    table = nulls.Table(groups, groups, symmetric=symmetric)
    ways = [(*first, *last) for first in permutations([0, 2, 4]) for last in permutations([1, 3])]
    drawn = []
    for way in ways:
        moved = np.empty_like(theirs)
        moved[[0, 2, 4, 1, 3]] = theirs[list(way)]
        drawn.append(table.fold(ours.T @ moved))
    mean, variance = nulls.exchanged(
        table, [sp.csr_array(ours)], [sp.csr_array(theirs)], np.array([0, 1, 0, 1, 0])
    )
    np.testing.assert_allclose(mean, np.mean(drawn, axis=0))
    np.testing.assert_allclose(variance, np.var(drawn, axis=0), atol=1e-12)


@given(
    st.lists(st.lists(st.floats(0.5, 40), min_size=3, max_size=3), min_size=3, max_size=5),
    st.integers(0, 2),
)
@settings(max_examples=25, deadline=None)
def test_setting_a_cell_aside_reproduces_all_other_margins(
    rows: list[list[float]], column: int
) -> None:
    observed = np.array(rows)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    aside = np.zeros(observed.shape, bool)
    aside[0, column] = True
    fitted = grades.without(observed, expected, aside, rounds=400)
    np.testing.assert_allclose(
        (fitted * ~aside).sum(axis=1), (observed * ~aside).sum(axis=1), rtol=1e-3
    )
    np.testing.assert_allclose(
        (fitted * ~aside).sum(axis=0), (observed * ~aside).sum(axis=0), rtol=1e-3
    )


def test_scatter_is_measured_where_there_is_some_and_only_there() -> None:
    rng = np.random.default_rng(8)
    errors = rng.uniform(0.1, 0.2, 400)
    for scatter in (0.0, 0.3):
        least, likely = grades.scatter(rng.normal(0, np.hypot(errors, scatter)), errors)
        assert likely == pytest.approx(scatter, abs=0.06)
        assert least <= likely
    assert grades.scatter(rng.normal(0, 0.3, 7), np.full(7, 0.1)) == (0.0, 0.0)
    # One cell in ten far off, as real gaps are, hardly counts.
    deviations = np.where(np.arange(400) % 10, rng.normal(0, errors), -0.9)
    assert grades.scatter(deviations, errors)[0] < 0.07


def test_a_gap_must_stand_out_from_cells_that_scatter_anyway() -> None:
    """The same deficit is solid among cells as expected, not told among cells recorded at 40 to 160
    %.
    """
    rng = np.random.default_rng(2)
    expected = np.full((6, 8), 60.0)
    null = nulls.Null(expected, np.sqrt(expected))
    verdicts = []
    for spread in (0.0, 0.6):
        observed = np.round(expected * rng.uniform(1 - spread, 1 + spread, expected.shape))
        observed[0, 0] = 25
        numbers = grades.measure(observed, null, null, min_expected=5.0)
        cell = {name: float(values[0, 0]) for name, values in numbers.items()} | {
            "coverage": float("nan")
        }
        verdicts.append(grades.grade(cell, min_expected=5.0)[0])
    assert verdicts[0] == "solid"
    assert verdicts[1] in ("cannot tell", "probable")


def test_q_is_never_below_p() -> None:
    frame = group_gaps(planted(), rows="kind", columns="region", draws=100)
    tested = frame.dropna(subset=["q_degree"])
    assert (tested["q_degree"] >= tested["p_degree"] - 1e-12).all()
    assert (tested["q_label"] >= tested["p_label"] - 1e-12).all()


def cell(**changes: float) -> dict[str, float]:
    usual = {
        "gap": 1.0,
        "expected": 40.0,
        "expected_degree": 40.0,
        "ratio": 0.3,
        "ratio_max": 0.6,
        "coverage": float("nan"),
        "q_degree": 0.01,
        "q_label": 0.01,
    }
    return usual | changes


@pytest.mark.parametrize(
    ("changes", "grade", "reason"),
    [
        ({}, "solid", "both nulls and recording"),
        ({"ratio_max": 0.9}, "probable", "both nulls"),
        ({"coverage": 0.25}, "recording problem", "cell recorded less"),
        ({"coverage": 0.9}, "solid", "both nulls and recording"),
        ({"gap": 0.0, "expected": 4.9}, "cannot tell", "too few expected"),
        ({"gap": 0.0, "expected": 0.0}, "cannot tell", "nothing to compare"),
        ({"gap": 0.0, "q_degree": 0.4}, "recording problem", "whole group has few ties"),
        ({"gap": 0.0, "q_label": 0.4}, "cannot tell", "clustered choices"),
        ({"gap": 0.0, "q_label": 0.4, "q_degree": 0.4}, "cannot tell", "may be chance"),
        ({"gap": 0.0, "ratio": 0.8}, "no gap", "small deficit"),
        ({"gap": 0.0, "ratio": 1.2}, "no gap", "as many as expected"),
    ],
)
def test_grades(changes: dict[str, float], grade: str, reason: str) -> None:
    assert grades.grade(cell(**changes), min_expected=5.0) == (grade, reason)


def row(reason: str, **changes: Any) -> dict[str, Any]:
    usual = {
        "row_attribute": "pillar",
        "column_attribute": "pillar",
        "row_group": "finance",
        "column_group": "technology",
        "observed": 13.0,
        "expected": 41.8,
        "missing_ties": 28.8,
        "tipping": 0.311,
        "ratio_high": 0.5,
        "reason": reason,
    }
    return usual | changes


def test_sentences_say_when_a_gap_would_vanish() -> None:
    labels = {
        "finance": {"fr": "Finance", "en": "Finance"},
        "technology": {"fr": "Technologie", "en": "Technology"},
    }
    french = gap_sentence(row("both nulls and recording"), "fr", labels)
    english = gap_sentence(row("both nulls and recording"), "en", labels)
    assert "entre « Finance » et « Technologie » : 13 liens connus" in french
    assert "41,8" in french
    assert "moins de 31 %" in french
    assert "would vanish if fewer than 31 % of these ties were recorded" in english


def test_sentence_without_any_tie_uses_the_upper_bound() -> None:
    said = gap_sentence(row("both nulls", observed=0.0, tipping=0.0, ratio_high=0.46), "en")
    assert "0 recorded ties" in said
    assert "fewer than 46 %" in said


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("reason", sorted(grades.GRADE_OF))
def test_every_reason_has_a_sentence(reason: str, lang: str) -> None:
    said = gap_sentence(row(reason), lang)
    assert said.endswith(".")
    assert "{" not in said
    for word in ("null", "p-value", "q =", "sigma", "z ="):
        assert word not in said.split(":")[0]


def test_sentence_refuses_other_languages() -> None:
    with pytest.raises(ValueError, match="choose fr or en"):
        gap_sentence(row("both nulls"), "de")


def test_evidence_lists_the_ties_of_a_cell() -> None:
    attributes: dict[str, dict[str, Any]] = {
        "a": {"pillars": ("finance",)},
        "v": {"pillars": ("venture",)},
        "w": {"pillars": ("talent",)},
    }
    graph = network([("a", "v"), ("v", "a"), ("a", "w")], attributes)
    found = cell_events(graph, "pillar", "pillar", "finance", "venture")
    assert found["event"].tolist() == ["e0", "e1"]
    assert found["ties"].tolist() == [("t0",), ("t1",)]
    assert found["sources"].iloc[0] == ("https://a.fr/1",)


def cities(seed: int = 1, gap: bool = True) -> nx.Graph[Any]:
    """Twelve cities around two centres, ties falling with distance; cities 0 and 1 avoid each
    other.
    """
    rng = np.random.default_rng(seed)
    turn = np.arange(12)[:, None] * np.pi / 3
    where = np.where(np.arange(12)[:, None] < 6, [43.5, 1.0], [49.5, 4.0]) + 0.8 * np.hstack(
        [np.sin(turn), np.cos(turn)]
    )
    graph: nx.Graph[Any] = nx.Graph()
    for city in range(12):
        for k in range(40):
            graph.add_node(
                f"c{city}a{k}",
                mode="actor",
                place=f"p{city:02d}",
                region=f"r{city % 2}",
                lat=float(where[city, 0]),
                lon=float(where[city, 1]),
            )
    events = 0
    for a in range(12):
        for b in range(a + 1, 12):
            km = 111 * np.hypot(where[a, 0] - where[b, 0], 0.7 * (where[a, 1] - where[b, 1]))
            mean = 6000 / km * (0.1 if gap and (a, b) == (0, 1) else 1.0)
            for _ in range(rng.poisson(mean)):
                graph.add_node(f"e{events}", mode="event", kind="Partnership")
                graph.add_edge(f"e{events}", f"c{a}a{rng.integers(40)}", side=None)
                graph.add_edge(f"e{events}", f"c{b}a{rng.integers(40)}", side=None)
                events += 1
    return graph


def test_gravity_finds_the_exponent_and_the_planted_pair() -> None:
    frame = gravity_gaps(cities(), by="city")
    assert frame.attrs["distance_exponent"] == pytest.approx(-1.0, abs=0.15)
    told = frame[frame["finding"].isin(["gap", "gap for its distance"])]
    assert list(zip(told["row_group"], told["column_group"], strict=True)) == [("p00", "p01")]
    # Without distance, far pairs look like gaps; with it they do not.
    assert (gravity_gaps(cities(gap=False))["finding"] == "explained by distance").sum() >= 1
    assert (
        not gravity_gaps(cities(gap=False))["finding"].isin(["gap", "gap for its distance"]).any()
    )


def test_places_that_were_read_one_by_one_have_no_gap_between_them() -> None:
    """With one list of all ties the gap stands; with a page for each tie it may be the reading."""
    graph = cities()
    events = [name for name, data in graph.nodes(data=True) if data["mode"] == "event"]

    def told(address: Callable[[str], str]) -> set[str]:
        for event in events:
            for actor in graph[event]:
                graph.edges[event, actor]["sources"] = (address(event),)
        found = gravity_gaps(graph, by="city").set_index(["row_group", "column_group"])
        return {found.loc[("p00", "p01"), "finding"]}

    assert told(lambda _: "https://list.example") <= {"gap", "gap for its distance"}
    assert told(lambda event: f"https://{event}.example") == {"read unevenly"}


def test_gravity_refuses_what_is_no_place() -> None:
    with pytest.raises(ValueError, match="places are city, department or region"):
        gravity_gaps(cities(), by="sector")


def test_coverage_of_a_cell_that_its_second_source_contradicts() -> None:
    """Ties of region r0 are seen by one source only, all others by two: the deficit of r0 is a
    recording problem.
    """
    graph = planted(keep=0.6)
    for event, data in graph.nodes(data=True):
        if data["mode"] != "event":
            continue
        target = next(a for a, e in graph[event].items() if e["side"] == "target")
        supporter = next(a for a, e in graph[event].items() if e["side"] == "source")
        gap_cell = graph.nodes[target]["region"] == "r0" and graph.nodes[supporter]["kind"] == "k0"
        few = gap_cell and int(event[1:]) % 7 != 0
        for edge in graph[event].values():
            edge["sources"] = ("https://a.fr/1",) if few else ("https://a.fr/1", "https://b.fr/2")
    frame = group_gaps(graph, rows="kind", columns="region")
    cell_row = frame.set_index(["row_group", "column_group"]).loc[("k0", "r0")]
    assert cell_row["coverage"] < cell_row["ratio"]
    assert cell_row["grade"] == "recording problem"


def test_membership_shares_add_up() -> None:
    graph = ecosystem(100).graph
    actors = [n for n, d in graph.nodes(data=True) if d["mode"] == "actor"]
    weights = groups_of(graph, actors, "sector").weights
    sums = np.asarray(weights.sum(axis=1)).ravel()
    known = np.array([bool(graph.nodes[a]["sectors"]) for a in actors])
    np.testing.assert_allclose(sums, known.astype(float))
    assert sp.issparse(weights)
