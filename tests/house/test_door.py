"""The door: a method for every command, typed, documented, the same answers as the commands."""

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import frenchtech_graph
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import commands, main
from frenchtech_graph.findings import registry
from frenchtech_graph.findings.door_code import method_name
from frenchtech_graph.io.errors import BilingualError

SCRIPT = Path(__file__).parents[1] / "fixtures" / "door_script.py.txt"
MINI = Path(__file__).parents[1] / "fixtures" / "mini"
SUBJECTS = {"inputs", "folder", "url", "name", "where", "question", "path", "format_name"}
SUBJECTS |= {"graph_store", "what", "first", "second", "subjects", "paths", "other"}


def methods() -> dict[str, Callable[..., Any]]:
    names = [n for n in dir(EcosystemGraph) if not n.startswith("_")]
    found = {n: getattr(EcosystemGraph, n) for n in names}
    return {n: m for n, m in found.items() if callable(m)}


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    return EcosystemGraph.build(MINI, out=tmp_path_factory.mktemp("mini"))


def test_every_command_has_a_method() -> None:
    named = {"import": "import_tables"}  # the one word is no name in Python
    found = {named.get(c, c).replace("-", "_") for c in commands()}
    assert found <= set(methods())


@pytest.mark.parametrize("name", methods())
def test_a_method_is_typed_and_documented_and_takes_what_follows_its_subject_by_name(
    name: str,
) -> None:
    signature = inspect.signature(methods()[name])
    doc = inspect.getdoc(methods()[name]) or ""
    named = [p for p in signature.parameters.values() if p.name not in ("self", *SUBJECTS)]
    assert {p.kind.description for p in named} <= {"keyword-only", "variadic keyword"}
    stated = [p.annotation for p in signature.parameters.values() if p.name != "self"]
    assert "Any" not in " ".join(map(str, [*stated, signature.return_annotation]))
    assert inspect.Signature.empty not in [*stated, signature.return_annotation]
    assert doc
    if "Args:" in doc:
        assert [p.name for p in named if f"{p.name}:" not in doc] == []


def test_the_package_lists_the_door_and_nothing_else() -> None:
    assert dir(frenchtech_graph) == [
        "BilingualError",
        "EcosystemGraph",
        "FaultsError",
        "NotBuiltError",
        "NotConformingError",
        "__version__",
    ]
    assert [n for n in dir(frenchtech_graph) if not hasattr(frenchtech_graph, n)] == []


def test_old_names_work_and_warn(mini: EcosystemGraph) -> None:
    with pytest.warns(DeprecationWarning, match=r"EcosystemGraph\.open"):
        assert frenchtech_graph.open_graph(mini.folder).folder == mini.folder
    with pytest.warns(DeprecationWarning, match=r"EcosystemGraph\.build"):
        assert frenchtech_graph.build(MINI, out=mini.folder).folder == mini.folder


def checked(script: Path, cache: Path) -> str:
    """Return what the type checker says of a script; modules it imports are believed."""
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent"]
    command += ["--no-incremental", "--config-file=", f"--cache-dir={cache}", str(script)]
    where = {**os.environ, "MYPYPATH": str(Path(frenchtech_graph.__file__).parents[1])}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=where).stdout


@pytest.mark.long  # mypy starts from nothing
def test_a_script_that_uses_every_method_is_checked_without_any_any(tmp_path: Path) -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    more = [method_name(f) for f in registry.with_commands() if not f.subjects]
    script += "".join(f"reveal_type(graph.{name}())\n" for name in more)
    assert [n for n in methods() if not re.search(rf"\.{n}\b", script)] == []
    wrong = script + "\ngraph.hubz()\ngraph.hubs(messure='degree')\ngraph.hubs(measure='fame')\n"
    (tmp_path / "script.py").write_text(wrong, encoding="utf-8")
    lines = checked(tmp_path / "script.py", tmp_path / "cache").splitlines()
    errors = [re.sub(r"^.*?: error: ", "", line) for line in lines if ": error:" in line]
    assert [e.rpartition("[")[2].rstrip("]") for e in errors] == [
        "attr-defined",
        "call-arg",
        "arg-type",
    ], errors
    revealed = [line for line in lines if "Revealed type" in line]
    assert len(revealed) >= len(methods())
    # What stands in the attributes of a networkx graph is that library's affair.
    revealed = [
        re.sub(r"networkx\S+ dict\[str, Any\], dict\[str, Any\]\]", "", r) for r in revealed
    ]
    assert [line for line in revealed if re.search(r"\bAny\b", line)] == []


