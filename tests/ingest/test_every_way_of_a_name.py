"""More than a hundred ways to write a removed person's name, in everything that is written: none is
left, nor anywhere in what earlier builds left; nobody of a similar name is touched.
"""

import csv
import html
import inspect
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from unicodedata import category
from urllib.parse import quote, unquote

import pytest
from click.testing import CliRunner

from frenchtech_graph import exports
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import WRITING, commands, main
from frenchtech_graph.cli.maps import ENGINES
from frenchtech_graph.findings import registry
from frenchtech_graph.ingest.removals import Withheld, without_removed
from frenchtech_graph.ingest.removed_names import finder
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.name_keys import name_key
from frenchtech_graph.model.names import fold
from frenchtech_graph.pipeline.purge import purge
from tests.ingest.test_persons import contents
from tests.support.ways_to_write_a_name import NAME, TRACE, WAYS
from tests.support.written_tables import organisations, write

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
ID = "p17"
PERSON = Withheld(finder(frozenset({name_key(NAME)}), [NAME], []))
WRITABLE = [
    way
    for way in WAYS.values()
    if not any(category(c) in ("Cf", "Cc") or c in "Ã\ufffd" for c in way) and way[0] not in "=@"
]
"""The ways that tables take: they refuse signs that nobody sees, damaged accents and formulas."""
ADDRESSES = {name: way for name, way in WAYS.items() if way.startswith("https://")}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_name_is_withheld_however_it_is_written(way: str) -> None:
    assert len(WAYS) >= 60
    for text in (way, f"Portrait : {way} (2024), fondatrice."):
        left = PERSON.text(text)
        assert left != text
        assert TRACE not in fold(left).replace(" ", "")


# --- In all that is written -------------------------------------------------------------------


def tables(folder: Path) -> Path:
    """Write tables that name the person in every way, in every kind of text."""
    shutil.copytree(MINI, folder)
    rows: dict[str, list[dict[str, str]]] = {
        "sources": [], "actors": [], "events": [], "ties": [], "observations": []
    }  # fmt: skip
    person = {"id": ID, "kind": "Person", "name": NAME, "source": "press-1"}
    rows["actors"].append(person)
    rows["ties"].append({"kind": "Founding", "from": ID, "to": "nordlys", "source": "press-1"})
    for n, way in enumerate(WRITABLE):
        address = way if way in ADDRESSES.values() else f"https://press.example/{n}"
        page = f"w{n}"
        rows["sources"].append({
            "id": page, "url": address, "publisher": f"Presse {n}", "accessed": "2026-11-23",
            "title": f"Portrait : {way}", "note": way,
        })  # fmt: skip
        rows["actors"].append({
            "id": f"firm-{n}", "kind": "Company", "name": f"Cabinet {n} {way}", "aliases": way,
            "note": f"Tenu par {way}.", "source": page, "record": way.replace("|", ""),
            **({"website": way} if way in ADDRESSES.values() else {}),
        })  # fmt: skip
        rows["events"].append({
            "id": f"prize-{n}", "kind": "Programme", "name": f"Prix {way}", "source": page,
        })  # fmt: skip
        rows["ties"].append({
            "id": f"tie-{n}", "kind": "Partnership", "from": f"firm-{n}", "to": "nordlys",
            "role_text": f"conseil, {way}", "note": way, "source": page,
        })  # fmt: skip
        rows["observations"].append({
            "id": f"name-{n}", "actor": f"firm-{n}", "kind": "NameObservation", "value": way,
            "source": page,
        })  # fmt: skip
    for table, more in rows.items():
        _append(folder / f"{table}.csv", more)
    return folder


