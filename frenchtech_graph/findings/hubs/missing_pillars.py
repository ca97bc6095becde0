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
from frenchtech_graph.network.model import Actor, each_actor

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


def missing_pillars(graph: nx.Graph[Any], *, measure: str = "events") -> list[Missing]:
    """Return the pillars without an actor among the first `FIRST` of a ranking of hubs.

    Actors that tie with the fifteenth are among the first.
    """
    standing = Standing(graph)
    bodies = [a for a in each_actor(graph) if not a.person and standing.names(a)]
    everyone = rank_hubs(graph, measure=measure, top=len(bodies), resamples=0, force=True)
    have = _pillars_of(first(everyone))
    return [_missing(graph, pillar, bodies, everyone) for pillar in PILLARS if pillar not in have]


def first(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return the first `FIRST` rows of a ranking, and each row that ties with the last of them."""
    if len(ranked) <= FIRST:
        return ranked
    return ranked.head(int((ranked["rank"] <= ranked["rank"].iloc[FIRST - 1]).sum()))


def _pillars_of(ranked: pd.DataFrame) -> set[str]:
    return {pillar for pillars in ranked["pillars"] for pillar in pillars}


def _missing(
    graph: nx.Graph[Any], pillar: str, bodies: list[Actor], everyone: pd.DataFrame
) -> Missing:
    inside = sum(pillar in a.pillars for a in bodies)
    of_pillar = everyone[[pillar in pillars for pillars in everyone["pillars"]]]
    if len(of_pillar):
        best = of_pillar.iloc[0]
        before = int((everyone["rank"] < best["rank"]).sum())
        return Missing(pillar, BELOW, inside, str(best["label"]), before + 1)
    if inside:
        return Missing(pillar, UNTIED, inside)
    return Missing(pillar, NONE if _is_read(graph) else UNREAD, 0)


def _is_read(graph: nx.Graph[Any]) -> bool:
    codes = graph.graph.get("filters", {}).get("place") or ()
    stated = (codes,) if isinstance(codes, str) else codes
    return communes_are_read(frozenset().union(*(communes_of(code) for code in stated)))


def notes(graph: nx.Graph[Any], ranked: pd.DataFrame, lang: str) -> list[str]:
    """Return a sentence per pillar without an actor among the first of a place."""
    named = _pillars_of(ranked.head(FIRST))
    if "place" not in graph.graph.get("filters", {}) or named.issuperset(PILLARS):
        return []
    found = missing_pillars(graph, measure=ranked.attrs["measure"])
    return [in_words(missing, lang) for missing in found]


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
