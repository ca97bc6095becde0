"""Measures of a sample of events, quick enough to be taken hundreds of times."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse import csgraph
from scipy.special import gammaln

from frenchtech_graph.findings.measures.membership import groups_of
from frenchtech_graph.network.model import event_of
from frenchtech_graph.network.projections import actors as actors_of
from frenchtech_graph.network.projections import events as events_of

Integers = NDArray[np.int64]
MEASURES = (
    "actors",
    "partners_per_actor",
    "giant_share",
    "transitivity",
    "top10_share",
    "coverage",
    "pillar_evenness",
    "cross_pillar",
)


@dataclass(frozen=True)
class EventTable:
    """The events of a network as a table events × actors, and the pillars of the actors."""

    members: Any
    actors: tuple[Hashable, ...]
    pillars: Any
    year: Any

    @classmethod
    def of(cls, graph: nx.Graph[Any]) -> EventTable:
        """Return the events of at least two actors."""
        actors = actors_of(graph)
        place = {actor: i for i, actor in enumerate(actors)}
        kept = [e for e in events_of(graph) if graph.degree(e) >= 2]
        pairs = [(row, place[a]) for row, event in enumerate(kept) for a in graph[event]]
        rows, columns = (
            np.array(x, dtype=np.int64) for x in (zip(*pairs, strict=True) if pairs else ((), ()))
        )
        members = sp.csr_array(
            (np.ones(rows.size), (rows, columns)), shape=(len(kept), len(actors))
        )
        years = [event_of(graph, e).start for e in kept]
        year = np.array([np.nan if y is None else float(y) for y in years])
        return cls(members, tuple(actors), groups_of(graph, actors, "pillar").weights, year)

    def measures(self, chosen: Integers | None = None) -> dict[str, float]:
        """Return the `MEASURES` of all events or of some.

        - ``actors`` seen.
        - ``partners_per_actor``: mean number of distinct partners.
        - ``giant_share``: share of actors in the largest component.
        - ``transitivity`` of the projection.
        - ``top10_share``: share of all participations by the ten most active actors.
        - ``coverage`` (Good-Turing): share of the next participations by actors already seen.
        - ``pillar_evenness``: Shannon entropy of the pillars of participations over its maximum.
        - ``cross_pillar``: share of Newman weight between different pillars (NaN without pillars).
        """
        table = self.members if chosen is None else self.members[chosen]
        count = np.asarray(table.sum(axis=0)).ravel()
        seen = np.flatnonzero(count)
        if not seen.size:
            return dict.fromkeys(MEASURES, float("nan"))
        table, count = sp.csr_array(table[:, seen]), count[seen]
        shared = sp.csr_array(table.T @ table)
        shared.setdiag(0)
        shared.eliminate_zeros()
        tied = sp.csr_array(
            (np.ones_like(shared.data), shared.indices, shared.indptr), shape=shared.shape
        )
        parts = np.bincount(csgraph.connected_components(tied, directed=False)[1])
        evenness, across = self._pillars(table, seen)
        return {
            "actors": float(seen.size),
            "partners_per_actor": float(tied.sum() / seen.size),
            "giant_share": float(parts.max() / seen.size),
            "transitivity": _transitivity(tied),
            "top10_share": float(np.sort(count)[-10:].sum() / count.sum()),
            "coverage": float(1 - (count == 1).sum() / count.sum()),
            "pillar_evenness": evenness,
            "cross_pillar": across,
        }

    def _pillars(self, table: Any, seen: Integers) -> tuple[float, float]:
        weights = self.pillars[seen]
        if not weights.nnz:
            return float("nan"), float("nan")
        held = np.asarray((table @ weights).sum(axis=0)).ravel()
        share = held[held > 0] / held.sum()
        evenness = float(-(share * np.log(share)).sum() / np.log(max(weights.shape[1], 2)))
        size = np.asarray(table.sum(axis=1)).ravel()
        scaled = sp.diags_array(1 / np.maximum(size - 1, 1)) @ table
        mixing = (table @ weights).T @ (scaled @ weights) - weights.T @ (
            sp.diags_array(np.asarray(scaled.sum(axis=0)).ravel()) @ weights
        )
        mixing = np.asarray(mixing.toarray())
        return evenness, float(1 - np.trace(mixing) / mixing.sum()) if mixing.sum() > 0 else float(
            "nan"
        )


def _transitivity(tied: Any) -> float:
    """Return closed triples over connected triples, NaN without any."""
    degree = np.asarray(tied.sum(axis=1)).ravel()
    triples = (degree * (degree - 1)).sum()
    return float((tied @ tied).multiply(tied).sum() / triples) if triples else float("nan")


def expected_coverage(incidences: Sequence[float] | Any, events: int, size: int) -> float:
    """Return the coverage that a random subsample of ``size`` of ``events`` events would have.

    ``incidences`` are the numbers of events of each actor.

    Source: Chao, Gotelli, Hsieh, Sander, Ma, Colwell & Ellison 2014, Ecol. Monogr. 84:45-67, eq.
    4b.

    >>> round(expected_coverage([2, 1, 1], events=2, size=1), 3)
    0.5
    """
    seen = np.asarray(incidences, dtype=np.float64)
    seen = seen[seen > 0]
    if not 0 < size < events or not seen.size:
        raise ValueError(f"a subsample of {size} of {events} events has no expected coverage")
    possible = events - seen >= size
    logs = np.full(seen.size, -np.inf)
    y = seen[possible]
    logs[possible] = (
        gammaln(events - y + 1)
        - gammaln(events - y - size + 1)
        - gammaln(events)
        + gammaln(events - size)
    )
    return float(1 - (seen / seen.sum() * np.exp(logs)).sum())
