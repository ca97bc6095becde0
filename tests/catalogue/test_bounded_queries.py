"""The embedded engine keeps its limits: seconds, rows, memory, Ctrl-C; and says what a query asks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pandas as pd
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from frenchtech_graph import catalogue
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.catalogue.bounded import MEGABYTE, BoundedEngine, Bounds
from frenchtech_graph.cli import main
from frenchtech_graph.io.errors import BilingualError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i"
ODD = (
    'SELECT * { VALUES (?a ?b) { (9223372036854775808 "x"^^xsd:boolean) ("01"^^xsd:int true)'
    ' ("é"@fr UNDEF) (<urn:a> "INF"^^xsd:double) } }'
)


def engine(graph: EcosystemGraph, **bounds: float) -> BoundedEngine:
    return BoundedEngine(graph.store, Bounds(**bounds))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bounds", "text", "code"),
    [
        ({"seconds": 0.5}, BOMB, "query-too-long"),
        ({"rows": 10}, "SELECT * { ?s ?p ?o }", "query-too-many-rows"),
        ({"rows": 10}, "CONSTRUCT WHERE { ?s ?p ?o }", "query-too-many-rows"),
        ({"memory": 200 * MEGABYTE, "seconds": 60}, BOMB, "query-too-large"),
        ({"seconds": 5}, "SELECT * { ?s ", "query-syntax"),
    ],
)
def test_a_query_over_a_limit_is_an_error_that_names_it(
    lille: EcosystemGraph, bounds: dict[str, float], text: str, code: str
) -> None:
    begun = monotonic()
    with pytest.raises(BilingualError) as fault:
        catalogue.run(engine(lille, **bounds), text)
    assert fault.value.code == code
    assert monotonic() - begun < 50
    assert all(fault.value.message(lang) for lang in ("fr", "en"))


@pytest.mark.parametrize("text", [ODD, "ASK { ?s a fte:StartUp }", "ASK { ?s a fte:Startup_ }"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_answers_are_the_same_within_limits(lille: EcosystemGraph, text: str) -> None:
    within = catalogue.run(engine(lille, seconds=30, rows=1000), text)
    pd.testing.assert_frame_equal(within, catalogue.run(lille.store, text))


def test_questions_and_triples_pass_within_limits(lille: EcosystemGraph) -> None:
    within = engine(lille, seconds=30)
    rows = catalogue.run(within, "startups", place="Lille")
    pd.testing.assert_frame_equal(rows, catalogue.run(lille.store, "startups", place="Lille"))
    graph = catalogue.construct(within, "neighbourhood", actor="Exotec")
    assert len(graph) == len(catalogue.construct(lille.store, "neighbourhood", actor="Exotec"))


def test_progress_is_told(lille: EcosystemGraph) -> None:
    told: list[int] = []
    within = BoundedEngine(lille.store, Bounds(seconds=30), told.append)
    found = catalogue.run(within, "SELECT * { ?s ?p ?o } LIMIT 5000")
    assert told[0] == 0
    assert told[-1] == len(found) == 5000


def test_ctrl_c_ends_a_query_at_once(lille: EcosystemGraph) -> None:
    command = [sys.executable, "-m", "frenchtech_graph", "query", BOMB, "--out", str(lille.folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as running:
        deadline = monotonic() + 60
        while not children(running.pid) and monotonic() < deadline:
            sleep(0.1)
        (child,) = children(running.pid)
        while worked(child) < 0.5 and monotonic() < deadline:
            sleep(0.1)
        begun = monotonic()
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert monotonic() - begun < 10
        assert not Path(f"/proc/{child}").exists()


def worked(pid: str) -> float:
    """Return the processor time of a process in seconds."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.parametrize("name", ["q.rq", "q.RQ", "q.sparql", "Q.SPARQL"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_queries_by_any_name_and_mark(
    name: str, encoding: str, tmp_path: Path, lille: EcosystemGraph
) -> None:
    file = tmp_path / name
    file.write_bytes('SELECT ("é" AS ?n) {}'.encode(encoding))
    for asked in (file, str(file)):
        assert catalogue.run(lille.store, asked)["n"].tolist() == ["é"]


@pytest.mark.parametrize(
    ("content", "code"), [(b"SELECT ('\xe9' AS ?n) {}", "query-not-utf8"), (None, "query-folder")]
)
def test_files_that_are_no_query_are_named(
    content: bytes | None, code: str, tmp_path: Path
) -> None:
    file = tmp_path / "q.rq"
    file.mkdir() if content is None else file.write_bytes(content)
    with pytest.raises(BilingualError, match=r"q\.rq") as fault:
        catalogue.run(ox.Store(), file)
    assert fault.value.code == code


def test_explain_counts_each_pattern_and_names_products(lille: EcosystemGraph) -> None:
    found = lille.explain("SELECT * { ?a a fte:StartUp . ?b a fte:Person . ?b fte:x* ?c }")
    parts = found[found["step"].str.strip() == "pattern"].set_index("pattern")
    count = len(catalogue.run(lille.store, "SELECT * { ?a a fte:StartUp }"))
    assert parts.loc["?a rdf:type fte:StartUp", "matches"] == count
    assert parts["note"].str.contains("aucune variable").sum() == 1
    assert parts["note"].str.contains("longueur").sum() == 1
    result = CliRunner().invoke(
        main, ["query", "startups", "--explain", "--format", "json", "--out", str(lille.folder)]
    )
    assert result.exit_code == 0
    assert '"matches"' in result.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_query_ends_with_a_program_that_is_killed(lille: EcosystemGraph) -> None:
    command = [sys.executable, "-m", "frenchtech_graph", "query", BOMB, "--out", str(lille.folder)]
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children")
    while program.poll() is None and not (found := children.read_text().split()):
        sleep(0.05)
    program.kill()
    program.wait()
    for _ in range(200):
        if not Path(f"/proc/{found[0]}").exists():
            break
        sleep(0.05)
    else:
        os.kill(int(found[0]), signal.SIGKILL)
        pytest.fail("the query ran on")
