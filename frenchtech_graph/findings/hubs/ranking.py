"""Who connects an ecosystem: hubs, with the interval of their rank."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from frenchtech_graph.findings.declared.hubs import MEASURES
from frenchtech_graph.findings.hubs.hub_sentences import hub_sentence
from frenchtech_graph.findings.measures import scores
from frenchtech_graph.findings.measures.money import money_along_ties
from frenchtech_graph.findings.measures.scores import SCORES, Score
from frenchtech_graph.findings.measures.ties import Floats, Integers, Ties, starting_nodes
from frenchtech_graph.findings.measures.uncertainty import RESAMPLES, effort, rank_intervals
from frenchtech_graph.findings.standing import Standing, counted
from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.network.model import actor_of, each_actor
from frenchtech_graph.network.projections import refuse_on_cliques

__all__ = ["MEASURES", "evidence", "hub_sentence", "rank_hubs"]

SHOWN = ("events", "degree", "strength", "betweenness", "harmonic", "pagerank")
ELSEWHERE = 10
MONEY = ("money_joined", "money_led")
# Starting nodes of the path measures that are shown beside the one that ranks, where exact is out
# of reach.
PIVOTS_BESIDE = 512
DOUBT = (
    *("rank", "rank_median", "rank_low", "rank_high", "p_top", "k", "tier", "hub"),
    *("rank_without_source", "source_at_stake", "measure", "method"),
)


def rank_hubs(
    graph: nx.Graph[Any],
    *,
    measure: str = "events",
    top: int = 20,
    persons: bool = False,
    pillar: str | None = None,
    everybody: bool = False,
    administration: bool = False,
    resamples: int = RESAMPLES,
    seed: int = 1,
    force: bool = False,
) -> pd.DataFrame:
    """Rank the actors of a network, with the uncertainty of each rank.

    Persons are excluded unless ``persons``.

    ``measure``: one of `MEASURES`. ``pillar``: rank only actors of that pillar (their ties to every
    pillar count). By default the ranking includes only active bodies of the selected place. It
    excludes frames of other bodies (`standing`), and young firms, because a firm contributes only
    itself. ``everybody`` includes all of them, ``pillar="venture"`` the firms. Ties of
    administration and of unknown nature count only with ``administration``. One row per actor, the
    first ``top`` with a value of the measure. Columns:

    - ``iri``, ``label``, ``kind``, ``pillars``.
    - ``events``, ``degree`` (distinct partners), ``strength`` (events shared with anyone),
      ``betweenness`` (share of pairs), ``harmonic`` (mean of 1/distance), ``pagerank``,
      ``money_joined`` and ``money_led`` in euros (if an amount is known), and ``measure`` itself if
      it is another.
    - ``rank`` (1 is first, equal values share the mean of their places), ``rank_median``,
      ``rank_low`` and ``rank_high`` (5-95 % over the resamples), ``p_top`` (share of them among the
      first ``k``), ``k``.
    - ``tier``: the order of rows in one tier is not significant.
    - ``hub``: ``p_top`` is at least 0.8, on two events or more.
    - ``rank_without_source``, ``source_at_stake``: worst rank when one source is left out, and this
      source.
    - ``measure``, ``method``: the measure, whether it is exact or estimated, and the number of
      resamples.

    For a place, only actors located there are ranked. ``attrs["elsewhere"]`` has their partners in
    other or unknown places: label and events of the first ten.

    ``attrs``: ``seed``, ``k``, ``measure``, ``resamples``, ``ranked`` (number of actors ranked),
    ``elsewhere``. A pillar without actors gives an empty table. See `uncertainty` for the
    resamples, `hub_sentence` for words.

    Raises:
        ValueError: an unknown measure.
        CliqueProjectionError: k-core or eigenvector on a clique projection, unless ``force``.
    """
    if measure in ("k_core", "eigenvector"):
        refuse_on_cliques(graph, measure, weighted=measure == "eigenvector", force=force)
    graph = counted(graph, administration=administration)
    ties = Ties.of(graph, "weight")
    among = ranked_actors(ties, persons=persons, pillar=pillar, everybody=everybody)
    if pillar is None and not everybody:
        among &= ~_young_firms(ties)
    score = _score(ties, measure)
    doubt = rank_intervals(ties, score, among=among, top=top, resamples=resamples, seed=seed)
    doubt = first_rows(doubt, top)
    frame = described(graph, list(doubt.index))
    values = _values(ties, score, seed)
    row = {node: i for i, node in enumerate(ties.nodes)}
    for name, numbers in values.items():
        frame[name] = [numbers[row[iri]] for iri in frame["iri"]]
    ranked = with_doubt(frame, doubt)
    ranked.attrs["elsewhere"] = partners_elsewhere(graph, persons=persons)
    return ranked


def partners_elsewhere(graph: nx.Graph[Any], *, persons: bool) -> list[list[Any]]:
    """Return the partners of a place that are located elsewhere: label and events of the first ten."""
    others = [a for a in each_actor(graph) if not a.here and (persons or not a.person)]
    counted = sorted(
        (-int(graph.degree(a.key)), alphabetical(str(a.label or a.key))) for a in others
    )
    return [[label, -events] for events, (_, label) in counted[:ELSEWHERE]]


def evidence(graph: nx.Graph[Any], node: Hashable) -> dict[str, list[str]]:
    """Return the ``ties`` that a node's row rests on and their ``sources``, from the edges around
    it.
    """
    found: dict[str, set[str]] = {"ties": set(), "sources": set()}
    for _, _, data in graph.edges(node, data=True):
        for name, values in found.items():
            values.update(str(value) for value in data.get(name) or ())
    return {name: sorted(values) for name, values in found.items()}


def ranked_actors(
    ties: Ties, *, persons: bool, pillar: str | None, everybody: bool
) -> NDArray[np.bool_]:
    """Return the actors to rank: the actors selected by `standing`, or all with ``everybody``.

    Persons are excluded unless ``persons``, and a pillar may be given.
    """
    nodes = (actor_of(ties.graph, node) for node in ties.nodes)
    standing = Standing(ties.graph, everybody=everybody)
    wanted = [
        (persons or not node.person)
        and (pillar is None or pillar in node.pillars)
        and standing.names(node)
        for node in nodes
    ]
    return np.asarray(ties.actor & np.array(wanted, dtype=bool))


def described(graph: nx.Graph[Any], nodes: Collection[Hashable]) -> pd.DataFrame:
    """Return name, kind and pillars of nodes, one node per row."""
    rows = [
        {
            "iri": node.key,
            "label": node.label or str(node.key),
            "kind": node.kind,
            "pillars": tuple(node.pillars),
        }
        for node in (actor_of(graph, key) for key in nodes)
    ]
    return pd.DataFrame(rows, columns=["iri", "label", "kind", "pillars"])


def _young_firms(ties: Ties) -> NDArray[np.bool_]:
    """Return the actors that are only young firms, because their own rounds do not connect an
    ecosystem.
    """
    of_none = [actor_of(ties.graph, n).pillars == (Contribution.VENTURE,) for n in ties.nodes]
    return np.asarray(of_none, dtype=bool)


def first_rows(doubt: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return the first rows of `rank_intervals`, without actors whose value is 0 (unless all are
    0).
    """
    something = doubt[doubt["value"] > 0]
    return (something if len(something) else doubt).head(max(top, 0))


