"""Introductions without a model: by fit of profiles and by walks over shared events."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import partial
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

from frenchtech_graph.findings.introductions.acquainted import Acquaintances
from frenchtech_graph.findings.introductions.rounds import Floats
from frenchtech_graph.findings.introductions.snapshot import RESTART, STEPS
from frenchtech_graph.findings.introductions.suited import Suited
from frenchtech_graph.findings.measures.profiles import profiles
from frenchtech_graph.findings.standing import counted
from frenchtech_graph.network.living import living
from frenchtech_graph.network.model import each_actor

LARGEST_FOR_ALL = 20_000
BATCH = 128


def contacts(
    graph: nx.Graph[Any],
    actor: Hashable | None,
    per_actor: int,
    answered: set[Hashable],
    acquaintances: Acquaintances,
    suited: Suited,
) -> list[dict[str, Any]]:
    """Return introductions for an actor (or for all actors with events) without an answer from a
    model.

    Candidates are living organisations of at least two events that bring a pillar which the actor
    lacks, between pillars that meet, without a tie to it or to its partners (`Acquaintances`). It
    is in their area of action, and they share a partner with it (`Suited`). Ties of administration
    do not count. Public authorities, teams of a laboratory and actors without a name are left out.
    The score adds the log lift of a random walk with restart over events (against the stationary
    distribution) and the log lift of the cosine of the profiles. It uses ties that are not known to
    have ended. Actors that were tied before are not proposed. If a profile is not known, the walk
    alone counts. On networks of more than 20,000 nodes only a named actor is answered.
    """
    if (actor is None and len(graph) > LARGEST_FOR_ALL) or actor in answered:
        return []
    today = counted(living(graph))
    tied = _living_and_tied(today)
    asked = suited.to_be_introduced(set(tied) - answered if actor is None else {actor})
    never = suited.nobody | suited.known_to_all
    others = [a for a in tied if today.degree(a) >= 2 and a not in never]
    if not asked or not others:
        return []
    rows = []
    for one, fit, lift in _scores(today, asked, others):
        near = _partners(graph, one) | {one} | acquaintances.of(one)
        fits = partial(suited.fit, one)
        rows += _best(near, one, others, fit, lift, per_actor, fits)
    return rows


def _living_and_tied(graph: nx.Graph[Any]) -> list[Hashable]:
    organisations = (a for a in each_actor(graph) if not a.person and a.living)
    return [a.key for a in organisations if graph.degree(a.key)]


def _partners(graph: nx.Graph[Any], actor: Hashable) -> set[Hashable]:
    return {other for event in graph[actor] for other in graph[event]}


def _scores(
    graph: nx.Graph[Any], asked: list[Hashable], others: list[Hashable]
) -> Iterator[tuple[Hashable, Floats, Floats]]:
    """Yield for each actor the cosine of its profile with the others', and the lift of its
    walks.
    """
    known = profiles(graph, [*asked, *others])
    mine, theirs = known.rows[: len(asked)], known.rows[len(asked) :]
    walks = _Walks(graph, others)
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        cosine = (mine[start : start + BATCH] @ theirs.T).toarray()
        yield from zip(batch, cosine, walks.lift(batch), strict=True)


class _Walks:
    """Random walks with restart on the two-mode network."""

    def __init__(self, graph: nx.Graph[Any], others: list[Hashable]) -> None:
        self.place = {node: i for i, node in enumerate(graph)}
        links = sp.csr_array(
            nx.to_scipy_sparse_array(graph, weight=None, format="csr"), dtype=np.float64
        )
        self.degree = np.asarray(links.sum(axis=1)).ravel()
        self.step = sp.csr_array(
            (sp.diags_array(1 / np.where(self.degree > 0, self.degree, 1.0)) @ links).T
        )
        self.others = [self.place[other] for other in others]

    def lift(self, starts: list[Hashable]) -> Floats:
        """Return log of where walks from each start end up over the share of ends there: 0 is fame
        alone.
        """
        here = np.zeros((len(self.place), len(starts)))
        here[[self.place[s] for s in starts], np.arange(len(starts))] = 1.0
        begin = (1 - RESTART) * here
        for _ in range(STEPS):
            here = RESTART * (self.step @ here) + begin
        usual = self.degree / self.degree.sum()
        tiny = usual[self.others].min() * 1e-2
        return np.asarray(
            np.log((here[self.others].T + tiny) / (usual[self.others] + tiny)), dtype=np.float64
        )


def _best(
    near: set[Hashable],
    actor: Hashable,
    others: list[Hashable],
    fit: Floats,
    lift: Floats,
    per_actor: int,
    fits: Callable[[Hashable], bool],
) -> list[dict[str, Any]]:
    usual = float(fit[fit > 0].mean()) if (fit > 0).any() else 1.0
    by_fit = np.log((fit + 0.1 * usual) / (1.1 * usual)) if (fit > 0).any() else np.zeros_like(fit)
    score = lift + by_fit
    rows: list[dict[str, Any]] = []
    for i in np.argsort(-score, kind="stable"):
        if len(rows) >= per_actor or score[i] <= 0:
            break
        if others[i] not in near and fits(others[i]):
            speaking = [(by_fit[i], "profile"), (lift[i], "walk")]
            rows.append(
                {
                    "actor": actor,
                    "other": others[i],
                    "product": "introduction",
                    "kind": "contact",
                    "rank": len(rows) + 1,
                    "p": float("nan"),
                    "p_fame": float("nan"),
                    "score": float(score[i]),
                    "already": False,
                    "reasons": tuple(
                        name for value, name in sorted(speaking, reverse=True) if value > 0
                    ),
                }
            )
    return rows
