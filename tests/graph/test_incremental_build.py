"""Rebuilding: the same bytes as from nothing, whatever changed, and no more work than what changed
asks for.
"""

import csv
import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from frenchtech_graph.ingest.framework import mapping
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.name_keys import name_key
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline import datasets, fingerprints, rebuild, record_files
from frenchtech_graph.pipeline.rebuild import Built

FIXTURES = Path(__file__).parents[1] / "fixtures"
SOURCES = {
    "next40": "list.csv",
    "rounds2023": "rounds.csv",
    "horizon": "entities.csv",
    "eu_projects": "projects.csv",
}
"""The readers of the last two look at what the data sets before theirs name."""
GRAPH_FILES = ("graph.nq", "graph.ttl", "manifest.json", "validation.json")


@pytest.fixture(autouse=True)
def few_rows_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SOURCES:
        counts = mapping.load(name).counts
        if "rows" in counts:
            monkeypatch.setitem(counts["rows"], "min", 0)


@dataclass
class Desk:
    """Inputs that a test may change, and the folder they are built into."""

    folder: Path
    sources: list[str]

    def file(self, name: str) -> Path:
        return self.folder / name / SOURCES[name]

    def build(self, out: str = "out", *, full: bool = False) -> Built:
        stated = [f"{name}={self.file(name)}" for name in self.sources]
        return rebuild.rebuild(
            [str(self.folder / "mini")], self.folder / out, sources=stated, full=full
        )

    def files(self, out: str = "out") -> dict[str, bytes]:
        return {name: (self.folder / out / "graph" / name).read_bytes() for name in GRAPH_FILES}

    def from_nothing(self) -> dict[str, bytes]:
        shutil.rmtree(self.folder / "anew", ignore_errors=True)
        self.build("anew")
        return self.files("anew")

    def change(self, name: str) -> None:
        """Take the first row of a source away."""
        header, _, *rest = self.file(name).read_text(encoding="utf-8").splitlines(keepends=True)
        self.file(name).write_text("".join([header, *rest]), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    for name in ("mini", *SOURCES):
        shutil.copytree(FIXTURES / name, tmp_path / name)
    return Desk(tmp_path, list(SOURCES))


def test_nothing_new_leaves_the_graph_as_it_was(desk: Desk) -> None:
    first, quads = desk.build(), desk.folder / "out" / "graph" / "graph.nq"
    before = quads.stat()
    again = desk.build()
    assert not first.nothing_new and again.nothing_new
    assert again.manifest == first.manifest
    assert (quads.stat().st_ino, quads.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not desk.build(full=True).nothing_new


def test_one_changed_source_touches_its_own_named_graph(desk: Desk) -> None:
    before = desk.build().manifest["graphs"]
    desk.change("next40")
    built = desk.build()
    assert built.reused == ("rounds2023",)  # the other two look at the data sets before them
    assert len(built.changed) == 1 and "next40" in built.changed[0]
    assert all(before[name] == built.manifest["graphs"][name] for name in built.unchanged)
    assert desk.files() == desk.from_nothing()


def test_a_reader_that_looked_at_others_reads_again_when_they_change(desk: Desk) -> None:
    desk.build()
    desk.change("horizon")
    built = desk.build()
    assert "eu_projects" not in built.reused
    assert desk.files() == desk.from_nothing()
    assert desk.build().nothing_new


def _without_a_source(desk: Desk, rng: random.Random) -> str:
    name = desk.sources.pop(rng.randrange(len(desk.sources)))
    return f"without {name}"


def _with_all_sources(desk: Desk, rng: random.Random) -> str:
    desk.sources[:] = rng.sample(list(SOURCES), len(SOURCES))
    return f"order {desk.sources}"


def _row_gone(desk: Desk, rng: random.Random) -> str:
    name = rng.choice(list(SOURCES))
    with desk.file(name).open(encoding="utf-8") as file:
        if sum(1 for _ in file) > 2:
            desk.change(name)
    return f"row of {name} gone"


def _row_twice(desk: Desk, rng: random.Random) -> str:
    file = desk.file("next40")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines, rng.choice(lines[1:])]), encoding="utf-8")
    return "row of next40 twice"


