"""Observed over expected ties, group by group, hatched if the data are not conclusive."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import Any

import pandas as pd

from frenchtech_graph.findings.measures.rows import rows_of
from frenchtech_graph.views.report.figures.scale import Figure, shortened

CELL_WIDTH, CELL_HEIGHT, LEFT = 88.0, 46.0, 200.0
MOST_GROUPS = 12
# Upper limits of observed/expected for the shades from "far fewer" to "far more".
STEPS = (0.5, 0.75, 0.95, 1.05, 1.33, 2.0)
HATCHED = ("cannot tell", "recording problem")


def heat_map(gaps: pd.DataFrame, name: Callable[[str, Any], str]) -> Figure:
    """Return the shapes of a table of gaps of one pair of attributes.

    `gaps` has the columns row_group, column_group, observed, expected, ratio, grade. `name` returns
    the name of a group of "row" or "column". The groups with the most expected ties are shown, at
    most `MOST_GROUPS` each way. `left_out` counts the others.
    """
    rows, columns = _groups(gaps)
    known = {(r["row_group"], r["column_group"]): r for r in rows_of(gaps)}
    across = [shortened(name("column", c), 24) for c in columns[:MOST_GROUPS]]
    down = [shortened(name("row", r), 27) for r in rows[:MOST_GROUPS]]
    top = 34.0 + 4.3 * max((len(c) for c in across), default=0)
    cells: list[dict[str, Any]] = []
    for i, row in enumerate(rows[:MOST_GROUPS]):
        for j, column in enumerate(columns[:MOST_GROUPS]):
            # A table with the same groups on both sides is drawn as a triangle.
            found = known.get((row, column)) or (
                known.get((column, row)) if rows == columns and i <= j else None
            )
            if found is not None and (rows != columns or i <= j):
                cell = _cell(found, LEFT + j * CELL_WIDTH, top + i * CELL_HEIGHT)
                cells.append(cell | {"row": down[i], "column": across[j]})
    return {
        "width": LEFT + len(across) * CELL_WIDTH + 60,
        "height": top + len(down) * CELL_HEIGHT + 10,
        "cells": cells,
        "cell_width": CELL_WIDTH,
        "cell_height": CELL_HEIGHT,
        "rows": [(label, top + (i + 0.5) * CELL_HEIGHT) for i, label in enumerate(down)],
        "columns": [(label, LEFT + (j + 0.5) * CELL_WIDTH) for j, label in enumerate(across)],
        "left": LEFT,
        "top": top,
        "steps": len(STEPS) + 1,
        "left_out": max(0, len(rows) - MOST_GROUPS) + max(0, len(columns) - MOST_GROUPS),
    }


def _groups(gaps: pd.DataFrame) -> tuple[list[Any], list[Any]]:
    """Return the groups of both sides, sorted by expected ties, in one order if both sides have the
    same attribute.
    """
    weight: dict[str, dict[Any, float]] = {"row_group": {}, "column_group": {}}
    for side, counter in weight.items():
        for group, expected in zip(gaps[side], gaps["expected"], strict=True):
            counter[group] = counter.get(group, 0.0) + (0.0 if isnan(expected) else expected)
    down, across = weight.values()
    both = {g: down.get(g, 0.0) + across.get(g, 0.0) for g in {**down, **across}}
    alike = "row_attribute" in gaps and bool(
        (gaps["row_attribute"] == gaps["column_attribute"]).all()
    )
    rows, columns = (
        sorted(counter, key=lambda g, c=counter: (-c[g], str(g)))  # type: ignore[misc]
        for counter in ((both, both) if alike else (down, across))
    )
    return rows, columns


def _cell(row: dict[str, Any], x: float, y: float) -> dict[str, Any]:
    ratio = float(row["ratio"])
    return {
        "x": x,
        "y": y,
        "observed": row["observed"],
        "expected": row["expected"],
        "grade": row["grade"],
        "shade": None if isnan(ratio) else sum(ratio >= s for s in STEPS),
        "hatched": row["grade"] in HATCHED,
        "found": row["grade"] in ("solid", "probable"),
    }
