"""The tables of an import agree with its record of readings, in workbooks of all sorts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from frenchtech_graph.ingest.sheets.datasets import Imported, import_file
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.io.faults import FaultsError
from tests.ingest.test_account_of_cells import read, sheets
from tests.ingest.test_kept_workbooks import HABITS
from tests.support.imported_rows import imported
from tests.support.kept_workbooks import KEPT
from tests.support.written_and_said import unsaid, unwritten


def same(found: Imported) -> None:
    assert unsaid(found) == []
    assert unwritten(found) == []


@pytest.mark.parametrize("name", KEPT)
def test_of_workbooks_as_bodies_keep_them(name: str, tmp_path: Path) -> None:
    same(import_file(KEPT[name][0](tmp_path / f"{name}.xlsx"), Reading()))


@pytest.mark.parametrize("name", HABITS)
def test_of_lists_after_the_habits_of_others(name: str, tmp_path: Path) -> None:
    same(import_file(HABITS[name](tmp_path), Reading()))


def test_of_all_cases_with_tables(shared: Path) -> None:
    files = [f for s in ("xlsx", "ods", "csv") for f in (shared / "cases").rglob(f"*.{s}")]
    compared = 0
    for file in sorted(files):
        try:
            found = import_file(file, Reading())
        except (FaultsError, OSError):
            continue
        same(found)
        compared += 1
    assert compared > 1


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=sheets())
def test_of_generated_sheets(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("readings") / "table.csv"
    path.touch()
    if (found := read(rows, path)) is not None:
        same(found)


ROWS = [
    ["Nom", "Type", "Ville", "Secteur", "Mots-clés", "Création"],
    ["Alpha", "Start-up", "Lyon", "IA", "eau, lapins", "2019"],
]


def test_key_words_that_are_known_in_part_are_said(tmp_path: Path) -> None:
    found, _ = imported(ROWS, tmp_path)
    (alpha,) = found.understood.desk.tables["actors"]
    assert alpha.cells["sectors"] == "artificial-intelligence|water"
    assert "eau, lapins" in alpha.cells["note"]
    same(found)


@pytest.mark.parametrize(
    ("name", "value"), [("sectors", "artificial-intelligence|health"), ("place", "59350")]
)
def test_a_value_that_no_reading_has_is_found(name: str, value: str, tmp_path: Path) -> None:
    found, _ = imported(ROWS, tmp_path)
    found.understood.desk.tables["actors"][0].cells[name] = value
    assert unsaid(found)


def test_a_reading_that_the_tables_do_not_have_is_found(tmp_path: Path) -> None:
    found, _ = imported(ROWS, tmp_path)
    found.understood.desk.tables["actors"][0].cells["kind"] = "Bank"
    assert [(m, r) for _, m, r in unwritten(found)] == [("kind", "StartUp")]
