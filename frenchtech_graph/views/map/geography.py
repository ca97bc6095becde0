"""France on a page: degrees to map units, outlines to draw, and a place for each actor.

Mainland France and Corsica are drawn in Lambert-93, the legal projection (conic conformal,
parallels 44° N and 49° N, GRS 80; IGN, "Projections cartographiques en usage en France"), at 1 000
units from west to east. Overseas departments stand in boxes of their own on the left, each at its
own scale.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frenchtech_graph.network.model import Actor

Array = NDArray[np.float64]

OUTLINES = Path(__file__).parent / "outlines.json"

WIDTH = 1000.0
WEST, SOUTH, EAST, NORTH = 98_000.0, 6_045_000.0, 1_243_000.0, 7_111_000.0  # Lambert-93 metres
UNIT = WIDTH / (EAST - WEST)

BOX, BOX_GAP, BOX_LEFT, BOX_TOP = 120.0, 14.0, -165.0, 130.0
SPACING = 0.28  # units between neighbours of one place: about 300 m


class Inset(NamedTuple):
    """The frame of an overseas department in degrees."""

    code: str
    west: float
    south: float
    east: float
    north: float


# Codes of the departments; frames are round numbers just outside their coasts.
INSETS = (
    Inset("971", -61.9, 15.8, -60.95, 16.6),
    Inset("972", -61.3, 14.33, -60.75, 14.95),
    Inset("973", -54.8, 2.0, -51.5, 5.9),
    Inset("974", 55.15, -21.45, 55.9, -20.8),
    Inset("976", 45.0, -13.05, 45.35, -12.6),
)

_ECCENTRICITY = 0.0818191910428158
_SOUTH_PARALLEL, _NORTH_PARALLEL, _ORIGIN, _MERIDIAN = np.radians([44.0, 49.0, 46.5, 3.0])


def _isometric(latitude: Any) -> Any:
    s = _ECCENTRICITY * np.sin(latitude)
    return np.log(np.tan(np.pi / 4 + latitude / 2) * ((1 - s) / (1 + s)) ** (_ECCENTRICITY / 2))


def _normal(latitude: Any) -> Any:
    return 1 / np.sqrt(1 - (_ECCENTRICITY * np.sin(latitude)) ** 2)


_EXPONENT = np.log(
    _normal(_NORTH_PARALLEL)
    * np.cos(_NORTH_PARALLEL)
    / (_normal(_SOUTH_PARALLEL) * np.cos(_SOUTH_PARALLEL))
) / (_isometric(_SOUTH_PARALLEL) - _isometric(_NORTH_PARALLEL))
_CONSTANT = (
    6_378_137.0
    * _normal(_SOUTH_PARALLEL)
    * np.cos(_SOUTH_PARALLEL)
    / _EXPONENT
    * np.exp(_EXPONENT * _isometric(_SOUTH_PARALLEL))
)
_FALSE_NORTHING = 6_600_000.0 + _CONSTANT * np.exp(-_EXPONENT * _isometric(_ORIGIN))


def lambert93(longitude: ArrayLike, latitude: ArrayLike) -> tuple[Array, Array]:
    """Return metres east and north (EPSG:2154) of degrees WGS84.

    >>> east, north = lambert93(2.3499, 48.8530)
    >>> round(float(east)), round(float(north))
    (652297, 6861636)
    """
    radius = _CONSTANT * np.exp(-_EXPONENT * _isometric(np.radians(latitude)))
    angle = _EXPONENT * (np.radians(longitude) - _MERIDIAN)
    return 700_000.0 + radius * np.sin(angle), _FALSE_NORTHING - radius * np.cos(angle)


def project(longitude: ArrayLike, latitude: ArrayLike) -> Array:
    """Return map units, shape (n, 2), y downwards; NaN for what lies in no frame of France.

    >>> project([3.057, -0.1], [50.629, 51.5]).round(1).tolist()
    [[529.3, 45.3], [nan, nan]]
    """
    lon, lat = (
        np.atleast_1d(np.asarray(longitude, float)),
        np.atleast_1d(np.asarray(latitude, float)),
    )
    east, north = lambert93(lon, lat)
    xy = np.column_stack([(east - WEST) * UNIT, (NORTH - north) * UNIT])
    mainland = (lon > -5.6) & (lon < 9.8) & (lat > 41.2) & (lat < 51.2)
    xy[~mainland] = np.nan
    for number, inset in enumerate(INSETS):
        inside = (
            (lon >= inset.west) & (lon <= inset.east) & (lat >= inset.south) & (lat <= inset.north)
        )
        shrink = np.cos(np.radians((inset.south + inset.north) / 2))
        scale = 0.86 * BOX / max((inset.east - inset.west) * shrink, inset.north - inset.south)
        left, top = box(number)
        middle = np.array([inset.west + inset.east, inset.south + inset.north]) / 2
        xy[inside, 0] = left + BOX / 2 + (lon[inside] - middle[0]) * shrink * scale
        xy[inside, 1] = top + BOX / 2 - (lat[inside] - middle[1]) * scale
    return xy


def box(number: int) -> tuple[float, float]:
    """Return the left and top of the box of inset `number`, in map units."""
    return BOX_LEFT, BOX_TOP + number * (BOX + BOX_GAP)


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
