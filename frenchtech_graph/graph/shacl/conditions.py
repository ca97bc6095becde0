"""Conditions of conformance: each SHACL constraint as SPARQL.

Two forms cover all of them. A *test* is a boolean expression on one value, which never raises an
error. A *violation* is a graph pattern on a focus node. Each of its solutions breaks the
constraint.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, count

from frenchtech_graph.graph.shacl.paths import sparql_path
from frenchtech_graph.graph.shacl.shapes import Node, ShapesGraph
from frenchtech_graph.graph.shacl.value_tests import TESTS
from frenchtech_graph.graph.shacl.violation_patterns import VIOLATIONS
from frenchtech_graph.graph.shacl.writer import Cover

_OF_PATHS = {
    "minCount",
    "maxCount",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
}
"""Constraints that say something on property shapes only."""


class UnsupportedShapeError(ValueError):
    """The shapes use a part of SHACL that is not compiled."""


class Conditions:
    """Writes tests and violations for the shapes of one shapes graph."""

    def __init__(self, shapes: ShapesGraph, cover: Cover) -> None:
        self.shapes = shapes
        self.cover = cover
        self._numbers = count(1)
        self._open: list[Node] = []

    def fresh(self) -> str:
        """Return a variable that no other pattern uses."""
        return f"?v{next(self._numbers)}"

    def path(self, shape: Node) -> str | None:
        """Return the path of a property shape in SPARQL, None for a node shape."""
        path = self.shapes.value(shape, "path")
        return None if path is None else sparql_path(self.shapes, path)

    def conforms(self, shape: Node, var: str) -> str:
        """Return the test that a value conforms to a shape."""
        if not self.shapes.active(shape):
            return "true"
        if shape in self._open:
            raise UnsupportedShapeError(f"the shape {shape} refers to itself")
        self._open.append(shape)
        try:
            parts = [f"NOT EXISTS {{ {p} }}" for p in self._all_violations(shape, var)]
            if self.path(shape) is None:
                parts += [self.test(shape, n, v, var) for n, v in self._value_constraints(shape)]
            parts += [
                self.conforms(p, var) for p in self._properties(shape) if self.path(shape) is None
            ]
        finally:
            self._open.pop()
        return "(" + " && ".join(parts or ["true"]) + ")"

    def _properties(self, shape: Node) -> list[Node]:
        return self.shapes.values(shape, "property")

    def _value_constraints(self, shape: Node) -> Iterator[tuple[str, Node]]:
        return ((n, v) for n, v in self.shapes.constraints(shape) if n in TESTS)

    def _all_violations(self, shape: Node, var: str) -> Iterator[str]:
        for name, value in self.shapes.constraints(shape):
            told_by_a_test = self.path(shape) is None and (name in TESTS or name == "property")
            if not told_by_a_test:
                yield from self.violations(shape, name, value, var, self.fresh())

    def violations(
        self, shape: Node, name: str, value: Node, focus: str, var: str
    ) -> Iterator[str]:
        """Yield the patterns on `focus` that break a constraint.

        `var` is the value at fault, or None.
        """
        path = self.path(shape)
        if name in TESTS or name == "property":
            tested = (
                self.conforms(value, var)
                if name == "property"
                else self.test(shape, name, value, var)
            )
            bound = f"BIND({focus} AS {var})" if path is None else f"{focus} {path} {var} ."
            yield f"{bound} FILTER(!({tested}))"
        elif name in _OF_PATHS and (path is None or not self._complete(shape, name)):
            return
        elif name in VIOLATIONS:
            yield from VIOLATIONS[name](self, shape, value, focus, var)
        else:
            raise UnsupportedShapeError(f"sh:{name} in the shape {shape} is not supported")

    def _complete(self, shape: Node, name: str) -> bool:
        """Return whether a shape has all parameters of a constraint: a count needs the shape of the
        counted values (SHACL §4.7.3).
        """
        return not name.startswith("qualified") or bool(
            self.shapes.values(shape, "qualifiedValueShape")
        )

    def test(self, shape: Node, name: str, value: Node, var: str) -> str:
        """Return the test that a value meets a constraint."""
        return TESTS[name](self, shape, value, var)

    def distinct(
        self, focus: str, path: str, number: int, also: Callable[[str], str] = lambda _: "true"
    ) -> str:
        """Return a pattern that matches when a focus node has so many different values that pass a
        test.
        """
        names = [self.fresh() for _ in range(number)]
        filters = [f"!sameTerm({a}, {b})" for a, b in combinations(names, 2)] + [
            also(n) for n in names
        ]
        joined = " && ".join(f for f in filters if f != "true") or "true"
        return " ".join(f"{focus} {path} {n} ." for n in names) + f" FILTER({joined})"
