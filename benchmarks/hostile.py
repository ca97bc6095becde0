"""Hostile texts of three sizes at the endpoint: the time to an answer grows no faster than they do.

    python benchmarks/hostile.py out/lille

A sixteenth of a megabyte, a quarter and one: for each shape the seconds per byte at the largest
size over those at the smallest (1: linear, 16: quadratic). Meanwhile, and while forty requests of
950 kB come at once, `/health` is asked all the time: its slowest answer is a row of its own.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from urllib.parse import urlencode

from benchmarks.health import watched
from benchmarks.of_a_graph import of_lille, printed
from benchmarks.rows import Row

MEGABYTE = 1_000_000
SIZES = (62_500, 250_000, 1_000_000)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


def _repeated(before: str, part: str, after: str = "") -> Callable[[int], str]:
    return lambda size: before + part * ((size - len(before) - len(after)) // len(part)) + after


SHAPES: dict[str, Callable[[int], str]] = {
    "a quote and escaped quotes": _repeated("SELECT * { ?s ?p '", "\\'"),
    "a long string that is not closed": _repeated("SELECT * { ?s ?p '''", "''a"),
    "one literal": _repeated("SELECT * { ?s ?p '", "a", "' }"),
    "quotes, a line each": _repeated("SELECT * { ", "'\n"),
    "words and points": _repeated("ASK { ", "a."),
    "words and hyphens": _repeated("ASK { ", "a-"),
    "addresses that are not closed": _repeated("ASK { ?s ?p ", "<a"),
    "braces": _repeated("ASK ", "{"),
    "escaped signs in a name": _repeated("PREFIX a: <urn:a> ASK { a:", "\\#", " ?p ?o }"),
    "escapes in an address": _repeated("ASK { <urn:", "\\u0041", "> ?p ?o }"),
    "empty comments": _repeated("", "#\n", "ASK {}"),
    "SERVICE without end": _repeated("ASK { ", "SERVICE <http://h/> { "),
    "prefixes": _repeated("", "PREFIX a: <urn:a>\n", "ASK {}"),
}


@contextmanager
def _server(out: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "frenchtech_graph",
        "serve",
        "--out",
        str(out),
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                _ask(port, "GET", "/health")
                break
            except OSError:
                sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def _ask(
    port: int, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> float:
    """Return the seconds until an answer is there, whatever it says."""
    begin = perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        line.request(method, path, body or None, headers or {})
        line.getresponse().read()
    finally:
        line.close()
    return perf_counter() - begin


def _growth(
    port: int, shape: Callable[[int], str], sizes: tuple[int, ...], repeats: int
) -> list[float]:
    """Return the least seconds at each size: a busy machine only adds to them."""
    found = []
    for size in sizes:
        body = shape(size).encode()
        found.append(min(_ask(port, "POST", "/sparql", body, DIRECT) for _ in range(repeats)))
    return found


def measured(out: Path, scale: float) -> Iterator[Row]:
    """Yield the rows, asked of a server of the graph in `out`."""
    sizes = tuple(int(size * max(scale, 0.1)) for size in SIZES)
    with _server(out) as port:
        with watched(port) as health:
            for name, shape in SHAPES.items():
                times = _growth(port, shape, sizes, 3)
                growth = times[-1] / times[0] * sizes[0] / sizes[-1]
                shown = ", ".join(f"{1000 * t:.0f} ms" for t in times)
                note = f"{' / '.join(f'{s // 1000} kB' for s in sizes)}: {shown}"
                job, peer = f"hostile query: {name}", "its growth with size (1: linear)"
                yield Row(job, peer, "≤ 4", growth, None, None, note, wall=times[-1])
        yield _slowest("`/health` meanwhile", health)
        body = urlencode({"query": f"SELECT * {{ ?s ?p '{'a' * int(0.95 * MEGABYTE)}' }}"}).encode()
        with watched(port) as health, ThreadPoolExecutor(40) as clients:
            list(clients.map(lambda _: _ask(port, "POST", "/sparql", body, FORM), range(40)))
        yield _slowest("`/health` during 40 requests with a literal of 950 kB", health)
        body = SHAPES["addresses that are not closed"](int(0.95 * MEGABYTE)).encode()
        with watched(port) as health, ThreadPoolExecutor(40) as clients:
            list(clients.map(lambda _: _ask(port, "POST", "/sparql", body, DIRECT), range(40)))
        yield _slowest("`/health` during 40 hostile requests of 950 kB", health)


def _slowest(job: str, times: list[float]) -> Row:
    slowest = max(times)
    note = f"median {1000 * median(times):.0f} ms, slowest {1000 * slowest:.0f} ms of {len(times)}, by the clock"
    return Row(job, "", "< 1 s", None, slowest, None, note, wall=slowest)


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows for the graph of Lille."""
    return of_lille(lambda out: measured(out, scale))


def main() -> None:
    """Print the rows for a built graph."""
    printed(__doc__, lambda out: measured(out, 1.0), _said)


def _said(row: Row) -> str:
    value = f"{row.ratio:.2f}" if row.ratio else f"{row.ours:.2f} s"
    return f"{row.job}: {value} ({row.notes})"


if __name__ == "__main__":
    main()
