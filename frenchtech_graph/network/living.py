"""The living part of a network: without the ties that are known to have ended.

Acts (a round, a founding, an acquisition) happened and stay. A state (a mandate, a membership, a
hosting) counts until it is known to have ended: a date before the day of the graph, a status, or
the closing of one of its two ends.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

from frenchtech_graph.model import ontology
from frenchtech_graph.network.model import Event, each_event, is_actor

LIVING = "living"
"""Graph attribute of a network without ended ties: how many were left out."""


def living(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """Return a network without ended ties. Actors stay, tied or not.

    A part chosen by years (`filters.filtered`) is returned unchanged, because it shows the ties of
    those years.

    >>> graph = nx.Graph()
    >>> graph.add_node("past", mode="event", kind="Membership", over=True)
    >>> graph.add_edges_from([("past", "a"), ("past", "b")])
    >>> sorted(living(graph)), living(graph).graph
    (['a', 'b'], {'living': 1})
    """
    asked = graph.graph.get("filters", {})
    if LIVING in graph.graph or "since" in asked or "until" in asked:
        return graph
    ended = {event.key for event in each_event(graph) if is_over(graph, event)}
    kept: nx.Graph[Any] = graph.__class__(**graph.graph)
    kept.add_nodes_from(item for item in graph.nodes(data=True) if item[0] not in ended)
    kept.add_edges_from(
        edge for edge in graph.edges(data=True) if edge[0] not in ended and edge[1] not in ended
    )
    kept.graph[LIVING] = len(ended)
    return kept


def is_over(graph: nx.Graph[Any], event: Event) -> bool:
    """Return whether a state is known to have ended, or one of its actors has closed."""
    if event.over:
        return True
    if len(event.parts) > 2 or ontology.load().is_instant(event.kind):
        return False
    ends = (graph.nodes[actor] for actor in event.parts)
    return _is_state(event.kind) and any(is_actor(e) and e.get("closed") for e in ends)


def _is_state(kind: str) -> bool:
    found = ontology.load().tie_kinds.get(kind)
    return found is not None and not found.instant
