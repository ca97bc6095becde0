"""The notebooks run from top to bottom on the graph of France, in a fresh folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from frenchtech_graph.api import EcosystemGraph
from tests.support.running_server import Running, place, serving

nbformat = pytest.importorskip("nbformat")
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
SHORT = ("08_another_server", "09_a_published_table")
"""Those that each test run executes; the others run with --long and by `python -m benchmarks.notebooks`."""
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("france")]
notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
executed = pytest.mark.parametrize(
    "path",
    [
        p if p.stem in SHORT else pytest.param(p, marks=pytest.mark.long, id=p.stem)
        for p in NOTEBOOKS
    ],
    ids=lambda p: p.stem,
)


@pytest.fixture(scope="module")
def server_of_lille(
    lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Serve the graph of Lille, which the stored answer comes from."""
    out = tmp_path_factory.mktemp("lille")
    place(lille.store, out)
    with serving(out, "--workers", "1") as found:
        yield found


def _executed(path: Path, folder: Path) -> list[Any]:
    """Run a notebook in a folder and return its outputs."""
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=900, resources=resources).execute()
    return [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]


@executed
def test_it_runs_from_top_to_bottom(
    path: Path, france: EcosystemGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRENCHTECH_OUT", str(france.folder))
    monkeypatch.setenv("OTHER_ENDPOINT", "http://127.0.0.1:9/sparql")
    for stored in path.parent.glob("*.csv"):
        shutil.copy(stored, tmp_path)
    outputs = _executed(path, tmp_path)
    assert not [o for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    assert any("text/html" in o.get("data", {}) for o in outputs)
    assert "No stored answer" not in str(outputs)


def test_the_stored_answer_is_what_the_server_says(
    france: EcosystemGraph,
    server_of_lille: Running,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FRENCHTECH_OUT", str(france.folder))
    monkeypatch.setenv("OTHER_ENDPOINT", f"{server_of_lille.url}/sparql")
    path = next(p for p in NOTEBOOKS if "another_server" in p.stem)
    _executed(path, tmp_path)
    stored = pd.read_csv(path.parent / "answer-of-lille.csv")
    recorded = pd.read_csv(tmp_path / "answer-of-lille.csv")
    assert list(recorded.columns) == list(stored.columns)
    same = stored.merge(recorded)
    assert len(same) >= 0.9 * len(stored), "record it again, as the notebook says"


@notebooks
def test_it_is_kept_without_outputs_and_speaks_both_languages(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not [
        c for c in notebook.cells if c.cell_type == "code" and (c.outputs or c.execution_count)
    ]
    first = notebook.cells[0].source
    assert first.startswith("# ")
    assert "En français" in first


def test_there_are_enough() -> None:
    assert len(NOTEBOOKS) == 10
