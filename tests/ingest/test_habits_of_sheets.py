"""Habits of those who keep spreadsheets: each is read as meant, or asked about."""

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from frenchtech_graph.ingest.sheets.datasets import Imported, datasets_of, import_file
from frenchtech_graph.ingest.sheets.lists import split_names
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline.answers import answer
from frenchtech_graph.pipeline.importing import prepare, write

Rows = list[list[Any]]
MEMBERS: Rows = [
    ["Nom", "Type", "Ville", "Effectif"],
    ["Alpha", "Start-up", "Lille", 12],
    ["Beta", "Fonds", "Lyon", 8],
    ["Gamma", "Laboratoire", "Brest", 40],
    ["Delta", "Start-up", "Nantes", 3],
]


def book_of(rows: Rows, title: str = "Acteurs") -> tuple[Workbook, Any]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book, sheet


def imported(book: Workbook, path: Path) -> tuple[Imported, Dataset]:
    book.save(path)
    found = import_file(path, Reading())
    return found, datasets_of(path, found)[0]


def names(dataset: Dataset) -> set[str]:
    return {a.names["fr"] for a in dataset.actors}


def codes(found: Imported) -> list[str]:
    return [d.code for d in found.doubts]


@pytest.mark.parametrize(
    "last",
    [
        ["TOTAL", None, None, 63],
        ["Sous-total région", None, None, 63],
        ["S/Total", None, None, 63],
        ["Total général des membres actifs", None, None, 63],
        ["Subtotal", None, None, 63],
        ["* effectifs au 31 décembre"],
        ["(1) hors stagiaires"],
        ["Source : enquête 2023"],
        ["NB : les effectifs sont ceux que les membres ont bien voulu déclarer"],
        [],
    ],
)
def test_totals_and_footnotes_are_no_actors(last: list[Any], tmp_path: Path) -> None:
    book, _ = book_of([*MEMBERS, [], last])
    _, dataset = imported(book, tmp_path / "t.xlsx")
    assert names(dataset) == {"Alpha", "Beta", "Gamma", "Delta"}


@pytest.mark.parametrize("name", ["Total Énergies Test", "Ensemble", "Source Vive", "Nota Bene"])
def test_an_actor_whose_name_looks_like_a_total_is_one(name: str, tmp_path: Path) -> None:
    book, _ = book_of([*MEMBERS, [name, "Start-up", "Paris", 5]])
    assert name in names(imported(book, tmp_path / "t.xlsx")[1])


def test_a_hidden_column_is_not_read_and_asked_about(tmp_path: Path) -> None:
    book, sheet = book_of([[*r, n] for r, n in zip(MEMBERS, ["Avis", *"abcd"], strict=True)])
    sheet.column_dimensions["E"].hidden = True
    sheet.column_dimensions["D"].hidden = True
    found, dataset = imported(book, tmp_path / "t.xlsx")
    assert codes(found).count("hidden-column") == 2
    assert dataset.observations == ()
    assert all(not a.note for a in dataset.actors)


def test_what_a_hidden_column_holds_can_be_answered(tmp_path: Path) -> None:
    book, sheet = book_of(MEMBERS)
    sheet.column_dimensions["D"].hidden = True
    book.save(tmp_path / "t.xlsx")
    reading = Reading()
    (asked,) = import_file(tmp_path / "t.xlsx", reading).doubts
    answer(reading, asked, "headcount")
    found = import_file(tmp_path / "t.xlsx", reading)
    assert len(datasets_of(tmp_path / "t.xlsx", found)[0].observations) == 4
    assert "hidden-column" not in codes(found)


def test_colours_that_tell_rows_apart_are_asked_about_with_their_legend(tmp_path: Path) -> None:
    book, sheet = book_of([["Légende", "à jour", "radié"], [], *MEMBERS])
    for at, colour in (("B1", "C6EFCE"), ("C1", "FFC7CE"), ("A4", "C6EFCE"), ("A5", "FFC7CE")):
        sheet[at].fill = PatternFill("solid", fgColor=colour)
    found, _ = imported(book, tmp_path / "t.xlsx")
    (doubt,) = [d for d in found.doubts if d.code == "colours"]
    assert doubt.value == "4 ; 5"
    assert "à jour ; radié" in doubt.what("fr")


