"""Measures against plain networkx, values compared in the same run; and the default measures with
their intervals.

python -m benchmarks --only measures        the rows
python benchmarks/measures.py lille         all default measures with intervals on Lille (built:
--out out/lille) python benchmarks/measures.py national      the same on 0.2 M nodes and 0.5 M ties
"""

from __future__ import annotations

import argparse
import os
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.rows import Cost, Row, compared, cost, side_by_side
from frenchtech_graph.findings.brokers.brokerage import rank_brokers
from frenchtech_graph.findings.hubs.ranking import SHOWN, rank_hubs
from frenchtech_graph.findings.introductions.neighbourhood import adamic_adar
from frenchtech_graph.findings.measures import engines
from frenchtech_graph.findings.measures.gould_fernandez import gould_fernandez
from frenchtech_graph.findings.measures.null_models import curveball_draws
from frenchtech_graph.findings.measures.ties import Ties
from frenchtech_graph.findings.measures.triangles import structural_holes
from frenchtech_graph.findings.measures.uncertainty import rank_intervals

# Sources from which networkx is timed.
SOURCES = 20
PILLARS = ("venture", "talent", "technology", "finance", "connection")


def ecosystem(actors: int, events: int, ties: int, seed: int = 1) -> nx.Graph[Any]:
    """Make up a two-mode network with heavy tails: events per actor and actors per event."""
    rng = np.random.default_rng(seed)
    size = np.minimum(2 + rng.pareto(1.6, events).astype(int), 300)
    size = size[: int(np.searchsorted(np.cumsum(size), ties))]
    pull = np.minimum(rng.zipf(2.0, actors), actors // 20).astype(float)
    event = np.repeat(np.arange(size.size), size)
    actor = np.searchsorted(np.cumsum(pull) / pull.sum(), rng.random(event.size))
    pillar = rng.choice(len(PILLARS), size=actors, p=[0.55, 0.1, 0.15, 0.1, 0.1])
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    graph.add_nodes_from(
        (
            f"a{i}",
            {
                "mode": "actor",
                "label": f"Actor {i}",
                "kind": "StartUp",
                "pillars": (PILLARS[pillar[i]],),
            },
        )
        for i in range(actors)
    )
    graph.add_nodes_from((f"e{i}", {"mode": "event", "kind": "Project"}) for i in range(size.size))
    graph.add_edges_from(
        (f"a{a}", f"e{e}", {"sources": (f"https://source{e % 7}.example/{e}",)})
        for a, e in zip(actor.tolist(), event.tolist(), strict=True)
    )
    return graph


def heavy_tailed(nodes: int, ties: int, seed: int = 1) -> nx.Graph[Any]:
    """Make up a network of so many ties in which a few nodes have very many."""
    rng = np.random.default_rng(seed)
    pull = np.cumsum(np.arange(1, nodes + 1) ** -0.6)
    ends = np.searchsorted(pull / pull[-1], rng.random((int(1.3 * ties) + 10, 2)))
    pairs = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(rng.permutation(pairs)[:ties].tolist())
    return graph


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of exact betweenness and of the other measures."""
    return [*betweenness(scale), *values(scale)]


def betweenness(scale: float) -> list[Row]:
    """Compare exact betweenness of 20,000 nodes and 100,000 ties; networkx from some of the
    sources, scaled up.
    """
    n, m = int(20_000 * scale), int(100_000 * scale)
    graph = heavy_tailed(n, m)
    links = Ties.of(graph).links()
    some = np.sort(np.random.default_rng(1).choice(n, size=min(SOURCES, n), replace=False))
    engines.betweenness(links, some)
    ours = cost(lambda: engines.betweenness(links, np.arange(n)))
    theirs = cost(lambda: nx.betweenness_centrality_subset(graph, some.tolist(), list(graph)))
    found = engines.betweenness(links, some) / 2
    _same(found, [theirs.result[node] for node in range(n)])
    whole = Cost(theirs.processor * n / some.size, theirs.wall * n / some.size, theirs.memory_mb)
    cores = os.cpu_count() or 1
    job = f"exact betweenness, {n:,} nodes, {m:,} ties"
    how = f"networkx from {some.size} sources, values equal, times {n / some.size:.0f}"
    return [
        compared(job, "networkx", "≥ 25", ours, whole, how),
        Row(
            f"{job}, on {cores} cores",
            "the same on one",
            "≥ 1.8" if cores == 2 else "",
            ours.processor / ours.wall,
            ours.wall,
            ours.processor,
            "by the clock: tells something on a quiet machine only",
        ),
    ]


def values(scale: float) -> list[Row]:
    """Compare measures where networkx can be waited for, and check that the values are equal."""
    n = max(int(50_000 * scale), 2_000)
    large, middle, small = (heavy_tailed(nodes, 5 * nodes) for nodes in (n, n // 2, n // 20))
    of_large, of_middle, of_small = (Ties.of(graph).links() for graph in (large, middle, small))
    pairs = np.triu_indices(len(small), 1)
    listed = np.transpose(pairs).tolist()
    cases: list[tuple[str, nx.Graph[Any], Callable[[], Any], Callable[[], Any]]] = [
        (
            "PageRank",
            large,
            lambda: engines.pagerank(of_large, symmetric=True),
            lambda: nx.pagerank(large, tol=1e-14, max_iter=1000),
        ),
        ("k-core", large, lambda: engines.core_numbers(of_large), lambda: nx.core_number(large)),
        (
            "constraint",
            middle,
            lambda: structural_holes(of_middle)[:, 0],
            lambda: nx.constraint(middle),
        ),
        (
            "effective size",
            middle,
            lambda: structural_holes(of_middle)[:, 1],
            lambda: nx.effective_size(middle),
        ),
        (
            "Adamic–Adar, all pairs",
            small,
            lambda: adamic_adar(of_small)[pairs],
            lambda: dict(enumerate(p for _, _, p in nx.adamic_adar_index(small, listed))),
        ),
    ]
    found = []
    for name, graph, ours, reference in cases:
        ours()
        slow = cost(reference)
        fast = side_by_side(ours, repeats=5)[0]
        _same(fast.result, [slow.result[i] for i in range(len(slow.result))])
        job = f"{name}, {len(graph):,} nodes, {graph.size():,} ties"
        found.append(compared(job, "networkx", "≥ 20", fast, slow, "values equal"))
    return found


def _same(found: Any, expected: list[float]) -> None:
    np.testing.assert_allclose(np.nan_to_num(found), np.nan_to_num(expected), rtol=1e-6, atol=1e-9)


def with_intervals(graph: nx.Graph[Any], draws: int) -> None:
    """Print the time of each default measure with its intervals, and of the two rankings."""
    made = cost(lambda: Ties.of(graph))
    ties: Ties = made.result
    print(f"{ties.actor.sum()} actors, {ties.n - ties.actor.sum()} events, {ties.head.size} ties")
    print(f"{'what':28}{'processor s':>12}{'wall s':>9}  how")
    print(f"{'arrays of the network':28}{made.processor:12.2f}{made.wall:9.2f}")
    total = 0.0
    rank_intervals(nx.path_graph(5), "betweenness", resamples=1)
    for measure in SHOWN:
        taken = cost(lambda measure=measure: rank_intervals(graph, measure))
        total += taken.wall
        how = taken.result["method"].iloc[0]
        print(f"{measure:28}{taken.processor:12.2f}{taken.wall:9.2f}  {how}", flush=True)
    print(f"{'all of these':28}{'':12}{total:9.2f}")
    rankings: list[tuple[str, Callable[[], Any]]] = [
        ("rank_hubs", lambda: rank_hubs(graph)),
        ("rank_brokers", lambda: rank_brokers(graph)),
        ("gould_fernandez", lambda: gould_fernandez(graph)),
    ]
    for name, work in rankings:
        taken = cost(work)
        print(f"{name:28}{taken.processor:12.2f}{taken.wall:9.2f}", flush=True)
    incidence = ties.links()[np.flatnonzero(ties.actor)][:, np.flatnonzero(~ties.actor)]
    taken = cost(lambda: sum(1 for _ in curveball_draws(incidence, draws, seed=1)))
    print(f"{f'{draws} curveball draws':28}{taken.processor:12.2f}{taken.wall:9.2f}")
    print(f"greatest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["lille", "national"])
    parser.add_argument(
        "--out", type=Path, default=Path("out/lille"), help="folder of the built graph"
    )
    asked = parser.parse_args()
    print(f"numba {engines.installed('numba')}, rustworkx {engines.installed('rustworkx')}")
    if asked.what == "lille":
        from frenchtech_graph.api import EcosystemGraph

        with_intervals(EcosystemGraph.open(asked.out).network, 1000)
    else:
        with_intervals(ecosystem(90_000, 160_000, 500_000), 100)


if __name__ == "__main__":
    main()
