"""A server of one's own for a test: the real command's parts, in a process of its own, on
loopback.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode

import pyoxigraph as ox

from frenchtech_graph.graph.built_files import FORMAT, GRAPH_FOLDER, MANIFEST, QUADS
from frenchtech_graph.graph.sorting import sorted_quads

JSON = "application/sparql-results+json"


def place(store: ox.Store, out: Path) -> None:
    """Put what a store holds into a folder, as a build would."""
    quads = b"".join(sorted_quads(store))
    folder = out / GRAPH_FOLDER
    folder.mkdir()
    (folder / QUADS).write_bytes(quads)
    manifest = {"format": FORMAT, "sha256": hashlib.sha256(quads).hexdigest(), "datasets": []}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


@dataclass
class Reply:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found


@dataclass
class Running:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(
        self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            found = connection.getresponse()
            return Reply(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = JSON, **parameters: str) -> Reply:
        body = urlencode({"query": text, **parameters}).encode()
        return self.send(
            "/sparql",
            method="POST",
            body=body,
            Content_Type="application/x-www-form-urlencoded",
            Accept=accept,
        )


def descendants(pid: int) -> list[int]:
    """Return the processes a process started, and those they started (Linux)."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    children = [int(child) for child in text.split()]
    return children + [c for child in children for c in descendants(child)]


def runs(pid: int) -> bool:
    """Whether a process is there and no zombie (Linux)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(out: Path, *options: str) -> Iterator[Running]:
    """Serve the graph built into `out` with options of `frenchtech-graph serve`."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "frenchtech_graph",
        "serve",
        "--out",
        str(out),
        "--port",
        str(port),
        *options,
    ]
    with _started(command, port) as server:
        yield server


@contextmanager
def serving_with(out: Path, **limits: float) -> Iterator[Running]:
    """Serve the graph built into `out` with limits that are no options of the command."""
    port = free_port()
    code = f"""
from pathlib import Path
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.run import serve
serve(open_store(Path({str(out)!r})), Limits(**{limits!r}), host="127.0.0.1", port={port})
"""
    with _started([sys.executable, "-c", code], port) as server:
        yield server


@contextmanager
def _started(command: list[str], port: int) -> Iterator[Running]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    server = Running(port, process)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(server: Running) -> None:
    deadline = monotonic() + 240
    while monotonic() < deadline and server.process.poll() is None:
        try:
            if server.send("/health").status == 200:
                return
        except OSError:
            sleep(0.1)
    raise RuntimeError("the server did not start")
