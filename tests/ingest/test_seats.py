"""Seats of companies: asked for one by one, taken up after a cut, lifted from a stock file, built with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from frenchtech_graph.graph.claims import Scope
from frenchtech_graph.graph.seats import seats as seats_of
from frenchtech_graph.ingest import snapshots
from frenchtech_graph.ingest.connectors.registers import seats
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import FetchError
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model.records import Actor, Dataset, Tie
from frenchtech_graph.model.terms import Class, Role
from frenchtech_graph.pipeline import targets
from frenchtech_graph.pipeline.without_seat import _without_commune
from tests.support.playing_server import Asked, FakeTime, Reply, Server, client, serving

SIRENS = ["552100554", "732829320", "999999907"]
TODAY = datetime.fromtimestamp(FakeTime().now(), UTC).date().isoformat()
OPENAPI = "recherche-entreprises/search.constructed-from-openapi.json"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving() as playing:
        about = replace(seats.MAPPING.about, address=f"{playing.url}/search")
        monkeypatch.setattr(seats, "MAPPING", replace(seats.MAPPING, about=about))
        yield playing


def company(siren: str, **facts: Any) -> dict[str, Any]:
    """Return a result of the service as its OpenAPI file has it."""
    seat = {
        "siret": f"{siren}00012",
        "commune": "59350",
        "latitude": "50.6",
        **facts.pop("siege", {}),
    }
    usual = {
        "siren": siren,
        "nom_complet": f"FIRME {siren}",
        "nom_raison_sociale": f"FIRME {siren}",
        "nature_juridique": "5710",
        "etat_administratif": "A",
        "date_creation": "2015-03-01",
        "dirigeants": [{"type_dirigeant": "personne physique", "nom": "MARTIN"}],
        "siege": seat,
    }
    return {**usual, **facts}


def answer(*results: Any) -> Reply:
    return Reply(json.dumps({"results": list(results), "total_results": len(results)}).encode())


def all_are_there(asked: Asked) -> Reply:
    return answer(company("111111118"), company(asked.query["q"]))


def fetched(cache: Path, passing: FakeTime | None = None, **options: Any) -> Snapshot:
    asking = client(passing or FakeTime(), retries=1, timeout=2.0)
    options.setdefault("sirens", SIRENS)
    return seats.fetch(asking, cache, progress=lambda *_: None, **options)


def rows(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    lines = snapshot.path.read_text(encoding="utf-8").splitlines()
    return {row["siren"]: row for row in map(json.loads, lines)}


def test_what_is_kept_of_a_company_is_its_seat(server: Server, tmp_path: Path) -> None:
    server.plays("/search", all_are_there)
    passing = FakeTime()
    snapshot = fetched(tmp_path, passing)
    assert [a.query["q"] for a in server.asked] == SIRENS
    assert rows(snapshot)[SIRENS[0]] == {
        "siren": SIRENS[0],
        "asked": TODAY,
        "name": f"FIRME {SIRENS[0]}",
        "siret": f"{SIRENS[0]}00012",
        "commune": "59350",
        "state": "A",
        "created": "2015-03-01",
    }
    assert "MARTIN" not in snapshot.path.read_text(encoding="utf-8")
    (tie, *_) = seats.read(snapshot).ties
    assert (tie.kind, tie.target, tie.role, tie.seen) == (
        Class.ESTABLISHMENT,
        "59350",
        Role.HEAD_OFFICE,
        (TODAY,),
    )


def test_the_service_is_given_time_between_two_requests() -> None:
    spacing = client(FakeTime()).spacing["recherche-entreprises.api.gouv.fr"]
    assert 1 / spacing < 7


@pytest.mark.parametrize(
    "result",
    [
        company("732829320"),
        company("552100554", nature_juridique="1000"),
        company("552100554", statut_diffusion="P"),
        {"siren": 552100554},
        {},
    ],
    ids=["another company", "a natural person", "diffusion refused", "a number", "nothing"],
)
def test_who_is_not_to_be_shown_leaves_a_siren_alone(
    server: Server, tmp_path: Path, result: dict[str, Any]
) -> None:
    server.plays("/search", answer(result))
    snapshot = fetched(tmp_path, sirens=["552100554"])
    assert rows(snapshot) == {"552100554": {"siren": "552100554", "asked": TODAY}}
    found = seats.read(snapshot)
    assert not found.actors and len(found.unmapped) == 1


FAULTS: dict[str, tuple[list[Reply], str]] = {
    "busy for good": ([Reply(status=429, headers={"Retry-After": "1"})], "fetch-status"),
    "busy for hours": ([Reply(status=429, headers={"Retry-After": "7200"})], "fetch-status"),
    "broken": ([Reply(status=500)], "fetch-status"),
    "cut": ([Reply(b'{"results": []}', cut=5)], "fetch-cut"),
    "no JSON": ([Reply(b'{"results": [')], "fetch-format"),
    "a web page": ([Reply(b"<!doctype html><title>maintenance</title>")], "fetch-html"),
    "another form": ([Reply(b'{"results": {}}')], "fetch-format"),
    "rows that are none": ([Reply(b'{"results": [1]}')], "fetch-format"),
    "slow": ([Reply(b'{"results": []}', drip=3.0)], "fetch-slow"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fetch_that_fails_keeps_what_came_and_goes_on_from_there(
    server: Server, tmp_path: Path, what: str
) -> None:
    replies, code = FAULTS[what]
    server.plays("/search", all_are_there, *replies)
    with pytest.raises(FetchError) as raised:
        fetched(tmp_path)
    found = {f.code: f.details for f in raised.value.faults}
    assert set(found) == {code, "fetch-partly"}
    assert found["fetch-partly"] == {"got": "1", "expected": "3"}
    half = snapshots.latest("seats", tmp_path)
    assert half is not None and set(rows(half)) == set(SIRENS[:1])
    server.asked.clear()
    server.plays("/search", all_are_there)
    assert set(rows(fetched(tmp_path))) == set(SIRENS)
    assert [a.query["q"] for a in server.asked] == SIRENS[1:]


def test_a_busy_server_is_asked_again_when_it_says(server: Server, tmp_path: Path) -> None:
    server.plays("/search", Reply(status=429, headers={"Retry-After": "7"}), all_are_there)
    passing = FakeTime()
    assert len(rows(fetched(tmp_path, passing))) == 3
    assert any(6.9 <= slept <= 9 for slept in passing.slept)


def test_nothing_came_at_all(server: Server, tmp_path: Path) -> None:
    server.plays("/search", Reply(status=500))
    with pytest.raises(FetchError):
        fetched(tmp_path)
    assert snapshots.latest("seats", tmp_path) is None
    with pytest.raises(FaultsError, match="needs-option"):
        fetched(tmp_path, sirens=[])


def test_what_was_asked_lately_is_not_asked_again(server: Server, tmp_path: Path) -> None:
    server.plays("/search", all_are_there)
    first = fetched(tmp_path)
    again = fetched(tmp_path)
    assert (again.sha256, len(server.asked)) == (first.sha256, 3)
    later = FakeTime()
    later.at += 200 * 86_400
    assert rows(fetched(tmp_path, later))[SIRENS[0]]["asked"] > TODAY
    assert len(server.asked) == 6
    fetched(tmp_path, later, days="1000")
    assert len(server.asked) == 6
    with pytest.raises(FaultsError):
        fetched(tmp_path, days="soon")


def test_a_line_that_a_killed_fetch_left_torn_is_asked_again(
    server: Server, tmp_path: Path
) -> None:
    server.plays("/search", all_are_there)
    fetched(tmp_path, sirens=SIRENS[:2])
    answers = tmp_path / "seats" / ".answers.jsonl"
    answers.write_bytes(answers.read_bytes()[:-20])
    assert set(rows(fetched(tmp_path, sirens=SIRENS[:2]))) == set(SIRENS[:2])
    assert len(server.asked) == 3
    assert len(answers.read_bytes().splitlines()) == 3


@pytest.mark.parametrize("name", [OPENAPI, "recherche-entreprises/search_2023.real.json"])
def test_the_stored_answers_of_the_service_are_read(
    server: Server, tmp_path: Path, shared: Path, name: str
) -> None:
    stored = json.loads((shared / "data" / "samples" / name).read_text(encoding="utf-8"))
    siren = stored["results"][0]["siren"]
    server.plays("/search", Reply(json.dumps(stored).encode()))
    found = rows(fetched(tmp_path, sirens=[siren]))[siren]
    assert found["commune"] == stored["results"][0]["siege"]["commune"]


def stock(tmp_path: Path) -> Path:
    file = tmp_path / "StockEtablissement.csv"
    file.write_text(
        "siren,siret,codeCommuneEtablissement,etablissementSiege,statutDiffusionEtablissement,x\n"
        "552100554,55210055400013,75056,true,O,1\n"
        "552100554,55210055400021,59350,false,O,1\n"
        "732829320,73282932000074,69123,true,P,1\n"
        "111111118,11111111800012,13055,true,O,1\n",
        encoding="utf-8",
    )
    return file


def test_a_stock_file_gives_seats_without_the_service(server: Server, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    found = rows(fetched(tmp_path, stock=str(stock(tmp_path))))
    assert {siren: row["commune"] for siren, row in found.items()} == {"552100554": "75056"}
    assert not server.asked
    (tmp_path / "other.csv").write_text("siren,nic\n1,2\n", encoding="utf-8")
    with pytest.raises(FaultsError, match="lost-column"):
        fetched(tmp_path, stock=str(tmp_path / "other.csv"))
    with pytest.raises(FaultsError):
        fetched(tmp_path, stock=str(tmp_path / "gone.csv"))


def dataset(name: str, *actors: Actor, ties: tuple[Tie, ...] = (), **facts: Any) -> Dataset:
    texts: dict[str, Any] = {
        "titles": {},
        "publisher": "",
        "licence": "",
        "issued": "",
        "checksum": "",
    }
    return Dataset(name, **texts, actors=actors, ties=ties, **facts)


def test_the_registered_seat_is_the_seat_whatever_others_say() -> None:
    firm = Actor((), (), id="firm", identifiers={"siren": SIRENS[0]}, place="reg-11")
    elsewhere = Actor((), (), id="firm", place="69123")
    seat = Tie((), (), kind=Class.ESTABLISHMENT, origin="firm", target="59350", seen=(TODAY,))
    seat = replace(seat, role=Role.HEAD_OFFICE)
    sets = [dataset("ilab", firm), dataset("sheet", elsewhere)]
    before = seats_of(sets, Scope({}, {}, {}, {})).place
    after = seats_of(
        [*sets, dataset("seats", ties=(seat,), registered_seats=True)], Scope({}, {}, {}, {})
    ).place
    assert before.get("firm") != "59350"
    assert after["firm"] == "59350"


def test_only_companies_without_a_commune_are_worth_asking() -> None:
    def firm(siren: str, place: str | None, kind: str = Class.START_UP) -> Actor:
        return Actor((), (), id=siren, kinds=(kind,), identifiers={"siren": siren}, place=place)

    found = [
        dataset("one", firm("1", "reg-11"), firm("2", None), firm("3", "59350"), firm("4", None)),
        dataset("two", firm("2", "59350"), firm("5", None, Class.UNIVERSITY)),
    ]
    assert _without_commune(found) == ["1", "4"]


def test_builds_that_follow_use_the_seats(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRENCHTECH_CACHE", str(tmp_path))
    assert "seats" not in targets.registers_of(["france"], ())
    server.plays("/search", all_are_there)
    fetched(tmp_path)
    assert targets.registers_of(["france"], ())[-1] == "seats"
    assert targets.registers_of(["my/tables"], ()) == ()
    assert targets.registers_of(["lille"], ("seats=mine.jsonl",)) == ("seats=mine.jsonl",)
