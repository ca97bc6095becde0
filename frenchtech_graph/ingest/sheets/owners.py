"""Titles that name the owner of a list: above the list, or on the first sheet of a workbook."""

from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.fields import entries, titles_in
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.lexicon import words
from frenchtech_graph.ingest.sheets.list_titles import Holder, holder_in
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.sheet_shapes import ABOUT, LEFT_OUT
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find, typical


def cover_titles(plans: Sequence[Plan]) -> list[str]:
    """Return the first texts of the sheets that are not read, if they are titles of a list
    (`Alpha Capital – suivi des participations` in the sheet `Lisez-moi`).
    """
    unread = (p.block.sheet for p in plans if p.shape in (LEFT_OUT, ABOUT))
    first = (next((c.text for _, row in s.filled() for c in row if c), "") for s in unread)
    return [t for t in first if len(t) < _LONGEST_TITLE and _is_of_list(t)]


def _is_of_list(text: str) -> bool:
    return any(entries()["titles"][name]["kind"] for name in titles_in(text))


_LONGEST_TITLE = 120


def is_titled(block: Block, holder: Holder) -> bool:
    """Check whether a title surely has the owner of a list: a word for the list, and a name with the
    kind of a body that has such lists (`Pôle Alpha – liste des adhérents`).
    """
    titles = [t for t in block.titles if holder.name and holder_in(t) == holder.name]
    listed = any(entries()["titles"][name]["kind"] for t in titles for name in titles_in(t))
    kinds = find(ACTORS, holder.name)
    if listed and holder.tie == Class.INVESTMENT and _is_investor(holder.name):
        return True
    if not (listed and kinds):
        return False
    known, usual = ontology.load(), typical(holder.tie)[holder.end == "target"]
    return any(known.is_a(kinds[0].term, c) for c in usual - _ANY_OWNER)


def _is_investor(name: str) -> bool:
    """Check whether a name has a word of the names of investors (`Alpha Capital II`)."""
    return bool(set(fold(name).split()[1:]) & words("names_of_investors"))


_ANY_OWNER = frozenset([Class.ACTOR, Class.ENTITY, Class.ORGANIZATION, Class.COMPANY, Class.PERSON])
"""Kinds that any name may have, so that they do not make an owner sure."""
