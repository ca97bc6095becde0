"""Ties and money from place to place, by family of ties."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.gaps.areas import (
    areas_of,
    by_id,
    communes_of,
    ecosystems,
    regions,
)
from frenchtech_graph.findings.gaps.near import place_id
from frenchtech_graph.findings.texts import say
from frenchtech_graph.model import ontology
from frenchtech_graph.network.model import Event, actor_of, each_event

ADMINISTRATION = "administration"
LARGEST = 60
"""Events of more actors are no ties of each two."""
ELSEWHERE = "elsewhere"
COLUMNS = ("family", "from_place", "to_place", "ties", "money_eur", "events", "bridges")


def flows(graph: nx.Graph[Any], *, level: str = "ecosystem", by_year: bool = False) -> pd.DataFrame:
    """Return ties and money from place to place, one row per family, origin and destination.

    ``level`` is `ecosystem` or `region`. A directed tie goes from its source to its target. In any
    other tie, every pair of actors counts half in each direction, with Newman weight 1/(k - 1).
    Actors outside all places of the level are `elsewhere`. Ties with an actor without a place, or
    with only a wider place, are left out (``attrs["unplaced"]``). Ties of administration are left
    out. ``money_eur`` is the amount of the events, divided among their ties, or NaN if no amount is
    known. ``bridges`` are the actors at both ends with most of these ties. With ``by_year`` a
    column ``year`` comes first.

    Raises:
        ValueError: there is no such level.
    """
    if level not in ("ecosystem", "region"):
        raise ValueError(f"places are of the level ecosystem or region, not {level!r}")
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    unplaced = 0
    for event in each_event(graph):
        family = ontology.load().tie_families.get(event.kind)
        if family in (None, ADMINISTRATION) or not 2 <= len(event.members) <= LARGEST:
            continue
        spots = {m: spot_of(graph, m, level) for m in event.members}
        unplaced += sum(spot is None for spot in spots.values())
        for first, second, weight in pairs(event):
            if spots[first] is not None and spots[second] is not None:
                key = (family, spots[first], spots[second])
                _add(found, (event.start, *key) if by_year else key, event, (first, second), weight)
    columns = ("year", *COLUMNS) if by_year else COLUMNS
    rows = [(*key, *_numbers(graph, cell)) for key, cell in found.items()]
    frame = pd.DataFrame(rows, columns=list(columns))
    order = ["ties", *columns[: columns.index("ties")]]
    frame = frame.sort_values(order, ascending=[False] + [True] * (len(order) - 1))
    frame = frame.reset_index(drop=True)
    frame.attrs.update(level=level, unplaced=unplaced)
    return frame


def pairs(event: Event) -> list[tuple[Hashable, Hashable, float]]:
    """Return the ties of an event: from, to, and weight."""
    if event.directed:
        share = 1 / (len(event.sources) * len(event.targets))
        weight = share * max(len(event.sources), len(event.targets))
        return [(s, t, weight) for s in event.sources for t in event.targets]
    weight = 0.5 / (len(event.members) - 1)
    return [(a, b, weight) for a in event.members for b in event.members if a != b]


def spot_of(graph: nx.Graph[Any], actor: Hashable, level: str) -> str | None:
    """Return the ecosystem or region of an actor, `elsewhere`, or None without a place."""
    place = place_id(actor_of(graph, actor))
    return None if place is None else _spot(place, level)


@cache
def _spot(place: str, level: str) -> str | None:
    """Return None where the place is wider than an area that it has a part of: a region, say."""
    held = [a for a in areas_of(place) if (a in ecosystems()) == (level == "ecosystem")]
    if held:
        return held[0]
    known = ecosystems() if level == "ecosystem" else regions()
    communes = communes_of(place)
    part = any(communes & area.communes for area in known.values())
    return None if part or not communes else ELSEWHERE


def _add(
    found: dict[tuple[Any, ...], dict[str, Any]],
    key: tuple[Any, ...],
    event: Event,
    ends: tuple[Hashable, Hashable],
    weight: float,
) -> None:
    cell = found.setdefault(key, {"ties": 0.0, "money": None, "events": set(), "ends": {}})
    cell["ties"] += weight
    cell["events"].add(event.key)
    if event.amount_eur is not None:
        whole = sum(w for _, _, w in pairs(event))
        cell["money"] = (cell["money"] or 0.0) + event.amount_eur * weight / whole
    for end in ends:
        cell["ends"][end] = cell["ends"].get(end, 0.0) + weight


def _numbers(graph: nx.Graph[Any], cell: Mapping[str, Any]) -> tuple[Any, ...]:
    first = sorted(cell["ends"], key=lambda a: (-cell["ends"][a], str(a)))[:3]
    names = tuple(str(actor_of(graph, a).label or a) for a in first)
    money = float("nan") if cell["money"] is None else cell["money"]
    return (cell["ties"], money, len(cell["events"]), names)


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """Return for each place how much of its ties stay, come in and go out, by family.

    Columns: ``place``, ``family``, ``ties``, ``own``, ``inward``, ``outward`` (shares that make 1).
    """
    rows = []
    for family, part in table.groupby("family"):
        for place in sorted(set(part["from_place"]) | set(part["to_place"])):
            out, into = part["from_place"] == place, part["to_place"] == place
            own = part.loc[out & into, "ties"].sum()
            inward, outward = (
                part.loc[into & ~out, "ties"].sum(),
                part.loc[out & ~into, "ties"].sum(),
            )
            total = own + inward + outward
            rows.append((place, family, total, own / total, inward / total, outward / total))
    columns = ["place", "family", "ties", "own", "inward", "outward"]
    return pd.DataFrame(rows, columns=columns)


def flow_sentence(row: Mapping[Any, Any] | pd.Series, lang: str) -> str:
    """Return a row of `flows` as a sentence.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    return say(
        "flow",
        lang,
        first=_name(row["from_place"], lang),
        second=_name(row["to_place"], lang),
        ties=f"{row['ties']:.0f}",
        family=ontology.load().schemes["family"][row["family"]].label(lang).lower(),
        bridges=", ".join(row["bridges"]),
    )


def _name(place: str, lang: str) -> str:
    return say(ELSEWHERE, lang) if place == ELSEWHERE else by_id(place).names[lang]
