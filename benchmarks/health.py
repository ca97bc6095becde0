"""The response times of `/health` during an attack, measured in a separate process.

A thread of the process that attacks would wait for that process, and not for the server.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, sleep

EVERY = 0.02
OWN = ("127.0.0.2", 0) if sys.platform == "linux" else None
"""The address of the watcher. The connections of an attacker count against its own address."""


@contextmanager
def watched(port: int) -> Iterator[list[float]]:
    """Ask `/health` every 20 ms. Afterwards the list has the seconds that each answer took."""
    times: list[float] = []
    command = [sys.executable, "-m", __name__, str(port)]
    watcher = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert watcher.stdout is not None
    try:
        watcher.stdout.readline()
        yield times
    finally:
        written, _ = watcher.communicate()
        if watcher.returncode:
            raise RuntimeError("/health did not answer")
        times += map(float, written.split())


def ask(port: int) -> float:
    """Return the seconds until `/health` answers 200.

    Raises:
        RuntimeError: it answers another status.
    """
    begun = perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120, source_address=OWN)
    try:
        line.request("GET", "/health")
        answer = line.getresponse()
        answer.read()
    finally:
        line.close()
    if answer.status != 200:
        raise RuntimeError(f"/health answered {answer.status}")
    return perf_counter() - begun


def main() -> None:
    """Print the time of each answer until the input is closed."""
    import threading

    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    print("ready", flush=True)
    while not over.is_set():
        print(ask(int(sys.argv[1])), flush=True)
        sleep(EVERY)


if __name__ == "__main__":
    main()
