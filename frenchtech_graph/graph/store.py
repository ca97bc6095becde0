"""Open what was built: the store in memory, loaded from the files, which are the truth."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.graph.build import GRAPH_FOLDER, MANIFEST, QUADS
from frenchtech_graph.swap import current


class NotBuiltError(FileNotFoundError):
    """There is no built graph in the folder."""


def graph_folder(out: Path) -> Path:
    """Return the folder of the built graph under `out`.

    Raises:
        NotBuiltError: when nothing was built there.
    """
    folder = current(out / GRAPH_FOLDER)
    if not (folder / QUADS).is_file():
        raise NotBuiltError(str(out))
    return folder


def open_store(out: Path) -> ox.Store:
    """Return a memory store with the graph built into `out`."""
    store = ox.Store()
    store.bulk_load(path=str(graph_folder(out) / QUADS), format=ox.RdfFormat.N_QUADS, lenient=True)
    return store


def read_manifest(out: Path) -> dict[str, Any]:
    """Return what the graph under `out` was built from."""
    text = (graph_folder(out) / MANIFEST).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content
