"""Axes: the position of a value, and the values with a mark."""

from __future__ import annotations

import math

Figure = dict[str, object]


def ticks(most: float, about: int = 5) -> list[float]:
    """Return round values from 0 up to at least `most`, about so many.

    >>> ticks(23), ticks(0.9), ticks(0)
    ([0.0, 5.0, 10.0, 15.0, 20.0, 25.0], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [0.0, 1.0])
    """
    if most <= 0:
        return [0.0, 1.0]
    raw = most / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * 0.999)
    return [round(i * step, 10) for i in range(math.ceil(most / step - 1e-9) + 1)]


def shortened(text: str, most: int) -> str:
    """Return `text`, cut with an ellipsis if it is longer than `most`.

    >>> shortened("Laboratoire", 6)
    'Labor…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
