"""People: a removed person is in no byte of any output; bulk sources bring nobody unless asked
to.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frenchtech_graph import exports
from frenchtech_graph.cli import main
from frenchtech_graph.cli.maps import ENGINES
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.ingest.removals import without_removed
from frenchtech_graph.model.name_keys import name_key
from frenchtech_graph.pipeline import datasets
from frenchtech_graph.views.search.index import Index

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
PERSON = "Ada Lenoir"
TRACES = re.compile(rf"(?i:l[eé]noir)|\bAda\b|{name_key(PERSON).removeprefix('sha256:')}")
KEYS = ("ada-lenoir", name_key("LENOIR  ada"))


def add(table: Path, **cells: str) -> None:
    """Add a row to a table, with the columns it lacks."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(dict.fromkeys([*(rows[0] if rows else ()), *cells]))
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, cells])


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Return tables in which every text that can name the person does."""
    folder = Path(shutil.copytree(MINI, tmp_path / "mini"))
    add(
        folder / "sources.csv",
        id="portrait-ada-lenoir",
        url="https://example.org/people/ada-lenoir?x=Ada%20Lenoir",
        publisher="La Gazette d'essai",
        accessed="2026-11-23",
        title="Portrait : Ada LENOIR, fondatrice",
        note="Entretien avec Lenoir Ada",
    )
    add(
        folder / "sources.csv",
        id="only-her",
        url="https://ada-lenoir.example.org/",
        publisher="Ada Lenoir",
        accessed="2026-11-23",
        title="Ada Lenoir",
    )
    add(
        folder / "actors.csv",
        id="cabinet-ada-lenoir",
        kind="Company",
        name="Cabinet Ada Lénoir",
        aliases="Lenoir, Ada & fils",
        website="https://ada-lenoir.example.org/",
        source="portrait-ada-lenoir",
        note="Tenu par Ada Lenoir.",
        record="notes-ada-lenoir",
    )
    add(
        folder / "events.csv",
        id="rachat-ada-lenoir",
        kind="Project",
        name="Rachat de Nordlys par Ada Lenoir",
        start="2020",
        source="portrait-ada-lenoir",
        note="Ada Lenoir rachète.",
    )
    add(
        folder / "events.csv",
        id="tour-cabinet-ada-lenoir",
        kind="FundingRound",
        company="cabinet-ada-lenoir",
        start="2021",
        source="portrait-ada-lenoir",
    )
    add(
        folder / "ties.csv",
        id="lien-ada-lenoir",
        kind="Partnership",
        **{"from": "cabinet-ada-lenoir", "to": "nordlys"},
        role_text="conseil d'Ada Lenoir",
        source="portrait-ada-lenoir|press-1",
        note="voir Ada Lenoir",
    )
    add(
        folder / "ties.csv",
        id="lien-ada-lenoir-2",
        kind="Partnership",
        start="2019",
        source="press-1",
        **{"from": "cabinet-ada-lenoir", "to": "nordlys"},
    )
    add(
        folder / "ties.csv",
        kind="Mandate",
        **{"from": "ada-lenoir", "to": "cabinet-ada-lenoir"},
        source="only-her",
    )
    add(
        folder / "observations.csv",
        id="obs-ada-lenoir",
        actor="cabinet-ada-lenoir",
        kind="HeadcountObservation",
        value="1",
        start="2020",
        source="portrait-ada-lenoir",
        note="dont Ada Lenoir",
    )
    (folder / "unmapped.csv").write_text(
        "record,subject,predicate,object,reason_fr,reason_en\n"
        "r-ada-lenoir,Ada Lenoir,est,X,sur Ada Lenoir,on Ada Lenoir\n",
        encoding="utf-8",
    )
    (folder / "conflicts.csv").write_text(
        "id_other,id_preferred\nlien-ada-lenoir-2,lien-ada-lenoir\n", encoding="utf-8"
    )
    (folder / "dataset.toml").write_text(
        'id = "mini"\ntitle_fr = "Carnet d\'Ada Lenoir"\ntitle_en = "Notes of Ada'
        ' Lenoir"\npublisher = "Ada Lenoir"\nlicence ='
        ' "https://creativecommons.org/licenses/by/4.0/"\nissued = "2026-11-23"\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture(params=KEYS, ids=["by-id", "by-name"])
def removed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Put the person on the removal list."""
    key: str = request.param
    monkeypatch.setattr(datasets, "read_removals", lambda: frozenset({key}))
    return key


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == 0, result.output
    return result


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file under a folder, opened where it is packed, with its name."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if not file.is_file():
            continue
        content = file.read_bytes()
        yield file.name, file.name.encode()
        yield file.name, content
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from ((f"{file.name}/{n}", archive.read(n)) for n in archive.namelist())
        elif content.startswith(b"\x1f\x8b"):
            yield file.name, gzip.decompress(content)
        elif file.suffix == ".parquet":
            import pandas as pd

            yield file.name, pd.read_parquet(file).to_csv().encode()


def traces(content: bytes) -> list[str]:
    return TRACES.findall(content.decode("utf-8", "replace"))


def test_the_tables_name_the_person_everywhere(tables: Path, tmp_path: Path) -> None:
    run("build", tables, "--out", tmp_path / "out")
    found = {name for name, content in contents(tmp_path / "out") if traces(content)}
    assert {"graph.nq", "graph.ttl", "manifest.json"} <= found


