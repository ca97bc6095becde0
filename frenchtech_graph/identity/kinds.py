"""Families of kinds: actors of two of them are seldom one."""

from functools import cache

from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class

FAMILIES = {
    "person": Class.PERSON,
    "company": Class.COMPANY,
    "finance": Class.FINANCE_ORGANIZATION,
    "laboratory": Class.RESEARCH_LABORATORY,
    "school": Class.TALENT_ORGANIZATION,
    "research": Class.TECHNOLOGY_ORGANIZATION,
    "support": Class.SUPPORT_ORGANIZATION,
    "public": Class.PUBLIC_AUTHORITY,
}
"""Family of kinds → the class of the ontology at its top."""

FIRM = frozenset({"company"})
"""Families of a firm that has no other family."""


@cache
def families_of(kinds: tuple[str, ...]) -> frozenset[str]:
    """Return the families of an actor of these kinds."""
    terms = ontology.load()
    found = {name for name, top in FAMILIES.items() if any(terms.is_a(k, top) for k in kinds)}
    return frozenset(found - {"research"} if "laboratory" in found else found)
