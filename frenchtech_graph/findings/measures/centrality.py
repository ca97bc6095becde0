"""Centralities of any networkx graph, as tables: one row per node, in the graph's order, index
``node``.

On a two-mode network (this project's, or networkx's ``bipartite`` attribute) *degree* counts the
actors met in events. Elsewhere it counts neighbours. A tie to oneself adds to ``events`` only. Path
measures go along ties without weights and, in a directed graph, along their direction. ``weight``
is the attribute that weighs ties, with the defaults of networkx. The weights of this project's
projections always count. The column ``method`` says ``"exact"``, or how many pivots an estimate
started from.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.findings.measures import engines, scores
from frenchtech_graph.findings.measures.ties import Integers, Ties, starting_nodes
from frenchtech_graph.network.groups import Grouping, group_of
from frenchtech_graph.network.projections import is_two_mode, refuse_on_cliques


def degree(graph: nx.Graph[Any]) -> pd.DataFrame:
    """Count for each node ``degree`` (distinct others), ``events`` and ``strength``.

    ``strength``: sum of weights to others. For actors these are the Newman weights, that is the
    events shared with anyone. Directed graphs also get ``in_degree`` and ``out_degree`` (distinct
    others each way). For the events of a two-mode network all three are the number of actors.

    >>> degree(nx.star_graph(3)).loc[0].tolist()
    [3.0, 3.0, 3.0]
    """
    ties = Ties.of(graph, "weight")
    columns: dict[str, Any] = {
        "degree": scores.degree(ties, None, _every(ties)).astype(int),
        "events": scores.events(ties, None, _every(ties)).astype(int),
        "strength": scores.strength(ties, None, _every(ties)),
    }
    if ties.two_mode:
        size = np.bincount(ties.tail, minlength=ties.n)
        columns = {name: np.where(ties.actor, values, size) for name, values in columns.items()}
    if ties.directed:
        links = ties.links()
        columns |= {"in_degree": np.diff(links.tocsc().indptr), "out_degree": np.diff(links.indptr)}
    return table(ties, **columns)


def betweenness(graph: nx.Graph[Any], *, pivots: int | None = None, seed: int = 1) -> pd.DataFrame:
    """Return Freeman's betweenness: ``betweenness_raw`` (pairs of other nodes carried),
    ``betweenness`` (share).

    The share is of all pairs of other nodes, ``(n - 1)(n - 2) / 2`` (twice that if directed). With
    ``pivots``, an unbiased estimate from the shortest paths that start at as many random nodes.
    Source: Freeman 1977, Sociometry 40:35-41. Pivots: Brandes & Pich 2007, Int. J. Bifurcat. Chaos
    17:2303-2318.

    >>> betweenness(nx.path_graph(3)).loc[1].to_dict()
    {'betweenness': 1.0, 'betweenness_raw': 1.0, 'method': 'exact'}
    """
    ties = Ties.of(graph)
    sources = starting_nodes(ties, pivots, seed)
    raw = scores.betweenness(ties, None, sources)
    return table(
        ties,
        betweenness=raw * _pair_share(ties),
        betweenness_raw=raw,
        method=_method(ties, sources),
    )


def bridge_betweenness(
    graph: nx.Graph[Any] | Ties,
    by: Grouping = "pillar",
    *,
    pivots: int | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Return the betweenness that counts only paths from an actor of one group to one of another.

    ``bridge_betweenness_raw`` is in pairs, ``bridge_betweenness`` a share of all pairs of actors of
    different groups. An actor of several groups counts in its first. Without a group it starts no
    path.
    """
    ties = Ties.of(graph)
    sources = starting_nodes(ties, pivots, seed)
    group = group_numbers(ties, by)
    raw = scores.bridge_betweenness(group)(ties, None, sources)
    sizes = np.bincount(group[group >= 0])
    pairs = (sizes.sum() ** 2 - (sizes**2).sum()) / (1 if ties.directed else 2)
    return table(
        ties,
        bridge_betweenness=raw / max(pairs, 1),
        bridge_betweenness_raw=raw,
        method=_method(ties, sources),
    )


