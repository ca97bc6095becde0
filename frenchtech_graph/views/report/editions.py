"""The content of the report in one language: findings arranged, worded, and linked to their
evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings import registry
from frenchtech_graph.findings.coverage.source_overlap import wilson
from frenchtech_graph.findings.measures.rows import Row, rows_of
from frenchtech_graph.findings.texts import say
from frenchtech_graph.model.places import place_names
from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.views.map.contents import Contents
from frenchtech_graph.views.map.html_page import words
from frenchtech_graph.views.report import figures
from frenchtech_graph.views.report import report_contents as counts
from frenchtech_graph.views.report.evidence_rows import Evidence
from frenchtech_graph.views.report.gap_pages import gap_pages, lack_cards
from frenchtech_graph.views.report.merged_names import Merged, merged_names, nothing_told
from frenchtech_graph.views.report.report_words import TEMPLATES, Wording
from frenchtech_graph.views.report.summary import pictures, sentences

FLOWS = (
    Contribution.FINANCE,
    Contribution.TECHNOLOGY,
    Contribution.TALENT,
    Contribution.CONNECTION,
    Contribution.VENTURE,
)
MOST_RANKED = 20
MOST_PROPOSED = 16
MOST_FRAGILE = 8


@dataclass(frozen=True)
class Material:
    """The inputs of a report."""

    graph: nx.Graph[Any]
    contents: Contents
    findings: dict[str, pd.DataFrame]
    facts: Mapping[str, Mapping[str, Any]]
    title: Mapping[str, str]
    method: Mapping[str, str]
    one_page: bool = False
    merged: Merged = nothing_told


def edition(material: Material, t: Wording) -> Row:
    """Return the variables of the template in the language of `t`."""
    evidence = Evidence(material.contents, material.facts)
    found = material.findings
    title = material.title[t.lang]
    shown = {
        "title": title,
        "numbers": counts.key_numbers(material.contents),
        "sentences": sentences(material.contents, found, evidence, title, t),
        "pictures": pictures(material.contents, found),
    }
    if not material.one_page:
        shown |= _chapters(material, evidence, t)
    return shown | {
        "evidence": [
            (
                evidence.note(anchor),
                rows,
                merged_names(material.merged, evidence.subjects.get(anchor), t),
            )
            for anchor, (_, rows, _) in evidence.blocks.items()
        ]
    }


def _chapters(material: Material, evidence: Evidence, t: Wording) -> Row:
    """Return the chapters after the first screen."""
    found = material.findings
    hubs, connected, brokers = (
        ranked(found.get(k), evidence, t) for k in ("hubs", "connected", "brokers")
    )
    return {
        **_counted(material, evidence, t),
        "hubs": hubs,
        "connected": connected,
        "brokers": brokers,
        "tier_chart": figures.tier_chart(found["hubs"], MOST_RANKED) if hubs else None,
        "broker_chart": figures.tier_chart(found["brokers"], 12) if brokers else None,
        "lacks": lack_cards(found.get("lacks"), t),
        "gaps": gap_pages(material.graph, found.get("gaps"), evidence, t),
        "pathways": _pathways(found.get("pathways"), evidence, t),
        "funnel": _funnel(found.get("pathways"), t),
        "introductions": _introductions(found.get("introductions"), evidence, t),
        "fragility": _said(found.get("fragility"), evidence, t, MOST_FRAGILE),
        "coverage": _coverage(found.get("coverage"), evidence, t),
        "more": _more(found, evidence, t),
        "method": _method(material, t),
    }


def _counted(material: Material, evidence: Evidence, t: Wording) -> Row:
    contents = material.contents
    by_year = counts.events_by_year(contents.events)
    kinds = [(t.term(kind), n, "plain-bar") for kind, n in counts.by_kind(contents)]
    ties = rows_of(counts.tie_coverage(contents.events))
    for number, row in enumerate(ties):
        events = [str(e.key) for e in contents.events if e.kind == row["kind"] and e.key]
        row["anchor"] = evidence.of_events(f"kind-{number}", t.term(row["kind"]), events)
    names = place_names()
    regions = rows_of(counts.by_place(contents).head(14))
    for row in regions:
        row["name"] = (
            names.get(f"r{row['region']}", row["region"])
            if row["region"]
            else t("unknown").capitalize()
        )
    return {
        "kinds": figures.bars(kinds),
        "pillars": figures.bars(
            [(_pillar(p, t), n, f"p-{p}") for p, n in counts.by_pillar(contents)]
        ),
        "country": figures.country(contents.actors),
        "timeline": figures.timeline(by_year) if len(by_year) else None,
        "tie_coverage": ties,
        "regions": regions,
        "publishers": rows_of(counts.by_publisher(contents, material.facts)),
    }


def _pillar(pillar: str, t: Wording) -> str:
    return t("pillar-none") if pillar == counts.NO_PILLAR else t.term(pillar)


def ranked(table: pd.DataFrame | None, evidence: Evidence, t: Wording) -> list[Row] | None:
    """Return ranked actors with a sentence on each and the place of its rows, or None without a
    table.
    """
    if table is None:
        return None
    rows = []
    for row in rows_of(table.head(MOST_RANKED)):
        anchor = evidence.of_actor(row["iri"])
        block = evidence.blocks.get(anchor or "")
        rows.append(
            {
                **row,
                "label": row.get("label") or (block[0] if block else row["iri"]),
                "why": _why(row, t),
                "sentence": row.get(f"sentence_{t.lang}"),
                "anchor": anchor,
                "evidence": block[2] if block else 0,
            }
        )
    return rows


def _why(row: Row, t: Wording) -> str:
    """Return in a few words the reason why an actor is on its list."""
    if "events" in row:
        return t("whyActive", t.number(row["events"]), t.number(row.get("degree")))
    return t("whyBridge", t.number(row.get("brokerage")))


def _said(
    table: pd.DataFrame | None, evidence: Evidence, t: Wording, most: int = 24
) -> list[Row] | None:
    """Return rows with a sentence, and the evidence of their actor, if they have one."""
    if table is None:
        return None
    rows: list[Row] = []
    for row in rows_of(table):
        sentence = row.get(f"sentence_{t.lang}")
        if not isinstance(sentence, str) or len(rows) == most:
            continue
        anchor = evidence.of_actor(row["iri"]) if isinstance(row.get("iri"), str) else None
        rows.append(
            {
                "sentence": sentence,
                "anchor": anchor,
                "evidence": evidence.blocks[anchor][2] if anchor else 0,
            }
        )
    return rows


def _coverage(table: pd.DataFrame | None, evidence: Evidence, t: Wording) -> list[Row] | None:
    """Return sentences on the data's own holes, the largest kinds of tie first."""
    if table is None or "grade" not in table:
        return _said(table, evidence, t)
    whole = table[(table["group"] == "all") & (table["grade"] != "too few")]
    return _said(whole.sort_values("events", ascending=False, kind="stable"), evidence, t)


