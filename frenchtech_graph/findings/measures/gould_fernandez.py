"""Gould-Fernandez brokerage: who passes between actors that are not tied, and between which groups.

A node b is a broker in a → b → c without a → c. By the groups of the three: *coordinator* (one
group for the three), *itinerant* (a and c in one group, b in another), *representative* (a with b),
*gatekeeper* (b with c), *liaison* (three groups). Ties without direction count both ways, and the
counts are halved: the total is then the number of pairs of contacts without a tie of their own.
Source: Gould & Fernandez 1989, Sociol. Methodol. 19:89-126.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sp

from frenchtech_graph.findings.measures.centrality import group_numbers, table
from frenchtech_graph.findings.measures.null_models import curveball_draws
from frenchtech_graph.findings.measures.statistics import benjamini_hochberg
from frenchtech_graph.findings.measures.ties import Floats, Integers, Ties
from frenchtech_graph.findings.measures.triangles import open_triples
from frenchtech_graph.network.groups import Grouping
from frenchtech_graph.network.model import Edge, event_of

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")


def gould_fernandez(graph: nx.Graph[Any] | Ties, by: Grouping = "pillar") -> pd.DataFrame:
    """Count each node's brokerage in five roles and in ``total``, against the classical
    expectation.

    Columns for each role: the count, ``<role>_expected``, ``<role>_sd`` and ``<role>_z`` in a
    random graph of the same size and density. The expectation ignores degrees: use it to compare
    with other studies, and `brokerage_null` to judge an actor. A two-mode network is measured on
    the ties between its actors. Nodes without a group (and events) are left out of all triples and
    have NaN. ``attrs["without_group"]`` counts them.

    >>> gould_fernandez(nx.path_graph(3), {0: "a", 1: "b", 2: "c"}).loc[1, ["liaison", "total"]].tolist()
    [1.0, 1.0]
    """
    ties = Ties.of(graph)
    group = group_numbers(ties, by)
    arcs, halve = _arcs(ties)
    counts = _counts(arcs, group)
    expected, variance = _moments(group, _density(arcs, group))
    columns: dict[str, Any] = {}
    for i, role in enumerate(ROLES):
        sd = np.sqrt(variance[:, i])
        z = np.divide(counts[:, i] - expected[:, i], sd, out=np.full(ties.n, np.nan), where=sd > 0)
        columns |= {role: counts[:, i] / halve, f"{role}_expected": expected[:, i] / halve}
        columns |= {f"{role}_sd": sd / halve, f"{role}_z": z}
    frame = table(ties, **columns)
    frame.attrs["without_group"] = int((ties.actor & (group < 0)).sum())
    return frame


def gould_fernandez_totals(graph: nx.Graph[Any], by: Grouping = "pillar") -> pd.DataFrame:
    """Add up brokerage over all nodes: ``observed``, ``expected``, ``sd`` and ``z`` of each role
    (index).

    The variances are the same as in R's sna, after Gould & Fernandez. They leave out some small
    covariances, so that a z between roles of one network is a guide, not a test.
    """
    ties = Ties.of(graph)
    group = group_numbers(ties, by)
    arcs, halve = _arcs(ties)
    observed = np.nansum(_counts(arcs, group), axis=0)
    expected, variance = _total_moments(
        np.bincount(group[group >= 0]).astype(float), _density(arcs, group)
    )
    sd = np.sqrt(variance)
    z = np.divide(observed - expected, sd, out=np.full(len(ROLES), np.nan), where=sd > 0)
    columns = {"observed": observed / halve, "expected": expected / halve, "sd": sd / halve, "z": z}
    return pd.DataFrame(columns, index=pd.Index(ROLES, name="role"))


def brokerage_null(
    graph: nx.Graph[Any] | Ties,
    by: Grouping = "pillar",
    *,
    draws: int = 1000,
    seed: int = 1,
    min_expected: float = 2.0,
) -> pd.DataFrame:
    """Compare brokerage with networks in which everyone has as many ties, of the same kinds, with
    others.

    Each draw shuffles the participations of actors in events, within tie kind and role, so that
    actors keep their numbers of events and events their numbers of actors. Then it counts brokerage
    again. Columns for each role: ``<role>_null`` (mean of the draws), ``<role>_p`` (one-sided, ``(1
    + draws at least as large) / (draws + 1)``) and ``<role>_q`` (Benjamini-Hochberg over nodes
    whose mean is at least ``min_expected``, and NaN for the others, which have too few). ``attrs``:
    ``seed``, ``draws``.

    Raises:
        ValueError: the graph is directed, for which this null is not defined here.
    """
    ties = Ties.of(graph)
    if ties.directed:
        raise ValueError(
            "the degree-preserving null is for networks without direction, two-mode or not"
        )
    group = group_numbers(ties, by)
    observed = _counts(_arcs(ties)[0], group)
    total, at_least = np.zeros(observed.shape), np.zeros(observed.shape)
    for arcs in _rewired(ties, draws, seed):
        counts = _counts(arcs, group)
        total += counts
        at_least += counts >= observed
    mean, p = total / draws, (1 + at_least) / (draws + 1)
    p[np.isnan(observed)] = np.nan
    columns: dict[str, Any] = {}
    for i, role in enumerate(ROLES):
        tested = np.where(mean[:, i] / 2 >= min_expected, p[:, i], np.nan)
        columns |= {
            f"{role}_null": mean[:, i] / 2,
            f"{role}_p": p[:, i],
            f"{role}_q": benjamini_hochberg(tested),
        }
    frame = table(ties, **columns)
    frame.attrs.update(seed=seed, draws=draws)
    return frame


def _arcs(ties: Ties) -> tuple[Any, int]:
    """Return the 0/1 arcs between actors, and the divisors of the counts."""
    if ties.directed:
        return ties.links(), 1
    arcs = ties.projection()
    arcs.data[:] = 1
    return arcs, 2


def _counts(arcs: Any, group: Integers) -> Floats:
    """Return the ordered counts of each role and in total, or NaN for a node without a group."""
    counts = open_triples(arcs, group)
    counts[group < 0] = np.nan
    return np.column_stack([counts, counts.sum(axis=1)])


def _density(arcs: Any, group: Integers) -> float:
    """Return the density of arcs among the nodes that have a group."""
    known = np.flatnonzero(group >= 0)
    pairs = known.size * (known.size - 1)
    return float(arcs[known][:, known].sum() / pairs) if pairs else 0.0


def _moments(group: Integers, d: float) -> tuple[Floats, Floats]:
    """Return expectation and variance of each node's counts when each arc exists with probability
    d.

    Two triples of one broker that share an arc vary together, by ``d³(1 - d)³``.
    """
    sizes = np.bincount(group[group >= 0]).astype(float)
    n = sizes.sum()
    q, together = d**2 * (1 - d), d**3 * (1 - d) ** 3
    expected, variance = np.full((group.size, 6), np.nan), np.full((group.size, 6), np.nan)
    for g, a in enumerate(sizes):
        h = np.delete(sizes, g)
        across = (n - a) * (a - 1)
        triples = [
            (a - 1) * (a - 2),
            (h * (h - 1)).sum(),
            across,
            across,
            (n - a) ** 2 - (h**2).sum(),
        ]
        pairs = [
            2 * (a - 1) * (a - 2) * (a - 3),
            2 * (h * (h - 1) * (h - 2)).sum(),
            across * (n - 3),
            across * (n - 3),
            2 * (h * (n - a - h) * (n - a - h - 1)).sum(),
        ]
        triples.append((n - 1) * (n - 2))
        pairs.append(2 * (n - 1) * (n - 2) * (n - 3))
        mean = q * np.array(triples)
        expected[group == g] = mean
        variance[group == g] = mean * (1 - q) + together * np.array(pairs)
    return expected, variance


def _total_moments(sizes: Floats, d: float) -> tuple[Floats, Floats]:
    """Return expectation and variance of the counts over all nodes.

    Besides arcs that two triples share (``d³(1 - d)³``), a tie of one may close the other (``-d⁴(1
    - d)²``), and both may be open at one place (``d⁵(1 - d)``): the three counts of partners of a
      triple in each term.
    """
    n = sizes.sum()
    terms: list[list[tuple[float, float, float, float]]] = [[] for _ in ROLES]
    for a in sizes:
        across = a * (n - a) * (a - 1)
        terms[0].append((a * (a - 1) * (a - 2), 4 * a - 10, 4 * (a - 3), a - 3))
        terms[2].append((across, n - 3, 0, a - 2))
    for a, b in permutations(sizes, 2):
        terms[1].append((a * b * (a - 1), 2 * a + 2 * b - 6, 0, n - a - 1))
    for a, b, c in permutations(sizes, 3):
        shared = (4 * (n - b) - 2 * (a + c + 1), 4 * (n - c) - 2 * (a + b + 1), n - (a + c + 1))
        terms[4].append((a * b * c, *shared))
    terms[3] = terms[2]
    terms[5].append((n * (n - 1) * (n - 2), 4 * n - 10, 4 * (n - 3), n - 3))
    q = d**2 * (1 - d)
    weights = np.array([d**3 * (1 - d) ** 3, -(d**4) * (1 - d) ** 2, d**5 * (1 - d)])
    expected, variance = np.zeros(6), np.zeros(6)
    for role, rows in enumerate(terms):
        for triples, *partners in rows:
            expected[role] += q * triples
            variance[role] += q * triples * (1 - q) + triples * float(weights @ np.array(partners))
    return expected, np.maximum(variance, 0)


def _rewired(ties: Ties, draws: int, seed: int) -> Iterator[Any]:
    """Yield the 0/1 ties between actors of shuffled networks, with both margins kept by kind and
    role.
    """
    head, event, strata = _incidence(ties)
    seats, row = np.unique(np.column_stack([strata, head]), axis=0, return_inverse=True)
    matrix = sp.csr_array(
        (np.ones(head.size), (row.ravel(), event)), shape=(len(seats), ties.events)
    )
    matrix.sum_duplicates()
    matrix.data[:] = 1
    actor = sp.csr_array(
        (np.ones(len(seats)), (seats[:, 1], np.arange(len(seats)))), shape=(ties.n, len(seats))
    )
    for draw in curveball_draws(matrix, draws, seed=seed, strata=seats[:, 0]):
        incidence = actor @ draw
        shared = sp.coo_array(incidence @ incidence.T)
        other = shared.row != shared.col
        ends = shared.row[other], shared.col[other]
        yield sp.csr_array((np.ones(ends[0].size), ends), shape=shared.shape)


def _incidence(ties: Ties) -> tuple[Integers, Integers, Integers]:
    """Return actor, event and stratum (kind of event and role in it) of each seat at an event."""
    if not ties.two_mode:
        other = np.flatnonzero(ties.head != ties.tail)
        ends = np.concatenate([ties.head[other], ties.tail[other]])
        return ends, np.tile(ties.event[other], 2), np.zeros(ends.size, dtype=np.int64)
    kinds = [
        f"{event_of(ties.graph, ties.nodes[tail]).kind} {Edge(tail, data).role}"
        for tail, data in zip(ties.tail, ties.data, strict=True)
    ]
    return (
        ties.head,
        ties.event,
        np.unique(kinds, return_inverse=True)[1].ravel() if kinds else ties.event,
    )
