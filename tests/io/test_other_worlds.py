"""Other versions, users, locales, zones, clocks, paths and disks than those of the writer."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.identity.decisions import read_decisions
from frenchtech_graph.ingest import snapshots
from frenchtech_graph.io import sealed_files, swap
from frenchtech_graph.io.faults import FaultsError

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
FILES = ("graph.nq", "graph.ttl", "validation.json")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    return EcosystemGraph.build(MINI, out=tmp_path_factory.mktemp("built"))


def files_of(graph: EcosystemGraph) -> dict[str, bytes]:
    return {name: (graph.folder / "graph" / name).read_bytes() for name in FILES}


def called(*arguments: str) -> int:
    """Run a command here, and return its exit code."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return left.value.code if isinstance(left.value.code, int) else 1


# Paths
# --------------------------------------------------------------------------------------------------

PATHS = [
    "with spaces",
    "Élan à Łódź",
    "100 % %41 %s {x}",
    "d" * 200,
    "#a?b&c",
    "-o",
    "e\u0301t\u00e9",
]


@pytest.mark.parametrize(
    "name",
    [*PATHS[:2], *(pytest.param(n, marks=pytest.mark.slow) for n in PATHS[2:])],
    ids=range(len(PATHS)),
)
def test_any_name_of_a_folder_does(name: str, built: EcosystemGraph, tmp_path: Path) -> None:
    out, page = tmp_path / name / "out", tmp_path / name / "page.html"
    graph = EcosystemGraph.build(MINI, out=out)
    assert files_of(graph) == files_of(built)
    assert EcosystemGraph.open(out).manifest == built.manifest
    assert called("map", "--plain", "-o", str(page), "--out", str(out)) == 0
    assert page.stat().st_size > 10_000
    assert [p.name for p in (tmp_path / name).rglob(".*.new")] == []


def test_a_name_too_long_for_the_disk_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called("build", str(MINI), "--out", str(tmp_path / ("x" * 300)), "--lang", "en") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


# Zones, clocks, locales
# --------------------------------------------------------------------------------------------------


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has no zone of a process")
@pytest.mark.parametrize(
    "name",
    [
        "Pacific/Kiritimati",
        *(pytest.param(n, marks=pytest.mark.slow) for n in ("America/Adak", "XYZ+23")),
    ],
)
def test_a_build_is_the_same_in_every_time_zone(
    name: str, zone: pytest.MonkeyPatch, built: EcosystemGraph, tmp_path: Path
) -> None:
    zone.setenv("TZ", name)
    time.tzset()
    assert files_of(EcosystemGraph.build(MINI, out=tmp_path / "out")) == files_of(built)


LOCALES = {"C": "C", "Turkish": "tr_TR.UTF-8", "unknown": "xx_XX.UTF-8"}


