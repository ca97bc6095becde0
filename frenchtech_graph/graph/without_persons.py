"""A graph without natural persons: removes them, their ties, their observations and their names.

The names are also removed from the texts of other resources: titles, remarks, addresses.
"""

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import quote

import pyoxigraph as ox

from frenchtech_graph.graph.contents import DatasetAbout, Manifest
from frenchtech_graph.ingest.removals import (
    WITHHELD,
    WITHHELD_ID,
    WITHHELD_PAGE,
    Withheld,
)
from frenchtech_graph.ingest.removed_names import finder
from frenchtech_graph.model.name_keys import keys_of
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.namespaces import DCTERMS, FTE, ID, PROV, RDF, SKOS
from frenchtech_graph.model.terms import Class
from frenchtech_graph.rdf import terms

_TYPE = ox.NamedNode(RDF + "type")
_PERSON = ox.NamedNode(FTE + Class.PERSON)
_NAMES = (ox.NamedNode(SKOS + "prefLabel"), ox.NamedNode(SKOS + "altLabel"))
_TITLE, _PUBLISHER = ox.NamedNode(DCTERMS + "title"), ox.NamedNode(DCTERMS + "publisher")
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
    keys = frozenset(k for n in names if len(fold(n).split()) > 1 for k in keys_of(n))
    withheld = Withheld(finder(keys, sorted(names), ()))
    left = ox.Store()
    left.bulk_extend(_left(store, gone, withheld))
    return left


def manifest_as_named(manifest: Manifest, left: ox.Store) -> Manifest:
    """Return a manifest whose data sets have the titles and publishers of `left`.

    `left` is the graph without persons: names removed there are removed here too.
    """
    datasets = [cast("DatasetAbout", {**d, **_named(d, left)}) for d in manifest["datasets"]]
    return {**manifest, "datasets": datasets}


def _named(dataset: DatasetAbout, left: ox.Store) -> dict[str, Any]:
    about = ox.NamedNode(terms.thing("dataset", dataset["id"])[1:-1])
    said = {
        (quad.predicate, quad.object.language): quad.object.value
        for predicate in (_TITLE, _PUBLISHER)
        for quad in left.quads_for_pattern(about, predicate, None)
        if isinstance(quad.object, ox.Literal)
    }
    return {
        "titles": {lang: said.get((_TITLE, lang), WITHHELD) for lang in dataset["titles"]},
        "publisher": said.get((_PUBLISHER, None), WITHHELD),
    }


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
    """Return an address without the names of persons.

    Terms of the ontology are never names of persons.
    """
    if node.value.startswith(FTE):
        return node
    head, _, key = node.value.rpartition("/") if node.value.startswith(ID) else ("", "", node.value)
    text = _once(key, withheld, said)
    if text == key:
        return node
    if head:
        return ox.NamedNode(f"{head}/{quote(text.replace(WITHHELD, WITHHELD_ID), safe='-_.~')}")
    return ox.NamedNode(text if text.startswith("http") else WITHHELD_PAGE)


def _once(text: str, withheld: Withheld, said: dict[str, str]) -> str:
    if text not in said:
        said[text] = withheld.text(text)
    return said[text]
