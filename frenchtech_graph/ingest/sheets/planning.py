"""The meaning of each column of a table: from its mapping, or else guessed."""

from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.by_values import (
    are_dates,
    by_values,
    end_kind,
    is_giver,
    may_be_names,
)
from frenchtech_graph.ingest.sheets.contents import (
    are_descriptions,
    are_directions,
    are_tie_words,
    is_left_out,
    is_remark,
    kept,
    looks_like,
)
from frenchtech_graph.ingest.sheets.end_columns import is_of_an_end, other_described
from frenchtech_graph.ingest.sheets.fields import (
    HIDDEN,
    IGNORED,
    NOTE,
    PERSONAL,
    Meaning,
    bare,
    entries,
    is_year,
    meanings,
    titles_in,
    year_of,
)
from frenchtech_graph.ingest.sheets.fitting import HOLDERS_OWN, REPEATED, fits
from frenchtech_graph.ingest.sheets.fund_sizes import FUND_SIZE, size_of_funds
from frenchtech_graph.ingest.sheets.gates import have_type
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.lexicon import is_blank, pattern, words
from frenchtech_graph.ingest.sheets.mapping import SheetMapping
from frenchtech_graph.ingest.sheets.naming import name_by_acronyms, name_by_values, naming_column
from frenchtech_graph.ingest.sheets.neighbours import (
    DATE_BESIDE,
    dates_of_others,
    is_date_beside,
    is_of_contact,
    named_by_date,
    named_elsewhere,
    names_contacts,
    names_tie,
)
from frenchtech_graph.ingest.sheets.numbered_headers import code_of
from frenchtech_graph.ingest.sheets.page_columns import page_code
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.ranks import rank
from frenchtech_graph.ingest.sheets.shape_questions import ask_shape, has_sense, stated_shape
from frenchtech_graph.ingest.sheets.sheet_shapes import (
    ACTORS,
    LEFT_OUT,
    PEOPLE,
    PROJECTS,
    ROUNDS,
    TIES,
    is_grant_list,
    is_tie_list,
)
from frenchtech_graph.ingest.sheets.ticks import are_answers, are_ticks, crossed_for
from frenchtech_graph.ingest.sheets.tie_lists import (
    are_bodies,
    is_only_source,
    licence_columns,
    tie_columns,
)
from frenchtech_graph.ingest.sheets.tie_meanings import by_ends, of_an_end, of_another
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.names import fold

_PLAIN = ("email", "phone", "siren", "siret")
_OF_ACTORS = ("keywords", "raised_total", "turnover", "valuation", "fund_size")
_RISKY = frozenset(
    [
        *("id", "date", "start", "end", "amount", "aid", "created", "closed", "kind", "status"),
        *("state", "stage", "role", "name", "percentage", "raised"),
    ]
)
_TICKED = ("sectors", *(f"relations.{name}" for name in entries()["relations"]))
_OF_EVENTS = frozenset(["spin_offs", "origin", "licensors", "acquirer", "investors"])
_ONCE_EACH_YEAR = ("headcount", "raised", "turnover", "valuation")
"""Fields that a list of actors may have for ties with the sheet's holder."""


def plan(block: Block, stated: SheetMapping) -> Plan:
    """Return the reading of a table: from its mapping, or else guessed."""
    made = Plan(block, stated_shape(block, stated), mapping=stated, kind=stated.kind)
    if made.shape == LEFT_OUT:
        return made
    if made.shape == TIES and not is_tie_list(block):
        made.ties = licence_columns(block) or tie_columns(block, stated=bool(stated.shape))
    if made.shape == ACTORS:
        made.grants = is_grant_list(block)
        made.naming = _naming(block, stated)
    _plan_columns(made)
    ask_shape(made)
    name_by_acronyms(made)
    if made.shape in (ACTORS, PEOPLE) and not set(made.columns) & {"name", "last_name"}:
        name_by_values(made)
    _date_ties(made)
    made.dates = dates_of_others(made)
    crossed = (i for i, code in enumerate(made.columns) if code in _TICKED)
    made.ticks = {i for i in crossed if are_ticks(block.cells(i))}
    return made


def _plan_columns(made: Plan) -> None:
    """Give each column its meaning: the stated one, if it has sense, or else a guess."""
    stated, header = made.mapping.columns, made.block.header
    told = {h: c for h, c in stated.items() if has_sense(made.shape, c)}
    taken = {c for h, c in told.items() if h in header and c not in REPEATED}
    for column, text in enumerate(header):
        code = kept(told.get(text, "")) or _guess(made, column, text, taken)
        made.columns.append(code)
        taken.add(code)


