"""Two attributes of one firm (its sectors, its stage) as a two-mode table, so that the same nulls
apply.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.gaps.blocks import Block
from frenchtech_graph.findings.gaps.nulls import Table
from frenchtech_graph.findings.measures.membership import from_values, groups_of, values_of
from frenchtech_graph.network.model import actor_of


def holder_block(
    graph: nx.Graph[Any], actors: Sequence[Hashable], pair: tuple[str, str]
) -> tuple[list[Block], Table]:
    """Return firms as units: the groups of the first attribute take part in them, the second is
    their label.

    Only young firms with data on both attributes count, or all actors if the network has no
    ventures. A firm of k groups counts once in each. Labels are exchanged between firms of one
    region.
    """
    ventures = [a for a in actors if actor_of(graph, a).venture] or list(actors)
    firms = [a for a in ventures if all(values_of(graph.nodes[a], attribute) for attribute in pair)]
    held, read = groups_of(graph, firms, pair[0]), groups_of(graph, firms, pair[1])
    incidence = sp.csr_array(held.weights.T)
    incidence.data = np.ones_like(incidence.data)
    own = from_values([(name,) for name in held.names], pair[0])
    regions = [str(actor_of(graph, firm).region) for firm in firms]
    strata = np.unique(np.array(regions, dtype=str), return_inverse=True)[1].astype(np.int64)
    block = Block(
        kind="firm",
        incidence=incidence,
        actors=np.arange(len(held.names)),
        read=sp.csr_array(sp.identity(len(firms), format="csr")),
        carriers=np.arange(len(firms)),
        strata=strata,
        events=tuple(firms),
    )
    return ([block] if firms else []), Table(own, read, symmetric=False)
