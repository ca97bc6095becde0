"""The default graph as compacted JSON-LD, with the context of the ontology in the file.

The part of the compaction algorithm (W3C, JSON-LD 1.1 Processing Algorithms, §6) that a graph needs
if it has no blank nodes or lists, and a context with one definition per property. It is fast enough
for a national graph.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.exports.provenance import snapshot_statements
from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model.namespaces import RDF, XSD

_TYPE = RDF + "type"


def document(store: ox.Store) -> dict[str, bytes]:
    """Return the default graph as one JSON-LD document, with the snapshots of each resource."""
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return {"": text(chain((q.triple for q in quads), snapshot_statements(store)))}


def text(triples: Iterable[ox.Triple]) -> bytes:
    """Return triples as a JSON-LD document with its context."""
    content = {"@context": _context(), "@graph": compacted(triples)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def compacted(triples: Iterable[ox.Triple]) -> list[dict[str, Any]]:
    """Return triples as JSON-LD nodes in terms of the context, sorted by address."""
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and not isinstance(triple.object, ox.Triple):
            nodes[triple.subject.value][triple.predicate.value].append(triple.object)
    return [_node(address, nodes[address]) for address in sorted(nodes)]


@cache
def _context() -> dict[str, Any]:
    stated = (ontology_folder() / "context.jsonld").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(stated)["@context"]
    return found


@cache
def _terms() -> dict[str, tuple[str, Mapping[str, str]]]:
    """Return the term and its definition for each address the context has a name for."""
    terms: dict[str, tuple[str, Mapping[str, str]]] = {}
    for term, definition in _context().items():
        stated = {"@id": definition} if isinstance(definition, str) else definition
        if isinstance(stated, dict) and ":" in stated.get("@id", ""):
            terms[_expanded(stated["@id"])] = (term, stated)
    return terms


def _expanded(compact: str) -> str:
    prefix, _, rest = compact.partition(":")
    base = _context().get(prefix)
    return base + rest if isinstance(base, str) else compact


@cache
def _prefixes() -> dict[str, str]:
    return {b: p for p, b in _context().items() if isinstance(b, str) and b.endswith(("/", "#"))}


def _compact(address: str) -> str:
    for base, prefix in _prefixes().items():
        if address.startswith(base):
            return f"{prefix}:{address.removeprefix(base)}"
    return address


def _node(address: str, properties: Mapping[str, list[Any]]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": address}
    for predicate in sorted(properties, key=lambda p: (p != _TYPE, p)):
        values = sorted(properties[predicate], key=str)
        if predicate == _TYPE:
            node["type"] = _one_or_all(
                [_terms().get(v.value, (_compact(v.value),))[0] for v in values]
            )
            continue
        term, definition = _terms().get(predicate, (_compact(predicate), {}))
        for value in values:
            _add(node, term, definition, predicate, value)
    return {
        key: _one_or_all(found) if isinstance(found, list) else found for key, found in node.items()
    }


def _add(
    node: dict[str, Any], term: str, definition: Mapping[str, str], predicate: str, value: Any
) -> None:
    coercion = definition.get("@type")
    if definition.get("@container") == "@language":
        if isinstance(value, ox.Literal) and value.language:
            texts = node.setdefault(term, {})
            known = texts.get(value.language)
            texts[value.language] = value.value if known is None else [*_listed(known), value.value]
            return
    elif (coercion == "@id") == isinstance(value, ox.NamedNode):
        node.setdefault(term, []).append(_value(value, coercion))
        return
    # The term of the context does not fit this value: name the property by its prefix.
    node.setdefault(_compact(predicate), []).append(_value(value, None))


def _value(value: Any, coercion: str | None) -> Any:
    if isinstance(value, ox.NamedNode):
        return value.value if coercion == "@id" else {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    if coercion is None:
        return (
            value.value
            if datatype == XSD + "string"
            else {"@value": value.value, "@type": _compact(datatype)}
        )
    if _expanded(coercion) == datatype:
        return value.value
    return {"@value": value.value, "@type": _compact(datatype)}


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
