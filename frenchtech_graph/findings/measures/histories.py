"""The dated steps of each firm on its way from start to up, read from its events."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from frenchtech_graph.model.annotations import firm_is_target, pathway_states
from frenchtech_graph.model.terms import Pathway, Round
from frenchtech_graph.network.model import Actor, Event, each_actor, each_event, events_of

TYPED = (
    *(Pathway.CREATED, Pathway.INCUBATED, Pathway.SEEDED),
    *(Pathway.SERIES_A, Pathway.SERIES_B, Pathway.SERIES_C_PLUS),
)
ROUNDS = ("first round", "second round", "third round")
ORDERED = (Pathway.CREATED, Pathway.INCUBATED, *ROUNDS)
EXIT = Pathway.EXIT
MONTHS_PER_DAY = 12 / 365.2425
Step = tuple[str, float, bool]
"""State, month in which it was reached, whether only the year is known."""


@dataclass(frozen=True)
class History:
    """The month in which a firm reached each state, counted from year 0.

    For ``vague`` ones only the year is known.
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


def when(event: Event) -> tuple[float, bool] | None:
    """Return the date of an event in months, or None without a date."""
    return None if event.when is None else month_of(event.when)


def histories(graph: nx.Graph[Any]) -> tuple[dict[Hashable, History], tuple[str, ...]]:
    """Return the history of each young firm, and the states in their order.

    The ontology states which kinds of ties and types of rounds lead to which state
    (``fte:pathwayState``). Rounds make the states ``seeded``, ``series-a`` … by their type where
    half of them state it, and else ``first round``, ``second round`` … by their order. The
    attributes ``created`` and ``closed`` of a firm also count for the states of these names. Rounds
    of debt and undated events are not used.
    """
    rounds = [event for event in each_event(graph) if is_equity(event)]
    typed = 2 * sum(_by_type(event) is not None for event in rounds) >= len(rounds) > 0
    ventures = [actor for actor in each_actor(graph) if actor.venture]
    found = {firm.key: _history(firm, events_of(graph, firm.key), typed) for firm in ventures}
    return found, TYPED if typed else ORDERED


def is_round(event: Event) -> bool:
    """Return whether a firm raises money by an event: a round, or an investment outside one."""
    return pathway_states().get(event.kind) == Pathway.FUNDED


def is_equity(event: Event) -> bool:
    """Return whether an event is a round that is neither debt nor a listing."""
    return is_round(event) and event.round != Round.DEBT and not _is_exit(event)


def _by_type(event: Event) -> str | None:
    return pathway_states().get(event.round or "")


def _is_exit(event: Event) -> bool:
    return EXIT in (pathway_states().get(event.kind), _by_type(event))


def _history(firm: Actor, events: Iterator[Event], typed: bool) -> History:
    steps: list[Step] = []
    rounds: set[tuple[float, bool]] = set()
    for event in events:
        date = when(event)
        if date is None or not _concerns(event, firm):
            continue
        if is_equity(event) and not typed:
            rounds.add(date)
        elif state := _state(event):
            steps.append((state, *date))
    if firm.created:
        steps.append((Pathway.CREATED, *month_of(firm.created)))
    # Ties of one round told by several sources have one date: the round counts once.
    steps += [(state, *date) for state, date in zip(ROUNDS, sorted(rounds), strict=False)]
    first = {state: (month, vague) for state, month, vague in sorted(steps, key=lambda s: -s[1])}
    return History(
        {state: month for state, (month, _) in first.items()},
        frozenset(state for state, (_, vague) in first.items() if vague),
        month_of(firm.closed)[0] if firm.closed else None,
    )


def _concerns(event: Event, firm: Actor) -> bool:
    """Return whether an event is a step of the firm, which must be on the firm's side of it."""
    side = "target" if firm_is_target(event.kind) else "source"
    return event.side_of(firm.key) == side


def _state(event: Event) -> str | None:
    """Return the state that a firm reaches by an event.

    For a round, its type determines the state, or there is no state.
    """
    state = EXIT if _is_exit(event) else pathway_states().get(event.kind)
    if state == Pathway.FUNDED:
        return _by_type(event) if event.round != Round.DEBT else None
    return state
