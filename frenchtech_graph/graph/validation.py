"""Does the graph conform to the shapes of `ontology/`? Each finding states the place, the fault
and the remedy.

The shapes are compiled to SPARQL and run over the default graph of a store, each constraint once.
The classes of the core ontology are known without being in the store. `pyshacl_reference` is slow,
and must find the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from frenchtech_graph.graph.finding_names import Names
from frenchtech_graph.graph.shacl.classes import class_cover, subclass_pairs
from frenchtech_graph.graph.shacl.compiler import Query, compile_shapes
from frenchtech_graph.graph.shacl.shapes import Node, ShapesGraph, plain
from frenchtech_graph.io.files import ontology_folder

if TYPE_CHECKING:
    pass

SEVERITIES = ("violation", "warning", "info")
SHAPE_FILES = ("shapes.ttl", "derived-shapes.ttl")
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the graph does not conform to a shape.

    Its fields:

    - `severity`: ``"violation"``, ``"warning"`` or ``"info"``.
    - `constraint`: the IRI of the shape, a code that never changes.
    - `component`: the kind of constraint (``"minCount"``, ``"class"`` …).
    - `focus`, `focus_label`: the IRI and the name of the resource at fault.
    - `path`: the property, as an IRI or a SPARQL path.
    - `value`, `value_term`: the value at fault as text, and as an N-Triples term.
    - `message`: the fault and its remedy, in the requested language.
    - `own_severity`: the IRI of a severity that SHACL does not define. Such a finding is a violation.
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
    own_severity: str | None = None

    @property
    def key(self) -> tuple[str, str, str, str, str, str]:
        """The key of a finding, independent of language and SHACL engine."""
        order = str(SEVERITIES.index(self.severity))
        # The name of a shape without an address is another on every run.
        name = self.constraint if ":" in self.constraint else ""
        return order, name, self.focus, self.component, self.path or "", self.value or ""


def validate(
    store: ox.Store, *, lang: str = "en", shapes: Sequence[Path] | None = None
) -> list[Finding]:
    """Return the faults in the default graph of a store, worst first, in a fixed order.

    `lang` is the language of the messages, ``"en"`` or ``"fr"``. `shapes` are Turtle files to use
    instead of the shapes of the package.

    Raises:
        UnsupportedShapeError: when `shapes` use a part of SHACL that is not compiled.
    """
    files = shape_files() if shapes is None else shapes
    graph = ShapesGraph.of(files)
    messages = ShapesGraph.of(f for p in files if (f := p.with_suffix(f".{lang}.ttl")).is_file())
    cover = class_cover(store, known_subclasses(store, shapes), graph.classes())
    names = Names(store, lang)
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


def known_subclasses(store: ox.Store, shapes: Sequence[Path] | None) -> set[tuple[str, str]]:
    """Return narrower and wider classes: of the ontology, of the store and of `shapes`."""
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
    """Return the message of a constraint in a language, or in English."""
    found = messages.values(query.shape, "message") + shapes.values(query.message, "message")
    texts = {m.language or "en": m.value for m in reversed(found) if isinstance(m, ox.Literal)}
    return texts.get(lang) or texts.get("en") or f"It breaks the constraint sh:{query.component}."


def _finding(query: Query, row: dict[str, Node], text: str, names: "Names") -> Finding:
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
        path=bare_path(path),
        value=None if value is None else plain(value),
        message=filled,
        component=query.component,
        value_term=None if value is None else str(value),
        own_severity=query.own_severity,
    )


def bare_path(path: str | None) -> str | None:
    """Return the IRI of a path that is one property, any other path unchanged."""
    simple = (
        path is not None and path.startswith("<") and path.endswith(">") and path.count("<") == 1
    )
    return path[1:-1] if path is not None and simple else path
