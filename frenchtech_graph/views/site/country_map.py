"""The map of the first page: France, its ecosystems as discs, the lines between them."""

from __future__ import annotations

import math
from typing import Any

from markupsafe import Markup

from frenchtech_graph.findings.measures.rows import Row
from frenchtech_graph.views.map.geography import middle_of_territory, outlines
from frenchtech_graph.views.map.projection import BOX, BOX_LEFT, INSETS, box
from frenchtech_graph.views.site.file_names import ECOSYSTEMS, LINES, ecosystem_stem
from frenchtech_graph.views.site.lines import Line
from frenchtech_graph.views.site.material import Material

MOST_LINES = 45
FRAME = (BOX_LEFT - 8, -18.0, 1195.0, 965.0)
LARGEST = 30.0
LETTER = 11.5
"""Width of a letter of a label, in map units."""


def country(material: Material, lines: list[Line]) -> dict[str, Any]:
    """Return the shapes of the map: outlines, boxes, discs with labels, lines, who is not on it."""
    discs = [_disc(material, row) for row in material.ecosystems]
    drawn = {d["id"]: d for d in discs if d["x"] is not None}
    _label(list(drawn.values()))
    shown = [ln for ln in lines if ln.first in drawn and ln.second in drawn][:MOST_LINES]
    most = max((len(line.events) for line in shown), default=1)
    return {
        "frame": " ".join(f"{v:g}" for v in FRAME),
        "fine": 1 / outlines()["fine"],
        "outlines": [Markup(shape["d"]) for shape in outlines()["departments"]],  # noqa: S704
        "boxes": [(*box(n), BOX) for n in range(len(INSETS))],
        "lines": [_line(line, drawn, most, material) for line in reversed(shown)],
        "discs": sorted(drawn.values(), key=lambda d: -d["r"]),
        "absent": [d for d in discs if d["x"] is None],
        "credit": outlines()["credit"],
    }


def _disc(material: Material, row: Row) -> dict[str, Any]:
    at = middle_of_territory(row["ecosystem"])
    most = max(one["actors"] for one in material.ecosystems)
    name = material.names[row["ecosystem"]]
    written = row["ecosystem"] in material.findings
    return {
        "id": row["ecosystem"],
        "x": None if at is None else round(at[0], 1),
        "y": None if at is None else round(at[1], 1),
        "r": round(max(5.0, LARGEST * math.sqrt(row["actors"] / most)), 1),
        "name": name,
        "short": name["fr"].removeprefix("French Tech ").removeprefix("La French Tech "),
        "n": row["actors"],
        "link": f"{ECOSYSTEMS}/{ecosystem_stem(row['ecosystem'])}.html" if written else None,
        "label": None,
    }


def _label(discs: list[dict[str, Any]]) -> None:
    """Give each disc a label to its right or left, unless it would cover another."""
    taken = [(d["x"] - d["r"], d["y"] - d["r"], d["x"] + d["r"], d["y"] + d["r"]) for d in discs]
    for disc in sorted(discs, key=lambda d: -d["n"]):
        width = len(disc["short"]) * LETTER
        for anchor, left in (
            ("start", disc["x"] + disc["r"] + 5),
            ("end", disc["x"] - disc["r"] - 5 - width),
        ):
            frame = (left, disc["y"] - 12, left + width, disc["y"] + 12)
            inside = FRAME[0] < frame[0] and frame[2] < FRAME[0] + FRAME[2]
            if inside and not any(_meet(frame, other) for other in taken):
                taken.append(frame)
                x = left if anchor == "start" else left + width
                disc["label"] = {"x": round(x, 1), "y": round(disc["y"] + 7, 1), "anchor": anchor}
                break


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _line(
    line: Line, drawn: dict[str, dict[str, Any]], most: int, material: Material
) -> dict[str, Any]:
    a, b = drawn[line.first], drawn[line.second]
    mid = ((a["x"] + b["x"]) / 2, (a["y"] + b["y"]) / 2)
    bend = 0.12
    control = (mid[0] - bend * (b["y"] - a["y"]), mid[1] + bend * (b["x"] - a["x"]))
    return {
        "d": f"M{a['x']} {a['y']}Q{control[0]:.1f} {control[1]:.1f} {b['x']} {b['y']}",
        "width": round(1.2 + 7 * math.sqrt(len(line.events) / most), 1),
        "link": f"{LINES}/{line.stem}.html",
        "names": [material.names[line.first], material.names[line.second]],
        "n": len(line.events),
    }
