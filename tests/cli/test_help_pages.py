"""Each example of `--help` is a call that works."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from frenchtech_graph import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.cli.help_pages import examples

ELSEWHERE = {
    "fetch": "asks the network",
    "load": "asks a server",
    "serve": "does not end",
    "mcp": "does not end",
    "identity": "names a table of one's own",
    "import": "names a table of one's own",
    "upgrade": "names a table of one's own",
    "build": "takes minutes, or a table of one's own",
    "validate": "names a table of one's own",
    "docs": "is read by a test of its own",
}
HEAVY = frozenset(
    {"brokers", "flows", "fragility", "gaps", "introductions", "map", "pathways", "report", "site"}
)
OWN = (
    "out/france",
    "out/lyon",
    "out/mine",
    "Toulouse",
    "Lyon",
    "--open",
    "http://",
    "my-question",
    "new actor",
    "dataset.toml",
)


def _runs(line: str) -> bool:
    command = shlex.split(line)[1]
    return command not in ELSEWHERE and not any(word in line for word in OWN)


@pytest.mark.parametrize("line", examples())
def test_an_example_calls_a_command_with_options_it_has(line: str) -> None:
    words = shlex.split(line.partition("   ")[0])[1:]
    runner = CliRunner()
    for at in range(len(words), 0, -1):
        shown = runner.invoke(main, [*words[:at], "--help"], prog_name="frenchtech-graph")
        if shown.exit_code == 0:
            break
    assert shown.exit_code == 0, line
    options = [w.partition("=")[0] for w in words if w.startswith("-") and len(w) > 1]
    assert [o for o in options if o not in shown.stdout] == []


def _marked(line: str) -> Any:
    """Return an example as a case: those that draw at random or write pages run with `--long`."""
    heavy = shlex.split(line)[1] in HEAVY
    return pytest.param(line, marks=pytest.mark.long if heavy else pytest.mark.slow)


@pytest.mark.parametrize("line", [_marked(e) for e in examples() if _runs(e)])
def test_an_example_runs(
    line: str, lille: EcosystemGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = tmp_path / "out" / "lille" / "graph"
    graph.parent.mkdir(parents=True)
    shutil.copytree(lille.folder / "graph", graph)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, shlex.split(line)[1:], prog_name="frenchtech-graph")
    assert done.exit_code == 0, done.output + done.stderr
