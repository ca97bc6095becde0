"""A real SPARQL server: our graph loaded into Virtuoso, the whole catalogue asked there, same
rows.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pyoxigraph as ox
import pytest

from frenchtech_graph import catalogue as queries
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.catalogue import Query
from frenchtech_graph.rdf.endpoint import RemoteStore
from frenchtech_graph.rdf.same_server import EndpointError
from tests.catalogue.test_queries_binding import ECHO, HOSTILE
from tests.catalogue.test_queries_catalogue import cells
from tests.support import virtuoso

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("virtuoso"),
    pytest.mark.skipif(
        not virtuoso.installed(), reason="Virtuoso is not installed: virtuoso-opensource-7-bin"
    ),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[virtuoso.Virtuoso]:
    with virtuoso.running(tmp_path_factory.mktemp("virtuoso")) as found:
        yield found


@pytest.fixture(scope="module")
def remote(server: virtuoso.Virtuoso, lille: EcosystemGraph) -> RemoteStore:
    owner = RemoteStore(server.sparql, user=server.user, password=server.password, digest=True)
    for _ in range(2):  # a second load replaces the first
        assert owner.load(lille.store, server.graph_store) == len(lille.store)
    return RemoteStore(server.sparql)


def test_loading_needs_the_account(server: virtuoso.Virtuoso, lille: EcosystemGraph) -> None:
    stranger = RemoteStore(server.sparql, user="dba", password="wrong")
    with pytest.raises(EndpointError) as fault:
        stranger.load(ox.Store(), server.graph_store)
    assert fault.value.code == "endpoint-refused"


def test_only_the_consolidated_graph_is_counted(remote: RemoteStore, lille: EcosystemGraph) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert queries.run(remote, count)["n"].tolist() == queries.run(lille.store, count)["n"].tolist()


@pytest.mark.parametrize("query", queries.catalogue(), ids=lambda q: q.name)
def test_the_catalogue_gives_the_same_rows(
    query: Query, remote: RemoteStore, lille: EcosystemGraph
) -> None:
    for values in ({}, query.example):
        ours, theirs = (queries.run(engine, query, **values) for engine in (lille.store, remote))
        assert cells(theirs) == cells(ours)
        assert list(theirs.dtypes) == list(ours.dtypes)


def test_names_are_found_on_the_server(remote: RemoteStore) -> None:
    by_alias = queries.run(remote, "founders-of", organization="exotec solutions")
    pd.testing.assert_frame_equal(
        by_alias, queries.run(remote, "founders-of", organization="exotec")
    )
    with pytest.raises(ValueError, match="Did you mean: Exotec"):
        queries.run(remote, "founders-of", organization="Exotek")


@pytest.mark.parametrize("text", [t for t in HOSTILE if t.isprintable()])
def test_hostile_texts_come_back_unchanged(text: str, remote: RemoteStore) -> None:
    assert queries.run(remote, ECHO.replace('"default"', '"x"'), x=text)["x"].tolist() == [
        text.strip()
    ]


def test_a_wrong_query_is_named_so(remote: RemoteStore) -> None:
    with pytest.raises(EndpointError) as fault:
        remote.query("SELECT * {")
    assert fault.value.code == "endpoint-query"
