"""The two null models without gaps: ties shuffled at fixed degrees, and labels shuffled over whole
events.

*Fixed degrees*: each actor keeps its number of ties and each event its number of actors, kind by
kind. If every event has one source, this model is a shuffle and needs no draws. Otherwise it is a
curveball chain. *Shuffled labels*: every event keeps its actors, and events (companies) of one
stratum exchange the labels at which they are read, as a whole. It allows for actors that choose
together, and needs no draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.gaps.blocks import Block
from frenchtech_graph.findings.gaps.tie_counts import (
    TOGETHER,
    Floats,
    Table,
    dense,
    reading,
)
from frenchtech_graph.findings.measures.null_models import curveball_columns

__all__ = ["Null", "Table", "exchanged", "fixed_degrees", "observed", "reading", "shuffled_labels"]


@dataclass(frozen=True)
class Null:
    """The distribution of each cell under one null: mean and standard deviation of its ties."""

    mean: Floats
    sd: Floats


def observed(blocks: Sequence[Block], table: Table) -> Floats:
    """Return the recorded ties of all blocks between the groups of a table."""
    counts = (reading(b, table).count(b.incidence) * _cells(b, table) for b in blocks)
    return sum(counts, np.zeros(table.shape))


def _cells(block: Block, table: Table) -> Floats:
    return np.ones(table.shape) if table.cells is None else table.cells[block.events]


def _each(null: Callable[[Block], Null], blocks: Sequence[Block], table: Table) -> Null:
    """Return the null of a table whose cells count some blocks only: of each, added up."""
    found = [(null(block), _cells(block, table)) for block in blocks]
    zero = np.zeros(table.shape)
    mean = sum((one.mean * cells for one, cells in found), zero)
    return Null(mean, np.sqrt(sum(((one.sd * cells) ** 2 for one, cells in found), zero)))


def fixed_degrees(
    blocks: Sequence[Block], tables: Sequence[Table], *, draws: int, seed: int
) -> list[Null]:
    """Return the null of fixed degrees of each table. Tables without ``cells`` share their draws."""
    whole = [table for table in tables if table.cells is None]
    found = iter(_fixed_degrees(blocks, whole, draws=draws, seed=seed) if whole else ())

    def alone(table: Table) -> Null:
        every = replace(table, cells=None)
        return _each(
            lambda block: _fixed_degrees([block], [every], draws=draws, seed=seed)[0], blocks, table
        )

    return [next(found) if table.cells is None else alone(table) for table in tables]


def _fixed_degrees(
    blocks: Sequence[Block], tables: Sequence[Table], *, draws: int, seed: int
) -> list[Null]:
    single = [b for b in blocks if b.directed and np.asarray(b.incidence.sum(axis=0)).max() <= 1]
    strata = np.repeat(np.arange(len(single)), [b.incidence.nnz for b in single])
    drawn = _curveball([b for b in blocks if b not in single], tables, draws=draws, seed=seed)
    shuffled = [exchanged(table, *_ends(single, table), strata) for table in tables]
    return [
        Null(m + mean, np.sqrt(v + variance))
        for (m, v), (mean, variance) in zip(drawn, shuffled, strict=True)
    ]


def shuffled_labels(blocks: Sequence[Block], table: Table) -> Null:
    """Return the null in which the labels that events are read at are exchanged within strata."""
    if table.cells is not None:
        every = replace(table, cells=None)
        return _each(lambda block: shuffled_labels([block], every), blocks, table)
    parts = [_carried(block, table) for block in blocks]
    offsets = np.cumsum([0, *(int(b.strata.max(initial=-1)) + 1 for b in blocks)])
    strata = np.concatenate(
        [b.strata + o for b, o in zip(blocks, offsets, strict=False)] or [np.empty(0, int)]
    )
    mean, variance = exchanged(
        table, [ours for ours, _ in parts], [labels for _, labels in parts], strata
    )
    return Null(mean, np.sqrt(variance))


def _curveball(
    blocks: Sequence[Block], tables: Sequence[Table], *, draws: int, seed: int
) -> list[tuple[Floats, Floats]]:
    """Return mean and variance of the ties in each table over draws of a curveball chain for each
    block.
    """
    readings = [[reading(block, table) for block in blocks] for table in tables]
    seeds = np.random.SeedSequence([seed, 1]).generate_state(len(blocks))
    chains = [
        curveball_columns(b.incidence, draws, burn_in=20, spacing=10, seed=int(s))
        for b, s in zip(blocks, seeds, strict=True)
    ]
    total, squares = ([np.zeros(table.shape) for table in tables] for _ in range(2))
    for some in _batches(draws if blocks else 0, blocks):
        units = [np.array([next(chain) for _ in range(some)]) for chain in chains]
        for k, parts in enumerate(readings):
            drawn = sum(
                (p.counts(u) for p, u in zip(parts, units, strict=True)),
                np.zeros((some, *total[k].shape)),
            )
            total[k] += drawn.sum(axis=0)
            squares[k] += (drawn * drawn).sum(axis=0)
    means = [part / max(draws, 1) for part in total]
    spread = [
        np.maximum(part - draws * mean**2, 0.0) for part, mean in zip(squares, means, strict=True)
    ]
    return [(mean, part / max(draws - 1, 1)) for mean, part in zip(means, spread, strict=True)]


def exchanged(
    table: Table, ours: list[Any], theirs: list[Any], strata: Any
) -> tuple[Floats, Floats]:
    """Return mean and variance of the counts of pairs when ``theirs`` change places at random
    within strata.

    No draws are needed. In a stratum of n pairs, ``sum of a_i b_π(i)`` has the mean ``Σa Σb / n``
    and the variance ``Σ(a - ā)² Σ(b - b̄)² / (n - 1)``. The two cells that a symmetric table folds
    together have a covariance of the same form.

    Source: Wald & Wolfowitz 1944, Ann. Math. Statist. 15:358-372. Hoeffding 1951, ibid. 22:558-566.
    """
    if not strata.size:
        return np.zeros(table.shape), np.zeros(table.shape)
    first, second = (sp.csr_array(sp.vstack(part, format="csr")) for part in (ours, theirs))
    size = np.bincount(strata)
    member = sp.csr_array((np.ones(strata.size), (strata, np.arange(strata.size))))
    free = 1 / np.maximum(size - 1, 1)
    sums = [dense(member @ part) for part in (first, second)]
    spread = [
        dense(member @ part.multiply(part)) - total**2 / size[:, None]
        for part, total in zip((first, second), sums, strict=True)
    ]
    mean, variance = (
        sums[0].T @ (sums[1] / size[:, None]),
        spread[0].T @ (spread[1] * free[:, None]),
    )
    if table.symmetric:
        both = np.triu(_covariances(first, second, strata), 1)
        variance = variance + both + both.T
    return table.fold(mean), np.maximum(table.fold(variance), 0.0)


def _covariances(first: Any, second: Any, strata: Any) -> Floats:
    """Return the covariance of the counts of (one, other) and (other, one) for every pair of
    groups.
    """
    order = np.argsort(strata, kind="stable")
    limits = np.searchsorted(strata[order], np.arange(int(strata.max()) + 2))
    ordered, found = (first[order], second[order]), np.zeros((first.shape[1], second.shape[1]))
    for start, end in pairwise(limits.tolist()):
        if end - start > 1:
            one, two = (_deviations(part[start:end]) for part in ordered)
            found += one * two / (end - start - 1)
    return found


def _deviations(part: Any) -> Floats:
    """Return the sums of products of deviations from the mean for every pair of columns."""
    total = np.asarray(part.sum(axis=0)).ravel()
    return np.asarray(
        dense(part.T @ part) - np.outer(total, total) / part.shape[0], dtype=np.float64
    )


def _ends(blocks: Sequence[Block], table: Table) -> tuple[list[Any], list[Any]]:
    """Return the groups at both ends of each tie, for blocks with one source per event."""
    ours, theirs = [], []
    for block in blocks:
        ties = block.incidence.tocoo()
        ours.append(table.rows.weights[block.actors[ties.row]])
        theirs.append((block.read @ table.columns.weights)[ties.col])
    return ours, theirs


def _batches(draws: int, blocks: Sequence[Block]) -> Iterator[int]:
    """Yield how many draws to count at once: small networks many, so that numpy works and not
    Python.
    """
    ties = sum(b.incidence.nnz for b in blocks)
    at_once = max(1, int(TOGETHER // max(ties, 1)))
    yield from (min(at_once, draws - done) for done in range(0, draws, at_once))


def _carried(block: Block, table: Table) -> tuple[Any, Any]:
    """Return the rows' groups of each carrier, and its label."""
    carriers = block.carriers
    of_unit = sp.csr_array((np.ones(carriers.size), (carriers, np.arange(carriers.size))))
    ours = of_unit @ (block.incidence.T @ table.rows.weights[block.actors])
    if block.read is not None:
        first = np.unique(carriers, return_index=True)[1]
        return sp.csr_array(ours), sp.csr_array(block.read[first] @ table.columns.weights)
    size = np.asarray(block.incidence.sum(axis=0)).ravel()
    labels = sp.diags_array(0.5 / size) @ (block.incidence.T @ table.columns.weights[block.actors])
    return sp.csr_array(ours), sp.csr_array(labels)
