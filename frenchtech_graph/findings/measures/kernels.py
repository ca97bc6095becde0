"""Inner loops written for a compiler: plain Python that numba turns into machine code.

Nothing here chooses anything: `engines` compiles these functions where numba is installed. A
function is one long loop where splitting it would cost a call per node.

Graphs come as the ``indptr`` and ``indices`` of a CSR matrix: row v lists the nodes that v points
to.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.integer]
Floats = NDArray[np.float64]


def shortest_path_shares(
    indptr: Integers,
    indices: Integers,
    sources: Integers,
    worth: Floats,
    times: Floats,
    totals: Floats,
) -> None:
    """Add to ``totals`` the share of each node in the shortest paths from ``sources`` to all nodes.

    A path from node s to node t counts ``times[s] × worth[t]``. The ends of a path carry nothing.
    Source: Brandes 2001, J. Math. Sociol. 25:163-177, with the paths' last halves kept in visiting
    order.
    """
    n = indptr.size - 1
    distance = np.full(n, -1, dtype=np.int32)
    paths, share = np.zeros(n), np.zeros(n)
    queue, onward = np.empty(n, dtype=np.int32), np.empty(indices.size, dtype=np.int32)
    onward_end = np.empty(n, dtype=np.int64)
    for k in range(sources.size):
        queue[0] = sources[k]
        distance[sources[k]], paths[sources[k]] = 0, 1.0
        place, found, steps = 0, 1, 0
        while place < found:
            v = queue[place]
            beyond = distance[v] + 1
            for slot in range(indptr[v], indptr[v + 1]):
                w = indices[slot]
                if distance[w] < 0:
                    distance[w], paths[w] = beyond, paths[v]
                    queue[found] = w
                    found += 1
                elif distance[w] == beyond:
                    paths[w] += paths[v]
                else:
                    continue
                onward[steps] = w
                steps += 1
            onward_end[place] = steps
            place += 1
        for place in range(found - 1, -1, -1):
            v = queue[place]
            carried = 0.0
            for step in range(onward_end[place - 1] if place else 0, onward_end[place]):
                carried += share[onward[step]]
            carried *= paths[v]
            if place:
                totals[v] += carried * times[sources[k]]
            share[v] = (carried + worth[v]) / paths[v]
            distance[v] = -1


def harmonic_sums(indptr: Integers, indices: Integers, sources: Integers, totals: Floats) -> None:
    """Add to ``totals[v]`` the sum of ``1/d(s, v)`` over the sources s that reach v, 64 sources at
    a time.

    Source: Then, Kaufmann, Chirigati et al. 2014, PVLDB 8:449-460 (breadth-first searches as bits
    of a word).
    """
    n = indptr.size - 1
    seen, front, reached = (
        np.zeros(n, dtype=np.uint64),
        np.zeros(n, dtype=np.uint64),
        np.zeros(n, dtype=np.uint64),
    )
    active, fresh = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    for start in range(0, sources.size, 64):
        seen[:] = 0
        count = 0
        for bit in range(min(64, sources.size - start)):
            v = sources[start + bit]
            if seen[v] == 0:
                active[count] = v
                count += 1
            seen[v] |= np.uint64(1) << np.uint64(bit)
            front[v] = seen[v]
        distance = 0
        while count:
            distance += 1
            touched = 0
            for place in range(count):
                v = active[place]
                bits = front[v]
                front[v] = 0
                for slot in range(indptr[v], indptr[v + 1]):
                    w = indices[slot]
                    new = bits & ~seen[w]
                    if new:
                        if reached[w] == 0:
                            fresh[touched] = w
                            touched += 1
                        reached[w] |= new
            for place in range(touched):
                w = fresh[place]
                bits = reached[w]
                reached[w] = 0
                seen[w] |= bits
                front[w] = bits
                active[place] = w
                ones = 0
                while bits:
                    bits &= bits - np.uint64(1)
                    ones += 1
                totals[w] += ones / distance
            count = touched


def masked_product(
    indptr: Integers, indices: Integers, left: Floats, right: Floats, out: Floats
) -> None:
    """For every tie i→j, add the sum over q of ``left[i→q] right[q→j]``, if all three ties exist.

    Each tie is listed once, from the node of fewer neighbours to the node of more, so that each
    triangle is met once. The values of a tie are a row, along the list and against it. Source:
    Chiba & Nishizeki 1985, SIAM J. Comput. 14:210-223.
    """
    n = indptr.size - 1
    tie_to = np.full(n, -1)
    for a in range(n):
        for ac in range(indptr[a], indptr[a + 1]):
            tie_to[indices[ac]] = ac
        for ab in range(indptr[a], indptr[a + 1]):
            b = indices[ab]
            for bc in range(indptr[b], indptr[b + 1]):
                ac = tie_to[indices[bc]]
                if ac >= 0:
                    out[ab, 0] += left[ac, 0] * right[bc, 1]
                    out[ab, 1] += left[bc, 0] * right[ac, 1]
                    out[ac, 0] += left[ab, 0] * right[bc, 0]
                    out[ac, 1] += left[bc, 1] * right[ab, 1]
                    out[bc, 0] += left[ab, 1] * right[ac, 0]
                    out[bc, 1] += left[ac, 1] * right[ab, 0]
        for ac in range(indptr[a], indptr[a + 1]):
            tie_to[indices[ac]] = -1


def core_numbers(indptr: Integers, indices: Integers, cores: Integers) -> None:
    """Fill ``cores[v]`` with the largest k such that v is in a subgraph where every degree is at
    least k.

    The graph is symmetric and without loops. Source: Batagelj & Zaversnik 2003, arXiv cs/0310049.
    """
    n = indptr.size - 1
    cores[:] = indptr[1:] - indptr[:-1]
    order = np.argsort(cores, kind="mergesort")
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    first_of = np.searchsorted(cores[order], np.arange(n + 1))
    for step in range(n):
        v = order[step]
        for slot in range(indptr[v], indptr[v + 1]):
            u = indices[slot]
            if cores[u] > cores[v]:
                degree = cores[u]
                first = max(first_of[degree], step + 1)
                w = order[first]
                order[place[u]], order[first] = w, u
                place[w], place[u] = place[u], first
                first_of[degree] = first + 1
                cores[u] = degree - 1


def curveball_sweeps(
    indptr: Integers, indices: Integers, partners: Integers, seeds: Integers
) -> None:
    """Make sweeps of trades on a 0/1 CSR matrix with sorted rows, in place.

    Sweep s trades between rows ``partners[s, 0]`` and ``[s, 1]``, ``[s, 2]`` and ``[s, 3]`` … Only
    the columns of one row of a pair are traded, in order. The first row gets the next one with
    probability *columns it still lacks / columns still to deal* (selection sampling, Knuth 1969,
    algorithm S), so that no row needs sorting. The random number of an entry is a hash of
    ``seeds[s]`` and its place in the sweep (SplitMix64, Steele, Lea & Flood 2014).
    """
    step = np.uint64(0x9E3779B97F4A7C15)
    width = 0
    for row in range(indptr.size - 1):
        width = max(width, indptr[row + 1] - indptr[row])
    pool, in_both = np.empty(2 * width, dtype=indices.dtype), np.empty(2 * width, dtype=np.uint8)
    # One more: an entry is written for both rows, and only counted for the one that keeps it.
    ours, theirs = (
        np.empty(width + 1, dtype=indices.dtype),
        np.empty(width + 1, dtype=indices.dtype),
    )
    for sweep in range(partners.shape[0]):
        after = seeds[sweep]
        for place in range(0, partners.shape[1] - 1, 2):
            first, second = partners[sweep, place], partners[sweep, place + 1]
            i, i_end = indptr[first], indptr[first + 1]
            j, j_end = indptr[second], indptr[second + 1]
            total, i_size, j_size = 0, i_end - i, j_end - j
            before, after = after, after + step * np.uint64(i_size + j_size)
            while i < i_end and j < j_end:
                a, b = indices[i], indices[j]
                pool[total], in_both[total] = min(a, b), a == b
                i += a <= b
                j += b <= a
                total += 1
            while i < i_end:
                pool[total], in_both[total] = indices[i], 0
                i += 1
                total += 1
            while j < j_end:
                pool[total], in_both[total] = indices[j], 0
                j += 1
                total += 1
            shared = i_size + j_size - total
            lacks, left = np.uint64(i_size - shared), np.uint64(total - shared)
            if not np.uint64(0) < lacks < left:
                continue
            state = before
            i, j = 0, 0
            for entry in range(total):
                state += step
                mixed = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
                mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
                mixed = (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(32)
                goes = mixed * left < (lacks << np.uint64(32))
                both = in_both[entry]
                ours[i], theirs[j] = pool[entry], pool[entry]
                i += both | goes
                j += both | (not goes)
                lacks -= np.uint64(goes & (1 - both))
                left -= np.uint64(1 - both)
            start, other = indptr[first], indptr[second]
            for k in range(i_size):
                indices[start + k] = ours[k]
            for k in range(j_size):
                indices[other + k] = theirs[k]
