"""Actors gathered by ecosystem: discs without overlap, near their places in France."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from frenchtech_graph.findings.ecosystems import ecosystems_of_today, places_of
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.views.map import geography
from frenchtech_graph.views.map.contents import Contents, Network
from frenchtech_graph.views.map.packing import tidied
from frenchtech_graph.views.map.projection import WIDTH

GAP = 22.0  # pixels between neighbours of one ecosystem
APART = 1.25  # radius of a disc with the ground around it, in radii
FILLED = 0.2  # share of the frame of France that discs may fill


def gathered(network: Network, contents: Contents) -> dict[str, Any]:
    """Return the ecosystem of each actor and a disc for each: name, middle in pixels, spacing.

    An actor in several territories belongs to the smallest. Who is in none has no place.
    """
    of_place, names = _ecosystem_of_place(network)
    own = [None if a.person else of_place.get(str(a.place)) for a in contents.actors]
    counts = Counter(one for one in own if one is not None)
    middles = {one: at for one in counts if (at := geography.middle_of_territory(one)) is not None}
    number = {one: i for i, one in enumerate(middles)}
    return {
        "of": [-1 if one is None else number.get(one, -1) for one in own],
        "discs": [
            {"name": names[one], "x": x, "y": y, "gap": GAP}
            for one, (x, y) in zip(middles, _apart(middles, counts), strict=True)
        ],
    }


def _ecosystem_of_place(network: Network) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the smallest ecosystem of each place, and the names of ecosystems."""
    rows = ecosystems_of_today(network)
    territory = {str(row["ecosystem"]): places_of(row["ecosystem"]) for row in rows}
    names = {str(row["ecosystem"]): [row[f"name_{lang}"] for lang in LANGUAGES] for row in rows}
    found: dict[str, str] = {}
    for one in sorted(territory, key=lambda e: (-len(territory[e]), e)):
        found |= dict.fromkeys(territory[one], one)
    return found, names


def _apart(
    middles: Mapping[str, tuple[float, float]], counts: Mapping[str, int]
) -> list[list[float]]:
    """Return the middles of discs in pixels, near where they lie and none over another."""
    radii = np.array([GAP * np.sqrt(counts[one]) * APART for one in middles])
    start = np.array(list(middles.values()), dtype=float).reshape(-1, 2)
    scale = float(np.sqrt(max(1.0, np.pi * (radii**2).sum()) / (FILLED * WIDTH**2)))
    places = tidied(start * scale, radii) if len(radii) else start
    return [[round(x, 1), round(y, 1)] for x, y in places.tolist()]
