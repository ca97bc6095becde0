"""Change: recent counts of a place against its earlier counts, compared with all other places.

The earlier period is the mass, and the later period is counted. A place lags if its counts grew
less, or fell more, than elsewhere. Only registers that cover all places equally in both periods are
used, which excludes rounds of the sheets.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import pandas as pd

from frenchtech_graph.findings.gaps import even_counts
from frenchtech_graph.findings.gaps.cards import Card
from frenchtech_graph.findings.gaps.chain import ALL, Step, settle
from frenchtech_graph.findings.gaps.chain_steps import SHARE_Q, heads_of
from frenchtech_graph.findings.gaps.mass_readings import Counts
from frenchtech_graph.findings.gaps.measured import (
    BOTH,
    ECOSYSTEM,
    REGION,
    Measured,
    counts,
    step_cards,
)
from frenchtech_graph.findings.gaps.national_cards import kept_cards

YEARS = 5
"""Years of a period of awards."""
GROWTH_YEARS = 4
"""The same of i-Nov, which began in 2018."""
MOST_JUMP = 0.25
"""A year-to-year change above this is one of the record, not of the place."""
HEADS_MOST, HEADS_NORMAL = 0.9, 0.95
"""Heads change little from year to year, and alike: a tenth less than elsewhere is a lack."""


def _heads(kind: str, late: bool) -> pd.DataFrame:
    """Return heads of a kind in the second or first half of the years on record."""
    years = even_counts.student_years()
    middle = years[len(years) // 2]
    first, last = (middle, years[-1]) if late else (years[0], middle - 1)
    found = even_counts.students_of(first, last)
    return found.assign(weight=found[kind], event=found["institution"], field=ALL)


def _heads_before(kind: str) -> Counts:
    found = counts(_heads(kind, late=False))
    kept: Counts = found[~found["area"].isin(broken(kind))]
    return kept


@cache
def broken(kind: str) -> frozenset[str]:
    """Return the areas whose heads jump from one year to the next.

    There the record changed (a school that joins or leaves the publication), so no change is
    reported.
    """
    years = even_counts.student_years()
    every = [
        counts(found.assign(weight=found[kind], field=ALL)).set_index("area")["count"]
        for found in (even_counts.students_of(y, y) for y in years)
    ]
    table = pd.concat(every, axis=1, keys=years).fillna(0.0)
    before, after = table.iloc[:, :-1].to_numpy(), table.iloc[:, 1:].to_numpy()
    jumps = (abs(after - before) > MOST_JUMP * before.clip(min=1.0)).any(axis=1)
    return frozenset(str(a) for a in table.index[jumps])


def _awards(late: bool, read: str, years: int) -> pd.DataFrame:
    """Return awards of the last years, or of as many years before them."""
    found: pd.DataFrame = {"ilab": even_counts.laureates, "inov": even_counts.grown}[read]()
    last = found["year"].max()
    end = last if late else last - years
    part: pd.DataFrame = found[(found["year"] > end - years) & (found["year"] <= end)]
    return part.assign(field=ALL)


def _awards_before(read: str, years: int) -> Counts:
    return counts(_awards(False, read, years))


FEWER_DOCTORS = Step(
    "fewer doctoral students",
    "fewer doctoral students",
    "researchers by city",
    most=HEADS_MOST,
    normal=HEADS_NORMAL,
    instrument="change",
)
FEWER_FROM_ABROAD = replace(
    FEWER_DOCTORS,
    name="fewer students from abroad",
    lacks="fewer students from abroad",
    settle="students of all schools",
)
FEWER_IN_COMPUTING = replace(
    FEWER_DOCTORS,
    name="fewer computing students",
    lacks="fewer computing students",
    settle="students of all schools",
)
FEWER_LAUREATES = Step(
    "fewer laureates", "fewer laureates", "rounds from one list", instrument="change"
)
LESS_GROWTH = Step("less growth", "less growth", "rounds from one list", instrument="change")
_ILAB = {"before": partial(_awards_before, "ilab", YEARS)}
_INOV = {"before": partial(_awards_before, "inov", GROWTH_YEARS)}


def _heads_step(step: Step, kind: str, level: str) -> Measured:
    before = {"before": partial(_heads_before, kind)}
    return Measured(step, level, partial(_heads, kind, True), before, ("students",))


_HEADS = (
    (FEWER_DOCTORS, "doctoral"),
    (FEWER_FROM_ABROAD, "international"),
    (FEWER_IN_COMPUTING, "computing"),
)
STEPS = (
    *(_heads_step(step, kind, level) for step, kind in _HEADS for level in BOTH),
    Measured(FEWER_LAUREATES, REGION, partial(_awards, True, "ilab", YEARS), _ILAB, ("ilab",)),
    Measured(
        LESS_GROWTH, ECOSYSTEM, partial(_awards, True, "inov", GROWTH_YEARS), _INOV, ("inov",)
    ),
    Measured(LESS_GROWTH, REGION, partial(_awards, True, "inov", GROWTH_YEARS), _INOV, ("inov",)),
)
"""Steps of the instrument `change`."""


LEVELS = {FEWER_FROM_ABROAD.name: "international", FEWER_IN_COMPUTING.name: "computing"}
"""Steps whose counts also have a level: heads of a kind among all students."""
HIGH = 1.2
"""Times the national share of students, from which a place that loses some still has many."""


@cache
def cards() -> tuple[Card, ...]:
    """Return the cards of all steps of change, one for each area, settled together."""
    return kept_cards("change", _settled)


def _settled() -> list[Card]:
    return settle([_held(card) for one in STEPS for card in step_cards(one)], SHARE_Q)


def _held(card: Card) -> Card:
    """Return a card, weaker where the place still has many more than its students would make."""
    kind = LEVELS.get(card.step)
    if card.grade == "solid" and kind and level(kind, card.place) > HIGH:
        return replace(card, grade="probable", reason="from a high level")
    return card


def level(kind: str, area: str) -> float:
    """Return the share of a kind among the students of an area, divided by its share in the whole
    of France.
    """
    heads, students = even_counts.students()[kind].sum(), even_counts.students()["students"].sum()
    here = _count(kind).get(area, 0.0) / max(_count("students").get(area, 0.0), 1.0)
    return float(here / (heads / students))


@cache
def _count(kind: str) -> dict[str, float]:
    found = counts(heads_of(kind))
    return dict(zip(found["area"], found["count"], strict=True))
