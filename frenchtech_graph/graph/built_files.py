"""The files of a built graph: their names, and the number of their format."""

GRAPH_FOLDER = "graph"
QUADS, TURTLE, MANIFEST = "graph.nq", "graph.ttl", "manifest.json"
FORMAT = 2
"""Format of a built graph: files, their names and what the manifest says.

What reads another must build again.
"""
