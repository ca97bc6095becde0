"""How long do the gap tables take at the size of the national core? A seeded, invented network.

python benchmarks/gaps.py                 # 200,000 nodes, 500,000 ties
python benchmarks/gaps.py --scale 0.05    # a twentieth of it
python benchmarks/gaps.py --curveball     # 1,000 curveball draws on 50,000 events
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

from frenchtech_graph.analysis.gaps import DEFAULT_TABLES, gap_tables
from frenchtech_graph.analysis.null_models import curveball_draws

# kind of event, events, actors on the source side, sides
KINDS = (
    ("Mandate", 90_000, 1, True),
    ("Founding", 60_000, 1, True),
    ("PublicFunding", 12_000, 1, True),
    ("Supervision", 15_000, 1, True),
    ("Incubation", 6_000, 1, True),
    ("FundingRound", 8_000, 3, True),
    ("Project", 14_000, 8, False),
    ("Programme", 1_000, 20, False),
)
ACTORS = {
    "StartUp": (50_000, ("venture",)),
    "Person": (60_000, ("talent",)),
    "ResearchLaboratory": (6_000, ("technology",)),
    "University": (400, ("talent", "technology")),
    "InvestmentFund": (3_000, ("finance",)),
    "Incubator": (500, ("connection",)),
    "Corporate": (9_000, ()),
}
SECTORS = tuple(f"sector-{i}" for i in range(40))
STAGES = ("creation", "seed", "early-growth", "scale-up")


def national(scale: float, seed: int) -> nx.Graph[Any]:
    """Return an invented network: actors with kinds, regions and sectors, events with heavy-tailed degrees."""
    rng = np.random.default_rng(seed)
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    regions = rng.dirichlet(np.full(18, 1.5))
    for kind, (count, pillars) in ACTORS.items():
        for i in range(max(2, int(count * scale))):
            sectors = tuple({SECTORS[int(k)] for k in rng.integers(0, 40, size=rng.integers(0, 3))})
            region = f"{rng.choice(18, p=regions):02d}"
            stage = STAGES[int(rng.integers(4))] if kind == "StartUp" else None
            graph.add_node(
                f"{kind}{i}", mode="actor", kind=kind, pillars=pillars, region=region, sectors=sectors, stage=stage
            )
    keys = list(graph)
    pull = rng.pareto(1.5, size=len(keys)) + 0.1
    cumulated = np.cumsum(pull / pull.sum())
    for kind, count, size, directed in KINDS:
        for e in range(int(count * scale)):
            event = f"{kind}-{e}"
            graph.add_node(event, mode="event", kind=kind, start=int(rng.integers(1995, 2026)))
            members = 1 + rng.poisson(size - 1) if size > 1 else 1
            chosen = np.searchsorted(cumulated, rng.random(members + 1)).clip(max=len(keys) - 1)
            for place, i in enumerate(chosen):
                side = None if not directed else "target" if place == members else "source"
                graph.add_edge(event, keys[int(i)], side=side, sources=("https://a.example/1",))
    return graph


def curveball(events: int, draws: int, seed: int) -> tuple[float, float]:
    """Return the seconds, of the clock and of the processor, of some draws on events of three actors on average."""
    rng = np.random.default_rng(seed)
    weights = rng.pareto(1.3, size=20_000) + 0.1
    sizes = 1 + rng.poisson(2, size=events)
    rows = rng.choice(20_000, size=sizes.sum(), p=weights / weights.sum())
    table = sp.csr_array((np.ones(rows.size), (rows, np.repeat(np.arange(events), sizes))))
    table.sum_duplicates()
    table.data[:] = 1
    start, processor = time.perf_counter(), time.process_time()
    for _ in curveball_draws(table, draws, seed=seed):
        pass
    return time.perf_counter() - start, time.process_time() - processor


def main() -> None:
    """Print sizes and seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--curveball", action="store_true")
    parser.add_argument("--each", action="store_true", help="time each table alone too")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.curveball:
        seconds, busy = curveball(50_000, 1_000, arguments.seed)
        print(f"1,000 curveball draws on 50,000 events: {seconds:.0f} s ({busy:.0f} s of processor)")
        return
    graph = national(arguments.scale, arguments.seed)
    print(f"{len(graph):,} nodes, {graph.number_of_edges():,} edges")
    for pair in DEFAULT_TABLES if arguments.each else ():
        start = time.perf_counter()
        frame = gap_tables(graph, [pair], seed=arguments.seed)[pair]
        print(f"{pair[0]} × {pair[1]}: {len(frame)} cells, {time.perf_counter() - start:.0f} s", flush=True)
    start = time.perf_counter()
    processor = time.process_time()
    gap_tables(graph, seed=arguments.seed)
    seconds = time.perf_counter() - start
    print(f"all default tables together: {seconds:.0f} s ({time.process_time() - processor:.0f} s of processor)")


if __name__ == "__main__":
    main()
