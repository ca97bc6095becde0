"""Gap cards for pages: their place, with headlines and a comparison with peers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.answers import sentence_of
from frenchtech_graph.findings.declaration import Finding
from frenchtech_graph.findings.gaps import chain_steps
from frenchtech_graph.findings.gaps.areas import areas_of, asked, by_id, ecosystems
from frenchtech_graph.findings.gaps.chain import ALL
from frenchtech_graph.findings.gaps.city_words import card_act, card_title, grade_word, step_name
from frenchtech_graph.findings.gaps.near import place_id
from frenchtech_graph.findings.measures.rows import Row, rows_of
from frenchtech_graph.findings.wording import LANGUAGES
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.network.model import each_actor

CHAIN = "chain"


def places_to_ask(graph: nx.Graph[Any], where: str | None) -> tuple[str | None, ...]:
    """Return for which place the cards of a page are asked: one, all (None), or nothing at all.

    A page of a place shows that place, if it has cards. Any other page shows the ecosystem with at
    least half of its placed organisations, or by default all ecosystems.
    """
    if where is not None:
        try:
            return (where,) if asked(where) else ()
        except BilingualError:
            return ()
    placed = [a for a in each_actor(graph) if not a.person and a.place is not None]
    counts = Counter(
        area for actor in placed for area in areas_of(place_id(actor)) if area in ecosystems()
    )
    if not counts:
        return ()
    most, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return (by_id(most).names["fr"],) if 2 * count >= len(placed) else (None,)


def of_pages(
    finding: Finding,
    graph: nx.Graph[Any],
    tables: list[pd.DataFrame],
    labels: Mapping[str, Mapping[str, str]],
) -> pd.DataFrame:
    """Return the cards with the further texts of a page.

    Columns `sentence_*`, `title_*` (a headline), `act_*` (who could act), `grade_*`, `step_*` and
    `name_*` (of the place) in both languages, and `peer_ratios`: observed over expected of the
    peers at the same step.
    """
    table = tables[0]
    sentence = sentence_of(finding, labels)
    assert sentence is not None
    rows = rows_of(table)
    ratios = table.attrs["peer_ratios"]
    added: dict[str, list[Any]] = {
        "peer_ratios": [
            tuple(ratios[p][row["step"]] for p in row["peers"] if row["step"] in ratios.get(p, ()))
            if row["instrument"] == CHAIN and row["subject"] == ALL
            else ()
            for row in rows
        ]
    }
    for lang in LANGUAGES:
        added |= {
            f"sentence_{lang}": [sentence(row, lang) for row in rows],
            f"title_{lang}": [card_title(row, lang) for row in rows],
            f"act_{lang}": [card_act(row, lang) for row in rows],
            f"grade_{lang}": [grade_word(row["grade"], lang) for row in rows],
            f"step_{lang}": [step_name(row, lang) for row in rows],
            f"name_{lang}": [by_id(row["place"]).names[lang] for row in rows],
        }
    found = table.assign(**added)
    found.attrs = table.attrs
    return found


def chain_profile(cards: pd.DataFrame) -> list[Row]:
    """Return the steps of the chain from laboratory to scale-up, one per row, in their order.

    If a step is counted by ecosystem and by region, only the first row, for the ecosystem, is kept.
    """
    order = list(dict.fromkeys(one.step.name for one in chain_steps.STEPS))
    found: dict[str, Row] = {}
    for row in rows_of(cards):
        if row["instrument"] == CHAIN and row["subject"] == ALL and row["expected"] > 0:
            held = found.get(row["step"])
            if held is None or by_id(held["place"]).is_region:
                found[row["step"]] = row
    return sorted(found.values(), key=lambda row: order.index(row["step"]))
