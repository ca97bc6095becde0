"""Dates of workbooks as their format shows them, at the precision shown."""

import re
from datetime import date, datetime, time, timedelta

from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.ingest.workbooks.number_formats import Section, sections
from frenchtech_graph.io.words import beside

_WORDS = beside(__file__)
_NEUTRAL = re.compile(r"[^\W\d_]|\d")
_SMALL = frozenset(["le", "de", "h", "du", "t", "z", "min", "the", "at", "on"])


def show_date(value: datetime | date | time | timedelta, code: str) -> Cell:
    """Return the cell of a date or a time in its format.

    >>> from datetime import datetime
    >>> cell = show_date(datetime(2016, 5, 1), "mmm-yy")
    >>> cell.text, cell.date
    ('may-16', '2016-05')
    >>> show_date(datetime(2016, 4, 1), '"T2" yyyy').text
    'T2 2016'
    """
    if isinstance(value, timedelta):
        return Cell(str(value))
    if isinstance(value, time):
        return Cell(value.isoformat("minutes"))
    section = next((s for s in sections(code) if s.is_date), None)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    if section is None:
        return Cell(moment.date().isoformat(), date=moment.date().isoformat())
    text = _written(section, moment).strip()
    shown = _parts(section)
    if _says_more(section):
        return Cell(text)
    if "y" not in shown:
        return Cell(text, flaw="no-year" if shown & {"m", "d"} else "")
    precision = 10 if {"m", "d"} <= shown else 7 if "m" in shown else 4
    return Cell(text, date=moment.date().isoformat()[:precision])


def _parts(section: Section) -> set[str]:
    """Return the parts of a date that are shown: `y`, `m`, `d`, `q`, `h`, `s`."""
    found: set[str] = set()
    letters = [t.text.lower() for t in section.tokens if t.kind in ("day", "elapsed")]
    for i, text in enumerate(letters):
        kind = text[0]
        if kind == "d" and len(text) > 2 and not any(t in ("d", "dd") for t in letters):
            continue  # the name of a week day alone
        if kind == "m" and _is_minutes(letters, i):
            continue
        found.add({"e": "y", "g": "y"}.get(kind, kind))
    return found


def _is_minutes(letters: list[str], at: int) -> bool:
    around = letters[max(at - 1, 0) : at] + letters[at + 1 : at + 2]
    before = letters[at - 1][0] if at else ""
    after = letters[at + 1][0] if at + 1 < len(letters) else ""
    return len(letters[at]) <= 2 and bool(around) and (before == "h" or after == "s")


def _says_more(section: Section) -> bool:
    """Return whether the format adds words or figures to the date (`"T2" yyyy`)."""
    texts = " ".join(t.text for t in section.tokens if t.kind == "text").casefold().split()
    return any(_NEUTRAL.search(t) and t not in _SMALL for t in texts) or "q" in _parts(section)


def _written(section: Section, moment: datetime) -> str:
    letters = [t.text.lower() for t in section.tokens if t.kind in ("day", "elapsed")]
    names = _WORDS.parts("months", "fr" if section.french else "en")
    text, at = "", 0
    twelve = any(t.startswith("a") for t in letters)
    for token in section.tokens:
        if token.kind not in ("day", "elapsed"):
            text += token.text
            continue
        text += _piece(token.text, moment, names, twelve and token.text[0] in "hH", letters, at)
        at += 1
    return text


def _piece(  # one part of a date
    code: str, moment: datetime, names: list[str], twelve: bool, letters: list[str], at: int
) -> str:
    kind, size = code[0].lower(), len(code)
    if kind == "m" and _is_minutes(letters, at):
        return f"{moment.minute:0{min(size, 2)}d}"
    if kind == "m" and size >= 3:
        name = names[moment.month - 1]
        return name if size == 4 else name[:3] if size == 3 else name[:1]
    if kind == "d" and size >= 3:
        return ""
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    return {
        "y": f"{moment.year % 100:02d}" if size <= 2 else f"{moment.year}",
        "e": f"{moment.year}",
        "g": "",
        "m": f"{moment.month:0{min(size, 2)}d}",
        "d": f"{moment.day:0{min(size, 2)}d}",
        "h": f"{hour:0{min(size, 2)}d}",
        "s": f"{moment.second:02d}",
        "q": f"T{(moment.month + 2) // 3}",
        "a": "AM" if moment.hour < 12 else "PM",
    }[kind]
