"""All quads of a store in one order, so that the same graph has one file only."""

import heapq
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

LINES_IN_MEMORY = 500_000


def sorted_quads(store: ox.Store, *, at_once: int = LINES_IN_MEMORY) -> Iterator[bytes]:
    """Yield the N-Quads lines of a store in the order of their bytes.

    No more than `at_once` lines stand in memory: longer dumps are sorted in parts on disk and merged.
    """
    with tempfile.TemporaryDirectory() as name, ExitStack() as files:
        dump = Path(name) / "dump.nq"
        store.dump(output=str(dump), format=ox.RdfFormat.N_QUADS)
        lines = files.enter_context(dump.open("rb"))
        parts: list[BinaryIO] = []
        while part := sorted(islice(lines, at_once)):
            path = Path(name) / f"{len(parts)}.nq"
            with path.open("wb") as file:
                file.writelines(part)
            parts.append(files.enter_context(path.open("rb")))
        yield from heapq.merge(*parts)
