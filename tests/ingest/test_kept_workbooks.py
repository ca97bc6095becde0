"""Workbooks as bodies keep them are read as a reader reads them, or asked about."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import cell_verdicts
from tests.support.cell_meanings import WRONG, tables, verdicts
from tests.support.kept_habits import airtable, region
from tests.support.kept_workbooks import KEPT

HABITS: dict[str, Callable[[Path], Path]] = {
    "region": lambda folder: region(folder / "region.xlsx"),
    "airtable": airtable,
}


@pytest.mark.parametrize("name", KEPT)
def test_each_cell_means_what_a_reader_takes_it_for(name: str, tmp_path: Path) -> None:
    write, meaning = KEPT[name]
    found = verdicts(tables(write(tmp_path / f"{name}.xlsx")), meaning)
    assert {cell: meaning[cell] for cell, verdict in found.items() if verdict == WRONG} == {}


def right_or_asked(path: Path, name: str) -> None:
    found = cell_verdicts.verdicts(path, cell_verdicts.read_meanings(name))
    assert found.wrong == {}
    assert found.share_right >= 0.95, found.counts


@pytest.mark.parametrize("name", HABITS)
def test_no_cell_is_silently_wrong_and_nearly_all_are_right(name: str, tmp_path: Path) -> None:
    right_or_asked(HABITS[name](tmp_path), name)


def test_a_census_as_an_agency_keeps_it_is_read_without_editing_it(shared: Path) -> None:
    right_or_asked(shared / "cases" / "20-workbook" / "recensement.xlsx", "census")
