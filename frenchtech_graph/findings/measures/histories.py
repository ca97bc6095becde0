"""The dated steps of each firm on its way from start to up, read from its events."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from frenchtech_graph.model.terms import Class, Contribution, Round

TYPED = ("created", "incubated", "seeded", Round.SERIES_A, Round.SERIES_B, Round.SERIES_C_PLUS)
ORDERED = ("created", "incubated", "first round", "second round", "third round")
EXIT = "exit"
STATE_OF_ROUND = {
    Round.PRE_SEED: "seeded",
    Round.SEED_ROUND: "seeded",
    Round.SERIES_A: Round.SERIES_A,
    Round.SERIES_B: Round.SERIES_B,
    Round.SERIES_C_PLUS: Round.SERIES_C_PLUS,
    Round.GROWTH_ROUND: Round.SERIES_C_PLUS,
}
_STARTS = {Class.FOUNDING: "created", Class.SPIN_OFF: "created", Class.INCUBATION: "incubated"}
_EXITS = {Class.ACQUISITION, Class.LISTING}
MONTHS_PER_DAY = 12 / 365.2425


@dataclass(frozen=True)
class History:
    """When a firm reached each state, in months since year 0; ``vague`` ones are known by their
    year only.
    """

    reached: Mapping[str, float]
    vague: frozenset[str]
    closed: float | None


def month_of(date: str) -> tuple[float, bool]:
    """Return a date in months, and whether only its year is known: then the middle of the year is
    taken.

    >>> month_of("2016-05"), month_of("2016")
    ((24196.5, False), (24198.0, True))
    """
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        return parts[0] * 12 + 6.0, True
    day = (parts[2] - 0.5) * MONTHS_PER_DAY if len(parts) > 2 else 0.5
    return parts[0] * 12 + parts[1] - 1 + day, False


def when(attributes: Mapping[str, Any]) -> tuple[float, bool] | None:
    """Return the date of an event in months, None where it has none."""
    date = attributes.get("date") or attributes.get("start")
    return None if date is None else month_of(str(date))


def histories(graph: nx.Graph[Any]) -> tuple[dict[Hashable, History], tuple[str, ...]]:
    """Return the history of each young firm, and the states in their order.

    Rounds make the states ``seeded``, ``series-a`` … by their type (attribute ``round`` of the
    event, a slug of the scheme of rounds) where half of them state it, and else ``first round``,
    ``second round`` … by their order. A firm is created by its founding, spin-off, or its attribute
    ``created``; it leaves by acquisition, listing, or a round of type ``ipo`` (``exit``), and is
    ``closed`` by its attribute of that name. Rounds of debt and undated events say nothing.
    """
    rounds = [d for _, d in graph.nodes(data=True) if d.get("mode") == "event" and _is_round(d)]
    typed = 2 * sum(d.get("round") in STATE_OF_ROUND for d in rounds) >= len(rounds) > 0
    states = TYPED if typed else ORDERED
    found = {}
    for firm, data in graph.nodes(data=True):
        if data.get("mode") == "actor" and Contribution.VENTURE in (data.get("pillars") or ()):
            found[firm] = _history(graph, firm, data, typed)
    return found, states


def _is_round(attributes: Mapping[str, Any]) -> bool:
    return attributes.get("kind") in (Class.FUNDING_ROUND, Class.INVESTMENT) and attributes.get(
        "round"
    ) not in ("debt", "ipo")


def _history(graph: nx.Graph[Any], firm: Hashable, data: Mapping[str, Any], typed: bool) -> History:
    steps: list[tuple[str, float, bool]] = []
    rounds: list[tuple[float, bool]] = []
    for event, edge in graph[firm].items():
        attributes = graph.nodes[event]
        date = when(attributes)
        if date is None or edge.get("side") != (
            "source" if attributes.get("kind") == Class.LISTING else "target"
        ):
            continue
        kind = attributes.get("kind")
        if kind in _STARTS:
            steps.append((_STARTS[kind], *date))
        elif kind in _EXITS or attributes.get("round") == "ipo":
            steps.append((EXIT, *date))
        elif _is_round(attributes) and typed:
            if attributes.get("round") in STATE_OF_ROUND:
                steps.append((STATE_OF_ROUND[attributes["round"]], *date))
        elif _is_round(attributes):
            rounds.append(date)
    if data.get("created"):
        steps.append(("created", *month_of(str(data["created"]))))
    # Ties of one round told by several sources have one date: the round counts once.
    for state, date in zip(ORDERED[2:], sorted(set(rounds)), strict=False):
        steps.append((state, *date))
    closed = month_of(str(data["closed"]))[0] if data.get("closed") else None
    first = {state: (month, vague) for state, month, vague in sorted(steps, key=lambda s: -s[1])}
    vague = frozenset(state for state, (_, unsure) in first.items() if unsure)
    return History({state: month for state, (month, _) in first.items()}, vague, closed)
