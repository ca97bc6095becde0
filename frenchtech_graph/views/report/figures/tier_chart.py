"""Ranks with their intervals, in tiers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from frenchtech_graph.findings.measures.rows import rows_of
from frenchtech_graph.views.report.figures.scale import Figure, shortened

WIDTH, LEFT, RIGHT, ROW, TOP = 760.0, 250.0, 40.0, 26.0, 34.0


def tier_chart(ranked: pd.DataFrame, most: int = 20) -> Figure:
    """Return the shapes of a chart: one row per actor, a bar from its lowest to its highest rank.

    `ranked` has the columns label, rank, rank_low, rank_high, tier and hub (or broker), best first.
    """
    rows = rows_of(ranked.head(most))
    # At least 2, because `at` divides by `worst - 1`.
    worst = max([float(r["rank_high"]) for r in rows] + [float(r["rank"]) for r in rows] + [2.0])
    reach = WIDTH - LEFT - RIGHT

    def at(rank: float) -> float:
        return round(LEFT + (rank - 1) / (worst - 1) * reach, 1)

    shapes: list[dict[str, Any]] = []
    for i, row in enumerate(rows):
        shapes.append(
            {
                "y": TOP + i * ROW,
                "label": shortened(str(row["label"]), 30),
                "firm": bool(row.get("hub", row.get("broker", False))),
                "low": at(float(row["rank_low"])),
                "width": max(5.0, at(float(row["rank_high"])) - at(float(row["rank_low"]))),
                "rank": at(float(row["rank"])),
                "tier": row["tier"],
                "new_tier": i == 0 or rows[i - 1]["tier"] != row["tier"],
                "band": (int(row["tier"]) % 2) == 0,
            }
        )
    step = max(1, round(worst / 8))
    marks = [
        {"x": at(float(r)), "rank": r}
        for r in [1, *range(step * (2 if step == 1 else 1), int(worst) + 1, step)]
    ]
    return {
        "width": WIDTH,
        "height": TOP + len(rows) * ROW + 8,
        "left": LEFT,
        "row": ROW,
        "top": TOP,
        "rows": shapes,
        "marks": marks,
    }
