"""A read-only copy of the quads on disk that opens in milliseconds, for commands that ask one question.

The file of quads is the source of truth. The copy is in `graph/reading/store/`. The first command
that needs it creates it, and a build replaces it. It is used only if its note contains the checksum
of the quads and the version of the engine. Deleting it changes no answer: if it cannot be created
or opened, the quads are loaded into memory.

Look-ups take about the same time in both stores. Code that scans the whole graph uses
`store.open_store`.
"""

import json
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.graph.built_files import QUADS
from frenchtech_graph.graph.store import (
    checked_quads,
    graph_folder,
    open_store,
    read_manifest,
)
from frenchtech_graph.io import json_texts, locks, swap
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.threads import some_threads

READING = "reading"
STORE = "store"
NOTE = "made-of.json"
PIECE = 64 << 20
"""Bytes of quads loaded at once. The engine sorts a load in memory: France takes 1.4 GB at once, 0.6 GB in pieces,
and the same time."""
WORTH = 32 << 20
"""Bytes of quads from which a copy pays off. Smaller graphs load in half a second."""


def reading_store(out: Path) -> ox.Store:
    """Return a store of the graph built into `out`, possibly read-only.

    Raises:
        NotBuiltError: the folder has no graph.
        UnreadableGraphError: the graph is damaged, or of another format.
    """
    manifest = read_manifest(out)
    folder = graph_folder(out)
    copy = folder / READING / STORE
    stamp = _stamp(folder / QUADS)
    if not stamp or stamp[0] < WORTH:
        return open_store(out)
    known = _note(copy)
    if known.get("sha256") != manifest["sha256"] or known.get("engine") != ox.__version__:
        quads = checked_quads(out)
        if not _made(copy, quads):
            return open_store(out)
    elif known.get("file") != stamp:
        _noted(copy, checked_quads(out))
    try:
        return ox.Store.read_only(str(copy))
    except (OSError, RuntimeError, ValueError):  # the engine raises it for damaged files
        return open_store(out)


def has_copy(out: Path) -> bool:
    """Return whether `reading_store` opens the graph quickly: it is small, or has its copy.

    Raises:
        NotBuiltError: the folder has no graph.
        UnreadableGraphError: the graph is damaged, or of another format.
    """
    folder, sha256 = graph_folder(out), read_manifest(out)["sha256"]
    stamp, known = _stamp(folder / QUADS), _note(folder / READING / STORE)
    of_these_quads = known.get("sha256") == sha256 and known.get("engine") == ox.__version__
    return not stamp or stamp[0] < WORTH or of_these_quads


def _made(copy: Path, quads: Path) -> bool:
    """Create the copy. Return False if the folder is read-only or locked by another process."""
    try:
        with locks.locked(copy), swap.swapped_in(copy) as fresh:
            _fill(fresh, quads)
            _noted(fresh, quads)
    except (OSError, SyntaxError, BilingualError):
        return False
    return True


def _fill(folder: Path, quads: Path) -> None:
    """Load the quads in a thread: an interruption ends the wait for the engine."""
    store = ox.Store(str(folder))
    load = partial(store.bulk_load, format=ox.RdfFormat.N_QUADS, lenient=True)
    with quads.open("rb") as file, some_threads(1) as thread:
        while lines := file.readlines(PIECE):
            thread.submit(load, b"".join(lines)).result()
    store.flush()


def _note(copy: Path) -> dict[str, Any]:
    """Return the note of the copy, empty if it is unreadable."""
    try:
        found = json_texts.loads((copy / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _noted(copy: Path, quads: Path) -> None:
    """Write the note of the copy, with the checksum of the manifest."""
    sha256 = read_manifest(quads.parents[1])["sha256"]
    about = {"sha256": sha256, "engine": ox.__version__, "file": _stamp(quads)}
    with suppress(OSError):
        swap.write_atomically(copy / NOTE, json.dumps(about))


def _stamp(file: Path) -> list[int]:
    """Return the size and modification time of a file, empty if it does not exist."""
    try:
        found = file.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]
