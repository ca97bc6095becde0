"""The ties of a network, one block for each kind of event, in the form that the nulls rewire.

A block is an incidence matrix of *rows* (actors) by *units* (their participations). A directed
event has its sources as rows and is read at its targets: an investment is read at the company. An
undirected event has all its members as rows and is read at the other members.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

from frenchtech_graph.network.model import Event, actor_of, each_event

STRATA = ("stage", "year")
SMALLEST_STRATUM = 10
"""Carriers a stratum must hold; below, the year is dropped, then the stage, then the number of
events.
"""


@dataclass(frozen=True, eq=False)
class Block:
    """All events of one kind and one reading.

    ``incidence`` is rows × units, 0/1. ``read`` is units × actors: the targets of a directed event,
    with weight 1/number of targets, or None for undirected events. ``actors`` gives the actor of
    each row. ``carriers`` numbers the units that must keep the same label when labels are shuffled
    (the rounds of one company). ``strata`` numbers the sets of carriers that may exchange labels.
    ``flow`` is the contribution that its events give, or None.
    """

    kind: str
    incidence: Any
    actors: Any
    read: Any | None
    carriers: Any
    strata: Any
    events: tuple[Hashable, ...]
    flow: str | None = None

    @property
    def directed(self) -> bool:
        """Whether its events have a source and a target side."""
        return self.read is not None

    @property
    def ties(self) -> float:
        """Return the number of ties: one per source of a directed event, a half per member of an
        undirected one.
        """
        return float(self.incidence.nnz) * (1.0 if self.directed else 0.5)


def blocks(
    graph: nx.Graph[Any],
    actors: Sequence[Hashable],
    *,
    strata: Sequence[str] = STRATA,
    largest_event: int = 60,
    repeats: bool = True,
) -> tuple[list[Block], int]:
    """Return the blocks of a bipartite network, and the number of events left out.

    Left out are events of fewer than two actors and undirected events of more than
    ``largest_event``: to be one of three hundred laureates is no tie. Without ``repeats``, directed
    events of one kind with the same targets are one unit, named by the first of them: an investor
    that stays in the next round of a firm makes no new choice.
    """
    place = {actor: i for i, actor in enumerate(actors)}
    found: dict[tuple[str, bool], list[_Reading]] = defaultdict(list)
    flows: dict[str, str | None] = {}
    skipped = 0
    for event in each_event(graph):
        read = _reading(event, place)
        if read is None or (not read.targets and len(read.sources) > largest_event):
            skipped += 1
            continue
        found[event.kind, bool(read.targets)].append(read)
        flows[event.kind] = flows.get(event.kind) or event.flow
    return [
        replace(
            _block(
                graph,
                kind,
                found[kind, way] if repeats else _once(found[kind, way]),
                actors,
                strata,
            ),
            flow=flows[kind],
        )
        for kind, way in sorted(found)
    ], skipped


def _once(events: Sequence[_Reading]) -> list[_Reading]:
    """Return the events, and join the events of the same targets into one."""
    together: dict[Hashable, list[_Reading]] = defaultdict(list)
    for event in events:
        together[event.targets or event.key].append(event)
    return [
        replace(
            some[0],
            year=min((e.year for e in some if e.year is not None), default=None),
            sources=tuple(sorted({i for e in some for i in e.sources})),
        )
        for some in together.values()
    ]


@dataclass(frozen=True)
class _Reading:
    """An event by the numbers of its actors.

    An event that is read at all its members has no targets.
    """

    key: Hashable
    year: int | None
    sources: tuple[int, ...]
    targets: tuple[int, ...]


def _reading(event: Event, place: Mapping[Hashable, int]) -> _Reading | None:
    """Return an event with its placed actors, or None if there are fewer than two."""
    part = event.among(place)
    if len(part.parts) < 2:
        return None
    ends = (part.sources, part.targets) if part.directed else (part.members, ())
    sources, targets = (tuple(sorted(place[a] for a in side)) for side in ends)
    return _Reading(event.key, event.start, sources, targets)


def _block(
    graph: nx.Graph[Any],
    kind: str,
    events: list[_Reading],
    actors: Sequence[Hashable],
    strata: Sequence[str],
) -> Block:
    lengths = [len(e.sources) for e in events]
    members = np.fromiter((i for e in events for i in e.sources), dtype=np.int64)
    rows, row_of = np.unique(members, return_inverse=True)
    units = np.repeat(np.arange(len(events)), lengths)
    incidence = sp.csr_array(
        (np.ones(members.size), (row_of, units)), shape=(rows.size, len(events))
    )
    read = None
    if events[0].targets:
        ends = [len(e.targets) for e in events]
        flat = np.fromiter((i for e in events for i in e.targets), dtype=np.int64)
        weights = np.repeat(1.0 / np.array(ends), ends)
        indptr = np.concatenate([[0], np.cumsum(ends)])
        read = sp.csr_array((weights, flat, indptr), shape=(len(events), len(actors)))
    carriers = _numbered([e.targets or (-1, i) for i, e in enumerate(events)])
    first = np.unique(carriers, return_index=True)[1]
    held = np.bincount(carriers, weights=[len(e.sources) if e.targets else 1 for e in events])
    layers = [_layers(graph, events[i], actors, strata, held[c]) for c, i in enumerate(first)]
    keys = tuple(e.key for e in events)
    return Block(kind, incidence, rows, read, carriers, _strata(layers), keys)


def _layers(
    graph: nx.Graph[Any],
    event: _Reading,
    actors: Sequence[Hashable],
    strata: Sequence[str],
    held: float,
) -> tuple[Any, ...]:
    """Return the properties that two carriers should share for their labels to be exchanged, most
    important first.
    """
    size = 0 if event.targets else len(event.sources)
    stage = actor_of(graph, actors[event.targets[0]]).stage if event.targets else None
    known = {"stage": stage, "year": event.year}
    return (size, int(np.log2(held)), *(known[name] for name in strata))


def _strata(layers: Sequence[tuple[Any, ...]]) -> Any:
    """Number the strata: the finest that contain enough carriers for labels to move, coarser strata
    for the others.
    """
    assigned: list[tuple[Any, ...]] = [()] * len(layers)
    left = list(range(len(layers)))
    for depth in range(len(layers[0]), 0, -1):
        sizes = Counter(layers[i][:depth] for i in left)
        for i in left:
            assigned[i] = layers[i][:depth] if sizes[layers[i][:depth]] >= SMALLEST_STRATUM else ()
        left = [i for i in left if not assigned[i]]
    return _numbered(assigned)


def _numbered(keys: Sequence[Any]) -> Any:
    order: dict[Any, int] = {}
    return np.array([order.setdefault(key, len(order)) for key in keys], dtype=np.int64)
