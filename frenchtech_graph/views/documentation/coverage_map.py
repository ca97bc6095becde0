"""The map of coverage: France as SVG, a disc for each commune by the number of its organisations."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from frenchtech_graph.network.model import Actor
from frenchtech_graph.views.report.figures.country import country

_STYLE = (
    "text{font:11px sans-serif;fill:#222}.land{fill:#f4f1ea;stroke:#b8b0a0}"
    ".region{fill:none;stroke:#8a8272}.disc{fill:#1f6f8b;fill-opacity:.55;stroke:#0d3b4a}"
)


def coverage_map(actors: Sequence[Actor]) -> str:
    """Return the map as an SVG file."""
    shapes: dict[str, Any] = dict(country(actors))
    land = "".join(f'<path class="land" d="{escape(d)}"/>' for d in shapes["departments"])
    regions = "".join(f'<path class="region" d="{escape(d)}"/>' for d in shapes["regions"])
    discs = "".join(
        f'<circle class="disc" cx="{d["x"]}" cy="{d["y"]}" r="{d["r"]}">'
        f"<title>{escape(str(d['label']))}: {d['n']}</title></circle>"
        for d in shapes["discs"]
    )
    names = "".join(
        f'<text x="{d["x"]}" y="{round(d["y"] + 4, 1)}" text-anchor="middle">'
        f"{escape(str(d['label']))}</text>"
        for d in shapes["names"]
    )
    size = f"{shapes['width']:.0f} {shapes['height']:.0f}"
    width, height = size.split()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{width}"'
        f' height="{height}" role="img"><title>{escape(_TITLE)}</title><style>{_STYLE}</style>'
        f'<g transform="{shapes["matrix"]}" stroke-width="{shapes["stroke"]}">{land}{regions}</g>'
        f"{discs}{names}<!-- {escape(shapes['credit']['en'])} --></svg>\n"
    )


_TITLE = "Living organisations by commune"
