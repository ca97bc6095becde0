"""Counts of a step as cards: all masses together give the expectation, and each must show the lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from frenchtech_graph.findings.gaps.cards import SHOWN, Card
from frenchtech_graph.findings.gaps.chain import (
    ALL,
    MOST_RATIO,
    Step,
    cards_of,
    expected_of,
    judged_subjects,
    of_subject,
)

Counts = pd.DataFrame
"""``area``, ``field``, ``count``; a mass without fields has the field `all`."""


def graded(happened: Counts, masses: Mapping[str, Counts], step: Step) -> list[Card]:
    """Return the cards of counted events with the expectation of each mass, not settled.

    The expectation of one mass excludes the same unusual places as the common expectation.
    """
    alone = {name: joined(happened, {name: mass}) for name, mass in masses.items()}
    return graded_tables(joined(happened, masses), alone, step)


def graded_tables(table: pd.DataFrame, alone: Mapping[str, pd.DataFrame], step: Step) -> list[Card]:
    """Return the same result as `graded`, from the tables of all masses and of each mass
    (`joined`).
    """
    subjects = judged_subjects(table, step)
    readings = {
        (name, subject): expected_of(of_subject(one, subject), judged.aside)
        for name, one in alone.items()
        for subject, judged in subjects.items()
    }
    return [
        with_readings(
            card,
            {name: readings[name, card.subject].get(card.place, 0.0) for name in alone},
            step.most,
        )
        for card in cards_of(subjects, step)
    ]


def joined(events: Counts, masses: Mapping[str, Counts]) -> pd.DataFrame:
    """Return the table that `chain_cards` takes: exposed is the mean share of all masses.

    A mass without fields counts equally in each field.
    """
    names = sorted(set(events["field"]))
    areas = sorted(set().union(*(set(m["area"]) for m in masses.values())))
    shares = []
    for mass in masses.values():
        wide = mass.pivot_table(index="area", columns="field", values="count", aggfunc="sum")
        wide = wide.reindex(areas).fillna(0.0)
        if list(wide.columns) == [ALL]:
            wide = pd.concat([wide[ALL].rename(f) for f in names], axis=1)
        wide = wide.reindex(columns=names).fillna(0.0)
        shares.append(wide / wide.sum())
    exposed = sum(shares[1:], shares[0]) / len(shares) * 10_000
    seen = events.pivot_table(index="area", columns="field", values="count", aggfunc="sum")
    seen = seen.reindex(index=areas, columns=names).fillna(0.0)
    return pd.DataFrame(
        [(a, f, exposed.loc[a, f], seen.loc[a, f]) for a in areas for f in names],
        columns=["place", "sector", "exposed", "events"],
    )


def with_readings(card: Card, readings: Mapping[str, float], most: float = MOST_RATIO) -> Card:
    """Return a card with the expectation of each mass.

    The grade is weaker if one of them shows no lack. A place without any of a mass has a
    recording problem: the students of Martinique are counted in Guadeloupe, the seat of their
    university.
    """
    card = replace(card, readings=tuple(sorted(readings.items())))
    if card.grade in SHOWN and card.subject == ALL and not all(readings.values()):
        return replace(card, grade="recording problem", reason="sources not even")
    agree = all(card.observed < most * e for e in readings.values())
    if card.grade in SHOWN and not agree:
        weaker = "probable" if card.grade == "solid" else "cannot tell"
        return replace(card, grade=weaker, reason="masses disagree")
    return card
