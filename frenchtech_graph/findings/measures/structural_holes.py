"""Burt's structural holes of any networkx graph: actors between contacts that do not know each
other.

Source: Burt 1992, Structural Holes, chapter 2. Burt 2004, Am. J. Sociol. 110:349-399.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.findings.measures import triangles
from frenchtech_graph.findings.measures.centrality import table
from frenchtech_graph.findings.measures.ties import Ties


def structural_holes(graph: nx.Graph[Any] | Ties, *, weight: str | None = None) -> pd.DataFrame:
    """Return ``constraint``, ``effective_size``, ``efficiency``, ``hierarchy`` and ``contacts`` of
    each node.

    With ``p_ij`` the share of i's ties that goes to j (both directions added) and ``m_jq`` the tie
    of j to q over j's strongest:

    - constraint: sum over contacts j of ``c_ij = (p_ij + sum_q p_iq p_qj)²``, low for brokers.
    - effective size: sum over contacts j of ``1 - sum_q p_iq m_jq``, and efficiency is the same per
      contact.
    - hierarchy: Coleman-Theil disorder of the ``c_ij``: 0 when all contacts constrain equally, 1
      when the constraint comes from one contact, and for nodes with a single contact.

    ``weight`` is the attribute that weighs ties. With None all weigh 1, as in networkx. The weights
    of this project's projections always count, and a two-mode network is measured on its Newman
    weights. NaN for nodes without contacts, and for events: not defined.

    >>> structural_holes(nx.star_graph(4)).loc[0, ["constraint", "effective_size"]].tolist()
    [0.25, 4.0]
    """
    ties = Ties.of(graph, weight)
    weights = ties.projection()
    constraint, size, hierarchy = triangles.structural_holes(weights).T
    contacts = np.diff(weights.indptr)
    efficiency = np.divide(size, contacts, out=np.full(ties.n, np.nan), where=contacts > 0)
    return table(
        ties,
        constraint=constraint,
        effective_size=size,
        efficiency=efficiency,
        hierarchy=hierarchy,
        contacts=contacts,
    )
