"""How long do the gap tables take at the size of the national core? A seeded, invented network.

python -m benchmarks.gaps                 # 200,000 nodes, 500,000 ties
python -m benchmarks.gaps --scale 0.05    # a twentieth of it
python -m benchmarks.gaps --curveball     # 1,000 curveball draws on 50,000 events
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

from benchmarks.rows import Row, alone, compared, cost, side_by_side
from frenchtech_graph.findings.gaps import DEFAULT_TABLES, gap_tables
from frenchtech_graph.findings.measures.null_models import curveball_draws

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
    """Return an invented network: actors with kinds, regions and sectors, events with heavy-tailed
    degrees.
    """
    rng = np.random.default_rng(seed)
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    regions = rng.dirichlet(np.full(18, 1.5))
    for kind, (count, pillars) in ACTORS.items():
        for i in range(max(2, int(count * scale))):
            sectors = tuple({SECTORS[int(k)] for k in rng.integers(0, 40, size=rng.integers(0, 3))})
            region = f"{rng.choice(18, p=regions):02d}"
            stage = STAGES[int(rng.integers(4))] if kind == "StartUp" else None
            graph.add_node(
                f"{kind}{i}",
                mode="actor",
                kind=kind,
                pillars=pillars,
                region=region,
                sectors=sectors,
                stage=stage,
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


def table_of_events(events: int, seed: int) -> Any:
    """Return an invented incidence of 0.4 actors × one event of three actors on average, with
    heavy-tailed degrees.
    """
    rng = np.random.default_rng(seed)
    actors = max(2, events * 2 // 5)
    weights = rng.pareto(1.3, size=actors) + 0.1
    sizes = 1 + rng.poisson(2, size=events)
    rows = rng.choice(actors, size=sizes.sum(), p=weights / weights.sum())
    table = sp.csr_array((np.ones(rows.size), (rows, np.repeat(np.arange(events), sizes))))
    table.sum_duplicates()
    table.data[:] = 1
    return table


def draw(table: Any, draws: int, seed: int) -> None:
    """Make some draws: burn-in of 20 trades per row, then 10 for each."""
    for _ in curveball_draws(table, draws, seed=seed):
        pass


def swap(table: Any, seed: int) -> None:
    """Make one draw with networkx: one accepted swap for each edge, on the same network.

    That is less than a draw needs: half of these swaps tie two actors and two events, which a
    two-mode draw would have to refuse, and one swap an edge moves less than ten trades a row.
    """
    ties = table.tocoo()
    graph = nx.Graph(zip(ties.row.tolist(), (ties.col + table.shape[0]).tolist(), strict=True))
    nx.double_edge_swap(graph, nswap=table.nnz, max_tries=100 * table.nnz, seed=seed)


def rows(scale: float = 1.0) -> list[Row]:
    """Return what curveball and the default tables of gaps cost."""
    table = table_of_events(max(500, int(50_000 * scale)), seed=1)
    draw(table, 2, seed=1)  # compiles
    size = f"{table.shape[1]:,} events, {table.nnz:,} participations"
    many = cost(lambda: draw(table, 1_000, seed=1))
    few = max(1, int(20 * scale))
    ours, theirs = side_by_side(
        lambda: draw(table, few, seed=1), lambda: swap(table, seed=1), repeats=1
    )
    each = replace(ours, processor=ours.processor / few, wall=ours.wall / few)
    graph = national(scale, seed=1)
    tables = cost(lambda: gap_tables(graph, seed=1))
    return [
        alone("1,000 curveball draws", "< 120 s", many, size),
        compared(
            "one curveball draw",
            "networkx double_edge_swap",
            "≥ 10",
            each,
            theirs,
            f"{size}; a swap an edge",
        ),
        alone(
            "default tables of gaps",
            "< 900 s",
            tables,
            f"{len(graph):,} nodes, {graph.number_of_edges():,} edges",
        ),
    ]


def main() -> None:
    """Print sizes and seconds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--curveball", action="store_true")
    parser.add_argument("--each", action="store_true", help="time each table alone too")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.curveball:
        table = table_of_events(50_000, arguments.seed)
        took = cost(lambda: draw(table, 1_000, arguments.seed))
        print(
            f"1,000 curveball draws on 50,000 events: {took.wall:.0f} s ({took.processor:.0f} s of"
            " processor)"
        )
        return
    graph = national(arguments.scale, arguments.seed)
    print(f"{len(graph):,} nodes, {graph.number_of_edges():,} edges")
    for pair in DEFAULT_TABLES if arguments.each else ():
        start = time.perf_counter()
        frame = gap_tables(graph, [pair], seed=arguments.seed)[pair]
        print(
            f"{pair[0]} × {pair[1]}: {len(frame)} cells, {time.perf_counter() - start:.0f} s",
            flush=True,
        )
    start = time.perf_counter()
    processor = time.process_time()
    gap_tables(graph, seed=arguments.seed)
    seconds = time.perf_counter() - start
    print(
        f"all default tables together: {seconds:.0f} s ({time.process_time() - processor:.0f} s of"
        " processor)"
    )


if __name__ == "__main__":
    main()
