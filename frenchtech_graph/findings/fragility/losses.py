"""Losses if an actor leaves: firms without a partner, parts cut off, and the cohesion of the
pillars.

Everything here is about *recorded* ties. A firm whose only recorded investor leaves may have other
investors that are not recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csgraph

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.fragility.pillar_cuts import pillar_cuts
from frenchtech_graph.findings.fragility.removal import removal_curve, robustness
from frenchtech_graph.findings.measures.cohesion import articulation_points
from frenchtech_graph.findings.standing import counted
from frenchtech_graph.findings.texts import say
from frenchtech_graph.model.terms import Class, Contribution
from frenchtech_graph.network.model import Event, actor_of, each_actor, events_of
from frenchtech_graph.network.projections import actors as actors_of

__all__ = [
    "fragility",
    "fragility_sentence",
    "orphans",
    "pillar_cuts",
    "removal_curve",
    "robustness",
]

NEEDS = {
    Contribution.FINANCE: Contribution.FINANCE,
    "incubation": Contribution.CONNECTION,
    "research": Contribution.TECHNOLOGY,
}
"""What a firm needs a partner for → the flow of the ties that give it."""
_SUPPORT = (Class.INCUBATION, Class.HOSTING)
COLUMNS = (
    "actor",
    "label",
    "kind",
    "orphans",
    "orphans_finance",
    "orphans_incubation",
    "orphans_research",
    "cut_off",
    "pieces",
    "giant_before",
    "giant_after",
    "pairs_lost",
    "orphaned_firms",
)


def orphans(graph: nx.Graph[Any]) -> pd.DataFrame:
    """Return the young firms with a single recorded partner for a need, and that partner.

    Columns: ``firm``, ``need`` (``finance``, ``incubation``, ``research``), ``partner``, ``events``
    (tuple). ``attrs``: ``served``, for each need the number of firms with any recorded partner.
    """
    rows, served = [], dict.fromkeys(NEEDS, 0)
    for firm in (actor.key for actor in each_actor(graph) if actor.venture):
        for need, partners in _partners(graph, firm).items():
            served[need] += 1
            if len(partners) == 1:
                ((partner, events),) = partners.items()
                rows.append((firm, need, partner, tuple(sorted(events, key=str))))
    frame = pd.DataFrame(rows, columns=["firm", "need", "partner", "events"])
    frame.attrs["served"] = served
    return frame


def _partners(graph: nx.Graph[Any], firm: Hashable) -> dict[str, dict[Hashable, list[Hashable]]]:
    """Return for each need of a firm the partners that serve it, with the events."""
    found: dict[str, dict[Hashable, list[Hashable]]] = {}
    for event in events_of(graph, firm):
        need, side = _need(event), event.side_of(firm)
        if need is None or side == "source":
            continue
        for other in event.members if side is None else event.sources:
            if other != firm:
                found.setdefault(need, {}).setdefault(other, []).append(event.key)
    return found


def _need(event: Event) -> str | None:
    if event.kind in _SUPPORT:
        return "incubation"
    return next((n for n, flow in NEEDS.items() if n != "incubation" and event.flow == flow), None)


def fragility(graph: nx.Graph[Any], *, top: int = 20) -> pd.DataFrame:
    """Return the actors whose absence breaks most: firms left without a partner, then nodes cut
    off. Ties of administration do not count.

    Columns:

    - ``orphans``: firms that would lose their only recorded partner for some need, and one column
      per need.
    - ``cut_off``: actors that would be separated from the rest, in how many ``pieces``.
    - ``giant_before``, ``giant_after``: share of actors in the giant component.
    - ``pairs_lost``: share of connected pairs of other actors that would no longer be connected.
    - ``orphaned_firms`` (tuple).

    ``attrs``: ``served`` and ``single``, for each need the firms with a recorded partner and with
    one only. For a place, only actors located there are listed.
    """
    graph = counted(graph)
    alone = orphans(graph)
    by_actor: dict[Hashable, dict[str, set[Hashable]]] = defaultdict(lambda: defaultdict(set))
    for firm, need, partner in alone[["firm", "need", "partner"]].itertuples(index=False):
        by_actor[partner][need].add(firm)
    cuts = articulation_points(graph)
    actors = {actor for actor in actors_of(graph) if actor_of(graph, actor).here}
    cuts = cuts[[node in actors for node in cuts.index]]
    names = sorted(
        by_actor.keys() & actors, key=lambda a: (-len(set().union(*by_actor[a].values())), str(a))
    )[:top]
    names += [a for a in cuts.index[:top] if a not in names]
    parts = _Parts(graph) if names else None
    rows = [_row(graph, actor, by_actor[actor], cuts, parts) for actor in names if parts]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame = (
        frame.sort_values(["orphans", "cut_off"], ascending=False, kind="stable")
        .head(top)
        .reset_index(drop=True)
    )
    single = alone.groupby("need")["firm"].nunique().to_dict()
    frame.attrs.update(
        served=alone.attrs["served"], single={need: int(single.get(need, 0)) for need in NEEDS}
    )
    return frame


class _Parts:
    """Connected parts of a network, counted in actors, with or without one of its nodes."""

    def __init__(self, graph: nx.Graph[Any]) -> None:
        self.place = {node: i for i, node in enumerate(graph)}
        self.matrix = nx.to_scipy_sparse_array(graph, weight=None, format="csr")
        self.is_actor = np.zeros(len(self.place))
        self.is_actor[[self.place[actor] for actor in actors_of(graph)]] = 1.0
        self.part = csgraph.connected_components(self.matrix, directed=False)[1]
        self.sizes = np.bincount(self.part, weights=self.is_actor)

    def size_of(self, actor: Hashable) -> float:
        """Return the number of actors in the part of an actor."""
        return float(self.sizes[self.part[self.place[actor]]])

    def without(self, actor: Hashable) -> Any:
        """Return the number of actors in each part when one actor has left."""
        kept = np.arange(len(self.place)) != self.place[actor]
        part = csgraph.connected_components(self.matrix[kept][:, kept], directed=False)[1]
        return np.bincount(part, weights=self.is_actor[kept])


def _row(
    graph: nx.Graph[Any],
    actor: Hashable,
    needs: Mapping[str, set[Hashable]],
    cuts: pd.DataFrame,
    parts: _Parts,
) -> dict[str, Any]:
    firms = sorted(set().union(*needs.values()), key=str)
    before, after = parts.sizes, parts.without(actor)
    # The actor's own pairs go with it, whoever it is: only pairs of others count.
    connected = _pairs(before) - (parts.size_of(actor) - 1)
    is_cut = actor in cuts.index
    view = actor_of(graph, actor)
    return {
        "actor": actor,
        "label": view.label,
        "kind": view.kind,
        "orphans": len(firms),
        **{f"orphans_{need}": len(needs.get(need, ())) for need in NEEDS},
        "cut_off": int(cuts["actors_off"].get(actor, 0)) if is_cut else 0,
        "pieces": int(cuts["pieces"].get(actor, 1)) if is_cut else 1,
        "giant_before": float(before.max() / before.sum()),
        "giant_after": float(after.max() / after.sum()) if after.sum() else float("nan"),
        "pairs_lost": (connected - _pairs(after)) / connected if connected > 0 else 0.0,
        "orphaned_firms": tuple(firms),
    }


def _pairs(sizes: Any) -> float:
    return float((sizes * (sizes - 1)).sum() / 2)


def fragility_sentence(row: Mapping[Any, Any] | pd.Series[Any], lang: str) -> str:
    """Return a row of `fragility` as a sentence for a reader without statistics.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    key = (
        "fragility orphans"
        if row["orphans"]
        else "fragility cut"
        if row["cut_off"]
        else "fragility none"
    )
    words = {
        "actor": wording.called(row["label"], row["actor"]),
        "orphans": wording.number(row["orphans"], lang, 0),
        "cut_off": wording.number(row["cut_off"], lang, 0),
        "lost": wording.number(100 * row["pairs_lost"], lang),
    }
    return say(key, lang, **words)
