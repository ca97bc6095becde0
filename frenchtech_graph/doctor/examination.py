"""Checks of an installation and of the files it has written.

Each result is ok, warning or fault, with the way to fix it.
"""

from collections.abc import Iterator
from pathlib import Path

from frenchtech_graph.doctor.check import Check
from frenchtech_graph.doctor.installation import environment
from frenchtech_graph.doctor.leftovers import leftover_checks
from frenchtech_graph.doctor.places import lock_checks, place_checks
from frenchtech_graph.doctor.stored_files import (
    decisions_check,
    graph_checks,
    ontology_check,
    snapshot_checks,
)
from frenchtech_graph.ingest import snapshots


def examine(out: Path, cache_folder: Path | None = None, *, mend: bool = False) -> Iterator[Check]:
    """Yield all checks of this installation, of the graph built into `out` and of the snapshots.

    With `mend`, the leftovers of killed runs are removed, except downloads that `fetch` can resume.
    No other file is changed.
    """
    sources = cache_folder or snapshots.folder()
    yield from environment()
    for place in (out, sources):
        yield from place_checks(place)
    yield from lock_checks(out)
    yield from leftover_checks(out, sources, mend)
    yield from graph_checks(out)
    yield from snapshot_checks(sources)
    yield decisions_check()
    yield ontology_check()
