"""Readers of tables: whatever is wrong is said at once, with row, column and remedy."""

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io.faults import Fault, FaultsError

MINI = Path(__file__).parents[1] / "fixtures" / "mini"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "mini"))


def faults_of(path: Path) -> list[Fault]:
    with pytest.raises(FaultsError) as caught:
        read_dataset(path)
    return caught.value.faults


def found(path: Path) -> set[tuple[str, int, str, str]]:
    return {(f.file, f.row, f.column, f.code) for f in faults_of(path)}


def append(file: Path, *rows: str) -> int:
    """Append rows to a table; return the number of the first."""
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, *rows]) + "\n", encoding="utf-8")
    return len(lines) + 1


def test_sound_tables_are_read(tables: Path) -> None:
    dataset = read_dataset(tables)
    assert next(a.id for a in dataset.actors) == "nordlys"
    assert dataset.ties[0].lead is True
    assert dataset.ties[7].target == "59350"
    assert dataset.actors[2].kinds == ("Incubator", "Accelerator")


CELLS = {
    # table, row, expected column and code
    "bad SIREN": ("actors", "a1,StartUp,A1,,,000000019,,,,press-1,,", "siren", "check-digit"),
    "SIREN of another form": ("actors", "a1,StartUp,A1,,,12345,,,,press-1,,", "siren", "pattern"),
    "unknown kind": ("actors", "a1,Startupp,A1,,,,,,,press-1,,", "kind", "vocabulary"),
    "unknown sector": ("actors", "a1,StartUp,A1,,,,,healht,,press-1,,", "sectors", "vocabulary"),
    "missing source": ("actors", "a1,StartUp,A1,,,,,,,,,", "source", "required"),
    "unknown source": ("actors", "a1,StartUp,A1,,,,,,,press-9,,", "source", "reference"),
    "unknown place": ("actors", "a1,StartUp,A1,,,,Lile,,,press-1,,", "place", "place"),
    "homonymous place": (
        "actors",
        "a1,StartUp,A1,,,,Saint-Denis,,,press-1,,",
        "place",
        "ambiguous-place",
    ),
    "duplicate id": ("actors", "nordlys,StartUp,Nordlys,,,,,,,press-1,,", "id", "duplicate-id"),
    "company data on a person": (
        "actors",
        "p1,Person,Bao Petit,,,000000026,,,,press-1,,",
        "siren",
        "person-field",
    ),
    "remark on a person": (
        "actors",
        "p1,Person,Bao Petit,,,,,,,press-1,,Une remarque",
        "note",
        "person-field",
    ),
    "mandate in a round": (
        "ties",
        "Mandate,ada-lenoir,nordlys,nordlys-seed,2016,,,,,,press-1,,",
        "event",
        "no-round",
    ),
    "invisible character": ("actors", "a1,StartUp,A\u200b1,,,,,,,press-1,,", "name", "invisible"),
    "damaged accents": (
        "actors",
        "a1,StartUp,UniversitÃ© de Lille,,,,,,,press-1,,",
        "name",
        "mojibake",
    ),
    "formula": ("actors", "a1,StartUp,=cmd|'/C calc'!A0,,,,,,,press-1,,", "name", "formula"),
    "month 13": (
        "ties",
        "Founding,ada-lenoir,filature,,2015-13-01,,,,,,press-1,,",
        "start",
        "date",
    ),
    "day first": (
        "ties",
        "Founding,ada-lenoir,filature,,12/05/2015,,,,,,press-1,,",
        "start",
        "date",
    ),
    "end before start": (
        "ties",
        "Incubation,filature,hostile,,2016,2015-12,,,,,press-1,,",
        "end",
        "end-before-start",
    ),
    "end of an event": (
        "ties",
        "Founding,ada-lenoir,filature,,2015,2016,,,,,press-1,,",
        "end",
        "end-of-instant",
    ),
    "unknown actor": (
        "ties",
        "Founding,ada-lenoire,filature,,2015,,,,,,press-1,,",
        "from",
        "reference",
    ),
    "wrong end": ("ties", "Employment,filature,nordlys,,2015,,,,,,press-1,,", "from", "wrong-end"),
    "tie to itself": ("ties", "Partnership,nordlys,nordlys,,2015,,,,,,press-1,,", "to", "self-tie"),
    "unknown tie": (
        "ties",
        "Mariage,ada-lenoir,filature,,2015,,,,,,press-1,,",
        "kind",
        "vocabulary",
    ),
    "not true or false": (
        "ties",
        "Founding,ada-lenoir,filature,,2015,,,,,oui,press-1,,",
        "lead",
        "boolean",
    ),
    "the same tie twice": (
        "ties",
        "Founding,ada-lenoir,nordlys,,2015-03,,,,,,press-1,,",
        "kind",
        "duplicate-tie",
    ),
    "amount without currency": (
        "events",
        "r1,FundingRound,,nordlys,2016,,5000,,,,press-1,,",
        "currency",
        "amount-without-currency",
    ),
    "amount with unit": (
        "events",
        "r1,FundingRound,,nordlys,2016,,1.5 M,EUR,,,press-1,,",
        "amount",
        "number",
    ),
    "negative amount": (
        "events",
        "r1,FundingRound,,nordlys,2016,,-3,EUR,,,press-1,,",
        "amount",
        "range",
    ),
    "round without company": (
        "events",
        "r1,FundingRound,Levée,,2016,,,,,,press-1,,",
        "company",
        "no-company",
    ),
    "project without name": ("events", "p1,Project,,,2016,,,,,,press-1,,", "name", "no-name"),
    "address of a file": (
        "sources",
        "s1,file:///etc/passwd,,X,2016,2026-11-23,,",
        "url",
        "address",
    ),
    "date of access as a year": (
        "sources",
        "s1,https://example.org/,,X,2016,2026,,",
        "accessed",
        "date",
    ),
    "headcount as a word": (
        "observations",
        "nordlys,HeadcountObservation,beaucoup,2019,,press-2,",
        "value",
        "number",
    ),
    "too many cells": (
        "observations",
        "nordlys,HeadcountObservation,64,2020,,press-2,,x",
        "record",
        "extra-cells",
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_planted_fault_is_reported_with_its_row_and_column(name: str, tables: Path) -> None:
    table, row, column, code = CELLS[name]
    number = append(tables / f"{table}.csv", row)
    assert found(tables) == {(f"{table}.csv", number, column, code)}


def test_all_faults_are_found_in_one_run(tables: Path) -> None:
    expected = set()
    for table, row, column, code in CELLS.values():
        number = append(tables / f"{table}.csv", row)
        expected.add((f"{table}.csv", number, column, code))
    # Rows of this test share ids (a1, r1 …), which is one more fault each.
    assert expected <= found(tables)
    assert {code for *_, code in found(tables)} == {code for *_, code in CELLS.values()}


def test_each_fault_says_what_was_expected_and_how_to_mend_it(tables: Path) -> None:
    for table, row, _, _ in CELLS.values():
        append(tables / f"{table}.csv", row)
    for fault in faults_of(tables):
        for lang in ("fr", "en"):
            assert fault.expectation(lang) and fault.remedy(lang)
            assert "{" not in fault.expectation(lang) + fault.remedy(lang)


def test_suggestions_name_what_was_meant(tables: Path) -> None:
    append(
        tables / "actors.csv",
        CELLS["unknown kind"][1],
        CELLS["unknown place"][1].replace("a1", "a2"),
    )
    said = {f.code: f.expectation("en") for f in faults_of(tables)}
    assert "StartUp" in said["vocabulary"]
    assert "Lille" in said["place"]


def test_files_that_are_not_utf8_commas_are_read_as_well(tables: Path) -> None:
    before = read_dataset(tables)
    actors, events = tables / "actors.csv", tables / "events.csv"
    sources = tables / "sources.csv"
    actors.write_bytes(b"\xef\xbb\xbf" + actors.read_bytes())
    events.write_text(events.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    sources.write_bytes(sources.read_text(encoding="utf-8").encode("cp1252"))
    after = read_dataset(tables)
    assert [getattr(after, t) for t in template.load()] == [
        getattr(before, t) for t in template.load()
    ]


def test_an_open_quotation_mark_is_a_fault(tables: Path) -> None:
    ties = tables / "ties.csv"
    ties.write_text(ties.read_text(encoding="utf-8") + '"Founding,ada-lenoir\n', encoding="utf-8")
    assert ("ties.csv", "quotes") in {(f.file, f.code) for f in faults_of(tables)}


def test_header_faults(tables: Path) -> None:
    file = tables / "actors.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("id,kind,name,name_en", "id,kind,nom,name_en", 1), encoding="utf-8"
    )
    codes = {(f.row, f.column, f.code) for f in faults_of(tables)}
    assert {(1, "nom", "unknown-column"), (1, "name", "missing-column")} <= codes
    (tables / "observations.csv").write_text("", encoding="utf-8")
    assert ("observations.csv", 1, "", "no-header") in found(tables)


def workbook(path: Path, **sheets: list[list[object]]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return book


SOURCES: list[list[object]] = [
    ["id", "url", "publisher", "accessed"],
    ["s1", "https://example.org/", "X", "2026-11-23"],
]


def test_workbook_is_read_like_tables(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    actors: list[list[object]] = [
        ["id", "kind", "name", "siren", "source"],
        ["a1", "Université", "Ÿnsect", 552100554, "s1"],
    ]
    workbook(path, sources=SOURCES, actors=actors)
    actor = read_dataset(path).actors[0]
    assert (actor.kinds, actor.names["fr"], actor.identifiers["siren"]) == (
        ("University",),
        "Ÿnsect",
        "552100554",
    )


def test_workbook_faults_of_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    actors: list[list[object]] = [
        ["id", "kind", "name", "place", "source"],
        ["a1", "StartUp", "=B2&C1", "Lille", "s1"],
        ["a2", "StartUp", "#REF!", "Lille", "s1"],
        ["a3", "StartUp", "Trois", "Lille", "s1"],
        ["a4", "StartUp", "Quatre", None, "s1"],
    ]
    book = workbook(path, sources=SOURCES, actors=actors, brouillon=[["x"], [1]])
    book["actors"].merge_cells("D4:D5")
    book.save(path)
    assert {
        ("mine.xlsx[actors]", 2, "name", "formula"),
        ("mine.xlsx[actors]", 3, "name", "error-cell"),
        ("mine.xlsx[actors]", 4, "place", "merged-cells"),
        ("mine.xlsx[brouillon]", 0, "", "unknown-file"),
    } <= found(path)


def test_json_is_read_like_tables(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    actor = {
        "id": "a1",
        "kind": ["StartUp"],
        "name": "Nordlys",
        "sectors": ["health", "retail"],
        "source": "s1",
    }
    source = {"id": "s1", "url": "https://example.org/", "publisher": "X", "accessed": "2026-11-23"}
    path.write_text(json.dumps({"actors": [actor], "sources": [source]}), encoding="utf-8")
    assert read_dataset(path).actors[0].sectors == ("health", "retail")
    path.write_text('{"actors": [', encoding="utf-8")
    assert {f.code for f in faults_of(path)} == {"unreadable"}


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"", b"\x00" * 64])
def test_a_file_that_is_no_workbook_is_a_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(content)
    assert {f.code for f in faults_of(path)} == {"unreadable"}


@settings(max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=400),
    name=st.sampled_from(["actors.csv", "ties.csv", "mine.json", "mine.xlsx"]),
)
def test_no_bytes_crash_the_reader(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)
    try:
        read_dataset(path)
    except FaultsError as error:
        assert all(f.expectation("fr") and f.remedy("en") for f in error.faults)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_is_kept_or_refused_never_changed(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "mine.json"
    actor = {"id": "a1", "kind": "StartUp", "name": text, "source": "s1"}
    source = {"id": "s1", "url": "https://example.org/", "publisher": "X", "accessed": "2026-11-23"}
    path.write_text(json.dumps({"actors": [actor], "sources": [source]}), encoding="utf-8")
    try:
        names = read_dataset(path).actors[0].names
    except FaultsError:
        return
    assert names["fr"] == text.strip()


def test_stated_counts_fail_below_and_warn_above(tables: Path) -> None:
    about = 'id = "mini"\n[counts]\nactors = {{ min = {low}, max = {high} }}\n'
    (tables / "dataset.toml").write_text(about.format(low=1, high=3), encoding="utf-8")
    assert [(n.code, n.value) for n in read_dataset(tables).notices] == [("count-high", "7")]
    (tables / "dataset.toml").write_text(about.format(low=8, high=9), encoding="utf-8")
    assert {f.code for f in faults_of(tables)} == {"count"}


def test_a_headcount_is_a_whole_number(tables: Path) -> None:
    append(tables / "observations.csv", "nordlys,HeadcountObservation,64.5,2020,,press-2,")
    assert {f.code for f in faults_of(tables)} == {"integer"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices of Unix")
@pytest.mark.parametrize("behind", ["pipe", "/dev/zero", "folder"])
@pytest.mark.parametrize("name", ["ties.csv", "actors.csv"])
def test_a_pipe_a_device_or_a_folder_behind_a_link_is_refused(
    behind: str, name: str, tables: Path, tmp_path: Path
) -> None:
    target = tmp_path / behind
    if behind == "pipe":
        os.mkfifo(target)
    elif behind == "folder":
        target.mkdir()
    (tables / name).unlink(missing_ok=True)
    (tables / name).symlink_to(target)
    assert (name, 0, "", "not-regular") in found(tables)


@pytest.mark.parametrize("account", ["user:pw@", "user@", ":@", "a%40b:c@"])
def test_an_address_with_an_account_is_refused(account: str, tables: Path) -> None:
    file = tables / "sources.csv"
    rows = file.read_text(encoding="utf-8").replace("https://", f"https://{account}", 1)
    file.write_text(rows, encoding="utf-8")
    assert "address-account" in {f.code for f in faults_of(tables)}
