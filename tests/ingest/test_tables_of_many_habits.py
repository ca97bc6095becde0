"""Sheets of several tables, columns of crosses, and columns whose header alone does not decide."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from frenchtech_graph.ingest.sheets.datasets import Imported, datasets_of, import_file
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline.importing import prepare, write, write_mapping

Rows = Sequence[Any]


def imported(
    rows: Rows, path: Path, title: str = "Feuil1", merged: tuple[str, ...] = ()
) -> tuple[Imported, Dataset]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    found = import_file(path, Reading())
    return found, datasets_of(path, found)[0]


def kinds(dataset: Dataset) -> dict[str, str]:
    return {a.names["fr"]: a.kinds[0] for a in dataset.actors}


def asked(found: Imported) -> set[tuple[str, str]]:
    return {(d.code, d.value) for d in found.doubts}


def ties(dataset: Dataset) -> set[tuple[str, str, str, str | None]]:
    names = {a.id: a.names["fr"] for a in dataset.actors if a.names}
    names |= {e.id: e.names["fr"] for e in dataset.events if e.names}
    return {(t.kind, names[t.origin], names[t.target], t.start) for t in dataset.ties}


SIDE: Rows = [
    ["Startups", None, None, None, "Partenaires"],
    ["Nom", "Ville", "Secteur", None, "Partenaire", "Type"],
    ["Alpha", "Lille", "IA", None, "CEA Test", "Laboratoire"],
    ["Beta", "Lyon", "Santé", None, "Rive Test", "Fonds"],
    ["Gamma", "Nantes", "Énergie"],
]
BENEATH: Rows = [
    ["Liste des membres du pôle Minalp"],
    ["Nom", "Type", "Ville"],
    ["Alpha", "Start-up", "Lille"],
    ["CEA Test", "Laboratoire", "Lyon"],
    [],
    ["Projets labellisés"],
    ["Projet", "Porteur", "Partenaires", "Budget (k€)"],
    ["HYDRO", "Alpha", "CEA Test", 1200],
]


def test_two_tables_side_by_side_are_two(tmp_path: Path) -> None:
    found, dataset = imported(SIDE, tmp_path / "t.xlsx")
    assert kinds(dataset) == {
        "Alpha": "StartUp",
        "Beta": "StartUp",
        "Gamma": "StartUp",
        "CEA Test": "ResearchLaboratory",
        "Rive Test": "InvestmentFund",
    }
    assert dataset.ties == ()
    assert [p.name for p in found.understood.plans] == ["Feuil1", "Feuil1 (E)"]


def test_two_tables_one_beneath_the_other_are_two(tmp_path: Path) -> None:
    found, dataset = imported(BENEATH, tmp_path / "t.xlsx")
    assert [(p.name, p.shape) for p in found.understood.plans] == [
        ("Feuil1", "actors"),
        ("Feuil1 (6)", "projects"),
    ]
    (event,) = dataset.events
    assert (event.names["fr"], event.money.amount) == ("HYDRO", "1200000")
    assert ("ProjectParticipation", "Alpha", "HYDRO", None) in ties(dataset)


def test_an_empty_column_within_a_table_parts_nothing(tmp_path: Path) -> None:
    rows = [["Nom", "Ville", None, "Secteur", "Effectif"], ["Alpha", "Lille", None, "IA", 12]]
    found, dataset = imported(rows, tmp_path / "t.xlsx", "Startups")
    assert len(found.understood.plans) == 1
    assert (dataset.actors[0].place, dataset.actors[0].sectors) == (
        "59350",
        ("artificial-intelligence",),
    )


@pytest.mark.parametrize("rows", [SIDE, BENEATH])
def test_parts_of_a_sheet_are_kept_and_imported_again_alike(rows: Rows, tmp_path: Path) -> None:
    imported(rows, tmp_path / "t.xlsx")
    first = prepare(tmp_path / "t.xlsx")
    write(first)
    write_mapping(first)
    again = prepare(tmp_path / "t.xlsx").counts()
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)


@pytest.mark.parametrize("yes", ["x", "X", "1", "oui", "✓"])
def test_crosses_mean_their_header(yes: str, tmp_path: Path) -> None:
    rows = [
        ["Nom", "IA", "Santé", "Réseau Nord", "Ville"],
        ["Alpha", yes, None, yes, "Lille"],
        ["Beta", None, yes, None, "Lyon"],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx", "Startups")
    sectors = {a.names["fr"]: a.sectors for a in dataset.actors}
    assert (sectors["Alpha"], sectors["Beta"]) == (("artificial-intelligence",), ("health",))
    assert ties(dataset) == {("Membership", "Alpha", "Réseau Nord", None)}


def test_crosses_beneath_a_group_are_of_it(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Domaines", None, None, "Adhésion"],
        [None, "IA", "Santé", "Énergie", None],
        ["Alpha", "x", None, "x", 2019],
        ["Beta", None, "x", None, 2020],
    ]
    merged = ("B1:D1", "A1:A2", "E1:E2")
    _, dataset = imported(rows, tmp_path / "t.xlsx", "Startups", merged)
    sectors = {a.names["fr"]: set(a.sectors) for a in dataset.actors}
    assert sectors == {"Alpha": {"artificial-intelligence", "energy"}, "Beta": {"health"}}


def test_crosses_whose_header_is_not_known_are_asked_about(tmp_path: Path) -> None:
    rows = [["Nom", "Zorglub"], ["Alpha", "x"], ["Beta", None]]
    found, dataset = imported(rows, tmp_path / "t.xlsx", "Startups")
    assert ("unknown-column", "Zorglub") in asked(found)
    assert set(kinds(dataset)) == {"Alpha", "Beta"}


def test_what_is_incubated_is_the_project_not_its_laboratory(tmp_path: Path) -> None:
    rows = [
        ["INCUBATEUR TECH'ALPES — suivi des projets incubés"],
        ["Réf.", "Nom du projet", "Équipe", "Établissement d'origine", "Laboratoire", "Entrée"],
        ["INC-1", "Glacéo", "Marie Test", "UGA Test", "LEGI Test", "09/2019"],
        ["INC-2", "Sensalp", "Jean Roux, Ann Wu", "", "-", "2022"],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx")
    said = ties(dataset)
    assert {
        ("Incubation", "INCUBATEUR TECH'ALPES", "Glacéo", "2019-09"),
        ("SpinOff", "LEGI Test", "Glacéo", None),
        ("SpinOff", "UGA Test", "Glacéo", None),
        ("Founding", "Ann Wu", "Sensalp", None),
    } <= said
    assert kinds(dataset)["LEGI Test"] == "ResearchLaboratory"


def test_funds_of_a_house_hold_what_each_put_in(tmp_path: Path) -> None:
    rows = [
        ["Suivi des participations"],
        ["Véhicule", "Société", "Date d'entrée", "Montant investi (€)", "% détenu", "Lead",
         "Statut", "Date de sortie"],
        ["Rive Seed I", "Nova", "15/03/2021", "500 000", "8 %", "oui", "En portefeuille", ""],
        ["Rive Growth", "Nova", "10/09/2023", "1 500 000", "12 %", "non", "En portefeuille", ""],
        ["Rive Seed I", "Orion", "06/2020", "300 000", "10 %", "oui", "Cédée", "11/2023"],
    ]  # fmt: skip
    _, dataset = imported(rows, tmp_path / "t.xlsx")
    assert {
        ("Investment", "Rive Seed I", "Nova", "2021-03-15"),
        ("Investment", "Rive Growth", "Nova", "2023-09-10"),
        ("Shareholding", "Rive Seed I", "Orion", "2020-06"),
        ("Divestment", "Rive Seed I", "Orion", "2023-11"),
    } <= ties(dataset)
    assert set(kinds(dataset)) == {"Rive Seed I", "Rive Growth", "Nova", "Orion"}
    leads = {t.start for t in dataset.ties if t.lead}
    assert leads == {"2021-03-15", "2020-06"}


def test_laureates_of_a_contest_take_part_in_it_and_its_prizes_are_asked_about(
    tmp_path: Path,
) -> None:
    rows = [
        ["Concours i-Novation Test 2023 : les lauréats"],
        ["Entreprise", "Ville", "Dotation"],
        ["Zélia", "Rennes", "20 000 €"],
    ]
    found, dataset = imported(rows, tmp_path / "t.xlsx")
    assert ties(dataset) == {("ProgrammeParticipation", "Zélia", "Concours i-Novation Test", None)}
    assert ("unused-column", "Dotation") in asked(found)
    assert "20 000 €" in (dataset.actors[0].note or "")


def test_sections_of_promotions_date_those_beneath_and_counts_are_nobody(tmp_path: Path) -> None:
    rows = [
        ["Incubateur Sirius – startups incubées"],
        ["Startup", "Secteur", "Ville"],
        ["Promotion 2021"],
        ["Alpha", "IA", "Lille"],
        ["Promotion 2022"],
        ["Beta", "Santé", "Lyon"],
        ["2 startups"],
        ["Zorglub"],
    ]
    found, dataset = imported(rows, tmp_path / "t.xlsx")
    assert {
        ("Incubation", "Incubateur Sirius", "Alpha", "2021"),
        ("Incubation", "Incubateur Sirius", "Beta", "2022"),
    } <= ties(dataset)
    assert set(kinds(dataset)) == {"Incubateur Sirius", "Alpha", "Beta", "Zorglub"}
    assert ("lone-row", "Zorglub") in asked(found)


@pytest.mark.parametrize("header", ["Ville / City", "City | Ville", "Ville (City)", "Ville - City"])
def test_a_header_of_two_languages_is_one(header: str, tmp_path: Path) -> None:
    rows = [["Nom / Name", header], ["Alpha", "Lille"], ["Beta", "Lyon"]]
    found, dataset = imported(rows, tmp_path / "t.xlsx", "Startups")
    assert {a.place for a in dataset.actors} == {"59350", "69123"}
    assert "column" not in {code for code, _ in asked(found)}


@pytest.mark.parametrize(
    ("sheet", "current"), [("En cours", True), ("Alumni", False), ("Liste", None)]
)
def test_the_name_of_a_sheet_says_who_is_still_in_its_list(
    sheet: str, current: bool | None, tmp_path: Path
) -> None:
    rows = [["Incubateur Sirius"], ["Startup", "Ville", "Depuis"], ["Alpha", "Lille", "2023"]]
    if sheet == "Liste":
        sheet = "Startups"
    _, dataset = imported(rows, tmp_path / "t.xlsx", sheet)
    (tie,) = dataset.ties
    assert (tie.kind, tie.start, tie.current) == ("Incubation", "2023", current)


def test_aids_in_a_column_for_each_year_are_of_that_year(tmp_path: Path) -> None:
    rows = [
        ["Aides versées par la Région Test (en k€)"],
        ["Entreprise", "2021", "2022", "Total"],
        ["Alpha", 100, "", 100],
        ["Beta", 50, 200, 250],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx", "Aides")
    names = {a.id: a.names["fr"] for a in dataset.actors}
    given = {(names[t.origin], names[t.target], t.start, t.money.amount) for t in dataset.ties}
    assert given == {
        ("Région Test", "Alpha", "2021", "100000"),
        ("Région Test", "Beta", "2021", "50000"),
        ("Région Test", "Beta", "2022", "200000"),
    }


def test_names_crossed_with_the_same_names_are_no_list(tmp_path: Path) -> None:
    book = Workbook()
    first = book.worksheets[0]
    first.title = "Membres"
    for row in (["Nom", "Ville"], ["Alpha", "Lille"], ["Beta", "Lyon"], ["Gamma", "Brest"]):
        first.append(row)
    matrix = book.create_sheet("Matrice")
    for row in (
        ["Collaborations"],
        ["", "Alpha", "Beta", "Gamma"],
        ["Alpha", "", "x", ""],
        ["Beta", "x", "", "x"],
        ["Gamma", "", "x", ""],
    ):
        matrix.append(row)
    book.save(tmp_path / "t.xlsx")
    found = import_file(tmp_path / "t.xlsx", Reading())
    assert ("no-table", "Matrice") in asked(found)
    assert set(kinds(datasets_of(tmp_path / "t.xlsx", found)[0])) == {"Alpha", "Beta", "Gamma"}


@pytest.mark.parametrize("cells", [["3", "2"], ["2016", "12/2018"], ["-", "5 %"]])
def test_figures_and_dates_are_no_names(cells: list[str], tmp_path: Path) -> None:
    rows = [["Startup", "Secteur", "Partenaires"], ["Alpha", "IA", cells[0]]]
    rows.append(["Beta", "Santé", cells[1]])
    found, dataset = imported(rows, tmp_path / "t.xlsx", "Startups")
    assert set(kinds(dataset)) == {"Alpha", "Beta"}
    assert {d.column for d in found.doubts} == {"Partenaires"}


def test_dates_beside_licences_are_of_them_and_purchases_have_the_date_of_the_status(
    tmp_path: Path,
) -> None:
    rows = [
        ["Spin-off", "TTO", "Licence date", "Status", "Acquirer"],
        ["Alpha", "TTO Test", "2016", "Acquired (2019)", "BigPharma Test"],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx", "Startups")
    assert {
        ("TechnologyLicence", "TTO Test", "Alpha", "2016"),
        ("Acquisition", "BigPharma Test", "Alpha", "2019"),
    } <= ties(dataset)


def test_a_body_of_two_sheets_has_one_kind_or_is_asked_about(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for year, kind in (("2022", "Start-up"), ("2023", "Laboratoire")):
        sheet = book.create_sheet(year)
        for row in (["Nom", "Type"], ["Alpha", kind], [f"Beta {year}", "Fonds"]):
            sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    found = import_file(tmp_path / "t.xlsx", Reading())
    assert [(d.code, d.column) for d in found.doubts] == [("differs", "Type")]
