"""What conforms: each SHACL constraint as SPARQL.

Two forms cover all of them. A *test* is a boolean expression on one value, which never raises an
error. A
*violation* is a graph pattern on a focus node, each solution of which breaks the constraint.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, count

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.paths import sparql_path
from frenchtech_graph.graph.shacl.shapes import Node, ShapesGraph, plain
from frenchtech_graph.model.namespaces import RDF, XSD

Cover = Callable[[str], tuple[str, ...]]
"""For a class, the classes whose members together are all its members."""

_CASTS: tuple[str, ...] = (
    "boolean",
    "decimal",
    "integer",
    "float",
    "double",
    "date",
    "dateTime",
    "time",
)
_CASTS += (
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
)
_SMALLER_INTEGERS += (
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
_ORDERS = {"lessThan": "<", "lessThanOrEquals": "<="}


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
        """Yield the patterns on `focus` that break a constraint; `var` is the value at fault, if
        any.
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
        """Tell whether a shape has all that makes a constraint: counting needs what is counted
        (SHACL §4.7.3).
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
        """Return a pattern that holds when a focus node has so many different values that pass a
        test.
        """
        names = [self.fresh() for _ in range(number)]
        filters = [f"!sameTerm({a}, {b})" for a, b in combinations(names, 2)] + [
            also(n) for n in names
        ]
        joined = " && ".join(f for f in filters if f != "true") or "true"
        return " ".join(f"{focus} {path} {n} ." for n in names) + f" FILTER({joined})"


def _class(c: Conditions, _shape: Node, value: Node, v: str) -> str:
    classes = c.cover(plain(value))
    if len(classes) == 1:
        return f"EXISTS {{ {v} a <{classes[0]}> }}"
    kind, listed = c.fresh(), ", ".join(f"<{k}>" for k in classes)
    return f"EXISTS {{ {v} a {kind} FILTER({kind} IN ({listed})) }}"


def _datatype(_c: Conditions, _shape: Node, value: Node, v: str) -> str:
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


def _pattern(c: Conditions, shape: Node, value: Node, v: str) -> str:
    pattern, flags = ox.Literal(plain(value)), ox.Literal(c.shapes.text(shape, "flags"))
    return f"COALESCE(!isBlank({v}) && REGEX(STR({v}), {pattern}, {flags}), false)"


def _one_of(terms: list[Node], v: str) -> str:
    if all(isinstance(t, ox.NamedNode) for t in terms):
        return f"{v} IN ({', '.join(map(str, terms))})"
    return "(" + " || ".join(f"sameTerm({v}, {t})" for t in terms) + ")"


def _languages(c: Conditions, _shape: Node, value: Node, v: str) -> str:
    ranges = [f"LANGMATCHES(LANG({v}), {ox.Literal(plain(t))})" for t in c.shapes.items(value)]
    return f"COALESCE({' || '.join(ranges)}, false)"


def _length(sign: str) -> "Test":
    return lambda c, s, value, v: (
        f"COALESCE(!isBlank({v}) && STRLEN(STR({v})) {sign} {plain(value)}, false)"
    )


def _bound(sign: str) -> "Test":
    return lambda c, s, value, v: f"COALESCE({v} {sign} {value}, false)"


def _exactly_one(c: Conditions, _shape: Node, value: Node, v: str) -> str:
    ones = (f"IF({c.conforms(member, v)}, 1, 0)" for member in c.shapes.items(value))
    return "(" + " + ".join(ones) + " = 1)"


Test = Callable[[Conditions, Node, Node, str], str]
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


def _min_count(c: Conditions, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    if (needed := int(plain(value))) > 0:
        yield f"FILTER NOT EXISTS {{ {c.distinct(focus, str(c.path(shape)), needed)} }}"


def _max_count(c: Conditions, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    yield c.distinct(focus, str(c.path(shape)), int(plain(value)) + 1)


def _counted(c: Conditions, shape: Node) -> Callable[[str], str]:
    """Return the test that a value counts for the qualified value shape of a property shape."""
    wanted = c.shapes.value(shape, "qualifiedValueShape")
    assert wanted is not None
    apart = c.shapes.text(shape, "qualifiedValueShapesDisjoint") == "true"
    siblings = _siblings(c.shapes, shape, wanted) if apart else []
    return lambda v: " && ".join(
        [c.conforms(wanted, v), *(f"!({c.conforms(s, v)})" for s in siblings)]
    )


def _qualified_min(c: Conditions, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    if (least := int(plain(value))) > 0:
        yield (
            "FILTER NOT EXISTS {"
            f" {c.distinct(focus, str(c.path(shape)), least, _counted(c, shape))} }}"
        )


def _qualified_max(c: Conditions, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    yield c.distinct(focus, str(c.path(shape)), int(plain(value)) + 1, _counted(c, shape))


def _siblings(shapes: ShapesGraph, shape: Node, value: Node) -> list[Node]:
    near = [s for p in shapes.parents(shape) for s in shapes.values(p, "property")]
    return [q for s in near for q in shapes.values(s, "qualifiedValueShape") if q != value]


def _unique_lang(c: Conditions, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    if plain(value) != "true":
        return
    a, b, path = c.fresh(), c.fresh(), c.path(shape)
    yield (
        f"{focus} {path} {a} . {focus} {path} {b} . "
        f'FILTER(!sameTerm({a}, {b}) && LANG({a}) != "" && LCASE(LANG({a})) = LCASE(LANG({b}))) '
        f"BIND(LCASE(LANG({a})) AS ?language)"
    )


def _has_value(c: Conditions, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    path = c.path(shape)
    if path is None:
        yield f"FILTER(!sameTerm({focus}, {value}))"
    else:
        yield f"FILTER NOT EXISTS {{ {focus} {path} {value} }}"


def _equals(c: Conditions, shape: Node, value: Node, focus: str, var: str) -> Iterator[str]:
    path = c.path(shape)
    if path is None:
        yield f"BIND({focus} AS {var}) FILTER NOT EXISTS {{ {focus} {value} {focus} }}"
        yield f"{focus} {value} {var} . FILTER(!sameTerm({focus}, {var}))"
    else:
        yield f"{focus} {path} {var} . FILTER NOT EXISTS {{ {focus} {value} {var} }}"
        yield f"{focus} {value} {var} . FILTER NOT EXISTS {{ {focus} {path} {var} }}"


def _disjoint(c: Conditions, shape: Node, value: Node, focus: str, var: str) -> Iterator[str]:
    path = c.path(shape)
    if path is None:
        yield f"BIND({focus} AS {var}) FILTER EXISTS {{ {focus} {value} {focus} }}"
    else:
        yield f"{focus} {path} {var} . FILTER EXISTS {{ {focus} {value} {var} }}"


def _ordered(sign: str) -> "Violation":
    def pattern(c: Conditions, shape: Node, value: Node, focus: str, var: str) -> Iterator[str]:
        other = c.fresh()
        compared = f"FILTER(!COALESCE({var} {sign} {other}, false))"
        yield f"{focus} {c.path(shape)} {var} . {focus} {value} {other} . {compared}"

    return pattern


def _closed(c: Conditions, shape: Node, value: Node, focus: str, var: str) -> Iterator[str]:
    if plain(value) != "true":
        return
    nested = [c.shapes.value(p, "path") for p in c.shapes.values(shape, "property")]
    ignored = c.shapes.value(shape, "ignoredProperties")
    allowed = [p for p in nested if isinstance(p, ox.NamedNode)] + (
        c.shapes.items(ignored) if ignored else []
    )
    yield f"{focus} ?path {var} . FILTER(?path NOT IN ({', '.join(map(str, allowed))}))"


Violation = Callable[[Conditions, Node, Node, str, str], Iterator[str]]
VIOLATIONS: Mapping[str, Violation] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "qualifiedMinCount": _qualified_min,
    "qualifiedMaxCount": _qualified_max,
    "uniqueLang": _unique_lang,
    "hasValue": _has_value,
    "equals": _equals,
    "disjoint": _disjoint,
    **{name: _ordered(sign) for name, sign in _ORDERS.items()},
    "closed": _closed,
}
