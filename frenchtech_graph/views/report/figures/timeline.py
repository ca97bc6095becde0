"""Events by year, stacked by flow."""

from __future__ import annotations

import pandas as pd

from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.views.report.figures.scale import Figure, ticks

WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM, TOP = 760.0, 240.0, 44.0, 16.0, 28.0, 12.0
ORDER = (
    Contribution.FINANCE,
    Contribution.TECHNOLOGY,
    Contribution.TALENT,
    Contribution.CONNECTION,
    "none",
)
LONGEST = 45  # years, with sentences for earlier ones


def timeline(by_year: pd.DataFrame) -> Figure:
    """Return the shapes of a stacked column chart of `contents.events_by_year`."""
    earlier = int(by_year.iloc[:-LONGEST].to_numpy().sum()) if len(by_year) > LONGEST else 0
    shown = by_year.iloc[-LONGEST:]
    flows = [f for f in ORDER if f in shown.columns] + [f for f in shown.columns if f not in ORDER]
    values = ticks(float(shown.sum(axis=1).max()), 4)
    scale = (HEIGHT - BOTTOM - TOP) / values[-1]
    step = (WIDTH - LEFT - RIGHT) / len(shown)
    columns = []
    for i, (year, row) in enumerate(shown.iterrows()):
        base = HEIGHT - BOTTOM
        for flow in flows:
            high = float(row[flow]) * scale
            if high:
                columns.append(
                    {
                        "x": round(LEFT + i * step + step * 0.12, 1),
                        "y": round(base - high, 1),
                        "flow": flow,
                        "width": round(step * 0.76, 1),
                        "height": round(high, 1),
                        "year": year,
                        "n": int(row[flow]),
                    }
                )
                base -= high
    # Labels count back from the last year, so that the latest year always has one.
    every = max(1, round(len(shown) / 12))
    years = [
        {"x": round(LEFT + (i + 0.5) * step, 1), "year": y}
        for i, y in enumerate(shown.index)
        if (len(shown) - 1 - i) % every == 0
    ]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "columns": columns,
        "years": years,
        "flows": flows,
        "ticks": [{"y": round(HEIGHT - BOTTOM - v * scale, 1), "value": v} for v in values],
        "earlier": earlier,
        "first": int(shown.index[0]),
    }
