"""The workbook of the template, in the user's language: empty, or filled with tables of a folder."""

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.sheet_names import short
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology
from frenchtech_graph.pipeline.merging_tables import read_about, read_folder

_WORDS = beside(__file__)
_ABOUT = ("title", "territory", "licence", "contact", "publisher", "date", "url")
_ROWS = 2000
_TEXT = "@"
"""The number format in which a spreadsheet program keeps typed values unchanged."""


def spreadsheet(path: Path, lang: str, tables: Path | None = None) -> Path:
    """Write an XLSX workbook in a language: a description of the data set, then a sheet for every
    table.

    Sheets and columns have their titles, terms their labels. The note of each header contains help,
    and required columns are coloured. All cells are texts, so that the spreadsheet program does not
    change typed values into dates or numbers. With `tables`, the rows of a folder are filled in.

    Raises:
        FaultsError: when the file already exists.
    """
    from openpyxl import Workbook

    if path.exists():
        raise FaultsError([Fault(path.name, 0, "", "", "file-exists")])
    book = Workbook()
    book.remove(book.worksheets[0])
    lists = book.create_sheet(_WORDS.text("lists", lang))
    lists.sheet_state = "hidden"
    _about(book, lang, tables)
    rows = read_folder(tables) if tables else {}
    for table in template.load().values():
        sheet = book.create_sheet(short(table.name, lang), len(book.worksheets) - 1)
        sheet.freeze_panes = "A2"
        filled = list(rows.get(table.name, {}).values())
        for index, column in enumerate(table.columns.values(), start=1):
            _header(sheet, index, column, lang)
            _cells(sheet, index, column, lang, filled)
            if column.vocabulary:
                _choices(sheet, lists, index, f"{table.name}.{column.name}", column, lang)
    out = io.BytesIO()
    book.save(out)
    return write_atomically(path, out.getvalue())


def _about(book: Any, lang: str, tables: Path | None) -> None:
    """Write the first sheet: title, territory, licence, contact of the data set."""
    from openpyxl.styles import Font

    sheet = book.create_sheet(_WORDS.text("about", lang), 0)
    names, known = _WORDS.named("fields", lang), _stated(tables)
    for row, name in enumerate(_ABOUT, start=1):
        sheet.cell(row, 1, names[name]).font = Font(bold=True)
        sheet.cell(row, 2, known.get(name, "") or None).number_format = _TEXT
        sheet.cell(row, 3, _WORDS.named("hints", lang)[name])
    for letter, width in (("A", 22), ("B", 50), ("C", 70)):
        sheet.column_dimensions[letter].width = width


def _stated(tables: Path | None) -> Mapping[str, str]:
    about = read_about(tables) if tables else {}
    return {n: str(about.get("title_fr" if n == "title" else n, "")) for n in _ABOUT}


def _header(sheet: Any, index: int, column: template.Column, lang: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    title = column.titles[lang]
    cell = sheet.cell(1, index, title)
    cell.font = Font(bold=True)
    help_ = f"{title} ({column.name})\n{column.help[lang]}\n→ {column.example}"
    cell.comment = Comment(help_, "frenchtech-graph")
    if column.required:
        cell.fill = PatternFill("solid", fgColor="FFE699")
    sheet.column_dimensions[cell.column_letter].width = max(12, len(title) + 4)
    sheet.column_dimensions[cell.column_letter].number_format = _TEXT


def _cells(
    sheet: Any, index: int, column: template.Column, lang: str, rows: list[dict[str, str]]
) -> None:
    """Write the values of a column as texts. Terms are written as labels that can be read back."""
    for row, cells in enumerate(rows, start=2):
        cell = sheet.cell(row, index, _shown(column, cells.get(column.name, ""), lang) or None)
        cell.number_format = _TEXT
        if cell.value is not None:
            cell.data_type = "s"
    if not rows:
        for row in range(2, 202):
            sheet.cell(row, index).number_format = _TEXT


def _shown(column: template.Column, text: str, lang: str) -> str:
    if not column.vocabulary or not text:
        return text
    sign = column.separator or "\0"
    return sign.join(_label(column.vocabulary, part, lang) for part in text.split(sign))


def _label(vocabulary: str, name: str, lang: str) -> str:
    term = ontology.load().vocabulary(vocabulary).get(name)
    label = term.label(lang) if term else name
    return label if ontology.load().resolve(vocabulary, label) == name else name


def _choices(
    sheet: Any, lists: Any, index: int, name: str, column: template.Column, lang: str
) -> None:
    """Let the cells of a column be chosen from the labels of its terms."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    at = lists.max_column + 1 if lists.cell(1, 1).value else 1
    lists.cell(1, at, name)
    labels = list(_labels(column.vocabulary or "", lang))
    for row, label in enumerate(labels, start=2):
        lists.cell(row, at, label)
    letter, own = get_column_letter(at), get_column_letter(index)
    ref = f"'{lists.title}'!${letter}$2:${letter}${len(labels) + 1}"
    choice = DataValidation(type="list", formula1=ref, allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(choice)
    choice.add(f"{own}2:{own}{_ROWS}")


def _labels(vocabulary: str, lang: str) -> Iterator[str]:
    terms = ontology.load().vocabulary(vocabulary)
    yield from sorted((_label(vocabulary, n, lang) for n in terms), key=json.dumps)
