"""The ministry's survey of graduates → `data/masses/graduates.csv`, one row per university and year.

Only masters of science, technology and health, thirty months after the degree, are kept, and only
rows with all three figures. The seat of the university, by its number (UAI), gives the commune.

    python -m frenchtech_graph.ingest.graduates FILE_OF_THE_SURVEY
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from frenchtech_graph.io.csv_texts import csv_table
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.io.swap import write_atomically

FILE = "graduates.csv"
KEPT = {
    "situation": "30 mois après le diplôme",
    "diplome": "MASTER LMD",
    "code_de_la_discipline": "disc12",
}
"""Columns of the survey and the values that are kept; `disc12` is science, technology and health."""
YEARS = ("2014", "2015", "2016", "2017", "2018")
"""Years of the degree. Earlier graduates were asked about the regions of before 2016."""
FIGURES = {
    "answers": "nombre_de_reponses",
    "employed": "taux_dinsertion",
    "outside": "emplois_exterieurs_a_la_region_de_luniversite",
}
"""Columns of the table, and the columns of the survey that they come from."""
RENUMBERED = {"0772502B": "0772894C"}
"""Old number of a university → its number since a merger."""


def rows(path: Path, seats: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield the rows of the table from a file of the survey, in the order of years and numbers.

    Totals of all universities have no seat, so they are left out.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        asked = [row for row in csv.DictReader(file, delimiter=";") if _is_kept(row)]
    for row in sorted(asked, key=lambda r: (r["annee"], r["numero_de_l_etablissement"])):
        number = row["numero_de_l_etablissement"]
        seat = seats.get(RENUMBERED.get(number, number))
        figures = {name: row[column] for name, column in FIGURES.items()}
        if seat and all(value.isdigit() for value in figures.values()):
            yield {
                "year": row["annee"],
                "university": row["etablissement"],
                "uai": number,
                "commune": seat,
                **figures,
            }


def _is_kept(row: dict[str, str]) -> bool:
    return row["annee"] in YEARS and all(row[c] == value for c, value in KEPT.items())


def seats_of_institutions() -> dict[str, str]:
    """Return the commune of each public institution by its number, from the table of students."""
    path = data_folder() / "masses" / "students.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            number.strip(): row["commune"]
            for row in csv.DictReader(file)
            for number in row["uai"].split("\n")
        }


def table(path: Path) -> str:
    """Return the table as CSV text. The same file gives the same text."""
    columns = ["year", "university", "uai", "commune", *FIGURES]
    return csv_table(columns, rows(path, seats_of_institutions()))


if __name__ == "__main__":
    write_atomically(data_folder() / "masses" / FILE, table(Path(sys.argv[1])))
