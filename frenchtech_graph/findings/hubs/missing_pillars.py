"""Pillars without an actor among the first of a ranking, and the possible reasons."""

from __future__ import annotations

from typing import Any, NamedTuple

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.functions.stated_lists import communes_are_read
from frenchtech_graph.findings.gaps.areas import communes_of
from frenchtech_graph.findings.hubs.ranking import rank_hubs
from frenchtech_graph.findings.standing import Standing
from frenchtech_graph.io.words import beside
from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.network.model import Actor, actor_of, each_actor

PILLARS = (
    Contribution.TALENT,
    Contribution.TECHNOLOGY,
    Contribution.FINANCE,
    Contribution.CONNECTION,
)
FIRST = 15
BELOW, UNTIED, NONE, UNREAD = "below", "untied", "none recorded", "not read"
_WORDS = beside(__file__)


class Missing(NamedTuple):
    """A pillar without an actor among the first: the reason, its best body and the rank of this
    body.

    ``status``: `below` (its best body comes later), `untied` (its bodies have no tie that counts),
    `none recorded` (the place was read, and no body of it is recorded) or `not read`.
    """

    pillar: str
    status: str
    bodies: int
    label: str = ""
    rank: int = 0


def missing_pillars(graph: nx.Graph[Any], ranked: pd.DataFrame) -> list[Missing]:
    """Return the pillars without an actor among the first `FIRST` of a ranking of hubs."""
    have = {p for pillars in ranked["pillars"].head(FIRST) for p in pillars}
    lacking = [p for p in PILLARS if p not in have]
    if not lacking:
        return []
    standing = Standing(graph)
    bodies = [a for a in each_actor(graph) if not a.person and standing.names(a)]
    everyone = rank_hubs(graph, top=len(bodies), resamples=0)["iri"].tolist()
    return [_missing(graph, pillar, bodies, everyone) for pillar in lacking]


def _missing(
    graph: nx.Graph[Any], pillar: str, bodies: list[Actor], everyone: list[Any]
) -> Missing:
    inside = sum(pillar in a.pillars for a in bodies)
    best = next((i for i in everyone if pillar in actor_of(graph, i).pillars), None)
    if best is not None:
        label = str(actor_of(graph, best).label)
        return Missing(pillar, BELOW, inside, label, everyone.index(best) + 1)
    if inside:
        return Missing(pillar, UNTIED, inside)
    return Missing(pillar, NONE if _is_read(graph) else UNREAD, 0)


def _is_read(graph: nx.Graph[Any]) -> bool:
    codes = graph.graph.get("filters", {}).get("place") or ()
    stated = (codes,) if isinstance(codes, str) else codes
    return communes_are_read(frozenset().union(*(communes_of(code) for code in stated)))


def notes(graph: nx.Graph[Any], ranked: pd.DataFrame, lang: str) -> list[str]:
    """Return a sentence per pillar without an actor among the first of a place."""
    if "place" not in graph.graph.get("filters", {}):
        return []
    return [in_words(missing, lang) for missing in missing_pillars(graph, ranked)]


def in_words(missing: Missing, lang: str) -> str:
    """Say why a pillar is not among the first."""
    pillar = _WORDS.named("pillar", lang)[missing.pillar]
    text = _WORDS.text(
        missing.status,
        lang,
        pillar=pillar,
        n=missing.bodies,
        label=missing.label,
        rank=missing.rank,
    )
    return text[:1].upper() + text[1:]
