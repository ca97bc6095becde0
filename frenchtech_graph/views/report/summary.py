"""The first screen of the report: five sentences, three figures, a small map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from frenchtech_graph.findings.gaps.page_cards import chain_profile
from frenchtech_graph.findings.measures.rows import Row, rows_of
from frenchtech_graph.views.map.contents import Contents, Network, read
from frenchtech_graph.views.report import figures
from frenchtech_graph.views.report import report_contents as counts
from frenchtech_graph.views.report.evidence_rows import Evidence, Note
from frenchtech_graph.views.report.figures.pillar_ring import LACK, pairs_of_pillars
from frenchtech_graph.views.report.report_words import Wording

NAMED = 3
CARDS = 3
BEST, HINT = "best", "hint"


@dataclass(frozen=True)
class Sentence:
    """One sentence of the first screen: its topic, its text, the notes behind it."""

    topic: str
    text: str
    notes: tuple[Note, ...] = ()
    items: tuple[Mapping[str, Any], ...] = ()


def sentences(
    contents: Contents,
    findings: Mapping[str, pd.DataFrame],
    evidence: Evidence,
    title: str,
    t: Wording,
) -> dict[str, Sentence]:
    """Return the sentences by topic: size, hubs, bridges, lacks, unknown."""
    numbers = counts.key_numbers(contents)
    return {
        "size": _size(contents, numbers, title, t),
        "hubs": _hubs(findings.get("hubs"), evidence, t),
        "bridges": _bridges(findings, evidence, t),
        "lacks": _lacks(findings.get("lacks"), t),
        "unknown": _unknown(evidence, numbers, findings.get("gaps"), t),
    }


def sentences_of_place(
    network: Network,
    findings: Mapping[str, pd.DataFrame],
    facts: Mapping[str, Mapping[str, Any]],
    title: str,
    t: Wording,
) -> list[Sentence]:
    """Return the sentences of a place from the given findings: its size always, bridges and others
    if their table is given.
    """
    contents = read(network)
    said = sentences(contents, findings, Evidence(contents, facts), title, t)
    tables = {"hubs": "hubs", "bridges": "brokers", "lacks": "lacks"}
    return [s for topic, s in said.items() if topic not in tables or tables[topic] in findings]


def pictures(contents: Contents, findings: Mapping[str, pd.DataFrame]) -> Row:
    """Return the three figures, None if unknown: money by year, the chain, the pillars."""
    pillars = {p: n for p, n in counts.by_pillar(contents) if p != counts.NO_PILLAR}
    lacks = findings.get("lacks")
    return {
        "money": figures.money_columns(counts.money_by_year(contents.events)),
        "unpriced": counts.without_amount(contents.events),
        "chain": figures.chain_chart(_steps(lacks)),
        "pillars": figures.pillar_ring(findings.get("gaps"), pillars),
    }


def first_hubs(findings: Mapping[str, pd.DataFrame], most: int = 12) -> list[str]:
    """Return the IRIs of the hubs, the first first."""
    table = findings.get("hubs")
    if table is None or "hub" not in table:
        return []
    return [str(row["iri"]) for row in rows_of(table) if row["hub"]][:most]


def _steps(lacks: pd.DataFrame | None) -> list[Row]:
    """Return the steps of the chain of one place, empty if the table covers all places."""
    return chain_profile(lacks) if lacks is not None and lacks.attrs.get("where") else []


def _size(contents: Contents, numbers: Mapping[str, int], title: str, t: Wording) -> Sentence:
    pillars = [(p, n) for p, n in counts.by_pillar(contents) if p != counts.NO_PILLAR]
    key = "sizeOfPlace" if numbers["elsewhere"] else "size"
    text = t(
        key,
        title,
        t.number(numbers["here"]),
        t.number(numbers["elsewhere"]),
        t.number(numbers["events"]),
        t.percent(numbers["together"] / max(1, numbers["organisations"])),
    )
    if len(pillars) > 1:
        (most, many), (least, few) = pillars[0], pillars[-1]
        text += " " + t("shape", t.term(most), t.number(many), t.term(least), t.number(few))
    return Sentence("size", text)


def _hubs(table: pd.DataFrame | None, evidence: Evidence, t: Wording) -> Sentence:
    if table is None or not len(table):
        return Sentence("hubs", t("noHubs"))
    rows = [row for row in rows_of(table) if row.get("hub")] or rows_of(table)
    named = [
        t(
            "hubNamed",
            _label(row, evidence),
            t.number(row.get("events")),
            t.number(row.get("degree")),
        )
        for row in rows[:NAMED]
    ]
    text = t("hubsSay", _listed(named, t), t.number(len(rows)))
    return Sentence("hubs", text, _notes(rows[:NAMED], evidence))


def _bridges(findings: Mapping[str, pd.DataFrame], evidence: Evidence, t: Wording) -> Sentence:
    table = findings.get("brokers")
    if table is None or not len(table):
        return Sentence("bridges", t("noBridges"))
    rows = [row for row in rows_of(table) if row.get("broker")] or rows_of(table)
    names = [_label(row, evidence) for row in rows[:NAMED]]
    text = t("bridgesSay", _listed(names, t))
    short = [p for p in pairs_of_pillars(findings.get("gaps")) if p["grade"] in LACK]
    if short:
        least = min(short, key=lambda p: (LACK.index(p["grade"]), p["ratio"]))
        ends = [t.term(least[end]).lower() for end in ("row_group", "column_group")]
        seen, expected = t.number(least["observed"]), t.number(least["expected"])
        text += " " + t("hardlyMeet", *ends, seen, expected, t.grade(least["grade"]))
    return Sentence("bridges", text, _notes(rows[:NAMED], evidence))


def _lacks(table: pd.DataFrame | None, t: Wording) -> Sentence:
    if table is None:
        return Sentence("lacks", t("lacksNotAsked"))
    rows = [row for row in rows_of(table) if row["standing"] in (BEST, HINT)]
    best = any(row["standing"] == BEST for row in rows)
    text = t("lacksSay") if best else t("lacksHints") if rows else t("lacksNone")
    return Sentence("lacks", text, items=_cards(rows, t))


def _cards(rows: Iterable[Row], t: Wording) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {
            "title": row[f"title_{t.lang}"],
            "place": row[f"name_{t.lang}"],
            "grade": t("hint") if row["standing"] == HINT else row[f"grade_{t.lang}"].lower(),
            "solid": row["grade"] == LACK[0],
        }
        for row in list(rows)[:CARDS]
    )


def _unknown(
    evidence: Evidence, numbers: Mapping[str, int], gaps: pd.DataFrame | None, t: Wording
) -> Sentence:
    events = evidence.contents.events
    once = sum(len({evidence.publisher(p) for p in event.pages}) < 2 for event in events)
    text = t(
        "unknownSay",
        t.percent(numbers["undated"] / max(1, len(events))),
        t.percent(once / max(1, len(events))),
        t.number(numbers["unplaced"]),
    )
    if gaps is not None and len(gaps):
        untold = int((gaps["grade"] == "cannot tell").sum())
        text += " " + t("unknownPairs", t.number(untold), t.number(len(gaps)))
    return Sentence("unknown", text)


def _label(row: Row, evidence: Evidence) -> str:
    anchor = evidence.of_actor(row["iri"])
    return str(row.get("label") or (evidence.blocks[anchor][0] if anchor else row["iri"]))


def _notes(rows: Iterable[Row], evidence: Evidence) -> tuple[Note, ...]:
    anchors = (evidence.of_actor(row["iri"]) for row in rows)
    return tuple(evidence.note(anchor) for anchor in anchors if anchor)


def _listed(names: list[str], t: Wording) -> str:
    """Return names as the language lists them."""
    if len(names) < 2:
        return "".join(names)
    return t("listed", ", ".join(names[:-1]), names[-1])


__all__ = ["Sentence", "first_hubs", "pictures", "sentences", "sentences_of_place"]
