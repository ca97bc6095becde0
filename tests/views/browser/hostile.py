"""Texts that attack a page, put into every field that reaches one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import networkx as nx
import pandas as pd

from tests.support.synthetic import Ecosystem

ATTACKS = (
    "<script>window.attacked='script'</script>",
    "</script><script>window.attacked='closing script'</script>",
    "<img src=x onerror=\"window.attacked='handler'\">",
    "\" onfocus=\"window.attacked='attribute'\" autofocus x=\"' onfocus='window.attacked=1'",
    "<svg onload=\"window.attacked='svg'\"><animate onbegin=\"window.attacked='animate'\">",
    "javascript:window.attacked='link'",
    "data:text/html,<script>parent.attacked='data link'</script>",
    "{{ 7*7 }}{% for x in y %}${window.attacked='template'}#{1}<%= 1 %>",
    "\u202egnp.exe\u2066 right to left",
    "A" * 10_240,
    "<!--<script>window.attacked='comment'",
    "</style><style>*{display:none}</style></title></textarea>",
    "\u2028\u2029'\\\";window.attacked='string'//\x07",
    "__proto__",
    "constructor",
)


def hostile_ecosystem() -> Ecosystem:
    """Return a small network in which every text is an attack, each attack in every field."""
    texts = cycle(ATTACKS)
    graph: nx.Graph[str] = nx.Graph(view="bipartite")
    actors = [f"{attack}#{i}" for i, attack in enumerate(ATTACKS)] + ["https://example.org/ok"]
    for i, actor in enumerate(actors):
        attack = ATTACKS[i % len(ATTACKS)]
        graph.add_node(
            actor,
            mode="actor",
            label=f"{attack} {i}",
            kind=attack,
            person=False,
            pillars=("finance", attack),
            place=attack,
            place_label=attack,
            department=attack,
            region=attack,
            lat=50.6 + i / 100,
            lon=3.0,
            sectors=(attack,),
            stage=attack,
        )
    for i, actor in enumerate(actors):
        _join(graph, f"{next(texts)} event {i}", [actor, actors[(i + 1) % len(actors)]], texts)
    _join(graph, "everyone", actors, texts)
    sources = {s for *_, edge in graph.edges(data=True) for s in edge["sources"]}
    facts = {
        s: {"url": next(texts), "title": next(texts), "publisher": next(texts), "date": next(texts)}
        for s in sources
    }
    labels = {attack: {"fr": attack, "en": attack} for attack in ATTACKS}
    return Ecosystem(
        graph,
        facts,
        labels,
        _hubs(actors),
        _gaps(),
        _introductions(actors),
        {"fr": TITLE, "en": TITLE},
    )


TITLE = "Titre " + " ".join(a for a in ATTACKS if len(a) < 1000)


def _join(graph: nx.Graph[str], event: str, members: list[str], texts: Iterator[str]) -> None:
    graph.add_node(
        event,
        mode="event",
        label=next(texts),
        kind=next(texts),
        flow=next(texts),
        start=2020,
        end=None,
        date=next(texts),
        amount_eur=1e6,
    )
    for actor in members:
        graph.add_edge(
            actor,
            event,
            role=next(texts),
            side=None,
            ties=(),
            sources=(next(texts), next(texts)),
            confidence=1.0,
            lead=None,
        )


def _hubs(actors: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "iri": a,
            "rank": i + 1,
            "rank_low": 1.0,
            "rank_high": 9.0,
            "p_top": 0.9,
            "tier": 1,
            "hub": i < 3,
        }
        for i, a in enumerate(actors)
    )


def _gaps() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row_group": a,
            "column_group": a[::-1],
            "observed": 1,
            "expected": 6.5,
            "ratio": 0.15,
            "grade": a,
            "sentence_fr": a,
            "sentence_en": a,
        }
        for a in ATTACKS
    )


def _introductions(actors: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"iri_a": a, "iri_b": b, "reason_fr": attack, "reason_en": attack}
        for a, b, attack in zip(actors, actors[2:], ATTACKS, strict=False)
    )
