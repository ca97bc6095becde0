"""The server of the page: on the loopback address alone, with a token of its own."""

import json
import secrets
import webbrowser
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from frenchtech_graph.ingest.tables.raw_table import LARGEST_FILE
from frenchtech_graph.io.words import beside
from frenchtech_graph.views.importing.session import Session

_WORDS = beside(__file__)
_TOKEN = "X-Import-Token"  # noqa: S105 - the name of a header
_PAGE = Path(__file__).with_suffix(".html")


def server(lang: str, folder: Path, port: int = 0) -> tuple[ThreadingHTTPServer, str]:
    """Return the server of the page, not yet running, and the address to open, which contains the
    token.

    It listens on the loopback address only, at a free port unless `port` is given. It needs only
    threads, so it runs on every platform of Python.
    """
    token = secrets.token_urlsafe(24)
    session = Session(folder, lang)
    handler = type("Handler", (_Handler,), {"session": session, "token": token})
    found = ThreadingHTTPServer(("127.0.0.1", port), handler)
    found.daemon_threads = True
    return found, f"http://127.0.0.1:{found.server_address[1]}/?token={token}"


def run(lang: str, *, tell: Callable[[str], Any], folder: Path = Path("imports")) -> None:
    """Serve the page until it is interrupted, and open it in a browser."""
    found, address = server(lang, folder)
    tell(address)
    webbrowser.open(address)
    try:
        found.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        found.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers the page and its requests. Each needs the token, and the loopback's name."""

    session: Session
    token: str
    server_version = "frenchtech-graph"

    def do_GET(self) -> None:
        """Answer the page."""
        stated = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
        if urlsplit(self.path).path != "/" or not self._is_ours(stated):
            self._send(403, b"", "text/plain")
            return
        nonce = secrets.token_urlsafe(16)
        words = json.dumps(_WORDS.all_of(self.session.lang), ensure_ascii=False)
        page = _PAGE.read_text(encoding="utf-8")
        for name, value in (
            ("NONCE", nonce),
            ("LANG", self.session.lang),
            ("WORDS", words.replace("<", "\\u003c")),
            ("TOKEN", self.token),
        ):
            page = page.replace(f"@@{name}@@", value)
        self._send(200, page.encode(), "text/html; charset=utf-8", nonce)

    def do_POST(self) -> None:
        """Read a file, take answers, or write the tables."""
        stated = self.headers.get("Content-Length") or ""
        size = int(stated) if stated.isascii() and stated.isdecimal() else -1
        if not self._is_ours(self.headers.get(_TOKEN, "")):
            status, found = 403, None
        elif size < 0:
            status, found = 411, None
        elif size > LARGEST_FILE:
            status, found = 413, None
        else:
            status, found = self._done(urlsplit(self.path).path, self.rfile.read(size))
        if status != 200:
            self.close_connection = True
        text = json.dumps(found or {}, ensure_ascii=False)
        self._send(status, text.encode(), "application/json")

    def _done(self, path: str, body: bytes) -> tuple[int, Any]:
        """Return the status and the answer of a request that brought the token."""
        if path == "/read":
            return 200, self.session.read(unquote(self.headers.get("X-File-Name", "")), body)
        if path == "/write":
            return 200, self.session.write()
        if path != "/answer":
            return 404, None
        try:
            answers = json.loads(body or b"{}")
            return 200, self.session.answer({int(n): str(t) for n, t in answers.items()})
        except (ValueError, AttributeError, RecursionError):
            return 400, None

    def _is_ours(self, token: str) -> bool:
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        same = secrets.compare_digest(token.encode(), self.token.encode())
        return host in ("127.0.0.1", "localhost") and same

    def _send(self, status: int, body: bytes, kind: str, nonce: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        policy = f"script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'"
        rest = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        self.send_header("Content-Security-Policy", f"default-src 'none'; {policy}; {rest}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log no request, because the address contains the token."""
