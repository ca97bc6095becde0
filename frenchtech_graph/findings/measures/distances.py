"""Where groups of actors are, and how far apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import networkx as nx
import numpy as np

EARTH_KM = 6371.0088
Position = tuple[float, float]


def kilometres(a: Position | None, b: Position | None) -> float:
    """Return the great-circle distance of two positions (degrees latitude, longitude), NaN if one
    is unknown.

    Source: haversine formula, mean earth radius of the IUGG.

    >>> round(kilometres((50.63, 3.06), (48.86, 2.35)))
    203
    """
    if a is None or b is None:
        return float("nan")
    (lat1, lon1), (lat2, lon2) = np.radians(a), np.radians(b)
    half = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    return float(2 * EARTH_KM * np.arcsin(np.sqrt(min(1.0, half))))


def position_of(attributes: dict[str, Any]) -> Position | None:
    """Return the position of an actor, or None without coordinates."""
    lat, lon = attributes.get("lat"), attributes.get("lon")
    return None if lat is None or lon is None else (float(lat), float(lon))


def centres(
    graph: nx.Graph[Any], actors: Iterable[Hashable], attribute: str
) -> dict[str, Position]:
    """Return the mean position of the actors of each place. Places without coordinates are missing."""
    found: dict[str, list[Position]] = {}
    for actor in actors:
        data = graph.nodes[actor]
        place, position = data.get(attribute), position_of(data)
        if place and position:
            found.setdefault(place, []).append(position)
    return {p: tuple(np.mean(points, axis=0).tolist()) for p, points in sorted(found.items())}
