"""A graph on a SPARQL 1.1 server: ask it, or load ours into it.

Queries go through SPARQLWrapper, under the policy of all requests (`io.network_policy`). This
module adds a limit on the whole answer, POST for long queries, a check of the content type,
redirects that stay with the server, and errors with advice. Answers are pyoxigraph objects, like
the answers of the embedded store.

Our consolidated graph is the default graph of a store of ours. On a server it is the named graph
`CONSOLIDATED`, and each query says that this is its default graph (SPARQL 1.1 Protocol, §2.1.4).
"""

import math
import random
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pyoxigraph as ox
from SPARQLWrapper import BASIC, DIGEST, GET, JSON, POST, TURTLE

from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.io.network_policy import (
    AGENT,
    TRANSIENT,
    Clock,
    Failure,
    Headers,
    Limits,
    Rule,
    attempts,
    copy,
)
from frenchtech_graph.io.urllib_transport import failures
from frenchtech_graph.model.namespaces import DERIVATIONS_GRAPH, GRAPH, ONTOLOGY_GRAPH
from frenchtech_graph.rdf import graph_store as graph_stores
from frenchtech_graph.rdf import tokens as sparql
from frenchtech_graph.rdf.accounts import Account
from frenchtech_graph.rdf.counting import counted, may_cut_silently
from frenchtech_graph.rdf.graph_store import update_address
from frenchtech_graph.rdf.remote_answers import Answer, NotAnAnswerError, parsed
from frenchtech_graph.rdf.same_server import EndpointError, Wrapper, opened

CONSOLIDATED = GRAPH + "consolidated"

T = TypeVar("T")
_LONG_QUERY = 1500  # characters; longer ones are sent by POST
_LONGEST_ANSWER = 1 << 30  # bytes
_BUSY = TRANSIENT - {408, 425}
_CODES = {
    400: "query",
    401: "refused",
    403: "refused",
    404: "not-found",
    405: "not-found",
    410: "not-found",
    414: "query",
}


