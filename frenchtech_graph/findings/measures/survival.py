"""Waiting times with censoring: Kaplan-Meier, Aalen-Johansen and the log-rank test.

A firm that has not reached the next state yet has not failed: it is censored at the day it was last
seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """A step function of time: ``value`` is valid from ``time`` on, with standard error and numbers
    at risk.
    """

    time: Floats
    value: Floats
    se: Floats
    at_risk: Floats

    def at(self, when: float) -> tuple[float, float, int]:
        """Return value, standard error and the number still at risk at a time, or NaN beyond the
        observed times.
        """
        if self.time.size == 0 or when > self.time[-1]:
            return math.nan, math.nan, 0
        i = int(np.searchsorted(self.time, when, side="right")) - 1
        j = int(np.searchsorted(self.time, when, side="left"))
        return float(self.value[i]), float(self.se[i]), int(self.at_risk[j])


def kaplan_meier(durations: ArrayLike, reached: ArrayLike) -> Curve:
    """Return the share that has *not* reached the event, with Greenwood's standard error.

    ``durations`` are waiting times, ``reached`` is true for times that ended with the event (False:
    censored). A firm censored at a time is still at risk at that time. The first step is at time 0.

    Source: Kaplan & Meier 1958, J. Am. Stat. Assoc. 53:457-481. Greenwood 1926.

    Raises:
        ValueError: lengths differ, or a duration is negative or no number.

    >>> kaplan_meier([1, 2, 3, 4], [True, False, True, True]).value
    array([1.   , 0.75 , 0.75 , 0.375, 0.   ])
    """
    time, at_risk, events, _ = _steps(durations, np.asarray(reached, dtype=bool).astype(int))
    survival = np.asarray(np.cumprod(1 - events / at_risk), dtype=np.float64)
    left = at_risk - events
    terms = np.divide(events, at_risk * left, out=np.zeros_like(events), where=left > 0)
    return Curve(time, survival, survival * np.sqrt(np.cumsum(terms)), at_risk)


def aalen_johansen(durations: ArrayLike, outcomes: ArrayLike) -> Curve:
    """Return the share that has reached outcome 1, other outcomes (2, 3 …) competing and 0
    censored.

    ``1 - Kaplan-Meier`` would count firms that were bought or closed as still able to reach the
    state. Standard errors by Aalen's variance formula.

    Source: Aalen & Johansen 1978, Scand. J. Statist. 5:141-150. Marubini & Valsecchi 1995,
    "Analysing Survival Data", section 10.2 (variance).

    >>> aalen_johansen([1, 2, 3, 4], [1, 2, 1, 0]).value.round(2)
    array([0.  , 0.25, 0.25, 0.5 , 0.5 ])
    """
    time, at_risk, events, all_events = _steps(durations, np.asarray(outcomes, dtype=int))
    survival = np.cumprod(1 - all_events / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])
    steps = before * events / at_risk
    incidence = np.cumsum(steps)
    return Curve(
        time,
        incidence,
        np.sqrt(_aalen_variance(incidence, before, at_risk, events, all_events)),
        at_risk,
    )


def _aalen_variance(
    incidence: Floats, before: Floats, n: Floats, d: Floats, every: Floats
) -> Floats:
    """Return the variance of a cumulative incidence at each step."""
    left = n - every
    first = np.divide(every, n * left, out=np.zeros_like(n), where=left > 0)
    second = before**2 * (n - d) * d / n**3
    third = before * d / n**2
    # sum over j <= i of (I_i - I_j)² a_j + b_j - 2 (I_i - I_j) c_j, expanded into running sums.
    a, ai, aii = np.cumsum(first), np.cumsum(first * incidence), np.cumsum(first * incidence**2)
    c, ci = np.cumsum(third), np.cumsum(third * incidence)
    variance = (
        incidence**2 * a - 2 * incidence * ai + aii + np.cumsum(second) - 2 * (incidence * c - ci)
    )
    return np.asarray(np.maximum(variance, 0.0), dtype=np.float64)


@dataclass(frozen=True)
class LogRank:
    """The test of one group against the rest: events observed and expected, and how unlikely that
    is.
    """

    observed: float
    expected: float
    statistic: float
    p: float


def log_rank(durations: ArrayLike, reached: ArrayLike, member: ArrayLike) -> LogRank:
    """Compare the waiting times of the members of a group with all other waiting times.

    ``expected`` is the number of events the group would have had with the common hazard. p is
    two-sided, from the chi-squared law with one degree of freedom, or 1 if the comparison is empty.

    Source: Mantel 1966. Peto & Peto 1972, J. R. Statist. Soc. A 135:185-207.

    >>> round(log_rank([1, 2, 3, 4], [1, 1, 1, 1], [True, True, False, False]).expected, 3)
    0.833
    """
    times, events = np.asarray(durations, dtype=np.float64), np.asarray(reached, dtype=bool)
    inside = np.asarray(member, dtype=bool)
    if not times.shape == events.shape == inside.shape:
        raise ValueError("durations, events and membership must have one length")
    grid = np.unique(times[events])
    if grid.size == 0:
        return LogRank(0.0, 0.0, 0.0, 1.0)
    n, n_in = _at_risk(times, grid), _at_risk(times[inside], grid)
    d = np.bincount(np.searchsorted(grid, times[events]), minlength=grid.size)
    observed = float((events & inside).sum())
    expected = float((d * n_in / n).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(n > 1, d * (n_in / n) * (1 - n_in / n) * (n - d) / (n - 1), 0.0)
    variance = float(terms.sum())
    if variance <= 0:
        return LogRank(observed, expected, 0.0, 1.0)
    statistic = (observed - expected) ** 2 / variance
    return LogRank(observed, expected, statistic, float(special.chdtrc(1, statistic)))


def _at_risk(times: Floats, grid: Floats) -> Floats:
    ordered = np.sort(times)
    return (ordered.size - np.searchsorted(ordered, grid, side="left")).astype(np.float64)


def _steps(
    durations: ArrayLike, outcomes: NDArray[np.int64]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the times from 0, and at each time the numbers at risk, of outcome 1, and of any
    outcome.
    """
    times = np.asarray(durations, dtype=np.float64)
    if times.shape != outcomes.shape:
        raise ValueError("durations and outcomes must have one length")
    if times.size and not times.min() >= 0:
        raise ValueError("durations are zero or more")
    grid = np.unique(np.concatenate([[0.0], times])) if times.size else np.empty(0)
    place = np.searchsorted(grid, times)
    first = np.bincount(place[outcomes == 1], minlength=grid.size).astype(np.float64)
    every = np.bincount(place[outcomes > 0], minlength=grid.size).astype(np.float64)
    return grid, _at_risk(times, grid), first, every
