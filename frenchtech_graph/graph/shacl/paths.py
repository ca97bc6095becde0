"""SHACL property paths → SPARQL property paths (SHACL §2.3.1, SPARQL 1.1 §9), and back to
Turtle.
"""

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.shapes import Node, ShapesGraph

_REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def sparql_path(shapes: ShapesGraph, path: Node) -> str:
    """Return a path as SPARQL writes it: an IRI in angle brackets, or an expression of such."""
    if isinstance(path, ox.NamedNode):
        return str(path)
    if steps := shapes.items(path):
        return "(" + "/".join(sparql_path(shapes, step) for step in steps) + ")"
    if inverse := shapes.value(path, "inversePath"):
        return f"(^{sparql_path(shapes, inverse)})"
    if choices := shapes.value(path, "alternativePath"):
        return "(" + "|".join(sparql_path(shapes, choice) for choice in shapes.items(choices)) + ")"
    for name, sign in _REPEATED.items():
        if (inner := shapes.value(path, name)) is not None:
            return f"({sparql_path(shapes, inner)}{sign})"
    raise ValueError(f"{path} is not a SHACL property path")


def turtle_path(shapes: ShapesGraph, path: Node) -> str:
    """Return a path as a shapes file writes it in Turtle."""
    if isinstance(path, ox.NamedNode):
        return str(path)
    if steps := shapes.items(path):
        return "( " + " ".join(turtle_path(shapes, step) for step in steps) + " )"
    if choices := shapes.value(path, "alternativePath"):
        members = " ".join(turtle_path(shapes, choice) for choice in shapes.items(choices))
        return f"[ sh:alternativePath ( {members} ) ]"
    for name in ("inversePath", *_REPEATED):
        if (inner := shapes.value(path, name)) is not None:
            return f"[ sh:{name} {turtle_path(shapes, inner)} ]"
    raise ValueError(f"{path} is not a SHACL property path")
