"""Apply the rules of `ontology/rules/` to the default graph of a store.

`ontology/rules/README.md` describes how the rules are run.
"""

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.graph.sorting import sorted_lines
from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import BASE, FTE, ONTOLOGY_GRAPH, RDF, RDFS, SKOS

_OF_CONCEPTS = frozenset(
    {
        RDF + "type",
        *(SKOS + n for n in ("prefLabel", "altLabel", "notation", "broader", "inScheme", "member")),
    }
)
"""What the questions, the rules and the shapes read of concepts."""


def rule_files() -> list[Path]:
    """Return the rules in the order they are applied."""
    return sorted((ontology_folder() / "rules").glob("*.rq"))


@cache
def _ontology_triples(name: str) -> tuple[ox.Triple, ...]:
    """Return a Turtle file of the ontology without blank nodes, so that a graph has one form only.

    They are numbered by RDF canonicalisation (W3C, RDFC-1.0) and given addresses, as RDF 1.1
    Concepts §3.5 (skolemisation) proposes.
    """
    path = str(ontology_folder() / name)
    dataset = ox.Dataset(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    prefix = f"{BASE}.well-known/genid/{name.removesuffix('.ttl')}-"

    def named(term: object) -> object:
        return ox.NamedNode(prefix + term.value) if isinstance(term, ox.BlankNode) else term

    return tuple(ox.Triple(named(q.subject), q.predicate, named(q.object)) for q in dataset)  # type: ignore[arg-type]


def add_ontology(store: ox.Store) -> None:
    """Put the ontology into its named graph, and the concept schemes into the default graph too."""
    named = ox.NamedNode(ONTOLOGY_GRAPH)
    for name in ontology.CORE_FILES:
        store.bulk_extend(
            ox.Quad(t.subject, t.predicate, t.object, named) for t in _ontology_triples(name)
        )
    add_schemes(store)


def ontology_lines() -> list[bytes]:
    """Return the sorted N-Quads lines of the named graph of the ontology."""
    store = ox.Store()
    add_ontology(store)
    return sorted_lines(store, ox.NamedNode(ONTOLOGY_GRAPH))


def add_schemes(store: ox.Store) -> None:
    """Put the concept schemes into the default graph: names, codes and the hierarchy of concepts.

    Their definitions and examples are in the graph of the ontology alone.
    """
    store.bulk_extend(
        ox.Quad(t.subject, t.predicate, t.object)
        for t in _ontology_triples("schemes.ttl")
        if t.predicate.value in _OF_CONCEPTS
    )


def add_hierarchy(store: ox.Store) -> None:
    """Put the complete hierarchy of classes and properties into the default graph.

    Each term is linked to itself and to all its ancestors, so that one plain pattern matches the
    members of all subclasses.
    """
    known = ontology.load()
    above = {"subClassOf": known.superclasses, "subPropertyOf": known.superproperties}
    store.bulk_extend(
        ox.Quad(ox.NamedNode(FTE + name), ox.NamedNode(RDFS + relation), ox.NamedNode(FTE + wider))
        for relation, names in above.items()
        for name, up in names.items()
        for wider in up
    )


def apply_rules(store: ox.Store) -> int:
    """Apply all rules once, in order, and return the number of triples that they constructed.

    The terms of the ontology are in the default graph while the rules run. Afterwards they are
    removed, except the hierarchy. The results of a rule return to the store as text, without a
    Python object per triple.
    """
    add_hierarchy(store)
    terms = (ox.Quad(t.subject, t.predicate, t.object) for t in _ontology_triples("core.ttl"))
    borrowed = [q for q in terms if q not in store]
    store.bulk_extend(borrowed)
    made = 0
    for rule in rule_files():
        found = store.query(rule.read_text(encoding="utf-8"))
        assert isinstance(found, ox.QueryTriples)
        lines = found.serialize(format=ox.RdfFormat.N_TRIPLES)
        assert lines is not None
        store.bulk_load(input=lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        made += lines.count(b"\n")
    for quad in borrowed:
        store.remove(quad)
    return made
