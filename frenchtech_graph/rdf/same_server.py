"""Requests that stay with the server the user named: a redirect to another host, or out of https,
is refused.

A query, a graph or an account would else go wherever an answer says, the user's own network
included.
"""

import urllib.request
from typing import Any
from urllib.parse import urlsplit

from SPARQLWrapper import DIGEST, SPARQLWrapper

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.urllib_transport import opener


class EndpointError(BilingualError):
    """A SPARQL server did not give the answer. The message explains why and gives advice."""


def stays(before: str, after: str) -> None:
    """Refuse a redirect that leads to another server, or out of https.

    Raises:
        EndpointError: it does.
    """
    one, other = urlsplit(before), urlsplit(after)
    secure = other.scheme == "https" or one.scheme == other.scheme == "http"
    same_port = one.port == other.port or (one.port in (None, 80) and other.port in (None, 443))
    if one.hostname != other.hostname or not secure or not same_port:
        raise EndpointError("endpoint-moved", url=before, to=after)


def opened(
    request: urllib.request.Request,
    trusted: frozenset[str],
    timeout: float | None,
    *handlers: urllib.request.BaseHandler,
) -> Any:
    """Return the response to a request, with its body not yet read.

    `handlers`, such as an answer to a challenge, are added to the handlers of the transport.
    """
    return opener(trusted, stays, *handlers).open(request, timeout=timeout)


class Wrapper(SPARQLWrapper):
    """A SPARQLWrapper whose requests stay with their server, and which changes nothing for the rest
    of the process.

    The library sends through an opener of the whole process, and installs the account for a digest
    there. `trusted` are hosts of one's own network that may be asked.
    """

    trusted: frozenset[str] = frozenset()

    def _query(self) -> tuple[Any, str]:
        account: list[urllib.request.BaseHandler] = []
        user, password, self.user = (
            self.user,
            self.passwd,
            self.user if self.http_auth != DIGEST else None,
        )
        if self.http_auth == DIGEST and user:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, self.endpoint, user, password or "")
            account.append(urllib.request.HTTPDigestAuthHandler(known))
        response = opened(self._createRequest(), self.trusted, self.timeout, *account)
        return response, self.returnFormat
