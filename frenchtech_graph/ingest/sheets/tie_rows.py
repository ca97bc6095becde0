"""Rows of lists of ties: source, target, kind, time, amount."""

from dataclasses import dataclass, field, replace
from itertools import product

from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.directions import Way, choose, kind_for, tells_direction
from frenchtech_graph.ingest.sheets.doubts import DOUBT, READ
from frenchtech_graph.ingest.sheets.end_headers import inverse_by_headers, kind_of_header
from frenchtech_graph.ingest.sheets.ends import End, ends_in
from frenchtech_graph.ingest.sheets.lexicon import is_blank, pattern
from frenchtech_graph.ingest.sheets.pages import sources_of
from frenchtech_graph.ingest.sheets.privacy import with_privacy
from frenchtech_graph.ingest.sheets.read_tables import Table
from frenchtech_graph.ingest.sheets.rounds import Round, enter_round
from frenchtech_graph.ingest.sheets.rows import Row, rows_of
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.ingest.sheets.vocabularies import INSTRUMENTS, ROLES, ROUNDS, STATUSES, TIES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.terms import Round as RoundType
from frenchtech_graph.model.wordings import Wording, find


@dataclass(slots=True)
class _Said:
    """The meaning of the word of a row: possible kinds of tie, the round, the original text."""

    words: tuple[Wording, ...] = ()
    text: str = ""
    round_type: str | None = None
    is_round: bool = False
    sure: bool = True


@dataclass(slots=True)
class _Whole:
    """The shared properties of all ties of a row."""

    said: _Said
    span: Span
    amount: Quantity
    source: str
    more: dict[str, str] = field(default_factory=dict)


def read_ties(table: Table) -> None:
    """Make the ties of a table."""
    for row in rows_of(table):
        with_privacy(row, _read)


def _read(row: Row) -> None:
    first, last = row.column("from"), row.column("to")
    if first is None or last is None:
        return
    said = _said(row)
    make = _makes(said)
    froms, tos = _ends(row, first, make[0]), _ends(row, last, make[1])
    if not froms or not tos:
        row.table.desk.doubt(row.table.name, row.number, "", said.text, "no-end")
        return
    amount = row.amount("amount")
    if amount.value is None and not amount.qualifier:
        amount = row.amount("aid")
    whole = _Whole(said, span_of(row), amount, sources_of(row), more_of(row))
    row.leftovers()
    event = ""
    if said.is_round:
        event = _round(row, whole, froms, tos)
        whole.amount = Quantity()
    for one, other in product(froms, tos):
        _tie(row, whole, one, other, event)


def _ends(row: Row, column: int, make: str) -> list[End]:
    """Return the actors in a cell. The kind of new ones is told by an answer or the header of their
    column, or else assumed from the tie."""
    desk, header = row.table.desk, row.header(column)
    told = desk.reading.ends.get(header) or kind_of_header(header)
    tables = [desk.tables[name] for name in ("actors", "events")]
    before = [len(made) for made in tables]
    found = ends_in(row, column, told or make)
    new = [m for made, n in zip(tables, before, strict=True) for m in made[n:]]
    stated = {e.id for e in found if e.name in desk.reading.new}
    for made in new:
        if not told and made.cells["kind"] == make and made.cells["id"] not in stated:
            desk.assumed[made.cells["id"]] = make
    return found


def _said(row: Row) -> _Said:
    column = row.column("tie")
    cell = row.cell(column)
    answered = row.table.desk.reading.word("tie", " ".join(cell.text.split()))
    doubted = not fold(cell.text) and "?" in cell.text and not answered
    blank = is_blank(cell.text) and not (find(TIES, cell.text) or doubted or answered)
    if column is None or not cell or blank:
        return _Said((Wording(Class.UNSPECIFIED_TIE),))
    if doubted:
        row.doubt_word(column, cell, cell.text, "tie", TIES, Class.UNSPECIFIED_TIE)
        return _Said((Wording(Class.UNSPECIFIED_TIE),))
    return _of_word(row, column, cell)


def _of_word(row: Row, column: int, cell: Cell) -> _Said:
    text = " ".join(cell.text.split())
    words = row.word("tie", "tie", TIES, text)
    rounds = find(ROUNDS, text)
    kind = rounds[0].term if rounds and rounds[0].sure else None
    is_word = bool(words) and words[0].sure
    if any(w.term == Class.FUNDING_ROUND for w in words) or (kind and not is_word):
        kind = None if kind == RoundType.UNKNOWN_ROUND else kind
        return _Said((Wording(Class.INVESTMENT),), text, kind, True)
    if not words:
        row.doubt_word(column, cell, text, "tie", TIES, Class.UNSPECIFIED_TIE)
        return _Said((Wording(Class.UNSPECIFIED_TIE, sure=False),), text, sure=False)
    if not words[0].sure:
        row.doubt_word(column, cell, text, "tie", TIES, words[0].term)
    return _Said(words, text, sure=words[0].sure)


def _makes(said: _Said) -> tuple[str, str]:
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


