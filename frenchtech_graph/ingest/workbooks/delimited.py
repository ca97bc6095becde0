"""Text files with separators (CSV, TSV), of any usual encoding and separator."""

import csv
import io
import re
from pathlib import Path

from frenchtech_graph.ingest.workbooks.cell import EMPTY, Book, Cell, Sheet
from frenchtech_graph.ingest.workbooks.encodings import decode
from frenchtech_graph.ingest.workbooks.limits import (
    ERRORS,
    MOST_COLUMNS,
    refuse_large,
    refuse_large_file,
)
from frenchtech_graph.ingest.workbooks.texts import clean

SEPARATORS = ";,\t|"
_STATED = re.compile(r"\A\ufeff?\"?sep=(.)\"?\s*(\r\n|\r|\n)", re.IGNORECASE)
_SAMPLE = 200


def read_delimited(path: Path) -> Book:
    """Return the one sheet of a text file, with remarks on its encoding and its separator.

    Raises:
        FaultsError: the file is too large.
    """
    refuse_large_file(path)
    text, encoding = decode(path.read_bytes())
    text, separator, first = without_separator_line(text)
    sheet = Sheet(path.name, "", first=first)
    sheet.rows = [[_cell(t) for t in row[:MOST_COLUMNS]] for row in _rows(text, separator)]
    refuse_large(path.name, len(sheet.rows), max(sheet.width, 1))
    while sheet.rows and not any(sheet.rows[-1]):
        sheet.rows.pop()
    shown = {"\t": "tab"}.get(separator, separator)
    return Book(path.name, [sheet], remarks=[("encoding", encoding), ("separator", shown)])


def without_separator_line(text: str) -> tuple[str, str, int]:
    """Return a text without the line in which Excel states the separator, the separator, and the
    number of the first line left.

    >>> without_separator_line("sep=;\\na;b")
    ('a;b', ';', 2)
    """
    stated = _STATED.match(text)
    if stated:
        return text[stated.end() :], stated[1], 2
    return text, find_separator(text), 1


def _rows(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(max(len(text) + 1, 131_072))
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return list(csv.reader(io.StringIO(unified, newline=""), delimiter=separator))


def find_separator(text: str) -> str:
    """Return the sign that parts a text into columns most evenly.

    >>> find_separator("Nom;Ville;Montant\\nA;Lille;1,5\\nB;Lens;2,5")
    ';'
    >>> find_separator("Name\\nA, B\\nC")
    ','
    """
    best, most = ",", 0.0
    for sign in SEPARATORS:
        widths = [
            len(r) for r in _rows(text[:200_000], sign)[:_SAMPLE] if any(c.strip() for c in r)
        ]
        wide = [w for w in widths if w > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        even = sum(w == usual for w in widths) / len(widths)
        score = even * min(usual, 6)
        if score > most:
            best, most = sign, score
    return best


def _cell(text: str) -> Cell:
    shown = clean(text)
    if not shown:
        return EMPTY
    return Cell(shown, flaw="error" if shown in ERRORS else "")
