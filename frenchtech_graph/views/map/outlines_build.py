"""Make `outlines.json` from published boundaries. Run once when they change:

python -m frenchtech_graph.views.map.outlines_build DEPARTEMENTS.geojson REGIONS.geojson
COUNTRIES-10M.json COMMUNES.geojson

The first two are GeoJSON (WGS84, properties `code` and `nom`) of mainland France made from IGN's
Admin Express COG. The last has the communes of a metropolis, from the same source. The third is the
TopoJSON of the npm package world-atlas, made from Natural Earth, for the coasts of the overseas
departments. Rounding to a quarter of a map unit is the only simplification, to a sixteenth for
communes, which are in `communes.json`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from frenchtech_graph.io.words import beside
from frenchtech_graph.views.map import projection
from frenchtech_graph.views.map.geography import COMMUNES, OUTLINES
from frenchtech_graph.views.map.projection import Array

FINE, FINER = 4, 16  # points per map unit, and where communes are drawn
FRANCE = "250"  # ISO 3166-1 numeric
CREDIT = beside(__file__).both("credit")
# department and region of each overseas department, which is also a region
OVERSEAS = {
    "971": ("01", "Guadeloupe"),
    "972": ("02", "Martinique"),
    "973": ("03", "Guyane"),
    "974": ("04", "La Réunion"),
    "976": ("06", "Mayotte"),
}


def main(departments: Path, regions: Path, countries: Path, communes: Path) -> None:
    """Write the outlines next to this module."""
    _write(COMMUNES, {"fine": FINER, "communes": _mainland(communes, FINER)})
    overseas = _overseas(json.loads(countries.read_text(encoding="utf-8")))
    shapes = {
        "credit": CREDIT,
        "fine": FINE,
        "departments": (
            _mainland(departments)
            + [{"code": c, "name": OVERSEAS[c][1], "d": d} for c, d in overseas.items()]
        ),
        "regions": (
            _mainland(regions)
            + [
                {"code": OVERSEAS[c][0], "name": OVERSEAS[c][1], "d": d}
                for c, d in overseas.items()
            ]
        ),
        "boxes": [
            {"name": OVERSEAS[inset.code][1], "x": x, "y": y, "size": projection.BOX}
            for inset, (x, y) in ((i, projection.box(n)) for n, i in enumerate(projection.INSETS))
        ],
    }
    _write(OUTLINES, shapes)


def _write(path: Path, shapes: dict[str, Any]) -> None:
    text = json.dumps(shapes, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def _mainland(path: Path, fine: int = FINE) -> list[dict[str, str]]:
    found = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = (
            shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        )
        rings = [
            projection.project(*np.array(ring)[:, :2].T) for polygon in polygons for ring in polygon
        ]
        facts = feature["properties"]
        drawn = "".join(_path(ring, fine) for ring in rings)
        found.append({"code": facts["code"], "name": facts["nom"], "d": drawn})
    return sorted(found, key=lambda s: s["code"])


def _overseas(topology: dict[str, Any]) -> dict[str, str]:
    """Return the coasts of each overseas department, from the polygons of France in its frame."""
    countries = topology["objects"]["countries"]["geometries"]
    france = next(c for c in countries if c.get("id") == FRANCE)
    found = {inset.code: "" for inset in projection.INSETS}
    for polygon in france["arcs"]:
        ring = np.array(list(_ring(topology, polygon[0])))
        lon, lat = ring.mean(axis=0)
        for inset in projection.INSETS:
            if inset.west <= lon <= inset.east and inset.south <= lat <= inset.north:
                found[inset.code] += _path(projection.project(ring[:, 0], ring[:, 1]))
    return found


def _ring(topology: dict[str, Any], arcs: list[int]) -> Iterator[tuple[float, float]]:
    """Yield the points of a TopoJSON ring: arcs are delta-coded, a negative number means
    backwards.
    """
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    for number in arcs:
        points = np.cumsum(np.array(topology["arcs"][number if number >= 0 else ~number]), axis=0)
        for x, y in (points if number >= 0 else points[::-1])[:-1].tolist():
            yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _path(points: Array, fine: int = FINE) -> str:
    """Return an SVG path in relative whole steps of 1/fine unit.

    Rings that shrink to a line vanish.
    """
    grid = np.rint(points[~np.isnan(points).any(axis=1)] * fine).astype(int)
    if len(grid) < 4:
        return ""
    grid = grid[np.r_[True, (np.diff(grid, axis=0) != 0).any(axis=1)]]
    if len(grid) > 3:
        before, after = grid[1:-1] - grid[:-2], grid[2:] - grid[1:-1]
        bends = before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]
        grid = grid[np.r_[True, bends, True]]
    if len(grid) < 4:
        return ""
    steps = np.diff(grid, axis=0)[:-1]
    return f"M{grid[0, 0]} {grid[0, 1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
