"""Lists of one holder: a fund's participations, an incubator's portfolio, a cluster's members."""

import re
from dataclasses import replace
from itertools import zip_longest

from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.contents import holds_personal_data
from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.desk import Made
from frenchtech_graph.ingest.sheets.doubts import KEPT, Cellwise
from frenchtech_graph.ingest.sheets.lexicon import pattern
from frenchtech_graph.ingest.sheets.list_titles import (
    NO_HOLDER,
    Holder,
    lists_partners,
    says_more,
    title_of_list,
)
from frenchtech_graph.ingest.sheets.pages import sheet_source
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.raises import columns_of_raise, is_of_round
from frenchtech_graph.ingest.sheets.read_tables import Table
from frenchtech_graph.ingest.sheets.relations import Frame
from frenchtech_graph.ingest.sheets.rounds import Round, enter_round, round_type_of
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.standings import (
    Standing,
    exit_in,
    read_standing,
    standing_of,
)
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.partial_dates import precedes
from frenchtech_graph.model.terms import Class, Role
from frenchtech_graph.model.wordings import find, plain

_BATCH = re.compile(r"\b[WSFH]\s?-?'?(\d\d)\b|\b(20\d\d)\b", re.IGNORECASE)
_SUPPORT = (Class.INCUBATION, Class.HOSTING, Class.MEMBERSHIP, Class.PARTNERSHIP)
"""Ties with an owner that begin on another day than a round of the row."""
_NO_HOLDERS = (Class.COMPANY, Class.PERSON)
"""Kinds that rows of lists have, and holders of lists have not."""


def enter_holder(table: Table, holder: Holder) -> str:
    """Return the id of the holder of a list, creating it if its name is unknown."""
    desk, name = table.desk, holder.name
    found = desk.register.own(name) or next(iter(desk.register.spelt(name)), None)
    shipped = desk.register.known(name)
    if found or len(shipped) == 1:
        return (found or shipped[0]).id
    kind = desk.reading.new.get(name) or _kind_of(holder)
    is_event = not ontology.load().is_a(kind, Class.ACTOR)
    made = Made({"id": desk.new_id("actors", name), "kind": kind, "name": name}, table.name, 0)
    made.cells |= {"source": sheet_source(desk)}
    desk.add("events" if is_event else "actors", made)
    desk.register.enter(made.cells["id"], (kind,), [name], own=True)
    return made.cells["id"]


def keep_titles(table: Table, who: str, name: str) -> None:
    """Keep the titles of a list that say more than the name of its owner, as remarks of the owner."""
    made, block = table.desk.entity(who), table.plan.block
    if made is None or made.cells.get("kind") == Class.PERSON:
        return
    kept = {t for t in block.titles if says_more(t, name) and not holds_personal_data(t)}
    for index in range(block.row):
        for column, cell in enumerate(block.sheet.rows[index]):
            if cell.text not in kept:
                continue
            where = (table.name, block.number(index), "")
            table.desk.note(Cellwise(*where, cell.text, "title", cell.text, KEPT, column))
            before = made.cells.get("note", "")
            if cell.text not in before:
                made.cells["note"] = " ; ".join(filter(None, (before, cell.text)))


def _kind_of(holder: Holder) -> str:
    """Return the kind of a holder: the kind in its name, unless that is a kind of list rows."""
    known = ontology.load()
    kinds = find(ACTORS, holder.name)
    said = kinds[0].term if kinds else ""
    if not known.is_a(holder.make, Class.ACTOR):
        return holder.make
    may = said and not any(known.is_a(said, c) for c in _NO_HOLDERS)
    return said if may else holder.make


def hold(row: Row, subject: str, source: str, holder: Holder, who: str) -> Frame:
    """Create the ties of a row with the holder of its list. Return the frame for its other ties."""
    plan = row.table.plan
    raised = columns_of_raise(plan) if holder.tie != Class.INVESTMENT else frozenset()
    standing = _standing(row, subject, source, holder)
    is_support = holder.tie in _SUPPORT
    span = _left(_span(row, raised, subject, source, is_support=is_support), standing)
    amount = row.amount("holder.amount")
    if amount.value is None and "amount" not in raised and not is_of_round(plan):
        amount = row.amount("amount")
    share = row.percentage().text()
    current = _current(row, span, standing)
    if holder.tie == Class.INVESTMENT:
        return _invested(row, (who, subject), source, span, amount, share, current)
    first, last = (who, subject) if holder.end == "source" else (subject, who)
    cells = {"current": "" if current is None else str(current).lower()}
    if holder.tie == Class.PROGRAMME_PARTICIPATION:
        cells["role"] = Role.LAUREATE
    shared = Frame()
    if row.column("holder.amount") is not None and _has_investors(plan):
        shared.amounts, amount = {Class.INVESTMENT: amount}, Quantity()
    fee = row.column("holder.fee")
    if fee is not None:
        row.remark(fee, row.cell(fee))
    add_tie(row, TieDraft(holder.tie, first, last, span, amount, "", cells), source)
    _share(row, who, subject, share, source, holder.tie)
    return shared


