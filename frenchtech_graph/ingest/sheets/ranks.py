"""The rank of a meaning among the possible meanings of a header."""

from frenchtech_graph.ingest.sheets.fields import Meaning, entries, entry, meanings, titles_in
from frenchtech_graph.ingest.sheets.fitting import HOLDERS_OWN
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.sheet_shapes import (
    ACTORS,
    PEOPLE,
    PROJECTS,
    ROUNDS,
    TIES,
    is_grant_list,
)

_FIRST = {
    TIES: ("from", "to", "tie", "source"),
    PROJECTS: ("project", "relations.coordinator", "relations.project_partners"),
    ROUNDS: ("company", "relations.lead_investor", "relations.investors"),
    PEOPLE: ("relations.employer", "role"),
    ACTORS: ("name", "kind"),
}


def rank(made: Plan, meaning: Meaning) -> tuple[int, bool, int, bool, int]:
    """Return the rank of a meaning among the possible meanings of a header.

    The lowest is chosen.
    """
    first = _FIRST.get(made.shape, ())
    aside = bool({"note", "ignored", "personal"} & set(entry(meaning.code).get("of", ())))
    order = first.index(meaning.code) if meaning.code in first else len(first)
    held = made.shape == ACTORS and bool(made.mapping.holder or _is_held(made.block))
    of_holder = meaning.group == "holder" or meaning.code in HOLDERS_OWN
    groups = ("fields", "relations", "holder")
    return (
        meaning.near,
        aside,
        order,
        (not of_holder if held else of_holder),
        groups.index(meaning.group),
    )


def _is_held(block: Block) -> bool:
    """Return whether a list of actors says how each is tied to one who is not in the list."""
    titles = [block.sheet.name, *block.titles]
    if any(entries()["titles"][t]["kind"] for x in titles for t in titles_in(x)):
        return True
    if is_grant_list(block):
        return True
    found = [m for h in block.header for m in meanings(h) if m.near == 0]
    return any(m.group == "holder" and m.name != "status" for m in found)
