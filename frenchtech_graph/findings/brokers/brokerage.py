"""Who passes between groups: brokers with the interval of their rank, and their roles compared with
chance.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.findings.declared.brokers import MEASURES
from frenchtech_graph.findings.hubs.hub_sentences import broker_sentence
from frenchtech_graph.findings.hubs.ranking import (
    PIVOTS_BESIDE,
    described,
    evidence,
    first_rows,
    partners_elsewhere,
    ranked_actors,
    with_doubt,
)
from frenchtech_graph.findings.measures import scores
from frenchtech_graph.findings.measures.cartography import cartography
from frenchtech_graph.findings.measures.centrality import bridge_betweenness, group_numbers
from frenchtech_graph.findings.measures.gould_fernandez import (
    ROLES,
    brokerage_null,
    gould_fernandez,
)
from frenchtech_graph.findings.measures.scores import SCORES, Score
from frenchtech_graph.findings.measures.structural_holes import structural_holes
from frenchtech_graph.findings.measures.ties import Floats, Integers, Kept, Ties
from frenchtech_graph.findings.measures.triangles import open_triples
from frenchtech_graph.findings.measures.uncertainty import RESAMPLES, effort, rank_intervals
from frenchtech_graph.findings.standing import counted
from frenchtech_graph.network.groups import Grouping, group_of
from frenchtech_graph.network.projections import refuse_on_cliques

__all__ = ["MEASURES", "broker_sentence", "evidence", "rank_brokers"]

NULL_DRAWS = 1000
# Ties above which 1,000 rewired networks take minutes: ask for ``null_draws`` there.
NULL_BY_DEFAULT_BELOW = 20_000


def rank_brokers(
    graph: nx.Graph[Any],
    *,
    by: Grouping = "pillar",
    measure: str = "bridge_betweenness",
    top: int = 20,
    persons: bool = False,
    pillar: str | None = None,
    everybody: bool = False,
    administration: bool = False,
    resamples: int = RESAMPLES,
    null_draws: int | None = None,
    seed: int = 1,
    force: bool = False,
) -> pd.DataFrame:
    """Rank the actors that connect others, with the uncertainty of each rank.

    ``by``: the groups, see `groups.groups_of`. An actor of several counts in its first.
    ``measure``: one of `MEASURES`. ``null_draws``: rewired networks for the ``_null``, ``_p`` and
    ``_q`` columns, 1,000 by default, or 0 on networks of 20,000 ties or more. ``everybody`` and
    ``administration`` as in `hubs.rank_hubs`. One row per actor, the first ``top``. Columns:

    - ``iri``, ``label``, ``kind``, ``pillars``, ``group``.
    - ``bridge_betweenness``: share of the pairs of actors of different groups whose shortest paths
      it carries.
    - ``coordinator``, ``itinerant``, ``representative``, ``gatekeeper``, ``liaison`` and their sum
      ``brokerage``: pairs of partners without a tie of their own, by groups (see
      `gould_fernandez`), or NaN without a group.
    - ``brokerage_null``, ``brokerage_p``, ``brokerage_q`` and the same of ``liaison``: comparison
      with networks of the same numbers of ties, because *counts alone mostly repeat the number of
      partners*.
    - ``constraint``, ``effective_size``, ``efficiency``, ``hierarchy``: see `structural_holes`.
    - ``participation``, ``participation_ratio``, ``within_module_z``, ``role``: see `cartography`.
    - ``bridges``: the two groups among whose members it has most untied partners, or None.
    - ``rank`` to ``method`` as in `hubs.rank_hubs`, with ``broker`` for ``hub``.

    Raises:
        ValueError: an unknown measure, or a directed graph with ``null_draws``.
        CliqueProjectionError: constraint or effective size on unweighted cliques, unless ``force``.
    """
    if measure in ("effective_size", "constraint"):
        refuse_on_cliques(graph, measure, weighted=True, force=force)
    graph = counted(graph, administration=administration)
    ties = Ties.of(graph, "weight")
    among = ranked_actors(ties, persons=persons, pillar=pillar, everybody=everybody)
    score = _score(ties, measure, by)
    doubt = rank_intervals(ties, score, among=among, top=top, resamples=resamples, seed=seed)
    doubt = first_rows(doubt, top)
    groups = group_of(graph, by)
    details = (
        _details(ties, by, _draws(ties, null_draws), seed)
        .reindex(doubt.index)
        .reset_index(drop=True)
    )
    frame = described(graph, list(doubt.index))
    frame["group"] = [groups.get(iri) for iri in frame["iri"]]
    frame = frame.join(details)
    frame["bridges"] = pd.Series(_bridges(ties, groups, list(frame["iri"])), dtype=object)
    ranked = with_doubt(frame, doubt, flag="broker")
    ranked.attrs["elsewhere"] = partners_elsewhere(graph, persons=persons)
    return ranked


def _details(ties: Ties, by: Grouping, draws: int, seed: int) -> pd.DataFrame:
    """Return the measures shown next to the rank, for all nodes."""
    counts = gould_fernandez(ties, by)[list(ROLES)].rename(columns={"total": "brokerage"})
    against = pd.DataFrame(
        np.nan,
        index=counts.index,
        columns=[f"{r}_{c}" for r in ("total", "liaison") for c in ("null", "p", "q")],
    )
    if draws:
        against = brokerage_null(ties, by, draws=draws, seed=seed)[list(against)]
    against = against.rename(columns=lambda name: name.replace("total", "brokerage"))
    pivots = effort(ties, SCORES["betweenness"], 0).pivots
    bridges = bridge_betweenness(ties, by, pivots=pivots and min(pivots, PIVOTS_BESIDE), seed=seed)
    return pd.concat(
        [
            bridges[["bridge_betweenness"]],
            counts,
            against,
            structural_holes(ties).drop(columns="contacts"),
            cartography(ties, by)[
                ["participation", "participation_ratio", "within_module_z", "role"]
            ],
        ],
        axis=1,
    )


def _score(ties: Ties, measure: str, by: Grouping) -> Score:
    """Return the measure of that name for the groups of this network."""
    group = group_numbers(ties, by)
    made_for_groups = {
        "bridge_betweenness": Score(measure, scores.bridge_betweenness(group), cost=1.0),
        "brokerage": Score(measure, _open_pairs(group, list(range(5))), over_triangles=True),
        "liaison": Score(
            measure, _open_pairs(group, [ROLES.index("liaison")]), over_triangles=True
        ),
    }
    if measure not in MEASURES:
        raise ValueError(f"{measure!r} is not a measure of brokers; known: {', '.join(MEASURES)}")
    return made_for_groups.get(measure) or SCORES[measure]


def _open_pairs(group: Integers, roles: list[int]) -> scores.Values:
    """Return a measure that counts the pairs of partners without a tie of their own, in some
    roles.
    """

    def values(ties: Ties, kept: Kept | None, _: Integers) -> Floats:
        arcs = ties.links(kept) if ties.directed else ties.projection(kept)
        arcs.data[:] = 1
        counts = open_triples(arcs, group)[:, roles].sum(axis=1) / (1 if ties.directed else 2)
        return np.where(group >= 0, counts, np.nan)

    return values


def _draws(ties: Ties, asked: int | None) -> int:
    """Return how many rewired networks to compare with."""
    if asked is not None:
        return asked
    return NULL_DRAWS if ties.head.size < NULL_BY_DEFAULT_BELOW and not ties.directed else 0


def _bridges(
    ties: Ties, groups: Mapping[Hashable, Any], brokers: Sequence[Hashable]
) -> list[tuple[Any, Any] | None]:
    """Return for each broker the two groups among whose members it has most partners that are not
    tied.
    """
    weights = ties.projection()
    number = {node: i for i, node in enumerate(ties.nodes)}
    found: list[tuple[Any, Any] | None] = []
    for broker in brokers:
        row = slice(*weights.indptr[number[broker] : number[broker] + 2])
        partners = np.array(
            [i for i in weights.indices[row] if groups.get(ties.nodes[i]) is not None],
            dtype=np.int64,
        )
        codes, names = pd.factorize(
            pd.Series([groups[ties.nodes[i]] for i in partners], dtype=object), sort=True
        )
        size = np.bincount(codes, minlength=len(names))
        tied = weights[partners][:, partners].tocoo()
        open_pairs = np.outer(size, size)
        np.subtract.at(open_pairs, (codes[tied.row], codes[tied.col]), 1)
        across = np.triu(open_pairs, 1)
        first, second = divmod(int(across.argmax()), len(names)) if across.any() else (0, 0)
        found.append((names[first], names[second]) if first != second else None)
    return found
