"""A small logistic regression with a quadratic penalty, limited to the scores that the models need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
MOST_STEPS, SMALLEST_STEP = 50, 1e-6
C = 0.01
"""Weight of the likelihood against the penalty, as in analyses of this size: strong
regularisation.
"""


@dataclass(frozen=True)
class Logistic:
    """A fitted model on standardised terms."""

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    weights: Floats
    intercept: float

    def predict(self, terms: Floats) -> Floats:
        """Return the probabilities. The last axis is the terms."""
        return np.asarray(
            special.expit(self.intercept + self.parts(terms).sum(axis=-1)), dtype=np.float64
        )

    def parts(self, terms: Floats) -> Floats:
        """Return the contribution of each term to the log odds: the evidence for a proposal."""
        return np.asarray((terms - self.mean) / self.scale * self.weights, dtype=np.float64)


def fit(terms: Floats, labels: Floats, names: Sequence[str], *, c: float = C) -> Logistic:
    """Maximise ``c × log likelihood - |weights|² / 2`` on terms of mean 0 and variance 1.

    The intercept is not penalised. A term that does not vary gets weight 0.

    Source: le Cessie & van Houwelingen 1992, Appl. Statist. 41:191-201.

    Raises:
        ValueError: the labels are all equal, so that a model cannot learn from them.

    >>> model = fit(np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 0.0, 1.0, 1.0]), ["x"], c=10.0)
    >>> model.predict(np.array([[0.0], [3.0]])).round(2).tolist()
    [0.03, 0.97]
    """
    share = float(labels.mean()) if labels.size else 0.0
    if not 0 < share < 1:
        raise ValueError("a model needs ties that formed and ties that did not")
    mean, scale = terms.mean(axis=0), terms.std(axis=0)
    fixed = scale < 1e-12
    scale = np.where(fixed, 1.0, scale)
    z = (terms - mean) / scale

    start = np.concatenate([[np.log(share / (1 - share))], np.zeros(terms.shape[1])])
    found = _newton(np.column_stack([np.ones(len(z)), z]), labels, start, c)
    return Logistic(tuple(names), mean, scale, np.where(fixed, 0.0, found[1:]), float(found[0]))


def _newton(z: Floats, labels: Floats, start: Floats, c: float) -> Floats:
    """Return the minimum of the convex loss by Newton steps, each halved until it helps."""
    penalty = np.concatenate([[0.0], np.ones(start.size - 1)])

    def loss(odds: Floats, at: Floats) -> float:
        return float(c * (np.logaddexp(0.0, odds).sum() - labels @ odds) + (penalty * at) @ at / 2)

    here, odds = start, z @ start
    value = loss(odds, here)
    for _ in range(MOST_STEPS):
        p = special.expit(odds)
        slope = c * (z.T @ (p - labels)) + penalty * here
        bend = c * (z.T @ (z * (p * (1 - p))[:, None])) + np.diag(penalty + 1e-12)
        step = np.linalg.solve(bend, slope)
        size, shift = 1.0, z @ step
        while (
            lower := loss(odds - size * shift, here - size * step)
        ) > value and size > SMALLEST_STEP:
            size /= 2
        here, odds = here - size * step, odds - size * shift
        if value - lower <= 1e-12 * abs(value):
            break
        value = lower
    return here
