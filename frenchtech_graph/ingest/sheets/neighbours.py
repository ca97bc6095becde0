"""Columns that refer to the column next to them: dates of ties with others, details of a
contact."""

from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.contents import are_addressed
from frenchtech_graph.ingest.sheets.fields import entry, meanings
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.lexicon import pattern, words
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.sheet_shapes import ACTORS, columns_of
from frenchtech_graph.ingest.sheets.vocabularies import TIES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find, plain

DATE_BESIDE = "date_beside"
"""Meaning of a column with the dates of ties in the column before it."""
_TIMES = ("date", "start")
_OF_PEOPLE = ("first_name", "last_name")
_BACKERS = ("relations.investors", "relations.lead_investor", "relations.co_investors")


def is_date_beside(plan: Plan, column: int, code: str) -> bool:
    """Return whether a column of dates is about the names in the column before it.

    It is neither the date of a raise nor the only possible entry date of a row.
    """
    before = plan.columns[column - 1] if column else ""
    if code not in _TIMES or plan.grants or not before.startswith("relations."):
        return False
    entered = columns_of(plan.block, "holder.entry", "holder.cohort")
    held = columns_of(plan.block, "holder.amount", "holder.exit", "holder.fee", "percentage")
    named = pattern("raises").search(plain(plan.block.header[column].replace("'", " ")))
    return before not in _BACKERS and not named and bool(entered or not held)


def names_tie(code: str, header: str) -> bool:
    """Check whether a word in the header of a date is about the ties of the column before it
    (`Licence date` next to licensors).
    """
    kind = entry(code).get("kind", "")
    words = (w for text in plain(header).split() for w in find(TIES, text))
    return any(w.term == kind for w in words)


def named_elsewhere(block: Block, header: str) -> set[str]:
    """Return the meanings that the headers of other columns have word for word."""
    others = (h for h in block.header if h and h != header)
    return {m.code for h in others for m in meanings(h)[:1] if not m.near}


def names_contacts(header: str, cells: Sequence[Cell]) -> bool:
    """Check whether a column with an unknown header has contact persons: a word of the header is
    about contacts, or most values begin with `M.` or `Mme`.
    """
    found = meanings(header)
    if found and found[0].near < 2:
        return False
    said = set(plain(header.replace("/", " ")).split())
    return bool(said & words("of_contacts")) or are_addressed(cells)


def dates_of_others(plan: Plan) -> dict[int, int]:
    """Return a mapping from each column with names of others to the column with the dates of their
    ties: the next one, or the one with these ties in its header (`acquisition_date`)."""
    beside = plan.indexes(DATE_BESIDE)
    next_to = {c - 1: c for c in beside if c and plan.columns[c - 1].startswith("relations.")}
    named = {c: d for d in beside for c in named_by_date(plan, d) if c not in next_to}
    return next_to | {c: d for c, d in named.items() if d not in next_to.values()}


def named_by_date(plan: Plan, column: int) -> list[int]:
    """Return the only column with names of others whose ties the header of a date names, in a list
    of one, else an empty list. Investors have the dates of their rounds.
    """
    header = plan.block.header[column].replace("_", " ")
    said = [c for c in plan.relations() if plan.columns[c] not in _BACKERS]
    found = [c for c in said if names_tie(plan.columns[c], header)]
    return found if len(found) == 1 else []


def is_of_contact(block: Block, shape: str, header: str) -> bool:
    """Return whether a column of a list of bodies is about their contacts: first name, surname, and
    the columns between them and a mail address.
    """
    if shape != ACTORS:
        return False
    if _is_detail_of_person(header):
        return True
    found = {m.code for m in meanings(header) if m.near < 2}
    if found & set(_OF_PEOPLE):
        return bool(_of_bodies(block))
    named = columns_of(block, "first_name", "last_name")
    contact = columns_of(block, "email", "phone", "contact")
    if "role" in found:
        return bool(named or contact) and not _is_of_body(block, header, (*named, *contact))
    bare = "name" in found and header not in [block.header[c] for c in _of_bodies(block)]
    return bool(bare and columns_of(block, "first_name") and _of_bodies(block))


def _is_of_body(block: Block, header: str, people: Sequence[int]) -> bool:
    """Return whether a role belongs to the body of the row: the header is exactly that, and no
    column of a contact is next to it.
    """
    column = list(block.header).index(header)
    return plain(header) == "role" and all(abs(column - c) > 1 for c in people)


def _is_detail_of_person(header: str) -> bool:
    """Return whether a header is a detail of a person, not the name (`dirigeant_prenom`)."""
    found = meanings(header)
    if not found or found[0].near < 2 or entry(found[0].code).get("make") != Class.PERSON:
        return False
    return bool(pattern("details_of_people").search(plain(header.replace("_", " "))))


def _of_bodies(block: Block) -> list[int]:
    """Return the columns with names of bodies: name columns next to first names may be surnames."""
    names = columns_of(block, "name")
    given = columns_of(block, "first_name")
    apart = [c for c in names if all(abs(c - g) > 1 for g in given)]
    return apart or (names if not given else [])
