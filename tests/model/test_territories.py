"""The table of French Tech ecosystems: every label holder, its names and its territory."""

import csv
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import places
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.partial_dates import is_partial_date
from frenchtech_graph.model.territories import BASES, Ecosystem, load

CAPITALES = {
    "Aix-Marseille Région Sud": ("13055", "13001"),
    "Bordeaux": ("33063", "33039"),
    "Bourgogne-Franche-Comté": ("21231", "25056", "90010"),
    "Brest+": ("29019", "29151", "29232", "22113"),
    "Côte d'Azur": ("06088", "06029", "06069", "06152"),
    "Est": ("67482", "57463", "54395"),
    "Grand Paris": ("75056", "93066"),
    "in the Alps": ("38185", "73065", "74010", "26362", "74012"),
    "La Réunion": ("97411",),
    "Lille": ("59350", "59009", "59512"),
    "Loire Valley": ("45234", "37261", "18033"),
    "Méditerranée": ("34172", "30189"),
    "Nantes": ("44109",),
    "One Lyon Saint-Étienne": ("69123", "69266", "42218"),
    "Paris-Saclay": ("91471", "91477"),
    "Rennes Saint-Malo": ("35238", "35288"),
    "Toulouse": ("31555",),
}
"""The 17 of December 2023, each with communes that it must hold."""


def everything() -> list[Ecosystem]:
    return list(load().by_id.values())


def called(one: Ecosystem) -> set[str]:
    return {*one.names.values(), *one.aliases, *(a.name for a in one.awards if a.name)}


def test_there_are_seventeen_capitales_and_no_other() -> None:
    found = {e.names["fr"] for e in everything() if e.label == "capitale-french-tech"}
    assert found == {f"French Tech {name}" for name in CAPITALES}


@pytest.mark.parametrize("name", CAPITALES)
@pytest.mark.parametrize("form", ["French Tech {}", "La French Tech {}", "FRENCH TECH {}",
                                  "Capitale French Tech {}", "écosystème French Tech {}",
                                  "ecosystem of French Tech {}"])  # fmt: skip
def test_each_capitale_is_found_however_it_is_written(name: str, form: str) -> None:
    found = load().resolve(form.format(name))
    assert found is not None
    assert found.today.names["fr"] == f"French Tech {name}"


@pytest.mark.parametrize("name", CAPITALES)
def test_a_capitale_holds_its_towns(name: str) -> None:
    found = load().resolve(f"French Tech {name}")
    assert found is not None
    for commune in CAPITALES[name]:
        assert load().holds(found.today, commune), commune
        assert found.today in load().around(commune)


@pytest.mark.parametrize("one", everything(), ids=lambda e: e.id.removeprefix("ecosysteme-"))
def test_every_ecosystem_is_found_by_all_its_names_of_today_and_former(one: Ecosystem) -> None:
    for name in called(one):
        found = load().resolve(name)
        if found is None:  # the name of a place alone is the place
            found = load().resolve(f"French Tech {name}")
        assert found is not None, name
        assert found.named is one, name
        assert found.by == "name"


def test_no_two_ecosystems_have_a_name_in_common() -> None:
    counted = Counter(name for e in everything() for name in {fold(n) for n in called(e)})
    shared = {name for name, n in counted.items() if n > 1}
    # Towns that held a thematic label and lie in an ecosystem of another name.
    assert shared <= {"lyon french tech"}


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("Lille is French Tech", "French Tech Lille"),
        ("Digital Grenoble", "French Tech in the Alps"),
        ("Montpellier Métropole numérique", "French Tech Méditerranée"),
        ("Lor'N Tech", "French Tech Est"),
        ("French Tech Riviera", "French Tech Côte d'Azur"),
        ("Atlantic Valley", "French Tech Poitou-Charentes"),
        ("French Tech Hauts-de-France Sud", "French Tech Picardie"),
        ("French Tech Culture", "French Tech Grande Provence"),
        ("French Tech Saint-Nazaire La Baule", "French Tech Saint-Nazaire La Baule Pornic"),
    ],
)
def test_a_former_name_leads_to_the_ecosystem_of_today(former: str, today: str) -> None:
    found = load().resolve(former)
    assert found is not None
    assert found.today.names["fr"] == today


