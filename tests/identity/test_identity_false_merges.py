"""Pairs that were once joined and are two: each stays a case of its own."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from frenchtech_graph.identity import compare, resolve
from frenchtech_graph.ingest.framework.mentions import mentions
from frenchtech_graph.model.records import Actor, Dataset, Tie
from tests.support.identity_actors import actor, dataset, siren, tie

LILLE, PARIS, NANTES, GRENOBLE = "59350", "75056", "44109", "38185"
NEIGHBOURS = Path(__file__).parents[1] / "fixtures" / "identity" / "neighbours.csv"
PAIRS = [tuple(row) for row in csv.reader(NEIGHBOURS.open(encoding="utf-8"))][1:]


def joined(*sets: Dataset) -> dict[str, str]:
    return resolve(sets).canonical


def two(one: Actor, other: Actor, *ties: Tie) -> tuple[Dataset, Dataset]:
    return dataset("first", one), dataset("second", other, ties=ties)


@pytest.mark.parametrize("place", [None, PARIS])
@pytest.mark.parametrize("kind", ["StartUp", "FundManager", "Organization"])
def test_no_one_letter_neighbour_of_a_firm_or_fund_is_joined(kind: str, place: str | None) -> None:
    """All at once, as investors that back the same firm too: likeness of spelling asks and never joins."""
    assert len(PAIRS) == 60
    first = [actor(f"one-{n}", a, kind, place=place) for n, (a, _) in enumerate(PAIRS)]
    second = [actor(f"two-{n}", b, kind, place=place) for n, (_, b) in enumerate(PAIRS)]
    firm = actor("backed", "Zorbix Neurodynamics", "StartUp", place=LILLE)
    back = (
        [tie("Investment", a.id, "backed") for a in (*first, *second)] if kind != "StartUp" else []
    )
    sets = (
        dataset("x", *first, firm, ties=tuple(back[:60])),
        dataset("y", *second, ties=tuple(back[60:])),
    )
    assert joined(*sets) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zorbix Venture", "ZORBIX Ventures"),
        ("Zorbix Development", "Zorbix Développement"),
        ("Zorbix Developpement SAS", "Zorbix Développement"),
    ],
)
def test_plurals_languages_and_legal_forms_still_join(one: str, other: str) -> None:
    assert joined(*two(actor("a", one, "FundManager"), actor("b", other, "FundManager"))) == {
        "b": "a"
    }


SCHOOL: dict[str, Any] = {"kind": "GraduateSchool", "place": NANTES}
IDF = "reg-11"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # a school and a building, a firm and its site, a park and its part
        (
            actor("a", "Centrale Nantes", **SCHOOL),
            actor("b", "La Centrale Nantes", "ThirdPlace", place=NANTES),
        ),
        (
            actor("a", "Verkor", place=GRENOBLE),
            actor("b", "Verkor Innovation Centre", "ThirdPlace", place=GRENOBLE),
        ),
        (
            actor("a", "Temis Technopole", "Cluster", place="25056"),
            actor("b", "Technopole Temis Santé", "Cluster", place="25056"),
        ),
        # two agencies of a region
        (
            actor(
                "a",
                "Agence régionale de développement Paris-Île-de-France",
                "PublicAuthority",
                place=IDF,
            ),
            actor("b", "Agence régionale de santé Île-de-France", "PublicAuthority", place=IDF),
        ),
        # a think tank by its acronym, an investor
        (
            actor(
                "a",
                "Institut de Relations Internationales et Stratégiques",
                "Organization",
                aliases=("IRIS",),
                place=PARIS,
            ),
            actor("b", "IRIS", "FinanceOrganization", place=PARIS),
        ),
        # two firms of one word, each with a site of its own
        (
            actor(
                "a",
                "Éditions L'Harmattan (France)",
                "Company",
                place=PARIS,
                website="https://harmattan.fr",
                aliases=("L'Harmattan",),
            ),
            actor("b", "Harmattan AI", place=PARIS, website="https://harmattan.ai"),
        ),
        # a school and its research unit
        (
            actor(
                "a",
                "ISAE-SUPAERO",
                "GraduateSchool",
                place="31555",
                website="https://www.isae-supaero.fr",
            ),
            actor(
                "b",
                "ISAE-SUPAERO Recherche",
                "TechnologyOrganization",
                place="31555",
                website="https://www.isae-supaero.fr",
            ),
        ),
        # known bodies: predecessors, wholes and parts, whatever number they share
        (
            actor(
                "a",
                "Institut national de la recherche agronomique",
                "ResearchOrganization",
                identifiers={"uai": "0755361V"},
            ),
            actor(
                "b",
                "INRAE",
                "ResearchOrganization",
                identifiers={"uai": "0755361V", "siren": "180070039"},
            ),
        ),
        (
            actor(
                "a",
                "Institut Mines-Télécom",
                "HigherEducationInstitution",
                identifiers={"siren": "180092025"},
            ),
            actor("b", "IMT Atlantique", "GraduateSchool", identifiers={"siren": "180092025"}),
        ),
        (
            actor(
                "a",
                "Institut Mines-Télécom",
                "HigherEducationInstitution",
                identifiers={"ror": "025vp2923"},
            ),
            actor("b", "IMT Nord Europe", "GraduateSchool"),
        ),
        (
            actor("a", "Aix-Marseille Université", "University", place="13055"),
            actor(
                "b",
                "Université Paul-Cézanne",
                "University",
                place="13055",
                aliases=("Aix-Marseille Université",),
            ),
        ),
    ],
)
def test_what_was_once_joined_by_mistake_is_two(one: Actor, other: Actor) -> None:
    assert joined(*two(one, other)) == {}


def test_a_summary_that_says_a_word_or_speaks_of_a_firm_makes_no_one_that_firm() -> None:
    told = mentions("Le Ledger de Ledger. Ledger trace. Google, et Google encore.")
    start_up = actor("a", "Construction 3D", place=PARIS, mentions=told)
    for name in ("Ledger", "Google"):
        assert joined(*two(start_up, actor("b", name, place=PARIS))) == {}


def test_a_number_of_a_legal_person_joins_no_school_to_its_house() -> None:
    """A register says that one is part of the other: the number they share is that of the legal person."""
    school = actor(
        "school",
        "École nationale des sciences zéphyriques",
        "GraduateSchool",
        identifiers={"siren": siren(1)},
    )
    house = actor(
        "house",
        "Institut national de la zéphyrologie",
        "PublicAuthority",
        identifiers={"siren": siren(1)},
    )
    again = replace(school, id="again", identifiers={})
    whole = replace(house, id="whole", identifiers={})
    register = dataset("register", again, whole, ties=(tie("Subunit", "whole", "again"),))
    found = joined(dataset("list", school), dataset("other", house), register)
    assert found.get("school", "school") != found.get("house", "house")


def test_a_body_of_several_legal_persons_in_turn_is_one_node_and_keeps_both_numbers() -> None:
    before, now = (
        actor(f"siren-{n}", "Université de Lille", "University", identifiers={"siren": n})
        for n in ("130023583", "130029754")
    )
    found = resolve(two(before, now))
    assert set(found.canonical.values()) == {"siren-130023583"}
    assert [e.kind for e in found.merged[0].evidence][:1] in (["same siren"], ["known body"])


def test_likeness_of_spelling_is_asked_about_and_named() -> None:
    sets = two(
        actor("a", "Zorbix Capital", "FundManager"), actor("b", "Zorbax Capital", "FundManager")
    )
    pair = compare(sets, "a", "b")
    assert pair.band == "ask"
    assert "other spelling" in {e.kind for e in pair.evidence}
