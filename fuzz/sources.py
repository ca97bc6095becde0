"""Each connector's `read`, on the files of its fixture: alone and as a folder, plain, gzipped and
in a zip.
"""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import cast

from frenchtech_graph.ingest.framework import mapping
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.io.faults import FaultsError
from fuzz.harnesses import Harness, Run
from fuzz.mutations import of_form
from fuzz.places import FIXTURES, folder, written


def harnesses() -> Iterator[Harness]:
    """Yield a harness for each connector that has a fixture."""
    for name in connectors():
        if (FIXTURES / name).is_dir():
            yield Harness(f"source-{name}", _reader(name), _seeds(name), (FaultsError,), _changed)


def _changed(data: bytes, chance: Random) -> bytes:
    """Change what the file holds, and now and then which file it is."""
    head = data[:2] if chance.random() < 0.9 else bytes([chance.randrange(4), chance.randrange(4)])
    return head + of_form(data[2:], chance)


def _files(name: str) -> list[Path]:
    return sorted(f for f in (FIXTURES / name).iterdir() if f.suffix != ".ttl")


def _seeds(name: str) -> Callable[[], list[bytes]]:
    def seeds() -> list[bytes]:
        files = _files(name)
        plain = [bytes([at, way]) + f.read_bytes() for at, f in enumerate(files) for way in (0, 1)]
        first = files[0].read_bytes()
        return [*plain, b"\0\0" + gzip.compress(first, 1, mtime=0), b"\0\0" + _zipped(files)]

    return seeds


def _zipped(files: list[Path]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name), file.read_bytes())
    return out.getvalue()


def _reader(name: str) -> Run:
    """Return a reader of inputs of two bytes (which file, and in what way) and what the file
    holds.
    """
    files = _files(name)

    def run(data: bytes) -> object:
        cast(dict[str, dict[str, int]], mapping.load(name).counts).setdefault("rows", {})["min"] = 0
        at, way = (*data[:2], 0, 0)[:2]
        file = files[at % len(files)]
        if way % 2 == 0:
            return connectors()[name].read(
                written(f"{name}/alone/{file.name}", data[2:]), persons=way % 4 == 2
            )
        where = folder() / name / "folder"
        if not where.exists():
            where.mkdir(parents=True)
            for other in files:
                (where / other.name).write_bytes(other.read_bytes())
        try:
            (where / file.name).write_bytes(data[2:])
            return connectors()[name].read(where)
        finally:
            (where / file.name).write_bytes(file.read_bytes())

    return run
