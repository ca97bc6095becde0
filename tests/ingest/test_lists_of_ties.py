"""Lists of ties whose headers are those of their trade: their shape, ends, rounds, towns and pages."""

from pathlib import Path

import pytest

from frenchtech_graph.ingest.sheets.datasets import Imported
from frenchtech_graph.ingest.sheets.mapping import Reading, SheetMapping
from frenchtech_graph.model.records import Actor, Dataset, Event
from frenchtech_graph.pipeline.answers import answer
from tests.support.imported_rows import Rows, imported


def answered(rows: Rows, tmp_path: Path, answers: dict[str, str]) -> tuple[Imported, Dataset]:
    """Import some rows again with answers to their questions, by the code of each question."""
    found, _ = imported(rows, tmp_path)
    reading = found.understood.desk.reading
    for doubt in found.doubts:
        if doubt.code in answers:
            answer(reading, doubt, answers[doubt.code])
    return imported(rows, tmp_path, reading)


def codes(found: Imported) -> set[str]:
    return {d.code for d in found.doubts}


def ties(dataset: Dataset) -> set[tuple[str, str, str]]:
    things: tuple[Actor | Event, ...] = (*dataset.actors, *dataset.events)
    called = {t.id: t.names.get("fr", "") for t in things}
    return {(t.kind, called[t.origin], called[t.target]) for t in dataset.ties}


def state(found: Imported, value: str) -> str:
    return {c.value: c.state for c in found.understood.desk.cells}[value]


FOLLOWED = [
    ["Financeur / Structure", "Entreprise accompagnée", "Nature du lien", "Date", "Commune"],
    ["Région Exemple", "Brume Robotique", "Subvention", "12/03/2021", "Lille"],
    ["Pôle Exemple", "Brume Robotique", "Adhésion", "2020", "Lille"],
    ["Incubateur Nord", "Zeta Santé", "incubation", "mars 2019", "Roubaix"],
]


def test_two_columns_of_names_and_one_of_words_for_ties_are_ties(tmp_path: Path) -> None:
    found, dataset = imported(FOLLOWED, tmp_path)
    assert codes(found) == {"shape-ties", "of-an-end"}
    assert ties(dataset) == {
        ("PublicFunding", "Région Exemple", "Brume Robotique"),
        ("Membership", "Brume Robotique", "Pôle Exemple"),
        ("Incubation", "Incubateur Nord", "Zeta Santé"),
    }


@pytest.mark.parametrize(
    "header", [["Entreprise", "Partenaire", "Relation"], ["Actor", "Linked to", "How"]]
)
def test_the_wording_decides_between_columns_with_other_meanings(
    header: list[str], tmp_path: Path
) -> None:
    rows = [header, ["Alpha", "Beta", "incubé par"], ["Gamma", "Alpha", "a investi dans"]]
    found, dataset = imported(rows, tmp_path)
    assert "shape-ties" in codes(found)
    assert ties(dataset) == {("Incubation", "Beta", "Alpha"), ("Investment", "Gamma", "Alpha")}


def test_the_answer_about_the_shape_is_kept(tmp_path: Path) -> None:
    found, dataset = answered(FOLLOWED, tmp_path, {"shape-ties": "actors"})
    assert found.understood.plans[0].shape == "actors"
    assert not dataset.ties
    assert "shape-ties" not in codes(found)
    found.complete_mapping()
    assert found.understood.desk.reading.sheets["Feuil1"].shape == "actors"


def test_names_that_come_back_next_to_other_names_are_asked_about(tmp_path: Path) -> None:
    rows = [["Structure", "Start-up"], ["Incubateur Nord", "Brume"], ["Incubateur Nord", "Zeta"]]
    found, dataset = imported(rows, tmp_path)
    assert "shape" in codes(found)
    found, dataset = answered(rows, tmp_path, {"shape": "ties"})
    assert {end for _, *ends in ties(dataset) for end in ends} == {
        *("Incubateur Nord", "Brume", "Zeta")
    }


def test_a_list_of_actors_with_other_names_is_no_list_of_ties(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Type", "Partenaire", "Ville"],
        ["Alpha", "Incubateur", "Beta", "Lille"],
        ["Gamma", "Investisseur", "Beta", "Roubaix"],
    ]
    found, _ = imported(rows, tmp_path)
    assert found.understood.plans[0].shape == "actors"
    assert not {"shape", "shape-ties"} & codes(found)


def test_an_open_question_about_the_shape_leaves_the_mapping_as_it_was(tmp_path: Path) -> None:
    found, _ = imported(FOLLOWED, tmp_path)
    found.complete_mapping()
    assert "Feuil1" not in found.understood.desk.reading.sheets


