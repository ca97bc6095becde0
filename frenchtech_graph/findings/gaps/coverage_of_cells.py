"""The recorded share of each cell of a table, estimated from overlapping sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from frenchtech_graph.findings.coverage.source_overlap import SourceOf, publisher, sources_of
from frenchtech_graph.findings.gaps import nulls
from frenchtech_graph.findings.gaps.blocks import Block
from frenchtech_graph.network.model import event_of

Floats = NDArray[np.float64]
FEWEST_MENTIONS = 10


def relative(
    graph: nx.Graph[Any],
    blocks: Sequence[Block],
    table: nulls.Table,
    source_of: SourceOf = publisher,
) -> Floats:
    """Return the coverage of each cell over the coverage of the table, NaN if it cannot be
    measured.

    Coverage of a cell is ``1 - f1 / n``, with n mentions of its events by different sources, and f1
    events with only one source (Good 1953, Chao & Jost 2012). A cell needs ten mentions of events
    with several sources. If every event has one source, the coverage is not zero but unknown.
    """
    mentions, once = np.zeros(table.shape), np.zeros(table.shape)
    for block in blocks:
        by_source = np.array(
            [len(sources_of(event_of(graph, key), source_of)) for key in block.events], dtype=float
        )
        part = nulls.reading(block, table)
        mentions += part.count(block.incidence, by_source)
        once += part.count(block.incidence, (by_source == 1).astype(np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(mentions - once >= FEWEST_MENTIONS, 1 - once / mentions, np.nan)
        overall = 1 - once.sum() / mentions.sum() if mentions.sum() else np.nan
        return np.asarray(
            share / overall if overall > 0 else np.full(share.shape, np.nan), dtype=np.float64
        )
