"""The state of knowledge at a date: the investors seen so far, their profiles, and walks among
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.introductions.rounds import Floats, Integers, Rounds

RESTART = 0.85
STEPS = 30
TINY = 1e-6
HALF_LIFE = 36.0
"""Months after which a round counts half in profiles and walks: the habit for investments."""
WALKED = ("sector", "region", "stage")


@dataclass
class Snapshot:
    """All rounds before a month. Nothing in it looks beyond.

    Candidates are the investors of the last ``window`` months, which also give their number of
    rounds and their partners. Profiles and walks use all earlier rounds too.
    """

    rounds: Rounds
    until: float
    window: float = float("inf")
    known: Integers = field(init=False)
    candidates: Integers = field(init=False)
    joined: Any = field(init=False)
    recent: Floats = field(init=False)
    weight: Floats = field(init=False)
    size: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Collect the data from before the month."""
        self.known = np.flatnonzero(self.rounds.month < self.until)
        age = self.until - self.rounds.month[self.known]
        self.recent, self.weight = (age <= self.window).astype(np.float64), 0.5 ** (age / HALF_LIFE)
        before = sp.csr_array(self.rounds.members[self.known])
        self.size = np.asarray(before.sum(axis=1), dtype=np.float64).ravel()
        self.candidates = np.flatnonzero(before.T @ self.recent > 0)
        self.joined = sp.csr_array(before[:, self.candidates].T)

    @cached_property
    def count(self) -> Floats:
        """Recent rounds of each candidate."""
        return np.asarray(self.joined @ self.recent, dtype=np.float64)

    @cached_property
    def standing(self) -> Floats:
        """Log of the share of a candidate in earlier and recent rounds over its share in recent
        ones: 0 without earlier rounds.
        """
        ever = (np.asarray(self.joined.sum(axis=1)).ravel() + 0.5) / max(self.known.size, 1)
        return np.asarray(
            np.log(ever) - np.log((self.count + 0.5) / max(self.recent.sum(), 1.0)),
            dtype=np.float64,
        )

    @cached_property
    def shared(self) -> Any:
        """Number of recent rounds that two candidates share, candidates × candidates, diagonal
        empty.
        """
        return self._between(self.joined, self.recent)

    @cached_property
    def shared_ever(self) -> Any:
        """The same for all known rounds."""
        return self._between(self.joined, np.ones(self.known.size))

    @cached_property
    def strength(self) -> Floats:
        """Recent rounds that each candidate shared with other investors: its strength on Newman
        weights.
        """
        return np.asarray(self.joined @ (self.recent * (self.size > 1)), dtype=np.float64)

    @cached_property
    def everybody(self) -> Any:
        """All investors × known rounds, including investors that are not (or no longer) candidates,
        because they may link others.
        """
        return sp.csr_array(self.rounds.members[self.known].T)

    @cached_property
    def newman(self) -> Any:
        """Newman weights among `everybody`: each shared round adds 1 / (investors - 1), halved
        every three years.
        """
        return self._between(self.everybody, self.weight / np.maximum(self.size - 1, 1))

    @cached_property
    def habit(self) -> Floats:
        """All rounds of each candidate, halved every three years."""
        return np.asarray(self.joined @ self.weight, dtype=np.float64)

    def _between(self, joined: Any, weight: Floats) -> Any:
        weights = sp.csr_array(joined @ sp.diags_array(weight) @ joined.T)
        weights.setdiag(0)
        weights.eliminate_zeros()
        return weights

    def earlier_of_company(self, company: Integers) -> Any:
        """Return queries × known rounds: 1 where a round is one of the company's (-1: a company
        never seen).
        """
        known = self.rounds.company[self.known]
        # One row more than there are companies: -1, a company never seen, is the last and stays
        # empty.
        shape = (len(self.rounds.companies) + 1, known.size)
        table = sp.csr_array((np.ones(known.size), (known, np.arange(known.size))), shape=shape)
        return sp.csr_array(table[company % shape[0]])

    def national(self, family: str) -> Floats:
        """Return the share of each tag among all known rounds, none exactly zero."""
        share = (
            self.rounds.tags[family][self.known].T @ self.weight / max(self.weight.sum(), TINY)
            + 1e-3
        )
        return np.asarray(share / share.sum() if share.size else share, dtype=np.float64)

    def tag_shares(self, family: str, pseudo: float) -> Floats:
        """Return candidates × tags: the share of each tag among the rounds of a candidate.

        Shrunk to the national share with a weight of ``pseudo`` rounds (a Dirichlet prior), so that
        a single round has little effect. Rounds without data on the family do not count.
        """
        tags = self.rounds.tags[family][self.known]
        joined = self.joined @ sp.diags_array(self.weight)
        with_data = joined @ np.asarray(tags.sum(axis=1)).ravel()
        nation = self.national(family)
        counts = np.asarray((joined @ tags).toarray(), dtype=np.float64)
        return np.asarray(
            (counts + pseudo * nation) / (with_data[:, None] + pseudo), dtype=np.float64
        )

    def lift(self, family: str, pseudo: float) -> Floats:
        """Return the log of `tag_shares` over the national share: 0 is no preference."""
        return np.asarray(
            np.log(self.tag_shares(family, pseudo) / self.national(family)), dtype=np.float64
        )

    @cached_property
    def _steps(self) -> Any:
        """Transition matrix among candidates, known rounds and tags (in this order)."""
        families = [self.rounds.tags[f][self.known] for f in WALKED]
        tags = sp.hstack(families, format="csr")
        home = sp.csr_array(self.rounds.home[self.candidates])
        at_home = sp.diags_array(np.asarray(self.joined.sum(axis=1)).ravel()) @ home
        before, after = families[0].shape[1], families[2].shape[1]
        by_home = sp.hstack(
            [sp.csr_array((home.shape[0], before)), at_home, sp.csr_array((home.shape[0], after))],
            format="csr",
        )
        links = sp.block_array(
            [[None, self.joined, by_home], [self.joined.T, None, tags], [by_home.T, tags.T, None]]
        )
        links = sp.csr_array(links)
        sums = np.asarray(links.sum(axis=1)).ravel()
        return sp.csr_array(sp.diags_array(1 / np.where(sums > 0, sums, 1.0)) @ links)

    def walk(self, start: Any) -> Floats:
        """Return where random walks with restart end among the candidates, one row per start.

        ``start`` is starts × (candidates + rounds + tags), rows adding up to 1. With probability
        0.85 a step is made, else the walk goes back to its start (Tong, Faloutsos & Pan 2006).
        """
        here = sp.csr_array(start).toarray()
        begin = (1 - RESTART) * here
        for _ in range(STEPS):
            here = RESTART * (self._steps.T @ here.T).T + begin
        return np.asarray(here[:, : self.candidates.size])

    @cached_property
    def _from_each_tag(self) -> Floats:
        """Where walks from each tag end up among the candidates, tags × candidates."""
        tags = sum(self.rounds.tags[f].shape[1] for f in WALKED)
        start = np.hstack([np.zeros((tags, self.candidates.size + self.known.size)), np.eye(tags)])
        return self.walk(start)

    def walk_lift_from_tags(self, tags: Mapping[str, Any]) -> Floats:
        """Return log of the walk from the tags of each query over the walk from all known rounds'
        tags.

        A walk from several tags is the mean of the walks from each.
        """
        known = sp.hstack([self.rounds.tags[f][self.known] for f in WALKED], format="csr")
        asked = sp.hstack([tags[f] for f in WALKED], format="csr").toarray()
        asked = np.vstack([asked, np.asarray(known.mean(axis=0))[None, :]])
        sums = asked.sum(axis=1, keepdims=True)
        reached = (asked / np.where(sums > 0, sums, 1.0)) @ self._from_each_tag
        lift = np.log((reached[:-1] + TINY) / (reached[-1] + TINY))
        return np.where(sums[:-1] > 0, lift, 0.0)

    @cached_property
    def _among(self) -> Any:
        """Transition matrix candidate → round → candidate."""
        size = np.asarray(self.joined.sum(axis=0)).ravel()
        one = sp.diags_array(1 / np.asarray(self.joined.sum(axis=1)).ravel()) @ self.joined
        return sp.csr_array(one @ sp.diags_array(1 / np.maximum(size, 1)) @ self.joined.T)

    def walk_lift_from_members(self, members: Floats) -> Floats:
        """Return log of the walk from given members (rows × candidates, 0/1) over the walk from a
        random investor.
        """
        sums = members.sum(axis=1, keepdims=True)
        everybody = np.full((1, members.shape[1]), 1.0 / max(members.shape[1], 1))
        here = np.vstack([members / np.where(sums > 0, sums, 1.0), everybody])
        begin = (1 - RESTART) * here
        for _ in range(STEPS):
            here = RESTART * (self._among.T @ here.T).T + begin
        return np.asarray(np.log((here[:-1] + TINY) / (here[-1] + TINY)), dtype=np.float64)
