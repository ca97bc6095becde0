"""Decide which addresses a request may go to: web addresses of the public internet only, redirects
included.

A source is a stranger. An answer that redirects to a file, from https to http, or to an address of
the user's own network (loopback, private, link-local: RFC 6890) is refused. The connection uses the
address that was checked, so a second resolution of the name cannot change it. Hosts that the user
names are trusted.
"""

import ipaddress
import os
import socket
import urllib.request
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from frenchtech_graph.io.faults import Fault, FaultsError

TRUSTED = "FRENCHTECH_TRUSTED_HOSTS"
"""Environment variable: hosts of one's own network that may be asked, separated by commas."""


def named_by_user() -> frozenset[str]:
    """Return the hosts that `FRENCHTECH_TRUSTED_HOSTS` lists."""
    return frozenset(h.strip().lower() for h in os.environ.get(TRUSTED, "").split(",") if h.strip())


_OF_IPV4 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96")))
"""IPv6 networks whose last 32 bits are an IPv4 address: translated (RFC 6052), compatible."""


class DestinationError(FaultsError):
    """A request would go to a refused address."""


def _refused(url: str, code: str, **details: str) -> DestinationError:
    return DestinationError([Fault(url, 0, "", "", code, details)])


def check(url: str, trusted: Iterable[str], *, before: str | None = None) -> None:
    """Refuse an address that is not a web address, is plainly private, or leaves the https of
    `before`.

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
        host == "localhost" or host.endswith(".localhost") or is_private(host)
    ):
        raise _refused(url, "fetch-private", expected=host)


def is_private(address: str) -> bool:
    """Return whether a numeric address is outside the public internet. Return False for a name."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(found) if isinstance(found, ipaddress.IPv6Address) else []
    return any(not a.is_global or a.is_multicast for a in (found, *inner))


def _inner(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """Return the IPv4 addresses that an IPv6 address leads to: mapped, compatible (RFC 4291), 6to4
    (RFC 3056), Teredo (RFC 4380), translated (RFC 6052).
    """
    last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    return [a for a in found if a] + [last for net in _OF_IPV4 if address in net]


def connected(
    address: tuple[str, int], timeout: Any = None, source: Any = None, *, trusted: frozenset[str]
) -> Any:
    """Return a socket to a host, by an address that was checked.

    Raises:
        DestinationError: the host leads into one's own network and is not trusted.
        OSError: no address of it can be reached.
    """
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if host.lower() not in trusted and any(is_private(str(to[0])) for *_, to in found):
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


def line(kind: Any, trusted: frozenset[str], host: str, **options: Any) -> Any:
    """Return a connection of `http.client` that goes to an address that was checked, or not at
    all.
    """
    made = kind(host, **options)
    made._create_connection = partial(
        connected, trusted=trusted
    )  # called by `connect` of the library
    return made


def leads_home(host: str) -> bool:
    """Return whether a host is or resolves to a private address.

    Return False if it does not resolve.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(is_private(str(to[0])) for *_, to in found)


def proxies() -> frozenset[str]:
    """Return the hosts of the proxies that the environment names."""
    stated = urllib.request.getproxies().values()
    return frozenset(urlsplit(p if "//" in p else f"//{p}").hostname or "" for p in stated)
