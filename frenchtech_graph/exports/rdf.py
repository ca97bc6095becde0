"""RDF files: the consolidated graph as Turtle, all graphs as N-Quads, both in a fixed order."""

from heapq import merge

import pyoxigraph as ox

from frenchtech_graph.exports.provenance import snapshot_statements
from frenchtech_graph.graph.build import write_turtle
from frenchtech_graph.graph.sorting import sorted_lines, sorted_quads
from frenchtech_graph.io.swap import temporary_folder


def turtle(store: ox.Store) -> dict[str, bytes]:
    """Return the default graph as Turtle (W3C, RDF 1.1 Turtle), with the snapshots of each
    resource.
    """
    rests_on = sorted(f"{triple} .\n".encode() for triple in snapshot_statements(store))
    with temporary_folder() as folder:
        target = folder / "graph.ttl"
        write_turtle(list(merge(sorted_lines(store), rests_on)), target)
        return {"": target.read_bytes()}


def nquads(store: ox.Store) -> dict[str, bytes]:
    """Return all graphs as N-Quads (W3C, RDF 1.1 N-Quads)."""
    return {"": b"".join(sorted_quads(store))}
