"""The part of the report on missing ties: the solid ones first, then the inconclusive ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.coverage.source_overlap import sources_of
from frenchtech_graph.findings.gaps.gap_evidence import cell_events
from frenchtech_graph.findings.measures.rows import Row, rows_of
from frenchtech_graph.model.places import place_names
from frenchtech_graph.network.model import each_event
from frenchtech_graph.views.report import figures
from frenchtech_graph.views.report.evidence_rows import Evidence
from frenchtech_graph.views.report.report_words import Wording

FOUND = ("solid", "probable")
DOUBTFUL = ("recording problem", "cannot tell")
SHOWN = ("best", "hint")
MOST_FOUND, MOST_DOUBTFUL = 15, 25
MOST_UNTELLING = 2
PLACES = {"region": "r", "department": "d"}


def gap_pages(
    graph: nx.Graph[Any], gaps: pd.DataFrame | None, evidence: Evidence, t: Wording
) -> Row | None:
    """Return the graded gaps and their maps, or None without a table."""
    if gaps is None:
        return None
    rows = [
        r | {"title": _title(r, t), "sentence": r.get(f"sentence_{t.lang}") or ""}
        for r in rows_of(gaps)
    ]
    found = [r for grade in FOUND for r in rows if r["grade"] == grade][:MOST_FOUND]
    for number, row in enumerate(found):
        row.update(_evidence(graph, row, number, evidence))
    return {
        "found": found,
        "doubtful": [r for g in DOUBTFUL for r in rows if r["grade"] == g and _worth_saying(r)][
            :MOST_DOUBTFUL
        ],
        "cells": len(rows),
        "untold": sum(r["grade"] == "cannot tell" for r in rows),
        "maps": _maps(gaps, t),
        "limits": t("gapLimits", *map(t.number, _known_once(graph))),
    }


def lack_cards(table: pd.DataFrame | None, t: Wording) -> list[Row] | None:
    """Return the cards of the lacks of the place, then hints, or None without a table."""
    if table is None:
        return None
    return [
        {
            "title": row[f"title_{t.lang}"],
            "sentence": row[f"sentence_{t.lang}"],
            "act": row[f"act_{t.lang}"],
            "reading": row[f"reading_{t.lang}"],
            "grade": t("hint") if row["standing"] == "hint" else row[f"grade_{t.lang}"],
            "code": row["grade"],
        }
        for row in rows_of(table)
        if row["standing"] in SHOWN
    ]


def _known_once(graph: nx.Graph[Any]) -> tuple[int, int]:
    """Return how many events at most one publisher knows, and how many there are."""
    publishers = [len(sources_of(event)) for event in each_event(graph)]
    return sum(count < 2 for count in publishers), len(publishers)


def _title(row: Row, t: Wording) -> str:
    return f"{_group(row, 'row', t)} × {_group(row, 'column', t)}"


def _group(row: Row, side: str, t: Wording) -> str:
    return _name(row.get(f"{side}_attribute"), row[f"{side}_group"], t)


def _name(attribute: str | None, group: Any, t: Wording) -> str:
    prefix = PLACES.get(str(attribute))
    return place_names().get(f"{prefix}{group}", str(group)) if prefix else t.term(group)


def _name_of_side(attributes: Mapping[str, str], t: Wording, side: str, group: Any) -> str:
    return _name(attributes[side], group, t)


def _worth_saying(row: Row) -> bool:
    """Return whether a cell with an open grade is at least one tie below expectation."""
    return bool(row["expected"] - row["observed"] >= 1)


def _evidence(graph: nx.Graph[Any], row: Row, number: int, evidence: Evidence) -> Row:
    if "row_attribute" not in row:
        return {"anchor": None, "evidence": 0}
    behind = cell_events(
        graph, row["row_attribute"], row["column_attribute"], row["row_group"], row["column_group"]
    )
    anchor = evidence.of_events(f"gap-{number}", row["title"], behind["event"])
    return {"anchor": anchor, "evidence": evidence.blocks[anchor][2]}


def _maps(gaps: pd.DataFrame, t: Wording) -> list[Row]:
    """Return one map for each pair of attributes. `telling` is true if several cells have a grade."""
    attributes = [c for c in ("row_attribute", "column_attribute") if c in gaps.columns]
    parts = gaps.groupby(attributes, sort=False) if attributes else [(("kind", "kind"), gaps)]
    found = []
    for pair, part in parts:
        first, second = map(str, pair)
        figure = figures.heat_map(part, partial(_name_of_side, {"row": first, "column": second}, t))
        told = sum(not grade_is_open(g) for g in part["grade"])
        names = {"first": t(f"attribute-{first}"), "second": t(f"attribute-{second}")}
        found.append({**names, "figure": figure, "telling": told > MOST_UNTELLING})
    return found


def grade_is_open(grade: str) -> bool:
    """Return whether a grade leaves open if there is a gap."""
    return grade in DOUBTFUL
