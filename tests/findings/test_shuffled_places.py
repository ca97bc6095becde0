"""The shuffles that measure false alarms: what they move, and what they leave."""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkx as nx
import numpy as np

from benchmarks import shuffled_places


def places_of(graph: nx.Graph[Any]) -> list[tuple[str | None, float | None]]:
    return [(facts.get("place"), facts.get("lat")) for _, facts in graph.nodes(data=True)]


def test_places_move_whole_and_other_facts_stay() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    for number in range(40):
        facts: dict[str, Any] = {"mode": "actor", "label": f"body {number}"}
        if number % 4:
            facts |= {"place": f"{number:05}", "lat": float(number)}
        graph.add_node(number, **facts)
    before = places_of(graph)
    shuffled_places.places(graph, np.random.default_rng(3))
    after = places_of(graph)
    assert Counter(after) == Counter(before)
    assert after != before
    assert [after[n] for n in range(0, 40, 4)] == [(None, None)] * 10
    assert [facts["label"] for _, facts in graph.nodes(data=True)] == [
        f"body {number}" for number in range(40)
    ]
