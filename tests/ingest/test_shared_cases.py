"""The inputs handed over that concern tables, each as its README says it must behave."""

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.ingest.connectors.registers import sirene
from frenchtech_graph.ingest.sheets.towns import read_town
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model import places
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline.inputs import read_input


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def read(path: Path) -> Dataset:
    return read_input(path, [])[0]


def faults(path: Path) -> set[tuple[str, str]]:
    with pytest.raises(FaultsError) as caught:
        read(path)
    return {(f.column, f.code) for f in caught.value.faults}


@pytest.mark.parametrize(("file", "read_as"), [("pct.xlsx", "18.5"), ("pct1.xlsx", "100")])
def test_a_percentage_is_as_it_is_shown(file: str, read_as: str, shared: Path) -> None:
    found = read(shared / "cases" / "02-xlsx-number-format" / file)
    assert [t.percentage for t in found.ties] == [read_as]


@pytest.mark.parametrize("file", ["y_keur.xlsx", "y_meur.xlsx"])
def test_a_unit_in_a_format_is_a_fault(file: str, shared: Path) -> None:
    assert faults(shared / "cases" / "02-xlsx-number-format" / file) == {("amount", "number")}


@pytest.mark.parametrize(
    ("file", "start"), [("yy.xlsx", "2016"), ("my.xlsx", "2016-05"), ("y_myfr.xlsx", "2016-05")]
)
def test_a_date_is_as_precise_as_it_is_shown(file: str, start: str, shared: Path) -> None:
    found = read(shared / "cases" / "03-xlsx-date-precision" / file)
    assert [t.start for t in found.ties] == [start]


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ("y_quarter.xlsx", ("start", "date")),
        ("y_namedate.xlsx", ("name", "not-a-name")),
        ("y_namebool.xlsx", ("name", "not-a-name")),
    ],
)
def test_what_excel_made_something_else_is_a_fault(
    file: str, fault: tuple[str, str], shared: Path
) -> None:
    assert faults(shared / "cases" / "03-xlsx-date-precision" / file) == {fault}


def test_an_observed_year_is_a_year(shared: Path) -> None:
    found = read(shared / "cases" / "03-xlsx-date-precision" / "y_obsdate.xlsx")
    assert [o.value for o in found.observations] == ["2015"]


@pytest.mark.parametrize(
    "name", ["strict.xlsx", "TRANS.XLSX", "f_xl", "f_upper", "f_ods", "f_tsv", "f_txt"]
)
def test_nothing_is_left_out_without_a_word(name: str, shared: Path) -> None:
    found = read(shared / "cases" / "04-nothing-read-no-fault" / name)
    assert (len(found.actors), len(found.ties), len(found.observations)) == (2, 1, 1)


@pytest.mark.parametrize("name", ["ties.parquet", "Ties.DOCX", "ties.csv.gz", "liens.pdf"])
def test_files_that_look_like_tables_and_are_not_read_are_named(
    name: str, shared: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "f"
    shutil.copytree(shared / "cases" / "04-nothing-read-no-fault" / "f_tsv", folder)
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(0o755)
    (folder / "ties.tsv").rename(folder / name)
    found = run("validate", folder)
    assert found.exit_code == 2
    assert name in found.output
    assert name in run("import", folder, "--yes").output


def test_escapes_of_a_workbook_are_undone_and_a_name_of_two_lines_is_a_fault(
    shared: Path,
) -> None:
    path = shared / "cases" / "13-ooxml-escape" / "x000d.xlsx"
    assert faults(path) == {("name", "invisible")}


def test_the_archive_that_insee_publishes_is_read(shared: Path) -> None:
    folder = shared / "cases" / "16-sirene-naf25-zip"
    assert len(sirene.read(folder / "StockUniteLegale_utf8.zip").actors) > 0


def test_a_classification_that_is_not_known_is_said(shared: Path) -> None:
    path = shared / "cases" / "16-sirene-naf25-zip" / "naf25.csv"
    assert [(n.code, n.value) for n in sirene.read(path).notices] == [("classification", "NAF25")]
    with pytest.raises(FaultsError) as caught:
        sirene.denominators(path)
    assert [f.code for f in caught.value.faults] == ["classification"]


def test_codes_of_naf_2025_give_a_sector(shared: Path) -> None:
    path = shared / "cases" / "16-sirene-naf25-zip" / "naf25.csv"
    assert {tuple(a.sectors) for a in sirene.read(path).actors} == {("software",)}


@pytest.mark.parametrize("name", ["c_sep", "c_utf16"])
def test_csv_of_excel_is_read(name: str, shared: Path) -> None:
    found = read(shared / "cases" / "17-csv-utf16-sep" / name)
    assert [a.names["fr"] for a in found.actors] == ["Société Générale d’Études", "Fonds Un"]


def test_no_cell_of_an_export_is_cut_within_a_value(shared: Path, tmp_path: Path) -> None:
    tables = shared / "cases" / "11-xlsx-export-cut" / "tables"
    graph = EcosystemGraph.build(tables, out=tmp_path / "o")
    graph.export("xlsx", tmp_path / "o.xlsx")
    with (tables / "sources.csv").open(encoding="utf-8", newline="") as file:
        stated = {r["url"] for r in csv.DictReader(file)}
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    texts = [str(c) for s in book for row in s.iter_rows(values_only=True) for c in row if c]
    pages = {p for t in texts for p in t.replace("|", " ").split() if p.startswith("http")}
    assert len(stated) > 700
    assert max(map(len, texts)) <= 32_767
    assert {p for p in pages if "a-rather-long-address" in p} <= stated


@pytest.mark.parametrize(
    "text",
    ["Évry", "La Réunion", "Bourgogne", "Mayenne", "Saint-Sulpice", "Bretagne", "Saint-Denis"],
)
def test_a_name_that_several_places_bear_is_a_fault_and_a_question(text: str) -> None:
    with pytest.raises(places.AmbiguousPlaceError) as caught:
        places.load().resolve(text)
    assert len(caught.value.candidates) > 1
    assert not read_town(text).sure


@pytest.mark.parametrize(
    ("text", "place"),
    [("Lorraine", "oldreg-41"), ("Aquitaine", "oldreg-72"), ("Académie de Lille", "aca-lille")],
)
def test_old_regions_and_academies_are_places(text: str, place: str) -> None:
    assert places.load().resolve(text) == place
