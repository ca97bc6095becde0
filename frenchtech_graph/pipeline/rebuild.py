"""Build a graph from names of inputs, redoing only the steps whose inputs changed since the last
build.

The folder of the graph also contains the checked records of its sources (`records/`) and a note of
its inputs (`made-of.json`). They save work and affect no result: missing or damaged records, and
records of another version of the program, are created again, and the graph is byte-identical to a
build from scratch.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, overload

from frenchtech_graph import identity
from frenchtech_graph.graph.build import build
from frenchtech_graph.graph.built_files import MANIFEST, TURTLE
from frenchtech_graph.graph.store import (
    NotBuiltError,
    UnreadableGraphError,
    checked_quads,
    graph_folder,
    read_manifest,
)
from frenchtech_graph.graph.warning_counts import VALIDATION
from frenchtech_graph.ingest.removals import read_removals, without_persons
from frenchtech_graph.ingest.snapshots import Snapshot, checksum
from frenchtech_graph.io import json_texts
from frenchtech_graph.io.collector import collector_paused
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline import datasets, part, record_files, targets
from frenchtech_graph.pipeline.fingerprints import content_key, digest, program_key
from frenchtech_graph.pipeline.inputs import are_private_wanted
from frenchtech_graph.pipeline.purge import purge

RECORDS, NOTE = "records", "made-of.json"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build.

    `manifest` is the manifest of the graph. `nothing_new` is true if the existing graph has the
    same inputs and was left unchanged. `changed` and `unchanged` are the named graphs with new and
    with unchanged bytes. `reused` are the sources whose kept records were used. `undecided` counts
    the pairs of actors to decide.
    """

    manifest: dict[str, Any]
    nothing_new: bool
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    reused: tuple[str, ...]
    undecided: int
    notices: tuple[Fault, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the manifest, and under `rebuild` the effects of the build."""
        names = ("nothing_new", "changed", "unchanged", "reused")
        return self.manifest | {"rebuild": {name: getattr(self, name) for name in names}}


def rebuild(
    inputs: Sequence[str],
    out: Path,
    *,
    sources: Sequence[str] = (),
    decisions: Path | None = None,
    persons: bool = True,
    full: bool = False,
    progress: Progress = lambda _: None,
) -> Built:
    """Build the graph of inputs and sources into the folder `out`.

    `full` ignores the last build, and without `persons` natural persons are left out.

    Pages and exports of earlier builds under `out` are deleted if they contain the name of a
    removed person.

    Raises:
        FaultsError: with all faults of the inputs. Then no file is written.
        NotConformingError: when the graph breaks a shape. Then no file is written.
        BusyError: another process builds there.
    """
    progress("tables")
    paths = datasets.locate(inputs)
    note = _Note() if full else _Note.of(out)
    wanted = "private" if are_private_wanted() else "public"
    whom = "" if persons else "without persons"
    tables = digest(program_key(), wanted, whom, _choices(decisions), *map(content_key, paths))
    named = (name for name in inputs if targets.find(name))
    key = digest(tables, *named, *map(_stated, targets.registers_of(inputs, sources)))
    # The key covers everything that determines the graph, so an equal key allows to stop before
    # reading any source.
    if note.key == key and _stands(out, note):
        manifest = read_manifest(out)
        return Built(manifest, True, (), tuple(manifest["graphs"]), (), note.undecided)
    with collector_paused():
        kept = _KeptRecords(out, note, tables)
        said: set[str] = set()
        found = without_persons(datasets.read(inputs, sources, kept, said), persons)
        files = kept.files(found)
        progress("identity")
        found, resolution = datasets.resolve(found, decisions)
        found = _of_place(found, resolution.canonical, targets.codes_of(inputs))

        def also(folder: Path) -> None:
            _write_beside(folder, files, _Note(key, len(resolution.undecided)))

        # Read here because `build` replaces the folder.
        before = {} if full else _graphs(out)
        manifest = build(
            found,
            out,
            canonical=resolution.canonical,
            progress=progress,
            also=also,
            titles=targets.titles(inputs, found),
        )
        # After `build`, because a failed build must leave everything unchanged.
        purged = purge(out, said)
    now = manifest["graphs"]
    return Built(
        manifest,
        False,
        tuple(name for name in now if before.get(name) != now[name]),
        tuple(name for name in now if before.get(name) == now[name]),
        tuple(kept.reused),
        len(resolution.undecided),
        (*(n for d in found for n in d.notices), *purged),
    )


def _of_place(
    found: list[Dataset], canonical: Mapping[str, str], codes: Collection[str]
) -> list[Dataset]:
    """Return the data sets about a place, or all of them if the inputs are not a place."""
    return part.about(found, canonical, codes) if codes else found


@dataclass(frozen=True, slots=True)
class _Note:
    """The inputs of the graph: a key of all of them, and the checksums of the files next to the
    quads.
    """

    key: str = ""
    undecided: int = 0
    files: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(out: Path) -> "_Note":
        """Return the note of the build under `out`, or an empty one if it cannot be read."""
        try:
            return _Note(**json_texts.loads((graph_folder(out) / NOTE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return _Note()


def changed_files(out: Path) -> list[str]:
    """Return the files next to the quads of a built graph that changed since the build, sorted.

    The note of the inputs is among them if it cannot be read.
    """
    folder, note = graph_folder(out), _Note.of(out)
    if not note.key or not isinstance(note.files, dict):
        return [NOTE]
    return sorted(name for name, stated in note.files.items() if _sum(folder / name) != stated)


def _sum(path: Path) -> str:
    try:
        return checksum(path)
    except OSError:
        return ""


def _stands(out: Path, note: _Note) -> bool:
    """Return whether the graph under `out` is complete and unchanged since its build."""
    try:
        folder = checked_quads(out).parent
        return all(checksum(folder / name) == found for name, found in note.files.items())
    except (OSError, NotBuiltError, UnreadableGraphError):
        return False


def _graphs(out: Path) -> dict[str, str]:
    try:
        graphs: dict[str, str] = read_manifest(out).get("graphs", {})
    except (NotBuiltError, UnreadableGraphError):
        return {}
    return graphs


def _write_beside(folder: Path, files: dict[str, bytes], note: _Note) -> None:
    if files:
        (folder / RECORDS).mkdir()
    for name, content in files.items():
        (folder / RECORDS / name).write_bytes(content)
    beside = [f"{RECORDS}/{name}" for name in files]
    sums = {name: checksum(folder / name) for name in (MANIFEST, TURTLE, VALIDATION, *beside)}
    complete = {"key": note.key, "undecided": note.undecided, "files": sums}
    (folder / NOTE).write_text(json.dumps(complete, indent=1) + "\n", encoding="utf-8")


class _Watched(Sequence[Dataset]):
    """Data sets read before, passed to a reader. It remembers whether the reader used them."""

    def __init__(self, known: Sequence[Dataset]) -> None:
        self._known = known
        self.seen = False

    @overload
    def __getitem__(self, index: int) -> Dataset: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Dataset]: ...
    def __getitem__(self, index: int | slice) -> Dataset | Sequence[Dataset]:
        self.seen = True
        return self._known[index]

    def __len__(self) -> int:
        self.seen = True
        return len(self._known)


class _KeptRecords:
    """Reads sources, taking the records that the last build kept where file and program are the
    same.

    Records of a reader that looked at the data sets before its own are kept for these very data
    sets only. The records of a source are not kept if the removal list removes any of them.
    """

    def __init__(self, out: Path, note: _Note, before: str) -> None:
        self.reused: list[str] = []
        self._out, self._note, self._before = out, note, before
        self._read: list[tuple[str, Dataset, bytes | None]] = []

    def __call__(self, name: str, path: Path | Snapshot, known: Sequence[Dataset]) -> Dataset:
        """Return the data set of a source."""
        own = digest(program_key(), name, content_key(path))
        apart, here = f"{own}.json", f"{digest(own, self._before)}.json"
        self._before = digest(self._before, own)
        for file in (apart, here):
            if (taken := self._taken(file)) is not None:
                self.reused.append(name)
                self._read.append((file, *taken))
                return taken[0]
        watched = _Watched(known)
        dataset = datasets.read_source(name, path, watched)
        self._read.append((here if watched.seen else apart, dataset, None))
        return dataset

    def _taken(self, file: str) -> tuple[Dataset, bytes] | None:
        wanted = self._note.files.get(f"{RECORDS}/{file}")
        if wanted is None:
            return None
        try:
            content = (graph_folder(self._out) / RECORDS / file).read_bytes()
            if hashlib.sha256(content).hexdigest() != wanted:
                return None
            return record_files.loads(content), content
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def files(self, found: Sequence[Dataset]) -> dict[str, bytes]:
        """Return the files to keep for the next build.

        `found` are all data sets after the removal list was applied.
        """
        last = found[len(found) - len(self._read) :]
        return {
            file: record_files.dumps(read) if content is None else content
            for (file, read, content), left in zip(self._read, last, strict=True)
            if read is left or read == left
        }


def _choices(decisions: Path | None) -> str:
    """Return a key of the decisions of people: removals, and decisions on identity."""
    return digest(*sorted(read_removals()), "", *map(repr, identity.read_decisions(decisions)))


def _stated(source: str) -> str:
    """Return a key of a source stated as NAME or NAME=FILE."""
    try:
        name, path = datasets.stated_source(source)
    except FaultsError:  # the reader reports it, with the faults of the others
        return ""
    return digest(name, "" if path is None else content_key(path))
