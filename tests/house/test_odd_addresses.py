"""Page addresses with commas, quotes, semicolons, line breaks: every command works and shows them whole."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.network.build import bipartite
from frenchtech_graph.network.incidence import incidence
from frenchtech_graph.views.server import negotiation, things
from frenchtech_graph.views.server.answering import answer
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import Job

ODD = {
    "comma": "https://example.org/New-Space-une-levee,29469",
    "commas": "https://example.org/a,,b,%2C,",
    "quote": "https://example.org/l'annonce-de-''Nova''",
    "double quote": "https://example.org/%22Nova%22,%22",
    "semicolon": "https://example.org/page;jsessionid=1;a=,b",
    "line break": "https://example.org/one%0Atwo%0D%0Athree,four",
    "tab": "https://example.org/one%09two",
    "letters": "https://example.org/société-générale,été/日本",
    "query": "https://example.org/?q=a,b;c&d='e'#f,g",
}
COMMANDS = (
    ("info", "--json"),
    ("hubs", "--json"),
    ("brokers", "--json"),
    ("gaps", "--json"),
    ("gaps", "functions", "--json"),
    ("pathways", "--json"),
    ("introductions", "--json"),
    ("fragility", "--json"),
    ("coverage", "--json"),
    ("compare", "2015-2017", "2018-2020"),
    ("query", "sources-of-a-tie"),
    ("query", "publishers"),
)


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, (arguments, done.output)
    return done


def tables(folder: Path) -> Path:
    """Write tables whose ties rest on one odd address each."""
    folder.mkdir()
    firms = [f"firm-{n}" for n in range(len(ODD))]
    _write(folder / "sources.csv", ("id", "url", "publisher", "published", "accessed"),
           [(f"s{n}", url, "Example", "2024-03-28", "2026-11-01") for n, url in enumerate(ODD.values())])  # fmt: skip
    _write(folder / "actors.csv", ("id", "kind", "name", "place", "source"),
           [*((f, "Company", f"Firme {f}", "Lille", f"s{n}") for n, f in enumerate(firms)),
            ("fonds", "InvestmentFund", "Fonds Un", "Lille", "s0")])  # fmt: skip
    _write(folder / "ties.csv", ("id", "kind", "from", "to", "start", "source"),
           [(f"t{n}", "Investment", "fonds", f, str(2012 + n), f"s{n}") for n, f in enumerate(firms)])  # fmt: skip
    return folder


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    """Return a graph built from such tables by the command."""
    base = tmp_path_factory.mktemp("odd")
    source = tables(base / "tables")
    run("validate", str(source))
    run("build", str(source), "--out", str(base / "out"))
    run("identity", "review", str(source))
    return EcosystemGraph.open(base / "out")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_works(graph: EcosystemGraph, command: tuple[str, ...]) -> None:
    run(*command, "--out", str(graph.folder))


def test_the_network_has_the_addresses_whole(graph: EcosystemGraph) -> None:
    network = bipartite(graph.store)
    assert {page for *_, edge in network.edges(data=True) for page in edge["sources"]} == set(
        ODD.values()
    )
    assert set(graph.source_facts) == set(ODD.values())
    actors, events, matrix = incidence(graph.store)
    assert (len(actors), len(events), matrix.sum()) == (len(ODD) + 1, len(ODD), 2 * len(ODD))


def test_a_query_shows_the_addresses_whole(graph: EcosystemGraph) -> None:
    text = "SELECT DISTINCT ?page { ?tie a/rdfs:subClassOf fte:Tie ; dcterms:source ?page }"
    found = json.loads(run("query", text, "--out", str(graph.folder), "--format", "json").stdout)
    assert {row["page"] for row in found} == set(ODD.values())
    rows = csv.reader(
        run("query", text, "--out", str(graph.folder), "--format", "csv").stdout.splitlines()
    )
    assert {address for (address,) in rows} >= set(ODD.values())


def test_map_and_report_name_the_addresses_whole(graph: EcosystemGraph, tmp_path: Path) -> None:
    for command in ("map", "report"):
        target = tmp_path / f"{command}.html"
        run(command, "--out", str(graph.folder), "-o", str(target))
        assert target.stat().st_size > 0
    for engine in ("pyvis", "webgl", "geo"):
        target = tmp_path / f"{engine}.html"
        run("map", "--engine", engine, "--out", str(graph.folder), "-o", str(target))
        assert "New-Space-une-levee,29469" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "form", ["turtle", "nquads", "jsonld", "graphml", "gexf", "csv", "xlsx", "neo4j", "ftm"]
)
def test_every_export_is_written(graph: EcosystemGraph, tmp_path: Path, form: str) -> None:
    run("export", form, "--out", str(graph.folder), "-o", str(tmp_path / form))
    assert any(tmp_path.iterdir())


def test_exported_ties_name_the_addresses_whole(graph: EcosystemGraph, tmp_path: Path) -> None:
    run("export", "csv", "--out", str(graph.folder), "-o", str(tmp_path / "csv"))
    cells = [
        cell
        for path in (tmp_path / "csv").glob("*.csv")
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        for cell in row
    ]
    assert set(ODD.values()) <= {address for cell in cells for address in cell.split("\n")} | set(
        cells
    )


@pytest.mark.parametrize("name", ODD)
def test_the_endpoint_gives_the_addresses_whole(graph: EcosystemGraph, name: str) -> None:
    text = f"ASK {{ ?tie <http://purl.org/dc/terms/source> <{ODD[name]}> }}"
    assert b"true" in answer(graph.store, Job(text, negotiation.JSON), Limits()).body
    rows = "SELECT ?page { ?tie <http://purl.org/dc/terms/source> ?page }"
    found = answer(graph.store, Job(rows, negotiation.CSV), Limits()).body.decode()
    assert [ODD[name]] in list(csv.reader(found.splitlines()))


def test_the_page_of_an_actor_links_the_address_whole(graph: EcosystemGraph) -> None:
    found = [things.thing(graph.store, actor, "en") for actor in graph.network if "firm-" in actor]
    shown = "".join(map(repr, found))
    assert all(address in shown or repr(address)[1:-1] in shown for address in ODD.values())


def test_the_case_of_the_comma(shared: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    run("build", str(shared / "cases" / "21-comma-in-address" / "tables"), "--out", out)
    for command in ("hubs", "brokers", "gaps", "introductions", "map", "report"):
        run(command, "--out", out)
