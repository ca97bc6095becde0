"""Hubs and gaps of two builds side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from frenchtech_graph.findings.changes.actor_changes import Matching
from frenchtech_graph.findings.gaps.areas import by_id
from frenchtech_graph.findings.gaps.city_words import step_name
from frenchtech_graph.findings.measures.rows import rows_of
from frenchtech_graph.findings.wording import LANGUAGES, Labels, label_of

HUB_COLUMNS = (
    "change",
    "iri",
    "label",
    "rank_before",
    "rank_after",
    "events_before",
    "events_after",
    "hub_before",
    "hub_after",
)
GAP_COLUMNS = (
    "change",
    "table",
    "gap_fr",
    "gap_en",
    "grade_before",
    "grade_after",
    "observed_before",
    "observed_after",
    "expected_before",
    "expected_after",
)
SHOWN = frozenset({"solid", "probable"})
"""Grades of a gap that is shown."""
_HUBS = ("hub", "no hub", "in", "out", "rank")
_GAPS = ("opened", "closed", "grade")
_Row = Mapping[str, Any]


def hub_changes(before: pd.DataFrame, after: pd.DataFrame, actors: Matching) -> pd.DataFrame:
    """Return the actors whose place among the hubs changed.

    `change` is hub (it is one now), no hub (it was one), in and out (of the rows asked for), or
    rank (the intervals of its two ranks do not meet). Smaller moves are not listed: chance alone
    makes them. A rank is missing if the actor is not among the rows of that build.
    """
    was = {actors.now.get(row["iri"], row["iri"]): row for row in rows_of(before)}
    is_ = {row["iri"]: row for row in rows_of(after)}
    rows = []
    for iri in {**was, **is_}:
        old, new = was.get(iri), is_.get(iri)
        if (change := _move(old, new)) is not None:
            known = new or old or {}
            rows.append(
                {"change": change, "iri": known["iri"], "label": known["label"]}
                | {f"{name}_before": old and old[name] for name in ("rank", "events")}
                | {f"{name}_after": new and new[name] for name in ("rank", "events")}
                | {"hub_before": _is_hub(old), "hub_after": _is_hub(new)}
            )
    rows.sort(key=lambda r: (_HUBS.index(r["change"]), r["rank_after"] or r["rank_before"]))
    return pd.DataFrame(rows, columns=list(HUB_COLUMNS), dtype=object)


def _move(old: _Row | None, new: _Row | None) -> str | None:
    if _is_hub(old) != _is_hub(new):
        return "hub" if _is_hub(new) else "no hub"
    if old is None or new is None:
        return "in" if old is None else "out"
    apart = old["rank_high"] < new["rank_low"] or new["rank_high"] < old["rank_low"]
    return "rank" if apart else None


def _is_hub(row: _Row | None) -> bool:
    return row is not None and bool(row["hub"])


@dataclass(frozen=True)
class Cell:
    """A gap that was looked for: its table or instrument, its names by language, its row."""

    table: str
    names: Mapping[str, str]
    row: _Row


Cells = dict[tuple[str, ...], Cell]


def cells_of(
    tables: Mapping[tuple[str, ...], pd.DataFrame],
    labels: Callable[[tuple[str, ...]], Labels],
) -> Cells:
    """Return the cells of the tables of `gap_tables`. `labels` gives labels of groups for a table."""
    found: Cells = {}
    for key, table in tables.items():
        named = labels(key)
        for row in rows_of(table):
            groups = str(row["row_group"]), str(row["column_group"])
            names = {
                lang: " – ".join(label_of(group, lang, named) for group in groups)
                for lang in LANGUAGES
            }
            found[*key, *groups] = Cell(" × ".join(key), names, row)
    return found


def cards_of(lacks: pd.DataFrame) -> Cells:
    """Return the rows of `lacks` as cells."""
    keys = ("place", "instrument", "step", "subject", "lacks")
    return {
        tuple(str(row[k]) for k in keys): Cell(
            row["instrument"],
            {
                lang: f"{by_id(row['place']).names[lang]} – {step_name(row, lang)}"
                for lang in LANGUAGES
            },
            row,
        )
        for row in rows_of(lacks)
    }


def gap_changes(before: Cells, after: Cells) -> pd.DataFrame:
    """Return the gaps whose grade changed.

    `change` is opened (shown now: solid or probable), closed (was shown) or grade (another grade
    below these, or another of these two). A cell that only one build has counts as `cannot tell` in
    the other one.
    """
    rows = []
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        grades = [_grade(old), _grade(new)]
        cell = new or old
        if cell is None or grades[0] == grades[1]:
            continue
        shown = [grade in SHOWN for grade in grades]
        change = "grade" if shown[0] == shown[1] else "opened" if shown[1] else "closed"
        rows.append(
            {"change": change, "table": cell.table}
            | {f"gap_{lang}": cell.names[lang] for lang in LANGUAGES}
            | {"grade_before": grades[0], "grade_after": grades[1]}
            | {f"{n}_before": old and old.row[n] for n in ("observed", "expected")}
            | {f"{n}_after": new and new.row[n] for n in ("observed", "expected")}
        )
    rows.sort(key=lambda r: (_GAPS.index(r["change"]), r["table"], r["gap_en"]))
    return pd.DataFrame(rows, columns=list(GAP_COLUMNS), dtype=object)


def _grade(cell: Cell | None) -> str:
    return "cannot tell" if cell is None else str(cell.row["grade"])
