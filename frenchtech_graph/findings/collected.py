"""The findings that maps and reports show, asked with their defaults, and put into words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings import registry
from frenchtech_graph.findings.answers import LANGUAGES, sentence_of
from frenchtech_graph.findings.asking import Find, ask, computed
from frenchtech_graph.findings.declaration import Finding, Value, load
from frenchtech_graph.findings.gaps.page_cards import places_to_ask
from frenchtech_graph.findings.measures.rows import rows_of
from frenchtech_graph.model.places import place_names
from frenchtech_graph.network.living import living
from frenchtech_graph.network.model import each_actor

Labels = Mapping[str, Mapping[str, str]]


def collect(
    graph: nx.Graph[Any],
    names: Iterable[str] | None = None,
    *,
    labels: Labels | None = None,
    seed: int = 1,
    started: Callable[[str], None] = lambda name: None,
    find: Find = computed,
    around: nx.Graph[Any] | None = None,
    where: str | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the tables of findings, with the columns sentence_fr and sentence_en.

    `names` are the names of findings, by default the findings that reports show. `started` is
    called with the name of each table before it is computed. `find` runs the analysis, or reads the
    stored result (`kept`). `graph` may be the part of `around` that belongs to the place `where`.
    Findings that compare places then use `around`. Without a place they describe the ecosystem with
    most of the actors, or all if there is no such ecosystem. A network without actors has no
    findings.

    Raises:
        KeyError: a name that no finding has.
    """
    found: dict[str, pd.DataFrame] = {}
    named = _region_names() | dict(labels or {})
    if not any(True for _ in each_actor(graph)):
        return {}
    today = living(graph)
    wanted = registry.of_reports() if names is None else [registry.find(name) for name in names]
    for finding in wanted:
        started(finding.name)
        if finding.of_places:
            compared = around if around is not None else graph
            for place in places_to_ask(graph, where):
                values = {"where": place}
                found[finding.name] = on_pages(finding, compared, named, seed, find, values)
            continue
        network = today if finding.living else graph
        found[finding.name] = on_pages(finding, network, named, seed, find)
    return found


def on_pages(
    finding: Finding,
    graph: nx.Graph[Any],
    labels: Labels,
    seed: int,
    find: Find,
    values: Mapping[str, Value] = MappingProxyType({}),
) -> pd.DataFrame:
    """Return the table of a finding for pages. `values` are the values of its parameters."""
    values = {**values, **({"seed": seed} if finding.parameter("seed") else {})}
    tables = [answer.frame for answer in ask(finding, [graph], values, find=find)]
    if finding.prepare:
        return _frame(load(finding.prepare)(finding, graph, tables, labels))
    return said(finding, tables[0], labels)


def said(finding: Finding, table: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return a table with a sentence per row, in both languages."""
    sentence = sentence_of(finding, labels)
    if sentence is None:
        return table
    attrs, rows = table.attrs, rows_of(table)
    table = table.assign(
        **{f"sentence_{lang}": [sentence(row, lang) for row in rows] for lang in LANGUAGES}
    )
    table.attrs = attrs
    return table


def joined(
    finding: Finding, graph: nx.Graph[Any], tables: list[pd.DataFrame], labels: Labels
) -> pd.DataFrame:
    """Return several tables as one."""
    table = pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)
    table.attrs = {
        k: v for k, v in tables[0].attrs.items() if k in ("seed", "draws", "min_expected")
    }
    return said(finding, table, labels)


def shortlisted(
    finding: Finding, graph: nx.Graph[Any], tables: list[pd.DataFrame], labels: Labels
) -> pd.DataFrame:
    """Return the introductions that a page shows, both ends by their addresses, with a reason."""
    firms = {str(actor.key) for actor in each_actor(graph) if actor.venture}
    names = {str(a.key): dict.fromkeys(LANGUAGES, str(a.label or a.key)) for a in each_actor(graph)}
    table = said(finding, shortlist(tables[0], firms), {**names, **labels})
    called = {"actor": "iri_a", "other": "iri_b"}
    called |= {f"sentence_{lang}": f"reason_{lang}" for lang in LANGUAGES}
    renamed = table.rename(columns=called)
    renamed.attrs = tables[0].attrs
    return renamed


def about_actors(
    finding: Finding, graph: nx.Graph[Any], tables: list[pd.DataFrame], labels: Labels
) -> pd.DataFrame:
    """Return a table whose column `actor` is called `iri`, as pages want it."""
    renamed = said(finding, tables[0], labels).rename(columns={"actor": "iri"})
    renamed.attrs = tables[0].attrs
    return renamed


def shortlist(
    proposals: pd.DataFrame, firms: Collection[str], *, per_actor: int = 3
) -> pd.DataFrame:
    """Return the introductions that a page shows: the first proposal of each young firm, none for
    fame.

    `proposals` is the table of `introductions.introduce`, `firms` the young firms. Investors come
    before other contacts, since their chance is measured. Within each group, the better fit comes
    first. No actor is proposed more than `per_actor` times.
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


def _frame(table: Any) -> pd.DataFrame:
    assert isinstance(table, pd.DataFrame)
    return table


def _region_names() -> dict[str, dict[str, str]]:
    """Return the names of the regions by INSEE code, which identifies their groups."""
    names = place_names()
    return {
        key[1:]: dict.fromkeys(LANGUAGES, name)
        for key, name in names.items()
        if key.startswith("r")
    }
