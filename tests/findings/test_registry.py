"""The registry: what a finding declares is true, and is all that it takes to show it everywhere."""

import inspect
import json
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.findings import registry
from frenchtech_graph.findings.declaration import (
    Column,
    Finding,
    Overlay,
    Parameter,
    Section,
    Text,
    load,
)
from frenchtech_graph.findings.door_code import methods
from frenchtech_graph.views.documentation import findings_page

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
ALL = {f.name: f for f in registry.findings()}
SUBJECTS = {"compare": ("2012-2016", "2017-2021")}
ENDS = {"first": "EuraTechnologies", "second": "Université de Lille"}
"""Two actors of Lille, for findings between two."""
OPTIONAL = {"money_joined", "money_led", "observed_share"}
"""Columns that are there only where an amount is known."""


@pytest.mark.parametrize("name", ALL)
def test_the_columns_declared_are_those_found(name: str, lille: EcosystemGraph) -> None:
    finding = ALL[name]
    quick: dict[str, Any] = {p: 2 for p in ("resamples", "draws") if finding.parameter(p)}
    quick |= {"null_draws": 2} if finding.parameter("null_draws") else {}
    quick |= ENDS if finding.parameter("first") else {}
    answers = lille.answers(name, *SUBJECTS.get(name, ()), **quick)
    declared = {c.name for c in finding.columns}
    for answer in answers:
        assert set(answer.frame.columns) - declared == set()
        assert declared - set(answer.frame.columns) <= OPTIONAL
    assert set(finding.shown) - declared - {"interval"} == set()


@pytest.mark.parametrize("name", ALL)
def test_the_parameters_declared_are_those_of_the_function(name: str) -> None:
    finding = ALL[name]
    known = inspect.signature(load(finding.function)).parameters
    for parameter in finding.parameters:
        if not finding.arguments:
            assert parameter.argument in known
        stated = known.get(parameter.argument)
        if stated is not None and parameter.argument not in ("place", "by"):
            required = stated.default is inspect.Parameter.empty
            assert parameter.default is None if required else stated.default == parameter.default
    texts = [finding.title, finding.meaning, *(p.help for p in finding.parameters)]
    assert all(text.fr and text.en for text in texts)


def loners(graph: "nx.Graph[Any]", *, most: int = 1) -> pd.DataFrame:
    """Return the actors with few events."""
    actors = sorted(n for n, d in graph.nodes(data=True) if d["mode"] == "actor")
    found = [n for n in actors if graph.degree(n) <= most]
    rows = [(n, graph.nodes[n]["label"], graph.degree(n)) for n in found]
    return pd.DataFrame(rows, columns=["iri", "label", "events"])


LONERS = Finding(
    name="loners",
    title=Text("Isolés", "Loners"),
    meaning=Text("Montrer les acteurs isolés.", "Show the actors with few events."),
    function="tests.findings.test_registry:loners",
    parameters=(
        Parameter(
            "most",
            Text("Événements, au plus.", "Events at most."),
            "int",
            1,
            least=0,
            unit="events",
        ),
    ),
    columns=(
        Column("iri", "address of the actor"),
        Column("label", "its name"),
        Column("events", "events it takes part in", "events"),
    ),
    command="loners",
    sentence=Text("{label} n’a que {events} événement(s).", "{label} has only {events} event(s)."),
    overlay=Overlay(
        "actors",
        Text("Isolés", "Loners"),
        Text("Ceux que peu de liens tiennent.", "Those whom few ties hold."),
        Text("Personne.", "Nobody."),
    ),
    section=Section(
        "sentences",
        Text("Les isolés", "The loners"),
        Text("Peu de liens connus.", "Few ties are known."),
    ),
)


@pytest.fixture
def toy() -> Iterator[Finding]:
    with registry.registered(LONERS) as finding:
        yield finding


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    return EcosystemGraph.build(MINI, out=tmp_path_factory.mktemp("mini"))


