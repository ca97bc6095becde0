"""How usual it is for a place of some mass to have a laureate of a closed list.

Eight like places are few: two of eight, or six, come about by chance where the rate is one half. The
chance of a laureate is fitted to all places together. It grows with the mass of a place, and
as steeply in one list as in the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HALF = np.linspace(-8.0, 8.0, 65)[:, None]
"""Values of the log odds of a laureate at the median mass."""
STEEPNESS = np.linspace(0.0, 6.0, 31)[None, :]
"""Values of the growth of the log odds with the logarithm of the mass."""
SPREAD = 4.0
"""Standard deviation of both before any list is read."""
MassOf = Mapping[str, float]


@cache
def _before() -> Floats:
    return np.asarray(-(HALF**2 + STEEPNESS**2) / (2 * SPREAD**2))


def _odds(mass: MassOf) -> Floats:
    """Return the log odds of a laureate for each value of the grid and each place, by name."""
    size = np.log([mass[name] for name in sorted(mass)])
    return np.asarray(HALF[..., None] + STEEPNESS[..., None] * (size - np.median(size)))


def _fits(odds: Floats, mass: MassOf, have: Collection[str]) -> Floats:
    """Return the log likelihood of each place, for each value of the grid."""
    sign = np.array([-1.0 if name in have else 1.0 for name in sorted(mass)])
    return np.asarray(-np.logaddexp(0.0, sign * odds))


def growth(mass: MassOf, have: Collection[str]) -> Floats:
    """Return the log likelihood of each `STEEPNESS` by one list."""
    fit = _fits(_odds(mass), mass, have).sum(axis=-1) - HALF**2 / (2 * SPREAD**2)
    return np.asarray(np.logaddexp.reduce(fit, axis=0))


def usual(mass: MassOf, have: Collection[str], others: Floats | float = 0.0) -> dict[str, float]:
    """Return for each place the probability that at least half of the places like it have a laureate.

    The place itself is left out. ``others`` is the sum of the `growth` of the other lists.

    Source: Gelman et al. 2008, Ann. Appl. Stat. 2:1360-1383 (logistic regression with a weak
    prior), summed over a grid of both coefficients.

    >>> mass = {f"place{n}": float(n) for n in range(1, 21)}
    >>> found = usual(mass, {f"place{n}" for n in range(10, 20)})
    >>> round(found["place20"], 2), round(found["place2"], 2)
    (1.0, 0.0)
    """
    odds = _odds(mass)
    fits = _fits(odds, mass, have)
    every = fits.sum(axis=-1) + _before() + others
    found = {}
    for at, name in enumerate(sorted(mass)):
        without = every - fits[..., at]
        weight = np.exp(without - without.max())
        found[name] = float(weight[odds[..., at] >= 0].sum() / weight.sum())
    return found
