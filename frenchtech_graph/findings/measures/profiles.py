"""The profile of an actor in tags (sectors, region, stage): its own and its partners' tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.measures.membership import values_of

TAGS = ("sector", "region", "stage")
Tag = tuple[str, str]


@dataclass(frozen=True)
class Profiles:
    """One row of unit length per actor over weighted tags. A row of zeros is an actor without data."""

    actors: tuple[Hashable, ...]
    tags: tuple[Tag, ...]
    rows: Any

    def similarity(self, first: Sequence[int], second: Sequence[int]) -> Any:
        """Return the cosine of actors given by their numbers, or NaN if one of the two has no data."""
        a, b = self.rows[list(first)], self.rows[list(second)]
        cosine = np.asarray(a.multiply(b).sum(axis=1)).ravel()
        known = (np.diff(a.indptr) > 0) & (np.diff(b.indptr) > 0)
        return np.where(known, cosine, np.nan)

    def shared(self, first: int, second: int) -> tuple[Tag, ...]:
        """Return the tags that both have, those first that say most."""
        both = self.rows[[first]].multiply(self.rows[[second]]).tocoo()
        order = np.argsort(-both.data, kind="stable")
        return tuple(self.tags[int(both.col[i])] for i in order)


def profiles(
    graph: nx.Graph[Any], actors: Sequence[Hashable], *, partners: float = 0.5
) -> Profiles:
    """Return the tf-idf profiles of actors.

    An actor has its own tags, and the tags of the actors it shares events with at weight
    ``partners`` times their share: an investor is described by its investments. Rare tags weigh
    more: ``log((1 + n) / (1 + actors with the tag))``.

    Source: Salton & Buckley 1988, Inf. Process. Manag. 24:513-523.
    """
    own = {actor: tags_of(graph.nodes[actor]) for actor in actors}
    found: list[dict[Tag, float]] = []
    for actor in actors:
        weights: Counter[Tag] = Counter(dict.fromkeys(own[actor], 1.0))
        around = Counter(
            tag
            for event in graph[actor]
            for other in graph[event]
            if other != actor
            for tag in (own[other] if other in own else tags_of(graph.nodes[other]))
        )
        most = max(around.values(), default=1)
        for tag, count in around.items():
            weights[tag] += partners * count / most  # type: ignore[assignment]
        found.append(dict(weights))
    return Profiles(tuple(actors), *_weighted(found))


def tags_of(attributes: Mapping[str, Any]) -> tuple[Tag, ...]:
    """Return the tags of one actor.

    >>> tags_of({"sectors": ("health",), "region": "32", "stage": None})
    (('sector', 'health'), ('region', '32'))
    """
    return tuple((kind, value) for kind in TAGS for value in values_of(attributes, kind))


def _weighted(found: list[dict[Tag, float]]) -> tuple[tuple[Tag, ...], Any]:
    tags = tuple(sorted({tag for row in found for tag in row}))
    place = {tag: i for i, tag in enumerate(tags)}
    holders = np.zeros(len(tags))
    indptr, indices, data = [0], [], []
    for row in found:
        for tag in sorted(row):
            holders[place[tag]] += 1
            indices.append(place[tag])
            data.append(row[tag])
        indptr.append(len(indices))
    matrix = sp.csr_array((data, indices, indptr), shape=(len(found), len(tags)), dtype=np.float64)
    matrix = sp.csr_array(matrix @ sp.diags_array(np.log((1 + len(found)) / (1 + holders)) + 1e-9))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return tags, sp.csr_array(sp.diags_array(1 / np.where(length > 0, length, 1.0)) @ matrix)
