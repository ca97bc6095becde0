"""The description of a workbook in itself: a sheet of two columns, or a line of sources above a
table."""

import re
from collections.abc import Iterator

from frenchtech_graph.ingest.sheets.dates import read_date
from frenchtech_graph.ingest.sheets.fields import entries
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.workbooks.cell import Book, Sheet
from frenchtech_graph.model.wordings import plain

_LINE = re.compile(
    r"^\s*(source|mise à jour|màj|à jour au|licence|updated?)\s*:?\s+(.+)$", re.IGNORECASE
)
_MOST = 25


def _known() -> dict[str, str]:
    about = entries()["about"]
    return {plain(w): name for name, t in about.items() for w in (*t["fr"], *t["en"])}


def _pairs(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the description of the data set in a sheet, by entry of `about`."""
    known = _known()
    for _, cells in sheet.filled():
        texts = [c for c in cells if c]
        if len(texts) == 2 and plain(texts[0].text) in known and not is_blank(texts[1].text):
            yield known[plain(texts[0].text)], texts[1].date or texts[1].text


def is_about(sheet: Sheet) -> bool:
    """Return whether a sheet describes the data set: it has few rows, at least two of them with a
    known entry.
    """
    rows = list(sheet.filled())
    pairs = dict(_pairs(sheet))
    return len(rows) <= _MOST and len(pairs) >= 2 and len(pairs) * 2 >= len(rows) - 2


def about_in(book: Book) -> dict[str, str]:
    """Return the description in a workbook: title, territory, licence, contact, publisher, date,
    url. The date is kept only if it is a day.
    """
    found: dict[str, str] = {}
    for sheet in book.sheets:
        if is_about(sheet):
            found = dict(_pairs(sheet)) | found
    for sheet in book.sheets:
        found = dict(_lines(sheet)) | found
    day = read_date(found.get("date", ""))
    found["date"] = day.start if day and len(day.start) == 10 else ""
    return {name: value for name, value in found.items() if value}


def _lines(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the entries in single lines of a sheet: `Source : …`, `Mise à jour : …`."""
    for _, cells in sheet.filled():
        texts = {c.text for c in cells if c}
        if len(texts) != 1:
            continue
        line = _LINE.match(next(iter(texts)))
        if line:
            said = line[1].casefold()
            name = "publisher" if said == "source" else "licence" if said == "licence" else "date"
            yield name, line[2].strip()
