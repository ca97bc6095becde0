"""Bridges: pillars of one ecosystem whose bodies rarely meet, compared with the number of their
ties.

Two bodies meet where they share an event or a common partner. Only pages are read. Registers tie
laboratories to firms and contain no funds, so that mixing them would separate the pillars by
source. A sheet describes its own place, so a missing bridge is at most *probable*.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2, sqrt
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from frenchtech_graph.findings.ecosystems import PILLARS
from frenchtech_graph.findings.gaps.areas import Area, areas_of, ecosystems
from frenchtech_graph.findings.gaps.cards import FEWEST_ACTORS, MOST_OF_ONE, Card, effective_number
from frenchtech_graph.findings.gaps.near import alive, place_id
from frenchtech_graph.findings.measures.statistics import benjamini_hochberg
from frenchtech_graph.ingest import shipped
from frenchtech_graph.model import ontology
from frenchtech_graph.network.model import Event, actor_of, each_actor, each_event

Pair = tuple[str, str]
DRAWS = 200
SEED = 1
MOST_TOGETHER = 60
"""Bodies of an event, above which they have not met."""
FEWEST_BODIES = 30
"""Bodies of an ecosystem that pages speak of, below which nothing is said of its bridges."""
FEWEST_MEETINGS = 5.0
"""Meetings expected of two pillars, below which nothing is said of them."""
FEWEST_PLACES = 6
MOST_USUAL = 0.6
"""A bridge is missing where two pillars meet less than this share of what they do elsewhere."""
MOST_Q = 0.05


@dataclass(frozen=True, slots=True)
class Meetings:
    """Two pillars of a place: meetings seen and expected, their variance as a multiple of the
    expectation, meetings by body, and who already meets both.
    """

    seen: float
    expected: float
    scatter: float
    by_body: tuple[float, ...]
    both: tuple[Hashable, ...]

    def z(self, usual: float) -> float:
        """Return how far below the usual meetings it is, in standard deviations."""
        middle = usual * self.expected
        return (self.seen - middle) / sqrt(max(self.scatter, 1.0) * middle)


def bridge_cards(graph: nx.Graph[Any], areas: Sequence[Area]) -> list[Card]:
    """Return a card per pair of pillars of an ecosystem that has enough data.

    The expectation is the number of meetings when pillars are shuffled among bodies with as many
    partners, multiplied by the ratio for the two pillars in the other ecosystems. False discoveries
    over all pairs and ecosystems are kept within 5 %.
    """
    wanted = {a.id for a in areas if not a.is_region}
    if not wanted:
        return []
    partners = _partners(graph)
    found = {
        (place, pair): one
        for place, bodies in _bodies(graph, partners).items()
        for pair, one in meetings(graph, bodies, partners).items()
    }
    usual = _usual(found)
    judged = {
        (place, pair): one
        for (place, pair), one in found.items()
        if usual.get(pair, 0.0) * one.expected >= FEWEST_MEETINGS
    }
    if not judged:
        return []
    from scipy import stats  # takes half a second

    chance = np.array([stats.norm.cdf(one.z(usual[pair])) for (_, pair), one in judged.items()])
    q = benjamini_hochberg(chance)
    cards = [
        _card(key, one, usual[key[1]], float(p), float(sure))
        for (key, one), p, sure in zip(judged.items(), chance, q, strict=True)
    ]
    return [c for c in cards if c.place in wanted]


def _partners(graph: nx.Graph[Any]) -> dict[Hashable, set[Hashable]]:
    """Return the partners that pages state for each body. Administration is not a partnership."""
    found: dict[Hashable, set[Hashable]] = {}
    families = ontology.load().tie_families
    registers = _registers()
    for event in each_event(graph):
        if families.get(event.kind or "") == "administration":
            continue
        bodies = set(_of_pages(graph, event, registers))
        if 2 <= len(bodies) <= MOST_TOGETHER:
            for body in bodies:
                found.setdefault(body, set()).update(bodies - {body})
    return found


def _registers() -> tuple[str, ...]:
    """Return how the addresses of the shipped registers begin."""
    hosts = (urlsplit(str(about.get("address", ""))).netloc for about in shipped.about().values())
    return tuple(sorted({f"https://{h.removeprefix('api.')}/" for h in hosts if h}))


def _of_pages(graph: nx.Graph[Any], event: Event, registers: tuple[str, ...]) -> list[Hashable]:
    return [
        edge.actor
        for edge in event.edges
        if any(not s.startswith(registers) for s in graph.edges[event.key, edge.actor]["sources"])
    ]


def _bodies(
    graph: nx.Graph[Any], partners: dict[Hashable, set[Hashable]]
) -> dict[str, list[Hashable]]:
    found: dict[str, list[Hashable]] = {}
    for actor in each_actor(graph):
        if actor.key in partners and alive(actor):
            for area in areas_of(place_id(actor)):
                if area in ecosystems():
                    found.setdefault(area, []).append(actor.key)
    return {place: bodies for place, bodies in found.items() if len(bodies) >= FEWEST_BODIES}


def meetings(
    graph: nx.Graph[Any], bodies: Sequence[Hashable], partners: dict[Hashable, set[Hashable]]
) -> dict[Pair, Meetings]:
    """Return the observed and expected meetings of the bodies of every pair of pillars.

    The null model keeps the meetings and shuffles the pillars among bodies with about as many
    partners.
    """
    meet = _meet(bodies, partners)
    pillars = [actor_of(graph, b).pillars for b in bodies]
    member = np.array([[p in own for p in PILLARS] for own in pillars], dtype=np.float64)
    strata = np.array([int(log2(max(len(partners[b]), 1))) for b in bodies])
    rng = np.random.default_rng(SEED)
    drawn = np.array([_together(meet, member[_dealt(strata, rng)]) for _ in range(DRAWS)])
    seen, across = _together(meet, member), meet @ member
    found = {}
    for i, j in combinations(range(len(PILLARS)), 2):
        expected, spread = drawn[:, i, j].mean(), drawn[:, i, j].std()
        sizes = (int(member[:, i].sum()), int(member[:, j].sum()))
        if expected >= FEWEST_MEETINGS and min(sizes) >= FEWEST_ACTORS and spread > 0:
            touch = (across[:, i] > 0) & (across[:, j] > 0)
            order = np.argsort(-(across[:, i] + across[:, j]) * touch, kind="stable")
            found[PILLARS[i], PILLARS[j]] = Meetings(
                float(seen[i, j]),
                float(expected),
                float(spread**2 / expected),
                tuple(float(v) for v in (meet.sum(axis=1) * member[:, i])),
                tuple(bodies[k] for k in order[:3] if touch[k]),
            )
    return found


def _meet(bodies: Sequence[Hashable], partners: dict[Hashable, set[Hashable]]) -> NDArray[Any]:
    """Return the pairs of bodies that meet: a tie, or a common partner."""
    through: dict[Hashable, list[int]] = {}
    for at, body in enumerate(bodies):
        for other in {body, *partners[body]}:
            through.setdefault(other, []).append(at)
    meet = np.zeros((len(bodies), len(bodies)))
    for same in through.values():
        meet[np.ix_(same, same)] = 1.0
    np.fill_diagonal(meet, 0.0)
    return meet


def _together(meet: NDArray[Any], member: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(member.T @ meet @ member)


def _dealt(strata: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    order = np.arange(len(strata))
    for stratum in np.unique(strata):
        here = np.flatnonzero(strata == stratum)
        order[here] = rng.permutation(here)
    return order


def _usual(found: dict[tuple[str, Pair], Meetings]) -> dict[Pair, float]:
    """Return how much two pillars usually meet, as a share of chance. The maximum is 1."""
    ratios: dict[Pair, list[float]] = {}
    for (_, pair), one in found.items():
        ratios.setdefault(pair, []).append(one.seen / one.expected)
    return {p: min(1.0, median(r)) for p, r in ratios.items() if len(r) >= FEWEST_PLACES}


def _card(key: tuple[str, Pair], one: Meetings, usual: float, chance: float, q: float) -> Card:
    (place, pair), expected = key, one.expected * usual
    grade, reason = "cannot tell", "may be chance"
    if one.seen >= MOST_USUAL * expected:
        grade, reason = "no gap", "as many as expected"
    elif q < MOST_Q:
        few = effective_number(one.by_body) < FEWEST_ACTORS
        single = max(one.by_body) > MOST_OF_ONE * sum(one.by_body)
        grade, reason = (
            ("one actor's habit", "one actor") if few or single else ("probable", "pages")
        )
    return Card(
        place=place,
        instrument="bridges",
        step="-".join(pair),
        subject="all",
        lacks="-".join(pair),
        observed=one.seen,
        expected=expected,
        chance=chance,
        grade=grade,
        reason=reason,
        settle="ties from one list",
        near=tuple(str(b) for b in one.both),
        nearness=1.0 if one.both else 0.0,
        readings=(("chance", round(one.expected, 1)),),
    )
