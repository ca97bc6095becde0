"""The degree-preserving null: margins kept, every matrix equally likely, same draw on every
machine.
"""

from __future__ import annotations

import csv
import threading
import time
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare, false_discovery_control

from frenchtech_graph.findings.measures import null_models
from frenchtech_graph.findings.measures.engines import installed
from frenchtech_graph.findings.measures.nestedness import beyond_degrees, checkerboard_units, nodf
from frenchtech_graph.findings.measures.null_models import curveball, curveball_draws
from frenchtech_graph.findings.measures.statistics import benjamini_hochberg

REFERENCE = Path(__file__).parents[1] / "reference"

matrices = st.tuples(st.integers(0, 7), st.integers(1, 6), st.integers(0, 2**32 - 1)).map(
    lambda shape: sp.csr_array(np.random.default_rng(shape[2]).integers(0, 2, shape[:2]))
)


@given(matrices, st.integers(0, 50))
@settings(max_examples=60, deadline=None)
def test_both_margins_are_kept_and_the_input_is_left_alone(
    incidence: sp.csr_array, seed: int
) -> None:
    before = incidence.toarray().copy()
    draw = curveball(incidence, trades_per_row=3, seed=seed)
    assert (incidence.toarray() == before).all()
    assert draw.dtype == incidence.dtype
    assert set(np.unique(draw.toarray())) <= {0, 1}
    assert (draw.sum(axis=0) == before.sum(axis=0)).all()
    assert (draw.sum(axis=1) == before.sum(axis=1)).all()


@given(matrices, st.integers(0, 50))
@settings(max_examples=30, deadline=None)
def test_plain_numpy_and_compiled_loops_give_the_same_draw(
    incidence: sp.csr_array, seed: int
) -> None:
    if not installed("numba"):
        pytest.skip("numba is not installed")
    draws = []
    for threshold in (-1, 10**15):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(null_models, "COMPILE_ABOVE", threshold)
            draws.append(
                [
                    d.toarray()
                    for d in curveball_draws(incidence, 3, burn_in=2, spacing=1, seed=seed)
                ]
            )
    assert all((a == b).all() for a, b in zip(*draws, strict=True))


def test_wide_rows_are_dealt_alike_and_threads_change_no_draw() -> None:
    rng = np.random.default_rng(4)
    incidence = sp.csr_array((rng.random((9, 900)) < rng.random((9, 1)) * 0.7).astype(float))
    calls = [
        {"COMPILE_ABOVE": 10**15},
        {"COMPILE_ABOVE": -1},
        {"THREADS_ABOVE": -1, "COMPILE_ABOVE": -1},
    ]
    draws = []
    for call in calls:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in call.items():
                patch.setattr(null_models, name, value)
            draws.append(
                [d.toarray() for d in curveball_draws(incidence, 7, burn_in=3, spacing=1, seed=5)]
            )
    assert all((a == b).all() and (a == c).all() for a, b, c in zip(*draws, strict=True))
    assert len({d.tobytes() for d in draws[0]}) == 7


def test_an_iterator_given_up_early_leaves_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(null_models, "THREADS_ABOVE", -1)
    monkeypatch.setattr(null_models, "COMPILE_ABOVE", -1)
    before = threading.active_count()
    draws = curveball_draws(sp.csr_array(np.eye(6)), 50, seed=1)
    next(draws)
    del draws
    for _ in range(100):  # a thread ends after the swap it is at
        if threading.active_count() <= before:
            break
        time.sleep(0.05)
    assert threading.active_count() <= before


def test_all_matrices_with_the_margins_are_equally_likely() -> None:
    rows: list[set[int]] = [{0, 1}, {0, 2}, {1, 2, 3}]
    columns = [sum(c in row for row in rows) for c in range(4)]
    sizes = [list(combinations(range(4), len(row))) for row in rows]
    possible = [
        tuple(candidate)
        for candidate in product(*sizes)
        if [sum(c in row for row in candidate) for c in range(4)] == columns
    ]
    draws = curveball_draws(rows, 3000, burn_in=20, spacing=10, seed=7)
    seen = [tuple(tuple(sorted(row)) for row in draw) for draw in draws]
    assert set(seen) == set(possible)
    assert chisquare([seen.count(matrix) for matrix in possible]).pvalue > 0.001


