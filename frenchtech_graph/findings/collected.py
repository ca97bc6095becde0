"""The findings that maps and reports show, asked of the analysis with its defaults, and put into
words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.measures.rows import rows_of
from frenchtech_graph.model.places import place_names
from frenchtech_graph.network.model import each_actor

Labels = Mapping[str, Mapping[str, str]]
Find = Callable[..., Any]
"""Asks a function of the analysis about a network: ``find(function, network, **options)``."""

OF_MAPS = ("hubs", "gaps", "introductions")
OF_REPORTS = (
    "coverage",
    "hubs",
    "connected",
    "brokers",
    "gaps",
    "pathways",
    "introductions",
    "fragility",
)


def computed(function: Callable[..., Any], network: nx.Graph[Any], **options: Any) -> Any:
    """Return what a function of the analysis finds."""
    return function(network, **options)


def collect(
    graph: nx.Graph[Any],
    names: Iterable[str] = OF_REPORTS,
    *,
    labels: Labels | None = None,
    seed: int = 1,
    started: Callable[[str], None] = lambda name: None,
    find: Find = computed,
) -> dict[str, pd.DataFrame]:
    """Return the tables of `names`, each with the columns sentence_fr and sentence_en.

    `started` is told the name of each table before it is computed. `find` asks the analysis, or
    takes what was found before (`kept_findings`). A network without actors has no findings.

    Raises:
        KeyError: a name that is not one of `OF_REPORTS`.
    """
    found: dict[str, pd.DataFrame] = {}
    named = _region_names() | dict(labels or {})
    if not any(True for _ in each_actor(graph)):
        return {}
    for name in names:
        started(name)
        found[name] = _TABLES[name](graph, named, seed, find)
    return found


def _region_names() -> dict[str, dict[str, str]]:
    """Return the names of the regions by INSEE code, which is what their groups are called."""
    names = place_names()
    return {
        key[1:]: dict.fromkeys(("fr", "en"), name)
        for key, name in names.items()
        if key.startswith("r")
    }


def _said(table: pd.DataFrame, sentence: Callable[[dict[str, Any], str], str]) -> pd.DataFrame:
    attrs = table.attrs
    rows = rows_of(table)
    table = table.assign(
        **{f"sentence_{lang}": [sentence(row, lang) for row in rows] for lang in ("fr", "en")}
    )
    table.attrs = attrs
    return table


def _hubs(graph: nx.Graph[Any], labels: Labels, seed: int, find: Find) -> pd.DataFrame:
    from frenchtech_graph.findings.hubs.ranking import hub_sentence, rank_hubs

    return _said(find(rank_hubs, graph, seed=seed), hub_sentence)


def _connected(graph: nx.Graph[Any], labels: Labels, seed: int, find: Find) -> pd.DataFrame:
    from frenchtech_graph.findings.hubs.ranking import hub_sentence, rank_hubs

    return _said(find(rank_hubs, graph, measure="degree", seed=seed), hub_sentence)


def _brokers(graph: nx.Graph[Any], labels: Labels, seed: int, find: Find) -> pd.DataFrame:
    from frenchtech_graph.findings.brokers.brokerage import broker_sentence, rank_brokers

    return _said(find(rank_brokers, graph, seed=seed), broker_sentence)


def _gaps(graph: nx.Graph[Any], labels: Labels, seed: int, find: Find) -> pd.DataFrame:
    from frenchtech_graph.findings.gaps import gap_tables
    from frenchtech_graph.findings.gaps.gap_sentences import gap_sentence

    tables = list(find(gap_tables, graph, seed=seed).values())
    table = pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)
    table.attrs = {
        k: v for k, v in tables[0].attrs.items() if k in ("seed", "draws", "min_expected")
    }
    return _said(table, lambda row, lang: gap_sentence(row, lang, labels))


def _pathways(graph: nx.Graph[Any], labels: Labels, seed: int, find: Find) -> pd.DataFrame:
    from frenchtech_graph.findings.pathways.transitions import pathway_sentence, pathways

    return _said(find(pathways, graph), lambda row, lang: pathway_sentence(row, lang, labels))


def _introductions(graph: nx.Graph[Any], labels: Labels, seed: int, find: Find) -> pd.DataFrame:
    from frenchtech_graph.findings.introductions import introduce, introduction_sentence

    found = find(introduce, graph, seed=seed)
    chosen = shortlist(found, {str(actor.key) for actor in each_actor(graph) if actor.venture})
    names = {
        str(a.key): dict.fromkeys(("fr", "en"), str(a.label or a.key)) for a in each_actor(graph)
    }
    table = _said(chosen, lambda row, lang: introduction_sentence(row, lang, {**names, **labels}))
    renamed = table.rename(
        columns={
            "actor": "iri_a",
            "other": "iri_b",
            "sentence_fr": "reason_fr",
            "sentence_en": "reason_en",
        }
    )
    renamed.attrs = found.attrs
    return renamed


def shortlist(
    proposals: pd.DataFrame, firms: Collection[str], *, per_actor: int = 3
) -> pd.DataFrame:
    """Return the introductions that a page shows: the first proposal of each young firm, none for
    fame.

    `proposals` is the table of `introductions.introduce`, `firms` the young firms. Investors come
    before other contacts, since their chance is measured; then the better fit. Nobody is proposed
    more than `per_actor` times.
    """
    wanted = proposals[
        (proposals["product"] == "introduction") & ~proposals["already"].astype(bool)
    ]
    wanted = wanted[wanted["actor"].isin(firms)].assign(measured=lambda t: t["p"].notna())
    ordered = wanted.sort_values(
        ["rank", "measured", "score"], ascending=[True, False, False], kind="stable"
    )
    firsts = ordered.groupby("actor", sort=False).head(1)
    return (
        firsts.groupby("other", sort=False)
        .head(per_actor)
        .drop(columns="measured")
        .reset_index(drop=True)
    )


def _fragility(graph: nx.Graph[Any], labels: Labels, seed: int, find: Find) -> pd.DataFrame:
    from frenchtech_graph.findings.fragility.losses import fragility, fragility_sentence

    table = _said(find(fragility, graph), fragility_sentence)
    renamed = table.rename(columns={"actor": "iri"})
    renamed.attrs = table.attrs
    return renamed


def _coverage(graph: nx.Graph[Any], labels: Labels, seed: int, find: Find) -> pd.DataFrame:
    from frenchtech_graph.findings.coverage import coverage, coverage_sentence

    table = find(coverage, graph)
    return _said(table, lambda row, lang: coverage_sentence(row, lang, labels))


_TABLES: dict[str, Callable[[nx.Graph[Any], Labels, int, Find], pd.DataFrame]] = {
    "hubs": _hubs,
    "connected": _connected,
    "brokers": _brokers,
    "gaps": _gaps,
    "pathways": _pathways,
    "introductions": _introductions,
    "fragility": _fragility,
    "coverage": _coverage,
}
