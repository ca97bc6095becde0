"""The kind of the rows of a list of actors, if no column states it."""

from frenchtech_graph.ingest.sheets.fields import entries, titles_in
from frenchtech_graph.ingest.sheets.lexicon import pattern
from frenchtech_graph.ingest.sheets.list_titles import holder_in
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find

_ANY = (Class.PERSON, Class.ORGANIZATION, Class.ACTOR)


def kind_of_sheet(plan: Plan) -> tuple[str, bool]:
    """Return the kind in the name of a sheet, the header of its names or its title, and whether
    that is certain.
    """
    if plan.grants:
        firms = any(pattern("firms").search(fold(t)) for t in _titled(plan))
        return (Class.COMPANY, False) if firms else (Class.ORGANIZATION, True)
    name = plan.index("name")
    header = plan.block.header[name] if name is not None else ""
    for text in (plan.block.sheet.name, header):
        words = find(ACTORS, text)
        if words and words[0].sure and words[0].term not in _ANY:
            return words[0].term, True
    if said := _by_title(plan):
        return said
    for text in (header, *map(_without_holder, plan.block.titles)):
        words = find(ACTORS, text)
        if words and words[0].term not in _ANY:
            return words[0].term, words[0].sure and text != header
    if "holder.amount" in plan.columns:
        return Class.COMPANY, True
    return Class.ORGANIZATION, False


def _without_holder(title: str) -> str:
    """Return a title without the name of the holder of the list, whose kind is not the kind of its
    rows."""
    return title.replace(holder_in(title) or "\n", " ")


def _titled(plan: Plan) -> tuple[str, ...]:
    return (plan.block.sheet.name, *plan.block.titles)


def _by_title(plan: Plan) -> tuple[str, bool] | None:
    """Return the kind that follows from the tie of the rows with a holder, or None."""
    if "holder.cohort" in plan.columns:
        return Class.START_UP, True
    titles = [t for x in (plan.block.sheet.name, *plan.block.titles) for t in titles_in(x)]
    for title in titles:
        tie = entries()["titles"][title]["kind"]
        if tie == Class.INVESTMENT:
            return Class.COMPANY, True
        if tie == Class.INCUBATION:
            return Class.START_UP, False
    return None
