"""All quads of a store in one order, so that the same graph has one file only."""

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from typing import BinaryIO

import pyoxigraph as ox

from frenchtech_graph.io.swap import temporary_folder

LINES_IN_MEMORY = 500_000
_DEFAULT = ox.DefaultGraph()


def sorted_lines(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph = _DEFAULT) -> list[bytes]:
    """Return the N-Quads lines of one graph of a store in the order of their bytes, sorted in
    memory.
    """
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
    assert dumped is not None
    lines = dumped.splitlines(keepends=True)
    if isinstance(graph, ox.NamedNode):
        end = f" {graph} .\n".encode()
        lines = [line.removesuffix(b" .\n") + end for line in lines]
    lines.sort()
    return lines


def sorted_quads(store: ox.Store, *, at_once: int = LINES_IN_MEMORY) -> Iterator[bytes]:
    """Yield the N-Quads lines of a store in the order of their bytes.

    At most `at_once` lines are in memory: longer dumps are sorted in parts on disk and merged.
    """
    with temporary_folder() as folder, ExitStack() as files:
        dump = folder / "dump.nq"
        store.dump(output=str(dump), format=ox.RdfFormat.N_QUADS)
        lines = files.enter_context(dump.open("rb"))
        parts: list[BinaryIO] = []
        while part := sorted(islice(lines, at_once)):
            path = folder / f"{len(parts)}.nq"
            with path.open("wb") as file:
                file.writelines(part)
            parts.append(files.enter_context(path.open("rb")))
        yield from heapq.merge(*parts)
