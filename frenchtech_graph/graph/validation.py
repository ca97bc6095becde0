"""Does the graph hold what the shapes of `ontology/` ask for? Each finding says where, what, and
how to mend it.

The shapes are compiled to SPARQL and run over the default graph of a store, each constraint once.
The classes of the core ontology are known without being in the store. :func:`validate_with_pyshacl`
is the slow reference that must find the same.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.classes import class_cover, subclass_pairs
from frenchtech_graph.graph.shacl.compiler import Query, compile_shapes
from frenchtech_graph.graph.shacl.paths import sparql_path, turtle_path
from frenchtech_graph.graph.shacl.shapes import SH, Node, ShapesGraph, plain
from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model.namespaces import FTE, RDFS, SKOS
from frenchtech_graph.model.terms import Property

if TYPE_CHECKING:
    from rdflib import Graph

SEVERITIES = ("violation", "warning", "info")
SHAPE_FILES = ("shapes.ttl", "derived-shapes.ttl")
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the graph does not hold what a shape asks for.

    `severity` is ``"violation"``, ``"warning"`` or ``"info"``; `constraint` the IRI of the shape, a
    code that never changes; `component` the kind of constraint (``"minCount"``, ``"class"`` …);
    `focus` the IRI of the thing at fault and `focus_label` its name; `path` the property looked at,
    an IRI or a SPARQL path; `value` the value at fault as text and `value_term` the same as an
    N-Triples term; `message` what is wrong and what to do, in the language asked for.
    """

    severity: str
    constraint: str
    focus: str
    focus_label: str
    path: str | None
    value: str | None
    message: str
    component: str
    value_term: str | None = None

    @property
    def key(self) -> tuple[str, str, str, str, str, str]:
        """What tells a finding from another, whatever the language: the same for any SHACL
        engine.
        """
        order = str(SEVERITIES.index(self.severity))
        return order, self.constraint, self.focus, self.component, self.path or "", self.value or ""


def validate(
    store: ox.Store, *, lang: str = "en", shapes: Sequence[Path] | None = None
) -> list[Finding]:
    """Return what is wrong in the default graph of a store, worst first, in a fixed order.

    `lang` is the language of the messages, ``"en"`` or ``"fr"``; `shapes` are Turtle files to use
    instead of the shapes of the package.

    Raises:
        UnsupportedShapeError: when `shapes` use a part of SHACL that is not compiled.
    """
    files = shape_files() if shapes is None else shapes
    graph = ShapesGraph.of(files)
    messages = ShapesGraph.of(f for p in files if (f := p.with_suffix(f".{lang}.ttl")).is_file())
    cover = class_cover(store, _subclass_pairs(store, shapes), graph.classes())
    names = _Names(store, lang)
    findings = {}
    for query in compile_shapes(graph, cover):
        text = _message(graph, messages, query, lang)
        for row in _rows(store, query):
            finding = _finding(query, row, text, names)
            findings[*finding.key, finding.value_term or ""] = finding
    return [findings[key] for key in sorted(findings)]


def shape_files() -> list[Path]:
    """Return the shapes files of the package."""
    return [ontology_folder() / name for name in SHAPE_FILES]


def _subclass_pairs(store: ox.Store, shapes: Sequence[Path] | None) -> set[tuple[str, str]]:
    return subclass_pairs(store, [ontology_folder() / "core.ttl", *(shapes or ())])


def _rows(store: ox.Store, query: Query) -> Iterator[dict[str, Node]]:
    solutions = store.query(query.sparql)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [v.value for v in solutions.variables]
    for solution in solutions:
        yield {
            name: value for name, value in zip(names, solution, strict=True) if value is not None
        }


def _message(shapes: ShapesGraph, messages: ShapesGraph, query: Query, lang: str) -> str:
    """Return the message of a constraint in a language, in English where there is no other."""
    found = messages.values(query.shape, "message") + shapes.values(query.message, "message")
    texts = {m.language or "en": m.value for m in reversed(found) if isinstance(m, ox.Literal)}
    return texts.get(lang) or texts.get("en") or f"It breaks the constraint sh:{query.component}."


def _finding(query: Query, row: dict[str, Node], text: str, names: "_Names") -> Finding:
    value = row.get("value")
    if query.component == "hasValue":  # what is missing is not a value of the focus node
        value = None
    elif value is None and query.path is None:  # a node shape is about the focus node itself
        value = row["this"]
    path = plain(row["path"]) if "path" in row else query.path
    filled = _PLACEHOLDER.sub(lambda m: names.of(row[m[1]]) if m[1] in row else m[0], text)
    return Finding(
        severity=query.severity,
        constraint=plain(query.shape),
        focus=plain(row["this"]),
        focus_label=names.of(row["this"]),
        path=_bare(path),
        value=None if value is None else plain(value),
        message=filled,
        component=query.component,
        value_term=None if value is None else str(value),
    )


def _bare(path: str | None) -> str | None:
    """Return the IRI of a path that is one property, any other path as it is."""
    simple = (
        path is not None and path.startswith("<") and path.endswith(">") and path.count("<") == 1
    )
    return path[1:-1] if path is not None and simple else path


