"""A position for each node of a network file: its position on the map of its country.

It is a readable start for the layouts of other tools. Actors are placed on their town, spread in a
spiral so that they do not overlap. Events are placed in the middle of their actors. Nodes without a
place are in a separate spiral next to the map.
"""

import math
from collections import defaultdict

from frenchtech_graph.exports.network_files import NetworkFile

Position = tuple[float, float]

_UNITS = 1000.0
"""Units for a degree of latitude at the middle of the map."""
_STEP = 12.0
_GOLDEN = math.pi * (3 - math.sqrt(5))
_BESIDE = (-12.0, 46.5)
"""Longitude and latitude of those without a place: the Atlantic, west of France."""


def positions(network: NetworkFile) -> dict[str, Position]:
    """Return the position of each node, x to the east and y to the north."""
    neighbours = _neighbours(network)
    stood = {
        node: (float(a["lon"]), float(a["lat"]))
        for node, a in network.nodes.items()
        if "lon" in a and "lat" in a
    }
    for node in network.nodes:
        if node not in stood:
            known = [stood[n] for n in neighbours[node] if "lon" in network.nodes[n]]
            stood[node] = _middle(known) if known else _BESIDE
    return _spread(stood)


def _neighbours(network: NetworkFile) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for event, actor, _ in network.edges:
        found[event].append(actor)
        found[actor].append(event)
    return found


def _middle(points: list[Position]) -> Position:
    return (
        math.fsum(x for x, _ in points) / len(points),
        math.fsum(y for _, y in points) / len(points),
    )


def _spread(stood: dict[str, Position]) -> dict[str, Position]:
    """Return the positions of nodes.

    Nodes of the same point form a sunflower spiral around it (Vogel 1979).
    """
    taken: dict[Position, int] = defaultdict(int)
    found = {}
    for node, point in stood.items():
        x, y = _projected(*point)
        number = taken[point]
        taken[point] += 1
        away, angle = _STEP * math.sqrt(number), number * _GOLDEN
        found[node] = (x + away * math.cos(angle), y + away * math.sin(angle))
    return found


def _projected(lon: float, lat: float) -> Position:
    """Return a point of the globe on the plane, by Mercator's projection."""
    bounded = max(-85.0, min(85.0, lat))
    y = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2)))
    return lon * _UNITS, y * _UNITS
