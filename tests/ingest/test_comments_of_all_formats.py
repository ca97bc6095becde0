"""Comments of cells are remarks, in all formats of workbooks."""

import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from frenchtech_graph.ingest.sheets.datasets import datasets_of, import_file
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.ingest.workbooks import old_excel
from frenchtech_graph.ingest.workbooks.excel import MARKER
from frenchtech_graph.ingest.workbooks.files import read_book

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def opendocument(path: Path, creator: str = "Marie") -> Path:
    def cell(text: str, comment: str = "") -> str:
        author = f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{creator}</dc:creator>'
        note = (
            f"<office:annotation>{author}<text:p>{comment}</text:p></office:annotation>"
            if comment
            else ""
        )
        shown = f"<text:p>{text}</text:p>" if text else ""
        kind = ' office:value-type="string"' if text else ""
        return f"<table:table-cell{kind}>{note}{shown}</table:table-cell>"

    rows = [
        [cell("Nom"), cell("Ville")],
        [cell("Alpha", "Rachetée en 2023"), cell("Lille"), cell("", "à vérifier")],
    ]
    body = "".join(f"<table:table-row>{''.join(r)}</table:table-row>" for r in rows)
    text = (
        f"<office:document-content {_SPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Acteurs">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
    return path


def excel(path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Nom", "Ville"])
    sheet.append(["Alpha", "Lille"])
    sheet["A2"].comment = Comment("Rachetée en 2023", "Marie")
    sheet["C2"].comment = Comment("à vérifier", "Marie")
    book.save(path)
    return path


@pytest.mark.parametrize("write", [opendocument, excel])
def test_comments_are_remarks_of_their_row(write: object, tmp_path: Path) -> None:
    assert callable(write)
    path = write(tmp_path / ("t.ods" if write is opendocument else "t.xlsx"))
    imported = import_file(path, Reading())
    (actor,) = datasets_of(path, imported)[0].actors
    assert "Rachetée en 2023" in (actor.note or "")
    assert "à vérifier" in (actor.note or "")


def test_our_own_marks_are_no_comments(tmp_path: Path) -> None:
    (sheet,) = read_book(opendocument(tmp_path / "t.ods", MARKER)).sheets
    assert not any(c.comment for row in sheet.rows for c in row)


def test_comments_of_old_workbooks_are_read() -> None:
    notes = {
        (0, 0): SimpleNamespace(author="Marie", text="Marie:\nRachetée en 2023"),
        (0, 1): SimpleNamespace(author=MARKER, text="to check"),
    }
    sheet = SimpleNamespace(cell_note_map=notes, row_len=lambda _: 0)
    read = [old_excel._commented(None, sheet, 0, column).comment for column in range(2)]
    assert read == ["Rachetée en 2023", ""]