def test_a_banded_table_or_a_coloured_header_means_nothing(tmp_path: Path) -> None:
    book, sheet = book_of(MEMBERS)
    for row in (1, 2, 4):
        for cell in sheet[row]:
            cell.fill = PatternFill("solid", fgColor="DDDDDD")
    assert "colours" not in codes(imported(book, tmp_path / "t.xlsx")[0])


def test_struck_and_hidden_rows_are_asked_about(tmp_path: Path) -> None:
    book, sheet = book_of(MEMBERS)
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet.row_dimensions[4].hidden = True
    found, _ = imported(book, tmp_path / "t.xlsx")
    asked = {(d.code, d.value) for d in found.doubts}
    assert {("struck", "Beta"), ("hidden-rows", "4")} <= asked


def test_years_beneath_a_header_are_of_it(tmp_path: Path) -> None:
    book, sheet = book_of(
        [
            ["Structure", None, "Emplois", None, None],
            ["Nom", "Type", 2021, 2022, "2023"],
            ["Alpha", "Start-up", 4, 5, 6],
            ["Beta", "Fonds", 1, None, 2],
        ]
    )
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:E1")
    _, dataset = imported(book, tmp_path / "t.xlsx")
    said = {(o.actor, o.value, o.start) for o in dataset.observations}
    assert said == {
        *(("t-alpha", v, y) for v, y in (("4", "2021"), ("5", "2022"), ("6", "2023"))),
        *(("t-beta", v, y) for v, y in (("1", "2021"), ("2", "2023"))),
    }


@pytest.mark.parametrize(
    ("title", "group", "amount"),
    [
        ("Projets", "Financement (k€)", "400000"),
        ("Projets (montants en M€)", "Aides", "400000000"),
        ("Projets", "Subventions", "400"),
    ],
)
def test_givers_that_columns_are_called_after_give(
    title: str, group: str, amount: str, tmp_path: Path
) -> None:
    book, sheet = book_of(
        [
            [title],
            ["Projet", "Porteur", group, None, "Statut"],
            [None, None, "Région Test", "ADEME Test", None],
            ["LUMEN", "Alpha", 400, None, "en cours"],
            ["CAPTO", "Beta", None, 250, "terminé"],
        ],
        "Projets",
    )
    for merged in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"):
        sheet.merge_cells(merged)
    found, dataset = imported(book, tmp_path / "t.xlsx")
    funded = {t.origin: t.money.amount for t in dataset.ties if t.kind == "PublicFunding"}
    assert funded["t-region-test"] == amount
    assert set(funded) == {"t-region-test", "t-ademe-test"}
    assert codes(found).count("column") == 2
    assert {e.names["fr"]: e.status for e in dataset.events} == {"LUMEN": None, "CAPTO": "ended"}


def test_a_round_of_a_portfolio_is_not_the_entry_into_it(tmp_path: Path) -> None:
    book, _ = book_of(
        [
            ["Startups accompagnées par l'incubateur Alizé"],
            [
                "Startup",
                "Promotion",
                "Dernier tour",
                "Date de la levée",
                "Montant",
                "Investisseurs",
            ],
            ["Alpha", "2021", "Amorçage", "03/2023", "1,5 M€", "Fonds Rive, Foo Ventures"],
            ["Beta", "2022", None, None, None, None],
        ],
        "Suivi",
    )
    _, dataset = imported(book, tmp_path / "t.xlsx")
    (event,) = dataset.events
    assert (event.start, event.round_type, event.money.amount) == (
        "2023-03",
        "seed-round",
        "1500000",
    )
    starts = {t.target: t.start for t in dataset.ties if t.kind == "Incubation"}
    assert starts == {"t-alpha": "2021", "t-beta": "2022"}
    backers = {t.origin for t in dataset.ties if t.kind == "Investment" and t.event == event.id}
    assert backers == {"t-fonds-rive", "t-foo-ventures"}


