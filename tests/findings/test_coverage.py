# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""What the sources do not see: reference values, algebra, and the table of a network."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.coverage import (
    chao1,
    chao2,
    chapman,
    coverage,
    coverage_sentence,
    good_turing,
    histories,
    incidence_coverage,
    log_linear,
    source_overlap,
    source_precision,
    tie_confidence,
    tipping,
    total_of_lists,
)
from frenchtech_graph.findings.measures import poisson
from tests.support.synthetic import ecosystem


def barro_colorado() -> list[int]:
    """In how many of 50 plots each tree species of Barro Colorado Island was found (Condit et al.
    2002, R vegan).
    """
    shared = os.environ.get("FRENCHTECH_SHARED")
    if not shared:
        pytest.skip("FRENCHTECH_SHARED is not set: the reference counts are there")
    lines = (Path(shared) / "data/reference/bci_incidence.csv").read_text().split()[1:]
    return [int(line) for line in lines]


def test_chao2_of_the_barro_colorado_trees() -> None:
    """R vegan 2.6-4, specpool: 236.3732, standard error 6.54361, 225 species seen."""
    found = chao2(barro_colorado(), units=50)
    assert found.value == pytest.approx(236.3732, abs=1e-4)
    assert found.se == pytest.approx(6.54361, abs=1e-5)
    assert 225 < found.low < found.value < found.high


def test_chapman_of_two_lists() -> None:
    found = chapman(100, 90, 37)
    assert found.value == pytest.approx(101 * 91 / 38 - 1)
    assert round(found.value, 3) == 240.868
    # Rounds of a quarter in two trackers: 135 and 20, 19 shared.
    rounds = chapman(135, 20, 19)
    assert (round(rounds.value, 1), round(rounds.se, 1)) == (141.8, 6.3)


@pytest.mark.parametrize(("first", "second", "both"), [(3, 4, 5), (-1, 4, 0), (3, 4, -1)])
def test_chapman_refuses_what_cannot_be(first: int, second: int, both: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        chapman(first, second, both)


@given(st.integers(1, 300), st.integers(1, 300), st.data())
@settings(max_examples=50, deadline=None)
def test_chapman_is_symmetric_and_never_below_what_was_seen(
    first: int, second: int, data: st.DataObject
) -> None:
    both = data.draw(st.integers(0, min(first, second)))
    found = chapman(first, second, both)
    assert found == chapman(second, first, both)
    assert found.value >= first + second - both - 1e-9
    assert found.low >= first + second - both - 1e-9


def test_good_turing() -> None:
    assert good_turing([1] * 1009 + [2] * 150 + [3, 957 - 0]) == pytest.approx(
        1 - 1009 / (1009 + 300 + 960)
    )
    assert math.isnan(good_turing([]))
    assert good_turing([1, 1, 1]) == 0.0
    assert good_turing([4, 4, 0, 0]) == 1.0
    with pytest.raises(ValueError, match="zero or more"):
        good_turing([-1, 2])


def test_good_turing_predicts_the_share_of_known_actors() -> None:
    """The definition, checked on a process: the next participations of a long-tailed crowd."""
    rng = np.random.default_rng(5)
    weights = rng.pareto(1.2, size=3000)
    draws = rng.choice(3000, size=6000, p=weights / weights.sum())
    known = np.bincount(draws[:3000], minlength=3000)
    later = np.isin(draws[3000:3600], np.flatnonzero(known)).mean()
    assert good_turing(known) == pytest.approx(later, abs=0.05)


def test_chao1_forms_and_bounds() -> None:
    counts = [1] * 10 + [2] * 5 + [7] * 3
    assert chao1(counts).value == pytest.approx(18 + 10 * 9 / (2 * 6))
    assert chao1(counts, bias_corrected=False).value == pytest.approx(18 + 100 / 10)
    assert chao1([2, 3]).value == 2
    assert chao1([]).value == 0
    # Without any seen twice the classic form is not defined: both are the corrected one.
    assert chao1([1, 1, 5]).value == chao1([1, 1, 5], bias_corrected=False).value == 4


def test_chao2_refuses_more_incidences_than_units() -> None:
    with pytest.raises(ValueError, match="seen in 7 samples, but there are 5"):
        chao2([7, 1], units=5)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=60))
