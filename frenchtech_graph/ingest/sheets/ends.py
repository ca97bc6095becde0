"""Ends of ties by name: known actors, or new ones."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.desk import Desk, Made
from frenchtech_graph.ingest.sheets.directions import may_be
from frenchtech_graph.ingest.sheets.doubts import DOUBT, READ
from frenchtech_graph.ingest.sheets.fields import entry
from frenchtech_graph.ingest.sheets.gates import may_be_name
from frenchtech_graph.ingest.sheets.lexicon import is_blank, pattern, short_names, truth
from frenchtech_graph.ingest.sheets.lexicon import words as listed
from frenchtech_graph.ingest.sheets.lists import split_names
from frenchtech_graph.ingest.sheets.named import Named, with_date, with_money
from frenchtech_graph.ingest.sheets.register import Entry, acronyms
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.sheet_shapes import PEOPLE
from frenchtech_graph.ingest.sheets.ticks import crossed
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS, INSTRUMENTS, ROLES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class, Family
from frenchtech_graph.model.wordings import find

NEW = "+"
"""Prefix of an answer that creates a new actor, before its kind."""
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
_TITLES = re.compile(
    r"^(?:M\.|Mr\.?|Mme|Mlle|Dr\.?|Pr\.?|Prof\.?|Monsieur|Madame)\s+", re.IGNORECASE
)
_SHORT = 6
_LEAD = re.compile(r"\b(?:lead|chef de file|leader|meneur)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class End:
    """An actor in a cell: the id, the name as written, the text in brackets, and the amount and date
    next to the name.
    """

    id: str
    name: str
    aside: str = ""
    amount: Quantity = field(default_factory=Quantity)
    span: Span = field(default_factory=Span)

    @property
    def told(self) -> str:
        """The amount and date next to the name in brackets, as the reading of a cell shows them."""
        amount = f"{self.amount.text()} {self.amount.currency}".strip()
        parts = [p for p in (amount, self.span.start, self.span.end) if p]
        return f" ({' – '.join(parts)})" if parts else ""

    @property
    def lead(self) -> bool:
        """Return whether the cell marks this investor as the lead."""
        return bool(_LEAD.search(self.aside))


def names_in(row: Row, column: int, make: str) -> list[Named]:
    """Return the names in a cell with the brackets, amounts and dates next to them."""
    cell = row.cell(column)
    if not cell or is_blank(cell.text):
        return []
    if column in row.table.plan.ticks:
        return [Named(crossed(row.header(column)))] if truth(cell.text) else []
    register = row.table.desk.register
    answered = row.table.desk.reading.names
    elsewhere = row.table.names_alone(column)

    def is_actor(text: str) -> bool:
        return bool(register.own(text) or register.known(text) or text in answered)

    def is_known(text: str) -> bool:
        return is_actor(text) or fold(text) in elsewhere

    paid = _is_of_money(row, column)
    names = split_names(cell.text, is_known, people=make == Class.PERSON)
    found = [Named(n) if is_known(n) else _with_more(n, paid=paid) for n in names]
    if make != Class.PERSON:
        found = [_dated(n, is_actor) for n in found]
    return [n for n in found if n.name]


def _dated(said: Named, is_known: Callable[[str], bool]) -> Named:
    """Separate a name from the date next to it, if it has no other."""
    if said.span.start or is_known(said.name):
        return said
    whole = f"{said.name} ({said.aside})" if said.aside else said.name
    told = with_date(whole, is_known)
    return replace(said, name=told.name, aside="", span=told.span) if told else said


def _with_more(text: str, *, paid: bool) -> Named:
    """Separate a name from the brackets, or from the amount if ties may have one (`paid`)."""
    if paid and (told := with_money(text)):
        return _of_scheme(told) if told.aside else told
    bracket = _BRACKETS.search(text)
    if bracket and (_is_role(bracket[1]) or not acronyms(text)):
        return Named(text[: bracket.start()].strip(), bracket[1].strip())
    return Named(text)


def _is_of_money(row: Row, column: int) -> bool:
    """Check whether the ties of a column may have their own amounts."""
    kind = str(entry(row.table.plan.columns[column]).get("kind", ""))
    return bool(kind) and ontology.load().tie_kinds[kind].family == Family.MONEY


def _of_scheme(said: Named) -> Named:
    """Return the giver in brackets after the scheme of an aid (`BFT 30 k€ (Bpi)`)."""
    return replace(said, name=said.aside, aside=said.name) if _is_scheme(said.name) else said


def _is_scheme(name: str) -> bool:
    first = name.split(maxsplit=1)[0] if name.split() else ""
    short = first.isupper() and len(first) < _SHORT
    return any(w and w[0].sure for w in (find(INSTRUMENTS, t) for t in (name, first)[: 1 + short]))


def _is_role(text: str) -> bool:
    words = find(ROLES, text)
    return bool(words) and words[0].sure


def ends_in(row: Row, column: int, make: str, state: str = READ) -> list[End]:
    """Return the actors in a cell. `make` is the kind of unknown ones.

    Generic names (`business angels`) lead to a question and are left out.
    """
    cell = row.cell(column)
    before = len(row.table.desk.doubts)
    found = [e for n in names_in(row, column, make) if (e := _end(row, column, n, make))]
    state = DOUBT if found and len(row.table.desk.doubts) > before else state
    if cell:
        names = row.table.desk.register.entries
        shown = "; ".join(f"{names[e.id].name}{e.told}" for e in found)
        row.note(
            column, cell, shown, state if found else DOUBT if not is_blank(cell.text) else READ
        )
    return found


def ends_named(row: Row, column: int, text: str, make: str) -> list[End]:
    """Return the actors in a part of a cell, like `ends_in` for a whole cell."""
    known = row.table.desk.register
    names = split_names(text, lambda t: bool(known.own(t) or known.known(t)))
    return [e for n in names if (e := _end(row, column, Named(n), make))]


def _end(row: Row, column: int, named: Named, make: str) -> End | None:
    """Return the end for a name, or None for a general word (`business angels`)."""
    name = _in_full(row.table.desk, named.name)
    scheme = _is_of_money(row, column) and _is_scheme(name)
    vague = not any(map(str.isalpha, name)) or _is_description(row.table.desk, name)
    if scheme or vague or _is_generic(row.table.desk, name) or _is_asked_for(named.aside):
        amount = " ".join(filter(None, (named.amount.text(), named.amount.currency)))
        row.doubt(column, Cell(name), "generic-name")
        row.remarks.append(f"{row.header(column)} : {' '.join((name, amount)).strip()}")
        return None
    return End(end_of(row, column, name, make), name, named.aside, named.amount, named.span)


def _is_description(desk: Desk, name: str) -> bool:
    """Check whether a text is a description instead of a name (`3 BA en direct`, `famille`, `oui`)."""
    if desk.register.own(name) or name in desk.reading.new or name in desk.reading.names:
        return False
    if desk.register.known(name):
        return False
    return not may_be_name(name)


def _is_asked_for(aside: str) -> bool:
    """Check whether a text next to a name says that the money is not granted yet (`dossier déposé`)."""
    return bool(aside) and bool(pattern("applied").search(fold(aside)))


def _in_full(desk: Desk, name: str) -> str:
    """Return the full form of a well-known short name, unless an actor of the workbook has it."""
    own = desk.register.own(name) or name in desk.reading.names
    return name if own else short_names().get(fold(name), name)


def is_nobody(row: Row, name: str) -> bool:
    """Check whether a name is only a word for a kind of body (`Région`)."""
    return _is_generic(row.table.desk, name)


def _is_generic(desk: Desk, name: str) -> bool:
    if desk.register.own(name) or name in desk.reading.new or name in desk.reading.names:
        return False
    if fold(name) in listed("names_nobody"):
        return True
    if fold(name) in listed("named_alone"):
        return False
    words = find(ACTORS, name)
    return bool(words) and words[0].sure and not (name.isupper() and len(name) < 6)


def end_of(row: Row, column: int, name: str, make: str) -> str:
    """Return the id of the actor with a name, creating a new actor if it is unknown."""
    desk = row.table.desk
    stated = desk.reading.names.get(name, "")
    asked = stated or name
    if found := _known(row, column, desk, asked, make):
        return found
    kind = desk.reading.new.get(name, "")
    if not kind and not stated:
        spelt = desk.register.spelt(name)
        near = [e for e in desk.register.near(name) if e in spelt or may_be(e.kinds, [make])]
        if near:
            choices = (*(e.name for e in near), NEW + make)
            row.doubt(
                column, Cell(name), "near-name", guess=near[0].name, about="names", choices=choices
            )
            return near[0].id
    return new_actor(row, column, asked, kind or kind_in(name, make), asks=not kind)


def _known(row: Row, column: int, desk: Desk, name: str, make: str) -> str:
    """Return the id of an actor with a name: the workbook's own first, then a shipped one."""
    own = desk.register.own(name) or desk.register.own_after_kind(name)
    if own:
        return own.id
    shipped = [e for e in desk.register.known(name) if may_be(e.kinds, [make]) or e.id == name]
    if len(shipped) == 1:
        return shipped[0].id
    if shipped:
        among = ", ".join(_described(e) for e in shipped[:4])
        choices = tuple(e.id for e in shipped[:6])
        row.doubt(
            column, Cell(name), "several-known", about="names", choices=choices, expected=among
        )
    return ""


