"""A script of a user that calls the public interface passes `mypy --strict`, and a slip in it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.long]
SCRIPT = """
import pandas as pd

from frenchtech_graph import EcosystemGraph

graph = EcosystemGraph.open("out/lille")
hubs: pd.DataFrame = graph.hubs(top=5)
rows: pd.DataFrame = graph.query("founders-of", organization="exotec")
place: EcosystemGraph = graph.ecosystem("Toulouse")
lacks: pd.DataFrame = place.lacks(instrument="bridges")
asked = graph.ask("who founded Exotec?", lang="en")
reading: str = asked.reading.name
answer: pd.DataFrame | None = asked.frame
actor = graph["exotec"]
partners: pd.DataFrame = actor.partners
both: pd.DataFrame = graph.compare("Lyon", "Grenoble")
"""
SLIPS = {
    'graph.hubs(top="five")': "arg-type",
    "graph.hubs(topmost=5)": "call-arg",
    "graph.hubbs()": "attr-defined",
    'graph.ask("who?", lang="de")': "arg-type",
    "years: int = graph.hubs()": "assignment",
}


def test_a_script_of_a_user_is_typed_in_full(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(SCRIPT, encoding="utf-8")
    slips = "\n".join(SLIPS)
    (tmp_path / "slips.py").write_text(f"{SCRIPT}\n{slips}\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent"]
    command += ["--config-file=", "good.py", "slips.py"]
    root = Path(__file__).parents[2]
    told = subprocess.run(
        command,
        cwd=tmp_path,
        env={
            "MYPYPATH": str(root),
            "MYPY_CACHE_DIR": str(root / ".mypy_cache" / "user"),
            "PATH": "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert not told.stderr, told.stderr
    assert "good.py" not in told.stdout, told.stdout
    lines = [line for line in told.stdout.splitlines() if ": error: " in line]
    assert [line.rpartition("[")[2].rstrip("]") for line in lines] == list(SLIPS.values())
