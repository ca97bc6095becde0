"""The methods of the writer of conditions that each kind of constraint is written with."""

from collections.abc import Callable
from typing import Protocol

from frenchtech_graph.graph.shacl.shapes import Node, ShapesGraph

Cover = Callable[[str], tuple[str, ...]]
"""For a class, the classes whose members together are all its members."""


class Writer(Protocol):
    """Writes tests and violations for the shapes of one shapes graph."""

    shapes: ShapesGraph
    cover: Cover

    def fresh(self) -> str:
        """Return a variable that no other pattern uses."""
        ...

    def path(self, shape: Node) -> str | None:
        """Return the path of a property shape in SPARQL, None for a node shape."""
        ...

    def conforms(self, shape: Node, var: str) -> str:
        """Return the test that a value conforms to a shape."""
        ...

    def distinct(self, focus: str, path: str, number: int, also: Callable[[str], str] = ...) -> str:
        """Return a pattern that matches `number` different values that pass a test."""
        ...
