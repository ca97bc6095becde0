"""Dates as sources give them: a year, a month or a day, kept with their precision."""

import re
from calendar import monthrange
from datetime import date

_FORM = re.compile(r"^(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?$")
DATATYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
"""Length of a partial date → local name of its XML Schema datatype."""


def is_partial_date(text: str) -> bool:
    """Return whether `text` is a year, month or day of the calendar, from 1000 to 2999.

    >>> [is_partial_date(t) for t in ("2015", "2015-13-01", "2016-02-29", "12/05/2016")]
    [True, False, True, False]
    """
    found = _FORM.match(text)
    if not found or not "1" <= text[0] <= "2":
        return False
    try:
        date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return False
    return True


def precedes(first: str, second: str) -> bool:
    """Return whether `first` surely comes before `second`: compared to the precision both have.

    >>> precedes("2015", "2015-06"), precedes("2014-12", "2015")
    (False, True)
    """
    shared = min(len(first), len(second))
    return first[:shared] < second[:shared]


def agree(first: str, second: str) -> bool:
    """Return whether one of two dates is the other, only more precise."""
    return first.startswith(second) or second.startswith(first)


def year(text: str) -> int:
    """Return the year of a partial date."""
    return int(text[:4])


def first_day(text: str) -> str:
    """Return the first day that a partial date may mean.

    >>> first_day("2015-06")
    '2015-06-01'
    """
    return text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text


def last_day(text: str) -> str:
    """Return the last day that a partial date may mean.

    >>> last_day("2016-02"), last_day("2015")
    ('2016-02-29', '2015-12-31')
    """
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        return f"{text}-{monthrange(int(text[:4]), int(text[5:]))[1]:02}"
    return text
