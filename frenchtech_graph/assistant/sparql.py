"""SPARQL of an assistant's own, in the workers of the endpoint: read-only, offline, with limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.assistant.answers import table
from frenchtech_graph.assistant.tools import Answer, Arguments, Tool, own, rows_of, text
from frenchtech_graph.catalogue.answers import frame
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.rdf import tokens
from frenchtech_graph.rdf.prefixes import prologue
from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.limits import MEGABYTE, Limits
from frenchtech_graph.views.server.nursery import Nursery
from frenchtech_graph.views.server.pool import Pool
from frenchtech_graph.views.server.requests import Job, RefusedError, check

_LIMITS = Limits(seconds=20, rows=10_000, answer=8 * MEGABYTE, memory=1024 * MEGABYTE, workers=1)
_LONGEST = 40_000


def sparql_tool() -> Tool:
    """Return the tool. `Sparql.ask` runs its queries."""
    return own("sparql", {"query": text("argument query", maxLength=20_000)}, ("query",), None)


class Sparql:
    """Workers over a store. Make it before any thread is started."""

    def __init__(self, store: ox.Store) -> None:
        self._nursery = Nursery(store, _LIMITS)
        self._pool: Pool | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the workers running during the block."""
        self._pool = Pool(self._nursery, _LIMITS)
        try:
            yield
        finally:
            self._pool.close()

    async def ask(self, arguments: Arguments) -> Answer:
        """Return the answer to a query.

        Raises:
            BilingualError: it is not a query, uses another server, or exceeds a limit.
        """
        stated = str(arguments["query"])
        query = prologue(stated) + stated
        rows = tokens.form(query) in ("SELECT", "ASK")
        assert self._pool is not None
        try:
            check(query, _LIMITS)
            outcome = await self._pool.run(
                Job(query, negotiation.JSON if rows else negotiation.TURTLE)
            )
        except RefusedError as error:
            raise BilingualError("query-failed", detail=error.message) from error
        body = outcome.body.decode("utf-8", "replace")
        if outcome.status != 200:
            raise BilingualError("query-failed", detail=body.strip())
        if not rows:
            return {"turtle": body[:_LONGEST], "cut": len(body) > _LONGEST}
        return table(_frame(outcome.body), rows_of(arguments))


def _frame(body: bytes) -> pd.DataFrame:
    """Return an answer as a table of texts, with the original text of literals."""
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return frame(found)
    return frame(found, {v.value: "text" for v in found.variables})
