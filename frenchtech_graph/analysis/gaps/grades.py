"""From counts and nulls to a graded finding.

A gap is reported when both nulls find the cell too empty (q below 0.10) and less than three quarters of
the expected ties are recorded. It is *solid* when even the upper bound of that ratio is below three
quarters, so that uneven recording would have to be strong to explain it; *probable* otherwise. Cells whose
expectation is small, or whose deficit may be chance, are *cannot tell*. A deficit that coverage explains is
a *recording problem*.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import special

from frenchtech_graph.analysis import poisson
from frenchtech_graph.analysis.gaps.nulls import Null
from frenchtech_graph.analysis.statistics import benjamini_hochberg

Floats = NDArray[np.float64]

MOST_Q = 0.10
MOST_RATIO = 0.75
GRADES = ("solid", "probable", "recording problem", "cannot tell", "no gap")
GRADE_OF = {
    "both nulls and recording": "solid",
    "both nulls": "probable",
    "cell recorded less": "recording problem",
    "whole group has few ties": "recording problem",
    "clustered choices": "cannot tell",
    "may be chance": "cannot tell",
    "too few expected": "cannot tell",
    "nothing to compare": "cannot tell",
    "small deficit": "no gap",
    "as many as expected": "no gap",
}
"""Reason of a cell → its grade."""


def tail_probability(null: Null, observed: Floats, cells: int) -> Floats:
    """Return the two-sided p of each cell, one if the null leaves it no freedom.

    Empirical, ``2 (1 + as extreme) / (draws + 1)``, where there are draws enough for ``cells`` tests at
    q = 0.10; else from the normal law of the draws (North, Curtis & Sham 2002; analysis of BH at 2 cells/q).
    """
    if null.draws >= 2 * cells / MOST_Q:
        extreme = np.minimum(null.as_low, null.as_high)
        return np.minimum(1.0, 2 * (1 + extreme) / (null.draws + 1))
    return _normal(_over(observed - null.mean, null.sd, np.nan))


def measure(
    observed: Floats,
    by_degree: Null,
    by_label: Null,
    *,
    min_expected: float,
    own: NDArray[np.bool_] | None = None,
    symmetric: bool = False,
) -> dict[str, Floats]:
    """Return the numbers of each cell, in the shape of the table; q is NaN in cells that are not testable.

    Cells ``own`` (ties inside one place) are set aside from the start: they are abundant everywhere, and
    would make all other cells look empty. The cells that both nulls find too empty are set aside next, the
    expectation is fitted anew without them (`without`), and the test is made once more: a large gap hides
    others in its row and column.
    """
    inside = np.zeros(observed.shape, np.bool_) if own is None else own
    aside = inside
    gaps, both = np.zeros(observed.shape, np.bool_), np.full(observed.shape, np.nan)
    numbers: dict[str, Floats] = {}
    for _ in range(2):
        expected = without(observed, by_degree.mean, aside, symmetric=symmetric) if aside.any() else by_degree.mean
        testable = np.asarray((expected >= min_expected) & ~inside, dtype=np.bool_)
        numbers = _tests(observed, (by_degree, by_label), _over(expected, by_degree.mean, 1.0), testable)
        numbers |= _effects(observed, expected, by_degree, by_label)
        q = _q(np.maximum(numbers["p_degree"], numbers["p_label"]), testable)
        gaps |= _is_gap(numbers, q)
        both = np.where(gaps, np.fmin(both, q), q)
        if not gaps.any():
            break
        aside = aside | _few_of_each_line(gaps, by_degree.mean, both)
    return numbers | {"observed": observed, "q_both": both, "gap": gaps.astype(float)}


def _tests(observed: Floats, nulls: tuple[Null, Null], scale: Floats, testable: NDArray[np.bool_]) -> dict[str, Floats]:
    """Return mean, z, p and q of each cell under both nulls, their means and variances times ``scale``."""
    numbers: dict[str, Floats] = {}
    for name, null in zip(("degree", "label"), nulls, strict=True):
        z = _over(observed - null.mean * scale, null.sd * np.sqrt(scale), np.nan)
        p = tail_probability(null, observed, int(testable.sum())) if (scale == 1).all() else _normal(z)
        numbers |= {f"expected_{name}": null.mean, f"z_{name}": z, f"p_{name}": p, f"q_{name}": _q(p, testable)}
    return numbers


def _over(above: Floats, below: Floats, otherwise: float) -> Floats:
    """Return a quotient, ``otherwise`` where the divisor is not positive."""
    out = np.full(np.shape(above), otherwise, dtype=np.float64)
    np.divide(above, below, out=out, where=np.asarray(below) > 0)
    return out


def _few_of_each_line(gaps: NDArray[np.bool_], expected: Floats, q: Floats) -> NDArray[np.bool_]:
    """Return the gaps to set aside, surest first, as long as each row and column keeps half of its ties.

    Where most of a row is a gap there is no rest of the row to fit an expectation to.
    """
    aside = np.zeros_like(gaps)
    for cell in sorted(zip(*np.nonzero(gaps), strict=True), key=lambda c: float(q[c])):
        aside[cell] = True
        kept = expected * ~aside
        if any((kept.sum(axis=k) < 0.5 * expected.sum(axis=k))[cell[1 - k]] for k in (0, 1)):
            aside[cell] = False
    return aside


def _q(p: Floats, testable: NDArray[np.bool_]) -> Floats:
    return benjamini_hochberg(np.where(testable, p, np.nan).ravel()).reshape(p.shape)


def _normal(z: Floats) -> Floats:
    """Return the two-sided normal p, one where the null left no freedom."""
    return np.asarray(2 * special.ndtr(-np.abs(np.nan_to_num(z))), dtype=np.float64)


def _effects(observed: Floats, expected: Floats, by_degree: Null, by_label: Null) -> dict[str, Floats]:
    """Return effect, ratio with 95 % limits, and tipping coverage against an expectation."""
    numbers = {"expected": expected, "missing_ties": expected - observed}
    spread = [_over(null.sd**2, null.mean, 1.0) for null in (by_degree, by_label)]
    low, high = poisson.interval(observed, dispersion=np.maximum(*spread))
    for name, value in (("ratio", observed), ("ratio_low", low), ("ratio_high", high)):
        numbers[name] = _over(value, expected, np.nan)
    return numbers | {"tipping": np.minimum(numbers["ratio"], 1.0)}


def _is_gap(numbers: dict[str, Floats], q: Floats) -> NDArray[np.bool_]:
    """Tell where both nulls agree on a deficit that matters."""
    few = (numbers["ratio"] < MOST_RATIO) & (numbers["ratio_high"] < 1) & (numbers["z_label"] < 0)
    return np.asarray((q < MOST_Q) & few, dtype=np.bool_)


def grade(cell: Mapping[str, float], *, min_expected: float) -> tuple[str, str]:
    """Return the grade of a cell and the code of its reason.

    >>> grade({"gap": 0.0, "expected": 3.0, "ratio": 0.0}, min_expected=5.0)
    ('cannot tell', 'too few expected')
    """
    reason = _why_gap(cell) if cell["gap"] else _why_none(cell, min_expected)
    return GRADE_OF[reason], reason


def _why_gap(cell: Mapping[str, float]) -> str:
    if cell["coverage"] <= cell["ratio"]:
        return "cell recorded less"
    against_average = cell["ratio_high"] * cell["expected"] / cell["expected_degree"]
    stands = max(cell["ratio_high"], against_average) < MOST_RATIO
    return "both nulls and recording" if stands else "both nulls"


def _why_none(cell: Mapping[str, float], min_expected: float) -> str:
    if not cell["expected"] >= min_expected:
        return "too few expected" if cell["expected"] > 0 else "nothing to compare"
    if cell["ratio"] >= MOST_RATIO:
        return "as many as expected" if cell["ratio"] >= 1 else "small deficit"
    degree, label = cell["q_degree"] < MOST_Q, cell["q_label"] < MOST_Q
    if degree == label:
        return "may be chance"
    return "clustered choices" if degree else "whole group has few ties"


def without(
    observed: Floats, expected: Floats, aside: NDArray[np.bool_], *, symmetric: bool = False, rounds: int = 50
) -> Floats:
    """Return what the table would expect if the cells set ``aside`` had not shaped its margins.

    A real deficit leaves mild surpluses in the rest of its row and column. The expectation is rescaled by
    a factor for each row and column so that it agrees with the record in all *other* cells
    (quasi-independence). A symmetric table is given by its upper triangle.

    Source: Goodman 1968, J. Am. Stat. Assoc. 63:1091-1131; iterative proportional fitting.

    >>> observed = np.array([[2.0, 20.0], [20.0, 20.0]])
    >>> uniform = np.outer([22, 40], [22, 40]) / 62
    >>> without(observed, uniform, observed < 5).round(1)
    array([[20., 20.],
           [20., 20.]])
    """
    fitted, kept = expected.astype(np.float64), ~aside
    if symmetric:
        observed, fitted, kept = observed + np.triu(observed, 1).T, fitted + np.triu(fitted, 1).T, kept & kept.T
    for _ in range(rounds):
        for axis in (1, 0):
            have = (fitted * kept).sum(axis=axis, keepdims=True)
            want = (observed * kept).sum(axis=axis, keepdims=True)
            fitted = fitted * np.where((have > 0) & (want > 0), want / np.where(have > 0, have, 1.0), 1.0)
    return np.triu(fitted) if symmetric else fitted
