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


def conjugate_gradients(system: Any, right: Floats, tolerance: float = 1e-11) -> Floats:
    """Solve a symmetric positive definite system; sums in a fixed order, whatever the number of cores.

    Source: Hestenes & Stiefel 1952, J. Res. Natl. Bur. Stand. 49:409-436.
    """
    found, residual, direction = np.zeros(right.size), right.copy(), right.copy()
    left = start = float((residual * residual).sum())
    for _ in range(1000):
        if left <= tolerance**2 * start:
            break
        step = system @ direction
        length = left / float((direction * step).sum())
        found += length * direction
        residual -= length * step
        before, left = left, float((residual * residual).sum())
        direction = residual + (left / before) * direction
    return found


def masked_product(pattern: Any, left: Floats, right: Floats) -> Floats:
    """Return what `kernels.masked_product` adds up, from products of blocks of rows."""
    n = pattern.shape[0]
    first = sp.csr_array((left, pattern.indices, pattern.indptr), shape=pattern.shape)
    second = sp.csr_array((right, pattern.indices, pattern.indptr), shape=pattern.shape)
    cells = np.repeat(np.arange(n), np.diff(pattern.indptr)) * np.int64(n) + pattern.indices
    out = np.zeros(cells.size)
    for rows in _blocks(np.arange(n), n):
        product = sp.coo_array(first[rows] @ second)
        found = rows[product.row] * np.int64(n) + product.col
        place = np.minimum(np.searchsorted(cells, found), cells.size - 1)
        stored = cells[place] == found
        out[place[stored]] = product.data[stored]
    return out


def _blocks(items: Integers, n: int) -> Iterator[Integers]:
    """Yield the items in parts, so that a part × n nodes fills a block."""
    size = max(1, BLOCK // max(n, 1))
    for start in range(0, items.size, size):
        yield items[start : start + size]
