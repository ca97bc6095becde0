"""The rows behind a cell of a gap table."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.measures.membership import values_of


def cell_events(
    graph: nx.Graph[Any], rows: str, columns: str, row_group: str, column_group: str
) -> pd.DataFrame:
    """Return the ties between two groups: one row for each event and pair of its actors.

    Columns: ``event``, ``kind``, ``start``, ``row_actor``, ``column_actor``, ``ties`` and
    ``sources`` (tuples of addresses). With the same attribute twice both directions are listed; as
    in `group_gaps`, the row actor of a directed event is its source and the column actor its
    target.
    """
    found = []
    for event, data in graph.nodes(data=True):
        if data.get("mode") != "event":
            continue
        for a, b in _pairs(graph, event):
            ways = (
                [(a, b), (b, a)]
                if rows == columns or graph.edges[event, a].get("side") is None
                else [(a, b)]
            )
            for one, two in ways:
                in_row = row_group in values_of(graph.nodes[one], rows)
                if in_row and column_group in values_of(graph.nodes[two], columns):
                    ends = (graph.edges[event, one], graph.edges[event, two])
                    found.append(
                        {
                            "event": event,
                            "kind": data.get("kind"),
                            "start": data.get("start"),
                            "row_actor": one,
                            "column_actor": two,
                            "ties": tuple(sorted({t for e in ends for t in e.get("ties") or ()})),
                            "sources": tuple(
                                sorted({s for e in ends for s in e.get("sources") or ()})
                            ),
                        }
                    )
                    break
    columns_shown = ["event", "kind", "start", "row_actor", "column_actor", "ties", "sources"]
    return pd.DataFrame(found, columns=columns_shown)


def _pairs(graph: nx.Graph[Any], event: Any) -> list[tuple[Any, Any]]:
    """Return source-target pairs of a directed event, all pairs of another."""
    sides: dict[str | None, list[Any]] = {"source": [], "target": [], None: []}
    for actor, edge in graph[event].items():
        sides[edge.get("side")].append(actor)
    if sides["source"] and sides["target"] and not sides[None]:
        return [(a, b) for a in sides["source"] for b in sides["target"]]
    members = sorted((a for side in sides.values() for a in side), key=str)
    return [(a, b) for i, a in enumerate(members) for b in members[i + 1 :]]
