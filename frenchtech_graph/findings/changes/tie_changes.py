"""Ties and events of two builds side by side: new, gone, or stated differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.changes.actor_changes import Matching
from frenchtech_graph.network.model import Event, each_event

COLUMNS = ("change", "iri", "kind", "label", "actors", "year", "attribute", "before", "after")
COMPARED = ("kind", "date", "end", "status", "current", "round", "amount_eur")
"""Attributes of an event whose changes are listed, beside those who take part."""
ORDER = ("new", "gone", "changed")
_Ends = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _Tie:
    """An event with its participants: (later address of the actor, role), and their names."""

    iri: str
    event: Event
    ends: _Ends
    names: tuple[str, ...]

    def alike(self) -> tuple[Any, ...]:
        """Return the facts by which a tie is found again under another address."""
        return (self.event.kind, self.ends, self.event.facts.get("date"))


def tie_changes(before: nx.Graph[Any], after: nx.Graph[Any], actors: Matching) -> pd.DataFrame:
    """Return the ties and events that are new, gone or changed.

    Ties are the same if their addresses are equal, or else their kind, date and actors. An actor at
    a new address stays the same. The column `actors` has the names of the participants. A changed
    tie has a row per `attribute`, and the attribute `actors` means the participants.
    """
    old = _ties(before, actors.now)
    new = _ties(after, {})
    pairs = [(tie, new[iri]) for iri, tie in old.items() if iri in new]
    gone = [tie for iri, tie in old.items() if iri not in new]
    come = [tie for iri, tie in new.items() if iri not in old]
    waiting: dict[tuple[Any, ...], list[_Tie]] = defaultdict(list)
    for tie in come:
        waiting[tie.alike()].append(tie)
    lost = []
    for tie in gone:
        if same := waiting.get(tie.alike()):
            pairs.append((tie, same.pop(0)))
        else:
            lost.append(tie)
    rows = [_row("new", tie) for left in waiting.values() for tie in left]
    rows += [_row("gone", tie) for tie in lost]
    rows += [row for was, is_ in pairs for row in _changed(was, is_)]
    rows.sort(key=lambda r: (ORDER.index(r["change"]), r["actors"], r["iri"], r["attribute"]))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _ties(network: nx.Graph[Any], now: Mapping[str, str]) -> dict[str, _Tie]:
    found = {}
    for event in each_event(network):
        members = [(str(e.actor), e.role or "") for e in event.edges]
        ends = frozenset((now.get(iri, iri), role) for iri, role in members)
        named = {str(network.nodes[iri].get("label") or iri) for iri, _ in members}
        found[str(event.key)] = _Tie(str(event.key), event, ends, tuple(sorted(named)))
    return found


def _changed(was: _Tie, is_: _Tie) -> Iterator[dict[str, Any]]:
    for name in COMPARED:
        old, new = was.event.facts.get(name), is_.event.facts.get(name)
        if old != new:
            yield _row("changed", is_) | {"attribute": name, "before": old, "after": new}
    if was.ends != is_.ends:
        ends = {"before": was.names, "after": is_.names}
        yield _row("changed", is_) | {"attribute": "actors", **ends}


def _row(change: str, tie: _Tie) -> dict[str, Any]:
    return {
        "change": change,
        "iri": tie.iri,
        "kind": tie.event.kind,
        "label": tie.event.facts.get("label"),
        "actors": tie.names,
        "year": tie.event.facts.get("start"),
        "attribute": "",
        "before": None,
        "after": None,
    }
