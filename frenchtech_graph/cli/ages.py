"""How old something is, in words."""

from datetime import UTC, date, datetime

from frenchtech_graph.cli.languages import WORDS


def age(day: str, lang: str, today: date | None = None) -> str:
    """Return the age of a day (`2022-02-11`) in words, empty if it is not a day.

    >>> age("2022-02-11", "fr", date(2026, 11, 29)), age("2026-10-01", "en", date(2026, 11, 29))
    ('4 ans 9 mois', '1 month')
    >>> age("2026-11-28", "fr", date(2026, 11, 29)), age("undated", "fr")
    ('1 jour', '')
    """
    try:
        born = date.fromisoformat(day)
    except ValueError:
        return ""
    now = today or datetime.now(UTC).date()
    months = (now.year - born.year) * 12 + now.month - born.month - (now.day < born.day)
    if months < 1:
        return WORDS.plural("days", max((now - born).days, 0), lang)
    years, rest = divmod(months, 12)
    parts = [WORDS.plural("years", years, lang)] * bool(years) + [
        WORDS.plural("months", rest, lang)
    ] * bool(rest)
    return " ".join(parts)
