"""A day in half an hour: build, serve, rebuild under load, query, fetch from a server with faults.

    python tests/support/soak.py --minutes 30 --record docs/soak.json

In the time given, whatever it is: `--requests` to one running server (a question each, now and then
a page, a mistake, a question that never ends), `--rebuilds` of its folder between two contents,
`--fetches` from a server that answers late, breaks off or refuses, `--queries` and maps by the
command line. Memory, descriptors and processes of the server and files on the disk are sampled all
the time. It ends with 1 if one of them grew from the second fifth of the time to the last, if an
answer was wrong, or if something stayed behind.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from frenchtech_graph import catalogue
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.io.leftovers import leftovers, temporary_leftovers
from tests.support.running_server import Running, descendants, serving

HERE = Path(__file__).resolve().parents[1]
MINI, HAL = HERE / "fixtures" / "mini", HERE / "fixtures" / "hal" / "records.json"
NAMES = ("startups", "investors-of", "hubs", "rounds", "sectors", "founders-of", "label-holders")
PAGES = ("/", "/health", "/openapi.json")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONGEST = 3
"""Seconds after which the server stops a question."""
GROWTH = {"memory_mb": (1.10, 20.0), "descriptors": (1.0, 8.0), "processes": (1.0, 2.0),
          "disk_mb": (1.05, 1.0), "files": (1.05, 4.0)}  # fmt: skip
"""How much a figure may differ at the end: times, and more."""


@dataclass
class Soak:
    """What is done, what came of it, and what was sampled."""

    place: Path
    minutes: float
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    samples: list[dict[str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begun = time.monotonic()

    def paced(self, number: int, work: Callable[[int], None]) -> threading.Thread:
        """Start a thread that does something so many times, evenly over the time."""

        def run() -> None:
            for turn in range(number):
                at = self.begun + self.minutes * 60 * turn / number
                time.sleep(max(0.0, at - time.monotonic()))
                try:
                    work(turn)
                except Exception as error:
                    self.faults.append(f"{work.__name__} {turn}: {error!r}"[:300])

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def command(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> int:
        """Run a command of the program; codes that are not expected are faults."""
        env = os.environ | {"TMPDIR": str(self.place / "tmp"), "FRENCHTECH_LANG": "en"}
        done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True,
                              check=False)  # fmt: skip
        if done.returncode not in codes:
            self.faults.append(
                f"{arguments[2:4]} ended with {done.returncode}: {done.stderr[-200:]}"
            )
        return done.returncode


class Faulty(http.server.BaseHTTPRequestHandler):
    """Serves the structures of HAL: whole, late, in part, not at all."""

    asked = 0
    body = b""

    def do_GET(self) -> None:
        """Answer in one of six ways, in turn; the third of a retry is whole."""
        turn = Faulty.asked = Faulty.asked + 1
        if turn % 6 in (1, 2):
            self.send_response(503 if turn % 6 == 1 else 500)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        if turn % 6 == 3:
            self.wfile.write(self.body[: len(self.body) // 2])
            self.close_connection = True
            return
        if turn % 6 == 4:
            time.sleep(0.5)
        self.wfile.write(self.body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def faulty_server() -> http.server.ThreadingHTTPServer:
    """Start the server with faults in a thread."""
    records = json.loads(HAL.read_text(encoding="utf-8"))
    records["response"]["docs"] = records["response"]["docs"][:8]
    records["response"]["numFound"] = len(records["response"]["docs"])
    Faulty.body = json.dumps(records).encode()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def fetch(address: str, cache: str) -> None:
    """Fetch from the server with faults, as the command does."""
    from frenchtech_graph.cli import main
    from frenchtech_graph.ingest.connectors.research import hal

    os.environ["FRENCHTECH_TRUSTED_HOSTS"] = "127.0.0.1"
    hal.MAPPING = replace(hal.MAPPING, about=replace(hal.MAPPING.about, address=address))
    main(["fetch", "hal", "--cache", cache, "--set", "query=1"])


def sampled(soak: Soak, server: Running) -> dict[str, float]:
    """Return what the server holds now, and the disk."""
    memory = descriptors = 0
    pids = [server.process.pid, *descendants(server.process.pid)]
    for pid in pids:
        try:
            descriptors += sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:  # a worker was just replaced
            continue
        memory += sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    files = [p for p in soak.place.rglob("*") if p.is_file()]
    return {
        "seconds": round(time.monotonic() - soak.begun, 1),
        "memory_mb": round(memory / 1000, 1),
        "descriptors": descriptors,
        "processes": len(pids),
        "disk_mb": round(sum(_size(p) for p in files) / 1e6, 2),
        "files": len(files),
    }


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it is temporary
        return 0


def asking(soak: Soak, server: Running, texts: list[str]) -> Callable[[int], None]:
    """Return what sends one request and holds the status of its answer."""

    def ask(turn: int) -> None:
        if turn % 10 == 3:
            kind, found = "page", server.send(PAGES[turn // 10 % len(PAGES)])
            good = found.status == 200
        elif turn % 50 == 7:
            kind, found = "mistake", server.query("SELECT * { ?s ?p ")
            good = found.status == 400
        elif turn % 200 == 19:
            kind, found = "endless", server.query(ENDLESS)
            good = found.status == 422  # stopped
        else:
            kind, found = "question", server.query(texts[turn % len(texts)])
            good = found.status == 200 and bool(found.json()["head"])
        soak.counts[kind] += 1
        if not good:
            soak.faults.append(f"{kind}: {found.status} {found.text[:120]}")

    return ask


def run(given: argparse.Namespace) -> dict[str, Any]:
    """Run it all, and return the record."""
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        soak = Soak(Path(name), given.minutes)
        (soak.place / "tmp").mkdir()
        out, cache = soak.place / "out", soak.place / "cache"
        contents = [[given.tables], [given.tables, str(MINI)]]
        if given.tables == "mini":
            other = Path(shutil.copytree(MINI, soak.place / "other")) / "actors.csv"
            text = other.read_text(encoding="utf-8")
            other.write_text(text.replace("Nordlys", "Nordlys bis"), encoding="utf-8")
            contents = [[str(MINI)], [str(other.parent)]]
        tool = ("-m", "frenchtech_graph")
        soak.command(*tool, "build", *contents[0], "--out", str(out))
        texts = [catalogue.prepare(open_store(out), n) for n in NAMES]
        address = f"http://127.0.0.1:{faulty_server().server_port}/hal"

        def rebuild(turn: int) -> None:
            soak.command(*tool, "build", *contents[(turn + 1) % 2], "--out", str(out), "--full")
            soak.counts["rebuild"] += 1

        def fetched(_: int) -> None:
            code = soak.command(__file__, "--fetch", address, str(cache), codes=(0, 1))
            soak.counts["fetch" if code == 0 else "fetch refused"] += 1

        def query(turn: int) -> None:
            soak.command(*tool, "query", NAMES[turn % len(NAMES)], "--out", str(out))
            soak.command(*tool, "map", "--plain", "-o", str(soak.place / "map.html"), "--out", str(out))  # fmt: skip
            soak.counts["query and map"] += 1

        with serving(out, "--timeout", str(LONGEST), "--workers", "2") as server:
            soak.begun = time.monotonic()
            threads = [
                soak.paced(given.requests, asking(soak, server, texts)),
                soak.paced(given.rebuilds, rebuild),
                soak.paced(given.fetches, fetched),
                soak.paced(given.queries, query),
            ]
            while any(t.is_alive() for t in threads):
                soak.samples.append(sampled(soak, server))
                time.sleep(max(0.2, given.minutes / 3))
            took = time.monotonic() - soak.begun
        left = [*leftovers(out), *leftovers(soak.place), *leftovers(cache / "hal"),
                *temporary_leftovers(soak.place / "tmp"), *(soak.place / "tmp").iterdir()]  # fmt: skip
        soak.faults += [f"left behind: {p.name}" for p in left]
    grown = growth(soak.samples)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "command": " ".join(["python tests/support/soak.py", *sys.argv[1:]]),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "seconds": round(took),
        "tables": given.tables,
        "done": dict(sorted(soak.counts.items())),
        "from_to": grown,
        "faults": soak.faults[:20],
        "flat": all(row["flat"] for row in grown.values()),
        "samples": soak.samples[:: max(1, len(soak.samples) // 60)],
    }


def growth(samples: list[dict[str, float]]) -> dict[str, dict[str, Any]]:
    """Return each figure in the second fifth of the time and in the last, and whether it is flat."""
    fifth = max(1, len(samples) // 5)
    early, late = samples[fifth : 2 * fifth] or samples, samples[-fifth:]
    found = {}
    for name, (times, more) in GROWTH.items():
        before, after = (median(s[name] for s in part) for part in (early, late))
        found[name] = {"from": before, "to": after, "flat": after <= before * times + more}
    return found


def main() -> int:
    """Run it, write the record, and say how it ended."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--rebuilds", type=int, default=24)
    parser.add_argument("--fetches", type=int, default=48)
    parser.add_argument("--queries", type=int, default=48)
    parser.add_argument("--tables", default="lille")
    parser.add_argument("--record", type=Path, default=None)
    parser.add_argument("--fetch", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.fetch:
        fetch(*given.fetch)
        return 0
    record = run(given)
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    if given.record:
        given.record.write_text(text, encoding="utf-8")
    short = {k: v for k, v in record.items() if k != "samples"}
    print(json.dumps(short, indent=1, ensure_ascii=False))
    return int(bool(record["faults"]) or not record["flat"])


if __name__ == "__main__":
    sys.exit(main())