def _share(row: Row, who: str, subject: str, share: str, source: str, tie: str) -> None:
    """Make the tie for the share of a list owner. The share of a fund is a remark."""
    if share and tie == Class.FUND_SUBSCRIPTION:
        row.remarks.append(f"{share} %")
    elif share:
        held = {"percentage": share}
        add_tie(row, TieDraft(Class.SHAREHOLDING, who, subject, cells=held), source)


def _has_investors(plan: Plan) -> bool:
    return len(plan.indexes("relations.investors") + plan.indexes("relations.lead_investor")) == 1


def _current(row: Row, span: Span, standing: Standing) -> bool | None:
    """Return whether a tie with the holder lasts. A tie that ended in the past does not."""
    ended = bool(span.end) and precedes(span.end, row.table.desk.today)
    return False if ended else standing.current


def _standing(row: Row, subject: str, source: str, holder: Holder) -> Standing:
    """Return the standing of a row in its list: from its status, or else from the name of its sheet
    (`Alumni`). A status of the firm (`Active`) is kept as a remark.
    """
    column = row.column("holder.status")
    if column is not None:
        told = standing_of(row, "holder.status", subject, source)
        if not told.of_firm or _is_of_tie(row, column, holder):
            return told
        row.remark(column, row.cell(column))
        return replace(told, current=None)
    block = row.table.plan.block
    section = block.section(row.index)
    found = read_standing(section) if section else None
    return found or read_standing(block.sheet.name) or Standing()


def _is_of_tie(row: Row, column: int, holder: Holder) -> bool:
    """Check whether a column of statuses is about the ties with the holder of a list: its header has a
    word for them, or another value means that a row left the list.
    """
    if pattern("tie_statuses").search(plain(row.header(column))):
        return True
    found = (read_standing(c.text) for c in row.table.plan.block.cells(column))
    left = [s for s in found if s and s.current is False]
    return any(holder.tie == Class.INVESTMENT or not s.sold for s in left)


def _left(span: Span, standing: Standing) -> Span:
    """Return the time of a tie with the holder, ended on the day in the status of the row."""
    day = standing.span.start or standing.span.end
    if standing.current is False and day and not span.end:
        return replace(span, end=day)
    if standing.current and day and not span.start:
        return replace(span, start=day)
    return span


_OF_ROUNDS = frozenset(["raised", "round_type", "raised_total", "valuation", "percentage"])
_BACKERS = ("relations.investors", "relations.lead_investor", "relations.co_investors")


def _tells_of_rounds(row: Row) -> bool:
    """Check whether a list has rounds, so that a bare date may be the date of a round."""
    return bool((_OF_ROUNDS | set(_BACKERS)) & set(row.table.plan.columns))


def _span(row: Row, raised: frozenset[str], subject: str, source: str, *, is_support: bool) -> Span:
    """Return when a row entered the list, and when it left. Dates of a raise are ignored."""
    entry = row.date("holder.entry")
    told = exit_in(row, row.column("holder.exit"), subject, source)
    exit_ = row.date("holder.exit") if told is None else told
    for code in ("start", "date"):
        of_round = code in raised or (code == "date" and is_support and _tells_of_rounds(row))
        if not entry.start and not of_round:
            entry = row.date(code)
    if not exit_.start:
        exit_ = row.date("end")
    if (cohort := row.column("holder.cohort")) is not None:
        row.remark(cohort, row.cell(cohort))
    entry = entry if entry.start else _cohort(row)
    return replace(entry, end=exit_.end or exit_.start or entry.end)


def _cohort(row: Row) -> Span:
    """Return the year of the cohort of a row, kept as a remark.

    It comes from its column, or else from its section. A list with the day of entry is not dated by
    cohorts.
    """
    dated = row.column("holder.entry") is not None
    cohort = row.column("holder.cohort")
    if cohort is not None:
        found = Span() if dated else _of_cohort(row.cell(cohort).text)
        if found.start:
            row.note(cohort, row.cell(cohort), found.start)
        return found
    section = row.table.plan.block.section(row.index)
    if section:
        row.remarks.append(section)
    return Span() if dated or _is_bound(section) else _of_cohort(section)