def _described(entry: Entry) -> str:
    return f"{entry.id} ({'/'.join(entry.kinds)})"


def kind_in(name: str, make: str) -> str:
    """Return the kind in the first words of a name (`Université de …`), or else `make`."""
    for size in (3, 2, 1):
        words = find(ACTORS, " ".join(name.split()[:size]))
        if words and words[0].sure and tells_more(words[0].term, make):
            return words[0].term
    return make


def tells_more(kind: str, make: str) -> bool:
    """Return whether a word for a kind is more specific for a body than its column: it is narrower,
    or another kind of body except a company.
    """
    known = ontology.load()
    if known.is_a(kind, Class.PERSON) and make != Class.PERSON:
        return False
    if known.is_a(kind, make) or may_be([kind], [make]):
        return True
    bodies = known.is_a(make, Class.ORGANIZATION) and known.is_a(kind, Class.ORGANIZATION)
    return bodies and not known.is_a(kind, Class.COMPANY) and not known.is_a(make, Class.COMPANY)


def new_actor(row: Row, column: int, name: str, kind: str, *, asks: bool) -> str:
    """Return the id of a new actor with a name.

    If its kind is not stated, it leads to a question.
    """
    desk = row.table.desk
    person = ontology.load().is_a(kind, Class.PERSON)
    said = _TITLES.sub("", name).strip() if person else name
    cells = {"id": desk.new_id("actors", said), "kind": kind, "name": said}
    made = Made(cells, row.table.name, row.number, named=True)
    if not person:
        made.cells["aliases"] = "|".join(acronyms(name))
    is_event = not ontology.load().is_a(kind, Class.ACTOR)
    desk.add("events" if is_event else "actors", made)
    desk.register.enter(made.cells["id"], (kind,), [said], own=True)
    code = row.table.plan.columns[column]
    by_column = code.startswith("relations.") or code in ("raised", "round_backers")
    if by_column and kind == Class.ORGANIZATION and row.header(column) not in desk.reading.ends:
        desk.unsettled[row.header(column)] += 1
    if asks and kind == Class.ORGANIZATION and not (by_column and row.table.plan.shape != PEOPLE):
        choices = (Class.ORGANIZATION, Class.COMPANY, Class.START_UP, Class.PERSON)
        row.doubt(column, Cell(said), "new-actor", guess=kind, about="new", choices=choices)
    return made.cells["id"]