def _date_ties(made: Plan) -> None:
    """Give the columns of dates that no row of the list can have to the ties that their headers
    name (`acquisition_date`, `Adhésion`)."""
    titles = (made.block.sheet.name, *made.block.titles)
    if made.shape != ACTORS or made.mapping.holder or any(map(titles_in, titles)):
        return
    held = [c for c in made.columns if c in HOLDERS_OWN or c.startswith("holder.")]
    free = {NOTE, "date", "start"} | ({"holder.entry"} if held == ["holder.entry"] else set())
    for column, header in enumerate(made.block.header):
        own = free | _beside(made, column)
        open_to = made.columns[column] in own and header not in made.mapping.columns
        if open_to and are_dates(made.block.cells(column)) and named_by_date(made, column):
            made.columns[column] = DATE_BESIDE
            made.doubts = [d for d in made.doubts if d.value != header]


def _beside(made: Plan, column: int) -> set[str]:
    """Return the meaning that dates of the ties in the previous column may replace, if the header has a
    word for these ties."""
    named = column > 0 and names_tie(made.columns[column - 1], made.block.header[column])
    return {"holder.entry"} if named else set()


def _naming(block: Block, stated: SheetMapping) -> int | None:
    """Return the column with the names of the rows: the column in the mapping, or else a guess."""
    said = (i for i, h in enumerate(block.header) if stated.columns.get(h) == "name")
    column = next(said, None)
    return naming_column(block) if column is None else column


def _guess(made: Plan, column: int, header: str, taken: set[str]) -> str:
    cells = made.block.cells(column)
    if code := _aside(made, column, header, cells) or _by_place(made, column, header, cells):
        return code
    fitting = _fitting(made, column, header, taken)
    if paged := page_code(made, header, cells):
        return paged
    if made.shape == TIES and is_of_an_end(header) and not (fitting and fitting[0].near < 2):
        return of_an_end(made, header, cells)
    if fitting and fitting[0].near < 2:
        return _by_header(made, column, header, fitting)
    return _by_contents(made, header, taken, looks_like(cells), fitting)


def _fitting(made: Plan, column: int, header: str, taken: set[str]) -> list[Meaning]:
    """Return the possible meanings of a header that fit the rows and the other columns."""
    yearly = set(_ONCE_EACH_YEAR) if year_of(header) else set()
    elsewhere = {"name"} if made.naming is not None else set()
    if made.shape == TIES and is_only_source(made.block, column):
        elsewhere = {*elsewhere, "from"}
    return [m for m in meanings(header) if fits(made, m, (taken - yearly) | elsewhere)]


def _of_other_type(made: Plan, header: str, code: str, cells: Sequence[Cell]) -> str:
    """Return the treatment of a column whose values do not have the type of its meaning."""
    if code.startswith("relations.") and not may_be_names(cells):
        return _unknown(made, header, cells)
    if code == "headcount" and (sized := size_of_funds(made, header, cells)):
        return sized if sized == FUND_SIZE else _unknown(made, header, cells)
    if not have_type(code, cells):
        if not are_answers(cells):
            made.doubt(header, "other-values", NOTE, (code,))
        return NOTE
    return ""


def _by_header(made: Plan, column: int, header: str, fitting: Sequence[Meaning]) -> str:
    """Return the meaning of a column with a known header. The values choose between several."""
    cells = made.block.cells(column)
    typed = [m for m in fitting if have_type(m.code, cells)] or fitting
    chosen = min(typed, key=lambda m: rank(made, m))
    code = by_values(made, column, chosen.code)
    if other := _of_other_type(made, header, code, cells):
        return other
    if code in _OF_ACTORS and made.shape not in (ACTORS, ROUNDS):
        return NOTE
    if code == "sectors" and made.shape == ACTORS and are_descriptions(cells):
        made.doubt(header, "descriptions", "keywords", ("keywords", "sectors", NOTE))
        return "keywords"
    if (chosen.near or _is_any_year(made, header, code)) and not is_left_out(kept(code)):
        made.doubt(header, "column", code)
    return kept(code)


def _is_any_year(made: Plan, header: str, code: str) -> bool:
    """Check whether a header is only `Année`, in a list with other bodies in each row: the year may
    belong to a tie."""
    others = [m for h in made.block.header for m in meanings(h)[:1] if m.near == 0]
    related = any(m.group == "relations" and m.name in _OF_EVENTS for m in others)
    return code == "created" and bare(header) in ("annee", "year") and related


