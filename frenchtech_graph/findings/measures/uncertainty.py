"""How firm a rank is: the measure again on parts of the data, and the ranks that come out.

Three questions, three ways to take data away:

- *another sample*: a fifth of the events is removed, at random and without replacement. Ties of one
  event stay or go together. Drawing with replacement would keep only 63 % of the events and break
  paths.
- *uncertain ties*: in each of these draws a tie of confidence p exists with probability p.
- *one source less*: the ties that have only this source are removed.

This shows how much a rank depends on the available data, not its error against the truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from frenchtech_graph.findings.measures import engines, scores
from frenchtech_graph.findings.measures.scores import SCORES, Score
from frenchtech_graph.findings.measures.ties import Floats, Integers, Kept, Ties, starting_nodes
from frenchtech_graph.network.model import Edge

RESAMPLES = 200
SHARE_LOST = 0.2
INTERVAL = (0.05, 0.95)
HUB_AT = 0.8
# Sources left out one by one: those on which most ties rest alone.
SOURCES_LEFT_OUT = 20
FEWEST_PIVOTS = 64
FEWEST_RESAMPLES = 20
_HOST = re.compile(r"[a-z]+://(?:www\.)?([^/?#]+)")
GraphMeasure = Callable[["nx.Graph[Any]"], "pd.Series[Any]"]


def event_subsamples(
    ties: Ties, draws: int = RESAMPLES, *, share_lost: float = SHARE_LOST, seed: int = 1
) -> Iterator[Kept]:
    """Yield the ties that remain when a share of the events is lost, and uncertain ties are drawn.

    Raises:
        ValueError: ``share_lost`` is not in [0, 1).
    """
    if not 0 <= share_lost < 1:
        raise ValueError(f"the share of events lost lies in [0, 1); found {share_lost}")
    rng = np.random.default_rng(seed)
    lost = round(share_lost * ties.events)
    doubtful = ties.confidence < 1
    for _ in range(draws):
        there = np.ones(ties.events, dtype=bool)
        there[rng.permutation(ties.events)[:lost]] = False
        kept = there[ties.event]
        if doubtful.any():
            kept &= rng.random(kept.size) < ties.confidence
        yield kept


def confidence_draws(ties: Ties, draws: int = RESAMPLES, *, seed: int = 1) -> Iterator[Kept]:
    """Yield the ties that remain when each is drawn with its confidence, and no event is lost."""
    return event_subsamples(ties, draws, share_lost=0, seed=seed)


def without_each_source(ties: Ties, *, most: int = SOURCES_LEFT_OUT) -> Iterator[tuple[str, Kept]]:
    """Yield the sources, and the ties that remain without each: the ties with another source.

    A source is a publisher: the host of the addresses in ``sources``, or the address itself if it
    has no host. At most ``most`` sources are left out, starting with the source that is the only
    one of most ties. Ties without a stated source always stay. With only one source, the iterator
    is empty, because without it there are no ties to rank.
    """
    alone: dict[str, list[int]] = {}
    publishers: set[str] = set()
    for tie, data in enumerate(ties.data):
        said_by = {publisher(source) for source in Edge(tie, data).sources}
        publishers |= said_by
        if len(said_by) == 1:
            alone.setdefault(said_by.pop(), []).append(tie)
    heaviest = sorted(alone, key=lambda name: (-len(alone[name]), name))[:most]
    for name in heaviest if len(publishers) > 1 else ():
        kept = np.ones(ties.head.size, dtype=bool)
        kept[alone[name]] = False
        yield name, kept


def publisher(source: str) -> str:
    """Return the host of an address without ``www.``, anything else unchanged.

    >>> publisher("https://www.example.org/2024/round")
    'example.org'
    """
    found = _HOST.match(source)
    return found[1] if found else source


def ranks(values: Floats, *, lowest_first: bool = False) -> Floats:
    """Rank values, 1 for the largest (or the smallest).

    Equal values share the mean of their places, NaN come last.

    Values that differ by rounding only (a part in 10⁹ of the largest) are equal.
    """
    finite = values[np.isfinite(values)]
    scale = np.abs(finite).max(initial=0) or 1.0
    told_apart = np.round(values / (scale if lowest_first else -scale), 9)
    return np.asarray(
        pd.Series(np.where(np.isnan(values), np.inf, told_apart)).rank(), dtype=np.float64
    )


def places_at_stake(ranked: int, top: int) -> int:
    """Return the k of "among the first k": ``top``, but never more than a tenth of those ranked."""
    return max(1, min(top, -(-ranked // 10)))


def tiers(low: Floats, high: Floats) -> Integers:
    """Group rows, best first, into tiers: a tier ends when an interval begins after the interval of
    its first row.

    >>> tiers(np.array([1, 2, 2, 6]), np.array([2, 4, 9, 9])).tolist()
    [1, 1, 1, 2]
    """
    tier = np.empty(low.size, dtype=np.int64)
    current, end = 0, -np.inf
    for row in range(low.size):
        if low[row] > end:
            current, end = current + 1, high[row]
        tier[row] = current
    return tier


@dataclass(frozen=True)
class Effort:
    """The method of a measure: starting nodes of its paths in full and in each resample (None means
    all).
    """

    pivots: int | None
    pivots_resampled: int | None
    resamples: int

    @property
    def method(self) -> str:
        """Words for the column ``method``."""
        exact = "exact" if self.pivots is None else f"{self.pivots} pivots"
        again = "" if self.pivots_resampled is None else f", {self.pivots_resampled} pivots each"
        if not self.resamples:
            return exact
        return f"{exact}; {self.resamples} subsamples of {1 - SHARE_LOST:.0%} of events{again}"


def effort(ties: Ties, score: Score, resamples: int) -> Effort:
    """Choose exact paths if they take at most about a minute, otherwise as many pivots as possible.

    Measures over triangles are always exact. If ``resamples`` of them take too long, there are
    fewer.
    """
    affordable = engines.affordable_visits()
    if score.over_triangles and resamples:
        visits = float((ties.contacts().astype(float) ** 2).sum())
        resamples = min(resamples, max(FEWEST_RESAMPLES, int(affordable / max(visits, 1))))
    if not score.cost:
        return Effort(None, None, resamples)
    visits = (2 * ties.head.size + ties.n) * score.cost

    def pivots(times: int) -> int | None:
        number = max(FEWEST_PIVOTS, int(affordable / max(visits * times, 1)))
        return None if number >= ties.n else number

    return Effort(pivots(2), pivots(max(resamples, 1)), resamples)


def rank_intervals(
    graph: nx.Graph[Any] | Ties,
    measure: str | Score | GraphMeasure = "events",
    *,
    among: NDArray[np.bool_] | None = None,
    top: int = 20,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> pd.DataFrame:
    """Rank the actors of a network by a measure, with an interval for each rank.

    ``measure``: a name of `scores.SCORES`, a `Score`, or any function from a networkx graph to one
    number per node (slow, because the graph is built again for each resample). ``among``: the
    actors to rank, as a mask over ``Ties.of(graph).nodes``, all by default.

    Columns (index ``node``, best first):

    - ``value``, ``rank`` in the whole data, and ``rank_median``, ``rank_low``, ``rank_high`` (5-95
      %) over the resamples, widened to include ``rank``.
    - ``p_top``: share of the resamples that rank it among the first ``attrs["k"]``. This k is
      ``top``, but at most a tenth of the ranked actors, so that a ranking of few actors has few
      hubs.
    - ``rank_without_source``: its worst rank when one source is left out (NaN if there are not
      two), and ``source_at_stake``, that source.
    - ``tier``: see `tiers`, or 0 without resamples.
    - ``hub``: ``p_top`` is at least 0.8, and not for a single event, which stays in 0.8 of the
      resamples anyway.
    - ``method``: exact or estimated, and how many resamples.
    """
    ties = Ties.of(graph, "weight")
    chosen = np.flatnonzero(ties.actor if among is None else among)
    score = _as_score(ties, measure)
    how = effort(ties, score, resamples)
    value = score.values(ties, None, starting_nodes(ties, how.pivots, seed))[chosen]
    k = places_at_stake(chosen.size, top)
    frame = pd.DataFrame({"value": value, "rank": ranks(value, lowest_first=score.lowest_first)})
    frame = frame.join(_resampled(ties, score, chosen, how, k, seed)).join(
        _without_sources(ties, score, chosen, how, seed)
    )
    # All the data is a sample too: the interval of a rank holds it.
    frame["rank_low"] = frame[["rank", "rank_low"]].min(axis=1).where(frame["rank_low"].notna())
    frame["rank_high"] = frame[["rank", "rank_high"]].max(axis=1).where(frame["rank_high"].notna())
    frame.index = pd.Index([ties.nodes[i] for i in chosen], name="node", tupleize_cols=False)
    by_rank = np.lexsort((frame["rank_median"], frame["rank"]))
    frame = frame.iloc[by_rank]
    frame["tier"] = (
        tiers(frame["rank_low"].to_numpy(), frame["rank_high"].to_numpy()) if resamples else 0
    )
    several = scores.events(ties, None, chosen)[chosen] > 1
    frame["hub"] = (
        (frame["p_top"] >= HUB_AT) & (frame["rank"] < frame["rank"].max()) & several[by_rank]
    )
    frame["method"] = how.method
    frame.attrs.update(
        seed=seed, k=k, measure=score.name, resamples=how.resamples, ranked=chosen.size
    )
    return frame


def _resampled(
    ties: Ties, score: Score, chosen: Integers, how: Effort, k: int, seed: int
) -> pd.DataFrame:
    """Return median, interval and chance of the first k places over resamples, or NaN without
    resamples.
    """
    drawn = np.empty((how.resamples, chosen.size), dtype=np.float32)
    for draw, kept in enumerate(event_subsamples(ties, how.resamples, seed=seed)):
        sources = starting_nodes(ties, how.pivots_resampled, (seed, draw + 1))
        drawn[draw] = ranks(
            score.values(ties, kept, sources)[chosen], lowest_first=score.lowest_first
        )
    columns = ["rank_median", "rank_low", "rank_high", "p_top"]
    if not how.resamples:
        return pd.DataFrame(np.nan, index=range(chosen.size), columns=columns)
    low, median, high = np.quantile(drawn, [INTERVAL[0], 0.5, INTERVAL[1]], axis=0)
    return pd.DataFrame(
        np.column_stack([median, low, high, (drawn <= k).mean(axis=0)]), columns=columns
    )


def _without_sources(
    ties: Ties, score: Score, chosen: Integers, how: Effort, seed: int
) -> pd.DataFrame:
    """Return the worst rank when one source is left out, and that source."""
    worst, at_stake = np.full(chosen.size, np.nan), np.full(chosen.size, None, dtype=object)
    for name, kept in without_each_source(ties) if how.resamples else ():
        values = score.values(ties, kept, starting_nodes(ties, how.pivots_resampled, (seed, 0)))[
            chosen
        ]
        rank = ranks(values, lowest_first=score.lowest_first)
        worse = np.isnan(worst) | (rank > worst)
        worst, at_stake = np.where(worse, rank, worst), np.where(worse, name, at_stake)
    return pd.DataFrame({"rank_without_source": worst, "source_at_stake": at_stake})


def _as_score(ties: Ties, measure: str | Score | GraphMeasure) -> Score:
    if isinstance(measure, Score):
        return measure
    if isinstance(measure, str):
        if measure not in SCORES:
            raise ValueError(f"{measure!r} is not a measure; known: {', '.join(SCORES)}")
        return SCORES[measure]

    def values(_: Ties, kept: Kept | None, __: Integers) -> Floats:
        part = ties.graph if kept is None else _part(ties, kept)
        return np.asarray(measure(part).reindex(ties.nodes), dtype=np.float64)

    return Score(getattr(measure, "__name__", "given"), values)


def _part(ties: Ties, kept: Kept) -> nx.Graph[Any]:
    """Return the graph with all nodes and the ties kept."""
    part = ties.graph.__class__(**ties.graph.graph)
    part.add_nodes_from(ties.graph.nodes(data=True))
    for i in np.flatnonzero(kept):
        part.add_edge(ties.nodes[ties.head[i]], ties.nodes[ties.tail[i]], **ties.data[i])
    return part
