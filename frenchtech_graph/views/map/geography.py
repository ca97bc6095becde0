"""France on a page: outlines to draw, and a place for each actor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from frenchtech_graph.network.model import Actor
from frenchtech_graph.views.map.projection import (
    BOX_LEFT,
    NORTH,
    SOUTH,
    UNIT,
    WIDTH,
    Array,
    project,
)

OUTLINES = Path(__file__).parent / "outlines.json"
SPACING = 0.28  # units between neighbours of one place: about 300 m


@cache
def outlines() -> dict[str, Any]:
    """Return the bundled outlines: `regions` and `departments` (code, name, SVG path), `credit`."""
    found: dict[str, Any] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return found


def spread(actors: Sequence[Actor], weight: Array) -> tuple[Array, list[int], list[dict[str, Any]]]:
    """Give each actor with coordinates a place of its own near them.

    Actors with the same coordinates form a spot: the heaviest stands in the middle, the others
    around it in a sunflower, `SPACING` apart, so that a spot's area grows with its actors. Returns
    positions (NaN where there are no coordinates, or none in France), the spot of each actor (-1
    for none), and the spots with their middle and label.
    """
    known = np.array([a.position or (np.nan, np.nan) for a in actors], dtype=float).reshape(-1, 2)
    middle = project(known[:, 1], known[:, 0]) if len(actors) else np.zeros((0, 2))
    spot_of = [-1] * len(actors)
    spots: dict[tuple[float, float], list[int]] = {}
    for i in np.flatnonzero(~np.isnan(middle[:, 0])).tolist():
        spots.setdefault((round(middle[i, 0], 2), round(middle[i, 1], 2)), []).append(i)
    described = []
    for number, (at, members) in enumerate(spots.items()):
        members.sort(key=lambda i: (-weight[i], i))
        turn = np.arange(len(members))
        ring = SPACING * np.sqrt(turn)
        middle[members, 0] = at[0] + ring * np.cos(turn * 2.399963)
        middle[members, 1] = at[1] + ring * np.sin(turn * 2.399963)
        for i in members:
            spot_of[i] = number
        named = [str(actors[i].place_label) for i in members if actors[i].place_label]
        described.append(
            {"x": at[0], "y": at[1], "label": max(set(named), key=named.count) if named else None}
        )
    return np.round(middle, 2), spot_of, described


def home(actors: Sequence[Actor], places: Array) -> tuple[float, float, float, float]:
    """Return the frame to open on, in map units: the region of most actors, or the country.

    A region is opened on when it holds at least half of the actors that have a place on the map.
    """
    codes = [a.region for a, xy in zip(actors, places, strict=True) if not np.isnan(xy[0])]
    most = max(set(codes), key=lambda c: (codes.count(c), str(c))) if codes else None
    shape = next((s for s in outlines()["regions"] if s["code"] == most), None)
    if shape is None or codes.count(most) * 2 < len(codes):
        return BOX_LEFT - 10, -10.0, WIDTH + 10, (NORTH - SOUTH) * UNIT + 10
    return _bounds(shape["d"], outlines()["fine"])


def outlines_within(kind: str, frame: tuple[float, float, float, float]) -> list[str]:
    """Return the SVG paths of `kind` ("regions" or "departments") that reach into a frame of map
    units.
    """
    shapes = outlines()
    found = []
    for shape in shapes[kind]:
        left, top, right, bottom = _bounds(shape["d"], shapes["fine"])
        if left <= frame[2] and right >= frame[0] and top <= frame[3] and bottom >= frame[1]:
            found.append(str(shape["d"]))
    return found


def _bounds(path: str, fine: int) -> tuple[float, float, float, float]:
    """Return the frame of an outline: "M x y l dx dy dx dy … z", in whole steps of 1/fine unit."""
    points = []
    for ring in path.removesuffix("z").split("z"):
        start, _, steps = ring.removeprefix("M").partition("l")
        numbers = np.array([*start.split(), *steps.split()], dtype=float).reshape(-1, 2)
        points.append(np.cumsum(numbers, axis=0) / fine)
    low, high = np.concatenate(points).min(axis=0), np.concatenate(points).max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
