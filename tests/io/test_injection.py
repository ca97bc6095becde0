"""Hostile texts in the data, on every output: formulas, markup, terminals, addresses, paths,
queries.
"""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from openpyxl import load_workbook

from frenchtech_graph import exports
from frenchtech_graph.cli import main
from frenchtech_graph.graph.build import build
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.identity.review import COLUMNS, write_table
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io import formulas as spreadsheets
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model.namespaces import SKOS
from frenchtech_graph.model.records import Actor, Dataset, Event, Source, Tie
from frenchtech_graph.views.server import answering
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import Job, RefusedError, check
from tests.support.playing_server import serving

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    '=HYPERLINK("http://x","y")',
)
MARKUP = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\u2028\u2029';alert(1)//",
    "{{ 7*7 }}",
    "<!--",
    "]]>",
    "&entity;",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
)
TERMINAL = (
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "a\rb",
    "a\nERROR b",
    "\x9b31m",
    "\u202eleft",
    "\u2066x",
    "\x00",
    "\x08\x08",
)
QUERY = (
    '"} DROP ALL #',
    "'''",
    "\\",
    "> . <urn:x> <urn:y> <urn:z",
    "a\\u0022b",
    "?x }",
    "%s",
    "{0}",
)
ATTACKS = (*FORMULAS, *MARKUP, *TERMINAL, *QUERY)
NOT_PRINTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def hostile() -> Dataset:
    """Return records in which every free text is an attack; the readers of tables would refuse most
    of them.
    """
    source = Source(
        "s",
        'https://example.org/a b"><script>',
        ATTACKS[0],
        "2026-01-01",
        ATTACKS[1],
        "2026",
        None,
        note=ATTACKS[2],
    )
    common: dict[str, Any] = {"sources": ("s",), "records": ("r",)}
    actors = tuple(
        Actor(
            **common,
            note=text,
            id=f"a{n}",
            kinds=("StartUp" if n % 2 else "FundManager",),
            names={"fr": text, "en": text},
            aliases=(text + "x",),
            website=f"https://example.org/{text}",
            place="59350",
        )
        for n, text in enumerate(ATTACKS)
    )
    projects = tuple(
        Event(**common, note=text, id=f"e{n}", kind="Project", names={"fr": text})
        for n, text in enumerate(ATTACKS)
    )
    ties = tuple(
        Tie(
            **common,
            note=text,
            kind="Investment",
            origin=f"a{n - n % 2}",
            target=f"a{m}",
            start="2020",
            role_text=text,
        )
        for n, text in enumerate(ATTACKS)
        for m in range(1, 13, 2)
    )
    members = tuple(
        Tie(
            **common,
            kind="ProjectParticipation",
            origin=f"a{n}",
            target=f"e{n % 5}",
            event=f"e{n % 5}",
            start="2020",
            role_text=t,
        )
        for n, t in enumerate(ATTACKS)
    )
    titles = {"fr": "</title><script>alert(1)</script>\x1b[31m", "en": "=1+1\x1b[31m\nERROR"}
    return Dataset(
        "mini",
        titles,
        "=publisher\x1b[31m",
        "https://example.org/l",
        "2026-01-01",
        "00",
        (source,),
        actors,
        projects,
        (*ties, *members),
        notes=1,
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "out"
    build([hostile()], folder)
    return folder


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result.output


def cells(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text, newline="")):
        yield from row


def assert_no_formula(text: str) -> None:
    found = [
        c
        for c in cells(text)
        if c.startswith(spreadsheets.FORMULA_STARTS) and not re.fullmatch(r"-?[\d.]+(e-?\d+)?", c)
    ]
    assert not found


TABLES = ("hubs", "brokers", "introductions", "fragility")
ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"


@pytest.mark.parametrize("command", TABLES)
def test_no_command_prints_a_formula(command: str, out: Path) -> None:
    assert_no_formula(run(command, "--out", out, "--format", "csv"))


