"""A client in JavaScript, of the npm registry, lists and calls the assistant's tools both ways."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from frenchtech_graph import EcosystemGraph
from tests.assistant.test_tools_of_an_assistant import GIVEN, _command, _over_http

HERE = Path(__file__).parent / "node_client"
SOME = 8
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("node")]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the client with the packages that it needs, or skip and say why.

    FRENCHTECH_NODE_MODULES names a folder `node_modules` that has them.
    """
    if not shutil.which("node"):
        pytest.skip("Node is not installed")
    folder = tmp_path_factory.mktemp("node")
    for name in ("client.mjs", "package.json"):
        shutil.copy(HERE / name, folder)
    modules = os.environ.get("FRENCHTECH_NODE_MODULES")
    if modules:
        (folder / "node_modules").symlink_to(modules)
        return folder / "client.mjs"
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    try:
        done = subprocess.run(install, cwd=folder, capture_output=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry does not answer")
    if done.returncode:
        pytest.skip("@modelcontextprotocol/sdk cannot be fetched from the npm registry")
    return folder / "client.mjs"


def _asked(client: Path, config: dict[str, Any], only: list[str] | None) -> dict[str, Any]:
    file = client.with_name("config.json")
    chosen = {"only": only} if only else {}
    file.write_text(json.dumps({**config, **chosen, "given": GIVEN}), encoding="utf-8")
    done = subprocess.run(
        ["node", str(client), str(file)], capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
def test_it_lists_and_calls_tools_over_both_transports(
    every: bool, client: Path, lille: EcosystemGraph
) -> None:
    from frenchtech_graph.assistant.toolbox import Toolbox

    names = sorted({*Toolbox(lille).tools, "sparql"})
    some = None if every else random.Random(28).sample(names, SOME)
    command, arguments = _command(lille)
    by_stdio = _asked(client, {"command": command, "args": arguments}, some)
    with _over_http(lille) as address:
        over_http = _asked(client, {"url": address}, some)
    assert sorted(by_stdio["tools"]) == sorted(over_http["tools"]) == names
    assert by_stdio["calls"] == over_http["calls"]
    assert set(by_stdio["calls"]) == set(some or names)
    for name, call in by_stdio["calls"].items():
        assert "data_as_of" in call["keys"] or "quartiles" in call["text"], name
    assert by_stdio["prompts"] == ["portrait", "evidence", "funding"]
    assert by_stdio["resources"]
