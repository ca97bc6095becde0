"""Rows of lists of actors: the actors, their facts, and the names in them."""

import re

from frenchtech_graph.ingest.sheets.desk import Made
from frenchtech_graph.ingest.sheets.doubts import DOUBT, KEPT, READ
from frenchtech_graph.ingest.sheets.ends import kind_in, tells_more
from frenchtech_graph.ingest.sheets.gates import is_description
from frenchtech_graph.ingest.sheets.lexicon import is_blank, truth, words
from frenchtech_graph.ingest.sheets.lexicon import words as words_of
from frenchtech_graph.ingest.sheets.lists import split_words
from frenchtech_graph.ingest.sheets.observations import observe_all
from frenchtech_graph.ingest.sheets.pages import full_address, sources_of
from frenchtech_graph.ingest.sheets.read_tables import Table
from frenchtech_graph.ingest.sheets.register import acronyms, are_initials, former_names
from frenchtech_graph.ingest.sheets.row_kinds import keep_words_for_kind, kinds_said
from frenchtech_graph.ingest.sheets.row_places import place_of
from frenchtech_graph.ingest.sheets.rows import Row, record_of, rows_of
from frenchtech_graph.ingest.sheets.spellings import join_spelling, joined, spelt
from frenchtech_graph.ingest.sheets.standings import stages_of
from frenchtech_graph.ingest.sheets.ticks import crossed
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS, SECTORS
from frenchtech_graph.ingest.tables.cell_forms import check_address
from frenchtech_graph.ingest.tables.template import load
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.ingest.workbooks.texts import usual_figures
from frenchtech_graph.model import identifiers, ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import Wording, abbreviated, find, side_by_side

_NUMBERS = ("siret", "siren", "rnsr", "ror", "wikidata", "lei", "uai", "orcid")


def name_of(row: Row) -> str:
    """Return the name in a row, empty if it is missing.

    If a spreadsheet program turned the name into a date or a truth value, raise a question.
    """
    column = row.column("name")
    last = row.column("last_name")
    if column is None and last is None:
        return ""
    if last is not None:
        given = row.text("first_name")
        return f"{given} {row.text('last_name')}".strip()
    if _is_no_name(row, column or 0):
        return ""
    name = row.text("name")
    given = row.text("first_name")
    return f"{given} {name}".strip() if given else former_names(name)[0]


def _is_no_name(row: Row, column: int) -> bool:
    """Check whether the cell of a name has something else, and ask about it."""
    cell = row.cell(column)
    if cell and (cell.date or cell.flaw in ("truth", "no-year") or "%" in cell.unit):
        row.doubt(column, cell, "not-a-name")
        return True
    if fold(cell.text) in words("vacant"):
        row.doubt(column, cell, "vacant")
        return True
    if is_description(cell.text) and not row.table.desk.register.own(cell.text):
        row.doubt(column, cell, "described")
        row.note(column, cell, "", DOUBT)
        return True
    return False


def enter_actors(table: Table) -> dict[int, str]:
    """Create the actors of a table, so that ties may refer to them, and return their ids by index
    of row."""
    made: dict[int, str] = {}
    rows: dict[str, int] = {}
    for row in rows_of(table):
        name = name_of(row)
        if not name:
            if not any(
                d.row == row.number and d.sheet == table.name for d in table.desk.doubts[-1:]
            ):
                table.desk.doubt(table.name, row.number, "", _shown(row), "no-name")
            continue
        made[row.index] = _entered(row, name, rows)
        if _is_alone(row):
            table.desk.doubt(table.name, row.number, "", name, "lone-row")
    return made


def _is_alone(row: Row) -> bool:
    """Return whether a row contains only a name, in a list with more data on the other actors."""
    block = row.table.plan.block
    alone = sum(map(bool, block.sheet.rows[row.index])) == 1
    return alone and row.table.usual_width > 2


def _shown(row: Row) -> str:
    cells = row.table.plan.block.sheet.rows[row.index]
    return ", ".join(c.text for c in cells if c)[:80]


