# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""Ecosystems at equal size, places against their size, and the network through time."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest

from frenchtech_graph.findings.compare.comparison import (
    compare,
    comparison_sentence,
    rank_changes,
    scale_residuals,
    snapshots,
)
from frenchtech_graph.findings.compare.samples import EventTable, expected_coverage
from tests.support.synthetic import ecosystem


def rounds(
    actors: int, events: int, seed: int, size: int = 3, years: int = 10, tail: float = 1.5
) -> nx.Graph[Any]:
    rng = np.random.default_rng(seed)
    weights = rng.pareto(tail, size=actors) + 0.2
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from((f"a{i}" for i in range(actors)), mode="actor", pillars=("finance",))
    for e in range(events):
        graph.add_node(f"e{e}", mode="event", kind="FundingRound", start=2010 + e % years)
        members = rng.choice(actors, size=size, replace=False, p=weights / weights.sum())
        graph.add_edges_from((f"e{e}", f"a{int(i)}") for i in members)
    return graph


def test_the_same_ecosystem_recorded_at_two_rates_shows_no_difference() -> None:
    whole, part = rounds(200, 600, seed=1), rounds(200, 600, seed=1)
    part.remove_nodes_from([f"e{i}" for i in range(0, 600, 2)])
    frame = compare(whole, part, draws=60).set_index("measure")
    # Raw, the half looks poorer in every way; cut to equal size nothing is left of it.
    assert frame.loc["actors", "first"] > frame.loc["actors", "second"]
    assert (
        frame.loc["partners_per_actor", "first"] > 1.2 * frame.loc["partners_per_actor", "second"]
    )
    assert set(frame.loc[["actors", "partners_per_actor", "transitivity"], "finding"]) == {
        "no difference shown"
    }
    assert (frame["events_first"] == 240).all()


def test_a_real_difference_is_shown_and_said() -> None:
    frame = compare(
        rounds(200, 300, seed=1),
        rounds(200, 300, seed=2, size=5),
        names=("Lille", "Lyon"),
        draws=60,
    )
    row = frame.set_index("measure", drop=False).loc["partners_per_actor"]
    assert row["finding"] == "second is higher"
    assert row["high"] < 0
    assert "Lyon dépasse Lille" in comparison_sentence(row, "fr")
    for _, each in frame.iterrows():
        assert comparison_sentence(each, "en").endswith(".")


def test_equal_coverage_takes_more_of_the_richer() -> None:
    frame = compare(
        rounds(800, 400, seed=1, tail=5),
        rounds(100, 400, seed=2, tail=5),
        equalise="coverage",
        draws=30,
    )
    row = frame.set_index("measure").loc["coverage"]
    assert row["events_first"] > 2 * row["events_second"]
    assert row["difference"] == pytest.approx(0, abs=0.05)


def test_too_few_events_cannot_be_compared() -> None:
    frame = compare(rounds(20, 5, seed=1), rounds(20, 100, seed=2))
    assert set(frame["finding"]) == {"cannot tell"}
    assert set(compare(nx.Graph(), nx.Graph())["finding"]) == {"cannot tell"}
    with pytest.raises(ValueError, match="events or coverage"):
        compare(nx.Graph(), nx.Graph(), equalise="density")


def test_same_seed_same_comparison() -> None:
    a, b = ecosystem(150).graph, ecosystem(150, seed=2).graph
    assert compare(a, b, draws=10).equals(compare(a, b, draws=10))


def test_measures_by_hand() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    for actor, pillar in {
        "a": "finance",
        "b": "finance",
        "c": "talent",
        "d": "talent",
        "e": "talent",
    }.items():
        graph.add_node(actor, mode="actor", pillars=(pillar,))
    for event, members in {"x": "abc", "y": "ab", "z": "de"}.items():
        graph.add_node(event, mode="event", start=2000)
        graph.add_edges_from((event, m) for m in members)
    found = EventTable.of(graph).measures()
    assert found["actors"] == 5
    assert found["partners_per_actor"] == pytest.approx(8 / 5)
    assert found["giant_share"] == pytest.approx(3 / 5)
    assert found["transitivity"] == pytest.approx(1.0)
    assert found["coverage"] == pytest.approx(1 - 3 / 7)
    # Newman weight: ab 1.5, ac 0.5, bc 0.5, de 1; across pillars ac and bc.
    assert found["cross_pillar"] == pytest.approx(1.0 / 3.5)


