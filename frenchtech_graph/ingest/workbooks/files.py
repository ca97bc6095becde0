"""Select the reader of a file by its first bytes, because its name may be misleading."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from frenchtech_graph.ingest.workbooks.cell import Book
from frenchtech_graph.ingest.workbooks.delimited import read_delimited
from frenchtech_graph.ingest.workbooks.excel import read_excel
from frenchtech_graph.ingest.workbooks.old_excel import read_old_excel
from frenchtech_graph.ingest.workbooks.opendocument import read_opendocument
from frenchtech_graph.io.faults import Fault, FaultsError

WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xls", ".ods", ".fods", ".xlsb", ".numbers")
TEXTS = (".csv", ".tsv", ".tab", ".txt")
SUFFIXES = (*WORKBOOKS, *TEXTS)
UNREAD = (
    *(".parquet", ".dbf", ".accdb", ".mdb", ".sav", ".dta", ".rds", ".rdata", ".sqlite", ".db"),
    *(".doc", ".docx", ".odt", ".pdf", ".html", ".htm", ".xml", ".gsheet", ".wk1", ".sxc", ".dif"),
    *(".zip", ".gz", ".7z", ".rar", ".bz2"),
)
"""Suffixes of files that may contain tables and are not read."""
_OLE2, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"


def is_table(path: Path) -> bool:
    """Return whether a file looks like a table by its name, in any case of letters.

    >>> is_table(Path("TABLES.XLSX")), is_table(Path("notes.md"))
    (True, False)
    """
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))


def read_book(path: Path) -> Book:
    """Return the sheets of a file of any kind that is read.

    Raises:
        FaultsError: it is of no such kind, damaged, too large, or there is nothing in it.
    """
    if not path.is_file():
        raise FaultsError([Fault(str(path), 0, "", path.name, "missing-file")])
    reader, kind = _reader(path)
    try:
        book = reader(path)
    except FaultsError:
        raise
    except Exception as error:  # readers raise whatever their XML and zip readers raise
        detail = type(error.__cause__ or error.__context__ or error).__name__
        raise _unreadable(path, kind, detail) from error
    if not any(any(sheet.filled()) for sheet in book.sheets):
        raise FaultsError([Fault(path.name, 0, "", "", "nothing-read")])
    return book


def _reader(path: Path) -> tuple[Callable[[Path], Book], str]:
    with path.open("rb") as file:
        head = file.read(2000)
    if head.startswith(_ZIP):
        return _reader_of_archive(path)
    if head.startswith(_OLE2):
        if "E\0n\0c\0r\0y\0p\0t\0" in path.read_bytes()[:200_000].decode("latin-1"):
            raise FaultsError([Fault(path.name, 0, "", "", "encrypted")])
        return read_old_excel, "XLS"
    if path.suffix.lower() in WORKBOOKS and (not head or b"\0" in head):
        raise _unreadable(path, "XLSX ODS", path.suffix.lower())
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"%pdf")):
        raise _unreadable(path, "XLSX ODS CSV", start[1:5].decode("latin-1").strip("!?"))
    return read_delimited, "CSV"


def _reader_of_archive(path: Path) -> tuple[Callable[[Path], Book], str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise _unreadable(path, "XLSX ODS", "BadZipFile") from error
    if "xl/workbook.xml" in names:
        return read_excel, "XLSX"
    if "content.xml" in names:
        return read_opendocument, "ODS"
    raise _unreadable(path, "XLSX ODS CSV", path.suffix.lower() or "zip")


def _unreadable(path: Path, expected: str, detail: str) -> FaultsError:
    details = {"expected": expected, "detail": detail}
    return FaultsError([Fault(path.name, 0, "", "", "unreadable", details)])
