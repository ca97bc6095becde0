"""Several spellings of the name of one actor in a workbook."""

import re

from frenchtech_graph.ingest.sheets.doubts import DOUBT
from frenchtech_graph.ingest.sheets.ends import NEW
from frenchtech_graph.ingest.sheets.register import Entry
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class


def spelt(row: Row, name: str) -> Entry | None:
    """Return the actor of the workbook with another spelling of a name. An actor with another
    number in the national register is another actor.
    """
    desk = row.table.desk
    if name in desk.reading.new:
        return None
    stated = desk.reading.names.get(name)
    if stated:
        return desk.register.own(stated)
    found = [e for e in desk.register.spelt(name) if desk.entity(e.id) and _is_actor(e)]
    return next((e for e in found if not _is_other_firm(row, e)), None)


def _is_actor(entry: Entry) -> bool:
    return any(ontology.load().is_a(k, Class.ACTOR) for k in entry.kinds)


def _is_other_firm(row: Row, entry: Entry) -> bool:
    """Check whether an earlier row of an actor has another number in the national register."""
    made = row.table.desk.entity(entry.id)
    if made is None or made.sheet != row.table.name:
        return False
    earlier = Row(row.table, made.row - row.number + row.index)
    numbers = [
        {re.sub(r"\D", "", r.text(c))[:9] for c in ("siren", "siret")} for r in (row, earlier)
    ]
    own, others = (n - {""} for n in numbers)
    return bool(own and others) and not own & others


def join_spelling(row: Row, name: str, entry: Entry) -> None:
    """Make another spelling of a name an alias of its actor. It leads to a question until it is
    answered."""
    desk, column = row.table.desk, row.column("name") or 0
    made = desk.entity(entry.id)
    if name not in desk.reading.names:
        choices = (entry.name, NEW + entry.kinds[0])
        more = {"guess": entry.name, "about": "names", "choices": choices}
        row.doubt(column, Cell(name), "near-name", **more)
        row.note(column, row.cell(column), entry.name, DOUBT)
    if made and Class.PERSON not in entry.kinds and fold(name) != fold(entry.name):
        made.cells["aliases"] = joined(made.cells.get("aliases", ""), name)
    desk.register.also(entry.id, name)


def joined(before: str, more: str) -> str:
    """Return the values of two cells, each once."""
    return "|".join(dict.fromkeys(filter(None, (*before.split("|"), *more.split("|")))))
