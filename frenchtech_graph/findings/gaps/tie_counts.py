"""The ties of a block between the groups of a table, counted for many draws at once.

Draws keep the row of each tie, so the groups of the rows are prepared once. Each draw only reads the
groups around its events.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from frenchtech_graph.findings.gaps.blocks import Block
from frenchtech_graph.findings.measures.membership import Groups

Floats = NDArray[np.float64]
DENSE_BELOW = 2e7
# Numbers that one batch of draws may hold.
TOGETHER = 1e6


@dataclass(frozen=True)
class Table:
    """A table to fill: the groups of rows and of columns, by actor.

    A symmetric one pools both directions.

    ``cells`` gives for each block (by its events) 1 for the cells that its ties count in, else 0.
    Without ``cells`` they count in every cell.
    """

    rows: Groups
    columns: Groups
    symmetric: bool
    cells: Mapping[tuple[Hashable, ...], Floats] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Number of row groups and of column groups."""
        return len(self.rows.names), len(self.columns.names)

    def fold(self, counts: Floats) -> Floats:
        """Return the counts with both directions of a symmetric table in its upper triangle."""
        return (
            np.triu(counts) + np.swapaxes(np.tril(counts, -1), -1, -2) if self.symmetric else counts
        )


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
        """Return the counts of several draws. ``units`` has a row per draw: the event of each tie."""
        once = np.ones(self.block.incidence.shape[1]) if weight is None else weight
        if self.block.directed:
            scale = once
        else:
            size = np.bincount(self.block.incidence.indices, minlength=once.size)
            scale = 0.5 * once / np.maximum(size - 1, 1)
        if sp.issparse(self.ours) or sp.issparse(self.theirs):
            return self._sparse_counts(units, scale)
        each = self.theirs.shape[1] * (units.shape[1] + 2 * once.size)
        at_once = max(1, int(TOGETHER // max(each, 1)))
        parts = [
            self._dense_counts(units[start : start + at_once], scale)
            for start in range(0, len(units), at_once)
        ]
        return self.table.fold(np.concatenate(parts))

    @cached_property
    def _row(self) -> Any:
        """Return the row of each tie."""
        indptr = self.block.incidence.indptr
        return np.repeat(np.arange(indptr.size - 1), np.diff(indptr))

    @cached_property
    def _of_ties(self) -> Any:
        """Return the row groups (rows) of each tie."""
        return sp.csr_array(sp.csr_array(self.ours[self._row]).T)

    @cached_property
    def _theirs_of_ties(self) -> tuple[Any, Any, Any]:
        """Return the column groups of the row of each tie: ties, groups and values."""
        found = sp.coo_array(self.theirs[self._row])
        return found.row, found.col, found.data

    @cached_property
    def _of_rows(self) -> Any:
        """Return the product of the groups of each row: cells of the table by rows."""
        rows = self.theirs.shape[0]
        return sp.csr_array((self.ours[:, :, None] * self.theirs[:, None, :]).reshape(rows, -1).T)

    def _dense_counts(self, units: Any, scale: Floats) -> Floats:
        """Return the counts of some draws: the groups of each tie times the groups around it."""
        draws, ties = units.shape
        (rows, events), width = self.block.incidence.shape, self.theirs.shape[1]
        if not width or not self.ours.shape[1]:
            return np.zeros((draws, *self.table.shape))
        if self.block.directed:
            around = (self.theirs * scale[:, None])[units.T]
        else:
            unit = units + events * np.arange(draws)[:, None]
            tie, group, value = self._theirs_of_ties
            place = unit[:, tie] * width + group
            sums = np.bincount(place.ravel(), np.tile(value, draws), draws * events * width)
            met = sums.reshape(draws, events, width) * scale[:, None]
            around = met.reshape(-1, width)[unit.T]
        found = self._of_ties @ around.reshape(ties, draws * width)
        counts = np.moveaxis(found.reshape(-1, draws, width), 1, 0)
        if self.block.directed:
            return np.asarray(counts)
        own = self._row[:, None] * draws + np.arange(draws)
        alone = np.bincount(own.ravel(), scale[units.T].ravel(), rows * draws)
        itself = self._of_rows @ alone.reshape(rows, draws)
        return np.asarray(counts - itself.T.reshape(counts.shape))

    def _sparse_counts(self, units: Any, scale: Floats) -> Floats:
        """Count draws of many groups with sparse matrices."""
        draws, (rows, events) = len(units), self.block.incidence.shape
        row = np.tile(self._row, draws)
        unit = (units + events * np.arange(draws)[:, None]).ravel()
        of_units = sp.csr_array((np.ones(unit.size), (unit, row)), shape=(draws * events, rows))
        members = of_units @ self.ours
        share = np.tile(scale, draws)
        if self.block.directed:
            around = sp.diags_array(share) @ _repeated(self.theirs, draws)
            return self.table.fold(_products(members, around, draws))
        around = dense(of_units @ self.theirs) * share[:, None]
        own = np.bincount(row + rows * (unit // max(events, 1)), share[unit], rows * draws)
        itself = dense(_repeated(self.theirs, draws)) * own[:, None]
        apart = _products(members, around, draws) - _products(
            _repeated(self.ours, draws), itself, draws
        )
        return self.table.fold(apart)


def reading(block: Block, table: Table) -> Reading:
    """Prepare a block for a table."""
    weights = table.columns.weights
    theirs = block.read @ weights if block.read is not None else weights[block.actors]
    return Reading(block, table, _slim(table.rows.weights[block.actors]), _slim(theirs))


def _slim(matrix: Any) -> Any:
    """Return a small matrix dense, for speed, and a large one sparse."""
    return (
        matrix.toarray()
        if matrix.shape[0] * matrix.shape[1] < DENSE_BELOW
        else sp.csr_array(matrix)
    )


def _repeated(matrix: Any, times: int) -> Any:
    """Return a matrix so many times, one below the other."""
    if times == 1:
        return matrix
    return (
        sp.vstack([matrix] * times, format="csr")
        if sp.issparse(matrix)
        else np.tile(matrix, (times, 1))
    )


def _products(first: Any, second: Any, draws: int) -> Floats:
    """Return ``first.T @ second`` of each draw. The draws are stacked vertically."""
    if draws == 1:
        # Sparse times dense: threads of a BLAS wait for each other longer than such thin products
        # take.
        return dense(sp.csr_array(first).T @ second)[None]
    first, second = (
        dense(m).reshape(draws, m.shape[0] // draws, m.shape[1]) for m in (first, second)
    )
    return np.asarray(np.swapaxes(first, 1, 2) @ second)


def dense(matrix: Any) -> Floats:
    """Return a matrix as an array of numpy."""
    return np.asarray(matrix.toarray() if sp.issparse(matrix) else matrix, dtype=np.float64)
