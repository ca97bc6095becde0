"""The pillars in a ring: the flow between two pillars, marked if it is lower than expected."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from frenchtech_graph.findings.measures.rows import rows_of
from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.views.report.figures.scale import Figure

WIDTH, HEIGHT, RADIUS, BEND = 380.0, 300.0, 104.0, 0.16
AROUND = (
    Contribution.VENTURE,
    Contribution.FINANCE,
    Contribution.TECHNOLOGY,
    Contribution.TALENT,
    Contribution.CONNECTION,
)
"""In the order of the ring, from the top, clockwise."""
WIDEST, THINNEST = 15.0, 1.2
LARGEST, SMALLEST = 25.0, 12.0
LACK = ("solid", "probable")
OPEN = "cannot tell"


def pillar_ring(gaps: pd.DataFrame | None, actors: Mapping[str, int]) -> Figure | None:
    """Return the shapes of the ring, or None if no pair of pillars is known.

    `gaps` are rows of `group_gaps`. `actors` is the number of actors of each pillar.
    """
    pairs = pairs_of_pillars(gaps)
    if not pairs:
        return None
    most = max(float(pair["observed"]) for pair in pairs) or 1.0
    many = max(actors.values(), default=1) or 1
    nodes = [
        {
            "pillar": pillar,
            "x": round(_spot(i)[0], 1),
            "y": round(_spot(i)[1], 1),
            "r": round(max(SMALLEST, LARGEST * math.sqrt(actors.get(pillar, 0) / many)), 1),
            "n": actors.get(pillar, 0),
            "above": _spot(i)[1] < HEIGHT / 2,
        }
        for i, pillar in enumerate(AROUND)
    ]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "nodes": nodes,
        "links": [_link(pair, most) for pair in pairs],
    }


def pairs_of_pillars(gaps: pd.DataFrame | None) -> Sequence[dict[str, Any]]:
    """Return the recorded and expected ties between different pillars."""
    if gaps is None or "row_attribute" not in gaps:
        return []
    pillars = gaps[(gaps["row_attribute"] == "pillar") & (gaps["column_attribute"] == "pillar")]
    return [
        row
        for row in rows_of(pillars)
        if row["row_group"] != row["column_group"]
        and {row["row_group"], row["column_group"]} <= set(AROUND)
    ]


def _spot(place: int) -> tuple[float, float]:
    turn = 2 * math.pi * place / len(AROUND) - math.pi / 2
    return WIDTH / 2 + RADIUS * 1.15 * math.cos(turn), HEIGHT / 2 + 8 + RADIUS * math.sin(turn)


def _link(pair: Mapping[str, Any], most: float) -> dict[str, Any]:
    """Return a line bent a little towards the middle, its width the square root of the ties."""
    first, second = (_spot(AROUND.index(pair[end])) for end in ("row_group", "column_group"))
    middle = [(a + b) / 2 for a, b in zip(first, second, strict=True)]
    centre = (WIDTH / 2, HEIGHT / 2 + 8)
    bend = [m + (c - m) * BEND for m, c in zip(middle, centre, strict=True)]
    width = THINNEST + (WIDEST - THINNEST) * math.sqrt(float(pair["observed"]) / most)
    lack = pair["grade"] in LACK
    path = [round(v, 1) for v in (*first, *bend, *second)]
    return {
        **pair,
        "d": "M{} {}Q{} {} {} {}".format(*path),
        "x": round((first[0] + second[0]) / 4 + bend[0] / 2, 1),
        "y": round((first[1] + second[1]) / 4 + bend[1] / 2, 1),
        "width": 2.5 if lack else round(width, 1),
        "lack": lack,
        "open": pair["grade"] == OPEN,
    }
