"""The ego map of an actor: itself in the middle, its neighbours around it, ordered by the flow
between them.
"""

from dataclasses import dataclass
from math import cos, pi, sin

from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.views.server.things import Thing

_SIZE, _RADIUS = 640, 230
MOST = 36
"""Neighbours drawn at most. The tables list all of them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A neighbour on the map: place, anchor of its label, name, flow, whether the tie leaves the
    actor.
    """

    x: float
    y: float
    anchor: str
    address: str
    name: str
    flow: str
    ties: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map: size, centre, neighbours, and how many were left out."""

    width: int
    height: int
    spots: list[Spot]
    left_out: int


def drawing(thing: Thing) -> Drawing:
    """Return the ego map of an actor.

    If not all neighbours can be drawn, the neighbours with most ties come first.
    """
    neighbours: dict[str, list[dict[str, str]]] = {}
    for rows in thing.ties.values():
        for row in rows:
            neighbours.setdefault(row["other"], []).append(row)
    ranked = sorted(
        neighbours.items(), key=lambda n: (-len(n[1]), alphabetical(n[1][0]["other_name"]))
    )
    kept = sorted(
        ranked[:MOST], key=lambda n: (n[1][0]["flow"], alphabetical(n[1][0]["other_name"]))
    )
    spots = [_spot(place, len(kept), rows) for place, (_, rows) in enumerate(kept)]
    return Drawing(_SIZE + 360, _SIZE, spots, len(ranked) - len(kept))


def _spot(place: int, count: int, rows: list[dict[str, str]]) -> Spot:
    angle = 2 * pi * place / count - pi / 2
    x, y = (_SIZE + 360) / 2 + _RADIUS * cos(angle), _SIZE / 2 + _RADIUS * sin(angle)
    side = "middle" if abs(cos(angle)) < 0.15 else ("start" if cos(angle) > 0 else "end")
    first = rows[0]
    return Spot(
        round(x, 1),
        round(y, 1),
        side,
        first["other"],
        _short(first["other_name"]),
        first["flow"],
        len(rows),
    )


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25] + "…"
