"""A user who does not know the words of the importer finds them: in the question, in the mapping, by
their French or English titles.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from frenchtech_graph.ingest.sheets.mapping import read_mapping
from frenchtech_graph.pipeline.answers import answer, possible, questions
from frenchtech_graph.pipeline.importing import prepare, write_mapping


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "portefeuille.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [["Start-up", "Qwxz", "Secteur"], ["Alpha", "12/03/2021", "Froidologie"]]
        csv.writer(file).writerows(rows)
    return path


def test_a_column_is_named_by_its_title_and_every_answer_is_listed(sheet: Path) -> None:
    prepared = prepare(sheet, sheet.with_suffix(""))
    assert prepared.imported is not None
    reading = prepared.imported.understood.desk.reading
    unknown = next(d for d, _ in questions(prepared.imported.doubts) if d.value == "Qwxz")
    listed = possible(unknown, "fr")
    assert {"note", "created", "website"} <= set(listed)
    answer(reading, unknown, listed["created"].upper())
    assert reading.sheets[unknown.sheet].columns["Qwxz"] == "created"
    with pytest.raises(ValueError, match="vingt-deux"):
        answer(reading, unknown, "vingt-deux")


def test_the_mapping_lists_what_its_questions_take_and_can_be_read_again(sheet: Path) -> None:
    prepared = prepare(sheet, sheet.with_suffix(""))
    written = write_mapping(prepared, "fr")
    assert written is not None
    text = written.read_text(encoding="utf-8")
    assert "## columns: " in text
    assert "created (création)" in text
    assert "## sectors: " in text
    assert "Qwxz" not in [c for s in read_mapping(written).sheets.values() for c in s.columns]
