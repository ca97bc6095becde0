"""`gaps --where`: the lacks of an ecosystem, over all instruments, the surest first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.functions.city_functions import function_cards
from frenchtech_graph.findings.functions.national_lists import list_cards
from frenchtech_graph.findings.gaps import chain_steps, change_steps
from frenchtech_graph.findings.gaps.areas import Area, asked, by_id, ecosystems
from frenchtech_graph.findings.gaps.bridge_cards import bridge_cards
from frenchtech_graph.findings.gaps.cards import SHOWN, Card, best, frame
from frenchtech_graph.findings.gaps.chain import ALL, FEWEST_EXPECTED, NORMAL_RATIO
from frenchtech_graph.findings.gaps.city_words import NORMAL, card_reading
from frenchtech_graph.findings.gaps.measured import FLOWS
from frenchtech_graph.findings.gaps.near import MOST, WHO_ACTS, holders, km_from, near
from frenchtech_graph.findings.wording import LANGUAGES
from frenchtech_graph.network.model import Actor

Instrument = Callable[["nx.Graph[Any]", Sequence[Area]], list[Card]]
HINT = 0.05
"""Chance below which a lack that is not clear among all places is still worth a look."""
MOST_HINTS = 3
PERHAPS = "perhaps not usual elsewhere"
WORTH_A_LOOK = ("may be chance", PERHAPS)
"""Reasons of a card that is not sure, for which it is a hint."""
BEST, HINTS, OTHERS = "best", "hint", "other"


def chain(graph: nx.Graph[Any], areas: Sequence[Area]) -> list[Card]:
    """Return the cards of the chain for some areas, each with who could act."""
    return _of_areas(graph, areas, chain_steps.cards_of_instrument(chain_steps.CHAIN))


def flows(graph: nx.Graph[Any], areas: Sequence[Area]) -> list[Card]:
    """Return the cards of talent from elsewhere, each with who could act."""
    return _of_areas(graph, areas, chain_steps.cards_of_instrument(FLOWS))


def change(graph: nx.Graph[Any], areas: Sequence[Area]) -> list[Card]:
    """Return the cards of change for some areas, each with who could act."""
    return _of_areas(graph, areas, change_steps.cards())


def functions(graph: nx.Graph[Any], areas: Sequence[Area]) -> list[Card]:
    """Return the cards of functions for some areas: of the sheets, and of closed national lists."""
    return [*function_cards(graph, areas), *list_cards(graph, areas)]


def _of_areas(graph: nx.Graph[Any], areas: Sequence[Area], cards: Iterable[Card]) -> list[Card]:
    wanted, filled = {a.id for a in areas}, holders(graph)
    return [
        replace(card, near=_names(graph, card, filled, areas)) if _said(card) else card
        for card in cards
        if card.place in wanted
    ]


def _said(card: Card) -> bool:
    return card.grade in SHOWN or (card.chance < HINT and card.expected >= FEWEST_EXPECTED)


def _names(
    graph: nx.Graph[Any], card: Card, filled: dict[str, list[Actor]], areas: Sequence[Area]
) -> tuple[str, ...]:
    """Return who could act. For a region's card in the answer on an ecosystem, its own bodies are
    named before others.
    """
    functions, place = WHO_ACTS[card.step], by_id(card.place)
    asked_of = areas[0] if place.is_region and not areas[0].is_region else place
    found: list[Hashable] = []
    if asked_of != place:
        inside = {f: [b for b in filled[f] if km_from(asked_of, b) == 0] for f in functions}
        found += near(graph, asked_of, functions, inside, about=card.step)
    found += near(graph, place, functions, filled, about=card.step)
    return tuple(dict.fromkeys(str(body) for body in found))[:MOST]


INSTRUMENTS: dict[str, Instrument] = {
    "chain": chain,
    "flows": flows,
    "functions": functions,
    "bridges": bridge_cards,
    "change": change,
}
"""Instruments by the name that `--instrument` takes."""


def city_gaps(
    graph: nx.Graph[Any], *, where: str | None = None, instrument: str | None = None, most: int = 10
) -> pd.DataFrame:
    """Return the gap cards of a place: the best of all instruments, then hints, then the others.

    ``where`` is an ecosystem, a town in one, or a region. An ecosystem is answered with its region.
    Without it all ecosystems are answered together. Columns as `cards.Card` documents them, and
    ``standing``: `best` (solid or probable, at most ``most``), `hint` (may be chance, worth a look)
    or `other`. Further columns are ``near_labels``, the names of bodies that could act, and
    ``reading_fr`` and ``reading_en``, the text for a statistician. ``attrs["peer_ratios"]``: the
    ratios of the peers by place and step.

    Raises:
        BilingualError: no such place.
        ValueError: no such instrument.
    """
    if instrument is not None and instrument not in INSTRUMENTS:
        raise ValueError(f"no instrument {instrument!r}; choose one of {', '.join(INSTRUMENTS)}")
    areas = tuple(ecosystems().values()) if where is None else asked(where)
    used = [instrument] if instrument else list(INSTRUMENTS)
    cards = [card for name in used for card in INSTRUMENTS[name](graph, areas)]
    own = _not_elsewhere(cards, areas[0])
    shown = best(own, most)
    hints = _hints(own, shown)
    others = [c for c in cards if c not in shown and c not in hints]
    table = frame([*shown, *hints, *others])
    table["standing"] = [BEST] * len(shown) + [HINTS] * len(hints) + [OTHERS] * len(others)
    table["near_labels"] = [_labels(graph, near_ones) for near_ones in table["near"]]
    for lang in LANGUAGES:
        table[f"reading_{lang}"] = [card_reading(row, lang) for _, row in table.iterrows()]
    table.attrs.update(where=where, areas=[a.id for a in areas])
    table.attrs["peer_ratios"] = _peer_ratios(cards)
    return table


def _not_elsewhere(cards: Sequence[Card], place: Area) -> list[Card]:
    """Return the cards, except lacks of a region that the requested ecosystem does not have.

    The ecosystem has as many as an ordinary place, so the lack is elsewhere in the region.
    """
    ordinary = {
        (c.step, c.subject)
        for c in cards
        if c.place == place.id
        and c.expected >= FEWEST_EXPECTED
        and c.observed >= NORMAL.get(c.step, NORMAL_RATIO) * c.expected
    }
    return [
        c
        for c in cards
        if c.place == place.id
        or not by_id(c.place).is_region
        or (c.step, c.subject) not in ordinary
    ]


def _peer_ratios(cards: Iterable[Card]) -> dict[str, dict[str, float]]:
    """Return the ratios of the peers of some cards, by place and step of the chain.

    Pages draw them. A page takes them from a kept table, because counting them again is slow.
    """
    peers = {peer for c in cards if c.instrument == chain_steps.CHAIN for peer in c.peers}
    found: dict[str, dict[str, float]] = {}
    for card in chain_steps.cards() if peers else ():
        if card.subject == ALL and card.place in peers:
            found.setdefault(card.place, {})[card.step] = float(card.ratio)
    return found


def _hints(cards: Iterable[Card], shown: Sequence[Card]) -> list[Card]:
    found = [c for c in cards if c not in shown and c.grade not in SHOWN]
    found = [c for c in found if _said(c) or c.reason == PERHAPS]
    whole = [c for c in found if c.reason in WORTH_A_LOOK]
    return sorted(whole, key=lambda c: (c.chance, c.step, c.subject))[:MOST_HINTS]


def _labels(graph: nx.Graph[Any], bodies: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(graph.nodes[b].get("label") or b) for b in bodies if b in graph)
