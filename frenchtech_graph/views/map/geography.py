"""France on a page: outlines to draw, and the positions of actors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from frenchtech_graph.model import territories
from frenchtech_graph.model.places import load as load_places
from frenchtech_graph.model.terms import Class
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
COMMUNES = Path(__file__).parent / "communes.json"
SPACING = 0.28  # units between neighbours of one town: about 300 m
AREA_SPACING = 2.6  # the same where only the department or region is known: about 3 km
AREAS: dict[str, tuple[str, str]] = {
    Class.REGION: ("regions", "r"),
    Class.DEPARTMENT: ("departments", "d"),
}


@cache
def outlines() -> dict[str, Any]:
    """Return the bundled outlines: `regions` and `departments` (code, name, SVG path), `credit`."""
    found: dict[str, Any] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return found


@cache
def _communes() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(COMMUNES.read_text(encoding="utf-8"))
    return found


def communes_of(actors: Sequence[Actor]) -> dict[str, Any] | None:
    """Return the outlines of the communes of the Lille metropolis (`fine`, `communes`: code, name,
    SVG path), or None if no actor is in one of them.
    """
    here = {actor.place for actor in actors}
    known = _communes()
    return known if any(c["code"] in here for c in known["communes"]) else None


@dataclass(frozen=True)
class Ground:
    """The positions of actors in France: `places` in map units (NaN if unknown), the number of the
    spot of each (-1 if unknown), and the spots with their middle, name, spacing, and area, if they
    are one.
    """

    places: Array
    spot_of: list[int]
    spots: list[dict[str, Any]]


def area_of(actor: Actor) -> str | None:
    """Return "r32" or "d59" for an actor with a region or department and no finer place."""
    level = actor.facts.get("precision")
    if level not in AREAS:
        return None
    code = actor.region if level == Class.REGION else actor.department
    return f"{AREAS[level][1]}{code}" if code else None


def spread(actors: Sequence[Actor], weight: Array, *, areas: bool = True) -> Ground:
    """Give each actor that has coordinates, a department or a region a place of its own near it.

    Actors with the same coordinates form a spot: the heaviest is in the middle, the others around
    it in a sunflower, so that a spot's area grows with its actors. If only the department or region
    of actors is known, the spot is the middle of that area. Without `areas` they have no place.
    """
    places, spot_of = np.full((len(actors), 2), np.nan), [-1] * len(actors)
    spots = []
    for number, ((x, y, area), own) in enumerate(_together(actors, areas).items()):
        own.sort(key=lambda i: (-weight[i], i))
        gap = AREA_SPACING if area else SPACING
        places[own] = _sunflower((x, y), gap, len(own))
        for i in own:
            spot_of[i] = number
        spots.append({"x": x, "y": y, "label": _name(actors, own), "gap": gap, "area": area})
    return Ground(np.round(places, 2), spot_of, spots)


def _together(
    actors: Sequence[Actor], areas: bool
) -> dict[tuple[float, float, str | None], list[int]]:
    """Return the numbers of the actors at each middle of a town or area."""
    known = np.array([a.position or (np.nan, np.nan) for a in actors], dtype=float).reshape(-1, 2)
    middle = project(known[:, 1], known[:, 0]) if len(actors) else np.zeros((0, 2))
    found: dict[tuple[float, float, str | None], list[int]] = {}
    for i, actor in enumerate(actors):
        area = area_of(actor)
        at = middle_of(area) if area and areas else None if area else tuple(middle[i].tolist())
        if at is not None and not np.isnan(at[0]):
            found.setdefault((round(at[0], 2), round(at[1], 2), area), []).append(i)
    return found


def _sunflower(at: tuple[float, float], gap: float, count: int) -> Array:
    """Return so many places around one, as the seeds of a sunflower lie."""
    turn = np.arange(count)
    ring, angle = gap * np.sqrt(turn), turn * 2.399963
    return np.column_stack([at[0] + ring * np.cos(angle), at[1] + ring * np.sin(angle)])


def _name(actors: Sequence[Actor], members: Sequence[int]) -> str | None:
    named = [str(actors[i].place_label) for i in members if actors[i].place_label]
    return max(set(named), key=lambda name: (named.count(name), name)) if named else None


@cache
def middle_of(area: str) -> tuple[float, float] | None:
    """Return the middle of a region ("r32") or department ("d59"): of the frame of its largest
    part, None without an outline.
    """
    kind = "regions" if area[0] == "r" else "departments"
    shape = next((s for s in outlines()[kind] if s["code"] == area[1:]), None)
    if shape is None:
        return None
    low, high = max(
        ((r.min(axis=0), r.max(axis=0)) for r in _rings(shape["d"], outlines()["fine"])),
        key=lambda frame: float(np.prod(frame[1] - frame[0])),
    )
    return float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2


def home(actors: Sequence[Actor], places: Array) -> tuple[float, float, float, float]:
    """Return the frame to open on, in map units: the region of most actors, or the country.

    The page opens on a region if it contains at least half of the actors with a place on the map.
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
    """Return the frame of an outline."""
    points = np.concatenate(list(_rings(path, fine)))
    low, high = points.min(axis=0), points.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _rings(path: str, fine: int) -> Iterator[Array]:
    """Yield the rings of an outline: "M x y l dx dy dx dy … z", in whole steps of 1/fine unit."""
    for ring in path.removesuffix("z").split("z"):
        start, _, steps = ring.removeprefix("M").partition("l")
        numbers = np.array([*start.split(), *steps.split()], dtype=float).reshape(-1, 2)
        yield np.cumsum(numbers, axis=0) / fine


def middle_of_territory(identifier: str) -> tuple[float, float] | None:
    """Return the middle of the places of an ecosystem, by population, in map units."""
    known = load_places().by_id
    one = territories.load().by_id[identifier]
    codes = sorted(territories.load().communes(one)) or [area.place for area in one.areas]
    rows = [
        (float(p.longitude), float(p.latitude), float(p.population or 1))
        for p in (known[code] for code in codes)
        if p.latitude and p.longitude
    ]
    if not rows:
        return None
    table = np.array(rows)
    lon, lat = np.average(table[:, :2], axis=0, weights=table[:, 2])
    x, y = project([lon], [lat])[0]
    return None if np.isnan(x) else (float(x), float(y))
