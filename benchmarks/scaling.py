"""How time and memory grow: build, open, query and network at growing sizes, each size a process of
its own.

python -m benchmarks --only scaling     up to a million quads
python -m benchmarks.scaling 5000000    one size
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.ecosystem import QUADS_A_TIE, ecosystem
from benchmarks.rows import Row, alone, cost
from frenchtech_graph import catalogue as queries
from frenchtech_graph.findings.hubs.ranking import rank_hubs
from frenchtech_graph.graph.build import build
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.network.build import bipartite
from frenchtech_graph.network.incidence import incidence

SIZES = (10_000, 100_000, 1_000_000)


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of all sizes."""
    found = []
    for quads in SIZES:
        command = [sys.executable, "-m", "benchmarks.scaling", str(max(int(quads * scale), 5_000))]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found += [Row(**row) for row in json.loads(done.stdout)]
    return found


def steps(quads: int) -> list[Row]:
    """Return the rows of one size: each step with the memory of the process by then."""
    dataset = ecosystem(max(quads // QUADS_A_TIE, 20))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        built = cost(lambda: build([dataset], out))
        opened = cost(lambda: open_store(out))
    store = opened.result
    size = f"{len(store):,} quads"
    asked = cost(lambda: queries.run(store, "edge-list"))
    ranked = cost(lambda: queries.run(store, "investors-ranked"))
    network = cost(lambda: bipartite(store))
    matrix = cost(lambda: incidence(store))
    hubs = cost(lambda: rank_hubs(network.result, resamples=20))
    return [
        alone(f"{size}: build, validated, files written", "", built),
        alone(f"{size}: open", "", opened),
        alone(f"{size}: query, {len(asked.result):,} rows", "", asked, "edge-list"),
        alone(f"{size}: query, {len(ranked.result)} rows of sums", "", ranked, "investors-ranked"),
        alone(f"{size}: networkx network", "", network, f"{network.result.size():,} edges"),
        alone(f"{size}: CSR matrix", "", matrix),
        alone(f"{size}: hubs, 20 resamples", "", hubs, "compiled loops loaded from disk"),
    ]


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in steps(int(sys.argv[1]))]))
