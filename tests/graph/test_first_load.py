"""Examples of a first load of France that stand in no other test: heads in time, sectors, sites,
pages read on several days, addresses with a comma.
"""

from pathlib import Path

import pytest

from frenchtech_graph import catalogue
from frenchtech_graph.model import ontology
from frenchtech_graph.model.annotations import support_functions
from tests.support.written_tables import answers, built, drawn, holds, organisations


def mandate(who: str, role: str, **more: str) -> dict[str, str]:
    return {"kind": "Mandate", "from": who, "to": "valley", "role": role, **more}


def test_heads_stand_side_by_side_and_the_latest_is_last_known_never_current(
    tmp_path: Path,
) -> None:
    """Telecom Valley has ten heads in time, most of them only seen; a metropolis may be a head."""
    people = [{"id": p, "kind": "Person", "name": p.title()} for p in ("ada", "bao", "cleo", "dan")]
    store = built(
        tmp_path,
        actors=[*people, *organisations("valley", "metropole")],
        ties=[
            mandate("ada", "chair", seen="2015"),
            mandate("bao", "chair", seen="2023"),
            mandate("cleo", "chief-executive", seen="2021"),
            mandate("dan", "chair", start="2010", end="2014"),
            mandate("metropole", "chair", seen="2023"),
        ],
    )
    found = catalogue.run(store, "leaders-of", organization="Valley")
    states = dict(zip(found["officer_name"], found["state"], strict=True))
    assert states == {
        "Ada": "known", "Bao": "last known", "Cleo": "last known", "Dan": "ended",
        "Metropole": "last known",
    }  # fmt: skip


@pytest.mark.parametrize(
    "sector",
    [
        "aeronautics", "space", "naval", "maritime", "nuclear", "luxury", "agri-food", "textile",
        "tourism", "sport", "culture-heritage", "wood", "cosmetics", "agriculture", "robotics",
    ],
)  # fmt: skip
def test_sectors_that_rows_lacked_are_in_the_list(sector: str) -> None:
    assert sector in ontology.load().schemes["sector"]


@pytest.mark.parametrize("kind", ["SciencePark", "TotemPlace", "BusinessCentre", "Campus"])
def test_sites_have_a_kind_and_are_no_companies(tmp_path: Path, kind: str) -> None:
    """`Cité numérique` and `Mabilay` are buildings."""
    store = built(tmp_path, actors=organisations("mabilay", kind=kind, place="35238"))
    assert holds(store, f"actor:mabilay a fte:{kind}")
    assert ontology.load().is_a(kind, "Site")
    assert not holds(store, "actor:mabilay a fte:Company")


def test_parks_and_totems_are_shared_places() -> None:
    """So nobody is told that the nearest shared place is 832 km away."""
    kinds = support_functions()["shared-place"]
    assert {"ThirdPlace", "TotemPlace", "BusinessCentre"} <= set(kinds)


def test_an_address_with_a_comma_is_one_page_of_the_network(tmp_path: Path) -> None:
    url = "https://www.touleco.fr/Nubbo,12345"
    page = {"id": "p", "url": url, "publisher": "ToulÉco", "accessed": "2026-11-23"}
    ties = [{"kind": "Hosting", "from": "nubbo", "to": "firm", "source": "p"}]
    actors = organisations("nubbo", "firm", source="p")
    graph = drawn(built(tmp_path, sources=[page], actors=actors, ties=ties))
    assert {data["sources"] for *_, data in graph.edges(data=True)} == {(url,)}


def test_a_body_of_several_sites_counts_in_a_town_by_its_site_and_ties_there(
    tmp_path: Path,
) -> None:
    """CEA is not of Grenoble; its site there is."""
    store = built(
        tmp_path,
        actors=[
            *organisations("cea"),
            *organisations("cea-grenoble", place="38185"),
            *organisations("firm", place="38185"),
        ],
        ties=[
            {"kind": "Subunit", "from": "cea", "to": "cea-grenoble"},
            {"kind": "Establishment", "from": "cea", "to": "38185", "role": "site"},
            {"kind": "Partnership", "from": "cea-grenoble", "to": "firm"},
        ],
    )
    seats = answers(store, "SELECT ?a { ?a fte:seatedIn place:38185 } ORDER BY ?a")
    assert [a.rsplit("/", 1)[-1] for (a,) in seats] == ["cea-grenoble", "firm"]
    assert not holds(store, "actor:cea fte:seatedIn ?any")
