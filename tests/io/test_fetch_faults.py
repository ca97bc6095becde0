"""Every API plays every fault: none loses the last good snapshot, leaves a draft, or is asked for
ever.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from frenchtech_graph.ingest import snapshots
from frenchtech_graph.ingest.connectors.projects import cordis
from frenchtech_graph.ingest.connectors.registers import (
    bodacc,
    gleif,
    recherche_entreprises,
    rnsr,
    ror,
)
from frenchtech_graph.ingest.connectors.research import hal, openalex, scanr
from frenchtech_graph.io.faults import FaultsError
from tests.ingest.test_fetch_connectors import (
    FIXTURES,
    answer,
    archive,
    at,
    fetched,
    notices,
    structures,
)
from tests.support.playing_server import FakeTime, Play, Reply, Server, serving

SIREN = "999999907"


@dataclass(frozen=True)
class Played:
    """A connector, how to lead it to the local server, what answers it well, and what is asked of
    it.
    """

    module: ModuleType
    path: str
    good: Callable[[], Reply | Play]
    options: dict[str, Any]


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def _ror() -> Reply:
    lines = (FIXTURES / "ror" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return answer({"number_of_results": len(lines), "items": [json.loads(line) for line in lines]})


def _cordis() -> Reply:
    return Reply(
        archive(
            **{
                n: (FIXTURES / "cordis" / f"{n}.csv").read_text("utf-8")
                for n in ("organization", "project")
            }
        )
    )


ODS = "/api/explore/v2.1/catalog/datasets/"
APIS = {
    "rnsr": Played(
        rnsr,
        f"{ODS}{rnsr.MAPPING.text['dataset']}/exports/jsonl",
        lambda: Reply(json.dumps(structures(1)[0]).encode()),
        {},
    ),
    "bodacc": Played(
        bodacc,
        f"{ODS}annonces-commerciales/records",
        lambda: answer({"total_count": 3, "results": notices(3)}),
        {"sirens": [SIREN]},
    ),
    "ror": Played(ror, "/ror", _ror, {}),
    "recherche_entreprises": Played(
        recherche_entreprises,
        "/search",
        lambda: answer(
            {"total_results": 1, "results": fixture("recherche_entreprises/records.json")[:1]}
        ),
        {"sirens": [SIREN]},
    ),
    "cordis": Played(cordis, "/cordis.zip", _cordis, {}),
    "gleif": Played(
        gleif,
        "/lei",
        lambda: answer({"data": fixture("gleif/records.json")[:1]}),
        {"sirens": [SIREN]},
    ),
    "hal": Played(hal, "/hal", lambda: answer(fixture("hal/records.json")), {}),
    "openalex": Played(
        openalex,
        "/openalex",
        lambda: answer(
            {
                "meta": {"count": 2, "next_cursor": None},
                "results": fixture("openalex/records.json")["results"],
            }
        ),
        {"api_key": "x"},
    ),
    "scanr": Played(
        scanr,
        "/scanr.gz",
        lambda: Reply(gzip.compress((FIXTURES / "scanr" / "organizations.jsonl").read_bytes())),
        {},
    ),
}
FAULTS = {
    "429 for a day": Reply(status=429, headers={"Retry-After": "86400"}),
    "500 for ever": Reply(b"boom", 500),
    "404": Reply(b"gone", 404),
    "cut": Reply(b'{"results": [{"a": 1}]}', cut=9),
    "HTML": Reply(b"<!doctype html><title>Maintenance</title>"),
    "wrong JSON": Reply(b'{"results": [{"a": '),
    "another shape": Reply(b'{"unexpected": {"a": 1}}'),
    "truncated gzip": Reply(gzip.compress(b'{"id": "x"}\n' * 500)[:-20]),
    "wrong encoding": Reply('{"results": [{"nom": "é"}]}'.encode("cp1252")),
    "nothing": Reply(b""),
}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as playing:
        yield playing


def led(played: Played, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lead a connector to the local server."""
    mapping = played.module.MAPPING
    if "portal" in mapping.text:
        monkeypatch.setitem(mapping.text, "portal", server.url)
        server.plays(
            f"{ODS}{mapping.text['dataset']}/records", answer({"total_count": 1, "results": []})
        )
        if "rows" in mapping.counts:
            monkeypatch.setitem(mapping.counts["rows"], "min", 1)
    else:
        at(monkeypatch, played.module, server.url + played.path)


@pytest.mark.parametrize("name", APIS)
def test_no_fault_of_an_api_loses_the_last_good_snapshot(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    played = APIS[name]
    led(played, server, monkeypatch)
    whole = played.good()
    server.plays(played.path, whole)
    good = fetched(played.module.CONNECTOR, tmp_path, **played.options)
    content = good.path.read_bytes()
    for fault, reply in FAULTS.items():
        server.plays(played.path, reply)
        before = len(server.asked)
        with pytest.raises(FaultsError):
            fetched(played.module.CONNECTOR, tmp_path, FakeTime(), **played.options)
        assert snapshots.latest(name, tmp_path) == good, fault
        assert good.path.read_bytes() == content
        assert [
            p.name for p in (tmp_path / name).iterdir() if p.name.startswith(".fetching")
        ] == [], fault
        assert len(server.asked) - before <= 4, fault
    server.plays(played.path, Reply(b"boom", 500), whole)  # and a fault that passes does no harm
    assert fetched(played.module.CONNECTOR, tmp_path, **played.options).sha256 == good.sha256


@pytest.mark.parametrize("name", ["rnsr", "cordis"])
def test_a_changed_header_is_looked_at_before_it_is_read(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    played = APIS[name]
    led(played, server, monkeypatch)
    server.plays(played.path, played.good())
    good = fetched(played.module.CONNECTOR, tmp_path, **played.options)
    changed = (
        Reply(json.dumps(_renamed(structures(1)[0])).encode())
        if name == "rnsr"
        else _cordis_changed()
    )
    server.plays(played.path, changed)
    with pytest.raises(FaultsError) as error:
        fetched(played.module.CONNECTOR, tmp_path, **played.options)
    assert {f.code for f in error.value.faults} <= {"unread-column", "lost-column"}
    assert snapshots.latest(name, tmp_path) == good


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    return {("nom_neuf" if k == "libelle" else k): v for k, v in row.items()}


def _cordis_changed() -> Reply:
    table = (
        (FIXTURES / "cordis" / "organization.csv")
        .read_text("utf-8")
        .replace("netEcContribution", "netAmount")
    )
    return Reply(
        archive(
            organization=table, project=(FIXTURES / "cordis" / "project.csv").read_text("utf-8")
        )
    )
