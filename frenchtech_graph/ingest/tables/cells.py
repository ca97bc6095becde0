"""One cell against its column: the value in its checked form, or the fault."""

import re
import unicodedata
from collections.abc import Callable

from frenchtech_graph.ingest.tables.cell_forms import (
    LONGEST_ID,
    Wrong,
    check_address,
    check_boolean,
    check_date,
    check_integer,
    check_number,
    suggestion,
    wrong,
)
from frenchtech_graph.ingest.tables.raw_table import LARGEST_CELL
from frenchtech_graph.ingest.tables.template import Column
from frenchtech_graph.ingest.workbooks.texts import JOINERS, needs_joiner, usual_figures
from frenchtech_graph.model import identifiers, ontology, places

_MOJIBAKE = re.compile("Ã[\u0080-\u00bf©¨ª«®´¢§€‰]|â€[™œ\u009d“”]|ï¿½|\ufffd")


def check_text(text: str) -> Wrong | None:
    """Return the fault of a text in any column, or None: formula, damage, invisible characters."""
    if text.startswith("="):
        return wrong("formula")
    if len(text) > LARGEST_CELL:
        return wrong("too-long", expected=str(LARGEST_CELL))
    if _MOJIBAKE.search(text):
        return wrong("mojibake")
    for at, c in enumerate(text):
        if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") or c in "\n\t":
            continue
        if c not in JOINERS or not needs_joiner(text, at):
            return wrong("invisible", expected=f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip())
    return None


def _pattern(text: str, column: Column) -> Wrong | None:
    if column.pattern and not column.pattern.fullmatch(text):
        return wrong("pattern", expected=column.example, **_help(column))
    check = identifiers.CHECKS.get(column.name)
    if check and not check(text):
        return wrong("check-digit", column=column.name.upper())
    return None


def _help(column: Column) -> dict[str, str]:
    return {f"help_{lang}": text for lang, text in column.help.items()}


_DATATYPES: dict[str, Callable[[str, Column], Wrong | None]] = {
    "string": _pattern,
    "decimal": check_number,
    "integer": check_integer,
    "boolean": check_boolean,
    "anyURI": check_address,
    "date": check_date,
    "fte:partialDate": check_date,
}


def read_value(text: str, column: Column) -> str | Wrong:
    """Return the checked value of one item of a cell, or its fault.

    Terms are returned as names of the ontology, and addresses, dates and numbers unchanged.
    References to other rows are checked later, when all rows are known.
    """
    damage = check_text(text) or _broken(text, column)
    if damage:
        return damage
    if column.vocabulary:
        name = ontology.load().resolve(column.vocabulary, text)
        if name is None:
            found = ontology.load().suggest(column.vocabulary, text)
            return wrong("vocabulary", column=column.name, **suggestion(found))
        return name
    if column.datatype != "string":
        text = usual_figures(text)
    found_wrong = _DATATYPES[column.datatype](text, column)
    return found_wrong if found_wrong else text


def _broken(text: str, column: Column) -> Wrong | None:
    """Return the fault of a name of several lines, or of an id with too many characters."""
    if column.name == "id" and len(text) > LONGEST_ID:
        return wrong("too-long", expected=str(LONGEST_ID))
    if column.name in _NAMES and "\n" in text:
        return wrong("invisible", expected="U+000A LINE FEED")
    return None


_NAMES = ("name", "name_en", "aliases")


def read_place(text: str) -> str | Wrong:
    """Return the id of the place `text`, or its fault."""
    try:
        found = places.load().resolve(text)
    except places.AmbiguousPlaceError as error:
        return wrong("ambiguous-place", expected="; ".join(error.candidates[:6]))
    return found if found else wrong("place", **suggestion(places.load().suggest(text)))
