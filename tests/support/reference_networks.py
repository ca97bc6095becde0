"""Small published networks, as networkx graphs."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import networkx as nx

FOLDER = Path(__file__).parents[1] / "reference"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a reference table."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def florentine() -> nx.Graph[Any]:
    """Return the marriages between Florentine families."""
    return nx.Graph([(row["a"], row["b"]) for row in rows("florentine_marriages")])


def karate() -> nx.Graph[Any]:
    """Return Zachary's karate club, with the faction of each member as ``group``."""
    graph: nx.Graph[Any] = nx.Graph(
        [(int(row["a"]), int(row["b"])) for row in rows("zachary_karate")]
    )
    nx.set_node_attributes(
        graph, {int(row["node"]): row["group"] for row in rows("zachary_karate_nodes")}, "group"
    )
    return graph


def southern_women() -> nx.Graph[Any]:
    """Return who attended which event, as a two-mode network of this project."""
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    for row in rows("davis_southern_women"):
        graph.add_node(row["woman"], mode="actor")
        graph.add_node(row["event"], mode="event")
        graph.add_edge(row["woman"], row["event"])
    return graph


def texas() -> nx.DiGraph[Any]:
    """Return who reported to whom in the Texas rescue, with the level of each organisation as
    ``group``.
    """
    graph: nx.DiGraph[Any] = nx.DiGraph(
        [(int(row["a"]), int(row["b"])) for row in rows("drabek_texas")]
    )
    nx.set_node_attributes(
        graph, {int(row["node"]): row["group"] for row in rows("drabek_texas_nodes")}, "group"
    )
    return graph
