"""Measures with numpy and scipy alone: what `engines` falls back on, equal to the compiled loops.

Graphs are ``scipy.sparse.csr_array``s without loops, as in `engines`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra

from frenchtech_graph.analysis.kernels import Floats, Integers

# Numbers in one block of (all nodes × some sources): 16 MB each.
BLOCK = 2_000_000


def betweenness(graph: Any, sources: Integers, worth: Floats) -> Floats:
    """Return what `kernels.shortest_path_shares` adds up, level by level for a block of sources at once."""
    totals = np.zeros(graph.shape[0])
    onward, backward = sp.csr_array(graph, dtype=float), sp.csr_array(graph.T, dtype=float)
    onward.data[:], backward.data[:] = 1, 1
    for part in _blocks(sources, graph.shape[0]):
        column = np.arange(part.size)
        distance = np.full((graph.shape[0], part.size), -1)
        front = np.zeros(distance.shape)
        front[part, column], distance[part, column] = 1, 0
        paths, level = front.copy(), 0
        while front.any():
            level += 1
            front = np.where(distance < 0, backward @ front, 0)
            distance[front > 0] = level
            paths += front
        carried = np.zeros(distance.shape)
        for depth in range(level - 1, 0, -1):
            shares = np.divide(carried + worth[:, None], paths, out=np.zeros_like(paths), where=distance == depth)
            carried += np.where(distance == depth - 1, (onward @ shares) * paths, 0)
        carried[part, column] = 0
        totals += carried.sum(axis=1)
    return totals


def harmonic(graph: Any, sources: Integers) -> Floats:
    """Return what `kernels.harmonic_sums` adds up."""
    totals = np.zeros(graph.shape[0])
    for part in _blocks(sources, graph.shape[0]):
        distance = dijkstra(graph, indices=part, unweighted=True)
        totals += np.divide(1.0, distance, out=np.zeros_like(distance), where=distance > 0).sum(axis=0)
    return totals


def structural_holes(weights: Any) -> Floats:
    """Return what `kernels.structural_holes` fills in; NaN for nodes without ties."""
    n = weights.shape[0]
    results = np.full((n, 3), np.nan)
    total, largest = np.ravel(weights.sum(axis=1)), np.zeros(n)
    np.maximum.at(largest, np.repeat(np.arange(n), np.diff(weights.indptr)), weights.data)
    share = sp.csr_array(sp.diags_array(1 / np.where(total > 0, total, 1)) @ weights)
    marginal = sp.csr_array(weights @ sp.diags_array(1 / np.where(largest > 0, largest, 1)))
    for rows in _blocks(np.flatnonzero(total > 0), n):
        tied = sp.csr_array(weights[rows], dtype=bool)
        local = sp.csr_array(share[rows] + tied.multiply(share[rows] @ share)).power(2)
        constraint, contacts = np.ravel(local.sum(axis=1)), np.diff(tied.indptr)
        relative = sp.csr_array(sp.diags_array(contacts / constraint) @ local)
        relative.data *= np.log(relative.data)
        disorder = np.ravel(relative.sum(axis=1))
        several = contacts > 1
        evenness = contacts * np.log(np.where(several, contacts, 2))
        results[rows, 0] = constraint
        results[rows, 1] = contacts - np.ravel(tied.multiply(share[rows] @ marginal).sum(axis=1))
        results[rows, 2] = np.where(several, disorder / evenness, 1.0)
    return results


def open_triples(graph: Any, group: Integers) -> Floats:
    """Return what `kernels.open_triples` adds up: all two-paths, less those that return and those closed."""
    known = np.flatnonzero(group >= 0)
    shape = (group.size, int(group.max(initial=0)) + 1)
    membership = sp.csr_array((np.ones(known.size), (known, group[known])), shape=shape)
    onward, backward = graph @ membership, graph.T @ membership
    out, into = np.ravel(onward.sum(axis=1)), np.ravel(backward.sum(axis=1))
    own_out, own_in = (np.ravel(side.multiply(membership).sum(axis=1)) for side in (onward, backward))
    returning = sp.csr_array(graph.multiply(graph.T)) @ membership
    back_own = np.ravel(returning.multiply(membership).sum(axis=1))
    same_group = np.ravel(onward.multiply(backward).sum(axis=1)) - own_in * own_out
    counts = np.column_stack(
        [
            own_in * own_out - back_own,
            same_group - (np.ravel(returning.sum(axis=1)) - back_own),
            own_in * (out - own_out),
            (into - own_in) * own_out,
            (into - own_in) * (out - own_out) - same_group,
        ]
    )
    counts -= _closed_triples(graph, group)
    counts[group < 0] = 0
    return counts


def _closed_triples(graph: Any, group: Integers) -> Floats:
    """Return the triples a → b → c with a → c, per b and role, from products of sparse matrices."""
    tail = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    known = (group[tail] >= 0) & (group[graph.indices] >= 0)
    within = group[tail] == group[graph.indices]
    same, other = _kept(graph, known & within), _kept(graph, known & ~within)
    # Role by role: the ties a → b, a → c and b → c. For a itinerant c, b is the odd one out.
    roles = (
        (same, same, same),
        (other, same, other),
        (same, other, other),
        (other, other, same),
        (other, other, other),
    )
    counts = np.zeros((graph.shape[0], 5))
    for role, (first, closing, second) in enumerate(roles):
        counts[:, role] = np.ravel(sp.csr_array((first.T @ closing).multiply(second)).sum(axis=1))
    return counts


def _blocks(items: Integers, n: int) -> Iterator[Integers]:
    """Yield the items in parts, so that a part × n nodes fills a block."""
    size = max(1, BLOCK // max(n, 1))
    for start in range(0, items.size, size):
        yield items[start : start + size]


def _kept(graph: Any, entries: Any) -> Any:
    """Return the 0/1 matrix of some stored entries."""
    matrix = sp.csr_array((entries.astype(float), graph.indices, graph.indptr), shape=graph.shape, copy=True)
    matrix.eliminate_zeros()
    return matrix
