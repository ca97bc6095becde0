"""Checks of the files of a graph, decisions and snapshots."""

from collections.abc import Callable, Iterator
from pathlib import Path

from frenchtech_graph.doctor.check import Check
from frenchtech_graph.ingest import snapshots
from frenchtech_graph.io import json_texts
from frenchtech_graph.version import __version__


def graph_checks(out: Path) -> Iterator[Check]:
    """Yield whether a graph is whole, of this version, and without violations."""
    from frenchtech_graph.graph.store import (
        NotBuiltError,
        UnreadableGraphError,
        checked_quads,
        read_manifest,
    )
    from frenchtech_graph.pipeline.rebuild import changed_files

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
    if changed := changed_files(out):
        damage = UnreadableGraphError("graph-damaged", target=out, detail=", ".join(changed))
        yield Check("fault", "graph-fault", {"detail": damage})
    facts = {
        "place": out,
        "format": manifest["format"],
        "quads": quads,
        "sha256": manifest["sha256"][:12],
    }
    if not changed:
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


def snapshot_checks(sources: Path) -> Iterator[Check]:
    """Yield whether each snapshot is the file that its note states."""
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
    """Return the fault of a snapshot, empty if it is sound."""
    file = note.with_name(note.name.removesuffix(snapshots.NOTE))
    try:
        stated = json_texts.loads(note.read_text(encoding="utf-8"))["sha256"]
        found = snapshots.checksum(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return "" if found == stated else f"SHA-256 {found[:12]}… / {stated[:12]}…"


def decisions_check() -> Check:
    """Return whether the decisions on identity can be read."""
    from frenchtech_graph.identity.decisions import read_decisions

    return _tried("decisions", lambda: len(read_decisions()))


def ontology_check() -> Check:
    """Return whether the ontology can be parsed and conforms to its own shapes."""
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
    """Return the count of a check. An error raised by a damaged file is reported as a fault."""
    try:
        return Check("ok", f"{what}-ok", {"count": count()})
    except Exception as error:
        return Check("fault", f"{what}-fault", {"detail": f"{type(error).__name__}: {error}"})
