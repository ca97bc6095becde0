"""A local HTTP server that plays a source: scripted answers, whole or broken, and a log of what was
asked.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from frenchtech_graph.io.client import Client, Clock


@dataclass(frozen=True)
class Asked:
    """A request: its path, its parameters and its headers."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer. `cut`: so many bytes come and the line drops.

    `drip`: seconds between two bytes.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0.0


LOOPBACK = frozenset({"127.0.0.1"})
"""The host the client must trust to ask this server at all."""
Play = Callable[[Asked], Reply]


class Server:
    """Answers by path: a list is played in order and its last answer repeated."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self._plays: dict[str, list[Reply | Play]] = {}

    def plays(self, path: str, *replies: Reply | Play) -> str:
        """Script the answers of a path and return its address."""
        self._plays[path] = list(replies)
        return self.url + path

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        script = self._plays.get(asked.path)
        if not script:
            return Reply(b"not here", 404)
        play = script.pop(0) if len(script) > 1 else script[0]
        return play if isinstance(play, Reply) else play(asked)


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server on a free port of the loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            reply = server.reply(
                Asked(parts.path, query, {k.lower(): v for k, v in self.headers.items()})
            )
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            body = reply.body if reply.cut is None else reply.body[: reply.cut]
            try:
                for at in range(0, len(body), 1 if reply.drip else len(body) or 1):
                    self.wfile.write(body[at : at + 1] if reply.drip else body)
                    self.wfile.flush()
                    time.sleep(reply.drip)
            except OSError:
                pass  # the client has had enough
            if reply.cut is not None:
                self.close_connection = True

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    server = Server(f"http://127.0.0.1:{listener.server_port}")
    thread = threading.Thread(
        target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()


class FakeTime:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


def client(passing: FakeTime, **options: Any) -> Client:
    """Return a client that never really waits."""
    clock = Clock(monotonic=passing.now, now=passing.now, sleep=passing.sleep)
    return Client(**{"clock": clock, "timeout": 5.0, "trusted": LOOPBACK, **options})
