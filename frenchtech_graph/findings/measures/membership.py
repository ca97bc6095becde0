"""Groups of actors by an attribute: the groups, and the share of each actor in them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

ATTRIBUTES = {
    "pillar": "pillars",
    "sector": "sectors",
    "kind": "kind",
    "stage": "stage",
    "city": "place",
    "place": "place",
    "department": "department",
    "region": "region",
}
"""What groups can be made of → the attribute of the node that tells."""


@dataclass(frozen=True)
class Groups:
    """``weights[i, g]`` is the share of actor ``i`` in group ``g``: an actor of k groups counts 1/k
    in each.

    A row of zeros is an actor without data: it belongs to no group, which is not the same as to a
    group "none".
    """

    attribute: str
    names: tuple[str, ...]
    weights: Any

    @property
    def known(self) -> Any:
        """Return for each actor whether it has data."""
        return np.asarray(self.weights.sum(axis=1)).ravel() > 0


def values_of(attributes: Mapping[str, Any], attribute: str) -> tuple[str, ...]:
    """Return the groups of one actor, empty without data.

    Raises:
        ValueError: ``attribute`` is not one of `ATTRIBUTES`.

    >>> values_of({"sectors": ("health", "data"), "region": None}, "sector")
    ('health', 'data')
    >>> values_of({"sectors": ("health", "data"), "region": None}, "region")
    ()
    """
    if attribute not in ATTRIBUTES:
        raise ValueError(
            f"no groups by {attribute!r}; choose one of {', '.join(sorted(ATTRIBUTES))}"
        )
    value = attributes.get(ATTRIBUTES[attribute])
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(dict.fromkeys(value or ()))


def groups_of(graph: nx.Graph[Any], actors: Sequence[Hashable], attribute: str) -> Groups:
    """Return the groups of the actors by one attribute, names in alphabetical order."""
    found = [values_of(graph.nodes[actor], attribute) for actor in actors]
    return from_values(found, attribute)


def from_values(values: Iterable[Sequence[str]], attribute: str = "") -> Groups:
    """Return groups from the values of each actor.

    >>> from_values([("a", "b"), (), ("b",)]).weights.toarray().tolist()
    [[0.5, 0.5], [0.0, 0.0], [0.0, 1.0]]
    """
    rows = list(values)
    names = tuple(sorted({v for row in rows for v in row}))
    place = {name: i for i, name in enumerate(names)}
    indices = np.array([place[v] for row in rows for v in row], dtype=np.int64)
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    data = np.repeat(1.0 / np.maximum(lengths, 1), lengths)
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    return Groups(
        attribute, names, sp.csr_array((data, indices, indptr), shape=(len(rows), len(names)))
    )
