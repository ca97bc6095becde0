"""Lists that others compiled: what is believed of them, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from frenchtech_graph.ingest.framework import mapping
from frenchtech_graph.ingest.framework.corroboration import Corroboration
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.model.records import Actor, Dataset, Observation

FIXTURES = Path(__file__).parents[1] / "fixtures"


def read(name: str, file: str, *known: Dataset, persons: bool = False) -> Dataset:
    return connectors()[name].read(FIXTURES / name / file, known=known, persons=persons)


def by_id(dataset: Dataset) -> dict[str, Actor]:
    return {a.id: a for a in dataset.actors}


def one(key: str, name: str, **details: object) -> Actor:
    return Actor((), (), id=key, names={"fr": name}, **details)  # type: ignore[arg-type]


def told(*actors: Actor, observations: tuple[Observation, ...] = ()) -> Dataset:
    return Dataset("x", {}, "", "", "", "", actors=actors, observations=observations)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Dataset:
    monkeypatch.setitem(mapping.load("rnsr").counts["rows"], "min", 0)
    return connectors()["rnsr"].read(FIXTURES / "rnsr" / "export.csv")


def test_an_acronym_is_the_one_supervising_body_that_has_it(register: Dataset) -> None:
    bodies = {t.origin: t.target for t in read("rnsr_stic", "structures.json", register).ties}
    assert bodies.pop("siren-999999923") == "rnsr-200000001A"  # UFL in the register
    assert sorted(b.rpartition("-")[0] for b in bodies) == ["rnsr_stic-inconnu", "rnsr_stic-ofi"]


def test_without_the_register_an_acronym_is_a_name() -> None:
    names = {a.names["fr"] for a in read("rnsr_stic", "structures.json").actors}
    assert {"UFL", "OFI", "INCONNU"} <= names


def test_a_number_of_the_lists_own_making_is_no_number() -> None:
    added = next(
        a
        for a in read("rnsr_stic", "structures.json").actors
        if a.names["fr"] == "Laboratoire ajouté"
    )
    assert added.identifiers == {}
    assert added.kinds == ("TechnologyOrganization",)


def test_laboratories_of_companies_and_of_the_state(register: Dataset) -> None:
    dataset = read("ai_labs", "labs.csv", register)
    assert by_id(dataset)["rnsr-200000001A"].sectors == ("artificial-intelligence",)
    parts = {
        (t.kind, by_id(dataset)[t.origin].names["fr"], by_id(dataset)[t.target].names["fr"])
        for t in dataset.ties
    }
    assert parts == {
        ("Supervision", "UFL", "Laboratoire fictif de graphes"),
        ("Supervision", "INCONNU", "Laboratoire fictif de graphes"),
        ("Subunit", "Société fictive", "Labo IA Fictif"),
    }


def test_a_name_that_two_structures_have_brings_no_number(register: Dataset) -> None:
    twin = told(
        one("rnsr-200000009Z", "Laboratoire fictif de graphes", identifiers={"rnsr": "200000009Z"})
    )
    assert "rnsr-200000001A" not in by_id(read("ai_labs", "labs.csv", register, twin))


def test_companies_of_2018_belong_to_the_ecosystem_they_were_listed_under() -> None:
    dataset = read("lafrenchtech2018", "companies.json")
    (tie,) = dataset.ties
    assert (tie.kind, tie.target, tie.seen, tie.start) == (
        "Membership",
        "ecosysteme-french-tech-lille",
        ("2018-01",),
        None,
    )
    company = by_id(dataset)[tie.origin]
    assert (company.place, company.sectors) == ("59350", ("retail",))
    assert [(o.kind, o.value, o.start) for o in dataset.observations] == [
        ("HeadcountObservation", "62", "2018-01")
    ]


def test_the_ecosystems_of_2018_are_those_of_the_labels() -> None:
    ids = (FIXTURES.parents[1] / "data" / "labels" / "events.csv").read_text(encoding="utf-8")
    for ecosystem in mapping.load("lafrenchtech2018").terms["ecosystem"].values():
        assert f"\n{ecosystem},Ecosystem," in ids


def test_the_amount_of_a_round_is_not_that_of_each_investor() -> None:
    dataset = read("investments2013", "investments.csv")
    assert [
        (e.start, e.money.amount, e.money.currency, e.money.qualifier) for e in dataset.events
    ] == [("2008-01-01", None, None, "undisclosed"), ("2007-03-01", "15000000", "USD", None)]
    assert all(t.money.amount is None for t in dataset.ties)
    assert len(dataset.ties) == 3
    assert [u["reason_en"] for u in dataset.unmapped] == ["the investor is a person"]
    assert len(read("investments2013", "investments.csv", persons=True).ties) == 4


def test_acquisitions_have_a_french_side_and_a_price_where_told() -> None:
    dataset = read("acquisitions2013", "acquisitions.csv")
    (tie,) = dataset.ties
    assert (tie.origin, tie.target, tie.start) == (
        "crunchbase-acheteur",
        "crunchbase-us",
        "2013-05-29",
    )
    assert (tie.money.amount, tie.money.currency) == ("205000000", "USD")
    assert by_id(dataset)["crunchbase-acheteur"].place == "59350"
    assert by_id(dataset)["crunchbase-us"].note == "Pays : USA"
    assert len(dataset.unmapped) == 1
    later = read("acquisitions2015", "acquisitions.csv")
    assert "crunchbase-acheteur" in by_id(later)  # the same body in both exports
    assert later.ties[0].money.amount is None


def test_a_proposed_siren_is_taken_when_a_source_gives_it_to_that_name() -> None:
    alone = read("organizations2025", "organizations.csv")
    assert not any("siren" in a.identifiers for a in alone.actors)
    assert [a.note for a in alone.actors if a.names["fr"] == "Société fictive"] == [
        "SIREN proposé, non confirmé : 999999907"
    ]
    other = told(
        one("siren-999999907", "SOCIETE FICTIVE", identifiers={"siren": "999999907"}),
        one("siren-999999923", "Homonyme", identifiers={"siren": "999999923"}),
    )
    dataset = read("organizations2025", "organizations.csv", other)
    assert [a.identifiers for a in dataset.actors if a.identifiers] == [{"siren": "999999907"}]
    assert next(a for a in dataset.actors if a.names["fr"] == "Fictive Ltd").place is None


def test_the_list_without_numbers_is_the_same_companies() -> None:
    ids = {a.id for a in read("organizations2025", "organizations.csv").actors}
    assert {a.id for a in read("organizations2025", "without_number.csv").actors} < ids


def test_a_number_found_by_name_needs_a_second_clue() -> None:
    def taken(*known: Dataset) -> set[str]:
        return {a.id for a in read("siren_matches", "matches.csv", *known).actors}

    assert taken() == set()
    assert taken(told(one("a", "Société Fictive"))) == set()
    assert taken(told(one("a", "Société Fictive", place="75056"))) == set()
    assert taken(told(one("a", "Société Fictive", place="59350"))) == {"siren-999999907"}
    assert taken(told(one("a", "Societe fictive", identifiers={"siren": "999999907"}))) == {
        "siren-999999907"
    }
    created = Observation((), (), actor="a", kind="CreationObservation", value="2019")
    assert taken(told(one("a", "Société Fictive"), observations=(created,))) == {"siren-999999907"}


def test_a_person_is_no_clue() -> None:
    clues = Corroboration([told(one("p", "Société fictive", kinds=("Person",), place="59350"))])
    assert not clues.of_place("Société fictive", "59350")


def test_pairs_of_numbers_join_what_is_known() -> None:
    dataset = read("pic_ror", "pairs.csv")
    assert {a.id: dict(a.identifiers) for a in dataset.actors} == {
        "ror-0xyz00048": {"ror": "0xyz00048", "pic": "900000017"},
        "pic-900000025": {
            "ror": "0xyz00048",
            "pic": "900000025",
        },  # a body may have registered twice
        "ror-0xxx00055": {"ror": "0xxx00055", "pic": "900000033"},
    }
    known = told(one("pic-900000033", "Exemple", identifiers={"pic": "900000033"}))
    dataset = read("pic_ror", "pairs.csv", known)
    assert list(by_id(dataset)) == ["ror-0xxx00055"]
    assert len(dataset.unmapped) == 2


def test_a_ror_that_several_laboratories_share_joins_none() -> None:
    dataset = read("rnsr_ror", "pairs.csv")
    assert list(by_id(dataset)) == ["rnsr-200000001A"]
    assert sorted(u["reason_en"] for u in dataset.unmapped) == [
        "ROR of several RNSR",
        "ROR of several RNSR",
        "one of the two numbers is missing",
    ]
