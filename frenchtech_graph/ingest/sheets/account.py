"""The account of a workbook: each filled cell is read, a question, a remark, left out or refused."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from frenchtech_graph.ingest.sheets.cell_report import last_of
from frenchtech_graph.ingest.sheets.contents import holds_personal_data
from frenchtech_graph.ingest.sheets.desk import Desk, Made
from frenchtech_graph.ingest.sheets.doubts import DOUBT, KEPT, OUT, READ, Cellwise
from frenchtech_graph.ingest.sheets.fields import ADDRESS, HIDDEN, IGNORED, NOTE, PERSONAL
from frenchtech_graph.ingest.sheets.lexicon import truth, words
from frenchtech_graph.ingest.sheets.mapping import cell_key
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.sheet_shapes import ABOUT, LEFT_OUT
from frenchtech_graph.model.names import fold, slug
from frenchtech_graph.model.terms import Amount, Class

FRAME, REFUSED = "frame", "refused"
TITLE = "title"
STATES = (READ, KEPT, DOUBT, OUT, REFUSED, FRAME)
_WHERE = frozenset(
    [
        *("place", "postcode", "insee", "department", "region", "country", ADDRESS),
        *("from_place", "to_place", "from_postcode", "to_postcode"),
    ]
)
_OF_OTHERS = frozenset(
    [
        *("name", "first_name", "last_name", "aliases", "currency", "private", "public"),
        *(
            "source",
            "source_date",
            "tie",
            "kind",
            "from_kind",
            "to_kind",
            "company",
            "project",
            "programme_name",
            NOTE,
        ),
    ]
)
"""Meanings of columns that name the row, or help to read the other columns."""
_NAMES = frozenset(["from", "to", "scheme", "round_backers"])
_ASIDE = re.compile(r" \([^()]*\)$")
_PIECES = re.compile(r"\s?; |\s?\|\s?| – ")


def account_for(plans: Sequence[Plan], desk: Desk) -> None:
    """Add the missing cells to the report of a workbook. Readings without a place in the tables become
    remarks.
    """
    for cell in [*_unplaced(desk), *_unkept(desk)]:
        _keep(desk, cell)
    asked = {(d.sheet, d.row) for d in desk.doubts}
    for plan in plans:
        for cell in _unnoted(plan, desk):
            if cell.state == DOUBT and (cell.sheet, cell.row) not in asked:
                desk.doubt(cell.sheet, cell.row, cell.column, cell.value, "not-read")
            desk.note(cell)


def note_refused(desk: Desk) -> None:
    """Mark the cells of refused rows in the report of a workbook."""
    refused = {(d.sheet, d.row) for d in desk.doubts if d.code == "refused"}
    for cell in [*_unplaced(desk), *_unkept(desk)]:
        if (cell.sheet, cell.row) in refused:
            desk.note(replace(cell, reading="", state=REFUSED))


def counts(cells: Iterable[Cellwise]) -> dict[str, int]:
    """Return how many cells have each state, all states in one order."""
    found = Counter(c.state for c in last_of(cells).values())
    return {state: found[state] for state in STATES}


def _unnoted(plan: Plan, desk: Desk) -> Iterator[Cellwise]:
    """Yield the filled cells of a table that are missing in the report. Merged cells count once."""
    sheet, header = plan.block.sheet, plan.block.header
    inner = {
        (row, column)
        for top, left, bottom, right in sheet.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - {(top, left) for top, left, _, _ in sheet.merged}
    for index, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            where = (plan.name, index + sheet.first)
            if not cell or (*where, column) in desk.noted or (index, column) in inner:
                continue
            named = header[column] if column < len(header) else ""
            answer = desk.reading.cells.get(cell_key(*where, named))
            if answer is not None:
                code, _, _ = _fate(plan, index, column)
                yield Cellwise(*where, named, cell.text, code, answer, OUT, column)
                continue
            yield Cellwise(*where, named, cell.text, *_fate(plan, index, column), column)


def _fate(plan: Plan, index: int, column: int) -> tuple[str, str, str]:
    """Return meaning, reading and state of a cell that was not noted."""
    code = plan.columns[column] if column < len(plan.columns) else NOTE
    if plan.shape in (LEFT_OUT, ABOUT):
        return plan.shape, "", OUT
    if index < plan.block.row or index in plan.block.sections:
        return TITLE, "", FRAME
    if index == plan.block.row:
        return code, "", FRAME
    return code, "", OUT if code in (ADDRESS, IGNORED, PERSONAL, HIDDEN) else DOUBT


def _unplaced(desk: Desk) -> list[Cellwise]:
    """Return the cells whose reading is in no table."""
    held, named = _held(desk), _named(desk)
    found = []
    for cell in last_of(desk.cells).values():
        if cell.state != READ or not _says(cell) or cell.meaning in _OF_OTHERS:
            continue
        if not _is_held(cell, held[f"{slug(cell.sheet)}-{cell.row}"], named):
            found.append(cell)
    return found


def _unkept(desk: Desk) -> list[Cellwise]:
    """Return the remarks that are in no table."""
    notes: defaultdict[str, str] = defaultdict(str)
    for rows in desk.tables.values():
        for made in rows:
            for record in made.cells.get("record", "").split("|"):
                notes[record] += made.cells.get("note", "") + made.cells.get("role_text", "")
    cells = last_of(desk.cells).values()
    kept = (c for c in cells if c.state == KEPT and c.meaning != TITLE)
    return [c for c in kept if " ".join(c.value.split()) not in notes[f"{slug(c.sheet)}-{c.row}"]]


def _says(cell: Cellwise) -> bool:
    """Check whether a cell that was read has a value. `NC` and `non` are not values."""
    if cell.reading == Amount.UNDISCLOSED or truth(cell.value) is False:
        return False
    return bool(cell.reading) or fold(cell.value) in words("not_yet")


def _held(desk: Desk) -> defaultdict[str, set[str]]:
    """Return the values in the tables, by the record of the row they come from."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for rows in desk.tables.values():
        for made in rows:
            values = {p for v in made.cells.values() for p in (v, *v.split("|"))}
            values |= {"place"} if made.cells.get("place") else set()
            for record in made.cells.get("record", "").split("|"):
                held[record] |= values
    return held


