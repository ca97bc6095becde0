"""The chain from laboratory to scale-up: a place against expectation and against peers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from frenchtech_graph.findings.measures.rows import Row
from frenchtech_graph.views.report.figures.scale import Figure

WIDTH, TOP, LOW_END, ROW, PAD = 380.0, 8.0, 30.0, 33.0, 10.0
MOST = 2.0  # times the expectation, where the axis ends
LACK = ("solid", "probable")


def chain_chart(steps: Sequence[Row]) -> Figure | None:
    """Return the shapes of a chart with a row per step, or None if there are no steps.

    Each step has `observed`, `expected`, `ratio`, `low` and `high` (90 %), `grade`, and
    `peer_ratios`.
    """
    if not steps:
        return None

    def at(ratio: float) -> float:
        return round(PAD + min(max(ratio, 0.0), MOST) / MOST * (WIDTH - 2 * PAD), 1)

    rows: list[dict[str, Any]] = [
        {
            **step,
            "y": TOP + i * ROW,
            "at": at(step["ratio"]),
            "from": at(step["low"]),
            # At least 2 pixels, so that a narrow interval stays visible.
            "width": round(max(2.0, at(step["high"]) - at(step["low"])), 1),
            "peers_at": [at(ratio) for ratio in step["peer_ratios"]],
            "lack": step["grade"] in LACK,
        }
        for i, step in enumerate(steps)
    ]
    return {
        "width": WIDTH,
        "height": TOP + len(rows) * ROW + LOW_END,
        "rows": rows,
        "top": TOP,
        "bottom": TOP + len(rows) * ROW + 4,
        "one": at(1.0),
        "marks": [{"x": at(v), "value": v} for v in (0.0, 0.5, 1.0, 1.5, 2.0)],
    }
