"""The chain from talent to scale-up: how often each step leads to the next, place by place.

A step counts events (laureate firms, say) among an exposed population (laboratories). A place is
compared with the rate of all other places, sector by sector, so that its mix of sectors has no
effect. Its ratio is shrunk towards 1 by the common distribution of all places. Only counts of
sources that cover all places equally may be compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from frenchtech_graph.findings.gaps.cards import SHOWN, Card, Guards, effective_number, grade
from frenchtech_graph.findings.measures.shrunken import (
    Shrunken,
    gamma_concentration,
    gamma_poisson,
    predictive_tail,
)
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
"""False discoveries among places, up to which a lack is told."""
NORMAL_RATIO = 0.85
"""An ordinary place has at least this share of the expectation: what is tested is being below it."""
WHOLE_WEIGHT = 10.0
"""How much a place as a whole weighs among all that is looked at, beside one of its fields."""
SUSPICIOUS = 0.10
"""Chance below which a place is kept out of the rate that others are held against."""
LOOKS = 2
"""Times that suspicious places are set aside and all places judged again."""
MOST_ALIKE = 45.0
"""Places are never taken for more alike than this: ordinary rates vary by 15 % at least."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the chain: its code, the lack of a place that lags, and the data that would settle
    it.

    ``even``: both counts come from sources that cover all places equally. ``mass``: the exposed
    bodies are of comparable size, or their size is counted. ``most``: a lack has less than this
    share of the expectation. ``normal``: an ordinary place has at least this share. ``instrument``:
    `chain`, or `change` if the earlier period is exposed. ``bound``: code of the reason why a lack
    is at most probable, if the source covers only a part of the counted bodies.
    """

    name: str
    lacks: str
    settle: str
    even: bool = True
    mass: bool = True
    most: float = MOST_RATIO
    normal: float = NORMAL_RATIO
    instrument: str = "chain"
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """The places of a step: exposed, events and expected, their shrunken ratios, and the places
    that lag.

    ``chance``: probability of so few events in an ordinary place (`Step.normal`). ``aside``: the
    unusual places that are excluded from the expectation.
    """

    table: pd.DataFrame
    shrunken: Shrunken
    chance: NDArray[np.float64]
    lag: NDArray[np.bool_]
    aside: frozenset[str]


def chain_cards(
    counts: pd.DataFrame,
    step: Step,
    *,
    actors: Mapping[str, Mapping[str, float]] | None = None,
    near: Mapping[str, tuple[str, ...]] | None = None,
    settled: bool = True,
) -> list[Card]:
    """Return one graded card per place and subject of a step, the whole place first.

    ``counts`` has one row per place and sector: ``place``, ``sector``, ``exposed``, ``events``.
    ``actors`` gives for each place the events by the body they come from, so that the habit of one
    body is not attributed to the place. ``near`` gives IRIs of bodies that could act. Cards that
    are not ``settled`` must go through `settle` with all other cards of the comparison.

    A place lags when it has less than three quarters of the expectation, and a place at 85 % of the
    expectation would rarely have so few events. False discoveries over all cards are within 5 %. It
    is *solid* when the guards are met, the 90 % interval after shrinkage stays below 1 and its five
    peers do better. It is *probable* if one of the last two fails.

    Source: indirect standardisation, Breslow & Day 1987, "Statistical Methods in Cancer Research"
    II, §2.3, with `gamma_poisson` on top.

    Raises:
        ValueError: a column is missing.
    """
    cards = cards_of(judged_subjects(counts, step), step, actors=actors, near=near)
    return settle(cards) if settled else cards


def judged_subjects(counts: pd.DataFrame, step: Step) -> dict[str, Judged]:
    """Return the measured places of each subject, the whole place first, or nothing if there are
    too few places.

    Raises:
        ValueError: a column is missing.
    """
    wanted = {"place", "sector", "exposed", "events"}
    if not wanted <= set(counts.columns):
        raise ValueError(f"counts need the columns {sorted(wanted)}")
    found: dict[str, Judged] = {}
    for subject in (ALL, *sorted(set(counts["sector"]) - {ALL})):
        judged = judge(of_subject(counts, subject), step)
        if judged is not None:
            found[subject] = judged
    return found


def of_subject(counts: pd.DataFrame, subject: str) -> pd.DataFrame:
    """Return the rows of a subject, of all sectors for the whole place."""
    return counts if subject == ALL else counts[counts["sector"] == subject]


def cards_of(
    subjects: Mapping[str, Judged],
    step: Step,
    *,
    actors: Mapping[str, Mapping[str, float]] | None = None,
    near: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Card]:
    """Return one card per measured place and subject, graded but not settled."""
    return [
        card
        for subject, judged in subjects.items()
        for card in _cards(judged, step, subject, actors or {}, near or {})
    ]


def settle(cards: Sequence[Card], most: float = MOST_Q) -> list[Card]:
    """Return cards with those taken back that may be chance, given how many are looked at.

    False discoveries among all of them are kept within ``most`` (Benjamini & Hochberg 1995). If no
    place has a lack, the probability that any card is shown is at most ``most``. A place as a whole
    has more events than any of its fields and weighs `WHOLE_WEIGHT` times as much as one of them.
    The mean weight is 1, which keeps the rate of false discoveries.

    Source: Genovese, Roeder & Wasserman 2006, Biometrika 93:509-524 (weights given beforehand).
    """
    chance = np.array([c.chance if c.expected >= FEWEST_EXPECTED else np.nan for c in cards])
    weight = np.array([WHOLE_WEIGHT if c.subject == ALL else 1.0 for c in cards])
    judged = ~np.isnan(chance)
    if judged.any():
        chance = np.minimum(chance / (weight / weight[judged].mean()), 1.0)
    q = benjamini_hochberg(chance) if len(cards) else chance
    return [
        replace(card, grade="cannot tell", reason="may be chance")
        if card.grade in SHOWN and not one < most
        else card
        for card, one in zip(cards, q, strict=True)
    ]


def judge(counts: pd.DataFrame, step: Step) -> Judged | None:
    """Return how each place compares with all other places, or None if there are too few places.

    Places that look suspicious, low or high, are excluded from the reference, and all places are
    tested again. Otherwise a large place that lags would hide the others, and a capital that leads
    would make all other places lag.
    """
    from scipy import stats  # takes half a second

    aside: frozenset[str] = frozenset()
    for _ in range(LOOKS + 1):
        without = aside
        table = _standardised(counts, without)
        table = table[table["expected"] > 0] if len(table) else table
        if len(table) < FEWEST_PLACES:
            return None
        events, expected = table["events"].to_numpy(), table["expected"].to_numpy()
        used = ~table.index.isin(list(aside))
        used = used if used.sum() >= FEWEST_PLACES else np.ones_like(used)
        alike = min(gamma_concentration(events[used], expected[used]), MOST_ALIKE)
        usual = predictive_tail(events, expected, alike)
        few, many = events < step.most * expected, events > expected / step.most
        odd = ((usual < SUSPICIOUS) & few) | ((usual > 1 - SUSPICIOUS) & many)
        aside = frozenset(table.index[odd])
    chance = np.asarray(stats.poisson.cdf(events, step.normal * expected), dtype=np.float64)
    shrunken = gamma_poisson(events, expected, concentration=alike)
    lag = np.asarray(few & (chance < MOST_Q), dtype=np.bool_)
    return Judged(table, shrunken, chance, lag, without)


def _standardised(counts: pd.DataFrame, aside: Collection[str]) -> pd.DataFrame:
    """Return exposed, events and expected events of each place, expected sector by sector.

    A place is expected to have the same rate as the other places that are not excluded.
    """
    places, place = np.unique(counts["place"].to_numpy(str), return_inverse=True)
    sectors, sector = np.unique(counts["sector"].to_numpy(str), return_inverse=True)
    exposed, events = np.zeros((2, len(places), len(sectors)))
    np.add.at(exposed, (place, sector), counts["exposed"].to_numpy(float))
    np.add.at(events, (place, sector), counts["events"].to_numpy(float))
    used = ~np.isin(places, list(aside))[:, None]
    others = (exposed * used).sum(axis=0) - exposed * used
    happened = (events * used).sum(axis=0) - events * used
    rate = np.divide(happened, others, out=np.zeros_like(others), where=others > 0)
    columns = {
        "exposed": exposed.sum(axis=1),
        "events": events.sum(axis=1),
        "expected": (rate * exposed).sum(axis=1),
    }
    return pd.DataFrame(columns, index=pd.Index(places, name="place"))


def expected_of(counts: pd.DataFrame, aside: Collection[str] = ()) -> dict[str, float]:
    """Return the events expected of each place, sector by sector, without the excluded places."""
    table = _standardised(counts, aside)
    return {str(p): float(e) for p, e in table["expected"].items()} if len(table) else {}


def _cards(
    judged: Judged,
    step: Step,
    subject: str,
    actors: Mapping[str, Mapping[str, float]],
    near: Mapping[str, tuple[str, ...]],
) -> list[Card]:
    cards = []
    around = _peers(judged.table)
    for at, (place, row) in enumerate(judged.table.iterrows()):
        bodies = list(actors.get(str(place), {}).values())
        level, reason = _grade(judged, at, step, bodies, around[at])
        cards.append(
            Card(
                place=str(place),
                instrument=step.instrument,
                step=step.name,
                subject=subject,
                lacks=step.lacks if subject == ALL else f"{step.lacks} {subject}",
                observed=float(row["events"]),
                expected=float(row["expected"]),
                low=float(judged.shrunken.low[at]),
                high=float(judged.shrunken.high[at]),
                chance=float(judged.chance[at]),
                peers=tuple(str(judged.table.index[p]) for p in around[at]),
                grade=level,
                reason=reason,
                settle=step.settle,
                near=near.get(str(place), ()),
            )
        )
    return cards


def _grade(
    judged: Judged, at: int, step: Step, bodies: list[float], around: NDArray[np.intp]
) -> tuple[str, str]:
    expected, events = judged.table["expected"].iloc[at], judged.table["events"].iloc[at]
    if expected < FEWEST_EXPECTED:
        return "cannot tell", "too few expected"
    if events >= step.most * expected:
        return "no gap", "as many as expected"
    enough = sum(bodies) >= FEWEST_EXPECTED
    guards = Guards(
        even=step.even,
        mass=step.mass,
        largest=max(bodies) / sum(bodies) if enough else 0.0,
        effective=effective_number(bodies) if enough else float("inf"),
    )
    level, reason = grade(bool(judged.lag[at]), guards)
    if level == "solid" and judged.shrunken.high[at] >= 1:
        return "probable", "few events"
    if level == "solid" and not _peers_do_better(judged.table, at, around, step.most):
        return "probable", "peers lack it too"
    return ("probable", step.bound) if level == "solid" and step.bound else (level, reason)


def _peers_do_better(table: pd.DataFrame, at: int, around: NDArray[np.intp], most: float) -> bool:
    """Return whether a place lags behind the rate of its peers, too."""
    row, like = table.iloc[at], table.iloc[around]
    expected = like["events"].sum() / like["expected"].sum() * row["expected"]
    return bool(row["events"] < most * expected)


def _peers(table: pd.DataFrame) -> NDArray[np.intp]:
    """Return, for each place, the numbers of the places nearest to it in size (log of exposed
    bodies).
    """
    size = np.log(table["exposed"].clip(lower=0.5).to_numpy())
    distance = np.abs(size[:, None] - size)
    np.fill_diagonal(distance, np.inf)
    return np.argsort(distance, axis=1, kind="stable")[:, :PEERS]


def counted(rows: Iterable[tuple[str, str, float, float]]) -> pd.DataFrame:
    """Return rows of (place, sector, exposed, events) as the table that `chain_cards` takes."""
    return pd.DataFrame(list(rows), columns=["place", "sector", "exposed", "events"])
