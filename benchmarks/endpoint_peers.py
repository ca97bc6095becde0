"""The endpoint beside Oxigraph's own server and rdflib-endpoint, in one run on one graph.

    python benchmarks/endpoint_peers.py out/lille

Isolation is on and no answer is kept; `wrk` asks with 16 connections. *Small*: a few rows by name
or kind, no more work for an engine than the request itself. *Questions*: eight of the catalogue.
Needs `wrk` (Debian), `oxigraph` and `rdflib-endpoint` (PyPI); FRENCHTECH_PEERS names the folder of
their programs where that is not on the path. The floor is the same server, its workers answering
one text without reading the query: what HTTP and another process cost, whoever answers.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import quote
from urllib.request import urlopen

from benchmarks.endpoint import NAMES
from benchmarks.of_a_graph import of_lille, printed
from benchmarks.rows import Row
from frenchtech_graph import catalogue
from frenchtech_graph.graph.store import open_store

CONNECTIONS, SECONDS, TURNS = 16, 5, 3
_P = "PREFIX fte: <https://w3id.org/fte/onto/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_ACTOR = "<https://w3id.org/fte/id/actor/"
SMALL = (
    "ASK {}",
    f"{_P}SELECT ?n {{ {_ACTOR}exotec> skos:prefLabel ?n }}",
    f"SELECT ?p ?o {{ {_ACTOR}euratechnologies> ?p ?o }}",
    f"{_P}SELECT ?s ?n {{ ?s a fte:Incubator ; skos:prefLabel ?n }} LIMIT 10",
    f"{_P}SELECT ?i ?n {{ ?t a fte:Investment ; fte:investee {_ACTOR}exotec> ; fte:investor ?i ."
    " ?i skos:prefLabel ?n }",
    f"{_P}ASK {{ {_ACTOR}exotec> a fte:StartUp }}",
    f"{_P}SELECT (COUNT(*) AS ?n) {{ ?s a fte:StartUp }}",
    f"{_P}CONSTRUCT {{ ?s skos:prefLabel ?n }} WHERE {{ ?s a fte:InvestmentFund ;"
    " skos:prefLabel ?n } LIMIT 10",
)
_SCRIPT = """
paths = {%s}
local number = 0
function request()
  number = number + 1
  local headers = {["Accept"] = "application/sparql-results+json, text/turtle;q=0.9"}
  return wrk.format("GET", "%s?query=" .. paths[number %% #paths + 1], headers)
end
function done(summary, latency)
  local faults = summary.errors.status + summary.errors.connect + summary.errors.read
  io.write(string.format("FOUND %%f %%f %%d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(95) / 1000, faults))
end
"""
_FLOOR = """
import sys
from pathlib import Path
from frenchtech_graph.views.server import answering, worker
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.run import serve
said = answering.Outcome(200, "application/sparql-results+json", b'{"head":{},"boolean":true}')
worker.answer = lambda *_: said
serve(open_store(Path(sys.argv[1])), Limits(), host="127.0.0.1", port=int(sys.argv[2]))
"""


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program(name: str) -> str | None:
    folder = os.environ.get("FRENCHTECH_PEERS")
    return shutil.which(name, path=folder) if folder else shutil.which(name)


@contextlib.contextmanager
def _running(command: list[str], port: int, path: str) -> Iterator[str]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1800):
            with contextlib.suppress(OSError):
                urlopen(f"http://127.0.0.1:{port}{path}?query=ASK%7B%7D", timeout=5).read()
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}{path}"
    finally:
        server.terminate()
        server.wait()


def _asked(address: str, texts: tuple[str, ...], seconds: int) -> tuple[float, float]:
    """Return requests per second and the 95th percentile in ms."""
    host, _, path = address.partition("://")[2].partition("/")
    paths = ", ".join(json.dumps(quote(text, safe="")) for text in texts)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT % (paths, f"/{path}"))
        script.flush()
        options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script.name]
        done = subprocess.run(
            ["wrk", *options, f"http://{host}/"], capture_output=True, text=True, check=True
        )
    line = next(part for part in done.stdout.splitlines() if part.startswith("FOUND"))
    rate, p95, faults = line.split()[1:]
    if int(faults):
        raise RuntimeError(f"{address}: {faults} faults")
    return float(rate), float(p95)


def measured(out: Path, scale: float = 1.0) -> Iterator[Row]:
    """Yield the rows, asked of servers of the graph in `out`."""
    missing = [
        n for n, p in (("wrk", shutil.which("wrk")), ("oxigraph", _program("oxigraph"))) if not p
    ]
    if missing:
        yield Row("endpoint", "", "", None, None, None, f"not measured: no {', '.join(missing)}")
        return
    seconds = max(1, round(SECONDS * scale))
    quads = out / "graph" / "graph.nq"
    store = open_store(out)
    kinds = {
        "small queries": SMALL,
        "questions": tuple(catalogue.prepare(store, name) for name in NAMES),
    }
    oxigraph = _program("oxigraph")
    assert oxigraph
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        place = f"{folder}/oxigraph"
        load = [oxigraph, "load", "--location", place, "--file", str(quads)]
        subprocess.run(load, check=True, capture_output=True)
        ports = {name: _free() for name in ("ours", "oxigraph", "floor", "rdflib")}
        bind = f"127.0.0.1:{ports['oxigraph']}"
        serve = ["-m", "frenchtech_graph", "serve", "--out", str(out), "--port", str(ports["ours"])]
        floor = [sys.executable, "-c", _FLOOR, str(out), str(ports["floor"])]
        peer = [oxigraph, "serve-read-only", "--location", place, "--bind", bind]
        servers = {
            "ours": ([sys.executable, *serve], "/sparql"),
            "oxigraph": (peer, "/query"),
            "floor": (floor, "/sparql"),
        }
        if program := _program("rdflib-endpoint"):
            options = ["serve", "--port", str(ports["rdflib"]), str(quads)]
            servers["rdflib"] = ([program, *options], "/")
        addresses = {
            name: stack.enter_context(_running(command, ports[name], path))
            for name, (command, path) in servers.items()
        }
        for kind, texts in kinds.items():
            yield from _compared(kind, texts, addresses, seconds)


def _compared(
    kind: str, texts: tuple[str, ...], addresses: dict[str, str], seconds: int
) -> Iterator[Row]:
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
    for turn in range(TURNS):
        for name, address in addresses.items():
            if turn and name == "rdflib":
                continue  # slow enough to be measured once
            with contextlib.suppress(RuntimeError):
                found[name].append(_asked(address, texts, seconds))
    rates = {name: median(r for r, _ in kept) for name, kept in found.items() if kept}
    late = {name: median(p for _, p in kept) for name, kept in found.items() if kept}
    shown = ", ".join(f"{n} {rates[n]:.0f}/s p95 {late[n]:.1f} ms" for n in rates)
    yield Row(
        f"endpoint, {kind}: throughput",
        "Oxigraph server (times as many)",
        "≥ 0.6",
        rates["ours"] / rates["oxigraph"],
        None,
        None,
        shown,
    )
    yield Row(
        f"endpoint, {kind}: 95th percentile",
        "Oxigraph server",
        "≤ 1.5",
        late["ours"] / late["oxigraph"],
        None,
        None,
        shown,
    )
    yield Row(
        f"endpoint, {kind}: throughput",
        "its own floor: a worker that answers one text",
        "",
        rates["ours"] / rates["floor"],
        None,
        None,
        f"the floor is {rates['floor'] / rates['oxigraph']:.2f} × Oxigraph's server",
    )
    if rates.get("rdflib"):
        yield Row(
            f"endpoint, {kind}: throughput",
            "rdflib-endpoint (times as many)",
            "≥ 1",
            rates["ours"] / rates["rdflib"],
            None,
            None,
            shown,
        )


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows for the graph of Lille."""
    return of_lille(lambda out: measured(out, scale))


def main() -> None:
    """Print the rows for a built graph."""
    printed(__doc__, measured, lambda row: f"{row.job}, {row.peer}: {row.ratio} ({row.notes})")


if __name__ == "__main__":
    main()