def _note_changed(desk: Desk, rng: random.Random) -> str:
    file = desk.folder / "mini" / "actors.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    rng.choice(rows)["note"] = f"note {rng.random()}"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return "note in a table"


CHANGES: list[Callable[[Desk, random.Random], str]] = [
    _without_a_source,
    _with_all_sources,
    _row_gone,
    _row_twice,
    _note_changed,
]


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_changes_the_graph_is_that_built_from_nothing(desk: Desk, seed: int) -> None:
    rng, done = random.Random(seed), []
    desk.build()
    for change in rng.sample(CHANGES, len(CHANGES)):
        done.append(change(desk, rng))
        desk.build()
        assert desk.files() == desk.from_nothing(), done


def _cut(path: Path) -> int:
    return path.write_bytes(path.read_bytes()[:-40])


def _other_values(path: Path) -> int:
    return path.write_bytes(path.read_bytes().replace(b"Fic", b"Foc"))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "quads cut": lambda folder: _cut(folder / "graph.nq"),
    "Turtle gone": lambda folder: (folder / "graph.ttl").unlink(),
    "findings changed": lambda folder: (folder / "validation.json").write_text("[]"),
    "manifest changed": lambda folder: (folder / "manifest.json").write_text(
        '{"format": 1, "sha256": "0"}'
    ),
    "note no JSON": lambda folder: (folder / "made-of.json").write_text("{"),
    "note foreign": lambda folder: (folder / "made-of.json").write_text(
        '{"key": 1, "sources": []}'
    ),
    "records cut": lambda folder: [_cut(f) for f in (folder / "records").iterdir()],
    "records changed": lambda folder: [_other_values(f) for f in (folder / "records").iterdir()],
    "records gone": lambda folder: shutil.rmtree(folder / "records"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_build_is_noticed(desk: Desk, damage: str) -> None:
    desk.sources[:] = ["next40"]
    desk.build()
    whole = desk.files()
    DAMAGES[damage](desk.folder / "out" / "graph")
    assert not desk.build().nothing_new
    assert desk.files() == whole


def test_another_program_takes_nothing_from_the_last_build(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.build()
    monkeypatch.setattr(rebuild, "program_key", lambda: "another ontology")
    built = desk.build()
    assert not built.nothing_new and not built.reused
    assert desk.build().nothing_new


IDENTITY = data_folder() / "identity"


@pytest.mark.parametrize("table", sorted(p.name for p in IDENTITY.iterdir()))
def test_a_changed_table_of_the_identity_is_another_program(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(IDENTITY, tmp_path / "identity")
    (tmp_path / "reference").symlink_to(data_folder() / "reference")
    monkeypatch.setattr(fingerprints, "data_folder", lambda: tmp_path)
    before = fingerprints.program_key.__wrapped__()
    with (tmp_path / "identity" / table).open("ab") as file:
        file.write(b"\n")
    same = fingerprints.program_key.__wrapped__() == before
    assert same is (table in ("decisions.csv", "read_joins.csv"))


def test_records_of_people_who_asked_to_be_removed_are_not_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sources[:] = ["next40"]
    desk.build()
    kept = desk.folder / "out" / "graph" / "records"
    assert b"360Fictif" in b"".join(f.read_bytes() for f in kept.iterdir())
    keys = frozenset({name_key("360Fictif"), name_key("360 Fictif")})
    for module in (datasets, rebuild):
        monkeypatch.setattr(module, "read_removals", lambda: keys)
    assert not desk.build().nothing_new
    texts = b"".join(p.read_bytes() for p in (desk.folder / "out").rglob("*") if p.is_file())
    assert b"360Fictif" not in texts


def _dataset(name: str) -> Dataset:
    return connectors()[name].read(FIXTURES / name / SOURCES[name])


@pytest.mark.parametrize("name", SOURCES)
def test_kept_records_come_back_as_they_were(name: str) -> None:
    dataset = _dataset(name)
    again = record_files.loads(record_files.dumps(dataset))
    assert again == dataset
    assert repr(again) == repr(dataset)  # of the same types, in the same order


def test_kept_records_are_plain_json(desk: Desk) -> None:
    desk.build()
    for file in (desk.folder / "out" / "graph" / "records").iterdir():
        assert json.loads(file.read_bytes())["id"]