@pytest.mark.slow
@pytest.mark.parametrize("name", LOCALES)
def test_a_build_is_the_same_in_every_locale(
    name: str, built: EcosystemGraph, tmp_path: Path
) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHONIO"))}
    env |= {"LC_ALL": LOCALES[name], "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    out = tmp_path / "out"
    command = [sys.executable, "-m", "frenchtech_graph", "build", str(MINI), "--out", str(out)]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert files_of(EcosystemGraph.open(out)) == files_of(built)


def test_a_file_changed_before_the_last_build_by_its_clock_is_read_again(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    for file in MINI.iterdir():
        (tables / file.name).write_bytes(file.read_bytes())
    before = files_of(EcosystemGraph.build(tables, out=tmp_path / "out"))
    actors = tables / "actors.csv"
    actors.write_bytes(actors.read_bytes().replace(b"Nordlys", b"Nordlyt"))  # of the same size
    os.utime(actors, (1_000_000_000, 1_000_000_000))
    after = files_of(EcosystemGraph.build(tables, out=tmp_path / "out"))
    assert after != before
    assert b"Nordlyt" in after["graph.nq"]


def kept(cache: Path, content: bytes, now: float) -> snapshots.Snapshot:
    file = cache / "new.json"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return snapshots.keep(file, "hal", url="https://a.example/", licence="x", now=now, headers={},
                          cache=cache)  # fmt: skip


@pytest.mark.parametrize("back", [1, 3600, 3 * 86_400])
def test_the_copy_fetched_last_is_the_latest_though_the_clock_went_back(
    back: int, tmp_path: Path
) -> None:
    now = 1_800_000_000
    for turn, content in enumerate((b"[1]", b"[2]", b"[3]", b"[3]")):
        found = kept(tmp_path, content, now - back * turn)
        latest = snapshots.latest("hal", tmp_path)
        assert latest == found
        assert latest.path.read_bytes() == content
    assert found.fetched == snapshots.stamp(now + 3)
    assert kept(tmp_path, b"[4]", now + 10).fetched == snapshots.stamp(now + 10)


# Other versions
# --------------------------------------------------------------------------------------------------


def test_a_kept_file_of_another_version_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    sealed_files.write(file, "version 2", b"content")
    assert sealed_files.read(file, "version 2") == b"content"
    assert sealed_files.read(file, "version 1") is None
    file.write_bytes(b"content without a seal, as the first version wrote it")
    assert sealed_files.read(file, "version 2") is None


def test_a_build_beside_notes_of_another_version_is_whole(
    built: EcosystemGraph, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    graph = EcosystemGraph.build(MINI, out=out)
    note = graph.folder / "graph" / "made-of.json"
    for text in ('{"version": 99, "new": [1]}', "{"):
        note.write_text(text, encoding="utf-8")
        assert files_of(EcosystemGraph.build(MINI, out=out)) == files_of(built)


def test_a_column_that_decisions_of_a_newer_version_have_is_told(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text("one,other,verdict,reason,date\na,b,same,known,2026\n", encoding="utf-8")
    assert len(read_decisions(file)) == 1
    file.write_text("one,other,verdict,reason,date,by\na,b,perhaps,known,2026,x\n", "utf-8")
    with pytest.raises(FaultsError) as told:
        read_decisions(file)
    assert "perhaps" in [fault.value for fault in told.value.faults]


# Other users, and disks that answer late
# --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root is another")
def test_files_of_another_user_are_named_in_one_line(built: EcosystemGraph, tmp_path: Path) -> None:
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == 0 and path not in (Path("/"), Path("/tmp")):
            path.chmod(path.stat().st_mode | 0o055)
    table = tmp_path / "mine"
    table.mkdir(0o755)
    for file in MINI.iterdir():
        (table / file.name).write_bytes(file.read_bytes())
    (table / "actors.csv").chmod(0o600)
    read, write = os.pipe()
    child = os.fork()
    if not child:  # becomes a user who may read no file of ours
        sys.stderr = os.fdopen(write, "w", buffering=1)
        os.chdir("/")
        os.setuid(65534)
        try:
            main(["validate", str(table), "--lang", "en"])
        except SystemExit as left:
            os._exit(left.code if isinstance(left.code, int) else 9)
        os._exit(8)
    os.close(write)
    told = os.fdopen(read).read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (1, 2), told
    assert "actors.csv" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("home", ["/proc/nobody", "/dev/null/home"])
def test_a_home_that_cannot_be_written_does_no_harm(
    home: str, built: EcosystemGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("HOME", home)
    for name in ("XDG_CACHE_HOME", "FRENCHTECH_CACHE"):
        monkeypatch.delenv(name, raising=False)
    assert files_of(EcosystemGraph.build(MINI, out=tmp_path / "out")) == files_of(built)
    assert called("query", "startups", "--out", str(tmp_path / "out")) == 0
    capsys.readouterr()
    assert called("fetch", "hal", "--lang", "en") in (1, 2)
    told = capsys.readouterr().err
    assert home in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "number",
    [errno.EIO, *(pytest.param(n, marks=pytest.mark.slow) for n in (errno.EDQUOT, errno.ENOSPC))],
)
def test_a_disk_that_tells_its_error_late_changes_nothing(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    graph = EcosystemGraph.build(MINI, out=tmp_path / "out")
    page = tmp_path / "page.html"
    page.write_text("before")
    was = files_of(graph)

    def late(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", late)
    with pytest.raises(OSError, match=os.strerror(number)):
        swap.write_atomically(page, "after")
    assert called("build", str(MINI), "--out", str(graph.folder), "--full", "--lang", "en") == 1
    assert called("map", "--plain", "-o", str(page), "--out", str(graph.folder)) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert page.read_text() == "before"
    assert files_of(graph) == was
    assert list(tmp_path.rglob(".*.new")) == []
