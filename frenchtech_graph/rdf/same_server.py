"""Requests that stay with the server the user named: a redirect to another host, or out of https,
is refused.

A query, a graph or an account would else go wherever an answer says, the user's own network
included.
"""

import urllib.request
from typing import IO, Any
from urllib.parse import urlsplit

from SPARQLWrapper import DIGEST, SPARQLWrapper

from frenchtech_graph.io.errors import BilingualError


class EndpointError(BilingualError):
    """A SPARQL server did not give the answer; the message says why and what to do."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        secure = after.scheme == "https" or before.scheme == after.scheme == "http"
        same_port = before.port == after.port or (
            before.port in (None, 80) and after.port in (None, 443)
        )
        if before.hostname != after.hostname or not secure or not same_port:
            raise EndpointError("endpoint-moved", url=req.full_url, to=newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def opener(*handlers: urllib.request.BaseHandler) -> urllib.request.OpenerDirector:
    """Return what sends requests; `handlers` are added, an answer to a challenge for instance."""
    return urllib.request.build_opener(_Redirects, *handlers)


class Wrapper(SPARQLWrapper):
    """A SPARQLWrapper whose requests stay with their server, and which changes nothing for the rest
    of the process.

    The library sends through an opener of the whole process, and installs the account for a digest
    there.
    """

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
        return opener(*account).open(self._createRequest(), timeout=self.timeout), self.returnFormat
