"""What commands tell beside their result: as much as is asked for, on the error stream, and never
forged by data.
"""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.cli.logs import neutral
from frenchtech_graph.graph.reading_copy import READING

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
HOSTILE = "a\nERROR forged\r\x1b[2Jb\u202ec\x00\u2028d\x9b31m"


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    return EcosystemGraph.build(MINI, out=tmp_path_factory.mktemp("logs"))


def call(mini: EcosystemGraph, *arguments: str, **environment: str) -> Result:
    shutil.rmtree(
        mini.folder / "graph" / READING, ignore_errors=True
    )  # so that all steps are taken
    result = CliRunner().invoke(main, [*arguments, "--out", str(mini.folder)], env=environment)
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize("arguments", [("-v", "info", "--json"), ("info", "--json", "--verbose")])
def test_verbose_tells_steps_and_times_before_or_after_the_command(
    mini: EcosystemGraph, arguments: tuple[str, ...]
) -> None:
    told = call(mini, *arguments)
    assert "open: " in told.stderr and "s of processor time" in told.stderr
    assert json.loads(told.stdout) == json.loads(call(mini, "info", "--json").stdout)
    assert call(mini, "info", "--json").stderr == ""


def test_json_lines_have_time_level_and_facts(mini: EcosystemGraph) -> None:
    for options in ({"FRENCHTECH_LOG": "json"}, {}):
        asked = () if options else ("--log-format", "json")
        lines = [
            json.loads(line)
            for line in call(mini, *asked, "-v", "info", **options).stderr.splitlines()
        ]
        opened = next(line for line in lines if line.get("step") == "open")
        assert opened["level"] == "info"
        assert opened["seconds"] >= 0
        assert opened["time"].endswith("Z")


def test_quiet_tells_only_what_is_wrong(mini: EcosystemGraph, tmp_path: Path) -> None:
    question = ("query", "startups")
    assert call(mini, *question).stderr == "(2)\n"
    assert call(mini, *question, "-q").stderr == ""
    result = CliRunner().invoke(main, ["-q", "info", "--out", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert result.stderr


def test_data_cannot_forge_a_line_or_act_on_the_terminal() -> None:
    assert neutral(HOSTILE).isprintable()
    text = CliRunner().invoke(main, ["info", "--out", f"/nowhere/{HOSTILE}".replace("\x00", "")])
    assert len(text.stderr.splitlines()) == 1
    assert text.stderr.rstrip("\n").isprintable()
    as_json = CliRunner().invoke(
        main, ["--log-format", "json", "info", "--out", f"/nowhere/{HOSTILE}".replace("\x00", "")]
    )
    assert as_json.stderr.rstrip("\n").isascii() and as_json.stderr.rstrip("\n").isprintable()
    assert "\x1b[2J" in json.loads(as_json.stderr)["message"]


def test_a_file_name_and_a_cell_cannot_forge_a_line(tmp_path: Path) -> None:
    file = tmp_path / "actors\nforged \x1b[31m.csv"
    file.write_text("id,kind,name,source\na1,\x1b[31mStartUp,A,s1\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["validate", str(file)])
    assert result.exit_code in (0, 2)
    assert "\x1b" not in result.output
    assert not any(line.startswith("forged") for line in result.output.splitlines())


def test_a_fault_of_the_program_is_one_line_and_its_own_exit_code(
    mini: EcosystemGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise TypeError("a\nb")

    monkeypatch.setattr("frenchtech_graph.catalogue.inventory.kept_inventory", broken)
    monkeypatch.setattr("frenchtech_graph.findings.kept_answers.KeptAnswer.read", lambda _: None)
    short = CliRunner().invoke(main, ["info", "--out", str(mini.folder), "--lang", "en"])
    assert short.exit_code == 70
    assert "TypeError: a\\x0ab" in short.stderr and len(short.stderr.splitlines()) == 1
    long = CliRunner().invoke(main, ["-v", "info", "--out", str(mini.folder)])
    assert "Traceback" in long.stderr
