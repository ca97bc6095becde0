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

from frenchtech_graph.network.model import Edge, is_actor
from frenchtech_graph.network.projections import is_two_mode

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Kept = NDArray[np.bool_]
WEIGHTED_VIEWS = ("newman", "validated", "directed")


@dataclass(frozen=True)
class Pattern:
    """The positions of numbers given for pairs of nodes in a sparse n × n matrix.

    Numbers of one pair add up.

    ``first`` and ``second`` are the different pairs, ``slot`` the pair of each number given,
    ``cell`` the pair shown in each cell of the matrix.
    """

    n: int
    first: Integers
    second: Integers
    slot: Integers
    indptr: Integers
    indices: Integers
    cell: Integers

    @classmethod
    def of(cls, rows: Integers, columns: Integers, n: int, *, symmetric: bool) -> Pattern:
        """Arrange numbers given by row and column.

        With ``symmetric``, the reverse direction is added too.
        """
        if symmetric:
            rows, columns = np.minimum(rows, columns), np.maximum(rows, columns)
        pairs, slot = np.unique(rows * np.int64(n) + columns, return_inverse=True)
        first, second = np.divmod(pairs, max(n, 1))
        other = np.flatnonzero(first != second) if symmetric else np.zeros(0, dtype=np.int64)
        row, column = np.concatenate([first, second[other]]), np.concatenate([second, first[other]])
        order = np.lexsort((column, row))
        indptr = np.searchsorted(row[order], np.arange(n + 1))
        cell = np.concatenate([np.arange(first.size), other])[order]
        return cls(n, first, second, slot.ravel(), indptr, column[order], cell)

    def sums(self, values: NDArray[Any]) -> Floats:
        """Add up the numbers of each pair."""
        return np.bincount(self.slot, weights=values, minlength=self.first.size).astype(np.float64)

    def matrix(self, values: NDArray[Any]) -> Any:
        """Return the ``csr_array`` of the sums. Cells of 0 are not stored."""
        data = self.sums(values)[self.cell]
        stored = data != 0
        indptr = np.concatenate([[0], np.cumsum(stored)])[self.indptr]
        return sp.csr_array((data[stored], self.indices[stored], indptr), shape=(self.n, self.n))