def _way(row: Row, said: _Said, one: End, other: End) -> tuple[Way, bool]:
    """Return the reading of a word between two ends, and whether it is certain.

    An unusual reading leads to a question, and so does a direction that nothing tells.
    """
    desk = row.table.desk
    ends = _kinds(row, one), _kinds(row, other)
    words, headed = _as_headed(row, said.words)
    answered = said.text != "" and desk.reading.word("tie", said.text) is not None
    way = choose(words, ends, told=headed or answered or tells_direction(said.text))
    if way.fit == 2 and not (way.turned or way.unsettled):
        return way, True
    if way.fit == 2 and way.unsettled and not answered:
        _doubt_direction(row, said, way, one, other)
        return way, False
    if way.fit == 2 and not way.turned:
        return way, True
    if way.fit == 0:
        way = Way(Class.UNSPECIFIED_TIE, False, 0)
    _doubt_kinds(row, said, way, one, other)
    return way, False


def _kinds(row: Row, end: End) -> tuple[str, ...]:
    """Return the known kinds of an end. The kind that a tie gave to a new actor says nothing about
    the direction of that tie."""
    desk = row.table.desk
    return (Class.ENTITY,) if end.id in desk.assumed else desk.register.entries[end.id].kinds


def _as_headed(row: Row, words: tuple[Wording, ...]) -> tuple[tuple[Wording, ...], bool]:
    """Return the words of a tie in the direction that the headers of its ends tell, and whether they
    do (`Investisseur`, `Bénéficiaire`)."""
    headers = [row.header(c) for c in (row.column("from"), row.column("to")) if c is not None]
    found = tuple(
        replace(w, inverse=inverse)
        for w in words
        if (inverse := inverse_by_headers(w.term, headers)) is not None
    )
    return (found, True) if found else (words, False)


def _doubt_direction(row: Row, said: _Said, way: Way, one: End, other: End) -> None:
    """Ask once for each word about a direction that neither the word, the headers nor the kinds of
    the ends tell."""
    column = row.column("tie")
    terms = (way.kind, f"<{way.kind}")
    first, last = (other, one) if way.inverse else (one, other)
    label = ontology.load().tie_kinds[way.kind].term
    details = {f"tie_{lang}": label.label(lang) for lang in ontology.LANGUAGES}
    details |= {"from": first.name, "to": last.name}
    more = {"guess": terms[way.inverse], "about": "words.tie", "choices": terms, **details}
    row.doubt(column or 0, Cell(said.text), "which-way", **more)


def _doubt_kinds(row: Row, said: _Said, way: Way, one: End, other: End) -> None:
    """Ask about a tie that the kinds of its ends make unusual, or that they turn around."""
    column = row.column("tie")
    known = ontology.load()
    guess = sentence(way, one.name, other.name)
    details = {"from": one.name, "to": other.name}
    entries = row.table.desk.register.entries
    for side, end in (("from", one), ("to", other)):
        for lang in ontology.LANGUAGES:
            kinds = entries[end.id].kinds
            details[f"{side}_kind_{lang}"] = known.classes[kinds[0]].label(lang) if kinds else ""
    code = "direction" if way.turned else "unusual"
    at = column if column is not None else 0
    row.doubt(at, Cell(said.text or "–"), code, guess=guess, **details)


def sentence(way: Way, one: str, other: str) -> str:
    """Return a tie in its current reading: kind, source and target."""
    first, last = (other, one) if way.inverse else (one, other)
    return f"{way.kind} : {first} → {last}"


def _tie(row: Row, whole: _Whole, one: End, other: End, event: str) -> None:
    said = whole.said
    column = row.column("tie")
    if one.id == other.id:
        row.doubt(column or 0, Cell(one.name), "self")
        return
    way, sure = _way(row, said, one, other)
    _settle_kinds(row, way, one, other)
    source, target = (other, one) if way.inverse else (one, other)
    cells = _cells(row, whole, way, sure)
    if one.lead or other.lead:
        cells["lead"] = "true"
    if column is not None:
        guess = sentence(way, one.name, other.name)
        row.note(column, row.cell(column), guess, READ if sure and said.sure else DOUBT)
    draft = TieDraft(way.kind, source.id, target.id, whole.span, whole.amount, event, cells)
    add_tie(row, draft, whole.source)


def _settle_kinds(row: Row, way: Way, one: End, other: End) -> None:
    """Give new actors, whose kinds only this tie tells, the kinds of their ends of it."""
    desk = row.table.desk
    source, target = (other, one) if way.inverse else (one, other)
    for end, side in ((source, "source"), (target, "target")):
        made = desk.entity(end.id)
        kind = kind_for(way.kind, side)
        if made is None or end.id not in desk.assumed or made.cells["kind"] == kind:
            continue
        if desk.register.entries[end.id].kinds == (desk.assumed[end.id],):
            made.cells["kind"] = desk.assumed[end.id] = kind
            desk.register.entries[end.id] = replace(desk.register.entries[end.id], kinds=(kind,))


def _cells(row: Row, whole: _Whole, way: Way, sure: bool) -> dict[str, str]:
    """Return further cells of a tie from its word and the other columns of its row."""
    said = whole.said
    cells = _from_the_word(way.kind, said.text) | whole.more
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


def _round(row: Row, whole: _Whole, froms: list[End], tos: list[End]) -> str:
    """Return the id of the round in a row. The company among its ends raises the money."""
    entries = row.table.desk.register.entries
    company = tos[0]
    if not _may_raise(entries[company.id].kinds) and _may_raise(entries[froms[0].id].kinds):
        company = froms[0]
    made = Round(company.id, whole.span, whole.amount, whole.said.round_type, whole.source)
    return enter_round(row, made)


def _may_raise(kinds: tuple[str, ...]) -> bool:
    known = ontology.load()
    return any(known.is_a(k, Class.COMPANY) for k in kinds)
