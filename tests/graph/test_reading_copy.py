"""The copy on disk that short commands read: the same answers as from memory, made anew or left
aside whenever it is missing, damaged, of other quads, or cannot be made.
"""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path
from typing import ClassVar

import pyoxigraph as ox
import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.graph import reading_copy
from frenchtech_graph.graph.reading_copy import NOTE, READING, STORE, reading_store
from frenchtech_graph.graph.store import UnreadableGraphError, open_store
from frenchtech_graph.pipeline.rebuild import rebuild

MINI = Path(__file__).parents[1] / "fixtures" / "mini"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    rebuild([str(MINI)], folder / "out")
    return folder / "out"


@pytest.fixture
def out(tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reading_copy, "WORTH", 1)
    shutil.copytree(built, tmp_path / "out")
    return tmp_path / "out"


def copy_of(out: Path) -> Path:
    return out / "graph" / READING / STORE


def quads(store: ox.Store) -> set[ox.Quad]:
    return set(store)


def test_the_copy_holds_the_quads_and_cannot_be_written_to(out: Path) -> None:
    expected = quads(open_store(out))
    for _ in ("made", "taken"):
        store = reading_store(out)
        assert quads(store) == expected
        with pytest.raises(RuntimeError, match="read-write"):
            store.add(next(iter(expected)))
    assert (copy_of(out) / NOTE).exists()


def test_questions_are_answered_alike(out: Path) -> None:
    memory, kept = EcosystemGraph.open(out), EcosystemGraph.open(out, kept=True)
    plain = [q.name for q in EcosystemGraph.queries() if not q.parameters]
    assert len(plain) >= 10
    for name in plain:
        assert kept.query(name).equals(memory.query(name)), name
    assert copy_of(out).is_dir()


def test_a_graph_that_loads_at_once_has_no_copy(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_copy, "WORTH", 1 << 30)
    assert quads(reading_store(out)) == quads(open_store(out))
    assert not copy_of(out).exists()


@pytest.mark.parametrize("what", ["gone", "no note", "other quads", "other engine", "no JSON"])
def test_a_copy_that_is_not_of_these_quads_is_made_anew(out: Path, what: str) -> None:
    expected = quads(reading_store(out))
    note = copy_of(out) / NOTE
    about = json.loads(note.read_text())
    if what == "gone":
        shutil.rmtree(copy_of(out))
    elif what == "no note":
        note.unlink()
    elif what == "no JSON":
        note.write_text("[1, ")
    else:
        about["sha256" if what == "other quads" else "engine"] = "other"
        note.write_text(json.dumps(about))
    assert quads(reading_store(out)) == expected
    assert json.loads(note.read_text())["engine"] == ox.__version__


def test_a_damaged_copy_is_left_aside(out: Path) -> None:
    expected = quads(reading_store(out))
    (copy_of(out) / "CURRENT").write_text("nothing")
    assert quads(reading_store(out)) == expected


def test_quads_that_changed_since_are_refused_although_there_is_a_copy(out: Path) -> None:
    reading_store(out)
    file = out / "graph" / "graph.nq"
    file.write_bytes(file.read_bytes().replace(b"Alpha", b"Omega"[:5], 1) + b"\n")
    with pytest.raises(UnreadableGraphError):
        reading_store(out)


def test_a_file_that_was_only_touched_keeps_its_copy(out: Path) -> None:
    reading_store(out)
    before = (copy_of(out) / "CURRENT").stat().st_ino
    file = out / "graph" / "graph.nq"
    file.write_bytes(file.read_bytes())
    reading_store(out)
    assert (copy_of(out) / "CURRENT").stat().st_ino == before


def test_where_no_copy_can_be_made_the_quads_are_loaded(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, quads: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reading_copy, "_fill", full)
    assert quads(reading_store(out)) == quads(open_store(out))
    assert not copy_of(out).exists()
    assert not (out / "graph" / READING).exists()


def test_a_build_replaces_the_copy_with_the_graph(out: Path, tmp_path: Path) -> None:
    reading_store(out)
    shutil.copytree(MINI, tmp_path / "more")
    names = (tmp_path / "more" / "actors.csv").read_text(encoding="utf-8")
    (tmp_path / "more" / "actors.csv").write_text(names + "\n", encoding="utf-8")
    rebuild([str(tmp_path / "more")], out, full=True)
    assert quads(reading_store(out)) == quads(open_store(out))


def test_without_persons_nobody_is_in_what_is_read(out: Path) -> None:
    reading_store(out)
    quiet = EcosystemGraph.open(out, kept=True, persons=False)
    persons = "SELECT ?p { ?p a <https://w3id.org/frenchtech/ontology#Person> }"
    assert quads(quiet.store) != quads(reading_store(out))
    assert len(quiet.query(persons)) == 0


class WatchedStore:
    """A store that notes in which threads the engine loads."""

    threads: ClassVar[set[threading.Thread]] = set()

    def __init__(self, place: str) -> None:
        """Open nothing."""

    def bulk_load(self, *_: object, **__: object) -> None:
        self.threads.add(threading.current_thread())

    def flush(self) -> None:
        raise OSError


def test_the_engine_loads_in_a_thread_so_that_an_interruption_ends_the_wait(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted commands on real graphs: tests/support/interrupts.py."""
    monkeypatch.setattr(reading_copy, "open_store", lambda _: "from memory")
    monkeypatch.setattr(ox, "Store", WatchedStore)
    found: object = reading_store(out)
    assert found == "from memory"
    assert WatchedStore.threads
    assert threading.main_thread() not in WatchedStore.threads
    assert [p.name for p in copy_of(out).parent.glob(".store*")] == []
