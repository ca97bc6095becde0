"""The shapes graph, parsed once: the parameters of each shape, by the local name of the SHACL
property.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.model.namespaces import OWL, RDF, RDFS

SH = "http://www.w3.org/ns/shacl#"
Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
NO_CONSTRAINT = {
    *TARGETS,
    *(
        "path",
        "severity",
        "message",
        "deactivated",
        "name",
        "description",
        "order",
        "group",
        "defaultValue",
    ),
    *(
        "flags",
        "ignoredProperties",
        "qualifiedValueShape",
        "qualifiedValueShapesDisjoint",
        "prefixes",
        "select",
    ),
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
        return cls(quad.triple for path in paths for quad in parse_turtle(path))

    def objects(self, node: Node, predicate: str) -> list[Node]:
        """Return the values of a property of a node, in the order of the file."""
        return self._index.get(node, {}).get(predicate, [])

    def values(self, node: Node, name: str) -> list[Node]:
        """Return the values of a SHACL property of a node."""
        return self.objects(node, SH + name)

    def value(self, node: Node, name: str) -> Node | None:
        """Return the first value of a SHACL property of a node, or None."""
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
        """Return whether a shape is in force."""
        return self.text(shape, "deactivated") != "true"

    def constraints(self, shape: Node) -> Iterator[tuple[str, Node]]:
        """Yield the constraints of a shape: local name of the SHACL property, and its value."""
        for predicate, values in self._index.get(shape, {}).items():
            name = predicate.removeprefix(SH)
            if predicate.startswith(SH) and name not in NO_CONSTRAINT:
                yield from ((name, value) for value in values)

    def targeted(self) -> list[Node]:
        """Return the shapes that have a target, in a fixed order."""
        found = [
            s
            for s in self._index
            if any(self.values(s, t) for t in TARGETS) or self._is_class_shape(s)
        ]
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
        named = {
            v for n in self._index for p in ("targetClass", "class") for v in self.values(n, p)
        }
        return {plain(v) for v in named} | {
            plain(n) for n in self._index if self._is_class_shape(n)
        }

    def parents(self, shape: Node) -> list[Node]:
        """Return the shapes that have this one as property shape."""
        return [node for node in self._index if shape in self.values(node, "property")]

    def prefixes(self, constraint: Node) -> str:
        """Return the PREFIX lines that a SPARQL constraint declares through sh:prefixes."""
        sources = self.values(constraint, "prefixes").copy()
        for source in sources:  # grows while it is read: what the sources import
            sources += [o for o in self.objects(source, OWL + "imports") if o not in sources]
        declared = [d for source in sources for d in self.values(source, "declare")]
        lines = {
            f"PREFIX {self.text(d, 'prefix')}: <{self.text(d, 'namespace')}>\n" for d in declared
        }
        return "".join(sorted(lines))

    def with_value(self, name: str) -> list[Node]:
        """Return the nodes that have a SHACL property."""
        return [n for n in self._index if self.values(n, name)]

    def of_type(self, name: str) -> list[Node]:
        """Return the nodes that are of a SHACL class."""
        return [n for n in self._index if ox.NamedNode(SH + name) in self.objects(n, RDF + "type")]


def parse_turtle(path: Path) -> Iterator[ox.Quad]:
    """Parse a Turtle file, whose own address is the base of relative ones."""
    return iter(
        ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.resolve().as_uri())
    )


def plain(node: Node) -> str:
    """Return an IRI or the lexical form of a literal."""
    return str(node) if isinstance(node, ox.Triple) else node.value