def _is_bound(section: str) -> bool:
    """Return whether the title of some rows is only a bound in time (`Avant 2020`)."""
    bounds = ("before_or_after", "since", "until")
    return bool(pattern(*bounds).search(fold(section)))


def _of_cohort(text: str) -> Span:
    """Return the year of a cohort (`Promo 3 (2021)`, `W21`), nothing where it says none or two."""
    years = {m[2] or f"20{m[1]}" for m in _BATCH.finditer(text)}
    return Span(years.pop(), about=True) if len(years) == 1 else Span()


def _invested(
    row: Row,
    ends: tuple[str, str],
    source: str,
    span: Span,
    amount: Quantity,
    share: str,
    current: bool | None,
) -> Frame:
    """Create the ties of a participation: the investment, the shareholding, the exit."""
    who, company = ends
    entry, left = replace(span, end=""), span.end
    event, kind = "", round_type_of(row)
    whole = row.amount("amount") if is_of_round(row.table.plan) else Quantity()
    shared = row.column("relations.co_investors")
    if kind or whole.value is not None or (shared is not None and row.cell(shared) and entry.start):
        event = enter_round(row, Round(company, entry, whole, kind, source))
    _enter(row, TieDraft(Class.INVESTMENT, who, company, entry, amount, event), source)
    for later in _later(row):
        add_tie(row, TieDraft(Class.INVESTMENT, who, company, later[0], later[1]), source)
    if share or left or current is not None:
        held = {"percentage": share, "current": "" if current is None else str(current).lower()}
        when = Span(entry.start, left)
        add_tie(row, TieDraft(Class.SHAREHOLDING, who, company, when, cells=held), source)
    if left:
        add_tie(row, TieDraft(Class.DIVESTMENT, who, company, Span(left)), source)
    return Frame(event, entry, left=left)


def _enter(row: Row, draft: TieDraft, source: str) -> None:
    """Create an investment. A list of exits repeats the investments of another list without a date."""
    again = row.table.desk.are_tied(draft.kind, draft.source, draft.target)
    if draft.span.start or draft.amount.value is not None or draft.event or not again:
        add_tie(row, draft, source)


def _later(row: Row) -> list[tuple[Span, Quantity]]:
    """Return when and how much was put in again, by the columns of further investments, in pairs."""
    plan = row.table.plan
    days = [row.date_at(c) for c in plan.indexes("holder.later_date")]
    amounts = [row.amount_at(c) for c in plan.indexes("holder.later_amount")]
    pairs = zip_longest(days, amounts)
    found = [(replace(d, end="") if d else Span(), a or Quantity()) for d, a in pairs]
    return [(day, amount) for day, amount in found if day.start or amount.value]


def is_held(plan: Plan) -> bool:
    """Return whether a list may have a holder, according to its columns or titles."""
    held = [c for c in plan.columns if c.startswith("holder.") and c != "holder.status"]
    stated = plan.mapping.holder or plan.mapping.tie
    told = title_of_list(plan.block) or lists_partners(plan.block)
    return bool(told or held or plan.grants or stated)


def unknown_tie(table: Table, holder: Holder) -> None:
    """Ask for the tie between the rows of a list and its owner."""
    desk, block = table.desk, table.plan.block
    row, about = block.number(block.row), f"tie.{table.name}"
    first = (holder.tie,) if holder.tie else ()
    choices = tuple(dict.fromkeys((*first, *_TIES, NO_HOLDER)))
    more = {"guess": NO_HOLDER, "about": about, "choices": choices}
    desk.doubt(table.name, row, "", table.name, "list-tie", **more)


_TIES = (
    *(Class.INCUBATION, Class.HOSTING, Class.MEMBERSHIP, Class.PARTNERSHIP, Class.INVESTMENT),
    *(Class.FUND_SUBSCRIPTION, Class.PROGRAMME_PARTICIPATION, Class.PUBLIC_FUNDING),
)
"""Ties that lists have with their owners."""


def unknown_holder(table: Table, holder: Holder) -> None:
    """Raise a question about the holder of a list."""
    term, guess = ontology.load().classes[holder.tie], holder.name
    labels = {f"tie_{lang}": term.label(lang) for lang in ontology.LANGUAGES}
    desk, block = table.desk, table.plan.block
    about = f"holder.{table.name}"
    row = block.number(block.row)
    cell = Cell(table.name)
    code = "holder" if guess else "no-holder"
    desk.doubt(table.name, row, "", cell.text, code, guess=guess, about=about, **labels)
