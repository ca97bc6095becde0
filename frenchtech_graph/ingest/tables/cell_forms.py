"""Forms of cells (dates, numbers, addresses), and the faults of cells with another form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from frenchtech_graph.ingest.tables.template import Column
from frenchtech_graph.model.names import nearest
from frenchtech_graph.model.partial_dates import is_partial_date

_ADDRESS = re.compile(r"[^\s<>\"{}|\\^`]+")
_SCHEMES = ("http", "https")
LONGEST_ADDRESS = 2_000
LONGEST_ID = 200
MOST_DIGITS = 18
"""Digits before and after the point: a store of triples keeps no longer numbers exactly."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a cell is refused: a code of `faults.toml` with the values its text needs."""

    code: str
    details: dict[str, str]


def wrong(code: str, **details: str) -> Wrong:
    """Return a `Wrong` with `details` by keyword."""
    return Wrong(code, details)


def check_date(text: str, column: Column) -> Wrong | None:
    """Return the fault of a date, which may be partial, or None."""
    full = column.datatype == "date"
    if is_partial_date(text) and not (full and len(text) != 10):
        return None
    return wrong(
        "date",
        expected_fr="AAAA-MM-JJ" if full else "AAAA, AAAA-MM ou AAAA-MM-JJ",
        expected_en="YYYY-MM-DD" if full else "YYYY, YYYY-MM or YYYY-MM-DD",
    )


def check_number(text: str, column: Column) -> Wrong | None:
    """Return the fault of a number, or None."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return wrong("number")
    if not value.is_finite() or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return wrong("number")
    whole, _, part = text.lstrip("-").partition(".")
    if len(whole.lstrip("0")) > MOST_DIGITS or len(part) > MOST_DIGITS:
        return wrong("many-digits")
    low, high = column.minimum, column.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return wrong(
            "range",
            expected=f"{'' if low is None else low} … {'' if high is None else high}".strip(),
        )
    return None


def check_integer(text: str, column: Column) -> Wrong | None:
    """Return the fault of a whole number, or None."""
    return check_number(text, column) or (wrong("integer") if "." in text else None)


def check_boolean(text: str, column: Column) -> Wrong | None:
    """Return the fault of a truth value, or None."""
    return None if text in ("true", "false") else wrong("boolean")


def check_address(text: str, column: Column) -> Wrong | None:
    """Return the fault of a web address, or None."""
    if len(text) > LONGEST_ADDRESS:
        return wrong("too-long", expected=str(LONGEST_ADDRESS))
    try:
        parts = urlsplit(text)
        sound = (
            parts.scheme in _SCHEMES and "." in (parts.hostname or "") and _ADDRESS.fullmatch(text)
        )
        account = "@" in parts.netloc
        sound = sound if parts.port is None or parts.port > 0 else None  # others raise
    except ValueError:
        sound = account = None
    if sound and account:
        return wrong("address-account")
    return None if sound else wrong("address")


def suggestion(names: Iterable[str]) -> dict[str, str]:
    """Return the words that suggest `names` in both languages, empty if there are no names."""
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
