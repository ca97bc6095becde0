"""A small logistic regression with a quadratic penalty: the scores it needs, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]
C = 0.01
"""Weight of the likelihood against the penalty, as in analyses of this size: strong regularisation."""


@dataclass(frozen=True)
class Logistic:
    """A fitted model on standardised terms."""

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    weights: Floats
    intercept: float

    def predict(self, terms: Floats) -> Floats:
        """Return the probabilities; the last axis holds the terms."""
        return np.asarray(special.expit(self.intercept + self.parts(terms).sum(axis=-1)), dtype=np.float64)

    def parts(self, terms: Floats) -> Floats:
        """Return what each term adds to the log odds: the evidence for a proposal."""
        return np.asarray((terms - self.mean) / self.scale * self.weights, dtype=np.float64)


def fit(terms: Floats, labels: Floats, names: Sequence[str], *, c: float = C) -> Logistic:
    """Maximise ``c × log likelihood - |weights|² / 2`` on terms of mean 0 and variance 1.

    The intercept is not penalised. A term that does not vary gets weight 0.

    Source: le Cessie & van Houwelingen 1992, Appl. Statist. 41:191-201.

    Raises:
        ValueError: the labels are all alike: nothing can be learnt from them.

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

    def loss(parameters: Floats) -> tuple[float, Floats]:
        weights = parameters[1:]
        odds = parameters[0] + z @ weights
        value = c * (np.logaddexp(0.0, odds) - labels * odds).sum() + weights @ weights / 2
        slope = c * (special.expit(odds) - labels)
        return float(value), np.concatenate([[slope.sum()], z.T @ slope + weights])

    start = np.concatenate([[np.log(share / (1 - share))], np.zeros(z.shape[1])])
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"ftol": 1e-12, "gtol": 1e-8})
    return Logistic(tuple(names), mean, scale, np.where(fixed, 0.0, found.x[1:]), float(found.x[0]))
