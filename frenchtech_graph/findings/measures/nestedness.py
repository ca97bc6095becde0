"""Whole patterns of a two-mode table, nested or segregated, against the same degrees dealt at
random.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.measures.null_models import curveball_draws


class BeyondDegrees(NamedTuple):
    """A measure of a table, and its distribution under the fixed-degree null."""

    observed: float
    mean: float
    sd: float
    z: float
    p: float
    """Two-sided, empirical: ``2 (1 + draws as extreme) / (draws + 1)``."""


def checkerboard_units(incidence: Any) -> float:
    """Return how often two columns split two rows between them: ``sum over column pairs of (a -
    s)(b - s)``.

    a and b are the column totals, s their common rows. Source: Stone & Roberts 1990, Oecologia
    85:74-79.

    >>> checkerboard_units(np.eye(3))
    3.0
    """
    shared, total = _shared(incidence)
    return float(np.triu((total[:, None] - shared) * (total[None, :] - shared), 1).sum())


def nodf(incidence: Any) -> tuple[float, float, float]:
    """Return the nestedness of the table, of its columns and of its rows: 0 (none) to 100
    (perfect).

    A pair of columns of totals a > b counts ``100 s / b`` with s common rows, one of equal totals
    nothing.
    Source: Almeida-Neto, Guimarães, Guimarães, Loyola & Ulrich 2008, Oikos 117:1227-1239.

    >>> nodf(np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]]))
    (100.0, 100.0, 100.0)
    """
    parts, pairs = [], []
    for table in (incidence, incidence.T):
        shared, total = _shared(table)
        smaller, larger = np.minimum.outer(total, total), np.maximum.outer(total, total)
        nested = np.divide(
            shared, smaller, out=np.zeros(shared.shape), where=(smaller > 0) & (larger > smaller)
        )
        parts.append(100 * float(np.triu(nested, 1).sum()))
        pairs.append(total.size * (total.size - 1) / 2)
    columns, rows = (part / max(n, 1) for part, n in zip(parts, pairs, strict=True))
    return sum(parts) / max(sum(pairs), 1), columns, rows


def beyond_degrees(
    incidence: Any, measure: Callable[[Any], float], *, draws: int = 1000, seed: int = 1
) -> BeyondDegrees:
    """Compare a measure of a 0/1 table with its values in tables drawn by curveball at the same
    margins.

    Raises:
        ValueError: the table has values other than 0 and 1.
    """
    table = sp.csr_array(incidence)
    observed = float(measure(table))
    drawn = np.array([measure(draw) for draw in curveball_draws(table, draws, seed=seed)])
    mean, sd = float(drawn.mean()), float(drawn.std(ddof=1)) if draws > 1 else float("nan")
    extreme = min((drawn <= observed + 1e-9).sum(), (drawn >= observed - 1e-9).sum())
    z = (observed - mean) / sd if sd > 0 else float("nan")
    return BeyondDegrees(observed, mean, sd, z, float(min(1.0, 2 * (1 + extreme) / (draws + 1))))


def _shared(incidence: Any) -> tuple[Any, Any]:
    """Return the number of common rows of every pair of columns, and each column's total."""
    table = sp.csr_array(incidence).astype(np.float64)
    shared = (table.T @ table).toarray()
    return shared, np.diag(shared)
