"""Formulas that no program computed, and code lists that are not known: both are reported."""

import csv
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.formula import ArrayFormula

from frenchtech_graph.cli import main
from frenchtech_graph.ingest.connectors.registers import sirene
from frenchtech_graph.ingest.workbooks.excel import read_excel
from frenchtech_graph.io.faults import FaultsError

FIXTURE = Path(__file__).parents[1] / "fixtures" / "sirene" / "StockUniteLegale.csv"
COLUMN = "nomenclatureActivitePrincipaleUniteLegale"
FORMULAS = [
    "=UPPER(B2)",
    ArrayFormula("A2", "=UPPER(B2)"),
    ArrayFormula("A2:A3", "=UPPER(B2:B3)"),
    ArrayFormula("A2", "=_xlfn.UNIQUE(B2:B3)"),
]
"""One cell, one cell and several cells with an array, a dynamic array."""


def workbook(path: Path, formula: object) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "actors"
    sheet.append(["name", "id", "kind", "source"])
    sheet.append([None, "nordlys", "StartUp", "press-1"])
    sheet["A2"] = formula  # type: ignore[assignment]
    book.save(path)
    return path


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_without_a_result_is_a_fault_and_no_python_object(
    formula: object, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "mine.xlsx", formula)
    cell = read_excel(path).sheets[0].rows[1][0]
    text = getattr(formula, "text", formula)
    assert (cell.text, cell.flaw) == (text, "formula")
    done = CliRunner().invoke(main, ["validate", str(path), "--lang", "en"])
    assert done.exit_code == 2
    assert "formula" in done.output
    assert "object at" not in done.output


def units(folder: Path, *classifications: str) -> Path:
    """Write the units of the fixture with other classifications, in turn."""
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row[COLUMN] = classifications[number % len(classifications)]
    path = folder / "StockUniteLegale.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (["NAF25"], [("NAF25", "3")]),
        (["NAF2030"], [("NAF2030", "3")]),
        (["NAFRev2", "NAFRev3"], [("NAFRev3", "1")]),
        (["NAFRev3", "NAF25"], [("NAF25", "1"), ("NAFRev3", "2")]),
        (["NAFRev2", "NAFRev1", "NAF1993", "NAP"], []),
        ([""], []),
    ],
)
def test_each_classification_that_is_not_known_is_told_with_its_number_of_units(
    stated: list[str], told: list[tuple[str, str]], tmp_path: Path
) -> None:
    found = sirene.read(units(tmp_path, *stated))
    assert [(n.value, n.details["count"]) for n in found.notices] == told
    assert {n.code for n in found.notices} <= {"classification"}
    assert len(found.actors) == 3


@pytest.mark.parametrize("name", ["NAF25", "NAF2030", "NAFRev3"])
def test_no_table_of_denominators_is_empty_without_a_word(name: str, tmp_path: Path) -> None:
    with pytest.raises(FaultsError) as caught:
        sirene.denominators(units(tmp_path, name))
    assert [(f.code, f.value) for f in caught.value.faults] == [("classification", name)]
