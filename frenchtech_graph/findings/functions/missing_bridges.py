"""Structural holes as a to-do list: well-connected actors of two groups with no tie and no partner
in common.

Burt's measures of one actor's position are in `structural_holes`. Here the hole is between two
groups, and each row is an introduction that would bridge it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import combinations, product
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.measures.cohesion import communities
from frenchtech_graph.findings.measures.membership import values_of
from frenchtech_graph.findings.measures.profiles import Profiles, profiles
from frenchtech_graph.findings.texts import say
from frenchtech_graph.network.model import actor_of, each_actor

COLUMNS = (
    "first_group",
    "second_group",
    "first",
    "second",
    "first_label",
    "second_label",
    "first_strength",
    "second_strength",
    "fit",
    "score",
    "shared",
    "same_place",
    "ties_between_groups",
    "open_pairs",
)


def missing_bridges(
    graph: nx.Graph[Any],
    *,
    between: str = "pillar",
    top_actors: int = 30,
    per_pair: int = 5,
    persons: bool = False,
    seed: int = 1,
) -> pd.DataFrame:
    """Return pairs of well-connected actors, one of each group, without a tie or a common partner.

    ``between`` is an attribute (``pillar``, ``region``, ``kind`` …) or ``community`` (Louvain
    communities of the Newman projection, with ``seed``). For each group, the ``top_actors`` of
    greatest strength are used, and for each pair of groups the ``per_pair`` best pairs are kept.
    Persons are left out unless asked for. Columns:

    - ``first_strength``: number of events with others.
    - ``fit``: cosine of the profiles (sectors, region, stage), NaN without data, which is ranked as
      the average fit.
    - ``score``: ``sqrt(s_i s_j) fit``.
    - ``shared``: tags of both (tuple).
    - ``same_place`` (None if unknown).
    - ``ties_between_groups``: ties recorded.
    - ``open_pairs``: pairs of top actors without tie or common partner.
    """
    actors = [a.key for a in each_actor(graph) if a.here and (persons or not a.person)]
    partners = {a: {b for event in graph[a] for b in graph[event] if b != a} for a in actors}
    groups = _groups(graph, actors, between, seed)
    strength = {a: sum(graph.degree(event) > 1 for event in graph[a]) for a in actors}
    best = {name: _strongest(some, strength, top_actors) for name, some in groups.items()}
    chosen = sorted(set().union(*best.values()), key=str)
    fitted, place = profiles(graph, chosen), {a: i for i, a in enumerate(chosen)}
    rows = []
    for one, two in combinations(sorted(best), 2):
        pairs = _open_pairs(best[one], best[two], partners)
        extra = {
            "first_group": one,
            "second_group": two,
            "ties_between_groups": _ties_between(groups[one], set(groups[two]), partners),
            "open_pairs": len(pairs),
        }
        ranked = _ranked(graph, pairs, strength, fitted, place, per_pair)
        rows += [{**row, **extra} for row in ranked]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(
        "score", ascending=False, kind="stable"
    )
    frame = frame.reset_index(drop=True)
    frame.attrs.update(between=between, seed=seed)
    return frame


def _ties_between(
    some: list[Hashable], others: set[Hashable], partners: Mapping[Hashable, set[Hashable]]
) -> int:
    return sum(len(partners[actor] & others) for actor in some)


def _strongest(
    actors: list[Hashable], strength: Mapping[Hashable, int], count: int
) -> list[Hashable]:
    return sorted((a for a in actors if strength[a]), key=lambda a: (-strength[a], str(a)))[:count]


def _groups(
    graph: nx.Graph[Any], actors: list[Hashable], between: str, seed: int
) -> dict[str, list[Hashable]]:
    found: dict[str, list[Hashable]] = {}
    if between == "community":
        part = communities(graph, seed=seed)["community"]
        for actor in actors:
            found.setdefault(f"{int(part.get(actor, -1)):04d}", []).append(actor)
        return {name: members for name, members in found.items() if len(members) >= 3}
    for actor in actors:
        for name in values_of(graph.nodes[actor], between):
            found.setdefault(name, []).append(actor)
    return found


def _open_pairs(
    some: list[Hashable], others: list[Hashable], partners: Mapping[Hashable, set[Hashable]]
) -> list[tuple[Hashable, Hashable]]:
    """Return the pairs of two actors without a tie or a common partner."""
    return [
        (a, b)
        for a, b in product(some, others)
        if a != b and b not in partners[a] and partners[a].isdisjoint(partners[b])
    ]


def _ranked(
    graph: nx.Graph[Any],
    pairs: list[tuple[Hashable, Hashable]],
    strength: Mapping[Hashable, int],
    fitted: Profiles,
    place: Mapping[Hashable, int],
    count: int,
) -> list[dict[str, Any]]:
    if not pairs:
        return []
    first, second = [place[a] for a, _ in pairs], [place[b] for _, b in pairs]
    fit = fitted.similarity(first, second)
    usual = float(np.nanmean(fit)) if np.isfinite(fit).any() else 1.0
    score = np.sqrt([strength[a] * strength[b] for a, b in pairs]) * np.where(
        np.isnan(fit), usual, fit
    )
    rows = []
    for k in np.argsort(-score, kind="stable")[:count]:
        a, b = pairs[k]
        ends = actor_of(graph, a), actor_of(graph, b)
        places = [end.region for end in ends]
        rows.append(
            {
                "first": a,
                "second": b,
                "first_label": ends[0].label,
                "second_label": ends[1].label,
                "first_strength": strength[a],
                "second_strength": strength[b],
                "fit": float(fit[k]),
                "score": float(score[k]),
                "shared": fitted.shared(first[k], second[k]),
                "same_place": None if None in places else places[0] == places[1],
            }
        )
    return rows


def bridge_sentence(
    row: Mapping[Any, Any] | pd.Series[Any], lang: str, labels: wording.Labels | None = None
) -> str:
    """Return a row of `missing_bridges` as a sentence for a reader without statistics.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    shared = ", ".join(wording.label_of(value, lang, labels) for _, value in row["shared"][:3])
    words = {
        "first": wording.called(row["first_label"], row["first"]),
        "second": wording.called(row["second_label"], row["second"]),
        "first_group": wording.label_of(row["first_group"], lang, labels),
        "second_group": wording.label_of(row["second_group"], lang, labels),
        "first_strength": wording.number(row["first_strength"], lang, 0),
        "second_strength": wording.number(row["second_strength"], lang, 0),
        "shared": say("bridge shared", lang, shared=shared) if shared else "",
    }
    return say("bridge", lang, **words)
