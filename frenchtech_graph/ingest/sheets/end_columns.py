"""Columns of a list of ties that describe the actor at one end: its kind, its town."""

from collections.abc import Iterable
from dataclasses import replace

from frenchtech_graph.ingest.sheets.desk import Desk, Made
from frenchtech_graph.ingest.sheets.doubts import DOUBT, READ
from frenchtech_graph.ingest.sheets.fields import Meaning, bare, entry, meanings
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.rows import Row, record_of
from frenchtech_graph.ingest.sheets.towns import read_town
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS, EVENTS
from frenchtech_graph.model import ontology, places
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.wordings import Wording, find


def is_of_an_end(header: str) -> bool:
    """Check whether a header describes an actor, not a tie.

    >>> is_of_an_end("Commune"), is_of_an_end("Date"), is_of_an_end("Ville du bénéficiaire")
    (True, False, False)
    """
    found = [m for m in meanings(header) if m.near == 0 and m.group == "fields"]
    of = [set(entry(m.code).get("of", ())) for m in found]
    return bool(of) and all("actor" in x and "tie" not in x for x in of)


def other_described(header: str) -> str:
    """Return the meaning of the first words of a header that refers to another actor and ends with
    an attribute (`acquirer_city`), or an empty text.

    >>> other_described("acquirer_city"), other_described("city"), other_described("investor city")
    ('relations.acquirer', '', 'relations.investors')
    >>> other_described("acquirer name")
    ''
    """
    asked = bare(header).split()
    for size in range(1, len(asked)):
        first, last = (_exact(" ".join(part)) for part in (asked[:size], asked[size:]))
        others = [m.code for m in first if m.group == "relations"]
        if others and last and last[0].group == "fields" and last[0].name != "name":
            return others[0]
    return ""


def _exact(text: str) -> list[Meaning]:
    return [m for m in meanings(text) if m.near == 0]


def kinds_of_ends(rows: Iterable[Row]) -> dict[str, str]:
    """Return the kinds that the columns of a list state for its ends, by their folded names."""
    found: dict[str, str] = {}
    for row in rows:
        for end, code in (("from", "from_kind"), ("to", "to_kind")):
            name, words = fold(row.cell(row.column(end)).text), _words(row, code)
            if name and words:
                found.setdefault(name, words[0].term)
    return found


def _words(row: Row, code: str) -> tuple[Wording, ...]:
    cell = row.cell(row.column(code))
    if not cell or is_blank(cell.text):
        return ()
    words = row.word("kind", "kind", ACTORS, cell.text)
    events = () if words and words[0].sure else find(EVENTS, cell.text)
    return events if events and events[0].sure else words


def enter_kind(row: Row, code: str, identifier: str) -> None:
    """Note the kind of an actor in the column of its end (`from_kind`, `to_kind`). An unknown word,
    or another kind than the actor has, leads to a question."""
    column = row.column(code)
    cell = row.cell(column)
    if column is None or not cell or is_blank(cell.text):
        return
    words = _words(row, code)
    if not words:
        row.doubt_word(column, cell, cell.text, "kind", ACTORS, "")
        row.remark(column, cell)
        return
    term, known = words[0].term, ontology.load()
    _narrow(row, identifier, term)
    kinds = row.table.desk.register.entries[identifier].kinds
    if not any(known.is_a(k, term) for k in kinds):
        row.doubt(column, cell, "differs", expected=" / ".join(kinds))
        row.remark(column, cell)
        return
    if not words[0].sure:
        row.doubt_word(column, cell, cell.text, "kind", ACTORS, term)
    row.note(column, cell, term, READ if words[0].sure else DOUBT)


def _narrow(row: Row, identifier: str, term: str) -> None:
    """Give an actor that only ties mention a narrower kind than it has."""
    desk = row.table.desk
    made, entry_of = desk.entity(identifier), desk.register.entries[identifier]
    if made is None or not made.named or len(entry_of.kinds) != 1:
        return
    if ontology.load().is_a(term, entry_of.kinds[0]):
        set_kind(desk, made, term)


def set_kind(desk: Desk, made: Made, kind: str) -> None:
    """Give an actor the kind that a column states, instead of a kind that its name has."""
    identifier = made.cells["id"]
    made.cells["kind"] = kind
    entries = desk.register.entries
    entries[identifier] = replace(entries[identifier], kinds=(kind,))
    desk.assumed.pop(identifier, None)


def enter_place(row: Row, code: str, identifier: str) -> None:
    """Give an actor the town in the column of its end (`from_place`, `to_place`), with its post code.
    An actor that has another one keeps it, and the town leads to a question."""
    column, coded = row.column(code), row.column(code.replace("_place", "_postcode"))
    cell, postcode = row.cell(column), row.cell(coded)
    made = row.table.desk.entity(identifier)
    if column is None or not cell or is_blank(cell.text):
        return
    found = read_town(cell.text, postcode.text, "", "")
    if made is None or not (found.id and found.sure):
        row.doubt(column, cell, "place", suggestion_text_fr="", suggestion_text_en="")
        row.remark(column, cell)
    elif made.cells.setdefault("place", found.id) != found.id:
        row.doubt(column, cell, "differs", expected=made.cells["place"])
        row.remark(column, cell)
    else:
        place = places.load().by_id[found.id]
        records = (*made.cells.get("record", "").split("|"), record_of(row))
        made.cells["record"] = "|".join(dict.fromkeys(filter(None, records)))
        row.note(column, cell, f"{place.name} ({place.department or place.id})")
        if coded is not None and postcode:
            row.note(coded, postcode, postcode.text)
