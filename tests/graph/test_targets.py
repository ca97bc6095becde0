"""Builds by name: all of France, data sets and ecosystems, and the title of what was built."""

import shutil
from pathlib import Path

import pytest

from frenchtech_graph.ingest import shipped as registers
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import territories
from frenchtech_graph.pipeline import datasets, targets
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


def test_every_ecosystem_is_found_by_each_of_its_names() -> None:
    known = territories.load().by_id.values()
    names = {n for e in known for n in (*e.names.values(), *e.aliases)}
    assert len(names) > 100
    assert [n for n in names if targets.find(n) is None] == []


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("toulouse", "sud-ouest"),
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


def test_several_data_sets_have_a_title_of_their_own(tmp_path: Path) -> None:
    own = write(tmp_path / "mine", actors=organisations("acme"))
    shutil.copytree(data_folder() / "labels", tmp_path / "other")
    built = rebuild([str(own), str(tmp_path / "other")], tmp_path / "out")
    assert built.manifest["titles"]["en"].startswith("mine and ")
