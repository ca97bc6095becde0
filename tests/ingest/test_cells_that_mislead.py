"""Cells that are easily misread: small bare amounts, bounds, roles of partners, short names."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from frenchtech_graph.ingest.sheets.datasets import Imported, datasets_of, import_file
from frenchtech_graph.ingest.sheets.mapping import Reading, SheetMapping
from frenchtech_graph.ingest.sheets.towns import read_town
from frenchtech_graph.model.records import Dataset

LISTED = ["Incubés de Technopole Alpha"]
INVESTED = ["Participations du fonds Alpha Capital"]


def imported(
    rows: Sequence[Any], path: Path, reading: Reading | None = None, title: str = "Feuil1"
) -> tuple[Imported, Dataset]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    found = import_file(path, reading or Reading())
    return found, datasets_of(path, found)[0]


def codes(found: Imported) -> set[tuple[str, str]]:
    return {(d.code, d.value) for d in found.doubts}


@pytest.mark.parametrize(
    ("text", "postcode", "town"),
    [
        ("ST-ETIENNE", "42000", "42218"),
        ("22000 ST BRIEUC", "", "22278"),
        ("44800 ST HERBLAIN", "", "44162"),
        ("Lannion Cedex 22302", "", "22113"),
        ("LANNION CEDEX 3", "22300", "22113"),
        ("STE-GENEVIEVE-DES-BOIS", "91700", "91549"),
    ],
)
def test_saints_in_capitals_and_codes_after_cedex(text: str, postcode: str, town: str) -> None:
    found = read_town(text, postcode)
    assert (found.id, found.sure) == (town, True)


def test_a_small_bare_number_among_millions_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ["Startup", "Secteur", "Montant levé"],
        ["Alpha", "IA", "1,2 M€"],
        ["Beta", "Santé", "400 k€"],
        ["Gamma", "Énergie", "500"],
        ["Delta", "Énergie", "850000"],
        ["Eta", "Énergie", "500 €"],
    ]
    found, _ = imported(rows, tmp_path / "t.xlsx")
    assert {value for code, value in codes(found) if code == "unit"} == {"Montant levé"}


def test_a_bound_of_a_share_is_asked_about(tmp_path: Path) -> None:
    rows = [
        INVESTED,
        ["Participation", "Secteur", "Ticket (k€)", "% détenu"],
        ["Alpha", "IA", 100, "<1 %"],
        ["Beta", "Santé", 50, "4,5 %"],
    ]
    found, _ = imported(rows, tmp_path / "t.xlsx")
    assert [v for c, v in codes(found) if c == "number-guess"] == ["<1 %"]


@pytest.mark.parametrize(
    ("section", "start"), [("Participations avant 2020", None), ("Promo 2020", "2020")]
)
def test_a_title_of_rows_that_bounds_a_time_dates_none(
    section: str, start: str | None, tmp_path: Path
) -> None:
    rows = [
        INVESTED,
        ["Participation", "Secteur", "Ticket (k€)"],
        ["Alpha", "IA", 100],
        ["Beta", "Santé", 80],
        [section, None, None],
        ["Gamma", "Énergie", 50],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx")
    names = {a.id: a.names["fr"] for a in dataset.actors}
    starts = {names[t.target]: t.start for t in dataset.ties if t.kind == "Investment"}
    assert starts == {"Alpha": None, "Beta": None, "Gamma": start}


@pytest.mark.parametrize(("header", "kept"), [("Rôle", True), ("Fonction", False)])
def test_the_role_of_a_partner_is_no_personal_data(header: str, kept: bool, tmp_path: Path) -> None:
    rows = [
        ["Structure", header, "Ville", "Interlocuteur", "Courriel"],
        ["Région Alpha", "Financeur", "Lille", "Mme Durand", "d@alpha.example"],
        ["École Beta", "Partenaire", "Lens", "M. Petit", "p@beta.example"],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx")
    said = str(dataset)
    assert ("Financeur" in said) is kept
    assert "Durand" not in said


def test_a_project_without_a_title_bears_its_short_name(tmp_path: Path) -> None:
    rows = [
        ["Acronyme", "Intitulé", "Porteur", "Partenaires", "Budget total"],
        ["FORGE", "Cyber industrielle", "Alpha", "Beta", "1,2 M€"],
        ["INCLU", None, "Beta", "Alpha", "45 000 €"],
    ]
    found, dataset = imported(rows, tmp_path / "t.xlsx", title="Projets")
    projects = {e.names["fr"] for e in dataset.events if e.kind == "Project"}
    assert projects == {"Cyber industrielle", "INCLU"}
    assert "no-name" not in {code for code, _ in codes(found)}


def test_the_whole_round_and_its_day_are_one_round(tmp_path: Path) -> None:
    header = ["Participation", "Ticket (K€)", "Tour total", "Date closing", "Type tour"]
    rows = [
        INVESTED,
        header,
        ["Alpha", "150", "1,2 M€", "12/03/2021", "Amorçage"],
        ["Beta", "80", "400 k€", "juin 2020", "Seed"],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx")
    made = {(e.start, e.money.amount, e.round_type) for e in dataset.events}
    assert made == {("2021-03-12", "1200000", "seed-round"), ("2020-06", "400000", "seed-round")}


def test_a_holder_without_a_tie_is_asked_about(tmp_path: Path) -> None:
    rows = [["Nom", "Ville"], ["Alpha", "Lille"], ["Beta", "Lens"]]
    stated = replace(Reading(), sheets={"Feuil1": SheetMapping(holder="Technopole Gamma")})
    found, _ = imported(rows, tmp_path / "t.xlsx", stated)
    assert "list-tie" in {code for code, _ in codes(found)}


def test_the_state_is_a_funder_and_a_region_without_a_name_is_not(tmp_path: Path) -> None:
    rows = [
        ["Acronyme", "Intitulé", "Porteur", "Financeur", "Aide publique"],
        ["FORGE", "Cyber industrielle", "Alpha", "Etat (France 2030)", "0,5 M€"],
        ["BORA", "Bras robot", "Beta", "Région", "60 k€"],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx", title="Projets")
    names = {a.id: a.names["fr"] for a in dataset.actors}
    assert {names[t.origin] for t in dataset.ties if t.kind == "PublicFunding"} == {"Etat"}


def test_the_year_after_who_took_over_dates_the_takeover(tmp_path: Path) -> None:
    rows = [
        INVESTED,
        ["Participation", "Ticket (k€)", "Statut", "Acquéreur"],
        ["Alpha", 100, "Sorti", "Groupe Sarthelec (2023)"],
        ["Beta", 80, "En portefeuille", None],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx")
    assert [t.start for t in dataset.ties if t.kind == "Acquisition"] == ["2023"]
