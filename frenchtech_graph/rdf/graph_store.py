"""Our graphs on a SPARQL server: sent in portions, published by one request."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pyoxigraph as ox

from frenchtech_graph.rdf import loads
from frenchtech_graph.rdf.same_server import EndpointError

_TRIPLES_PER_REQUEST = 100_000
_UPDATES = {
    "/sparql-graph-crud-auth": "/sparql-auth",  # Virtuoso
    "/sparql-graph-crud": "/sparql",
    "/data": "/update",  # Fuseki
    "/store": "/update",  # Oxigraph
    "/rdf-graphs/service": "/statements",  # GraphDB
    "/gsp/": "",  # Neptune
}


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


Send = Callable[[str, bytes | None, str, str, int], bytes]
"""Sends a request: address, body, method, media type, portions; returns the body of the answer."""
_TRIPLES = "application/n-triples"
_UPDATE = "application/sparql-update"


def load(
    send: Send,
    store: ox.Store,
    graph: str | None,
    graph_store: str,
    update: str,
    progress: Callable[[str], None],
) -> int:
    """Replace our graphs on a server by those of `store`, all at once; return how many triples were
    sent.

    Everything goes into staging graphs first; one update request then moves them to their names, so
    that a kill before it leaves the server as it was, and a kill after it changes nothing. Graphs
    of ours that are no more, and staging graphs that loads killed over a day ago have left, are
    dropped by the same request.

    `graph_store` is the server's address of the SPARQL 1.1 Graph Store HTTP Protocol, `update` that
    of SPARQL 1.1 Update. The default graph goes into the named graph `graph`, or into the server's
    default graph if that is None.

    Raises:
        EndpointError: the server cannot be reached, refuses or fails; what was there before is
            still there.
    """
    known = loads.read(_get(send, graph_store, loads.RECORD))
    load = loads.Load.of(store, graph)
    send(update, load.begin().encode("utf-8"), "POST", _UPDATE, 1)
    sent = 0
    for one in load.graphs:
        progress(one.name or "default")
        for number, lines in enumerate(_portions(store, one.source)):
            method = "POST" if number else "PUT"
            send(_of_graph(graph_store, one.staged), lines, method, _TRIPLES, 1)
            sent += lines.count(b"\n")
    progress("→")
    portions = 1 + sent // _TRIPLES_PER_REQUEST
    send(update, load.publish(known).encode("utf-8"), "POST", _UPDATE, portions)
    return sent


def _get(send: Send, graph_store: str, name: str) -> bytes:
    """Return a graph of the server as N-Triples, empty if there is none."""
    try:
        return send(_of_graph(graph_store, name), None, "GET", _TRIPLES, 1)
    except EndpointError as error:
        if error.code == "endpoint-not-found":
            return b""
        raise
