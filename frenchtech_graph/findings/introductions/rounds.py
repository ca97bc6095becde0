"""Funding rounds of a network as arrays: investors, dates, companies and tags."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from frenchtech_graph.findings.measures.histories import is_round, when
from frenchtech_graph.findings.measures.membership import values_of
from frenchtech_graph.model.terms import Class
from frenchtech_graph.network.model import Event, each_event

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
FAMILIES = ("sector", "region", "stage", "city", "amount")
OF_A_ROUND = ("stage", "amount")
"""Families that a round has and its company has not: unknown before the round."""
AMOUNTS = np.arange(3.0, 9.51, 0.25)
"""Powers of ten of euros: the steps amounts are told in."""
AMOUNT_SPREAD = 0.35
"""How far, in powers of ten, two amounts are still much alike."""


@dataclass(frozen=True)
class Rounds:
    """All dated rounds, oldest first.

    ``members`` is rounds × investors, 0/1. ``tags`` gives for each of the `FAMILIES` rounds × tags,
    with rows that add up to 1, or 0 without data. ``home`` is investors × region tags.
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
    round is the attribute ``round`` of its event, otherwise unknown, because today's stage of a
    company does not describe the past.
    """
    found = _grouped(each_event(graph))
    rounds = [found[key] for key in sorted(found)]
    firms = [_firm(events[0]) for events in rounds]
    joined = [sorted({a for e in events for a in e.sources}, key=str) for events in rounds]
    companies, investors = _unique(firms), _unique([i for row in joined for i in row])
    place = {firm: i for i, firm in enumerate(companies)}
    tags, names = _tags(graph, [events[0] for events in rounds], firms)
    return Rounds(
        keys=tuple(tuple(e.key for e in events) for events in rounds),
        month=np.array([key[0] for key in sorted(found)], dtype=np.float64),
        company=np.array([place[f] for f in firms], dtype=np.int64),
        companies=companies,
        investors=investors,
        members=_matrix(joined, investors),
        tags=tags,
        names=names,
        home=_home(graph, investors, names["region"]),
    )


def _grouped(events: Iterable[Event]) -> dict[tuple[float, str, str], list[Event]]:
    found: dict[tuple[float, str, str], list[Event]] = {}
    for event in events:
        if key := _round_key(event):
            found.setdefault(key, []).append(event)
    return found


def _home(graph: nx.Graph[Any], investors: Sequence[Hashable], regions: tuple[str, ...]) -> Any:
    """Return investors × regions of companies: 1 where the investor is."""
    rows = [values_of(graph.nodes[investor], "region") for investor in investors]
    return _matrix([[r for r in row if r in regions] for row in rows], regions)


def _round_key(event: Event) -> tuple[float, str, str] | None:
    """Return the common key of the events of one round: month, company and, except for lone
    investments, the event.

    Return None if it is not a dated round of a company and investors.
    """
    date = when(event) if is_round(event) else None
    if date is None or not event.targets or not event.sources:
        return None
    lone = event.kind == Class.INVESTMENT
    return date[0], str(_firm(event)), "" if lone else str(event.key)


def _firm(event: Event) -> Hashable:
    return min(event.targets, key=str)


def _unique(values: Sequence[Hashable]) -> tuple[Hashable, ...]:
    return tuple(sorted(set(values), key=str))


def _tags(
    graph: nx.Graph[Any], events: list[Event], firms: list[Hashable]
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    tags, names = {}, {}
    for family in FAMILIES:
        if family == "amount":
            names[family] = tuple(f"{step:.2f}" for step in AMOUNTS)
            tags[family] = _amounts(events)
            continue
        if family == "stage":
            values: list[tuple[str, ...]] = [(e.round,) if e.round else () for e in events]
        else:
            values = [values_of(graph.nodes[f], family) for f in firms]
        names[family] = tuple(sorted({v for row in values for v in row}))
        tags[family] = _shares(_matrix(values, names[family]))
    return tags, names


def _amounts(events: Sequence[Event]) -> Any:
    """Return rounds × `AMOUNTS`: each amount spread over the steps near it.

    Amounts of lone investments are not used.
    """
    known = [e.amount_eur if e.kind == Class.FUNDING_ROUND else None for e in events]
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
