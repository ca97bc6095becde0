"""Actors of a network by name or address."""

from __future__ import annotations

from typing import Any

import networkx as nx

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import addresses
from frenchtech_graph.model.names import fold, nearest
from frenchtech_graph.network.projections import actors


def actor_of(graph: nx.Graph[Any], name: str, *, parameter: str = "--actor") -> str:
    """Return the address of the actor with a name or address. Case and accents do not matter.

    Raises:
        BilingualError: no actor, or several, have this name.
    """
    name = addresses.current(name, graph.__contains__)
    labels = {node: graph.nodes[node].get("label") or "" for node in actors(graph)}
    if name in labels:
        return name
    found = sorted(str(node) for node, label in labels.items() if fold(label) == fold(name))
    if len(found) == 1:
        return found[0]
    if found:
        raise BilingualError(
            "several-actors", parameter=parameter, value=name, expected=", ".join(found)
        )
    raise BilingualError(
        "no-such-actor",
        parameter=parameter,
        value=name,
        suggestions=nearest(name, labels.values()),
    )
