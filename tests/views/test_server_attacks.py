"""Attacks on a default server: nothing leaves it, it answers throughout, keeps its memory, and
replaces every worker that dies.
"""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import monotonic, perf_counter, sleep

import pytest

from frenchtech_graph.api import EcosystemGraph
from tests.support.attacks import attacks
from tests.support.more_attacks import MORE
from tests.support.running_server import Running, descendants, runs, serving

pytest.importorskip("uvicorn")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("server"),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc"),
]
MEGABYTE = 1 << 20
FLAT = 300 * MEGABYTE
"""What the processes may keep beyond the first round: pages of the store that they touched."""


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder) as found:
        yield found


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """Listen where nobody may come; the list holds who came."""
    came: list[object] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        over = threading.Event()

        def accept() -> None:
            while not over.is_set():
                try:
                    came.append(listener.accept()[1])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/x", came
        over.set()
        thread.join()


def health(port: int) -> int:
    """Return the status of `/health`, from an address that no attack uses."""
    line = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=60, source_address=("127.0.0.2", 0)
    )
    try:
        line.request("GET", "/health")
        return line.getresponse().status
    finally:
        line.close()


@contextmanager
def watched(server: Running) -> Iterator[list[tuple[float, int]]]:
    """Ask `/health` all the time; the list holds how long each answer took, and its status."""
    seen: list[tuple[float, int]] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            begun = perf_counter()
            try:
                status = health(server.port)
            except OSError:
                status = 0
            seen.append((perf_counter() - begun, status))

    thread = threading.Thread(target=watch)
    thread.start()
    yield seen
    over.set()
    thread.join()


def kept(server: Running) -> int:
    """Return the bytes that the server and its children have to themselves."""
    total = 0
    for pid in (server.process.pid, *descendants(server.process.pid)):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Private_"):
                total += 1024 * int(line.split()[1])
    return total


def test_attacks_come_to_nothing(server: Running, request: pytest.FixtureRequest) -> None:
    """Attacks, twice: what the second round adds to the memory is what would grow for ever.

    With `--long` all of them, else a part of them drawn with a seed.
    """
    found = attacks() | attacks(MORE)
    assert len(found) >= 400
    if not request.config.getoption("--long"):
        found = {name: found[name] for name in Random(25).sample(sorted(found), 20)}
    whole = len(descendants(server.process.pid))
    sizes, faults = [], []
    with listening() as (address, came):
        for number in (1, 2):
            for name, attack in found.items():
                with watched(server) as health:
                    statuses = attack(server.port, address)
                    sleep(0.1)
                slowest = max((seconds for seconds, _ in health), default=0.0)
                if bad := {s for _, s in health} - {200}:
                    faults.append(f"{name}: /health {bad}")
                if slowest > 5:
                    faults.append(f"{name}: /health took {slowest:.1f} s")
                if 500 in statuses:
                    faults.append(f"{name}: 500")
                if came:
                    faults.append(f"{name}: something left")
                    came.clear()
            deadline = monotonic() + 30
            while len(descendants(server.process.pid)) < whole and monotonic() < deadline:
                sleep(0.2)
            assert all(runs(pid) for pid in descendants(server.process.pid)), number
            assert len(descendants(server.process.pid)) >= whole
            sizes.append(kept(server))
            replies = [server.query("ASK {}").status for _ in range(20)]
            assert replies == [200] * 20
    print(f"{len(found)} attacks, MB after each round: {[s >> 20 for s in sizes]}")
    assert faults == []
    assert sizes[1] - sizes[0] < FLAT
