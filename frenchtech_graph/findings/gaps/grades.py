"""From counts and nulls to a graded finding.

A gap is reported when both nulls find the cell too empty (one-sided q below 0.05) and less than
three quarters of the expected ties are recorded. If cells are recorded unevenly, the other cells of
the table scatter more than the nulls allow. A gap must exceed that scatter too: its lower limit to
be *probable*, its estimate to be *solid*. A gap is *solid* when even the upper bound of its ratio
is below three quarters, so that uneven recording would have to be strong to explain it. Cells with
a small expectation, or with a deficit that may be chance, have the grade `cannot tell`. A deficit
that coverage explains, or one between places that were read unevenly, is a *recording problem*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from frenchtech_graph.findings.gaps.nulls import Null
from frenchtech_graph.findings.measures import poisson
from frenchtech_graph.findings.measures.statistics import benjamini_hochberg

Floats = NDArray[np.float64]

MOST_Q = 0.05
FIRST_Q = 0.02
"""One-sided q below which one cell is enough to look for gaps in a table."""
SOME, SOME_P = 3, 0.01
"""So many cells with a p so small are enough, too."""
MOST_RATIO = 0.75
SUSPICIOUS = 0.10
"""One-sided p below which a cell with few ties is kept out of what others are compared with."""
NULLS = ("degree", "label", "actor")
LOOKS = 2
"""Times that suspicious cells are set aside and all cells tested anew."""
FEWEST_CELLS = 8
"""Cells that a scatter can be measured on."""
SCATTER_LEVEL = 0.80
"""Level of the lower limit of the scatter that a probable gap must stand out from."""
GRADES = ("solid", "probable", "recording problem", "cannot tell", "no gap")
GRADE_OF = {
    "both nulls and recording": "solid",
    "both nulls": "probable",
    "places read unevenly": "recording problem",
    "cell recorded less": "recording problem",
    "whole group has few ties": "recording problem",
    "clustered choices": "cannot tell",
    "habits of actors": "cannot tell",
    "may be chance": "cannot tell",
    "too few expected": "cannot tell",
    "nothing to compare": "cannot tell",
    "meet elsewhere": "cannot tell",
    "small deficit": "no gap",
    "as many as expected": "no gap",
}
"""Reason of a cell → its grade."""


def measure(
    observed: Floats,
    by_degree: Null,
    by_label: Null,
    *,
    min_expected: float,
    own: NDArray[np.bool_] | None = None,
    symmetric: bool = False,
    by_actor: Null | None = None,
) -> dict[str, Floats]:
    """Return the numbers of each cell, in the shape of the table. q is NaN in cells that are not
    testable.

    Cells ``own`` (ties inside one place) are excluded from the start, because they are abundant
    everywhere and would make all other cells look empty. A gap thins out the margins of its row and
    column and hides other gaps there. So cells that both nulls find suspicious are excluded, and
    the expectation is fitted to the other cells (`without`). Then all cells are tested again with
    the scatter of the others (`scatter`). ``scatter`` is the estimate. With ``by_actor`` a gap
    exceeds the habits of single actors, too.
    """
    inside = np.zeros(observed.shape, np.bool_) if own is None else own
    nulls = (by_degree, by_label) if by_actor is None else (by_degree, by_label, by_actor)
    numbers = _tests(observed, nulls, inside, inside, min_expected, symmetric=symmetric)
    looked = _stands_out(numbers)
    for _ in range(LOOKS if looked else 0):
        suspects = (
            (numbers["ratio"] < MOST_RATIO)
            & (_larger_p(numbers) < SUSPICIOUS)
            & ~np.isnan(numbers["q_both"])
        )
        aside = inside | _few_of_each_line(suspects, by_degree.mean, _larger_p(numbers))
        numbers = _tests(
            observed, nulls, aside, inside, min_expected, symmetric=symmetric, suspects=suspects
        )
    gap = (
        (numbers["ratio"] < MOST_RATIO) & (numbers["ratio_high"] < 1) & (numbers["q_both"] < MOST_Q)
    )
    gap &= looked
    return numbers | {"observed": observed, "gap": gap.astype(float)}


def _tests(
    observed: Floats,
    nulls: tuple[Null, ...],
    aside: NDArray[np.bool_],
    inside: NDArray[np.bool_],
    min_expected: float,
    *,
    symmetric: bool,
    suspects: NDArray[np.bool_] | None = None,
) -> dict[str, Floats]:
    """Test all cells against expectations fitted to the cells that are not ``aside``.

    A cell ``aside`` is tested with itself in the fit, because its deviation is known to be large.
    With ``suspects``, the cells found suspicious before, the test allows for the scatter of the
    other cells.
    """
    by_degree, by_label = nulls[:2]
    fits = _fits(observed, nulls, aside, symmetric=symmetric)
    expected = fits[0]
    testable = np.asarray((expected >= min_expected) & ~inside, dtype=np.bool_)
    fitted = tuple(fit.copy() for fit in fits)
    for cell in zip(*np.nonzero(aside & ~inside), strict=True):
        others = aside.copy()
        others[cell] = False
        for fit, own in zip(
            fitted, _fits(observed, nulls, others, symmetric=symmetric), strict=True
        ):
            fit[cell] = own[cell]
    spread = [
        null.sd * np.sqrt(_over(fit, null.mean, 1.0))
        for null, fit in zip(nulls, fitted, strict=True)
    ]
    least, likely = 0.0, 0.0
    if suspects is not None:
        others = testable & ~suspects
        # Habits of actors explain a part of the scatter around the other two nulls.
        habits = len(nulls) == len(NULLS)
        middle = fits[-1] if habits else expected
        wide = spread[-1] if habits else np.maximum(*spread[:2])
        least, likely = scatter(
            (_over(observed, middle, 1.0) - 1)[others],
            _over(wide, middle, 0.0)[others],
            level=SCATTER_LEVEL,
        )
    numbers: dict[str, Floats] = {}
    for name, null, fit, sd in zip(NULLS[: len(nulls)], nulls, fitted, spread, strict=True):
        z = _over(observed - fit, np.hypot(sd, least * fit), np.nan)
        p = np.where(np.isnan(z), 1.0, poisson.of_spread(observed, fit, np.hypot(sd, least * fit)))
        numbers |= {
            f"expected_{name}": null.mean,
            f"z_{name}": z,
            f"p_{name}": p,
            f"q_{name}": _q(p, testable),
        }
    numbers["q_both"] = _q(_larger_p(numbers), testable)
    return numbers | _effects(observed, expected, by_degree, by_label, likely)


def _stands_out(numbers: Mapping[str, Floats]) -> bool:
    """Return whether a table has a gap at all, by its first test: one sure cell, or some likely ones.

    Later fits leave out suspicious cells, which makes other cells of their lines look empty.
    """
    low = (numbers["ratio"] < MOST_RATIO) & ~np.isnan(numbers["q_both"])
    one = bool((low & (numbers["q_both"] < FIRST_Q)).any())
    return one or int((low & (_larger_p(numbers) < SOME_P)).sum()) >= SOME


def _fits(
    observed: Floats, nulls: tuple[Null, ...], aside: NDArray[np.bool_], *, symmetric: bool
) -> tuple[Floats, ...]:
    """Return the expectation of each null, fitted to the cells that are not ``aside``."""
    means = tuple(null.mean for null in nulls)
    if not aside.any():
        return means
    # Shuffled labels do not know how many ties a column has: only its rows need a new fit.
    rows = (1, 0) if symmetric else (1,)
    return (
        without(observed, means[0], aside, symmetric=symmetric),
        without(observed, means[1], aside, symmetric=symmetric, axes=rows),
        *(without(observed, mean, aside, symmetric=symmetric) for mean in means[2:]),
    )


def _larger_p(numbers: Mapping[str, Floats]) -> Floats:
    """Return the largest p of a cell: each null must find it too empty."""
    found = [numbers[f"p_{name}"] for name in NULLS if f"p_{name}" in numbers]
    return np.asarray(np.maximum.reduce(found), dtype=np.float64)


def scatter(deviations: Floats, errors: Floats, *, level: float = 0.95) -> tuple[float, float]:
    """Return how much cells scatter beyond the nulls, as a share of the expectation: lower limit,
    estimate.

    ``deviations`` are observed/expected - 1, ``errors`` their standard deviations under the nulls.
    The scatter t makes the median of ``|d| / sqrt(errors² + t²)`` equal to the median of a normal
    variable (estimate), or to the value exceeded in one table out of twenty (lower limit, with
    ``level`` 0.95). A median, so that a few real gaps and preferences do not count. Zero for fewer
    than eight cells.

    Source: Devlin & Roeder 1999, Biometrics 55:997-1004 (inflation by the median). Efron 2004, J.
    Am. Stat. Assoc. 99:96-104 (tests calibrated by their own spread).

    >>> least, likely = scatter(np.array([-0.3, 0.3, 0.3] * 20), np.full(60, 0.01))
    >>> 0.3 < least < likely < 0.5
    True
    """
    from scipy import optimize  # takes a fifth of a second

    d, variances = np.abs(deviations[errors > 0]), errors[errors > 0] ** 2
    if d.size < FEWEST_CELLS or not d.any():
        return 0.0, 0.0

    def excess(t: float, aim: float) -> float:
        return float(np.median(d / np.sqrt(variances + t * t))) - aim

    middle = float(special.ndtri(0.75))
    density = np.exp(-(middle**2) / 2) / np.sqrt(2 * np.pi)
    spread = 1 / (4 * density * np.sqrt(d.size))
    limits = (middle + float(special.ndtri(level)) * spread, middle)
    widest = 2 * float(d.max()) / middle
    least, likely = (
        optimize.brentq(excess, 0.0, widest, args=(a,)) if excess(0.0, a) > 0 else 0.0
        for a in limits
    )
    return float(least), float(likely)


def _over(above: Floats, below: Floats, otherwise: float) -> Floats:
    """Return a quotient, ``otherwise`` where the divisor is not positive."""
    out = np.full(np.shape(above), otherwise, dtype=np.float64)
    np.divide(above, below, out=out, where=np.asarray(below) > 0)
    return out


def _few_of_each_line(
    suspects: NDArray[np.bool_], expected: Floats, p: Floats
) -> NDArray[np.bool_]:
    """Return the cells to exclude, surest first, as long as each row and column keeps half of its
    ties.

    If most of a row is excluded, too little of it is left to fit an expectation.
    """
    aside = np.zeros_like(suspects)
    for cell in sorted(zip(*np.nonzero(suspects), strict=True), key=lambda c: float(p[c])):
        aside[cell] = True
        kept = expected * ~aside
        if any((kept.sum(axis=k) < 0.5 * expected.sum(axis=k))[cell[1 - k]] for k in (0, 1)):
            aside[cell] = False
    return aside


def _q(p: Floats, testable: NDArray[np.bool_]) -> Floats:
    return benjamini_hochberg(np.where(testable, p, np.nan).ravel()).reshape(p.shape)


def _effects(
    observed: Floats, expected: Floats, by_degree: Null, by_label: Null, likely: float
) -> dict[str, Floats]:
    """Return effect, ratio with 95 % limits, and tipping coverage.

    ``ratio_max`` allows for the scatter of cells.
    """
    numbers = {"expected": expected, "missing_ties": expected - observed}
    overdispersion = np.maximum(
        *(_over(null.sd**2, null.mean, 1.0) for null in (by_degree, by_label))
    )
    low, high = poisson.interval(observed, dispersion=overdispersion)
    highest = poisson.interval(observed, dispersion=overdispersion + likely**2 * expected)[1]
    limits = (("ratio", observed), ("ratio_low", low), ("ratio_high", high), ("ratio_max", highest))
    numbers |= {name: _over(value, expected, np.nan) for name, value in limits}
    scattered = np.full(observed.shape, likely)
    return numbers | {"tipping": np.minimum(numbers["ratio"], 1.0), "scatter": scattered}


def grade(cell: Mapping[str, float], *, min_expected: float) -> tuple[str, str]:
    """Return the grade of a cell and the code of its reason.

    >>> grade({"gap": 0.0, "expected": 3.0, "ratio": 0.0}, min_expected=5.0)
    ('cannot tell', 'too few expected')
    """
    reason = _why_gap(cell) if cell["gap"] else _why_none(cell, min_expected)
    return GRADE_OF[reason], reason


def _why_gap(cell: Mapping[str, float]) -> str:
    if cell.get("uneven", 0.0):
        return "places read unevenly"
    if cell.get("few", 0.0):
        return "habits of actors"
    if cell["coverage"] <= cell["ratio"]:
        return "cell recorded less"
    against_average = cell["ratio_max"] * cell["expected"] / cell["expected_degree"]
    stands = max(cell["ratio_max"], against_average) < MOST_RATIO
    return "both nulls and recording" if stands else "both nulls"


def _why_none(cell: Mapping[str, float], min_expected: float) -> str:
    if not cell["expected"] >= min_expected:
        return "too few expected" if cell["expected"] > 0 else "nothing to compare"
    if cell["ratio"] >= MOST_RATIO:
        return "as many as expected" if cell["ratio"] >= 1 else "small deficit"
    if cell.get("q_actor", 0.0) >= MOST_Q > max(cell["q_degree"], cell["q_label"]):
        return "habits of actors"
    degree, label = cell["q_degree"] < MOST_Q, cell["q_label"] < MOST_Q
    if degree == label:
        return "may be chance"
    return "clustered choices" if degree else "whole group has few ties"


def without(
    observed: Floats,
    expected: Floats,
    aside: NDArray[np.bool_],
    *,
    symmetric: bool = False,
    axes: Sequence[int] = (1, 0),
    rounds: int = 50,
) -> Floats:
    """Return the expectation of the table if the cells ``aside`` had not shaped its margins.

    A real deficit leaves mild surpluses in the rest of its row and column. The expectation is
    rescaled by a factor per row and column so that it agrees with the record in every *other* cell
    (quasi-independence), or only per row with ``axes=(1,)``. A symmetric table is given by its
    upper triangle.

    Source: Goodman 1968, J. Am. Stat. Assoc. 63:1091-1131. The method is iterative proportional
    fitting.

    >>> observed = np.array([[2.0, 20.0], [20.0, 20.0]])
    >>> uniform = np.outer([22, 40], [22, 40]) / 62
    >>> without(observed, uniform, observed < 5).round(1)
    array([[20., 20.],
           [20., 20.]])
    """
    fitted, kept = expected.astype(np.float64), ~aside
    if symmetric:
        observed, fitted, kept = (
            observed + np.triu(observed, 1).T,
            fitted + np.triu(fitted, 1).T,
            kept & kept.T,
        )
    for _ in range(rounds):
        for axis in axes:
            have = (fitted * kept).sum(axis=axis, keepdims=True)
            want = (observed * kept).sum(axis=axis, keepdims=True)
            fitted = fitted * np.where(
                (have > 0) & (want > 0), want / np.where(have > 0, have, 1.0), 1.0
            )
    return np.triu(fitted) if symmetric else fitted
