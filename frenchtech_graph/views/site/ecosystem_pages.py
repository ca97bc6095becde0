"""The pages of an ecosystem: its answer, and the list of its organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from frenchtech_graph.findings.ecosystems import PILLARS
from frenchtech_graph.findings.gaps.city_words import card_act, card_reading, card_sentence
from frenchtech_graph.findings.measures.rows import Row, rows_of
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.network.model import Actor
from frenchtech_graph.views.report.report_contents import money_by_year
from frenchtech_graph.views.site import money
from frenchtech_graph.views.site.bilingual import both, say
from frenchtech_graph.views.site.file_names import ECOSYSTEMS, LINES, ecosystem_stem
from frenchtech_graph.views.site.lines import Line
from frenchtech_graph.views.site.material import Material, Texts
from frenchtech_graph.views.site.pages import Pages
from frenchtech_graph.views.site.paging import cut, file_names, standings

Entry = dict[str, Any]
MOST_HUBS, MOST_NEIGHBOURS, MOST_SECTORS = 10, 8, 8
MOST_LISTED = 2000
"""Organisations on one page of a list."""


def ecosystem_pages(
    pages: Pages, row: Row, lines: list[Line], has_map: bool
) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each page of an ecosystem."""
    material = pages.material
    stem = ecosystem_stem(row["ecosystem"])
    members = sorted(
        material.members[row["ecosystem"]], key=lambda a: (alphabetical(str(a.label)), str(a.key))
    )
    content = _content(material, row, members, lines)
    lists = _lists(material, members)
    names = file_names(f"{stem}.list", len(lists))
    path = f"{ECOSYSTEMS}/{stem}.html"
    map_ = f"{stem}-map.html" if has_map else None
    yield path, pages.render("ecosystem.html", path, map=map_, all_members=names[0], **content)
    for name, kinds, standing in zip(names, lists, standings(names), strict=True):
        own = f"{ECOSYSTEMS}/{name}"
        yield (
            own,
            pages.render(
                "list.html",
                own,
                title=material.names[row["ecosystem"]],
                up=f"{stem}.html",
                kinds=kinds,
                **standing,
            ),
        )


def _content(material: Material, row: Row, members: list[Actor], lines: list[Line]) -> Entry:
    tables = material.findings[row["ecosystem"]]
    gaps = _gaps(tables.get("lacks"))
    hubs = _hubs(material, tables.get("hubs"))
    events = money.received(material, members)
    euros = money_by_year(events)
    return {
        "title": material.names[row["ecosystem"]],
        "label": material.label_names[row["label"]],
        "until": row["until"],
        "summary": _summary(material, row["ecosystem"], euros),
        "pillars": [(p, material.term(p), row[p]) for p in PILLARS if row[p]],
        "hubs": hubs,
        "gaps": gaps,
        "sectors": _sectors(material, members),
        "chain": _chain(tables.get("pathways")),
        "money": money.chart(material, euros),
        "neighbours": [_neighbour(material, row["ecosystem"], line) for line in lines][
            :MOST_NEIGHBOURS
        ],
    }


def _sectors(material: Material, members: list[Actor]) -> list[tuple[str, Texts]]:
    """Return the most frequent sectors of the young firms."""
    counts = Counter(sector for actor in members if actor.venture for sector in actor.sectors)
    first = sorted(counts, key=lambda sector: (-counts[sector], sector))[:MOST_SECTORS]
    return [(sector, material.term(sector)) for sector in first]


def _summary(material: Material, own: str, euros: pd.DataFrame) -> list[Entry]:
    """Return the sentences of the report, in both languages, and the money received."""
    by_language = material.summaries.get(own, {})
    said: list[Entry] = [
        {
            "text": both({lang: one.text for lang, one in zip(LANGUAGES, pair, strict=True)}),
            "cards": [
                {
                    name: {
                        lang: str(card[name]) for lang, card in zip(LANGUAGES, cards, strict=True)
                    }
                    for name in ("title", "place", "grade")
                }
                for cards in zip(*(one.items for one in pair), strict=True)
            ],
        }
        for pair in zip(*(by_language.get(lang, ()) for lang in LANGUAGES), strict=True)
    ]
    if len(euros):
        moved = float(euros.to_numpy().sum())
        total = {lang: t.euros(moved) for lang, t in material.wordings.items()}
        first, last = str(euros.index[0]), str(euros.index[-1])
        said.append({"text": say("sum-money", total=total, first=first, last=last), "cards": []})
    return said


def _hubs(material: Material, table: pd.DataFrame | None) -> list[Entry]:
    rows = rows_of(table.head(MOST_HUBS)) if table is not None else []
    return [
        {
            "name": row["label"] or row["iri"],
            "link": _page(material, row["iri"]),
            "hub": bool(row["hub"]),
            "sentence": {lang: row[f"sentence_{lang}"] for lang in LANGUAGES},
            "events": row["events"],
            "degree": row["degree"],
        }
        for row in rows
    ]


def _page(material: Material, address: str) -> str | None:
    stem = material.pages.get(address)
    return f"../o/{stem}.html" if stem else None


def _gaps(table: pd.DataFrame | None) -> dict[str, list[Entry]]:
    """Return the cards worth showing, the best and the hints."""
    found: dict[str, list[Entry]] = {"best": [], "hint": []}
    for _, row in table.iterrows() if table is not None else ():
        if row["standing"] in found:
            found[row["standing"]].append(
                {
                    name: {lang: words(row, lang) for lang in LANGUAGES}
                    for name, words in (
                        ("sentence", card_sentence),
                        ("act", card_act),
                        ("reading", card_reading),
                    )
                }
            )
    return found


def _chain(table: pd.DataFrame | None) -> list[Entry]:
    """Return the steps from start to up: a sentence, and the share of firms that took the step."""
    if table is None or "group" not in table:
        return []
    return [
        {
            "sentence": {lang: row[f"sentence_{lang}"] for lang in LANGUAGES},
            "share": None if pd.isna(row["share_36"]) else round(100 * float(row["share_36"])),
        }
        for row in rows_of(table[table["group"] == "all"])
        if isinstance(row["sentence_fr"], str)
    ]


def _neighbour(material: Material, own: str, line: Line) -> Entry:
    other = line.second if line.first == own else line.first
    return {
        "name": material.names[other],
        "link": f"../{LINES}/{line.stem}.html",
        "n": len(line.events),
    }


def _lists(material: Material, members: list[Actor]) -> list[list[tuple[Texts, list[Entry]]]]:
    """Return pages of organisations by kind: of each page its kinds, each with who is of it."""
    counts = Counter(actor.kind for actor in members)
    ordered = sorted(members, key=lambda a: (-counts[a.kind], str(a.kind)))
    return [_by_kind(material, part) for part in cut(ordered, MOST_LISTED)]


def _by_kind(material: Material, actors: Iterable[Actor]) -> list[tuple[Texts, list[Entry]]]:
    kinds: dict[str, list[Entry]] = {}
    for actor in actors:
        entry = {"name": str(actor.label), "link": _page(material, str(actor.key))}
        kinds.setdefault(str(actor.kind), []).append(entry)
    return [(material.term(kind), entries) for kind, entries in kinds.items()]
