"""The W3C's tests: the endpoint answers no worse than its engine, and speaks the protocol.

FRENCHTECH_RDF_TESTS names a copy of https://github.com/w3c/rdf-tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.answering import answer
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import Job
from tests.support.running_server import Running, place, serving
from tests.support.w3c_sparql import evaluations, exchanges, passes

pytest.importorskip("uvicorn")
pytestmark = [
    pytest.mark.xdist_group("server"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
RESULTS = {negotiation.JSON: ox.QueryResultsFormat.JSON, negotiation.XML: ox.QueryResultsFormat.XML}


@pytest.fixture(scope="module")
def folder() -> Path:
    found = os.environ.get("FRENCHTECH_RDF_TESTS")
    if not found:
        pytest.skip(
            "FRENCHTECH_RDF_TESTS is not set: it names a copy of https://github.com/w3c/rdf-tests"
        )
    return Path(found).resolve()


def by_engine(store: ox.Store, text: str, address: str, media_type: str) -> bytes:
    """Answer as the engine alone does."""
    found = store.query(text, base_iri=address)
    if isinstance(found, ox.QueryTriples):
        return ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
    if media_type == negotiation.CSV:
        assert isinstance(found, ox.QuerySolutions)
        return found.serialize(format=ox.QueryResultsFormat.CSV) or b""
    return found.serialize(format=RESULTS[media_type]) or b""


def by_endpoint(store: ox.Store, text: str, address: str, media_type: str) -> bytes:
    """Answer as a worker of the endpoint does."""
    outcome = answer(store, Job(f"BASE <{address}>\n{text}", media_type), Limits())
    if outcome.status == 400:
        raise SyntaxError(outcome.body.decode())
    if outcome.status != 200:
        raise RuntimeError(outcome.body.decode())
    return outcome.body


@pytest.mark.parametrize("form", [negotiation.JSON, negotiation.XML])
def test_queries_are_answered_no_worse_than_by_the_engine(folder: Path, form: str) -> None:
    tests = list(evaluations(folder))
    alone = {t.name for t in tests if passes(t, by_engine, form)}
    ours = {t.name for t in tests if passes(t, by_endpoint, form)}
    print(f"\nW3C query tests, {form}: engine {len(alone)}, endpoint {len(ours)} of {len(tests)}")
    assert len(tests) > 300
    assert alone - ours == set()
    assert len(ours) >= 320


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = ox.Store()
    for number in (1, 2, 3):
        data = folder / "sparql" / "sparql11" / "protocol" / f"data{number}.nt"
        graph = ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/data{number}.rdf")
        store.load(path=str(data), to_graph=graph)
    out = tmp_path_factory.mktemp("protocol")
    place(store, out)
    with serving(out, "--workers", "1") as found:
        yield found


def test_the_protocol_is_spoken(folder: Path, server: Running) -> None:
    failed = []
    tests = list(exchanges(folder))
    for test in tests:
        reply = server.send(test.path, method=test.method, body=test.body, **dict(test.headers))
        right = reply.status // 100 in test.statuses
        if right and test.truth is not None:
            form = RESULTS.get(reply.kind)
            right = (
                form is not None
                and bool(ox.parse_query_results(reply.body, format=form)) == test.truth
            )
        if not right:
            failed.append((test.name, reply.status, reply.text[:80]))
    print(
        f"\nW3C protocol tests for queries and refusals: {len(tests) - len(failed)} of {len(tests)}"
    )
    assert len(tests) >= 20
    assert failed == []
