"""Degrees to map units.

Mainland France and Corsica are drawn in Lambert-93, the legal projection, at 1 000 units from west
to east. It is conic conformal with parallels 44° N and 49° N and GRS 80 (IGN, "Projections
cartographiques en usage en France"). Overseas departments are in separate boxes on the left, each
at its own scale.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
WEST, SOUTH, EAST, NORTH = 98_000.0, 6_045_000.0, 1_243_000.0, 7_111_000.0  # Lambert-93 metres
BOX, BOX_GAP, BOX_LEFT, BOX_TOP = 120.0, 14.0, -165.0, 130.0
WIDTH = 1000.0
UNIT = WIDTH / (EAST - WEST)


class Inset(NamedTuple):
    """The frame of an overseas department in degrees."""

    code: str
    west: float
    south: float
    east: float
    north: float


# Codes of the departments. Frames are round numbers just outside their coasts.
INSETS = (
    Inset("971", -61.9, 15.8, -60.95, 16.6),
    Inset("972", -61.3, 14.33, -60.75, 14.95),
    Inset("973", -54.8, 2.0, -51.5, 5.9),
    Inset("974", 55.15, -21.45, 55.9, -20.8),
    Inset("976", 45.0, -13.05, 45.35, -12.6),
)
_SOUTH_PARALLEL, _NORTH_PARALLEL, _ORIGIN, _MERIDIAN = np.radians([44.0, 49.0, 46.5, 3.0])
_ECCENTRICITY = 0.0818191910428158


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
    """Return map units, shape (n, 2), y downwards. Points outside all frames of France are NaN.

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