def _pathways(table: pd.DataFrame | None, evidence: Evidence, t: Wording) -> list[Row] | None:
    """Return the sentences on all firms, then on places that differ from them."""
    if table is None or "group" not in table:
        return _said(table, evidence, t)
    return _said(
        table[(table["group"] == "all") | table["finding"].isin(["fewer", "more"])], evidence, t
    )


def _funnel(table: pd.DataFrame | None, t: Wording) -> Row | None:
    """Return the funnel of all firms: the share through after three years, with 95 % limits.

    Limits are Wilson's at the effective number of firms that corresponds to the standard error
    (Dorey & Korn 1987, Stat. Med. 6:679-687). If the share is 0 or 1, they use the number still
    followed.
    """
    if table is None or "share_36" not in table:
        return None
    steps = []
    for row in rows_of(table[(table["group"] == "all") & table["share_36"].notna()]):
        share, error = float(row["share_36"]), float(row["se_36"])
        firms = round(share * (1 - share) / error**2) if error > 0 else int(row["at_risk_36"])
        low, high = wilson(round(share * max(1, firms)), max(1, firms))
        states = [say(f"state {row[end]}", t.lang) for end in ("from_state", "to_state")]
        steps.append(
            {
                "label": " → ".join(states),
                "share": share,
                "low": min(low, share),
                "high": max(high, share),
                "at_risk": row["firms"],
            }
        )
    return figures.funnel(steps) if steps else None


def _introductions(table: pd.DataFrame | None, evidence: Evidence, t: Wording) -> list[Row] | None:
    if table is None:
        return None
    rows = []
    pairs = {
        tuple(sorted((row["iri_a"], row["iri_b"]))): row for row in reversed(rows_of(table))
    }  # each pair once
    for row in list(reversed(pairs.values()))[:MOST_PROPOSED]:
        ends = [evidence.of_actor(row[k]) for k in ("iri_a", "iri_b")]
        names = [
            evidence.blocks[a][0] if a else str(row[k])
            for a, k in zip(ends, ("iri_a", "iri_b"), strict=True)
        ]
        rows.append(
            {
                "label_a": names[0],
                "label_b": names[1],
                "anchor_a": ends[0],
                "anchor_b": ends[1],
                "reason": row.get(f"reason_{t.lang}") or "",
            }
        )
    return rows


def _called(name: str, t: Wording) -> str:
    """Return the title of a finding."""
    own = f"finding-{name}"
    return t(own) if own in words(TEMPLATES) else registry.find(name).title(t.lang)


def _more(found: Mapping[str, pd.DataFrame], evidence: Evidence, t: Wording) -> list[Row]:
    """Return the sections of findings without a layout in the template."""
    return [
        {
            "name": f.name,
            "title": f.section.title(t.lang),
            "intro": f.section.intro(t.lang),
            "rows": _said(found.get(f.name), evidence, t, f.section.most),
        }
        for f in registry.of_reports()
        if f.section and f.section.layout == "sentences"
    ]


def _method(material: Material, t: Wording) -> list[tuple[str, str]]:
    """Return the method of each table (its attrs), then the caller's additions."""
    lines = []
    for name, table in material.findings.items():
        settings = {k: v for k, v in table.attrs.items() if isinstance(v, str | int | float | bool)}
        if settings:
            lines.append(
                (_called(name, t), ", ".join(f"{k} = {v}" for k, v in sorted(settings.items())))
            )
    return lines + list(material.method.items())
