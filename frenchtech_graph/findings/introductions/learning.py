"""Models learned from the past: terms at a date, the ties formed in the months after it, several
dates pooled.

The last date used is one horizon before the present, so that the model sees no ties of the forecast
period.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from frenchtech_graph.findings.introductions import terms as t
from frenchtech_graph.findings.introductions.logistic import C, Logistic, fit
from frenchtech_graph.findings.introductions.rounds import Floats, Integers, Rounds
from frenchtech_graph.findings.introductions.snapshot import Snapshot

PAIRS_C = 0.003
"""Weight of the likelihood for pairs: terms of one network say much the same, and are to share the
weight.
"""
FEWEST_POSITIVES = 20
"""Ties that formed, below which nothing is learnt."""
DATES = 3
"""Snapshots of the past that a model is learnt from; older ones did not help."""
FEWEST_PAST = 2.0
"""Months (in horizons of three: two thirds) a snapshot must look back on."""


class TooLittleError(ValueError):
    """The rounds are too few, or too short a time apart, to learn from."""


@dataclass(frozen=True)
class Learnt:
    """A model, and one that knows only how well known the investors are."""

    model: Logistic
    fame: Logistic
    meetings_per_chance: float = 1.0

    def beyond_fame(self, terms: Floats) -> Floats:
        """Return ``log p(model) - log p(fame only)``: the evidence for a tie apart from fame."""
        fame = self.fame.predict(terms[..., : t.FAME])
        return np.log(self.model.predict(terms)) - np.log(fame)


def dates(rounds: Rounds, until: float, horizon: float) -> list[float]:
    """Return the months at which terms are taken: three, each a horizon before the next or before
    ``until``.

    Where the rounds do not go back that far, a third of a horizon apart, as many as there are.
    """
    first = float(rounds.month[0] // 1) if rounds.month.size else until
    earliest = first + FEWEST_PAST / 3 * horizon - 1e-9
    if until - DATES * horizon >= earliest:
        return [until - (step + 1) * horizon for step in range(DATES)]
    return [
        float(date)
        for date in until - horizon - np.arange(3 * DATES) * horizon / 3
        if date >= earliest
    ]


def joined(snapshot: Snapshot, queries: Integers) -> Floats:
    """Return queries × candidates: who took part."""
    return np.asarray(
        snapshot.rounds.members[queries][:, snapshot.candidates].toarray(), dtype=np.float64
    )


def learn_rounds(
    rounds: Rounds, until: float, horizon: float, *, window: float = float("inf"), c: float = C
) -> Learnt:
    """Learn which investors join a round, from all rounds before ``until``.

    For ``window`` see `Snapshot`.
    """
    x, y = [], []
    for date in dates(rounds, until, horizon):
        snapshot, queries = Snapshot(rounds, date, window), rounds.between(date, date + horizon)
        if snapshot.candidates.size and queries.size:
            x.append(
                t.query_terms(snapshot, t.Queries.of_rounds(rounds, queries)).terms.reshape(
                    -1, len(t.QUERY_TERMS)
                )
            )
            y.append(joined(snapshot, queries).ravel())
    return _learnt(x, y, t.QUERY_TERMS, c)


def learn_pairs(
    rounds: Rounds,
    until: float,
    horizon: float,
    *,
    window: float = float("inf"),
    c: float = PAIRS_C,
) -> Learnt:
    """Learn which investors meet in a round, having shared none within the ``window``."""
    x, y, chance = [], [], 0.0
    for date in dates(rounds, until, horizon):
        snapshot = Snapshot(rounds, date, window)
        first, second, terms = t.pair_terms(snapshot)
        if first.size:
            x.append(terms)
            y.append(met(snapshot, date + horizon, first, second))
            chance += chance_meetings(
                snapshot, first, second, rounds.between(date, date + horizon).size
            )
    learnt = _learnt(x, y, t.PAIR_TERMS, c)
    return replace(learnt, meetings_per_chance=float(sum(map(np.sum, y))) / chance)


def chance_meetings(snapshot: Snapshot, first: Integers, second: Integers, rounds: float) -> float:
    """Return how often pairs would meet in some rounds if each investor joined them at its past
    rate.
    """
    share = snapshot.strength / snapshot.recent.sum()
    return float((share[first] * share[second]).sum() * rounds)


def pair_probabilities(
    learnt: Learnt, snapshot: Snapshot, horizon: float
) -> tuple[Integers, Integers, Floats, Floats]:
    """Return pairs of candidates, their terms, and the probability that they meet within the
    horizon.

    The more investors are known, the less often two given investors meet. The odds are therefore
    shifted so that the probabilities add up to the expected number of meetings: the past number per
    chance meeting, at the last pace of rounds.
    """
    first, second, terms = t.pair_terms(snapshot)
    pace = snapshot.rounds.between(snapshot.until - horizon, snapshot.until).size
    expected = learnt.meetings_per_chance * chance_meetings(snapshot, first, second, pace)
    odds = learnt.model.intercept + learnt.model.parts(terms).sum(axis=1)
    if not 0 < expected < first.size:
        return first, second, terms, special.expit(odds)
    from scipy.optimize import brentq  # takes a quarter of a second

    shift = brentq(lambda d: float(special.expit(odds + d).sum()) - expected, -50.0, 50.0)
    return first, second, terms, np.asarray(special.expit(odds + shift), dtype=np.float64)


def met(snapshot: Snapshot, until: float, first: Integers, second: Integers) -> Floats:
    """Return 1 for each pair of candidates that shares a round between the snapshot and
    ``until``.
    """
    took = joined(snapshot, snapshot.rounds.between(snapshot.until, until))
    return np.asarray((took.T @ took)[first, second] > 0, dtype=np.float64)


def learn_members(
    rounds: Rounds, until: float, horizon: float, *, window: float = float("inf"), c: float = C
) -> Learnt:
    """Learn who completes a round whose other members are given."""
    x, y = [], []
    for date in dates(rounds, until, horizon):
        asked, hidden = hidden_members(Snapshot(rounds, date, window), date + horizon)
        if len(hidden):
            allowed = asked.allowed > 0
            x.append(asked.terms[allowed])
            y.append(hidden[allowed])
    return _learnt(x, y, t.MEMBER_TERMS, c)


def hidden_members(snapshot: Snapshot, until: float) -> tuple[t.Asked, Floats]:
    """Return one query for each known member of a round that has at least two, that member
    hidden.
    """
    queries = snapshot.rounds.between(snapshot.until, until)
    took = joined(snapshot, queries)
    rows, columns = np.nonzero(took * (took.sum(axis=1, keepdims=True) >= 2))
    hidden = np.zeros((rows.size, took.shape[1]))
    hidden[np.arange(rows.size), columns] = 1.0
    asked = t.query_terms(snapshot, t.Queries.of_rounds(snapshot.rounds, queries))
    return t.member_terms(snapshot, asked, rows, took[rows] - hidden), hidden


def _learnt(x: list[Floats], y: list[Floats], names: tuple[str, ...], c: float) -> Learnt:
    """Fit both models.

    Raises:
        TooLittleError: there are no data to learn from.
    """
    terms, labels = (np.concatenate(part) if part else np.empty((0, 1)) for part in (x, y))
    if labels.sum() < FEWEST_POSITIVES or labels.all():
        raise TooLittleError("too few dated rounds to learn from")
    return Learnt(
        fit(terms, labels, names, c=c), fit(terms[:, : t.FAME], labels, names[: t.FAME], c=c)
    )
