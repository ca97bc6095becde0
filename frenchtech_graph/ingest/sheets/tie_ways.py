"""The direction of the ties of a list: how a word reads between two ends, and whether that is sure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from frenchtech_graph.ingest.sheets.directions import (
    NOT_SAID,
    Way,
    choose,
    kind_for,
    tells_direction,
)
from frenchtech_graph.ingest.sheets.end_headers import inverse_by_headers
from frenchtech_graph.ingest.sheets.ends import End
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.vocabularies import TIES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import Wording


@dataclass(slots=True)
class Said:
    """The meaning of the word of a row: possible kinds of tie, the round, the original text, and
    whether the tie has `ended`."""

    words: tuple[Wording, ...] = ()
    text: str = ""
    round_type: str | None = None
    is_round: bool = False
    sure: bool = True
    ended: bool = False


def way_of(row: Row, said: Said, one: End, other: End) -> tuple[Way, bool]:
    """Return the reading of a word between two ends, and whether it is certain.

    An unusual reading leads to a question. So does an unknown direction, or one of several meanings.
    """
    way, sure = _way(row, said, one, other)
    if sure and _is_open(row, said, way, one, other):
        cell = Cell(said.text)
        row.doubt_word(row.column("tie") or 0, cell, said.text, "tie", TIES, way.kind)
        return way, False
    return way, sure


def _way(row: Row, said: Said, one: End, other: End) -> tuple[Way, bool]:
    desk = row.table.desk
    ends = _kinds(row, one), _kinds(row, other)
    words, headed = _as_headed(row, said.words)
    raising = raises(row, one), raises(row, other)
    if said.is_round and raising[0] != raising[1]:
        words, headed = (replace(words[0], inverse=raising[0]),), True
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


def _is_open(row: Row, said: Said, way: Way, one: End, other: End) -> bool:
    """Check whether a word has several meanings, and the kinds of the ends do not decide: they are
    not precise, or the giver of money or support is a body that gives both.
    """
    terms = {w.term for w in said.words}
    if len(terms) < 2 or said.is_round:
        return False
    kinds = {*_kinds(row, one), *_kinds(row, other)}
    giver = _kinds(row, other if way.inverse else one)
    return kinds <= NOT_SAID or _gives_both(terms, giver)


def _gives_both(terms: set[str], giver: Sequence[str]) -> bool:
    """Check whether a body may give the money or the support of several ties of a word: a company
    that finances invests or sponsors, a public body that supports accompanies or finances.
    """
    known = ontology.load()
    if Class.PUBLIC_FUNDING not in terms:
        return False
    public = any(known.is_a(k, c) for k in giver for c in _PUBLIC)
    if Class.INCUBATION in terms:
        return public
    financial = any(known.is_a(k, Class.FINANCE_ORGANIZATION) for k in giver)
    return Class.INVESTMENT in terms and not (public or financial)


_PUBLIC = (Class.PUBLIC_AUTHORITY, Class.PUBLIC_INVESTMENT_BANK)


def _kinds(row: Row, end: End) -> tuple[str, ...]:
    """Return the known kinds of an end. The kind that a tie gave to a new actor is no evidence for
    the direction of that tie."""
    desk = row.table.desk
    return (Class.ENTITY,) if end.id in desk.assumed else desk.register.entries[end.id].kinds


def _as_headed(row: Row, words: tuple[Wording, ...]) -> tuple[tuple[Wording, ...], bool]:
    """Return the words of a tie in the direction that follows from the headers of its ends, and
    whether it does (`Investisseur`, `Bénéficiaire`)."""
    headers = [row.header(c) for c in (row.column("from"), row.column("to")) if c is not None]
    found = tuple(
        replace(w, inverse=inverse)
        for w in words
        if (inverse := inverse_by_headers(w.term, headers)) is not None
    )
    return (found, True) if found else (words, False)


def _doubt_direction(row: Row, said: Said, way: Way, one: End, other: End) -> None:
    """Ask once for each word about a direction that does not follow from the word, the headers or
    the kinds of the ends."""
    column = row.column("tie")
    terms = (way.kind, f"<{way.kind}")
    first, last = (other, one) if way.inverse else (one, other)
    label = ontology.load().tie_kinds[way.kind].term
    details = {f"tie_{lang}": label.label(lang) for lang in ontology.LANGUAGES}
    details |= {"from": first.name, "to": last.name}
    more = {"guess": terms[way.inverse], "about": "words.tie", "choices": terms, **details}
    row.doubt(column or 0, Cell(said.text), "which-way", **more)


def _doubt_kinds(row: Row, said: Said, way: Way, one: End, other: End) -> None:
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


def settle_kinds(row: Row, way: Way, one: End, other: End) -> None:
    """Give new actors of unknown kind the kinds of their ends of a tie."""
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


def raises(row: Row, end: End) -> bool:
    """Return whether an end is a company, so that it may raise money."""
    known = ontology.load()
    return any(known.is_a(k, Class.COMPANY) for k in row.table.desk.register.entries[end.id].kinds)
