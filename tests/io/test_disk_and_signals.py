"""Full disks, read-only folders, two writers at once, Ctrl-C: one clear line, a stable exit code,
nothing lost.
"""

import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import failures
from frenchtech_graph.graph.built_files import FORMAT
from frenchtech_graph.graph.store import NotBuiltError, UnreadableGraphError, open_store
from frenchtech_graph.identity.decisions import read_decisions
from frenchtech_graph.io.leftovers import leftovers
from frenchtech_graph.io.locks import BusyError, holder, locked
from frenchtech_graph.io.swap import swapped_in, write_atomically
from frenchtech_graph.pipeline import contribution

MINI = Path(__file__).parents[1] / "fixtures" / "mini"


@pytest.fixture
def mini(tmp_path: Path) -> EcosystemGraph:
    return EcosystemGraph.build(MINI, out=tmp_path / "out")


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def call(
    *arguments: str, code: int, before: Callable[[], None] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "frenchtech_graph", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "FRENCHTECH_LANG": "en", **environment},
        preexec_fn=before,
    )
    assert done.returncode == code, done.stderr
    return done


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    (line,) = done.stderr.splitlines()
    assert done.stdout == ""
    return line


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_file_the_disk_does_not_take_leaves_the_previous_build(mini: EcosystemGraph) -> None:
    was = content(mini.folder)
    done = call("build", str(MINI), "--out", str(mini.folder), "--full", code=1, before=small_files)
    assert "No file was lost" in only_line(done)
    assert content(mini.folder) == was


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "none", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs the rights of root")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_said_and_nothing_is_left_on_it(
    small_disk: Path, mini: EcosystemGraph
) -> None:
    done = call(
        "build", str(MINI), "--out", str(small_disk / "out"), "--full", code=1, FRENCHTECH_LANG="fr"
    )
    assert "Le disque est plein" in only_line(done)
    assert list(small_disk.iterdir()) == []
    (small_disk / "page.html").write_text("before")
    (small_disk / "filler").write_bytes(bytes(550_000))
    assert "disk is full" in only_line(
        call(
            "map", "--plain", "-o", str(small_disk / "page.html"), "--out", str(mini.folder), code=1
        )
    )
    (small_disk / "filler").unlink()
    assert content(small_disk) == {"page.html": b"before"}


def test_no_room_for_temporary_files_is_said(
    small_disk: Path, mini: EcosystemGraph, tmp_path: Path
) -> None:
    arguments = ("export", "nquads", "-o", str(tmp_path / "x.nq"), "--out", str(mini.folder))
    assert "disk is full" in only_line(call(*arguments, code=1, TMPDIR=str(small_disk)))
    assert not (tmp_path / "x.nq").exists()
    assert list(small_disk.iterdir()) == []


def test_a_folder_one_may_not_write_to_is_named(small_disk: Path, mini: EcosystemGraph) -> None:
    kept = small_disk / "kept"
    kept.mkdir()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for arguments in (
        ["build", str(MINI), "--out", str(kept), "--full"],
        ["export", "ftm", "-o", str(kept / "x")],
    ):
        out = [] if "--out" in arguments else ["--out", str(mini.folder)]
        line = only_line(call(*arguments, *out, code=1))
        assert "read-only" in line
        assert str(kept) in line


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(mini: EcosystemGraph) -> None:
    was = content(mini.folder)
    mini.folder.chmod(0o555)
    assert str(mini.folder) in only_line(
        call("build", str(MINI), "--out", str(mini.folder), "--full", code=1)
    )
    mini.folder.chmod(0o755)
    assert content(mini.folder) == was


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path, mini: EcosystemGraph) -> None:
    (tmp_path / "file").write_text("mine")
    done = call(
        "export", "csv", "-o", str(tmp_path / "file" / "x"), "--out", str(mini.folder), code=1
    )
    assert "is a file where a folder is expected" in only_line(done)
    done = call("export", "xlsx", "-o", str(tmp_path), "--out", str(mini.folder), code=1)
    assert "is a folder where a file is expected" in only_line(done)
    assert (tmp_path / "file").read_text() == "mine"


def test_two_builds_of_one_folder_do_not_meet(mini: EcosystemGraph) -> None:
    was = content(mini.folder)
    with locked(mini.folder / "graph"):
        line = only_line(call("build", str(MINI), "--out", str(mini.folder), "--full", code=1))
        assert f"{os.getpid()} (" in line
        assert len(open_store(mini.folder)) == mini.manifest["quads"]  # readers are not disturbed
    assert content(mini.folder) == was
    assert holder(mini.folder / "graph") is None
    call("build", str(MINI), "--out", str(mini.folder), "--full", code=0)


def test_two_fetches_of_one_source_do_not_meet(tmp_path: Path) -> None:
    with locked(tmp_path / "hal"):
        done = call("fetch", "hal", "--cache", str(tmp_path), code=1)
    assert "Another process" in done.stderr
    assert not list(tmp_path.iterdir())