def _entered(row: Row, name: str, rows: dict[str, int]) -> str:
    desk, table = row.table.desk, row.table
    key = fold(name)
    known = desk.register.own(name)
    same = known and (key in rows or fold(known.name) == key or _is_elsewhere(row, known.id))
    other = None if known and same else spelt(row, name)
    if other:
        join_spelling(row, name, other)
        _compare_kinds(row, other.kinds)
        return other.id
    if known and same and desk.entity(known.id):
        column = row.column("name") or 0
        expected = str(rows.get(key, desk.entity(known.id).row))  # type: ignore[union-attr]
        if key in rows and not table.plan.grants:
            row.doubt(column, Cell(name), "same-name", guess=known.id, expected=expected)
        _compare_kinds(row, known.kinds)
        return known.id
    rows[key] = row.number
    kinds = _kinds(row)
    stated = row.text("id")
    identifier = desk.new_id("actors", name)
    made = Made({"id": identifier, "kind": "|".join(kinds), "name": name}, table.name, row.number)
    desk.add("actors", made)
    aliases = [*acronyms(name), *former_names(row.text("name"))[1], *_aliases(row)]
    made.cells |= {"aliases": "|".join(dict.fromkeys(aliases))} if aliases else {}
    desk.register.enter(identifier, kinds, [name, *aliases, stated], own=True)
    return identifier


def _is_elsewhere(row: Row, identifier: str) -> bool:
    """Check whether an actor is in the list of another sheet, under any of its names."""
    made = row.table.desk.entity(identifier)
    return made is not None and made.sheet != row.table.name and not made.named


def _compare_kinds(row: Row, known: tuple[str, ...]) -> None:
    """Raise a question if a further row of an actor states another kind."""
    column = row.column("kind")
    if column is None or is_blank(row.cell(column).text):
        return
    if set(_kinds(row)) != set(known):
        row.doubt(column, row.cell(column), "differs", expected="|".join(known))


def _aliases(row: Row) -> list[str]:
    found = []
    for column in row.table.plan.indexes("aliases"):
        cell = row.cell(column)
        own = cell.text.isupper() and are_initials(cell.text, row.text("name"))
        if cell and (own or not is_blank(cell.text)):
            found += split_words(cell.text, lambda _: False)
            row.note(column, cell, cell.text)
    return found


def _kinds(row: Row) -> tuple[str, ...]:
    """Return the kinds of a row from its column, or else from its section or its sheet. A row with a
    first name is a person.
    """
    if row.column("first_name") is not None and row.text("first_name"):
        return (Class.PERSON,)
    column = row.column("kind")
    cell = row.cell(column)
    if column is not None and cell and not is_blank(cell.text):
        return kinds_said(row, column, cell)
    section = row.table.plan.block.section(row.index)
    kind = row.table.plan.kind or Class.ORGANIZATION
    words = find(ACTORS, section) if section else ()
    if words and tells_more(words[0].term, kind):
        return (words[0].term,)
    if words:
        row.remarks.append(section)
    return (kind_in(name_of(row), kind) if kind == Class.ORGANIZATION else kind,)


def describe_actor(row: Row, identifier: str) -> None:
    """Add the facts of its row to an actor, and the observations of the row."""
    desk = row.table.desk
    made = desk.entity(identifier)
    if made is None:
        return
    person = Class.PERSON in made.cells["kind"].split("|")
    said = {"name_en": row.text("name_en"), "place": place_of(row), "sectors": _sectors(row, made)}
    said |= {"website": _website(row)} | _numbers(row)
    source = sources_of(row)
    observe_all(row, identifier, source)
    stages_of(row, identifier, source)
    if person:
        kept = ("name_en", "place", "wikidata", "orcid")
        said = {n: v for n, v in said.items() if n in kept}
    for name, value in said.items():
        _merge(row, made, name, value)
    made.cells["source"] = joined(made.cells.get("source", ""), source)
    made.cells["record"] = joined(made.cells.get("record", ""), record_of(row))


def finish_actor(row: Row, identifier: str) -> None:
    """Add remarks to an actor, except to a person."""
    keep_words_for_kind(row)
    row.leftovers()
    section = row.table.plan.block.section(row.index)
    if section and section not in row.remarks and not find(ACTORS, section):
        row.remarks.append(section)
    made = row.table.desk.entity(identifier)
    if made and row.remarks and Class.PERSON not in made.cells["kind"].split("|"):
        note = made.cells.get("note", "")
        made.cells["note"] = " ; ".join(filter(None, (note, row.remarks_text())))


def _merge(row: Row, made: Made, name: str, value: str) -> None:
    before = made.cells.get(name, "")
    if not value or value == before:
        return
    if name == "sectors":
        made.cells[name] = joined(before, value)
    elif before:
        column = row.column(name) or 0
        row.doubt(column, row.cell(column), "differs", expected=before)
    else:
        made.cells[name] = value


