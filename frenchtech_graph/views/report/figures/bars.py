"""Bars across: counts, and the funnel from one state of a firm to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from frenchtech_graph.views.report.figures.scale import Figure, shortened

WIDTH, LEFT, ROW = 560.0, 212.0, 24.0


def bars(counts: Sequence[tuple[str, float, str]]) -> Figure:
    """Return the shapes of bars: (label, count, class) each."""
    most = max([n for _, n, _ in counts], default=1) or 1
    rows = [
        {
            "y": i * ROW,
            "label": shortened(label, 29),
            "n": n,
            "class": name,
            "width": round(max(1.5, n / most * (WIDTH - LEFT - 60)), 1),
        }
        for i, (label, n, name) in enumerate(counts)
    ]
    return {"width": WIDTH, "height": len(rows) * ROW + 4, "left": LEFT, "rows": rows}


def funnel(steps: Sequence[dict[str, Any]]) -> Figure:
    """Return the shapes of a funnel.

    Each step has a `label`, the `share` that went on within the horizon (0 to 1, or NaN), its
    limits `low` and `high`, and the firms `at_risk`.
    """
    width, left, row = 760.0, 300.0, 52.0
    reach = width - left - 120
    rows = [
        {
            **step,
            "y": 10 + i * row,
            "bar": round(
                max(0.0, (step["share"] if step["share"] == step["share"] else 0.0)) * reach, 1
            ),
            "from": round(step["low"] * reach, 1) if step["low"] == step["low"] else None,
            "to": round(step["high"] * reach, 1) if step["high"] == step["high"] else None,
        }
        for i, step in enumerate(steps)
    ]
    return {
        "width": width,
        "height": 10 + len(rows) * row,
        "left": left,
        "reach": reach,
        "rows": rows,
    }
