"""How often a graph whose places or pillars are shuffled shows a lack: bridges, and functions.

    python -m benchmarks.shuffled_places out/france

Prints a dated record. If places are shuffled, all facts of place go to other bodies. If pillars are
shuffled, they go to other bodies of the same ecosystem with as many partners, and the bodies meet as
before. Neither graph has a lack of the instrument. The seeds are used for the record only.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Hashable, Sequence
from math import log2
from pathlib import Path
from typing import Any, TypeAlias

import networkx as nx
import numpy as np

from benchmarks.city_gaps import wilson
from frenchtech_graph import EcosystemGraph
from frenchtech_graph.findings.functions.city_functions import function_cards
from frenchtech_graph.findings.gaps import bridge_cards
from frenchtech_graph.findings.gaps.areas import Area, ecosystems
from frenchtech_graph.findings.gaps.cards import SHOWN, Card
from frenchtech_graph.network.seats import NOWHERE

SHUFFLES = 200
FIRST = 8_200_000
"""Seeds never used in building."""
PLACE = (*NOWHERE, "sites", "covers")
"""Facts of an actor that say where it is and where it works."""
Graph: TypeAlias = "nx.Graph[Any]"
Instrument = Callable[[Graph, Sequence[Area]], list[Card]]
Shuffle = Callable[[Graph, np.random.Generator], None]


def exchange(
    graph: Graph, bodies: Sequence[Hashable], names: Sequence[str], rng: np.random.Generator
) -> None:
    """Give the facts of some names of each body to another of these bodies."""
    facts = [{name: graph.nodes[body].get(name) for name in names} for body in bodies]
    for body, other in zip(bodies, rng.permutation(len(bodies)), strict=True):
        graph.nodes[body].update(facts[other])


def places(graph: Graph, rng: np.random.Generator) -> None:
    """Shuffle places among all actors that have one, or an area of action."""
    placed = [
        node
        for node, facts in graph.nodes(data=True)
        if facts.get("mode") == "actor" and (facts.get("place") or facts.get("covers"))
    ]
    exchange(graph, placed, PLACE, rng)


def pillars(graph: Graph, rng: np.random.Generator) -> None:
    """Shuffle pillars within each ecosystem among bodies with about as many partners."""
    partners = bridge_cards._partners(graph)
    for bodies in bridge_cards._bodies(graph, partners).values():
        strata: dict[int, list[Hashable]] = {}
        for body in bodies:
            strata.setdefault(int(log2(max(len(partners[body]), 1))), []).append(body)
        for alike in strata.values():
            exchange(graph, alike, ("pillars",), rng)


def row(graph: Graph, name: str, instrument: Instrument, shuffle: Shuffle) -> str:
    """Return a row of the record: how many shuffles show a card, and how many cards were graded."""
    areas = tuple(ecosystems().values())
    alarms = graded = 0
    for seed in range(FIRST, FIRST + SHUFFLES):
        made = graph.copy()
        shuffle(made, np.random.default_rng(seed))
        cards = instrument(made, areas)
        graded += len(cards)
        alarms += any(card.grade in SHOWN for card in cards)
    low, high = wilson(alarms, SHUFFLES)
    return f"| {name} | {alarms} of {SHUFFLES} [{low:.3f}, {high:.3f}] | {graded} |"


def main(asked: Sequence[str]) -> None:
    """Print the record of a built graph."""
    graph = EcosystemGraph.open(Path(asked[0])).network
    print(f"Record of {datetime.datetime.now(tz=datetime.UTC).date()}, seeds from {FIRST}.\n")
    print("| instrument, what is shuffled | shuffles with a card | cards graded |")
    print("| --- | ---: | ---: |")
    print(row(graph, "bridges, places", bridge_cards.bridge_cards, places), flush=True)
    print(row(graph, "bridges, pillars", bridge_cards.bridge_cards, pillars), flush=True)
    print(row(graph, "functions of sheets, places", function_cards, places), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
