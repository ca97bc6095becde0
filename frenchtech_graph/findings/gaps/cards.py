"""The gap card: one form for the findings of every instrument.

A card states a lack of a place on the way from start to up, the comparison behind it, its
certainty, the data that would settle it and the bodies that could act. Instruments make cards. This
module grades and orders them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from math import isnan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

GRADES = ("solid", "probable", "one actor's habit", "recording problem", "cannot tell", "no gap")
"""From the surest down; `no gap` is kept for tables and never shown among the best."""
SHOWN = ("solid", "probable")
MOST_OF_ONE = 1 / 3
"""Share of one actor in what is counted, above which the finding is that actor's habit."""
FEWEST_ACTORS = 5.0
"""Effective number of actors behind a count, below which it is the habit of a few."""
PER_INSTRUMENT = 3
"""Cards of one instrument among the first ten."""
MATTERS = {"public research": "research", "research staff": "research"}
"""Step → the step that is about the same matter: only one of them is shown."""


@dataclass(frozen=True, slots=True)
class Card:
    """One lack.

    - ``place``: id of the ecosystem or place.
    - ``instrument``: `chain`, `flows`, `functions`, `bridges` or `change`.
    - ``step``: the measured step (a code).
    - ``subject``: a sector notation or `all`.
    - ``lacks``: the missing part (a code).
    - ``observed``, ``expected``: counts.
    - ``low``, ``high``: 90 % limits of observed/expected.
    - ``chance``: probability that an ordinary place has so few.
    - ``peers``: names of the places it was compared with.
    - ``grade``, and ``reason``: code of the reason for the grade.
    - ``settle``: code of the data that would settle it.
    - ``near``: IRIs of bodies that could act.
    - ``evidence``: IRIs of the counted bodies.
    - ``nearness``: 0 to 1, how close the nearest remedy is.
    - ``readings``: the expectation of each mass, by name.
    """

    place: str
    instrument: str
    step: str
    subject: str
    lacks: str
    observed: float = float("nan")
    expected: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    chance: float = float("nan")
    peers: tuple[str, ...] = ()
    grade: str = "cannot tell"
    reason: str = ""
    settle: str = ""
    near: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    nearness: float = 0.5
    readings: tuple[tuple[str, float], ...] = ()

    @property
    def ratio(self) -> float:
        """Observed over expected, or NaN without an expectation."""
        return self.observed / self.expected if self.expected > 0 else float("nan")

    @property
    def missing(self) -> float:
        """The number of missing items at the expected rate, or 0 without a lack."""
        return max(0.0, self.expected - self.observed) if self.expected > 0 else 0.0

    @property
    def weight(self) -> float:
        """The rank value of a card: size of the lack × certainty × nearness of a remedy."""
        certainty = 1.0 if isnan(self.chance) else 1 - min(self.chance, 1.0)
        size = np.log1p(self.missing) * (1 - min(1.0, 0.0 if isnan(self.ratio) else self.ratio))
        return float((size or 0.5) * certainty * (0.5 + self.nearness))


COLUMNS = (*(f.name for f in fields(Card)), "ratio", "missing", "weight")


@dataclass(frozen=True, slots=True)
class Guards:
    """The conditions for trusting a lack.

    - ``even``: the sources cover the compared places equally.
    - ``largest``: share of one actor in the count.
    - ``effective``: effective number of actors.
    - ``mass``: the reference number is measured for all places in the same way.
    """

    even: bool = True
    largest: float = 0.0
    effective: float = float("inf")
    mass: bool = True


def grade(found: bool, guards: Guards) -> tuple[str, str]:
    """Return the grade of a lack and the code of its reason.

    ``found``: the count is clear of the expectation, false discoveries controlled.

    >>> grade(True, Guards()), grade(False, Guards())
    (('solid', 'clear of the expectation'), ('cannot tell', 'may be chance'))
    >>> grade(True, Guards(even=False)), grade(True, Guards(largest=0.5))
    (('recording problem', 'sources not even'), ("one actor's habit", 'one actor'))
    """
    if not found:
        return "cannot tell", "may be chance"
    if not guards.even:
        return "recording problem", "sources not even"
    if guards.largest > MOST_OF_ONE or guards.effective < FEWEST_ACTORS:
        return "one actor's habit", "one actor"
    if not guards.mass:
        return "probable", "a mass is missing"
    return "solid", "clear of the expectation"


def effective_number(ties: Sequence[float] | NDArray[np.float64]) -> float:
    """Return the inverse Simpson number of actors: how many equal actors would be as uneven.

    Source: Hill 1973, Ecology 54:427-432 (order 2).

    >>> effective_number([10, 10, 10]), effective_number([30, 1, 1]) < 1.2, effective_number([])
    (3.0, True, 0.0)
    """
    shares = np.asarray(ties, dtype=np.float64)
    total = shares.sum()
    return float(total**2 / (shares**2).sum()) if total > 0 else 0.0


def frame(cards: Iterable[Card]) -> pd.DataFrame:
    """Return cards as a table, one per row, in their order, with the fields of `Card` as columns."""
    rows = [
        asdict(card) | {"ratio": card.ratio, "missing": card.missing, "weight": card.weight}
        for card in cards
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def best(cards: Iterable[Card], most: int = 10) -> list[Card]:
    """Return the cards to show for one place: the surest first, no instrument too often.

    Solid cards come before probable ones, heavier before lighter. No more than `PER_INSTRUMENT`
    of one instrument, and one of each matter (`MATTERS`, else the step), are among them.
    """
    ordered = sorted(
        (c for c in cards if c.grade in SHOWN),
        key=lambda c: (GRADES.index(c.grade), -c.weight, c.instrument, c.step, c.subject),
    )
    chosen: list[Card] = []
    for card in ordered:
        same = [c for c in chosen if c.instrument == card.instrument]
        if len(same) < PER_INSTRUMENT and all(_matter(c) != _matter(card) for c in same):
            chosen.append(card)
    return chosen[:most]


def _matter(card: Card) -> str:
    return MATTERS.get(card.step, card.step)
