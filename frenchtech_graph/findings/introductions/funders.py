"""Who funds firms like this one: investors ranked by the rounds they joined, with the reasons.

An investor's score multiplies how often it joined rounds recently by how much more often than
others it joins rounds like the one described, by sector, region, type and amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sp

from frenchtech_graph.findings.gaps.areas import asked
from frenchtech_graph.findings.introductions.acquainted import dissolved
from frenchtech_graph.findings.introductions.rounds import (
    AMOUNT_SPREAD,
    AMOUNTS,
    Floats,
    Rounds,
    rounds_of,
)
from frenchtech_graph.network.model import actor_of

FAMILIES = ("sector", "region", "stage", "amount")
PSEUDO = 4.0
"""Rounds of the national mix that each investor is given, so that one round says little."""
HALF_LIFE = 36.0
"""Months after which a round counts half."""
RECENT = 24.0
"""Months of the rounds that popularity counts."""
EXAMPLES = 3
COLUMNS = (
    "iri",
    "label",
    "rank",
    "score",
    "rounds",
    "like",
    "last",
    "reasons",
    "examples",
    "same_region",
)
Query = Mapping[str, Floats]
"""For each of the `FAMILIES` the shares of its tags, zeros where nothing is told."""


def funders_for(
    graph: nx.Graph[Any],
    *,
    sector: str | None = None,
    stage: str | None = None,
    where: str | None = None,
    ticket: float | None = None,
    most: int = 10,
) -> pd.DataFrame:
    """Return the investors that fund firms like the one described, the likeliest first.

    ``sector``: notation of a sector. ``stage``: notation of a type of round. ``where``: an
    ecosystem, a town or a region. ``ticket``: euros of the round. Columns:

    - ``score``: log of its probability relative to an average investor.
    - ``rounds`` it joined, and ``like``: number of them that share the sector (or the type if no
      sector is given).
    - ``last``: year of the last one.
    - ``reasons``: families in its favour, strongest first.
    - ``examples``: similar firms that it funded.
    - ``same_region``. Bodies that have closed are left out.

    Raises:
        ValueError: no such sector or type of round among the rounds.
        BilingualError: no such place.
    """
    rounds = rounds_of(graph)
    if not rounds.investors:
        return pd.DataFrame(columns=list(COLUMNS))
    regions = {r for a in (asked(where) if where else ()) for r in (a.id, *a.regions)}
    home = {r.removeprefix("reg-") for r in regions if r.startswith("reg-")}
    query = _query(rounds, sector, stage, home, ticket)
    now = float(rounds.month.max()) + 1.0
    parts = lifts(rounds, query, now)
    score = popularity(rounds, now) + sum(parts.values())
    gone = dissolved(graph)
    order = [i for i in np.argsort(-score, kind="stable") if rounds.investors[i] not in gone]
    like = _like(rounds, sector, stage)
    rows = [
        _row(graph, rounds, int(i), rank, float(score[i]), parts, like, home)
        for rank, i in enumerate(order[:most], start=1)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def lifts(rounds: Rounds, query: Query, now: float) -> dict[str, Floats]:
    """Return, for each family given, how much more than others each investor joins such rounds.

    In logarithms: 0 if it joins them as often as the average.
    """
    weight = _weights(rounds, now)
    members = sp.csr_array(sp.diags_array(weight) @ rounds.members)
    found = {}
    for family in FAMILIES:
        asked_for = query[family]
        if not asked_for.any():
            continue
        tags = rounds.tags[family]
        known = np.asarray(tags.sum(axis=1)).ravel() > 0
        usual = (weight[known] @ tags[known]) / max(weight[known].sum(), 1e-9)
        match = np.asarray(tags @ (asked_for / np.maximum(usual, 1e-6) * (usual > 0)))
        joined = np.asarray(members.T @ known.astype(float))
        found[family] = np.log((members.T @ match + PSEUDO) / (joined + PSEUDO))
    return found


def popularity(rounds: Rounds, now: float) -> Floats:
    """Return the log share of rounds that each investor joined, the recent ones counting more."""
    joined = np.asarray(rounds.members.T @ _weights(rounds, now))
    return np.asarray(np.log(joined + 0.05), dtype=np.float64)


def _weights(rounds: Rounds, now: float) -> Floats:
    age = now - rounds.month
    return np.asarray(np.where(age > 0, 0.5 ** (np.maximum(age, 0) / HALF_LIFE), 0.0))


def query_of(rounds: Rounds, number: int) -> Query:
    """Return a round as a firm would describe it before the round."""
    return {f: rounds.tags[f][[number]].toarray().ravel() for f in FAMILIES}


def _query(
    rounds: Rounds, sector: str | None, stage: str | None, regions: set[str], ticket: float | None
) -> Query:
    amount = np.zeros(len(AMOUNTS))
    if ticket:
        amount = np.exp(-(((np.log10(ticket) - AMOUNTS) / AMOUNT_SPREAD) ** 2) / 2)
        amount = np.where(amount > 0.01, amount, 0.0)
    return {
        "sector": _told(rounds, "sector", {sector} if sector else set()),
        "stage": _told(rounds, "stage", {stage} if stage else set()),
        "region": _told(rounds, "region", regions, strict=False),
        "amount": amount / max(amount.sum(), 1e-9),
    }


def _told(rounds: Rounds, family: str, values: set[str], *, strict: bool = True) -> Floats:
    names = rounds.names[family]
    if strict and values - set(names):
        raise ValueError(f"no round has {family} {sorted(values)}; there are {', '.join(names)}")
    shares = np.array([float(n in values) for n in names])
    return np.asarray(shares / max(shares.sum(), 1.0))


def _like(rounds: Rounds, sector: str | None, stage: str | None) -> Floats:
    """Return 1 for each round that shares the sector, or the type where no sector is given."""
    family, value = ("sector", sector) if sector else ("stage", stage)
    if value is None:
        return np.ones(len(rounds.month))
    at = rounds.names[family].index(value)
    return np.asarray((rounds.tags[family][:, [at]].toarray().ravel() > 0).astype(float))


def _row(
    graph: nx.Graph[Any],
    rounds: Rounds,
    i: int,
    rank: int,
    score: float,
    parts: Mapping[str, Floats],
    like: Floats,
    home: set[str],
) -> tuple[object, ...]:
    joined = rounds.members[:, [i]].toarray().ravel() > 0
    alike = np.flatnonzero(joined & (like > 0))
    firms = dict.fromkeys(rounds.companies[rounds.company[k]] for k in alike[::-1])
    names = [str(graph.nodes[f].get("label") or f) for f in firms]
    told = sorted(((float(v[i]), f) for f, v in parts.items() if v[i] > 0), reverse=True)
    who = actor_of(graph, rounds.investors[i])
    same = who.region in home if who.region and home else None
    return (
        str(rounds.investors[i]),
        str(who.label or who.key),
        rank,
        score,
        int(joined.sum()),
        len(alike),
        int(rounds.month[joined].max() // 12),
        tuple(f for _, f in told),
        tuple(names[:EXAMPLES]),
        same,
    )
