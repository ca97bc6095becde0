"""Registers read right: who supervises, whose a number is, what is a frame of its members, what sort of school."""

from collections import Counter
from functools import cache

import pytest

from frenchtech_graph.identity import resolve
from frenchtech_graph.ingest import shipped
from frenchtech_graph.ingest.connectors.registers import bodies
from frenchtech_graph.ingest.framework import addresses
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.model import places
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.model.terms import Class, Role


@cache
def register(name: str) -> Dataset:
    found = shipped.snapshot(name)
    assert found is not None
    return connectors()[name].read(found)


@cache
def groups() -> dict[str, str]:
    """Return what identity makes of the registers together: the id of each actor's body."""
    names = ("rnsr", "institutions", "ilab", "iphd", "ror", "rnsr_ror")
    return dict(resolve([register(n) for n in names]).canonical)


def body(identifier: str) -> str:
    return groups().get(identifier, identifier)


def called(name: str, of: str = "rnsr") -> Actor:
    (found,) = (a for a in register(of).actors if a.names.get("fr") == name)
    return found


def test_a_body_that_takes_part_does_not_supervise() -> None:
    ties = register("rnsr").ties
    supervises = {(t.origin, t.target) for t in ties if t.kind == "Supervision"}
    takes_part = {(t.origin, t.target) for t in ties if t.role_text == "établissement participant"}
    assert len(takes_part) > 1_100
    assert not supervises & takes_part
    assert {t.kind for t in ties if t.role_text == "établissement participant"} == {
        "Partnership", "Membership"}  # fmt: skip


def test_laboratories_are_members_of_a_federation_and_not_parts_of_it() -> None:
    of = {t.target for t in register("rnsr").ties if t.kind == "Membership"}
    federation = called("Fédération de Recherche sur l'Energie Solaire").id
    assert federation in of
    assert not [t for t in register("rnsr").ties if t.kind == "Subunit" and t.origin == federation]
    observatory = called("Observatoire Midi-Pyrénées").id  # it has a unit of its own
    assert [t for t in register("rnsr").ties if t.kind == "Subunit" and t.origin == observatory]


SCHOOLS = {
    "IMT Atlantique": "uai-0292355C",
    "IMT Nord Europe": "uai-0597060D",
    "Mines Saint-Étienne": "uai-0420094Z",
    "IMT Mines Albi": "uai-0811200P",
    "IMT Mines Alès": "uai-0300063F",
    "Télécom Paris": "uai-0753510H",
    "HEC": "uai-0783054W",
    "ESIEE Paris": "uai-0932019P",
    "ISIPCA": "uai-0782090Y",
    "ENSG": "ror-03r3n3715",
    "ENM": "uai-0312069F",
    "ENI Metz": "uai-0570140T",
}


def test_schools_of_one_legal_person_are_never_one() -> None:
    known = {a.id for n in ("rnsr", "institutions") for a in register(n).actors}
    assert set(SCHOOLS.values()) <= known
    found = {name: body(i) for name, i in SCHOOLS.items()}
    assert len(set(found.values())) == len(SCHOOLS)
    persons = {body(f"siren-{s}") for s in bodies.persons() if f"siren-{s}" in known}
    assert not persons & set(found.values())


def test_the_number_of_a_legal_person_is_of_the_person() -> None:
    assert "siren-180092025" in {a.id for a in register("institutions").actors}
    assert body("siren-180092025") == body("uai-0755661W")  # Institut Mines-Télécom
    inrae = next(a for a in register("rnsr").actors if a.id == "siren-180070039")
    assert "alimentation et l'environnement" in inrae.names["fr"]


def test_no_body_of_the_registers_has_two_legal_persons() -> None:
    """Universities founded anew keep one number: that of today."""
    held: dict[str, set[str]] = {}
    for name in ("rnsr", "institutions", "ror"):
        for actor in register(name).actors:
            if "siren" in actor.identifiers:
                held.setdefault(body(actor.id), set()).add(actor.identifiers["siren"])
    assert [b for b, numbers in held.items() if len(numbers) > 1] == []