@settings(max_examples=50, deadline=None)
def test_estimates_are_never_below_what_was_seen(counts: list[int]) -> None:
    for found in (chao1(counts), chao2(counts, units=30)):
        assert found.value >= len(counts) - 1e-9
        assert found.low <= found.value <= found.high
    assert 0 <= good_turing(counts) <= 1


def test_incidence_coverage_is_unknown_without_overlap() -> None:
    assert math.isnan(incidence_coverage([1, 1, 1]))
    assert incidence_coverage([2, 1, 1, 0]) == pytest.approx(1 - 2 / 4)


def test_histories_of_lists() -> None:
    assert histories([["a", "b", "b"], ["b"]]) == {(1, 0): 1, (1, 1): 1}
    assert histories([[], []]) == {}


THREE = {
    (1, 0, 0): 60,
    (0, 1, 0): 49,
    (0, 0, 1): 70,
    (1, 1, 0): 22,
    (1, 0, 1): 15,
    (0, 1, 1): 18,
    (1, 1, 1): 8,
}


def test_saturated_log_linear_model_has_a_closed_form() -> None:
    """All three pairs: unseen = n111 n100 n010 n001 / (n110 n101 n011) (Fienberg 1972)."""
    models = log_linear(THREE).set_index("model")
    closed = 8 * 60 * 49 * 70 / (22 * 15 * 18)
    assert models.loc["A:B, A:C, B:C", "unseen"] == pytest.approx(closed, rel=1e-6)
    # One pair dependent: the third list against the union of the two, unseen = n000 of
    # Lincoln-Petersen.
    union_only, third_only, both = 60 + 49 + 22, 70, 15 + 18 + 8
    assert models.loc["A:B", "unseen"] == pytest.approx(union_only * third_only / both, rel=1e-6)
    assert len(models) == 8


def test_log_linear_aic_is_that_of_the_poisson_likelihood() -> None:
    models = log_linear(THREE).set_index("model")
    saturated = -2 * sum(n * math.log(n) - n - math.lgamma(n + 1) for n in THREE.values()) + 2 * 7
    assert models.loc["A:B, A:C, B:C", "aic"] == pytest.approx(saturated, rel=1e-9)
    assert (
        models["aic"].is_monotonic_increasing
        or models["aic"].sort_values().tolist() == models["aic"].tolist()
    )


def test_independent_log_linear_model_by_another_route() -> None:
    """Maximum likelihood of independence: p_i solves n_i / N, N the root of prod(1 - n_i / N) = 1 -
    n / N.
    """
    from scipy.optimize import brentq

    sizes = [sum(n for pattern, n in THREE.items() if pattern[i]) for i in range(3)]
    seen = sum(THREE.values())
    total = brentq(lambda n: np.prod([1 - s / n for s in sizes]) - (1 - seen / n), seen + 1e-6, 1e6)
    assert log_linear(THREE).set_index("model").loc["independent", "total"] == pytest.approx(
        total, rel=1e-6
    )


def test_log_linear_finds_planted_dependence() -> None:
    rng = np.random.default_rng(3)
    n = 4000
    a = rng.random(n) < 0.3
    b = rng.random(n) < np.where(a, 0.7, 0.15)  # copies a
    c = rng.random(n) < 0.25
    lists = [np.flatnonzero(x).tolist() for x in (a, b, c)]
    models = log_linear(histories(lists))
    assert "A:B" in models.iloc[0]["model"]
    assert models.iloc[0]["low"] < n < models.iloc[0]["high"]
    independent = models.set_index("model").loc["independent", "total"]
    assert independent < 0.9 * n  # positive dependence makes it a lower bound


def test_four_lists_are_fitted_step_by_step() -> None:
    rng = np.random.default_rng(4)
    lists = [np.flatnonzero(rng.random(1000) < p).tolist() for p in (0.3, 0.4, 0.2, 0.5)]
    models = log_linear(histories(lists))
    assert models.iloc[0]["total"] == pytest.approx(1000, rel=0.1)


def test_log_linear_refuses_two_lists() -> None:
    with pytest.raises(ValueError, match="three to 5 lists"):
        log_linear({(1, 0): 3, (0, 1): 2})


