"""The names of a graph kept on disk give the readings that the graph gives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from frenchtech_graph import EcosystemGraph
from frenchtech_graph.ask.kept_names import FILE
from frenchtech_graph.graph.reading_copy import READING

QUESTIONS = ("who founded Exotec?", "qui accompagne les start-ups de Lille ?", "Exotek")


@pytest.fixture
def out(lille: EcosystemGraph, tmp_path: Path) -> Path:
    shutil.copytree(lille.folder, tmp_path / "out")
    (tmp_path / "out" / "graph" / READING / FILE).unlink(missing_ok=True)
    return tmp_path / "out"


def test_kept_names_give_the_same_readings(out: Path, lille: EcosystemGraph) -> None:
    for _ in ("read from the graph", "read from the file"):
        graph = EcosystemGraph.open(out, kept=True)
        assert [graph.ask(q).reading for q in QUESTIONS] == [
            lille.ask(q).reading for q in QUESTIONS
        ]
    assert (out / "graph" / READING / FILE).exists()


@pytest.mark.parametrize("damage", ["cut", "other key"])
def test_a_damaged_file_of_names_is_written_again(out: Path, damage: str) -> None:
    expected = EcosystemGraph.open(out, kept=True).ask(QUESTIONS[0]).reading
    file = out / "graph" / READING / FILE
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"0" + whole[1:])
    assert EcosystemGraph.open(out, kept=True).ask(QUESTIONS[0]).reading == expected
    assert file.read_bytes() == whole


def test_a_graph_without_persons_keeps_no_names(out: Path) -> None:
    EcosystemGraph.open(out, kept=True).ask(QUESTIONS[0], persons=False)
    assert not (out / "graph" / READING / FILE).exists()
