"""Builds by name: all of France, data sets and ecosystems, and the title of what was built."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from frenchtech_graph.ingest import shipped as registers
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import territories
from frenchtech_graph.model.records import Actor, Dataset, Event, Observation, Source, Tie
from frenchtech_graph.model.terms import Class, Role
from frenchtech_graph.pipeline import datasets, part, targets
from frenchtech_graph.pipeline.rebuild import rebuild
from tests.support.written_tables import organisations, write

SHEETS = ("lille", "lyon-alpes", "mediterranee", "national", "ouest", "paris-est", "sud-ouest")


def test_france_is_every_data_set_and_register_of_the_package() -> None:
    france = targets.find("France")
    assert france is not None
    assert {p.name for p in datasets.locate(["france"])} == set(targets.shipped())
    assert set(SHEETS) < set(france.datasets)
    assert set(france.registers) == set(registers.manifest())


def test_a_register_that_the_user_names_is_read_once() -> None:
    assert targets.registers_of(["france"], ["ror=mine.jsonl"]).count("ror") == 0
    assert targets.registers_of(["lille"], ["ror"]) == ("ror",)


def test_a_register_is_read_after_those_that_it_leans_on(tmp_path: Path) -> None:
    own = f"rnsr={tmp_path / 'mine.csv'}"
    for sources in ([], [own]):
        names = [r.partition("=")[0] for r in targets.registers_of(["france"], sources)]
        assert names.index("rnsr") < names.index("ilab")
        assert names.index("institutions") < names.index("ilab")
    assert own in targets.registers_of(["france"], [own])


def test_every_ecosystem_is_found_by_each_of_its_names() -> None:
    known = territories.load().by_id.values()
    names = {n for e in known for n in (*e.names.values(), *e.aliases)}
    assert len(names) > 100
    assert [n for n in names if targets.find(n) is None] == []


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("toulouse", "sud-ouest"),
        ("Bretagne", "ouest"),
        ("French Tech Nantes", "ouest"),
        ("French Tech East", "paris-est"),
        ("Nantes, Rennes, Brest, Normandy and the Loire", "ouest"),
    ],
)
def test_a_name_in_french_or_english_leads_to_its_sheet(name: str, sheet: str) -> None:
    found = targets.find(name)
    assert found is not None
    assert set(found.datasets) - {"labels", "national"} == {sheet}


def test_an_unknown_name_is_a_fault_with_suggestions() -> None:
    with pytest.raises(FaultsError) as caught:
        datasets.locate(["toulose"])
    assert "French Tech Toulouse" in str(caught.value.faults[0].details)


def test_the_sheets_together_are_sound_and_every_note_is_accounted_for() -> None:
    read = datasets.read_all(datasets.locate(SHEETS))
    for one in (d for d in read if d.id not in ("labels", "lille")):
        stated = {f"{one.id}-{n:04}" for n in range(1, (one.notes or 0) + 1)}
        rows = (*one.actors, *one.events, *one.ties, *one.observations)
        mapped = {key for row in rows for key in row.records}
        left_out = {row["record"] for row in one.unmapped}
        assert stated - mapped - left_out == set()
        assert all(row["reason_fr"] and row["reason_en"] for row in one.unmapped)
        assert all(row.sources for row in one.ties)


def firm(key: str, place: str | None = None, **facts: Any) -> Actor:
    return Actor(("page",), (), id=key, kinds=(Class.ORGANIZATION,), place=place, **facts)


def tie(kind: str, origin: str, target: str, **facts: Any) -> Tie:
    return Tie(("page",), (), kind=kind, origin=origin, target=target, **facts)


def test_a_place_is_built_with_its_partners_elsewhere_and_nobody_else() -> None:
    pages = (Source("page", "https://e.example", "", "2026"), Source("unused", "", "", "2026"))
    round_ = Event(("page",), (), id="round", kind=Class.FUNDING_ROUND, company="here")
    programme = Event(("page",), (), id="programme", kind=Class.PROGRAMME)
    sheet = Dataset(
        "sheet", {}, "", "", "", "",
        sources=pages,
        actors=(
            firm("here", "31555"), firm("alias"), firm("fund", "75056"), firm("co-investor"),
            firm("branch", "75056"), firm("regional"), firm("far", "59350"), firm("other", "59350"),
        ),
        events=(round_, programme, Event(("page",), (), id="far round", kind=Class.FUNDING_ROUND, company="far")),
        ties=(
            tie(Class.PARTNERSHIP, "alias", "fund"),
            tie(Class.INVESTMENT, "co-investor", "here", event="round"),
            tie(Class.ESTABLISHMENT, "branch", "31555", role=Role.SITE),
            tie(Class.COVERAGE, "regional", "31555"),
            tie(Class.PROGRAMME_PARTICIPATION, "here", "programme"),
            tie(Class.PROGRAMME_PARTICIPATION, "far", "programme"),
            tie(Class.PARTNERSHIP, "far", "other"),
            tie(Class.PARTNERSHIP, "fund", "far"),
        ),
        observations=(
            Observation(("page",), (), actor="here", kind=Class.CREATION_OBSERVATION, value="2015"),
            Observation(("page",), (), actor="far", kind=Class.CREATION_OBSERVATION, value="2015"),
        ),
    )  # fmt: skip
    (found,) = part.about([sheet], {"alias": "here"}, ("243100518", "31555"))
    named = {"here", "alias", "fund", "co-investor", "branch", "regional"}
    assert {a.id for a in found.actors} == named
    assert {e.id for e in found.events} == {"round", "programme"}
    assert {(t.origin, t.target) for t in found.ties} == {
        ("alias", "fund"),
        ("co-investor", "here"),
        ("branch", "31555"),
        ("regional", "31555"),
        ("here", "programme"),
    }
    assert [o.actor for o in found.observations] == ["here"]
    assert [s.id for s in found.sources] == ["page"]


def test_only_places_are_parted_from_the_rest() -> None:
    assert targets.codes_of(["lille"]) == targets.codes_of(["france", "toulouse"]) == ()
    assert "31555" in targets.codes_of(["toulouse"])
    assert {"31555", "44109"} < set(targets.codes_of(["toulouse", "French Tech Nantes"]))


def test_a_town_is_read_as_its_metropolis_and_says_its_ecosystems(tmp_path: Path) -> None:
    found = targets.place_of("Lyon")
    assert found is not None and found.kind == "metropolis"
    assert "French Tech One Lyon Saint-Étienne" in found.notes["fr"]
    assert targets.place_of("lille") is None
    (tmp_path / "Lyon").mkdir()
    assert targets.find(str(tmp_path / "Lyon")) is None


def test_a_graph_of_a_place_is_sound(tmp_path: Path) -> None:
    built = rebuild(["French Tech La Réunion"], tmp_path / "out")
    assert built.manifest["titles"]["fr"] == "French Tech La Réunion"
    rows = [d["rows"]["actors"] for d in built.manifest["datasets"]]
    assert 20 < sum(rows) < 400


def test_several_data_sets_have_a_title_of_their_own(tmp_path: Path) -> None:
    own = write(tmp_path / "mine", actors=organisations("acme"))
    shutil.copytree(data_folder() / "labels", tmp_path / "other")
    built = rebuild([str(own), str(tmp_path / "other")], tmp_path / "out")
    assert built.manifest["titles"]["en"].startswith("mine and ")
