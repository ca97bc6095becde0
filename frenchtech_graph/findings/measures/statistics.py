"""Statistics that several analyses share."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    """Turn p-values into q-values that control the false discovery rate.

    ``q_(i) = min over j >= i of p_(j) m / j``, at most 1, where ``m`` counts the p-values that are
    numbers. A NaN ("not tested") stays NaN and does not count among the tests.

    Source: Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57:289-300. The adjusted form is the
    same as in R ``p.adjust``.

    Raises:
        ValueError: a p-value is outside [0, 1].

    >>> benjamini_hochberg([0.01, 0.04, 0.03, float("nan")])
    array([0.03, 0.04, 0.04,  nan])
    """
    values = np.asarray(p, dtype=np.float64)
    tested = ~np.isnan(values)
    known = values[tested]
    if known.size and (known.min() < 0 or known.max() > 1):
        raise ValueError(f"p-values lie between 0 and 1; found {known.min():g} to {known.max():g}")
    q = np.full(values.shape, np.nan)
    descending = np.argsort(known)[::-1]
    ranks = np.arange(known.size, 0, -1)
    adjusted = np.empty(known.size)
    adjusted[descending] = np.minimum(
        1.0, np.minimum.accumulate(known[descending] * known.size / ranks)
    )
    q[tested] = adjusted
    return q
