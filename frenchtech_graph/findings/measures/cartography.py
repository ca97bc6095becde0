"""Where ties go: spread over groups, standing within one's own group, and spread over layers.

Source: Guimerà & Amaral 2005, Nature 433:895-900 and J. Stat. Mech. P02001. Battiston, Nicosia &
Latora 2014, Phys. Rev. E 89:032804 for layers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sp

from frenchtech_graph.findings.measures.centrality import table
from frenchtech_graph.findings.measures.ties import Floats, Ties
from frenchtech_graph.network.groups import Grouping, groups_of

# z at or above which a node is a hub of its group, and where the participation of each role ends.
HUB = 2.5
OTHERS = (
    (0.05, "ultra-peripheral"),
    (0.62, "peripheral"),
    (0.80, "connector"),
    (np.inf, "kinless"),
)
HUBS = ((0.30, "provincial hub"), (0.75, "connector hub"), (np.inf, "kinless hub"))


def participation(
    graph: nx.Graph[Any] | Ties,
    by: Grouping,
    *,
    shares: Mapping[Any, float] | None = None,
    weight: str | None = None,
) -> pd.DataFrame:
    """Return how evenly each node's ties spread over groups.

    - ``participation``: ``P = 1 - sum_g (k_ig / k_i)²``, which is 0 when all ties go to one group.
    - ``participation_ratio``: P against ``(1 - 1/k_i)(1 - sum_g p_g²)``, the value of as many ties
      to random ends. A value of 1 spreads like the whole, 0 stays in one place. ``shares`` are the
      ``p_g`` (default: the groups' shares of all tie ends).
    - ``ties_to_groups``: ``k_i``, the ties to nodes of a known group.

    Ties weigh 1, or their attribute ``weight`` (Newman weights on a two-mode network and on
    projections). A neighbour of several groups counts in parts. NaN for nodes without such ties:
    not defined.
    """
    ties = Ties.of(graph, weight)
    weights, membership, names = ties.projection(), *_membership(ties, by)
    to_group = weights @ membership
    total = np.ravel(to_group.sum(axis=1))
    squares = np.ravel(to_group.multiply(to_group).sum(axis=1))
    spread = 1 - np.divide(squares, total**2, out=np.full(ties.n, np.nan), where=total > 0)
    if shares is None:
        ends = np.ravel(to_group.sum(axis=0))
        p = ends / max(ends.sum(), 1e-300)
    else:
        p = np.array([shares.get(name, 0.0) for name in names])
    chance = (1 - 1 / np.where(total > 0, total, np.nan)) * (1 - (p**2).sum())
    ratio = np.divide(spread, chance, out=np.full(ties.n, np.nan), where=chance > 0)
    return table(ties, participation=spread, participation_ratio=ratio, ties_to_groups=total)


def within_module_z(
    graph: nx.Graph[Any] | Ties, by: Grouping, *, weight: str | None = None
) -> pd.DataFrame:
    """Return ``within_module_z``: ties inside the own group against its mean and standard
    deviation.

    It is 0 if all of the group have as many, and NaN without a group. ``group_size`` is the next
    column, because below eight members a z has little meaning. An actor of several groups counts in
    its first.
    """
    ties = Ties.of(graph, weight)
    weights = ties.projection()
    groups = {node: given[0] for node, given in groups_of(ties.graph, by).items() if given}
    codes, names = pd.factorize(pd.Series([groups.get(node) for node in ties.nodes], dtype=object))
    inside = np.array(
        [
            weights.data[start:end][codes[weights.indices[start:end]] == code].sum()
            for start, end, code in zip(weights.indptr[:-1], weights.indptr[1:], codes, strict=True)
        ]
    )
    z, size = np.full(ties.n, np.nan), np.full(ties.n, np.nan)
    for code in range(len(names)):
        members = codes == code
        deviation = inside[members] - inside[members].mean()
        sd = inside[members].std()
        # Equal numbers can differ in the last bit: that is no spread.
        z[members] = deviation / sd if sd > 1e-12 * max(1.0, inside[members].max()) else 0.0
        size[members] = members.sum()
    return table(ties, within_module_z=z, group_size=size)


def cartography(
    graph: nx.Graph[Any] | Ties, by: Grouping, *, weight: str | None = None
) -> pd.DataFrame:
    """Return `participation`, `within_module_z` and the ``role`` of Guimerà and Amaral that follows
    from them.

    Hubs of their group (z at least 2.5) are provincial, connector or kinless (P up to 0.30, 0.75,
    above). Other nodes are ultra-peripheral, peripheral, connector or kinless (P up to 0.05, 0.62,
    0.80, above). None where P or z is not defined.
    """
    ties = Ties.of(graph, weight)
    frame = participation(ties, by).join(within_module_z(ties, by))
    frame["role"] = [
        _role(p, z) for p, z in zip(frame["participation"], frame["within_module_z"], strict=True)
    ]
    return frame


def multiplex_participation(layers: Mapping[str, nx.Graph[Any]]) -> pd.DataFrame:
    """Return how each node spreads over layers, for example from `views.layers`.

    ``overlap`` ``o_i = sum_a k_i^a`` (ties over all layers, or events in two-mode layers),
    ``layer_participation`` ``P_i = L/(L-1) (1 - sum_a (k_i^a / o_i)²)``, ``layers_present``, and
    one column ``in_<layer>`` per layer. NaN for nodes without ties, and everywhere when there is a
    single layer. Events are left out.
    """
    counts = {f"in_{name}": _ties_per_actor(layer) for name, layer in layers.items()}
    nodes = list(dict.fromkeys(node for values in counts.values() for node in values))
    index = pd.Index(nodes, name="node", tupleize_cols=False)
    degrees = pd.DataFrame(
        {name: [values.get(n, 0) for n in nodes] for name, values in counts.items()}, index=index
    )
    overlap = degrees.sum(axis=1)
    size = len(counts)
    spread = 1 - (degrees.div(overlap.where(overlap > 0), axis=0) ** 2).sum(axis=1, min_count=1)
    frame = pd.DataFrame(
        {"overlap": overlap, "layers_present": (degrees > 0).sum(axis=1)}, index=index
    )
    frame["layer_participation"] = spread * size / (size - 1) if size > 1 else np.nan
    return frame.join(degrees)


def _membership(ties: Ties, by: Grouping) -> tuple[Any, list[Any]]:
    """Return the share of each node in each group, and the groups' names."""
    groups = groups_of(ties.graph, by)
    names = sorted({group for given in groups.values() for group in given}, key=str)
    column = {name: i for i, name in enumerate(names)}
    cells = [
        (i, column[group], 1 / len(groups[node]))
        for i, node in enumerate(ties.nodes)
        for group in groups.get(node, ())
    ]
    rows, columns, parts = (
        (list(part) for part in zip(*cells, strict=True)) if cells else ([], [], [])
    )
    return sp.csr_array(
        (np.array(parts, dtype=float), (rows, columns)), shape=(ties.n, max(len(names), 1))
    ), names


def _role(p: float, z: float) -> str | None:
    if np.isnan(p) or np.isnan(z):
        return None
    return next(role for limit, role in (HUBS if z >= HUB else OTHERS) if p <= limit)


def _ties_per_actor(layer: nx.Graph[Any]) -> dict[Any, int]:
    ties = Ties.of(layer)
    numbers: Floats = np.bincount(ties.head, minlength=ties.n).astype(float)
    if not ties.two_mode:
        other = ties.head != ties.tail
        numbers = numbers + np.bincount(ties.tail[other], minlength=ties.n)
    return {
        node: int(k)
        for node, k, actor in zip(ties.nodes, numbers, ties.actor, strict=True)
        if actor
    }
