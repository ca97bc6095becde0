"""SPARQL endpoints as sources: run a query of `queries/sources/` in blocks, and keep the answers as
JSON results.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.ingest.framework.connector import Read, draft, keep
from frenchtech_graph.ingest.framework.mapping import About
from frenchtech_graph.ingest.framework.rows import Row, read
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io import json_texts
from frenchtech_graph.io.client import Client, Progress, fault
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.rdf.binding import bind

_PAUSE = 1.0
"""Seconds between two blocks: public endpoints count processing time, not requests."""


def blocks(
    about: About,
    read_records: Read,
    client: Client,
    cache: Path,
    progress: Progress,
    *,
    endpoint: str,
    parameter: str,
    wanted: Sequence[str],
    size: int,
) -> Snapshot:
    """Ask the query of a source about `wanted`, `size` at a time, and keep all answers as one
    snapshot.

    Raises:
        FaultsError: a block fails. The last good snapshot stays.
    """
    text = (queries_folder() / "sources" / f"{about.id}.rq").read_text(encoding="utf-8")
    file = draft(cache, about, ".srj")
    found: list[Any] = []
    names: list[str] = []
    try:
        for at in range(0, len(wanted), size):
            if at:
                client.clock.sleep(_PAUSE)
            terms = [ox.Literal(w) for w in wanted[at : at + size]]
            answer = _asked(client, endpoint, bind(text, {parameter: terms}))
            names = answer["head"]["vars"]
            found += answer["results"]["bindings"]
            progress(len(found), None)
        found.sort(key=lambda b: json.dumps(b, sort_keys=True))
        content = {"head": {"vars": names}, "results": {"bindings": found}}
        file.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        return keep(
            file, about, read_records, url=endpoint, now=client.clock.now(), headers={}, cache=cache
        )
    finally:
        file.unlink(missing_ok=True)


def _asked(client: Client, endpoint: str, query: str) -> Any:
    from frenchtech_graph.rdf.endpoint import RemoteStore
    from frenchtech_graph.rdf.same_server import EndpointError

    store = RemoteStore(
        endpoint,
        graph=None,
        timeout=65.0,
        agent=client.agent,
        sleep=client.clock.sleep,
        trusted=client.trusted,
    )
    try:
        answer = store.query(query)
        assert isinstance(answer, ox.QuerySolutions)
        text = io.BytesIO()
        answer.serialize(output=text, format=ox.QueryResultsFormat.JSON)
        return json_texts.loads(text.getvalue())
    except FaultsError:
        raise
    except (EndpointError, ValueError) as error:
        raise fault(endpoint, "fetch-unreachable", detail=error) from error


def solutions(path: Path) -> Iterator[Row]:
    """Yield the solutions of a file of SPARQL results (JSON): values by variable, unknown ones left
    out.

    Raises:
        FaultsError: the file is something else.
    """
    for binding in read(path):
        if not all(
            isinstance(cell, Mapping) and {"type", "value"} <= cell.keys()
            for cell in binding.values()
        ):
            raise FaultsError(
                fault(str(path.name), "unreadable", expected="SPARQL JSON", detail="").faults
            )
        # A blank node means that a value exists but is unknown.
        yield {name: cell["value"] for name, cell in binding.items() if cell["type"] != "bnode"}