def test_no_decision_of_two_processes_is_lost(tmp_path: Path) -> None:
    table = tmp_path / "decisions.csv"
    deciding = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "frenchtech_graph",
                "identity",
                "decide",
                f"a{n}",
                f"b{n}",
                "--same",
                "--reason",
                "same number",
                "--decisions",
                str(table),
            ],
            stdout=subprocess.DEVNULL,
        )
        for n in range(4)
    ]
    assert [p.wait() for p in deciding] == [0, 0, 0, 0]
    assert len(read_decisions(table)) == 4
    assert [p.name for p in tmp_path.iterdir()] == ["decisions.csv"]


def test_a_row_waits_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contribution, "_PATIENCE", 0.1)
    cells = {"id": "g", "url": "https://example.org/a", "publisher": "G", "accessed": "2026-11-23"}
    with locked(tmp_path / "sources.csv"), pytest.raises(BusyError, match="Another process"):
        contribution.start("source", tmp_path, cells, "en")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_told_to_stop_it_clears_up_and_says_so(
    mini: EcosystemGraph, sent: signal.Signals, code: int
) -> None:
    was = content(mini.folder)
    temporary = mini.folder.parent / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "frenchtech_graph",
            "build",
            "lille",
            "--out",
            str(mini.folder),
            "--full",
        ],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary), "FRENCHTECH_LANG": "en"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    while process.poll() is None and holder(mini.folder / "graph") is None:
        time.sleep(0.02)
    process.send_signal(sent)
    _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert told.endswith("No file was half-written.\n")
    assert content(mini.folder) == was
    assert [*mini.folder.glob(".*"), *temporary.iterdir()] == []


def test_a_damaged_graph_is_refused_in_one_line(mini: EcosystemGraph) -> None:
    quads = mini.folder / "graph" / "graph.nq"
    whole = quads.read_bytes()
    for damaged in (whole[:-100], whole[:5000] + b"\xff" + whole[5001:], b""):
        quads.write_bytes(damaged)
        with pytest.raises(UnreadableGraphError, match="is damaged"):
            open_store(mini.folder)
    line = only_line(call("info", "--out", str(mini.folder), code=2, FRENCHTECH_LANG="fr"))
    assert "abîmé" in line and "frenchtech-graph build" in line
    quads.unlink()
    with pytest.raises(UnreadableGraphError, match="is damaged"):
        open_store(mini.folder)
    shutil.rmtree(quads.parent)
    with pytest.raises(NotBuiltError, match="Build it first"):
        open_store(mini.folder)


@pytest.mark.parametrize(
    ("found", "said"), [(FORMAT + 1, "newer version"), (0, "old format"), (None, "old format")]
)
def test_a_graph_of_another_format_says_what_to_do(
    mini: EcosystemGraph, found: int | None, said: str
) -> None:
    manifest = mini.folder / "graph" / "manifest.json"
    manifest.write_text(json.dumps(mini.manifest | {"format": found}))
    with pytest.raises(UnreadableGraphError, match=said) as error:
        open_store(mini.folder)
    assert "frenchtech-graph build" in error.value.message("fr")


def test_a_damaged_manifest_is_named(mini: EcosystemGraph) -> None:
    for text in ("{", "[]", "{}", '{"format": 1}'):
        (mini.folder / "graph" / "manifest.json").write_text(text)
        with pytest.raises(UnreadableGraphError, match=r"manifest\.json"):
            open_store(mini.folder)


def test_readers_see_one_whole_folder_while_it_is_swapped(tmp_path: Path) -> None:
    target = tmp_path / "graph"
    for number in range(30):
        with swapped_in(target) as folder:
            (folder / "content").write_text(str(number))
            if number:  # the previous content is there until the very end
                assert (target / "content").read_text() == str(number - 1)
        assert (target / "content").read_text() == str(number)
    assert [p.name for p in tmp_path.iterdir()] == ["graph"]


def test_what_a_killed_writer_left_is_found_and_what_a_running_one_makes_is_not(
    tmp_path: Path,
) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    left = tmp_path / f".page.html.{ended.pid}.3f9a2c.new"
    left.write_text("half")
    running = tmp_path / f".page.html.{os.getppid()}.3f9a2c.new"
    running.write_text("half")
    assert leftovers(tmp_path) == [left]
    write_atomically(tmp_path / "page.html", "whole")
    assert leftovers(tmp_path, "page.html") == [left]
    assert leftovers(tmp_path, "other.html") == []


def test_a_link_is_followed_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomically(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    write_atomically(Path(os.devnull), "nothing")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "The disk is full. No file was lost"),
        (errno.EROFS, "The system refused: Read-only file system."),
        (errno.EMFILE, "Too many files are open. Close"),
        (errno.EACCES, "The system refused: Permission denied."),
    ],
)
def test_a_message_names_no_file_where_the_system_names_none(
    number: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_texts: list[str] = []
    monkeypatch.setattr(failures, "language", lambda: "en")
    monkeypatch.setattr(failures, "fail", lambda text, code: told_texts.append(text))
    with failures.told():
        raise OSError(number, os.strerror(number))
    assert told_texts[0].startswith(said)
    assert "None" not in told_texts[0]
