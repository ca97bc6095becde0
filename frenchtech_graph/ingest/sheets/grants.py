"""Lists of aids: recipient, giver, amount, date, scheme."""

from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.ends import end_of, is_nobody, names_in
from frenchtech_graph.ingest.sheets.fields import year_of
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.relations import Frame, read_relations
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.ingest.sheets.vocabularies import INSTRUMENTS
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find

_PROJECTS, _FUNDERS = "relations.projects", "relations.funders"
_AMOUNTS = ("aid", "holder.amount", "amount")
_DATES = ("date", "holder.entry", "start")


def give(row: Row, subject: str, source: str, giver: str) -> None:
    """Create the ties of an aid, from the giver of the list or the givers in the row.

    Without a giver, its amount and date are kept as remarks.
    """
    plan = row.table.plan
    codes = sorted({plan.columns[c] for c in plan.relations()})
    if len(plan.indexes("aid")) > 1:
        _give_each_year(row, subject, source, giver)
        return
    projects = read_relations(row, subject, source, Frame(), only=_PROJECTS)
    frame = Frame(kinds=(Class.PUBLIC_FUNDING,))
    if giver or _FUNDERS in codes:
        frame.span, amount = _when(row), _amount(row)
        if not aid_is_shared(row, _FUNDERS, amount):
            frame.amounts = {Class.PUBLIC_FUNDING: amount}
        frame.cells = _instrument(row)
        frame.event = projects[0].id if len(projects) == 1 else scheme_of(row, frame)
    for code in codes:
        if code != _PROJECTS:
            read_relations(row, subject, source, frame, only=code)
    if giver and _FUNDERS not in codes:
        amount = frame.amounts.get(Class.PUBLIC_FUNDING, Quantity())
        draft = TieDraft(Class.PUBLIC_FUNDING, giver, subject, frame.span, amount, frame.event)
        draft.cells = frame.cells
        add_tie(row, draft, source)


def _give_each_year(row: Row, subject: str, source: str, giver: str) -> None:
    """Create a tie for each column of aids with a year in its header, if there is a giver."""
    for column in row.table.plan.indexes("aid") if giver else ():
        amount, year = row.amount_at(column), year_of(row.header(column))
        if amount.value:
            draft = TieDraft(Class.PUBLIC_FUNDING, giver, subject, Span(year), amount)
            add_tie(row, draft, source)


def _when(row: Row) -> Span:
    for code in _DATES:
        if row.column(code) is not None:
            return Span(row.date(code).start)
    return Span()


def _amount(row: Row) -> Quantity:
    """Return the amount of an aid: the amount given, or the only amount of the row."""
    return row.amount("aid" if row.column("aid") is not None else "amount")


def _instrument(row: Row) -> dict[str, str]:
    column = row.column("instrument")
    cell = row.cell(column)
    if column is None or not cell or is_blank(cell.text):
        return {}
    words = row.word("instrument", "instrument", INSTRUMENTS, cell.text)
    if words and words[0].sure:
        row.note(column, cell, words[0].term)
        return {"instrument": words[0].term}
    row.doubt_word(column, cell, cell.text, "instrument", INSTRUMENTS, "")
    row.remark(column, cell)
    return {}


def scheme_of(row: Row, frame: Frame) -> str:
    """Return the id of the programme of a scheme.

    A word for an instrument is recorded as the instrument.
    """
    column = row.column("scheme")
    cell = row.cell(column)
    if column is None or not cell or is_blank(cell.text):
        return ""
    if is_nobody(row, cell.text):
        row.remark(column, cell)
        return ""
    words = find(INSTRUMENTS, cell.text)
    if words and words[0].sure:
        frame.cells.setdefault("instrument", words[0].term)
        row.remarks.append(f"{row.header(column)} : {cell.text}")
        row.note(column, cell, words[0].term)
        return ""
    made = end_of(row, column, " ".join(cell.text.split()), Class.PROGRAMME)
    row.note(column, cell, row.table.desk.register.entries[made].name)
    return made


def aid_is_shared(row: Row, code: str, amount: Quantity) -> bool:
    """Return whether several actors share one amount.

    It is then assigned to no actor, leads to a question and is kept as a remark.
    """
    named = [n for c in row.table.plan.indexes(code) for n in names_in(row, c, Class.ORGANIZATION)]
    if len(named) < 2 or amount.value is None:
        return False
    column = next((c for c in map(row.column, _AMOUNTS) if c is not None), 0)
    row.doubt(column, row.cell(column), "shared-amount", expected=str(len(named)))
    row.remark(column, row.cell(column))
    return True
