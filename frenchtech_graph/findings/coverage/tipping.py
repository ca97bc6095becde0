"""How unevenly would ties have to be recorded for a gap to be an artefact?"""

from __future__ import annotations

import math


def tipping(observed: float, expected: float) -> float:
    """Return the share of its ties, relative to the average, below which a cell would show this gap
    without one.

    A cell recorded at rate c times the average shows ``c`` times its true value: with ``observed /
    expected`` of 0.31, the gap would vanish if fewer than 31 % of these ties were recorded. At most
    1 (no gap), NaN without an expectation.

    >>> round(tipping(13, 41.8), 2), tipping(5, 4), tipping(0, 0)
    (0.31, 1.0, nan)
    """
    if observed < 0 or expected < 0:
        raise ValueError("numbers of ties are zero or more")
    return min(1.0, observed / expected) if expected > 0 else math.nan
