"""Keys of inputs: the same key means the same result, so that a step can be skipped."""

import hashlib
import sys
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.ingest.sheets.mapping import beside as mapping_beside
from frenchtech_graph.ingest.snapshots import NOTE as SNAPSHOT_NOTE
from frenchtech_graph.ingest.snapshots import Snapshot, checksum
from frenchtech_graph.io.files import data_folder, ontology_folder, queries_folder


def digest(*parts: str) -> str:
    """Return the key of texts in their order."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


_BESIDE_THE_PROGRAM = ("decisions.csv", "read_joins.csv")
"""Tables of `data/identity/` with a key of their own, or that change no graph."""


@cache
def program_key() -> str:
    """Return a key of everything that turns inputs into a graph: code, ontology, reference data,
    tables of the identity, engine. Decisions are an input of their own.
    """
    package, identity = Path(__file__).parents[1], data_folder() / "identity"
    tables = sorted(p.name for p in identity.iterdir() if p.name not in _BESIDE_THE_PROGRAM)
    made_of = (
        package,
        ontology_folder(),
        data_folder() / "reference",
        *(identity / name for name in tables),
    )
    return digest(
        sys.version, ox.__version__, *(content_key(path, times=False) for path in made_of)
    )


def reading_key(quads: str, queries: str) -> str:
    """Return a key of the results of the queries in a folder of `queries/` on quads with this
    checksum.
    """
    return digest(quads, program_key(), content_key(queries_folder() / queries, times=False))


def content_key(path: Path | Snapshot, *, times: bool = True) -> str:
    """Return a key of a file with its note, or of a folder: names, bytes and times of change.

    A file of one's own is dated by its last change, so a time that changed is a change.
    """
    top = path.path if isinstance(path, Snapshot) else path
    beside = top.with_name(top.name + SNAPSHOT_NOTE)
    mapping = mapping_beside(top)
    files = (
        [f for f in (top, beside, mapping) if f.exists()]
        if top.is_file()
        else sorted(f for f in top.rglob("*") if _counts(f))
    )
    about = repr(path) if isinstance(path, Snapshot) else top.name
    parts = [
        (f.relative_to(top.parent).as_posix(), checksum(f), int(f.stat().st_mtime) * times)
        for f in files
    ]
    return digest(about, *map(repr, parts))


def _counts(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts
