"""Rows of lists of events: rounds of companies, projects, programmes."""

from dataclasses import dataclass, replace

from frenchtech_graph.ingest.sheets.actor_rows import describe_actor, finish_actor
from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.deals import other_deal, read_deal
from frenchtech_graph.ingest.sheets.desk import Made
from frenchtech_graph.ingest.sheets.ends import End, end_of, ends_in
from frenchtech_graph.ingest.sheets.grants import aid_is_shared, scheme_of
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.pages import sources_of
from frenchtech_graph.ingest.sheets.participations import read_backers, says_each
from frenchtech_graph.ingest.sheets.privacy import with_privacy
from frenchtech_graph.ingest.sheets.read_tables import Table
from frenchtech_graph.ingest.sheets.relations import Frame, read_relations
from frenchtech_graph.ingest.sheets.rounds import Round, enter_round, money, round_type_of
from frenchtech_graph.ingest.sheets.rows import Row, record_of, rows_of
from frenchtech_graph.ingest.sheets.sheet_shapes import PROJECTS, ROUNDS
from frenchtech_graph.ingest.sheets.tie_rows import is_under_way, more_of, span_of
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.ingest.sheets.vocabularies import STATUSES
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class, Role

_FOUNDER = Role.FOUNDER
_HEADS = frozenset(
    [
        Role.CHIEF_EXECUTIVE,
        Role.CHAIR,
        Role.DIRECTOR,
        Role.BOARD_MEMBER,
        Role.VICE_CHAIR,
        Role.DEPUTY_DIRECTOR,
        Role.SECRETARY_GENERAL,
        Role.TREASURER,
        Role.TECHNICAL_LEAD,
        Role.SCIENTIFIC_LEAD,
    ]
)


def read_rounds(table: Table) -> None:
    """Create the rounds of a table, with the ties of their investors."""
    for row in rows_of(table):
        with_privacy(row, _read_round)


def _read_round(row: Row) -> None:
    desk = row.table.desk
    column = row.column("company")
    column = row.column("name") if column is None else column
    ends = ends_in(row, column, Class.COMPANY) if column is not None else []
    if not ends:
        desk.doubt(row.table.name, row.number, "", "", "no-end")
        return
    company, source = ends[0], sources_of(row)
    if kind := other_deal(row):
        read_deal(row, company, kind, source)
        _finish(row, desk.entity(company.id))
        return
    said = _round_said(row, company.id, source)
    if not (_says(said) or said.amount.qualifier or _backed(row)):
        desk.doubt(row.table.name, row.number, "", company.name, "no-round")
        return
    event = enter_round(row, said) if _says(said) or not says_each(row) else ""
    made = desk.entity(event)
    if made and not says_each(row) and (status := _status(row)):
        made.cells.setdefault("status", status)
    describe_actor(row, company.id)
    read_backers(row, company.id, source, Frame(event, Span(said.span.start)))
    _finish(row, made or desk.entity(company.id))


def _finish(row: Row, keeper: Made | None) -> None:
    """Keep the remaining cells of a row as remarks of its round or its company."""
    row.leftovers()
    if keeper and row.remarks:
        note = keeper.cells.get("note", "")
        texts = dict.fromkeys(filter(None, (note, row.remarks_text())))
        keeper.cells["note"] = " ; ".join(texts)


def _round_said(row: Row, company: str, source: str) -> Round:
    amount = row.amount("amount" if row.column("amount") is not None else "raised")
    span = span_of(row)
    span = span if span.start else row.date("holder.entry")
    return Round(company, replace(span, end=""), amount, round_type_of(row), source)


def _says(said: Round) -> bool:
    """Return whether a row contains any property of a round itself."""
    return bool(said.span.start or said.kind) or said.amount.value is not None


def _backed(row: Row) -> bool:
    """Return whether a row contains an investor."""
    return any(not is_blank(row.cell(column).text) for column in row.table.plan.relations())


def _status(row: Row) -> str:
    column = row.column("status")
    cell = row.cell(column)
    if column is None or not cell or is_blank(cell.text):
        return ""
    words = row.word("status", "status", STATUSES, cell.text)
    if is_under_way(row) and row.table.plan.shape != ROUNDS:
        row.remark(column, cell)
        return ""
    if words and words[0].sure:
        row.note(column, cell, words[0].term)
        return words[0].term
    row.doubt_word(column, cell, cell.text, "status", STATUSES, "")
    row.remark(column, cell)
    return ""


@dataclass(frozen=True, slots=True)
class _Event:
    """An event of a list: its name, the class it has."""

    name: str
    kind: str


