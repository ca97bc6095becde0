"""Figures of findings in matplotlib: names and values, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from frenchtech_graph.io.errors import BilingualError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 20


class Drawn(NamedTuple):
    """The data of a figure: the names, the value, and the limits of its interval."""

    names: tuple[str, ...]
    value: str
    low: str = ""
    high: str = ""
    inverted: bool = False


_FIGURES: Mapping[str, Drawn] = {
    "hubs": Drawn(("label",), "rank_median", "rank_low", "rank_high", inverted=True),
    "brokers": Drawn(("label",), "rank_median", "rank_low", "rank_high", inverted=True),
    "gaps": Drawn(("row_group", "column_group"), "ratio", "ratio_low", "ratio_high"),
    "lacks": Drawn(("place", "step", "subject"), "ratio", "low", "high"),
    "pathways": Drawn(("from_state", "to_state", "group"), "share_36"),
    "introductions": Drawn(("label_a", "label_b"), "score"),
    "flows": Drawn(("from_place", "to_place"), "ties"),
    "fragility": Drawn(("label",), "orphans"),
}


def draw(frame: Any, *, lang: str = "en", ax: Axes | None = None) -> Axes:
    """Draw a finding: its first twenty rows, with their intervals.

    Raises:
        BilingualError: matplotlib is not installed, or the finding has no number to draw.
    """
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise BilingualError("notebooks-extra") from error
    drawn = _FIGURES.get(frame.finding) or _first_number(frame)
    rows = pd.DataFrame(frame).head(_MOST)[::-1]
    rows = rows[pd.to_numeric(rows[drawn.value], errors="coerce").notna()]
    names = [
        " × ".join(_named(n, row[n], lang) for n in drawn.names if n in rows)
        for _, row in rows.iterrows()
    ]
    if ax is None:
        _, ax = pyplot.subplots(figsize=(8, 0.32 * max(4, len(rows)) + 0.8), layout="constrained")
    value = pd.to_numeric(rows[drawn.value])
    if drawn.low and {drawn.low, drawn.high} <= set(rows):
        low, high = (pd.to_numeric(rows[c], errors="coerce") for c in (drawn.low, drawn.high))
        ax.hlines(range(len(rows)), low.fillna(value), high.fillna(value), linewidth=3, alpha=0.4)
        ax.plot(value, range(len(rows)), "o")
    else:
        ax.barh(range(len(rows)), value)
    ax.set_yticks(range(len(rows)), names)
    unit = frame.units.get(drawn.value, "")
    ax.set_xlabel(f"{drawn.value} ({unit})" if unit not in ("", drawn.value) else drawn.value)
    if drawn.inverted:
        ax.invert_xaxis()
    answer = frame._of()
    ax.set_title(answer.finding.title(lang) if answer else "")
    return ax


def _named(column: str, value: object, lang: str) -> str:
    """Return how a value is named on an axis: a place by its name."""
    from frenchtech_graph.findings.gaps.areas import by_id

    if column != "place":
        return str(value)
    try:
        return by_id(str(value)).names[lang]
    except KeyError:
        return str(value)


def _first_number(frame: Any) -> Drawn:
    numbers = pd.DataFrame(frame).select_dtypes("number").columns
    texts = [c for c in ("label", "label_a", "label_b", "city", "sector") if c in frame.columns]
    if not len(numbers):
        raise BilingualError("nothing-to-draw", value=frame.finding)
    return Drawn(tuple(texts or [str(frame.columns[0])]), str(numbers[0]))
