"""One cell against its column: the value in its checked form, or the fault."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from frenchtech_graph.ingest.tables.raw_table import LARGEST_CELL
from frenchtech_graph.ingest.tables.template import Column
from frenchtech_graph.model import identifiers, ontology, places
from frenchtech_graph.model.names import nearest
from frenchtech_graph.model.partial_dates import is_partial_date

_MOJIBAKE = re.compile("Ã[\u0080-\u00bf©¨ª«®´¢§€‰]|â€[™œ\u009d“”]|ï¿½|\ufffd")
_ADDRESS = re.compile(r"[^\s<>\"{}|\\^`]+")
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a cell is refused: a code of `faults.toml` with the values its text needs."""

    code: str
    details: dict[str, str]


def wrong(code: str, **details: str) -> Wrong:
    """Return a `Wrong` with `details` by keyword."""
    return Wrong(code, details)


def check_text(text: str) -> Wrong | None:
    """Return what is wrong with a text, whatever its column: formula, damage, invisible
    characters.
    """
    if text.startswith("="):
        return wrong("formula")
    if len(text) > LARGEST_CELL:
        return wrong("too-long", expected=str(LARGEST_CELL))
    if _MOJIBAKE.search(text):
        return wrong("mojibake")
    for c in text:
        if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") and c not in "\n\t":
            return wrong("invisible", expected=f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip())
    return None


def _date(text: str, column: Column) -> Wrong | None:
    full = column.datatype == "date"
    if is_partial_date(text) and not (full and len(text) != 10):
        return None
    return wrong(
        "date",
        expected_fr="AAAA-MM-JJ" if full else "AAAA, AAAA-MM ou AAAA-MM-JJ",
        expected_en="YYYY-MM-DD" if full else "YYYY, YYYY-MM or YYYY-MM-DD",
    )


def _number(text: str, column: Column) -> Wrong | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return wrong("number")
    if not value.is_finite() or not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return wrong("number")
    low, high = column.minimum, column.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return wrong(
            "range",
            expected=f"{'' if low is None else low} … {'' if high is None else high}".strip(),
        )
    return None


def _integer(text: str, column: Column) -> Wrong | None:
    return _number(text, column) or (wrong("integer") if "." in text else None)


def _boolean(text: str, column: Column) -> Wrong | None:
    return None if text in ("true", "false") else wrong("boolean")


def _address(text: str, column: Column) -> Wrong | None:
    try:
        parts = urlsplit(text)
        sound = (
            parts.scheme in _SCHEMES and "." in (parts.hostname or "") and _ADDRESS.fullmatch(text)
        )
    except ValueError:
        sound = None
    return None if sound else wrong("address")


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
    "decimal": _number,
    "integer": _integer,
    "boolean": _boolean,
    "anyURI": _address,
    "date": _date,
    "fte:partialDate": _date,
}


def read_value(text: str, column: Column) -> str | Wrong:
    """Return the checked value of one item of a cell, or what is wrong with it.

    Terms come back as names of the ontology, addresses, dates and numbers as they stand.
    References to other rows are checked later, when all rows are known.
    """
    damage = check_text(text)
    if damage:
        return damage
    if column.vocabulary:
        name = ontology.load().resolve(column.vocabulary, text)
        if name is None:
            found = ontology.load().suggest(column.vocabulary, text)
            return wrong("vocabulary", column=column.name, **suggestion(found))
        return name
    found_wrong = _DATATYPES[column.datatype](text, column)
    return found_wrong if found_wrong else text


def read_place(text: str) -> str | Wrong:
    """Return the id of the place that `text` stands for, or what is wrong with it."""
    try:
        found = places.load().resolve(text)
    except places.AmbiguousPlaceError as error:
        return wrong("ambiguous-place", expected="; ".join(error.candidates[:6]))
    return found if found else wrong("place", **suggestion(places.load().suggest(text)))


def suggestion(names: Iterable[str]) -> dict[str, str]:
    """Return the words that propose `names` in both languages, empty when there is none."""
    shown = ", ".join(names)
    if not shown:
        return {"suggestion": ""}
    return {
        "suggestion_fr": f" ; voulez-vous dire : {shown} ?",
        "suggestion_en": f"; did you mean: {shown}?",
    }


def near(text: str, known: Iterable[str]) -> dict[str, str]:
    """Return the suggestion of the names among `known` that are near `text`."""
    return suggestion(nearest(text, known))