def _by_place(made: Plan, column: int, header: str, cells: Sequence[Cell]) -> str:
    """Return the meaning of a column that its position or its values determine before its header
    does."""
    if made.shape == PROJECTS and is_giver(header, cells):
        made.doubt(header, "column", "funder_amount")
        return "funder_amount"
    if made.ties is not None and (code := by_ends(made, made.ties, column)):
        return code
    if column == made.naming:
        return "name"
    if made.shape == ACTORS and (numbered := code_of(made.block.header, header)):
        return numbered
    if made.grants and is_year(header):
        return "aid"
    return _by_crosses(made, header) if made.shape == ACTORS and are_ticks(cells) else ""


def _by_crosses(made: Plan, header: str) -> str:
    """Return the meaning of a column of crosses. Beneath a title about programmes, an unknown header is
    one of them.
    """
    if (code := crossed_for(header)) or meanings(header):
        return code
    if not any(pattern("programmes").search(fold(t)) for t in made.block.titles):
        return ""
    made.doubt(header, "column", "relations.programmes")
    return "relations.programmes"


def _aside(made: Plan, column: int, header: str, cells: Sequence[Cell]) -> str:
    """Return the treatment of a column that is left out, or has no header."""
    if column in made.block.sheet.looks.hidden_columns and cells:
        made.doubt(header, "hidden-column", HIDDEN)
        return HIDDEN
    if not header:
        return NOTE if cells else IGNORED
    if made.shape == TIES and are_directions(cells):
        return IGNORED
    if not are_dates(cells) and names_contacts(header, cells):
        return PERSONAL
    return PERSONAL if is_of_contact(made.block, made.shape, header) else ""


def _by_contents(
    made: Plan, header: str, taken: set[str], seen: str, fitting: Sequence[Meaning]
) -> str:
    """Return the meaning of a column with an unknown header, from its values or a part of its
    header."""
    cells = made.block.cells(made.block.header.index(header))
    if other_described(header):
        return of_another(made, header, cells)
    if made.shape == TIES and (code := _of_ties(made, header, taken, cells, unknown=not fitting)):
        return code
    named = named_elsewhere(made.block, header)
    if seen and seen not in taken | named and (seen != "kind" or made.shape == ACTORS):
        if seen not in _PLAIN:
            made.doubt(header, "column", seen)
        return kept(seen)
    if fitting and (is_left_out(kept(fitting[0].code)) or is_remark(fitting[0].code)):
        return kept(fitting[0].code)
    if fitting and not _is_weak(fitting[0].code, header, cells, named):
        made.doubt(header, "column", fitting[0].code)
        return kept(fitting[0].code)
    return _unknown(made, header, cells)


def _of_ties(
    made: Plan, header: str, taken: set[str], cells: Sequence[Cell], *, unknown: bool
) -> str:
    """Return the meaning of a column of words for ties or, below an unknown header, for kinds of
    bodies. The result is empty for other values.
    """
    if "tie" not in taken and are_tie_words(cells):
        made.doubt(header, "column", "tie")
        return "tie"
    return end_kind(made, header) if unknown and are_bodies(cells) else ""


def _unknown(made: Plan, header: str, cells: Sequence[Cell]) -> str:
    """Return the treatment of an unknown column: dates next to names belong to their ties if the header
    has a word for the tie. Others lead to a question and are kept as remarks.
    """
    column = made.block.header.index(header)
    beside = made.shape == ACTORS and are_dates(cells) and is_date_beside(made, column, "date")
    if beside and names_tie(made.columns[column - 1], header):
        return DATE_BESIDE
    if any(not is_blank(c.text) for c in cells) and not are_answers(cells):
        made.doubt(header, "unknown-column", NOTE)
    return NOTE


def _is_weak(code: str, header: str, cells: Sequence[Cell], named: set[str]) -> bool:
    """Check whether a part of a header is too little for a meaning: it is risky, other columns have it,
    the values are not names, or the header has an alternative (`acquirer_or_lead`).
    """
    if set(bare(header).split()) & words("or"):
        return True
    no_names = code.startswith("relations.") and not may_be_names(cells)
    return _is_risky(code) or no_names or code in named - {*REPEATED}


def _is_risky(code: str) -> bool:
    """Return whether a part of a header is too little to take its column for that: the date of
    something is no date of the row.
    """
    return code in _RISKY or code.startswith("holder.")
