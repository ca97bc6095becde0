"""Functions that an ecosystem needs on the way from start to up, closed-world.

A function is `present` if an active body that fills it is located in the territory. It is `within
reach` if such a body is near or states that it works for the territory. It is `absent` only if
complete lists of all its classes state so. It is `none recorded` if a sheet read for the territory
lists no such body, and `not read` otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.functions.stated_lists import complete_lists, is_read
from frenchtech_graph.findings.gaps.areas import Area, communes_of, ecosystems
from frenchtech_graph.findings.gaps.cards import Card
from frenchtech_graph.findings.gaps.near import MOST, holders, km_from
from frenchtech_graph.model.annotations import support_functions
from frenchtech_graph.model.places import COUNTRY
from frenchtech_graph.model.terms import Class, Function
from frenchtech_graph.network.model import Actor

PRESENT, REACH, ABSENT = "present", "within reach", "absent"
NONE, UNREAD = "none recorded", "not read"
REACH_KM = 30.0
"""A body this far from the centre of a territory is within reach."""
PEERS = 10
FEWEST_PEERS = 6
MOST_HAVE = 0.9
"""Share of like ecosystems that have a function, from which its lack is told."""
COUNTED_ELSEWHERE = (Function.RESEARCH_LABORATORY, Function.UNIVERSITY, Class.HOSPITAL)
"""What the chain counts from registers, or is no step of the path: no checklist looks for it."""
MOST_UNPLACED = 0.1
"""Share of the bodies of a function without a known place, above which no lack is told."""


@dataclass(frozen=True, slots=True)
class Found:
    """A function in an area: its status, who fills it there, who covers it, and the nearest."""

    status: str
    inside: tuple[Actor, ...] = ()
    covering: tuple[Actor, ...] = ()
    nearest: tuple[tuple[float, Actor], ...] = ()
    unplaced: float = 0.0


def look(area: Area, function: str, bodies: Sequence[Actor]) -> Found:
    """Return whether an area has a function, from the living bodies that fill it anywhere."""
    placed = [(km, b) for b in bodies if (km := km_from(area, b)) is not None]
    placed.sort(key=lambda pair: (pair[0], str(pair[1].key)))
    inside = tuple(b for km, b in placed if km == 0)
    covering = tuple(b for b in bodies if b not in inside and covers(b, area))
    unplaced = sum(b.place is None and not b.covers for b in bodies) / max(len(bodies), 1)
    near = bool(placed and placed[0][0] <= REACH_KM) or bool(covering)
    status = PRESENT if inside else REACH if near else _absence(area, function, bodies)
    return Found(status, inside, covering, tuple(placed[:MOST]), unplaced)


def covers(body: Actor, area: Area) -> bool:
    """Return whether a body says that it works for the whole of an area, and not for all of France.

    A body that works for the whole country is within reach of every place, so it does not
    distinguish places.
    """
    return bool(body.covers) and area.communes <= _covered(body.covers)


@lru_cache(maxsize=4096)
def _covered(places: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(communes_of(p) for p in places if p != COUNTRY))


def _absence(area: Area, function: str, bodies: Sequence[Actor]) -> str:
    """Return why no body is found: only a complete list of such bodies, all of them placed, means
    absent.

    A list with fewer bodies than the graph covers a narrower type (SATT are one way of transfer),
    and does not prove an absence.
    """
    kinds = support_functions()[function]
    lists = {found.kind: found.named for found in complete_lists(area, kinds)}
    closed = all(sum(b.kind == k for b in bodies) <= lists.get(k, -1) for k in kinds)
    if closed and all(b.place or b.covers for b in bodies):
        return ABSENT
    return NONE if is_read(area) else UNREAD


def function_table(graph: nx.Graph[Any], areas: Iterable[Area] | None = None) -> pd.DataFrame:
    """Return one row per ecosystem and function.

    Columns: ``place``, ``function``, ``status``, ``seats`` (number of bodies located there) and
    ``covering`` (number of other bodies that work for it), ``names`` (of all these bodies),
    ``nearest`` (names) and ``km``.
    """
    filled = _sought(graph)
    rows = []
    for area in ecosystems().values() if areas is None else areas:
        for function, bodies in filled.items():
            found = look(area, function, bodies)
            names = tuple(str(b.label or b.key) for b in (*found.inside, *found.covering))
            near = tuple(str(b.label or b.key) for _, b in found.nearest)
            km = found.nearest[0][0] if found.nearest else float("nan")
            numbers = (len(found.inside), len(found.covering))
            rows.append((area.id, function, found.status, *numbers, names, near, km))
    columns = ["place", "function", "status", "seats", "covering", "names", "nearest", "km"]
    return pd.DataFrame(rows, columns=columns)


def function_cards(graph: nx.Graph[Any], areas: Sequence[Area]) -> list[Card]:
    """Return a card for each function that an ecosystem lacks, against those most like it."""
    wanted = [a for a in areas if not a.is_region]
    if not wanted:
        return []
    filled = _sought(graph)
    looks = {
        (area.id, function): look(area, function, bodies)
        for area in ecosystems().values()
        for function, bodies in filled.items()
    }
    return [
        _card(area, function, looks, peers)
        for area in wanted
        for peers in (like(area),)
        for function in filled
        if looks[area.id, function].status in (ABSENT, NONE, UNREAD)
    ]


def _sought(graph: nx.Graph[Any]) -> dict[str, list[Actor]]:
    return {f: bodies for f, bodies in holders(graph).items() if f not in COUNTED_ELSEWHERE}


def like(area: Area) -> list[str]:
    """Return the ecosystems nearest in inhabitants whose territory was read."""
    others = [a for a in ecosystems().values() if a.id != area.id and is_read(a)]
    others.sort(key=lambda a: abs(log(max(a.population, 1)) - log(max(area.population, 1))))
    return [a.id for a in others[:PEERS]]


def _card(
    area: Area, function: str, looks: Mapping[tuple[str, str], Found], peers: Sequence[str]
) -> Card:
    found = looks[area.id, function]
    have = [p for p in peers if looks[p, function].status in (PRESENT, REACH)]
    share = len(have) / len(peers) if peers else 0.0
    grade, reason = _grade(found, share, len(peers))
    return Card(
        place=area.id,
        instrument="functions",
        step=function,
        subject="all",
        lacks=function,
        observed=0.0,
        expected=share,
        chance=1 - share,
        peers=tuple(have),
        grade=grade,
        reason=reason,
        settle="a complete list" if found.status != ABSENT else "a newer list",
        near=tuple(str(b.key) for _, b in found.nearest),
        nearness=1 / (1 + found.nearest[0][0] / 50) if found.nearest else 0.0,
    )


def _grade(found: Found, share: float, peers: int) -> tuple[str, str]:
    if found.status == UNREAD:
        return "cannot tell", "not read"
    if found.unplaced > MOST_UNPLACED:
        return "cannot tell", "bodies without a place"
    if peers < FEWEST_PEERS or share < MOST_HAVE:
        return "cannot tell", "not usual elsewhere"
    # A sheet is silent about what it did not read, and sheets are read to unequal depth.
    return ("solid", "a list says so") if found.status == ABSENT else ("cannot tell", "no list")
