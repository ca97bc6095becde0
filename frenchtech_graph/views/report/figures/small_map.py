"""The network in small: the drawing of the map, with its first hubs named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from frenchtech_graph.views.map.contents import Contents
from frenchtech_graph.views.map.layout import Array, Index, main_frame
from frenchtech_graph.views.map.payload import as_network, lines
from frenchtech_graph.views.report.figures.scale import Figure, shortened

WIDTH, TALLEST, PAD = 520.0, 430.0, 10.0
MOST_ACTORS, MOST_LINES = 4000, 5000  # more are a map of their own
NAMED, LONGEST, LETTER, LINE = 7, 30, 7.0, 17.0


def small_map(contents: Contents, hubs: Sequence[str], seed: int = 1) -> Figure | None:
    """Return the shapes of a small network, or None if it is too large or empty.

    `hubs` are the IRIs of the actors to name, the first first.
    """
    if not 1 < len(contents.actors) <= MOST_ACTORS:
        return None
    drawn = as_network(contents, seed)
    x, y, height, scale = _on_paper(drawn["marks"], lines(contents)[0])
    inside = (x > 0) & (x < WIDTH) & (y > 0) & (y < height)
    pairs = lines(contents)[0].tolist()
    seen = [(a, b) for a, b in pairs if inside[a] and inside[b]][:MOST_LINES]
    radius = np.maximum(1.4, np.array(drawn["marks"]["r"]) * scale)
    circles = [
        {"x": round(float(u), 1), "y": round(float(v), 1), "r": round(float(r), 1)}
        for u, v, r in zip(x, y, radius, strict=True)
    ]
    actors = contents.actors
    named = [contents.number[iri] for iri in hubs if iri in contents.number]
    named = [i for i in named if inside[i]]
    return {
        "width": WIDTH,
        "height": height,
        "path": "".join(f"M{x[a]:.0f} {y[a]:.0f}L{x[b]:.0f} {y[b]:.0f}" for a, b in seen),
        "dots": [
            {**circles[i], "pillar": (*actor.pillars, "none")[0]}
            for i, actor in enumerate(actors)
            if inside[i]
        ],
        "rings": [{**circles[i], "r": round(circles[i]["r"] + 2.5, 1)} for i in named],
        "names": _names(
            (str(actors[i].label), float(x[i]), float(y[i]), float(radius[i])) for i in named
        ),
    }


def _on_paper(marks: Mapping[str, Any], ties: Index) -> tuple[Array, Array, float, float]:
    """Return the positions of the marks on the figure, its height, and its units per unit of map.

    The figure shows the largest connected part.
    """
    places = np.column_stack([marks["x"], marks["y"]])
    left, top, right, bottom = main_frame(places, np.array(marks["r"]), ties)
    scale = min((WIDTH - 2 * PAD) / (right - left or 1), TALLEST / (bottom - top or 1))
    x = (places[:, 0] - (left + right) / 2) * scale + WIDTH / 2
    y = (places[:, 1] - top) * scale + PAD
    return x, y, round((bottom - top) * scale + 2 * PAD, 1), scale


def _names(hubs: Iterable[tuple[str, float, float, float]]) -> list[dict[str, Any]]:
    """Return the positions of the names: right or left of their mark, without overlap."""
    taken: list[tuple[float, float, float]] = []  # from, to, height of the line
    named: list[dict[str, Any]] = []
    for label, x, y, radius in hubs:
        text = shortened(label, LONGEST)
        wide = len(text) * LETTER
        for left, anchor in ((x + radius + 5, "start"), (x - radius - 5 - wide, "end")):
            free = all(
                abs(y - line) >= LINE or left > to + 4 or left + wide < start - 4
                for start, to, line in taken
            )
            if free and left > 0 and left + wide < WIDTH and len(named) < NAMED:
                taken.append((left, left + wide, y))
                at = left if anchor == "start" else left + wide
                named.append(
                    {"label": text, "x": round(at, 1), "y": round(y + 4, 1), "anchor": anchor}
                )
                break
    return named
