"""The tie between the rows of a list and its owner that the headers of the list imply."""

from typing import Any

from frenchtech_graph.ingest.sheets.fields import entries
from frenchtech_graph.ingest.sheets.lexicon import pattern
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import plain

_ENTRY = "holder.entry"

_PARTNERSHIP = {
    "kind": Class.PARTNERSHIP,
    "end": "source",
    "make": Class.SUPPORT_ORGANIZATION,
}
"""A list of partners, with the day of each agreement."""


def by_headers(plan: Plan) -> dict[str, Any]:
    """Return the tie that the columns of a list imply, if no title does."""
    has = set(plan.columns)
    said = {plain(h) for h in plan.block.header}
    titles = entries()["titles"]
    if _are_partners(plan):
        return dict(_PARTNERSHIP)
    if are_exits(plan) or "holder.amount" in has or {"percentage", "holder.entry"} <= has:
        return dict(titles["portfolio"])
    if "holder.fee" in has or any("adhesion" in w or "member since" in w for w in said):
        return dict(titles["members"])
    if _are_hosted(plan):
        return dict(titles["hosted"])
    return dict(titles["incubated"]) if _are_incubated(has, said) else {}


_INCUBATION = ("incubation", "accompagnement", "promotion", "cohort")


def _are_incubated(has: set[str], said: set[str]) -> bool:
    """Check whether a list has cohorts, or dates next to a header about support."""
    named = "holder.cohort" in has or any(i in w for w in said for i in _INCUBATION)
    return named and bool({"holder.entry", "holder.exit", "holder.cohort"} & has)


def are_exits(plan: Plan) -> bool:
    """Check whether the rows are the exits of an investor: days of sale next to buyers."""
    said = " ".join(plain(h) for h in plan.block.header)
    sold = any(word in said for word in _SALES)
    return sold and {"holder.exit", "relations.acquirer"} <= set(plan.columns)


_SALES = ("cession", "divestment", "exit date", "date of exit", "desinvestissement")
_ROOMS = ("hebergement", "locaux", "bail", "occupant", "locataire", "lease", "tenant")


def _are_hosted(plan: Plan) -> bool:
    """Check whether a list with dates of entry is about tenants, by its headers."""
    said = " ".join(plain(h) for h in plan.block.header)
    return _ENTRY in plan.columns and any(word in said for word in _ROOMS)


def _are_partners(plan: Plan) -> bool:
    """Check whether the entry date of each row is the date of an agreement."""
    entered = (h for h, c in zip(plan.block.header, plan.columns, strict=True) if c == _ENTRY)
    return any(pattern("agreements").search(fold(h)) for h in entered)
