"""A network as arrays, for measures that are computed many times on parts of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from frenchtech_graph.projections import is_actor, is_two_mode

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Kept = NDArray[np.bool_]


@dataclass(frozen=True)
class Pattern:
    """Where the entries of a sparse n × n matrix go; entries of the same cell add up."""

    n: int
    indptr: Integers
    indices: Integers
    slot: Integers

    @classmethod
    def of(cls, rows: Integers, columns: Integers, n: int) -> Pattern:
        """Lay out entries given by row and column."""
        cells, slot = np.unique(rows * np.int64(max(n, 1)) + columns, return_inverse=True)
        indptr = np.searchsorted(cells, np.arange(n + 1) * np.int64(max(n, 1)))
        return cls(n, indptr, cells % max(n, 1), slot.ravel())

    def matrix(self, values: NDArray[Any]) -> Any:
        """Return the ``csr_array`` of the entries' values; cells that add up to 0 are not stored."""
        data = np.bincount(self.slot, weights=values, minlength=self.indices.size).astype(np.float64)
        stored = data != 0
        indptr = np.concatenate([[0], np.cumsum(stored)])[self.indptr]
        return sp.csr_array((data[stored], self.indices[stored], indptr), shape=(self.n, self.n))


@dataclass(frozen=True)
class Ties:
    """Nodes and ties of any networkx graph, numbered in an order that does not depend on the graph's.

    In a two-mode network ``head`` is the actor and ``tail`` the event of a tie, and the ties of one event
    are one unit of resampling (``event``). In any other graph they are its two ends and each tie is a unit.
    ``kept`` arguments say which ties are there (all by default); results have one number per node.
    """

    graph: nx.Graph[Any]
    nodes: list[Hashable]
    actor: NDArray[np.bool_]
    two_mode: bool
    head: Integers
    tail: Integers
    event: Integers
    data: list[Mapping[str, Any]]

    @classmethod
    def of(cls, graph: nx.Graph[Any]) -> Ties:
        """Number the nodes and ties of a graph.

        Raises:
            ValueError: a two-mode network ties two actors, or two events.
        """
        nodes = sorted(graph, key=_sort_key)
        number = {node: i for i, node in enumerate(nodes)}
        actor = np.array([is_actor(graph.nodes[node]) for node in nodes], dtype=bool)
        two_mode = is_two_mode(graph)
        ties = [(number[u], number[v], data) for u, v, data in graph.edges(data=True)]
        if two_mode:
            ties = _actor_first(ties, actor, nodes)
        elif not graph.is_directed():
            ties = [(min(u, v), max(u, v), data) for u, v, data in ties]
        ties.sort(key=lambda tie: tie[:2])
        head, tail = (np.array([tie[end] for tie in ties], dtype=np.int64) for end in (0, 1))
        event = np.unique(tail, return_inverse=True)[1].ravel() if two_mode else np.arange(len(ties))
        return cls(graph, nodes, actor, two_mode, head, tail, event, [data for _, _, data in ties])

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    @property
    def directed(self) -> bool:
        """Whether the direction of ties counts. That of an edge between actor and event does not."""
        return self.graph.is_directed() and not self.two_mode

    @cached_property
    def events(self) -> int:
        """Number of units of resampling."""
        return int(self.event.max()) + 1 if self.event.size else 0

    @cached_property
    def weight(self) -> Floats:
        """Weight of each tie: its ``weight``, else 1; always 1 in a two-mode network."""
        if self.two_mode:
            return np.ones(self.head.size)
        return np.array([1.0 if data.get("weight") is None else data["weight"] for data in self.data], dtype=float)

    @cached_property
    def confidence(self) -> Floats:
        """Confidence in each tie, 1 where none is stated."""
        return np.array(
            [1.0 if data.get("confidence") is None else data["confidence"] for data in self.data], dtype=float
        )

    def links(self, kept: Kept | None = None, *, weighted: bool = False, loops: bool = False) -> Any:
        """Return the adjacency matrix of all nodes, symmetric unless directed; 0/1 unless ``weighted``."""
        here = np.ones(self.head.size) if kept is None else kept.astype(float)
        values = here * self.weight if weighted else here
        loop = self.head == self.tail
        forward = values if loops else np.where(loop, 0, values)
        if self.directed:
            matrix = self._link_pattern.matrix(forward)
        else:
            matrix = self._link_pattern.matrix(np.concatenate([forward, np.where(loop, 0, values)]))
        if not weighted:
            matrix.data[:] = 1
        return matrix

    def projection(self, kept: Kept | None = None) -> Any:
        """Return the symmetric weights between actors, without loops.

        Two-mode: Newman weights of the events kept. Otherwise tie weights, both directions added.
        """
        if not self.two_mode:
            matrix = self.links(kept, weighted=True)
            return sp.csr_array(matrix + matrix.T) if self.directed else matrix
        first, second, pattern = self._pairs
        here = np.ones(self.head.size, dtype=bool) if kept is None else kept
        size = np.bincount(self.event[here], minlength=self.events)
        shares = np.divide(here[first] & here[second], size[self.event[first]] - 1, where=here[first] & here[second],
                           out=np.zeros(first.size))  # fmt: skip
        return pattern.matrix(np.concatenate([shares, shares]))

    @cached_property
    def _link_pattern(self) -> Pattern:
        if self.directed:
            return Pattern.of(self.head, self.tail, self.n)
        both = np.concatenate([self.head, self.tail]), np.concatenate([self.tail, self.head])
        return Pattern.of(*both, self.n)

    @cached_property
    def _pairs(self) -> tuple[Integers, Integers, Pattern]:
        """Return each pair of ties of one event, and where the pair's actors lie in a matrix."""
        by_event = np.argsort(self.event, kind="stable")
        later = np.cumsum(np.bincount(self.event, minlength=self.events))[self.event[by_event]]
        later -= np.arange(self.event.size) + 1
        first = np.repeat(np.arange(self.event.size), later)
        offset = np.arange(first.size) - np.repeat(np.cumsum(later) - later, later)
        a, b = by_event[first], by_event[first + 1 + offset]
        rows, columns = self.head[a], self.head[b]
        return a, b, Pattern.of(np.concatenate([rows, columns]), np.concatenate([columns, rows]), self.n)


def starting_nodes(ties: Ties, pivots: int | None, seed: int) -> Integers:
    """Return the nodes where shortest paths start: all, or ``pivots`` of them at random."""
    if pivots is None or pivots >= ties.n:
        return np.arange(ties.n)
    return np.sort(np.random.default_rng(seed).choice(ties.n, size=max(pivots, 1), replace=False))


def _sort_key(node: Hashable) -> tuple[str, Any]:
    """Sort numbers as numbers and anything else as text."""
    number = isinstance(node, (int, float)) and not isinstance(node, bool)
    return ("", node) if number else (type(node).__name__, str(node))


def _actor_first(
    ties: list[tuple[int, int, Any]], actor: NDArray[np.bool_], nodes: list[Hashable]
) -> list[tuple[int, int, Any]]:
    """Order the ends of two-mode ties, and keep one tie of an actor in an event."""
    ordered: dict[tuple[int, int], Any] = {}
    for u, v, data in ties:
        if actor[u] == actor[v]:
            mode = "actors" if actor[u] else "events"
            raise ValueError(f"a two-mode network ties actors to events; {nodes[u]!r} and {nodes[v]!r} are both {mode}")
        ordered.setdefault((u, v) if actor[u] else (v, u), data)
    return [(*ends, data) for ends, data in ordered.items()]
