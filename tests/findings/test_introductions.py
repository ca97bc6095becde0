# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""Introductions: terms, model, metrics, what is proposed and why, and the hold-out tests on real
rounds.
"""

from __future__ import annotations

import importlib.util
import math
import os
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.introductions import evaluation as ev
from frenchtech_graph.findings.introductions import (
    introduce,
    introduction_sentence,
    learning,
    neighbourhood,
)
from frenchtech_graph.findings.introductions import terms as t
from frenchtech_graph.findings.introductions.logistic import fit
from frenchtech_graph.findings.introductions.reasons import band
from frenchtech_graph.findings.introductions.rounds import rounds_of
from frenchtech_graph.findings.introductions.snapshot import Snapshot
from tests.support.synthetic import ecosystem


def rounds_network(count: int = 360, seed: int = 1) -> nx.Graph[Any]:
    """Investors with a taste for a sector and a region; three years of monthly rounds."""
    rng = np.random.default_rng(seed)
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    fame = rng.pareto(1.5, size=60) + 0.3
    taste = rng.integers(0, 4, size=60)
    for i in range(60):
        graph.add_node(
            f"i{i:02d}",
            mode="actor",
            label=f"Fund {i}",
            pillars=("finance",),
            region=None,
            person=i == 59,
        )
    for r in range(count):
        sector = int(rng.integers(0, 4))
        firm, event = f"f{r % 300:03d}", f"e{r:03d}"
        if firm not in graph:
            graph.add_node(
                firm,
                mode="actor",
                label=f"Firm {r}",
                pillars=("venture",),
                sectors=(f"s{sector}",),
                region=f"r{r % 3}",
                place=f"p{r % 5}",
            )
        sector = int(graph.nodes[firm]["sectors"][0][1])
        pull = fame * np.where(taste == sector, 12.0, 1.0)
        members = rng.choice(60, size=1 + rng.poisson(1.6), replace=False, p=pull / pull.sum())
        month = r * 36 // count
        graph.add_node(
            event,
            mode="event",
            kind="FundingRound",
            date=f"{2020 + month // 12}-{month % 12 + 1:02d}",
            round=("seed", "a")[r % 2],
        )
        graph.add_edge(event, firm, side="target")
        graph.add_edges_from(((event, f"i{int(i):02d}") for i in members), side="source")
    return graph


@pytest.fixture(scope="module")
def network() -> nx.Graph[Any]:
    return rounds_network()


def test_rounds_of_a_network_by_hand() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_node("f", mode="actor", sectors=("x", "y"), region="32")
    for investor in "abc":
        graph.add_node(investor, mode="actor", region="32" if investor == "a" else "99")
    ties = [
        ("i1", "Investment", "2020-03", "a"),
        ("i2", "Investment", "2020-03", "b"),
        ("r", "FundingRound", "2019", "c"),
        ("undated", "FundingRound", None, "a"),
    ]
    for event, kind, date, investor in ties:
        graph.add_node(event, mode="event", kind=kind, date=date)
        graph.add_edge(event, investor, side="source")
        graph.add_edge(event, "f", side="target")
    rounds = rounds_of(graph)
    # Two investments of one company on one date are one round; the undated one is left out.
    assert rounds.keys == (("r",), ("i1", "i2"))
    assert rounds.investors == ("a", "b", "c")
    assert rounds.members.toarray().tolist() == [[0, 0, 1], [1, 1, 0]]
    assert rounds.tags["sector"].toarray().tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert rounds.home.toarray().tolist() == [[1], [0], [0]]


def test_a_snapshot_knows_nothing_of_later_rounds(network: nx.Graph[Any]) -> None:
    rounds = rounds_of(network)
    date = float(rounds.month[200])
    later = network.copy()
    for key in rounds.keys[205:]:
        later.remove_nodes_from(key)
    queries = rounds.between(date, date + 1)
    whole = t.query_terms(Snapshot(rounds, date), t.Queries.of_rounds(rounds, queries)).terms
    cut = rounds_of(later)
    there = cut.between(date, date + 1)
    there = there[: min(there.size, 4)]
    part = t.query_terms(Snapshot(cut, date), t.Queries.of_rounds(cut, there)).terms
    # Investors that appear only later are no candidates: the two have the same columns.
    np.testing.assert_allclose(whole[: len(there)], part, atol=1e-9)
    assert (
        t.pair_terms(Snapshot(rounds, date))[2].shape == t.pair_terms(Snapshot(cut, date))[2].shape
    )


def test_terms_of_a_query_by_hand() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from(("a", "b"), mode="actor")
    for firm, sector in (("f", "x"), ("g", "y"), ("h", "x")):
        graph.add_node(firm, mode="actor", sectors=(sector,), pillars=("venture",))
    ties = [
        ("1", "2020-01", "a", "f"),
        ("2", "2020-02", "a", "g"),
        ("3", "2020-03", "b", "f"),
        ("4", "2020-05", "a", "f"),
    ]
    for event, date, investor, firm in ties:
        graph.add_node(event, mode="event", kind="FundingRound", date=date)
        graph.add_edge(event, investor, side="source")
        graph.add_edge(event, firm, side="target")
    rounds = rounds_of(graph)
    snapshot = Snapshot(rounds, float(rounds.month[3]))
    terms = t.query_terms(snapshot, t.Queries.of_rounds(rounds, np.array([3]))).terms[0]
    term = dict(zip(t.QUERY_TERMS, terms.T, strict=True))
    np.testing.assert_allclose(term["popularity"], np.log([2 / 3, 1 / 3]))
    assert term["standing"].tolist() == [0, 0]
    assert term["follow_on"].tolist() == [1, 1]
    # Rounds 4, 3 and 2 months old, each halved every 36 months; the first and the last are of
    # sector x.
    w = 0.5 ** (np.array([4, 3, 2]) / 36)
    share = np.array([w[0] + w[2], w[1]]) / w.sum() + 1e-3
    nation = share[0] / share.sum()
    expected = (
        np.array([(w[0] + 4 * nation) / (w[0] + w[1] + 4), (w[2] + 4 * nation) / (w[2] + 4)])
        / nation
    )
    np.testing.assert_allclose(term["profile"], np.log(expected))
    # Only three months count: a has one of its two rounds there, as b has; before, a has one more.
    recent = Snapshot(rounds, float(rounds.month[3]), window=3.0)
    terms = t.query_terms(recent, t.Queries.of_rounds(rounds, np.array([3]))).terms[0]
    later = dict(zip(t.QUERY_TERMS, terms.T, strict=True))
    np.testing.assert_allclose(later["popularity"], np.log([1 / 2, 1 / 2]))
    np.testing.assert_allclose(
        later["standing"], np.log([2.5 / 3 / (1.5 / 2), 1.5 / 3 / (1.5 / 2)])
    )
    assert later["follow_on"].tolist() == [1, 1]


def test_a_partner_of_backers_is_not_yet_in_the_company() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from("abcd", mode="actor")
    graph.add_nodes_from(("f", "g"), mode="actor", pillars=("venture",))
    for event, date, firm, investors in (
        ("1", "2020-01", "f", "a"),
        ("2", "2020-02", "g", "ab"),
        ("3", "2020-02", "g", "cd"),
        ("4", "2020-04", "f", "b"),
    ):
        graph.add_node(event, mode="event", kind="FundingRound", date=date)
        graph.add_edge(event, firm, side="target")
        graph.add_edges_from(((event, investor) for investor in investors), side="source")
    rounds = rounds_of(graph)
    queries = t.Queries.of_rounds(rounds, np.array([3]))
    terms = t.query_terms(Snapshot(rounds, float(rounds.month[3])), queries).terms[0]
    assert terms[:, t.QUERY_TERMS.index("follow_on")].tolist() == [1, 0, 0, 0]
    assert terms[:, t.QUERY_TERMS.index("partner_of_backers")].tolist() == [0, 1, 0, 0]


def test_pairs_of_a_window_know_what_came_before_it() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from("abc", mode="actor")
    met = (("2020-01", "ab"), ("2021-01", "ac"), ("2021-02", "bc"), ("2021-03", "a"))
    for number, (date, investors) in enumerate(met):
        graph.add_node(f"f{number}", mode="actor", pillars=("venture",))
        graph.add_node(f"e{number}", mode="event", kind="FundingRound", date=date, amount_eur=1e6)
        graph.add_edge(f"e{number}", f"f{number}", side="target")
        graph.add_edges_from(((f"e{number}", investor) for investor in investors), side="source")
    rounds = rounds_of(graph)
    until = float(rounds.month[-1]) + 1
    assert t.pair_terms(Snapshot(rounds, until), fewest=1)[0].size == 0  # all three have met
    first, second, terms = t.pair_terms(Snapshot(rounds, until, window=6.0), fewest=1)
    assert [
        (rounds.investors[i], rounds.investors[j]) for i, j in zip(first, second, strict=True)
    ] == [("a", "b")]
    term = dict(zip(t.PAIR_TERMS, terms[0], strict=True))
    assert term["met_before"] == 1
    assert term["partners"] > 0  # c is a partner of both


def test_amounts_are_spread_over_near_steps_and_unknown_ones_over_none(
    network: nx.Graph[Any],
) -> None:
    graph = network.copy()
    keys = rounds_of(graph).keys
    graph.nodes[keys[0][0]]["amount_eur"] = 1e6
    graph.nodes[keys[1][0]]["amount_eur"] = 2e9
    rounds = rounds_of(graph)
    steps, table = np.array(rounds.names["amount"], dtype=float), rounds.tags["amount"].toarray()
    np.testing.assert_allclose(table.sum(axis=1)[:3], [1, 1, 0])
    np.testing.assert_allclose(table[:1] @ steps, [6])
    assert steps[table[1].argmax()] == 9.25


def test_neighbourhood_scores_by_hand() -> None:
    # A square with one diagonal: 0-1, 1-2, 2-3, 3-0, 1-3.
    adjacency = np.array([[0, 1, 0, 1], [1, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 0]], dtype=float)
    graph: nx.Graph[Any] = nx.from_numpy_array(adjacency)
    sparse = sp.csr_array(adjacency)
    ((_, _, aa),) = nx.adamic_adar_index(graph, [(0, 2)])
    ((_, _, ra),) = nx.resource_allocation_index(graph, [(0, 2)])
    assert neighbourhood.adamic_adar(sparse)[0, 2] == pytest.approx(aa)
    assert neighbourhood.resource_allocation(sparse)[0, 2] == pytest.approx(ra)
    assert neighbourhood.common_neighbours(sparse)[0, 2] == 2
    powers = [np.linalg.matrix_power(adjacency, k) for k in (2, 3, 4)]
    np.testing.assert_allclose(
        neighbourhood.katz(sparse), sum(0.05**k * p for k, p in zip((2, 3, 4), powers, strict=True))
    )
    step = adjacency / adjacency.sum(axis=1, keepdims=True)
    exact = 0.15 * np.linalg.inv(np.eye(4) - 0.85 * step)
    np.testing.assert_allclose(neighbourhood.walk_with_restart(sparse), exact + exact.T, atol=1e-4)
    np.testing.assert_allclose(
        neighbourhood.preferential_attachment(np.array([1.0, 3.0])), [[1, 3], [3, 9]]
    )


def test_logistic_is_that_of_scikit_learn() -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 3)) * [1, 5, 0.1] + [0, 2, -1]
    y = (rng.random(400) < 1 / (1 + np.exp(-(x[:, 0] - 0.3 * x[:, 1])))).astype(float)
    ours = fit(x, y, ["a", "b", "c"], c=0.05)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    theirs = linear.LogisticRegression(C=0.05, tol=1e-10, max_iter=1000).fit(z, y)
    np.testing.assert_allclose(ours.weights, theirs.coef_[0], atol=1e-4)
    assert ours.intercept == pytest.approx(theirs.intercept_[0], abs=1e-4)
    np.testing.assert_allclose(
        ours.parts(x).sum(axis=1) + ours.intercept, theirs.decision_function(z), atol=1e-3
    )


def test_logistic_is_at_its_maximum() -> None:
    rng = np.random.default_rng(3)
    # Rare terms, nearly separated: where a full Newton step would leave the valley.
    x = np.column_stack([rng.random(3000) < 0.004, rng.normal(size=3000)]).astype(float)
    y = ((x[:, 0] > 0) | (rng.random(3000) < 0.01)).astype(float)
    for c in (0.003, 1.0, 100.0):
        model = fit(x, y, ["rare", "noise"], c=c)
        off = model.predict(x) - y
        slope = c * ((x - model.mean) / model.scale).T @ off + model.weights
        np.testing.assert_allclose([*slope, off.sum() * c], 0, atol=1e-5 * max(1.0, c))


def test_logistic_edge_cases() -> None:
    constant = fit(
        np.array([[1.0, 2.0]] * 2 + [[1.0, 5.0]] * 2), np.array([0, 1, 1, 1.0]), ["k", "x"]
    )
    assert constant.weights[0] == 0
    with pytest.raises(ValueError, match="ties that formed and ties that did not"):
        fit(np.ones((3, 1)), np.ones(3), ["x"])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1)), min_size=2, max_size=60))
@settings(max_examples=40, deadline=None)
def test_auc_is_the_share_of_ordered_pairs(sample: list[tuple[int, int]]) -> None:
    scores, labels = (np.array(x, dtype=float) for x in zip(*sample, strict=True))
    pairs = [(a > b) + 0.5 * (a == b) for a in scores[labels > 0] for b in scores[labels == 0]]
    if pairs:
        assert ev.auc(scores, labels) == pytest.approx(np.mean(pairs))
    else:
        assert math.isnan(ev.auc(scores, labels))


def test_fame_alone_is_worth_nothing_within_popularity() -> None:
    rng = np.random.default_rng(2)
    fame = 2.0 ** rng.integers(0, 5, 4000)
    labels = (rng.random(4000) < fame / 200).astype(float)
    assert ev.auc(fame, labels) > 0.65
    assert ev.stratified_auc(fame, labels, ev.half_octaves(fame)) == pytest.approx(0.5)


def test_calibration_by_hand() -> None:
    p, y = np.array([0.05, 0.05, 0.95, 0.85]), np.array([0, 1, 1, 1.0])
    # Lowest bin predicts 0.1 of 1, highest 0.95 of 1, the one below 0.85 of 1: off by 0.9 + 0.05 +
    # 0.15 over 4.
    assert ev.calibration_error(p, y) == pytest.approx((0.9 + 0.05 + 0.15) / 4)
    assert ev.predicted_over_observed(p, y) == pytest.approx(1.9 / 3)
    assert ev.predicted_over_observed(p, y, top=0.25) == pytest.approx(0.95)
    assert ev.brier_skill(np.full(4, 0.75), y) == pytest.approx(0)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_figures_of_resampled_rounds_are_those_of_the_rounds_repeated(seed: int) -> None:
    rng = np.random.default_rng(seed)
    units = np.repeat(np.arange(5), 8)
    scores, strata = rng.integers(0, 6, 40).astype(float), rng.integers(0, 2, 40).astype(float)
    labels = (rng.random(40) < 0.3).astype(float)
    weights = ev.resampled_weights(5, seed=seed, resamples=3)
    for drawn, found in zip(
        weights, ev.resampled_auc(scores, labels, strata, units, weights), strict=True
    ):
        again = np.repeat(np.arange(40), drawn[units].astype(int))
        expected = ev.stratified_auc(scores[again], labels[again], strata[again])
        assert math.isnan(expected) or found == pytest.approx(expected)
    # Each round once is the figure itself; pairs that never meet are drawn in all samples.
    once = np.ones((1, 6))
    alike = rng.permutation(40).astype(float)
    if labels.any():
        found = ev.resampled_precision(alike, labels, units, once, rng)[0]
        assert found == pytest.approx(ev.average_precision(alike, labels, rng))


def test_the_model_learns_a_taste_and_ranks_beyond_fame(network: nx.Graph[Any]) -> None:
    rounds = rounds_of(network)
    split, horizon = float(rounds.month[300]), 6.0
    learnt = learning.learn_rounds(rounds, split, horizon)
    snapshot, queries = Snapshot(rounds, split), rounds.between(split, split + horizon)
    terms = t.query_terms(snapshot, t.Queries.of_rounds(rounds, queries)).terms
    labels = learning.joined(snapshot, queries)
    fame = np.broadcast_to(snapshot.count, labels.shape)
    p = learnt.model.predict(terms)
    strata = ev.half_octaves(fame).ravel()
    assert ev.auc(p.ravel(), labels.ravel()) > ev.auc(fame.ravel(), labels.ravel()) + 0.03
    assert ev.stratified_auc(p.ravel(), labels.ravel(), strata) > 0.6
    assert ev.predicted_over_observed(p.ravel(), labels.ravel()) == pytest.approx(1, abs=0.4)
    beyond = learnt.beyond_fame(terms)
    assert ev.stratified_auc(beyond.ravel(), labels.ravel(), strata) > 0.6


def test_pair_probabilities_add_up_to_the_meetings_expected(network: nx.Graph[Any]) -> None:
    rounds = rounds_of(network)
    split = float(rounds.month[300])
    learnt = learning.learn_pairs(rounds, split, 6.0)
    snapshot = Snapshot(rounds, split)
    first, second, _, p = learning.pair_probabilities(learnt, snapshot, 6.0)
    met = learning.met(snapshot, split + 6.0, first, second)
    assert p.sum() == pytest.approx(met.sum(), rel=0.5)
    assert (snapshot.shared.toarray()[first, second] == 0).all()


def test_proposals(network: nx.Graph[Any]) -> None:
    frame = introduce(network, per_actor=2)
    assert frame.groupby(["actor", "product"]).size().max() <= 2
    assert (frame["rank"] <= 2).all()
    assert not frame["other"].isin(["i59"]).any()  # a natural person, unless asked for
    fresh = frame[frame["product"] == "introduction"]
    assert not fresh["already"].any()
    assert (fresh["score"] > 0).all()
    modelled = frame[frame["kind"] != "contact"]
    assert modelled["p"].between(0, 1).all()
    assert (
        fresh[fresh["kind"] != "contact"]["p"] > fresh[fresh["kind"] != "contact"]["p_fame"]
    ).all()
    assert (frame["reasons"].map(len) > 0).mean() > 0.95
    assert frame.attrs["learnt_from"] == 360
    for _, row in frame.groupby(["product", "kind"]).head(2).iterrows():
        for lang in ("fr", "en"):
            said = introduction_sentence(row, lang)
            assert said.endswith(".")
            assert "{" not in said


def test_forecast_and_introduction_are_two_things(network: nx.Graph[Any]) -> None:
    frame = introduce(network)
    firms = frame[frame["kind"] == "investor"]
    forecast = firms[firms["product"] == "forecast"]["other"].value_counts()
    introduction = firms[firms["product"] == "introduction"]["other"].value_counts()
    famous = max(network.degree([f"i{i:02d}" for i in range(59)]), key=lambda d: d[1])[0]
    assert forecast.get(famous, 0) > 3 * introduction.get(famous, 0)
    assert introduction.size > forecast.size


def test_one_actor_gets_what_all_get(network: nx.Graph[Any]) -> None:
    everybody = introduce(network)
    alone = introduce(network, actor="f010")
    wanted = everybody[everybody["actor"] == "f010"]
    assert (
        alone[["other", "product", "rank"]].values.tolist()
        == wanted[["other", "product", "rank"]].values.tolist()
    )
    assert introduce(network, actor="f010").equals(alone)


def test_a_list_of_long_ago_does_not_blur_the_recent_rounds(network: nx.Graph[Any]) -> None:
    old = network.copy()
    for n in range(20):
        old.add_node(f"old{n}", mode="event", kind="FundingRound", date=f"1996-{n % 12 + 1:02d}")
        old.add_edge(f"old{n}", f"f{n:03d}", side="target")
        old.add_edge(f"old{n}", "i00", side="source")
    frame = introduce(old)
    assert {"investor", "co-investor"} <= set(frame["kind"])
    assert frame.attrs["horizon"] == pytest.approx(introduce(network).attrs["horizon"], abs=1.0)


def test_without_rounds_there_are_contacts_and_no_probability() -> None:
    graph = ecosystem(120).graph
    graph.remove_nodes_from(
        [n for n, d in graph.nodes(data=True) if d.get("kind") in ("FundingRound", "Investment")]
    )
    frame = introduce(graph)
    assert set(frame["kind"]) == {"contact"}
    assert frame["p"].isna().all()
    assert set(frame["band"]) == {"not known"}
    assert introduce(nx.Graph()).empty


def _tied(graph: nx.Graph[str], event: str, kind: str, *ends: str) -> None:
    graph.add_node(event, mode="event", kind=kind)
    graph.add_edges_from((event, end, {"side": None}) for end in ends)


@pytest.fixture
def town() -> nx.Graph[str]:
    """Return a town whose firm and fund meet at one event, beside teams and an authority."""
    graph: nx.Graph[str] = nx.Graph(view="bipartite")
    pillars = {
        "firm": ("StartUp", ("venture",)),
        "other-firm": ("StartUp", ("venture",)),
        "fund": ("VentureCapitalFund", ("finance",)),
        "town-hall": ("PublicAuthority", ("connection",)),
        "team": ("ResearchLaboratory", ("technology",)),
        "other-team": ("ResearchLaboratory", ("technology",)),
        "host": ("Incubator", ("connection",)),
    }
    for name, (kind, has) in pillars.items():
        graph.add_node(name, mode="actor", label=name, kind=kind, pillars=has, sectors=("health",))
    for other in ("firm", "other-firm", "fund", "town-hall"):
        _tied(graph, f"with {other}", "Partnership", "host", other)
        _tied(graph, f"again {other}", "Collaboration", "host", other)
    for number in range(30):  # others, elsewhere, so that who shares a host is near
        ends = (f"far{number}", f"far{(number + 1) % 30}")
        for end in ends:
            graph.add_node(end, mode="actor", label=end, kind="Company", pillars=(), sectors=())
        _tied(graph, f"far event {number}", "Partnership", *ends)
    for other in ("team", "other-team"):
        _tied(graph, f"part {other}", "Subunit", "host", other)
        _tied(graph, f"member {other}", "Supervision", "host", other)
    return graph


def test_contacts_cross_pillars_and_leave_out_teams_and_authorities(town: nx.Graph[str]) -> None:
    frame = introduce(town)
    pairs = set(zip(frame["actor"], frame["other"], strict=True))
    assert ("firm", "fund") in pairs
    assert ("fund", "firm") in pairs
    assert ("firm", "other-firm") not in pairs
    assert not {"team", "other-team"} & (set(frame["actor"]) | set(frame["other"]))
    assert "town-hall" not in set(frame["other"])


def test_introduce_refuses_events_strangers_and_negative_numbers(network: nx.Graph[Any]) -> None:
    with pytest.raises(KeyError, match="not in the network"):
        introduce(network, actor="nobody")
    with pytest.raises(ValueError, match="is an event"):
        introduce(network, actor="e000")
    with pytest.raises(ValueError, match="zero or more"):
        introduce(network, per_actor=-1)
    assert introduce(network, actor="f010", per_actor=0).empty


def test_bands() -> None:
    assert [band(p) for p in (0.5, 0.2, 0.1, 0.05, 0.02, 0.001)] == [
        "1 in 2",
        "1 in 4",
        "1 in 10",
        "1 in 20",
        "1 in 50",
        "long shot",
    ]


def benchmark() -> Any:
    path = Path(__file__).parents[2] / "benchmarks" / "introductions.py"
    spec = importlib.util.spec_from_file_location("introductions_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["introductions_benchmark"] = module
    spec.loader.exec_module(module)
    return module


def test_two_files_that_tell_of_one_round_are_one() -> None:
    from frenchtech_graph.ingest.connectors.rounds.investors import parse_investors
    from frenchtech_graph.ingest.connectors.rounds.round_cells import Round

    run = benchmark()

    def told(company: str, month: int, investors: str, amount: float | None = None) -> Round:
        return Round(
            0, company, 2024, month, None, amount, None, (), parse_investors(investors), investors
        )

    first = [told("Exotec", 3, "Bpifrance"), told("Exotec", 11, "Kima Ventures")]
    second = [told("EXOTEC", 4, "Bpifrance, Eurazeo", 2e6), told("Other", 4, "Bpifrance")]
    found = run.without_doubles([first, second])
    assert [(r.company, r.month, [m.name for m in r.investors], r.amount_eur) for r in found] == [
        ("Exotec", 3, ["Bpifrance", "Eurazeo"], 2e6),
        ("Exotec", 11, ["Kima Ventures"], None),
        ("Other", 4, ["Bpifrance"], None),
    ]
    assert [r.row for r in found] == [0, 1, 2]


def test_a_file_of_no_known_layout_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "unknown.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"unknown\.csv: columns are a, b"):
        benchmark().rounds_in(file, 2025)


@pytest.mark.slow
@pytest.mark.parametrize(
    "history",
    [pytest.param(True, marks=pytest.mark.long), False],
    ids=["with earlier years", "2025 alone"],
)
def test_hold_out_on_the_rounds_of_2025(history: bool) -> None:
    """Months 10-12 of a public tracker; terms and regularisation chosen on earlier quarters (see
    docs/gaps.md).
    """
    shared = os.environ.get("FRENCHTECH_SHARED")
    if not shared:
        pytest.skip("FRENCHTECH_SHARED is not set: the rounds are there")
    from frenchtech_graph.findings.introductions.protocols import evaluate
    from frenchtech_graph.ingest.connectors.rounds.house_names import merge_names

    run = benchmark()
    names = (*(run.HISTORY if history else ()), run.TRACKER)
    listed = merge_names(
        run.without_doubles(run.rounds_in(Path(shared) / name, 2025) for name in names)
    )
    rounds = rounds_of(run.network(listed, Path(shared) / run.COMMUNES))
    found = evaluate(rounds, run.month("2025-10"), 3, since=run.month("2025-01"), resamples=200)
    table = found.set_index(["test", "method"])
    assert table.loc[("B", "model"), "map"] >= 0.215
    assert table.loc[("B", "model"), "auc_within_popularity"] >= 0.70
    if history:
        assert table.loc[("A", "model"), "map"] >= 0.070
        assert table.loc[("A", "model"), "auc"] >= 0.79
    for test in "ABC":
        model, fame = table.loc[(test, "model")], table.loc[(test, "popularity")]
        assert model["auc"] > fame["auc"] + 0.02
        # From 2025 alone the average precision of meetings is that of popularity: docs/gaps.md says
        # so.
        if history or test != "A":
            assert model["gain_auc_low"] > 0
            assert model["map"] > fame["map"]
        assert model["auc_within_popularity"] > fame["auc_within_popularity"] + 0.05
        assert model["ece"] <= 0.005
        assert model["map_low"] <= model["map"] <= model["map_high"]
