"""Worlds of functions: who has what of a closed list, and sheets that were read to unequal depth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any

import networkx as nx
import numpy as np

from frenchtech_graph.findings.functions import national_lists
from frenchtech_graph.findings.gaps.areas import ecosystems
from frenchtech_graph.model.annotations import support_functions

PLACES = 20
MOST = 0.97
"""Chance that a large place has a function."""


@dataclass(frozen=True)
class Holders:
    """The places that have a laureate of each list, and the places whose rates are halved.

    ``chances`` gives for each list the chance of a place of such a mass whose rate is not halved.
    """

    have: Mapping[str, frozenset[str]]
    planted: frozenset[str]
    size: Mapping[str, float]
    chances: Mapping[str, Mapping[str, float]]


def holders(seed: int, planted: int = 4) -> Holders:
    """Return which of the 20 places of most doctoral students have a laureate of each closed list.

    The chance of a place grows with its mass, from one half at the median to `MOST`. At ``planted``
    places it is half of that. Other places keep what they have.
    """
    rng = np.random.default_rng([seed, planted])
    size = national_lists.masses("doctoral")
    places = sorted(sorted(size, key=lambda a: -size[a])[:PLACES])
    lagging = frozenset(rng.choice(places, planted, replace=False).tolist())
    have, all_chances = {}, {}
    for code, one in national_lists.closed_lists().items():
        mass = national_lists.masses(one.mass)
        middle = float(np.median(list(mass.values())))
        chances = {a: min(MOST, 1 / (1 + exp(-2 * log(m / middle)))) for a, m in mass.items()}
        all_chances[code] = chances
        halved = {a: c / 2 if a in lagging else c for a, c in chances.items()}
        have[code] = frozenset(a for a, c in sorted(halved.items()) if rng.random() < c)
    return Holders(have, lagging, {a: size[a] for a in places}, all_chances)


def sheets(seed: int) -> nx.Graph[Any]:
    """Return bodies of every support function in every ecosystem, each sheet read to its own depth.

    No ecosystem lacks a function. Of its bodies, two of each, a sheet knows 30 to 100 %.
    """
    rng = np.random.default_rng(seed)
    graph: nx.Graph[Any] = nx.Graph()
    for area in ecosystems().values():
        depth = rng.uniform(0.3, 1.0)
        town = min(area.communes)
        for function, kinds in support_functions().items():
            for number in range(2):
                if kinds and rng.random() < depth:
                    name = f"urn:{area.id}:{function}:{number}"
                    graph.add_node(
                        name,
                        mode="actor",
                        label=name,
                        kind=kinds[0],
                        place=town,
                        lat=area.centre[0],
                        lon=area.centre[1],
                        precision="City",
                    )
    return graph