def test_total_of_lists_says_how_it_was_told() -> None:
    assert total_of_lists({"a": [1, 2]})[1] == "one list"
    assert total_of_lists({"a": [1, 2], "b": [3]})[1] == "no overlap"
    assert math.isnan(total_of_lists({"a": [1, 2], "b": [3]})[0].value)
    found, how = total_of_lists({"a": range(100), "b": range(63, 153)})
    assert (how, found) == ("Chapman", chapman(100, 90, 37))


def test_source_precision_of_a_checked_sample() -> None:
    sample = pd.DataFrame(
        {"source": ["x"] * 56 + ["y"] * 2, "correct": [True] * 25 + [False] * 31 + [True, None]}
    )
    found = source_precision(sample).set_index("source")
    assert found.loc["x", "precision"] == pytest.approx(25 / 56)
    assert found.loc["x", "low"] < 25 / 56 < found.loc["x", "high"]
    assert found.loc["y", "checked"] == 1


def test_tie_confidence_combines_independent_sources() -> None:
    assert tie_confidence([0.9, 0.9]) == pytest.approx(0.99)
    with pytest.raises(ValueError, match="between 0 and 1"):
        tie_confidence([1.2])


def test_tipping_is_the_share_below_which_a_gap_vanishes() -> None:
    assert tipping(13, 41.8) == pytest.approx(0.311, abs=1e-3)
    assert tipping(0, 8) == 0
    # Recorded at exactly the tipping rate, a cell without a gap shows the gap.
    assert 41.8 * tipping(13, 41.8) == pytest.approx(13)


def test_garwood_limits_and_continued_tail() -> None:
    low, high = poisson.interval([0, 5])
    assert high[0] == pytest.approx(-math.log(0.025))
    assert low[0] == 0
    assert (low[1], high[1]) == (pytest.approx(1.6235, abs=1e-4), pytest.approx(11.6683, abs=1e-4))
    wide = poisson.interval([5], dispersion=2.0)
    assert wide[0][0] < low[1]
    assert wide[1][0] > high[1]


def network(events: list[tuple[str, str, tuple[str, ...]]]) -> nx.Graph[Any]:
    graph: nx.Graph[Any] = nx.Graph()
    for i, (source, target, pages) in enumerate(events):
        graph.add_node(source, mode="actor")
        graph.add_node(target, mode="actor", region="32")
        graph.add_node(f"e{i}", mode="event", kind="Incubation", start=2020 if i % 2 else None)
        for actor, side in ((source, "source"), (target, "target")):
            graph.add_edge(f"e{i}", actor, side=side, sources=pages)
    return graph


def test_coverage_of_a_network_with_one_source_is_unknown_not_zero() -> None:
    graph = network(
        [(f"s{i % 3}", f"f{i}", ("https://a.fr/x", f"https://www.a.fr/{i}")) for i in range(30)]
    )
    row = coverage(graph).iloc[0]
    assert (row["events"], row["undated"], row["actors"], row["sources"]) == (30, 15, 3, 1)
    assert math.isnan(row["recorded_share"])
    assert math.isnan(row["events_in_all"])
    assert row["grade"] == "one view only"
    assert row["actor_coverage"] == 1.0


def test_coverage_of_overlapping_sources() -> None:
    pages = (
        [("https://a.fr/1", "https://b.fr/1")] * 20
        + [("https://a.fr/1",)] * 20
        + [("https://b.fr/1",)] * 10
    )
    row = coverage(network([(f"s{i}", f"f{i}", p) for i, p in enumerate(pages)])).iloc[0]
    assert row["method"] == "Chapman"
    assert row["events_in_all"] == pytest.approx(chapman(40, 30, 20).value)
    assert row["recorded_share"] == pytest.approx(1 - 30 / 70)
    assert row["grade"] == "measured"
    overlap = source_overlap(network([(f"s{i}", f"f{i}", p) for i, p in enumerate(pages)])).iloc[0]
    assert (overlap["events_first"], overlap["events_second"], overlap["both"]) == (40, 30, 20)


def test_coverage_has_a_row_for_each_group_and_says_so_in_words() -> None:
    frame = coverage(ecosystem(200).graph)
    assert set(frame["group"]) >= {"all", "32", "11"}
    for _, row in frame.head(20).iterrows():
        for lang in ("fr", "en"):
            assert coverage_sentence(row, lang).endswith(".")
    assert coverage(nx.Graph()).empty
