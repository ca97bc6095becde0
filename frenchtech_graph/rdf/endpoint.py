"""A graph on a SPARQL 1.1 server: ask it, or load ours into it.

Queries go through SPARQLWrapper; what it lacks is added here and in `same_server`: a limit on the
whole answer, retries that honour Retry-After, POST for long queries, a check of the content type,
redirects that stay with the server, and errors that say what to do. Answers are the objects of
pyoxigraph, as those of the embedded store.

Our consolidated graph is the default graph of a store of ours. On a server it is the named graph
`CONSOLIDATED`, and each query says that this is its default graph (SPARQL 1.1 Protocol, §2.1.4).
"""

import base64
import email.utils
import http.client
import json
import math
import re
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from SPARQLWrapper import BASIC, DIGEST, GET, JSON, POST, TURTLE

from frenchtech_graph.io import json_texts
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.model.namespaces import GRAPH, ONTOLOGY_GRAPH
from frenchtech_graph.rdf import loads
from frenchtech_graph.rdf import tokens as sparql
from frenchtech_graph.rdf.same_server import EndpointError, Wrapper, opener
from frenchtech_graph.version import __version__

CONSOLIDATED = GRAPH + "consolidated"
AGENT = f"frenchtech-graph/{__version__} (https://w3id.org/fte/)"
Answer = ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]

_LONG_QUERY = 1500  # characters; longer ones are sent by POST
_LONGEST_ANSWER = 1 << 30  # bytes
_LONGEST_WAIT = 1e9  # seconds; a server may state any number
_CHUNK = 1 << 16
_TRIPLES_PER_REQUEST = 100_000
_MAY_NEST = re.compile(
    rb'"triple"|\\u'
)  # terms of an answer that hold terms, however that is spelt
_BUSY = {429, 502, 503, 504}
_CODES = {
    400: "query",
    401: "refused",
    403: "refused",
    404: "not-found",
    405: "not-found",
    410: "not-found",
    414: "query",
}


_UPDATES = {
    "/sparql-graph-crud-auth": "/sparql-auth",  # Virtuoso
    "/sparql-graph-crud": "/sparql",
    "/data": "/update",  # Fuseki
    "/store": "/update",  # Oxigraph
    "/rdf-graphs/service": "/statements",  # GraphDB
    "/gsp/": "",  # Neptune
}