def with_doubt(frame: pd.DataFrame, doubt: pd.DataFrame, flag: str = "hub") -> pd.DataFrame:
    """Join the columns of `rank_intervals` to the descriptions of the same rows, with ``hub`` under
    the name ``flag``.
    """
    doubt = doubt.assign(k=doubt.attrs["k"], measure=doubt.attrs["measure"])
    for name in DOUBT:
        frame[flag if name == "hub" else name] = doubt[name].to_numpy()
    frame.attrs = dict(doubt.attrs)
    return frame


def _score(ties: Ties, measure: str) -> Score:
    """Return the measure of that name. Shares of money need the amounts of this network."""
    if measure not in MEASURES:
        raise ValueError(f"{measure!r} is not a measure of hubs; known: {', '.join(MEASURES)}")
    if measure in MONEY:
        return Score(measure, scores.along_ties(money_along_ties(ties)[measure]))
    return SCORES[measure]


def _values(ties: Ties, score: Score, seed: int) -> dict[str, Floats | Integers]:
    """Return the measures shown, for all nodes."""
    values: dict[str, Any] = {}
    for name in dict.fromkeys((*SHOWN, *((score.name,) if score.name not in MONEY else ()))):
        shown = SCORES[name]
        pivots = effort(ties, shown, 0).pivots
        if pivots is not None and name != score.name:
            pivots = min(pivots, PIVOTS_BESIDE)
        values[name] = shown.values(ties, None, starting_nodes(ties, pivots, seed))
    pairs = max((ties.n - 1) * (ties.n - 2) / (1 if ties.directed else 2), 1)
    values["betweenness"] = values["betweenness"] / pairs
    values["harmonic"] = values["harmonic"] / max(ties.n - 1, 1)
    for name in ("events", "degree"):
        values[name] = values[name].astype(int)
    money = money_along_ties(ties)
    if money["money_joined"].any():
        values |= {name: np.bincount(ties.head, money[name], ties.n) for name in MONEY}
    return values
