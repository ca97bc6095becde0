"""Rank intervals: what is taken away, and what may be said of a rank."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.measures import engines
from frenchtech_graph.findings.measures.centrality import betweenness
from frenchtech_graph.findings.measures.scores import SCORES
from frenchtech_graph.findings.measures.ties import Ties
from frenchtech_graph.findings.measures.uncertainty import (
    confidence_draws,
    effort,
    event_subsamples,
    places_at_stake,
    rank_intervals,
    ranks,
    tiers,
    without_each_source,
)
from tests.support.reference_networks import karate, southern_women
from tests.support.synthetic import ecosystem


def meetings(*members: str, **edge: Any) -> nx.Graph[Any]:
    """Return a two-mode network with one event for each word; its letters are the actors."""
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    for number, word in enumerate(members):
        graph.add_node(number, mode="event")
        for letter in word:
            graph.add_node(letter, mode="actor")
            graph.add_edge(letter, number, **edge)
    return graph


def test_a_fifth_of_the_events_goes_and_their_ties_go_together() -> None:
    ties = Ties.of(ecosystem(60).graph)
    for kept in event_subsamples(ties, 20, seed=1):
        there = {int(e) for e in ties.event[kept]}
        assert len(there) == ties.events - round(0.2 * ties.events)
        assert (kept == np.isin(ties.event, list(there))).all()


def test_ties_of_an_ordinary_graph_are_its_events() -> None:
    ties = Ties.of(karate())
    assert ties.events == 78
    assert [int(kept.sum()) for kept in event_subsamples(ties, 3)] == [62] * 3


def test_doubtful_ties_are_drawn_with_their_confidence() -> None:
    graph = meetings(*["ab"] * 400, confidence=0.3)
    graph.add_edge("c", 0)
    ties = Ties.of(graph)
    drawn = list(confidence_draws(ties, 50, seed=2))
    assert np.mean([kept[ties.confidence < 1].mean() for kept in drawn]) == pytest.approx(
        0.3, abs=0.02
    )
    assert all(kept[ties.confidence == 1].all() for kept in drawn)


def test_without_a_source_what_rests_on_it_alone_goes() -> None:
    graph = meetings("ab", "ac", "ad", "bc")
    stated = {
        0: ("https://www.one.fr/x",),
        1: ("https://one.fr/y", "https://two.fr"),
        2: ("https://two.fr/z",),
        3: (),
    }
    for event, pages in stated.items():
        for letter in graph[event]:
            graph.edges[letter, event]["sources"] = pages
    ties = Ties.of(graph)
    left = {name: {int(e) for e in ties.event[kept]} for name, kept in without_each_source(ties)}
    assert left == {"one.fr": {1, 2, 3}, "two.fr": {0, 1, 3}}
    assert not list(without_each_source(Ties.of(meetings("ab", sources=("https://one.fr",)))))


def test_ranks_share_places_and_ignore_rounding() -> None:
    assert ranks(np.array([5.0, 7.0, 5.0, np.nan])).tolist() == [2.5, 1, 2.5, 4]
    assert ranks(np.array([0.1 + 0.2, 0.3])).tolist() == [1.5, 1.5]
    assert ranks(np.array([1.0, 2.0, np.nan]), lowest_first=True).tolist() == [1, 2, 3]
    assert ranks(np.zeros(0)).tolist() == []


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), max_size=20))
def test_a_tier_holds_who_overlaps_with_its_first(intervals: list[tuple[int, int]]) -> None:
    low = np.array([first for first, _ in intervals], dtype=float)
    high = np.array([first + width for first, width in intervals], dtype=float)
    found = tiers(low, high)
    for row, tier in enumerate(found):
        first = int(np.flatnonzero(found == tier)[0])
        assert low[row] <= high[first]
        assert row == first or found[row - 1] in (tier, tier - 1)


def test_nobody_is_a_hub_for_want_of_others() -> None:
    assert [places_at_stake(n, 20) for n in (0, 1, 15, 200, 5000)] == [1, 1, 2, 20, 20]
    everyone_alike = rank_intervals(nx.cycle_graph(30), "degree", resamples=20)
    assert not everyone_alike["hub"].any()


@pytest.mark.parametrize("measure", sorted(SCORES))
def test_intervals_are_in_order_and_repeatable(measure: str) -> None:
    graph = ecosystem(50).graph
    found = rank_intervals(graph, measure, resamples=12, seed=4)
    assert len(found) == 50
    assert found["rank"].is_monotonic_increasing
    assert (found["rank_low"] <= found["rank_median"]).all()
    assert (found["rank_median"] <= found["rank_high"]).all()
    assert found["rank"].between(found["rank_low"], found["rank_high"]).all()
    assert found["rank"].sum() == pytest.approx(50 * 51 / 2)
    assert found.attrs["seed"] == 4
    pd.testing.assert_frame_equal(found, rank_intervals(graph, measure, resamples=12, seed=4))


def test_the_order_of_the_graph_changes_no_interval() -> None:
    graph = ecosystem(50).graph
    backwards: nx.Graph[Any] = nx.Graph(**graph.graph)
    backwards.add_nodes_from(reversed(list(graph.nodes(data=True))))
    backwards.add_edges_from(reversed(list(graph.edges(data=True))))
    pd.testing.assert_frame_equal(
        rank_intervals(graph, "betweenness", resamples=10),
        rank_intervals(backwards, "betweenness", resamples=10),
    )


def test_a_measure_may_be_any_function_of_a_graph() -> None:
    graph = southern_women()

    def by_hand(part: nx.Graph[Any]) -> pd.Series[Any]:
        return betweenness(part)["betweenness_raw"]

    slow, fast = (
        rank_intervals(graph, by_hand, resamples=8),
        rank_intervals(graph, "betweenness", resamples=8),
    )
    columns = ["value", "rank", "rank_low", "rank_high", "p_top"]
    pd.testing.assert_frame_equal(slow[columns], fast[columns])
    assert slow.attrs["measure"] == "by_hand"


def test_one_lucky_event_makes_no_hub() -> None:
    words = ["ab"] * 1 + [f"{chr(200 + i)}{chr(400 + i)}" for i in range(60)]
    graph = meetings(*words)
    amount = {"a": 10**9}

    def money(part: nx.Graph[Any]) -> pd.Series[Any]:
        return pd.Series(
            {node: float(amount.get(str(node), 0) * part.degree(node)) for node in part}
        )

    found = rank_intervals(graph, money, resamples=200, seed=1)
    assert found["rank"].to_dict()["a"] == 1
    assert found["p_top"].to_dict()["a"] == pytest.approx(0.8, abs=0.1)
    assert not found["hub"].any()


def test_a_firm_hub_is_one_and_a_doubtful_one_is_not() -> None:
    crowd = "bcdefghijklmnopqrstuvwxyz"
    graph = meetings(*[f"a{letter}" for letter in crowd], *["bc", "de", "fg"])
    found = rank_intervals(graph, "events", top=1, resamples=100)
    assert found.index[0] == "a"
    assert bool(found["hub"].iloc[0])
    assert found["tier"].iloc[0] == 1
    assert found["tier"].iloc[1] == 2
    assert not found["hub"].iloc[1:].any()


def test_the_source_at_stake_is_named() -> None:
    graph = meetings(*["ab"] * 3, sources=("https://one.fr/1",))
    graph = nx.union(graph, nx.relabel_nodes(meetings("cd", "cd"), {0: 10, 1: 11}))
    nx.set_edge_attributes(
        graph,
        {("c", 10): {"sources": ("https://two.fr",)}, ("c", 11): {"sources": ("https://two.fr",)}},
    )
    found = rank_intervals(graph, "events", resamples=5)
    assert found["rank"].to_dict()["a"] == 1.5
    assert found["rank_without_source"].to_dict()["a"] == 3.5
    assert found["source_at_stake"].to_dict()["a"] == "one.fr"


def test_without_resamples_nothing_is_claimed() -> None:
    found = rank_intervals(karate(), "degree", resamples=0)
    assert found["rank_low"].isna().all()
    assert not found["hub"].any()
    assert (found["tier"] == 0).all()
    assert found["method"].unique().tolist() == ["exact"]


def test_large_networks_are_estimated_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "affordable_visits", lambda: 100_000.0)
    graph = ecosystem(80).graph
    ties = Ties.of(graph)
    how = effort(ties, SCORES["betweenness"], 10)
    assert how.pivots is not None
    assert how.pivots < ties.n
    found = rank_intervals(graph, "betweenness", resamples=10)
    assert "pivots; 10 subsamples of 80% of events, 64 pivots each" in found["method"].iloc[0]
    exact = betweenness(graph)["betweenness_raw"]
    estimate = found["value"]
    assert np.corrcoef(exact.reindex(estimate.index), estimate)[0, 1] > 0.95
    assert effort(ties, SCORES["constraint"], 200).resamples < 40
    assert effort(ties, SCORES["events"], 200).resamples == 200


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_a_larger_loss_never_keeps_more(seed: int) -> None:
    ties = Ties.of(karate())
    for small, large in zip(
        event_subsamples(ties, 3, share_lost=0.1, seed=seed),
        event_subsamples(ties, 3, share_lost=0.5, seed=seed),
        strict=True,
    ):
        assert small.sum() > large.sum()


def test_wrong_calls_say_so() -> None:
    with pytest.raises(ValueError, match="not a measure; known: events"):
        rank_intervals(karate(), "fame")
    with pytest.raises(ValueError, match="share of events"):
        next(event_subsamples(Ties.of(karate()), share_lost=1))


@pytest.mark.parametrize(
    "graph", [nx.Graph(), nx.Graph(view="bipartite"), nx.empty_graph(1), nx.Graph([(1, 1)])]
)
def test_empty_and_single(graph: nx.Graph[Any]) -> None:
    for measure in SCORES:
        found = rank_intervals(graph, measure, resamples=4)
        assert len(found) == len(graph)
        assert not found["hub"].any()
