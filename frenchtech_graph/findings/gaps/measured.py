"""A step with its registers, and the cards of it: counts and masses of areas.

Each step is compared with one or more outside masses. The expectation is the mean of the
expectations of each mass, and a lack that one of them does not show is at most *probable*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from frenchtech_graph.findings.gaps import even_counts
from frenchtech_graph.findings.gaps.areas import areas_of, ecosystems, regions
from frenchtech_graph.findings.gaps.cards import Card
from frenchtech_graph.findings.gaps.chain import ALL, Step
from frenchtech_graph.findings.gaps.mass_readings import Counts, graded

REGION, ECOSYSTEM = "region", "ecosystem"
BOTH = (ECOSYSTEM, REGION)
"""Heads are counted at the seat of an institution: between regions that hardly matters."""
FLOWS = "flows"
"""Instrument of what comes in from elsewhere, and of who stays."""
ISLANDS = ("2A", "2B", "97", "98")
"""How the codes of communes of Corsica and overseas begin."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A step with its registers: events and masses by area.

    ``masses`` are by name. ``level`` states whether regions or ecosystems are compared.
    ``registers`` lists the registers that must be even.
    """

    step: Step
    level: str
    events: Callable[[], pd.DataFrame]
    masses: Mapping[str, Callable[[], Counts]]
    registers: tuple[str, ...]


def counts(rows: pd.DataFrame) -> Counts:
    """Return bodies or events by area and field, by their ``weight`` if they have one.

    A body in two areas counts in each. Rows without a field have the field `all`.
    """
    areas = pd.Series([areas_of(p) for p in rows["place"]], index=rows.index, dtype=object)
    named = rows.assign(area=areas).explode("area")
    named = named.assign(
        field=named.get("field", ALL),
        count=named.get("weight", 1.0),
    )
    return named.groupby(["area", "field"])["count"].sum().reset_index()


def inhabitants() -> Counts:
    """Return inhabitants by area."""
    found = even_counts.inhabitants()
    return found.assign(field=ALL, count=found["inhabitants"].astype(float))[
        ["area", "field", "count"]
    ]


def heads(kind: str) -> Counts:
    """Return heads of a kind (`even_counts.HEADS`) by area."""
    found = even_counts.students()
    return counts(found.assign(weight=found[kind]))


def step_cards(measured: Measured) -> list[Card]:
    """Return the cards of a step with the expectation of each mass, not settled."""
    areas = regions() if measured.level == REGION else ecosystems()
    events = measured.events()
    happened = _within(counts(events), areas)
    masses = {name: _within(mass(), areas) for name, mass in measured.masses.items()}
    even = all(even_counts.is_even(r) for r in measured.registers)
    rows = _evidence(events, areas)
    return [
        replace(card, evidence=rows.get((card.place, card.subject), ()))
        for card in graded(happened, masses, replace(measured.step, even=even))
    ]


def _within(found: Counts, areas: Mapping[str, object]) -> Counts:
    return found[found["area"].isin(list(areas))]


def _evidence(
    events: pd.DataFrame, areas: Mapping[str, object]
) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for event, place, field in zip(events["event"], events["place"], events["field"], strict=True):
        for area in areas_of(place):
            if area in areas:
                for subject in (ALL, field):
                    found.setdefault((area, subject), []).append(event)
    return {key: tuple(sorted(set(rows))) for key, rows in found.items()}
