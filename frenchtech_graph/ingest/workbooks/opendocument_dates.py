"""Dates of ODS workbooks: the value says the day, the text shown says how precise it is."""

import re

from frenchtech_graph.ingest.workbooks.cell import Cell

_FIGURES = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_DAY_OF_WEEK = re.compile(
    r"\b(?:(?:lun|mar|mer|jeu|ven|sam|dim)\.?|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)\.?|(?:mon|tues|wednes|thurs|fri|satur|sun)day),?\s(?=\d{1,2}\b)",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\b[TQ][1-4]\b|\btrim|\bquarter", re.IGNORECASE)


def precision(text: str, day: str, link: str = "") -> Cell:
    """Return the cell of a date, at the precision that its text shows.

    >>> precision("mai-16", "2016-05-01").date, precision("2016", "2016-01-01").date
    ('2016-05', '2016')
    >>> precision("12/03/2021 00:00", "2021-03-12").date
    '2021-03-12'
    >>> [precision(t, "1961-03-05").date for t in ("March 1961", "mardi 05/03/61", "mar. 5 mars 1961")]
    ['1961-03', '1961-03-05', '1961-03-05']
    >>> precision("5 mars", "2026-03-05").flaw
    'no-year'
    """
    year, month, date = day.split("-")
    if _QUARTER.search(text):
        return Cell(text, link=link)
    figures = _FIGURES.findall(re.sub(r"\d+:\d+(:\d+)?", "", text))
    word = bool(_WORDS.search(_DAY_OF_WEEK.sub("", text)))
    if not any(f in (year, year[2:]) for f in figures):
        return Cell(text, link=link, flaw="no-year" if figures else "")
    left = list(figures)
    left.remove(year if year in left else year[2:])
    if len(left) >= 2 or (left and word):
        return Cell(text, date=f"{year}-{month}-{date}", link=link)
    if word or left:
        return Cell(text, date=f"{year}-{month}", link=link)
    return Cell(text, date=year, link=link)