def harmonic(graph: nx.Graph[Any], *, pivots: int | None = None, seed: int = 1) -> pd.DataFrame:
    """Return harmonic closeness: ``harmonic_raw`` = sum of ``1/d`` from every other node,
    ``harmonic`` = its mean.

    Nodes out of reach add 0, so that disconnected graphs make no trouble.
    Source: Marchiori & Latora 2000, Physica A 285:539-546.
    """
    ties = Ties.of(graph)
    sources = starting_nodes(ties, pivots, seed)
    raw = scores.harmonic(ties, None, sources)
    return table(
        ties, harmonic=raw / max(ties.n - 1, 1), harmonic_raw=raw, method=_method(ties, sources)
    )


def closeness(graph: nx.Graph[Any]) -> pd.DataFrame:
    """Return classical closeness, ``(reached / (n - 1)) × reached / sum of distances``.

    For connected graphs only: elsewhere it mixes up distance and size of component. Use `harmonic`.
    Source: Freeman 1978, Soc. Netw. 1:215-239. Wasserman & Faust 1994, eq. 5.22 for components.
    """
    values = nx.closeness_centrality(graph)
    return (
        pd.DataFrame({"closeness": pd.Series(values, dtype=float)})
        .reindex(list(graph))
        .rename_axis("node")
    )


def pagerank(
    graph: nx.Graph[Any], *, damping: float = 0.85, weight: str | None = "weight"
) -> pd.DataFrame:
    """Return ``pagerank`` along the weights of ties. It adds up to 1. See `engines.pagerank`."""
    ties = Ties.of(graph, weight)
    links = ties.links(weighted=True, loops=True)
    return table(
        ties, pagerank=engines.pagerank(links, symmetric=not ties.directed, damping=damping)
    )


def eigenvector(
    graph: nx.Graph[Any], *, weight: str | None = None, force: bool = False
) -> pd.DataFrame:
    """Return ``eigenvector`` centrality (length 1) of the whole graph, without directions.

    It settles on the one densest corner of a graph: only on request, and not on clique projections.
    NaN without ties. Source: Bonacich 1972, J. Math. Sociol. 2:113-120.

    Raises:
        CliqueProjectionError: on a clique projection, unless ``force``.
    """
    ties = Ties.of(graph, weight)
    refuse_on_cliques(
        graph, "eigenvector centrality", weighted=ties.weight_name is not None, force=force
    )
    links = ties.links(weighted=True)
    return table(
        ties, eigenvector=engines.leading_vector(links + links.T if ties.directed else links)
    )


def hits(graph: nx.Graph[Any], *, weight: str | None = "weight") -> pd.DataFrame:
    """Return ``hub_score`` (ties to good authorities) and ``authority_score``, each adding up to 1.

    Without direction both are the same. Source: Kleinberg 1999, J. ACM 46:604-632.
    """
    from scipy.sparse.linalg import (
        LinearOperator,  # a tenth of a second that rankings need not wait for
    )

    ties = Ties.of(graph, weight)
    links = ties.links(weighted=True)
    back = links.T.tocsr()
    columns = {}
    for name, first, second in (("hub_score", back, links), ("authority_score", links, back)):
        operator = LinearOperator(
            links.shape,
            matvec=lambda x, a=first, b=second: b @ (a @ x),
            matmat=lambda x, a=first, b=second: b @ (a @ x),
        )
        vector = engines.leading_vector(operator) if ties.n else np.zeros(0)
        columns[name] = vector / vector.sum() if ties.n else vector
    return table(ties, **columns)


def k_core(graph: nx.Graph[Any], *, force: bool = False) -> pd.DataFrame:
    """Return ``k_core``: the largest k such that the node is in a subgraph of minimum degree k.

    Source: Seidman 1983, Soc. Netw. 5:269-287.

    Raises:
        CliqueProjectionError: on a clique projection, whose events determine it, unless ``force``.
    """
    refuse_on_cliques(graph, "k-core", weighted=False, force=force)
    ties = Ties.of(graph)
    return table(ties, k_core=scores.k_core(ties, None, _every(ties)).astype(int))


