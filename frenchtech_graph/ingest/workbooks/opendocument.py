"""ODS workbooks (OpenDocument): each cell contains its displayed text."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.workbooks.cell import EMPTY, Book, Cell, Sheet, spread
from frenchtech_graph.ingest.workbooks.excel import MARKER
from frenchtech_graph.ingest.workbooks.limits import (
    ERRORS,
    MOST_COLUMNS,
    refuse_large,
    refuse_large_archive,
)
from frenchtech_graph.ingest.workbooks.opendocument_dates import precision
from frenchtech_graph.ingest.workbooks.texts import clean

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_FIGURES = re.compile(r"-?[.,]?\d[\d\s\u00a0\u202f.,]*")


def read_opendocument(path: Path) -> Book:
    """Return the sheets of an ODS workbook.

    Raises:
        FaultsError: the file is too large once unpacked.
        Exception: whatever the reader of zips or XML finds wrong.
    """
    from defusedxml.ElementTree import fromstring

    refuse_large_archive(path)
    with zipfile.ZipFile(path) as archive:
        content = fromstring(archive.read("content.xml"))
        names = archive.namelist()
        meta = fromstring(archive.read("meta.xml")) if "meta.xml" in names else None
    book = Book(path.name)
    if meta is not None:
        book.title = clean(meta.findtext(f".//{_DC}title") or "")
        book.modified = (meta.findtext(f".//{_DC}date") or "")[:10]
    for table in content.iter(f"{_TABLE}table"):
        book.sheets.append(_sheet(path.name, table))
    return book


def _sheet(file: str, table: Any) -> Sheet:
    sheet = Sheet(file, clean(table.get(f"{_TABLE}name", "")))
    sheet.hidden = table.get(f"{_TABLE}display") == "false"
    merged: list[tuple[int, int, int, int]] = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells = list(_cells(row, len(sheet.rows), merged))
        while cells and not (cells[-1] or cells[-1].comment):
            cells.pop()
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        if not cells and repeated > 1000:
            repeated = 1  # the empty rows down to the end of the sheet
        refuse_large(sheet.where, len(sheet.rows) + repeated, max(len(cells), 1))
        sheet.rows += [list(cells) for _ in range(repeated)]
    while sheet.rows and not sheet.rows[-1]:
        sheet.rows.pop()
    sheet.merged = merged
    spread(sheet)
    return sheet


def _cells(row: Any, at: int, merged: list[tuple[int, int, int, int]]) -> Iterator[Cell]:
    column = 0
    for element in row:
        if element.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        down = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
        right = int(element.get(f"{_TABLE}number-columns-spanned", "1"))
        if down > 1 or right > 1:
            merged.append((at, column, at + down - 1, column + right - 1))
        cell = replace(_cell(element), comment=_comment(element))
        for _ in range(min(repeated, MOST_COLUMNS - column)):
            yield cell
        column += repeated
        if column >= MOST_COLUMNS:
            return


def _comment(element: Any) -> str:
    """Return the comment of a cell, without our own marks."""
    found = element.find(f"{_OFFICE}annotation")
    if found is None or found.findtext(f"{_DC}creator") == MARKER:
        return ""
    return clean("\n".join(_shown(p) for p in found.iter(f"{_TEXT}p"))).strip()


def _cell(element: Any) -> Cell:
    paragraphs = element.findall(f"{_TEXT}p")
    text = clean("\n".join(map(_shown, paragraphs)))
    kind = element.get(f"{_OFFICE}value-type", "")
    link = next((a.get(_LINK, "") for p in paragraphs for a in p.iter(f"{_TEXT}a")), "")
    if not text:
        formula = element.get(f"{_TABLE}formula")
        return Cell(formula, flaw="formula") if formula and not kind else EMPTY
    if text in ERRORS:
        return Cell(text, flaw="error")
    if kind == "boolean":
        return Cell(element.get(f"{_OFFICE}boolean-value", "false"), flaw="truth")
    if kind == "date":
        return precision(text, element.get(f"{_OFFICE}date-value", "")[:10], link)
    if kind in ("float", "percentage", "currency"):
        return _number(text, element.get(f"{_OFFICE}value", ""), link)
    return Cell(text, link=link)


def _shown(paragraph: Any) -> str:
    """Return the text of a paragraph, runs of spaces and tabs written out."""
    text = paragraph.text or ""
    for part in paragraph:
        if part.tag == f"{_TEXT}s":
            text += " " * int(part.get(f"{_TEXT}c", "1"))
        elif part.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            text += "\n" if part.tag.endswith("break") else " "
        elif not part.tag.startswith(_OFFICE):
            text += _shown(part)
        text += part.tail or ""
    return text


def _number(text: str, value: str, link: str) -> Cell:
    """Return the number in a displayed text: its figures, interpreted with the value of the
    cell."""
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return Cell(text, link=link)
    found = _FIGURES.search(text)
    if not found:
        return Cell(text, link=link)
    unit = " ".join((text[: found.start()] + " " + text[found.end() :]).split())
    shown = _decimal(found[0], exact * (100 if "%" in unit else 1))
    return Cell(text, shown, unit, link=link)


_ROUNDED = Decimal("0.6")
"""How far a number that is shown may be from its value by rounding, in units of its last figure."""


def _decimal(figures: str, exact: Decimal) -> Decimal:
    """Return the number of some figures: of the readings of their signs, the one next to the value,
    or to its thousands or millions, which a format may show.

    >>> _decimal("0.2", Decimal(231126)), _decimal("1.500", Decimal(1500))
    (Decimal('0.2'), Decimal('1500'))
    """
    bare = re.sub(r"[\s\u00a0\u202f]", "", figures).rstrip(".,")
    readings = []
    for point in (".", ","):
        other = "," if point == "." else "."
        text = bare.replace(other, "").replace(point, ".")
        if text.count(".") <= 1:
            readings.append(Decimal(text))
    sizes = [abs(exact).scaleb(-power) for power in (0, 3, 6, 9)]

    def far(reading: Decimal) -> tuple[bool, int, Decimal]:
        rounded = Decimal(1).scaleb(int(reading.as_tuple().exponent)) * _ROUNDED
        apart = [abs(abs(reading) - size) for size in sizes]
        return min((a > rounded, power, a) for power, a in enumerate(apart))

    nearest = min(readings, key=far, default=exact)
    return nearest * (-1 if exact < 0 < min(readings, default=exact) else 1)
