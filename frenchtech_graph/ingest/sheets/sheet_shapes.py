"""The kind of the rows of a sheet, from its titles and headers."""

from collections import defaultdict
from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.fields import entry, is_year, meanings, titles_in
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.lexicon import is_blank, pattern, words
from frenchtech_graph.ingest.sheets.lists import split_names
from frenchtech_graph.ingest.sheets.numbered_headers import are_numbered
from frenchtech_graph.ingest.sheets.tie_lists import (
    hold_dates,
    is_only_source,
    licence_columns,
    tie_columns,
)
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.wordings import plain

ACTORS, TIES, ROUNDS, PROJECTS = "actors", "ties", "rounds", "projects"
PROGRAMMES, PEOPLE, ABOUT, LEFT_OUT = "programmes", "people", "about", "left-out"
SHAPES = (ACTORS, TIES, ROUNDS, PROJECTS, PROGRAMMES, PEOPLE, ABOUT, LEFT_OUT)
_OF_BODIES = frozenset(
    [
        *("created", "siren", "siret", "headcount", "sectors", "kind", "website", "place"),
        *("postcode", "legal_form", "turnover", "holder.entry", "holder.fee"),
    ]
)
_LONGEST_NAME = 120
_BACKERS = ("relations.investors", "relations.funds")
_MONEY = frozenset(["amount", "aid"])
_GIVERS = frozenset(["from", "relations.funders", "relations.investors", "relations.funds"])
_OF_OTHER_LISTS = frozenset(
    [*("round_type", "percentage"), *("holder.amount", "holder.cohort", "relations.coordinator")]
)


def shape_of(block: Block) -> str:
    """Return the most likely shape of the rows of a table."""
    if block.sheet.hidden or "left_out" in titles_in(block.sheet.name)[:1]:
        return LEFT_OUT
    has = _meant(block)
    lists = {
        TIES: _is_list_of_ties(block),
        ROUNDS: is_investor_list(block),
        ACTORS: is_grant_list(block),
        PEOPLE: _is_people_list(block, has),
        PROJECTS: _is_project_list(block, has),
    }
    if found := next((shape for shape, is_one in lists.items() if is_one), ""):
        return found
    if _is_round_list(block, has):
        return ROUNDS
    return ACTORS if "name" in has or name_column(block) is not None else LEFT_OUT


def _is_list_of_ties(block: Block) -> bool:
    if licence_columns(block) is not None:
        return True
    return (is_tie_list(block) or tie_columns(block) is not None) and not is_grant_list(block)


def _meant(block: Block) -> set[str]:
    return {m.code for h in block.header for m in meanings(h) if m.near < 2}


def _named(block: Block) -> list[str]:
    """Return the entries of `titles` that the sheet and the titles above the table name."""
    return [t for x in (block.sheet.name, *block.titles) for t in titles_in(x)]


def columns_of(block: Block, *codes: str) -> list[int]:
    """Return the columns whose headers may have one of some meanings, nearly at least."""
    return [
        i
        for i, h in enumerate(block.header)
        if any(m.code in codes and m.near < 2 for m in meanings(h))
    ]


def _is_of_other_list(has: set[str], *, given: bool) -> bool:
    """Check whether the columns belong to another list.

    `Nature` next to beneficiaries is a kind of body, unless a column has the givers.
    """
    of_kinds = given and "kind" in has and not _GIVERS & has
    others = _OF_OTHER_LISTS - ({"percentage"} if given else set())
    return bool(others & has) or ("tie" in has and not of_kinds)


def is_grant_list(block: Block) -> bool:
    """Return whether rows are aids, with recipient and amount, according to a list of aids, a giver
    or a scheme.
    """
    has = _meant(block)
    yearly = sum(map(is_year, block.header)) > 1 and "grants" in _named(block)
    money = yearly or bool(_MONEY & has)
    given = any(pattern("beneficiaries").search(plain(h)) for h in block.header)
    if not (money and {"name", "to"} & has) or _is_of_other_list(has, given=given):
        return False
    if "project" in has and not given:
        return False
    titled = {"grants", "laureates"} & set(_named(block))
    backed = {"relations.investors", "relations.lead_investor"} & has
    return not backed and (given or bool(titled) or ("scheme" in has and "aid" in has))


def is_investor_list(block: Block) -> bool:
    """Return whether each row is one investor in one company: names of companies repeat with other
    investors, or rows state each investment.
    """
    has = _meant(block)
    investors = columns_of(block, *_BACKERS)
    firms = [c for c in columns_of(block, "company", "name", "to") if c not in investors]
    if len(investors) != 1 or not firms or {"holder.cohort", "created", "headcount", "tie"} & has:
        return False
    if not ({"date", "holder.entry"} | _MONEY | {"holder.amount"}) & has:
        return False
    return _are_single(block, investors[0]) and (
        _come_back(block, firms[0])
        or ({"holder.amount"} <= has and _come_back(block, investors[0]))
    )


