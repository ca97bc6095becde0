"""Apply the rules of `ontology/rules/` to the default graph of a store.

How the rules are meant to be run is written in `ontology/rules/README.md`.
"""

from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph import ontology
from frenchtech_graph.files import ontology_folder
from frenchtech_graph.namespaces import ONTOLOGY_GRAPH


def rule_files() -> list[Path]:
    """Return the rules in the order they are applied."""
    return sorted((ontology_folder() / "rules").glob("*.rq"))


def add_ontology(store: ox.Store) -> None:
    """Put the ontology into its named graph, and the concept schemes into the default graph too."""
    named = ox.NamedNode(ONTOLOGY_GRAPH)
    for name in ontology.CORE_FILES:
        path = str(ontology_folder() / name)
        store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, to_graph=named)
    store.bulk_load(path=str(ontology_folder() / "schemes.ttl"), format=ox.RdfFormat.TURTLE)


def apply_rules(store: ox.Store) -> int:
    """Apply all rules once, in order; return how many triples they constructed.

    The terms of the ontology stand in the default graph while the rules run, and leave it after.
    """
    core = ontology_folder() / "core.ttl"
    terms = [ox.Quad(*t) for t in ox.parse(path=str(core), format=ox.RdfFormat.TURTLE)]
    borrowed = [q for q in terms if q not in store]
    store.bulk_extend(borrowed)
    made = 0
    for rule in rule_files():
        found = store.query(rule.read_text(encoding="utf-8"))
        assert isinstance(found, ox.QueryTriples)
        quads = [ox.Quad(t.subject, t.predicate, t.object) for t in found]
        store.bulk_extend(quads)
        made += len(quads)
    for quad in borrowed:
        store.remove(quad)
    return made
