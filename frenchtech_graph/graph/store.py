"""Open what was built: the store in memory, loaded from the files, which are the truth.

What is opened is checked first: the format, and the checksum of the quads against that of the
manifest.
"""

import hashlib
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.graph.build import FORMAT, GRAPH_FOLDER, MANIFEST, QUADS
from frenchtech_graph.io import json_texts
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.swap import current


class NotBuiltError(BilingualError, FileNotFoundError):
    """There is no built graph in the folder."""


class UnreadableGraphError(BilingualError):
    """The graph in the folder is damaged, or of another format; the message says how to mend it."""


def graph_folder(out: Path) -> Path:
    """Return the folder of the built graph under `out`.

    Raises:
        NotBuiltError: when nothing was built there.
    """
    folder = current(out / GRAPH_FOLDER)
    if not folder.is_dir():
        raise NotBuiltError("not-built", target=out)
    return folder


def open_store(out: Path) -> ox.Store:
    """Return a memory store with the graph built into `out`.

    Raises:
        NotBuiltError: when nothing was built there.
        UnreadableGraphError: the graph is damaged, or of another format.
    """
    quads = checked_quads(out)
    store = ox.Store()
    try:
        store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS, lenient=True)
    except SyntaxError as error:
        raise UnreadableGraphError(
            "graph-damaged", target=out, detail=f"{quads.name}: {error}"
        ) from error
    return store


def checked_quads(out: Path) -> Path:
    """Return the file of quads of the graph built into `out`, its bytes found to be those that were
    written.

    Raises:
        NotBuiltError: when nothing was built there.
        UnreadableGraphError: the graph is damaged, or of another format.
    """
    folder, manifest = graph_folder(out), read_manifest(out)
    while (found := _checksum(folder / QUADS)) != manifest["sha256"]:
        before, manifest = manifest, read_manifest(out)
        if manifest == before:  # else a new build came in between
            detail = (
                f"{QUADS}: SHA-256 {found[:12] or '-'}…, {str(manifest['sha256'])[:12]}…"
                f" ({MANIFEST})"
            )
            raise UnreadableGraphError("graph-damaged", target=out, detail=detail)
    return folder / QUADS


def _checksum(path: Path) -> str:
    """Return the checksum of a file, empty if there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def read_manifest(out: Path) -> dict[str, Any]:
    """Return what the graph under `out` was built from.

    Raises:
        NotBuiltError: when nothing was built there.
        UnreadableGraphError: the manifest is damaged, or that of another format.
    """
    path = graph_folder(out) / MANIFEST
    try:
        content = json_texts.loads(path.read_text(encoding="utf-8"))
        found = content["format"]
        assert isinstance(content["sha256"], str)
    except (OSError, ValueError, KeyError, TypeError, AssertionError) as error:
        raise UnreadableGraphError(
            "graph-damaged", target=out, detail=f"{MANIFEST}: {error!r}"
        ) from error
    if found != FORMAT:
        newer = isinstance(found, int) and found > FORMAT
        raise UnreadableGraphError(
            "graph-newer" if newer else "graph-older", target=out, found=found, known=FORMAT
        )
    manifest: dict[str, Any] = content
    return manifest
