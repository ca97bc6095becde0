"""The sheets read by hand: each of their rows is in the tables, or listed with a reason."""

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.terms import Status

SHEETS = ("lille", "lyon-alpes", "mediterranee", "national", "ouest", "paris-est", "sud-ouest")
FACTS = ("events", "ties", "observations")
PLANNED = {Status.ANNOUNCED, Status.APPLIED}
DOUBTFUL = re.compile(r"Doubtful, left out: .+")
"""The reason of a row that its readers set aside, and that nobody found at its page again."""


def rows(sheet: str, table: str) -> Iterator[dict[str, str]]:
    path = Path(str(data_folder())) / sheet / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def stated(sheet: str) -> int:
    about = (data_folder() / sheet / "dataset.toml").read_text(encoding="utf-8")
    return int(tomllib.loads(about)["records"])


def cited(sheet: str, *facts: str, planned: bool = False) -> set[str]:
    """The rows of the sheet that its tables rest on; with `planned`, those of planned facts."""
    return {
        key
        for table in facts or ("actors", *FACTS)
        for row in rows(sheet, table)
        if not planned or row.get("status") in PLANNED
        for key in row["record"].split("|")
        if key.startswith(f"{sheet}-")
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_row_of_a_sheet_is_in_the_tables_or_listed_with_its_reason(sheet: str) -> None:
    listed = list(rows(sheet, "unmapped"))
    assert all(r["reason_fr"].strip() and r["reason_en"].strip() for r in listed)
    everything = {f"{sheet}-{n:04}" for n in range(1, stated(sheet) + 1)}
    keys = [r["record"] for r in listed]
    assert len(keys) == len(set(keys))
    assert cited(sheet) | set(keys) == everything
    assert cited(sheet, *FACTS).isdisjoint(keys)


def test_fewer_than_three_in_a_hundred_of_the_sound_rows_have_no_place_in_the_tables() -> None:
    sound = lost = 0
    for sheet in SHEETS:
        doubtful = {r["record"] for r in rows(sheet, "unmapped") if DOUBTFUL.match(r["reason_en"])}
        sound += stated(sheet) - len(doubtful | cited(sheet, planned=True))
        lost += sum(r["record"] not in doubtful for r in rows(sheet, "unmapped"))
    assert lost < 0.03 * sound
    assert sound > 9_000
