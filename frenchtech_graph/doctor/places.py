"""Checks of the folders for output: permissions, free space, and locks."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from frenchtech_graph.doctor.check import Check
from frenchtech_graph.io.locks import holder
from frenchtech_graph.io.swap import (
    write_atomically,
)

ROOM = 4.0  # GB on the disk that a national build takes, files of sorting included
_GIGABYTE = 1e9


def _existing(place: Path) -> Path:
    """Return a folder, or its nearest existing parent."""
    return next(p for p in (place.absolute(), *place.absolute().parents) if p.exists())


def place_checks(place: Path) -> Iterator[Check]:
    """Yield whether a folder can be written to, and has room for a national build."""
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
    facts = {"place": place, "free": f"{free:.1f}", "needed": f"{ROOM:.0f}"}
    yield Check("ok" if enough else "warning", "space-ok" if enough else "space-low", facts)


def lock_checks(out: Path) -> Iterator[Check]:
    """Yield whether a process locks the graph of a folder."""
    from frenchtech_graph.graph.built_files import GRAPH_FOLDER

    place = out / GRAPH_FOLDER
    who = holder(place)
    yield (
        Check("warning", "lock-held", {"place": place, "holder": who})
        if who
        else Check("ok", "lock-free", {"place": place})
    )