def test_columns_of_both_ends_in_a_mapping_make_ties_of_a_list_of_actors(tmp_path: Path) -> None:
    columns = {"A1": "from", "B1": "to", "C1": "tie"}
    reading = Reading(sheets={"Feuil1": SheetMapping(shape="actors", columns=columns)})
    rows = [["A1", "B1", "C1"], ["Alpha", "Pôle Exemple", "membre de"]]
    _, dataset = imported(rows, tmp_path, reading)
    assert ties(dataset) == {("Membership", "Alpha", "Pôle Exemple")}


def test_meanings_from_before_the_shape_was_corrected_do_not_stay(tmp_path: Path) -> None:
    columns = {"Nature du lien": "name", "Entreprise accompagnée": "note"}
    reading = Reading(sheets={"Feuil1": SheetMapping(shape="ties", columns=columns)})
    reading.sheets["Feuil1"].columns.pop("Entreprise accompagnée")
    _, dataset = imported(FOLLOWED, tmp_path, reading)
    assert len(ties(dataset)) == 3


RAISED = [
    ["De", "Vers", "Type de lien", "Date", "Montant"],
    ["Nord Capital", "Zeta Santé", "Levée (seed)", "15/06/2022", "500 k€"],
    ["Sud Ventures", "Zeta Santé", "Levée (seed)", "15/06/2022", "200 k€"],
]


def test_investors_of_one_day_are_in_one_round_with_their_own_amounts(tmp_path: Path) -> None:
    _, dataset = imported(RAISED, tmp_path)
    (event,) = dataset.events
    assert (event.round_type, event.money.amount) == ("seed-round", None)
    found = {(t.money.amount, t.event) for t in dataset.ties}
    assert found == {("500000", event.id), ("200000", event.id)}


def test_equal_amounts_of_one_day_are_asked_about(tmp_path: Path) -> None:
    rows = [*RAISED[:2], [*RAISED[2][:4], "500 k€"]]
    found, dataset = imported(rows, tmp_path)
    assert "whose-amount" in codes(found)
    (event,) = dataset.events
    assert event.money.amount == "500000"
    found, dataset = answered(rows, tmp_path, {"whose-amount": "holder.amount"})
    assert "whose-amount" not in codes(found)
    assert [t.money.amount for t in dataset.ties] == ["500000", "500000"]
    assert [e.money.amount for e in dataset.events] == [None]


def test_equal_amounts_in_a_list_of_investments_are_asked_about(tmp_path: Path) -> None:
    rows = [
        ["Company", "Investor", "Date", "Amount (€)"],
        ["Zeta", "Nord Capital", "2021-03-01", "5000000"],
        ["Zeta", "Sud Ventures", "2021-03-01", "5000000"],
    ]
    found, dataset = imported(rows, tmp_path)
    assert "whose-amount" in codes(found)
    assert len(dataset.events) == 1


def test_two_rows_of_one_type_without_date_or_amount_are_one_round(tmp_path: Path) -> None:
    rows = [
        ["De", "Vers", "Type de lien"],
        ["Fonds Nord", "Start-up Zeta", "série A"],
        ["Fonds Sud", "Start-up Zeta", "série A"],
    ]
    _, dataset = imported(rows, tmp_path)
    assert [e.round_type for e in dataset.events] == ["series-a"]


@pytest.mark.parametrize("text", ["Levée (seed)", "seed", "investissement (seed)", "(seed)"])
def test_a_type_of_round_in_brackets_is_read(text: str, tmp_path: Path) -> None:
    _, dataset = imported([*RAISED[:1], [*RAISED[1][:2], text, "2022", ""]], tmp_path)
    assert [e.round_type for e in dataset.events] == ["seed-round"]


def test_a_type_of_round_in_brackets_after_an_amount_is_no_investor(tmp_path: Path) -> None:
    rows = [["Nom", "Montant levé"], ["Zeta", "3 M€ (série A)"], ["Alpha", "500 k€ (seed) 2021"]]
    _, dataset = imported(rows, tmp_path)
    assert {a.names["fr"] for a in dataset.actors} == {"Zeta", "Alpha"}
    assert {(e.round_type, e.money.amount) for e in dataset.events} == {
        *(("series-a", "3000000"), ("seed-round", "500000"))
    }


def test_the_firm_raises_whatever_the_order_of_the_names(tmp_path: Path) -> None:
    rows = [["De", "Vers", "Type de lien"], ["Start-up Zeta", "Alpha", "levée série A"]]
    found, dataset = imported(rows, tmp_path)
    assert ties(dataset) == {("Investment", "Alpha", "Start-up Zeta")}
    assert "which-way" not in codes(found)