@dataclass
class RemoteStore:
    """A graph on a SPARQL 1.1 server.

    `graph` is the named graph that holds our consolidated graph; None means the server's own
    default graph. `timeout` is in seconds, for the whole answer. `retries` is how often a busy
    server is asked again. `agent` names who asks; public servers want a way to reach you in it.
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
    _named: list[str] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no web address."""
        if not self.url.startswith(("http://", "https://")):
            raise EndpointError("endpoint-address", url=self.url)

    def query(self, text: str) -> Answer:
        """Answer a read query.

        Raises:
            EndpointError: the server cannot be reached, is too slow, refuses, fails or answers
                something else.
        """
        deadline = time.monotonic() + self.timeout
        headers, body = self._attempts(lambda: self._send(text, deadline), deadline)
        found = self._parsed(headers, body, sparql.form(text) in ("CONSTRUCT", "DESCRIBE"))
        if sparql.form(text) == "ASK" and isinstance(found, ox.QuerySolutions):
            return _truth(found)
        return found

    def _wrapper(self, text: str) -> Wrapper:
        wrapper = Wrapper(self.url, agent=self.agent)
        words = set(sparql.keywords(text))
        wrapper.setQuery(text)
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
        """Return the named graphs our graph speaks of: a query that has a default graph must list
        them.
        """
        if not self.graph:
            return []
        if self._named is None:
            text = (queries_folder() / "lookup" / "graphs.rq").read_text(encoding="utf-8")
            found = self.query(text)
            assert isinstance(found, ox.QuerySolutions)
            self._named = sorted([ONTOLOGY_GRAPH, *(s[0].value for s in found)])
        return self._named

    def _send(self, text: str, deadline: float) -> tuple[Any, bytes]:
        wrapper = self._wrapper(text)
        wrapper.setTimeout(max(1, math.ceil(deadline - time.monotonic())))
        response = wrapper.query().response
        return response.headers, self._read(response, deadline)

    def _read(self, response: Any, deadline: float) -> bytes:
        parts, size = [], 0
        # One chunk as it comes: a server that drips bytes must not outlast the limit.
        while part := response.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if time.monotonic() > deadline:
                raise TimeoutError
            if size > _LONGEST_ANSWER:
                raise self._fault("cut", detail=f"> {_LONGEST_ANSWER} bytes")
        stated = response.headers.get("Content-Length")
        if stated and stated.strip() != str(size):
            raise http.client.IncompleteRead(
                b"", int(stated) - size if re.fullmatch("[0-9]{1,18}", stated) else None
            )
        return b"".join(parts)

    def _attempts(self, send: Callable[[], Any], deadline: float) -> Any:
        """Return what `send` returns; ask a busy server again, no sooner than it wishes."""
        for attempt in range(self.retries + 1):
            try:
                return send()
            except BilingualError:
                raise
            except urllib.error.HTTPError as error:
                status = error.code
                wait = _retry_after(error, 2.0**attempt)
                last = attempt == self.retries or time.monotonic() + wait > deadline
                if status in _BUSY and last:
                    raise self._fault("busy", status=status, seconds=math.ceil(wait)) from error
                if status not in _BUSY:
                    code = _CODES.get(status, "error")
                    raise self._fault(code, status=status, detail=_first_words(error)) from error
                self.sleep(wait)
            except TimeoutError as error:
                raise self._fault("timeout", seconds=self.timeout) from error
            except (OSError, http.client.HTTPException) as error:
                reason = getattr(error, "reason", error)
                if isinstance(reason, TimeoutError):
                    raise self._fault("timeout", seconds=self.timeout) from error
                raise self._fault("unreachable", detail=reason) from error
        raise AssertionError("unreachable")

    def _fault(self, code: str, **fields: Any) -> EndpointError:
        return EndpointError(f"endpoint-{code}", url=self.url, **fields)

    def _parsed(self, headers: Any, body: bytes, triples: bool) -> Answer:
        stated = (headers.get("Content-Type") or "").partition(";")[0].strip()
        if state := headers.get("X-SQL-State"):  # Virtuoso: the answer is a part only
            raise self._fault("cut", detail=f"{state} {headers.get('X-SQL-Message', '')}".strip())
        try:
            if stated.lower().endswith("json") and (triples or _MAY_NEST.search(body)):
                json_texts.loads(
                    body
                )  # the engine's reader follows any depth, and ends the process
            if triples:
                if (form := ox.RdfFormat.from_media_type(stated)) is None:
                    raise self._not_sparql(stated, body)
                return [q.triple for q in ox.parse(body, format=form)]
            if (results := ox.QueryResultsFormat.from_media_type(stated)) is None:
                raise self._not_sparql(stated, body)
            found = ox.parse_query_results(body, format=results)
            if isinstance(found, ox.QuerySolutions):
                # Rows are parsed as they are read: read them once here, where a fault can still be
                # named.
                deque(found, maxlen=0)
                found = ox.parse_query_results(body, format=results)
            return found
        except (SyntaxError, ValueError) as error:
            raise self._not_sparql(stated, body) from error

    def _not_sparql(self, stated: str, body: bytes) -> EndpointError:
        return self._fault("content", type=stated or "?", detail=_words(body))

    def load(
        self,
        store: ox.Store,
        graph_store: str,
        *,
        update: str | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> int:
        """Replace our graphs on the server by those of `store`, all at once; return how many
        triples were sent.

        Everything goes into staging graphs first; one update request then moves them to their
        names, so that a kill before it leaves the server as it was, and a kill after it changes
        nothing. Graphs of ours that are no more, and staging graphs that loads killed over a day
        ago have left, are dropped by the same request.

        `graph_store` is the server's address of the SPARQL 1.1 Graph Store HTTP Protocol, `update`
        that of SPARQL
        1.1 Update, found from the former for the servers we know. The default graph goes into the
        named graph `self.graph`, or the server's default graph if that is None.

        Raises:
            EndpointError: the server cannot be reached, refuses or fails; what was there before is
                still there, and it is safe to run again.
        """
        for address in (graph_store, update or graph_store):
            if not address.startswith(("http://", "https://")):
                raise EndpointError("endpoint-address", url=address)
        target = update or update_address(graph_store)
        known = loads.read(self._get(graph_store, loads.RECORD))
        load = loads.Load.of(store, self.graph)
        self._update(target, load.begin())
        sent = 0
        for graph in load.graphs:
            progress(graph.name or "default")
            for number, lines in enumerate(_portions(store, graph.source)):
                self._put(graph_store, graph.staged, lines, "POST" if number else "PUT")
                sent += lines.count(b"\n")
        progress("→")
        self._update(target, load.publish(known), portions=1 + sent // _TRIPLES_PER_REQUEST)
        return sent

    def _put(self, graph_store: str, name: str, lines: bytes, method: str) -> None:
        headers = {"Content-Type": "application/n-triples"}
        self._sent(_of_graph(graph_store, name), lines, method, headers, self.timeout)

    def _get(self, graph_store: str, name: str) -> bytes:
        """Return a graph of the server as N-Triples, empty if there is none."""
        try:
            return self._sent(
                _of_graph(graph_store, name),
                None,
                "GET",
                {"Accept": "application/n-triples"},
                self.timeout,
            )
        except EndpointError as error:
            if error.code == "endpoint-not-found":
                return b""
            raise

    def _update(self, address: str, text: str, *, portions: int = 1) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        self._sent(address, text.encode("utf-8"), "POST", headers, self.timeout * portions)

    def _sent(
        self, address: str, body: bytes | None, method: str, headers: dict[str, str], timeout: float
    ) -> bytes:
        request = urllib.request.Request(  # noqa: S310
            address, data=body, method=method, headers={**headers, "User-Agent": self.agent}
        )

        def send() -> bytes:
            self._authorize(request)
            with opener().open(request, timeout=timeout) as response:
                found: bytes = response.read(_LONGEST_ANSWER)
                return found

        answer: bytes = self._attempts(send, time.monotonic() + timeout)
        return answer

    def _authorize(self, request: urllib.request.Request) -> None:
        """Put the account into a request beforehand: a server may hang up on a large body it must
        refuse.
        """
        if not self.user:
            return
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, request.full_url, self.user, self.password or "")
        challenge = self._challenge(request.full_url)
        scheme, _, details = challenge.partition(" ")
        if scheme.lower() == "digest":
            handler = urllib.request.HTTPDigestAuthHandler(known)
            stated = urllib.request.parse_keqv_list(urllib.request.parse_http_list(details))
            request.add_unredirected_header(
                "Authorization", f"Digest {handler.get_authorization(request, stated)}"
            )
        else:
            pair = base64.b64encode(f"{self.user}:{self.password or ''}".encode()).decode()
            request.add_unredirected_header("Authorization", f"Basic {pair}")

    def _challenge(self, address: str) -> str:
        """Return how a server wants to be told who asks, empty if it does not say."""
        probe = urllib.request.Request(  # noqa: S310
            address, method="PUT", data=b"", headers={"User-Agent": self.agent}
        )
        try:
            with opener().open(probe, timeout=self.timeout):
                return ""
        except urllib.error.HTTPError as error:
            return str(error.headers.get("WWW-Authenticate", ""))


def update_address(graph_store: str) -> str:
    """Return the address of SPARQL 1.1 Update that goes with one of the Graph Store Protocol, as
    far as we know.

    >>> update_address("http://localhost:8890/sparql-graph-crud-auth"), update_address("http://localhost:3030/lille/data")
    ('http://localhost:8890/sparql-auth', 'http://localhost:3030/lille/update')
    """
    return next(
        (
            graph_store.removesuffix(end) + to
            for end, to in _UPDATES.items()
            if graph_store.endswith(end)
        ),
        graph_store,
    )


def _of_graph(graph_store: str, name: str) -> str:
    # Virtuoso calls the parameter graph-uri, the standard calls it graph.
    return f"{graph_store}?{urlencode({'graph': name, 'graph-uri': name})}"


def _portions(
    store: ox.Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph
) -> Iterator[bytes]:
    """Yield the triples of a graph as N-Triples, in portions a server takes in one request."""
    portion: list[str] = []
    for quad in store.quads_for_pattern(None, None, None, graph):
        portion.append(f"{quad.triple} .\n")
        if len(portion) == _TRIPLES_PER_REQUEST:
            yield "".join(portion).encode("utf-8")
            portion = []
    yield "".join(portion).encode("utf-8")


def _truth(found: ox.QuerySolutions) -> ox.QueryBoolean:
    """Return the truth value that Virtuoso gives as a solution of one row, 0 or 1."""
    value = any(cell is not None and cell.value == "1" for row in found for cell in row)
    text = json.dumps({"head": {}, "boolean": value})
    answer = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(answer, ox.QueryBoolean)
    return answer


def _retry_after(error: urllib.error.HTTPError, fallback: float) -> float:
    """Return the seconds a server asks to wait: a number, or a date (RFC 9110, §10.2.3)."""
    stated = error.headers.get("Retry-After")
    if stated is None:
        return fallback
    if stated.strip().isdecimal():
        return min(float(stated), _LONGEST_WAIT)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(stated).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return fallback


def _first_words(error: urllib.error.HTTPError) -> str:
    return _words(error.read(2000)) or http.client.responses.get(error.code, "–")


def _words(body: bytes, length: int = 200) -> str:
    """Return the beginning of an answer as one printable line."""
    text = " ".join(body[:4000].decode("utf-8", "replace").split())
    shown = "".join(c for c in text if c.isprintable())
    return shown[:length] + ("…" if len(shown) > length else "")
