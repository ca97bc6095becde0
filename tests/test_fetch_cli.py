"""`sources` and `fetch` on the command line: what they list, what they report, and how they leave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from playing_server import Reply, Server, serving

from frenchtech_graph import snapshots
from frenchtech_graph.cli.sources import fetch_command, sources_command
from frenchtech_graph.sources import gleif, hal
from frenchtech_graph.sources.registry import NAMES

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("FRENCHTECH_TRUSTED_HOSTS", "127.0.0.1")
    with serving() as playing:
        for module in (hal, gleif):
            about = replace(module.MAPPING.about, address=f"{playing.url}/{module.MAPPING.about.id}")
            monkeypatch.setattr(module, "MAPPING", replace(module.MAPPING, about=about))
        yield playing


def test_sources_are_listed_in_both_languages(tmp_path: Path) -> None:
    for lang, word in (("fr", "laboratoires"), ("en", "laboratories")):
        result = CliRunner().invoke(sources_command, ["--cache", str(tmp_path), "--lang", lang])
        assert result.exit_code == 0
        assert word in result.output
        assert all(name in result.output for name in NAMES)


def test_sources_as_json_say_licence_and_last_snapshot(server: Server, tmp_path: Path) -> None:
    server.plays("/hal", Reply((FIXTURES / "hal" / "records.json").read_bytes()))
    fetched = CliRunner().invoke(fetch_command, ["hal", "--cache", str(tmp_path), "--lang", "en"])
    assert fetched.exit_code == 0, fetched.output
    result = CliRunner().invoke(sources_command, ["--cache", str(tmp_path), "--json", "--lang", "fr"])
    listed = {row["name"]: row for row in json.loads(result.output)}
    assert set(listed) == set(NAMES)
    assert listed["hal"]["last snapshot"] == snapshots.latest("hal", tmp_path).accessed  # type: ignore[union-attr]
    assert listed["ilab"]["licence"].startswith("https://www.etalab.gouv.fr/")
    assert listed["ilab"]["last snapshot"] == ""


def test_a_source_that_fails_is_reported_and_the_others_are_fetched(server: Server, tmp_path: Path) -> None:
    server.plays("/hal", Reply((FIXTURES / "hal" / "records.json").read_bytes()))
    server.plays("/gleif", Reply(b"<html>maintenance</html>"))
    result = CliRunner().invoke(
        fetch_command, ["gleif", "hal", "--set", "query=x", "--cache", str(tmp_path), "--lang", "en"]
    )
    assert result.exit_code == 2  # an option that one of them does not take is a wrong call
    result = CliRunner().invoke(fetch_command, ["next40", "hal", "--cache", str(tmp_path), "--lang", "en"])
    assert result.exit_code == 1
    assert "next40" in result.output
    assert snapshots.latest("hal", tmp_path) is not None


def test_a_web_page_instead_of_data_is_said_in_french(server: Server, tmp_path: Path) -> None:
    server.plays("/gleif", Reply(b"<html>maintenance</html>"))
    result = CliRunner().invoke(
        fetch_command, ["gleif", "--siren", "999999907", "--cache", str(tmp_path), "--lang", "fr"]
    )
    assert result.exit_code == 1
    assert "une page web est venue à la place des données" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments", [["nope"], ["gleif", "--siren", "123"], ["hal", "--set", "query"], ["bodacc", "--set", "x=1"]]
)
def test_a_wrong_call_leaves_with_2(arguments: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(fetch_command, [*arguments, "--cache", str(tmp_path), "--lang", "en"])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
