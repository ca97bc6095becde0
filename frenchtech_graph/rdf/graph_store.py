"""Our graphs on a SPARQL server: sent in portions, published by one request.

The first load of a server writes each graph under its own name, because it replaces nothing. Later
loads are staged, and one update moves the staged graphs to their names. On both engines that were
measured, the move costs more than the sending (`benchmarks/publishing.py`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
    """Return the SPARQL 1.1 Update address that belongs to a Graph Store Protocol address, for
    known servers.

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


def _in_bulk(graph_store: str, name: str) -> str:
    """Return the address that fills a graph by the bulk loader of the server, if it has one there."""
    bulk = "&no_transaction" if graph_store.endswith("/store") else ""  # Oxigraph
    return _of_graph(graph_store, name) + bulk


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
Sending = Callable[[int, int], None]
"""Is told how many triples of how many were sent."""
_TRANSACTION = ("after image", "TransactionAfterImageLimit", "40005", "SR325")
"""Signs in the answer of Virtuoso that one transaction was too large for its settings."""
_TRIPLES = "application/n-triples"
_UPDATE = "application/sparql-update"


def load(
    send: Send,
    store: ox.Store,
    graph: str | None,
    graph_store: str,
    update: str,
    progress: Callable[[str], None],
    sending: Sending,
    direct: bool = False,
) -> int:
    """Replace our graphs on a server by the graphs of `store`, and return the number of triples
    sent.

    If the server has graphs of ours, everything goes into staging graphs first. One update request
    then moves them to their names. A kill before it leaves the server unchanged, and a kill after
    it has no effect. On a first load, or with `direct`, graphs are written under their names at
    once. The last request also drops our graphs that no longer exist, and the graphs of loads
    killed over a day ago. A load that fails drops the graphs it has sent.

    `sending` is called with the number of triples sent and the total.

    `graph_store` is the server's address of the SPARQL 1.1 Graph Store HTTP Protocol, `update` its
    address of SPARQL 1.1 Update. The default graph goes into the named graph `graph`, or into the
    server's default graph if that is None.

    Raises:
        EndpointError: the server cannot be reached, refuses or fails. Unless the load was `direct`,
            the previous graphs are unchanged.
    """
    known = loads.read(_get(send, graph_store, loads.RECORD))
    load = loads.Load.of(store, graph, direct=direct or not known.published)

    def change(text: str, portions: int = 1) -> None:
        send(update, text.encode("utf-8"), "POST", _UPDATE, portions)

    change(load.begin())
    sent, total = 0, len(store)
    with _given_up_on_failure(load, change):
        for one in load.graphs:
            progress(one.name or "default")
            for number, lines in enumerate(_portions(store, one.source)):
                method = "POST" if number else "PUT"
                send(_in_bulk(graph_store, one.staged), lines, method, _TRIPLES, 1)
                sent += lines.count(b"\n")
                sending(sent, total)
        progress("→")
        change(load.publish(known), 1 + sent // _TRIPLES_PER_REQUEST)
    return sent


@contextmanager
def _given_up_on_failure(load: loads.Load, change: Callable[[str], None]) -> Iterator[None]:
    """Drop the graphs that a load has sent if it fails or is interrupted.

    Raises:
        EndpointError: the failure, with the setting of the server if its limit on a transaction is
            the reason.
    """
    try:
        yield
    except BaseException as error:
        with suppress(EndpointError):  # a later load drops what is left
            change(load.give_up())
        detail = str(error)
        if isinstance(error, EndpointError) and any(sign in detail for sign in _TRANSACTION):
            raise EndpointError("endpoint-transaction", detail=detail) from error
        raise


def _get(send: Send, graph_store: str, name: str) -> bytes:
    """Return a graph of the server as N-Triples, empty if the graph does not exist."""
    try:
        return send(_of_graph(graph_store, name), None, "GET", _TRIPLES, 1)
    except EndpointError as error:
        if error.code == "endpoint-not-found":
            return b""
        raise
