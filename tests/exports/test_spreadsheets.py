"""What spreadsheets open: no formula in any dialect, no cell cut, one line a row for Neo4j."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from frenchtech_graph import exports
from frenchtech_graph.exports import neo4j, workbook
from frenchtech_graph.exports.table_files import csv_bytes
from frenchtech_graph.graph import rules
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.formulas import harmless
from frenchtech_graph.model.namespaces import FTE, ID, PREFIXES

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    '=DDE("cmd";"/C calc";"!A0")',
)
BEFORE = ("", '"', '""', "x;", 'x;"', "x\t", "x\n", 'x\n"', "\ufeff", "x;y;")
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def opened(text: str, separator: str, quote: str | None) -> list[str]:
    """Return the cells of a CSV as a spreadsheet with that separator opens it."""
    if quote is None:
        return [c for line in text.split("\n") for c in line.rstrip("\r").split(separator)]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quotechar=quote)
    return [cell for row in reader for cell in row]


UTF_8_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"
DIALECTS = [(",", '"'), (";", '"'), ("\t", '"'), (";", None), ("\t", None)]


@pytest.mark.parametrize(("separator", "quote"), DIALECTS)
@pytest.mark.parametrize("before", BEFORE)
def test_no_cell_is_a_formula_in_any_dialect(
    separator: str, quote: str | None, before: str
) -> None:
    texts = [before + formula for formula in FORMULAS]
    frame = pd.DataFrame({"name": pd.Series(texts, dtype="string"), "n": [1] * len(texts)})
    for cell in opened(csv_bytes(frame, mark=False).decode(), separator, quote):
        assert not cell.strip('"\ufeff').startswith(SIGNS), cell


@given(st.text(alphabet='=+-@;\t\n" ax\u200b＝', max_size=12))
def test_a_harmless_text_is_harmless_wherever_it_is_cut(text: str) -> None:
    for separator in (";", "\t", "\n"):
        for cell in harmless(text).split(separator):
            assert not cell.lstrip('"').startswith(SIGNS)


@given(st.text(max_size=40))
def test_nothing_but_apostrophes_is_added(text: str) -> None:
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    assert harmless(text).replace("'", "") == kept.replace("'", "")


def test_ordinary_texts_stay_as_they_are() -> None:
    for text in (
        "Lille ; 2 tours - dont une",
        "a; -5 °C",
        "R&D, IA",
        "l'IEMN",
        "https://a.fr/?b=1;c",
    ):
        assert harmless(text) == text


def page(number: int) -> str:
    return f"https://example.org/{number:04}/" + "a" * 60


@pytest.fixture(scope="module")
def much_cited() -> ox.Store:
    """Return a graph of one actor with 700 pages and a very long alias of several lines."""
    store = ox.Store()
    actor = ox.NamedNode(ID + "actor/x")
    source = ox.NamedNode(PREFIXES["dcterms"] + "source")
    store.add(ox.Quad(actor, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(FTE + "StartUp")))
    label = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
    store.add(ox.Quad(actor, label, ox.Literal("X\r\nY\u2028Z", language="fr")))
    alias = ox.NamedNode(PREFIXES["skos"] + "altLabel")
    store.add(ox.Quad(actor, alias, ox.Literal("é😀" * 20_000 + "=end", language="fr")))
    for number in range(700):
        store.add(ox.Quad(actor, source, ox.NamedNode(page(number))))
    rules.add_ontology(store)
    rules.apply_rules(store)
    return store


def test_no_cell_of_a_workbook_is_cut(much_cited: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    exports.export(much_cited, "xlsx", path)
    book: Any = load_workbook(path)
    header, *rows = book["nodes"].iter_rows(values_only=True)
    row: dict[str, Any] = dict(
        zip(header, next(r for r in rows if r[0] == ID + "actor/x"), strict=True)
    )
    kept, _, note = row["pages"].partition(" … ")
    assert note == "→ long_cells"
    assert kept.split(" ") == [page(n) for n in range(len(kept.split(" ")))]
    for sheet in book:
        for cells in sheet.iter_rows(values_only=True):
            assert all(len(str(c).encode("utf-16-le")) // 2 <= 32_767 for c in cells)
    names, *parts = book["long_cells"].iter_rows(values_only=True)
    assert names == ("list", "row", "column", "value", "part", "text")
    pages = [p[5] for p in parts if p[2] == "pages"]
    assert pages == [page(n) for n in range(700)]
    alias = [p for p in parts if p[2] == "aliases"]
    assert [p[4] for p in alias] == list(range(1, len(alias) + 1))
    assert "".join(p[5] for p in alias) == "é😀" * 20_000 + "=end"


def test_a_short_workbook_has_no_sheet_of_long_cells(tmp_path: Path) -> None:
    exports.export(ox.Store(), "xlsx", tmp_path / "x.xlsx")
    assert "long_cells" not in load_workbook(tmp_path / "x.xlsx").sheetnames


def test_a_list_longer_than_a_sheet_is_refused(
    much_cited: ox.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)
    with pytest.raises(BilingualError, match="nodes"):
        exports.export(much_cited, "xlsx", tmp_path / "x.xlsx")
    assert not list(tmp_path.iterdir())


def test_neo4j_files_have_one_line_a_row(much_cited: ox.Store) -> None:
    text = neo4j.files(much_cited)["nodes.csv"].decode("utf-8")
    lines = text.split("\r\n")[:-1]
    for broken in ("\n", "\r", "\u2028", "\x85"):
        assert not any(broken in line for line in lines)
    nodes = pd.read_csv(io.StringIO(text), dtype="string").set_index("id:ID")
    assert len(lines) == len(nodes) + 1
    row = nodes.loc[ID + "actor/x"]
    assert row["name"] == "X Y Z"
    assert row["pages:string[]"].split("|") == [page(n) for n in range(700)]


@pytest.mark.slow
def test_libreoffice_opens_the_lists(much_cited: ox.Store, tmp_path: Path) -> None:
    """The French dialect, the hardest: `;` between cells."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    exports.export(much_cited, "csv", tmp_path / "csv")
    exports.export(much_cited, "xlsx", tmp_path / "lists.xlsx")
    hostile = pd.DataFrame({"name": pd.Series(["x;=1+1", '"=1+1', "x\n=1+1"], dtype="string")})
    (tmp_path / "hostile.csv").write_bytes(csv_bytes(hostile))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    for file, filter_ in (("hostile.csv", "44/59,34,76"), ("lists.xlsx", None)):
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            UTF_8_CSV,
            "--outdir",
            str(tmp_path / "o"),
        ]
        command += [f"--infilter=CSV:{filter_}"] if filter_ else []
        subprocess.run(
            [*command, str(tmp_path / file)], check=True, capture_output=True, timeout=120
        )
    shown = (tmp_path / "o" / "hostile.csv").read_text(encoding="utf-8")
    assert "1+1" in shown and not any(c.strip('"') == "2" for c in opened(shown, ",", '"'))
    lists = pd.read_csv(tmp_path / "o" / "lists.csv", dtype="string").set_index("id")
    assert lists.loc[ID + "actor/x", "kind"] == "StartUp"
