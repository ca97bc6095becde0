"""SERVICE calls of workers, sent to allowed hosts and ports only, checked on connecting.

A redirect is not followed: it would be another connection. A name must not resolve to an address of
the local network, unless it did so when the server started: then the operator meant it.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlencode, urlsplit

from frenchtech_graph.io import destinations
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.io.network_policy import AGENT
from frenchtech_graph.views.server.services import (
    Destination,
    Found,
    NotAllowedError,
    Question,
    ServiceError,
    destination_of,
)

_ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.9"


class Relay:
    """Asks the allowed servers. Threads may share one."""

    def __init__(self, allowed: Iterable[Destination], limit: int) -> None:
        self._allowed = frozenset(allowed)
        self._own = frozenset(to.host for to in self._allowed if destinations.leads_home(to.host))
        self._limit = limit
        self._secure = ssl.create_default_context() if self._allowed else None
        self._open: set[socket.socket] = set()

    def ask(self, question: Question, seconds: float) -> Found:
        """Return the answer to a question, within `seconds` and the limit of bytes.

        Raises:
            NotAllowedError: its server is not allowed, or its name now leads to the local network.
            ServiceError: the server gave no answer.
        """
        try:
            to = destination_of(question.address)
        except ValueError as error:
            raise NotAllowedError("SERVICE must name a web address.") from error
        if to not in self._allowed:
            raise NotAllowedError(f"SERVICE may not ask {to}.")
        try:
            return self._answer(to, question, seconds)
        except FaultsError as error:
            raise NotAllowedError(
                f"SERVICE: {to.host} resolves to an address of the local network."
            ) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ServiceError(f"SERVICE: {to} gave no answer ({type(error).__name__}).") from error

    def _answer(self, to: Destination, question: Question, seconds: float) -> Found:
        parts = urlsplit(question.address)
        options = {"port": to.port, "timeout": seconds}
        if parts.scheme == "https":
            line = destinations.line(
                http.client.HTTPSConnection, self._own, to.host, context=self._secure, **options
            )
        else:
            line = destinations.line(http.client.HTTPConnection, self._own, to.host, **options)
        with contextlib.closing(line):
            line.connect()
            with self._until(line.sock, seconds):
                target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                headers = {
                    "Accept": _ACCEPT,
                    "Content-Type": "application/x-www-form-urlencoded",
                    "User-Agent": AGENT,
                    "Connection": "close",
                }
                body = urlencode({"query": question.query})
                line.request("POST", quote(target, safe="/?:@!$&'()*+,;=%~-._"), body, headers)
                return self._read(line.getresponse(), to)

    def _read(self, response: http.client.HTTPResponse, to: Destination) -> Found:
        if response.status != 200:
            moved = ": redirects are not followed" if 300 <= response.status < 400 else ""
            raise ServiceError(f"SERVICE: {to} answered {response.status}{moved}.")
        body = response.read(self._limit + 1)
        if len(body) > self._limit:
            raise ServiceError(f"SERVICE: the answer of {to} is longer than {self._limit} bytes.")
        return Found(response.headers.get_content_type(), body)

    @contextlib.contextmanager
    def _until(self, line: socket.socket, seconds: float) -> Iterator[None]:
        """Hang up when the time is over, even on a server that sends a byte now and then."""
        timer = threading.Timer(seconds, _hang_up, (line,))
        timer.daemon = True
        self._open.add(line)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._open.discard(line)

    def close(self) -> None:
        """Close all connections."""
        for line in list(self._open):
            _hang_up(line)


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
