"""One door to every engine: a store in memory, a built folder, an rdflib graph, a SPARQL endpoint.

All engines return the same objects (from pyoxigraph), so later modules do not depend on the engine.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pyoxigraph as ox

from frenchtech_graph.catalogue.answers import Answer
from frenchtech_graph.catalogue.bounded import BoundedEngine
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.rdf import tokens as sparql
from frenchtech_graph.rdf.endpoint import RemoteStore

if TYPE_CHECKING:
    import rdflib

Source: TypeAlias = "ox.Store | rdflib.Graph | RemoteStore | BoundedEngine | str | Path"


class Engine(Protocol):
    """An engine that answers queries."""

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query on the consolidated default graph."""
        ...


class EmbeddedEngine:
    """A pyoxigraph store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query on the default graph of the store."""
        answer = self._store.query(text)
        assert isinstance(answer, ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples)
        return answer


class RdflibEngine:
    """An rdflib graph or data set."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self._graph = graph

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query on the default graph of the data set."""
        result = self._graph.query(text)
        if result.type in ("CONSTRUCT", "DESCRIBE"):
            assert result.graph is not None
            nt = result.graph.serialize(format="nt", encoding="utf-8")
            return [q.triple for q in ox.parse(nt, format=ox.RdfFormat.N_TRIPLES)]
        written = io.BytesIO()
        result.serialize(written, format="json")
        return ox.parse_query_results(written.getvalue(), format=ox.QueryResultsFormat.JSON)


def open_engine(source: Source) -> Engine:
    """Return the engine of a store, an rdflib graph, the address of an endpoint, or a built
    folder.
    """
    if isinstance(source, RemoteStore | BoundedEngine):
        return source
    if isinstance(source, ox.Store):
        return EmbeddedEngine(source)
    if not isinstance(source, str | Path):
        return RdflibEngine(source)
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        return RemoteStore(source)
    return EmbeddedEngine(open_store(Path(source)))


def answer(engine: Engine, text: str) -> Answer:
    """Return the answer of an engine to a read query.

    Raises:
        BilingualError: the query is no read query, is not valid, or failed.
    """
    if sparql.form(text) is None:
        updates = sparql.UPDATES.intersection(sparql.keywords(text))
        raise BilingualError(
            "query-update" if updates else "query-syntax", detail=text.strip()[:80] or "∅"
        )
    try:
        return engine.query(text)
    except BilingualError:
        raise
    except SyntaxError as error:
        raise BilingualError("query-syntax", detail=error) from error
    except (
        Exception
    ) as error:  # engines raise what they like: rdflib parser errors, OSError, RuntimeError
        code = "query-syntax" if "Pars" in type(error).__name__ else "query-failed"
        raise BilingualError(code, detail=error) from error
