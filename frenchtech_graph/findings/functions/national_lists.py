"""The results of closed national calls of the State, and the ecosystems without a laureate.

A list that names every laureate makes an absence a fact. The absence is a *lack* if at least half of
the ecosystems with as many laboratories of the field, or doctoral students, surely have a laureate
at home or within reach (`usual`).
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

import networkx as nx
import numpy as np

from frenchtech_graph.findings.functions.usual import growth, usual
from frenchtech_graph.findings.gaps import chain_steps
from frenchtech_graph.findings.gaps.areas import Area, Position, communes_of, ecosystems
from frenchtech_graph.findings.gaps.cards import Card
from frenchtech_graph.findings.gaps.national_cards import kept_numbers
from frenchtech_graph.findings.gaps.near import holders, near
from frenchtech_graph.findings.measures.distances import kilometres
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import places
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.terms import Class, Function
from frenchtech_graph.network.model import Actor

REACH_KM = 30.0
"""A laureate this far from the centre of a territory, or from one of its towns, is within reach."""
TOWN = 20_000
"""Inhabitants of a commune from which it is a town: some ecosystems have several centres."""
PEERS = 8
FEWEST_MASS = 5.0
"""Laboratories (or as many doctoral students by ten) below which a place is not compared."""
SURE, LIKELY = 0.9, 0.8
"""Probability that half of the like places have a laureate, from which a lack is solid, or probable."""
EVEN = 0.5
"""The same, below which an absence is not worth a hint."""
OLD_YEARS = 5
"""A list older than this, against the newest, is at most probable."""
WHO_ACTS = {"health": (Class.HOSPITAL, Function.UNIVERSITY)}
"""Field of a list → whose bodies can act on it; else universities."""


@dataclass(frozen=True, slots=True)
class ClosedList:
    """A closed national list: code, names by language, date, number, mass, laureates by commune.

    ``covers``: places that laureates work for as a whole. ``not_told``: ecosystems for which no
    page states whether a laureate works for them.
    """

    code: str
    names: Mapping[str, str]
    as_of: str
    official: int
    mass: str
    rows: tuple[tuple[str, str, str], ...]
    """Name, commune and page of each laureate, one row a site."""
    covers: tuple[str, ...] = ()
    not_told: frozenset[str] = frozenset()

    @property
    def is_old(self) -> bool:
        """Whether the newest list is so much younger that this one may have been overtaken."""
        newest = max(int(one.as_of[:4]) for one in closed_lists().values())
        return newest - int(self.as_of[:4]) > OLD_YEARS


@cache
def closed_lists() -> Mapping[str, ClosedList]:
    """Return the closed national lists by code, as shipped in ``data/masses``."""
    folder = data_folder() / "masses"
    about = tomllib.loads((folder / "national-lists.toml").read_text(encoding="utf-8"))
    rows: dict[str, list[tuple[str, str, str]]] = {code: [] for code in about}
    with (folder / "national-lists.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["list"]].append((row["name"], row["commune"], row["source"]))
    return {
        code: ClosedList(
            code,
            {"fr": one["name_fr"], "en": one["name_en"]},
            one["as_of"],
            int(one["official"]),
            one["mass"],
            tuple(rows[code]),
            tuple(place for places in one.get("covers", {}).values() for place in places),
            frozenset(one.get("not_told", ())),
        )
        for code, one in about.items()
    }


@cache
def masses(kind: str) -> Mapping[str, float]:
    """Return the mass that places are compared by: laboratories of a field, or doctoral students."""
    return kept_numbers(f"masses-{slug(kind)}", lambda: _masses(kind))


def _masses(kind: str) -> dict[str, float]:
    found = chain_steps.doctoral() if kind == "doctoral" else chain_steps.laboratories()
    part = found if kind == "doctoral" else found[found["field"] == kind]
    scale = 0.1 if kind == "doctoral" else 1.0
    known = ecosystems()
    return {
        str(area): float(count) * scale
        for area, count in zip(part["area"], part["count"], strict=True)
        if area in known and count * scale >= FEWEST_MASS
    }


@cache
def _position(commune: str) -> Position:
    place = places.load().by_id[commune]
    return float(place.latitude or 0), float(place.longitude or 0)


def nearest(area: Area, communes: Sequence[str]) -> tuple[float, int]:
    """Return the nearest of some communes to an area, and its distance in km.

    0 inside, else from the centre of the area or the nearest of its towns.
    """
    return min((_km(area.id, commune), at) for at, commune in enumerate(communes))


@cache
def _km(area: str, commune: str) -> float:
    if commune in ecosystems()[area].communes:
        return 0.0
    return min(kilometres(one, _position(commune)) for one in _centres(area))


@cache
def _centres(area: str) -> tuple[Position, ...]:
    """Return the centre of an ecosystem and the positions of its towns."""
    known, found = places.load().by_id, ecosystems()[area]
    towns = sorted(c for c in found.communes if int(known[c].population or 0) >= TOWN)
    return (found.centre, *(_position(c) for c in towns))


def like(name: str, mass: Mapping[str, float], most: int = PEERS) -> list[str]:
    """Return the ecosystems nearest in a mass, by the difference of logarithms."""
    others = sorted(a for a in mass if a != name)
    return sorted(others, key=lambda a: abs(log(mass[a]) - log(mass[name])))[:most]


def holding(communes: Sequence[str]) -> set[str]:
    """Return the ecosystems that have a laureate at home or within reach."""
    return {a.id for a in ecosystems().values() if nearest(a, communes)[0] <= REACH_KM}


def covered(one: ClosedList) -> set[str]:
    """Return the ecosystems that a laureate of a list works for as a whole."""
    served = frozenset().union(*(communes_of(place) for place in one.covers))
    return {a.id for a in ecosystems().values() if a.communes <= served}


@dataclass(frozen=True, slots=True)
class Absence:
    """An ecosystem that is not on a closed list.

    ``usual`` is the probability that at least half of the places like it have a laureate.
    ``share`` is the share of the `PEERS` nearest in mass that have one, and ``peers`` lists these
    places.
    """

    grade: str
    usual: float
    share: float
    peers: tuple[str, ...]


@cache
def laureates() -> Mapping[str, frozenset[str]]:
    """Return for each closed list the ecosystems that have a laureate, or are covered by one."""
    return {
        code: frozenset(holding([commune for _, commune, _ in one.rows]) | covered(one))
        for code, one in closed_lists().items()
    }


def absences(have: Mapping[str, Collection[str]]) -> dict[str, dict[str, Absence]]:
    """Return for each closed list the ecosystems that are not on it, from who has a laureate."""
    known = closed_lists()
    mass = {
        code: {a: m for a, m in masses(one.mass).items() if a not in one.not_told}
        for code, one in known.items()
    }
    told = {code: growth(mass[code], have[code]) for code in known}
    found = {}
    for code, one in known.items():
        others = np.sum([told[c] for c in known if c != code], axis=0)
        chances = usual(mass[code], have[code], others)
        found[code] = {
            area: _absence(one, chance, like(area, mass[code]), have[code])
            for area, chance in chances.items()
            if area not in have[code] and len(mass[code]) > PEERS
        }
    return found


def _absence(
    one: ClosedList, chance: float, peers: Sequence[str], have: Collection[str]
) -> Absence:
    having = tuple(p for p in peers if p in have)
    return Absence(_grade(one, chance), chance, len(having) / len(peers), having)


def _grade(one: ClosedList, chance: float) -> str:
    if chance < LIKELY:
        return "cannot tell"
    return "solid" if chance >= SURE and not one.is_old else "probable"


def list_cards(graph: nx.Graph[Any], areas: Sequence[Area]) -> list[Card]:
    """Return a card for each closed list that an ecosystem is absent from.

    The absence is certain. The grade depends on how usual a laureate is among its peers.
    """
    filled = holders(graph)
    cards = []
    told = absences(laureates())
    for one in closed_lists().values():
        communes = [commune for _, commune, _ in one.rows]
        for area in areas:
            if area.id not in told[one.code]:
                continue
            found = told[one.code][area.id]
            km, at = nearest(area, communes)
            cards.append(
                Card(
                    place=area.id,
                    instrument="functions",
                    step=one.code,
                    subject="all",
                    lacks=one.code,
                    observed=0.0,
                    expected=found.share,
                    chance=1 - found.usual,
                    peers=found.peers,
                    grade=found.grade,
                    reason=_reason(one, found),
                    settle="a newer list",
                    near=tuple(str(b) for b in _near(graph, area, one, filled)),
                    evidence=tuple(sorted({page for _, _, page in one.rows})),
                    nearness=1 / (1 + km / 100),
                    readings=((f"{one.rows[at][0]}", round(km)),),
                )
            )
    return cards


def _near(
    graph: nx.Graph[Any], area: Area, one: ClosedList, filled: dict[str, list[Actor]]
) -> tuple[Hashable, ...]:
    acting = WHO_ACTS.get(one.mass, (Function.UNIVERSITY,))
    return near(graph, area, acting, filled, about=one.mass)


def _reason(one: ClosedList, found: Absence) -> str:
    if found.grade == "cannot tell":
        return "not usual elsewhere" if found.usual < EVEN else "perhaps not usual elsewhere"
    if one.is_old:
        return "an old list"
    return "a closed list" if found.grade == "solid" else "a closed list, most peers"