def _are_single(block: Block, column: int) -> bool:
    """Return whether the cells of a column name one each."""
    cells = block.cells(column)
    single = [c for c in cells if len(split_names(c.text, lambda _: False)) <= 1]
    return bool(cells) and len(single) == len(cells) >= len(block.rows) - 1


def _come_back(block: Block, column: int) -> bool:
    texts = [fold(c.text) for c in block.cells(column) if not is_blank(c.text)]
    return len(set(texts)) < len(texts)


def is_each_ones(block: Block) -> bool | None:
    """Return whether the amounts of a list of rounds are per investor, not per round.

    Return None if this is undecided.
    """
    investors = columns_of(block, *_BACKERS)
    firms = [c for c in columns_of(block, "company", "name") if c not in investors]
    dates = columns_of(block, "date", "holder.entry", "round_type")
    if len(investors) != 1 or not firms or not _are_single(block, investors[0]):
        return False
    if columns_of(block, "holder.amount", "percentage") or not dates:
        return True
    at = block.sheet.at
    raises: dict[tuple[str, str], list[str]] = defaultdict(list)
    (amount, *_) = (*columns_of(block, "amount"), dates[0])
    for r in block.rows:
        raises[fold(at(r, firms[0]).text), at(r, dates[0]).text].append(at(r, amount).text)
    return True if any(len(set(found)) > 1 for found in raises.values()) else None


def _is_people_list(block: Block, has: set[str]) -> bool:
    """Return whether rows are people. A list of bodies may contain their contacts."""
    people = _named(block)[:1] == ["people"]
    full = "first_name" in has and bool({"last_name", "name"} & has)
    bodies = len(columns_of(block, "name")) > 1 and len(_OF_BODIES & has) > 1
    persons = any(plain(h) in words("persons") for h in block.header)
    return (full and (people or not bodies)) or ((people or persons) and "role" in has)


def is_tie_list(block: Block) -> bool:
    """Return whether the headers name both ends of ties. Columns of dates (`From`, `To`) do not."""
    columns = [i for i in range(len(block.header)) if not hold_dates(block.cells(i))]
    names = [block.header[i] for i in columns if not is_only_source(block, i)]
    return {"from", "to"} <= _meant(block) and _are_two(names)


def _are_two(header: Sequence[str]) -> bool:
    """Return whether a column may contain the source of a tie, and another its target."""
    first = {h for h in header for m in meanings(h) if m.code == "from" and m.near < 2}
    last = {h for h in header for m in meanings(h) if m.code == "to" and m.near < 2}
    return bool(first and last) and len(first | last) > 1


def _is_project_list(block: Block, has: set[str]) -> bool:
    of_event = [m.code for h in block.header for m in meanings(h) if m.near < 2]
    linked = any(entry(c).get("event") for c in of_event)
    named = _named(block)
    titled = "projects" in named and not {"incubated", "laureates", "portfolio"} & set(named)
    of_actor = {"created", "siren", "headcount", "holder.cohort"} & has
    of_actor |= {"holder.entry"} & has if "holder.exit" in has else set()
    if "project" not in has:
        return titled and linked and not of_actor
    return titled or (linked and not of_actor)


def _is_round_list(block: Block, has: set[str]) -> bool:
    named = _named(block)
    money = "amount" in has
    backed = bool({"relations.investors", "relations.lead_investor", "round_type"} & has)
    of_actor = {"created", "siren", "headcount", "sectors"} & has
    held = {"holder.cohort", "holder.entry", "holder.fee"} & has
    if not held and "rounds" in named and {"round_type", "amount", "date", "company"} <= has:
        return not of_actor
    if held or {"incubated", "members"} & set(named) or are_numbered(block.header):
        return False
    if "rounds" in named and (money or "raised" in has):
        return True
    return money and backed and "company" in has and "date" in has and not of_actor


def name_column(block: Block) -> int | None:
    """Return the first column that may contain names: texts with letters, nearly all different."""
    for column in range(len(block.header)):
        cells = block.cells(column)
        texts = {c.text for c in cells if c.number is None and c.date is None}
        if len(texts) > 0.8 * len(block.rows) and all(map(_may_be_name, texts)):
            return column
    return None


def _may_be_name(text: str) -> bool:
    """Return whether a text may be a name: it has more letters than figures, and is no sentence."""
    letters = sum(map(str.isalpha, text))
    return letters > sum(map(str.isdigit, text)) and len(text) < _LONGEST_NAME
