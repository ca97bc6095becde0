"""The map of the first page: France, its ecosystems as discs, the lines between them."""

from __future__ import annotations

import math
from collections.abc import Iterator
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
SIZES = {"wide": 21, "narrow": 38}
"""Height of letters on a wide and on a narrow screen, in map units (site.css says so, too)."""
LETTER = 0.64
"""Width of a letter, in heights."""
ROOM = 5.0
"""Free units between a disc and its label."""


def country(material: Material, lines: list[Line]) -> dict[str, Any]:
    """Return the shapes of the map: outlines, boxes, discs with labels, lines, who is not on it."""
    discs = [_disc(material, row) for row in material.ecosystems]
    drawn = {d["id"]: d for d in discs if d["x"] is not None}
    for screen, size in SIZES.items():
        label(list(drawn.values()), screen, size)
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
        "labels": {},
    }


def label(discs: list[dict[str, Any]], screen: str, size: float) -> None:
    """Give each disc a label next to it, the largest first, unless it would cover another."""
    taken = [(d["x"] - d["r"], d["y"] - d["r"], d["x"] + d["r"], d["y"] + d["r"]) for d in discs]
    for disc in sorted(discs, key=lambda d: -d["n"]):
        for place, frame in _places(disc, size):
            inside = FRAME[0] < frame[0] and frame[2] < FRAME[0] + FRAME[2]
            if inside and not any(_meet(frame, other) for other in taken):
                taken.append(frame)
                disc["labels"][screen] = place
                break


def _places(
    disc: dict[str, Any], size: float
) -> Iterator[tuple[dict[str, Any], tuple[float, float, float, float]]]:
    """Yield places of a label with their frames, first in one row, then in two."""
    x, y, beside = disc["x"], disc["y"], disc["r"] + ROOM
    for rows in _rows(disc["short"]):
        width, half = max(map(len, rows)) * LETTER * size, len(rows) * size * 0.57
        for anchor, left, middle in (
            ("start", x + beside, y),
            ("end", x - beside - width, y),
            ("middle", x - width / 2, y + disc["r"] + half),
            ("middle", x - width / 2, y - disc["r"] - half),
            ("start", x + beside, y - half),
            ("start", x + beside, y + half),
            ("end", x - beside - width, y - half),
            ("end", x - beside - width, y + half),
        ):
            at = round({"start": left, "end": left + width, "middle": x}[anchor], 1)
            first = middle + size / 3 - (len(rows) - 1) * size * 0.55
            heights = [round(first + n * size * 1.1, 1) for n in range(len(rows))]
            place = {"x": at, "anchor": anchor, "rows": list(zip(heights, rows, strict=True))}
            yield place, (left, middle - half, left + width, middle + half)


def _rows(name: str) -> list[tuple[str, ...]]:
    """Return a name in one row and, if it has several words, in the two most even rows."""
    words = name.split()
    parted = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return [(name,), *sorted(parted, key=lambda rows: max(map(len, rows)))[:1]]


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