def _named(desk: Desk) -> dict[str, set[str]]:
    """Return the ids of actors and events by name."""
    named: dict[str, set[str]] = {}
    for entry in desk.register.entries.values():
        named.setdefault(fold(entry.name), set()).add(entry.id)
    return named


def _is_held(cell: Cellwise, values: set[str], named: dict[str, set[str]]) -> bool:
    if cell.meaning in _WHERE:
        return "place" in values
    if not cell.reading:
        return False
    if cell.meaning.startswith("relations.") or cell.meaning in _NAMES:
        if all(_bears(p, values, named) for p in cell.reading.split("; ")):
            return True
        if cell.meaning != "relations.acquirer":
            return False
    return all(_is_one(p, values) for p in _PIECES.split(cell.reading) if p.strip())


def _bears(name: str, values: set[str], named: dict[str, set[str]]) -> bool:
    bare = _ASIDE.sub("", name)
    return name in values or bool((named.get(fold(name)) or named.get(fold(bare), set())) & values)


def _is_one(piece: str, values: set[str]) -> bool:
    """Check whether a piece of a reading is among values: the piece, a day in it, a figure or a term."""
    dated = piece[:2] in ("19", "20") and any(v.startswith(piece) for v in values)
    return piece in values or dated or any(word in values for word in piece.split())


def _keep(desk: Desk, cell: Cellwise) -> None:
    """Keep a cell as a remark of its row, or ask about it if the row may not have remarks."""
    if holds_personal_data(cell.value):
        desk.note(replace(cell, reading="", state=OUT))
        return
    record = f"{slug(cell.sheet)}-{cell.row}"
    keeper = _keeper(desk, record)
    if keeper is None and _is_of_person(desk, record):
        desk.note(replace(cell, meaning=PERSONAL, reading="", state=OUT))
        return
    if keeper is None:
        desk.doubt(cell.sheet, cell.row, cell.column, cell.value, "not-read")
        desk.note(replace(cell, state=DOUBT))
        return
    remark = f"{cell.column or '–'} : {' '.join(cell.value.split())}"
    before = keeper.cells.get("note", "")
    if remark not in before:
        keeper.cells["note"] = " ; ".join(filter(None, (before, remark)))
    desk.note(replace(cell, reading=cell.value, state=KEPT))


def _is_of_person(desk: Desk, record: str) -> bool:
    """Check whether a row of the workbook is about a person. Persons have no remarks."""
    return any(
        made.cells.get("kind") == Class.PERSON and record in made.cells.get("record", "").split("|")
        for made in desk.tables["actors"]
    )


def _keeper(desk: Desk, record: str) -> Made | None:
    """Return the actor, event or tie that keeps the remarks of a row of the workbook, or None."""
    for table in ("actors", "events", "ties"):
        for made in desk.tables[table]:
            own = record in made.cells.get("record", "").split("|")
            if own and made.cells.get("kind") != Class.PERSON and not made.named:
                return made
    return None
