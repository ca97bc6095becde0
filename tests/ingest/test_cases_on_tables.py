"""Small inputs that failed elsewhere, each with its whole kind: read as shown, or a fault."""

import csv
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io.faults import FaultsError

ROWS = {
    "sources": [
        ["id", "url", "publisher", "accessed"],
        ["s1", "https://example.org/a", "E", "2026-11-01"],
    ],
    "actors": [
        ["id", "kind", "name", "source"],
        ["acme", "StartUp", "Acme", "s1"],
        ["fonds", "InvestmentFund", "Fonds Un", "s1"],
    ],
    "ties": [
        ["kind", "from", "to", "start", "percentage", "amount", "currency", "source"],
        ["Shareholding", "fonds", "acme", "2016-05", "18.5", "", "", "s1"],
    ],
    "observations": [
        ["id", "actor", "kind", "value", "source"],
        ["o1", "acme", "CreationObservation", "2015", "s1"],
    ],
}
TIE, ACTOR = ("ties", 2), ("actors", 2)


def workbook(path: Path, fill: Callable[[Workbook], None] = lambda _: None) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in ROWS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([c or None for c in row])
    fill(book)
    book.save(path)
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    for name, rows in ROWS.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return path


def put(
    sheet: str, column: str, value: datetime | float | bool, form: str
) -> Callable[[Workbook], None]:
    """Return what puts a value in a number format into the first row of a sheet."""

    def fill(book: Workbook) -> None:
        at = ROWS[sheet][0].index(column) + 1
        cell = book[sheet].cell(2, at)
        cell.value = value
        cell.number_format = form
        if column == "amount":
            book[sheet].cell(2, at + 1, "EUR")

    return fill


def codes(path: Path) -> set[tuple[str, str]]:
    with pytest.raises(FaultsError) as caught:
        read_dataset(path)
    return {(f.column, f.code) for f in caught.value.faults}


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [(0.185, "0.0%", "18.5"), (1, "0%", "100"), (0.3333, "0%", "33"), (18.5, "0.0", "18.5")],
)
def test_a_percentage_is_the_number_shown(
    value: float, form: str, read: str, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "t.xlsx", put("ties", "percentage", value, form))
    assert read_dataset(path).ties[0].percentage == read


@pytest.mark.parametrize(
    "form", ['0.0" M€"', '#,##0 "k€"', '0.0,,"M€"', "0.0\\ \\M€", "[$€-40C]0.0"]
)
def test_a_unit_in_the_format_of_an_amount_is_a_fault(form: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", put("ties", "amount", 1500000, form))
    assert ("amount", "number") in codes(path)


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("yyyy", "2016"),
        ("mmm-yy", "2016-05"),
        ("[$-40C]mmm-yy;@", "2016-05"),
        ("mmmm yyyy", "2016-05"),
        ("dd/mm/yyyy", "2016-05-03"),
        ("yyyy-mm-dd h:mm:ss", "2016-05-03"),
    ],
)
def test_a_date_has_the_precision_shown(form: str, read: str, tmp_path: Path) -> None:
    day = datetime(2016, 5, 3)
    path = workbook(tmp_path / "t.xlsx", put("ties", "start", day, form))
    assert read_dataset(path).ties[0].start == read
    path = workbook(tmp_path / "o.xlsx", put("observations", "value", day, form))
    assert read_dataset(path).observations[0].value == read


