"""Short requests to the endpoint, read in one look and answered without a framework.

Most requests to an endpoint are one short line or form. A request is handled here only if it is
complete, plain and unambiguous. It is a GET or POST to `/sparql` in HTTP/1.1 with an ASCII head.
The head has no repeated header, and no header that changes how the request is read
(`Transfer-Encoding`, `Expect` …). Its body has the stated length. Any other request is passed to
the framework, which implements all of HTTP.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache, partial
from http import HTTPStatus
from time import perf_counter, time

from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.answering import Outcome
from frenchtech_graph.views.server.endpoint import Reply, count, own, tag_of, validators
from frenchtech_graph.views.server.guard import HEADERS, is_ours
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.messages import request
from frenchtech_graph.views.server.metrics import Metrics
from frenchtech_graph.views.server.requests import FORM, QUERY, Asked, RefusedError
from frenchtech_graph.views.server.site import Site

LONGEST = 32 * 1024
"""Bytes of a head, and of a body, that are read here."""
_LINE = re.compile(rb"(GET|POST) /sparql(?:\?([!-~]*))? HTTP/1\.1\Z")
_HEADER = re.compile(rb"([A-Za-z0-9-]+):[ \t]*([ -~]*?)[ \t]*\Z")
_NOT_HERE = frozenset(
    b"transfer-encoding expect upgrade te trailer content-encoding range if-none-match"
    b" if-modified-since if-match if-unmodified-since origin http2-settings sec-websocket-key"
    b" proxy-connection access-control-request-method".split()
)
_FIXED = b"".join(b"%s: %s\r\n" % header for header in HEADERS) + b"\r\n"
_SHORT = 8192
"""Size limit in bytes of a cached request."""
_KEPT = 256
"""Number of cached requests."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """The head of a request: its length, the length of its body, and the relevant fields."""

    size: int
    body: int
    method: str
    query_string: bytes
    headers: dict[bytes, bytes]
    stays: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Ready:
    """A request in the form for a worker, and the validators of its answer."""

    text: bytes
    validators: bytes


def head(data: bytes) -> Head | None:
    """Return the head of a request that can be handled here, None for any other.

    >>> head(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n").query_string
    b'query=ASK%7B%7D'
    >>> head(b"GET /sparql?query=a HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n") is None
    True
    """
    end = data.find(b"\r\n\r\n", 0, LONGEST)
    if end < 0:
        return None
    first, *lines = data[:end].split(b"\r\n")
    line = _LINE.match(first)
    if line is None:
        return None
    headers: dict[bytes, bytes] = {}
    for one in lines:
        found = _HEADER.match(one)
        if found is None:
            return None
        name = found[1].lower()
        if name in headers or name in _NOT_HERE:
            return None
        headers[name] = found[2]
    connection = headers.get(b"connection", b"keep-alive").lower()
    if b"host" not in headers or connection not in (b"keep-alive", b"close"):
        return None
    return _fitting(end + 4, line, headers, connection == b"keep-alive")


def _fitting(
    size: int, line: "re.Match[bytes]", headers: dict[bytes, bytes], stays: bool
) -> Head | None:
    """Return a head that asks a query, with a body where it must have one."""
    stated = headers.get(b"content-length", b"0")
    if not stated.isdigit() or len(stated) > 6 or int(stated) > LONGEST:
        return None
    query, length = line[2] or b"", int(stated)
    if line[1] == b"GET":
        fits = b"query=" in query and not length
    else:
        kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower().decode()
        fits = length > 0 and kind in (FORM, QUERY)
    return Head(size, length, line[1].decode(), query, headers, stays) if fits else None


@dataclass(eq=False)
class Quick:
    """Answers short requests once the site is ready.

    Requests of `proxies` are passed to the framework, because these represent other clients. The
    parsed form of a request is cached, because most clients repeat a few queries. Answers are never
    cached.
    """

    limits: Limits
    metrics: Metrics
    hosts: frozenset[str] = frozenset()
    proxies: frozenset[str] = frozenset()
    site: Site | None = None

    def head(self, data: bytes, client: str) -> Head | None:
        """Return the head of a request that is answered here, None for one that is not."""
        if self.site is None or client in self.proxies:
            return None
        found = (_kept_head if len(data) < _SHORT else head)(data)
        if found is None or not is_ours(found.headers[b"host"].decode(), self.hosts):
            return None
        return found if found.body <= self.limits.body else None

    def answer(
        self, found: Head, body: bytes, client: str, deliver: Callable[[bytes], None]
    ) -> Callable[[], None]:
        """Start a request. `deliver` receives the complete answer in HTTP.

        It is never called before this returns. Call the returned function if the client leaves.
        """
        assert self.site is not None
        short = found.size + found.body < _SHORT
        ready = (_kept_ready if short else _ready)(self.site, found, body)
        done = partial(self._done, found, ready, perf_counter(), deliver)
        try:
            place = self.site.pool.submit(ready.text, client, done)
        except RefusedError as refusal:
            return asyncio.get_running_loop().call_soon(done, refusal).cancel
        return partial(self.site.pool.leave, place)

    def _done(
        self,
        found: Head,
        ready: _Ready,
        begin: float,
        deliver: Callable[[bytes], None],
        outcome: Outcome | Exception,
    ) -> None:
        assert self.site is not None
        count(self.site, outcome, begin)
        validators = b""
        if isinstance(outcome, Outcome):
            reply = Reply(outcome.status, outcome.media_type, outcome.body, own(outcome))
            validators = ready.validators if outcome.status == 200 else b""
        elif isinstance(outcome, RefusedError):
            text = outcome.message.encode() + b"\n"
            reply = Reply(outcome.status, "text/plain", text, outcome.headers)
        else:
            _LOG.error("a request to the endpoint failed", exc_info=outcome)
            reply = Reply(500, "text/plain", b"The server failed.\n")
        self.metrics.request("/sparql", reply.status)
        deliver(written(reply, found.stays, validators))


_kept_head = lru_cache(maxsize=_KEPT)(head)


def _ready(site: Site, found: Head, body: bytes) -> _Ready:
    values = (found.headers.get(n, b"").decode() for n in _READ)
    kind, accept, encodings = values
    packing = negotiation.packing(encodings)
    asked = Asked(found.method, found.query_string, kind, body, accept, packing)
    stated = validators(site, tag_of(site.build, asked)) if found.method == "GET" else {}
    return _Ready(request(asked), _lines(stated))


_kept_ready = lru_cache(maxsize=_KEPT)(_ready)
_READ = (b"content-type", b"accept", b"accept-encoding")


def written(reply: Reply, stays: bool, validators: bytes = b"") -> bytes:
    """Return an answer in HTTP/1.1."""
    return b"".join(
        (
            _first(reply.status, reply.media_type),
            b"content-length: %d\r\n" % len(reply.body),
            _date(int(time())),
            validators,
            _lines(reply.headers) if reply.headers else b"",
            b"" if stays else b"connection: close\r\n",
            _FIXED,
            reply.body,
        )
    )


def _lines(headers: dict[str, str]) -> bytes:
    lines = "".join(f"{name.lower()}: {value}\r\n" for name, value in headers.items())
    return lines.encode("latin-1", "replace")


@lru_cache(maxsize=64)
def _first(number: int, media_type: str) -> bytes:
    status = HTTPStatus(number)
    kind = media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")
    return f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: {kind}\r\n".encode()


@lru_cache(maxsize=2)
def _date(second: int) -> bytes:
    return f"date: {formatdate(second, usegmt=True)}\r\n".encode()
