"""Ctrl-C during the commands that take long: how soon they end, with which code, and what stays.

    python tests/support/interrupts.py out/france --moments 5

Each command runs once undisturbed; then it gets SIGINT at moments spread over the time that took. It
must end with 130, one line on the error stream, and nothing half-written.
"""

from __future__ import annotations

import argparse
import http.server
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
STARTING = 0.4
"""Seconds in which Python itself starts: until then it answers an interruption, not the program."""


@dataclass
class Ended:
    """How a command ended after each interruption."""

    name: str
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Slow(http.server.BaseHTTPRequestHandler):
    """Takes what is sent and answers after a long time: a server for `load` and `fetch`."""

    def _late(self) -> None:
        time.sleep(30)

    do_GET = do_POST = do_PUT = _late  # noqa: N815 - names of the library

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def slow_server() -> Iterator[str]:
    """Yield the address of a server that never answers in time."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


FETCH = """
from dataclasses import replace
from frenchtech_graph.__main__ import run
from frenchtech_graph.ingest.connectors.research import hal
hal.MAPPING = replace(hal.MAPPING, about=replace(hal.MAPPING.about, address="{address}"))
run()
"""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def commands(out: Path, place: Path, address: str, inputs: str) -> dict[str, list[str]]:
    """Return the long commands: name → arguments. What they write goes below `place`."""
    graph = ["--out", str(out)]
    fetch = FETCH.format(address=address)
    found = {
        "build": ["build", inputs, "--out", str(place / "built"), "--full"],
        "import": ["import", str(sheet(place)), "--out", str(place / "imported"), "--yes"],
        "gaps": ["gaps", *graph],
        "site": ["site", "-o", str(place / "site"), *graph],
        "map": ["map", "-o", str(place / "map.html"), *graph],
        "serve": ["serve", "--port", "0", *graph],
        "load": ["load", address, *graph],
        "query": ["query", ENDLESS, *graph],
    }
    told = {name: ["-m", "frenchtech_graph", *arguments] for name, arguments in found.items()}
    cache = ["--cache", str(place / "cache"), "--set", "query=1"]
    return told | {"fetch": ["-c", fetch, "fetch", "hal", *cache]}


def sheet(place: Path) -> Path:
    """Write a sheet of many rows."""
    path = place / "many.csv"
    if not path.exists():
        rows = (f"Acteur {i},start-up,Lille,2019,https://example.org/{i}" for i in range(20_000))
        path.write_text("nom,type,ville,création,site\n" + "\n".join(rows), encoding="utf-8")
    return path


def interrupted(name: str, arguments: list[str], place: Path, at: float, found: Ended) -> bool:
    """Interrupt a command after `at` seconds and note how it ended; tell whether it still ran."""
    temporary = place / "temporary"
    temporary.mkdir(exist_ok=True)
    env = os.environ | {"TMPDIR": str(temporary), "FRENCHTECH_LANG": "en",
                        "FRENCHTECH_TRUSTED_HOSTS": "127.0.0.1"}  # fmt: skip
    before = names(place)
    process = started(arguments, env)
    try:
        process.wait(at)
    except subprocess.TimeoutExpired:
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        found.seconds.append(time.monotonic() - begun)
        lines = told.strip().splitlines()
        over = process.returncode == -signal.SIGINT and not lines  # Python was closing down
        if over:
            return True
        if process.returncode != 130 or len(lines) != 1 or "Interrupted" not in lines[0]:
            found.faults.append(f"{name} at {at:.1f} s: {process.returncode}, {lines[-2:]}")
        left = names(place) - before
        if left:
            found.faults.append(f"{name} at {at:.1f} s left {sorted(left)[:3]}")
        return True
    process.communicate()
    return False


def names(place: Path) -> set[str]:
    """Return what a command must not leave: hidden files, temporary ones, locks."""
    hidden = {str(p) for p in place.rglob(".*")}
    return hidden | {str(p) for p in (place / "temporary").iterdir()}


def started(arguments: list[str], env: dict[str, str]) -> subprocess.Popen[str]:
    """Start a command that can be interrupted, however this process was started."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


def lasting(arguments: list[str], most: float) -> float:
    """Return how long a command takes, `most` seconds where it takes longer."""
    begun = time.monotonic()
    process = started(arguments, os.environ | {"FRENCHTECH_TRUSTED_HOSTS": "127.0.0.1"})
    try:
        process.wait(most)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return time.monotonic() - begun


def all_ended(out: Path, inputs: str, moments: int, only: list[str], most: float) -> list[Ended]:
    """Interrupt each command at so many moments."""
    told = []
    with slow_server() as address, tempfile.TemporaryDirectory() as unused:
        names_of_all = list(commands(out, Path(unused), address, inputs))
        for name in [n for n in names_of_all if not only or n in only]:
            with tempfile.TemporaryDirectory(prefix="interrupts-") as folder:
                place = Path(folder)
                arguments = commands(out, place, address, inputs)[name]
                span = lasting(arguments, most)
                found = Ended(name)
                for turn in range(moments):
                    at = STARTING + (span - STARTING) * (turn + 0.5) / moments
                    interrupted(name, arguments, place, at, found)
                told.append(found)
                shown = ", ".join(f"{s:.2f}" for s in found.seconds)
                print(f"{name} ({span:.0f} s): {shown} {found.faults}", file=sys.stderr, flush=True)
    return told


def main() -> int:
    """Print the slowest end of each command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--inputs", default="lille")
    parser.add_argument("--moments", type=int, default=5)
    parser.add_argument("--most", type=float, default=60)
    parser.add_argument("--only", action="append", default=[])
    given = parser.parse_args()
    told = all_ended(given.out, given.inputs, given.moments, given.only, given.most)
    for found in told:
        print(
            f"{found.name:<8} {len(found.seconds)} times, slowest {max(found.seconds, default=0):.2f} s"
        )
    return int(any(f.faults for f in told))


if __name__ == "__main__":
    sys.exit(main())