class _Names:
    """Names of things for people, looked up once each."""

    def __init__(self, store: ox.Store, lang: str) -> None:
        self._store = store
        self._lang = lang
        self._known: dict[Node, str] = {}

    def of(self, node: Node) -> str:
        """Return the label of a thing, the two ends of a tie that has none, or the text of anything
        else.
        """
        if isinstance(node, ox.Literal | ox.Triple):
            return plain(node)
        if node not in self._known:
            self._known[node] = self._label(node) or self._ends(node) or node.value
        return self._known[node]

    def _objects(self, node: Node, predicate: str) -> list[Node]:
        assert isinstance(node, ox.NamedNode | ox.BlankNode)
        quads = self._store.quads_for_pattern(
            node, ox.NamedNode(predicate), None, ox.DefaultGraph()
        )
        return [q.object for q in quads]

    def _label(self, node: Node) -> str | None:
        found = self._objects(node, SKOS + "prefLabel") or self._objects(node, RDFS + "label")
        labels = sorted(
            (o.language != self._lang, o.value) for o in found if isinstance(o, ox.Literal)
        )
        return labels[0][1] if labels else None

    def _ends(self, node: Node) -> str | None:
        ends = [self._objects(node, FTE + end) for end in (Property.TIE_FROM, Property.TIE_TO)]
        if not all(ends):
            return None
        return " → ".join(
            self._label(e[0]) or plain(e[0]) for e in ends if not isinstance(e[0], ox.Literal)
        )


def report_turtle(findings: Iterable[Finding], *, shapes: Sequence[Path] | None = None) -> str:
    """Return the findings as a SHACL validation report in Turtle (SHACL §3.6), without blank nodes
    for results.
    """
    graph = ShapesGraph.of(shape_files() if shapes is None else shapes)
    listed = list(findings)
    conforms = "true" if not listed else "false"
    lines = [
        f"@prefix sh: <{SH}> .",
        "",
        f"<urn:report> a sh:ValidationReport ; sh:conforms {conforms} .",
    ]
    for number, finding in enumerate(listed, 1):
        shape = ox.NamedNode(finding.constraint)
        path = graph.value(shape, "path")
        about = [f"a sh:ValidationResult ; sh:resultSeverity sh:{finding.severity.capitalize()}"]
        about.append(f"sh:focusNode {_term(finding.focus)} ; sh:sourceShape {shape}")
        about.append(f"sh:sourceConstraintComponent sh:{_component(finding.component)}")
        if finding.path:
            about.append(
                f"sh:resultPath {turtle_path(graph, path) if path else _term(finding.path)}"
            )
        if finding.value_term:
            about.append(f"sh:value {finding.value_term}")
        about.append(f"sh:resultMessage {ox.Literal(finding.message)}")
        lines.append(f"<urn:report> sh:result <urn:report#{number}> .")
        lines.append(f"<urn:report#{number}> " + " ;\n  ".join(about) + " .")
    return "\n".join(lines) + "\n"


def _term(text: str) -> str:
    return f"<{text}>" if ":" in text else str(ox.Literal(text))


def _component(name: str) -> str:
    return (
        "SPARQLConstraintComponent"
        if name == "sparql"
        else f"{name[0].upper()}{name[1:]}ConstraintComponent"
    )


def validate_with_pyshacl(
    store: ox.Store, *, shapes: Sequence[Path] | None = None
) -> list[Finding]:
    """Return what pySHACL finds in the default graph of a store: the reference for
    :func:`validate`.

    The same findings in the same order, messages in English. Time grows with nodes times
    constraints: minutes where :func:`validate` takes seconds.
    """
    import pyshacl
    from rdflib import Graph

    files = shape_files() if shapes is None else shapes
    asked = Graph()
    for file in files:
        asked.parse(file)
    data = _as_rdflib(store, _subclass_pairs(store, shapes))
    _, report, _ = pyshacl.validate(
        data, shacl_graph=asked, inference="none", inplace=True, allow_warnings=False
    )
    assert isinstance(report, Graph)
    found = {f.key: f for f in _pyshacl_findings(report, _Names(store, "en"))}
    return [found[key] for key in sorted(found)]


def _as_rdflib(store: ox.Store, pairs: set[tuple[str, str]]) -> "Graph":
    from rdflib import RDFS as RDFLIB_RDFS
    from rdflib import Graph, URIRef

    text = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert text is not None
    graph = Graph().parse(data=text.decode("utf-8"), format="nt")
    for narrower, wider in pairs:
        graph.add((URIRef(narrower), RDFLIB_RDFS.subClassOf, URIRef(wider)))
    return graph


def _pyshacl_findings(report: "Graph", names: _Names) -> Iterator[Finding]:
    text = report.serialize(format="nt", encoding="utf-8")
    read = ShapesGraph(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    [root] = read.of_type("ValidationReport")
    for result in read.values(root, "result"):
        kind = (
            read.text(result, "sourceConstraintComponent")
            .removeprefix(SH)
            .removesuffix("ConstraintComponent")
        )
        focus, path, value = (
            read.value(result, name) for name in ("focusNode", "resultPath", "value")
        )
        assert focus is not None
        yield Finding(
            severity=read.text(result, "resultSeverity").removeprefix(SH).lower(),
            constraint=read.text(result, "sourceShape"),
            focus=plain(focus),
            focus_label=names.of(focus),
            path=None if path is None else _bare(sparql_path(read, path)),
            value=None if value is None else plain(value),
            message=read.text(result, "resultMessage"),
            component="sparql" if kind == "SPARQL" else kind[0].lower() + kind[1:],
            value_term=None if value is None else str(value),
        )
