"""From a spreadsheet to a map where Unix is not: as far as one machine can stand in for Windows."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

import frenchtech_graph
from frenchtech_graph.api import EcosystemGraph
from tests.support import without_unix

MINI = Path(__file__).parents[1] / "fixtures" / "mini"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Liens"
    for row in (
        ["De", "Vers", "Lien", "Date"],
        ["Café Łódź → Nord", "Incubateur Nord", "incubée par", "mars 2020"],
        ["Fonds Rive", "Café Łódź → Nord", "investit dans", "2021"],
    ):
        sheet.append(row)
    book.save(tmp_path / "liens.xlsx")
    return tmp_path / "liens.xlsx"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    asked = [sys.executable, "-X", "warn_default_encoding", without_unix.__file__, *arguments]
    env = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    return subprocess.run(asked, cwd=folder, env=env, capture_output=True, check=False)


def test_a_spreadsheet_becomes_a_map_without_what_unix_alone_has(
    workbook: Path, tmp_path: Path
) -> None:
    found = run(
        tmp_path,
        *("import", workbook.name, "--yes", "--lang", "fr", "+"),
        *("validate", workbook.name, "--mark", "marked.xlsx", "+"),
        *("build", "liens", "--out", "out", "+"),
        *("build", "liens", "--out", "out", "+"),
        *("query", "SELECT ?name { ?a a fte:StartUp ; skos:prefLabel ?name }", "--out", "out", "+"),
        *("report", "--out", "out", "-o", "report.html", "+"),
        *("map", "--out", "out", "-o", "map.html"),
    )
    assert found.returncode == 0, found.stderr.decode("cp1252", "replace")[-2000:]
    assert "\\u2192" in found.stdout.decode("cp1252")
    assert "Café Łódź → Nord" in (tmp_path / "liens" / "actors.csv").read_text("utf-8")
    assert (tmp_path / "map.html").stat().st_size > 10_000
    assert (tmp_path / "marked.xlsx").exists()
    assert (tmp_path / "report.html").stat().st_size > 10_000
    names = [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")]
    assert len({name.casefold() for name in names}) == len(names)  # one file each on macOS too


def test_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    quads = []
    for name, end in (("unix", b"\n"), ("windows", b"\r\n")):
        tables = tmp_path / name / "tables"
        tables.mkdir(parents=True)
        for file in MINI.iterdir():
            text = file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", end)
            (tables / file.name).write_bytes(text)
        out = EcosystemGraph.build(tables, out=tmp_path / name / "out").folder
        lines = (out / "graph" / "graph.nq").read_text("utf-8").splitlines()
        quads.append([q for q in lines if '"sha256:' not in q])
    assert quads[0] == quads[1]


@pytest.mark.parametrize("name", without_unix.UNIX)
def test_no_module_asks_for_what_unix_alone_has_when_it_is_imported(name: str) -> None:
    package = Path(frenchtech_graph.__file__).parent
    for path in package.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            at_the_top = isinstance(node, ast.Import | ast.ImportFrom | ast.Try | ast.If)
            asked = ast.walk(node) if at_the_top else ()
            names = {a.name for n in asked if isinstance(n, ast.Import) for a in n.names}
            names |= {n.module or "" for n in ast.walk(node) if isinstance(n, ast.ImportFrom)}
            assert not (at_the_top and name in names), path


@pytest.mark.slow
def test_what_else_writes_does_without_what_unix_alone_has(tmp_path: Path) -> None:
    decided = ("identity", "decide", "nordlys", "vekia", "--different", "--reason", "two firms")
    found = run(
        tmp_path,
        *("build", str(MINI), "--out", "out", "+"),
        *("hubs", "--resamples", "0", "--out", "out", "+"),
        *("export", "csv", "--out", "out", "-o", "csv", "+"),
        *("export", "xlsx", "--out", "out", "-o", "graph.xlsx", "+"),
        *(*decided, "--decisions", "decisions.csv"),
    )
    assert found.returncode == 0, found.stderr.decode("cp1252", "replace")[-2000:]
    written = ("csv/nodes.csv", "graph.xlsx", "decisions.csv")
    assert [name for name in written if not (tmp_path / name).exists()] == []
    assert not list(tmp_path.rglob(".*.new"))
