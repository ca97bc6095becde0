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
DENSE_BELOW = 2e7
# Numbers that one batch of draws may hold.
TOGETHER = 4e6


@dataclass(frozen=True)
class Table:
    """A table to fill: the groups of rows and of columns, by actor; a symmetric one pools both directions."""

    rows: Groups
    columns: Groups
    symmetric: bool

    @property
    def shape(self) -> tuple[int, int]:
        """Number of row groups and of column groups."""
        return len(self.rows.names), len(self.columns.names)

    def fold(self, counts: Floats) -> Floats:
        """Return the counts with both directions of a symmetric table in its upper triangle."""
        return np.triu(counts) + np.swapaxes(np.tril(counts, -1), -1, -2) if self.symmetric else counts


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
        """Count draws: one after the other along the first axis."""
        self.draws += len(drawn)
        self.total += drawn.sum(axis=0)
        self.squares += (drawn * drawn).sum(axis=0)
        self.as_low += (drawn <= observed + 1e-9).sum(axis=0)
        self.as_high += (drawn >= observed - 1e-9).sum(axis=0)

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

    def count(self, incidence: Any, weight: Floats | None = None) -> Floats:
        """Return the ties of an incidence with the margins of the block, by row and column group.

        ``weight`` counts each event so many times.
        """
        return np.asarray(self.counts(incidence.indices[None], weight)[0])

    def counts(self, units: Any, weight: Floats | None = None) -> Floats:
        """Return the same for several draws: the unit of each tie, in the order of the block, a row a draw."""
        draws, (rows, events) = len(units), self.block.incidence.shape
        once = np.ones(events) if weight is None else weight
        row = np.tile(np.repeat(np.arange(rows), np.diff(self.block.incidence.indptr)), draws)
        unit = (units + events * np.arange(draws)[:, None]).ravel()
        of_units = sp.csr_array((np.ones(unit.size), (unit, row)), shape=(draws * events, rows))
        members = of_units @ self.ours
        if self.block.directed:
            around = sp.diags_array(np.tile(once, draws)) @ _repeated(self.theirs, draws)
            return self.table.fold(_products(members, around, draws))
        size = np.bincount(self.block.incidence.indices, minlength=events)
        share = np.tile(0.5 * once / np.maximum(size - 1, 1), draws)
        around = _dense(of_units @ self.theirs) * share[:, None]
        own = np.bincount(row + rows * (unit // max(events, 1)), share[unit], rows * draws)
        itself = _dense(_repeated(self.theirs, draws)) * own[:, None]
        apart = _products(members, around, draws) - _products(_repeated(self.ours, draws), itself, draws)
        return self.table.fold(apart)


def reading(block: Block, table: Table) -> Reading:
    """Prepare a block for a table."""
    weights = table.columns.weights
    theirs = block.read @ weights if block.read is not None else weights[block.actors]
    return Reading(block, table, _slim(table.rows.weights[block.actors]), _slim(theirs))


def observed(blocks: Sequence[Block], table: Table) -> Floats:
    """Return the recorded ties of all blocks between the groups of a table."""
    return sum((reading(b, table).count(b.incidence) for b in blocks), np.zeros(table.shape))


def fixed_degrees(blocks: Sequence[Block], tables: Sequence[Table], *, draws: int, seed: int) -> list[Null]:
    """Return for each table the null of fixed degrees; all tables see the same draws."""
    records = [observed(blocks, table) for table in tables]
    nulls = [Null.empty(table.shape) for table in tables]
    single = [b for b in blocks if b.directed and np.asarray(b.incidence.sum(axis=0)).max() <= 1]
    shared = [b for b in blocks if b not in single]
    strata = np.repeat(np.arange(len(single)), [b.incidence.nnz for b in single])
    pools = [_Pool(table, *_ends(single, table)) for table in tables]
    readings = [[reading(block, table) for block in shared] for table in tables]
    seeds = np.random.SeedSequence([seed, 1]).generate_state(len(shared) + 1)
    chains = [
        curveball_draws(b.incidence, draws, burn_in=20, spacing=10, seed=int(s))
        for b, s in zip(shared, seeds[1:], strict=True)
    ]
    rng = np.random.default_rng(seeds[0])
    for some in _batches(draws, blocks, tables):
        shuffles = _shuffles(strata, some, rng)
        units = [np.array([next(chain).indices for _ in range(some)]) for chain in chains]
        for pool, parts, null, record in zip(pools, readings, nulls, records, strict=True):
            drawn = pool.counts(shuffles)
            for part, rewired in zip(parts, units, strict=True):
                drawn += part.counts(rewired)
            null.add(drawn, record)
    return nulls


def shuffled_labels(blocks: Sequence[Block], table: Table, *, shuffles: int, seed: int) -> Null:
    """Return the null in which the labels that events are read at are exchanged within strata."""
    null, record = Null.empty(table.shape), observed(blocks, table)
    parts = [_carried(block, table) for block in blocks]
    offsets = np.cumsum([0, *(int(b.strata.max(initial=-1)) + 1 for b in blocks)])
    strata = np.concatenate([b.strata + o for b, o in zip(blocks, offsets, strict=False)] or [np.empty(0, int)])
    pool = _Pool(table, [ours for ours, _ in parts], [labels for _, labels in parts])
    rng = np.random.default_rng([seed, 2])
    for some in _batches(shuffles, blocks, [table]):
        null.add(pool.counts(_shuffles(strata, some, rng)), record)
    return null


class _Pool:
    """Two lists of group shares, one beside the other: what they count when the second is shuffled."""

    def __init__(self, table: Table, ours: list[Any], theirs: list[Any]) -> None:
        self.table = table
        self.empty = not ours
        if self.empty:
            return
        first, second = (sp.csr_array(sp.vstack(part, format="csr")) for part in (ours, theirs))
        self.codes = None
        if _one_each(first) and _one_each(second):
            # One group each, the usual case: a count of pairs is faster than a product of matrices.
            self.codes = (*_codes(first), *_codes(second))
        else:
            self.ours, self.theirs = _slim(first.T), _slim(second)

    def counts(self, shuffles: Any) -> Floats:
        draws, (rows, columns) = len(shuffles), self.table.shape
        if self.empty:
            return np.zeros((draws, rows, columns))
        if self.codes is None:
            return self.table.fold(np.array([_dense(self.ours @ self.theirs[shuffle]) for shuffle in shuffles]))
        one, weight_one, two, weight_two = self.codes
        cells = one * columns + two[shuffles] + rows * columns * np.arange(draws)[:, None]
        found = np.bincount(cells.ravel(), (weight_one * weight_two[shuffles]).ravel(), draws * rows * columns)
        return self.table.fold(found.reshape(draws, rows, columns).astype(np.float64))


def _one_each(matrix: Any) -> bool:
    return bool(matrix.shape[1]) and int(np.diff(matrix.indptr).max(initial=0)) <= 1


def _codes(matrix: Any) -> tuple[Any, Floats]:
    """Return the one group of each row and its weight, weight 0 where there is none."""
    weight = np.asarray(matrix.sum(axis=1)).ravel()
    code = np.zeros(matrix.shape[0], dtype=np.int64)
    code[np.diff(matrix.indptr) > 0] = matrix.indices
    return code, weight


def _ends(blocks: Sequence[Block], table: Table) -> tuple[list[Any], list[Any]]:
    """Return the groups at both ends of each tie of blocks of one source an event."""
    ours, theirs = [], []
    for block in blocks:
        ties = block.incidence.tocoo()
        ours.append(table.rows.weights[block.actors[ties.row]])
        theirs.append((block.read @ table.columns.weights)[ties.col])
    return ours, theirs


def _batches(draws: int, blocks: Sequence[Block], tables: Sequence[Table]) -> Iterator[int]:
    """Yield how many draws to count at once: small networks many, so that numpy works and not Python."""
    width = max((sum(table.shape) for table in tables), default=0)
    each = 1 + width * sum(b.incidence.nnz + sum(b.incidence.shape) for b in blocks)
    at_once = max(1, int(TOGETHER // each))
    yield from (min(at_once, draws - done) for done in range(0, draws, at_once))


def _shuffles(strata: Any, count: int, rng: np.random.Generator) -> Any:
    """Return permutations that move nothing out of its stratum, one a row."""
    home = np.argsort(strata, kind="stable")
    shuffles = np.empty((count, home.size), dtype=np.int64)
    # Numbers from s to s + 1 for stratum s, sorted by stratum already: less to sort than two keys.
    drawn = rng.random(shuffles.shape)[:, home] + strata[home]
    shuffles[:, home] = home[np.argsort(drawn, axis=1, kind="stable")]
    return shuffles


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


def _slim(matrix: Any) -> Any:
    """Return a small matrix dense, for speed, and a large one sparse."""
    return matrix.toarray() if matrix.shape[0] * matrix.shape[1] < DENSE_BELOW else sp.csr_array(matrix)


def _repeated(matrix: Any, times: int) -> Any:
    """Return a matrix so many times, one below the other."""
    if times == 1:
        return matrix
    return sp.vstack([matrix] * times, format="csr") if sp.issparse(matrix) else np.tile(matrix, (times, 1))


def _products(first: Any, second: Any, draws: int) -> Floats:
    """Return ``first.T @ second`` of each draw; those of one stand one below the other."""
    if draws == 1:
        return _dense(first.T @ second)[None]
    first, second = (_dense(m).reshape(draws, m.shape[0] // draws, m.shape[1]) for m in (first, second))
    return np.asarray(np.swapaxes(first, 1, 2) @ second)


def _dense(matrix: Any) -> Floats:
    return np.asarray(matrix.toarray() if sp.issparse(matrix) else matrix, dtype=np.float64)
