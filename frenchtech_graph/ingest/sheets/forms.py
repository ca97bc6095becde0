"""Decide whether a file follows the template or is a free-form workbook."""

from pathlib import Path

from frenchtech_graph.ingest.tables.raw_tables import SIDE_TABLES, TEXTS, table_of
from frenchtech_graph.ingest.tables.sheet_names import is_template, table_named
from frenchtech_graph.ingest.tables.template import load
from frenchtech_graph.ingest.workbooks.cell import Book
from frenchtech_graph.ingest.workbooks.files import is_table, read_book
from frenchtech_graph.io.faults import FaultsError


def is_free_form(path: Path) -> bool:
    """Return whether a file is a table or workbook that has not the form of the template.

    A file that cannot be read counts as a file of the template, whose reader reports the fault.
    """
    if not path.is_file() or not is_table(path) or path.stem in SIDE_TABLES:
        return False
    if path.suffix.lower() in TEXTS and table_of(path) in load():
        named: str | None = table_of(path)
    else:
        named = None
    try:
        return not has_template(read_book(path), named)
    except FaultsError:
        return False


def has_template(book: Book, named: str | None = None) -> bool:
    """Return whether a sheet of a workbook is a table of the template.

    `named` is the table in the name of a file of one sheet.
    """
    for sheet in book.sheets:
        table = table_named(sheet.name) or named
        header = [c.text for c in sheet.rows[0]] if sheet.rows else []
        if table and is_template(table, header):
            return True
    return False
