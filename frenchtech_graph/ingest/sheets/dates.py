"""Dates in usual spellings: days, months, years, spans, quarters and seasons."""

import re
from dataclasses import dataclass, replace

from frenchtech_graph.ingest.sheets.lexicon import is_blank, months, pattern, words
from frenchtech_graph.ingest.workbooks.texts import usual_figures
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.partial_dates import is_partial_date, precedes

_DAY_FIRST, _MONTH_FIRST = "dmy", "mdy"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]\d{1,2}:\d{2}.*)?")
_FIGURES = re.compile(
    r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?:\s+\d{1,2}[:h]\d{2}.*)?"
)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})")
_DAY_YEAR = re.compile(r"(?:(?:0?[1-9]|[12]\d|3[01]) )?(?:\d{2}|\d{4})")
_NO_DAY = re.compile(r"(?<=\d)-00(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_SPAN_YEARS = re.compile(r"(\d{4})\s*[-–—/→à]\s*(\d{4}|\d{2})")
_BETWEEN = re.compile(r"\s+(?:-|–|—|→|->|>|au?|à|to|until|jusqu'(?:en|au?|à))\s+|\s*[–—→]\s*")
_PART = re.compile(
    r"\b[tqsh]\s?[1-4]\b|\b[1-4]\s?[tqsh]\b|"
    r"\b[1-4]\s?(?:er|e|re|eme|nd|rd|st|th)?\s(?=trim|quarter|sem|half)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A date, or a span of time: partial dates, empty if unknown.

    `about` means that the text is more precise than the value (`début 2018`, `T2 2016`, `vers
    2012`). `going_on` means that the text describes a lasting state. `sure` is False for a guess.
    """

    start: str = ""
    end: str = ""
    about: bool = False
    going_on: bool = False
    sure: bool = True


def read_date(text: str, order: str = _DAY_FIRST) -> Span | None:
    """Return the time in a text, or None if it cannot be parsed. An empty span means no data.

    `order` is the order of the parts of `03/04/2021`: `dmy` or `mdy`.

    >>> read_date("12/03/2021").start, read_date("mars 2018").start, read_date("1er juin 2020").start
    ('2021-03-12', '2018-03', '2020-06-01')
    >>> span = read_date("2016-2018")
    >>> span.start, span.end
    ('2016', '2018')
    >>> read_date("depuis 2019").going_on, read_date("T2 2016").start, read_date("bientôt")
    (True, '2016', None)
    >>> span = read_date("T3 2018 - T4 2019")
    >>> span.start, span.end, span.about
    ('2018', '2019', True)
    """
    said = _NO_DAY.sub("", " ".join(usual_figures(text).split())).strip(" .,;:")
    if is_blank(said) or fold(said) in words("now"):
        return Span(going_on=bool(said) and fold(said) in words("now"))
    found = _one(said, order) or _span(said, order)
    return found if found and is_sound(found) else None


def is_sound(span: Span) -> bool:
    """Return whether the dates of a span are of the calendar, and in order."""
    dates = [d for d in (span.start, span.end) if d]
    return all(map(is_partial_date, dates)) and not (
        len(dates) == 2 and precedes(span.end, span.start)
    )


def is_either(text: str) -> bool:
    """Return whether a date reads as day and month, or as month and day.

    >>> is_either("03/04/2021"), is_either("25/04/2021"), is_either("04/04/2021")
    (True, False, False)
    """
    found = _FIGURES.fullmatch(usual_figures(text).strip())
    if not found or found[1] == found[2]:
        return False
    return int(found[1]) <= 12 and int(found[2]) <= 12


def order_of(texts: list[str]) -> str | None:
    """Return the order that the dates of a column show, or None if they are ambiguous."""
    found = [m for t in texts if (m := _FIGURES.fullmatch(usual_figures(t).strip()))]
    day_first = sum(int(m[1]) > 12 for m in found)
    month_first = sum(int(m[2]) > 12 for m in found)
    if day_first == month_first:
        return None
    return _DAY_FIRST if day_first > month_first else _MONTH_FIRST


def _full(year: str, month: str | int, day: str | int | None = None) -> str:
    years = f"{20 if int(year) < 50 else 19}{year}" if len(year) == 2 else year
    return f"{years}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def _one(text: str, order: str) -> Span | None:
    """Return the date of a text that contains only one moment."""
    if re.fullmatch(r"\d{4}", text):
        return Span(text)
    if found := _ISO.fullmatch(text):
        is_month = int(found[2]) <= 12 or found[3]
        return Span(_full(found[1], found[2], found[3])) if is_month else None
    if found := _FIGURES.fullmatch(text):
        return _in_figures(found, order)
    if found := _MONTH_YEAR.fullmatch(text):
        return Span(_full(found[2], found[1]))
    if (found := _COMPACT.fullmatch(text)) and is_partial_date(_full(*found.groups())):
        return Span(_full(*found.groups()))
    return _in_words(text)


def _in_figures(found: re.Match[str], order: str) -> Span:
    first, second = int(found[1]), int(found[2])
    day_first = order == _DAY_FIRST or first > 12
    day, month = (first, second) if day_first and second <= 12 else (second, first)
    return Span(_full(found[3], month, day))


def _in_words(text: str) -> Span | None:
    """Return the date of a text with the name of a month."""
    parts = [p for p in fold(text).split() if p not in words("week_days") or p in months()]
    named = [p for p in parts if p in months()]
    if len(named) != 1:
        return None
    rest = [p for p in parts if p != named[0] and p not in words("small")]
    rest = [re.sub(r"(?<=\d)(er|st|nd|rd|th)$", "", p) for p in rest]
    if not _DAY_YEAR.fullmatch(" ".join(rest)):
        return None
    return Span(_full(rest[-1], months()[named[0]], rest[0] if len(rest) == 2 else None))


def _span(text: str, order: str) -> Span | None:
    """Return the span of a text that says more than one moment."""
    if found := _SPAN_YEARS.fullmatch(text):
        last = found[2] if len(found[2]) == 4 else found[1][:2] + found[2]
        return Span(found[1], last)
    if spoken := _with_words(text, order):
        return spoken
    sides = [s.strip(" ()") for s in _BETWEEN.split(text) if s]
    if len(sides) != 2:
        dashed = re.fullmatch(r"(.*\d{4})\s?-\s?(.*\d{4})", text)
        sides = [dashed[1], dashed[2]] if dashed else []
    if len(sides) == 2:
        return _from_to(sides[0], sides[1], order)
    return _about(text, order)


def _from_to(first: str, last: str, order: str) -> Span | None:
    first = re.sub(r"^(?i:du|de|from|le)\s+", "", first)
    end = _moment(last, order)
    if not _YEAR.search(first) and end and (year := _YEAR.search(last)):
        first = f"{first} {year[0]}"  # "mars - juin 2019"
    start = _moment(first, order)
    if start and fold(last) in words("now"):
        return replace(start, going_on=True)
    about = bool(start and end) and (start.about or end.about)  # type: ignore[union-attr]
    return Span(start.start, end.start, about=about) if start and end else None


def _moment(text: str, order: str) -> Span | None:
    """Return the date of one side of a span, which may be a part of a year (`T3 2018`)."""
    if found := _one(text, order):
        return found
    part = _about(text, order) if any(map(str.isdigit, text)) else None
    return part if part and part.sure and not (part.end or part.going_on) else None


def _with_words(text: str, order: str) -> Span | None:
    """Return the span of a text that begins with "since" or "until", or is open at its end."""
    said = fold(text)
    open_end = re.fullmatch(r"(.*\d{4})\s*(?:[-–—→>]+|\.{2,}|…)\s*", text)
    if open_end and (start := _one(open_end[1].strip(), order)):
        return replace(start, going_on=True)
    for name in ("since", "until"):
        found = pattern(name).match(said)
        if not found:
            continue
        rest = _after(text, len(found[0].split()))
        moment = (_one(rest, order) or _about(rest, order)) if rest else None
        if moment and not moment.end:
            if name == "since":
                return replace(moment, going_on=True)
            return replace(moment, start="", end=moment.start)
    return None


def _after(text: str, count: int) -> str:
    """Return a text without its first `count` words (an apostrophe parts words)."""
    found = re.match(rf"(?:[^\W_]+[\W_]+){{{count}}}", text)
    return text[found.end() :] if found else ""


def _about(text: str, order: str) -> Span | None:
    """Return the year of a text with a part of a year, a season, or a mark of uncertainty."""
    said = fold(text)
    years = _YEAR.findall(said)
    if len(years) == 2 and pattern("winters").search(said):
        return Span(years[0], about=True, sure=False)
    if len(years) != 1:
        return _short_part(said)
    rest = said.replace(years[0], " ")
    left = _PART.sub(" ", rest)
    left = pattern("seasons", "about", "early_or_late", "small", "parts_of_year").sub(" ", left)
    if pattern("before_or_after").search(left):
        return None
    left = " ".join(left.split())
    month = next((_in_words(f"{p} {years[0]}") for p in left.split() if p in months()), None)
    if month and len(left.split()) == 1:
        return replace(month, about=True)
    return Span(years[0], about=True, sure=not left) if len(left) < 40 else None


def _short_part(said: str) -> Span | None:
    """Return the year of a quarter written with two figures: `T3 21`, `1T20`."""
    found = re.fullmatch(r"(?:[tqsh] ?[1-4] ?|[1-4] ?[tqsh] ?)(\d\d)", said)
    return Span(f"20{found[1]}", about=True) if found else None
