"""Time measures against plain networkx (and igraph, if installed), and a made-up national graph.

    python benchmarks/measures.py small       ratios to networkx, in one run, values compared
    python benchmarks/measures.py lille       all default measures with intervals on Lille (built: --out out/lille)
    python benchmarks/measures.py national    the same on 0.2 M nodes and 0.5 M ties

Processor time of this process (all threads) beside wall time: on a busy machine only the ratios count.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from frenchtech_graph.analysis import engines, scores
from frenchtech_graph.analysis.brokerage import rank_brokers
from frenchtech_graph.analysis.gould_fernandez import gould_fernandez
from frenchtech_graph.analysis.hubs import SHOWN, rank_hubs
from frenchtech_graph.analysis.null_models import curveball_draws
from frenchtech_graph.analysis.ties import Ties
from frenchtech_graph.analysis.triangles import structural_holes
from frenchtech_graph.analysis.uncertainty import rank_intervals

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
        (f"a{i}", {"mode": "actor", "label": f"Actor {i}", "kind": "StartUp", "pillars": (PILLARS[pillar[i]],)})
        for i in range(actors)
    )
    graph.add_nodes_from((f"e{i}", {"mode": "event", "kind": "Project"}) for i in range(size.size))
    graph.add_edges_from(
        (f"a{a}", f"e{e}", {"sources": (f"https://source{e % 7}.example/{e}",)})
        for a, e in zip(actor.tolist(), event.tolist(), strict=True)
    )
    return graph


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return a result, the processor seconds and the wall seconds it took."""
    processor, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, time.process_time() - processor, time.perf_counter() - wall


def small() -> None:
    """Print how many times faster than networkx each engine is, and check that values are equal."""
    graph = ecosystem(900, 2000, 4000)
    ties = Ties.of(graph)
    links, every = ties.links(), np.arange(ties.n)
    plain: nx.Graph[Any] = nx.relabel_nodes(nx.Graph(graph.edges), {n: i for i, n in enumerate(ties.nodes)})
    plain.add_nodes_from(range(ties.n))
    projection: nx.Graph[Any] = nx.from_scipy_sparse_array(ties.projection())
    print(f"{ties.n} nodes, {ties.head.size} ties; projection: {projection.size()} ties\n")
    cases: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
        ("betweenness", lambda: nx.betweenness_centrality(plain, normalized=False),
         lambda: scores.betweenness(ties, None, every)),
        ("harmonic", lambda: nx.harmonic_centrality(plain), lambda: scores.harmonic(ties, None, every)),
        ("pagerank", lambda: nx.pagerank(plain, tol=1e-11, max_iter=500),
         lambda: engines.pagerank(links, symmetric=True)),
        ("k-core", lambda: nx.core_number(plain), lambda: engines.core_numbers(links)),
        ("constraint", lambda: nx.constraint(projection, weight="weight"),
         lambda: structural_holes(ties.projection())[:, 0]),
        ("projection", lambda: newman(plain, ties), lambda: np.ravel(ties.projection().sum(axis=1))),
    ]  # fmt: skip
    floor = igraph_cases(ties)
    print(f"{'measure':14}{'networkx s':>12}{'ours s':>10}{'ratio':>8}{'igraph ratio':>14}  greatest difference")
    for name, reference, ours in cases:
        ours()
        expected, slow, _ = timed(reference)
        found, fast, _ = timed(lambda ours=ours: [ours() for _ in range(5)])
        values = np.array([expected[i] for i in range(ties.n)], dtype=float)
        difference = np.nanmax(np.abs(found[-1] - values))
        if name in floor:
            floor[name]()
        bar = f"{slow / timed(floor[name])[1]:.1f}" if name in floor else "-"
        print(f"{name:14}{slow:12.3f}{fast / 5:10.4f}{slow / fast * 5:8.1f}{bar:>14}  {difference:.1e}")
        assert difference < 1e-6, name


def newman(plain: nx.Graph[Any], ties: Ties) -> dict[int, float]:
    """Return the strengths of the Newman projection by networkx."""
    actors = [i for i in range(ties.n) if ties.actor[i]]
    projected = nx.bipartite.collaboration_weighted_projected_graph(plain, actors)
    strength = dict(projected.degree(weight="weight"))
    return {i: strength.get(i, 0.0) for i in range(ties.n)}


def igraph_cases(ties: Ties) -> dict[str, Callable[[], Any]]:
    """Return the same measures in igraph, where it is installed."""
    if find_spec("igraph") is None:
        return {}
    import igraph

    graph = igraph.Graph(n=ties.n, edges=list(zip(ties.head.tolist(), ties.tail.tolist(), strict=True)))
    weights = ties.projection().tocoo()
    upper = weights.row < weights.col
    pairs = list(zip(weights.row[upper].tolist(), weights.col[upper].tolist(), strict=True))
    projection = igraph.Graph(n=ties.n, edges=pairs)
    return {
        "betweenness": graph.betweenness,
        "harmonic": graph.harmonic_centrality,
        "pagerank": graph.pagerank,
        "k-core": graph.coreness,
        "constraint": lambda: projection.constraint(weights=weights.data[upper].tolist()),
    }


def with_intervals(graph: nx.Graph[Any], draws: int) -> None:
    """Print the time of each default measure with its intervals, and of the two rankings."""
    ties, processor, wall = timed(lambda: Ties.of(graph))
    print(f"{ties.actor.sum()} actors, {ties.n - ties.actor.sum()} events, {ties.head.size} ties")
    print(f"{'what':28}{'processor s':>12}{'wall s':>9}  how")
    print(f"{'arrays of the network':28}{processor:12.2f}{wall:9.2f}")
    total = 0.0
    rank_intervals(nx.path_graph(5), "betweenness", resamples=1)
    for measure in SHOWN:
        frame, processor, wall = timed(lambda measure=measure: rank_intervals(graph, measure))
        total += wall
        print(f"{measure:28}{processor:12.2f}{wall:9.2f}  {frame['method'].iloc[0]}", flush=True)
    print(f"{'all of these':28}{'':12}{total:9.2f}")
    rankings: list[tuple[str, Callable[[], Any]]] = [
        ("rank_hubs", lambda: rank_hubs(graph)),
        ("rank_brokers", lambda: rank_brokers(graph)),
        ("gould_fernandez", lambda: gould_fernandez(graph)),
    ]
    for name, work in rankings:
        _, processor, wall = timed(work)
        print(f"{name:28}{processor:12.2f}{wall:9.2f}", flush=True)
    incidence = ties.links()[np.flatnonzero(ties.actor)][:, np.flatnonzero(~ties.actor)]
    _, processor, wall = timed(lambda: sum(1 for _ in curveball_draws(incidence, draws, seed=1)))
    print(f"{f'{draws} curveball draws':28}{processor:12.2f}{wall:9.2f}")
    print(f"greatest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["small", "lille", "national"])
    parser.add_argument("--out", type=Path, default=Path("out/lille"), help="folder of the built graph")
    asked = parser.parse_args()
    print(f"numba {engines.installed('numba')}, rustworkx {engines.installed('rustworkx')}")
    if asked.what == "small":
        small()
    elif asked.what == "lille":
        from frenchtech_graph.cli.common import open_network

        with_intervals(open_network(asked.out), 1000)
    else:
        with_intervals(ecosystem(90_000, 160_000, 500_000), 100)


if __name__ == "__main__":
    main()
