"""Each API as a local server plays it: what is asked, what comes of it, and what a broken answer
leaves.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
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
from frenchtech_graph.ingest.connectors.research import hal, openalex
from frenchtech_graph.ingest.framework.connector import Connector
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.faults import FaultsError
from tests.support.playing_server import Asked, FakeTime, Reply, Server, client, serving

FIXTURES = Path(__file__).parents[1] / "fixtures"
SIRENS = ["999999907", "999999915", "999999923"]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as playing:
        yield playing


def answer(content: Any, **headers: str) -> Reply:
    return Reply(json.dumps(content).encode(), headers=headers)


def at(monkeypatch: pytest.MonkeyPatch, module: ModuleType, address: str) -> None:
    """Let a connector ask the local server instead of the world."""
    mapping = module.MAPPING
    monkeypatch.setattr(
        module, "MAPPING", replace(mapping, about=replace(mapping.about, address=address))
    )


def fetched(
    connector: Connector, cache: Path, passing: FakeTime | None = None, **options: Any
) -> Snapshot:
    spaced = client(passing or FakeTime(), retries=1)
    return connector.fetch(spaced, cache, progress=lambda *_: None, **options)


def structures(count: int) -> list[dict[str, Any]]:
    """Return structures in the layout of the portal's API: real lists, nothing joined."""
    (one,) = json.loads((FIXTURES / "rnsr" / "records.json").read_text(encoding="utf-8"))
    return [
        one | {"numero_national_de_structure": f"2000{n:05d}A", "sigle": f"S{n}"}
        for n in range(count)
    ]


def portal(
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[dict[str, Any]],
    total: int,
    **reply: Any,
) -> None:
    monkeypatch.setitem(rnsr.MAPPING.text, "portal", server.url)
    monkeypatch.setitem(rnsr.MAPPING.counts["rows"], "min", 1)
    path = f"/api/explore/v2.1/catalog/datasets/{rnsr.MAPPING.text['dataset']}"
    server.plays(f"{path}/records", answer({"total_count": total, "results": []}))
    body = "\n".join(json.dumps(r) for r in rows).encode()
    server.plays(f"{path}/exports/jsonl", Reply(body, **reply))


