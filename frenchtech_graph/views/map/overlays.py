"""Turn findings into overlays of the drawing, according to their declarations.

No finding is made here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from frenchtech_graph.findings import registry
from frenchtech_graph.findings.declaration import Finding, Overlay
from frenchtech_graph.findings.measures.rows import Row, rows_of
from frenchtech_graph.findings.wording import LANGUAGES
from frenchtech_graph.views.map.columns import web_address
from frenchtech_graph.views.map.contents import Contents

# Attributes of actors with groups, the most informative first, and the names that the analysis uses
# for some of them.
GROUPINGS = ("kind", "pillars", "sectors", "region", "department", "place", "stage")
CALLED = {"pillar": "pillars", "sector": "sectors", "city": "place"}
NO_FINDING = "no gap"
BEST, HINT = "best", "hint"
MOST_PAGES = 12  # addresses behind one lack
MOST_INTRODUCTIONS = 24  # more lines are a hairball
OWN = ("hubs", "gaps", "introductions", "lacks")
"""Findings for which the page has a built-in drawing and panel."""


def laid_over(findings: Mapping[str, pd.DataFrame | None], contents: Contents) -> dict[str, Any]:
    """Return the findings in a page model: findings with a fixed place by name, and `overlays`.

    Each overlay has the name of its finding, how it is drawn, its words in French and English, and
    its rows.
    """
    shown = {f.name: DRAWINGS[f.name](findings.get(f.name), contents) for f in _of_maps(own=True)}
    more = [
        _overlay(f, f.overlay, findings[f.name], contents)
        for f in _of_maps(own=False)
        if f.overlay and f.name in findings
    ]
    pairs = pillar_pairs(findings.get("gaps"))
    return shown | ({"pillarPairs": pairs} if pairs else {}) | ({"overlays": more} if more else {})


def _of_maps(*, own: bool) -> list[Finding]:
    return [f for f in registry.of_maps() if (f.name in OWN) is own]


def _overlay(
    finding: Finding, overlay: Overlay, table: pd.DataFrame | None, contents: Contents
) -> Row:
    rows = (_pairs if overlay.drawing == "pairs" else _actors)(table, contents)
    words = {"button": overlay.button, "note": overlay.note, "nothing": overlay.nothing}
    return {
        "name": finding.name,
        "drawing": overlay.drawing,
        "words": {name: list(text) for name, text in words.items()},
        "title": list(finding.title),
        "rows": rows[: overlay.most],
    }


def _actors(table: pd.DataFrame | None, contents: Contents) -> list[Row]:
    number = contents.number
    return [
        {"a": number[row["iri"]], "sentence": _sentence(row)}
        for row in _rows(table)
        if row["iri"] in number
    ]


def _pairs(table: pd.DataFrame | None, contents: Contents) -> list[Row]:
    number = contents.number
    return [
        {"a": number[row["iri_a"]], "b": number[row["iri_b"]], "sentence": _sentence(row)}
        for row in _rows(table)
        if row["iri_a"] in number and row["iri_b"] in number
    ]


def _sentence(row: Row) -> list[Any]:
    said = (row.get(f"sentence_{lang}") for lang in LANGUAGES)
    return [text if isinstance(text, str) else None for text in said]


def hubs_json(hubs: pd.DataFrame | None, contents: Contents) -> list[Row]:
    """Return one row per ranked actor of the page: its number, rank, interval, tier, and if it is a
    hub.
    """
    number = contents.number
    return [
        {
            "a": number[row["iri"]],
            "rank": _number(row["rank"]),
            "low": _number(row["rank_low"]),
            "high": _number(row["rank_high"]),
            "p": _number(row["p_top"]),
            "tier": _number(row["tier"]),
            "hub": bool(row["hub"]),
            "sentence": _sentence(row),
        }
        for row in _rows(hubs)
        if row["iri"] in number
    ]


def gaps_json(gaps: pd.DataFrame | None, contents: Contents) -> list[Row]:
    """Return one row per pair of groups: both groups, the counts, the grade, the sentence."""
    attribute = _attribute_of_groups(contents)
    return [
        {
            "row": _group(row["row_group"], row.get("row_attribute"), attribute),
            "column": _group(row["column_group"], row.get("column_attribute"), attribute),
            "observed": _number(row["observed"]),
            "expected": _number(row["expected"]),
            "ratio": _number(row["ratio"]),
            "grade": row.get("grade"),
            "sentence": _sentence(row),
        }
        for row in _rows(gaps)
        if row.get("grade") != NO_FINDING
    ]


def pillar_pairs(gaps: pd.DataFrame | None) -> list[Row]:
    """Return the pairs of two pillars that have no gap: the ring of pillars shows them all."""
    return [
        {
            "row": {"value": row["row_group"], "attribute": "pillars"},
            "column": {"value": row["column_group"], "attribute": "pillars"},
            "observed": _number(row["observed"]),
            "expected": _number(row["expected"]),
            "grade": row["grade"],
        }
        for row in _rows(gaps)
        if row.get("row_attribute") == row.get("column_attribute") == "pillar"
        and row["row_group"] != row["column_group"]
        and row["grade"] == NO_FINDING
    ]


def lacks_json(lacks: pd.DataFrame | None, contents: Contents) -> list[Row]:
    """Return the lacks of the place, the most certain first, then hints, or an empty list without a
    table.

    `near` are the actors of the page that could act, the nearest first. A lack is drawn next to the
    first of them. `ends` are the two pillars of a bridge that is not there.
    """
    number = contents.number
    return [
        {
            "title": [row["title_fr"], row["title_en"]],
            "place": [row["name_fr"], row["name_en"]],
            "sentence": _sentence(row),
            "act": [row["act_fr"], row["act_en"]],
            "reading": [row["reading_fr"], row["reading_en"]],
            "step": [row["step_fr"], row["step_en"]],
            "instrument": row["instrument"],
            "grade": row["grade"] if row["standing"] == BEST else HINT,
            "observed": _number(row["observed"]),
            "expected": _number(row["expected"]),
            "near": [number[iri] for iri in row["near"] if iri in number],
            "pages": [url for text in row["evidence"] if (url := web_address(text))][:MOST_PAGES],
            "ends": str(row["step"]).split("-") if row["instrument"] == "bridges" else [],
        }
        for row in _rows(lacks)
        if row["standing"] in (BEST, HINT)
    ]


def introductions_json(introductions: pd.DataFrame | None, contents: Contents) -> list[Row]:
    """Return the first proposed introductions of two actors of the page, each pair once, with the
    reason.
    """
    number = contents.number
    pairs: dict[tuple[str, ...], Row] = {}
    for row in _rows(introductions):
        if row["iri_a"] in number and row["iri_b"] in number:
            pairs.setdefault(tuple(sorted((row["iri_a"], row["iri_b"]))), row)
    return [
        {
            "a": number[row["iri_a"]],
            "b": number[row["iri_b"]],
            "reason": [row.get("reason_fr"), row.get("reason_en")],
        }
        for row in list(pairs.values())[:MOST_INTRODUCTIONS]
    ]


DRAWINGS: dict[str, Callable[[pd.DataFrame | None, Contents], list[Row]]] = {
    "hubs": hubs_json,
    "gaps": gaps_json,
    "introductions": introductions_json,
    "lacks": lacks_json,
}


def _rows(table: pd.DataFrame | None) -> list[Row]:
    return [] if table is None else rows_of(table)


def _number(value: Any) -> int | float | None:
    """Return a JSON number, or None if there is no number."""
    if value is None or pd.isna(value):
        return None
    rounded = round(float(value), 3)
    return int(rounded) if rounded.is_integer() else rounded


def _group(value: Any, stated: str | None, found: Mapping[Any, str]) -> Row:
    attribute = CALLED.get(stated, stated) if stated else found.get(value)
    return {"value": str(value), "attribute": attribute}


def _attribute_of_groups(contents: Contents) -> dict[Any, str]:
    found: dict[Any, str] = {}
    for name in reversed(GROUPINGS):
        for actor in contents.actors:
            value = actor.facts.get(name)
            for single in value if isinstance(value, tuple) else (value,):
                if single is not None:
                    found[single] = name
    return found
