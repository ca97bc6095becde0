"""Which classes a store's data must be looked up under, so that members of subclasses are not
missed.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.shapes import parse_turtle
from frenchtech_graph.graph.shacl.writer import Cover
from frenchtech_graph.model.namespaces import RDFS

_MISSING = """SELECT DISTINCT ?narrower WHERE {{ VALUES ?narrower {{ {narrower} }}
?thing a ?narrower FILTER NOT EXISTS {{ ?thing a <{wider}> }} }}"""


def subclass_pairs(store: ox.Store, files: Iterable[Path]) -> set[tuple[str, str]]:
    """Return the subclass statements of Turtle files and of the default graph of a store."""
    predicate = ox.NamedNode(RDFS + "subClassOf")
    quads = list(store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()))
    for path in files:
        quads += [q for q in parse_turtle(path) if q.predicate == predicate]
    both = ((q.subject, q.object) for q in quads)
    return {
        (s.value, o.value)
        for s, o in both
        if isinstance(s, ox.NamedNode) and isinstance(o, ox.NamedNode)
    }


def class_cover(store: ox.Store, pairs: Iterable[tuple[str, str]], needed: Iterable[str]) -> Cover:
    """Return for each class of `needed` the classes to ask for: itself, and subclasses not typed
    with it.

    Once the rules have given every thing all its types, a class covers itself alone, and no query
    need look at the fifty subclasses of an entity.
    """
    below: dict[str, set[str]] = defaultdict(set)
    for narrower, wider in pairs:
        below[wider].add(narrower)
    covers: dict[str, tuple[str, ...]] = {}
    for wider in sorted(needed):
        listed = " ".join(f"<{n}>" for n in sorted(_descendants(wider, below)))
        missing: list[str] = []
        if listed:
            text = _MISSING.format(narrower=listed, wider=wider)
            rows = store.query(text)
            assert isinstance(rows, ox.QuerySolutions)
            missing = sorted(row["narrower"].value for row in rows)
        covers[wider] = (wider, *missing)
    return lambda name: covers.get(name, (name,))


def _descendants(top: str, below: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    frontier = [top]
    while frontier:
        new = below[frontier.pop()] - found
        found |= new
        frontier += new
    return found - {top}
