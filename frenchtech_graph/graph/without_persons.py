"""A graph without natural persons: them, what ties them, what is observed of them, their names.

The names are withheld too where other things say them: in titles, remarks, addresses.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from frenchtech_graph.ingest.removals import Withheld
from frenchtech_graph.model.name_keys import Finder, keys_of
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.namespaces import FTE, ID, PROV, RDF, SKOS
from frenchtech_graph.model.terms import Class

_TYPE = ox.NamedNode(RDF + "type")
_PERSON = ox.NamedNode(FTE + Class.PERSON)
_NAMES = (ox.NamedNode(SKOS + "prefLabel"), ox.NamedNode(SKOS + "altLabel"))
_DERIVED = ox.NamedNode(PROV + "wasDerivedFrom")
Node = ox.NamedNode | ox.BlankNode | ox.Triple
_STATEMENTS = tuple(f"{ID}{group}/" for group in ("tie", "event", "observation", "claim"))


def without_persons(store: ox.Store) -> ox.Store:
    """Return a memory store with the graph, but no person in it: in no graph, tie, act or text."""
    persons = {q.subject for q in store.quads_for_pattern(None, _TYPE, _PERSON)}
    if not persons:
        return store
    names = {
        q.object.value
        for person in persons
        for name in _NAMES
        for q in store.quads_for_pattern(person, name, None)
        if isinstance(q.object, ox.Literal)
    }
    gone = persons | set(_resting_on(store, persons))
    keys = {k for n in names if len(fold(n).split()) > 1 for k in keys_of(n)}
    withheld = Withheld(Finder(frozenset(keys)))
    left = ox.Store()
    left.bulk_extend(_left(store, gone, withheld))
    return left


def _resting_on(store: ox.Store, persons: set[Node]) -> Iterator[Node]:
    """Yield the ties, planned facts, observations and claims that have a person at an end."""
    for person in persons:
        for quad in store.quads_for_pattern(None, None, person):
            about = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
            if about.startswith(_STATEMENTS) and quad.predicate != _DERIVED:
                yield quad.subject


def _left(store: ox.Store, gone: set[Node], withheld: Withheld) -> Iterator[ox.Quad]:
    said: dict[str, str] = {}
    for quad in store:
        if quad.subject in gone or quad.object in gone:
            continue
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.NamedNode):
            subject = _address(subject, withheld, said)
        if isinstance(value, ox.NamedNode):
            value = _address(value, withheld, said)
        elif isinstance(value, ox.Literal):
            value = _literal(value, withheld, said)
        yield ox.Quad(subject, quad.predicate, value, quad.graph_name)


def _literal(said_as: ox.Literal, withheld: Withheld, said: dict[str, str]) -> ox.Literal:
    if said_as.datatype.value.rsplit("#", 1)[-1] not in ("string", "langString"):
        return said_as
    text = _once(said_as.value, withheld, said)
    return said_as if text == said_as.value else ox.Literal(text, language=said_as.language)


def _address(node: ox.NamedNode, withheld: Withheld, said: dict[str, str]) -> ox.NamedNode:
    """Return an address in which the names are withheld; terms of the ontology name nobody."""
    if node.value.startswith(FTE):
        return node
    head, _, key = node.value.rpartition("/") if node.value.startswith(ID) else ("", "", "")
    text = f"{head}/{_once(key, withheld, said)}" if head else _once(node.value, withheld, said)
    return node if text == node.value else ox.NamedNode(text)


def _once(text: str, withheld: Withheld, said: dict[str, str]) -> str:
    if text not in said:
        said[text] = withheld.text(text)
    return said[text]
