"""What was known at a date: the investors seen so far, their profiles, and walks among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp

from frenchtech_graph.analysis.introductions.rounds import Floats, Integers, Rounds

RESTART = 0.85
STEPS = 30
TINY = 1e-6
WALKED = ("sector", "region", "stage")


@dataclass
class Snapshot:
    """All rounds before a month. Nothing in it looks beyond."""

    rounds: Rounds
    until: float
    known: Integers = field(init=False)
    candidates: Integers = field(init=False)
    joined: Any = field(init=False)

    def __post_init__(self) -> None:
        """Find what was known before the month."""
        self.known = np.flatnonzero(self.rounds.month < self.until)
        before = self.rounds.members[self.known]
        self.candidates = np.flatnonzero(np.asarray(before.sum(axis=0)).ravel() > 0)
        self.joined = sp.csr_array(before[:, self.candidates].T)

    @cached_property
    def count(self) -> Floats:
        """Rounds of each candidate."""
        return np.asarray(self.joined.sum(axis=1), dtype=np.float64).ravel()

    @cached_property
    def shared(self) -> Any:
        """Number of rounds that two candidates share, candidates × candidates, diagonal empty."""
        both = sp.csr_array(self.joined @ self.joined.T)
        both.setdiag(0)
        both.eliminate_zeros()
        return both

    @cached_property
    def strength(self) -> Floats:
        """Rounds of each candidate that it shared with anybody: its strength on Newman weights."""
        size = np.asarray(self.joined.sum(axis=0)).ravel()
        return np.asarray(self.joined @ (size > 1).astype(np.float64)).ravel()

    @cached_property
    def newman(self) -> Any:
        """Newman weights between candidates: each shared round adds 1 / (investors - 1)."""
        size = np.asarray(self.joined.sum(axis=0)).ravel()
        weights = sp.csr_array(self.joined @ sp.diags_array(1 / np.maximum(size - 1, 1)) @ self.joined.T)
        weights.setdiag(0)
        weights.eliminate_zeros()
        return weights

    def national(self, family: str) -> Floats:
        """Return the share of each tag among all known rounds, none exactly zero."""
        share = np.asarray(self.rounds.tags[family][self.known].mean(axis=0)).ravel() + 1e-3
        return share / share.sum() if share.size else share

    def tag_shares(self, family: str, pseudo: float) -> Floats:
        """Return candidates × tags: the share of each tag among the rounds of a candidate.

        Drawn to the national share by ``pseudo`` rounds of it (a Dirichlet prior), so that one round alone says
        little. Rounds without data on the family do not count.
        """
        tags = self.rounds.tags[family][self.known]
        with_data = self.joined @ np.asarray(tags.sum(axis=1)).ravel()
        nation = self.national(family)
        counts = np.asarray((self.joined @ tags).toarray(), dtype=np.float64)
        return np.asarray((counts + pseudo * nation) / (with_data[:, None] + pseudo), dtype=np.float64)

    def lift(self, family: str, pseudo: float) -> Floats:
        """Return the log of `tag_shares` over the national share: 0 is no preference."""
        return np.asarray(np.log(self.tag_shares(family, pseudo) / self.national(family)), dtype=np.float64)

    @cached_property
    def _steps(self) -> Any:
        """Transition matrix among candidates, known rounds and tags (in this order)."""
        families = [self.rounds.tags[f][self.known] for f in WALKED]
        tags = sp.hstack(families, format="csr")
        home = sp.csr_array(self.rounds.home[self.candidates])
        at_home = sp.diags_array(self.count) @ home
        before, after = families[0].shape[1], families[2].shape[1]
        by_home = sp.hstack(
            [sp.csr_array((home.shape[0], before)), at_home, sp.csr_array((home.shape[0], after))], format="csr"
        )
        links = sp.block_array([[None, self.joined, by_home], [self.joined.T, None, tags], [by_home.T, tags.T, None]])
        links = sp.csr_array(links)
        sums = np.asarray(links.sum(axis=1)).ravel()
        return sp.csr_array(sp.diags_array(1 / np.where(sums > 0, sums, 1.0)) @ links)

    def walk(self, start: Any) -> Floats:
        """Return where random walks with restart end up among the candidates, one row for each start.

        ``start`` is starts × (candidates + rounds + tags), rows adding up to 1. With probability 0.85 a step is
        made, else the walk goes back to its start (Tong, Faloutsos & Pan 2006).
        """
        here = sp.csr_array(start).toarray()
        begin = (1 - RESTART) * here
        for _ in range(STEPS):
            here = RESTART * (self._steps.T @ here.T).T + begin
        return np.asarray(here[:, : self.candidates.size])

    def walk_lift_from_tags(self, tags: Mapping[str, Any]) -> Floats:
        """Return log of the walk from the tags of each query over the walk from all known rounds' tags."""
        known = sp.hstack([self.rounds.tags[f][self.known] for f in WALKED], format="csr")
        asked = sp.hstack([tags[f] for f in WALKED], format="csr").toarray()
        asked = np.vstack([asked, np.asarray(known.mean(axis=0))[None, :]])
        sums = asked.sum(axis=1, keepdims=True)
        start = np.hstack(
            [np.zeros((len(asked), self.candidates.size + self.known.size)), asked / np.where(sums > 0, sums, 1.0)]
        )
        reached = self.walk(start)
        lift = np.log((reached[:-1] + TINY) / (reached[-1] + TINY))
        return np.where(sums[:-1] > 0, lift, 0.0)

    @cached_property
    def _among(self) -> Any:
        """Transition matrix candidate → round → candidate."""
        size = np.asarray(self.joined.sum(axis=0)).ravel()
        one = sp.diags_array(1 / self.count) @ self.joined
        return sp.csr_array(one @ sp.diags_array(1 / np.maximum(size, 1)) @ self.joined.T)

    def walk_lift_from_members(self, members: Floats) -> Floats:
        """Return log of the walk from given members (rows × candidates, 0/1) over the walk from anybody."""
        sums = members.sum(axis=1, keepdims=True)
        everybody = np.full((1, members.shape[1]), 1.0 / max(members.shape[1], 1))
        here = np.vstack([members / np.where(sums > 0, sums, 1.0), everybody])
        begin = (1 - RESTART) * here
        for _ in range(STEPS):
            here = RESTART * (self._among.T @ here.T).T + begin
        return np.asarray(np.log((here[:-1] + TINY) / (here[-1] + TINY)), dtype=np.float64)
