"""Annotations of classes and concepts for the findings: functions, states on the pathway."""

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import CONCEPT, SKOS
from frenchtech_graph.model.terms import Class, Property


@cache
def support_functions() -> Mapping[str, tuple[str, ...]]:
    """Return for each support function the classes of actors that fill it, in the order of its
    scheme.

    The annotation applies to that class only: subclasses do not inherit it.

    >>> support_functions()["incubator"]
    ('Incubator', 'StartUpStudio')
    """
    known = ontology.load()
    filled = {n: known.concepts(t.iri, Property.SUPPORT_FUNCTION) for n, t in known.classes.items()}
    return {
        function: tuple(name for name, functions in filled.items() if function in functions)
        for function in known.schemes["function"]
    }


@cache
def pathway_states() -> Mapping[str, str]:
    """Return the state that a firm reaches by a tie or an event, by its kind, or by a round, by its
    type.

    >>> states = pathway_states()
    >>> states["Incubation"], states["FundingRound"], states["seed-round"]
    ('incubated', 'funded', 'seeded')
    """
    known = ontology.load()
    found = {
        name: known.concepts(term.iri, Property.PATHWAY_STATE)
        for name, term in (*known.classes.items(), *known.schemes["round"].items())
    }
    return {name: states[0] for name, states in found.items() if states}


@cache
def kinds_of_property(name: str) -> tuple[str, ...]:
    """Return a property and its subproperties: the roles at one end of ties, the short forms.

    >>> "investor" in kinds_of_property("tieFrom"), "investedIn" in kinds_of_property("linkedTo")
    (True, True)
    """
    return tuple(n for n, up in ontology.load().superproperties.items() if name in up)


@cache
def firm_is_target(kind: str) -> bool:
    """Return whether the target of a tie or an event is the firm, and not a market.

    >>> firm_is_target("Acquisition"), firm_is_target("Listing")
    (True, False)
    """
    known = ontology.load()
    tie = known.tie_kinds.get(kind)
    if tie is None:
        return True
    end, firm = tie.target_class, Class.ORGANIZATION
    return known.is_a(end, firm) or known.is_a(firm, end)


@cache
def with_narrower(scheme: str, concept: str) -> frozenset[str]:
    """Return a concept of a scheme with all below it, by their slugs.

    >>> "biotechnology" in with_narrower("sector", "health")
    True
    """
    known = ontology.load()
    below = known.store.quads_for_pattern(
        None, ox.NamedNode(SKOS + "broader"), ox.NamedNode(f"{CONCEPT}{scheme}/{concept}")
    )
    names = (str(q.subject).strip("<>").rsplit("/", 1)[-1] for q in below)
    return frozenset({concept}).union(*(with_narrower(scheme, n) for n in names))