def test_a_removed_person_is_in_no_byte_of_any_output(
    tables: Path, tmp_path: Path, removed: str
) -> None:
    out = tmp_path / "out"
    said = [
        run("build", tables, "--out", out).output,
        run("build", tables, "--out", out, "--json").output,
    ]
    for name in exports.FORMATS:
        run("export", name, "--out", out, "--output", out / "exports" / name)
    for engine in ENGINES[1:]:
        run("map", "--plain", "--out", out, "--engine", engine, "--output", out / f"{engine}.html")
    run("report", "--out", out)
    run("site", "--out", out)
    said += [run("info", "--out", out, "--json").output, run("info", "--out", out).output]
    said += [
        run(command, "--out", out, "--format", "csv").output
        for command in ("hubs", "brokers", "introductions")
    ]
    said += [run("query", "SELECT * { ?s ?p ?o }", "--out", out, "--format", "csv").output]
    for name, content in [*contents(out), *(("printed", s.encode()) for s in said)]:
        assert not traces(content), name
    store = open_store(out)
    assert len(store) > 300
    index = Index.of(store)
    assert not index.search("Ada") and not index.search("lenoir") and index.search("Nordlys")


def test_what_is_not_about_the_person_stays(tables: Path, tmp_path: Path, removed: str) -> None:
    (dataset,) = datasets.read([str(tables)])
    names = {n for a in dataset.actors for n in a.names.values()}
    assert {"Cabinet […]", "Nordlys", "Beffroi Gestion"} <= names
    assert {e.names["fr"] for e in dataset.events if e.names} == {
        "LUMEN",
        "Rachat de Nordlys par […]",
    }
    (said,) = {t.role_text for t in dataset.ties if t.kind == "Partnership"} - {None}
    assert said == "conseil d'[…]"
    assert dataset.conflicts == {"lien-withheld-2": "lien-withheld"}
    assert {s.url for s in dataset.sources} == {
        "https://example.org/press/1",
        "https://example.org/press/2",
        "https://example.org/",
    }
    assert len(dataset.ties) == 8
    assert len(dataset.observations) == 4


def test_an_id_of_one_source_removes_the_name_from_all(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "rounds.csv"
    sample = Path(__file__).parents[1] / "fixtures" / "rounds2023" / "rounds.csv"
    other.write_text(sample.read_text(encoding="utf-8"), encoding="utf-8")
    for key in ("ada-lenoir", name_key(PERSON)):
        monkeypatch.setattr(datasets, "read_removals", lambda k=key: frozenset({k}))
        found = datasets.read([str(tables)], [f"rounds2023={other}"])
        assert len(found) == 2
        assert not traces(repr(found).encode()), key


def test_the_identity_review_does_not_show_a_removed_person(
    tables: Path, tmp_path: Path, removed: str
) -> None:
    twin = tmp_path / "twin"
    twin.mkdir()
    (twin / "sources.csv").write_text(
        "id,url,publisher,accessed\nt,https://example.net/,T,2026-01-01\n", encoding="utf-8"
    )
    (twin / "actors.csv").write_text(
        "id,kind,name,source\ncabinet-lenoir-ada,Company,Cabinet Lenoir Ada,t\nada-l,Person,Lenoir"
        " Ada,t\n",
        encoding="utf-8",
    )
    said = run(
        "identity", "review", tables, twin, "--csv", tmp_path / "to-decide.csv", "--limit", "100"
    ).output
    said += run("identity", "review", tables, twin, "--format", "csv").output
    content = (
        (tmp_path / "to-decide.csv").read_text(encoding="utf-8-sig")
        if (tmp_path / "to-decide.csv").exists()
        else ""
    )
    assert not traces((said + content).replace("ada-l,", "").encode())


def test_a_name_inside_a_longer_word_is_another_name() -> None:
    read = datasets.read_all([MINI])
    found = without_removed(read, frozenset({name_key("Nord Lys")}))
    assert found == read


def test_nobody_on_the_list_changes_nothing() -> None:
    read = datasets.read_all([MINI])
    assert without_removed(read, frozenset()) == read


@pytest.mark.long  # a minute; test_every_way_of_a_name has each artefact in each run
def test_persons_are_left_out_of_what_commands_write(tables: Path, tmp_path: Path) -> None:
    out, quiet = tmp_path / "out", tmp_path / "quiet"
    quiet.mkdir()
    run("build", tables, "--out", out)
    for name in exports.FORMATS:
        run("export", name, "--out", out, "--output", quiet / name, "--without-persons")
    page = quiet / "map.html"
    run("map", "--plain", "--out", out, "--output", page, "--without-persons")
    run(
        "report",
        "--out",
        out,
        "--output",
        quiet / "report.html",
        "--without-persons",
        "--title",
        "T",
    )
    run("site", "--out", out, "--output", quiet / "site", "--without-persons")
    asked = ("query", "SELECT * { ?s ?p ?o }", "--out", out, "--format", "csv")
    said = run(*asked, "--without-persons").output
    assert "Nordlys" in said
    for name, content in [*contents(quiet), ("printed", said.encode())]:
        assert not traces(content), name
    assert traces(run(*asked).output.encode())


def test_the_list_of_the_option_is_honoured(tables: Path, tmp_path: Path) -> None:
    listed = tmp_path / "removals.csv"
    listed.write_text(f"key\n{name_key(PERSON)}\n", encoding="utf-8")
    run("build", tables, "--out", tmp_path / "out", "--removals", listed)
    assert not [n for n, content in contents(tmp_path / "out") if traces(content)]
    run("build", tables, "--out", tmp_path / "out")
    assert [n for n, content in contents(tmp_path / "out") if traces(content)]
