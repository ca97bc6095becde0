"""Files made to harm: bombs, depths, widths and lengths are refused with a clear fault, unread."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from openpyxl import Workbook

from frenchtech_graph.ingest import snapshots
from frenchtech_graph.ingest.framework import csv_rows, json_lists, json_rows, rows
from frenchtech_graph.ingest.framework.registry import find
from frenchtech_graph.ingest.removals import read_removals
from frenchtech_graph.ingest.tables.raw_tables import read_raw
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io import json_texts
from frenchtech_graph.io.faults import Fault, FaultsError

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
HEADER = "id,kind,name,source\n"
MEGABYTE = 1 << 20


def faults(read: Callable[[], object]) -> list[Fault]:
    with pytest.raises(FaultsError) as error:
        read()
    for fault in error.value.faults:
        assert (
            fault.expectation("fr")
            and fault.remedy("fr")
            and fault.expectation("en")
            and fault.remedy("en")
        )
    return error.value.faults


def codes(read: Callable[[], object]) -> set[str]:
    return {f.code for f in faults(read)}


@contextmanager
def memory_below(limit: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


def sparse(path: Path, beginning: bytes, size: int) -> Path:
    """Return a file that has a size and takes no room."""
    with path.open("wb") as file:
        file.write(beginning)
        file.truncate(size)
    return path


def workbook(path: Path, fill: Callable[[Workbook], None]) -> Path:
    book = Workbook()
    book.worksheets[0].title = "actors"
    fill(book)
    book.save(path)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """Replace one file inside a workbook."""
    old = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(old) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info.filename, content if info.filename == name else before.read(info))
    return path


@pytest.mark.parametrize("name", ["actors.csv", "tables.json"])
def test_a_cell_of_a_gigabyte_is_refused_unread(name: str, tmp_path: Path) -> None:
    file = sparse(tmp_path / name, (HEADER + "a,StartUp,").encode(), 1 << 30)
    with memory_below(10 * MEGABYTE):
        assert codes(lambda: read_dataset(file)) == {"too-large"}


def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused_packed(tmp_path: Path) -> None:
    file = workbook(tmp_path / "tables.xlsx", lambda book: None)
    with_part(file, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 120_000_000)
    assert file.stat().st_size < MEGABYTE
    with memory_below(10 * MEGABYTE):
        assert codes(lambda: read_dataset(file)) == {"too-large"}


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
def test_entities_in_a_workbook_are_refused(part: str, tmp_path: Path) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    file = workbook(tmp_path / "tables.xlsx", lambda book: None)
    with_part(
        file, part, f'<?xml version="1.0"?><!DOCTYPE x [{lol}]><worksheet>&l9;</worksheet>'.encode()
    )
    with memory_below(20 * MEGABYTE):
        (fault,) = faults(lambda: read_dataset(file))
    assert (fault.code, fault.details["detail"]) == ("unreadable", "EntitiesForbidden")


def test_a_stray_cell_at_the_far_end_of_a_sheet_is_told(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0].append(["id", "kind", "name", "source"])
        book.worksheets[0].cell(1_048_576, 1, "x")

    with memory_below(20 * MEGABYTE):
        (fault,) = faults(lambda: read_dataset(workbook(tmp_path / "tables.xlsx", fill)))
    assert (fault.code, fault.row, fault.value) == ("too-tall", 1_048_576, "1048576")


def test_a_stray_cell_in_the_last_column_is_no_column(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0].append(["id", "kind", "name", "source"])
        book.worksheets[0].cell(5, 16_384, "x")

    tables, found = read_raw(workbook(tmp_path / "tables.xlsx", fill), ["actors"])
    assert (tables[0].header, tables[0].rows, found) == (["id", "kind", "name", "source"], [], [])


def test_a_million_columns_are_one_fault(tmp_path: Path) -> None:
    wide = ",".join(f"c{n}" for n in range(1_000_000))
    (tmp_path / "actors.csv").write_text(wide + "\n", encoding="utf-8")
    (tmp_path / "tables.json").write_text(
        json.dumps({"actors": [dict.fromkeys(wide.split(","), "x")]}), encoding="utf-8"
    )
    (tmp_path / "export.csv").write_text(wide + "\n" + wide + "\n", encoding="utf-8")
    for name in ("actors.csv", "tables.json"):
        (fault,) = faults(partial(read_dataset, tmp_path / name))
        assert (fault.code, fault.value) == ("too-wide", "1000000")
    (fault,) = faults(lambda: list(rows.read(tmp_path / "export.csv")))
    assert (fault.code, fault.value) == ("too-wide", "1000000")


@pytest.mark.parametrize("depth", [400, 2_000, 200_000])
@pytest.mark.parametrize(
    "around", ['{"actors": [{"id": %s}]}', "%s", '{"results": %s}', '{"a": %s}\n{"a": 1}']
)
def test_deep_json_is_a_fault(depth: int, around: str, tmp_path: Path) -> None:
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        deep = opening * depth + "1" + closing * depth
        (tmp_path / "tables.json").write_text(around % deep, encoding="utf-8")
        found = faults(lambda: read_dataset(tmp_path / "tables.json"))
        assert len(found) < 3000
        for name in ("hal", "gleif", "rounds2025", "wikidata", "ror", "scanr"):
            faults(partial(find(name).read, tmp_path / "tables.json"))
    (tmp_path / "x.snapshot.json").write_text(deep, encoding="utf-8")
    (tmp_path / "x").write_text("", encoding="utf-8")
    assert codes(lambda: snapshots.of(tmp_path / "x", source="a", url="b", licence="c")) == {
        "unreadable"
    }


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"b": 1, "a": ', "}]")]
)
def test_json_is_followed_as_deep_as_stated(opening: str, closing: str) -> None:
    whole = json_texts.DEEPEST // (opening.count("[") + opening.count("{"))
    deepest, deeper, endless = (
        opening * n + "1" + closing * n for n in (whole, whole + 1, 200_000)
    )
    assert json_texts.loads(deepest) == json.loads(deepest)
    assert json_texts.first(f"[1, {deepest}", 4) == (json.loads(deepest), 4 + len(deepest))
    for text in (deeper, endless):
        with pytest.raises(json_texts.NestedError, match="nested deeper than 100"):
            json_texts.loads(text)
        with pytest.raises(json_texts.NestedError, match="nested deeper than 100"):
            json_texts.first(text, 0)


def test_a_deep_description_is_a_fault(tmp_path: Path) -> None:
    shutil.copytree(MINI, tmp_path / "deep")
    (tmp_path / "deep" / "dataset.toml").write_text("a = " + "[" * 20_000, encoding="utf-8")
    (fault,) = faults(lambda: read_dataset(tmp_path / "deep"))
    assert (fault.file, fault.code) == ("dataset.toml", "unreadable")


def test_gzip_bombs_stop_at_their_limit(tmp_path: Path) -> None:
    bomb = tmp_path / "records.jsonl.gz"
    with gzip.open(bomb, "wb", 9) as file:
        for _ in range(100):
            file.write((b" " * 1023 + b"\n") * 1024)
    assert bomb.stat().st_size < MEGABYTE
    for name in ("ror", "scanr", "sirene"):
        with memory_below(64 * MEGABYTE):
            found = codes(partial(find(name).read, bomb))
            assert found & {"bomb", "unreadable", "long-line", "lost-column"}


def test_zip_bombs_are_refused_packed(tmp_path: Path) -> None:
    bomb = tmp_path / "cordis.zip"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("csv/organization.csv", "w") as file,
    ):
        for _ in range(256):
            file.write(b"a" * MEGABYTE)
    with memory_below(10 * MEGABYTE):
        assert codes(lambda: find("cordis").read(bomb)) == {"bomb"}


@pytest.mark.parametrize(
    "beginning", [b"a;b\n1;", b'{"a": "', b'[{"a": "', b'{"a": 1}\n{"a": "', b'a;b\n1;"']
)
def test_a_line_without_end_is_not_read_whole(
    beginning: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_rows, "_LARGEST_DOCUMENT", MEGABYTE)
    for reader in (csv_rows, json_lists, json_rows):
        monkeypatch.setattr(reader, "LONGEST_LINE", MEGABYTE)
    file = sparse(tmp_path / "export", beginning, 1 << 30)
    with memory_below(30 * MEGABYTE):
        assert codes(lambda: list(rows.read(file))) <= {"long-line", "bomb"}


@pytest.mark.parametrize("flag", [0x1, 0x41])
def test_an_encrypted_archive_is_told(flag: int, tmp_path: Path) -> None:
    file = tmp_path / "cordis.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("organization.csv", "a;b\n1;2\n")
    content = bytearray(file.read_bytes())
    for header, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + at] = flag
    file.write_bytes(content)
    assert codes(lambda: find("cordis").read(file)) == {"truncated"}


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\u202eb", "a\u2066b", "a\ufeffb", "a\x1b[31mb", "a\u2028b", "a\U000e0041b"]
)
def test_invisible_characters_are_faults_with_their_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "tables.json").write_text(
        json.dumps({"actors": [{"id": "a", "name": text}]}), encoding="utf-8"
    )
    (tmp_path / "actors.csv").write_text(HEADER + f'a,StartUp,"{text}",s\n', encoding="utf-8")
    for name in ("tables.json", "actors.csv"):
        found = [f for f in faults(partial(read_dataset, tmp_path / name)) if f.code == "invisible"]
        assert [f.details["expected"].startswith("U+") for f in found] == [True], name


def test_a_lone_surrogate_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "tables.json").write_text(
        '{"actors": [{"id": "a", "name": "a\\ud800b"}]}', encoding="utf-8"
    )
    assert "invisible" in codes(lambda: read_dataset(tmp_path / "tables.json"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_other_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_bytes((HEADER + "a,StartUp,Énergie,s\n").encode(encoding))
    (tmp_path / "sources.csv").write_text(
        "id,url,publisher,accessed\ns,https://example.org/,S,2026-01-01\n", encoding="utf-8"
    )
    assert read_dataset(tmp_path).actors[0].names == {"fr": "Énergie"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"name\nx\n", "missing-column"),
        (b"", "no-header"),
        (b"key\n\xff\n", "encoding"),
        (b"key\nsha256:00", "pattern"),
        (b"key,date\n,2026\n", "required"),
    ],
)
def test_a_removal_list_that_cannot_be_read_stops_the_build(
    content: bytes, code: str, tmp_path: Path
) -> None:
    (tmp_path / "removals.csv").write_bytes(content)
    assert codes(lambda: read_removals(tmp_path / "removals.csv")) == {code}


@pytest.mark.parametrize(
    "row", ["nowhere,nordlys", "nordlys,nowhere", "nordlys,nordlys", "nordlys,lumen"]
)
def test_a_conflict_is_between_rows_of_one_table(row: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MINI, tmp_path / "mini"))
    (folder / "conflicts.csv").write_text(f"id_other,id_preferred\n{row}\n", encoding="utf-8")
    (fault, *_) = faults(lambda: read_dataset(folder))
    assert (fault.file, fault.row, fault.code) == ("conflicts.csv", 2, "reference")


@pytest.mark.parametrize("name", ["conflicts.csv", "unmapped.csv"])
def test_a_side_table_is_read_like_any_other(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MINI, tmp_path / "mini"))
    (folder / name).write_bytes(b"a,b\n1,\xff\n")
    assert codes(lambda: read_dataset(folder)) == {"encoding", "missing-column"}


def test_a_round_without_an_id_is_one_fault_however_many_ties_have_no_event(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MINI, tmp_path / "mini"))
    events = folder / "events.csv"
    events.write_text(
        events.read_text(encoding="utf-8") + ",FundingRound,,nordlys,2017,,,,,,press-1,mini-8,\n"
    )
    (fault,) = faults(lambda: read_dataset(folder))
    assert (fault.file, fault.row, fault.column) == ("events.csv", 4, "id")
