"""Rows of lists of ties: source, target, kind, time, amount."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product

from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.desk import Desk, Made
from frenchtech_graph.ingest.sheets.directions import Way, kind_for
from frenchtech_graph.ingest.sheets.doubts import DOUBT, READ
from frenchtech_graph.ingest.sheets.end_columns import (
    enter_kind,
    enter_place,
    kinds_of_ends,
    set_kind,
)
from frenchtech_graph.ingest.sheets.end_headers import kind_of_header
from frenchtech_graph.ingest.sheets.ended_words import without_ending
from frenchtech_graph.ingest.sheets.ends import End, ends_in
from frenchtech_graph.ingest.sheets.lexicon import is_blank, pattern
from frenchtech_graph.ingest.sheets.pages import sources_of
from frenchtech_graph.ingest.sheets.privacy import with_privacy
from frenchtech_graph.ingest.sheets.read_tables import Table
from frenchtech_graph.ingest.sheets.round_types import is_raise, parted, round_type_in
from frenchtech_graph.ingest.sheets.rounds import Round, enter_round
from frenchtech_graph.ingest.sheets.rows import Row, rows_of
from frenchtech_graph.ingest.sheets.shared_raises import (
    ASKED,
    EACH,
    amounts_of_raises,
    doubt_whose_amount,
)
from frenchtech_graph.ingest.sheets.tie_ways import Said, raises, sentence, settle_kinds, way_of
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.ingest.sheets.vocabularies import INSTRUMENTS, ROLES, STATUSES, TIES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.terms import Round as RoundType
from frenchtech_graph.model.wordings import Wording, find


@dataclass(slots=True)
class _Whole:
    """The shared properties of all ties of a row."""

    said: Said
    span: Span
    amount: Quantity
    source: str
    more: dict[str, str] = field(default_factory=dict)


def read_ties(table: Table) -> None:
    """Make the ties of a table."""
    amounts = amounts_of_raises(table, {r.index: r for r in rows_of(table) if _is_raise(r)})
    kinds = kinds_of_ends(rows_of(table))
    for row in rows_of(table):
        with_privacy(row, partial(_read, whose=amounts.get(row.index, ""), kinds=kinds))


def _is_raise(row: Row) -> bool:
    cell = row.cell(row.column("tie"))
    return bool(cell) and _round_in(" ".join(cell.text.split()))[0]


def _read(row: Row, whose: str, kinds: Mapping[str, str]) -> None:
    first, last = row.column("from"), row.column("to")
    if first is None or last is None:
        return
    said = _said(row)
    make = _makes(said)
    froms, tos = _ends(row, first, make[0], kinds), _ends(row, last, make[1], kinds)
    if not froms or not tos:
        row.table.desk.doubt(row.table.name, row.number, "", said.text, "no-end")
        return
    for side, ends in (("from", froms), ("to", tos)):
        if len(ends) == 1:
            enter_kind(row, f"{side}_kind", ends[0].id)
            enter_place(row, f"{side}_place", ends[0].id)
    amount = _amount(row)
    if said.is_round and whose == ASKED:
        doubt_whose_amount(row)
    span = _ended(span_of(row)) if said.ended else span_of(row)
    whole = _Whole(said, span, amount, sources_of(row), more_of(row))
    row.leftovers()
    event = ""
    if said.is_round:
        event = _round(row, whole, froms, tos, each=whose == EACH)
        whole.amount = whole.amount if whose == EACH else Quantity()
    for one, other in product(froms, tos):
        _tie(row, whole, one, other, event)


def _ended(span: Span) -> Span:
    """Return the time of a tie that has ended: its only date is its end."""
    ends = replace(span, start="", end=span.start) if span.start and not span.end else span
    return replace(ends, going_on=False)


def _amount(row: Row) -> Quantity:
    """Return the first amount of a row."""
    amounts = (row.amount(code) for code in ("amount", "holder.amount", "aid"))
    said = (a for a in amounts if a.value is not None or a.qualifier)
    return next(said, Quantity())


def _ends(row: Row, column: int, make: str, kinds: Mapping[str, str]) -> list[End]:
    """Return the actors in a cell. The kind of new ones is stated for their names (`kinds`), by an
    answer or by the header of their column, or else assumed from the tie."""
    desk, header = row.table.desk, row.header(column)
    stated = kinds.get(fold(row.cell(column).text), "")
    told = stated or desk.reading.ends.get(header) or kind_of_header(header)
    tables = [desk.tables[name] for name in ("actors", "events")]
    before = [len(made) for made in tables]
    found = ends_in(row, column, told or make)
    new = [m for made, n in zip(tables, before, strict=True) for m in made[n:]]
    answered = {e.id for e in found if e.name in desk.reading.new}
    _settle(desk, [m for m in new if m.cells["id"] not in answered], stated, "" if told else make)
    return found


def _settle(desk: Desk, new: list[Made], stated: str, assumed: str) -> None:
    """Give new actors the kind stated for them. Kinds that a tie gives are `assumed`."""
    for made in new:
        if stated:
            set_kind(desk, made, stated)
        elif made.cells["kind"] == assumed:
            desk.assumed[made.cells["id"]] = assumed


def _said(row: Row) -> Said:
    column = row.column("tie")
    cell = row.cell(column)
    answered = row.table.desk.reading.word("tie", " ".join(cell.text.split()))
    doubted = not fold(cell.text) and "?" in cell.text and not answered
    blank = is_blank(cell.text) and not (find(TIES, cell.text) or doubted or answered)
    if column is None or not cell or blank:
        whole = row.table.plan.ties
        return Said((Wording((whole and whole.kind) or Class.UNSPECIFIED_TIE),))
    if doubted:
        row.doubt_word(column, cell, cell.text, "tie", TIES, Class.UNSPECIFIED_TIE)
        return Said((Wording(Class.UNSPECIFIED_TIE),))
    return _of_word(row, column, cell)


def _of_word(row: Row, column: int, cell: Cell) -> Said:
    text = " ".join(cell.text.split())
    words = row.word("tie", "tie", TIES, text)
    stated = row.table.desk.reading.word("tie", text)
    is_round, kind = _round_in(text)
    if is_round and stated is None:
        return Said((Wording(Class.INVESTMENT),), text, kind, True)
    if is_round and words and words[0].term == Class.INVESTMENT:
        return Said(words, text, kind, True)
    if stated is None and not any(w.sure for w in words) and (rest := without_ending(text)):
        return Said(find(TIES, rest), text, ended=True)
    if not words:
        row.doubt_word(column, cell, text, "tie", TIES, Class.UNSPECIFIED_TIE)
        return Said((Wording(Class.UNSPECIFIED_TIE, sure=False),), text, sure=False)
    if not words[0].sure:
        row.doubt_word(column, cell, text, "tie", TIES, words[0].term)
    return Said(words, text, sure=words[0].sure)


def _round_in(text: str) -> tuple[bool, str | None]:
    """Return whether a word for a tie means a raise, and the type of its round, also in brackets
    (`Levée (seed)`)."""
    kind, outside = round_type_in(text), parted(text)[0]
    ties = find(TIES, text)
    meant = {w.term for w in ties if w.sure}
    named = bool(kind) and (not meant or (outside != text and is_raise(outside)))
    if named or any(w.term == Class.FUNDING_ROUND for w in ties):
        return True, None if kind in ("", RoundType.UNKNOWN_ROUND) else kind
    return False, None


def _makes(said: Said) -> tuple[str, str]:
    """Return the kinds of new entities at both ends of a tie from its word."""
    word = said.words[0]
    source, target = kind_for(word.term, "source"), kind_for(word.term, "target")
    return (target, source) if word.inverse else (source, target)


def span_of(row: Row) -> Span:
    """Return the time of a row: its date, or its beginning and its end."""
    span = row.date("date")
    start, end = row.date("start"), row.date("end")
    if start.start or start.end:
        span = replace(start, end=start.end or span.end)
    if end.start or end.end:
        span = replace(span, end=end.end or end.start)
    return span


def more_of(row: Row) -> dict[str, str]:
    """Return the cells of the ties of a row that are plain words or numbers."""
    found = {"percentage": row.percentage().text()}
    for code, name, spec in (
        ("role", "role", ROLES),
        ("status", "status", STATUSES),
        ("instrument", "instrument", INSTRUMENTS),
    ):
        column = row.column(code)
        cell = row.cell(column)
        if column is None or not cell or is_blank(cell.text):
            continue
        words = row.word(code, name, spec, cell.text)
        if words and words[0].sure:
            found[name] = words[0].term
            row.note(column, cell, words[0].term)
        elif code == "role":
            found["role_text"] = cell.text[:200]
            row.note(column, cell, cell.text)
        else:
            if not is_under_way(row) or code != "status":
                row.doubt_word(column, cell, cell.text, name, spec, "")
            row.remark(column, cell)
    for code in ("lead", "current"):
        value = row.truth(code)
        found[code] = "" if value is None else str(value).lower()
    return found


def is_under_way(row: Row) -> bool:
    """Return whether the status of a row means that it is ongoing.

    A lasting tie is then current, and an event of one day is still to come.
    """
    column = row.column("status")
    said = fold(row.cell(column).text)
    return bool(pattern("under_way").fullmatch(said))


def _tie(row: Row, whole: _Whole, one: End, other: End, event: str) -> None:
    said = whole.said
    column = row.column("tie")
    if one.id == other.id:
        row.doubt(column or 0, Cell(one.name), "self")
        return
    way, sure = way_of(row, said, one, other)
    settle_kinds(row, way, one, other)
    source, target = (other, one) if way.inverse else (one, other)
    cells = _cells(row, whole, way, sure)
    if one.lead or other.lead:
        cells["lead"] = "true"
    if column is not None:
        guess = sentence(way, one.name, other.name)
        row.note(column, row.cell(column), guess, READ if sure and said.sure else DOUBT)
    draft = TieDraft(way.kind, source.id, target.id, whole.span, whole.amount, event, cells)
    add_tie(row, draft, whole.source)


def _cells(row: Row, whole: _Whole, way: Way, sure: bool) -> dict[str, str]:
    """Return further cells of a tie from its word and the other columns of its row."""
    said = whole.said
    cells = _from_the_word(way.kind, said.text) | whole.more
    if said.ended and not ontology.load().tie_kinds[way.kind].instant:
        cells["current"] = "false"
    if said.text and (not sure or not said.sure or way.kind == Class.UNSPECIFIED_TIE):
        cells.setdefault("role_text", said.text)
    if is_under_way(row) and not ontology.load().tie_kinds[way.kind].instant:
        cells = {n: v for n, v in cells.items() if n != "status"} | {"current": "true"}
    return cells


def _from_the_word(kind: str, text: str) -> dict[str, str]:
    """Return more properties of a tie from its word: the instrument of an aid, a role."""
    found = {}
    if kind == Class.PUBLIC_FUNDING:
        found["instrument"] = find(INSTRUMENTS, text)
    elif kind in (Class.MANDATE, Class.EMPLOYMENT):
        found["role"] = find(ROLES, text)
    return {name: words[0].term for name, words in found.items() if words and words[0].sure}


def _round(row: Row, whole: _Whole, froms: list[End], tos: list[End], *, each: bool) -> str:
    """Return the id of the round in a row. The company among its ends raises the money. The amount
    belongs to the round, or to `each` investor."""
    backward = whole.said.words[0].inverse
    company, other = (froms[0], tos[0]) if backward else (tos[0], froms[0])
    if raises(row, other) and not raises(row, company):
        company = other
    amount = Quantity() if each else whole.amount
    made = Round(company.id, whole.span, amount, whole.said.round_type, whole.source)
    return enter_round(row, made)
