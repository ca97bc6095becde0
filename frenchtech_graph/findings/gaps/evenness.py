"""Cells of a table between places that were not read evenly.

A sheet read by hand is about its own place, and sheets are read to unequal depth. So two places can
be compared by a group only if nearly all ties of the group come from addresses that name nearly all
of these places, as registers and national lists do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from frenchtech_graph.findings.gaps import nulls
from frenchtech_graph.findings.gaps.blocks import Block
from frenchtech_graph.findings.measures.membership import values_of
from frenchtech_graph.network.model import Event, event_of

REACH = 0.9
"""Share of the ties of a table that the places of an even address hold."""
FEWEST_EVENTS = 20
"""Number of events at an address, below which it is an article."""
MOST_FROM_SHEETS = 0.1
"""Share of the ties of a group from other addresses, above which places are not compared by it."""


def read_unevenly(
    graph: nx.Graph[Any], blocks: Sequence[Block], table: nulls.Table, place: str
) -> NDArray[np.bool_]:
    """Return the cells of a table whose row or column rests on addresses that know some places only.

    ``place`` is the attribute of actors that the table compares. Without any stated address no cell
    is returned.
    """
    events = {key: event_of(graph, key) for block in blocks for key in block.events}
    even = even_addresses(graph, list(events.values()), place)
    if even is None:
        return np.zeros(table.shape, np.bool_)
    every, from_even = np.zeros(table.shape), np.zeros(table.shape)
    for block in blocks:
        told = np.array([not even.isdisjoint(events[key].pages) for key in block.events], float)
        part = nulls.reading(block, table)
        every += part.count(block.incidence)
        from_even += part.count(block.incidence, told)
    if table.symmetric:
        every, from_even = (c + np.triu(c, 1).T for c in (every, from_even))
    uneven = [
        from_even.sum(axis=axis) < (1 - MOST_FROM_SHEETS) * every.sum(axis=axis) for axis in (1, 0)
    ]
    return np.asarray(uneven[0][:, None] | uneven[1][None, :], dtype=np.bool_)


def known_evenly(
    graph: nx.Graph[Any], firms: Sequence[Hashable], place: str
) -> NDArray[np.bool_] | None:
    """Return which firms are in an event of an even address. None if no event has an address."""
    events = {key: event_of(graph, key) for firm in firms for key in graph[firm]}
    even = even_addresses(graph, list(events.values()), place)
    if even is None:
        return None
    told = {key for key, event in events.items() if not even.isdisjoint(event.pages)}
    return np.array([not told.isdisjoint(graph[firm]) for firm in firms], dtype=np.bool_)


def even_addresses(
    graph: nx.Graph[Any], events: Sequence[Event], place: str
) -> frozenset[str] | None:
    """Return the addresses that name the places of most ties. None if no event has an address."""
    ties: Counter[str] = Counter()
    named: dict[str, set[str]] = {}
    told: Counter[str] = Counter()
    for event in events:
        places = _places(graph, event.parts, place)
        ties.update(places)
        for page in set(event.pages):
            named.setdefault(page, set()).update(places)
            told[page] += 1
    if not named:
        return None
    whole = ties.total()
    return frozenset(
        page
        for page, places in named.items()
        if told[page] >= FEWEST_EVENTS and sum(ties[p] for p in places) >= REACH * whole
    )


def _places(graph: nx.Graph[Any], members: Mapping[Hashable, Any], place: str) -> set[str]:
    return {value for actor in members for value in values_of(graph.nodes[actor], place)}
