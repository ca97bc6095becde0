"""What the ontology says of classes and concepts for the findings: functions, states on the
pathway.
"""

from collections.abc import Mapping
from functools import cache

from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class, Property


@cache
def support_functions() -> Mapping[str, tuple[str, ...]]:
    """Return for each support function the classes of actors that fill it, in the order of its
    scheme.

    A class says it for itself alone: subclasses do not inherit it.

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
def firm_is_target(kind: str) -> bool:
    """Tell whether the firm of a tie or an event stands at its target: not where a market does.

    >>> firm_is_target("Acquisition"), firm_is_target("Listing")
    (True, False)
    """
    known = ontology.load()
    tie = known.tie_kinds.get(kind)
    if tie is None:
        return True
    end, firm = tie.target_class, Class.ORGANIZATION
    return known.is_a(end, firm) or known.is_a(firm, end)
