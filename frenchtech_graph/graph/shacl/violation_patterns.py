"""Graph patterns on a focus node. Each of their solutions breaks a constraint."""

from collections.abc import Callable, Iterator, Mapping

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.shapes import Node, ShapesGraph, plain
from frenchtech_graph.graph.shacl.writer import Writer

_ORDERS = {"lessThan": "<", "lessThanOrEquals": "<="}


def _min_count(c: Writer, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    if (needed := int(plain(value))) > 0:
        yield f"FILTER NOT EXISTS {{ {c.distinct(focus, str(c.path(shape)), needed)} }}"


def _max_count(c: Writer, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    yield c.distinct(focus, str(c.path(shape)), int(plain(value)) + 1)


def _counted(c: Writer, shape: Node) -> Callable[[str], str]:
    """Return the test that a value counts for the qualified value shape of a property shape."""
    wanted = c.shapes.value(shape, "qualifiedValueShape")
    assert wanted is not None
    apart = c.shapes.text(shape, "qualifiedValueShapesDisjoint") == "true"
    siblings = _siblings(c.shapes, shape, wanted) if apart else []
    return lambda v: " && ".join(
        [c.conforms(wanted, v), *(f"!({c.conforms(s, v)})" for s in siblings)]
    )


def _qualified_min(c: Writer, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    if (least := int(plain(value))) > 0:
        yield (
            "FILTER NOT EXISTS {"
            f" {c.distinct(focus, str(c.path(shape)), least, _counted(c, shape))} }}"
        )


def _qualified_max(c: Writer, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    yield c.distinct(focus, str(c.path(shape)), int(plain(value)) + 1, _counted(c, shape))


def _siblings(shapes: ShapesGraph, shape: Node, value: Node) -> list[Node]:
    near = [s for p in shapes.parents(shape) for s in shapes.values(p, "property")]
    return [q for s in near for q in shapes.values(s, "qualifiedValueShape") if q != value]


def _unique_lang(c: Writer, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    if plain(value) != "true":
        return
    a, b, path = c.fresh(), c.fresh(), c.path(shape)
    yield (
        f"{focus} {path} {a} . {focus} {path} {b} . "
        f'FILTER(!sameTerm({a}, {b}) && LANG({a}) != "" && LCASE(LANG({a})) = LCASE(LANG({b}))) '
        f"BIND(LCASE(LANG({a})) AS ?language)"
    )


def _has_value(c: Writer, shape: Node, value: Node, focus: str, _var: str) -> Iterator[str]:
    path = c.path(shape)
    if path is None:
        yield f"FILTER(!sameTerm({focus}, {value}))"
    else:
        yield f"FILTER NOT EXISTS {{ {focus} {path} {value} }}"


def _equals(c: Writer, shape: Node, value: Node, focus: str, var: str) -> Iterator[str]:
    path = c.path(shape)
    if path is None:
        yield f"BIND({focus} AS {var}) FILTER NOT EXISTS {{ {focus} {value} {focus} }}"
        yield f"{focus} {value} {var} . FILTER(!sameTerm({focus}, {var}))"
    else:
        yield f"{focus} {path} {var} . FILTER NOT EXISTS {{ {focus} {value} {var} }}"
        yield f"{focus} {value} {var} . FILTER NOT EXISTS {{ {focus} {path} {var} }}"


def _disjoint(c: Writer, shape: Node, value: Node, focus: str, var: str) -> Iterator[str]:
    path = c.path(shape)
    if path is None:
        yield f"BIND({focus} AS {var}) FILTER EXISTS {{ {focus} {value} {focus} }}"
    else:
        yield f"{focus} {path} {var} . FILTER EXISTS {{ {focus} {value} {var} }}"


def _ordered(sign: str) -> "Violation":
    def pattern(c: Writer, shape: Node, value: Node, focus: str, var: str) -> Iterator[str]:
        other = c.fresh()
        compared = f"FILTER(!COALESCE({var} {sign} {other}, false))"
        yield f"{focus} {c.path(shape)} {var} . {focus} {value} {other} . {compared}"

    return pattern


def _closed(c: Writer, shape: Node, value: Node, focus: str, var: str) -> Iterator[str]:
    if plain(value) != "true":
        return
    nested = [c.shapes.value(p, "path") for p in c.shapes.values(shape, "property")]
    ignored = c.shapes.value(shape, "ignoredProperties")
    allowed = [p for p in nested if isinstance(p, ox.NamedNode)] + (
        c.shapes.items(ignored) if ignored else []
    )
    yield f"{focus} ?path {var} . FILTER(?path NOT IN ({', '.join(map(str, allowed))}))"


Violation = Callable[[Writer, Node, Node, str, str], Iterator[str]]
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
