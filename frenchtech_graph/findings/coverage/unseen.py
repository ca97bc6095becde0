"""How much of something a sample has not seen: coverage, and lower bounds of a number of kinds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Estimate:
    """An estimated number with its standard error and 95 % limits, or NaN if it is not defined."""

    value: float
    se: float
    low: float
    high: float


NOT_DEFINED = Estimate(*[math.nan] * 4)


def good_turing(counts: ArrayLike) -> float:
    """Return the share of the next ties that would go to actors already seen, ``1 - f1 / n``.

    ``counts`` is the number of ties of each actor, n their sum, f1 the actors seen once. NaN
    without ties.

    Source: Good 1953, Biometrika 40:237-264.

    >>> good_turing([5, 3, 1, 1])
    0.8
    """
    seen = _positive(counts)
    return float(1 - (seen == 1).sum() / seen.sum()) if seen.sum() > 0 else math.nan


def incidence_coverage(sources_per_tie: ArrayLike) -> float:
    """Return the share of ties recorded by at least one source, from how many sources have each.

    ``1 - q1 / u``, q1 the ties that one source has, u all mentions. If every tie has a single
    source, nothing overlaps and no estimate is possible: NaN, not zero.

    Source: Chao & Jost 2012, Ecology 93:2533-2547, first-order form for incidences.

    >>> incidence_coverage([2, 2, 1, 3]), incidence_coverage([1, 1])
    (0.875, nan)
    """
    seen = _positive(sources_per_tie)
    single = (seen == 1).sum()
    return float(1 - single / seen.sum()) if single < seen.size else math.nan


def chao1(counts: ArrayLike, *, bias_corrected: bool = True) -> Estimate:
    """Return a lower bound of the number of actors that exist, from how often each was seen.

    ``S + f1 (f1 - 1) / (2 (f2 + 1))``, or the classic form ``S + f1² / (2 f2)`` on request (it uses
    the first form if f2 is 0). Limits are log-normal, never below the number seen.

    Source: Chao 1984, Scand. J. Statist. 11:265-270. Chao 1987, Biometrics 43:783-791 (limits).

    >>> chao1([1, 1, 1, 2, 5]).value
    6.5
    """
    seen = _positive(counts)
    f1, f2 = float((seen == 1).sum()), float((seen == 2).sum())
    return _chao(seen.size, f1, f2, 1.0, classic=not bias_corrected)


def chao2(incidences: ArrayLike, units: int, *, bias_corrected: bool = False) -> Estimate:
    """Return a lower bound of the number of kinds, from in how many of ``units`` samples each was
    seen.

    ``S + (m-1)/m q1² / (2 q2)``, or its bias-corrected form ``S + (m-1)/m q1 (q1-1) / (2 (q2+1))``,
    which is also taken where q2 is 0.

    Source: Chao 1987, Biometrics 43:783-791.

    Raises:
        ValueError: something was seen in more samples than there are.

    >>> round(chao2([1, 1, 2, 3], units=4).value, 3)
    5.5
    """
    seen = _positive(incidences)
    if seen.size and seen.max() > units:
        raise ValueError(f"one kind was seen in {seen.max():g} samples, but there are {units}")
    q1, q2 = float((seen == 1).sum()), float((seen == 2).sum())
    return _chao(
        seen.size, q1, q2, (units - 1) / units if units else 1.0, classic=not bias_corrected
    )


def _positive(counts: ArrayLike) -> np.ndarray:
    values = np.asarray(counts, dtype=np.float64).ravel()
    if values.size and not values.min() >= 0:
        raise ValueError("counts are zero or more")
    return values[values > 0]


def _chao(seen: int, f1: float, f2: float, k: float, *, classic: bool) -> Estimate:
    if classic and f2 > 0:
        r = f1 / f2
        unseen = k * f1 * f1 / (2 * f2)
        variance = f2 * (k * r**2 / 2 + k**2 * r**3 + k**2 * r**4 / 4)
    else:
        unseen = k * f1 * (f1 - 1) / (2 * (f2 + 1))
        variance = unseen + k**2 * f1 * (2 * f1 - 1) ** 2 / (4 * (f2 + 1) ** 2)
        variance += k**2 * f1**2 * f2 * (f1 - 1) ** 2 / (4 * (f2 + 1) ** 4)
        if f2 == 0 and unseen > 0:
            variance -= k**2 * f1**4 / (4 * (seen + unseen))
    return bounded(seen, unseen, max(variance, 0.0))


def bounded(seen: float, unseen: float, variance: float) -> Estimate:
    """Return an estimate ``seen + unseen`` with log-normal limits on the unseen part (Chao
    1987).
    """
    if unseen <= 0:
        return Estimate(float(seen), math.sqrt(variance), float(seen), float(seen))
    factor = math.exp(1.96 * math.sqrt(math.log1p(variance / unseen**2)))
    return Estimate(
        seen + unseen, math.sqrt(variance), seen + unseen / factor, seen + unseen * factor
    )
