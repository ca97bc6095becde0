"""`doctor` finds what is planted, says how to mend it, and mends what killed runs left."""

import json
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.doctor import places
from frenchtech_graph.ingest import snapshots
from frenchtech_graph.io.locks import lock_file, locked

MINI = Path(__file__).parents[1] / "fixtures" / "mini"


@pytest.fixture
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EcosystemGraph:
    monkeypatch.setenv("FRENCHTECH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("FRENCHTECH_DECISIONS", str(tmp_path / "decisions.csv"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(places, "ROOM", 0.0)
    (tmp_path / "temporary").mkdir()
    graph = EcosystemGraph.build(MINI, out=tmp_path / "out")
    fetched = tmp_path / "fetched.json"
    fetched.write_text("{}")
    snapshots.keep(
        fetched,
        "hal",
        url="https://example.org/",
        licence="",
        now=0.0,
        headers={},
        cache=tmp_path / "cache",
    )
    return graph


def found(mini: EcosystemGraph, *options: str, code: int) -> dict[str, list[str]]:
    result = CliRunner().invoke(
        main, ["doctor", "--out", str(mini.folder), "--json", "--lang", "en", *options]
    )
    assert result.exit_code == code, result.output
    by_code: dict[str, list[str]] = {}
    for row in json.loads(result.stdout):
        by_code.setdefault(row["code"], []).append(row["message"])
    return by_code


def dead_process() -> int:
    ended = subprocess.Popen(["true"])
    ended.wait()
    return ended.pid


def test_all_is_well(mini: EcosystemGraph) -> None:
    codes = set(found(mini, code=0))
    assert {
        "python-ok",
        "graph-ok",
        "findings-ok",
        "leftovers-ok",
        "lock-free",
        "snapshots-ok",
        "ontology-ok",
    } <= codes
    assert "graph in" in found(mini, code=0)["graph-ok"][0]
    french = CliRunner().invoke(main, ["doctor", "--out", str(mini.folder), "--lang", "fr"])
    assert "bon" in french.stdout and "intact" in french.stdout


def test_what_killed_runs_left_is_found_and_mended(mini: EcosystemGraph, tmp_path: Path) -> None:
    number = dead_process()
    graph, hal = mini.folder / "graph", tmp_path / "cache" / "hal"
    planted = [
        mini.folder / f".graph.{number}.0a1b2c.new",
        tmp_path / "temporary" / f"frenchtech-graph-{number}-abc",
        lock_file(graph),
        hal / ".fetching.jsonl",
        hal / "1970-01-02-abc.jsonl",
    ]
    for place in planted:
        (
            place.mkdir()
            if place.suffix == ".new" or place.parent.name == "temporary"
            else place.write_text("half")
        )
    whole = {p.name: p.read_bytes() for p in (*graph.iterdir(), *hal.glob("1970-01-01*"))}
    told = "".join(found(mini, code=1)["leftovers-found"])
    assert all(str(p) in told for p in planted)
    found(mini, "--mend", code=0)
    assert not [p for p in planted if p.exists()]
    assert {p.name: p.read_bytes() for p in (*graph.iterdir(), *hal.iterdir())} == whole


def test_a_download_that_can_be_taken_up_is_kept(mini: EcosystemGraph, tmp_path: Path) -> None:
    begun = tmp_path / "cache" / "ror" / ".fetching.zip"
    note, empty = (
        begun.with_name(".fetching.zip.part.json"),
        begun.with_name(".fetching.csv.part.json"),
    )
    begun.parent.mkdir()
    begun.write_bytes(b"half")
    for place in (note, empty):
        place.write_text('{"url": "https://example.org/", "version": "v1"}')
    told = found(mini, "--mend", code=0)
    assert str(begun) in told["download-begun"][0] and "fetch ror" in told["download-begun"][0]
    assert begun.exists() and note.exists() and not empty.exists()


def test_a_writer_at_work_is_named_and_left_alone(mini: EcosystemGraph) -> None:
    graph = mini.folder / "graph"
    with locked(graph):
        assert "wait until" in found(mini, "--mend", code=1)["lock-held"][0]
        assert lock_file(graph).exists()


@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_a_damaged_graph_is_a_fault(mini: EcosystemGraph, harm: str) -> None:
    quads = mini.folder / "graph" / "graph.nq"
    whole = quads.read_bytes()
    quads.unlink()
    if harm != "gone":
        quads.write_bytes(whole[:-10] if harm == "cut" else whole.replace(b"a", b"b", 1))
    assert "Build it again" in found(mini, code=2)["graph-fault"][0]


@pytest.mark.parametrize("name", ["manifest.json", "made-of.json"])
def test_a_note_nested_without_end_is_no_crash(mini: EcosystemGraph, name: str) -> None:
    (mini.folder / "graph" / name).write_text("[" * 100_000)
    assert "graph-fault" in found(mini, code=2)
    rebuilt = CliRunner().invoke(main, ["build", str(MINI), "--out", str(mini.folder)])
    assert rebuilt.exit_code == 0
    found(mini, code=0)


def test_no_graph_is_a_warning(mini: EcosystemGraph) -> None:
    shutil.rmtree(mini.folder / "graph")
    assert "frenchtech-graph build" in found(mini, code=1)["graph-absent"][0]


def test_violations_and_other_versions_are_told(mini: EcosystemGraph) -> None:
    manifest = mini.folder / "graph" / "manifest.json"
    changed = mini.manifest | {
        "version": "0.0.1",
        "findings": {"violation": 2, "warning": 0, "info": 0},
    }
    manifest.write_text(json.dumps(changed))
    codes = found(mini, code=2)
    assert "0.0.1" in codes["graph-other-version"][0]
    assert "2 violations" in codes["findings-fault"][0]


def test_a_snapshot_that_is_not_what_was_fetched_is_a_fault(mini: EcosystemGraph) -> None:
    last = snapshots.latest("hal")
    assert last
    last.path.write_text("changed")
    assert "frenchtech-graph fetch hal" in found(mini, code=2)["snapshots-fault"][0]


def test_damaged_decisions_are_a_fault(mini: EcosystemGraph, tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("one,other,verdict,reason,date\na,b,perhaps,x,2026\n")
    assert "decisions-fault" in found(mini, code=2)


def test_a_library_outside_its_range_is_a_fault(
    mini: EcosystemGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = metadata.version
    monkeypatch.setattr(
        metadata, "version", lambda name: "1.0" if name == "networkx" else real(name)
    )
    assert "pip install 'networkx" in found(mini, code=2)["packages-fault"][0]


def test_a_place_that_cannot_be_written_to_is_a_fault(mini: EcosystemGraph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (fault,) = found(mini, "--cache", str(tmp_path / "file" / "x"), code=2)["write-fault"]
    assert "choose another folder" in fault
    assert (tmp_path / "file").read_text() == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("graph.ttl", b"damaged"),
        ("graph.ttl", None),
        ("validation.json", b"["),
        ("made-of.json", b"{}"),
        ("made-of.json", None),
        ("manifest.json", b"{"),
    ],
)
def test_a_damaged_file_beside_the_quads_is_a_fault(
    mini: EcosystemGraph, name: str, content: bytes | None
) -> None:
    path = mini.folder / "graph" / name
    path.unlink() if content is None else path.write_bytes(content)
    (detail,) = found(mini, code=2)["graph-fault"]
    assert name in detail
    assert "frenchtech-graph build" in detail