def test_no_answer_to_a_query_is_a_formula(out: Path) -> None:
    assert_no_formula(run("query", ALL, "--out", out, "--format", "csv"))


@pytest.mark.parametrize("name", ["csv", "neo4j"])
def test_no_exported_table_holds_a_formula(name: str, out: Path, tmp_path: Path) -> None:
    for path in exports.export(open_store(out), name, tmp_path / name):
        assert_no_formula(path.read_bytes().decode("utf-8-sig"))


def test_no_exported_workbook_holds_a_formula(out: Path, tmp_path: Path) -> None:
    (path,) = exports.export(open_store(out), "xlsx", tmp_path / "x.xlsx")
    texts = [
        c
        for s in load_workbook(path).worksheets
        for row in s.iter_rows()
        for c in row
        if isinstance(c.value, str)
    ]
    assert texts
    assert not [
        c.value
        for c in texts
        if c.data_type == "f" or str(c.value).startswith(spreadsheets.FORMULA_STARTS)
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_the_identity_review_holds_no_formula(text: str, tmp_path: Path) -> None:
    write_table([dict.fromkeys(COLUMNS, text)], tmp_path / "review.csv")
    assert_no_formula((tmp_path / "review.csv").read_bytes().decode("utf-8-sig"))


@pytest.mark.parametrize("name", ["turtle", "nquads", "jsonld"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_another_reader_reads_the_texts_back_as_they_were(
    name: str, out: Path, tmp_path: Path
) -> None:
    (path,) = exports.export(open_store(out), name, tmp_path / name)
    graph = rdflib.Dataset(default_union=True)
    graph.parse(path, format={"turtle": "turtle", "nquads": "nquads", "jsonld": "json-ld"}[name])
    labels = {str(o) for o in graph.objects(None, rdflib.URIRef(SKOS + "prefLabel"))}
    assert set(ATTACKS) <= labels
    assert not [s for s in graph.subjects() if str(s) == "urn:x"]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_network_files_are_sound_xml(name: str, out: Path, tmp_path: Path) -> None:
    (path,) = exports.export(open_store(out), name, tmp_path / name)
    root = ET.parse(path).getroot()
    assert not [e for e in root.iter() if str(e.tag).rpartition("}")[2] in ("script", "svg", "img")]
    assert len(list(root.iter())) > 100


def test_ftm_lines_are_lines(out: Path, tmp_path: Path) -> None:
    (path,) = exports.export(open_store(out), "ftm", tmp_path / "x.ftm.json")
    for line in path.read_bytes().split(b"\n")[:-1]:
        json.loads(line)


class Tags(HTMLParser):
    """The tags of a page, and the handlers they carry."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts, self.handlers, self.links = 0, 0, [""]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.handlers += sum(name.startswith("on") for name, _ in attrs)
        self.links += [v or "" for n, v in attrs if n in ("href", "src")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("map", "--engine", "pyvis"),
        ("map", "--engine", "webgl"),
        ("map", "--engine", "geo"),
        ("report",),
    ],
)
def test_a_page_has_no_script_but_its_own(
    arguments: tuple[str, ...], out: Path, tmp_path: Path
) -> None:
    pages = []
    mini = Path(__file__).parents[1] / "fixtures" / "mini"
    run("build", mini, "--out", tmp_path / "mini")
    for folder in (out, tmp_path / "mini"):
        run(*arguments, "--out", folder, "--output", tmp_path / "page.html")
        pages.append(Tags((tmp_path / "page.html").read_text(encoding="utf-8")))
    assert pages[0].scripts == pages[1].scripts
    assert pages[0].handlers == pages[1].handlers == 0
    assert not [a for a in pages[0].links if a.lower().startswith(("javascript:", "data:text"))]


@pytest.mark.parametrize("command", [*TABLES, "info"])
def test_nothing_of_the_data_acts_on_a_terminal(command: str, out: Path) -> None:
    for lang in ("fr", "en"):
        assert not NOT_PRINTED.findall(run(command, "--out", out, "--lang", lang))


def test_an_answer_does_not_act_on_a_terminal(out: Path) -> None:
    assert not NOT_PRINTED.findall(run("query", ALL, "--out", out))


@pytest.mark.parametrize("text", TERMINAL)
def test_faults_do_not_act_on_a_terminal(text: str, tmp_path: Path) -> None:
    (tmp_path / "tables.json").write_text(
        json.dumps({text: [], "actors": [{text: text, "id": text}]}), encoding="utf-8"
    )
    for lang in ("fr", "en"):
        said = run("validate", tmp_path / "tables.json", "--lang", lang, code=2)
        assert not NOT_PRINTED.findall(said)
        assert not re.search("^ERROR", said, re.MULTILINE)


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/x", "..", "a/b", "a\\\\b", "~root", "a b", "x>", "A" * 300]
)
def test_no_id_is_a_path(name: str, tmp_path: Path) -> None:
    (tmp_path / "dataset.toml").write_text(f'id = "{name}"\n', encoding="utf-8")
    (tmp_path / "sources.csv").write_text(
        f"id,url,publisher,accessed\n{name},https://example.org/,p,2026-01-01\n", encoding="utf-8"
    )
    with pytest.raises(FaultsError) as error:
        read_dataset(tmp_path)
    assert {f.code for f in error.value.faults} <= {"pattern", "too-long"}
    (tmp_path / "sources.csv").write_text(
        "id,url,publisher,accessed\np,https://example.org/,p,2026-01-01\n", encoding="utf-8"
    )
    with pytest.raises(FaultsError) as error:
        read_dataset(tmp_path)
    assert {(f.file, f.code) for f in error.value.faults} == {("dataset.toml", "pattern")}


def test_no_address_in_the_data_is_asked(tmp_path: Path) -> None:
    with serving() as server:
        page = server.url + "/page"
        tables = {
            "sources": [
                {
                    "id": "s",
                    "url": "https://localhost.example/",
                    "publisher": "p",
                    "accessed": "2026-01-01",
                }
            ],
            "actors": [{"id": "a", "kind": "StartUp", "name": "A", "source": "s"}],
        }
        (tmp_path / "t.json").write_text(json.dumps(tables), encoding="utf-8")
        read = read_dataset(tmp_path / "t.json")
        source = Source("s", page, "p", "2026-01-01", licence=page)
        actor = Actor(("s",), ("r",), id="a", kinds=("StartUp",), names={"fr": page}, website=page)
        build(
            [
                read,
                Dataset(
                    "d",
                    {"fr": page, "en": page},
                    page,
                    page,
                    "2026-01-01",
                    "00",
                    (source,),
                    (actor,),
                ),
            ],
            tmp_path / "out",
        )
        for known in exports.FORMATS:
            exports.export(open_store(tmp_path / "out"), known, tmp_path / "out" / known)
        run("map", "--out", tmp_path / "out", "--plain")
        for text in (
            f"SELECT * FROM <{page}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{page}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        ):
            answering.answer(open_store(tmp_path / "out"), Job(text, "text/csv"), Limits())
        answering.answer(
            open_store(tmp_path / "out"), Job("ASK {}", "text/csv", (page,), (page,)), Limits()
        )
        assert server.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1/x>",
        "INSERT DATA { <a:> <b:> <c:> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://10.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { BIND(<http://x> AS ?e) SERVICE ?e { ?s ?p ?o } }",
        "# SELECT\nDROP ALL",
        "SELECT * {} ; DROP ALL",
        "PREFIX s: <urn:> SELECT * { s\u0045rvice <http://127.0.0.1/> { ?s ?p ?o } }",
    ],
)
def test_the_endpoint_writes_nothing_and_asks_nobody(text: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("a:b"), ox.Literal("c")))
    try:
        check(text, Limits())
        assert answering.answer(store, Job(text, "text/csv"), Limits()).status == 400
    except RefusedError as refusal:
        assert refusal.status in (400, 403)
    assert len(store) == 1
