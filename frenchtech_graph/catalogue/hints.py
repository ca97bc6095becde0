"""Terms of a query that are in our namespaces and not in the ontology: a slip that finds nothing.

Such a query is valid and is answered, with a warning. Vocabularies of others are left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

import pyoxigraph as ox

from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import nearest
from frenchtech_graph.model.namespaces import CONCEPT, FTE
from frenchtech_graph.rdf import prefixes

_WORDS = beside(__file__)
MOST = 5
"""Hints given of one query."""


class UnknownTermWarning(UserWarning):
    """A query contains a term that the ontology does not have."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A term as the query writes it, and the terms it may have meant, written the same way."""

    term: str
    near: tuple[str, ...]

    def text(self, lang: str) -> str:
        """Return the hint as a sentence.

        >>> Hint("fte:Startup", ("fte:StartUp",)).text("en")
        'fte:Startup is not a term of the ontology (did you mean fte:StartUp?)'
        """
        if not self.near:
            return _WORDS.text("unknown", lang, term=self.term)
        return _WORDS.text("near", lang, term=self.term, near=", ".join(self.near))


def hints(text: str) -> list[Hint]:
    """Return the hints on a query, none for one whose terms are all known or strangers'.

    >>> [hint.near for hint in hints("SELECT * { ?s a fte:Startup ; skos:prefLabell ?n }")]
    [('fte:StartUp',)]
    >>> hints("PREFIX fte: <https://other.example/> ASK { ?s a fte:Startup }")
    []
    """
    return list(islice(_hints(text), MOST))


def _hints(text: str) -> Iterator[Hint]:
    seen: set[str] = set()
    for written, address in prefixes.addresses(text):
        base = next((b for b in (FTE, CONCEPT) if address.startswith(b)), None)
        if base is None or address in seen or address in _known() or address == base:
            continue
        seen.add(address)
        local = address.removeprefix(base)
        if base == CONCEPT and not _scheme(local):
            continue
        whole = written.startswith("<")
        head = "<" + base if whole else written.partition(":")[0] + ":"
        already = "" if whole else _inside(written, address, base)
        near = (n.removeprefix(already) for n in _near(base, local))
        yield Hint(written, tuple(head + n + (">" if whole else "") for n in near))


def _inside(written: str, address: str, base: str) -> str:
    """Return the part of a prefix beyond the namespace: `sector/`."""
    local = written.partition(":")[2].replace("\\", "")
    return address.removesuffix(local).removeprefix(base)


def _scheme(local: str) -> str:
    """Return the scheme of a concept, empty if unknown."""
    scheme = local.partition("/")[0]
    return scheme if any(n.startswith(f"{CONCEPT}{scheme}/") for n in _known()) else ""


@lru_cache(maxsize=256)
def _near(base: str, local: str) -> tuple[str, ...]:
    scheme = local.partition("/")[0] + "/" if base == CONCEPT else ""
    names = {a.removeprefix(base) for a in _known() if a.startswith(base + scheme)}
    same = [n for n in names if n.lower() == local.lower()]
    return tuple(sorted(same) or nearest(local, sorted(names))[:3])


@cache
def _known() -> frozenset[str]:
    """Return the addresses of all subjects of the ontology."""
    quads = ontology.load().store.quads_for_pattern(None, None, None)
    found = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    return frozenset(a for a in found if a.startswith((FTE, CONCEPT)))
