"""Changes between two builds, as tables and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.changes import finding_changes
from frenchtech_graph.findings.changes.actor_changes import Origins, actor_changes, matched
from frenchtech_graph.findings.changes.tie_changes import tie_changes
from frenchtech_graph.findings.measures.rows import Row, rows_of
from frenchtech_graph.findings.texts import in_words
from frenchtech_graph.io.numbers import number
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology

_WORDS = beside(__file__)
TABLES = ("actors", "ties", "hubs", "gaps")
_TERMS = frozenset({"kind", "pillars", "sectors", "stage", "round"})
"""Attributes whose values are terms of the ontology."""


@dataclass(frozen=True)
class Build:
    """One of two builds: its folder, checksum and size, its network, hubs and gaps."""

    facts: Mapping[str, Any]
    network: nx.Graph[Any]
    origins: Origins
    hubs: pd.DataFrame
    gaps: finding_changes.Cells


@dataclass(frozen=True)
class Differences:
    """The changes from `before` to `after`: four tables, with the columns that their makers state.

    `before` and `after` name the builds: `folder`, `sha256`, `actors` and `events`. `place` is the
    part that was compared, or None.
    """

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    place: str | None
    actors: pd.DataFrame
    ties: pd.DataFrame
    hubs: pd.DataFrame
    gaps: pd.DataFrame

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many things changed, by table and change. A row per attribute counts once."""
        return {name: self._counted(name) for name in TABLES}

    def _counted(self, name: str) -> dict[str, int]:
        table = self.table(name)
        keys = ["change", "iri"] if "iri" in table else ["change", "table", "gap_en"]
        once = table.drop_duplicates(keys)["change"].value_counts(sort=False)
        return {str(change): int(n) for change, n in once.items()}

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return all(self.table(name).empty for name in TABLES)

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the tables by its name."""
        return {"actors": self.actors, "ties": self.ties, "hubs": self.hubs, "gaps": self.gaps}[
            name
        ]

    def as_json(self) -> str:
        """Return everything as JSON: builds, counts, and the rows of each table."""
        content = {
            "before": self.before,
            "after": self.after,
            "place": self.place,
            "counts": self.counts,
            **{name: [_plain(row) for row in rows_of(self.table(name))] for name in TABLES},
        }
        return json.dumps(content, ensure_ascii=False, indent=1)

    def summary(self, lang: str) -> list[str]:
        """Return a line per table with the number of changes of each sort.

        Raises:
            ValueError: `lang` is neither `fr` nor `en`.
        """
        wording.check_language(lang)
        return [self.line(name, lang) for name in TABLES]

    def line(self, name: str, lang: str) -> str:
        """Return the line of one table."""
        counts = self._counted(name).items()
        said = [_WORDS.plural(f"{name} {change}", n, lang) for change, n in counts]
        what = ", ".join(said) if said else _WORDS.text("none", lang)
        return _WORDS.text("line", lang, table=_WORDS.text(name, lang), change=what)

    def sentences(self, name: str, lang: str, top: int | None = None) -> Iterator[str]:
        """Yield a sentence per row, for the first `top` rows of a table."""
        wording.check_language(lang)
        for row in rows_of(self.table(name).head(len(self.table(name)) if top is None else top)):
            yield _SAYING[name](row, lang)


def differences(before: Build, after: Build, place: str | None = None) -> Differences:
    """Return the changes from one build to the other, within the given networks.

    Hubs and gaps are compared as found: `finding_changes` says which moves are listed.
    """
    actors = matched(before.network, after.network, (before.origins, after.origins))
    return Differences(
        before.facts,
        after.facts,
        place,
        actor_changes(actors),
        tie_changes(before.network, after.network, actors),
        finding_changes.hub_changes(before.hubs, after.hubs, actors),
        finding_changes.gap_changes(before.gaps, after.gaps),
    )


def _said_of_actor(row: Row, lang: str) -> str:
    return _WORDS.text(
        f"actor {row['change']}",
        lang,
        label=wording.called(row["label"], row["iri"]),
        kind=_term(row["kind"], lang),
        other=wording.called(row["other_label"], row["other"]),
        **_attribute(row, lang),
    )


def _said_of_tie(row: Row, lang: str) -> str:
    return _WORDS.text(
        f"tie {row['change']}",
        lang,
        kind=_term(row["kind"], lang),
        actors=" – ".join(row["actors"]) or row["iri"],
        year=_WORDS.text("no-year", lang) if _unknown(row["year"]) else int(row["year"]),
        **_attribute(row, lang),
    )


def _said_of_hub(row: Row, lang: str) -> str:
    return _WORDS.text(
        f"hub {row['change']}",
        lang,
        label=wording.called(row["label"], row["iri"]),
        before=_rank(row["rank_before"], lang),
        after=_rank(row["rank_after"], lang),
    )


def _said_of_gap(row: Row, lang: str) -> str:
    return _WORDS.text(
        f"gap {row['change']}",
        lang,
        gap=row[f"gap_{lang}"],
        before=in_words(row["grade_before"], lang),
        after=in_words(row["grade_after"], lang),
    )


_SAYING = {
    "actors": _said_of_actor,
    "ties": _said_of_tie,
    "hubs": _said_of_hub,
    "gaps": _said_of_gap,
}


def _attribute(row: Row, lang: str) -> dict[str, str]:
    name = row["attribute"]
    return {
        "attribute": _WORDS.named("attributes", lang).get(name, name),
        "before": _value(row["before"], lang, name in _TERMS),
        "after": _value(row["after"], lang, name in _TERMS),
    }


def _value(value: Any, lang: str, is_term: bool) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_value(v, lang, is_term) for v in value) or "–"
    if isinstance(value, bool):
        return _WORDS.named("yes-no", lang)["yes" if value else "no"]
    if _unknown(value):
        return "–"
    if not isinstance(value, str):
        return number(value, lang)
    return _term(value, lang) if is_term else value


def _term(name: Any, lang: str) -> str:
    return wording.label_of(str(name), lang, _labels())


@cache
def _labels() -> wording.Labels:
    return ontology.load().labels()


def _rank(value: Any, lang: str) -> str:
    return "–" if _unknown(value) else number(value, lang)


def _unknown(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)  # noqa: PLR0124


def _plain(row: Row) -> Row:
    return {name: None if _unknown(value) else _number(value) for name, value in row.items()}


def _number(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
