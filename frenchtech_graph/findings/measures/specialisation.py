"""Specialisation of places, and relatedness of trades."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Method = Literal["association", "probability", "cosine", "jaccard"]


def expected_counts(counts: ArrayLike) -> Floats:
    """Return the expectation of each cell if all places had the same mix: ``row total × column
    total / total``.

    >>> expected_counts([[8, 2], [2, 8]]).tolist()
    [[5.0, 5.0], [5.0, 5.0]]
    """
    table = _table(counts)
    total = table.sum()
    return np.outer(table.sum(axis=1), table.sum(axis=0)) / total if total else np.zeros_like(table)


def location_quotient(counts: ArrayLike) -> Floats:
    """Return ``(x_rc / x_r.) / (x_.c / x_..)``: 1 is the average mix, NaN a place or a trade that
    is empty.

    Source: Florence 1939, as in EconGeo.

    >>> location_quotient([[8, 2], [2, 8]]).tolist()
    [[1.6, 0.4], [0.4, 1.6]]
    """
    table, mean = _table(counts), expected_counts(counts)
    quotient = np.full(table.shape, np.nan)
    np.divide(table, mean, out=quotient, where=mean > 0)
    return quotient


def shrunk_quotient(counts: ArrayLike, *, by: float = 1.0) -> Floats:
    """Return ``(x + by) / (E + by)``: the location quotient, drawn to 1 where little is expected.

    >>> shrunk_quotient([[8, 2], [2, 8]]).round(2).tolist()
    [[1.5, 0.5], [0.5, 1.5]]
    """
    return (_table(counts) + by) / (expected_counts(counts) + by)


def co_occurrence(holders: ArrayLike) -> Floats:
    """Return how many holders have both of two items, from a 0/1 table of holders × items, with
    diagonal 0.

    >>> co_occurrence([[1, 1, 0], [1, 1, 1]]).tolist()
    [[0.0, 2.0, 1.0], [2.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    has = (_table(holders) > 0).astype(np.float64)
    both = has.T @ has
    np.fill_diagonal(both, 0.0)
    return both


def relatedness(together: ArrayLike, method: Method = "association") -> Floats:
    """Return the relatedness of items, from how often they occur together (the diagonal is
    ignored).

    With ``s_i`` the row sums and ``T`` their total: ``association`` is ``c_ij T / (s_i s_j)``.
    ``probability`` is ``c_ij`` over its expectation when an item cannot occur with itself, ``(s_i/T
    s_j/(T-s_i) + s_j/T s_i/(T-s_j)) T/2``. ``cosine`` is ``c_ij / sqrt(s_i s_j)``. ``jaccard`` is
    ``c_ij / (s_i + s_j - c_ij)``. Items that never occur with another have relatedness 0.

    Source: van Eck & Waltman 2009, J. Am. Soc. Inf. Sci. Technol. 60:1635-1651. Steijn 2021, J.
    Informetr. 15 (probability).

    Raises:
        ValueError: the method is unknown, or the table is not square.

    >>> relatedness([[0, 2, 1], [2, 0, 1], [1, 1, 0]]).round(3).tolist()
    [[0.0, 1.778, 1.333], [1.778, 0.0, 1.333], [1.333, 1.333, 0.0]]
    """
    counts = _table(together)
    if counts.shape[0] != counts.shape[1]:
        raise ValueError(f"what goes together is a square table; this one is {counts.shape}")
    np.fill_diagonal(counts, 0.0)
    sums = counts.sum(axis=0)
    total = sums.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        if method == "association":
            base = np.outer(sums, sums) / total
        elif method == "probability":
            way = np.outer(sums / total, sums) / (total - sums)[:, None]
            base = (way + way.T) * total / 2
        elif method == "cosine":
            base = np.sqrt(np.outer(sums, sums))
        elif method == "jaccard":
            base = sums[:, None] + sums[None, :] - counts
        else:
            raise ValueError(
                f"no relatedness by {method!r}; choose association, probability, cosine or jaccard"
            )
        near = np.asarray(np.nan_to_num(counts / base, nan=0.0, posinf=0.0), dtype=np.float64)
    np.fill_diagonal(near, 0.0)
    return near


def density(specialised: ArrayLike, related: ArrayLike) -> Floats:
    """Return for each place and trade the share (%) of related trades that the place has.

    ``100 sum_j x_rj R_ij / sum_j R_ij``, with x 1 if the place is specialised (location quotient of
    1 or more). It is NaN for a trade without related trades.

    Source: Hidalgo, Klinger, Barabási & Hausmann 2007, Science 317:482-487. Boschma, Balland &
    Kogler 2015.

    >>> density([[1, 0, 0]], [[0, 1, 3], [1, 0, 1], [3, 1, 0]]).tolist()
    [[0.0, 50.0, 75.0]]
    """
    has, near = _table(specialised), _table(related)
    np.fill_diagonal(near, 0.0)
    sums = near.sum(axis=0)
    shares = np.full((has.shape[0], near.shape[0]), np.nan)
    np.divide(100 * (has @ near), sums, out=shares, where=sums > 0)
    return shares


def jensen_shannon(first: ArrayLike, second: ArrayLike) -> float:
    """Return the Jensen-Shannon distance of two mixes (root of the divergence, base 2): 0 same, 1
    nothing shared.

    Source: Lin 1991, IEEE Trans. Inf. Theory 37:145-151.

    >>> jensen_shannon([1, 1], [2, 2]), jensen_shannon([1, 0], [0, 1])
    (0.0, 1.0)
    """
    from scipy.special import rel_entr

    p, q = (np.asarray(x, dtype=np.float64) for x in (first, second))
    if p.sum() <= 0 or q.sum() <= 0:
        return float("nan")
    p, q = p / p.sum(), q / q.sum()
    middle = (p + q) / 2
    divergence = (rel_entr(p, middle).sum() + rel_entr(q, middle).sum()) / 2 / np.log(2)
    return float(np.sqrt(max(divergence, 0.0)))


def _table(values: ArrayLike) -> Floats:
    table = np.array(values, dtype=np.float64)
    if table.ndim != 2 or (table.size and not table.min() >= 0):
        raise ValueError("expected a table of counts, zero or more")
    return table
