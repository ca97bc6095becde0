"""The notebooks run from top to bottom, as notebooks and as scripts, on a fresh folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from frenchtech_graph.api import EcosystemGraph
from tests.support.running_server import Running, place, serving

nbformat = pytest.importorskip("nbformat")
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("notebooks")]
notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


@pytest.fixture(scope="module")
def other_server(
    lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Serve made-up years for the items our actors name, in the terms of Wikidata."""
    store = ox.Store()
    inception = ox.NamedNode("http://www.wikidata.org/prop/direct/P571")
    for number, item in enumerate(
        lille.query("identifiers").query("scheme == 'Wikidata'")["value"]
    ):
        year = ox.Literal(
            f"{1900 + number}-01-01T00:00:00Z",
            datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#dateTime"),
        )
        store.add(ox.Quad(ox.NamedNode(f"http://www.wikidata.org/entity/{item}"), inception, year))
    out = tmp_path_factory.mktemp("wikidata")
    place(store, out)
    with serving(out, "--workers", "1") as found:
        yield found


@pytest.fixture
def desk(
    lille: EcosystemGraph, other_server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a folder as a user's, with the Lille graph built, and no way to any other server."""
    shutil.copytree(lille.folder / "graph", tmp_path / "out" / "lille" / "graph")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIKIDATA_ENDPOINT", f"{other_server.url}/sparql")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    return tmp_path


@notebooks
def test_it_runs_as_a_notebook(path: Path, desk: Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(desk)}}
    ).execute()
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    assert not [o for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    assert any("text/html" in o.get("data", {}) for o in outputs)


@notebooks
def test_it_runs_as_a_script(path: Path, desk: Path) -> None:
    cells = [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    exec(compile("\n".join(cells), str(path), "exec"), {"__name__": "__main__"})


def test_the_answer_of_the_other_server_is_kept(desk: Path) -> None:
    path = next(p for p in NOTEBOOKS if "wikidata" in p.stem)
    cells = [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    found: dict[str, object] = {}
    exec(compile("\n".join(cells), str(path), "exec"), found)
    assert (desk / "wikidata-snapshot.csv").exists()
    joined = found["joined"]
    assert joined["their_year"].notna().all()  # type: ignore[index]


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
    assert len(NOTEBOOKS) >= 6
