"""Funding rounds of a network as arrays: who joined when, of which company, with which tags."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from frenchtech_graph.findings.measures.histories import when
from frenchtech_graph.findings.measures.membership import values_of
from frenchtech_graph.model.terms import Class

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
FAMILIES = ("sector", "region", "stage", "city", "amount")
OF_A_ROUND = ("stage", "amount")
"""Families that a round has and its company has not: unknown before the round."""
KINDS = (Class.FUNDING_ROUND, Class.INVESTMENT)
AMOUNTS = np.arange(3.0, 9.51, 0.25)
"""Powers of ten of euros: the steps amounts are told in."""
AMOUNT_SPREAD = 0.35
"""How far, in powers of ten, two amounts are still much alike."""


@dataclass(frozen=True)
class Rounds:
    """All dated rounds, oldest first.

    ``members`` is rounds × investors, 0/1; ``tags`` gives for each of the `FAMILIES` rounds × tags,
    each row adding up to 1, or 0 where there is no data; ``home`` is investors × region tags.
    """

    keys: tuple[tuple[Hashable, ...], ...]
    month: Floats
    company: Integers
    companies: tuple[Hashable, ...]
    investors: tuple[Hashable, ...]
    members: Any
    tags: Mapping[str, Any]
    names: Mapping[str, tuple[str, ...]]
    home: Any

    def between(self, since: float, until: float) -> Integers:
        """Return the numbers of the rounds of some months, ``until`` not among them."""
        return np.flatnonzero((self.month >= since) & (self.month < until))


def rounds_of(graph: nx.Graph[Any]) -> Rounds:
    """Return the dated rounds of a network.

    Investments of one company on one date that share no round are taken as one. The stage of a
    round is the attribute ``round`` of its event, else unknown: the stage a company has today says
    nothing about the past.
    """
    found: dict[tuple[Any, ...], list[Hashable]] = {}
    for event, data in graph.nodes(data=True):
        if data.get("mode") != "event" or data.get("kind") not in KINDS:
            continue
        date, firms = when(data), _ends(graph, event, "target")
        if date is None or not firms or not _ends(graph, event, "source"):
            continue
        lone = data["kind"] == Class.INVESTMENT
        key = (date[0], str(firms[0]), "" if lone else str(event))
        found.setdefault(key, []).append(event)
    order = sorted(found)
    firms = [_ends(graph, found[key][0], "target")[0] for key in order]
    joined = [
        sorted({a for e in found[key] for a in _ends(graph, e, "source")}, key=str) for key in order
    ]
    companies, investors = _unique(firms), _unique([i for row in joined for i in row])
    place = {firm: i for i, firm in enumerate(companies)}
    tags, names = _tags(graph, [found[key][0] for key in order], firms)
    regions = [values_of(graph.nodes[i], "region") for i in investors]
    return Rounds(
        keys=tuple(tuple(found[key]) for key in order),
        month=np.array([key[0] for key in order], dtype=np.float64),
        company=np.array([place[f] for f in firms], dtype=np.int64),
        companies=companies,
        investors=investors,
        members=_matrix(joined, investors),
        tags=tags,
        names=names,
        home=_matrix(
            [[r for r in row if r in names["region"]] for row in regions], names["region"]
        ),
    )


def _ends(graph: nx.Graph[Any], event: Hashable, side: str) -> list[Hashable]:
    return sorted((a for a, edge in graph[event].items() if edge.get("side") == side), key=str)


def _unique(values: Sequence[Hashable]) -> tuple[Hashable, ...]:
    return tuple(sorted(set(values), key=str))


def _tags(
    graph: nx.Graph[Any], events: list[Hashable], firms: list[Hashable]
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    tags, names = {}, {}
    for family in FAMILIES:
        if family == "amount":
            names[family] = tuple(f"{step:.2f}" for step in AMOUNTS)
            tags[family] = _amounts([graph.nodes[e] for e in events])
            continue
        if family == "stage":
            values = [tuple(filter(None, [graph.nodes[e].get("round")])) for e in events]
        else:
            values = [values_of(graph.nodes[f], family) for f in firms]
        names[family] = tuple(sorted({v for row in values for v in row}))
        tags[family] = _shares(_matrix(values, names[family]))
    return tags, names


def _amounts(events: Sequence[Mapping[str, Any]]) -> Any:
    """Return rounds × `AMOUNTS`: each amount spread over the steps near it.

    Amounts of lone investments say little.
    """
    known = [e.get("amount_eur") if e.get("kind") == Class.FUNDING_ROUND else None for e in events]
    logs = np.array([np.log10(a) if a else np.nan for a in known], dtype=np.float64)
    near = np.exp(-(((logs[:, None] - AMOUNTS) / AMOUNT_SPREAD) ** 2) / 2)
    return _shares(sp.csr_array(np.where(near > 0.01, near, 0.0)))


def _matrix(rows: Sequence[Sequence[Hashable]], columns: Sequence[Hashable]) -> Any:
    """Return a 0/1 table of rows by columns."""
    place = {name: i for i, name in enumerate(columns)}
    indices = np.array([place[v] for row in rows for v in row], dtype=np.int64)
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return sp.csr_array((np.ones(indices.size), indices, indptr), shape=(len(rows), len(columns)))


def _shares(matrix: Any) -> Any:
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    return sp.csr_array(sp.diags_array(1 / np.where(sums > 0, sums, 1.0)) @ matrix)
