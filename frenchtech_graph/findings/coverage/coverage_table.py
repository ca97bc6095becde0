"""The ties that the data misses, by kind of tie and region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.coverage.capture import FEWEST_SHARED, total_of_lists
from frenchtech_graph.findings.coverage.source_overlap import SourceOf, publisher, sources_of
from frenchtech_graph.findings.coverage.unseen import chao1, good_turing, incidence_coverage
from frenchtech_graph.findings.measures.membership import values_of
from frenchtech_graph.io.words import beside
from frenchtech_graph.network.model import Event, each_event

FEWEST_TIES = 20
ALL = "all"
COLUMNS = (
    "tie_kind",
    "group",
    "events",
    "undated",
    "actors",
    "seen_once",
    "actor_coverage",
    "actors_at_least",
    "sources",
    "events_in_two_sources",
    "recorded_share",
    "events_in_all",
    "events_low",
    "events_high",
    "method",
    "grade",
)
_WORDS = beside(__file__, "sentences.toml")


def coverage(
    graph: nx.Graph[Any],
    *,
    by: str = "region",
    fewest: int = FEWEST_TIES,
    source_of: SourceOf = publisher,
) -> pd.DataFrame:
    """Return one row per kind of tie, for all actors and per group (``by``: region, sector, stage
    …).

    An event is in the groups of its targets, or of all its actors if it has no targets. Columns:

    - ``events``, including ``undated``.
    - ``actors`` that give these ties (sources of directed events), including ``seen_once``.
    - ``actor_coverage``: share of the next such ties that would involve an actor already known
      (Good-Turing).
    - ``actors_at_least`` (Chao1, a lower bound).
    - ``sources`` (publishers), ``events_in_two_sources``.
    - ``recorded_share``: share of events recorded, from their overlap (unknown and NaN if fewer
      than five events are in two sources).
    - ``events_in_all`` with 95 % limits and its ``method``: the number of events there are,
      recorded or not. Both estimates assume independent sources. If sources copy each other, or all
      know the large events, the share is an upper bound. If they were read to complete each other,
      it is a lower one.
    - ``grade``: `measured`, `one view only` (almost no overlap of sources) or `too few` (events
      below ``fewest``).
    """
    held: dict[tuple[str, str], list[Event]] = {}
    for event in each_event(graph):
        for group in (ALL, *_groups(graph, event, by)):
            held.setdefault((event.kind, group), []).append(event)
    rows = [
        {"tie_kind": kind, "group": group, **_numbers(events, fewest, source_of)}
        for (kind, group), events in held.items()
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = frame["group"] != ALL
    size = frame["tie_kind"].map(frame[~whole].set_index("tie_kind")["events"])
    order = np.lexsort(
        (frame["group"].astype(str), -frame["events"], whole, frame["tie_kind"].astype(str), -size)
    )
    frame = frame.iloc[order].reset_index(drop=True)
    frame.attrs["by"] = by
    return frame


def _groups(graph: nx.Graph[Any], event: Event, by: str) -> list[str]:
    return sorted({v for actor in event.receivers for v in values_of(graph.nodes[actor], by)})


def _numbers(events: list[Event], fewest: int, source_of: SourceOf) -> dict[str, Any]:
    actors = Counter(actor for event in events for actor in event.givers)
    counts = list(actors.values())
    sources = [sources_of(event, source_of) for event in events]
    lists: dict[str, set[Hashable]] = {}
    for event, found in zip(events, sources, strict=True):
        for source in found:
            lists.setdefault(source, set()).add(event.key)
    total, method = total_of_lists(lists)
    shared = sum(len(s) > 1 for s in sources)
    share = (
        incidence_coverage([len(s) for s in sources if s]) if shared >= FEWEST_SHARED else np.nan
    )
    grade = (
        "too few" if len(events) < fewest else "one view only" if np.isnan(share) else "measured"
    )
    return {
        "events": len(events),
        "undated": sum(event.start is None for event in events),
        "actors": len(actors),
        "seen_once": counts.count(1),
        "actor_coverage": good_turing(counts),
        "actors_at_least": chao1(counts).value,
        "sources": len(lists),
        "events_in_two_sources": shared,
        "recorded_share": share,
        "events_in_all": total.value,
        "events_low": total.low,
        "events_high": total.high,
        "method": method,
        "grade": grade,
    }


def coverage_sentence(
    row: Mapping[str, Any], lang: str, labels: wording.Labels | None = None
) -> str:
    """Return a row of `coverage` as a sentence for a reader without statistics.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    wording.check_language(lang)
    group = wording.label_of(row["group"], lang, labels)
    where = "everywhere" if row["group"] == ALL else "where"
    words = {
        "kind": wording.label_of(row["tie_kind"], lang, labels),
        "where": _WORDS.text(where, lang, group=group),
        "events": wording.number(row["events"], lang, 0),
        "known": wording.number(100 * row["actor_coverage"], lang, 0),
        "share": wording.number(100 * row["recorded_share"], lang, 0),
    }
    return _WORDS.text(row["grade"], lang, **words)