def _append(path: Path, more: list[dict[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        before = list(csv.DictReader(file))
    columns = list(dict.fromkeys(c for row in (*before, *more) for c in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*before, *more])


def traces(content: bytes) -> set[str]:
    """Return the ways in which a file says the name, or the name where it can be read at all."""
    text = content.decode("utf-8", "replace")
    found = {
        way
        for name, way in WAYS.items()
        if any(w in text for w in (way, html.escape(way), json.dumps(way)[1:-1], quote(way)))
    }
    readings = (text, html.unescape(text), unquote(text), _unescaped(text))
    return found | {TRACE for reading in readings if TRACE in fold(reading).replace(" ", "")}


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)


def run(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == 0, result.output
    return result.output


def write_all(out: Path) -> list[str]:
    """Write every artefact where it usually goes; return what was printed."""
    for name in exports.FORMATS:
        run("export", name, "--out", out)
    for engine in ENGINES[1:]:
        run("map", "--plain", "--out", out, "--engine", engine)
    run("report", "--out", out)
    asked = [("hubs", "--resamples", "0"), ("introductions",), ("info",), ("ecosystems",)]
    said = [run(*command, "--out", out) for command in asked]
    query = ("query", "SELECT * { ?s ?p ?o }", "--format", "csv", "--out", out)
    return [*said, run(*query)]


def test_no_way_is_left_in_any_artefact_nor_in_those_of_earlier_builds(tmp_path: Path) -> None:
    folder, out = tables(tmp_path / "tables"), tmp_path / "out"
    run("build", folder, "--out", out)
    write_all(out)
    before = {name for name, content in contents(out) if traces(content)}
    assert {"graph.nq", "map-pyvis.html", "report.html", "graph.ttl", "nodes.csv"} <= before
    listed = tmp_path / "removals.csv"
    listed.write_text(f"key\n{name_key(NAME)}\n", encoding="utf-8")
    said = [run("build", folder, "--out", out, "--removals", listed)]
    left = [(name, found) for name, content in contents(out) if (found := traces(content))]
    assert left == []  # earlier pages, exports and findings are gone
    said += write_all(out)
    printed = [("printed", s.encode()) for s in said]
    left = [(n, found) for n, c in (*contents(out), *printed) if (found := traces(c))]
    assert left == []
    assert len(EcosystemGraph.open(out).network) > len(WAYS)  # all else is there
    listed.write_text(f"key\n{ID}\n", encoding="utf-8")
    run("build", folder, "--out", out, "--removals", listed)
    assert [name for name, content in contents(out / "graph") if traces(content)] == []


def test_a_build_without_persons_names_nobody(tmp_path: Path) -> None:
    folder, out = tables(tmp_path / "tables"), tmp_path / "out"
    run("build", folder, "--out", out, "--without-persons")
    write_all(out)
    assert [(name, t) for name, content in contents(out) if (t := traces(content))] == []
    graph = EcosystemGraph.build(folder, out=tmp_path / "door", persons=False)
    assert not any(person for _, person in graph.network.nodes(data="person"))
    assert graph.manifest["sha256"] == EcosystemGraph.open(out).manifest["sha256"]
    whole = EcosystemGraph.build(folder, out=tmp_path / "door")
    assert any(person for _, person in whole.network.nodes(data="person"))


# --- The door and the commands ----------------------------------------------------------------

WRITE_NO_GRAPH = {
    "validate": "says faults of tables",
    "new": "writes a row that the user gives",
    "docs": "writes the documentation of the ontology",
    "sources": "lists the sources",
    "fetch": "keeps files as they come",
    "import": "writes the user's own rows",
    "identity": "leaves persons out of its tables of pairs",
    "queries": "lists the questions",
    "doctor": "checks files",
    "upgrade": "rewrites the user's own tables",
}


def test_every_command_that_writes_takes_without_persons() -> None:
    named = {*WRITING, *registry.commands(), *WRITE_NO_GRAPH}
    assert set(commands()) <= named
    for name in {*WRITING, *registry.commands()}:
        assert "--without-persons" in run(name, "--help"), name


@pytest.mark.parametrize("name", ["build", "open", "construct", *sorted(WRITING)])
def test_the_door_takes_persons_wherever_a_command_does(name: str) -> None:
    parameters = inspect.signature(getattr(EcosystemGraph, name)).parameters
    assert parameters["persons"].default is True


def test_every_data_set_states_its_legal_basis() -> None:
    for path in data_folder().glob("*/dataset.toml"):
        about = tomllib.loads(path.read_text(encoding="utf-8"))
        assert about["legal_basis_fr"] and about["legal_basis_en"], path
        persons = "Person" in (path.parent / "actors.csv").read_text(encoding="utf-8")
        assert ("6(1)(f)" in about["legal_basis_en"]) == persons, path


def test_methods_of_the_door_leave_persons_out(tmp_path: Path) -> None:
    graph = EcosystemGraph.build(tables(tmp_path / "tables"), out=tmp_path / "out")
    quiet = tmp_path / "quiet"
    quiet.mkdir()
    graph.map(quiet / "map.html", plain=True, persons=False)
    graph.report(quiet / "report.html", title="T", persons=False)
    for name in ("nquads", "csv", "graphml"):
        graph.export(name, quiet / f"{name}.out", persons=False)
    said = graph.query("SELECT * { ?s ?p ?o }", persons=False).to_csv()
    assert [(n, t) for n, c in contents(quiet) if (t := traces(c))] == []
    assert traces(said.encode()) == set()
    assert traces(graph.query("SELECT * { ?s ?p ?o }").to_csv().encode())


# --- Nobody else ------------------------------------------------------------------------------

REMOVED = "Pierre Martin"
OTHERS = [
    "Jean-Pierre Martin", "Pierre-Yves Martin", "Paul Martin", "Pierrette Martin", "Pierre Martinet",
    "Pierre Martin-Dubois", "Martin Pierre-Louis", "Anne Pierre-Martin", "Martine Pierre",
    "Pierre Marie", "Jean Dupont", "Patrick Martin",
]  # fmt: skip
TEXTS = [
    *OTHERS, "P. Martin", "Jean P. Martin", "M. Martin", "Mme Martin", "rue Pierre", "Saint Martin",
    "Pierre et Martin", "Pierre, puis Paul Martin", "pierremartinet.example", "jean-pierre-martin",
    "Pierre-Martin Durand", "Pierre Martins", "p.martinez@mail.example", "https://x.example/martin",
]  # fmt: skip


def similar(folder: Path) -> Path:
    people = [
        {"id": f"o{n}", "kind": "Person", "name": name} for n, name in enumerate((*OTHERS, REMOVED))
    ]
    ties = [
        {"kind": "Partnership", "from": f"b{n}", "to": "b0", "role_text": text}
        for n, text in enumerate(TEXTS, start=1)
    ]
    bodies = organisations(*(f"b{n}" for n in range(len(TEXTS) + 1)))
    heads = [{"kind": "Mandate", "from": row["id"], "to": "b0"} for row in people]
    return write(folder, actors=[*people, *bodies], ties=[*ties, *heads])


@pytest.mark.parametrize("key", [name_key(REMOVED), f"o{len(OTHERS)}"], ids=["by name", "by id"])
def test_nobody_of_a_similar_name_is_touched(tmp_path: Path, key: str) -> None:
    read = read_dataset(similar(tmp_path))
    (left,) = without_removed([read], frozenset({key}))
    persons = {a.names["fr"] for a in left.actors if a.kinds == ("Person",)}
    assert persons == set(OTHERS)
    assert [t.role_text for t in left.ties if t.kind == "Partnership"] == TEXTS
    assert len([t for t in left.ties if t.kind == "Mandate"]) == len(OTHERS)


@pytest.mark.parametrize("name", ["P. Martin", "Mme Pierre Martin", "MARTIN, Pierre", "Martin P."])
def test_initials_tell_a_person_where_they_fit_nobody_else(tmp_path: Path, name: str) -> None:
    rows = [
        {"id": "a", "kind": "Person", "name": REMOVED},
        {"id": "b", "kind": "Person", "name": name},
    ]
    read = read_dataset(write(tmp_path, actors=rows))
    (left,) = without_removed([read], frozenset({"a"}))
    assert left.actors == ()


def test_only_files_of_the_program_that_say_a_name_go(tmp_path: Path) -> None:
    for name in ("map.html", "exports/csv/nodes.csv", "notes.txt", "report.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Ada Lenoir" if name != "report.html" else "Ada, puis Lenoir", "utf-8")
    told = purge(tmp_path, {"Ada Lenoir"})
    assert [Path(f.file).name for f in told] == ["map.html", "nodes.csv"]
    assert {p.name for p in tmp_path.rglob("*") if p.is_file()} == {"notes.txt", "report.html"}


def test_former_snapshots_that_name_somebody_go_and_the_last_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRENCHTECH_CACHE", str(tmp_path / "cache"))
    for path in _snapshots(tmp_path / "cache" / "ror"):
        path.write_text("nom\nAda Lenoir\n", encoding="utf-8")
    purge(tmp_path / "out", {"Ada Lenoir"})
    left = sorted(p.name for p in (tmp_path / "cache" / "ror").iterdir())
    assert left == ["b.csv", "b.csv.snapshot.json"]


def _snapshots(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True)
    for name, day in (("a.csv", "2026-01-01"), ("b.csv", "2026-06-01")):
        note = {
            "source": "ror", "url": "https://x.example/", "sha256": "0", "size": 1,
            "fetched": f"{day}T00:00:00Z", "licence": "https://x.example/l",
        }  # fmt: skip
        (folder / f"{name}.snapshot.json").write_text(json.dumps(note), encoding="utf-8")
        yield folder / name
