"""Facts of actors and events that several modules read from statements."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from frenchtech_graph.graph.statements import Statements
from frenchtech_graph.model.namespaces import FTE, SKOS
from frenchtech_graph.model.ontology import Ontology

LABEL, NOTATION = f"{SKOS}prefLabel", f"{SKOS}notation"


@lru_cache(maxsize=4096)
def most_specific_kind(terms: Ontology, classes: tuple[str, ...]) -> str:
    """Return the name of the most specific of some classes, or an empty text."""
    lowest = terms.most_specific([c.removeprefix(FTE) for c in classes])
    return lowest[0] if lowest else ""


def first(values: Mapping[str, Sequence[str]], key: str) -> str | None:
    """Return the first value of an actor or event, or None."""
    found = values.get(key)
    return found[0] if found else None


def notations_of(found: Statements, name: str) -> dict[str, list[str]]:
    """Return the notations of the concepts that a property gives, by subject and in order."""
    notations = found.values(NOTATION)
    return {
        thing: sorted({text for concept in concepts for text in notations.get(concept, ())})
        for thing, concepts in found.values(f"{FTE}{name}").items()
    }
