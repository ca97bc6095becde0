"""Lacks of a place: trades that its peers have, and functions that every ecosystem needs.

A trade that is rare in a place is an *unexpected absence* if the place has the related trades, and
*not the place's trade* otherwise. A missing function (no incubator, no seed fund) is a separate
checklist: there the expectation is a norm, not a rate.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.functions.functions import function_sentence, missing_functions
from frenchtech_graph.findings.gaps.evenness import MOST_FROM_SHEETS, known_evenly
from frenchtech_graph.findings.measures import poisson
from frenchtech_graph.findings.measures import specialisation as sp
from frenchtech_graph.findings.measures.membership import Groups, groups_of, values_of
from frenchtech_graph.findings.measures.statistics import benjamini_hochberg
from frenchtech_graph.findings.texts import nouns, say
from frenchtech_graph.network.model import Actor, actor_of, each_actor

__all__ = [
    "function_sentence",
    "location_quotients",
    "missing_functions",
    "peer_gaps",
    "peers",
    "trade_sentence",
]

Floats = NDArray[np.float64]
COLUMNS = (
    "place",
    "group",
    "observed",
    "expected",
    "lq",
    "lq_shrunk",
    "missing",
    "p",
    "q",
    "density",
    "density_expected",
    "finding",
)
LACKS = ("unexpected absence", "not the place's trade")
FINDINGS = (*LACKS, "read unevenly", "none", "cannot tell")
"""What may be said of a cell, the first first."""


def location_quotients(
    graph: nx.Graph[Any],
    *,
    place: str = "region",
    by: str = "sector",
    stage: str | None = None,
    kind: str | None = None,
    method: sp.Method = "association",
    min_expected: float = 3.0,
) -> pd.DataFrame:
    """Return one row per place and group: its firms, the number expected from the national mix, and
    the interpretation.

    Firms are actors of the pillar ``venture`` (of one ``kind`` or ``stage`` on request) with data
    on both. A firm of k sectors counts 1/k in each. Columns:

    - ``lq``: location quotient.
    - ``lq_shrunk``: ``(x+1)/(E+1)``.
    - ``missing``: E - x.
    - ``p`` of so few under Poisson(E), and ``q`` (BH over cells with E of at least
      ``min_expected``).
    - ``density``: % of the related groups that the place is specialised in (relatedness from groups
      of one firm, or else from groups of one place).
    - ``density_expected``: the same if relatedness had no effect.
    - ``finding``: ``unexpected absence`` or ``not the place's trade`` (q below 0.10 and less than
      three quarters of E), ``none``, ``cannot tell`` or ``read unevenly``. The last is a lack whose
      firms come from addresses that have data on some places only (`evenness`).

    ``attrs`` has the number of firms without data.

    Raises:
        ValueError: an attribute is unknown.
    """
    firms = [f for f in ventures(graph) if _wanted(actor_of(graph, f), stage, kind)]
    placed = [
        f for f in firms if values_of(graph.nodes[f], place) and values_of(graph.nodes[f], by)
    ]
    where, what = groups_of(graph, placed, place), groups_of(graph, placed, by)
    counts = _counts(where, what)
    uneven = _read_unevenly(graph, placed, place, where, what)
    frame = _cells(where, what, counts, uneven, _relatedness(what, counts, method), min_expected)
    frame.attrs.update(
        firms=len(placed), firms_without_data=len(firms) - len(placed), place=place, by=by
    )
    return frame


def _read_unevenly(
    graph: nx.Graph[Any], firms: list[Hashable], place: str, where: Groups, what: Groups
) -> NDArray[np.bool_]:
    """Return the cells whose place or group has too many firms that no even address names."""
    even = known_evenly(graph, firms, place)
    if even is None:
        return np.zeros((len(where.names), len(what.names)), np.bool_)
    of_place, of_group = (
        np.asarray(groups.weights.T @ even.astype(np.float64)).ravel()
        < (1 - MOST_FROM_SHEETS) * np.asarray(groups.weights.sum(axis=0)).ravel()
        for groups in (where, what)
    )
    return np.asarray(of_place[:, None] | of_group[None, :], dtype=np.bool_)


def ventures(graph: nx.Graph[Any]) -> list[Hashable]:
    """Return the young firms: actors of the pillar ``venture``."""
    return [actor.key for actor in each_actor(graph) if actor.venture]


def _wanted(actor: Actor, stage: str | None, kind: str | None) -> bool:
    return stage in (None, actor.stage) and kind in (None, actor.kind)


def _counts(where: Groups, what: Groups) -> Floats:
    return np.asarray((where.weights.T @ what.weights).toarray(), dtype=np.float64)


def _relatedness(what: Groups, counts: Floats, method: sp.Method) -> Floats:
    """Return how near groups are, from firms that have several, or from places if every firm has
    one.
    """
    together = (
        sp.co_occurrence(what.weights.toarray()) if what.weights.shape[0] else np.zeros((0, 0))
    )
    if not together.any() and counts.size:
        together = sp.co_occurrence(np.nan_to_num(sp.location_quotient(counts)) >= 1)
    return sp.relatedness(together, method)


def _cells(
    where: Groups,
    what: Groups,
    counts: Floats,
    uneven: NDArray[np.bool_],
    related: Floats,
    min_expected: float,
) -> pd.DataFrame:
    if counts.size == 0:
        return pd.DataFrame(columns=list(COLUMNS))
    expected, quotient = sp.expected_counts(counts), sp.location_quotient(counts)
    special = (np.nan_to_num(quotient) >= 1).astype(np.float64)
    near = sp.density(special, related)
    # Without relatedness the density of a trade is the share of the *other* trades the place has.
    others = max(len(what.names) - 1, 1)
    neutral = 100 * (special.sum(axis=1, keepdims=True) - special) / others
    p = poisson.lower_tail(counts, expected)
    q = benjamini_hochberg(np.where(expected >= min_expected, p, np.nan).ravel()).reshape(p.shape)
    rows, columns = np.indices(counts.shape).reshape(2, -1)
    frame = pd.DataFrame(
        {
            "place": [where.names[i] for i in rows],
            "group": [what.names[j] for j in columns],
            "observed": counts.ravel(),
            "expected": expected.ravel(),
            "lq": quotient.ravel(),
            "lq_shrunk": sp.shrunk_quotient(counts).ravel(),
            "missing": (expected - counts).ravel(),
            "p": p.ravel(),
            "q": q.ravel(),
            "density": near.ravel(),
            "density_expected": neutral.ravel(),
        }
    )
    found = pd.Series([_finding(row) for _, row in frame.iterrows()])
    frame["finding"] = found.mask(uneven.ravel() & found.isin(LACKS), "read unevenly")
    rank = frame["finding"].map({finding: i for i, finding in enumerate(FINDINGS)})
    return frame.iloc[np.lexsort((-frame["missing"], rank))].reset_index(drop=True)


def _finding(row: Mapping[Hashable, Any] | pd.Series[Any]) -> str:
    if np.isnan(row["q"]):
        return "cannot tell"
    if row["q"] >= 0.10 or row["observed"] >= 0.75 * row["expected"]:
        return "none"
    return (
        "unexpected absence"
        if row["density"] > row["density_expected"]
        else "not the place's trade"
    )


def peers(
    graph: nx.Graph[Any],
    *,
    place: str = "region",
    by: str = "sector",
    count: int = 5,
    fewest_firms: int = 10,
) -> pd.DataFrame:
    """Return for each place the ``count`` places most like it in size and mix, nearest first.

    The distance combines the difference of log size and the Jensen-Shannon distance of the mixes,
    each divided by its standard deviation among all pairs. Places of fewer than ``fewest_firms``
    firms are left out. Columns: ``place``, ``peer``, ``rank``, ``size``, ``peer_size``,
    ``mix_distance``, ``distance``.
    """
    firms = [
        f
        for f in ventures(graph)
        if values_of(graph.nodes[f], place) and values_of(graph.nodes[f], by)
    ]
    where, what = groups_of(graph, firms, place), groups_of(graph, firms, by)
    counts = _counts(where, what)
    large = counts.sum(axis=1) >= fewest_firms
    return _peers(
        tuple(n for n, kept in zip(where.names, large, strict=True) if kept), counts[large], count
    )


def _peers(names: tuple[str, ...], counts: Floats, count: int) -> pd.DataFrame:
    size = counts.sum(axis=1)
    n = len(names)
    far = np.abs(np.log(size)[:, None] - np.log(size)[None, :]) if n else np.zeros((0, 0))
    mix = np.array([[sp.jensen_shannon(a, b) for b in counts] for a in counts]).reshape(n, n)
    pairs = np.triu_indices(n, 1)
    scale = [max(float(d[pairs].std()), 1e-12) if n > 2 else 1.0 for d in (far, mix)]
    distance = far / scale[0] + mix / scale[1]
    rows = []
    for i in range(n):
        nearest = [j for j in np.argsort(distance[i], kind="stable") if j != i][:count]
        for rank, j in enumerate(nearest, start=1):
            rows.append((names[i], names[j], rank, size[i], size[j], mix[i, j], distance[i, j]))
    columns = ["place", "peer", "rank", "size", "peer_size", "mix_distance", "distance"]
    return pd.DataFrame(rows, columns=columns)


def peer_gaps(
    graph: nx.Graph[Any],
    *,
    place: str = "region",
    by: str = "sector",
    count: int = 5,
    fewest_firms: int = 10,
    draws: int = 500,
    seed: int = 1,
) -> pd.DataFrame:
    """Return for each place and group the share of firms there against the median of its peers.

    Places of fewer than ``fewest_firms`` firms are left out, for their shares are noise. Columns:
    ``place``, ``group``, ``share``, ``peer_median``, ``difference`` with 95 % bootstrap limits
    ``low`` and ``high`` (resampling the firms of the place and of each peer), ``peers`` (tuple),
    ``firms``. A difference whose limits include 0 is no finding.
    """
    firms = [
        f
        for f in ventures(graph)
        if values_of(graph.nodes[f], place) and values_of(graph.nodes[f], by)
    ]
    where, what = groups_of(graph, firms, place), groups_of(graph, firms, by)
    counts = _counts(where, what)
    large = counts.sum(axis=1) >= fewest_firms
    names, counts = (
        tuple(n for n, kept in zip(where.names, large, strict=True) if kept),
        counts[large],
    )
    columns = [
        "place",
        "group",
        "share",
        "peer_median",
        "difference",
        "low",
        "high",
        "peers",
        "firms",
    ]
    if len(names) < 2:
        return pd.DataFrame(columns=columns)
    near = _peers(names, counts, count)
    index = {name: i for i, name in enumerate(names)}
    sizes = counts.sum(axis=1)
    shares = counts / np.where(sizes > 0, sizes, 1.0)[:, None]
    rng = np.random.default_rng(seed)
    resampled = np.stack(
        [
            rng.multinomial(max(round(n), 1), p / p.sum(), size=draws)
            for n, p in zip(sizes, shares, strict=True)
        ]
    )
    drawn = resampled / resampled.sum(axis=2, keepdims=True)
    rows = []
    for name, group in near.groupby("place", sort=True):
        i, others = index[str(name)], [index[p] for p in group["peer"]]
        median = np.median(shares[others], axis=0)
        low, high = np.percentile(drawn[i] - np.median(drawn[others], axis=0), [2.5, 97.5], axis=0)
        for j, label in enumerate(what.names):
            numbers = (shares[i, j], median[j], shares[i, j] - median[j], low[j], high[j])
            rows.append((name, label, *numbers, tuple(group["peer"]), sizes[i]))
    frame = pd.DataFrame(rows, columns=columns).sort_values(
        "difference", kind="stable", ignore_index=True
    )
    frame.attrs.update(seed=seed, draws=draws)
    return frame


def trade_sentence(
    row: Mapping[Any, Any] | pd.Series[Any], lang: str, labels: wording.Labels | None = None
) -> str:
    """Return a row of `location_quotients` as a sentence for a reader without statistics.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    words = {
        "place": wording.label_of(row["place"], lang, labels),
        "group": wording.label_of(row["group"], lang, labels),
        "observed": wording.counted(row["observed"], nouns("firms", lang), lang),
        "expected": wording.number(row["expected"], lang),
    }
    return say(f"trade {row['finding']}", lang, **words)
