"""Grades of cells at their very limits, and the numbers behind them, each against its formula."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from frenchtech_graph.findings.gaps import grades
from frenchtech_graph.findings.gaps.grades import grade, measure, scatter, without
from frenchtech_graph.findings.gaps.nulls import Null
from frenchtech_graph.findings.measures import poisson
from frenchtech_graph.findings.measures.statistics import benjamini_hochberg

Floats = NDArray[np.float64]
NO_GAP = MappingProxyType(
    {"gap": 0.0, "expected": 9.0, "ratio": 0.5, "q_degree": 0.5, "q_label": 0.5}
)
GAP = MappingProxyType(
    {"gap": 1.0, "expected": 10.0, "expected_degree": 10.0, "ratio": 0.3, "ratio_max": 0.7, "coverage": 0.9}
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"expected": 5.0}, "may be chance"),
        ({"expected": 4.99}, "too few expected"),
        ({"expected": 0.5}, "too few expected"),
        ({"expected": 0.0}, "nothing to compare"),
        ({"expected": float("nan")}, "nothing to compare"),
        ({"ratio": 0.75}, "small deficit"),
        ({"ratio": 0.99}, "small deficit"),
        ({"ratio": 1.0}, "as many as expected"),
        ({"ratio": 1.5}, "as many as expected"),
        ({"q_degree": 0.01, "q_label": 0.01}, "may be chance"),
        ({"q_degree": 0.01}, "clustered choices"),
        ({"q_label": 0.01}, "whole group has few ties"),
        ({"q_degree": 0.05}, "may be chance"),
        ({"q_label": 0.05}, "may be chance"),
        ({"q_degree": 0.05, "q_label": 0.01}, "whole group has few ties"),
        ({"q_degree": 0.01, "q_label": 0.01, "q_actor": 0.05}, "habits of actors"),
        ({"q_degree": 0.01, "q_label": 0.01, "q_actor": 0.049}, "may be chance"),
        ({"q_degree": 0.05, "q_label": 0.01, "q_actor": 0.5}, "whole group has few ties"),
    ],
)
def test_a_cell_without_a_gap_has_its_reason(changed: dict[str, float], reason: str) -> None:
    found = grade({**NO_GAP, **changed}, min_expected=5.0)
    assert found == (grades.GRADE_OF[reason], reason)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "solid"),
        ({"ratio_max": 0.75}, "probable"),
        ({"ratio_max": 0.8}, "probable"),
        ({"expected_degree": 9.0}, "probable"),  # 0.7 × 10 / 9 is above three quarters
        ({"expected_degree": 9.5}, "solid"),
        ({"ratio_max": 0.74, "expected_degree": 20.0}, "solid"),
        ({"ratio_max": 0.8, "expected_degree": 20.0}, "probable"),
        ({"coverage": 0.3}, "recording problem"),
        ({"coverage": 0.31}, "solid"),
        ({"uneven": 1.0}, "recording problem"),
        ({"few": 1.0}, "cannot tell"),
        ({"uneven": 1.0, "few": 1.0}, "recording problem"),
    ],
)
def test_a_gap_is_solid_if_uneven_recording_cannot_explain_it(
    changed: dict[str, float], expected: str
) -> None:
    assert grade({**GAP, **changed}, min_expected=5.0)[0] == expected


def test_the_thresholds_are_those_of_the_docs() -> None:
    """They were fixed by simulation: a change needs a new one."""
    assert (grades.MOST_Q, grades.MOST_RATIO, grades.SUSPICIOUS) == (0.05, 0.75, 0.10)
    assert (grades.LOOKS, grades.FEWEST_CELLS, grades.SCATTER_LEVEL) == (2, 8, 0.80)


def by_median(deviations: Floats, aim: float) -> float:
    """Return the t whose scaled deviations have a median, where all errors are 0.1: closed form."""
    return float(np.sqrt(max(0.0, (np.median(np.abs(deviations)) / aim) ** 2 - 0.01)))


@pytest.mark.parametrize("level", [0.80, 0.95])
def test_scatter_is_that_of_the_median_in_closed_form(level: float) -> None:
    deviations = np.random.default_rng(3).normal(0, 0.4, 41)
    least, likely = scatter(deviations, np.full(41, 0.1), level=level)
    middle = stats.norm.ppf(0.75)
    error = 1 / (4 * stats.norm.pdf(middle) * np.sqrt(41))
    assert likely == pytest.approx(by_median(deviations, middle), abs=1e-6)
    aim = middle + stats.norm.ppf(level) * error
    assert least == pytest.approx(by_median(deviations, aim), abs=1e-6)


def test_scatter_looks_at_the_usual_level_unless_told() -> None:
    deviations, errors = np.random.default_rng(3).normal(0, 0.4, 41), np.full(41, 0.1)
    assert scatter(deviations, errors) == scatter(deviations, errors, level=0.95)
    assert scatter(deviations, errors) != scatter(deviations, errors, level=0.80)


@pytest.mark.parametrize(
    ("cells", "deviation", "error", "expected"),
    [
        (7, 0.5, 0.01, False),
        (8, 0.5, 0.01, True),
        (8, 0.0, 0.01, False),
        (8, 0.5, 0.0, False),
        (8, 0.01, 0.5, False),
    ],
)
def test_scatter_needs_eight_cells_that_deviate_more_than_their_errors(
    cells: int, deviation: float, error: float, expected: bool
) -> None:
    least, likely = scatter(np.full(cells, deviation), np.full(cells, error))
    assert (likely > 0) is expected
    assert least <= likely


def test_cells_without_an_error_do_not_count_for_the_scatter() -> None:
    deviations, errors = np.full(8, 0.5), np.full(8, 0.1)
    more = (np.append(deviations, [9.0] * 20), np.append(errors, [0.0] * 20))
    assert scatter(*more) == scatter(deviations, errors)


def test_the_expectation_without_a_cell_agrees_with_all_others() -> None:
    rng = np.random.default_rng(5)
    rows, columns = rng.uniform(1, 5, 4), rng.uniform(1, 5, 5)
    true = np.outer(rows, columns)
    aside = np.zeros(true.shape, np.bool_)
    aside[1, 2] = aside[3, 0] = True
    seen = np.where(aside, 0.0, true)  # two gaps in a table that is independent otherwise
    margins = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    assert without(seen, margins, aside) == pytest.approx(true, rel=1e-6)


def test_one_axis_scales_rows_alone() -> None:
    observed, expected = np.array([[2.0, 4.0], [0.0, 0.0]]), np.full((2, 2), 1.0)
    aside = np.zeros((2, 2), np.bool_)
    found = without(observed, expected, aside, axes=(1,))
    assert found == pytest.approx(np.array([[3.0, 3.0], [1.0, 1.0]]))  # a row without ties stays


def test_a_symmetric_table_is_fitted_as_the_whole_one() -> None:
    whole = np.outer([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0])
    aside = np.zeros((4, 4), np.bool_)
    aside[0, 2] = True
    both = aside | aside.T
    seen = np.where(both, 0.0, whole)
    margins = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    half = without(np.triu(seen), np.triu(margins), aside | np.tri(4, k=-1, dtype=bool).T & aside,
                   symmetric=True)  # fmt: skip
    full = without(seen, margins, both)
    assert half == pytest.approx(np.triu(full), rel=1e-6)
    assert half[0, 2] == pytest.approx(3.0, rel=1e-4)


def test_little_of_a_row_is_left_out_and_never_most_of_it() -> None:
    expected = np.array([[10.0, 10.0, 10.0], [10.0, 10.0, 10.0], [10.0, 10.0, 10.0]])
    suspects = np.array([[True, True, True], [False] * 3, [True, False, False]])
    p = np.array([[0.03, 0.01, 0.02], [1.0] * 3, [0.04, 1.0, 1.0]])
    aside = grades._few_of_each_line(suspects, expected, p)
    assert aside.tolist() == [[False, True, False], [False] * 3, [True, False, False]]


def test_half_of_a_line_may_be_left_out() -> None:
    expected, suspects = np.full((2, 2), 10.0), np.array([[True, False], [False, False]])
    assert grades._few_of_each_line(suspects, expected, np.zeros((2, 2)))[0, 0]
    assert not grades._few_of_each_line(suspects, np.array([[10.1, 10], [10, 20]]), np.zeros((2, 2)))[0, 0]  # fmt: skip
    assert not grades._few_of_each_line(suspects, np.array([[10.1, 20], [10, 10]]), np.zeros((2, 2)))[0, 0]  # fmt: skip


def poisson_null(mean: Floats) -> Null:
    return Null(mean=mean, sd=np.sqrt(mean))


def world(seed: int = 1, size: int = 6) -> tuple[Floats, Null]:
    """Return counts of an independent table with one empty cell, and its null."""
    rng = np.random.default_rng(seed)
    mean = np.outer(rng.uniform(4, 7, size), rng.uniform(4, 7, size))
    observed = rng.poisson(mean).astype(np.float64)
    observed[2, 3] = 0.0
    fitted = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    return observed, poisson_null(fitted)


def test_a_planted_gap_is_found_with_the_rest_fitted_without_it() -> None:
    observed, null = world()
    found = measure(observed, null, null, min_expected=5.0)
    assert np.argwhere(found["gap"] > 0).tolist() == [[2, 3]]
    aside = np.zeros(observed.shape, np.bool_)
    aside[2, 3] = True
    assert found["expected"] == pytest.approx(without(observed, null.mean, aside), rel=1e-9)
    assert found["missing_ties"] == pytest.approx(found["expected"] - observed)
    assert found["ratio"] == pytest.approx(observed / found["expected"])
    assert found["tipping"] == pytest.approx(np.minimum(found["ratio"], 1.0))
    assert found["expected_degree"] == pytest.approx(null.mean)
    larger = np.maximum(found["p_degree"], found["p_label"])
    assert found["q_both"].ravel() == pytest.approx(benjamini_hochberg(larger.ravel()))
    assert (found["ratio_low"] <= found["ratio"]).all()
    assert (found["ratio"] <= found["ratio_high"]).all()
    assert (found["ratio_high"] <= found["ratio_max"] + 1e-12).all()


def test_cells_of_little_expectation_are_not_tested() -> None:
    observed, null = world()
    limit = float(null.mean.max())
    found = measure(observed, null, null, min_expected=limit)
    assert int(np.isfinite(found["q_both"]).sum()) >= 1
    none = measure(observed, null, null, min_expected=10 * limit)
    assert np.isnan(none["q_both"]).all()
    assert not none["gap"].any()


def test_ties_inside_a_place_are_set_aside_and_not_tested() -> None:
    observed, _ = world()
    own = np.eye(len(observed), dtype=np.bool_)
    many = observed + 500 * own
    fitted = np.outer(many.sum(axis=1), many.sum(axis=0)) / many.sum()
    found = measure(many, poisson_null(fitted), poisson_null(fitted), min_expected=5.0, own=own)
    assert np.isnan(found["q_both"][own]).all()
    assert np.isfinite(found["q_both"][~own]).all()
    without_own = measure(many, poisson_null(fitted), poisson_null(fitted), min_expected=5.0)
    assert int(found["gap"].sum()) < int(without_own["gap"].sum())


def test_the_null_of_labels_knows_rows_only_unless_the_table_is_symmetric() -> None:
    observed, null = world()
    flat = poisson_null(np.full(observed.shape, observed.mean()))
    aside = np.zeros(observed.shape, np.bool_)
    aside[2, 3] = True
    rows = grades._fits(observed, (null, flat), aside, symmetric=False)[1]
    assert rows == pytest.approx(without(observed, flat.mean, aside, axes=(1,)))
    assert grades._fits(observed, (null, flat), aside & False, symmetric=False)[1] is flat.mean
    half = grades._fits(observed, (null, flat), aside, symmetric=True)[1]
    assert half == pytest.approx(without(observed, flat.mean, aside, symmetric=True))


def test_a_quotient_has_another_value_where_there_is_nothing_below() -> None:
    found = grades._over(np.array([1.0, 1.0, 1.0]), np.array([2.0, 0.0, -1.0]), 7.0)
    assert found.tolist() == [0.5, 7.0, 7.0]
    small = grades._over(np.array([1.0]), np.array([0.5]), 7.0)
    assert small.tolist() == [2.0]


def test_large_deviations_have_a_scatter_too() -> None:
    deviations = np.random.default_rng(4).normal(0, 4.0, 41)
    likely = scatter(deviations, np.full(41, 0.1))[1]
    assert likely == pytest.approx(by_median(deviations, stats.norm.ppf(0.75)), abs=1e-6)


def test_a_symmetric_table_that_is_not_independent_is_fitted_as_the_whole_one() -> None:
    whole = np.random.default_rng(2).uniform(1, 9, (5, 5))
    whole = whole + whole.T
    margins = np.outer(whole.sum(axis=1), whole.sum(axis=0)) / whole.sum()
    aside = np.zeros((5, 5), np.bool_)
    aside[0, 2] = aside[1, 4] = True
    half = without(np.triu(whole), np.triu(margins), aside, symmetric=True)
    assert half == pytest.approx(np.triu(without(whole, margins, aside | aside.T)), rel=1e-6)


def test_a_fit_scales_small_lines_and_leaves_lines_without_expectation() -> None:
    none = np.zeros((1, 2), np.bool_)
    found = without(np.array([[0.3, 0.3]]), np.array([[0.1, 0.1]]), none, axes=(1,))
    assert found == pytest.approx(np.array([[0.3, 0.3]]))
    first = np.array([[True, False]])
    found = without(np.array([[0.0, 3.0]]), np.array([[5.0, 0.0]]), first, axes=(1,))
    assert found.tolist() == [[5.0, 0.0]]


@pytest.mark.parametrize(
    ("q", "p", "expected"),
    [
        ([0.019, 1.0, 1.0, 1.0], [0.001, 1.0, 1.0, 1.0], True),
        ([0.021, 1.0, 1.0, 1.0], [0.001, 1.0, 1.0, 1.0], False),
        ([0.03] * 4, [0.009, 0.009, 0.009, 1.0], True),
        ([0.03] * 4, [0.009, 0.009, 0.011, 1.0], False),
        ([0.03, 0.03, np.nan, 0.03], [0.009, 0.009, 0.009, 1.0], False),
    ],
)
def test_a_table_is_looked_at_again_if_a_cell_is_sure_or_some_are_likely(
    q: list[float], p: list[float], expected: bool
) -> None:
    both = {"q_both": np.array([q]), "p_degree": np.array([p]), "p_label": np.array([p])}
    assert grades._stands_out({**both, "ratio": np.full((1, 4), 0.5)}) is expected
    assert not grades._stands_out({**both, "ratio": np.full((1, 4), 0.8)})


@pytest.mark.parametrize("mean", [6.0, 21.0, 80.0])
@pytest.mark.parametrize("wider", [1.0, 2.0])
def test_the_chance_of_few_ties_is_that_of_a_skewed_count(mean: float, wider: float) -> None:
    """Held against a million draws of a Poisson law, and of one of twice its variance."""
    rng = np.random.default_rng(3)
    drawn = wider * rng.poisson(mean / wider, 1_000_000)
    count = float(np.quantile(drawn, 0.01))
    true = (drawn < count).mean() + (drawn == count).mean() / 2
    sd = np.full((1, 1), np.sqrt(wider * mean))
    found = poisson.of_spread(np.full((1, 1), count), np.full((1, 1), mean), sd)[0, 0]
    assert found == pytest.approx(true, rel=0.15)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"ratio": 0.75}, False),
        ({"ratio": 0.74}, True),
        ({"ratio_high": 1.0}, False),
        ({"ratio_high": 0.99}, True),
        ({"ratio_high": 1.5}, False),
        ({"q_both": 0.05}, False),
        ({"q_both": 0.049}, True),
        ({"ratio": 0.8, "ratio_high": 0.9}, False),
    ],
)
def test_a_gap_is_below_each_of_its_limits(
    changed: dict[str, float], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = {"ratio": 0.5, "ratio_high": 0.9, "q_both": 0.01, "p_degree": 0.01, "p_label": 0.01}
    numbers = {name: np.full((1, 1), value) for name, value in {**cell, **changed}.items()}
    monkeypatch.setattr(grades, "_tests", lambda *_, **__: numbers)
    monkeypatch.setattr(grades, "_stands_out", lambda _: True)
    one = poisson_null(np.full((1, 1), 9.0))
    found = measure(np.full((1, 1), 4.0), one, one, min_expected=5.0)
    assert bool(found["gap"][0, 0]) is expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"ratio": 0.75}, False),
        ({"p_degree": 0.10}, False),
        ({"p_label": 0.10}, False),
        ({"q_both": float("nan")}, False),
    ],
)
def test_a_cell_is_suspicious_below_each_of_its_limits(
    changed: dict[str, float], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = {"ratio": 0.5, "ratio_high": 0.9, "q_both": 0.2, "p_degree": 0.09, "p_label": 0.09}
    one = {**cell, **changed}
    rest = {**cell, "ratio": 1.0}
    numbers = {name: np.array([[one[name], rest[name]], [rest[name]] * 2]) for name in cell}
    seen: list[NDArray[np.bool_]] = []

    def tests(_: object, __: object, aside: NDArray[np.bool_], *___: object, **____: object) -> object:  # fmt: skip
        seen.append(aside.copy())
        return numbers

    monkeypatch.setattr(grades, "_tests", tests)
    monkeypatch.setattr(grades, "_stands_out", lambda _: True)
    null = poisson_null(np.full((2, 2), 9.0))
    measure(np.full((2, 2), 4.0), null, null, min_expected=5.0)
    assert len(seen) == 3
    assert [bool(aside[0, 0]) for aside in seen] == [False, expected, expected]


def test_a_cell_set_aside_is_tested_with_itself_in_the_fit() -> None:
    observed, null = world()
    nulls, inside = (null, null), np.eye(len(observed), dtype=np.bool_)
    aside = inside.copy()
    aside[2, 3] = aside[4, 1] = True
    found = grades._tests(observed, nulls, aside, inside, 5.0, symmetric=False)
    fitted = without(observed, null.mean, aside)
    for cell in ((2, 3), (4, 1)):
        others = aside.copy()
        others[cell] = False
        fitted[cell] = without(observed, null.mean, others)[cell]
    spread = null.sd * np.sqrt(fitted / null.mean)
    assert found["z_degree"] == pytest.approx((observed - fitted) / spread)
    law = stats.poisson(fitted)
    assert found["p_degree"] == pytest.approx((law.cdf(observed) + law.cdf(observed - 1)) / 2)
    assert not found["scatter"].any()  # only looked for beside suspicious cells


def test_the_scatter_of_the_others_widens_what_chance_may_do() -> None:
    rng = np.random.default_rng(7)
    null = poisson_null(np.full((6, 6), 100.0))
    observed = np.round(100 * rng.uniform(0.4, 1.6, (6, 6)))
    nothing = np.zeros((6, 6), np.bool_)
    found = grades._tests(observed, (null, null), nothing, nothing, 5.0, symmetric=False,
                          suspects=nothing)  # fmt: skip
    least, likely = scatter((observed / 100 - 1).ravel(), np.full(36, 0.1), level=0.80)
    assert 0 < least < likely
    assert found["z_label"] == pytest.approx((observed - 100) / np.hypot(10, 100 * least))
    assert found["scatter"] == pytest.approx(np.full((6, 6), likely))


def test_a_null_that_expects_nothing_adds_no_dispersion() -> None:
    one, nothing = np.full((1, 1), 4.0), np.zeros((1, 1))
    found = grades._effects(np.full((1, 1), 3.0), one, poisson_null(one), Null(nothing, nothing), 0)
    low, high = poisson.interval(np.full((1, 1), 3.0), dispersion=np.ones((1, 1)))
    assert found["ratio_low"] == pytest.approx(low / 4)
    assert found["ratio_high"] == pytest.approx(high / 4)


def test_scatter_that_habits_explain_does_not_hide_a_gap() -> None:
    """Preferences fill every other cell to 120 %, as the null of the actors expects."""
    flat = np.full((6, 8), 200.0)
    prefer = 200.0 * (1 + 0.2 * np.where(np.indices(flat.shape).sum(axis=0) % 2 == 0, 1.0, -1.0))
    observed = np.round(prefer + 3 * np.sin(np.arange(48).reshape(flat.shape)))
    observed[0, 0] = 100
    poor, known = Null(flat, np.sqrt(flat)), Null(prefer, np.sqrt(prefer))
    numbers = measure(observed, poor, poor, min_expected=5.0, by_actor=known)
    assert numbers["scatter"].max() < 0.05
    assert [tuple(cell) for cell in np.argwhere(numbers["gap"])] == [(0, 0)]
    assert measure(observed, poor, poor, min_expected=5.0)["scatter"].max() > 0.15


def test_a_deficit_that_the_habits_of_actors_expect_is_no_gap() -> None:
    observed, null = world()
    found = measure(observed, null, null, min_expected=5.0, by_actor=poisson_null(observed + 0.5))
    assert not found["gap"].any()
    assert found["q_actor"][2, 3] > 0.4
    assert measure(observed, null, null, min_expected=5.0, by_actor=null)["gap"][2, 3]
