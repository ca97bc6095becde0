"""Counts as Poisson variables: exact intervals, tail probabilities and log-linear regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]


def interval(
    count: ArrayLike, *, level: float = 0.95, dispersion: ArrayLike = 1.0
) -> tuple[Floats, Floats]:
    """Return the exact (Garwood) limits of the mean of a count, widened by an overdispersion.

    ``dispersion`` is the variance of the count over its mean. The limits are the limits of ``count
    / dispersion`` Poisson events, scaled back. Counts may be fractions (weights of labels).

    Source: Garwood 1936, Biometrika 28:437-442.

    >>> low, high = interval([0, 10])
    >>> low.round(2), high.round(2)
    (array([0. , 4.8]), array([ 3.69, 18.39]))
    """
    scale = np.maximum(np.asarray(dispersion, dtype=np.float64), 1.0)
    effective = np.asarray(count, dtype=np.float64) / scale
    tail = (1 - level) / 2
    low = np.where(effective > 0, special.gammaincinv(np.maximum(effective, 1e-300), tail), 0.0)
    return low * scale, special.gammaincinv(effective + 1, 1 - tail) * scale


def lower_tail(count: ArrayLike, expected: ArrayLike) -> Floats:
    """Return P(X <= count) for X ~ Poisson(expected), continued between whole counts.

    >>> lower_tail([0, 2.5], 3.0).round(4)
    array([0.0498, 0.5397])
    """
    mean = np.asarray(expected, dtype=np.float64)
    return np.asarray(
        special.gammaincc(np.asarray(count, dtype=np.float64) + 1, mean), dtype=np.float64
    )


def of_spread(count: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> Floats:
    """Return the chance of so few (mid-p) by a scaled Poisson law of this mean and spread.

    The law of a count is skewed, so the normal law makes low counts too likely.

    >>> of_spread([8.0], [21.0], [21.0**0.5]).round(4)
    array([0.0008])
    """
    expected: Floats = np.asarray(mean, dtype=np.float64)
    unit = np.ones_like(expected)
    np.divide(np.square(sd), expected, out=unit, where=expected > 0)
    unit = np.where(unit > 0, unit, 1.0)
    x, law = np.asarray(count, dtype=np.float64) / unit, expected / unit
    return np.asarray((special.gammaincc(x, law) + special.gammaincc(x + 1, law)) / 2)


@dataclass(frozen=True)
class Regression:
    """A fitted log-linear model: ``fitted = exp(offset + design @ coefficients)``."""

    coefficients: Floats
    covariance: Floats
    fitted: Floats
    log_likelihood: float
    converged: bool

    @property
    def aic(self) -> float:
        """Akaike's information criterion, ``2 parameters - 2 log likelihood`` (as R ``glm``)."""
        return 2.0 * self.coefficients.size - 2.0 * self.log_likelihood


def regression(
    design: ArrayLike, counts: ArrayLike, *, offset: ArrayLike = 0.0, rounds: int = 100
) -> Regression:
    """Fit ``log E[counts] = offset + design @ coefficients`` by maximum likelihood (Newton steps).

    With counts that are not integers this is the Poisson pseudo-maximum-likelihood estimator,
    consistent whenever the mean is right. A design of less than full rank gets the coefficients of
    least norm.

    Source: McCullagh & Nelder 1989, "Generalized Linear Models". Santos Silva & Tenreyro 2006
    (PPML).

    Raises:
        ValueError: the shapes disagree, or a count is negative or no number.
    """
    matrix: Floats = np.asarray(design, dtype=np.float64)
    values: Floats = np.asarray(counts, dtype=np.float64)
    shift = np.broadcast_to(np.asarray(offset, dtype=np.float64), values.shape)
    if matrix.ndim != 2 or matrix.shape[0] != values.size:
        raise ValueError(
            f"the design has shape {matrix.shape}; expected one row for each of {values.size}"
            " counts"
        )
    if not np.all(values >= 0):
        raise ValueError("a Poisson regression needs counts that are zero or more")
    mean: Floats = values + 0.5
    predictor: Floats = np.asarray(np.log(mean), dtype=np.float64)
    coefficients: Floats = np.zeros(matrix.shape[1])
    deviance, converged = np.inf, False
    for _ in range(rounds):
        working = predictor - shift + (values - mean) / mean
        root = np.sqrt(mean)
        solved = np.linalg.lstsq(matrix * root[:, None], working * root, rcond=None)[0]
        coefficients = np.asarray(solved, dtype=np.float64)
        predictor = np.asarray(
            np.clip(shift + matrix @ coefficients, -30.0, 30.0), dtype=np.float64
        )
        mean = np.asarray(np.exp(predictor), dtype=np.float64)
        last, deviance = (
            deviance,
            float(2 * (special.xlogy(values, values / mean) - values + mean).sum()),
        )
        if abs(last - deviance) < 1e-10 * (abs(deviance) + 0.1):
            converged = True
            break
    likelihood = float((special.xlogy(values, mean) - mean - special.gammaln(values + 1)).sum())
    information = np.asarray(np.linalg.pinv((matrix * mean[:, None]).T @ matrix), dtype=np.float64)
    return Regression(
        np.asarray(coefficients, dtype=np.float64), information, mean, likelihood, converged
    )