@pytest.mark.parametrize(
    "place", ["Toulouse", "Lyon", "Vendée", "Bordeaux", "Saint-Denis", "La Réunion"]
)
def test_the_name_of_a_place_alone_is_the_place(place: str) -> None:
    assert load().resolve(place) is None


def test_french_tech_and_a_town_stand_for_the_ecosystem_that_holds_it_and_say_so() -> None:
    found = load().resolve("French Tech Strasbourg")
    assert found is not None
    assert (found.today.names["fr"], found.by) == ("French Tech Est", "town")
    assert load().resolve("French Tech Atlantis") is None


def test_a_slip_is_answered_with_the_name() -> None:
    assert load().resolve("French Tech Toulose") is None
    assert load().suggest("French Tech Toulose")[0] == "French Tech Toulouse"
    assert "French Tech Aix-Marseille Région Sud" in load().suggest("french tech marseile")


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    found = load().resolve(text)
    assert found is None or found.named.id in load().by_id


def test_a_town_has_the_ecosystems_of_the_day() -> None:
    assert [e.names["fr"] for e in load().around("38185")] == ["French Tech in the Alps"]
    assert [e.names["fr"] for e in load().around("38185", "2016")] == ["Digital Grenoble"]
    assert [e.label for e in load().around("22113", "2020")] == [
        "communaute-french-tech",
        "capitale-french-tech",
    ]


def test_every_territory_is_of_places_that_exist_and_says_what_it_rests_on() -> None:
    known, pages = places.load(), load().sources
    for one in everything():
        assert one.areas, one.id
        assert load().communes(one) or one.id.endswith("polynesie"), one.id
        for area in one.areas:
            assert known.is_id(area.place), (one.id, area.place)
            assert area.basis in BASES
            assert area.source in pages
            assert area.words
        assert len({a.place for a in one.areas}) == len(one.areas)


def test_the_stated_name_of_a_place_is_that_of_the_place() -> None:
    with (data_folder() / "ecosystems" / "territories.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    assert [
        r["place"] for r in rows if places.load().by_id[r["place"]].name != r["place_name"]
    ] == []


def test_every_award_and_every_statement_has_a_page() -> None:
    pages = load().sources
    for one in everything():
        assert one.awards
        for award in one.awards:
            assert award.source in pages
            assert is_partial_date(award.start) and is_partial_date(award.end)
            assert award.start[:4] <= award.end
            assert award.stated in {"named", "renewed-for-all"}
        assert bool(one.carriers) == ("carrier" in one.sources), one.id
        assert (one.totem is None) == ("totem" not in one.sources), one.id
        assert one.totem_place is None or places.load().is_id(one.totem_place)
        assert one.successor is None or one.successor in load().by_id
        assert set(one.sources.values()) <= set(pages)
    for page in pages.values():
        assert re.fullmatch(r"https?://\S+", page["url"])
    assert len({p["url"] for p in pages.values()}) == len(pages)


def test_labels_of_each_class_are_counted() -> None:
    """Official counts: 9 + 1 + 4 Métropoles, 13 Capitales, then 16 and a 17th, 21 + 4 thematic."""
    starts = Counter((a.label, a.start[:4]) for e in everything() for a in e.awards)
    assert starts["metropole-french-tech", "2014"] == 10
    assert starts["metropole-french-tech", "2015"] == 4
    assert starts["metropole-french-tech", "2016"] == 13
    assert starts["capitale-french-tech", "2019"] == 13
    assert starts["capitale-french-tech", "2023"] == 17
    assert starts["label-thematique-french-tech", "2015"] == 4
    assert starts["reseau-thematique-french-tech", "2016"] == 21
    # 38 were labelled in 2019 and 32 in 2023; the others are named on no page that was read.
    assert starts["communaute-french-tech", "2019"] == 28
    assert starts["communaute-french-tech", "2023"] == 21
