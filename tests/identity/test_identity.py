"""One actor, one node: who is joined, who is asked about, who never is, and what people decide."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from frenchtech_graph.graph.build import build
from frenchtech_graph.graph.built_files import QUADS
from frenchtech_graph.identity import Decision, Resolution, compare, resolve
from frenchtech_graph.identity.decisions import (
    decision,
    read_decisions,
    with_decision,
    without_decision,
    write_decisions,
)
from frenchtech_graph.ingest.framework.mentions import mentions
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model.records import Actor, Dataset, Observation
from frenchtech_graph.pipeline import datasets as tables
from tests.support.identity_actors import ABOUT, actor, dataset, siren, tie

LILLE, ROUBAIX, PARIS, NANTES = "59350", "59512", "75056", "44109"


def resolved(one: Actor, other: Actor, decisions: Sequence[Decision] = ()) -> Resolution:
    return resolve([dataset("first", one), dataset("second", other)], decisions)


def band(one: Actor, other: Actor) -> str:
    found = resolved(one, other)
    if found.canonical:
        return "same"
    return "ask" if found.undecided else "different"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # a short name, and a second clue
        (actor("a", "Zorbix", place=LILLE), actor("b", "ZORBIX SAS", place=LILLE)),
        (actor("a", "Zorbix", place="reg-32"), actor("b", "Zorbix", place=LILLE)),
        (
            actor("a", "Zorbix", website="https://zorbix.io"),
            actor("b", "Zorbix", website="http://www.zorbix.io/fr"),
        ),
        (
            actor("a", "Projet Quasar", website="https://zorbixiane.com", place="reg-32"),
            actor("b", "Zorbixiane", place=LILLE),
        ),
        (
            actor("a", "Zorbix Pharma", website="https://zorbix.io"),
            actor("b", "Zorbix", website="https://zorbix.io"),
        ),
        # a name that few would bear: several words, or one that is no word
        (actor("a", "Zorbix"), actor("b", "ZORBIX SAS")),
        (actor("a", "Zorbix", place=LILLE), actor("b", "Zorbix", place=PARIS)),
        (actor("a", "Zorbix Neurodynamics"), actor("b", "ZORBIX NEURODYNAMICS SA")),
        # bodies of finance, of which there are few
        (
            actor("a", "Zorbix Ventures", "FundManager"),
            actor("b", "ZORBIX Ventures", "FinanceOrganization"),
        ),
        # a laboratory by its number, its name spelt otherwise
        (
            actor(
                "a",
                "Zéphyrologie et turbulences",
                "ResearchLaboratory",
                aliases=("ZET", "UMR 9875"),
            ),
            actor(
                "b",
                "Laboratoire de zephyrologie et turbulence",
                "TechnologyOrganization",
                aliases=("UMR9875",),
            ),
        ),
        (
            actor("a", "Université de Zéphyrologie Septentrionale Lille", "University"),
            actor("b", "Université de Zéphyrologie Septentrionale", "University", place=LILLE),
        ),
    ],
)
def test_one_actor_under_two_spellings_is_joined(one: Actor, other: Actor) -> None:
    found = resolved(one, other)
    assert found.canonical == {"b": "a"}
    (pair,) = found.merged
    assert pair.evidence
    assert sum(e.weight for e in pair.evidence) > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # homonyms: nothing but a word that anybody may choose
        (actor("a", "Canopée"), actor("b", "Canopée")),
        (actor("a", "Canopée", place=LILLE), actor("b", "Canopée", place=NANTES)),
        (actor("a", "Canopée", "Company", place=PARIS), actor("b", "Canopée", "FundManager")),
        # the acronym of a research body is the name of an investor
        (
            actor("a", "Groupe ZRD", "FinanceOrganization"),
            actor("b", "Institut Zéphyrien", "ResearchOrganization", aliases=("ZRD",)),
        ),
        # a fund and its manager, a house and its vehicle
        (actor("a", "Zorbix", "InvestmentFund"), actor("b", "Zorbix Gestion", "FundManager")),
        (
            actor("a", "Zorbix Partners", "FundManager"),
            actor("b", "Zorbix Digital Venture", "InvestmentFund"),
        ),
        # numbers and parts
        (
            actor("a", "Université Zéphyr 1", "University"),
            actor("b", "Université Zéphyr 2", "University"),
        ),
        (
            actor("a", "Université Zéphyrienne", "University"),
            actor("b", "Faculté de droit de l'Université Zéphyrienne", "University"),
        ),
        (
            actor("a", "Université de Lille", "University", place=LILLE),
            actor("b", "Université catholique de Lille", "University", place=LILLE),
        ),
        (
            actor("a", "Institut Zéphyrus", "ResearchOrganization", place=PARIS),
            actor("b", "Institut Zéphyrus de Lille", "ResearchOrganization", place=LILLE),
        ),
        # schools of one kind in two places
        (
            actor("a", "École nationale supérieure d'architecture de Lille", "GraduateSchool"),
            actor("b", "École nationale supérieure d'architecture de Nantes", "GraduateSchool"),
        ),
        # two laboratories of one name with other numbers
        (
            actor(
                "a",
                "Laboratoire de chimie",
                "ResearchLaboratory",
                aliases=("UMR 9876",),
                place=PARIS,
            ),
            actor(
                "b",
                "Laboratoire de chimie",
                "ResearchLaboratory",
                aliases=("UMR 9875",),
                place=PARIS,
            ),
        ),
        (actor("a", "Camille Canopée", "Person"), actor("b", "Camille Canopée", "Person")),
        (actor("a", "Camille Canopée", "Person"), actor("b", "Camille Canopée", "StartUp")),
    ],
)
def test_look_alikes_are_never_joined_without_a_person(one: Actor, other: Actor) -> None:
    assert band(one, other) != "same"


SURE = actor("a", "Canopée", place=LILLE, website="https://canopee.example")
MISSING: list[dict[str, Any]] = [
    {"place": None, "website": None},
    {"place": PARIS, "website": None},
]


@pytest.mark.parametrize("fields", MISSING)
def test_where_a_field_is_missing_a_short_name_is_asked_about_and_not_joined(
    fields: dict[str, Any],
) -> None:
    assert band(SURE, replace(SURE, id="b")) == "same"
    assert band(SURE, replace(SURE, id="b", **fields)) == "ask"
    assert band(replace(SURE, place=None, website=None), replace(SURE, id="b", **fields)) == "ask"


@pytest.mark.parametrize(
    "spelling", ["ÉOLIA NEURODYNAMICS", "eolia neurodynamics", "Eolia Neurodynamics SAS"]
)
def test_capitals_accents_and_legal_forms_change_no_band(spelling: str) -> None:
    one, other = actor("a", "Éolia Neurodynamics", place=LILLE), actor("b", spelling, place=LILLE)
    assert band(one, other) == "same"
    assert band(replace(one, place=None), replace(other, place=None)) == "same"
    assert band(one, replace(other, place=NANTES)) == band(one, replace(one, id="b", place=NANTES))


def created(who: str, year: str) -> Observation:
    return Observation(**ABOUT, actor=who, kind="CreationObservation", value=year)


def test_laboratories_created_in_different_years_are_asked_about_and_no_third_joins_them() -> None:
    name, number = "Laboratoire de zéphyrologie septentrionale", ("UMR 9875",)
    old, new, unit = (
        actor(i, name, "ResearchLaboratory", aliases=number) for i in ("old", "new", "unit")
    )
    first = dataset("first", old, observations=(created("old", "1983"),))
    second = dataset("second", new, observations=(created("new", "2010"),))
    pair = compare([first, second], "old", "new")
    assert (pair.band, pair.doubt) == ("ask", "they were created in different years")
    found = resolve([first, second, dataset("third", unit)])
    assert found.same("old") != found.same("new")


def test_a_register_of_research_lists_each_body_once() -> None:
    twins = [
        actor(
            i,
            "Institut de zéphyrologie septentrionale appliquée",
            "ResearchLaboratory",
            place=LILLE,
        )
        for i in "ab"
    ]
    found = resolve([dataset("register", *twins)])
    assert not found.canonical
    assert [p.doubt for p in found.undecided] == ["one source has both"]


def test_a_laboratory_of_no_stated_place_is_where_its_projects_are() -> None:
    named = actor("unit", "Laboratoire ZET", "ResearchLaboratory", aliases=("ZET",))
    firm = actor("firm", "Projet Quasar", place=LILLE)
    project = [
        tie("ProjectParticipation", who, "project-1", start="2020") for who in ("unit", "firm")
    ]
    here = dataset("competition", named, firm, ties=tuple(project))
    for place, kind in ((ROUBAIX, "ties to the same region"), (NANTES, "ties to other regions")):
        register = dataset(
            "register", actor("rnsr", "Laboratoire ZET", "ResearchLaboratory", place=place)
        )
        assert kind in {e.kind for e in compare([here, register], "unit", "rnsr").evidence}


TOLD_AGAIN = mentions("La vision de Zorbigray est claire. Zorbigray soigne.")


@pytest.mark.parametrize(
    ("mentions", "place", "expected"),
    [
        (TOLD_AGAIN, LILLE, "ask"),  # a mention is no clue by itself
        ((*mentions("Quasar Bio"), *TOLD_AGAIN), LILLE, "ask"),  # its own name is said too
        (mentions("Zorbigray"), LILLE, "ask"),
        (TOLD_AGAIN, NANTES, "ask"),
        (mentions("La vision"), LILLE, "different"),
    ],
)
def test_a_firm_that_changed_its_name_is_called_by_the_new_one(
    mentions: tuple[str, ...], place: str, expected: str
) -> None:
    before = actor("a", "Quasar Bio", place="reg-32", mentions=mentions)
    assert band(before, actor("b", "Zorbigray", place=place)) == expected


def test_an_investor_or_a_laboratory_named_in_what_is_told_of_a_firm_is_not_asked_about() -> None:
    firm = actor("a", "Quasar Bio", place=LILLE, mentions=TOLD_AGAIN)
    for kind in ("FundManager", "ResearchLaboratory", "University", "Incubator"):
        assert band(firm, actor("b", "Zorbigray", kind, place=LILLE)) == "different"
        both = replace(actor("b", "Zorbigray", place=LILLE), kinds=(kind, "Company"))
        assert band(firm, both) == "different"
    assert band(firm, actor("b", "Zorbigray", "Organization", place=LILLE)) == "different"


def test_a_body_that_few_have_a_tie_to_is_a_second_clue_for_laboratories() -> None:
    def unit(n: str) -> Actor:
        return actor(f"unit-{n}", f"Laboratoire {n}", "ResearchLaboratory")

    def body(n: str) -> Actor:
        return actor(f"body-{n}", f"Université {n}", "University")

    bodies = ("Zéphyr", "Quasar", *(f"Borel{letter}" for letter in "abcdefghijklmnop"))
    above = tuple(tie("Supervision", f"body-{n}", f"unit-{n}") for n in bodies)
    register = dataset("register", *map(unit, bodies), *map(body, bodies), ties=above)
    seen = replace(unit("Zéphyr"), id="seen")

    def shared(other: str) -> str:
        school = actor("school", f"Université {other}", "University")
        ties = tuple(tie("ProjectParticipation", who, "project") for who in ("seen", "school"))
        return compare(
            [register, dataset("competition", seen, school, ties=ties)], "seen", "unit-Zéphyr"
        ).band

    assert (shared("Zéphyr"), shared("Quasar"), shared("Inconnue")) == ("same", "ask", "ask")


def test_a_unit_that_is_labelled_anew_keeps_its_number() -> None:
    lab = actor(
        "a", "Laboratoire de zéphyrologie", "ResearchLaboratory", aliases=("EA 9875",), place=LILLE
    )
    assert band(lab, replace(lab, id="b", aliases=("UMR 9875",))) == "same"
    assert band(lab, replace(lab, id="b", aliases=("UMR 9876",))) != "same"


def test_a_laboratory_under_a_body_of_its_own_name_is_not_taken_for_the_body() -> None:
    school = actor("school", "École zéphyrienne d'Extrême-Orient", "GraduateSchool", place=PARIS)
    lab, above = (
        replace(school, id="lab", kinds=("ResearchLaboratory",)),
        replace(school, id="above"),
    )
    register = dataset("register", lab, above, ties=(tie("Supervision", "above", "lab"),))
    found = resolve([register, dataset("list", school)])
    assert found.canonical == {"school": "above"}


def test_no_third_joins_a_laboratory_to_the_one_that_succeeds_it_under_another_name() -> None:
    name = "Laboratoire de zéphyrologie septentrionale"
    old = actor("old", f"{name} et australe", "ResearchLaboratory", aliases=("ZSA",), place=LILLE)
    new = actor("new", name, "ResearchLaboratory", aliases=("ZES",), place=LILLE)
    both = actor("both", name, "ResearchLaboratory", aliases=(f"{name} et australe",), place=LILLE)
    project = tie("ProjectParticipation", "old", "project", start="2005")
    first, third = dataset("first", old, ties=(project,)), dataset("third", both)
    assert (
        len(
            {
                resolve([first, dataset("second", new), third]).same(i)
                for i in ("old", "new", "both")
            }
        )
        == 1
    )
    second = dataset("second", new, observations=(created("new", "2018"),))
    found = resolve([first, second, third])
    assert found.same("old") != found.same("new")
    assert any("under another name" in str(p.doubt) for p in found.undecided)


def test_people_are_not_even_asked_about_on_a_name_alone() -> None:
    found = resolved(
        actor("a", "Camille Canopée", "Person"), actor("b", "Camille Canopée", "Person")
    )
    assert found == Resolution()


def test_people_of_one_name_and_one_firm_are_one() -> None:
    firm, again = (
        actor("zorbix", "Zorbix", place=LILLE),
        actor("rounds-zorbix-0a1b2c", "Zorbix SAS", place=LILLE),
    )
    first = dataset(
        "first",
        firm,
        actor("camille", "Camille Canopée", "Person"),
        ties=(tie("Founding", "camille", "zorbix"),),
    )
    second = dataset(
        "second",
        again,
        actor("person-0a1b2c3d4e5f", "CANOPÉE Camille", "Person"),
        actor("person-ffffffffffff", "Dominique Sève", "Person"),
        ties=(
            tie("Mandate", "person-0a1b2c3d4e5f", again.id),
            tie("Mandate", "person-ffffffffffff", again.id),
        ),
    )
    assert resolve([first, second]).canonical == {
        "person-0a1b2c3d4e5f": "camille",
        again.id: "zorbix",
    }


@pytest.mark.parametrize(
    "kind", ["Succession", "Subunit", "FundManagement", "Supervision", "Acquisition", "SpinOff"]
)
def test_what_a_source_ties_together_is_two(kind: str) -> None:
    one = actor("a", "Zorbix Neurodynamics", website="https://zorbix.io", place=LILLE)
    other = replace(one, id="b")
    apart = [dataset("first", one), dataset("second", other, ties=(tie(kind, "a", "b"),))]
    found = resolve(apart)
    assert found.canonical == {}
    assert found.undecided == []


def test_a_shared_number_joins_whatever_the_names() -> None:
    one = actor("zorbix", "Zorbix", identifiers={"siren": siren(1)})
    other = actor(f"siren-{siren(1)}", "Holding Quasar", identifiers={"siren": siren(1)})
    found = resolved(one, other)
    assert found.canonical == {f"siren-{siren(1)}": "zorbix"}
    assert found.merged[0].evidence[0].kind == "same siren"


def test_crosswalks_join_through_a_third_source() -> None:
    register = actor(
        "siren-1", "Université Zéphyrienne", "University", identifiers={"siren": siren(1)}
    )
    ror = actor("ror-1", "Zephyrian University", "University", identifiers={"ror": "02kzqn938"})
    table = actor(
        "uai-1", "U. Zéph.", "University", identifiers={"siren": siren(1), "ror": "02kzqn938"}
    )
    found = resolve([dataset("a", register), dataset("b", ror), dataset("c", table)])
    assert len({found.same(i) for i in ("siren-1", "ror-1", "uai-1")}) == 1


def test_different_numbers_are_asked_about_at_most() -> None:
    one = actor(
        "a", "Zorbix Neurodynamics", website="https://zorbix.io", identifiers={"siren": siren(1)}
    )
    other = replace(one, id="b", identifiers={"siren": siren(2)})
    found = resolved(one, other)
    assert found.canonical == {}
    assert found.undecided[0].doubt == "other siren"


def test_numbers_that_contradict_each_other_are_asked_about() -> None:
    one = actor(
        "a", "École Zéphyr", "GraduateSchool", identifiers={"siren": siren(1), "ror": "02kzqn938"}
    )
    other = actor(
        "b", "École Quasar", "GraduateSchool", identifiers={"siren": siren(1), "ror": "018pp1107"}
    )
    found = resolved(one, other)
    assert found.canonical == {}
    assert "same siren, but other ror" in str(found.undecided[0].doubt)


def test_a_laboratory_is_not_the_body_whose_number_it_bears() -> None:
    lab = actor("a", "Laboratoire Quasar", "ResearchLaboratory", identifiers={"siren": siren(1)})
    body = actor(
        "b", "Centre national Zéphyr", "ResearchOrganization", identifiers={"siren": siren(1)}
    )
    assert band(lab, body) == "ask"


def test_a_wrong_number_is_no_number() -> None:
    one = actor("a", "Canopée", identifiers={"siren": "000000019"})
    other = actor("b", "Boralis", identifiers={"siren": "000000019"})
    assert resolved(one, other) == Resolution()


def test_numbers_of_a_group_hold_for_all_its_members() -> None:
    """A second clue cannot bring together through a third actor what two numbers tell apart."""
    named = actor("a", "Zorbix Neurodynamics")
    one = actor("b", "Zorbix Neurodynamics", identifiers={"siren": siren(1)})
    other = actor("c", "Zorbix Neurodynamics", identifiers={"siren": siren(2)})
    found = resolve([dataset("x", named), dataset("y", one), dataset("z", other)])
    assert found.same("b") != found.same("c")
    assert found.undecided


def test_two_of_one_source_that_fit_as_well_are_asked_about() -> None:
    lab = actor("a", "Observatoire zéphyrologique septentrional", "ResearchLaboratory")
    both = [replace(lab, id=i, place=p) for i, p in (("b", LILLE), ("c", NANTES))]
    found = resolve([dataset("x", lab), dataset("y", *both)])
    assert found.canonical == {}
    assert [p.doubt for p in found.undecided if p.one == "a"] == [
        "another of the same source fits as well"
    ] * 2


def test_what_was_seen_before_the_other_was_created_may_be_its_predecessor() -> None:
    one = actor("a", "Laboratoire de zéphyrologie quantique", "ResearchLaboratory")
    other = replace(one, id="b")
    project = tie("ProjectParticipation", "a", "project", start="2005")
    creation = Observation(**ABOUT, actor="b", kind="CreationObservation", value="2014")
    found = resolve(
        [dataset("x", one, ties=(project,)), dataset("y", other, observations=(creation,))]
    )
    assert found.canonical == {}
    assert "seen before creation" in {e.kind for p in found.undecided for e in p.evidence}


def test_generic_labels_are_no_actors() -> None:
    crowd = [
        actor("g1", "Business Angels", "Organization"),
        actor("g2", "business angels", "FinanceOrganization"),
    ]
    found = resolve([dataset("x", crowd[0]), dataset("y", crowd[1])])
    assert found.generic == ("g1", "g2")
    assert found.canonical == {}


def test_an_actor_called_by_its_number_shares_no_name_with_another() -> None:
    one = actor("a", f"SIREN {siren(1)}", identifiers={"siren": siren(1)}, place=LILLE)
    other = actor("b", f"SIREN {siren(2)}", identifiers={"siren": siren(2)}, place=LILLE)
    assert resolved(one, other) == Resolution()


def test_the_id_given_by_hand_stands_for_the_actor() -> None:
    hashed = actor("rounds-zorbix-0a1b2c", "Zorbix", place=LILLE)
    numbered = actor(f"siren-{siren(1)}", "Zorbix", place=LILLE, identifiers={"siren": siren(1)})
    by_hand = actor("zorbix", "Zorbix", place=LILLE)
    found = resolve(
        [dataset("rounds", hashed), dataset("register", numbered), dataset("lille", by_hand)]
    )
    assert set(found.canonical.values()) == {"zorbix"}
    without = resolve([dataset("rounds", hashed), dataset("register", numbered)])
    assert without.canonical == {hashed.id: numbered.id}


def test_the_order_of_rows_changes_nothing() -> None:
    read = tables.read_all(tables.locate(["lille"]))
    copies = [replace(a, id=f"copy-{a.id}", identifiers={}) for a in read[0].actors]
    before = resolve([*read, dataset("copy", *copies)])
    random.Random(1).shuffle(copies)
    assert resolve([*read, dataset("copy", *copies)]) == before
    assert all(kept == other.removeprefix("copy-") for other, kept in before.canonical.items())
    assert len(before.canonical) > 150


def test_each_pair_can_be_explained() -> None:
    two = [
        dataset("x", actor("a", "Zorbix", place=LILLE)),
        dataset("y", actor("b", "Zorbix SAS", place=LILLE)),
    ]
    pair = compare(two, "b", "a")
    assert (pair.one, pair.other, pair.band) == ("a", "b", "same")
    assert {e.kind for e in pair.evidence} == {
        "name same, firm",
        "rare words, firm",
        "same place, firm",
    }
    with pytest.raises(KeyError):
        compare(two, "a", "nobody")


HOMONYMS = [dataset("x", actor("a", "Canopée")), dataset("y", actor("b", "Canopée"))]


def test_a_decision_goes_before_all_evidence() -> None:
    together = decision("b", "a", "same", "one founder", "2026-11-23")
    assert resolve(HOMONYMS, [together]).canonical == {"b": "a"}
    one, other = actor("a", "Zorbix", place=LILLE), actor("b", "Zorbix", place=LILLE)
    apart = decision("a", "b", "different", "two trades", "2026-11-23")
    assert resolved(one, other, [apart]) == Resolution()


def test_a_decision_on_actors_that_are_not_there_changes_nothing() -> None:
    assert resolve(HOMONYMS, [decision("a", "elsewhere", "same", "?", "2026")]) == resolve(HOMONYMS)


def test_a_decision_undone_leaves_the_table_and_the_outcome_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    write_decisions([decision("m", "n", "different", "two towns", "2026-01-02")], file)
    before, outcome = file.read_bytes(), resolve(HOMONYMS, read_decisions(file))
    write_decisions(
        with_decision(
            read_decisions(file), decision("b", "a", "same", "one founder", "2026-01-03")
        ),
        file,
    )
    assert resolve(HOMONYMS, read_decisions(file)) != outcome
    write_decisions(without_decision(read_decisions(file), "a", "b"), file)
    assert file.read_bytes() == before
    assert resolve(HOMONYMS, read_decisions(file)) == outcome


def test_a_decision_undone_restores_the_graph_byte_for_byte(tmp_path: Path) -> None:
    lille = tables.read_all(tables.locate(["lille"]))

    def graph(name: str, decisions: Sequence[Decision]) -> bytes:
        build(lille, tmp_path / name, canonical=resolve(lille, decisions).canonical)
        return next((tmp_path / name).rglob(QUADS)).read_bytes()

    before = graph("before", [])
    joined = graph(
        "joined", [decision("finovam", "finovam-gestion", "same", "for the test", "2026-11-23")]
    )
    assert b"/actor/finovam-gestion> <http://purl.org/dc/terms/isReplacedBy>" in joined
    assert graph("after", []) == before


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a,b,perhaps,why,2026-01-01", "verdict"),
        ("a,b,same,,2026-01-01", "reason"),
        ("a,b,same,why,01/02/2026", "date"),
        (",b,same,why,2026", "one"),
    ],
)
def test_faults_of_the_table_of_decisions_are_told(tmp_path: Path, text: str, column: str) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(f"one,other,verdict,reason,date\n{text}\n", encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        read_decisions(file)
    assert [f.column for f in caught.value.faults] == [column]
    assert all(
        f.expectation(lang) and f.remedy(lang) for f in caught.value.faults for lang in ("fr", "en")
    )


def test_the_shipped_decisions_can_be_read() -> None:
    assert isinstance(read_decisions(), tuple)


def test_lille_joins_nothing_by_itself() -> None:
    """The curated tables have each actor once: whatever is joined in them would be a mistake."""
    lille: list[Dataset] = tables.read_all(tables.locate(["lille"]))
    assert resolve(lille).canonical == {}


def test_names_that_name_two_towns_are_two() -> None:
    hospitals = [
        dataset(key, actor(key, f"Centre hospitalier universitaire de {town}", "Hospital"))
        for key, town in (("one", "Limoges"), ("two", "Montpellier"))
    ]
    found = resolve(hospitals)
    assert not found.canonical
    assert not found.undecided
    assert any(
        e.kind == "other town in the name" and e.weight < 0
        for e in compare(hospitals, "one", "two").evidence
    )


def test_a_question_needs_more_than_a_part_of_a_name_and_a_region() -> None:
    firms = [
        dataset("first", actor("one", "Zéphyrine Robotique", place=LILLE)),
        dataset("second", actor("two", "Mobilité Robotique", place=ROUBAIX)),
    ]
    assert not resolve(firms).undecided


def test_an_alias_that_a_register_gives_to_many_names_none_of_them() -> None:
    register = [
        actor(
            f"lab-{n}", f"Institut {n} des sciences {what}", "ResearchLaboratory", aliases=("ZQNR",)
        )
        for n, what in enumerate(("zéphyriques", "lunaires", "fluviales", "minérales"))
    ]
    own = actor("body", "Zone Quaternaire Nationale de Recherche", aliases=("ZQNR",))
    found = resolve([dataset("register", *register, own), dataset("other", actor("seen", "ZQNR"))])
    assert {found.same(f"lab-{n}") for n in range(4)} == {f"lab-{n}" for n in range(4)}
    assert {frozenset((p.one, p.other)) for p in found.undecided} <= {frozenset(("body", "seen"))}


def test_sites_of_one_name_under_two_endings_speak_for_a_firm() -> None:
    firms = [
        dataset("first", actor("one", "Zéphyro", website="https://zephy.ro")),
        dataset("second", actor("two", "Zéphyro", website="https://www.zephyro.com")),
    ]
    assert "site of the same name, firm" in {e.kind for e in compare(firms, "one", "two").evidence}


def test_an_acronym_that_is_a_word_of_a_longer_name_is_counted_once() -> None:
    body = dataset("first", actor("body", "ZQNRM", "TechnologyOrganization", place=LILLE))
    office = dataset(
        "second", actor("office", "ZQNRM Transfert", "TechnologyOrganization", aliases=("ZQNRM",))
    )
    assert "same acronym, research" not in {
        e.kind for e in compare([body, office], "body", "office").evidence
    }
