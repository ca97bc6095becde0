"""Statements by source: overlap, precision on a checked sample, and the resulting confidence in a
tie.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

import networkx as nx
import numpy as np
import pandas as pd
from scipy import special

from frenchtech_graph.network.model import Event, each_event

SourceOf = Callable[[str], str]


def publisher(page: str) -> str:
    """Return who publishes a page: two pages of one site are one source.

    >>> publisher("https://www.maddyness.com/2022/01/20/exotec/")
    'maddyness.com'
    """
    return urlsplit(page).netloc.removeprefix("www.") or page


def sources_of(event: Event, source_of: SourceOf = publisher) -> set[str]:
    """Return the sources that have an event, or a part of it."""
    return {source_of(page) for page in event.pages}


def source_overlap(
    graph: nx.Graph[Any], *, fewest: int = 5, source_of: SourceOf = publisher
) -> pd.DataFrame:
    """Return one row per pair of sources with at least ``fewest`` events: the number of events in
    each, and in both.

    Columns: ``first``, ``second``, ``events_first``, ``events_second``, ``both``, and
    ``share_of_second``: the part of the second source's events that the first has, an estimate of
    the first's coverage if the second does not depend on it.
    """
    held: dict[str, set[Hashable]] = {}
    for event in each_event(graph):
        for source in sources_of(event, source_of):
            held.setdefault(source, set()).add(event.key)
    names = sorted((s for s in held if len(held[s]) >= fewest), key=lambda s: (-len(held[s]), s))
    rows = [
        {
            "first": a,
            "second": b,
            "events_first": len(held[a]),
            "events_second": len(held[b]),
            "both": len(held[a] & held[b]),
            "share_of_second": len(held[a] & held[b]) / len(held[b]),
        }
        for a, b in combinations(names, 2)
    ]
    columns = ["first", "second", "events_first", "events_second", "both", "share_of_second"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        "both", ascending=False, kind="stable", ignore_index=True
    )


def source_precision(sample: pd.DataFrame) -> pd.DataFrame:
    """Return how often each source was right in a sample checked by hand.

    ``sample`` has one row per checked statement: ``source`` and ``correct`` (True, False, or None
    if it could not be checked, which does not count). Columns: ``source``, ``checked``,
    ``correct``, ``precision`` with 95 % limits ``low``, ``high``. A source that disagrees with
    others is not thereby incomplete: measure this before using it for ties.

    Source: Wilson 1927, J. Am. Stat. Assoc. 22:209-212 (limits).

    >>> sample = pd.DataFrame({"source": ["x"] * 4, "correct": [True, True, True, False]})
    >>> source_precision(sample)[["checked", "precision"]].values.tolist()
    [[4.0, 0.75]]
    """
    known = sample.dropna(subset=["correct"])
    rows = []
    for source, group in known.groupby("source", sort=True):
        right, n = int(group["correct"].astype(bool).sum()), len(group)
        low, high = wilson(right, n)
        rows.append((source, n, right, right / n, low, high))
    return pd.DataFrame(rows, columns=["source", "checked", "correct", "precision", "low", "high"])


def wilson(right: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the score limits of a share, or the whole range without observations.

    >>> [round(x, 3) for x in wilson(25, 56)]
    [0.324, 0.576]
    """
    if n == 0:
        return 0.0, 1.0
    z = float(special.ndtri((1 + level) / 2))
    share = right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def tie_confidence(reliabilities: Iterable[float]) -> float:
    """Return the probability that a tie is true which independent sources state: ``1 - prod (1 -
    r)``.

    >>> round(tie_confidence([0.8, 0.5]), 3), tie_confidence([])
    (0.9, 0.0)
    """
    values = np.fromiter(reliabilities, dtype=np.float64)
    if values.size and not (values.min() >= 0 and values.max() <= 1):
        raise ValueError("a reliability lies between 0 and 1")
    return float(1 - np.prod(1 - values))