LINKED = ["De", "Vers", "Relation", "Lien"]


def test_addresses_of_ties_are_their_sources(tmp_path: Path) -> None:
    rows = [LINKED, ["Alpha", "Beta", "incubé par", "https://presse.example/articles/1"]]
    found, dataset = imported(rows, tmp_path)
    assert not {"page", "column"} & codes(found)
    assert {s.url for s in dataset.sources} >= {"https://presse.example/articles/1"}


@pytest.mark.parametrize(
    ("urls", "asked", "sites"),
    [
        (["https://alpha.example", "www.beta-labs.example"], False, 2),
        (["https://presse.example/a/1", "https://presse.example/b/2"], True, 0),
    ],
)
def test_addresses_of_actors_are_sites_if_they_have_their_names(
    urls: list[str], asked: bool, sites: int, tmp_path: Path
) -> None:
    rows = [["Nom", "Type", "Lien"], ["Alpha", "Start-up", urls[0]], ["Beta Labs", "PME", urls[1]]]
    found, dataset = imported(rows, tmp_path)
    assert ("page" in codes(found)) == asked
    assert sum(a.website is not None for a in dataset.actors) == sites


def test_the_answer_about_the_town_of_a_tie_gives_it_to_that_end(tmp_path: Path) -> None:
    found, dataset = imported(FOLLOWED, tmp_path)
    assert not any(a.place for a in dataset.actors if a.names["fr"] == "Zeta Santé")
    found, dataset = answered(FOLLOWED, tmp_path, {"of-an-end": "to_place"})
    places = {a.names["fr"]: a.place for a in dataset.actors}
    assert (places["Zeta Santé"], places["Brume Robotique"]) == ("59512", "59350")
    assert state(found, "Roubaix") == "read"


def test_columns_of_kinds_and_towns_belong_to_their_ends(tmp_path: Path) -> None:
    rows = [
        ["Source", "Source type", "Target", "Target type", "Target city", "Relation"],
        ["Alpha", "cluster", "Brume", "start-up", "Lille", "member"],
        ["Alpha", "", "Zeta", "", "", "member"],
        ["Beta", "", "Zeta", "company", "", "supports"],
    ]
    _, dataset = imported(rows, tmp_path)
    assert ("Membership", "Brume", "Alpha") in ties(dataset)
    kinds = {a.names["fr"]: a.kinds[0] for a in dataset.actors}
    assert (kinds["Alpha"], kinds["Zeta"]) == ("Cluster", "Company")
    assert {a.names["fr"]: a.place for a in dataset.actors}["Brume"] == "59350"


def test_another_kind_than_an_earlier_row_states_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ["From", "From type", "To", "Relation"],
        ["Alpha", "incubator", "Zeta", "supports"],
        ["Alpha", "bank", "Brume", "supports"],
    ]
    found, _ = imported(rows, tmp_path)
    assert ("differs", "bank") in {(d.code, d.value) for d in found.doubts}


def test_a_date_belongs_to_the_ties_that_its_header_names(tmp_path: Path) -> None:
    rows = [
        ["acquirer", "acquirer_city", "target", "target_city", "acquisition_date"],
        ["BigCo", "Paris", "Alpha", "Lille", "2021-03-01"],
        ["MegaCorp", "Lyon", "Beta", "Roubaix", "2020-05-02"],
    ]
    found, dataset = imported(rows, tmp_path)
    assert ("of-another", "acquirer_city") in {(d.code, d.value) for d in found.doubts}
    assert ties(dataset) == {("Acquisition", "BigCo", "Alpha"), ("Acquisition", "MegaCorp", "Beta")}
    assert {t.start for t in dataset.ties} == {"2021-03-01", "2020-05-02"}
    assert {a.names["fr"]: a.place for a in dataset.actors}["BigCo"] is None


def test_headers_with_a_word_for_their_values_are_known(tmp_path: Path) -> None:
    rows = [
        ["company_name", "founded_year", "hq_country", "investor_names", "last_round_amount_eur"],
        ["Alpha Robotics", "2015", "France", "Nord Capital", "4000000"],
    ]
    found, _ = imported(rows, tmp_path)
    assert found.understood.plans[0].columns == [
        *("name", "created", "country", "relations.investors", "amount")
    ]


def test_a_line_that_begins_with_a_hash_is_no_actor(tmp_path: Path) -> None:
    rows = [["# Export du 12/03/2024"], ["Nom", "Ville"], ["Alpha", "Lille"], ["# fin", ""]]
    _, dataset = imported(rows, tmp_path)
    assert {a.names["fr"] for a in dataset.actors} == {"Alpha"}
