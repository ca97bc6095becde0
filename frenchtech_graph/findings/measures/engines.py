"""The one place where a faster engine is chosen. networkx is the interface and the reference.

Every function takes a ``scipy.sparse.csr_array`` (row v: the nodes that v points to, symmetric if
ties have no direction) and returns numbers per node, equal to the results of networkx. The order of
preference: a loop compiled by numba, then rustworkx, then numpy and scipy, which are always there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, TypeVar, cast

import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.measures import kernels, numpy_engines
from frenchtech_graph.findings.measures.kernels import Floats, Integers
from frenchtech_graph.findings.measures.leaves import folded
from frenchtech_graph.io.threads import some_threads

Function = TypeVar("Function", bound=Callable[..., Any])

# Sources that one thread handles together. Fixed, so that sums do not depend on the number of
# cores.
SOURCES_AT_ONCE = 256
# Visits of a tie by one call above which the compiled loop saves more than starting numba costs.
COMPILE_ABOVE = 10_000_000


@cache
def installed(library: str) -> bool:
    """Whether an optional library can be imported (without importing it)."""
    return find_spec(library) is not None


@cache
def compiled(kernel: Function) -> Function:
    """Return ``kernel`` as machine code: needs numba. Compiled once, kept on disk."""
    from numba import njit

    return cast(Function, njit(cache=True, nogil=True)(kernel))


def compiled_or(kernel: Function, otherwise: Function, *, worth_it: bool = True) -> Function:
    """Return the compiled ``kernel`` where numba is installed, and started already or worth
    starting.
    """
    return (
        compiled(kernel)
        if installed("numba") and (worth_it or "numba" in sys.modules)
        else otherwise
    )


def affordable_visits() -> float:
    """Visits of a tie that a path measure can make in about a minute with the installed engine."""
    if installed("numba"):
        return 6e9
    return 3e9 if installed("rustworkx") else 1e9


def betweenness(
    graph: Any,
    sources: Integers,
    worth: Floats | None = None,
    *,
    once: bool = False,
    symmetric: bool = False,
) -> Floats:
    """Sum over s in ``sources`` and all t of ``worth[t] ×`` the share of the shortest s-t paths
    through v.

    ``worth`` is 1 for all nodes by default. A symmetric graph with all its nodes as sources counts
    each pair twice. ``once``: the caller asks once, so a small graph need not wait for numba to
    start. ``symmetric``: the graph is symmetric and has no loops, so that its trees can be folded
    (`leaves`). Source: Freeman 1977, Sociometry 40:35-41. Brandes 2001, J. Math. Sociol. 25:163-177.
    """
    ends = np.ones(graph.shape[0]) if worth is None else worth
    times = np.zeros(graph.shape[0])
    times[sources] = 1.0
    if symmetric and (installed("numba") or not installed("rustworkx")):
        found = folded(graph, times, ends)
        if found is not None:
            starts = np.flatnonzero(found.times)
            inside = _betweenness(found.graph, starts, found.worth, found.times, once=once)
            totals = found.totals
            totals[found.core] += inside
            return totals
    small, every = once and _small(graph, sources), sources.size == graph.shape[0]
    if worth is None and every and not small and installed("rustworkx") and not installed("numba"):
        return _rustworkx_betweenness(graph)
    return _betweenness(graph, sources, ends, times, once=once)


def _betweenness(
    graph: Any, sources: Integers, worth: Floats, times: Floats, *, once: bool
) -> Floats:
    """Return the sums of `betweenness`, with so many paths from each source."""
    if installed("numba") and not (once and _small(graph, sources)):
        return _in_threads(compiled(kernels.shortest_path_shares), graph, sources, worth, times)
    return numpy_engines.betweenness(graph, sources, worth, times)


def harmonic(graph: Any, sources: Integers, *, once: bool = False) -> Floats:
    """Sum of ``1/d(s, v)`` over the ``sources`` s other than v.

    A source that does not reach v adds 0.

    ``once`` as in `betweenness`. Source: Marchiori & Latora 2000, Physica A 285:539-546.
    """
    if installed("numba") and not (once and _small(graph, sources)):
        return _in_threads(compiled(kernels.harmonic_sums), graph, sources)
    return numpy_engines.harmonic(graph, sources)


def _small(graph: Any, sources: Integers) -> bool:
    return bool(sources.size * (graph.nnz + graph.shape[0]) < COMPILE_ABOVE)


def pagerank(graph: Any, *, symmetric: bool, damping: float = 0.85) -> Floats:
    """Share of time of a walk that follows ties by weight and, with ``1 - damping``, jumps
    anywhere.

    A node without outgoing ties jumps. Source: Brin & Page 1998, Comput. Netw. ISDN 30:107-117. On
    a symmetric graph the equations are solved by conjugate gradients, else by steps of the walk.
    """
    n = graph.shape[0]
    outgoing = np.ravel(graph.sum(axis=1))
    inverse = np.divide(1.0, outgoing, out=np.zeros(n), where=outgoing > 0)
    if n and symmetric:
        root = np.sqrt(inverse)
        along = damping * np.repeat(root, np.diff(graph.indptr)) * graph.data * root[graph.indices]
        follow = sp.csr_array((along, graph.indices, graph.indptr), shape=graph.shape)
        # A node without ties only has what jumps bring: its row of the system is 1.
        scale = np.where(outgoing > 0, root, 1.0)
        # Not far from it: a share for everybody, the rest by ties.
        jumps = 1 - damping
        near = scale * (jumps + damping * outgoing / (outgoing.mean() or 1.0))
        rank = (
            numpy_engines.conjugate_gradients(lambda x: x - follow @ x, jumps * scale, near) / scale
        )
        return np.asarray(rank / rank.sum(), dtype=np.float64)
    follow = sp.csr_array(graph.T) @ sp.diags_array(damping * inverse)
    rank = np.full(n, 1 / max(n, 1))
    for _ in range(1000 if n else 0):
        previous, rank = rank, follow @ rank
        rank += (1 - rank.sum()) / n
        if np.abs(rank - previous).sum() < 1e-12:
            break
    return cast(Floats, rank)


def leading_vector(matrix: Any) -> Floats:
    """Leading eigenvector, of length 1, of a symmetric matrix or operator without negative entries.

    NaN when the matrix is zero. Where several components have the leading value, each keeps the
    weight that an even start gives it.
    """
    n = matrix.shape[0]
    if not (matrix @ np.ones(n)).any():
        return np.full(n, np.nan)
    if n < 20:
        values, vectors = np.linalg.eigh(matrix @ np.eye(n))
        leading = vectors[:, np.isclose(values, values[-1])]
        vector = leading @ (leading.T @ np.ones(n))
    else:
        from scipy.sparse.linalg import eigsh

        vector = eigsh(matrix, k=1, which="LA", v0=np.ones(n))[1][:, 0]
    return cast(Floats, np.abs(vector) / np.linalg.norm(vector))


def masked_products(pattern: Any, factors: Sequence[tuple[Floats, Floats]]) -> list[Floats]:
    """For each ``left, right``: sum over q of ``left[i→q] right[q→j]`` for the stored cells i→j
    alone.

    Values are one per stored cell of ``pattern``, which is symmetric, sorted and without loops.
    """
    if not installed("numba"):
        return [numpy_engines.masked_product(pattern, left, right) for left, right in factors]
    n, cells = pattern.shape[0], np.arange(pattern.indices.size)
    neighbours = np.diff(pattern.indptr)
    tail, head = np.repeat(np.arange(n), neighbours), pattern.indices
    place = neighbours * np.int64(n) + np.arange(n)
    along = np.flatnonzero(place[tail] < place[head])
    against = (
        sp.csr_array((cells, pattern.indices, pattern.indptr), shape=pattern.shape)
        .T.tocsr()
        .data[along]
    )
    indptr = np.searchsorted(tail[along], np.arange(n + 1))
    found = []
    for left, right in factors:
        both_ways = (np.column_stack([values[along], values[against]]) for values in (left, right))
        sums = np.zeros((along.size, 2))
        compiled(kernels.masked_product)(indptr, head[along].astype(np.int32), *both_ways, sums)
        out = np.zeros(cells.size)
        out[along], out[against] = sums.T
        found.append(out)
    return found


def core_numbers(graph: Any) -> Integers:
    """Largest k such that the node is in a subgraph with k ties or more per node, for a symmetric
    graph without loops.
    """
    cores = np.zeros(graph.shape[0], dtype=np.int64)
    compiled_or(kernels.core_numbers, kernels.core_numbers)(*_arrays(graph), cores)
    return cores


def _arrays(graph: Any) -> tuple[Integers, Integers]:
    """Return the CSR arrays in the widths that the kernels are compiled for."""
    return graph.indptr.astype(np.int64), graph.indices.astype(np.int32)


def _in_threads(
    kernel: Callable[..., None], graph: Any, sources: Integers, *more: Floats
) -> Floats:
    """Run a kernel that adds to totals over parts of the sources, and add the parts up in their
    order.
    """
    indptr, indices = _arrays(graph)

    def run(start: int) -> Floats:
        totals = np.zeros(graph.shape[0])
        kernel(
            indptr,
            indices,
            sources[start : start + SOURCES_AT_ONCE].astype(np.int64),
            *more,
            totals,
        )
        return totals

    totals = np.zeros(graph.shape[0])
    with some_threads(os.cpu_count()) as threads:
        for part in threads.map(run, range(0, sources.size, SOURCES_AT_ONCE)):
            totals += part
    return totals


def _rustworkx_betweenness(graph: Any) -> Floats:
    """Return exact betweenness over ordered pairs from rustworkx."""
    import rustworkx

    tails = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    network = rustworkx.PyDiGraph()
    network.add_nodes_from(range(graph.shape[0]))
    network.add_edges_from_no_data(list(zip(tails.tolist(), graph.indices.tolist(), strict=True)))
    shares = rustworkx.digraph_betweenness_centrality(network, normalized=False)
    return np.array([shares[v] for v in range(graph.shape[0])])
