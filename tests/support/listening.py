"""Listeners on loopback that count who comes: one that answers nothing, one that answers SPARQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ANSWER = (
    b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"secret"}}]}}'
)
JSON = "application/sparql-results+json"
Reply = tuple[int, dict[str, str], bytes]


class Listener:
    """A web server on loopback, and the queries it got."""

    def __init__(self, reply: Callable[[str], Reply]) -> None:
        self.queries: list[str] = []
        self.connections = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _say(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                query = parse_qs(body).get("query", [body])[0]
                outer.queries.append(query)
                status, headers, content = reply(query)
                self.send_response(status)
                for name, value in {
                    "Content-Type": JSON,
                    "Content-Length": str(len(content)),
                    **headers,
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _say  # noqa: N815 - the library's names

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        class Server(ThreadingHTTPServer):
            def verify_request(self, request: object, client_address: object) -> bool:
                outer.connections += 1
                return True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def listening(reply: Callable[[str], Reply] = lambda _: (200, {}, ANSWER)) -> Iterator[Listener]:
    """Listen on loopback, and answer what `reply` makes of a query."""
    listener = Listener(reply)
    try:
        yield listener
    finally:
        listener.close()
