"""Stacked columns by year: money, by kind of event."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from frenchtech_graph.views.report.figures.scale import Figure, ticks

MILLION = 1e6


@dataclass(frozen=True)
class Frame:
    """Size and margins of a chart of years, and the most years it draws.

    Sentences cover earlier years.
    """

    width: float = 380.0
    height: float = 250.0
    left: float = 40.0
    right: float = 8.0
    bottom: float = 26.0
    top: float = 14.0
    longest: int = 16
    named: int = 6


REPORT = Frame()


def money_columns(by_year: pd.DataFrame, frame: Frame = REPORT) -> Figure | None:
    """Return the shapes of stacked columns of euros, or None if no amount is known.

    `by_year` has years as rows and kinds of event as columns, the largest kind first. Values of
    ticks are in millions.
    """
    if not len(by_year) or float(by_year.to_numpy().sum()) <= 0:
        return None
    last = int(by_year.index[-1])
    first = max(int(by_year.index[0]), last - frame.longest + 1)
    shown = by_year.reindex(range(first, last + 1), fill_value=0.0) / MILLION
    values = ticks(float(shown.sum(axis=1).max()), 4)
    foot = frame.height - frame.bottom
    scale = (foot - frame.top) / values[-1]
    step = (frame.width - frame.left - frame.right) / len(shown)
    bars = []
    for i, (year, row) in enumerate(shown.iterrows()):
        base = foot
        for number, kind in enumerate(shown.columns):
            high = float(row[kind]) * scale
            if high > 0:
                base -= high
                bars.append(
                    {
                        "x": round(frame.left + i * step + step * 0.14, 1),
                        "y": round(base, 1),
                        "width": round(step * 0.72, 1),
                        "height": round(high, 1),
                        "kind": kind,
                        "number": number,
                        "year": year,
                        "euros": float(row[kind]) * MILLION,
                    }
                )
    # Labels count back from the last year, so that the latest year always has one.
    every = max(1, round(len(shown) / frame.named))
    return {
        "width": frame.width,
        "height": frame.height,
        "left": frame.left,
        "bars": bars,
        "kinds": list(shown.columns),
        "years": [
            {"x": round(frame.left + (i + 0.5) * step, 1), "year": y}
            for i, y in enumerate(shown.index)
            if (len(shown) - 1 - i) % every == 0
        ],
        "ticks": [{"y": round(foot - v * scale, 1), "value": v} for v in values],
        "first": first,
        "last": last,
        "total": float(by_year.to_numpy().sum()),
    }