@dataclass(frozen=True)
class Ties:
    """Nodes and ties of any networkx graph, numbered in an order that does not depend on the
    graph's.

    In a two-mode network ``head`` is the actor and ``tail`` the event of a tie, and the ties of one
    event are one unit of resampling (``event``). In any other graph they are its two ends and each
    tie is a unit. ``weight_name`` is the attribute that weighs ties, as in networkx. With None,
    ties weigh 1, except on the projections of this project, whose weights are part of them.
    ``kept`` arguments select the ties (all by default). Results have one number per node.
    """

    graph: nx.Graph[Any]
    nodes: list[Hashable]
    actor: NDArray[np.bool_]
    two_mode: bool
    head: Integers
    tail: Integers
    event: Integers
    data: list[Mapping[str, Any]]
    weight_name: str | None

    @classmethod
    def of(cls, graph: nx.Graph[Any] | Ties, weight: str | None = None) -> Ties:
        """Number the nodes and ties of a graph. A numbered graph is returned unchanged.

        Raises:
            ValueError: a two-mode network ties two actors, or two events.
        """
        if isinstance(graph, Ties):
            return graph
        nodes = sorted(graph, key=_sort_key)
        number = {node: i for i, node in enumerate(nodes)}
        actor = np.array([is_actor(graph.nodes[node]) for node in nodes], dtype=bool)
        two_mode = is_two_mode(graph)
        ends, data = [], []
        for u, v, attributes in graph.edges(data=True):
            ends.append((number[u], number[v]))
            data.append(attributes)
        head, tail = np.array(ends, dtype=np.int64).reshape(-1, 2).T
        if two_mode:
            _check_two_mode(head, tail, actor, nodes)
            head, tail = np.where(actor[head], head, tail), np.where(actor[head], tail, head)
        elif not graph.is_directed():
            head, tail = np.minimum(head, tail), np.maximum(head, tail)
        order = np.lexsort((tail, head))
        if two_mode:
            # An actor takes part in an event once, however many edges say so.
            again = (np.diff(head[order], prepend=-1) == 0) & (
                np.diff(tail[order], prepend=-1) == 0
            )
            order = order[~again]
        head, tail = head[order], tail[order]
        event = (
            np.unique(tail, return_inverse=True)[1].ravel() if two_mode else np.arange(order.size)
        )
        if weight is None and graph.graph.get("view") in WEIGHTED_VIEWS:
            weight = "weight"
        return cls(
            graph, nodes, actor, two_mode, head, tail, event, [data[i] for i in order], weight
        )

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    @property
    def directed(self) -> bool:
        """Whether the direction of ties counts.

        The weight of an edge between actor and event does not.
        """
        return self.graph.is_directed() and not self.two_mode

    @cached_property
    def events(self) -> int:
        """Number of units of resampling."""
        return int(self.event.max()) + 1 if self.event.size else 0

    @cached_property
    def weight(self) -> Floats:
        """Weight of each tie: its attribute ``weight_name``, 1 by default, and always 1 in a
        two-mode network.
        """
        name = self.weight_name
        if self.two_mode or name is None:
            return np.ones(self.head.size)
        return np.array(
            [1.0 if data.get(name) is None else data[name] for data in self.data], dtype=float
        )

    @cached_property
    def confidence(self) -> Floats:
        """Confidence in each tie, 1 by default."""
        stated = (Edge(tie, data).confidence for tie, data in enumerate(self.data))
        return np.array([1.0 if sure is None else sure for sure in stated], dtype=float)

    def links(
        self, kept: Kept | None = None, *, weighted: bool = False, loops: bool = False
    ) -> Any:
        """Return the adjacency matrix of all nodes, symmetric unless directed, and 0/1 unless
        ``weighted``.
        """
        here = np.ones(self.head.size) if kept is None else kept.astype(float)
        values = here * self.weight if weighted else here
        matrix = self._link_pattern.matrix(
            values if loops else np.where(self.head == self.tail, 0, values)
        )
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
        return self._pairs[2].matrix(self._shares(kept))

    def contacts(self, kept: Kept | None = None) -> Integers:
        """Return how many others each actor has in the projection."""
        if not self.two_mode:
            return np.asarray(np.diff(self.projection(kept).indptr), dtype=np.int64)
        pattern = self._pairs[2]
        met = (pattern.sums(self._shares(kept)) > 0) & (pattern.first != pattern.second)
        return np.bincount(pattern.first[met], minlength=self.n) + np.bincount(
            pattern.second[met], minlength=self.n
        )

    def _shares(self, kept: Kept | None) -> Floats:
        """Return the Newman weight of each pair of ties of one event, or 0 if one of them is not
        kept.
        """
        first, second, _ = self._pairs
        if kept is None:
            kept = np.ones(self.head.size, dtype=bool)
        size = np.bincount(self.event[kept], minlength=self.events)
        share = np.divide(1.0, size - 1, out=np.zeros(self.events), where=size > 1)
        return np.asarray(np.where(kept[first] & kept[second], share[self.event[first]], 0.0))

    @cached_property
    def _link_pattern(self) -> Pattern:
        return Pattern.of(self.head, self.tail, self.n, symmetric=not self.directed)

    @cached_property
    def _pairs(self) -> tuple[Integers, Integers, Pattern]:
        """Return each pair of ties of one event, and the position of the pair's actors in a matrix."""
        by_event = np.argsort(self.event, kind="stable")
        later = np.cumsum(np.bincount(self.event, minlength=self.events))[self.event[by_event]]
        later -= np.arange(self.event.size) + 1
        first = np.repeat(np.arange(self.event.size), later)
        offset = np.arange(first.size) - np.repeat(np.cumsum(later) - later, later)
        a, b = by_event[first], by_event[first + 1 + offset]
        return a, b, Pattern.of(self.head[a], self.head[b], self.n, symmetric=True)


def starting_nodes(ties: Ties, pivots: int | None, seed: int | tuple[int, ...]) -> Integers:
    """Return the nodes where shortest paths start: all, or ``pivots`` of them at random."""
    if pivots is None or pivots >= ties.n:
        return np.arange(ties.n)
    return np.sort(np.random.default_rng(seed).choice(ties.n, size=max(pivots, 1), replace=False))


def _sort_key(node: Hashable) -> tuple[str, Any]:
    """Sort numbers as numbers and anything else as text."""
    number = isinstance(node, (int, float)) and not isinstance(node, bool)
    return ("", node) if number else (type(node).__name__, str(node))


def _check_two_mode(
    head: Integers, tail: Integers, actor: NDArray[np.bool_], nodes: list[Hashable]
) -> None:
    wrong = np.flatnonzero(actor[head] == actor[tail])
    if wrong.size:
        u, v = head[wrong[0]], tail[wrong[0]]
        mode = "actors" if actor[u] else "events"
        raise ValueError(
            f"a two-mode network ties actors to events; {nodes[u]!r} and {nodes[v]!r} are both"
            f" {mode}"
        )
