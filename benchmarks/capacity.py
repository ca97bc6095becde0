"""Bytes and seconds a quad takes, in the embedded store and on a SPARQL server: what a larger graph
would need.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from benchmarks.ecosystem import built
from benchmarks.rows import Cost, Row, alone, cost, cost_of_command
from frenchtech_graph import catalogue as queries
from frenchtech_graph.graph.built_files import GRAPH_FOLDER, QUADS
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.rdf.endpoint import EndpointError, RemoteStore
from tests.support import virtuoso

QUADS_MEASURED, QUADS_SERVED = 1_000_000, 200_000
PREPARED = "import sys; from frenchtech_graph.graph.store import open_store, Path"
OPENED = PREPARED + "; open_store(Path(sys.argv[1]))"


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of the file, the store in memory, the store on disk and a server (Virtuoso,
    if installed).
    """
    folder = built(int(QUADS_MEASURED * scale))
    file = folder / GRAPH_FOLDER / QUADS
    with file.open("rb") as lines:
        quads = sum(1 for _ in lines)
    found = [in_memory(folder, quads), on_disk(file, quads)]
    if virtuoso.installed():
        small = built(int(QUADS_SERVED * scale))
        try:
            found.append(on_server(small, open_store(small)))
        except (RuntimeError, EndpointError) as error:
            found.append(
                Row("capacity: Virtuoso", "", "", None, None, None, f"not measured: {error}")
            )
    return found


def in_memory(folder: Path, quads: int) -> Row:
    """Measure the store in memory, less what the process takes without it."""
    opened = cost_of_command([sys.executable, "-c", OPENED, folder])
    empty = cost_of_command([sys.executable, "-c", PREPARED, folder])
    each = ((opened.memory_mb or 0) - (empty.memory_mb or 0)) * 1e6 / quads
    written = (folder / GRAPH_FOLDER / QUADS).stat().st_size / quads
    notes = (
        f"{each:.0f} bytes of memory a quad at the peak; {written:.0f} bytes a quad in the file of"
        " N-Quads"
    )
    return alone(
        f"capacity: store in memory, {quads:,} quads",
        "",
        opened,
        f"{notes}; {_rate(quads, opened)}",
    )


def on_disk(file: Path, quads: int) -> Row:
    """Measure the embedded store on disk."""
    with tempfile.TemporaryDirectory() as place:
        store = ox.Store(place)
        loaded = cost(
            lambda: store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS, lenient=True)
        )
        store.optimize()
        store.flush()
        each = _size(Path(place)) / quads
    notes = f"{each:.0f} bytes of disk a quad; {_rate(quads, loaded)}"
    return alone(f"capacity: store on disk, {quads:,} quads", "", loaded, notes)


def on_server(folder: Path, store: ox.Store) -> Row:
    """Load the graph into Virtuoso over HTTP, as `frenchtech-graph load` does, and ask it a
    question.
    """
    with tempfile.TemporaryDirectory() as place:
        with virtuoso.running(Path(place)) as server:
            remote = RemoteStore(
                server.sparql, user=server.user, password=server.password, timeout=600
            )
            pid = int(
                subprocess.run(
                    ["pgrep", "-f", place], capture_output=True, text=True, check=True
                ).stdout.split()[0]
            )
            before, started, clock = _size(Path(place)), _processor(pid), time.perf_counter()
            loaded = cost(lambda: remote.load(store, server.graph_store))
            taken, clock = _processor(pid) - started + loaded.processor, time.perf_counter() - clock
            same = queries.run(remote, "investors-ranked").equals(
                queries.run(store, "investors-ranked")
            )
        grown = _size(Path(place)) - before
    quads, both = len(store), Cost(taken, clock, None)
    answers = "same answer as the embedded store" if same else "ANSWER DIFFERS"
    notes = (
        f"{grown / quads:.0f} bytes of disk a quad; {_rate(quads, both)} of client and server;"
        f" {answers}"
    )
    return alone(f"capacity: Virtuoso, {quads:,} quads over HTTP", "", both, notes)


def _rate(quads: int, taken: Cost) -> str:
    return f"{quads / taken.processor:,.0f} quads loaded a processor second"


def _size(folder: Path) -> int:
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())


def _processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100
