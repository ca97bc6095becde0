"""A graph published on a SPARQL server by `load`, beside the bulk loader of that server.

Both sides are processor seconds of the server, with those of our client where it sends: the first
load, and a second one that replaces the first. `FRENCHTECH_BENCH_GRAPH` names the folder of a built
graph (France); without it a made-up one is taken. Oxigraph's own server is a package of its name.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from benchmarks.ecosystem import built
from benchmarks.rows import Cost, Row, compared, cost, cost_of_command
from frenchtech_graph.graph.built_files import QUADS
from frenchtech_graph.graph.store import graph_folder, open_store
from frenchtech_graph.rdf.endpoint import EndpointError, RemoteStore
from tests.support import virtuoso

GRAPH = "FRENCHTECH_BENCH_GRAPH"
QUADS_MADE = 200_000
MOST = "≤ 3"


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of Virtuoso and of Oxigraph's server, where they are installed."""
    named = os.environ.get(GRAPH)
    folder = Path(named) if named else built(int(QUADS_MADE * scale))
    store, file = open_store(folder), graph_folder(folder) / QUADS
    found: list[Row] = []
    for name, peer, tried, measured in (
        ("Virtuoso", "its `ld_dir`", virtuoso.installed(), _virtuoso),
        ("Oxigraph", "`oxigraph load`", shutil.which("oxigraph"), _oxigraph),
    ):
        job = f"{len(store):,} quads to {name}"
        if not tried:
            found.append(Row(job, peer, "", None, None, None, "not measured: not installed"))
            continue
        own, first, again, failed = measured(store, file)
        found.append(compared(f"{job}, first load", peer, MOST, first, own))
        if again is None:
            found.append(Row(f"{job}, replaced", peer, "", None, None, own.processor, failed))
        else:
            found.append(compared(f"{job}, replaced", peer, MOST, again, own, "staged, then moved"))
    return found


Measured = tuple[Cost, Cost, Cost | None, str]


def _virtuoso(store: ox.Store, file: Path) -> Measured:
    with tempfile.TemporaryDirectory() as place, virtuoso.running(Path(place)) as server:
        process = _process(place)
        data = Path(place) / "data"
        data.mkdir()
        (data / "graph.nq").symlink_to(file)
        load = "ld_dir('./data', 'graph.nq', 'urn:own'); rdf_loader_run(); checkpoint;"
        isql = ["isql-vt", server.sql, server.user, server.password, f"EXEC={load}"]
        own = _of_server(process, lambda: subprocess.run(isql, check=True, capture_output=True))
        remote = RemoteStore(
            server.sparql, user=server.user, password=server.password, digest=True, timeout=600
        )
        return own, *_loaded(remote, store, server.graph_store, process)


def _oxigraph(store: ox.Store, file: Path) -> Measured:
    program = str(shutil.which("oxigraph"))
    with tempfile.TemporaryDirectory() as place:
        command = [program, "load", "--location", f"{place}/own", "--file", str(file)]
        own = cost_of_command(command)
        with _serving(program, Path(place) / "served") as (address, process):
            remote = RemoteStore(f"{address}/query", timeout=600)
            return own, *_loaded(remote, store, f"{address}/store", process)


def _loaded(
    remote: RemoteStore, store: ox.Store, address: str, process: int
) -> tuple[Cost, Cost | None, str]:
    """Return the costs of a first load and of one that replaces it, or why that one failed."""
    first = _of_server(process, lambda: remote.load(store, address))
    try:
        return first, _of_server(process, lambda: remote.load(store, address)), ""
    except EndpointError as error:
        return first, None, f"not done: {str(error).splitlines()[0]}"


@contextmanager
def _serving(program: str, folder: Path) -> Iterator[tuple[str, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder.mkdir()
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", _process(str(folder))
    finally:
        server.terminate()
        server.wait()


def _process(words: str) -> int:
    """Return the server whose command line has these words: the last one, below any launcher."""
    found = subprocess.run(["pgrep", "-f", words], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[-1])


def _of_server(process: int, work: Callable[[], object]) -> Cost:
    """Return the cost of work, with the processor seconds that the server takes for it."""
    before = _processor(process)
    ours = cost(work)
    return Cost(ours.processor + _processor(process) - before, ours.wall, ours.memory_mb)


def _processor(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100
