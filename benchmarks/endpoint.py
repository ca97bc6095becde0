"""Load on the endpoint: 1,000 requests by 32 clients, against the engine alone in the same run.

    python benchmarks/endpoint.py out/lille [--requests 1000] [--clients 32]

Says: errors, p50 and p95 of one client and of all clients as ratios to the engine alone, requests
per second as a ratio to the engine alone, and the growth of the server's memory over the run.
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, sleep
from urllib.parse import urlencode

import pyoxigraph as ox

from frenchtech_graph import catalogue as queries
from frenchtech_graph.graph.store import open_store

NAMES = (
    "startups",
    "investors-of",
    "hubs",
    "rounds",
    "sectors",
    "founders-of",
    "local-money",
    "label-holders",
)


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def timed(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def ask(connection: http.client.HTTPConnection, text: str) -> None:
    body = urlencode({"query": text})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/sparql-results+json",
    }
    connection.request("POST", "/sparql", body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {content[:100]!r}")
    json.loads(content)


def processes(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(p for child in children for p in processes(int(child)))]


def memory(pid: int) -> int:
    """Return the bytes that the server and its workers have to themselves (Linux)."""
    lines = [
        line
        for p in processes(pid)
        for line in Path(f"/proc/{p}/smaps_rollup").read_text().splitlines()
    ]
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Private_"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--requests", type=int, default=1000)
    options.add_argument("--clients", type=int, default=32)
    given = options.parse_args()
    store = open_store(given.out)
    texts = [queries.prepare(store, name) for name in NAMES]
    todo = [texts[i % len(texts)] for i in range(given.requests)]

    def engine(text: str) -> None:
        found = store.query(text)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(format=ox.QueryResultsFormat.JSON)

    alone = [timed(partial(engine, t)) for t in todo]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "frenchtech_graph",
        "serve",
        "--out",
        str(given.out),
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        measure(server.pid, port, todo, alone, given.clients)
    finally:
        server.terminate()


def connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def measure(pid: int, port: int, todo: list[str], alone: list[float], clients: int) -> None:
    for _ in range(200):
        try:
            ask(connect(port), todo[0])
            break
        except OSError:
            sleep(0.1)
    one = connect(port)
    serial = [timed(partial(ask, one, t)) for t in todo]
    before = memory(pid)
    times: list[float] = []
    errors: list[str] = []
    waiting = list(todo)

    def client() -> None:
        connection = connect(port)
        while waiting:
            try:
                text = waiting.pop()
            except IndexError:
                return
            try:
                times.append(timed(partial(ask, connection, text)))
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                errors.append(repr(error))
                connection = connect(port)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    total = timed(lambda: [t.start() for t in threads] and [t.join() for t in threads])
    for _ in range(3):
        waiting.extend(todo)
        again = [threading.Thread(target=client) for _ in range(clients)]
        for thread in again:
            thread.start()
        for thread in again:
            thread.join()
    after = memory(pid)
    print(f"processors {os.cpu_count()}, requests {len(todo)}, clients {clients}")
    print(f"errors: {len(errors)} {errors[:2]}")
    print(
        f"engine alone: p50 {1000 * statistics.median(alone):.2f} ms, p95"
        f" {1000 * percentile(alone, 0.95):.2f} ms"
    )
    for name, found in (("one client", serial), (f"{clients} clients", times[: len(todo)])):
        p50, p95 = (percentile(found, p) / percentile(alone, p) for p in (0.5, 0.95))
        print(
            f"{name}: p50 {p50:.1f} ×, p95 {p95:.1f} × the engine alone (p95"
            f" {1000 * percentile(found, 0.95):.1f} ms)"
        )
    print(
        f"requests per second: {len(todo) / total:.0f}, {sum(alone) / total:.2f} × the engine alone"
        " in one thread"
    )
    print(
        f"memory: {before >> 20} MB after {len(todo)} requests, {after >> 20} MB after"
        f" {5 * len(todo)}"
    )


if __name__ == "__main__":
    main()