@pytest.mark.parametrize("form", ['"T2" yyyy', "d-mmm", "hh:mm"])
def test_a_date_that_shows_no_date_of_the_template_is_a_fault(form: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", put("ties", "start", datetime(2016, 5, 3), form))
    assert codes(path) == {("start", "date")}


@pytest.mark.parametrize(
    ("value", "form"),
    [(datetime(2020, 3, 1), "mmm-yy"), (True, "General"), (0.5, "0%"), (3, '0" €"')],
)
def test_a_name_that_the_program_made_something_else_is_one_fault(
    value: datetime | float | bool, form: str, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "t.xlsx", put("actors", "name", value, form))
    assert codes(path) == {("name", "not-a-name")}


def strict(path: Path) -> Path:
    """Turn a workbook into Strict Open XML, as Excel's own option writes it."""
    old = path.with_suffix(".old")
    path.rename(old)
    names = (
        (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"spreadsheetml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"officeDocument/"),
    )
    with zipfile.ZipFile(old) as before, zipfile.ZipFile(path, "w") as after:
        for item in before.infolist():
            content = before.read(item)
            for usual, own in names if not item.filename.startswith("_rels") else ():
                content = content.replace(usual, b"http://purl.oclc.org/ooxml/" + own)
            after.writestr(item.filename, content)
    return path


def test_a_strict_workbook_is_read(tmp_path: Path) -> None:
    usual = read_dataset(workbook(tmp_path / "a.xlsx"))
    found = read_dataset(strict(workbook(tmp_path / "b.xlsx")))
    assert (found.actors, found.ties) == (usual.actors, usual.ties)
    assert len(found.actors) == 2


@pytest.mark.parametrize("name", ["T.XLSX", "t.XlsX"])
def test_endings_are_read_in_any_case(name: str, tmp_path: Path) -> None:
    assert len(read_dataset(workbook(tmp_path / name)).actors) == 2
    (tmp_path / "folder").mkdir()
    shutil.copy(tmp_path / name, tmp_path / "folder" / name)
    assert len(read_dataset(tmp_path / "folder").actors) == 2


@pytest.mark.parametrize("ending", [".CSV", ".tsv", ".csv.txt", ".Tsv"])
def test_a_table_beside_others_is_read_whatever_its_ending(ending: str, tmp_path: Path) -> None:
    tables = folder(tmp_path / "f")
    file = tables / "ties.csv"
    if "tsv" in ending.lower():
        file.write_text(file.read_text(encoding="utf-8").replace(",", "\t"), encoding="utf-8")
    file.rename(tables / f"ties{ending}")
    assert len(read_dataset(tables).ties) == 1


def test_a_folder_of_no_table_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        read_dataset(tmp_path)
    assert [f.code for f in caught.value.faults] == ["nothing-read"]


@pytest.mark.parametrize(
    ("before", "encoding"),
    [("", "utf-16"), ("", "utf-8-sig"), ("", "cp1252"), ("", "mac_roman"), ("sep=,\n", "utf-8")],
)
def test_a_text_of_any_usual_encoding_is_read(before: str, encoding: str, tmp_path: Path) -> None:
    tables = folder(tmp_path / "f")
    file = tables / "actors.csv"
    text = before + file.read_text(encoding="utf-8").replace("Acme", "Écosystème à Nîmes")
    file.write_bytes(text.encode(encoding))
    assert read_dataset(tables).actors[0].names == {"fr": "Écosystème à Nîmes"}


def test_escapes_of_a_workbook_are_undone(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx")
    book = load_workbook(path)
    book["actors"]["C2"] = "Acme_x000D_"
    book["actors"]["C3"] = "Fonds_x0020_Un"
    book.save(path)
    names = [a.names["fr"] for a in read_dataset(path).actors]
    assert names == ["Acme", "Fonds Un"]


def test_joiners_that_letters_need_stay_and_others_are_faults(tmp_path: Path) -> None:
    tables = folder(tmp_path / "f")
    file = tables / "actors.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Acme", "می\u200cخواهم"), encoding="utf-8")
    assert read_dataset(tables).actors[0].names == {"fr": "می\u200cخواهم"}
    file.write_text(text.replace("Acme", "Ac\u200dme"), encoding="utf-8")
    assert codes(tables) == {("name", "invisible")}


def test_figures_of_full_width_are_read(tmp_path: Path) -> None:
    tables = folder(tmp_path / "f")
    file = tables / "ties.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace("2016-05", "２０１６-０５"), encoding="utf-8"
    )
    assert read_dataset(tables).ties[0].start == "2016-05"
