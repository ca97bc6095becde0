"""The network through time, in trailing windows, with the changes of rank that exceed noise."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from frenchtech_graph.findings.compare.samples import EventTable
from frenchtech_graph.findings.measures.null_models import curveball_draws

Floats = NDArray[np.float64]
KEPT = 0.8


def snapshots(
    graph: nx.Graph[Any], *, window: int = 5, null_draws: int = 20, seed: int = 1
) -> pd.DataFrame:
    """Return one row per year: the events of the ``window`` years that end with it.

    Columns:

    - ``year``, ``events`` and the measures of `samples.EventTable`.
    - ``newcomers``: share of actors that were not in any year of the window before.
    - ``leavers``: share of the actors of the window before that are no longer present (NaN for the
      first).
    - ``excess_transitivity``: transitivity minus its mean in networks of the same degrees.

    Undated events are left out (``attrs["undated"]``). The cumulative network would only ever grow.
    """
    sample = EventTable.of(graph)
    years = sample.year[~np.isnan(sample.year)]
    rows: list[dict[str, float]] = []
    before: set[int] = set()
    for year in range(int(years.min()), int(years.max()) + 1) if years.size else ():
        chosen = np.flatnonzero((sample.year > year - window) & (sample.year <= year))
        if not chosen.size:
            continue
        seen = _actors(sample, chosen)
        this_year = _actors(sample, np.flatnonzero(sample.year == year))
        earlier = _actors(
            sample, np.flatnonzero((sample.year > year - window) & (sample.year < year))
        )
        found = sample.measures(chosen)
        row = {"year": year, "events": int(chosen.size), **found}
        row["newcomers"] = len(this_year - earlier) / len(this_year) if this_year else float("nan")
        row["leavers"] = len(before - seen) / len(before) if before else float("nan")
        row["excess_transitivity"] = found["transitivity"] - _expected(
            sample, chosen, null_draws, seed
        )
        rows.append(row)
        before = seen
    frame = pd.DataFrame(rows)
    frame.attrs.update(seed=seed, window=window, undated=int(np.isnan(sample.year).sum()))
    return frame


def _actors(sample: EventTable, chosen: Any) -> set[int]:
    return set(sample.members[chosen].indices.tolist())


def _expected(sample: EventTable, chosen: Any, draws: int, seed: int) -> float:
    """Return the mean transitivity at fixed degrees."""
    if not draws:
        return float("nan")
    table = sample.members[chosen]
    found = [
        EventTable(drawn, sample.actors, sample.pillars, sample.year[chosen]).measures()[
            "transitivity"
        ]
        for drawn in curveball_draws(table, draws, burn_in=20, spacing=10, seed=seed)
    ]
    return float(np.nanmean(found)) if not np.isnan(found).all() else float("nan")


def rank_changes(
    graph: nx.Graph[Any],
    *,
    before: tuple[int, int],
    after: tuple[int, int],
    top: int = 20,
    draws: int = 200,
    seed: int = 1,
) -> pd.DataFrame:
    """Return the actors that led in one of two spans of years, and whether their rank changed
    beyond noise.

    Ranks are by number of events (ties averaged). Columns:

    - ``actor``, ``rank_before``, ``rank_after``.
    - ``change`` (up is positive) with 5-95 % limits when 80 % of the events of both spans are kept.
    - ``noise``: 95 % of the differences in rank between two random halves of one span are smaller.
    - ``news``: the limits exclude 0 and the change exceeds the noise.

    Halves contain half the events, so the noise is overestimated, and a change marked as news is
    reliable.
    """
    sample, rng = EventTable.of(graph), np.random.default_rng(seed)
    spans = [np.flatnonzero((sample.year >= a) & (sample.year <= b)) for a, b in (before, after)]
    whole = [_ranks(sample, span) for span in spans]
    changes = np.array(
        [
            _ranks(sample, _part(spans[0], KEPT, rng)) - _ranks(sample, _part(spans[1], KEPT, rng))
            for _ in range(draws)
        ]
    )
    noise = np.max([_noise(sample, span, draws, rng) for span in spans], axis=0)
    low, high = np.percentile(changes, [5, 95], axis=0)
    leaders = np.flatnonzero(np.minimum(*whole) <= top)
    change = whole[0] - whole[1]
    rows = [
        {
            "actor": sample.actors[i],
            "rank_before": whole[0][i],
            "rank_after": whole[1][i],
            "change": change[i],
            "low": low[i],
            "high": high[i],
            "noise": noise[i],
            "news": bool((low[i] > 0 or high[i] < 0) and abs(change[i]) > noise[i]),
        }
        for i in sorted(leaders, key=lambda i: (whole[1][i], str(sample.actors[i])))
    ]
    columns = ["actor", "rank_before", "rank_after", "change", "low", "high", "noise", "news"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.attrs.update(seed=seed, draws=draws, before=before, after=after)
    return frame


def _ranks(sample: EventTable, chosen: Any) -> Floats:
    return np.asarray(
        stats.rankdata(-np.asarray(sample.members[chosen].sum(axis=0)).ravel()), dtype=np.float64
    )


def _part(span: Any, share: float, rng: np.random.Generator) -> Any:
    return rng.choice(span, size=round(share * span.size), replace=False) if span.size else span


def _noise(sample: EventTable, span: Any, draws: int, rng: np.random.Generator) -> Floats:
    gaps = []
    for _ in range(draws):
        mixed = rng.permutation(span)
        gaps.append(
            np.abs(
                _ranks(sample, mixed[: span.size // 2]) - _ranks(sample, mixed[span.size // 2 :])
            )
        )
    return np.asarray(np.percentile(gaps, 95, axis=0))