def test_a_place_is_a_door_of_its_own(lille: EcosystemGraph) -> None:
    place = lille.ecosystem("Roubaix")
    assert place.hubs(resamples=0).equals(lille.hubs(resamples=0, where="Roubaix"))
    assert len(place.network) < len(lille.network)
    assert place.titles == {"fr": "Roubaix", "en": "Roubaix"}
    for refused in (place.info, lambda: place.query("startups"), lambda: place.export("csv")):
        with pytest.raises(BilingualError, match="without a place"):
            refused()
    with pytest.raises(BilingualError, match="Nowhere"):
        lille.ecosystem("Nowhere-sur-Mer")


def test_ecosystems_are_compared_by_folder_place_years_or_door(lille: EcosystemGraph) -> None:
    by_name = lille.compare("Lille", "Roubaix", draws=3)
    by_door = lille.compare(lille.ecosystem("Lille"), lille.ecosystem("Roubaix"), draws=3)
    assert by_name.equals(by_door)
    assert set(lille.compare(lille.folder, "2015-2020", draws=3)["second_name"]) == {"2015-2020"}


def test_an_actor_is_known_by_its_name_however_written(lille: EcosystemGraph) -> None:
    sheet = lille.actor("EXOTEC")
    assert sheet.iri == lille.actor(sheet.iri).iri
    assert sheet.label == "Exotec"
    assert "venture" in sheet.pillars
    assert len(sheet.ties) >= lille.network.degree(sheet.iri)
    assert all(sheet.ties["sources"])
    with pytest.raises(BilingualError, match="Exotec"):
        lille.actor("Exotek")


def test_wrong_values_say_what_is_taken(mini: EcosystemGraph) -> None:
    with pytest.raises(BilingualError, match="events, degree"):
        mini.hubs(measure="fame")  # type: ignore[arg-type]
    with pytest.raises(BilingualError, match="≥ 1"):
        mini.hubs(top=0)
    with pytest.raises(BilingualError, match="2025-12-31"):
        mini.pathways(as_of="soon")
    with pytest.raises(TypeError, match="messure"):
        mini.answers("hubs", messure="degree")
    with pytest.raises(TypeError):
        mini.answers("compare", "2012-2016")


def test_pages_of_the_door_are_those_of_the_commands(mini: EcosystemGraph, tmp_path: Path) -> None:
    for name in ("map", "report"):
        page = tmp_path / f"{name}.html"
        write = mini.map if name == "map" else mini.report
        by_door = write(tmp_path / "door.html", lang="en", seed=3).read_bytes()
        call = [name, "--lang", "en", "--seed", "3", "-o", str(page), "--out", str(mini.folder)]
        assert CliRunner().invoke(main, call, catch_exceptions=False).exit_code == 0
        assert page.read_bytes() == by_door


def test_a_door_that_keeps_findings_gives_the_same(mini: EcosystemGraph) -> None:
    kept = EcosystemGraph.open(mini.folder, kept=True)
    assert kept.coverage().equals(mini.coverage())
    files = sorted((mini.folder / "graph" / "findings").glob("coverage-*.json"))
    assert len(files) == 1
    assert EcosystemGraph.open(mini.folder, kept=True).coverage().equals(mini.coverage())
    assert sorted((mini.folder / "graph" / "findings").glob("coverage-*.json")) == files
