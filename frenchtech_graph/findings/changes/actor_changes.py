"""Actors of two builds side by side: who is new, gone, merged, split, or described differently.

The address of an actor can change when a register adds a number, and two actors can become one.
An address that only one build has is therefore followed through the records that it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.network.model import Actor, each_actor

COLUMNS = ("change", "iri", "label", "kind", "other", "other_label", "attribute", "before", "after")
COMPARED = (
    "label",
    "kind",
    "pillars",
    "place_label",
    "region",
    "sectors",
    "stage",
    "created",
    "closed",
    "dissolved",
)
"""Attributes of an actor whose changes are listed."""
ORDER = ("new", "gone", "merged", "split", "address", "changed")
Origins = Callable[[], Mapping[str, str]]
"""Gives the actor of each record that a build merged (`network.accounts.origins`)."""


@dataclass(frozen=True)
class Matching:
    """The actors of both builds by address, and the later address of each earlier one.

    `now` gives the later address of each earlier actor that still exists. `splits` gives the earlier
    address of each later actor that is only a part of it.
    """

    before: Mapping[str, Actor]
    after: Mapping[str, Actor]
    now: Mapping[str, str]
    splits: Mapping[str, str]


def matched(
    before: nx.Graph[Any], after: nx.Graph[Any], origins: tuple[Origins, Origins]
) -> Matching:
    """Return which actors of two builds are the same.

    Equal addresses are the same actor. Other addresses are the same if a source record is behind
    both. `origins` is called only if the addresses differ.
    """
    old = {str(a.key): a for a in each_actor(before)}
    new = {str(a.key): a for a in each_actor(after)}
    now = {iri: iri for iri in old if iri in new}
    splits: dict[str, str] = {}
    if len(now) < max(len(old), len(new)):
        was, is_ = origins[0](), origins[1]()
        for record in sorted(was.keys() & is_.keys()):
            earlier, later = was[record], is_[record]
            if earlier in old and earlier not in new and later in new:
                now.setdefault(earlier, later)
            if later in new and later not in old and earlier in new and earlier in old:
                splits.setdefault(later, earlier)
    return Matching(old, new, now, splits)


def actor_changes(found: Matching) -> pd.DataFrame:
    """Return the changes of actors, one per row.

    `change` is new, gone, merged (into `other`), split (from `other`), address (`other` is the new
    one) or changed (`attribute`, `before` and `after` say how). `iri` is the address in the build
    that has the actor, the earlier one if both do.
    """
    rows = [*_gone(found), *_new(found), *_changed(found)]
    rows.sort(key=lambda r: (ORDER.index(r["change"]), str(r["label"]), r["iri"], r["attribute"]))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _gone(found: Matching) -> Iterator[dict[str, Any]]:
    settled = {i for i in found.now.values() if i in found.before}
    for iri, actor in found.before.items():
        later = found.now.get(iri)
        if later == iri:
            continue
        if later is None:
            yield _row("gone", actor)
            continue
        # Of several that became one new address, all but the first have merged into it.
        change = "merged" if later in settled else "address"
        settled.add(later)
        yield _row(change, actor, found.after[later])


def _new(found: Matching) -> Iterator[dict[str, Any]]:
    known = set(found.now.values())
    for iri, actor in found.after.items():
        if iri in known:
            continue
        if (whole := found.splits.get(iri)) is not None:
            yield _row("split", actor, found.after[whole])
        else:
            yield _row("new", actor)


def _changed(found: Matching) -> Iterator[dict[str, Any]]:
    first: set[str] = set()
    for iri, later in found.now.items():
        if later in first or (later != iri and later in found.before):
            continue
        first.add(later)
        old, new = found.before[iri], found.after[later]
        for name in COMPARED:
            was, is_ = old.facts.get(name), new.facts.get(name)
            if was != is_:
                yield _row("changed", old) | {"attribute": name, "before": was, "after": is_}


def _row(change: str, actor: Actor, other: Actor | None = None) -> dict[str, Any]:
    return {
        "change": change,
        "iri": str(actor.key),
        "label": actor.label,
        "kind": actor.kind,
        "other": None if other is None else str(other.key),
        "other_label": None if other is None else other.label,
        "attribute": "",
        "before": None,
        "after": None,
    }