def _sectors(row: Row, made: Made) -> str:
    """Return the sectors of an actor. Words such as `Formation` may be the task of a body that is not
    a company, and lead to a question there.
    """
    found: list[str] = []
    is_firm = any(ontology.load().is_a(k, Class.COMPANY) for k in made.cells["kind"].split("|"))

    def known(text: str) -> bool:
        words = row.word("sectors", "sectors", SECTORS, text)
        return bool(words) and words[0].sure

    for column in row.table.plan.indexes("sectors"):
        cell = row.cell(column)
        if not cell or is_blank(cell.text):
            continue
        if column in row.table.plan.ticks:
            words = find(SECTORS, crossed(row.header(column))) if truth(cell.text) else ()
            found += [w.term for w in words]
            row.note(column, cell, "|".join(w.term for w in words))
            continue
        found += _read_sectors(row, column, split_words(cell.text, known), is_firm=is_firm)
    return "|".join(dict.fromkeys([*found, *_in_keywords(row, is_firm=is_firm)]))


def _read_sectors(row: Row, column: int, texts: list[str], *, is_firm: bool) -> list[str]:
    """Return the sectors of the words in a cell. Other words lead to questions and are remarks: a
    sector in a phrase (`Imagerie sous-marine`) is only proposed.
    """
    found: list[str] = []
    cell, unsure = row.cell(column), False
    for text in texts:
        words = _sector_words(row, text)
        if words and words[0].sure and (is_firm or not _is_task(row, text)):
            found += [w.term for w in words]
            continue
        within = tuple(w.term for w in words if not w.sure)
        row.doubt_word(column, cell, text, "sectors", SECTORS, "", within)
        row.remarks.append(f"{row.header(column)} : {text}")
        unsure = True
    row.note(column, cell, "|".join(found), DOUBT if unsure else READ)
    return found


def _sector_words(row: Row, text: str) -> tuple[Wording, ...]:
    """Return the sectors of a word, which may be cut off by a point, or of two words that are both
    sectors (`Robotique agricole`)."""
    words = row.word("sectors", "sectors", SECTORS, text)
    if words and words[0].sure:
        return words
    alone = set(fold(text).split()) & words_of("sectors_alone")
    return abbreviated(SECTORS, text) or (() if alone else side_by_side(SECTORS, text)) or words


def _is_task(row: Row, text: str) -> bool:
    """Check whether a word for a sector may be the task of a body, and no answer gives its term."""
    answered = row.table.desk.reading.word("sectors", text)
    return answered is None and fold(text) in words_of("sectors_of_firms")


def _in_keywords(row: Row, *, is_firm: bool) -> list[str]:
    """Return the sectors among the key words of a row. The row keeps all key words as a remark."""
    found: list[str] = []
    for column in row.table.plan.indexes("keywords"):
        cell = row.cell(column)
        texts = split_words(cell.text, lambda _: False) if cell else []
        known = [t for t in texts if is_firm or not _is_task(row, t)]
        words = [w[0].term for t in known if (w := find(SECTORS, t)) and w[0].sure]
        found += words
        row.remark(column, cell)
        if words and len(words) == len(texts):
            row.note(column, cell, "|".join(words))
        elif words:
            row.note(column, cell, f"{'|'.join(words)} ; {cell.text}", KEPT)
    return found


def _website(row: Row) -> str:
    column = row.column("website")
    cell = row.cell(column)
    if column is None or not cell or is_blank(cell.text):
        return ""
    first = re.split(r"[\s;,|]+", cell.text.strip())[0]
    url = cell.link if cell.link.startswith("http") else full_address(first)
    if check_address(url, load()["actors"].columns["website"]):
        row.doubt(column, cell, "address")
        row.note(column, cell, "", DOUBT)
        return ""
    row.note(column, cell, url)
    return url


def _numbers(row: Row) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _NUMBERS:
        column = row.column(name)
        cell = row.cell(column)
        if column is None or not cell or is_blank(cell.text):
            continue
        text = usual_figures(cell.text)
        bare = text.rsplit("/", 1)[-1] if "://" in text else re.sub(r"[\s.  ]", "", text)
        if name == "siren" and len(bare) == 14 and bare.isdecimal():
            found |= _checked(row, column, "siret", bare) | _checked(row, column, "siren", bare[:9])
        else:
            found |= _checked(
                row, column, name, bare if name != "orcid" else text.rsplit("/", 1)[-1]
            )
    if "siret" in found and "siren" not in found:
        found["siren"] = found["siret"][:9]
    return found


def _checked(row: Row, column: int, name: str, value: str) -> dict[str, str]:
    stated = load()["actors"].columns[name]
    check = identifiers.CHECKS.get(name)
    sound = stated.pattern and stated.pattern.fullmatch(value) and (not check or check(value))
    cell = row.cell(column)
    if not sound:
        row.doubt(column, cell, "identifier")
        row.note(column, cell, "", DOUBT)
        return {}
    row.note(column, cell, value)
    return {name: value}