def test_same_seed_same_draw_and_another_seed_another() -> None:
    rows = [{f"event {i}" for i in range(j, j + 4)} for j in range(8)]
    assert curveball(rows, seed=1) == curveball(rows, seed=1)
    assert curveball(rows, seed=1) != curveball(rows, seed=2)
    assert next(curveball_draws(rows, 1, burn_in=5, seed=1)) == curveball(
        rows, trades_per_row=5, seed=1
    )


def test_rows_trade_within_their_stratum_only() -> None:
    rows = [{1, 2}, {3, 4}, {5}, {6, 7}, {8}]
    draws = list(curveball_draws(rows, 30, seed=3, strata=["x", "x", "x", "y", "y"]))
    assert all(set().union(*draw[:3]) == {1, 2, 3, 4, 5} for draw in draws)
    assert len({tuple(sorted(draw[2])) for draw in draws}) > 1
    assert len({tuple(sorted(draw[4])) for draw in draws}) > 1
    with pytest.raises(ValueError, match="2 strata were given for 5 rows"):
        curveball(rows, seed=1, strata=["x", "y"])


@pytest.mark.parametrize("rows", [[], [set()], [{1, 2}], [set(), {1}, set()]])
def test_nothing_to_trade_gives_the_same_matrix(rows: list[set[int]]) -> None:
    assert curveball(rows, seed=1) == rows


def test_a_weighted_matrix_is_refused() -> None:
    with pytest.raises(ValueError, match="only 0 and 1; found 2"):
        curveball(sp.csr_array(np.array([[1, 2]])), seed=1)
    with pytest.raises(ValueError, match="negative"):
        curveball([{1}], trades_per_row=-1, seed=1)


def southern_women() -> sp.csr_array:
    with (REFERENCE / "davis_southern_women.csv").open(encoding="utf-8") as file:
        pairs = [(row["woman"], row["event"]) for row in csv.DictReader(file)]
    women, events = (sorted({pair[side] for pair in pairs}) for side in (0, 1))
    incidence = np.zeros((len(women), len(events)))
    for woman, event in pairs:
        incidence[women.index(woman), events.index(event)] = 1
    return sp.csr_array(incidence)


def test_southern_women_are_segregated_but_not_nested_beyond_their_degrees() -> None:
    """R vegan 2.6-4, 4,999 curveball draws: checkerboards 1146, mean 1020.4, z 7.15; NODF 48.58,
    mean 48.45, z 0.13.

    The 7.15 is one run of a chain that vegan records after every single trade, from the table
    itself (thin = 1 and burnin = 0 are its defaults). Twelve chains of that sort, of 4,999 trades
    each, have an autocorrelation of 0.93 from trade to trade and give z from 6.25 to 7.31 (mean
    6.83, sd 0.27): same null, few independent draws. Mixed chains agree on 6.84: 2 x 20,000 draws
    here 6.85 and 6.83 (mean 1020.9), 40,000 of 2,000 single swaps each 6.9.
    """
    women = southern_women()
    found = beyond_degrees(women, checkerboard_units, draws=4000, seed=1)
    assert found.observed == 1146
    assert found.mean == pytest.approx(1020.6, abs=1.2)
    assert found.z == pytest.approx(6.84, abs=0.25)
    assert found.p < 0.001
    assert nodf(women) == pytest.approx((48.58, 49.21, 48.21), abs=0.005)
    nested = beyond_degrees(women, lambda table: nodf(table)[0], draws=1000, seed=1)
    assert nested.mean == pytest.approx(48.45, abs=0.15)
    assert nested.z == pytest.approx(0.13, abs=0.1)


def test_benjamini_hochberg_agrees_with_r() -> None:
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.060, 0.074, 0.205, 0.212, 0.216]
    expected = [0.010, 0.040, 0.084, 0.084, 0.084, 0.100, 0.1057, 0.216, 0.216, 0.216]
    assert benjamini_hochberg(p) == pytest.approx(expected, abs=5e-5)
    assert benjamini_hochberg(p[::-1]) == pytest.approx(expected[::-1], abs=5e-5)


@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=30))
def test_q_is_never_below_p_and_missing_stays_missing(p: list[float]) -> None:
    q = benjamini_hochberg(p)
    tested = ~np.isnan(p)
    assert (np.isnan(q) == ~tested).all()
    assert (q[tested] >= np.array(p)[tested] * (1 - 1e-12)).all()
    assert (q[tested] <= 1).all()
    if tested.any():
        np.testing.assert_allclose(
            q[tested], false_discovery_control(np.array(p)[tested]), rtol=1e-12
        )


def test_a_p_value_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, 1.5])
