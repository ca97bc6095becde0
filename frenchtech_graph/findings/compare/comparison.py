"""Two ecosystems compared at equal size, and places compared with the values expected for their
size.

Density, clustering and numbers of actors depend on how much was recorded. Both ecosystems are
therefore cut down at random to the same number of events, or to the same coverage, before anything
is compared.
"""

from __future__ import annotations

from typing import Any, Literal

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.compare.samples import MEASURES, EventTable, expected_coverage
from frenchtech_graph.findings.compare.samples_in_time import rank_changes, snapshots
from frenchtech_graph.findings.texts import say

__all__ = ["compare", "comparison_sentence", "rank_changes", "scale_residuals", "snapshots"]

KEPT = 0.8
FEWEST_EVENTS = 20
COLUMNS = (
    "measure",
    "first",
    "second",
    "first_equal",
    "second_equal",
    "difference",
    "low",
    "high",
    "finding",
    "first_name",
    "second_name",
    "events_first",
    "events_second",
)


def named(*, names: tuple[str, str], **options: Any) -> dict[str, Any]:
    """Return the arguments of `compare` for ecosystems of these names."""
    return {"names": names, **options}


def compare(
    graph_a: nx.Graph[Any],
    graph_b: nx.Graph[Any],
    *,
    names: tuple[str, str] = ("first", "second"),
    equalise: Literal["events", "coverage"] = "events",
    draws: int = 200,
    seed: int = 1,
) -> pd.DataFrame:
    """Return one row per measure of `samples.MEASURES`, with both ecosystems cut down to equal
    size.

    ``events``: both to 80 % of the events of the smaller. ``coverage``: both to the Good-Turing
    coverage that 80 % of the less covered has (rarefaction). Columns: ``first`` and ``second`` are
    the full values (never compare these). ``first_equal`` and ``second_equal`` are means over the
    draws, ``difference`` has 5-95 % limits, and ``finding`` is a code: `first is higher`, `second
    is higher`, `no difference shown` or `cannot tell` (fewer than 20 events). ``events_first`` and
    ``events_second`` are the numbers kept in each draw.

    Raises:
        ValueError: ``equalise`` is neither.

    Source: Chao & Jost 2012, Ecology 93:2533-2547 (comparison at equal coverage).
    """
    if equalise not in ("events", "coverage"):
        raise ValueError(f"ecosystems are made equal by events or coverage, not {equalise!r}")
    samples = [EventTable.of(g) for g in (graph_a, graph_b)]
    sizes = _sizes(samples, equalise)
    whole = [sample.measures() for sample in samples]
    enough = min(sample.members.shape[0] for sample in samples) >= FEWEST_EVENTS
    rng = np.random.default_rng(seed)
    drawn = [
        _drawn(sample, size, draws if enough else 0, rng)
        for sample, size in zip(samples, sizes, strict=True)
    ]
    rows = []
    for k, measure in enumerate(MEASURES):
        one, two = drawn[0][:, k], drawn[1][:, k]
        row = {
            "measure": measure,
            "first": whole[0][measure],
            "second": whole[1][measure],
            **_difference(one, two),
        }
        rows.append({**row, "first_name": names[0], "second_name": names[1]})
    frame = pd.DataFrame(rows).assign(events_first=sizes[0], events_second=sizes[1])[list(COLUMNS)]
    frame.attrs.update(seed=seed, draws=draws, equalise=equalise)
    return frame


def _sizes(samples: list[EventTable], equalise: str) -> tuple[int, int]:
    """Return the number of events to keep of each ecosystem."""
    events = [sample.members.shape[0] for sample in samples]
    fewest = int(KEPT * min(events))
    if equalise == "events" or fewest < FEWEST_EVENTS * KEPT:
        return fewest, fewest
    counts = [np.asarray(sample.members.sum(axis=0)).ravel() for sample in samples]
    goal = min(expected_coverage(c, n, int(KEPT * n)) for c, n in zip(counts, events, strict=True))
    found = [_size_for(goal, c, n) for c, n in zip(counts, events, strict=True)]
    return found[0], found[1]


