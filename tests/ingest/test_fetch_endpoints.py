"""Wikidata and EURIO asked on a real SPARQL server, loaded with a few fictional items."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from frenchtech_graph.ingest import snapshots
from frenchtech_graph.ingest.connectors.endpoints import eurio, wikidata
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.rdf.endpoint import RemoteStore
from tests.support import virtuoso
from tests.support.playing_server import FakeTime, client

FIXTURES = Path(__file__).parents[1] / "fixtures"
SIRENS = ["999999907", "999999923", "999999931"]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso.running(tmp_path_factory.mktemp("virtuoso")) as server:
        store = ox.Store()  # one load for both: a load replaces what the last one published
        for name in ("wikidata/items.ttl", "eurio/graph.ttl"):
            store.load(path=str(FIXTURES / name), format=ox.RdfFormat.TURTLE)
        graph = "https://example.org/samples"
        owner = RemoteStore(
            server.sparql, graph=graph, user=server.user, password=server.password, digest=True
        )
        owner.load(store, server.graph_store)
        yield server.sparql


def ask(connector: str, endpoint: str, cache: Path, passing: FakeTime | None = None) -> Snapshot:
    module = {"wikidata": wikidata, "eurio": eurio}[connector]
    snapshot: Snapshot = module.CONNECTOR.fetch(
        client(passing or FakeTime()),
        cache,
        progress=lambda *_: None,
        sirens=SIRENS,
        endpoint=endpoint,
    )
    return snapshot


@pytest.mark.xdist_group("virtuoso")
@pytest.mark.skipif(
    not virtuoso.installed(), reason="Virtuoso is not installed: virtuoso-opensource-7-bin"
)
def test_wikidata_on_a_sparql_server(endpoint: str, tmp_path: Path) -> None:
    dataset = wikidata.read(ask("wikidata", endpoint, tmp_path))
    names = {a.id: a.names for a in dataset.actors}
    assert names == {
        "siren-999999907": {"fr": "Société fictive", "en": "Fictive company"},
        "siren-999999923": {"fr": "SIREN 999999923"},
        "siren-999999931": {"fr": "École fictive"},
        "wikidata-Q999999993": {"fr": "Groupe fictif"},
    }
    assert {(o.actor, o.value) for o in dataset.observations} == {
        ("siren-999999907", "2019-03-04"),
        ("siren-999999931", "1957"),
    }
    assert {(t.kind, t.origin, t.target, t.percentage) for t in dataset.ties} == {
        ("Subunit", "wikidata-Q999999993", "siren-999999907", None),
        ("Shareholding", "wikidata-Q999999993", "siren-999999907", "60"),
    }


@pytest.mark.xdist_group("virtuoso")
@pytest.mark.skipif(
    not virtuoso.installed(), reason="Virtuoso is not installed: virtuoso-opensource-7-bin"
)
def test_eurio_on_a_sparql_server(endpoint: str, tmp_path: Path) -> None:
    dataset = eurio.read(ask("eurio", endpoint, tmp_path))
    assert [e.id for e in dataset.events] == ["eu-project-999000001"]
    assert {(t.origin, t.role) for t in dataset.ties} == {
        ("siren-999999923", "coordinator"),
        ("siren-999999907", "participant"),
        ("eurio-org3", "participant"),
    }
    assert {(t.start, t.end) for t in dataset.ties} == {("2026-01-01", "2029-12-31")}


@pytest.mark.xdist_group("virtuoso")
@pytest.mark.skipif(
    not virtuoso.installed(), reason="Virtuoso is not installed: virtuoso-opensource-7-bin"
)
def test_companies_are_asked_about_in_blocks_with_a_pause(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = FakeTime()
    whole = ask("wikidata", endpoint, tmp_path / "whole", passing)
    assert passing.slept == []
    monkeypatch.setattr(wikidata, "_BLOCK", 1)
    parts = ask("wikidata", endpoint, tmp_path / "parts", passing)
    assert passing.slept == [1.0, 1.0]
    assert wikidata.read(parts).ties == wikidata.read(whole).ties


def test_an_endpoint_that_cannot_be_reached_leaves_the_last_snapshot(tmp_path: Path) -> None:
    with pytest.raises(FaultsError) as error:
        ask("wikidata", "http://127.0.0.1:9/sparql", tmp_path)
    assert error.value.faults[0].code == "fetch-unreachable"
    assert snapshots.latest("wikidata", tmp_path) is None


def test_both_queries_are_plain_sparql() -> None:
    from frenchtech_graph.io.files import queries_folder

    for name in ("wikidata", "eurio"):
        text = (queries_folder() / "sources" / f"{name}.rq").read_text(encoding="utf-8")
        ox.Store().query(text)
        for dialect in ("SERVICE", "hint:", "bd:", "wikibase:label"):
            assert dialect not in text
