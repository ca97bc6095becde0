"""Where a request may go: web addresses of the public internet, and nowhere a redirect leads
against that.

A source is a stranger. An answer that redirects to a file, from https to http, or to an address of
the user's own network (loopback, private, link-local: RFC 6890) is refused, and the address that
was checked is the one that is connected to, so that a name cannot be resolved anew in between.
Hosts that the user names are trusted.
"""

import http.client
import ipaddress
import os
import socket
import urllib.request
from collections.abc import Iterable
from functools import partial
from typing import IO, Any
from urllib.parse import urlsplit

from frenchtech_graph.io.faults import Fault, FaultsError

TRUSTED = "FRENCHTECH_TRUSTED_HOSTS"
"""Environment variable: hosts of one's own network that may be asked, separated by commas."""


def named_by_user() -> frozenset[str]:
    """Return the hosts that the environment trusts: those of `FRENCHTECH_TRUSTED_HOSTS`."""
    return frozenset(h.strip().lower() for h in os.environ.get(TRUSTED, "").split(",") if h.strip())


class DestinationError(FaultsError):
    """A request would go where none may."""


def _refused(url: str, code: str, **details: str) -> DestinationError:
    return DestinationError([Fault(url, 0, "", "", code, details)])


def check(url: str, trusted: Iterable[str], *, before: str | None = None) -> None:
    """Refuse an address that is no web address, is plainly of one's own network, or leaves https
    `before` it.

    Raises:
        DestinationError: it is one of these.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise _refused(url, "address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise _refused(url, "address")
    if before is not None and before.startswith("https:") and parts.scheme == "http":
        raise _refused(url, "fetch-downgrade", expected="https")
    if host not in trusted and (
        host == "localhost" or host.endswith(".localhost") or _is_private(host)
    ):
        raise _refused(url, "fetch-private", expected=host)


def _is_private(address: str) -> bool:
    """Tell whether an address in figures is not one of the public internet; a name is none."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return (
        not found.is_global or found.is_multicast or (mapped is not None and not mapped.is_global)
    )


def _connected(
    address: tuple[str, int], timeout: Any = None, source: Any = None, *, trusted: frozenset[str]
) -> Any:
    """Connect to a host by an address that was checked."""
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if host.lower() not in trusted and any(_is_private(str(to[0])) for *_, to in found):
        raise _refused(f"{host}:{port}", "fetch-private", expected=host)
    problem = OSError(f"{host}: no address")
    for family, kind, protocol, _, to in found:
        opened = socket.socket(family, kind, protocol)
        try:
            opened.settimeout(timeout)
            opened.connect(to)
        except OSError as error:
            opened.close()
            problem = error
        else:
            return opened
    raise problem


class _Http(urllib.request.HTTPHandler):
    def __init__(self, trusted: frozenset[str]) -> None:
        super().__init__()
        self._trusted = trusted

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(line, http.client.HTTPConnection, self._trusted), request)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, trusted: frozenset[str]) -> None:
        super().__init__()
        self._trusted = trusted

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(line, http.client.HTTPSConnection, self._trusted), request)


def line(kind: Any, trusted: frozenset[str], host: str, **options: Any) -> Any:
    """Return a connection of `http.client` that goes to an address that was checked, or not at
    all.
    """
    made = kind(host, **options)
    made._create_connection = partial(
        _connected, trusted=trusted
    )  # what `connect` of the library calls
    return made


def leads_home(host: str) -> bool:
    """Return whether a host is, or its name leads to, an address of one's own network; False if it
    leads nowhere.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(_is_private(str(to[0])) for *_, to in found)


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, trusted: frozenset[str]) -> None:
        self._trusted = trusted

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        check(newurl, self._trusted, before=req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any
    ) -> Any:
        # The library refuses other schemes with an error of its own; ours says the same in the
        # user's words.
        to = headers.get("location") or headers.get("uri")
        if to and urlsplit(to).scheme not in ("", "http", "https"):
            raise _refused(to, "address")
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def opener(trusted: frozenset[str]) -> urllib.request.OpenerDirector:
    """Return what opens web addresses, and nothing else: no files, no FTP.

    A proxy of the environment is trusted.
    """
    proxies = urllib.request.getproxies()
    hosts = trusted | {
        urlsplit(p if "//" in p else f"//{p}").hostname or "" for p in proxies.values()
    }
    made = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(proxies),
        urllib.request.UnknownHandler(),
        _Http(hosts),
        _Https(hosts),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(trusted),
        urllib.request.HTTPErrorProcessor(),
    ):
        made.add_handler(handler)
    return made
