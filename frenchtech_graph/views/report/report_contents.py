"""Counts of the content of the network: the first page of a report. Counts only, no finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.views.map.contents import Contents, Event

NO_PILLAR = "none"


def key_numbers(contents: Contents) -> dict[str, int]:
    """Return the numbers a reader asks for first."""
    sources = {page for event in contents.events for page in event.pages}
    tied = {actor for e in contents.events if len(e.parts) > 1 for actor in e.parts}
    organisations = [a for a in contents.actors if not a.person]
    return {
        "actors": len(contents.actors),
        "organisations": len(organisations),
        "here": sum(a.here for a in organisations),
        "elsewhere": sum(not a.here for a in organisations),
        "together": _largest_part(contents),
        "persons": sum(a.person for a in contents.actors),
        "events": len(contents.events),
        "untied": len(contents.actors) - len(tied),
        "sources": len(sources),
        "undated": sum(e.start is None and e.end is None for e in contents.events),
        "unplaced": sum(a.place is None for a in contents.actors),
    }


def _largest_part(contents: Contents) -> int:
    """Return the number of organisations in the largest part of the network."""
    graph: nx.Graph[int] = nx.Graph()
    for number, event in enumerate(contents.events):
        graph.add_edges_from((m, -1 - number) for m in contents.numbers(event.members))
    largest = max(nx.connected_components(graph), key=len, default=set())
    return sum(node >= 0 and not contents.actors[node].person for node in largest)


def money_by_year(events: Iterable[Event]) -> pd.DataFrame:
    """Return a table of years by kind of event: euros that moved, the largest kind first.

    An event counts in the year it began. Events without a year or an amount are left out.
    """
    euros: Counter[tuple[int, str]] = Counter()
    for event in events:
        if event.start is not None and event.amount_eur and event.flow == Contribution.FINANCE:
            euros[event.start, event.kind] += event.amount_eur  # type: ignore[assignment]
    kinds: Counter[str] = Counter()
    for (_, kind), amount in euros.items():
        kinds[kind] += amount
    years = sorted({year for year, _ in euros})
    return pd.DataFrame(
        {kind: [float(euros[year, kind]) for year in years] for kind, _ in kinds.most_common()},
        index=pd.Index(years, name="year"),
    )


def without_amount(events: Iterable[Event]) -> int:
    """Return how many events of money have no year or no amount."""
    return sum(
        e.flow == Contribution.FINANCE and (e.start is None or not e.amount_eur) for e in events
    )


def by_pillar(contents: Contents) -> list[tuple[str, int]]:
    """Return the number of actors of each pillar. An actor of two pillars counts in both."""
    counts = Counter(p for a in contents.actors for p in (a.pillars or (NO_PILLAR,)))
    return counts.most_common()


def by_kind(contents: Contents, most: int = 12) -> list[tuple[str | None, int]]:
    """Return the most common kinds of actor."""
    return Counter(a.kind for a in contents.actors).most_common(most)


def tie_coverage(events: Iterable[Event]) -> pd.DataFrame:
    """Return per kind of event: how many, the share dated, with an amount, with two or more
    sources.

    Columns `kind`, `events`, `dated`, `amounts` (None for kinds without any), `two_sources`,
    `years` (text).
    """
    rows = []
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(event.kind, []).append(event)
    for kind, group in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        years = [y for e in group for y in (e.start, e.end) if y is not None]
        amounts = [e.amount_eur is not None for e in group]
        rows.append(
            {
                "kind": kind,
                "events": len(group),
                "dated": sum(e.start is not None or e.end is not None for e in group) / len(group),
                "amounts": sum(amounts) / len(group) if any(amounts) else None,
                "two_sources": sum(len(set(e.pages)) > 1 for e in group) / len(group),
                "years": f"{min(years)} – {max(years)}" if years else None,
            }
        )
    return pd.DataFrame(rows)


def by_place(contents: Contents) -> pd.DataFrame:
    """Return per region the number of actors and of events they take part in.

    None is "not recorded".
    """
    regions = [a.region for a in contents.actors]
    taking_part = Counter(
        r for e in contents.events for r in {regions[i] for i in contents.numbers(e.members)}
    )
    rows = [
        {"region": r, "actors": n, "events": taking_part[r]}
        for r, n in Counter(regions).most_common()
    ]
    return pd.DataFrame(rows)


def by_publisher(
    contents: Contents, facts: Mapping[str, Mapping[str, Any]], most: int = 15
) -> pd.DataFrame:
    """Return per publisher the pages cited, the events they vouch for, and the span of their
    dates.
    """
    events: dict[str, set[int]] = {}
    pages: dict[str, set[str]] = {}
    for number, event in enumerate(contents.events):
        for source in set(event.pages):
            publisher = str(facts.get(source, {}).get("publisher") or "")
            events.setdefault(publisher, set()).add(number)
            pages.setdefault(publisher, set()).add(source)
    rows = []
    for publisher, cited in pages.items():
        dates = sorted(str(d) for s in cited if (d := facts.get(s, {}).get("date")))
        rows.append(
            {
                "publisher": publisher,
                "pages": len(cited),
                "events": len(events[publisher]),
                "first": dates[0] if dates else None,
                "last": dates[-1] if dates else None,
            }
        )
    frame = pd.DataFrame(rows, columns=["publisher", "pages", "events", "first", "last"])
    return frame.sort_values(["events", "publisher"], ascending=[False, True]).head(most)


def events_by_year(events: Iterable[Event]) -> pd.DataFrame:
    """Return a table of years by flow, with the number of events that began in each.

    Undated events are left out.
    """
    began = Counter((e.start, e.flow or NO_PILLAR) for e in events if e.start is not None)
    if not began:
        return pd.DataFrame()
    years = range(min(y for y, _ in began), max(y for y, _ in began) + 1)
    flows = sorted({f for _, f in began})
    return pd.DataFrame(
        {f: [began[(y, f)] for y in years] for f in flows}, index=pd.Index(years, name="year")
    )