def _size_for(goal: float, counts: Any, events: int) -> int:
    """Return the smallest subsample that has a coverage. Coverage grows with size."""
    low, high = 1, events - 1
    while low < high:
        middle = (low + high) // 2
        if expected_coverage(counts, events, middle) >= goal:
            high = middle
        else:
            low = middle + 1
    return low


def _drawn(sample: EventTable, size: int, draws: int, rng: np.random.Generator) -> Any:
    rows = np.empty((draws, len(MEASURES)))
    for i in range(draws):
        chosen = rng.choice(sample.members.shape[0], size=size, replace=False)
        found = sample.measures(chosen)
        rows[i] = [found[m] for m in MEASURES]
    return rows


def _difference(one: Any, two: Any) -> dict[str, Any]:
    gap = one - two
    gap = gap[~np.isnan(gap)]
    if not gap.size:
        nothing = dict.fromkeys(
            ("first_equal", "second_equal", "difference", "low", "high"), float("nan")
        )
        return {**nothing, "finding": "cannot tell"}
    low, high = np.percentile(gap, [5, 95])
    finding = (
        "first is higher" if low > 0 else "second is higher" if high < 0 else "no difference shown"
    )
    return {
        "first_equal": float(np.nanmean(one)),
        "second_equal": float(np.nanmean(two)),
        "difference": float(gap.mean()),
        "low": float(low),
        "high": float(high),
        "finding": finding,
    }


def scale_residuals(size: ArrayLike, value: ArrayLike) -> pd.DataFrame:
    """Return how far each place is above or below the value expected for its size.

    ``log value = a + b log size`` by least squares over the places with two positive values. The
    others get NaN. Columns: ``expected``, ``residual`` (log ratio), ``t`` (externally studentised
    residual) and its two-sided ``p``. ``attrs``: ``exponent`` b with ``exponent_se``.

    Source: Bettencourt, Lobo, Strumsky & West 2010, PLoS ONE 5:e13541 (scale-adjusted indicators).

    >>> scale_residuals([1, 2, 4, 8], [2, 4, 8, 16])["expected"].round(6).tolist()
    [2.0, 4.0, 8.0, 16.0]
    """
    x, y = np.asarray(size, dtype=np.float64), np.asarray(value, dtype=np.float64)
    known = (x > 0) & (y > 0)
    frame = pd.DataFrame(
        {name: np.full(x.size, np.nan) for name in ("expected", "residual", "t", "p")}
    )
    n = int(known.sum())
    if n < 4 or np.ptp(x[known]) == 0:
        frame.attrs.update(exponent=float("nan"), exponent_se=float("nan"))
        return frame
    design = np.column_stack([np.ones(n), np.log(x[known])])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ np.log(y[known])
    residual = np.log(y[known]) - design @ beta
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    total = float((residual**2).sum())
    left_out = np.maximum(total - residual**2 / (1 - leverage), 0.0) / (n - 3)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(total > 1e-20, residual / np.sqrt(left_out * (1 - leverage)), 0.0)
    frame.loc[known, "expected"] = np.exp(design @ beta)
    frame.loc[known, "residual"] = residual
    frame.loc[known, "t"] = t
    frame.loc[known, "p"] = 2 * special.stdtr(n - 3, -np.abs(t))
    frame.attrs.update(
        exponent=float(beta[1]), exponent_se=float(np.sqrt(total / (n - 2) * inverse[1, 1]))
    )
    return frame


def comparison_sentence(row: Any, lang: str) -> str:
    """Return a row of `compare` as a sentence for a reader without statistics.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    words = {
        "measure": say(f"measure {row['measure']}", lang),
        "first_name": row["first_name"],
        "second_name": row["second_name"],
        "first": wording.number(row["first_equal"], lang, 2),
        "second": wording.number(row["second_equal"], lang, 2),
    }
    return wording.sentence_case(say(f"comparison {row['finding']}", lang, **words))