def clustering(graph: nx.Graph[Any], *, force: bool = False) -> pd.DataFrame:
    """Return ``clustering``: share of the pairs of neighbours that are tied.

    ``attrs["transitivity"]``: overall.

    Source: Watts & Strogatz 1998, Nature 393:440-442. Newman, Watts & Strogatz 2002, PNAS
    99:2566-2572.

    Raises:
        CliqueProjectionError: on a clique projection, which produces it, unless ``force``.
    """
    refuse_on_cliques(graph, "clustering", weighted=False, force=force)
    simple: nx.Graph[Any] = nx.Graph(graph)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    values = pd.Series(nx.clustering(simple), dtype=float)
    frame = pd.DataFrame({"clustering": values}).reindex(list(graph)).rename_axis("node")
    frame.attrs["transitivity"] = nx.transitivity(simple)
    return frame


def two_mode_centrality(graph: nx.Graph[Any]) -> pd.DataFrame:
    """Return ``degree``, ``closeness`` and ``betweenness`` of actors and events, each against its
    most possible.

    Source: Borgatti & Halgin 2011, "Analyzing affiliation networks", in The SAGE Handbook of Social
    Network Analysis. Faust 1997, Soc. Netw. 19:157-191.

    Raises:
        ValueError: the graph is not two-mode.
    """
    if not is_two_mode(graph):
        raise ValueError(
            "two-mode centralities need a two-mode network: actors and the events they take part in"
        )
    ties = Ties.of(graph)
    chosen = [node for node, actor in zip(ties.nodes, ties.actor, strict=True) if actor]
    plain: nx.Graph[Any] = nx.Graph(nx.Graph(graph).edges)
    plain.add_nodes_from(graph)
    columns = {
        "degree": nx.bipartite.degree_centrality(plain, chosen),
        "closeness": nx.bipartite.closeness_centrality(plain, chosen),
        "betweenness": nx.bipartite.betweenness_centrality(plain, chosen),
    }
    return pd.DataFrame(columns, dtype=float).reindex(list(graph)).rename_axis("node")


def centralization(values: pd.Series[Any], measure: str) -> float:
    """Return Freeman's centralisation of an undirected graph: 1 for a star, 0 when all are equal.

    ``values`` are ``degree`` (neighbours), ``closeness`` or ``betweenness`` (share) of all nodes.
    NaN below three nodes. Source: Freeman 1978, Soc. Netw. 1:215-239.

    Raises:
        ValueError: another measure, for which no most central graph is known.
    """
    n = len(values)
    most = {
        "degree": (n - 1) * (n - 2),
        "closeness": (n - 1) * (n - 2) / max(2 * n - 3, 1),
        "betweenness": n - 1,
    }
    if measure not in most:
        raise ValueError(f"centralisation is known for {', '.join(most)}; not for {measure}")
    return float((values.max() - values).sum() / most[measure]) if n > 2 else float("nan")


def group_numbers(ties: Ties, by: Grouping) -> Integers:
    """Number the first group of each node, with -1 for nodes without data and for events."""
    groups = group_of(ties.graph, by)
    names = {
        name: i
        for i, name in enumerate(sorted({g for g in groups.values() if g is not None}, key=str))
    }
    return np.array([names.get(groups.get(node), -1) for node in ties.nodes], dtype=np.int64)


def table(ties: Ties, **columns: Any) -> pd.DataFrame:
    """Put numbers per node into a table in the order of the graph."""
    frame = pd.DataFrame(columns, index=pd.Index(ties.nodes, name="node", tupleize_cols=False))
    return frame.reindex(pd.Index(list(ties.graph), name="node", tupleize_cols=False))


def _method(ties: Ties, sources: Integers) -> str:
    return "exact" if sources.size == ties.n else f"{sources.size} pivots"


def _every(ties: Ties) -> Integers:
    return np.arange(ties.n)


def _pair_share(ties: Ties) -> float:
    pairs = (ties.n - 1) * (ties.n - 2) / (1 if ties.directed else 2)
    return 1 / pairs if pairs > 0 else 0.0
