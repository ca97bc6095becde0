"""Columns that name others: each name is a tie with the actor, or the event, of the row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.dates import Span, read_date
from frenchtech_graph.ingest.sheets.ends import End, ends_in, tells_more
from frenchtech_graph.ingest.sheets.fields import entry
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.standings import of_mode
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS, ROLES
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class, Stage
from frenchtech_graph.model.wordings import find

_OF_PARTS = (Class.FOUNDING, Class.MANDATE, Class.EMPLOYMENT, Class.PROJECT_PARTICIPATION)
"""Kinds of ties with a role, which may be in brackets after a name."""
_ACQUIRER = "relations.acquirer"
_WIDE = (Class.ORGANIZATION, Class.COMPANY, Class.FINANCE_ORGANIZATION)
"""General kinds in headers, which leave the kind of each actor open (`Investisseurs`)."""


@dataclass(slots=True)
class Frame:
    """Shared properties of the ties of a row.

    The event and its time apply to ties of some kinds, and amounts are by kind of tie. `cells` are
    common to all ties of a kind. `left` is the day on which the holder of the list left the actor
    of the row.
    """

    event: str = ""
    span: Span = field(default_factory=Span)
    amounts: dict[str, Quantity] = field(default_factory=dict)
    kinds: tuple[str, ...] = (Class.INVESTMENT, Class.LOAN)
    cells: dict[str, str] = field(default_factory=dict)
    left: str = ""


def read_relations(row: Row, subject: str, source: str, frame: Frame, only: str = "") -> list[End]:
    """Create the ties of all columns of a row that contain names of others, and return these
    others.

    `only` is the code of one column.
    """
    found: list[End] = []
    for column in row.table.plan.relations():
        code = row.table.plan.columns[column]
        if only and code != only:
            continue
        if code == _ACQUIRER and of_mode(row, column, subject, source, frame.left):
            continue
        ends = ends_in(row, column, _make(row, column, entry(code)["make"]))
        own = _own_time(row, column) if ends else None
        for end in ends:
            found.append(end)
            if end.id == subject:
                row.doubt(column, row.cell(column), "self")
                continue
            _tie(row, subject, end, column, source, frame, own)
    return found


def _own_time(row: Row, column: int) -> Span | None:
    """Return the time in the column next to a column of names."""
    beside = row.table.plan.dates.get(column)
    if beside is None:
        return None
    found = row.date_at(beside)
    return found if found.start or found.end else None


def _make(row: Row, column: int, make: str) -> str:
    """Return the kind of the actors in a column: the only kind among the words of its header."""
    known = ontology.load()
    header = row.header(column)
    if stated := row.table.desk.reading.ends.get(header):
        return stated
    if not known.is_a(make, Class.ORGANIZATION):
        return make
    whole = find(ACTORS, header)
    texts = [header] if whole and whole[0].sure else fold(header).split()
    words = [find(ACTORS, t) for t in texts]
    said = {w[0].term for w in words if w and w[0].sure and w[0].term not in _WIDE}
    only = said.pop() if len(said) == 1 else make
    return only if tells_more(only, make) else make


def _tie(
    row: Row, subject: str, end: End, column: int, source: str, frame: Frame, own: Span | None
) -> None:
    stated = entry(row.table.plan.columns[column])
    kind = stated["kind"]
    first, last = (end.id, subject) if stated["value"] == "source" else (subject, end.id)
    cells = _cells(row, end, column, stated)
    shared = kind in frame.kinds
    span = own or (frame.span if shared else _since_taken_over(row, subject, kind, frame.left))
    span = end.span if end.span.start else _beside(end, kind) or span
    amount = end.amount if end.amount.value is not None else frame.amounts.get(kind, Quantity())
    cells |= frame.cells if shared else {}
    event = frame.event if shared else ""
    add_tie(row, TieDraft(kind, first, last, span, amount, event, cells), source)


def _beside(end: End, kind: str) -> Span | None:
    """Return the day of a takeover in brackets after the buyer (`Alpha (2023)`)."""
    found = read_date(end.aside) if kind == Class.ACQUISITION and end.aside else None
    return Span(found.start, about=found.about) if found and found.sure else None


def _since_taken_over(row: Row, subject: str, kind: str, left: str) -> Span:
    """Return the date on which an actor was taken over: from the status in the same row, or else the
    day on which the holder of the list left it.
    """
    said = row.table.desk.tables["observations"] if kind == Class.ACQUISITION else ()
    found = (
        m.cells.get("start", "")
        for m in said
        if (m.cells["actor"], m.cells["value"]) == (subject, Stage.TAKEN_OVER)
    )
    return Span(next(found, "") or (left if kind == Class.ACQUISITION else ""))


def _cells(row: Row, end: End, column: int, stated: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells on one actor's part, from its column and from the text next to its name."""
    kind = stated["kind"]
    cells = {"role": stated.get("role", "")}
    if stated.get("lead") or end.lead:
        cells["lead"] = "true"
    elif end.aside:
        words = find(ROLES, end.aside)
        sure = bool(words) and words[0].sure and kind in _OF_PARTS and kind != Class.FOUNDING
        if sure:
            cells["role"] = words[0].term
        elif kind in _OF_PARTS:
            cells["role_text"] = end.aside
        else:
            row.remarks.append(f"{row.header(column)} : {end.name} ({end.aside})")
    if kind == Class.MANDATE and not cells.get("role"):
        words = find(ROLES, row.header(column))
        cells["role"] = words[0].term if words and words[0].sure else ""
    return cells
