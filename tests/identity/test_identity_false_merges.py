"""Pairs that were once joined and are two: each stays a case of its own."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from frenchtech_graph.identity import compare, resolve
from frenchtech_graph.ingest import shipped
from frenchtech_graph.ingest.framework.mentions import gist, mentions
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.model.names import name_digest
from frenchtech_graph.model.records import Actor, Dataset, Observation, Tie
from tests.support.identity_actors import actor, dataset, siren, tie

LILLE, PARIS, NANTES, GRENOBLE = "59350", "75056", "44109", "38185"
NEIGHBOURS = Path(__file__).parents[1] / "fixtures" / "identity"
PAIRS = [
    tuple(row)
    for name in ("neighbours.csv", "neighbours_more.csv", "neighbours_again.csv")
    for row in list(csv.reader((NEIGHBOURS / name).open(encoding="utf-8")))[1:]
]


def joined(*sets: Dataset) -> dict[str, str]:
    return resolve(sets).canonical


def two(one: Actor, other: Actor, *ties: Tie) -> tuple[Dataset, Dataset]:
    return dataset("first", one), dataset("second", other, ties=ties)


@pytest.mark.parametrize("place", [None, PARIS])
@pytest.mark.parametrize("kind", ["StartUp", "FundManager", "Organization"])
def test_no_one_letter_neighbour_of_a_firm_or_fund_is_joined(kind: str, place: str | None) -> None:
    """All at once, as investors that back the same firm too: likeness of spelling asks and never joins."""
    assert len(set(PAIRS)) == 160
    first = [actor(f"one-{n}", a, kind, place=place) for n, (a, _) in enumerate(PAIRS)]
    second = [actor(f"two-{n}", b, kind, place=place) for n, (_, b) in enumerate(PAIRS)]
    firm = actor("backed", "Zorbix Neurodynamics", "StartUp", place=LILLE)
    back = (
        [tie("Investment", a.id, "backed") for a in (*first, *second)] if kind != "StartUp" else []
    )
    sets = (
        dataset("x", *first, firm, ties=tuple(back[: len(first)])),
        dataset("y", *second, ties=tuple(back[len(first) :])),
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
        # a school and the supervising body that a register names under its numbers
        (
            actor("a", "ESIEE Paris", "GraduateSchool", place="93051"),
            actor("b", "HEC Jouy-en-Josas", "GraduateSchool", place="78322"),
        ),
        # a school and the one that it went into
        (
            actor("a", "ISEN Lille", "GraduateSchool", place=LILLE),
            actor("b", "Junia", "GraduateSchool", place=LILLE, aliases=("ISEN-ISA-HEI",)),
        ),
        # a laboratory known by an acronym alone, and another of that acronym
        (
            actor("a", "LEAD", "ResearchLaboratory"),
            actor(
                "b",
                "Laboratoire d'économie appliquée au développement",
                "ResearchLaboratory",
                place="83137",
                aliases=("LEAD", "Laboratoire LEAD"),
            ),
        ),
        # a community and its building
        (
            actor("a", "LORnTECH", "Community", place="54395"),
            actor("b", "Totem LORnTECH Nancy", "Community", place="54395"),
        ),
        # an investor and a house that bears more than its name
        (
            actor("a", "Advans", "FinanceOrganization", place=PARIS),
            actor("b", "Advans Lab", "FinanceOrganization", place=PARIS),
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


def test_jade_i_whose_summary_speaks_of_google_is_not_google() -> None:
    """The row of i-Lab that was once joined with Google, as its connector reads it."""
    read = connectors()["ilab"].read(shipped.snapshot("ilab"))
    start_up = next(a for a in read.actors if a.names["fr"] == "JADE - I")
    assert name_digest("Google") in start_up.mentions
    for place in (None, PARIS, "reg-11"):
        google = actor("google", "Google", "Corporate", place=place)
        assert joined(*two(replace(start_up, identifiers={}), google)) == {}


def test_the_school_of_geographical_sciences_is_not_the_institute_it_belongs_to() -> None:
    """ENSG and IGN as registers have them; a register gave both the number of the school."""
    school = actor(
        "school",
        "École nationale des sciences géographiques",
        "GraduateSchool",
        place="77083",
        website="http://www.ensg.eu/",
        aliases=("ENSG-Géomatique",),
        identifiers={"ror": "03r3n3715", "uai": "0772496V"},
    )
    institute = actor(
        "siren-180067019",
        "Institut national de l'information géographique et forestière",
        "Organization",
        aliases=("IGN",),
        identifiers={"siren": "180067019", "ror": "03r3n3715"},
    )
    assert joined(*two(school, institute)) == {}


BODY = (
    "Le capteur {} mesure la fatigue des soudures sur les pipelines sous-marins par magnétométrie."
)
WORDS = ("plasma", "levure", "cristal", "antigène", "turbine", "phonon", "graphène", "lidar")


def texts_of_others() -> list[Actor]:
    """Return firms enough for it to be known which words are uncommon."""
    pairs = [f"{a} {b} {c}" for a in WORDS for b in WORDS for c in WORDS[:2] if a != b]
    return [
        actor(f"other-{n}", f"Quorvax{n}", place=LILLE, gist=gist(f"Le capteur sur mesure {words}"))
        for n, words in enumerate(pairs)
    ]


def test_firms_whose_texts_are_alike_are_asked_about_and_joined_if_an_acronym_says_so() -> None:
    one = actor("a", "Zorbix", place=LILLE, gist=gist(BODY.format("Zorbix")))
    other = actor("b", "Quenvar", place=LILLE, gist=gist(BODY.format("Quenvar")))
    others = texts_of_others()
    found = resolve([dataset("x", one, *others), dataset("y", other)])
    assert found.canonical == {}
    assert [(p.one, p.other) for p in found.undecided] == [("a", "b")]
    unlike = replace(other, gist=gist("Une plateforme de gestion des rendez-vous vétérinaires."))
    assert resolve([dataset("x", one, *others), dataset("y", unlike)]).undecided == []
    spelt = replace(one, names={"fr": "Return of Silicon (ROSI)"}, place="reg-84")
    short = replace(other, names={"fr": "ROSI"}, place=GRENOBLE)
    assert joined(dataset("x", spelt, *others), dataset("y", short)) == {"b": "a"}
    mute = [replace(a, gist=()) for a in (spelt, short)]
    assert joined(dataset("x", mute[0], *others), dataset("y", mute[1])) == {}


def test_words_of_the_trade_part_no_firm_of_a_shorter_made_up_name_in_one_place() -> None:
    first = actor("a", "PHOST'IN", place="reg-76")
    for place, expected in (("34172", {"b": "a"}), (LILLE, {}), (None, {})):
        other = actor("b", "PHOST’IN THERAPEUTICS", place=place)
        assert joined(*two(first, other)) == expected


def test_a_made_up_word_of_twelve_letters_outweighs_a_place_and_a_site() -> None:
    for name, expected in (("PeopleSpheres", {"b": "a"}), ("Peonia", {})):
        one = actor("a", name, place=PARIS, website="https://olyzon.tv")
        other = actor("b", name, place="34172", website="https://peoplespheres.com")
        assert joined(*two(one, other)) == expected


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


def test_a_place_that_a_tie_states_is_a_place() -> None:
    """Tables say where a body is in ties: they tell two firms of one name apart, or join them."""
    for place, expected in ((GRENOBLE, {"b": "a"}), (NANTES, {})):
        at = tie("Establishment", "a", place)
        first = dataset("first", actor("a", "Pili"), ties=(at,))
        assert joined(first, dataset("second", actor("b", "PILI", place=GRENOBLE))) == expected


def firms_of_paris() -> list[Actor]:
    """Return firms enough for it to be known that many are in Paris."""
    return [actor(f"parisian-{n}", f"Quorvax{n}", place=PARIS) for n in range(600)]


@pytest.mark.parametrize("place", [PARIS, "64102"])
def test_a_short_name_in_a_town_of_many_firms_is_asked_about(place: str) -> None:
    """The same names are one in a town where few firms are."""
    one, other = actor("a", "Rayon", place=place), actor("b", "RAYON", place=place)
    found = resolve([dataset("x", one, *firms_of_paris()), dataset("y", other)])
    asked = [(p.one, p.other) for p in found.undecided]
    assert (found.canonical, asked) == (({}, [("a", "b")]) if place == PARIS else ({"b": "a"}, []))


@pytest.mark.parametrize("place", [PARIS, "64102"])
def test_a_word_people_say_and_a_word_of_the_trade_name_one_firm_in_a_small_town(
    place: str,
) -> None:
    one = actor("a", "SpotLight", place=place)
    other = actor("b", "Spotlight Medical", place=place)
    found = joined(dataset("x", one, *firms_of_paris()), dataset("y", other))
    assert found == ({} if place == PARIS else {"b": "a"})


@pytest.mark.parametrize(("year", "expected"), [("2021", {"b": "a"}), ("2022", {})])
def test_a_part_of_a_name_proves_nothing_after_fifteen_years(
    year: str, expected: dict[str, str]
) -> None:
    def seen(key: str, name: str, when: str) -> Dataset:
        award = tie("ProjectParticipation", key, f"project-{key}", seen=(when,))
        return dataset(f"set-{key}", actor(key, name, place=LILLE), ties=(award,))

    sets = (seen("a", "Turbotechix", "2007"), seen("b", "Turbotechix Industries", year))
    assert joined(*sets) == expected


def test_words_of_the_trade_part_no_firm_of_a_made_up_name() -> None:
    one, other = actor("a", "Mablinkor"), actor("b", "Mablinkor Bioscience")
    assert joined(*two(one, other)) == {"b": "a"}
    assert joined(*two(actor("a", "Canopée"), actor("b", "Canopée Bioscience"))) == {}
    assert joined(*two(one, actor("b", "Mablinkor Gestion", "FundManager"))) == {}


def test_one_unit_of_two_years_of_creation_is_one_if_name_number_and_town_agree() -> None:
    def unit(key: str, town: str, year: str) -> Dataset:
        made = actor(
            key,
            "Laboratoire Zéphyr d'orfèvrerie",
            "ResearchLaboratory",
            place=town,
            aliases=("UMR 9924",),
        )
        told = Observation(
            sources=("page",), records=(), actor=key, kind="CreationObservation", value=year
        )
        return dataset(f"set-{key}", made, observations=(told,))

    assert joined(unit("a", GRENOBLE, "2006"), unit("b", GRENOBLE, "2007")) == {"b": "a"}
    assert joined(unit("a", GRENOBLE, "2006"), unit("b", LILLE, "2007")) == {}


def test_likeness_of_spelling_is_asked_about_and_named() -> None:
    sets = two(
        actor("a", "Zorbix Capital", "FundManager"), actor("b", "Zorbax Capital", "FundManager")
    )
    pair = compare(sets, "a", "b")
    assert pair.band == "ask"
    assert "other spelling" in {e.kind for e in pair.evidence}


@pytest.mark.parametrize(
    ("before", "asked"), [("Alkior Biopharma", [("a", "b")]), ("Zephyrade", [])]
)
def test_two_firms_of_one_house_are_asked_about_even_if_one_has_the_site_of_the_other(
    before: str, asked: list[tuple[str, str]]
) -> None:
    """A project that took a new name is one firm: its old name shares no word with the new one."""
    one = actor("a", before, place=GRENOBLE, website="https://alkior-bioinnovations.com")
    other = actor("b", "Alkior Bio Innovations", place=GRENOBLE)
    found = resolve(two(one, other))
    assert [(p.one, p.other) for p in found.undecided] == asked
    assert found.canonical == ({} if asked else {"b": "a"})
