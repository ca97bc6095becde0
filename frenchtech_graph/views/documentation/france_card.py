"""docs/france.md and docs/france.fr.md: the data card of the graph of France, with its coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.findings.ecosystems import PILLARS, ecosystems
from frenchtech_graph.findings.functions.stated_lists import complete_lists_of_all, way_of_reading
from frenchtech_graph.io.numbers import number
from frenchtech_graph.io.words import LANGUAGES, beside
from frenchtech_graph.model import ontology
from frenchtech_graph.network.model import each_actor
from frenchtech_graph.views.documentation.coverage_map import coverage_map
from frenchtech_graph.views.documentation.place_shares import Share, shares

DOCS = Path(__file__).parents[3] / "docs"
MAP = DOCS / "images" / "france-coverage.svg"
FILES = {"en": DOCS / "france.md", "fr": DOCS / "france.fr.md"}
_WORDS = beside(__file__)


def files(network: nx.Graph[Any], store: ox.Store, manifest: Mapping[str, Any]) -> dict[Path, str]:
    """Return the data card in both languages, and the map of coverage."""
    table, found = ecosystems(network), shares(store)
    cards = {FILES[lang]: card(network, table, found, manifest, lang) for lang in LANGUAGES}
    living = [a for a in each_actor(network) if not a.person and a.living]
    return {**cards, MAP: coverage_map(living)}


def card(
    network: nx.Graph[Any],
    table: pd.DataFrame,
    found: Sequence[Share],
    manifest: Mapping[str, Any],
    lang: str,
) -> str:
    """Return the data card in a language."""
    actors = [a for a in each_actor(network) if not a.person]
    living = [a for a in actors if a.living]
    counts = {p: sum(p in a.pillars for a in living) for p in PILLARS}
    numbers = {
        "actors": len(actors),
        "dissolved": len(actors) - len(living),
        "events": sum(d["mode"] == "event" for _, d in network.nodes(data=True)),
        "day": max(d["issued"] for d in manifest["datasets"]),
    }
    said = {name: _n(n, lang) if isinstance(n, int) else n for name, n in numbers.items()}
    parts = [
        _WORDS.text("head", lang, **said),
        _table("pillars", lang, [(_pillar(p, lang), _n(n, lang)) for p, n in counts.items()]),
        _WORDS.text("sources", lang),
        _table("sources-columns", lang, [_source(d, lang) for d in manifest["datasets"]]),
        _WORDS.text("even", lang),
        _WORDS.text("lists", lang),
        _table("lists-columns", lang, _lists(lang)),
        _WORDS.text("places", lang),
        _table("places-columns", lang, [_share(s, lang) for s in found]),
        _WORDS.text("ecosystems", lang),
        _table("ecosystems-columns", lang, [_ecosystem(r, lang) for r in table.to_dict("records")]),
        _WORDS.text("foot", lang),
    ]
    return "\n".join(parts)


def _source(dataset: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    kind = _WORDS.text(way_of_reading(dataset["id"]), lang)
    actors = _n(dataset["rows"]["actors"], lang)
    ties = _n(dataset["rows"]["ties"], lang)
    return dataset["titles"][lang], dataset["issued"], kind, actors, ties


def _lists(lang: str) -> list[tuple[str, ...]]:
    return [
        (one.names[0 if lang == "fr" else 1], one.as_of, _n(one.named, lang))
        for one in complete_lists_of_all()
    ]


def _share(one: Share, lang: str) -> tuple[str, ...]:
    share = f"{number(one.share * 100, lang, 1)} %"
    target = "" if one.target is None else f"≥ {one.target:.0%}".replace("%", " %")
    return (
        _WORDS.named("shares", lang)[one.what],
        f"{_n(one.count, lang)} / {_n(one.of, lang)}",
        share,
        target,
    )


def _ecosystem(row: Mapping[Any, Any], lang: str) -> tuple[str, ...]:
    label = ontology.load().schemes.get("label", {}).get(row["label"])
    named = (
        label.label(lang) if label else _WORDS.named("labels", lang).get(row["label"], row["label"])
    )
    counts = (*(row[p] for p in PILLARS), row["actors"], row["ties"])
    return (row[f"name_{lang}"], f"{named} ({row['until']})", *(_n(int(c), lang) for c in counts))


def _pillar(name: str, lang: str) -> str:
    return ontology.load().schemes["contribution"][name].label(lang)


def _n(value: int, lang: str) -> str:
    return number(value, lang, 0)


def _table(columns: str, lang: str, rows: Sequence[tuple[str, ...]]) -> str:
    heads = _WORDS.parts(columns, lang)
    numeric = [
        all(not r[i] or r[i][0].isdigit() or r[i][0] == "≥" for r in rows)
        for i in range(len(heads))
    ]
    lines = [
        f"| {' | '.join(heads)} |",
        f"| {' | '.join('---:' if n else '---' for n in numeric)} |",
    ]
    lines += [f"| {' | '.join(cell.replace('|', '∣') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
