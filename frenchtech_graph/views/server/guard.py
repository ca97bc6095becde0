"""Around every request: its size, the headers of its answer, its count.

Pure ASGI, without buffering.
"""

import asyncio
import ipaddress
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any

from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.metrics import Metrics
from frenchtech_graph.views.server.requests import RefusedError

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SECONDS_TO_READ = 60  # a client that does not take its answer is let go
_LONGEST_HEADERS = 32 * 1024
_LONGEST_ADDRESS = 32 * 1024
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:[0-9]{1,5})?", re.ASCII)
HEADERS = [
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            b" font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
            b" frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"vary", b"Accept, Accept-Encoding, Accept-Language, Origin"),
]


class Guard:
    """Wraps an application: refuses large bodies, sets headers, counts, and lets slow readers
    go.
    """

    def __init__(
        self,
        app: App,
        limits: Limits,
        metrics: Metrics,
        origin: str | None,
        hosts: frozenset[str] = frozenset(),
    ) -> None:
        self._app = app
        self._limits = limits
        self._metrics = metrics
        self._origin = origin
        self._hosts = frozenset(name.lower() for name in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = list(message.get("headers", []))
                stated = {name for name, _ in own}
                usual = [h for h in HEADERS if h[0] not in stated]  # a page may state its own
                message["headers"] = [*own, *usual, *self._cors()]
            await asyncio.wait_for(send(message), SECONDS_TO_READ)

        try:
            refusal = self._too_large(scope) or self._misdirected(scope) or self._foreign(scope)
            if refusal is None and _asks_first(scope):
                await _allow(sending)
            elif refusal:
                await _plain(sending, refusal)
            else:
                await self._app(scope, self._bounded(receive), sending)
        finally:
            self._metrics.request(_route(scope["path"]), status)

    def _cors(self) -> list[tuple[bytes, bytes]]:
        return (
            [
                (b"access-control-allow-origin", self._origin.encode("latin-1")),
                (b"access-control-expose-headers", b"ETag, X-SPARQL-Hint, Retry-After"),
            ]
            if self._origin
            else []
        )

    def _too_large(self, scope: Scope) -> RefusedError | None:
        stated = next((v for n, v in scope["headers"] if n == b"content-length"), b"0")
        if not stated.isdigit() or int(stated) > self._limits.body:
            return self._long_body()
        if sum(len(n) + len(v) for n, v in scope["headers"]) > _LONGEST_HEADERS:
            return RefusedError(431, f"Headers may have {_LONGEST_HEADERS} bytes at most.")
        if len(scope["query_string"]) > _LONGEST_ADDRESS:
            return RefusedError(
                414,
                f"An address may have {_LONGEST_ADDRESS} bytes at most; send long queries by POST.",
            )
        return None

    def _misdirected(self, scope: Scope) -> RefusedError | None:
        """Refuse a host name that is not the server's.

        A page of a stranger can point a name of its own at this address (DNS rebinding) and would
        then read the graph as if it were its own site. Numbers cannot be so pointed.
        """
        stated = next((v for n, v in scope["headers"] if n == b"host"), b"").decode("latin-1")
        if is_ours(stated, self._hosts):
            return None
        return RefusedError(421, "This server does not have that name (--host-name).")

    def _foreign(self, scope: Scope) -> RefusedError | None:
        """Refuse requests from pages of another site, unless that site was allowed."""
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        if not origin or self._origin in ("*", origin):
            return None
        if (
            origin.partition("://")[2].lower()
            == headers.get(b"host", b"").decode("latin-1").lower()
        ):
            return None
        return RefusedError(403, "Pages of other sites may not ask this server (--cors).")

    def _long_body(self) -> RefusedError:
        return RefusedError(
            413, f"A request may have {self._limits.body} bytes at most.", Connection="close"
        )

    def _bounded(self, receive: Receive) -> Receive:
        received = 0

        async def receiving() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limits.body:
                raise self._long_body()
            return message

        return receiving


@lru_cache(maxsize=64)
def is_ours(stated: str, hosts: frozenset[str]) -> bool:
    """Return whether a Host header matches this server: localhost, a number, or one of `hosts`."""
    if not _HOST.fullmatch(stated):
        return False
    name = host_name(stated)
    return "*" in hosts or name in hosts or name == "localhost" or is_number(name)


def host_name(stated: str) -> str:
    """Return the name in a Host header, without its port.

    >>> host_name("Example.org:8000"), host_name("[::1]:80"), host_name("127.0.0.1")
    ('example.org', '::1', '127.0.0.1')
    """
    if stated.startswith("["):
        return stated[1:].partition("]")[0].lower()
    return stated.partition(":")[0].rstrip(".").lower()


@lru_cache(maxsize=4096)
def network(address: str) -> str:
    """Return the client an address belongs to: for IPv6 a network of 64 bits, which one subscriber
    usually has.

    >>> network("203.0.113.7"), network("2001:db8::1"), network("::ffff:203.0.113.7"), network("")
    ('203.0.113.7', '2001:db8::/64', '203.0.113.7', '')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def is_number(name: str) -> bool:
    """Return whether a host is an address in numbers."""
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _asks_first(scope: Scope) -> bool:
    """Return whether a browser asks if a page of another site may ask (a CORS preflight)."""
    names = {name for name, _ in scope["headers"]}
    return scope["method"] == "OPTIONS" and b"access-control-request-method" in names


async def _allow(send: Send) -> None:
    headers = [
        (b"allow", b"GET, HEAD, POST, OPTIONS"),
        (b"access-control-allow-methods", b"GET, HEAD, POST"),
        (b"access-control-allow-headers", b"Content-Type, Accept"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _plain(send: Send, refusal: RefusedError) -> None:
    body = refusal.message.encode() + b"\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _route(path: str) -> str:
    """Return the first part of a path, so that counts stay few."""
    first = path.strip("/").partition("/")[0]
    known = (
        "sparql",
        "id",
        "onto",
        "concept",
        "scheme",
        "graph",
        "questions",
        "reconcile",
        "search",
        "static",
        "health",
        "ready",
        "metrics",
    )
    return f"/{first}" if first in known else ("/" if not first else "/other")
