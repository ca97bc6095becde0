"""Who should meet: forecasts (likely next) and introductions (fit beyond fame), with reasons."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sp

from frenchtech_graph.findings.introductions import learning
from frenchtech_graph.findings.introductions import terms as t
from frenchtech_graph.findings.introductions.acquainted import Acquaintances, dissolved
from frenchtech_graph.findings.introductions.contacts import contacts
from frenchtech_graph.findings.introductions.reasons import COLUMNS, describe
from frenchtech_graph.findings.introductions.rounds import (
    FAMILIES,
    OF_A_ROUND,
    Floats,
    Rounds,
    rounds_of,
)
from frenchtech_graph.findings.introductions.snapshot import Snapshot
from frenchtech_graph.findings.introductions.suited import Suited
from frenchtech_graph.findings.measures.membership import values_of
from frenchtech_graph.network.model import actor_of, is_actor

LONGEST_HORIZON, SHORTEST_HORIZON = 36.0, 3.0
WINDOW = 3.0
"""Horizons an investor may have been silent and still be proposed."""
BATCH = 256


@dataclass(frozen=True)
class _Choice:
    """The number of proposals for each actor, and the actors that cannot be proposed to it.

    ``thin`` are investors of one company, which is too little to know their preferences.
    """

    count: int
    hidden: set[Hashable]
    thin: set[Hashable]
    acquaintances: Acquaintances
    suited: Suited


def introduce(
    graph: nx.Graph[Any],
    *,
    actor: Hashable | None = None,
    per_actor: int = 3,
    persons: bool = False,
    seed: int = 1,
) -> pd.DataFrame:
    """Propose at most ``per_actor`` forecasts and as many introductions for one actor, or for all.

    A *forecast* is a tie that will probably form anyway. An *introduction* fits, apart from how
    well known both are, and has not happened. Actors tied through an owner, founder or funder of a
    common partner are not introduced. Dissolved bodies, actors without a name, bodies of other
    regions (`Suited`) and investors of a single company are not proposed. Natural persons are
    proposed only with ``persons``. Young firms get investors for their next round, and investors
    get co-investors. The probabilities are learned from past rounds (of a round, if there is one,
    within ``attrs["horizon"]`` months). Actors without a fitting proposal, and all other actors,
    get ``contact`` introductions by fit and by walks over shared events. These have no probability,
    because their quality is not measured. Where rounds are too few to learn from, every actor gets
    contacts.

    Columns:

    - ``actor``, ``actor_label``, ``other``, ``other_label``.
    - ``product`` (``forecast``, ``introduction``) and ``kind`` (``investor``, ``co-investor``,
      ``contact``).
    - ``rank``.
    - ``p``, and ``p_fame`` from fame only (NaN if unknown).
    - ``band`` (``1 in 4`` … ``long shot``, ``not known``).
    - ``score``: ``log p - log p_fame`` for introductions.
    - ``already``: they have a tie.
    - ``shared_partners``, ``shared_tags`` (tuples).
    - ``same_region`` (None if unknown).
    - ``reasons``: terms in its favour, strongest first.

    ``attrs``: ``seed``, ``horizon``, ``learnt_from`` rounds.

    Raises:
        KeyError: ``actor`` is not in the network.
        ValueError: it is an event, or ``per_actor`` is negative.
    """
    _check(graph, actor, per_actor)
    rounds = rounds_of(graph)
    horizon = _horizon(rounds)
    until = float(rounds.month[-1]) + 1e-3 if rounds.month.size else 0.0
    rows: list[dict[str, Any]] = []
    answered: set[Hashable] = set()
    hidden = set() if persons else {a for a, person in graph.nodes(data="person") if person}
    suited = Suited(graph)
    never = hidden | dissolved(graph) | suited.nobody
    choice = _Choice(per_actor, never, _of_one_company(rounds), Acquaintances(graph), suited)
    for propose in (_for_firms, _for_investors):
        try:
            found = propose(graph, rounds, until, horizon, actor, choice)
        except learning.TooLittleError:
            continue
        rows += found
        answered |= {row["actor"] for row in found if row["product"] == "introduction"}
    rows += contacts(graph, actor, per_actor, answered, choice.acquaintances, suited)
    if actor is None:  # of a place: introductions are for those who stand there
        rows = [row for row in rows if actor_of(graph, row["actor"]).here]
    frame = pd.DataFrame(describe(graph, rows), columns=list(COLUMNS))
    frame.attrs.update(seed=seed, horizon=horizon, learnt_from=len(rounds.keys))
    return frame


def _of_one_company(rounds: Rounds) -> set[Hashable]:
    """Return the investors whose rounds are all of one company."""
    pairs = sp.csr_array((rounds.members > 0).T @ _companies_of(rounds) > 0)
    counts = np.asarray(pairs.sum(axis=1)).ravel()
    return {name for name, count in zip(rounds.investors, counts, strict=True) if count < 2}


def _companies_of(rounds: Rounds) -> Floats:
    table = np.zeros((len(rounds.keys), max(len(rounds.companies), 1)))
    table[np.arange(len(rounds.keys)), rounds.company] = 1.0
    return table


def _check(graph: nx.Graph[Any], actor: Hashable | None, per_actor: int) -> None:
    if actor is not None and actor not in graph:
        raise KeyError(f"{actor} is not in the network")
    if actor is not None and not is_actor(graph.nodes[actor]):
        raise ValueError(f"{actor} is an event; introductions are for actors")
    if per_actor < 0:
        raise ValueError(f"the number of proposals is zero or more, not {per_actor}")


def _horizon(rounds: Rounds) -> float:
    """Return the months to look ahead: half the time span of the middle half of the rounds, three
    months to three years.

    That is a quarter of the whole where rounds come evenly. A list of long ago, with nothing
    between, changes little.
    """
    early, late = np.quantile(rounds.month, [0.25, 0.75]) if rounds.month.size else (0.0, 0.0)
    return float(np.clip((late - early) / 2, SHORTEST_HORIZON, LONGEST_HORIZON))


def _for_firms(
    graph: nx.Graph[Any],
    rounds: Rounds,
    until: float,
    horizon: float,
    actor: Hashable | None,
    choice: _Choice,
) -> list[dict[str, Any]]:
    """Return investors for the next round of young firms with any tag."""
    asked = [actor] if actor is not None else list(graph)
    firms = [f for f in asked if actor_of(graph, f).venture and f not in choice.suited.nobody]
    firms = [f for f in firms if any(values_of(graph.nodes[f], family) for family in t.PROFILE)]
    if not firms:
        return []
    window = WINDOW * horizon
    learnt = learning.learn_rounds(rounds, until, horizon, window=window)
    snapshot = Snapshot(rounds, until, window)
    rows = []
    for start in range(0, len(firms), BATCH):
        batch = firms[start : start + BATCH]
        terms = t.query_terms(snapshot, _queries(graph, rounds, batch)).terms
        others = [rounds.investors[i] for i in snapshot.candidates]
        for firm, table in zip(batch, terms, strict=True):
            rows += _best(
                graph, learnt, firm, others, table, learnt.model.predict(table), "investor", choice
            )
    return rows


def _queries(graph: nx.Graph[Any], rounds: Rounds, firms: Sequence[Hashable]) -> t.Queries:
    """Return the next round of each firm: its tags are known, its stage and amount are not."""
    tags = {}
    for family in FAMILIES:
        place = {name: i for i, name in enumerate(rounds.names[family])}
        table = np.zeros((len(firms), len(place)))
        if family not in OF_A_ROUND:
            for row, firm in enumerate(firms):
                known = [place[v] for v in values_of(graph.nodes[firm], family) if v in place]
                table[row, known] = 1 / max(len(known), 1)
        tags[family] = sp.csr_array(table)
    number = {company: i for i, company in enumerate(rounds.companies)}
    return t.Queries(tags, np.array([number.get(firm, -1) for firm in firms], dtype=np.int64))


def _for_investors(
    graph: nx.Graph[Any],
    rounds: Rounds,
    until: float,
    horizon: float,
    actor: Hashable | None,
    choice: _Choice,
) -> list[dict[str, Any]]:
    """Return co-investors of investors that have taken part in at least two recent rounds."""
    window = WINDOW * horizon
    snapshot = Snapshot(rounds, until, window)
    names = [rounds.investors[i] for i in snapshot.candidates]
    if actor is not None and actor not in names:
        return []
    learnt = learning.learn_pairs(rounds, until, horizon, window=window)
    first, second, terms, p = learning.pair_probabilities(learnt, snapshot, horizon)
    ends = np.concatenate([first, second])
    order = np.argsort(ends, kind="stable")
    limits = np.searchsorted(ends[order], np.arange(len(names) + 1))
    rows = []
    for i, name in enumerate(names):
        here = order[limits[i] : limits[i + 1]]
        if not here.size or (actor is not None and name != actor):
            continue
        pairs = here % first.size
        others = [names[j] for j in np.where(first[pairs] == i, second[pairs], first[pairs])]
        rows += _best(graph, learnt, name, others, terms[pairs], p[pairs], "co-investor", choice)
    return rows


def _best(
    graph: nx.Graph[Any],
    learnt: learning.Learnt,
    actor: Hashable,
    others: Sequence[Hashable],
    terms: Floats,
    p: Floats,
    kind: str,
    choice: _Choice,
) -> list[dict[str, Any]]:
    """Return the likeliest of the candidates, and the candidates without a tie that fit best beyond
    fame.
    """
    beyond, parts = learnt.beyond_fame(terms), learnt.model.parts(terms)
    fame = p / np.exp(beyond)
    near = {other for event in graph[actor] for other in graph[event]}
    known = near | choice.acquaintances.of(actor) | choice.suited.known_to_all

    def may(other: Hashable) -> bool:
        if other in choice.hidden or other == actor:
            return False
        fresh = other not in choice.thin and choice.suited.within_reach(actor, other)
        return other in near or fresh

    likely = _top(-p, others, choice.count, may)
    fresh = _top(-beyond, others, choice.count, lambda other: other not in known and may(other))
    fitting = [i for i in fresh if beyond[i] > 0]
    rows = []
    for product, chosen in (("forecast", likely), ("introduction", fitting)):
        for rank, i in enumerate(chosen, start=1):
            strong = [j for j in np.argsort(-parts[i], kind="stable") if parts[i, j] > 0]
            rows.append(
                {
                    "actor": actor,
                    "other": others[i],
                    "product": product,
                    "kind": kind,
                    "rank": rank,
                    "p": float(p[i]),
                    "p_fame": float(fame[i]),
                    "score": float(p[i] if product == "forecast" else beyond[i]),
                    "already": others[i] in near,
                    "reasons": tuple(learnt.model.names[j] for j in strong),
                }
            )
    return rows


def _top(
    keys: Floats, others: Sequence[Hashable], count: int, may: Callable[[Hashable], bool]
) -> list[int]:
    """Return the places of the smallest keys whose actor may be proposed."""
    chosen: list[int] = []
    for i in np.argsort(keys, kind="stable"):
        if len(chosen) >= count:
            break
        if may(others[i]):
            chosen.append(int(i))
    return chosen
