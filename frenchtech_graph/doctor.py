"""Checks of an installation and of what it has written: each says ok, warning or fault, and how to
mend it.
"""

import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from frenchtech_graph.ingest import snapshots
from frenchtech_graph.io import json_texts
from frenchtech_graph.io.client import resumable
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.libraries import installed
from frenchtech_graph.io.locks import holder, lock_file
from frenchtech_graph.io.swap import (
    current,
    leftovers,
    recover,
    remove,
    temporary_leftovers,
    write_atomically,
)
from frenchtech_graph.version import __version__

DISTRIBUTION = "frenchtech-graph"
STATES = ("ok", "warning", "fault")
ROOM = 4.0  # GB on the disk that a national build takes, files of sorting included
_GIGABYTE = 1e9


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: `state` is ok, warning or fault; `code` a table of `doctor.toml`, which
    `facts` fill.
    """

    state: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def message(self, lang: str) -> str:
        """Return what was found and how to mend it, in `lang`."""
        said = {
            k: v.message(lang) if isinstance(v, BilingualError) else v
            for k, v in self.facts.items()
        }
        return _texts()[self.code][lang].format(**said)

    def as_row(self, lang: str) -> dict[str, Any]:
        """Return the check as a row: check, state, message."""
        return {
            "check": self.code.partition("-")[0],
            "code": self.code,
            "state": self.state,
            "message": self.message(lang),
        }


def examine(out: Path, cache_folder: Path | None = None, *, mend: bool = False) -> Iterator[Check]:
    """Yield all checks of this installation, of the graph built into `out` and of the snapshots.

    With `mend`, what killed runs left is removed, but for downloads that `fetch` takes up. Nothing
    else is changed.
    """
    sources = cache_folder or snapshots.folder()
    yield from _environment()
    for place in (out, sources):
        yield from _place(place)
    yield from _locks(out)
    yield from _left(out, sources, mend)
    yield from _graph(out)
    yield from _snapshots(sources)
    yield _decisions()
    yield _ontology()


def worst(checks: list[Check]) -> int:
    """Return 0 if all is well, 1 if there are warnings, 2 if there are faults."""
    return max((STATES.index(c.state) for c in checks), default=0)


def _environment() -> Iterator[Check]:
    about = metadata.metadata(DISTRIBUTION)
    python = ".".join(map(str, sys.version_info[:3]))
    wanted = about["Requires-Python"] or ""
    fits = SpecifierSet(wanted).contains(python)
    yield Check(
        "ok" if fits else "fault",
        "python-ok" if fits else "python-fault",
        {"found": python, "wanted": wanted},
    )
    needed = [Requirement(r) for r in metadata.requires(DISTRIBUTION) or ()]
    core = [r for r in needed if r.marker is None or r.marker.evaluate({"extra": ""})]
    wrong = [r for r in core if not _fits(r)]
    yield from (Check("fault", "packages-fault", _versions(r)) for r in wrong)
    if not wrong:
        yield Check("ok", "packages-ok", {"count": len(core)})
    for name in sorted(set(about.get_all("Provides-Extra") or ()) - {"dev"}):
        yield from _extra(
            name,
            [
                r
                for r in needed
                if r not in core and r.marker and r.marker.evaluate({"extra": name})
            ],
        )


def _extra(name: str, needed: list[Requirement]) -> Iterator[Check]:
    absent = [r for r in needed if installed(r.name) is None]
    wrong = [r for r in needed if r not in absent and not _fits(r)]
    yield from (Check("fault", "packages-fault", _versions(r)) for r in wrong)
    if absent:
        yield Check("ok", "extra-absent", {"name": name})
    elif not wrong:
        yield Check(
            "ok",
            "extra-ok",
            {"name": name, "detail": ", ".join(f"{r.name} {installed(r.name)}" for r in needed)},
        )


def _fits(needed: Requirement) -> bool:
    found = installed(needed.name)
    return found is not None and needed.specifier.contains(found, prereleases=True)


def _versions(needed: Requirement) -> dict[str, str]:
    return {
        "name": needed.name,
        "found": installed(needed.name) or "–",
        "wanted": str(needed.specifier),
    }


def _existing(place: Path) -> Path:
    """Return a folder, or the nearest above it that is there."""
    return next(p for p in (place.absolute(), *place.absolute().parents) if p.exists())


def _place(place: Path) -> Iterator[Check]:
    there = _existing(place)
    try:
        if not there.is_dir():
            raise NotADirectoryError(there)
        probe = there / f".frenchtech-graph-{os.getpid()}"
        write_atomically(probe, "")
        probe.unlink()
        yield Check("ok", "write-ok", {"place": place})
    except OSError as error:
        yield Check(
            "fault",
            "write-fault",
            {"place": place, "detail": error.strerror or type(error).__name__},
        )
    free = shutil.disk_usage(there).free / _GIGABYTE
    enough = free >= ROOM
    facts = {"place": place, "free": f"{free:.1f}", "wanted": f"{ROOM:.0f}"}
    yield Check("ok" if enough else "warning", "space-ok" if enough else "space-low", facts)


def _locks(out: Path) -> Iterator[Check]:
    from frenchtech_graph.graph.build import GRAPH_FOLDER

    place = out / GRAPH_FOLDER
    who = holder(place)
    yield (
        Check("warning", "lock-held", {"place": place, "holder": who})
        if who
        else Check("ok", "lock-free", {"place": place})
    )


def _left(out: Path, sources: Path, mend: bool) -> Iterator[Check]:
    from frenchtech_graph.findings.kept import FINDINGS
    from frenchtech_graph.graph.build import GRAPH_FOLDER
    from frenchtech_graph.identity.decisions import decisions_file

    if mend and not holder(out / GRAPH_FOLDER):
        recover(out / GRAPH_FOLDER)
    folders = [
        out,
        current(out / GRAPH_FOLDER) / FINDINGS,
        sources,
        decisions_file().parent,
        *(p for p in sources.glob("*") if p.is_dir()),
    ]
    found = [p for f in folders for p in (*leftovers(f), *_idle_locks(f))]
    begun = [p for folder in folders for p in resumable(folder)]
    found += [p for p in _unfinished(sources) if p not in begun]
    found += temporary_leftovers(Path(tempfile.gettempdir()))
    for file in begun[::2]:
        yield Check("ok", "download-begun", {"place": file, "source": file.parent.name})
    for place in found:
        if mend:
            remove(place)
        yield Check(
            "ok" if mend else "warning",
            "leftovers-mended" if mend else "leftovers-found",
            {"place": place},
        )
    if not found:
        yield Check("ok", "leftovers-ok")


def _idle_locks(folder: Path) -> list[Path]:
    """Return the lock files that nobody holds: their holders were killed. They do no harm."""
    ending = lock_file(Path("x")).suffix
    locks = folder.glob(f".*{ending}") if folder.is_dir() else ()
    return sorted(p for p in locks if holder(p.with_name(p.name[1 : -len(ending)])) is None)


def _unfinished(sources: Path) -> list[Path]:
    """Return fetched files without a note, of sources that nobody is fetching now."""
    idle = (p for p in sources.glob("*") if p.is_dir() and holder(p) is None)
    return sorted(f for p in idle for f in snapshots.without_note(p))


def _graph(out: Path) -> Iterator[Check]:
    from frenchtech_graph.graph.store import (
        NotBuiltError,
        UnreadableGraphError,
        checked_quads,
        read_manifest,
    )

    try:
        with checked_quads(out).open("rb") as file:
            quads = sum(1 for _ in file)
        manifest = read_manifest(out)
        if quads != manifest["quads"]:
            raise UnreadableGraphError(
                "graph-damaged", target=out, detail=f"{quads} / {manifest['quads']}"
            )
    except NotBuiltError:
        yield Check("warning", "graph-absent", {"place": out})
        return
    except UnreadableGraphError as error:
        yield Check("fault", "graph-fault", {"detail": error})
        return
    facts = {
        "place": out,
        "format": manifest["format"],
        "quads": quads,
        "sha256": manifest["sha256"][:12],
    }
    yield Check("ok", "graph-ok", facts)
    if manifest["version"] != __version__:
        versions = {"found": manifest["version"], "known": __version__}
        yield Check("warning", "graph-other-version", {"place": out, **versions})
    broken = manifest["findings"]["violation"] > 0
    yield Check(
        "fault" if broken else "ok",
        "findings-fault" if broken else "findings-ok",
        manifest["findings"],
    )


def _snapshots(sources: Path) -> Iterator[Check]:
    notes = sorted(sources.glob(f"*/*{snapshots.NOTE}"))
    wrong = 0
    for note in notes:
        if detail := _fault_of(note):
            wrong += 1
            yield Check(
                "fault",
                "snapshots-fault",
                {"place": note, "detail": detail, "source": note.parent.name},
            )
    if not wrong:
        yield Check("ok", "snapshots-ok", {"count": len(notes), "place": sources})


def _fault_of(note: Path) -> str:
    """Return what is wrong with a snapshot, empty if nothing is."""
    file = note.with_name(note.name.removesuffix(snapshots.NOTE))
    try:
        stated = json_texts.loads(note.read_text(encoding="utf-8"))["sha256"]
        found = snapshots.checksum(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return "" if found == stated else f"SHA-256 {found[:12]}… / {stated[:12]}…"


def _decisions() -> Check:
    from frenchtech_graph.identity.decisions import read_decisions

    return _tried("decisions", lambda: len(read_decisions()))


def _ontology() -> Check:
    return _tried("ontology", _classes)


def _classes() -> int:
    import pyoxigraph as ox

    from frenchtech_graph.graph import rules, validation
    from frenchtech_graph.model import ontology

    store = ox.Store()
    rules.add_ontology(store)
    rules.apply_rules(store)
    if broken := [f for f in validation.validate(store) if f.severity == "violation"]:
        raise ValueError(f"{broken[0].focus}: {broken[0].message}")
    return len(ontology.load().classes)


def _tried(what: str, count: Callable[[], int]) -> Check:
    """Return what a check counted; whatever is raised by a damaged file is its fault."""
    try:
        return Check("ok", f"{what}-ok", {"count": count()})
    except Exception as error:
        return Check("fault", f"{what}-fault", {"detail": f"{type(error).__name__}: {error}"})
