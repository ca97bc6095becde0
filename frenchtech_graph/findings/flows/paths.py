"""Connections between two actors, and the pages that state them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import islice, pairwise
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.texts import say
from frenchtech_graph.network.model import actor_of, event_of

COLUMNS = (
    *("path", "step", "from_actor", "from_label", "kind", "event", "year"),
    *("to_actor", "to_label", "pages"),
)


def paths(
    graph: nx.Graph[Any], *, first: Hashable, second: Hashable, most: int = 3
) -> pd.DataFrame:
    """Return the shortest chains of ties between two actors, one row per tie and at most ``most``
    chains.

    Columns: ``path`` and ``step`` (from 1), ``from_actor`` and ``to_actor`` with their labels, the
    ``kind``, ``year`` and address of the ``event`` that joins them, and the ``pages`` that state
    it. Empty where no chain is known.

    Raises:
        KeyError: an actor is not in the network.
    """
    for end in (first, second):
        if end not in graph:
            raise KeyError(f"{end} is not in the network")
    rows = []
    for number, chain in enumerate(islice(_chains(graph, first, second), most), start=1):
        for step, (one, event, other) in enumerate(_steps(chain), start=1):
            found = event_of(graph, event)
            pages = tuple(sorted(set(found.among({one, other}).pages)))
            ends = (one, actor_of(graph, one).label), (other, actor_of(graph, other).label)
            rows.append((number, step, *ends[0], found.kind, event, found.start, *ends[1], pages))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _chains(graph: nx.Graph[Any], first: Hashable, second: Hashable) -> Iterator[list[Hashable]]:
    if first == second or not nx.has_path(graph, first, second):
        return iter(())
    return iter(nx.all_shortest_paths(graph, first, second))


def _steps(chain: list[Hashable]) -> Iterator[tuple[Hashable, Hashable, Hashable]]:
    actors, events = chain[::2], chain[1::2]
    for (one, other), event in zip(pairwise(actors), events, strict=True):
        yield one, event, other


def path_sentence(row: Mapping[Any, Any] | pd.Series, lang: str) -> str:
    """Return a row of `paths` as a sentence.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    year = row["year"]
    return say(
        "path step",
        lang,
        first=row["from_label"],
        second=row["to_label"],
        year="" if pd.isna(year) else f" ({year:.0f})",
        page=next(iter(row["pages"]), ""),
    )
