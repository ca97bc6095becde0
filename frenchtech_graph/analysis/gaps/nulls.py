"""The two worlds without gaps: ties dealt anew at fixed degrees, and labels shuffled over whole events.

*Fixed degrees*: each actor keeps its number of ties and each event its number of actors, kind by kind.
Where every event has one source this world is a shuffle, drawn directly; elsewhere it is a curveball chain.
*Shuffled labels*: every event keeps its actors, and the labels at which events are read are exchanged,
whole, between events (companies) of one stratum. It allows for actors that choose together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from frenchtech_graph.analysis.gaps.blocks import Block
from frenchtech_graph.analysis.membership import Groups
from frenchtech_graph.analysis.null_models import curveball_draws

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """A table to fill: the groups of rows and of columns, by actor; a symmetric one pools both directions."""

    rows: Groups
    columns: Groups
    symmetric: bool

    def fold(self, counts: Floats) -> Floats:
        """Return the counts with both directions of a symmetric table in its upper triangle."""
        return np.triu(counts) + np.tril(counts, -1).T if self.symmetric else counts


@dataclass
class Null:
    """What the draws of one null say of each cell, gathered draw by draw."""

    draws: int
    total: Floats
    squares: Floats
    as_low: Floats
    as_high: Floats

    @classmethod
    def empty(cls, shape: tuple[int, ...]) -> Null:
        """Return a null without draws."""
        return cls(0, *(np.zeros(shape) for _ in range(4)))

    def add(self, drawn: Floats, observed: Floats) -> None:
        """Count one draw."""
        self.draws += 1
        self.total += drawn
        self.squares += drawn * drawn
        self.as_low += drawn <= observed + 1e-9
        self.as_high += drawn >= observed - 1e-9

    @property
    def mean(self) -> Floats:
        """Return the mean of the draws."""
        return self.total / max(self.draws, 1)

    @property
    def sd(self) -> Floats:
        """Return the standard deviation of the draws (n - 1 below)."""
        spread = self.squares - self.draws * self.mean**2
        return np.sqrt(np.maximum(spread, 0.0) / max(self.draws - 1, 1))


@dataclass(frozen=True)
class Reading:
    """A block prepared for a table: the row groups of its rows, the column groups it is read at."""

    block: Block
    table: Table
    ours: Any
    theirs: Any

    def count(self, incidence: Any) -> Floats:
        """Return the ties of an incidence with the margins of the block, by row and column group."""
        if self.block.directed:
            return self.table.fold(_dense(self.ours.T @ (incidence @ self.theirs)))
        size = np.asarray(incidence.sum(axis=0)).ravel()
        share = 0.5 / np.maximum(size - 1, 1)
        members = _dense(incidence.T @ self.ours)
        around = _dense(incidence.T @ self.theirs) * share[:, None]
        itself = _dense(self.theirs) * (incidence @ share)[:, None]
        return self.table.fold(members.T @ around - _dense(self.ours.T @ itself))


def reading(block: Block, table: Table) -> Reading:
    """Prepare a block for a table."""
    ours = table.rows.weights[block.actors]
    weights = table.columns.weights
    theirs = block.read @ weights if block.read is not None else weights[block.actors]
    return Reading(block, table, _slim(ours), _slim(theirs))


def observed(blocks: Sequence[Block], table: Table) -> Floats:
    """Return the recorded ties of all blocks between the groups of a table."""
    return sum((reading(b, table).count(b.incidence) for b in blocks), np.zeros(_shape(table)))


def fixed_degrees(blocks: Sequence[Block], tables: Sequence[Table], *, draws: int, seed: int) -> list[Null]:
    """Return for each table the null of fixed degrees; all tables see the same draws."""
    readings = [[reading(block, table) for block in blocks] for table in tables]
    records = [observed(blocks, table) for table in tables]
    nulls = [Null.empty(_shape(table)) for table in tables]
    seeds = np.random.SeedSequence([seed, 1]).generate_state(max(len(blocks), 1))
    chains = [_rewired(block, draws, int(s)) for block, s in zip(blocks, seeds, strict=False)]
    for _ in range(draws):
        incidences = [next(chain) for chain in chains]
        for parts, null, record in zip(readings, nulls, records, strict=True):
            drawn = np.zeros_like(record)
            for part, incidence in zip(parts, incidences, strict=True):
                drawn += part.count(incidence)
            null.add(drawn, record)
    return nulls


def shuffled_labels(blocks: Sequence[Block], table: Table, *, shuffles: int, seed: int) -> Null:
    """Return the null in which the labels that events are read at are exchanged within strata."""
    null, record = Null.empty(_shape(table)), observed(blocks, table)
    rng = np.random.default_rng([seed, 2])
    parts = [_carried(block, table) for block in blocks]
    for _ in range(shuffles):
        drawn = np.zeros(_shape(table))
        for ours, labels, strata in parts:
            drawn += _dense(ours.T @ labels[_within(strata, rng)])
        null.add(table.fold(drawn), record)
    return null


def _rewired(block: Block, draws: int, seed: int) -> Iterator[Any]:
    """Yield incidences with the margins of the block."""
    incidence = block.incidence
    if not (block.directed and np.asarray(incidence.sum(axis=0)).max() <= 1):
        yield from curveball_draws(incidence, draws, burn_in=20, spacing=10, seed=seed)
        return
    rng = np.random.default_rng(seed)
    for _ in range(draws):
        shuffled = rng.permutation(incidence.indices)
        yield sp.csr_array((incidence.data, shuffled, incidence.indptr), shape=incidence.shape)


def _carried(block: Block, table: Table) -> tuple[Any, Any, list[Any]]:
    """Return the rows' groups and the label of each carrier, and the carriers of each stratum."""
    carriers = block.carriers
    of_unit = sp.csr_array((np.ones(carriers.size), (carriers, np.arange(carriers.size))))
    ours = of_unit @ (block.incidence.T @ table.rows.weights[block.actors])
    if block.read is not None:
        first = np.unique(carriers, return_index=True)[1]
        labels = block.read[first] @ table.columns.weights
    else:
        size = np.asarray(block.incidence.sum(axis=0)).ravel()
        labels = sp.diags_array(0.5 / size) @ (block.incidence.T @ table.columns.weights[block.actors])
    order = np.argsort(block.strata, kind="stable")
    ends = np.cumsum(np.bincount(block.strata))
    return _slim(ours), _slim(labels), np.split(order, ends[:-1])


def _within(strata: list[Any], rng: np.random.Generator) -> Any:
    """Return a permutation that moves nothing out of its stratum."""
    permutation = np.empty(sum(len(s) for s in strata), dtype=np.int64)
    for stratum in strata:
        permutation[stratum] = rng.permutation(stratum)
    return permutation


def _slim(matrix: Any) -> Any:
    """Return a small matrix dense, for speed, and a large one sparse."""
    return matrix.toarray() if matrix.shape[0] * matrix.shape[1] < 2e7 else sp.csr_array(matrix)


def _dense(matrix: Any) -> Floats:
    return np.asarray(matrix.toarray() if sp.issparse(matrix) else matrix, dtype=np.float64)


def _shape(table: Table) -> tuple[int, int]:
    return len(table.rows.names), len(table.columns.names)