def test_expected_coverage_agrees_with_subsampling() -> None:
    sample = EventTable.of(rounds(300, 200, seed=4))
    counts = np.asarray(sample.members.sum(axis=0)).ravel()
    rng = np.random.default_rng(1)
    shares = []
    for _ in range(200):
        chosen = rng.choice(200, size=80, replace=False)
        seen = np.asarray(sample.members[chosen].sum(axis=0)).ravel() > 0
        shares.append(counts[seen].sum() / counts.sum())
    # The share of all participations held by actors that the subsample has met, less its own.
    assert expected_coverage(counts, 200, 80) == pytest.approx(np.mean(shares), abs=0.25)
    assert expected_coverage(counts, 200, 40) < expected_coverage(counts, 200, 160)
    with pytest.raises(ValueError, match="no expected coverage"):
        expected_coverage(counts, 200, 200)


def test_scale_residuals_as_least_squares() -> None:
    rng = np.random.default_rng(1)
    size = np.exp(rng.uniform(1, 6, 30))
    value = 2 * size**1.2 * np.exp(rng.normal(0, 0.2, 30))
    value[7] *= 5
    frame = scale_residuals(size, value)
    slope, intercept = np.polyfit(np.log(size), np.log(value), 1)
    np.testing.assert_allclose(frame["residual"], np.log(value) - slope * np.log(size) - intercept)
    assert frame.attrs["exponent"] == pytest.approx(slope)
    assert frame["t"].idxmax() == 7
    assert frame["p"].idxmin() == 7
    # Externally studentised: leaving the point out and predicting it gives the same t.
    others = np.arange(30) != 7
    x, y = np.log(size), np.log(value)
    design = np.column_stack([np.ones(29), x[others]])
    beta, rss = np.linalg.lstsq(design, y[others], rcond=None)[:2]
    here = np.array([1, x[7]])
    spread = rss[0] / 27 * (1 + here @ np.linalg.inv(design.T @ design) @ here)
    assert frame["t"].iloc[7] == pytest.approx((y[7] - here @ beta) / np.sqrt(spread))


def test_scale_residuals_without_enough_places() -> None:
    frame = scale_residuals([1, 2, 0], [3, 4, 5])
    assert frame["residual"].isna().all()
    assert np.isnan(frame.attrs["exponent"])


def test_snapshots_trail_and_count_newcomers() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from("abcd", mode="actor")
    for event, year, members in (
        ("x", 2000, "ab"),
        ("y", 2001, "ac"),
        ("z", 2003, "cd"),
        ("w", None, "bd"),
    ):
        graph.add_node(event, mode="event", start=year)
        graph.add_edges_from((event, m) for m in members)
    frame = snapshots(graph, window=2, null_draws=2).set_index("year")
    assert frame["events"].to_dict() == {2000: 1, 2001: 2, 2002: 1, 2003: 1}
    assert frame.loc[2001, "newcomers"] == 0.5
    assert frame.loc[2002, "leavers"] == pytest.approx(1 / 3)
    assert frame.attrs["undated"] == 1
    assert snapshots(nx.Graph()).empty


def test_rank_change_is_news_only_beyond_noise() -> None:
    graph = rounds(60, 800, seed=3, years=10)
    quiet = rank_changes(graph, before=(2010, 2014), after=(2015, 2019), draws=60)
    assert quiet["news"].mean() <= 0.1
    for e in range(120):
        graph.add_node(f"late{e}", mode="event", start=2017)
        graph.add_edges_from([(f"late{e}", "riser"), (f"late{e}", "a0")])
    graph.nodes["riser"]["mode"] = "actor"
    loud = rank_changes(graph, before=(2010, 2014), after=(2015, 2019), draws=60).set_index("actor")
    assert loud.loc["riser", "news"]
    assert loud.loc["riser", "low"] > 0
