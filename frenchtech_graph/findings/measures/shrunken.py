"""Rates of many places, shrunk towards their common distribution: gamma-Poisson and beta-binomial
models.

A count from few exposed bodies is weak evidence about its place. Empirical Bayes weighs each count
against the spread of all rates, so that a small place is called unusual only if its own data
support it. The spread is estimated by maximum marginal likelihood from all places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln, gammaln, xlogy

Floats = NDArray[np.float64]

_LEAST, _MOST = 0.05, 1e4
"""Limits of the concentration: below, places share nothing; above, they are all alike."""


@dataclass(frozen=True)
class Shrunken:
    """Ratios of places to their expectations.

    - ``mean``: posterior mean of observed/expected.
    - ``low`` and ``high``: its limits.
    - ``below``: posterior probability that the true ratio is under 1.
    - ``concentration``: the prior's weight in units of expected events. A large value means
      similar places.
    """

    mean: Floats
    low: Floats
    high: Floats
    below: Floats
    concentration: float


def gamma_poisson(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    level: float = 0.90,
    concentration: float | None = None,
) -> Shrunken:
    """Return each place's ratio of observed to expected counts, shrunk towards 1.

    ``observed ~ Poisson(ratio * expected)``, ``ratio ~ Gamma(a, a)``. ``a`` is estimated by maximum
    marginal (negative binomial) likelihood, unless ``concentration`` states it.

    Source: Clayton & Kaldor 1987, Biometrics 43:671-681.

    Raises:
        ValueError: the arrays differ in shape, or a number is negative, or the total expectation is
            0.

    >>> found = gamma_poisson([2, 19, 20, 21, 40], [20.0] * 5)
    >>> (found.high < 1).tolist(), (found.low > 1).tolist()
    ([True, False, False, False, False], [False, False, False, False, True])
    """
    from scipy import stats  # takes half a second

    count, mean = _pair(observed, expected)
    a = gamma_concentration(count, mean) if concentration is None else concentration
    posterior = stats.gamma(a + count, scale=1 / (a + mean))
    tail = (1 - level) / 2
    return Shrunken(
        mean=np.asarray((a + count) / (a + mean)),
        low=np.asarray(posterior.ppf(tail)),
        high=np.asarray(posterior.ppf(1 - tail)),
        below=np.asarray(posterior.cdf(1.0)),
        concentration=a,
    )


def gamma_concentration(observed: ArrayLike, expected: ArrayLike) -> float:
    """Return the weight of the prior of `gamma_poisson`, in units of expected events.

    Raises:
        ValueError: the arrays differ in shape, or a number is negative, or the total expectation is
            0.

    >>> gamma_concentration([20, 20, 20], [20.0] * 3) > 1000
    True
    """
    count, mean = _pair(observed, expected)

    def likelihood(a: float) -> float:
        chance = gammaln(count + a) - gammaln(a) + a * np.log(a / (a + mean))
        return float((chance + xlogy(count, mean / (a + mean))).sum())

    return _best(likelihood)


def beta_binomial(
    events: ArrayLike, trials: ArrayLike, *, share: ArrayLike | None = None, level: float = 0.90
) -> Shrunken:
    """Return each place's share of events relative to its expectation, shrunk towards 1.

    ``events ~ Binomial(trials, q)``, ``q ~ Beta(s m, s (1 - m))`` with ``m`` the expected ``share``
    (default: the share over all places) and ``s`` by maximum marginal likelihood.

    Source: Gelman et al. 2013, "Bayesian Data Analysis", §5.3 (marginal likelihood in place of the
    full posterior).

    Raises:
        ValueError: the arrays differ in shape, there are more events than trials, or a share is
            not between 0 and 1.

    >>> found = beta_binomial([1, 30, 31, 29, 30], [60] * 5)
    >>> bool(found.high[0] < 1), bool(found.low[1] < 1 < found.high[1])
    (True, True)
    """
    from scipy import stats  # takes half a second

    happened, tried = _pair(events, trials)
    if np.any(happened > tried):
        raise ValueError("there are more events than trials")
    whole = happened.sum() / max(tried.sum(), 1.0)
    middle = np.broadcast_to(np.asarray(whole if share is None else share, float), tried.shape)
    if not np.all((middle > 0) & (middle < 1)):
        raise ValueError("an expected share lies between 0 and 1")

    def likelihood(s: float) -> float:
        a, b = s * middle, s * (1 - middle)
        return float((betaln(happened + a, tried - happened + b) - betaln(a, b)).sum())

    s = _best(likelihood)
    a, b = s * middle + happened, s * (1 - middle) + tried - happened
    posterior = stats.beta(a, b)
    tail = (1 - level) / 2
    return Shrunken(
        mean=np.asarray(a / (a + b) / middle),
        low=np.asarray(posterior.ppf(tail) / middle),
        high=np.asarray(posterior.ppf(1 - tail) / middle),
        below=np.asarray(posterior.cdf(middle)),
        concentration=s,
    )


def leave_one_out(observed: ArrayLike, exposed: ArrayLike) -> Floats:
    """Return the expectation of each place at the rate of all *other* places.

    A large place is so compared with the rest, not with itself.

    >>> leave_one_out([10, 30, 60], [10, 10, 10]).round(1)
    array([45., 35., 20.])
    """
    count, size = _pair(observed, exposed, expect_some=False)
    others = size.sum() - size
    rate = np.divide(count.sum() - count, others, out=np.zeros_like(count), where=others > 0)
    return np.asarray(rate * size, dtype=np.float64)


def predictive_tail(observed: ArrayLike, expected: ArrayLike, concentration: float) -> Floats:
    """Return the chance that an ordinary place has so few events, or fewer.

    An ordinary place's ratio varies as Gamma(a, a), ``a`` the ``concentration``, so its count is
    negative binomial with mean ``expected``.

    >>> predictive_tail([10, 20], [20.0, 20.0], 40.0).round(3)
    array([0.028, 0.56 ])
    """
    from scipy import stats  # takes half a second

    count, mean = _pair(observed, expected)
    chance = stats.nbinom(concentration, concentration / (concentration + mean)).cdf(count)
    return np.asarray(chance, dtype=np.float64)


def _pair(
    first: ArrayLike, second: ArrayLike, *, expect_some: bool = True
) -> tuple[Floats, Floats]:
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if one.shape != two.shape or one.ndim != 1:
        raise ValueError(f"one number for each place is needed; found {one.shape}, {two.shape}")
    if not (np.all(one >= 0) and np.all(two >= 0)):
        raise ValueError("counts and expectations are zero or more")
    if expect_some and not np.all(two > 0):
        raise ValueError("each place needs an expectation above zero")
    return one, two


def _best(likelihood: Callable[[float], float]) -> float:
    """Return the concentration of the largest likelihood, searched on a logarithmic scale."""
    from scipy import optimize  # takes a fifth of a second

    found = optimize.minimize_scalar(
        lambda log_a: -likelihood(float(np.exp(log_a))),
        bounds=(np.log(_LEAST), np.log(_MOST)),
        method="bounded",
        options={"xatol": 1e-4},
    )
    return float(np.exp(found.x))
