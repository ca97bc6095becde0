"""Answers of the queries of exports, as attributes of resources."""

from collections import defaultdict

import pyoxigraph as ox

from frenchtech_graph.io.files import queries_folder

Facts = dict[str, dict[str, list[str]]]
"""Thing → attribute → sorted values."""


def facts(store: ox.Store, name: str) -> Facts:
    """Return the answer of a query of `queries/export/`: resource → attribute → sorted values."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    for thing, attribute, value in _solutions(store, name):
        assert isinstance(thing, ox.NamedNode) and isinstance(attribute, ox.Literal)
        assert isinstance(value, ox.NamedNode | ox.Literal)
        found[thing.value][attribute.value].append(value.value)
    return {
        t: {a: sorted(set(v)) for a, v in attributes.items()} for t, attributes in found.items()
    }


def pairs(store: ox.Store, name: str) -> dict[str, tuple[str, ...]]:
    """Return the answer of a query with two columns: first → sorted seconds."""
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in _solutions(store, name):
        assert isinstance(first, ox.NamedNode) and isinstance(second, ox.NamedNode)
        found[first.value].add(second.value)
    return {first: tuple(sorted(seconds)) for first, seconds in found.items()}


def _solutions(store: ox.Store, name: str) -> ox.QuerySolutions:
    answer = store.query((queries_folder() / "export" / f"{name}.rq").read_text(encoding="utf-8"))
    assert isinstance(answer, ox.QuerySolutions)
    return answer
