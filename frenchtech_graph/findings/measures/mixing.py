"""Ties within and between groups: mixing, assortativity, the E-I index.

A two-mode network is measured on the Newman weights between its actors. Any other graph is measured
on its ties, which weigh 1 or their attribute ``weight`` (as in networkx). Self-loops do not count.
Actors without a group are left out, an actor of several groups counts in its first.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from frenchtech_graph.findings.measures.ties import Floats, Ties
from frenchtech_graph.network.groups import Grouping, group_of


def mixing_matrix(
    graph: nx.Graph[Any], by: Grouping, *, normalized: bool = True, weight: str | None = None
) -> pd.DataFrame:
    """Return the share of tie ends from group (row) to group (column), or weights if not
    ``normalized``.

    Without direction each tie counts both ways, so that within a group it counts twice.
    """
    matrix, names = _mixing(Ties.of(graph, weight), by)
    if normalized and matrix.sum():
        matrix = matrix / matrix.sum()
    return pd.DataFrame(matrix, index=pd.Index(names, name="group"), columns=names)


def assortativity_of(mixing: ArrayLike) -> float:
    """Return ``r = (tr e - ||e²||) / (1 - ||e²||)`` of a mixing matrix, which is made to add up to
    1 first.

    At 1, ties stay within groups. At 0, they ignore groups. It is NaN with only one group, or
    without ties. Source: Newman 2003, Phys. Rev. E 67:026126, eq. 2.

    >>> round(assortativity_of([[3, 1], [1, 3]]), 6)
    0.5
    """
    e = np.asarray(mixing, dtype=np.float64)
    if not e.sum():
        return float("nan")
    e = e / e.sum()
    by_chance = float((e @ e).sum())
    return (
        (float(np.trace(e)) - by_chance) / (1 - by_chance)
        if by_chance < 1 - 1e-12
        else float("nan")
    )


def assortativity(
    graph: nx.Graph[Any], by: Grouping | None = None, *, weight: str | None = None
) -> pd.DataFrame:
    """Return one row: ``assortativity`` and the number of ``ties`` it is measured on.

    With ``by``, it is the assortativity of the groups (`assortativity_of` the mixing matrix).
    Otherwise it is the assortativity of degrees: the correlation of the degrees at the two ends of
    a tie (out-degree to in-degree if directed), or NaN if all are equal. Source: Newman 2002, Phys.
    Rev. Lett. 89:208701. Newman 2003, eq. 21.
    """
    ties = Ties.of(graph, weight)
    if by is not None:
        matrix, _ = _mixing(ties, by)
        return pd.DataFrame({"assortativity": [assortativity_of(matrix)], "ties": [_count(ties)]})
    links = ties.links() if not ties.two_mode else _binary(ties.projection())
    out_degree, in_degree = np.diff(links.indptr), np.diff(links.tocsc().indptr)
    first = np.repeat(out_degree, out_degree).astype(float)
    second = in_degree[links.indices].astype(float)
    varied = first.size > 1 and first.std() > 0 and second.std() > 0
    r = float(np.corrcoef(first, second)[0, 1]) if varied else float("nan")
    return pd.DataFrame({"assortativity": [r], "ties": [_count(ties)]})


def e_i_index(graph: nx.Graph[Any], by: Grouping, *, weight: str | None = None) -> pd.DataFrame:
    """Return the E-I index ``(external - internal) / (external + internal)`` of each group, and
    overall.

    One row per group and a last one ``"all"`` (index ``group``): ``internal`` and ``external``
    (weights of ties inside the group and to others), ``e_i`` from -1 (all inside) to 1 (all
    outside), NaN without ties.
    Source: Krackhardt & Stern 1988, Soc. Psychol. Q. 51:123-140.
    """
    matrix, names = _mixing(Ties.of(graph, weight), by)
    if graph.is_directed() and len(names):
        matrix = matrix + matrix.T
    internal = np.diag(matrix) / 2
    external = matrix.sum(axis=1) - np.diag(matrix)
    frame = pd.DataFrame(
        {"internal": internal, "external": external}, index=pd.Index(names, name="group")
    )
    frame.loc["all"] = [internal.sum(), external.sum() / 2]
    both = frame["external"] + frame["internal"]
    frame["e_i"] = (frame["external"] - frame["internal"]) / both.where(both > 0)
    return frame


def modularity(
    graph: nx.Graph[Any], by: Grouping, *, resolution: float = 1.0, weight: str | None = "weight"
) -> float:
    """Return the modularity of groups: ties inside, minus the expectation from degrees.

    NaN without ties.

    Source: Newman & Girvan 2004, Phys. Rev. E 69:026113.
    """
    matrix, _ = _mixing(Ties.of(graph, weight), by)
    if not matrix.sum():
        return float("nan")
    e = matrix / matrix.sum()
    return float(np.trace(e) - resolution * (e.sum(axis=0) * e.sum(axis=1)).sum())


def _mixing(ties: Ties, by: Grouping) -> tuple[Floats, list[Any]]:
    """Return the weights of ties from group to group, each tie both ways unless directed."""
    groups = group_of(ties.graph, by)
    names = sorted({group for group in groups.values() if group is not None}, key=str)
    number = {name: i for i, name in enumerate(names)}
    code = np.array([number.get(groups.get(node), -1) for node in ties.nodes], dtype=np.int64)
    weights = (ties.links(weighted=True) if ties.directed else ties.projection()).tocoo()
    rows, columns = code[weights.row], code[weights.col]
    known = (rows >= 0) & (columns >= 0)
    matrix = np.zeros((len(names), len(names)))
    np.add.at(matrix, (rows[known], columns[known]), weights.data[known])
    return matrix, names


def _binary(matrix: Any) -> Any:
    matrix.data[:] = 1
    return matrix


def _count(ties: Ties) -> int:
    matrix = ties.links() if ties.directed else ties.projection()
    return int(matrix.nnz // (1 if ties.directed else 2))