@dataclass
class RemoteStore:
    """A graph on a SPARQL 1.1 server.

    `graph` is the named graph with our consolidated graph. None means the server's own default
    graph. `timeout` is in seconds, for the whole answer. `retries` is the number of further
    requests to a busy server. `agent` identifies the client. Public servers ask for a contact in
    it. The host of `url` is one that the user names, and may be of their own network, unless
    `trusted` says which such hosts may be asked.
    """

    url: str
    graph: str | None = CONSOLIDATED
    timeout: float = 60.0
    retries: int = 3
    user: str | None = None
    password: str | None = None
    digest: bool = False
    agent: str = AGENT
    sleep: Callable[[float], None] = time.sleep
    trusted: frozenset[str] | None = None
    _named: list[str] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a text that is not a web address."""
        if not self.url.startswith(("http://", "https://")):
            raise EndpointError("endpoint-address", url=self.url)

    def query(self, text: str) -> Answer:
        """Answer a read query.

        Raises:
            EndpointError: the server cannot be reached, is too slow, refuses, fails or answers
                something else.
        """
        found, rows = self._answer(text)
        if may_cut_silently(self.url, text) and (total := self._rows(text)) > rows:
            del found  # rows of the engine must not leave their thread with the fault
            raise self._fault("cut", detail=f"{rows} / {total}")
        return found

    def _rows(self, text: str) -> int:
        """Return how many rows the server counts for a query."""
        found, _ = self._answer(counted(text))
        assert isinstance(found, ox.QuerySolutions)
        return int(next(iter(found))[0].value)

    def _answer(self, text: str) -> tuple[Answer, int]:
        deadline = time.monotonic() + self.timeout
        headers, body, status = self._attempts(lambda: self._send(text, deadline), deadline)
        try:
            return parsed(headers, body, text, status)
        except NotAnAnswerError as error:
            if error.state:
                raise self._fault("cut", detail=error.state) from error
            raise self._fault("content", type=error.stated or "?", detail=error.words) from error

    def _wrapper(self, text: str) -> Wrapper:
        wrapper = Wrapper(self.url, agent=self.agent)
        wrapper.trusted = self.hosts
        words = set(sparql.keywords(text))
        wrapper.setQuery(text)
        # SPARQLWrapper takes a word of a comment ("created") for the form of the query.
        wrapper.queryType = sparql.form(text) or wrapper.queryType
        wrapper.setOnlyConneg(True)
        wrapper.setReturnFormat(TURTLE if words & {"CONSTRUCT", "DESCRIBE"} else JSON)
        named = self._named_graphs() if "GRAPH" in words else []
        if self.graph and "FROM" not in words:
            wrapper.addDefaultGraph(self.graph)
            for name in named:
                wrapper.addNamedGraph(name)
        wrapper.setMethod(POST if len(text) > _LONG_QUERY or named else GET)
        if self.user:
            wrapper.setHTTPAuth(DIGEST if self.digest else BASIC)
            wrapper.setCredentials(self.user, self.password or "")
        return wrapper

    def _named_graphs(self) -> list[str]:
        """Return the named graphs that our graph mentions, because a query with a default graph
        must list them.
        """
        if not self.graph:
            return []
        if self._named is None:
            text = (queries_folder() / "lookup" / "graphs.rq").read_text(encoding="utf-8")
            found = self.query(text)
            assert isinstance(found, ox.QuerySolutions)
            self._named = sorted([DERIVATIONS_GRAPH, ONTOLOGY_GRAPH, *(s[0].value for s in found)])
        return self._named

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts of one's own network that may be asked."""
        named = frozenset({(urlsplit(self.url).hostname or "").lower()})
        return named if self.trusted is None else self.trusted

    def _send(self, text: str, deadline: float) -> tuple[Headers, bytes, int]:
        wrapper = self._wrapper(text)
        wrapper.setTimeout(max(1, math.ceil(deadline - time.monotonic())))
        response = wrapper.query().response
        return response.headers, self._read(response, deadline), response.status

    def _read(self, response: Any, deadline: float) -> bytes:
        parts: list[bytes] = []
        limits = Limits(_LONGEST_ANSWER, deadline)
        copy(response, response.headers, parts.append, limits)
        return b"".join(parts)

    def _attempts(self, send: Callable[[], T], deadline: float) -> T:
        """Return the result of `send`.

        If the server is busy, send again after the delay that it requests.
        """

        def once() -> T:
            with failures(time.time):
                return send()

        rule = Rule(self.retries, transient=_BUSY, kinds=frozenset())
        clock = Clock(sleep=self.sleep)
        try:
            return attempts(once, rule, clock=clock, jitter=random.Random(), deadline=deadline)
        except Failure as failure:
            raise self._fault_of(failure) from failure

    def _fault_of(self, failure: Failure) -> EndpointError:
        status, detail = failure.status, failure.detail
        if failure.kind == "slow":
            return self._fault("timeout", seconds=self.timeout)
        if failure.kind == "large":
            return self._fault("cut", detail=detail)
        if failure.kind != "status":
            return self._fault("unreachable", detail=detail)
        if status in _BUSY:
            return self._fault("busy", status=status, seconds=math.ceil(failure.wait))
        return self._fault(_CODES.get(status, "error"), status=status, detail=detail)

    def _fault(self, code: str, **fields: Any) -> EndpointError:
        return EndpointError(f"endpoint-{code}", url=self.url, **fields)

    def load(
        self,
        store: ox.Store,
        graph_store: str,
        *,
        update: str | None = None,
        direct: bool = False,
        progress: Callable[[str], None] = lambda _: None,
        sending: graph_stores.Sending = lambda sent, total: None,
    ) -> int:
        """Replace our graphs on the server by the graphs of `store`, and return the number of
        triples sent (see `graph_store.load`).

        Raises:
            EndpointError: the server cannot be reached, refuses or fails. It is safe to run again.
                Unless the load was `direct`, the previous graphs are unchanged.
        """
        for address in (graph_store, update or graph_store):
            if not address.startswith(("http://", "https://")):
                raise EndpointError("endpoint-address", url=address)
        target = update or update_address(graph_store)
        return graph_stores.load(
            self.send, store, self.graph, graph_store, target, progress, sending, direct
        )

    def send(
        self, address: str, body: bytes | None, method: str, kind: str, portions: int = 1
    ) -> bytes:
        """Send a request to an address of the server, and return the body of the answer.

        `kind` is the media type of `body`, or of the answer if there is no body. The time limit is
        the limit of `portions` requests.

        Raises:
            EndpointError: no answer, or an unsuccessful one.
        """
        timeout = self.timeout * portions
        headers = {"Content-Type" if body is not None else "Accept": kind, "User-Agent": self.agent}
        request = urllib.request.Request(  # noqa: S310
            address, data=body, method=method, headers=headers
        )
        deadline = time.monotonic() + timeout

        def once() -> bytes:
            if self.user:
                account = Account(self.user, self.password or "")
                account.authorize(request, self._challenge(address))
            with opened(request, self._hosts_of(address), timeout) as response:
                return self._read(response, deadline)

        return self._attempts(once, deadline)

    def _hosts_of(self, address: str) -> frozenset[str]:
        host = (urlsplit(address).hostname or "").lower()
        return self.hosts | {host} if self.trusted is None else self.hosts

    def _challenge(self, address: str) -> str:
        """Return the authentication that a server requests, or an empty text."""
        probe = urllib.request.Request(  # noqa: S310
            address, method="PUT", data=b"", headers={"User-Agent": self.agent}
        )
        try:
            with opened(probe, self._hosts_of(address), self.timeout):
                return ""
        except urllib.error.HTTPError as error:
            return str(error.headers.get("WWW-Authenticate", ""))
