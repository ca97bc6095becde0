"""Tests on one value: a boolean expression of SPARQL a constraint, which never raises an error."""

from collections.abc import Callable, Mapping

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.shapes import Node, plain
from frenchtech_graph.graph.shacl.writer import Writer
from frenchtech_graph.model.namespaces import RDF, XSD

_CASTS: tuple[str, ...] = (
    "boolean",
    "decimal",
    "integer",
    "float",
    "double",
    "date",
    "dateTime",
    "time",
    "gYear",
    "gYearMonth",
    "gMonth",
    "gMonthDay",
    "gDay",
    "duration",
    "dayTimeDuration",
    "yearMonthDuration",
)
_SMALLER_INTEGERS: tuple[str, ...] = (
    "byte",
    "short",
    "int",
    "long",
    "unsignedByte",
    "unsignedShort",
    "unsignedInt",
    "unsignedLong",
    "positiveInteger",
    "nonNegativeInteger",
    "negativeInteger",
    "nonPositiveInteger",
)
_NODE_KINDS = {
    "IRI": "isIRI({v})",
    "BlankNode": "isBlank({v})",
    "Literal": "isLiteral({v})",
    "BlankNodeOrIRI": "!isLiteral({v})",
    "BlankNodeOrLiteral": "!isIRI({v})",
    "IRIOrLiteral": "!isBlank({v})",
}
_BOUNDS = {"minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<"}


def _class(c: Writer, _shape: Node, value: Node, v: str) -> str:
    classes = c.cover(plain(value))
    if len(classes) == 1:
        return f"EXISTS {{ {v} a <{classes[0]}> }}"
    kind, listed = c.fresh(), ", ".join(f"<{k}>" for k in classes)
    return f"EXISTS {{ {v} a {kind} FILTER({kind} IN ({listed})) }}"


def _datatype(_c: Writer, _shape: Node, value: Node, v: str) -> str:
    iri = plain(value)
    if iri == RDF + "langString":
        return f'COALESCE(LANG({v}) != "", false)'
    same = f"DATATYPE({v}) = <{iri}>"
    name = iri.removeprefix(XSD)
    if (
        iri.startswith(XSD) and name in _CASTS
    ):  # an ill-formed "2015-13-01"^^xsd:date has the datatype, not the form
        same += f" && isLiteral(<{iri}>(STR({v})))"
    elif iri.startswith(XSD) and name in _SMALLER_INTEGERS:
        same += f" && isNumeric({v})"
    return f"COALESCE({same}, false)"


def _pattern(c: Writer, shape: Node, value: Node, v: str) -> str:
    pattern, flags = ox.Literal(plain(value)), ox.Literal(c.shapes.text(shape, "flags"))
    return f"COALESCE(!isBlank({v}) && REGEX(STR({v}), {pattern}, {flags}), false)"


def _one_of(terms: list[Node], v: str) -> str:
    if all(isinstance(t, ox.NamedNode) for t in terms):
        return f"{v} IN ({', '.join(map(str, terms))})"
    return "(" + " || ".join(f"sameTerm({v}, {t})" for t in terms) + ")"


def _languages(c: Writer, _shape: Node, value: Node, v: str) -> str:
    ranges = [f"LANGMATCHES(LANG({v}), {ox.Literal(plain(t))})" for t in c.shapes.items(value)]
    return f"COALESCE({' || '.join(ranges)}, false)"


def _length(sign: str) -> "Test":
    return lambda c, s, value, v: (
        f"COALESCE(!isBlank({v}) && STRLEN(STR({v})) {sign} {plain(value)}, false)"
    )


def _bound(sign: str) -> "Test":
    return lambda c, s, value, v: f"COALESCE({v} {sign} {value}, false)"


def _exactly_one(c: Writer, _shape: Node, value: Node, v: str) -> str:
    ones = (f"IF({c.conforms(member, v)}, 1, 0)" for member in c.shapes.items(value))
    return "(" + " + ".join(ones) + " = 1)"


Test = Callable[[Writer, Node, Node, str], str]
TESTS: Mapping[str, Test] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": lambda c, s, value, v: _NODE_KINDS[plain(value).rpartition("#")[2]].format(v=v),
    **{name: _bound(sign) for name, sign in _BOUNDS.items()},
    "minLength": _length(">="),
    "maxLength": _length("<="),
    "pattern": _pattern,
    "languageIn": _languages,
    "in": lambda c, s, value, v: _one_of(c.shapes.items(value), v),
    "not": lambda c, s, value, v: f"!({c.conforms(value, v)})",
    "and": lambda c, s, value, v: " && ".join(c.conforms(m, v) for m in c.shapes.items(value)),
    "or": lambda c, s, value, v: (
        "(" + " || ".join(c.conforms(m, v) for m in c.shapes.items(value)) + ")"
    ),
    "xone": _exactly_one,
    "node": lambda c, s, value, v: c.conforms(value, v),
}
