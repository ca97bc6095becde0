"""The basis of a proposal, as columns and as a sentence."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.measures.profiles import tags_of
from frenchtech_graph.findings.texts import say
from frenchtech_graph.network.model import actor_of

COLUMNS = (
    "actor",
    "actor_label",
    "other",
    "other_label",
    "product",
    "kind",
    "rank",
    "p",
    "p_fame",
    "band",
    "score",
    "already",
    "shared_partners",
    "shared_tags",
    "same_region",
    "reasons",
)
BANDS = (
    (0.35, "1 in 2"),
    (0.15, "1 in 4"),
    (0.07, "1 in 10"),
    (0.03, "1 in 20"),
    (0.01, "1 in 50"),
)
"""Smallest probability → how it is told. Below all of them: a long shot."""


def band(p: float) -> str:
    """Return a probability in words: decimals would promise too much.

    >>> band(0.22), band(0.004), band(float("nan"))
    ('1 in 4', 'long shot', 'not known')
    """
    if math.isnan(p):
        return "not known"
    return next((name for least, name in BANDS if p >= least), "long shot")


def describe(graph: nx.Graph[Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return proposals with labels, band, shared partners and shared tags."""
    around: dict[Hashable, set[Hashable]] = {}

    def partners(actor: Hashable) -> set[Hashable]:
        if actor not in around:
            around[actor] = {other for event in graph[actor] for other in graph[event]} - {actor}
        return around[actor]

    described = []
    for row in rows:
        one, two = actor_of(graph, row["actor"]), actor_of(graph, row["other"])
        both = partners(row["actor"]) & partners(row["other"])
        regions = (one.region, two.region)
        described.append(
            {
                **row,
                "actor_label": one.label,
                "other_label": two.label,
                "band": band(row["p"]),
                "shared_partners": tuple(sorted(both, key=lambda a: (-graph.degree(a), str(a)))),
                "shared_tags": tuple(
                    tag for tag in tags_of(one.facts) if tag in tags_of(two.facts)
                ),
                "same_region": None if None in regions else regions[0] == regions[1],
            }
        )
    return described


def introduction_sentence(
    row: Mapping[Any, Any] | pd.Series[Any], lang: str, labels: wording.Labels | None = None
) -> str:
    """Return a proposal and its reasons as a sentence for a reader without statistics.

    ``labels`` gives the names of tags and, by IRI, of partners. Without a name, the code is used.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    words = {
        "actor": wording.called(row["actor_label"], row["actor"]),
        "other": wording.called(row["other_label"], row["other"]),
        "band": say(f"band {row['band']}", lang),
    }
    # Partners in common are told by name where there are any.
    said = [name for name in row["reasons"] if name != "partners" or not row["shared_partners"]]
    reasons = [say(f"reason {name}", lang) for name in said]
    if row["shared_partners"]:
        names = [wording.label_of(str(p), lang, labels) for p in row["shared_partners"][:3]]
        reasons.append(say("reason shared partners", lang, names=", ".join(names)))
    if row["shared_tags"]:
        names = [wording.label_of(value, lang, labels) for _, value in row["shared_tags"][:3]]
        reasons.append(say("reason shared tags", lang, names=", ".join(names)))
    because = say("introduction because", lang, reasons=" ; ".join(reasons)) if reasons else ""
    because = because.replace(" ; ", "; ") if lang == "en" else because
    return say(f"{row['product']} {row['kind']}", lang, **words) + because
