# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""Kaplan-Meier, Aalen-Johansen and log-rank agree with lifelines and with hand-worked cases."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.measures.survival import aalen_johansen, kaplan_meier, log_rank

lifelines = pytest.importorskip("lifelines")

SAMPLES = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 2), st.booleans()), min_size=2, max_size=80
)

# Remission times (weeks) of leukaemia patients, 6-mercaptopurine against placebo: Freireich et al.
# 1963, Blood 21:699-716, the textbook case of Cox & Oakes 1984.
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_published_curve_and_test() -> None:
    curve = kaplan_meier(TREATED, RELAPSED)
    for when, survival in (
        (6, 0.857),
        (7, 0.807),
        (10, 0.753),
        (13, 0.690),
        (16, 0.627),
        (22, 0.538),
        (23, 0.448),
    ):
        assert curve.at(when)[0] == pytest.approx(survival, abs=6e-4)
    assert curve.at(6)[1] == pytest.approx(0.0764, abs=1e-4)
    test = log_rank(TREATED + PLACEBO, RELAPSED + [1] * 21, [True] * 21 + [False] * 21)
    assert (test.observed, round(test.expected, 2), round(test.statistic, 2)) == (9, 19.25, 16.79)


@given(SAMPLES)
@settings(max_examples=40, deadline=None)
def test_kaplan_meier_as_lifelines(sample: list[tuple[int, int, bool]]) -> None:
    times, outcomes = (np.array(x) for x in list(zip(*sample, strict=True))[:2])
    ours = kaplan_meier(times, outcomes == 1)
    theirs = lifelines.KaplanMeierFitter().fit(times, outcomes == 1)
    np.testing.assert_allclose(ours.value, theirs.survival_function_.to_numpy()[:, 0], atol=1e-12)
    inside = ours.value > 0
    greenwood = np.sqrt(np.asarray(theirs._cumulative_sq_).ravel())
    np.testing.assert_allclose((ours.se[inside] / ours.value[inside]), greenwood[inside], atol=1e-9)


@given(SAMPLES)
@settings(max_examples=40, deadline=None)
def test_log_rank_as_lifelines(sample: list[tuple[int, int, bool]]) -> None:
    times, outcomes, member = (np.array(x) for x in zip(*sample, strict=True))
    events = outcomes == 1
    ours = log_rank(times, events, member)
    if ours.p == 1.0 and ours.statistic == 0.0:
        return
    from lifelines.statistics import logrank_test

    theirs = logrank_test(times[member], times[~member], events[member], events[~member])
    assert ours.statistic == pytest.approx(theirs.test_statistic, rel=1e-8, abs=1e-10)
    assert ours.p == pytest.approx(theirs.p_value, rel=1e-8)


def test_aalen_johansen_as_lifelines_without_ties() -> None:
    rng = np.random.default_rng(1)
    times, outcomes = rng.permutation(200) + 1.0, rng.integers(0, 3, 200)
    ours = aalen_johansen(times, outcomes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifelines.AalenJohansenFitter(calculate_variance=True).fit(
            times, outcomes, event_of_interest=1
        )
    np.testing.assert_allclose(ours.value, theirs.cumulative_density_.to_numpy()[:, 0], atol=1e-12)
    variance = np.asarray(theirs.variance_).ravel()
    known = ~np.isnan(variance)
    np.testing.assert_allclose(ours.se[known] ** 2, variance[known], atol=1e-12)


@given(SAMPLES)
@settings(max_examples=40, deadline=None)
def test_shares_of_all_outcomes_and_of_those_left_add_up(
    sample: list[tuple[int, int, bool]],
) -> None:
    times, outcomes = (np.array(x) for x in list(zip(*sample, strict=True))[:2])
    first = aalen_johansen(times, outcomes)
    second = aalen_johansen(times, np.where(outcomes > 0, 3 - outcomes, 0))
    left = kaplan_meier(times, outcomes > 0)
    np.testing.assert_allclose(first.value + second.value + left.value, 1.0, atol=1e-12)


def test_without_competition_the_incidence_is_one_minus_kaplan_meier() -> None:
    times, reached = [3, 5, 5, 8, 9, 12], [1, 0, 1, 1, 0, 0]
    np.testing.assert_allclose(
        aalen_johansen(times, reached).value, 1 - kaplan_meier(times, reached).value
    )


def test_edge_cases() -> None:
    assert kaplan_meier([], []).value.size == 0
    assert math.isnan(kaplan_meier([], []).at(3)[0])
    all_censored = kaplan_meier([2, 5], [0, 0])
    assert all_censored.at(5) == (1.0, 0.0, 1)
    assert math.isnan(all_censored.at(6)[0])
    assert all_censored.at(0) == (1.0, 0.0, 2)
    at_once = kaplan_meier([0, 0, 4], [1, 0, 1])
    assert at_once.at(0)[0] == pytest.approx(2 / 3)
    assert log_rank([1, 2], [0, 0], [True, False]).p == 1.0
    assert log_rank([1, 2], [1, 1], [True, True]).p == 1.0
    with pytest.raises(ValueError, match="one length"):
        kaplan_meier([1, 2], [1])
    with pytest.raises(ValueError, match="zero or more"):
        kaplan_meier([-1.0], [1])
