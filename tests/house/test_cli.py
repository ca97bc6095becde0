"""The command line as a user meets it: help, exit codes, languages, pipes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import commands

MINI = Path(__file__).parents[1] / "fixtures" / "mini"


def call(*arguments: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "frenchtech_graph", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
    )
    assert done.returncode == code, done.stderr
    return done


@pytest.mark.parametrize("command", commands())
def test_every_command_has_help_with_an_example(command: str) -> None:
    text = call(command, "--help").stdout
    assert "Example" in text
    assert f"frenchtech-graph {command}" in text


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys\nfrom frenchtech_graph.cli import main\ntry: main(['--help'])\nexcept"
        " SystemExit: pass\n"
    )
    code += (
        "print(sorted({'networkx','pandas','numpy','rdflib','pyvis','pyshacl','rich'} &"
        " set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_misspelt_command_is_answered_with_the_right_one() -> None:
    assert "hubs" in call("hub", code=2).stderr


def test_build_info_and_their_json(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    manifest = json.loads(call("build", str(MINI), "--out", out, "--json").stdout)
    info = json.loads(call("info", "--out", out, "--json").stdout)
    assert info["quads"] == manifest["quads"]
    assert info["actors"]["StartUp"] == 2
    assert info["ties_without_source"] == 0
    said = call("info", "--out", out, "--lang", "fr").stdout
    assert "Acteurs" in said and "Liens sans source : 0" in said


def test_faults_are_printed_with_place_and_remedy_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "actors.csv"
    file.write_text("id,kind,name,siren,source\na1,StartUp,A,000000019,s1\n", encoding="utf-8")
    french = call("validate", str(file), "--lang", "fr", code=2)
    assert "actors.csv:2:siren « 000000019 »" in french.stderr
    assert "deux sont intervertis" in french.stderr
    english = json.loads(call("validate", str(file), "--json", code=2).stdout)
    assert {(f["row"], f["column"], f["code"]) for f in english} == {
        (2, "siren", "check-digit"),
        (2, "source", "reference"),
    }
    assert all(f["remedy"] for f in english)


def test_a_control_character_of_a_file_does_not_reach_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "actors.csv"
    file.write_text("id,kind,name,source\na1,\x1b[31mStartUp,A,s1\n", encoding="utf-8")
    assert "\x1b" not in call("validate", str(file), code=2).stderr


def test_nothing_built_is_said_plainly(tmp_path: Path) -> None:
    assert "frenchtech-graph build" in call("info", "--out", str(tmp_path / "none"), code=2).stderr


def test_an_unknown_input_is_said_with_a_suggestion() -> None:
    assert "lille" in call("build", "lile", code=2, FRENCHTECH_LANG="en").stderr


def test_a_pipe_gets_no_progress_bar_and_no_colour(tmp_path: Path) -> None:
    done = call("build", str(MINI), "--out", str(tmp_path / "out"))
    assert not re.search(r"[\x1b━█]", done.stdout + done.stderr)


def test_euratechnologies_is_the_first_hub(lille: EcosystemGraph) -> None:
    rows = json.loads(call("hubs", "--out", str(lille.folder), "--json").stdout)
    assert rows[0]["label"] == "EuraTechnologies"