def enter_events(table: Table) -> dict[int, str]:
    """Make the projects or programmes of a table, so that ties may name them."""
    project = table.plan.shape == PROJECTS
    code, kind = ("project", Class.PROJECT) if project else ("programme_name", Class.PROGRAMME)
    made: dict[int, str] = {}
    for row in rows_of(table):
        name = row.text(code if row.column(code) is not None else "name") or row.text("aliases")
        if not name:
            table.desk.doubt(table.name, row.number, "", "", "no-name")
            continue
        known = table.desk.register.own(name)
        if known and fold(known.name) == fold(name) and kind in known.kinds:
            made[row.index] = known.id
            continue
        made[row.index] = _new(table, row, _Event(name, kind))
    return made


def _new(table: Table, row: Row, event: _Event) -> str:
    desk = table.desk
    cells = {"id": desk.new_id("events", event.name), "kind": event.kind, "name": event.name}
    desk.add("events", Made(cells, table.name, row.number))
    desk.register.enter(cells["id"], (event.kind,), [event.name], own=True)
    return cells["id"]


def read_event(row: Row, identifier: str) -> None:
    """Add the facts of its row to a project, and the ties of its participants."""
    desk = row.table.desk
    made = desk.entity(identifier)
    if made is None:
        return
    source, span, amount = sources_of(row), span_of(row), row.amount("amount")
    aid = row.amount("aid")
    said = {"start": span.start, "end": span.end, "status": _status(row), "source": source}
    said |= money(amount) | {"website": row.text("website"), "record": record_of(row)}
    said |= {"aliases": "" if made.cells["name"] == (short := _aliases(row)) else short}
    for name, value in said.items():
        if value:
            made.cells.setdefault(name, value)
    _funders(row, identifier, source, Frame(amounts={Class.PUBLIC_FUNDING: aid}, span=span))
    row.leftovers()
    for code in ("sectors", "place", "kind", "role", "instrument"):
        column = row.column(code)
        if column is not None:
            row.remark(column, row.cell(column))
    if row.remarks:
        made.cells["note"] = row.remarks_text()


def _aliases(row: Row) -> str:
    column = row.column("aliases")
    cell = row.cell(column)
    if column is None or not cell or is_blank(cell.text):
        return ""
    row.note(column, cell, cell.text)
    return cell.text


def _funders(row: Row, identifier: str, source: str, frame: Frame) -> None:
    """Make the ties of a project: who takes part, who funds it.

    The dates of a project are not the dates of its funding. An aid is added once, without a date.
    """
    columns = set(row.table.plan.columns)
    funded: list[End] = []
    for code in sorted(c for c in columns if c.startswith("relations.")):
        funding = code in ("relations.project_funder", "relations.funders")
        shared = funding and aid_is_shared(row, code, frame.amounts[Class.PUBLIC_FUNDING])
        whole = Frame(amounts=frame.amounts) if funding and not shared else Frame()
        if funding and _names_any(row, code):
            whole.kinds, whole.event = (Class.PUBLIC_FUNDING,), scheme_of(row, whole)
        ends = read_relations(row, identifier, source, whole, only=code)
        funded += ends if funding else []
    for column in row.table.plan.indexes("funder_amount"):
        _given(row, column, identifier, source)
    aid = frame.amounts[Class.PUBLIC_FUNDING]
    if aid.value is not None and not funded:
        column = row.column("aid") or 0
        row.remark(column, row.cell(column))


def _names_any(row: Row, code: str) -> bool:
    return any(not is_blank(row.cell(c).text) for c in row.table.plan.indexes(code))


def _given(row: Row, column: int, identifier: str, source: str) -> None:
    """Make the tie of the body that a column of amounts is called after."""
    amount = row.amount_at(column)
    if amount.value is None or amount.value == 0:
        return
    name = row.header(column).rpartition(" – ")[2]
    giver = end_of(row, column, name, Class.ORGANIZATION)
    add_tie(row, TieDraft(Class.PUBLIC_FUNDING, giver, identifier, amount=amount), source)


def read_people(table: Table, ids: dict[int, str]) -> None:
    """Make the ties of people with the bodies that their rows name."""
    for row in rows_of(table):
        person = ids.get(row.index)
        if person is None:
            continue
        describe_actor(row, person)
        source, span = sources_of(row), span_of(row)
        cells = more_of(row)
        column = row.column("relations.employer")
        kind = Class.MANDATE if cells.get("role") in _HEADS else Class.EMPLOYMENT
        kind = Class.FOUNDING if cells.get("role") == _FOUNDER else kind
        if kind == Class.FOUNDING:
            cells.pop("role")
        for end in ends_in(row, column, Class.ORGANIZATION) if column is not None else ():
            add_tie(row, TieDraft(kind, person, end.id, span, Quantity(), "", dict(cells)), source)
        finish_actor(row, person)