def test_no_school_shares_a_siren_in_the_table_of_institutions() -> None:
    held = Counter(
        a.identifiers["siren"] for a in register("institutions").actors if "siren" in a.identifiers
    )
    assert set(held.values()) == {1}


def test_a_research_body_named_among_incubators_is_none() -> None:
    incubators = {a.names["fr"] for a in register("iphd").actors if "Incubator" in a.kinds}
    assert "Agoranov" in incubators
    assert not {n for n in incubators if n.startswith(("CNRS", "Centre national", "Commissariat"))}
    cnrs = called("Centre national de la recherche scientifique", "iphd")
    assert cnrs.kinds == ("Organization",)
    roles = {t.role for t in register("iphd").ties if t.origin == cnrs.id}
    assert "incubation" in roles  # the tie stays


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("École nationale supérieure des Mines de Saint-Étienne", "GraduateSchool"),
        ("INSA Lyon", "GraduateSchool"),
        ("Institut National des Sciences Appliquées Rennes", "GraduateSchool"),
        ("KEDGE Business School", "GraduateSchool"),
        ("Institut Etudes Politiques Lille", "GraduateSchool"),
        ("Toulouse INP", "GraduateSchool"),
        ("Université de technologie de Troyes", "University"),
        ("La Rochelle Université", "University"),
        ("Muséum national d'histoire naturelle", "HigherEducationInstitution"),
        ("Institut national du sport", "HigherEducationInstitution"),
    ],
)
def test_a_sort_of_school_is_told_by_its_name(name: str, kind: str) -> None:
    assert bodies.school_kind(name) == kind


def test_the_same_school_is_of_the_same_sort_in_every_register() -> None:
    """Bodies that identity joins: no register calls a university what another calls a school."""
    sorts: dict[str, set[str]] = {}
    for name in ("rnsr", "institutions", "ror"):
        for actor in register(name).actors:
            sorts.setdefault(body(actor.id), set()).update(actor.kinds)
    both = [i for i, kinds in sorts.items() if {"University", "GraduateSchool"} <= kinds]
    assert len(both) <= 5  # renamed ones: a school that became a university
    vague = [i for i, kinds in sorts.items()
             if "HigherEducationInstitution" in kinds and {"University", "GraduateSchool"} & kinds]  # fmt: skip
    assert len(vague) <= 10


def test_living_bodies_of_the_registers_have_a_commune() -> None:
    """Of research and teaching bodies in France: those of RNSR and the institutions, and ROR's."""
    known, placed = places.load().by_id, Counter[tuple[str, bool]]()
    living = {
        "rnsr": [a for a in register("rnsr").actors if "rnsr" in a.identifiers],
        "institutions": list(register("institutions").actors),
        "ror": [a for a in register("ror").actors if a.place],
    }
    for name, actors in living.items():
        for actor in actors:
            placed[name, bool(actor.place) and known[actor.place or ""].kind == "City"] += 1
    shares = {n: placed[n, True] / (placed[n, True] + placed[n, False]) for n in living}
    assert shares["rnsr"] >= 0.90
    assert shares["institutions"] >= 0.98
    assert shares["ror"] >= 0.98


@pytest.mark.parametrize(
    ("city", "postal", "expected"),
    [
        ("SAINT-DENIS MESSAG CEDEX 9", "97715", "97411"),
        ("LA PLAINE SAINT DENIS", "93210", "93066"),
        ("MT-ST-AIGNAN CEDEX", "76821", "76451"),
        ("Auzeville", "31326", "31035"),
        ("Sophia Antipolis", "06902", "240600585"),
        ("CERGY PONTOISE", "95011", "249500109"),
        ("Noumea", "98845", "98818"),
        ("ROME", "00186", None),
        ("WIEN", "A1090", None),
        ("SANTIAGO DE CHILE", "02120", None),
    ],
)
def test_towns_as_registers_write_them(city: str, postal: str, expected: str | None) -> None:
    assert addresses.place(city, postal) == expected


def test_a_point_tells_namesakes_apart_and_is_no_guess() -> None:
    assert addresses.place("Saint-Denis", near=(48.93, 2.36)) == "93066"
    assert addresses.place("Saint-Denis", near=(-20.88, 55.45)) == "97411"
    assert addresses.place("Saint-Denis", near=(0.0, 0.0)) is None
    assert addresses.place("Saint-Denis") is None


