"""The shapes graph, read once: what each shape says, by the local name of the SHACL property."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.namespaces import OWL, RDF, RDFS

SH = "http://www.w3.org/ns/shacl#"
Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
NO_CONSTRAINT = {
    *TARGETS,
    *("path", "severity", "message", "deactivated", "name", "description", "order", "group", "defaultValue"),
    *("flags", "ignoredProperties", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"),
}
"""Properties of a shape that are no constraint by themselves."""


class ShapesGraph:
    """The triples of one or more shapes files."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._index: dict[Node, dict[str, list[Node]]] = {}
        for triple in triples:
            about = self._index.setdefault(triple.subject, {})
            about.setdefault(triple.predicate.value, []).append(triple.object)

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "ShapesGraph":
        """Read Turtle files."""
        parsed = (ox.parse(path=str(path), format=ox.RdfFormat.TURTLE) for path in paths)
        return cls(quad.triple for quads in parsed for quad in quads)

    def objects(self, node: Node, predicate: str) -> list[Node]:
        """Return the values of a property of a node, in the order of the file."""
        return self._index.get(node, {}).get(predicate, [])

    def values(self, node: Node, name: str) -> list[Node]:
        """Return the values of a SHACL property of a node."""
        return self.objects(node, SH + name)

    def value(self, node: Node, name: str) -> Node | None:
        """Return the first value of a SHACL property of a node, if any."""
        return next(iter(self.values(node, name)), None)

    def text(self, node: Node, name: str, default: str = "") -> str:
        """Return the first value of a SHACL property as plain text."""
        value = self.value(node, name)
        return default if value is None else plain(value)

    def items(self, node: Node) -> list[Node]:
        """Return the members of an RDF list."""
        members: list[Node] = []
        while node in self._index:
            members += self.objects(node, RDF + "first")
            node = next(iter(self.objects(node, RDF + "rest")), ox.NamedNode(RDF + "nil"))
        return members

    def active(self, shape: Node) -> bool:
        """Tell whether a shape is in force."""
        return self.text(shape, "deactivated") != "true"

    def constraints(self, shape: Node) -> Iterator[tuple[str, Node]]:
        """Yield the constraints of a shape: local name of the SHACL property, and its value."""
        for predicate, values in self._index.get(shape, {}).items():
            name = predicate.removeprefix(SH)
            if predicate.startswith(SH) and name not in NO_CONSTRAINT:
                yield from ((name, value) for value in values)

    def targeted(self) -> list[Node]:
        """Return the shapes that have a target, in a fixed order."""
        found = [s for s in self._index if any(self.values(s, t) for t in TARGETS) or self._is_class_shape(s)]
        return sorted(found, key=str)

    def _is_class_shape(self, node: Node) -> bool:
        types = {plain(t) for t in self.objects(node, RDF + "type")}
        shape = types & {SH + "NodeShape", SH + "PropertyShape"}
        return bool(shape and types & {RDFS + "Class", OWL + "Class"})

    def targets(self, shape: Node) -> list[tuple[str, Node]]:
        """Return the targets of a shape: local name of the SHACL property, and its value."""
        found = [(name, value) for name in TARGETS for value in self.values(shape, name)]
        return [*found, ("targetClass", shape)] if self._is_class_shape(shape) else found

    def classes(self) -> set[str]:
        """Return the classes that targets and constraints name."""
        named = {v for n in self._index for p in ("targetClass", "class") for v in self.values(n, p)}
        return {plain(v) for v in named} | {plain(n) for n in self._index if self._is_class_shape(n)}

    def parents(self, shape: Node) -> list[Node]:
        """Return the shapes that have this one as property shape."""
        return [node for node in self._index if shape in self.values(node, "property")]

    def prefixes(self, constraint: Node) -> str:
        """Return the PREFIX lines that a SPARQL constraint declares through sh:prefixes."""
        lines = []
        for source in self.values(constraint, "prefixes"):
            for declared in self.values(source, "declare"):
                lines.append(f"PREFIX {self.text(declared, 'prefix')}: <{self.text(declared, 'namespace')}>\n")
        return "".join(sorted(lines))


def plain(node: Node) -> str:
    """Return an IRI or the lexical form of a literal."""
    return str(node) if isinstance(node, ox.Triple) else node.value
