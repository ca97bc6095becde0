"""Each way into the tables has a gate: what does not pass it is a remark or a question, never a fact."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from frenchtech_graph.ingest.sheets.datasets import Imported, datasets_of, import_file
from frenchtech_graph.ingest.sheets.gates import GATES
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.model.records import Actor, Dataset, Event
from frenchtech_graph.pipeline.answers import answer, possible, questions

Rows = list[list[object]]
DOCS = Path(__file__).parents[2] / "docs" / "spreadsheets.md"


def imported(
    folder: Path, reading: Reading | None = None, **sheets: Rows
) -> tuple[Imported, Dataset]:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "table.xlsx"
    book.save(path)
    found = import_file(path, reading or Reading())
    return found, datasets_of(path, found)[0]


def answered(found: Imported, code: str, text: str) -> Reading:
    reading = found.understood.desk.reading
    doubt = next(d for d, _ in questions(found.doubts) if d.code == code)
    answer(reading, doubt, text)
    return reading


def ties(dataset: Dataset) -> set[tuple[str, str, str, str | None]]:
    things: tuple[Actor | Event, ...] = (*dataset.actors, *dataset.events)
    called = {t.id: t.names.get("fr", t.id) for t in things}
    return {(t.kind, called[t.origin], called[t.target], t.start) for t in dataset.ties}


def names(dataset: Dataset) -> set[str]:
    return {a.names["fr"] for a in dataset.actors}


def notes(dataset: Dataset) -> dict[str, str]:
    return {a.names["fr"]: a.note or "" for a in dataset.actors}


def codes(found: Imported) -> set[str]:
    return {d.code for d in found.doubts}


def states(found: Imported) -> dict[str, str]:
    return {c.value: c.state for c in found.understood.desk.cells}


def stages(dataset: Dataset) -> set[str | None]:
    return {o.value for o in dataset.observations if o.kind == "StagePeriod"}


def test_the_page_on_spreadsheets_lists_every_gate() -> None:
    page = DOCS.read_text(encoding="utf-8")
    assert [g for g in GATES if f"| {g.way} | {g.needs} | {g.otherwise} |" not in page] == []


MONEY_AND_ENTRY: Rows = [
    ["Incubateur La Filature"],
    [],
    ["Startup", "Ville", "Entrée", "Sortie", "Ticket"],
    ["Alpha", "Lille", 2019, 2021, "30 k€"],
    ["Beta", "Roubaix", 2020, None, "20 k€"],
]


def test_the_tie_with_the_owner_of_a_list_is_asked_for_and_not_guessed(tmp_path: Path) -> None:
    found, dataset = imported(tmp_path, Portefeuille=MONEY_AND_ENTRY)
    assert "list-tie" in codes(found)
    assert ties(dataset) == set()
    assert "2019" in notes(dataset)["Alpha"]


@pytest.mark.parametrize("text", ["Incubation", "incubation"])
def test_the_answer_gives_the_tie_with_the_owner(text: str, tmp_path: Path) -> None:
    found, _ = imported(tmp_path, Portefeuille=MONEY_AND_ENTRY)
    doubt = next(d for d in found.doubts if d.code == "list-tie")
    assert {"Incubation", "Investment", "Membership"} <= set(possible(doubt, "fr"))
    reading = answered(found, "list-tie", text)
    found, dataset = imported(tmp_path, reading, Portefeuille=MONEY_AND_ENTRY)
    assert "list-tie" not in codes(found)
    assert ("Incubation", "Incubateur La Filature", "Alpha", "2019") in ties(dataset)
    assert not any(kind == "Investment" for kind, *_ in ties(dataset))


def test_an_unknown_tie_is_no_answer_and_a_dash_means_none(tmp_path: Path) -> None:
    found, _ = imported(tmp_path, Portefeuille=MONEY_AND_ENTRY)
    with pytest.raises(ValueError, match="Zorglub"):
        answered(found, "list-tie", "Zorglub")
    reading = answered(found, "list-tie", "-")
    found, dataset = imported(tmp_path, reading, Portefeuille=MONEY_AND_ENTRY)
    assert "list-tie" not in codes(found)
    assert ties(dataset) == set()


def test_those_who_subscribe_to_a_fund_are_no_companies_of_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["Fonds Alpha Amorçage"],
        [],
        ["Souscripteur", "Engagement (M€)", "Année"],
        ["Région Bretagne", 15, 2018],
        ["Banque Rive", 12, 2019],
        ["Entreprises et familles", 5, 2019],
    ]
    found, dataset = imported(tmp_path, Souscripteurs=rows)
    assert {(k, a) for k, a, _, _ in ties(dataset)} == {
        ("FundSubscription", "Région Bretagne"),
        ("FundSubscription", "Banque Rive"),
    }
    assert "Entreprises et familles" not in names(dataset)
    assert states(found)["Entreprises et familles"] == "doubt"


PARTNERS: Rows = [
    ["Partenaires de La Filature"],
    [],
    ["Organisme", "Ville", "Depuis"],
    ["Alpha Conseil", "Lille", 2019],
]


def test_a_list_of_partners_asks_for_its_tie(tmp_path: Path) -> None:
    rows: Rows = [
        ["Incubateur La Filature – startups incubées"],
        [],
        ["Startup", "Ville", "Entrée"],
        ["Zeta", "Lille", 2020],
    ]
    found, dataset = imported(tmp_path, Startups=rows, Partenaires=PARTNERS)
    assert not any("Alpha Conseil" in t for t in ties(dataset))
    reading = answered(found, "list-tie", "Partnership")
    _, dataset = imported(tmp_path, reading, Startups=rows, Partenaires=PARTNERS)
    assert any({"Partnership", "Alpha Conseil", "2019"} <= set(t) for t in ties(dataset))


def test_a_list_of_something_else_is_left_out_until_its_question_is_answered(
    tmp_path: Path,
) -> None:
    startups: Rows = [["Startup", "Ville"], ["Alpha", "Lille"], ["Beta", "Lyon"]]
    events: Rows = [
        ["Date", "Évènement", "Lieu"],
        ["14/03/2024", "Journée cobots", "Grenoble"],
        ["06/06/2024", "AG", "Lyon"],
    ]
    found, dataset = imported(tmp_path, Startups=startups, Agenda=events)
    assert names(dataset) == {"Alpha", "Beta"}
    assert "unsure-list" in codes(found)
    reading = answered(found, "unsure-list", "Organization")
    _, dataset = imported(tmp_path, reading, Startups=startups, Agenda=events)
    assert "Journée cobots" in names(dataset)


def test_a_second_table_directly_beneath_the_first_is_a_table_of_its_own(tmp_path: Path) -> None:
    rows: Rows = [
        ["Incubateur La Filature – startups incubées"],
        [],
        ["Projet", "Porteur(s)", "Commune", "Entrée"],
        ["Alpha", "Anne Wattel", "Lille", 2022],
        ["Total : 1 projet", None, None, None],
        ["Nom de l'entreprise", "Ville", "Année d'entrée", "Année de sortie"],
        ["Beta", "Roubaix", 2017, 2019],
    ]
    found, dataset = imported(tmp_path, Suivi=rows)
    assert "Nom de l'entreprise" not in names(dataset)
    assert states(found)["Nom de l'entreprise"] == "frame"
    assert ("Incubation", "Incubateur La Filature", "Beta", "2017") in ties(dataset)


def test_rows_that_count_others_are_no_actors_whatever_stands_beside_the_count(
    tmp_path: Path,
) -> None:
    rows: Rows = [
        ["Adhérent", "Ville", "Cotisation"],
        ["Alpha", "Lille", "450 €"],
        ["2 adhérents", None, "900 €"],
    ]
    _, dataset = imported(tmp_path, Adhérents=rows)
    assert "2 adhérents" not in names(dataset)


def test_an_amount_among_other_words_makes_no_round(tmp_path: Path) -> None:
    rows: Rows = [["Startup", "Ville", "Levée"], ["Alpha", "Lille", "3 BA + Finorpa"]]
    found, dataset = imported(tmp_path, Startups=rows)
    assert dataset.events == ()
    assert "amount-in-text" in codes(found)
    assert "3 BA + Finorpa" in notes(dataset)["Alpha"]


def test_a_known_header_over_other_values_is_asked_about(tmp_path: Path) -> None:
    rows: Rows = [
        ["Startup", "Création"],
        ["Alpha", "par essaimage"],
        ["Beta", "issue d'un labo"],
        ["Gamma", "2020"],
    ]
    found, dataset = imported(tmp_path, Startups=rows)
    assert "other-values" in codes(found)
    assert dataset.observations == ()
    assert "par essaimage" in notes(dataset)["Alpha"]


def test_a_word_is_no_stage_in_a_column_of_other_words(tmp_path: Path) -> None:
    rows: Rows = [
        ["Startup", "Statut"],
        ["Alpha", "Comité"],
        ["Beta", "Refusé"],
        ["Gamma", "À voir"],
        ["Delta", "Relancer"],
    ]
    found, dataset = imported(tmp_path, Startups=rows)
    assert stages(dataset) == set()
    assert "Refusé" in notes(dataset)["Beta"]
    assert {d.value for d in found.doubts if d.about == "words.stage"} >= {"Comité", "Refusé"}


def test_ends_that_do_not_fit_a_tie_are_asked_about(tmp_path: Path) -> None:
    rows: Rows = [
        ["Nom", "Type", "Société de gestion"],
        ["Alpha Amorçage", "Fonds d'investissement", "Rive Gestion"],
        ["Beta", "Start-up", "Rive Gestion"],
    ]
    found, dataset = imported(tmp_path, Acteurs=rows)
    assert {(k, b) for k, _, b, _ in ties(dataset)} == {("FundManagement", "Alpha Amorçage")}
    assert "unfit-tie" in codes(found)


def test_the_date_of_a_round_does_not_start_the_support(tmp_path: Path) -> None:
    rows: Rows = [
        ["Incubateur La Filature – startups incubées"],
        [],
        ["Startup", "Ville", "Investisseurs", "Date"],
        ["Alpha", "Lille", "Fonds Rive", "12/06/2023"],
    ]
    _, dataset = imported(tmp_path, Suivi=rows)
    started = {start for kind, _, _, start in ties(dataset) if kind == "Incubation"}
    assert started == {None}


@pytest.mark.parametrize(
    ("text", "buyer", "start"),
    [
        ("Cession industrielle à Thalor, 11/2023", "Thalor", "2023-11"),
        ("Vente à Thalor (2023)", "Thalor", "2023"),
    ],
)
def test_an_exit_in_words_keeps_buyer_and_day(
    text: str, buyer: str, start: str, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Fonds Alpha Amorçage – participations"],
        [],
        ["Société", "Ticket", "Date d'investissement", "Sortie"],
        ["Cryptalis", "500 k€", "01/02/2019", text],
        ["Wagonéo", "300 k€", "01/02/2019", "Liquidation 04/2022"],
    ]
    _, dataset = imported(tmp_path, Participations=rows)
    assert ("Acquisition", buyer, "Cryptalis", start) in ties(dataset)
    assert stages(dataset) == {"taken-over", "ceased"}
    assert text in notes(dataset)["Cryptalis"]


def test_the_answer_for_a_sale_keeps_the_buyer_and_the_multiple(tmp_path: Path) -> None:
    rows: Rows = [
        ["Startup", "Statut"],
        ["Alpha", "Active"],
        ["Beta", "Filialisée par Thalor x2,4 (2022)"],
    ]
    found, _ = imported(tmp_path, Startups=rows)
    reading = answered(found, "word-left-out", "taken-over")
    _, dataset = imported(tmp_path, reading, Startups=rows)
    assert ("Acquisition", "Thalor", "Beta", "2022") in ties(dataset)
    assert "x2,4" in notes(dataset)["Beta"]


def test_sizes_of_funds_are_no_headcounts(tmp_path: Path) -> None:
    rows: Rows = [["Fonds", "Taille"], ["Alpha I", "42 M€"], ["Alpha II", "60 M€"]]
    _, dataset = imported(tmp_path, Fonds=rows)
    seen = {(o.kind, o.value) for o in dataset.observations}
    assert seen == {("FundSizeObservation", "42000000"), ("FundSizeObservation", "60000000")}


def test_bare_sizes_in_a_list_of_funds_are_asked_about(tmp_path: Path) -> None:
    rows: Rows = [["Fonds", "Taille"], ["Alpha I", 42], ["Alpha II", 60]]
    found, dataset = imported(tmp_path, Fonds=rows)
    assert dataset.observations == ()
    assert ("unknown-column", "Taille") in {(d.code, d.value) for d in found.doubts}


def test_titles_with_facts_are_remarks_of_the_owner(tmp_path: Path) -> None:
    rows: Rows = [
        ["Incubateur La Filature"],
        ["Promo 2021 – Lille"],
        ["Startup", "Ville"],
        ["Alpha", "Lille"],
    ]
    found, dataset = imported(tmp_path, Suivi=rows)
    assert "Promo 2021 – Lille" in notes(dataset)["Incubateur La Filature"]
    assert states(found)["Promo 2021 – Lille"] == "note"


def test_comments_of_cells_are_remarks_and_personal_ones_are_not(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Startup", "Ville"], ["Alpha", "Lille"]):
        sheet.append(row)
    sheet["A2"].comment = Comment("Anne:\nPrix Alpha 2023", "Anne")
    sheet["B2"].comment = Comment("appeler 06 11 22 33 44", "Anne")
    path = tmp_path / "table.xlsx"
    book.save(path)
    found = import_file(path, Reading())
    dataset = datasets_of(path, found)[0]
    assert "Prix Alpha 2023" in notes(dataset)["Alpha"]
    assert "06 11" not in repr(dataset)
    assert states(found)["Prix Alpha 2023"] == "note"


def test_names_of_people_with_initials_are_no_remarks(tmp_path: Path) -> None:
    rows: Rows = [["Startup", "Zorglub"], ["Alpha", "P. Verhaeghe"], ["Beta", "Oui"]]
    found, dataset = imported(tmp_path, Startups=rows)
    assert "Verhaeghe" not in repr(dataset)
    assert states(found)["P. Verhaeghe"] == "left-out"


def test_a_year_of_something_else_is_not_that_of_the_names_before_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["Company", "Founders", "Zorglub Year", "Licensor", "Licence date"],
        ["Alpha", "Anne Wattel", 2011, "Rive Transfert", 2016],
        ["Beta", "Hugo Caron", 2012, "Rive Transfert", 2018],
    ]
    found, dataset = imported(tmp_path, Startups=rows)
    started = {(kind, start) for kind, _, _, start in ties(dataset)}
    assert {("Founding", None), ("TechnologyLicence", "2016")} <= started
    assert ("Founding", "2011") not in started
    assert ("unknown-column", "Zorglub Year") in {(d.code, d.value) for d in found.doubts}


def test_values_do_not_take_the_meaning_that_another_header_has(tmp_path: Path) -> None:
    rows: Rows = [
        ["Company", "Qwxz", "Website"],
        ["Alpha", "http://list.example/1", "http://alpha.example"],
        ["Beta", "http://list.example/2", "http://beta.example"],
    ]
    found, dataset = imported(tmp_path, Startups=rows)
    sites = {a.names["fr"]: a.website for a in dataset.actors}
    assert sites == {"Alpha": "http://alpha.example", "Beta": "http://beta.example"}
    assert ("unknown-column", "Qwxz") in {(d.code, d.value) for d in found.doubts}


def test_of_two_meanings_of_a_header_the_values_choose(tmp_path: Path) -> None:
    rows: Rows = [
        ["Company", "Categories"],
        ["Alpha", "E-commerce"],
        ["Beta", "Robotics"],
        ["Gamma", "Energy"],
    ]
    found, dataset = imported(tmp_path, Startups=rows)
    sectors = {a.names["fr"]: a.sectors for a in dataset.actors}
    assert sectors["Beta"] == ("robotics",)
    assert not any(d.about == "words.kind" for d in found.doubts)


def test_a_date_next_to_a_type_of_round_is_that_of_the_round(tmp_path: Path) -> None:
    rows: Rows = [
        ["Startup", "Round", "Money Raised Euros", "Date", "City", "Assigned Sectors"],
        ["Alpha", "Seed", 494527.9, "2023-01-15", "Paris", "Energy"],
        ["Beta", "Series A", 2494527.9, "2023-02-15", "Lille", "Energy"],
    ]
    _, dataset = imported(tmp_path, Feuil1=rows)
    rounds = {(e.round_type, e.start, e.money.amount) for e in dataset.events}
    assert ("seed-round", "2023-01-15", "494527.9") in rounds


def test_the_person_beside_a_company_is_a_contact_of_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["Nom du lauréat", "Prénom du lauréat", "Jury", "Libellé entreprise", "Site web", "Ville"],
        ["Bonnin", "Sylvie", "National", "ALZ Test", "http://alz.example", "Lille"],
        ["Serra", "Lorenzo", "Régional", "SEQ Test", "http://seq.example", "Lyon"],
    ]
    found, dataset = imported(tmp_path, Feuil1=rows)
    assert names(dataset) == {"ALZ Test", "SEQ Test"}
    assert states(found)["Bonnin"] == states(found)["Sylvie"] == "left-out"


def test_a_row_with_a_first_name_is_a_person(tmp_path: Path) -> None:
    rows: Rows = [["Nom", "Prénom", "Site web"], ["Bonnin", "Sylvie", "http://alz.example"]]
    _, dataset = imported(tmp_path, Feuil1=rows)
    assert [(a.kinds, a.website) for a in dataset.actors] == [(("Person",), None)]


def test_brackets_say_which_place_a_header_means(tmp_path: Path) -> None:
    rows: Rows = [
        ["Company", "Headquarters (City)", "Headquarters (Country)"],
        ["Alpha", "Paris", "USA"],
        ["Beta", "Lyon", "France"],
    ]
    _, dataset = imported(tmp_path, Feuil1=rows)
    places = {a.names["fr"]: a.place for a in dataset.actors}
    assert places["Beta"] == "69123"
    assert places["Alpha"] != "75056"
