"""Interpret a workbook: from its cells to rows of the template, with questions and readings of
cells.

The same workbook with the same mapping gives the same rows. Each answer changes the mapping, and
the workbook is read again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from frenchtech_graph.ingest.sheets.about_sheets import about_in, is_about
from frenchtech_graph.ingest.sheets.account import account_for
from frenchtech_graph.ingest.sheets.actor_rows import (
    describe_actor,
    enter_actors,
    finish_actor,
)
from frenchtech_graph.ingest.sheets.desk import Desk
from frenchtech_graph.ingest.sheets.doubts import OUT, Cellwise, Doubt
from frenchtech_graph.ingest.sheets.event_rows import (
    enter_events,
    read_event,
    read_people,
    read_rounds,
)
from frenchtech_graph.ingest.sheets.grants import give
from frenchtech_graph.ingest.sheets.headers import find_block
from frenchtech_graph.ingest.sheets.holders import (
    enter_holder,
    hold,
    is_held,
    keep_titles,
    unknown_holder,
    unknown_tie,
)
from frenchtech_graph.ingest.sheets.lexicon import words
from frenchtech_graph.ingest.sheets.list_titles import (
    NO_HOLDER,
    Holder,
    settle,
    title_in_file,
)
from frenchtech_graph.ingest.sheets.looks import doubt_looks
from frenchtech_graph.ingest.sheets.mapping import Reading, SheetMapping
from frenchtech_graph.ingest.sheets.numbered_rounds import enter_numbered
from frenchtech_graph.ingest.sheets.owners import cover_titles, is_titled
from frenchtech_graph.ingest.sheets.pages import sheet_source, sources_of
from frenchtech_graph.ingest.sheets.planning import plan
from frenchtech_graph.ingest.sheets.plans import Plan, left_out
from frenchtech_graph.ingest.sheets.privacy import with_privacy
from frenchtech_graph.ingest.sheets.raises import enter_amounts_raised, enter_raises
from frenchtech_graph.ingest.sheets.read_tables import Table
from frenchtech_graph.ingest.sheets.register import Register
from frenchtech_graph.ingest.sheets.relations import Frame, read_relations
from frenchtech_graph.ingest.sheets.rows import Row, rows_of
from frenchtech_graph.ingest.sheets.sheet_kinds import kind_of_sheet
from frenchtech_graph.ingest.sheets.sheet_shapes import (
    ABOUT,
    ACTORS,
    LEFT_OUT,
    PEOPLE,
    PROGRAMMES,
    PROJECTS,
    ROUNDS,
    TIES,
)
from frenchtech_graph.ingest.sheets.standings import standing_of
from frenchtech_graph.ingest.sheets.tables_in import tables_in
from frenchtech_graph.ingest.sheets.tie_rows import read_ties
from frenchtech_graph.ingest.workbooks.cell import Book, Sheet
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class


@dataclass(slots=True)
class Understood:
    """The result for a workbook: the desk with its rows and questions, and the reading of each
    table."""

    desk: Desk
    plans: list[Plan] = field(default_factory=list)
    french: bool = True

    @property
    def doubts(self) -> list[Doubt]:
        """The open questions, in the order of the sheets."""
        return self.desk.doubts


def understand(
    book: Book, reading: Reading, *, name: str, today: str, known: Sequence[Dataset] = ()
) -> Understood:
    """Return the interpretation of a workbook, from a mapping or else guessed.

    `name` is the id of the data set, `today` the default date of sources, and `known` the data sets
    with possible ends of its ties.
    """
    about = {"title": book.title or ""} | about_in(book) | reading.about
    reading.about = {n: v for n, v in about.items() if v}
    desk = Desk(name, reading, Register.of(known), today)
    plans = _plans(book, reading, desk)
    reading.about.setdefault("title", _title(plans) or title_in_file(book.file))
    french = _is_french(plans)
    tables = [Table(desk, p, french) for p in plans if p.shape not in (LEFT_OUT, ABOUT)]
    _read(tables, [book.title, *cover_titles(plans)])
    _complete(desk)
    account_for(plans, desk)
    return Understood(desk, plans, french)


def _plans(book: Book, reading: Reading, desk: Desk) -> list[Plan]:
    found = []
    for sheet in (part for whole in book.sheets for part in tables_in(whole)):
        stated = reading.sheets.get(sheet.name or sheet.file, SheetMapping())
        if is_about(sheet):
            found.append(Plan(left_out(sheet).block, ABOUT))
            continue
        block = find_block(sheet, stated.header or None)
        if block is None:
            found.append(left_out(sheet))
            if any(sheet.filled()) and not sheet.hidden:
                _not_a_table(desk, sheet)
            continue
        made = plan(block, stated)
        desk.doubts += made.doubts
        if made.shape != LEFT_OUT:
            doubt_looks(desk, block)
            _note_left_out(desk, made)
        found.append(made)
    return found


def _note_left_out(desk: Desk, made: Plan) -> None:
    """Record the rows outside the data of a table: totals, footnotes, repeated headers."""
    sheet = made.block.sheet
    for row, reason in made.block.left_out.items():
        for column, cell in enumerate(sheet.rows[row]):
            where = (sheet.name or sheet.file, made.block.number(row), cell.text[:60])
            desk.note(Cellwise(*where, cell.text, reason, "", OUT, column))


def _not_a_table(desk: Desk, sheet: Sheet) -> None:
    if sum(1 for _ in sheet.filled()) > 2:
        desk.doubt(sheet.name, 0, "", sheet.name, "no-table")


def _title(plans: Iterable[Plan]) -> str:
    """Return the title above the first table."""
    return next((t for p in plans for t in p.block.titles if 3 < len(t) < 120), "")


def _is_french(plans: Iterable[Plan]) -> bool:
    """Return whether the headers of a workbook are French rather than English."""
    said = [w for p in plans for h in p.block.header for w in fold(h).split()]
    accents = any(c in h for p in plans for h in p.block.header for c in "éèêàçôÉ")
    french, english = (sum(w in words(n) for w in said) for n in ("french", "english"))
    return accents or french >= english


def _read(tables: Sequence[Table], titles: Sequence[str]) -> None:
    """Read all tables: first the actors, then their facts."""
    entered: list[tuple[Table, dict[int, str]]] = []
    for table in tables:
        _kinds_of_sheet(table)
        if _is_held_back(table, tables):
            _hold_back(table)
        if table.plan.shape in (ACTORS, PEOPLE):
            entered.append((table, enter_actors(table)))
        elif table.plan.shape in (PROJECTS, PROGRAMMES):
            entered.append((table, enter_events(table)))
    for table, ids in entered:
        _read_entered(table, ids, titles)
    for table in tables:
        if table.plan.shape == TIES:
            read_ties(table)
        elif table.plan.shape == ROUNDS:
            read_rounds(table)


def _read_entered(table: Table, ids: dict[int, str], titles: Sequence[str]) -> None:
    """Read the rows of a table after all names are known."""
    if table.plan.shape == PEOPLE:
        read_people(table, ids)
    elif table.plan.shape == ACTORS:
        _read_actors(table, ids, titles)
    else:
        for row in rows_of(table):
            if row.index in ids:
                with_privacy(row, partial(read_event, identifier=ids[row.index]))


def _kinds_of_sheet(table: Table) -> None:
    """Set the kind of the rows of a list without a column for it."""
    if table.plan.shape == PEOPLE:
        table.plan.kind = table.plan.kind or Class.PERSON
    if table.plan.shape == ACTORS and not table.plan.kind:
        kind, sure = kind_of_sheet(table.plan)
        table.plan.kind = kind
        if not (sure or table.plan.block.sections or table.plan.index("kind") is not None):
            about = f"kind.{table.name}"
            row = table.plan.block.number(table.plan.block.row)
            choices = (Class.START_UP, Class.COMPANY, Class.ORGANIZATION, Class.INVESTMENT_FUND)
            table.desk.doubt(
                table.name,
                row,
                "",
                table.name,
                "kind-of-sheet",
                guess=kind,
                about=about,
                choices=choices,
            )


def _is_held_back(table: Table, tables: Sequence[Table]) -> bool:
    """Check whether a list is left out until its question is answered. Its headers and titles do not
    describe its rows, and the workbook has other lists. The answer `-` also leaves it out.
    """
    plan = table.plan
    if plan.kind == NO_HOLDER:
        return True
    stated = plan.mapping.kind or plan.mapping.shape
    if plan.shape != ACTORS or stated or plan.kind != Class.ORGANIZATION or len(tables) < 2:
        return False
    asked = any(d.about == f"kind.{table.name}" for d in table.desk.doubts)
    guessed = any(d.about == f"columns.{table.name}" and d.guess == "name" for d in plan.doubts)
    return asked and guessed


def _hold_back(table: Table) -> None:
    """Leave a list out, and ask about its rows."""
    table.plan.shape = LEFT_OUT
    desk, about = table.desk, f"kind.{table.name}"
    desk.doubts = [
        replace(d, code="unsure-list", guess=NO_HOLDER) if d.about == about else d
        for d in desk.doubts
    ]


def _read_actors(table: Table, ids: dict[int, str], titles: Sequence[str]) -> None:
    holder, who = Holder(), ""
    if is_held(table.plan):
        holder = settle(table.plan, titles)
        if not holder.told:
            unknown_tie(table, holder)
            holder = Holder()
        if holder.tie and not holder.name and len(set(table.desk.holders)) == 1:
            holder = replace(holder, name=table.desk.holders[0])
        if holder.tie and not _is_known_holder(table, holder):
            unknown_holder(table, holder)
        if holder.name and holder.tie:
            table.desk.holders.append(holder.name)
            who = enter_holder(table, holder)
            keep_titles(table, who, holder.name)
    for row in rows_of(table):
        if row.index in ids:
            with_privacy(row, partial(_actor, identifier=ids[row.index], holder=holder, who=who))


def _is_known_holder(table: Table, holder: Holder) -> bool:
    """Check whether an answer, a title or another list of the workbook gives the owner of a list."""
    answered = bool(table.plan.mapping.holder) or holder.name in table.desk.holders
    return answered or is_titled(table.plan.block, holder)


def _actor(row: Row, identifier: str, holder: Holder, who: str) -> None:
    describe_actor(row, identifier)
    source = sources_of(row)
    if row.table.plan.grants and holder.tie != Class.PROGRAMME_PARTICIPATION:
        give(row, identifier, source, who)
    else:
        _held_actor(row, identifier, source, holder, who)
    finish_actor(row, identifier)


def _held_actor(row: Row, identifier: str, source: str, holder: Holder, who: str) -> None:
    frame = hold(row, identifier, source, holder, who) if who else Frame()
    if not who:
        standing_of(row, "holder.status", identifier, source)
    if not who or holder.tie != Class.INVESTMENT:
        raised = enter_raises(row, identifier, source)
        raised.amounts = frame.amounts
        frame = raised
    else:
        enter_amounts_raised(row, identifier, source, frame)
    enter_numbered(row, identifier, source)
    read_relations(row, identifier, source, frame)


def _complete(desk: Desk) -> None:
    """Give actors and events that only ties name the sources of these ties."""
    for tie in desk.tables["ties"]:
        for end in ("from", "to", "event"):
            made = desk.entity(tie.cells.get(end, ""))
            if made and not made.cells.get("source"):
                made.cells["source"] = tie.cells["source"]
                made.cells.setdefault("record", tie.cells["record"])
    for table in ("actors", "events"):
        for made in desk.tables[table]:
            if not made.cells.get("source"):
                made.cells["source"] = sheet_source(desk)