def test_start_ups_have_the_commune_of_their_seat_or_of_their_origin_and_it_is_said_which() -> None:
    """i-Nov gives seats; the laboratory or school behind an i-Lab project is a first place."""
    found = shipped.snapshot("ilab")
    assert found is not None
    ilab = connectors()["ilab"].read(found, known=(register("rnsr"), register("institutions")))
    origins = {t.origin: t for t in ilab.ties if t.kind == Class.ESTABLISHMENT}
    assert {t.role for t in origins.values()} == {Role.FIRST_PLACE}
    assert all((t.role_text or "").startswith("lieu d'origine : ") for t in origins.values())
    region = {a.id: a.place for a in ilab.actors}
    elsewhere = [
        i for i, t in origins.items() if region[i] not in places.load().ancestors(t.target)
    ]
    assert len(elsewhere) <= 1  # it won twice, in two regions
    seats = {a.id for a in register("inov").actors if a.place}
    firms = {a.id for a in ilab.actors if Class.START_UP in a.kinds} | {
        a.id for a in register("inov").actors
    }
    assert len(seats | set(origins)) / len(firms) >= 0.40
    assert not [
        t for t in register("ilab").ties if t.kind == Class.ESTABLISHMENT
    ]  # none is guessed


def test_numbers_of_a_wave_that_mixed_them_up_are_not_read() -> None:
    """Of i-Nov wave 3 the numbers are those of other laureates: SPIREC had that of WatchFrog."""
    inov = register("inov")
    spirec = next(a for a in inov.actors if "SPIREC" in a.names.values())
    assert spirec.identifiers == {}
    assert spirec.place is None
    assert any(a.identifiers for a in inov.actors)


def test_a_pair_of_numbers_that_was_read_to_be_two_bodies_joins_nothing() -> None:
    """The unit Gènes, synapses et cognition is not the group of schools GENES."""
    pairs = {tuple(sorted(a.identifiers.items())) for a in register("rnsr_ror").actors}
    assert pairs
    assert (("rnsr", "201320562Y"), ("ror", "01p6yxw64")) not in {tuple(sorted(p)) for p in pairs}
    assert ("rnsr", "201320562Y") not in {number for p in pairs for number in p}


def test_bodies_of_a_project_bear_their_own_names() -> None:
    """A part with a code of its own is not called like its whole; codes of one SIREN are named alike."""
    named = {a.id: next(iter(a.names.values())) for a in register("ilab").actors}
    assert named["siren-434033619"] == "Inserm Transfert"
    assert named["siren-180070039"].startswith("INRAE")
    assert "normale" in named["uai-0753455Y"]
    assert named["uai-0062022R"] == "EURECOM"


def test_offices_abroad_of_a_body_do_not_bear_its_very_name() -> None:
    ror = register("ror")
    bearers = [
        a.id
        for a in ror.actors
        if "Institut de Recherche pour le Développement" in a.names.values()
    ]
    assert bearers == ["ror-05q3vnk25"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Safran (Germany)", "Company"),  # of a group, of which only the group has a record
        ("Hôpital Avicenne", "Hospital"),
        ("University of Liège", "University"),
        ("Fondation Claude Pompidou", "Organization"),  # a foundation supports no firm by its name
        ("Sciensano (Belgium)", "Organization"),  # a public institute, whose country ROR names too
    ],
)
def test_what_a_register_calls_an_organisation_has_the_kind_that_it_tells(
    name: str, kind: str
) -> None:
    assert {a.kinds for a in register("ror").actors if name in a.names.values()} == {(kind,)}


def test_a_name_that_a_row_gives_to_another_school_is_not_read() -> None:
    cpe = called("École supérieure de chimie physique électronique de Lyon", "institutions")
    assert (cpe.identifiers["uai"], cpe.names.get("en")) == ("0693623N", None)
    assert "CPE Lyon" in cpe.aliases
    schools = register("institutions").actors
    assert not [a for a in schools if "ECAM Lyon" in (*a.names.values(), *a.aliases)]
