"""The endpoint: the application in this process, asked with any method, path, headers and body."""

import asyncio
import atexit
import json
import threading
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from frenchtech_graph.io import json_texts
from frenchtech_graph.rdf import tokens as sparql
from frenchtech_graph.views.server import requests
from frenchtech_graph.views.server.app import Settings, create
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import RefusedError
from fuzz import mutations
from fuzz.harnesses import Harness

_LIMITS = Limits(seconds=1.0, rows=1000, workers=1, body=1 << 16)
_QUERIES = (
    "SELECT * { ?s ?p ?o }",
    "ASK { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:a>",
    "DROP ALL",
    "SELECT * FROM <http://127.0.0.1/x> { ?s ?p ?o }",
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "LOAD <file:///etc/passwd>",
    'SELECT ("\\u0022" AS ?x) {}',
    "SELECT (1/0 AS ?x) { VALUES ?y { UNDEF } }",
)
_PATHS = (
    "/",
    "/search?q=a",
    "/questions",
    "/questions/startups?ask=1&format=csv",
    "/id/actor/exotec",
    "/onto/StartUp",
    "/vocabulary",
    "/dataset",
    "/static/style.css",
    "/static/../app.py",
    "/vendor/%2e%2e/app.py",
    "/health",
    "/metrics",
    "/graph/a",
    "/concept/sector/health",
    "/nowhere",
    "/id/%00",
    "/id/actor/%F0%28",
)


def harnesses() -> Iterator[Harness]:
    """Yield the harnesses of the endpoint."""
    yield Harness("protocol", _job, _job_seeds, (RefusedError,), mutations.tree)
    yield Harness("application", _asked, _request_seeds, (), _changed)


def _job_seeds() -> list[bytes]:
    return [json.dumps(["GET", f"query={quote(q)}", "", "", "*/*"]).encode() for q in _QUERIES] + [
        json.dumps(["POST", "", "application/sparql-query; charset=utf-8", q, "text/csv"]).encode()
        for q in _QUERIES
    ]


def _job(data: bytes) -> object:
    """Read a request as the endpoint does, up to the job for a worker; what passes is a read query
    of one form.
    """
    method, address, kind, body, accept = _fields(data, 5)
    job = requests.read(
        requests.Asked(method, _bytes(address), kind, _bytes(body), accept), Limits()
    )
    assert sparql.form(job.text) in sparql.FORMS
    return job


def _fields(data: bytes, count: int) -> list[str]:
    try:
        found = json_texts.loads(data)
    except ValueError:
        found = [data.decode("latin-1")]
    texts = [
        f if isinstance(f, str) else json.dumps(f)
        for f in (found if isinstance(found, list) else [found])
    ]
    return (texts + [""] * count)[:count]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _request_seeds() -> list[bytes]:
    asked = [["GET", f"/sparql?query={quote(q)}", {"accept": "*/*"}, ""] for q in _QUERIES]
    asked += [
        ["POST", "/sparql", {"content-type": "application/sparql-query"}, q] for q in _QUERIES
    ]
    asked += [
        ["GET", path, {"accept": "text/html", "accept-language": "fr"}, ""] for path in _PATHS
    ]
    return [json.dumps(a).encode() for a in asked]


def _changed(data: bytes, chance: Random) -> bytes:
    return mutations.tree(data, chance)


class _Application:
    """The application with its workers, on a loop of its own."""

    def __init__(self) -> None:
        store = ox.Store()
        store.load(
            input="<https://w3id.org/fte/id/actor/exotec> a <https://w3id.org/fte/onto/StartUp> ;"
            ' <http://www.w3.org/2004/02/skos/core#prefLabel> "Exotec <b>"@fr .',
            format=ox.RdfFormat.TURTLE,
        )
        self.app, _, self._end = create(store, Settings(_LIMITS))
        self._loop = asyncio.new_event_loop()
        self._stop: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._started = threading.Event()
        asyncio.run_coroutine_threadsafe(self._live(), self._loop)
        assert self._started.wait(30)
        atexit.register(self._end)

    async def _live(self) -> None:
        messages = iter([{"type": "lifespan.startup"}])

        async def receive() -> dict[str, str]:
            return next(messages, None) or await self._stop.get()

        async def send(message: Any) -> None:
            self._started.set()

        await self.app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)

    def ask(self, scope: dict[str, Any], body: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
        """Return status, headers and body of the answer to a request."""
        return asyncio.run_coroutine_threadsafe(self._ask(scope, body), self._loop).result(30)

    async def _ask(
        self, scope: dict[str, Any], body: bytes
    ) -> tuple[int, dict[bytes, bytes], bytes]:
        sent: list[Any] = []
        parts = [body[:100], body[100:]]

        async def receive() -> dict[str, Any]:
            if not parts:
                await asyncio.Event().wait()  # the client is there and says no more
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        return (
            start["status"],
            dict(start["headers"]),
            b"".join(m.get("body", b"") for m in sent[1:]),
        )


@cache
def _application() -> _Application:
    return _Application()


def _asked(data: bytes) -> None:
    """Ask the application anything: it answers, never with 500, with its headers, and gives no file
    away.
    """
    try:
        method, target, headers, body = json_texts.loads(data)
        named = [(_bytes(str(k).lower()), _bytes(str(v))) for k, v in headers.items()]
    except (ValueError, TypeError, AttributeError):
        method, target, named, body = "GET", data.decode("latin-1"), [], ""
    path, _, query = str(target).partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
        "scheme": "http",
        "root_path": "",
        "method": _token(str(method)),
        "path": path if path.startswith("/") else "/" + path,
        "raw_path": _bytes(path),
        "query_string": _bytes(query),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "headers": [(b"host", b"127.0.0.1"), *((n, v) for n, v in named if n != b"host")],
    }
    status, answered, content = _application().ask(scope, _bytes(str(body)))
    assert 200 <= status < 500 or status == 503, (status, content[:200])
    assert b"content-security-policy" in answered
    assert b"\n" not in b"".join(answered.values()) and b"\r" not in b"".join(answered.values())
    assert b"Exotec <b>" not in content or b"html" not in answered.get(b"content-type", b"")
    assert b"def create(" not in content and b"root:" not in content


def _token(text: str) -> str:
    """Return a method as a server hands it over: letters only (h11 refuses anything else)."""
    return "".join(c for c in text if c.isascii() and c.isalpha()).upper() or "GET"
