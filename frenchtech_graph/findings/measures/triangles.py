"""Measures over triangles on arrays: structural holes, and two-paths that no tie closes."""

from __future__ import annotations

from typing import Any

import numpy as np

from frenchtech_graph.findings.measures.engines import masked_products
from frenchtech_graph.findings.measures.kernels import Floats, Integers


def structural_holes(weights: Any) -> Floats:
    """Return constraint, effective size and hierarchy (columns) of a symmetric weighted graph
    without loops.

    NaN for nodes without ties. Hierarchy is 1 for a single contact. Source: Burt 1992, Structural
    Holes, chapter 2.
    """
    weights, n = _sorted(weights), weights.shape[0]
    contacts = np.diff(weights.indptr)
    tail, value = np.repeat(np.arange(n), contacts), weights.data.astype(float)
    total, largest = np.bincount(tail, value, n), np.zeros(n)
    np.maximum.at(largest, tail, value)
    share, marginal = value / total[tail], value / largest[weights.indices]
    indirect, redundancy = masked_products(weights, [(share, share), (share, marginal)])
    local = (share + indirect) ** 2
    constraint = np.bincount(tail, local, n)
    relative = local * contacts[tail] / constraint[tail]
    disorder = np.bincount(tail, relative * np.log(relative), n)
    several = np.maximum(contacts, 2)
    hierarchy = np.where(contacts > 1, disorder / (several * np.log(several)), 1.0)
    found = np.column_stack([constraint, contacts - np.bincount(tail, redundancy, n), hierarchy])
    found[contacts == 0] = np.nan
    return found


def open_triples(arcs: Any, group: Integers) -> Floats:
    """Count a → b → c with a ≠ c and without a → c, per b and role (columns).

    Roles: coordinator (all three of one group), itinerant (b alone of another), representative (c
    alone), gatekeeper (a alone), liaison (three groups). ``group`` numbers the groups. Nodes of
    group -1 are ignored. ``arcs`` is a 0/1 ``csr_array`` without loops, symmetric where ties have
    no direction.
    """
    n = arcs.shape[0]
    # Cells of both directions: 1 for b → c alone, 2 for c → b alone, 3 for both.
    both = _sorted(arcs + 2 * arcs.T)
    tail, head = np.repeat(np.arange(n), np.diff(both.indptr)), both.indices
    known = (group[tail] >= 0) & (group[head] >= 0)
    within = known & (group[tail] == group[head])
    sends, receives = known & (both.data != 2), known & (both.data != 1)
    any_closed, own_closed, same_closed = masked_products(
        both,
        [
            (1.0 * receives, 1.0 * sends),
            (1.0 * (receives & within), 1.0 * sends),
            (1.0 * receives, 1.0 * (sends & within)),
        ],
    )
    senders = np.bincount(tail, receives, n)[tail]
    own_senders = np.bincount(tail, receives & within, n)[tail]
    pairs, cell = np.unique(
        tail * np.int64(group.max(initial=0) + 1) + np.maximum(group[head], 0), return_inverse=True
    )
    like_head = np.bincount(cell, receives, pairs.size)[cell]
    mutual = 1.0 * (sends & receives)
    from_own = own_senders - own_closed - mutual * within
    from_others = senders - own_senders - (any_closed - own_closed)
    from_like = like_head - same_closed - mutual
    inside, outside = sends & within, sends & ~within
    # In the order of the roles; as numbers with a point also where there is no tie at all.
    return np.asarray(
        [
            np.bincount(tail, np.where(inside, from_own, 0), n),
            np.bincount(tail, np.where(outside, from_like, 0), n),
            np.bincount(tail, np.where(outside, from_own, 0), n),
            np.bincount(tail, np.where(inside, from_others, 0), n),
            np.bincount(tail, np.where(outside, from_others - from_like - mutual, 0), n),
        ],
        dtype=np.float64,
    ).T.copy()


def _sorted(matrix: Any) -> Any:
    matrix = matrix.tocsr()
    matrix.sort_indices()
    return matrix
