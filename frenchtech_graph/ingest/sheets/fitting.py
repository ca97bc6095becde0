"""Which meanings of columns have their place among the rows of a shape."""

from collections.abc import Mapping
from typing import Any

from frenchtech_graph.ingest.sheets.fields import Meaning, entry
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.sheet_shapes import (
    ACTORS,
    PEOPLE,
    PROGRAMMES,
    PROJECTS,
    ROUNDS,
    TIES,
)
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class

_ALSO = {ROUNDS: ("percentage", "lead", "raised_total"), PROJECTS: ("scheme",)}
"""Fields of ties that rows of events have too."""
_LATER = ("holder.later_date", "holder.later_amount")
_OF = {
    ACTORS: ("actor",),
    TIES: ("tie",),
    ROUNDS: ("event",),
    PROJECTS: ("event",),
    PROGRAMMES: ("event",),
    PEOPLE: ("actor", "tie"),
}
_GRANTS_OWN = ("aid", "scheme", "instrument")
_OF_EACH = ("holder.amount", "holder.entry", "holder.exit", "holder.status")
HOLDERS_OWN = ("percentage", "amount", "round_type", "date", "start", "end", "currency", "lead")
REPEATED = ("sectors", "note", "source", "aliases")


def fits(made: Plan, meaning: Meaning, taken: set[str]) -> bool:
    """Return whether a column of a meaning has its place among rows of a shape."""
    code, found, shape = meaning.code, entry(meaning.code), made.shape
    if meaning.group != "fields":
        return _names_others(made, meaning, taken)
    of = set(found.get("of", ()))
    if {"personal", "ignored", "note"} & of and code != "note":
        return True
    if code in taken and code not in REPEATED:
        return False
    if shape == ACTORS and (code in HOLDERS_OWN or (made.grants and code in _GRANTS_OWN)):
        return True
    if code in _ALSO.get(shape, ()):
        return True
    return bool(set(_OF.get(shape, ())) & of) and _has_place(shape, code)


def _names_others(made: Plan, meaning: Meaning, taken: set[str]) -> bool:
    found, shape = entry(meaning.code), made.shape
    if meaning.group == "holder":
        of_each = shape == ROUNDS and meaning.code in _OF_EACH
        again = meaning.code in _LATER
        return (shape == ACTORS or of_each) and (again or meaning.code not in taken)
    if shape == TIES or found.get("person"):
        return shape == PEOPLE
    if made.grants and meaning.code in ("relations.programmes", "relations.labels"):
        return False
    if shape in (PROJECTS, PROGRAMMES):
        return bool(found.get("event")) or _may_be_of_event(shape, found)
    return shape != PEOPLE and not found.get("event")


def _may_be_of_event(shape: str, found: Mapping[str, Any]) -> bool:
    """Return whether the tie in a column may be a tie of projects or programmes."""
    known = ontology.load()
    tie = known.tie_kinds[found["kind"]]
    wanted = tie.target_class if found["value"] == "source" else tie.source_class
    return known.is_a(Class.PROJECT if shape == PROJECTS else Class.PROGRAMME, wanted)


def _has_place(shape: str, code: str) -> bool:
    """Resolve words with several meanings in rows of events: the company that raises, or the
    project."""
    only = {"company": ROUNDS, "project": PROJECTS, "programme_name": PROGRAMMES}
    only |= dict.fromkeys(("from", "to", "tie"), TIES)
    return only.get(code, shape) == shape and not (code == "name" and shape in (ROUNDS,))