def test_opendatasoft_export_is_whole(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    portal(server, monkeypatch, structures(3), 3, headers={"ETag": '"e1"'})
    snapshot = fetched(rnsr.CONNECTOR, tmp_path)
    dataset = rnsr.read(snapshot)
    assert dataset.notes == 3
    assert len(dataset.ties) == 6  # two supervising bodies each
    assert dataset.issued == snapshot.accessed
    assert dataset.sources[0].accessed == snapshot.accessed


def test_opendatasoft_export_with_fewer_rows_than_announced_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    portal(server, monkeypatch, structures(3), 3)
    good = fetched(rnsr.CONNECTOR, tmp_path)
    portal(server, monkeypatch, structures(2), 3)
    with pytest.raises(FaultsError) as error:
        fetched(rnsr.CONNECTOR, tmp_path)
    assert error.value.faults[0].code == "fetch-incomplete"
    assert snapshots.latest("rnsr", tmp_path) == good


def test_a_part_of_a_data_set_may_be_small(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    portal(server, monkeypatch, structures(2), 2)
    monkeypatch.setitem(rnsr.MAPPING.counts["rows"], "min", 4000)
    with pytest.raises(FaultsError) as error:
        fetched(rnsr.CONNECTOR, tmp_path)
    assert error.value.faults[0].code == "few-rows"
    snapshot = fetched(rnsr.CONNECTOR, tmp_path, where="commune='Lille'")
    assert server.asked[-1].query["where"] == "commune='Lille'"
    assert rnsr.read(snapshot).notes == 2


def test_a_new_column_stops_the_fetch_and_names_the_mapping(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    portal(server, monkeypatch, [s | {"courriel": "x"} for s in structures(1)], 1)
    with pytest.raises(FaultsError) as error:
        fetched(rnsr.CONNECTOR, tmp_path)
    (fault,) = error.value.faults
    assert (fault.code, fault.column) == ("unread-column", "courriel")
    assert "rnsr.toml" in fault.remedy("en")


def notices(count: int, start: int = 0) -> list[dict[str, Any]]:
    (one,) = json.loads((FIXTURES / "bodacc" / "records.json").read_text(encoding="utf-8"))
    return [one | {"id": f"A{n:03d}"} for n in range(start, start + count)]


def test_bodacc_is_asked_about_companies_page_by_page(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(bodacc.MAPPING.text, "portal", server.url)

    def play(asked: Asked) -> Reply:
        offset = int(asked.query["offset"])
        return answer({"total_count": 130, "results": notices(min(100, 130 - offset), offset)})

    server.plays("/api/explore/v2.1/catalog/datasets/annonces-commerciales/records", play)
    snapshot = fetched(bodacc.CONNECTOR, tmp_path, sirens=SIRENS)
    assert [a.query["offset"] for a in server.asked] == ["0", "100"]
    assert 'registre like "999999907"' in server.asked[0].query["where"]
    assert bodacc.read(snapshot).notes == 130


def test_a_repeated_page_is_not_taken_for_more(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(bodacc.MAPPING.text, "portal", server.url)
    server.plays(
        "/api/explore/v2.1/catalog/datasets/annonces-commerciales/records",
        answer({"total_count": 130, "results": notices(100)}),
    )
    with pytest.raises(FaultsError) as error:
        fetched(bodacc.CONNECTOR, tmp_path, sirens=SIRENS)
    assert error.value.faults[0].code == "fetch-repeated"
    assert snapshots.latest("bodacc", tmp_path) is None


def test_bodacc_is_never_asked_for_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(FaultsError) as error:
        fetched(bodacc.CONNECTOR, tmp_path)
    assert error.value.faults[0].code == "needs-option"


def test_ror_comes_in_pages_of_its_own(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at(monkeypatch, ror, server.url + "/ror")
    lines = (FIXTURES / "ror" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]

    def play(asked: Asked) -> Reply:
        n = int(asked.query["page"]) - 1
        return answer(
            {"number_of_results": len(records), "items": records[2 * n : 2 * n + 2], "meta": {}}
        )

    server.plays("/ror", play)
    passing = FakeTime()
    dataset = ror.read(fetched(ror.CONNECTOR, tmp_path, passing))
    assert server.asked[0].query["filter"] == "country.country_code:FR"
    assert dataset.notes == len(records) - 1  # one is Belgian
    assert sum(passing.slept) > 0


def company(siren: str, **more: Any) -> dict[str, Any]:
    found: list[dict[str, Any]] = json.loads(
        (FIXTURES / "recherche_entreprises" / "records.json").read_text()
    )
    return found[0] | {"siren": siren} | more


def test_companies_by_siren_never_bring_people(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at(monkeypatch, recherche_entreprises, server.url + "/search")

    def play(asked: Asked) -> Reply:
        found = [company(asked.query["q"]), company("999999931", nom_complet="HOMONYME")]
        return answer({"results": found, "total_results": 2})

    server.plays("/search", play)
    snapshot = fetched(recherche_entreprises.CONNECTOR, tmp_path, sirens=SIRENS[:2])
    kept = snapshot.path.read_text(encoding="utf-8")
    assert "Fictif" not in kept
    assert "1964" not in kept
    dataset = recherche_entreprises.read(snapshot)
    assert dataset.notes == 2  # the namesake that the search gave as well is not kept
    assert [t.kind for t in dataset.ties] == ["Mandate", "Mandate"]


def test_a_search_that_is_too_wide_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at(monkeypatch, recherche_entreprises, server.url + "/search")
    server.plays("/search", answer({"results": [company(SIRENS[0])], "total_results": 12_000}))
    with pytest.raises(FaultsError) as error:
        fetched(recherche_entreprises.CONNECTOR, tmp_path, epci="200093201")
    assert error.value.faults[0].code == "fetch-large"


def archive(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(f"csv/{name}.csv", content)
    return packed.getvalue()


def test_cordis_archive(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    at(monkeypatch, cordis, server.url + "/cordis-{programme}projects-csv.zip")
    members = {
        n: (FIXTURES / "cordis" / f"{n}.csv").read_text(encoding="utf-8")
        for n in ("organization", "project")
    }
    server.plays("/cordis-HORIZONprojects-csv.zip", Reply(archive(**members)))
    snapshot = fetched(cordis.CONNECTOR, tmp_path)
    assert snapshot.path.suffix == ".zip"
    assert cordis.read(snapshot).notes == 5


def test_cordis_archive_that_cannot_be_unzipped_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at(monkeypatch, cordis, server.url + "/cordis-{programme}projects-csv.zip")
    server.plays("/cordis-h2020projects-csv.zip", Reply(archive(organization="a")[:-40]))
    with pytest.raises(FaultsError):
        fetched(cordis.CONNECTOR, tmp_path, programme="h2020")
    assert snapshots.latest("cordis", tmp_path) is None


def test_gleif_takes_404_for_no_parent(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at(monkeypatch, gleif, server.url + "/lei")
    (record,) = json.loads((FIXTURES / "gleif" / "records.json").read_text(encoding="utf-8"))
    server.plays("/lei", answer({"data": [record]}))
    snapshot = fetched(gleif.CONNECTOR, tmp_path, sirens=SIRENS[:1])
    assert gleif.read(snapshot).ties == ()
    parent = record | {"id": "969500Q2MA9VBQ8BG884"}
    server.plays(f"/lei/{record['id']}/direct-parent", answer({"data": parent}))
    (tie,) = gleif.read(fetched(gleif.CONNECTOR, tmp_path, sirens=SIRENS[:1])).ties
    assert (tie.kind, tie.origin, tie.target) == (
        "Subunit",
        "lei-969500Q2MA9VBQ8BG884",
        "siren-999999907",
    )


def test_hal_comes_in_pages(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at(monkeypatch, hal, server.url + "/hal")
    docs = json.loads((FIXTURES / "hal" / "records.json").read_text(encoding="utf-8"))["response"][
        "docs"
    ]
    server.plays("/hal", answer({"response": {"numFound": len(docs), "docs": docs}}))
    dataset = hal.read(fetched(hal.CONNECTOR, tmp_path))
    assert server.asked[0].query["fq"] == "valid_s:VALID"
    assert dataset.notes == len(docs)


def test_openalex_follows_the_cursor_and_does_not_keep_the_key(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at(monkeypatch, openalex, server.url + "/institutions")
    records = json.loads((FIXTURES / "openalex" / "records.json").read_text(encoding="utf-8"))[
        "results"
    ]

    def play(asked: Asked) -> Reply:
        first = asked.query["cursor"] == "*"
        meta = {"count": 2, "next_cursor": "next" if first else None}
        return answer({"meta": meta, "results": records[:1] if first else records[1:]})

    server.plays("/institutions", play)
    snapshot = fetched(openalex.CONNECTOR, tmp_path, api_key="secret")
    assert [a.query["cursor"] for a in server.asked] == ["*", "next"]
    assert openalex.read(snapshot).notes == 2
    assert not [
        p for p in tmp_path.rglob("*") if p.is_file() and "secret" in p.read_text(encoding="utf-8")
    ]
