"""The consolidated graph by its name: in our store it is the default graph.

Other servers store it as a named graph (`rdf.endpoint.CONSOLIDATED`), so the same query is sent to
both. `FROM` and `GRAPH` with that name are read as the default graph here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from frenchtech_graph.rdf import tokens
from frenchtech_graph.rdf.endpoint import CONSOLIDATED


@dataclass(frozen=True, slots=True)
class Dataset:
    """A query without the words that name our graph, and the graphs its FROM clauses name.

    ``default`` and ``named`` are None if the query has no FROM clause for it.
    """

    text: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None


def dataset(text: str) -> Dataset:
    """Return a query with the consolidated graph taken as the default graph.

    A text without its name is returned unchanged. Only full and prefixed names are read. A
    variable still ranges over the named graphs only.

    >>> dataset("SELECT * { GRAPH <https://w3id.org/fte/graph/consolidated> { ?s ?p ?o } }").text
    'SELECT * {                                                     { ?s ?p ?o } }'
    """
    if "consolidated" not in text:
        return Dataset(text, None, None)
    found = list(_named(text))
    if all(place.name != CONSOLIDATED for place in found):
        return Dataset(text, None, None)
    clauses = [place for place in found if place.word != "GRAPH"]
    for place in found:
        if place.word != "GRAPH" or place.name == CONSOLIDATED:
            text = text[: place.start] + " " * (place.end - place.start) + text[place.end :]
    if not clauses:
        return Dataset(text, None, None)
    default, named = (
        tuple(c.name for c in clauses if c.word == word) for word in ("FROM", "FROM NAMED")
    )
    return Dataset(text, default, named)


@dataclass(frozen=True, slots=True)
class _Place:
    word: str
    name: str
    start: int
    end: int


def _named(text: str) -> Iterator[_Place]:
    """Yield the graphs that FROM, FROM NAMED and GRAPH name, with their places in the text."""
    prefixes: dict[str, str] = {}
    words: list[tuple[str, int]] = []
    before = ""
    for kind, token, start in tokens.places(text):
        if kind == "word":
            words.append((token.upper(), start))
            continue
        name = _name(kind, token, prefixes)
        last = [word for word, _ in words[-2:]]
        if name is not None and last[-1:] == ["GRAPH"]:
            yield _Place("GRAPH", name, words[-1][1], start + len(token))
        elif name is not None and last[-1:] == ["FROM"]:
            yield _Place("FROM", name, words[-1][1], start + len(token))
        elif name is not None and last == ["FROM", "NAMED"]:
            yield _Place("FROM NAMED", name, words[-2][1], start + len(token))
        if kind == "iri" and before:
            prefixes[before] = token[1:-1]
        declares = last[-1:] == ["PREFIX"] and kind == "prefixed"
        before = token.removesuffix(":") + ":" if declares else ""
        words = []


def _name(kind: str, token: str, prefixes: dict[str, str]) -> str | None:
    if kind == "iri":
        return token[1:-1]
    head, colon, tail = token.partition(":")
    if kind == "prefixed" and head + colon in prefixes:
        return prefixes[head + colon] + tail
    return None