@pytest.mark.parametrize(
    ("text", "people", "found"),
    [
        ('Alpha,"Beta, Inc."', False, ["Alpha", "Beta, Inc."]),
        ('"Durand, Cie",Alpha', False, ["Durand, Cie", "Alpha"]),
        ('Jane Doe,"Okafor, Chidi"', True, ["Jane Doe", "Chidi Okafor"]),
        ("eFounders,kima", False, ["eFounders", "kima"]),
        ("Alpha, Inc.", False, ["Alpha, Inc."]),
        ("Alpha,Inc.", False, ["Alpha,Inc."]),
        ('Jean "Jo" Roux, Ann Wu', True, ['Jean "Jo" Roux', "Ann Wu"]),
    ],
)
def test_linked_records_are_taken_apart(text: str, people: bool, found: list[str]) -> None:
    assert split_names(text, lambda _: False, people=people) == found


@pytest.mark.parametrize(
    ("word", "sectors"),
    [("Aérospatial", {"aeronautics", "space"}), ("aerospace", {"aeronautics", "space"})],
)
def test_a_word_for_two_sectors_is_both(word: str, sectors: set[str], tmp_path: Path) -> None:
    book, _ = book_of([["Nom", "Secteur"], ["Alpha", word], ["Beta", "Santé"]])
    _, dataset = imported(book, tmp_path / "t.xlsx")
    assert set(dataset.actors[0].sectors) == sectors


@pytest.mark.parametrize("word", ["?", "??", " ? "])
def test_a_tie_of_which_its_keeper_is_not_sure_is_asked_about(word: str, tmp_path: Path) -> None:
    book, _ = book_of([["De", "Vers", "Lien"], ["Alpha", "Beta", word]], "Liens")
    found, _ = imported(book, tmp_path / "t.xlsx")
    (asked,) = [d for d in found.doubts if d.about == "words.tie"]
    reading = Reading()
    answer(reading, asked, "Partnership")
    again = import_file(tmp_path / "t.xlsx", reading)
    assert [d for d in again.doubts if d.about == "words.tie"] == []
    (tie,) = datasets_of(tmp_path / "t.xlsx", again)[0].ties
    assert tie.kind == "Partnership"


@pytest.mark.parametrize(
    ("tie", "kept", "current"),
    [("incubateur de", None, True), ("a racheté", "announced", None)],
)
def test_what_goes_on_holds_or_is_still_to_come(
    tie: str, kept: str | None, current: bool | None, tmp_path: Path
) -> None:
    rows: Rows = [["De", "Vers", "Lien", "Statut"], ["Alpha", "Beta", tie, "en cours"]]
    _, dataset = imported(book_of(rows, "Liens")[0], tmp_path / "t.xlsx")
    assert (dataset.ties[0].status, dataset.ties[0].current) == (kept, current)


def test_the_report_of_cells_holds_nothing_personal(tmp_path: Path) -> None:
    rows: Rows = [
        ["Nom", "Type", "Mail", "Note interne", "Remarque"],
        ["Alpha", "Start-up", "jane@alpha.example", "mauvais payeur", "06 12 34 56 78"],
        ["TOTAL", None, "contact@alpha.example", None, None],
    ]
    book_of(rows)[0].save(tmp_path / "t.xlsx")
    folder = write(prepare(tmp_path / "t.xlsx"))
    said = "".join(p.read_text("utf-8") for p in folder.rglob("*") if p.suffix in (".csv", ".json"))
    assert "Alpha" in said
    for hidden in ("jane@", "contact@", "mauvais payeur", "06 12"):
        assert hidden not in said
    with (folder / "readings.csv").open(encoding="utf-8", newline="") as file:
        states = {r["column"]: r["state"] for r in csv.DictReader(file) if r["row"] == "2"}
    assert (states["Mail"], states["Note interne"]) == ("left-out", "left-out")
