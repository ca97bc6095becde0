"""Requests of SPARQLWrapper and of the Graph Store Protocol, by urllib: connections to checked
addresses, redirects decided by the caller, failures of one kind.
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any
from urllib.parse import urljoin

from frenchtech_graph.io import destinations
from frenchtech_graph.io.network_policy import Failure, first_words, retry_after

Judge = Callable[[str, str], None]
"""Called with the address before a redirect and the one after it. It raises if the redirect is not
allowed."""


def opener(
    trusted: frozenset[str], judge: Judge, *handlers: urllib.request.BaseHandler
) -> urllib.request.OpenerDirector:
    """Return an opener for web addresses only: no files, no FTP. `handlers` are added.

    A proxy of the environment is trusted.
    """
    hosts = trusted | destinations.proxies()
    made = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(urllib.request.getproxies()),
        urllib.request.UnknownHandler(),
        _Plain(hosts),
        _Secure(hosts),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(judge),
        urllib.request.HTTPErrorProcessor(),
        *handlers,
    ):
        made.add_handler(handler)
    return made


@contextmanager
def failures(now: Callable[[], float]) -> Iterator[None]:
    """Turn exceptions of urllib into `Failure`."""
    try:
        yield
    except urllib.error.HTTPError as error:
        detail = first_words(_beginning(error)) or http.client.responses.get(error.code, "–")
        wait = retry_after(error.headers, now())
        raise Failure("status", detail, status=error.code, wait=wait) from error
    except TimeoutError as error:
        raise Failure("slow") from error
    except http.client.IncompleteRead as error:
        raise Failure("cut", error) from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        slow = isinstance(reason, TimeoutError)
        raise Failure("slow" if slow else "unreachable", reason) from error


def _beginning(error: urllib.error.HTTPError) -> bytes:
    try:
        return error.read(2000)
    except (OSError, http.client.HTTPException):
        return b""


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, trusted: frozenset[str]) -> None:
        super().__init__()
        self._trusted = trusted

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        made = partial(destinations.line, http.client.HTTPConnection, self._trusted)
        return self.do_open(made, request)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, trusted: frozenset[str]) -> None:
        super().__init__()
        self._trusted = trusted

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        made = partial(destinations.line, http.client.HTTPSConnection, self._trusted)
        return self.do_open(made, request)


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any
    ) -> Any:
        # Checked before the library refuses other schemes with its own error.
        if to := headers.get("location") or headers.get("uri"):
            self._judge(req.full_url, urljoin(req.full_url, to))
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302
