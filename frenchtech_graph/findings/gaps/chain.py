"""The chain from talent to scale-up: how often each step leads to the next, place by place.

A step counts events (laureate firms, say) among what was exposed to it (laboratories). A place is
held against the rate of all other places, sector by sector, so that its mix of sectors explains
nothing; its ratio is shrunk towards 1 by what all places share. Only counts of sources that cover
all places alike may be compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from frenchtech_graph.findings.gaps.cards import Card, Guards, effective_number, grade
from frenchtech_graph.findings.measures.shrunken import Shrunken, gamma_poisson, predictive_tail
from frenchtech_graph.findings.measures.statistics import benjamini_hochberg

ALL = "all"
FEWEST_EXPECTED = 3.0
"""Events expected of a place, below which nothing is said of it."""
FEWEST_PLACES = 6
"""Places that a common rate can be learnt from."""
PEERS = 5
MOST_RATIO = 0.75
"""A lack is less than this share of the expectation."""
MOST_Q = 0.05
LIKELY_Q = 0.10
"""False discoveries among places, up to which a lack is told as probable."""
SUSPICIOUS = 0.10
"""Chance below which a place is kept out of the rate that others are held against."""
LOOKS = 2
"""Times that suspicious places are set aside and all places judged again."""
MOST_ALIKE = 45.0
"""Places are never taken for more alike than this: ordinary rates vary by 15 % at least."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the chain: its code, what a place that lags lacks, and what would settle it.

    ``even``: both counts come from sources that cover all places alike; ``mass``: the exposed
    bodies are of comparable size, or their size is counted.
    """

    name: str
    lacks: str
    settle: str
    even: bool = True
    mass: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """The places of a step: exposed, events, expected; their shrunken ratios; which lag.

    ``lag`` at `MOST_Q`, ``likely`` at `LIKELY_Q`.
    """

    table: pd.DataFrame
    shrunken: Shrunken
    chance: NDArray[np.float64]
    lag: NDArray[np.bool_]
    likely: NDArray[np.bool_]


def chain_cards(
    counts: pd.DataFrame,
    step: Step,
    *,
    actors: Mapping[str, Mapping[str, float]] | None = None,
    near: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Card]:
    """Return one card for each place and subject of a step, graded; the whole place first.

    ``counts`` has one row for each place and sector: ``place``, ``sector``, ``exposed``,
    ``events``. ``actors`` gives for each place the events by the body they come from, so that one
    body's habit is not taken for the place's. ``near`` gives IRIs of bodies that could act.

    A place is *solid* when an ordinary place of its size and mix would hardly have so few events
    (false discoveries over the places within 5 %), it has less than three quarters of what is
    expected, and the guards hold; *probable* where false discoveries are within 10 %.

    Source: indirect standardisation, Breslow & Day 1987, "Statistical Methods in Cancer Research"
    II, §2.3, with `gamma_poisson` on top.

    Raises:
        ValueError: a column is missing.
    """
    wanted = {"place", "sector", "exposed", "events"}
    if not wanted <= set(counts.columns):
        raise ValueError(f"counts need the columns {sorted(wanted)}")
    cards: list[Card] = []
    for subject in (ALL, *sorted(set(counts["sector"]) - {ALL})):
        part = counts if subject == ALL else counts[counts["sector"] == subject]
        judged = judge(part)
        if judged is not None:
            cards += _cards(judged, step, subject, actors or {}, near or {})
    return cards


def judge(counts: pd.DataFrame) -> Judged | None:
    """Return how each place does against all others; None where there are too few places.

    Places that look suspicious, low or high, are set aside from what the others are held against,
    and all are judged again: a large place that lags would else hide the rest, and a capital that
    leads would make all others lag.
    """
    aside: frozenset[str] = frozenset()
    for _ in range(LOOKS + 1):
        table = _standardised(counts, aside)
        table = table[table["expected"] > 0] if len(table) else table
        if len(table) < FEWEST_PLACES:
            return None
        events, expected = table["events"].to_numpy(), table["expected"].to_numpy()
        used = ~table.index.isin(list(aside))
        used = used if used.sum() >= FEWEST_PLACES else np.ones_like(used)
        alike = min(gamma_poisson(events[used], expected[used]).concentration, MOST_ALIKE)
        chance = predictive_tail(events, expected, alike)
        few, many = events < MOST_RATIO * expected, events > expected / MOST_RATIO
        odd = ((chance < SUSPICIOUS) & few) | ((chance > 1 - SUSPICIOUS) & many)
        aside = frozenset(table.index[odd])
    known = expected >= FEWEST_EXPECTED
    q = benjamini_hochberg(np.where(known, chance, np.nan))
    shrunken = gamma_poisson(events, expected, concentration=alike)
    lag, likely = (np.asarray(few & (q < most), dtype=np.bool_) for most in (MOST_Q, LIKELY_Q))
    return Judged(table, shrunken, chance, lag, likely)


def _standardised(counts: pd.DataFrame, aside: Collection[str]) -> pd.DataFrame:
    """Return exposed, events and expected events of each place, expected sector by sector.

    A place is expected to do as all others do that are not set aside.
    """
    parts = []
    for _, part in counts.groupby("sector", sort=True):
        merged = part.groupby("place", sort=True)[["exposed", "events"]].sum()
        used = (~merged.index.isin(list(aside))).astype(float)
        exposed, events = merged["exposed"].to_numpy(float), merged["events"].to_numpy(float)
        others = (exposed * used).sum() - exposed * used
        happened = (events * used).sum() - events * used
        rate = np.divide(happened, others, out=np.zeros_like(others), where=others > 0)
        parts.append(merged.assign(expected=rate * exposed))
    return pd.concat(parts).groupby(level=0).sum() if parts else pd.DataFrame()


def expected_of(counts: pd.DataFrame) -> dict[str, float]:
    """Return the events expected of each place, none set aside, sector by sector."""
    table = _standardised(counts, ())
    return {str(p): float(e) for p, e in table["expected"].items()} if len(table) else {}


def _cards(
    judged: Judged,
    step: Step,
    subject: str,
    actors: Mapping[str, Mapping[str, float]],
    near: Mapping[str, tuple[str, ...]],
) -> list[Card]:
    cards = []
    for at, (place, row) in enumerate(judged.table.iterrows()):
        level, reason = _grade(judged, at, step, list(actors.get(str(place), {}).values()))
        cards.append(
            Card(
                place=str(place),
                instrument="chain",
                step=step.name,
                subject=subject,
                lacks=step.lacks if subject == ALL else f"{step.lacks} {subject}",
                observed=float(row["events"]),
                expected=float(row["expected"]),
                low=float(judged.shrunken.low[at]),
                high=float(judged.shrunken.high[at]),
                chance=float(judged.chance[at]),
                peers=peers(judged.table, str(place)),
                grade=level,
                reason=reason,
                settle=step.settle,
                near=near.get(str(place), ()),
            )
        )
    return cards


def _grade(judged: Judged, at: int, step: Step, bodies: list[float]) -> tuple[str, str]:
    expected, events = judged.table["expected"].iloc[at], judged.table["events"].iloc[at]
    if expected < FEWEST_EXPECTED:
        return "cannot tell", "too few expected"
    if events >= MOST_RATIO * expected:
        return "no gap", "as many as expected"
    enough = sum(bodies) >= FEWEST_EXPECTED
    guards = Guards(
        even=step.even,
        mass=step.mass,
        largest=max(bodies) / sum(bodies) if enough else 0.0,
        effective=effective_number(bodies) if enough else float("inf"),
    )
    level, reason = grade(bool(judged.likely[at]), guards)
    if level == "solid" and not judged.lag[at]:
        return "probable", "clear of most places"
    return level, reason


def peers(table: pd.DataFrame, place: str, most: int = PEERS) -> tuple[str, ...]:
    """Return the places nearest in size: the smallest difference of log exposed bodies."""
    size = np.log(table["exposed"].clip(lower=0.5))
    distance = (size - size[place]).abs().drop(place)
    return tuple(str(p) for p in distance.sort_values(kind="stable").index[:most])


def counted(rows: Iterable[tuple[str, str, float, float]]) -> pd.DataFrame:
    """Return rows of (place, sector, exposed, events) as the table that `chain_cards` takes."""
    return pd.DataFrame(list(rows), columns=["place", "sector", "exposed", "events"])
