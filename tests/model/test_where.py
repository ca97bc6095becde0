"""What a user means by a place: ecosystems, metropolises, communes; never silently something else."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import territories
from frenchtech_graph.model.where import find

CAPITALES = sorted(
    e.names["fr"] for e in territories.load().by_id.values() if e.label == "capitale-french-tech"
)


def test_there_are_seventeen_capitales() -> None:
    assert len(CAPITALES) == 17


@pytest.mark.parametrize("name", CAPITALES)
def test_each_capitale_is_a_place(name: str) -> None:
    found = find(name)
    assert found is not None
    assert found.kind == "ecosystem"
    assert len(found.codes) > 1


@pytest.mark.parametrize("town", ["Lille", "Lyon", "Toulouse", "Nantes", "Grenoble", "Rennes"])
def test_a_town_stands_for_its_metropolis_and_says_so(town: str) -> None:
    found = find(town)
    assert found is not None
    assert found.kind == "metropolis"
    assert f"{town} (commune)" in found.notes["fr"]
    assert "French Tech" in found.notes["en"]
    alone = find(f"{town} (commune)")
    assert alone is not None
    assert (alone.kind, len(alone.codes), alone.notes) == ("place", 1, {})


def test_a_code_is_just_that_place() -> None:
    found = find("69123")
    assert found is not None
    assert found.codes == ("69123",)


def test_a_town_that_is_no_centre_is_the_town() -> None:
    found = find("Roubaix")
    assert found is not None
    assert (found.kind, found.codes) == ("place", ("59512",))


def test_a_former_name_leads_to_today_and_says_so() -> None:
    found = find("Lyon French Tech")
    assert found is not None
    assert found.kind == "ecosystem"
    assert found.names["fr"] == "French Tech One Lyon Saint-Étienne"


def test_a_name_of_several_places_is_a_fault_with_candidates() -> None:
    with pytest.raises(BilingualError, match="974"):
        find("Saint-Denis")


def test_a_misspelt_ecosystem_is_met_with_its_name(lille: EcosystemGraph) -> None:
    result = CliRunner().invoke(
        main, ["hubs", "--out", str(lille.folder), "--where", "French Tech Toulose"]
    )
    assert result.exit_code == 2
    assert "French Tech Toulouse" in result.output


def test_commands_say_which_place_they_took(lille: EcosystemGraph) -> None:
    result = CliRunner().invoke(
        main, ["hubs", "--out", str(lille.folder), "--where", "Lille", "--lang", "en"]
    )
    assert result.exit_code == 0, result.output
    assert "Lille (commune)" in result.output


def test_ecosystems_are_listed_with_what_is_known(lille: EcosystemGraph) -> None:
    frame = lille.ecosystems().set_index("name_fr")
    here, there = frame.loc["French Tech Lille"], frame.loc["French Tech Toulouse"]
    assert here["actors"] > 50
    assert here["venture"] >= 10
    assert there["actors"] < 5
    assert (frame["communes"] > 0).all()
    result = CliRunner().invoke(main, ["ecosystems", "--out", str(lille.folder), "--lang", "en"])
    assert "French Tech Lille" in result.output
