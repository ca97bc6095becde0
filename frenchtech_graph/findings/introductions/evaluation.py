"""How good a ranking and its probabilities are, when positives are one in hundreds."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")


def auc(scores: Floats, labels: Floats) -> float:
    """Return the chance that a positive is ranked above a negative, with ties counted as one half,
    or NaN without both.

    >>> auc(np.array([0.1, 0.4, 0.4, 0.8]), np.array([0, 0, 1, 1]))
    0.875
    """
    from scipy.stats import rankdata  # takes half a second

    positives = float(labels.sum())
    negatives = labels.size - positives
    if not positives or not negatives:
        return float("nan")
    ranks = rankdata(scores)
    return float(
        (ranks[labels > 0].sum() - positives * (positives + 1) / 2) / (positives * negatives)
    )


def average_precision(scores: Floats, labels: Floats, rng: np.random.Generator) -> float:
    """Return the mean precision at the ranks of the positives. Equal scores are shuffled.

    >>> float(average_precision(np.array([3.0, 2.0, 1.0]), np.array([1, 0, 1]), np.random.default_rng(1)).round(3))
    0.833
    """
    hits = labels[ranking(scores, rng)]
    found = np.cumsum(hits)
    return (
        np.float64((found / np.arange(1, hits.size + 1))[hits > 0].mean())
        if hits.any()
        else np.float64("nan")
    )


def ranking(scores: Floats, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return the places from best to worst. Equal scores are shuffled."""
    return np.lexsort((rng.random(scores.size), -scores))


def half_octaves(popularity: Floats) -> Floats:
    """Return the stratum of each popularity: half-octaves, ``floor(2 log2 n)``."""
    return np.floor(2 * np.log2(np.maximum(popularity, 1e-12)) + 1e-9)


def stratified_auc(scores: Floats, labels: Floats, strata: Floats) -> float:
    """Return the AUC within strata of popularity, weighted by the positives of each: 0.5 means no
    information beyond fame.

    Source: Janes & Pepe 2009, Biometrika 96:371-382 (covariate-adjusted ROC curve).
    """
    total = weight = 0.0
    for stratum in np.unique(strata):
        inside = strata == stratum
        value = auc(scores[inside], labels[inside])
        if value == value:  # noqa: PLR0124
            total += value * labels[inside].sum()
            weight += labels[inside].sum()
    return float(total / weight) if weight else float("nan")


def calibration_error(p: Floats, labels: Floats, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width.

    Not enough when positives are rare: see `predicted_over_observed`.

    Source: Naeini, Cooper & Hauskrecht 2015, AAAI.
    """
    place = np.minimum((p * bins).astype(int), bins - 1)
    size = np.bincount(place, minlength=bins)
    gap = np.abs(
        np.bincount(place, weights=p, minlength=bins)
        - np.bincount(place, weights=labels, minlength=bins)
    )
    return float(gap[size > 0].sum() / p.size)


def predicted_over_observed(p: Floats, labels: Floats, top: float = 1.0) -> float:
    """Return predicted over observed positives among the ``top`` share of predictions: 1 is
    right.
    """
    chosen = np.argsort(-p, kind="stable")[: max(1, round(top * p.size))]
    observed = labels[chosen].sum()
    return float(p[chosen].sum() / observed) if observed else float("nan")


def brier_skill(p: Floats, labels: Floats) -> float:
    """Return the Brier score relative to the base rate: 0 is no better, 1 perfect."""
    base = ((labels.mean() - labels) ** 2).mean()
    return float(1 - ((p - labels) ** 2).mean() / base) if base else float("nan")


def resampled_weights(units: int, *, seed: int, resamples: int) -> Floats:
    """Return resamples × (units + 1): how often each unit is drawn.

    The last column is 1, for scores without a unit.
    """
    drawn = np.random.default_rng(seed).multinomial(
        units, np.full(units, 1 / units), size=resamples
    )
    return np.hstack([drawn, np.ones((resamples, 1))]).astype(np.float64)


def resampled_auc(
    scores: Floats, labels: Floats, strata: Floats, units: Integers, weights: Floats
) -> Floats:
    """Return `stratified_auc` per row of weights. ``units`` gives the column of each score."""
    positive = np.flatnonzero(labels > 0)
    below = np.zeros((positive.size, weights.shape[1]))
    others = np.zeros_like(below)
    for unit in np.unique(units[labels == 0]):
        mine = np.flatnonzero((labels == 0) & (units == unit))
        for stratum in np.unique(strata[mine]):
            negatives = np.sort(scores[mine[strata[mine] == stratum]])
            here = strata[positive] == stratum
            low, high = (np.searchsorted(negatives, scores[positive[here]], side) for side in SIDES)
            below[here, unit], others[here, unit] = (low + high) / 2, negatives.size
    drawn = weights[:, units[positive]]
    compared = weights @ others.T
    # A positive that no negative of its stratum can be compared with tells nothing.
    won = np.divide(weights @ below.T, compared, out=np.zeros_like(compared), where=compared > 0)
    return np.asarray(
        (drawn * won).sum(axis=1) / np.maximum((drawn * (compared > 0)).sum(axis=1), 1e-12)
    )


def resampled_precision(
    scores: Floats, labels: Floats, units: Integers, weights: Floats, rng: np.random.Generator
) -> Floats:
    """Return the average precision of one query for each row of weights of its positives."""
    order = ranking(scores, rng)
    hits = np.flatnonzero(labels[order] > 0)
    drawn = weights[:, units[order[hits]]]
    found = drawn.cumsum(axis=1)
    precision = found / np.maximum(found + hits - np.arange(hits.size), 1e-12)
    return np.asarray((drawn * precision).sum(axis=1) / np.maximum(drawn.sum(axis=1), 1e-12))


def limits(values: Floats) -> tuple[float, float]:
    """Return the 5 and 95 % limits of resampled values."""
    low, high = np.percentile(values, [5, 95])
    return float(low), float(high)
