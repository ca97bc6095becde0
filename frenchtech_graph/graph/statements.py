"""The statements of the default graph with some predicates, as pairs of subject and object.

Code that reads all statements of a predicate reads the lines of the file of quads. Loading them into
a store first takes several times as long. For questions with joins use a store (`store.open_store`).
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from frenchtech_graph.graph.built_files import QUADS
from frenchtech_graph.graph.store import (
    UnreadableGraphError,
    checked_quads,
    graph_folder,
    read_manifest,
)

ENGLISH = "en"
PIECE = 4 << 20
"""Bytes of quads read at once."""
_OBJECT = re.compile(rb'(?:<([^>]*)>|"([^"\\]*)"(?:@(\w+(?:-\w+)*)|\^\^<[^>]*>)?) \.')
"""The object of a line of the default graph, without escapes: address, text, language."""
Pair = tuple[str, str]
Read = TypeVar("Read")
LINES = 100_000
"""Lines loaded into a store at once."""


@dataclass(slots=True)
class Statements:
    """Pairs of subject and object by predicate: addresses, and the texts of literals.

    English texts are separate, because names are read in the language of the sources.
    """

    _others: dict[str, list[Pair]] = field(default_factory=dict)
    _english: dict[str, list[Pair]] = field(default_factory=dict)

    def add(self, predicate: str, subject: str, value: str, language: str | None) -> None:
        """Add a statement."""
        if language == ENGLISH:
            self._english.setdefault(predicate, []).append((subject, value))
        else:
            self.others(predicate).append((subject, value))

    def others(self, predicate: str) -> list[Pair]:
        """Return the list of the pairs of a predicate without texts in English, to add to."""
        return self._others.setdefault(predicate, [])

    def of(self, predicate: str, *, english: bool = True) -> list[Pair]:
        """Return the pairs of a predicate in order, with or without texts in English."""
        found = self._others.get(predicate, [])
        return sorted([*found, *self._english.get(predicate, [])] if english else found)

    def values(self, predicate: str, *, english: bool = True) -> dict[str, list[str]]:
        """Return the values of a predicate for each subject, subjects and values in order.

        >>> found = Statements()
        >>> found.add("name", "b", "B", None)
        >>> found.add("name", "a", "A of France", "en")
        >>> found.add("name", "a", "A", "fr")
        >>> found.values("name")
        {'a': ['A', 'A of France'], 'b': ['B']}
        >>> found.values("name", english=False)
        {'a': ['A'], 'b': ['B']}
        """
        grouped: dict[str, list[str]] = {}
        for subject, value in self.of(predicate, english=english):
            grouped.setdefault(subject, []).append(value)
        return grouped


def statements_of(store: ox.Store, predicates: Collection[str]) -> Statements:
    """Return the statements of the default graph of a store with these predicates."""
    found = Statements()
    for predicate in predicates:
        node = ox.NamedNode(predicate)
        for subject, _, value, _ in store.quads_for_pattern(None, node, None, ox.DefaultGraph()):
            _add(found, subject, predicate, value)
    return found


def _add(found: Statements, subject: object, predicate: str, value: object) -> None:
    """Add a statement, unless it has a blank node."""
    if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
        language = value.language if isinstance(value, ox.Literal) else None
        found.add(predicate, subject.value, value.value, language)


def built_statements(out: Path, predicates: Collection[str]) -> Statements:
    """Return the statements of the graph built into `out` with these predicates.

    The checksum of the file is compared with the manifest.

    Raises:
        NotBuiltError: the folder has no built graph.
        UnreadableGraphError: the graph is damaged, or of another format.
    """
    return _checked(out, lambda file, update: _read(file, predicates, update))


def built_store(out: Path, predicates: Collection[str]) -> ox.Store:
    """Return a memory store with the statements of the default graph that have these predicates.

    Raises:
        NotBuiltError: the folder has no built graph.
        UnreadableGraphError: the graph is damaged, or of another format.
    """
    return _checked(out, lambda file, update: _loaded(file, predicates, update))


def _checked(out: Path, read: Callable[[Path, Callable[[bytes], None]], Read]) -> Read:
    """Return the result of a function that reads the file of quads, if the checksum is right."""
    while True:
        manifest, file = read_manifest(out), graph_folder(out) / QUADS
        digest = hashlib.sha256()
        try:
            found = read(file, digest.update)
        except FileNotFoundError:
            found = None
        except (ValueError, SyntaxError) as error:
            raise UnreadableGraphError(
                "graph-damaged", target=out, detail=f"{QUADS}: {error}"
            ) from error
        if found is not None and digest.hexdigest() == manifest["sha256"]:
            return found
        checked_quads(out)  # raises an error, unless a new build came in between


def _read(file: Path, predicates: Collection[str], update: Callable[[bytes], None]) -> Statements:
    """Return the statements in a sorted file of quads."""
    found = Statements()
    wanted = {f"<{p}>".encode(): (p, found.others(p).append) for p in predicates}
    addresses: dict[bytes, str] = {}  # each is in memory once
    last, subject = b"", ""
    for line in _lines(file, update):
        first, name, rest = line.split(b" ", 2)
        if name not in wanted:
            continue
        predicate, add = wanted[name]
        whole = _OBJECT.fullmatch(rest)
        if whole is None:
            if b"\\" in rest:
                _add_parsed(found, line, predicate)
            continue  # a statement of a named graph, or about a blank node
        if first != last:
            last = first
            subject = addresses.get(first[1:-1]) or first[1:-1].decode()
        address, text, language = whole.groups()
        if address is None:
            if language == b"en":
                found.add(predicate, subject, text.decode(), ENGLISH)
            else:
                add((subject, text.decode()))
            continue
        value = addresses.get(address)
        if value is None:
            value = addresses[address] = address.decode()
        add((subject, value))
    return found


def _loaded(file: Path, predicates: Collection[str], update: Callable[[bytes], None]) -> ox.Store:
    """Return a store of the lines of the default graph with these predicates."""
    store, lines = ox.Store(), list[bytes]()
    wanted = {f"<{predicate}>".encode() for predicate in predicates}
    for line in _lines(file, update):
        _, name, rest = line.split(b" ", 2)
        if name in wanted and (_OBJECT.fullmatch(rest) or b"\\" in rest):
            lines.append(line)
            if len(lines) == LINES:
                _load(store, lines)
                lines.clear()
    _load(store, lines)
    return store


def _load(store: ox.Store, lines: Sequence[bytes]) -> None:
    content = b"\n".join(lines)
    store.bulk_load(input=content, format=ox.RdfFormat.N_QUADS, lenient=True)


def _add_parsed(found: Statements, line: bytes, predicate: str) -> None:
    """Add the statement of a line with escapes, if it is one of the default graph."""
    for quad in ox.parse(line, format=ox.RdfFormat.N_QUADS, lenient=True):
        if isinstance(quad, ox.Quad) and quad.graph_name == ox.DefaultGraph():
            _add(found, quad.subject, predicate, quad.object)


def _lines(file: Path, update: Callable[[bytes], None]) -> Iterator[bytes]:
    """Yield the lines of a file without their ends, and give its bytes to a checksum."""
    with file.open("rb") as quads:
        while piece := quads.read(PIECE) + quads.readline():
            update(piece)
            yield from piece.removesuffix(b"\n").split(b"\n")