def run(*arguments: str, graph: EcosystemGraph) -> str:
    call = [*arguments, "--out", str(graph.folder)]
    done = CliRunner().invoke(main, call, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.usefixtures("toy")
def test_a_finding_declared_once_is_a_command(mini: EcosystemGraph) -> None:
    help_ = CliRunner().invoke(main, ["--help"]).output
    assert re.search(r"loners +Show the actors with few events\.", help_)
    own = CliRunner().invoke(main, ["loners", "--help"]).output
    assert "--most" in own
    assert "frenchtech-graph loners" in own
    rows = json.loads(run("loners", "--most", "1", "--json", graph=mini))
    assert [row["iri"] for row in rows] == loners(mini.network)["iri"].tolist()
    assert all(row["sentence_fr"].startswith(row["label"]) for row in rows)
    assert rows[0]["sentence_en"] in run("loners", "--lang", "en", graph=mini)
    wrong = CliRunner().invoke(main, ["loners", "--most", "-1", "--out", str(mini.folder)])
    assert wrong.exit_code == 2


@pytest.mark.usefixtures("toy")
def test_it_is_kept_beside_the_graph(mini: EcosystemGraph) -> None:
    run("loners", "--most", "2", graph=mini)
    assert list((mini.folder / "graph" / "findings").glob("loners-*.json"))


@pytest.mark.usefixtures("toy")
def test_it_is_an_overlay_of_the_map(mini: EcosystemGraph, tmp_path: Path) -> None:
    page = mini.map(tmp_path / "map.html", lang="en").read_text(encoding="utf-8")
    assert re.search(r'<button type="button" data-view="loners" data-t="view-loners">', page)
    stated = re.search(r'<script type="application/json" id="model">(.*?)</script>', page, re.S)
    assert stated
    (overlay,) = json.loads(stated[1])["overlays"]
    assert overlay["drawing"] == "actors"
    assert overlay["words"]["button"] == ["Isolés", "Loners"]
    assert len(overlay["rows"]) == len(loners(mini.network))
    assert overlay["rows"][0]["sentence"][1].endswith("event(s).")


@pytest.mark.usefixtures("toy")
def test_it_is_a_section_of_the_report(mini: EcosystemGraph, tmp_path: Path) -> None:
    page = mini.report(tmp_path / "report.html", lang="fr").read_text(encoding="utf-8")
    assert '<section id="fr-finding-loners"><h2>8. Les isolés</h2>' in page
    assert '<a href="#en-finding-loners">The loners</a>' in page
    assert re.search(r'id="fr-s8"><h2>9\. ', page)
    name = loners(mini.network)["label"][0]
    assert f"{name} has only" in page


@pytest.mark.usefixtures("toy")
def test_it_is_in_the_docs_and_in_the_code_of_the_door(mini: EcosystemGraph) -> None:
    assert "| [Loners](#loners) | `loners` | `loners()` | yes | yes |" in findings_page.page()
    code = methods([LONERS])
    assert "def loners(" in code
    assert "most: int = 1," in code
    assert "most: Events at most [events]." in code
    assert mini.answers("loners", most=5)[0].frame.equals(loners(mini.network, most=5))


def test_without_it_nothing_of_it_stays(mini: EcosystemGraph, tmp_path: Path) -> None:
    assert "loners" not in findings_page.page()
    assert (
        "overlays"
        not in mini.map(tmp_path / "map.html")
        .read_text("utf-8")
        .partition('id="model">')[2]
        .partition("</script>")[0]
    )
    assert CliRunner().invoke(main, ["loners"]).exit_code == 2


def test_the_how_to_is_true(mini: EcosystemGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-finding.md"
    written = re.findall(r"```python\n(# \S+\n.*?)```", page.read_text(encoding="utf-8"), re.S)
    modules = []
    for code in written:
        path = code.partition("\n")[0].removeprefix("# ")
        name = path.removesuffix(".py").replace("/", ".")
        module = types.ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(compile(code, path, "exec"), module.__dict__)
        modules.append(module)
    function, declaration = modules
    with registry.registered(declaration.FINDINGS[0]) as finding:
        rows = json.loads(run("loners", "--most", "2", "--json", graph=mini))
        assert [row["iri"] for row in rows] == function.loners(mini.network, most=2)["iri"].tolist()
        assert {c.name for c in finding.columns} <= set(rows[0])
        names = {"graph": mini.answers("loners")[0].frame}
        expression = finding.example.splitlines()[0].removeprefix(">>> ")
        assert eval(expression.replace("graph.loners()", "graph"), names) is True


def test_two_findings_have_two_names() -> None:
    with (
        pytest.raises(ValueError, match="hubs"),
        registry.registered(registry.find("hubs")),
    ):
        pass
