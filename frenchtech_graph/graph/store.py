"""Open a built graph: the store in memory, loaded from the files, which are the truth.

Opening first checks the format, and compares the checksum of the quads with the manifest.
"""

import hashlib
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.graph.built_files import FORMAT, GRAPH_FOLDER, MANIFEST, QUADS
from frenchtech_graph.io import json_texts
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.swap import current
from frenchtech_graph.io.threads import some_threads


class NotBuiltError(BilingualError, FileNotFoundError):
    """There is no built graph in the folder."""


class UnreadableGraphError(BilingualError):
    """The graph in the folder is damaged, or has another format. The message states the remedy."""


def graph_folder(out: Path) -> Path:
    """Return the folder of the built graph under `out`.

    Raises:
        NotBuiltError: the folder has no built graph.
    """
    folder = current(out / GRAPH_FOLDER)
    if not folder.is_dir():
        raise NotBuiltError("not-built", target=out)
    return folder


def open_store(out: Path) -> ox.Store:
    """Return a memory store with the graph built into `out`.

    Raises:
        NotBuiltError: the folder has no built graph.
        UnreadableGraphError: the graph is damaged, or of another format.
    """
    store = ox.Store()
    load_into(store, checked_quads(out))
    return store


def load_into(store: ox.Store, quads: Path) -> None:
    """Load the quads of a built graph into a store, in a thread: an interruption ends the wait.

    Raises:
        UnreadableGraphError: they are no N-Quads.
    """
    load = partial(store.bulk_load, path=str(quads), format=ox.RdfFormat.N_QUADS, lenient=True)
    try:
        with some_threads(1) as thread:
            thread.submit(load).result()
    except SyntaxError as error:
        raise UnreadableGraphError(
            "graph-damaged", target=quads.parents[1], detail=f"{quads.name}: {error}"
        ) from error


def checked_quads(out: Path) -> Path:
    """Return the file of quads of the graph built into `out`, after checking that its bytes are
    unchanged.

    Raises:
        NotBuiltError: the folder has no built graph.
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
    """Return the checksum of a file, or an empty text if the file is missing."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def read_manifest(out: Path) -> dict[str, Any]:
    """Return the inputs of the graph under `out`.

    Raises:
        NotBuiltError: the folder has no built graph.
        UnreadableGraphError: the manifest is damaged, or has another format.
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
