"""How much of each cell of a table is recorded, as far as sources that overlap can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from frenchtech_graph.analysis.coverage.sources import SourceOf, publisher, sources_of
from frenchtech_graph.analysis.gaps import nulls
from frenchtech_graph.analysis.gaps.blocks import Block

Floats = NDArray[np.float64]
FEWEST_MENTIONS = 10


def relative(
    graph: nx.Graph[Any],
    blocks: Sequence[Block],
    table: nulls.Table,
    source_of: SourceOf = publisher,
) -> Floats:
    """Return the coverage of each cell over that of the table, NaN where it cannot be measured.

    Coverage of a cell is ``1 - f1 / n``: n mentions of its events by different sources, f1 events that one
    source alone mentions (Good 1953; Chao & Jost 2012). A cell needs ten mentions and one event that two
    sources have; where every event has one source the coverage is not zero but unknown.
    """
    mentions, once = np.zeros(_shape(table)), np.zeros(_shape(table))
    for block in blocks:
        by_source = np.array([len(sources_of(graph, event, source_of)) for event in block.events], dtype=float)
        part = nulls.reading(block, table)
        mentions += _weighted(part, by_source)
        once += _weighted(part, (by_source == 1).astype(np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where((mentions >= FEWEST_MENTIONS) & (once < mentions), 1 - once / mentions, np.nan)
        overall = 1 - once.sum() / mentions.sum() if mentions.sum() else np.nan
        return np.asarray(share / overall if overall > 0 else np.full(share.shape, np.nan), dtype=np.float64)


def _weighted(part: nulls.Reading, weight: Floats) -> Floats:
    """Return the table of a block with each event counted ``weight`` times."""
    incidence = part.block.incidence
    if part.block.directed:
        return part.table.fold(_dense(part.ours.T @ (incidence @ (sp.diags_array(weight) @ part.theirs))))
    size = np.asarray(incidence.sum(axis=0)).ravel()
    share = 0.5 * weight / np.maximum(size - 1, 1)
    around = _dense(incidence.T @ part.theirs) * share[:, None]
    itself = _dense(part.theirs) * (incidence @ share)[:, None]
    return part.table.fold(_dense(incidence.T @ part.ours).T @ around - _dense(part.ours.T @ itself))


def _dense(matrix: Any) -> Floats:
    return np.asarray(matrix.toarray() if sp.issparse(matrix) else matrix, dtype=np.float64)


def _shape(table: nulls.Table) -> tuple[int, int]:
    return len(table.rows.names), len(table.columns.names)
