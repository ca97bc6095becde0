"""The notebooks run from top to bottom on the graph of France, in a fresh folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
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
def other_server(
    france: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Serve made-up years for the items our actors name, in the terms of Wikidata."""
    store = ox.Store()
    inception = ox.NamedNode("http://www.wikidata.org/prop/direct/P571")
    for number, item in enumerate(
        france.query("identifiers").query("scheme == 'Wikidata'")["value"]
    ):
        year = ox.Literal(
            f"{1900 + number % 120}-01-01T00:00:00Z",
            datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#dateTime"),
        )
        store.add(ox.Quad(ox.NamedNode(f"http://www.wikidata.org/entity/{item}"), inception, year))
    out = tmp_path_factory.mktemp("wikidata")
    place(store, out)
    with serving(out, "--workers", "1") as found:
        yield found


@executed
def test_it_runs_from_top_to_bottom(
    path: Path,
    france: EcosystemGraph,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    nbclient = pytest.importorskip("nbclient")
    monkeypatch.setenv("FRENCHTECH_OUT", str(france.folder))
    if "another_server" in path.stem:
        other_server: Running = request.getfixturevalue("other_server")
        monkeypatch.setenv("WIKIDATA_ENDPOINT", f"{other_server.url}/sparql")
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=900, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    assert not [o for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    assert any("text/html" in o.get("data", {}) for o in outputs)
    if "another_server" in path.stem:
        assert "No stored answer" not in str(outputs)
        assert (tmp_path / "wikidata-answer.csv").exists()


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
