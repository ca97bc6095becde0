"""What a spreadsheet program shows is what is read: checked against LibreOffice's own CSV."""

import csv
import re
import shutil
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.ingest.workbooks.files import read_book

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]
NUMBERS = (
    *("General", "0", "0.0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "00000", "000 000 000"),
    *('0.0" M€"', '#,##0 "k€"', '0.0,,"M€"', '#,##0\\ "€"', '0" pers."', "#.##", "0.###"),
    *('#,##0.00 "€";-#,##0.00 "€"', '0;-0;"-"', '[>=1000]0.0," k";0', "+0;-0"),
)
DATES = ("yyyy", "mmm-yy", "mmmm yyyy", "dd/mm/yyyy", "yyyy-mm-dd", "d mmmm yyyy", "mm/yyyy")
numbers = st.one_of(
    st.integers(-10_000, 9_999_999),
    st.decimals(-5000, 500_000, places=3).map(float),
    st.decimals(0, 1, places=4).map(float),
)
days = st.datetimes(datetime(1950, 1, 1), datetime(2040, 12, 31)).map(
    lambda d: d.replace(hour=0, minute=0, second=0, microsecond=0)
)
cells = st.one_of(
    st.tuples(numbers, st.sampled_from(NUMBERS)), st.tuples(days, st.sampled_from(DATES))
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def office(path: Path, form: str, folder: Path) -> None:
    """Have LibreOffice convert a workbook."""
    profile = f"-env:UserInstallation=file://{path.parents[1] / 'profile'}"
    asked = ["--headless", profile, "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run([str(OFFICE), *asked], check=True, capture_output=True, timeout=120)


def exported(path: Path) -> list[str]:
    """Return what LibreOffice shows in the first column: its CSV, cells saved as shown."""
    office(path, "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true", path.parent)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return [row[0] if row else "" for row in csv.reader(file, delimiter=";")]


def number_in(text: str) -> Decimal | None:
    """Return the number in a text that has `,` between thousands and `.` before decimals."""
    found = re.search(r"-?[\d][\d,  ]*(?:\.\d+)?|-?\.\d+", text)
    return Decimal(re.sub(r"[,  ]", "", found[0])) if found else None


def date_in(text: str, form: str) -> str:
    """Return the date that a text shows, in ISO form at the precision of its format."""
    said = text.lower()
    month = next((i for i, m in enumerate(MONTHS, 1) if m in said), 0)
    figures = re.findall(r"\d+", said)
    if form == "yyyy":
        return str(figures[0])
    if form == "dd/mm/yyyy":
        return "-".join(reversed(figures))
    if form == "yyyy-mm-dd":
        return text
    if form == "mm/yyyy":
        return f"{figures[1]}-{figures[0]}"
    year = figures[-1]
    day = f"-{int(figures[0]):02d}" if form == "d mmmm yyyy" else ""
    return f"{year}-{month:02d}{day}"


def is_midway(read: Decimal | None, shown: Decimal, value: object) -> bool:
    """Tell whether a value lies midway between two roundings: Excel rounds its decimal figures up,
    LibreOffice its binary ones, up or down.
    """
    scales = (Decimal(1), Decimal(100), Decimal("0.001"), Decimal("0.000001"))
    middle = ((read or 0) + shown) / 2
    return any(Decimal(str(value)) * scale == middle for scale in scales)


def agrees(cell: Cell, shown: str, form: str, value: object) -> bool:
    if form == "@":
        return cell.text.split() == shown.split() == str(value).split()
    if isinstance(value, datetime):
        stated = date_in(shown, form)
        held = cell.date or ""
        return held == stated or (form == "mmm-yy" and held[2:] == stated)
    number = number_in(shown)
    if number is None:
        return cell.number is None
    if form.startswith("["):  # LibreOffice drops the minus sign in a section for the rest
        return abs(cell.number or 0) == abs(number)
    return cell.number == number or is_midway(cell.number, number, value)


def written(path: Path, rows: list[tuple[object, str]]) -> Path:
    """Write values with their number formats into the first column of a workbook."""
    book = Workbook()
    for number, (value, form) in enumerate(rows, start=1):
        cell = book.worksheets[0].cell(number, 1)
        cell.value = value  # type: ignore[assignment]
        cell.number_format = form
    book.save(path)
    return path


def converted(path: Path, ending: str) -> Path:
    """Return a workbook as LibreOffice saves it in another format."""
    office(path, ending, path.parent)
    return path.with_suffix(f".{ending}")


def wrong_in(path: Path, rows: list[tuple[object, str]], shown: list[str]) -> list[object]:
    """Return the cells of a workbook that are not read as they are shown."""
    (sheet,) = read_book(path).sheets
    read = (r[0] if r else Cell() for r in sheet.rows)
    return [
        (path.suffix, value, form, text, cell)
        for (value, form), text, cell in zip(rows, shown, read, strict=False)
        if not agrees(cell, text, form, value)
    ]


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(cells, min_size=40, max_size=120))
def test_what_libreoffice_shows_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, str]]
) -> None:
    path = written(tmp_path_factory.mktemp("shown") / "t.xlsx", rows)
    assert wrong_in(path, rows, exported(path)) == []


words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30
).filter(lambda t: bool(t.split()) and not t.startswith(("=", "'", "_x")))


@pytest.mark.long
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(cells | st.tuples(words, st.just("@")), min_size=80, max_size=200))
def test_three_formats_of_a_workbook_are_read_as_libreoffice_shows_them(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, str]]
) -> None:
    path = written(tmp_path_factory.mktemp("shown") / "t.xlsx", rows)
    shown = exported(path)
    for ending in ("", "ods", "xls"):
        read = converted(path, ending) if ending else path
        assert wrong_in(read, rows, shown) == []
