"""The rows behind a cell of a gap table."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations, product
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.gaps.gap_tables import PILLARS
from frenchtech_graph.findings.gaps.pillar_ties import made_for, meet
from frenchtech_graph.findings.measures.membership import values_of
from frenchtech_graph.findings.standing import counted
from frenchtech_graph.network.model import Event, each_actor, each_event


def cell_events(
    graph: nx.Graph[Any], rows: str, columns: str, row_group: str, column_group: str
) -> pd.DataFrame:
    """Return the ties between two groups: one row per event and pair of its actors.

    Columns: ``event``, ``kind``, ``start``, ``row_actor``, ``column_actor``, ``ties`` and
    ``sources`` (tuples of addresses). With the same attribute twice, both directions are listed. As
    in `group_gaps`, the row actor of a directed event is its source and the column actor its
    target. Ties that `group_gaps` does not count are left out (administration, and kinds of tie
    that are not expected between two pillars).
    """
    graph = counted(graph)
    held = (_in(graph, rows, row_group), _in(graph, columns, column_group))
    found = []
    pillars = (rows, columns) == PILLARS and meet(row_group, column_group)
    for event in each_event(graph):
        if pillars and not made_for(event.flow, event.directed, row_group, column_group):
            continue
        for a, b in _pairs(event):
            both_ways = rows == columns or event.side_of(a) is None
            ways = [(a, b), (b, a)] if both_ways else [(a, b)]
            read = next(((x, y) for x, y in ways if x in held[0] and y in held[1]), None)
            if read:
                found.append(_row(event, *read))
    columns_shown = ["event", "kind", "start", "row_actor", "column_actor", "ties", "sources"]
    return pd.DataFrame(found, columns=columns_shown)


def _in(graph: nx.Graph[Any], by: str, group: str) -> set[Hashable]:
    return {a.key for a in each_actor(graph) if group in values_of(a.facts, by)}


def _row(event: Event, one: Hashable, two: Hashable) -> dict[str, Any]:
    ends = [edge for edge in event.edges if edge.actor in (one, two)]
    return {
        "event": event.key,
        "kind": event.kind,
        "start": event.start,
        "row_actor": one,
        "column_actor": two,
        "ties": tuple(sorted({t for edge in ends for t in edge.ties})),
        "sources": tuple(sorted({s for edge in ends for s in edge.sources})),
    }


def _pairs(event: Event) -> list[tuple[Hashable, Hashable]]:
    """Return source-target pairs of a directed event, all pairs of another."""
    if event.directed:
        return list(product(event.sources, event.targets))
    return list(combinations(sorted(event.members, key=str), 2))
