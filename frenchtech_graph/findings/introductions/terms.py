"""The terms of the model: the evidence for an investor in a round, or for two investors together.

All are relative to the snapshot (shares, lifts over the national mix, counts over their mean), so
that a model learned on a short window is valid on a longer one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.introductions.neighbourhood import (
    common_neighbours,
    walk_with_restart,
)
from frenchtech_graph.findings.introductions.rounds import FAMILIES, Floats, Integers, Rounds
from frenchtech_graph.findings.introductions.snapshot import Snapshot

QUERY_TERMS = (
    "popularity",
    "standing",
    "follow_on",
    "partner_of_backers",
    "profile",
    "amount",
    "walk",
)
PAIR_TERMS = ("strength", "standing", "met_before", "partners", "walk", "profile", "place")
FAME = 2
"""Terms, the first of both lists, that tell nothing but how well known an investor is."""
MEMBER_TERMS = (*QUERY_TERMS, "past_partner", "walk_from_members")
PROFILE = ("sector", "region", "stage")
PSEUDO_ROUNDS = 4.0
"""Rounds of the national mix an investor's profile starts with when a round is asked about."""
PSEUDO_PAIRS = 2.0
"""The same when two profiles are compared: an overlap needs profiles that differ."""


@dataclass(frozen=True)
class Queries:
    """Rounds asked about, past or to come: their tags by family, and their company (-1: never
    seen).
    """

    tags: Mapping[str, Any]
    company: Integers

    @classmethod
    def of_rounds(cls, rounds: Rounds, numbers: Integers) -> Queries:
        """Return past rounds as queries."""
        return cls(
            {family: rounds.tags[family][numbers] for family in FAMILIES}, rounds.company[numbers]
        )


@dataclass(frozen=True)
class Asked:
    """Queries × candidates: the terms, and which candidates may be proposed."""

    terms: Floats
    allowed: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """Number of queries and of candidates."""
        return self.terms.shape[0], self.terms.shape[1]


def query_terms(snapshot: Snapshot, queries: Queries) -> Asked:
    """Return the `QUERY_TERMS` of each candidate for each round asked about.

    - ``popularity``: log of its share of the recent rounds.
    - ``standing``: log of its share in earlier and recent rounds over that share.
    - ``follow_on``: 1 if it is in an earlier round of the company.
    - ``partner_of_backers``: 1 if it is not, but once shared a round with an investor that is.
    - ``profile``: sum over sector, region and stage of the log lift of the round's tags in its
      rounds.
    - ``amount``: the same for the size of the round.
    - ``walk``: log lift of a random walk with restart from the round's tags.
    """
    shape = (queries.company.size, snapshot.candidates.size)
    lifts = {f: queries.tags[f] @ snapshot.lift(f, PSEUDO_ROUNDS).T for f in (*PROFILE, "amount")}
    popularity = np.log(snapshot.count / max(snapshot.recent.sum(), 1.0))
    inside, beside = _backers(snapshot, queries)
    terms = [
        np.broadcast_to(popularity, shape),
        np.broadcast_to(snapshot.standing, shape),
        inside,
        beside,
        sum((lifts[family] for family in PROFILE), np.zeros(shape)),
        lifts["amount"],
        snapshot.walk_lift_from_tags(queries.tags),
    ]
    return Asked(np.stack(terms, axis=2), np.ones(shape))


def _backers(snapshot: Snapshot, queries: Queries) -> tuple[Floats, Floats]:
    """Return who is in an earlier round of the company, and who is not but has shared a round with
    one who is.
    """
    earlier = snapshot.earlier_of_company(queries.company)
    inside = (earlier @ snapshot.joined.T).toarray() > 0
    backers = sp.csr_array(earlier @ snapshot.everybody.T > 0, dtype=np.float64)
    beside = (backers @ snapshot.everybody @ snapshot.joined.T).toarray() > 0
    return inside.astype(np.float64), (beside & ~inside).astype(np.float64)


def pair_terms(snapshot: Snapshot, fewest: int = 2) -> tuple[Integers, Integers, Floats]:
    """Return pairs of candidates that shared no recent round, and their `PAIR_TERMS`.

    Candidates are investors of at least ``fewest`` recent rounds. A pair is given by two numbers
    among the candidates.

    - ``strength``: log of the share of the recent rounds that each shared with other investors,
      both ends added.
    - ``standing``: log of the share of all rounds over the share of the recent ones, both ends
      added.
    - ``met_before``: 1 if they shared a round before the recent ones.
    - ``partners``: number of partners in common, scaled like the next term.
    - ``walk``: walks with restart between the two over Newman weights, over the mean of the pairs
      that meet, log1p.
    - ``profile``: sum over sector, region, stage and amount of the log of the overlap of the two
      profiles, relative to two profiles of the national mix.
    - ``place``: the same for cities.
    """
    active = np.flatnonzero(snapshot.count >= fewest)
    i, j = np.triu_indices(active.size, 1)
    first, second = active[i], active[j]
    apart = ~(snapshot.shared[active][:, active].toarray() > 0)[i, j]
    first, second = first[apart], second[apart]
    i, j = i[apart], j[apart]
    weights, rows = snapshot.newman, snapshot.candidates[active]
    terms = [
        _strength(snapshot, first, second),
        snapshot.standing[first] + snapshot.standing[second],
        (snapshot.shared_ever[active][:, active].toarray() > 0)[i, j],
        scaled(common_neighbours(weights, rows)[i, j]),
        scaled(walk_with_restart(weights, rows)[i, j]),
        sum(
            (_overlap(snapshot, family, active)[i, j] for family in (*PROFILE, "amount")),
            np.zeros(first.size),
        ),
        _overlap(snapshot, "city", active)[i, j],
    ]
    return first, second, np.stack(terms, axis=1).astype(np.float64)


def _strength(snapshot: Snapshot, first: Integers, second: Integers) -> Floats:
    logs = np.log((snapshot.strength + 0.5) / snapshot.recent.sum())
    return np.asarray(logs[first] + logs[second], dtype=np.float64)


def scaled(scores: Floats) -> Floats:
    """Return ``log1p`` of scores over the mean of the positive ones in the same snapshot.

    Without it the drift of counts with the length of the window would drown the signal.

    >>> scaled(np.array([0.0, 1.0, 3.0])).round(2)
    array([0.  , 0.41, 0.92])
    """
    positive = scores[scores > 0]
    return np.asarray(
        np.log1p(scores / positive.mean()) if positive.size else np.zeros_like(scores)
    )


def _overlap(snapshot: Snapshot, family: str, active: Integers) -> Floats:
    shares, nation = snapshot.tag_shares(family, PSEUDO_PAIRS)[active], snapshot.national(family)
    if not nation.size:
        return np.zeros((active.size, active.size))
    return np.log((shares / nation) @ shares.T)


def member_terms(snapshot: Snapshot, asked: Asked, query: Integers, members: Floats) -> Asked:
    """Return the `MEMBER_TERMS`: the terms of the round, and the terms that its given members add.

    ``query`` gives the row of ``asked`` for each row of ``members`` (0/1 over the candidates).

    - ``past_partner``: 1 if it ever shared a round with a given member.
    - ``walk_from_members``: log lift of a random walk with restart from the members over shared
      rounds.
    """
    met = ((snapshot.shared_ever > 0).astype(np.float64) @ members.T).T > 0
    terms = [
        asked.terms[query],
        met[:, :, None],
        snapshot.walk_lift_from_members(members)[:, :, None],
    ]
    return Asked(np.concatenate(terms, axis=2).astype(np.float64), 1.0 - members)
