"""Names of resources in findings: labels, or the two ends of a tie."""

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.shapes import Node, plain
from frenchtech_graph.model.annotations import kinds_of_property
from frenchtech_graph.model.namespaces import FTE, RDFS, SKOS
from frenchtech_graph.model.terms import Property


class Names:
    """Names of resources for display, each looked up once."""

    def __init__(self, store: ox.Store, lang: str) -> None:
        self._store = store
        self._lang = lang
        self._known: dict[Node, str] = {}

    def of(self, node: Node) -> str:
        """Return the label of a resource, the two ends of a tie without a label, or the text of
        another term.
        """
        if isinstance(node, ox.Literal | ox.Triple):
            return plain(node)
        if node not in self._known:
            self._known[node] = self._label(node) or self._ends(node) or node.value
        return self._known[node]

    def _label(self, node: Node) -> str | None:
        found = self._objects(node, SKOS + "prefLabel") or self._objects(node, RDFS + "label")
        labels = sorted(
            (o.language != self._lang, o.value) for o in found if isinstance(o, ox.Literal)
        )
        return labels[0][1] if labels else None

    def _objects(self, node: Node, predicate: str) -> list[Node]:
        assert isinstance(node, ox.NamedNode | ox.BlankNode)
        quads = self._store.quads_for_pattern(
            node, ox.NamedNode(predicate), None, ox.DefaultGraph()
        )
        return [q.object for q in quads]

    def _ends(self, node: Node) -> str | None:
        said = self._said(node)
        ends = [
            [o for role in kinds_of_property(end) for o in said.get(FTE + role, ())]
            for end in (Property.TIE_FROM, Property.TIE_TO)
        ]
        if not all(ends):
            return None
        return " → ".join(
            self._label(e[0]) or plain(e[0]) for e in ends if not isinstance(e[0], ox.Literal)
        )

    def _said(self, node: Node) -> dict[str, list[Node]]:
        """Return all statements about a resource by property.

        One lookup serves the many possible names of an end of a tie.
        """
        assert isinstance(node, ox.NamedNode | ox.BlankNode)
        said: dict[str, list[Node]] = {}
        for quad in self._store.quads_for_pattern(node, None, None, ox.DefaultGraph()):
            said.setdefault(quad.predicate.value, []).append(quad.object)
        return said
