"""Measures with numpy and scipy only: the fallback of `engines`, equal to the compiled loops.

Graphs are ``scipy.sparse.csr_array``s without loops, as in `engines`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.measures.kernels import Floats, Integers

# Numbers in one block of (all nodes × some sources): 16 MB each.
BLOCK = 2_000_000


def betweenness(
    graph: Any, sources: Integers, worth: Floats, times: Floats | None = None
) -> Floats:
    """Return the sums of `kernels.shortest_path_shares`, level by level for a block of sources at
    once.
    """
    totals = np.zeros(graph.shape[0])
    onward = _ones(graph)
    for part in _blocks(sources, graph.shape[0]):
        levels = list(_levels(graph, part))
        share = None
        for depth in range(len(levels) - 1, -1, -1):
            paths = levels[depth]
            carried = (
                sp.csr_array(paths.shape) if share is None else (onward @ share).multiply(paths)
            )
            if depth:
                totals += carried @ (np.ones(part.size) if times is None else times[part])
            ends, inverse = paths.copy(), paths.copy()
            ends.data = np.repeat(worth, np.diff(paths.indptr))
            inverse.data = 1 / paths.data
            share = (carried + ends).multiply(inverse)
    return totals


def harmonic(graph: Any, sources: Integers) -> Floats:
    """Return the sums of `kernels.harmonic_sums`."""
    totals = np.zeros(graph.shape[0])
    for part in _blocks(sources, graph.shape[0]):
        for distance, level in enumerate(_levels(graph, part)):
            if distance:
                totals += np.diff(level.indptr) / distance
    return totals


def _levels(graph: Any, sources: Integers) -> Iterator[Any]:
    """Yield, distance by distance, the numbers of shortest paths to the nodes reached (rows) from
    sources.
    """
    n, column = graph.shape[0], np.arange(sources.size)
    backward = _ones(graph.T)
    level = sp.csr_array((np.ones(sources.size), (sources, column)), shape=(n, sources.size))
    seen = np.zeros(level.shape, dtype=bool)
    while level.nnz:
        yield level
        seen[np.repeat(np.arange(n), np.diff(level.indptr)), level.indices] = True
        reached = sp.coo_array(backward @ level)
        new = ~seen[reached.row, reached.col]
        level = sp.csr_array(
            (reached.data[new], (reached.row[new], reached.col[new])), shape=level.shape
        )


def _ones(graph: Any) -> Any:
    """Return the graph with all ties of weight 1."""
    plain = sp.csr_array(graph, dtype=float, copy=True)
    plain.data[:] = 1
    return plain


def conjugate_gradients(
    system: Callable[[Floats], Floats], right: Floats, near: Floats, tolerance: float = 1e-10
) -> Floats:
    """Solve a symmetric positive definite system, given as a function of a vector, starting at
    ``near``.

    Sums are in a fixed order, whatever the number of cores.

    Source: Hestenes & Stiefel 1952, Journal of Research of the National Bureau of Standards
    49:409-436.
    """
    found, residual = near.copy(), right - system(near)
    direction = residual.copy()
    left, enough = _product(residual, residual), tolerance**2 * _product(right, right)
    for _ in range(1000):
        if left <= enough:
            break
        step = system(direction)
        length = left / _product(direction, step)
        found += length * direction
        step *= length
        residual -= step
        before, left = left, _product(residual, residual)
        direction *= left / before
        direction += residual
    return found


def _product(left: Floats, right: Floats) -> float:
    return float(np.einsum("i,i->", left, right))


def masked_product(pattern: Any, left: Floats, right: Floats) -> Floats:
    """Return the sums of `kernels.masked_product`, from products of blocks of rows."""
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
