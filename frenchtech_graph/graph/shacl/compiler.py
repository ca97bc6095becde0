"""Shapes → queries: for each targeted shape and each of its constraints, one SELECT over the
default graph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from frenchtech_graph.graph.shacl.conditions import Conditions, UnsupportedShapeError
from frenchtech_graph.graph.shacl.paths import sparql_path
from frenchtech_graph.graph.shacl.shapes import SH, Node, ShapesGraph, plain
from frenchtech_graph.graph.shacl.writer import Cover

_SEVERITIES = {"Violation": "violation", "Warning": "warning", "Info": "info"}
_PIECES = re.compile(
    r'"""[\s\S]*?"""|"[^"\n]*"|\'[^\'\n]*\'|<[^<>\s]*>|#[^\n]*|\{(?!\s*SELECT)', re.IGNORECASE
)
_PROJECTIONS = re.compile(r"\bSELECT\b([^{]*)\{", re.IGNORECASE)
_NOT_SUPPORTED = re.compile(
    r"\b(MINUS|VALUES|SERVICE)\b|\bAS\s+[?$]this\b|[?$](shapesGraph|currentShape)\b"
)


@dataclass(frozen=True, slots=True)
class Query:
    """One constraint of one shape, ready to run.

    Each row is one result: `?this` is the focus node, `?value` the value at fault (may be unbound),
    and `?path` the property, if the shape has no path. `path` is the path of the shape in SPARQL
    syntax. `own_severity` is the IRI of a severity that is not one of the three of SHACL. It counts
    as a violation.
    """

    shape: Node
    component: str
    severity: str
    path: str | None
    message: Node
    sparql: str
    own_severity: str | None = None


def compile_shapes(shapes: ShapesGraph, cover: Cover) -> Iterator[Query]:
    """Yield the queries of all shapes that have a target, in a fixed order.

    Raises:
        UnsupportedShapeError: when the shapes use a part of SHACL that is not compiled.
    """
    if own := shapes.with_value("parameter"):
        raise UnsupportedShapeError(
            f"constraint components of one's own ({plain(own[0])}) are not supported"
        )
    for shape in shapes.targeted():
        yield from _queries(shapes, cover, shape, _target(shapes, cover, shape), {shape})


def _target(shapes: ShapesGraph, cover: Cover, shape: Node) -> str:
    """Return the pattern that binds ?this to the distinct focus nodes."""
    patterns = []
    for name, value in shapes.targets(shape):
        if name == "targetClass":
            patterns += [f"?this a <{c}>" for c in cover(plain(value))]
        elif name == "targetNode":
            patterns.append(f"VALUES ?this {{ {value} }}")
        else:
            ends = (
                f"?this {value} ?other" if name == "targetSubjectsOf" else f"?other {value} ?this"
            )
            patterns.append(f"{{ SELECT DISTINCT ?this WHERE {{ {ends} }} }}")
    if len(patterns) == 1:
        return patterns[0] + " ."
    union = " UNION ".join(f"{{ {p} }}" for p in patterns)
    return f"{{ SELECT DISTINCT ?this WHERE {{ {union} }} }}"


def _queries(
    shapes: ShapesGraph, cover: Cover, shape: Node, target: str, above: set[Node]
) -> Iterator[Query]:
    if not shapes.active(shape):
        return
    conditions = Conditions(shapes, cover)
    for name, value in shapes.constraints(shape):
        if name == "sparql":
            yield _sparql_query(shapes, shape, value, target)
        elif name == "property":
            if value in above:
                raise UnsupportedShapeError(f"the shape {value} refers to itself")
            inner = _values_of(target, conditions.path(shape))
            yield from _queries(shapes, cover, value, inner, above | {value})
        else:
            for pattern in conditions.violations(shape, name, value, "?this", "?value"):
                text = (
                    f"SELECT DISTINCT ?this ?value ?path ?language WHERE {{ {target} {pattern} }}"
                )
                yield _query(shapes, shape, name, shape, text)


def _values_of(target: str, path: str | None) -> str:
    """Return the target of a nested property shape: the focus nodes, or the nodes that the path
    leads to.
    """
    if path is None:
        return target
    return (
        f"{{ SELECT DISTINCT ?this WHERE {{ {target.replace('?this', '?above')} ?above {path} ?this"
        " } }"
    )


def _query(shapes: ShapesGraph, shape: Node, component: str, message: Node, text: str) -> Query:
    stated = shapes.text(shape, "severity", f"{SH}Violation")
    known = _SEVERITIES.get(stated.removeprefix(SH))
    path = shapes.value(shape, "path")
    written = sparql_path(shapes, path) if path is not None else None
    own = None if known else stated
    return Query(shape, component, known or "violation", written, message, text, own)


def _opened(piece: str, target: str) -> str:
    """Put the target at the head of a group: then ?this is bound there, as pre-binding asks (SHACL
    §5.3.1).
    """
    return f"{piece} {target} " if piece == "{" else piece


def _sparql_query(shapes: ShapesGraph, shape: Node, constraint: Node, target: str) -> Query:
    """Return a SPARQL constraint with its target put in, so that one run covers all focus nodes."""
    select = shapes.text(constraint, "select")
    if found := _NOT_SUPPORTED.search(select):
        raise UnsupportedShapeError(
            f"{found[0]} in the SPARQL constraint of {plain(shape)} is not supported"
        )
    if any("this" not in inner for inner in _PROJECTIONS.findall(select)[1:]):
        raise UnsupportedShapeError(f"an inner SELECT of {plain(shape)} does not return $this")
    select = select.replace("$this", "?this")
    path = shapes.value(shape, "path")
    if path is not None:
        select = select.replace("$PATH", sparql_path(shapes, path))
    text = shapes.prefixes(constraint) + _PIECES.sub(lambda m: _opened(m[0], target), select)
    message = constraint if shapes.values(constraint, "message") else shape
    return _query(shapes, shape, "sparql", message, text)
