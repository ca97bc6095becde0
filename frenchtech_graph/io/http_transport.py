"""Requests of downloads and APIs, by urllib3: kept connections to checked addresses, redirects
checked one by one, failures of one kind.
"""

import http.client
import ssl
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.exceptions import TimeoutError as SlowError

from frenchtech_graph.io import destinations
from frenchtech_graph.io.network_policy import Failure, Stream, first_words, retry_after

_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class Response:
    """An answer whose body has not been read: its address after redirects, status, headers."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: Stream


@dataclass
class Transport:
    """Sends GET requests to `trusted` hosts and to hosts of the public internet.

    `timeout` is in seconds, for each wait on the network.
    """

    agent: str
    timeout: float
    trusted: frozenset[str]

    @contextmanager
    def opened(self, url: str, headers: Mapping[str, str], now: float) -> Iterator[Response]:
        """Open an address and follow redirects. `headers` go to its own host only.

        Raises:
            DestinationError: the address, or the target of a redirect, is refused.
            Failure: there is no answer, or its status is not a success.
        """
        response, address = self._followed(url, headers)
        try:
            if response.status >= 300:
                detail = first_words(_beginning(response), 160) or _name(response.status)
                wait = retry_after(response.headers, now)
                raise Failure("status", detail, status=response.status, wait=wait)
            yield Response(address, response.status, response.headers, _Body(response))
        finally:
            response.close()

    def _followed(
        self, url: str, headers: Mapping[str, str]
    ) -> tuple[urllib3.BaseHTTPResponse, str]:
        destinations.check(url, self.trusted)
        address = url
        for _ in range(_MOST_REDIRECTS + 1):
            own = headers if urlsplit(address).netloc == urlsplit(url).netloc else {}
            response = self._sent(address, own)
            to = response.headers.get("Location")
            if response.status not in _MOVED or not to:
                return response, address
            response.close()
            before, address = address, urljoin(address, to)
            destinations.check(address, self.trusted, before=before)
        raise Failure("status", _name(response.status), status=response.status)

    def _sent(self, url: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        stated = {"User-Agent": self.agent, "Accept": "*/*", **headers}
        options: dict[str, Any] = {"redirect": False, "retries": False, "preload_content": False}
        try:
            return self._manager(url).request("GET", url, headers=stated, **options)
        except SlowError as error:
            raise Failure("slow", round(self.timeout)) from error
        except HTTPError as error:
            cause = error.args[-1] if isinstance(error, ProtocolError) else error
            if isinstance(cause, TimeoutError):
                raise Failure("slow", round(self.timeout)) from error
            raise Failure("unreachable", cause) from error

    def _manager(self, url: str) -> urllib3.PoolManager:
        parts = urlsplit(url)
        proxied = parts.scheme in self._proxied and not urllib.request.proxy_bypass(
            parts.hostname or ""
        )
        return self._proxied[parts.scheme] if proxied else self._direct

    @cached_property
    def _direct(self) -> urllib3.PoolManager:
        return _guarded(urllib3.PoolManager(**self._options), self.trusted)

    @cached_property
    def _proxied(self) -> dict[str, urllib3.PoolManager]:
        """Return managers by scheme. A proxy of the environment is trusted."""
        hosts = self.trusted | destinations.proxies()
        return {
            scheme: _guarded(
                urllib3.ProxyManager(
                    proxy if "//" in proxy else f"http://{proxy}", **self._options
                ),
                hosts,
            )
            for scheme, proxy in urllib.request.getproxies().items()
            if scheme in ("http", "https")
        }

    @property
    def _options(self) -> dict[str, Any]:
        return {
            "timeout": urllib3.Timeout(connect=self.timeout, read=self.timeout),
            "ssl_context": ssl.create_default_context(),
        }


class _Body:
    """The bytes of an answer, without decompression."""

    def __init__(self, response: urllib3.BaseHTTPResponse) -> None:
        self._response = response

    def read1(self, amt: int, /) -> bytes:
        try:
            return self._response.read1(amt, decode_content=False)
        except SlowError as error:
            raise Failure("slow", "–") from error
        except (HTTPError, OSError, http.client.HTTPException) as error:
            raise Failure("cut", error) from error


def _beginning(response: urllib3.BaseHTTPResponse) -> bytes:
    try:
        return response.read(2000, decode_content=False)
    except (HTTPError, OSError):
        return b""


def _name(status: int) -> str:
    return http.client.responses.get(status, "–")


def _guarded(manager: urllib3.PoolManager, trusted: frozenset[str]) -> urllib3.PoolManager:
    """Let a manager connect to checked addresses only."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> Any:
            return destinations.connected(
                (self._dns_host, self.port), self.timeout, trusted=trusted
            )

    class Secure(HTTPSConnection):
        def _new_conn(self) -> Any:
            return destinations.connected(
                (self._dns_host, self.port), self.timeout, trusted=trusted
            )

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure

    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return manager
