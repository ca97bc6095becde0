"""`sources` and `fetch` on the command line: what they list, what they report, and how they
leave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from frenchtech_graph.cli import main
from frenchtech_graph.cli.build import build_command
from frenchtech_graph.cli.sources import fetch_command, sources_command
from frenchtech_graph.ingest import snapshots
from frenchtech_graph.ingest.connectors.registers import gleif
from frenchtech_graph.ingest.connectors.research import hal
from frenchtech_graph.ingest.framework.registry import connectors
from tests.support.playing_server import Reply, Server, serving

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("FRENCHTECH_TRUSTED_HOSTS", "127.0.0.1")
    with serving() as playing:
        for module in (hal, gleif):
            about = replace(
                module.MAPPING.about, address=f"{playing.url}/{module.MAPPING.about.id}"
            )
            monkeypatch.setattr(module, "MAPPING", replace(module.MAPPING, about=about))
        yield playing


def test_sources_are_listed_in_both_languages(tmp_path: Path) -> None:
    for lang, word in (("fr", "laboratoires"), ("en", "laboratories")):
        result = CliRunner().invoke(sources_command, ["--cache", str(tmp_path), "--lang", lang])
        assert result.exit_code == 0
        assert word in result.output
        assert all(name in result.output for name in connectors())


def test_sources_as_json_say_licence_and_last_snapshot(server: Server, tmp_path: Path) -> None:
    server.plays("/hal", Reply((FIXTURES / "hal" / "records.json").read_bytes()))
    fetched = CliRunner().invoke(fetch_command, ["hal", "--cache", str(tmp_path), "--lang", "en"])
    assert fetched.exit_code == 0, fetched.output
    result = CliRunner().invoke(
        sources_command, ["--cache", str(tmp_path), "--json", "--lang", "fr"]
    )
    listed = {row["name"]: row for row in json.loads(result.output)}
    assert set(listed) == set(connectors())
    assert listed["hal"]["last snapshot"] == snapshots.latest("hal", tmp_path).accessed  # type: ignore[union-attr]
    assert listed["ilab"]["licence"].startswith("https://www.etalab.gouv.fr/")
    assert listed["gleif"]["last snapshot"] == ""


def test_a_source_that_fails_is_reported_and_the_others_are_fetched(
    server: Server, tmp_path: Path
) -> None:
    server.plays("/hal", Reply((FIXTURES / "hal" / "records.json").read_bytes()))
    server.plays("/gleif", Reply(b"<html>maintenance</html>"))
    result = CliRunner().invoke(
        fetch_command,
        ["gleif", "hal", "--set", "query=x", "--cache", str(tmp_path), "--lang", "en"],
    )
    assert result.exit_code == 2  # an option that one of them does not take is a wrong call
    result = CliRunner().invoke(
        fetch_command, ["next40", "hal", "--cache", str(tmp_path), "--lang", "en"]
    )
    assert result.exit_code == 1
    assert "next40" in result.output
    assert snapshots.latest("hal", tmp_path) is not None


def test_one_of_several_fails_and_the_build_goes_on_with_the_last_good_snapshot(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRENCHTECH_CACHE", str(tmp_path / "cache"))
    server.plays("/hal", Reply((FIXTURES / "hal" / "records.json").read_bytes()))
    assert CliRunner().invoke(fetch_command, ["hal", "--lang", "en"]).exit_code == 0
    good = snapshots.latest("hal")
    server.plays("/hal", Reply(b"<html>maintenance</html>"))
    record = json.loads((FIXTURES / "gleif" / "records.json").read_text(encoding="utf-8"))[0]
    server.plays("/gleif", Reply(json.dumps({"data": [record]}).encode()))
    # hal takes no SIREN: each source is asked in a call of its own, in whatever order.
    failed = CliRunner().invoke(fetch_command, ["hal", "next40", "--lang", "en"])
    assert failed.exit_code == 1
    assert "hal: " in failed.output
    assert "next40: " in failed.output
    fetched = CliRunner().invoke(fetch_command, ["gleif", "--siren", "999999907", "--lang", "en"])
    assert fetched.exit_code == 0, fetched.output
    assert snapshots.latest("hal") == good
    out = tmp_path / "out"
    arguments = [
        str(FIXTURES / "mini"),
        "--with",
        "hal",
        "--with",
        "gleif",
        "--out",
        str(out),
        "--json",
    ]
    built = CliRunner().invoke(build_command, arguments)
    assert built.exit_code == 0, built.output
    manifest = json.loads(built.stdout)
    assert {d["id"] for d in manifest["datasets"]} >= {"hal", "gleif"}
    told = next(d for d in manifest["datasets"] if d["id"] == "hal")
    assert told["rows"]["actors"] > 0
    assert good is not None
    assert told["issued"] == good.accessed


def test_what_was_built_stays_when_a_source_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRENCHTECH_CACHE", str(tmp_path / "cache"))
    out = tmp_path / "out"
    assert (
        CliRunner().invoke(build_command, [str(FIXTURES / "mini"), "--out", str(out)]).exit_code
        == 0
    )
    before = {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    broken = tmp_path / "list.csv"
    broken.write_text("<html>maintenance</html>", encoding="utf-8")
    for source in (f"next40={broken}", "hal", "nope"):
        result = CliRunner().invoke(
            build_command, [str(FIXTURES / "mini"), "--with", source, "--out", str(out)]
        )
        assert result.exit_code == 2, result.output
    assert {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_a_web_page_instead_of_data_is_said_in_french(server: Server, tmp_path: Path) -> None:
    server.plays("/gleif", Reply(b"<html>maintenance</html>"))
    result = CliRunner().invoke(
        fetch_command, ["gleif", "--siren", "999999907", "--cache", str(tmp_path), "--lang", "fr"]
    )
    assert result.exit_code == 1
    assert "la réponse est une page web et non des données" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [["nope"], ["gleif", "--siren", "123"], ["hal", "--set", "query"], ["bodacc", "--set", "x=1"]],
)
def test_a_wrong_call_leaves_with_2(arguments: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["fetch", *arguments, "--cache", str(tmp_path), "--lang", "en"]
    )
    assert result.exit_code == 2
    assert "Traceback" not in result.output
