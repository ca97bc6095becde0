"""Node and edge lists: every thing of the consolidated graph, and every tie between two of them.

The network files leave out resources that join no actors. These lists are complete: labels,
ecosystems, programmes and places are nodes, and each round is a node with an edge to its company.
Two more lists describe the pages and the snapshots that rows cite.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.exports.facts import facts
from frenchtech_graph.exports.provenance import Provenance, provenance
from frenchtech_graph.exports.table_columns import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    PAGE_COLUMNS,
    SNAPSHOT_COLUMNS,
)
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import FTE
from frenchtech_graph.model.terms import Property
from frenchtech_graph.network.build import bipartite

_DTYPES = {
    "text": "string",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "list": "object",
}
_FROM_NETWORK = (
    "pillars",
    "person",
    "place",
    "place_label",
    "department",
    "region",
    "lat",
    "lon",
    "sectors",
    "stage",
)


def lists(store: ox.Store) -> dict[str, pd.DataFrame]:
    """Return the four lists by name: `nodes`, `edges`, `sources` (pages) and `snapshots`."""
    known = provenance(store)
    return {
        "nodes": nodes(store, known),
        "edges": edges(store, known),
        "sources": _typed(
            [{"page": page, **found} for page, found in known.pages.items()], PAGE_COLUMNS
        ),
        "snapshots": _typed(
            [{"snapshot": snapshot, **found} for snapshot, found in known.snapshots.items()],
            SNAPSHOT_COLUMNS,
        ),
    }


def nodes(store: ox.Store, known: Provenance | None = None) -> pd.DataFrame:
    """Return all resources and rounds, one per row, sorted by address.

    The columns are `NODE_COLUMNS`.

    Where an actor has several places, its row has the one maps show (see `network`).
    """
    known = known or provenance(store)
    network = bipartite(store)
    rows = []
    for address, found in sorted(facts(store, "entities").items()):
        attributes = network.nodes.get(address, {})
        row = _row(found, NODE_COLUMNS) | _kind(found["kind"])
        row |= {n: attributes[n] for n in _FROM_NETWORK if attributes.get(n) not in (None, ())}
        row |= known.columns([address], found.get("pages", ()))
        rows.append(row | {"id": address})
    return _typed(rows, NODE_COLUMNS)


def edges(store: ox.Store, known: Provenance | None = None) -> pd.DataFrame:
    """Return all ties that have two ends, one per row, sorted by address.

    The columns are `EDGE_COLUMNS`.

    `relation` is the short form of the tie in the ontology (`investedIn`). A round is an edge from
    itself, as a node, to the company that raised it (`raisedBy`).
    """
    known = known or provenance(store)
    kinds = ontology.load().tie_kinds
    rows = []
    for address, found in sorted(facts(store, "ties").items()):
        row = _row(found, EDGE_COLUMNS) | _kind(found["kind"]) | {"id": address}
        tie = kinds.get(row["kind"])
        if tie:
            row |= {"relation": tie.shortcut, "flow": tie.flow, "directed": tie.directed}
        elif "target" in found:
            row |= {"source": address, "relation": Property.RAISED_BY, "directed": True}
        if "source" in row and "target" in row:
            rows.append(row | known.columns([address], found.get("pages", ())))
    return _typed(rows, EDGE_COLUMNS)


def _row(found: Mapping[str, list[str]], columns: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        a: tuple(values) if columns.get(a) == "list" else "|".join(values)
        for a, values in found.items()
    }
    if "currency" in row:
        row["currency"] = row["currency"].rpartition("/")[2]
    return row


def _kind(classes: Iterable[str]) -> dict[str, str]:
    known = ontology.load()
    lowest = known.most_specific([c.removeprefix(FTE) for c in classes])
    name = lowest[0] if lowest else ""
    term = known.classes.get(name)
    return {"kind": name} | (
        {f"kind_{lang}": term.label(lang) for lang in ontology.LANGUAGES} if term else {}
    )


def _typed(rows: list[dict[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({c: _series([r.get(c) for r in rows], kind) for c, kind in columns.items()})


def _series(values: list[Any], kind: str) -> "pd.Series[Any]":
    if kind == "boolean":
        values = [None if v is None else str(v).lower() == "true" for v in values]
    elif kind in ("integer", "number"):
        # Of several values the first: the least, for years.
        values = [None if v is None else float(str(v).partition("|")[0]) for v in values]
    elif kind == "list":
        values = [v or () for v in values]
    return pd.Series(values, dtype=_DTYPES[kind])
