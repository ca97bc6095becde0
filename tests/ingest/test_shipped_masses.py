"""The shipped masses: what is taken from a publication, and what is left out."""

import csv
from pathlib import Path

import pytest

from frenchtech_graph.ingest import graduates, professions

SURVEY = {
    "annee": "2016",
    "diplome": "MASTER LMD",
    "numero_de_l_etablissement": "0593559Y",
    "etablissement": "Lille",
    "code_de_la_discipline": "disc12",
    "situation": "30 mois après le diplôme",
    "nombre_de_reponses": "400",
    "taux_dinsertion": "90",
    "emplois_exterieurs_a_la_region_de_luniversite": "40",
}
SEATS = {"0593559Y": "59350", "0772894C": "77083"}


def survey(folder: Path, *changes: dict[str, str]) -> Path:
    path = folder / "survey.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(SURVEY), delimiter=";")
        writer.writeheader()
        writer.writerows(SURVEY | change for change in changes)
    return path


def test_a_row_of_the_survey_has_its_three_figures_and_the_seat(tmp_path: Path) -> None:
    (row,) = graduates.rows(survey(tmp_path, {}), SEATS)
    assert row == {
        "year": "2016",
        "university": "Lille",
        "uai": "0593559Y",
        "commune": "59350",
        "answers": "400",
        "employed": "90",
        "outside": "40",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"annee": "2011"},
        {"code_de_la_discipline": "disc16"},
        {"diplome": "MASTER ENS"},
        {"situation": "18 mois après le diplôme"},
        {"emplois_exterieurs_a_la_region_de_luniversite": "ns"},
        {"numero_de_l_etablissement": "UNIV"},
    ],
)
def test_other_rows_of_the_survey_are_left_out(tmp_path: Path, change: dict[str, str]) -> None:
    assert not list(graduates.rows(survey(tmp_path, change), SEATS))


def test_a_university_keeps_its_seat_when_its_number_changes(tmp_path: Path) -> None:
    (row,) = graduates.rows(survey(tmp_path, {"numero_de_l_etablissement": "0772502B"}), SEATS)
    assert row["commune"] == "77083"


def test_professions_of_a_region_stand_in_one_row(tmp_path: Path) -> None:
    path = tmp_path / "portraits.csv"
    lines = ["code_reg,FAP_3,emp_fap_reg,emp_reg,nom_reg"]
    lines += [f"104,{code},{jobs},200000.4,La Réunion" for code, jobs in
              (("M1Z", "10.6"), ("M2Z", "20"), ("N0Z", "30"), ("A0Z", "999"))]  # fmt: skip
    path.write_text("\n".join(lines), encoding="latin-1")
    assert professions.table(path).splitlines() == [
        "region,name,jobs,computing_technicians,computing_engineers,research_staff",
        "04,La Réunion,200000,11,20,30",
    ]
