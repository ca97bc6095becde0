"""Where actors are: France or one region, a disc per place, its area the number of actors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.network.model import Actor
from frenchtech_graph.views.map import geography
from frenchtech_graph.views.report.figures.scale import Figure

WIDTH = 620.0
LARGEST, SMALLEST = 26.0, 2.6
NAMED = 9


def country(actors: Sequence[Actor]) -> Figure:
    """Return the shapes of a map of `actors`."""
    # Without areas: an actor with only a region would appear in the middle of it.
    ground = geography.spread(actors, np.zeros(len(actors)), areas=False)
    spot_of, spots = ground.spot_of, ground.spots
    frame = left, top, right, bottom = geography.home(actors, ground.places)
    pad = (right - left) * 0.03
    scale = WIDTH / (right - left + 2 * pad)
    counts = (
        np.bincount([s for s in spot_of if s >= 0], minlength=len(spots)) if spots else np.zeros(0)
    )
    most = max(counts, default=1) or 1
    discs = [
        {
            "x": round((spot["x"] - left + pad) * scale, 1),
            "y": round((spot["y"] - top + pad) * scale, 1),
            "r": round(max(SMALLEST, LARGEST * float(np.sqrt(n / most))), 1),
            "n": int(n),
            "label": spot["label"],
        }
        for spot, n in zip(spots, counts, strict=True)
    ]
    discs.sort(key=lambda d: (-d["n"], alphabetical(str(d["label"]))))
    shapes = geography.outlines()
    return {
        "width": WIDTH,
        "height": round((bottom - top + 2 * pad) * scale, 1),
        "discs": discs,
        "names": _names(discs),
        "matrix": (
            f"matrix({scale / shapes['fine']:.5f} 0 0 {scale / shapes['fine']:.5f} "
            f"{(pad - left) * scale:.2f} {(pad - top) * scale:.2f})"
        ),
        "stroke": round(0.7 * shapes["fine"] / scale, 2),
        "departments": geography.outlines_within("departments", frame),
        "regions": geography.outlines_within("regions", frame),
        "unplaced": sum(s < 0 for s in spot_of),
        "credit": shapes["credit"],
    }


def _names(discs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the names of the largest places that do not cover each other."""
    named: list[dict[str, Any]] = []
    for disc in discs:
        if not disc["label"] or len(named) >= NAMED:
            continue
        if all(abs(disc["y"] - o["y"]) > 15 or abs(disc["x"] - o["x"]) > 110 for o in named):
            named.append(disc)
    return named
