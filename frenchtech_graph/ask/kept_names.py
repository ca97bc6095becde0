"""The names of a graph by their stems, cached so that the next command reads a file.

`graph/reading/names.json` is created by the first question. Its key covers the quads, the program
and the queries. Deleting it changes no answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from frenchtech_graph.graph.reading_copy import READING
from frenchtech_graph.graph.store import graph_folder, read_manifest
from frenchtech_graph.io import json_texts, sealed_files
from frenchtech_graph.pipeline.fingerprints import reading_key

FILE = "names.json"
NamesByStems = Mapping[tuple[str, ...], Mapping[str, str]]
"""The entities with each name: stems of the name → address → usual name."""


def kept_names(out: Path, read: Callable[[], NamesByStems]) -> NamesByStems:
    """Return the cached names of the graph built into `out`, or call `read` and cache its result."""
    key = _key(out)
    file = graph_folder(out) / READING / FILE
    kept = sealed_files.read(file, key)
    if kept is not None:
        return loads(kept)
    found = read()
    if key == _key(out):  # else a build came in between
        sealed_files.write(file, key, dumps(found))
    return found


def dumps(found: NamesByStems) -> bytes:
    """Return names as JSON.

    >>> names = {("le", "poool"): {"https://w3id.org/fte/id/actor/le-poool": "Le Poool"}}
    >>> loads(dumps(names)) == names
    True
    """
    content = {" ".join(stems): things for stems, things in found.items()}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def loads(content: bytes) -> NamesByStems:
    """Return the names that `dumps` wrote."""
    return {tuple(stems.split(" ")): things for stems, things in json_texts.loads(content).items()}


def _key(out: Path) -> str:
    return reading_key(str(read_manifest(out)["sha256"]), "lookup")
