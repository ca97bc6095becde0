"""Each export is opened by a reader that is not ours, and says what the graph says."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from openpyxl import load_workbook

from frenchtech_graph import catalogue as queries
from frenchtech_graph import exports
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.exports import json_ld, table_columns, tables
from frenchtech_graph.graph import rules
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model.namespaces import FTE, ID

EXOTEC = ID + "actor/exotec"
HOSTILE = '=HYPERLINK("http://evil.example","x") <script>alert(1)</script> "q" & | \\ \u2028 é'


@pytest.fixture(scope="module")
def written(lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the path of the Lille graph in each format."""
    folder = tmp_path_factory.mktemp("exports")
    paths = {
        name: folder / f"lille-{name}{known.ending}" for name, known in exports.FORMATS.items()
    }
    for name, path in paths.items():
        assert exports.export(lille.store, name, path)
    return paths


def default_graph(store: ox.Store) -> set[ox.Triple]:
    return {q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}


def with_snapshots(store: ox.Store) -> set[ox.Triple]:
    """Return the consolidated graph and, of each thing, the snapshots that its claims are in."""
    derived = ox.NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    of_claim: dict[Any, Any] = {
        q.subject: q.graph_name for q in store if isinstance(q.graph_name, ox.NamedNode)
    }
    derivations: Any = store.quads_for_pattern(
        None, derived, None, ox.NamedNode("https://w3id.org/fte/graph/derivations")
    )
    rests_on = {ox.Triple(q.subject, derived, of_claim[q.object]) for q in derivations}
    assert len(rests_on) > 1000
    return default_graph(store) | rests_on


def test_turtle_is_read_by_rdflib(written: dict[str, Path], lille: EcosystemGraph) -> None:
    graph = rdflib.Graph().parse(written["turtle"])
    assert len(graph) == len(with_snapshots(lille.store))


def test_nquads_are_read_by_rdflib_graph_by_graph(
    written: dict[str, Path], lille: EcosystemGraph
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset = rdflib.Dataset(default_union=False)
        dataset.parse(written["nquads"], format="nquads")
        sizes = {str(g.identifier): len(g) for g in dataset.graphs()}
    for name in lille.store.named_graphs():
        ours = sum(1 for _ in lille.store.quads_for_pattern(None, None, None, name))
        assert sizes[name.value] == ours
    assert sizes["urn:x-rdflib:default"] == len(default_graph(lille.store))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_json_ld_says_what_the_graph_says(written: dict[str, Path], lille: EcosystemGraph) -> None:
    graph = rdflib.Graph().parse(written["jsonld"], format="json-ld")
    back = ox.parse(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    assert {spelled(q.triple) for q in back} == {spelled(t) for t in with_snapshots(lille.store)}


def test_json_ld_is_read_by_pyoxigraph(written: dict[str, Path], lille: EcosystemGraph) -> None:
    back = ox.parse(path=str(written["jsonld"]), format=ox.RdfFormat.JSON_LD)
    assert {q.triple for q in back} == with_snapshots(lille.store)


def spelled(triple: ox.Triple) -> tuple[str, str, str]:
    """Return a triple as text; rdflib writes some numbers and truth values in another spelling."""
    value = triple.object
    assert not isinstance(value, ox.Triple)
    text = value.value
    if isinstance(value, ox.Literal) and value.datatype.value.endswith("#decimal"):
        text = f"{float(text):.12g}"
    return str(triple.subject), triple.predicate.value, text


def test_json_ld_uses_the_short_names_of_the_ontology(written: dict[str, Path]) -> None:
    nodes = json.loads(written["jsonld"].read_text(encoding="utf-8"))["@graph"]
    exotec = next(n for n in nodes if n["id"] == EXOTEC)
    assert exotec["name"] == {"fr": "Exotec"}
    assert exotec["type"] == "StartUp"
    assert exotec["seatedIn"].startswith(ID + "place/")


def test_graphml_is_read_by_networkx_and_igraph(
    written: dict[str, Path], lille: EcosystemGraph
) -> None:
    network = nx.read_graphml(written["graphml"])
    assert set(network.nodes) == set(lille.network.nodes)
    assert {frozenset(e) for e in network.edges} == {frozenset(e) for e in lille.network.edges}
    assert network.nodes[EXOTEC]["label"] == "Exotec"
    assert network.nodes[EXOTEC]["pillars"] == "venture"
    assert network.nodes[EXOTEC]["lat"] == lille.network.nodes[EXOTEC]["lat"]
    assert "amount_eur" not in network.nodes[ID + "event/exotec-2016"]
    import igraph

    other = igraph.Graph.Read_GraphML(str(written["graphml"]))
    assert (other.vcount(), other.ecount()) == (
        network.number_of_nodes(),
        network.number_of_edges(),
    )


def test_gexf_is_read_by_networkx_with_its_time(
    written: dict[str, Path], lille: EcosystemGraph
) -> None:
    network = nx.read_gexf(written["gexf"], version="1.3")
    assert set(network.nodes) == set(lille.network.nodes)
    assert {frozenset(e) for e in network.edges} == {frozenset(e) for e in lille.network.edges}
    assert network.nodes[EXOTEC]["label"] == "Exotec"
    round_2016 = network.nodes[ID + "event/exotec-2016"]
    assert round_2016["date"].startswith("2016")


def test_csv_lists_hold_every_tie_and_thing(
    written: dict[str, Path], lille: EcosystemGraph
) -> None:
    nodes, edges = (
        pd.read_csv(written["csv"] / f"{n}.csv", dtype="string") for n in ("nodes", "edges")
    )
    of_both = (
        "SELECT DISTINCT ?t { VALUES ?c { fte:Entity fte:SharedAct } ?t a/rdfs:subClassOf ?c }"
    )
    things = set(queries.run(lille.store, of_both)["t"])
    assert set(nodes["id"]) == things
    assert set(edges["source"]) | set(edges["target"]) <= things
    ties = queries.run(
        lille.store,
        "SELECT ?t { { ?t a/rdfs:subClassOf fte:Tie } UNION { ?t fte:raisedBy ?raised } }",
    )["t"]
    assert sorted(edges["id"]) == sorted(ties)
    assert edges["id"].is_unique and nodes["id"].is_unique
    assert not edges["pages"].isna().any()
    exotec = nodes.set_index("id").loc[EXOTEC]
    assert (exotec["name"], exotec["kind"], exotec["kind_fr"]) == ("Exotec", "StartUp", "start-up")
    assert exotec["siren"] == "812878742"


def test_a_round_is_a_node_and_its_money_stands_once(written: dict[str, Path]) -> None:
    edges = pd.read_csv(written["csv"] / "edges.csv")
    raised = edges[edges["relation"] == "raisedBy"].set_index("source")
    assert raised.loc[ID + "event/exotec-2022-series-d", "amount_eur"] == 293_000_000
    investments = edges[edges["event"] == ID + "event/exotec-2022-series-d"]
    assert investments["amount_eur"].sum() == 293_000_000


def test_workbook_is_read_by_openpyxl(written: dict[str, Path]) -> None:
    book = load_workbook(written["xlsx"], read_only=True)
    assert book.sheetnames == ["nodes", "edges", "sources", "snapshots"]
    rows = list(book["nodes"].iter_rows(values_only=True))
    assert rows[0][:2] == ("id", "name")
    assert len(rows) == len(pd.read_csv(written["csv"] / "nodes.csv")) + 1


def test_parquet_is_read_by_duckdb_with_its_types(written: dict[str, Path]) -> None:
    connection = pytest.importorskip("duckdb").connect()
    edges = written["parquet"] / "edges.parquet"
    total = (
        "SELECT sum(amount_eur), max(start_year) FROM read_parquet(?) WHERE kind = 'FundingRound'"
    )
    euros, latest = connection.execute(total, [str(edges)]).fetchone()
    assert euros > 1e9
    assert isinstance(latest, int)
    joined = """SELECT count(*) FROM read_parquet(?) e JOIN read_parquet(?) n ON e.source = n.id"""
    nodes = written["parquet"] / "nodes.parquet"
    assert connection.execute(joined, [str(edges), str(nodes)]).fetchone()[0] == len(
        pd.read_parquet(edges)
    )


def test_neo4j_files_follow_the_header_rules(written: dict[str, Path]) -> None:
    nodes, ties = (
        pd.read_csv(written["neo4j"] / f"{n}.csv", dtype="string")
        for n in ("nodes", "relationships")
    )
    assert nodes["id:ID"].is_unique
    assert {":LABEL", "pillars:string[]", "start_year:int", "person:boolean"} <= set(nodes.columns)
    ends = set(ties[":START_ID"]) | set(ties[":END_ID"])
    assert ends <= set(nodes["id:ID"])
    assert ties[":TYPE"].str.fullmatch("[A-Z]+(_[A-Z]+)*").all()
    exotec = nodes.set_index("id:ID").loc[EXOTEC]
    assert exotec[":LABEL"].split("|")[:3] == ["StartUp", "Company", "Organization"]
    assert exotec["person:boolean"] == "false"


def test_followthemoney_accepts_every_entity(written: dict[str, Path]) -> None:
    # Not among the dependencies of development: one of its own is built from source.
    model = pytest.importorskip("followthemoney").model
    found = {}
    for line in written["ftm"].read_text(encoding="utf-8").splitlines():
        entity = json.loads(line)
        proxy = model.get_proxy(entity, cleaned=False)
        proxy.schema.validate(entity)
        kept = {name: set(values) for name, values in proxy.to_dict()["properties"].items()}
        # What the model would clean away is a value it does not take; what it does not know stays.
        assert proxy.to_dict()["licences"] == entity["licences"]
        assert set(entity["properties"]) == set(kept), entity
        found[proxy.id] = proxy
    for proxy in found.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert prop.range is None or found[value].schema.is_a(prop.range), (
                    proxy.id,
                    prop.name,
                )
    exotec = found["fte-actor-exotec"]
    assert exotec.schema.name == "Company"
    assert exotec.get("registrationNumber") == ["812878742"]
    schemas = {p.schema.name for p in found.values()}
    assert {
        "Person",
        "Company",
        "Directorship",
        "Ownership",
        "Payment",
        "Debt",
        "UnknownLink",
    } <= schemas


def test_few_links_of_followthemoney_are_of_an_unknown_kind(written: dict[str, Path]) -> None:
    entities = map(json.loads, written["ftm"].read_text(encoding="utf-8").splitlines())
    things = {"Person", "Company", "Organization", "PublicBody", "Project"}
    links = [e["schema"] for e in entities if e["schema"] not in things]
    assert len(links) > 400
    assert links.count("UnknownLink") <= 0.05 * len(links)


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
def test_the_same_graph_gives_the_same_bytes(
    name: str, written: dict[str, Path], lille: EcosystemGraph, tmp_path: Path
) -> None:
    again = exports.export(lille.store, name, tmp_path / "again")
    for path in again:
        first = written[name] / path.name if written[name].is_dir() else written[name]
        assert path.read_bytes() == first.read_bytes()


@pytest.fixture
def hostile() -> ox.Store:
    store = ox.Store()
    actor, title = (
        ox.NamedNode(ID + "actor/x"),
        ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    )
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    store.add(ox.Quad(actor, title, ox.Literal(HOSTILE + "\x0b", language="fr")))
    store.add(ox.Quad(actor, kind, ox.NamedNode(FTE + "StartUp")))
    rules.add_ontology(store)
    rules.apply_rules(store)
    return store


def test_hostile_names_stay_names(hostile: ox.Store, tmp_path: Path) -> None:
    for name in exports.FORMATS:
        exports.export(hostile, name, tmp_path / (name + (".xlsx" if name == "xlsx" else "")))
    assert (
        nx.read_graphml(tmp_path / "graphml").nodes[ID + "actor/x"]["label"].startswith(HOSTILE[:9])
    )
    assert (
        nx.read_gexf(tmp_path / "gexf", version="1.3")
        .nodes[ID + "actor/x"]["label"]
        .startswith(HOSTILE[:9])
    )
    for path in (tmp_path / "csv" / "nodes.csv", tmp_path / "neo4j" / "nodes.csv"):
        assert pd.read_csv(path)["name"].tolist()[0].startswith("'=HYPERLINK")
    sheet = load_workbook(tmp_path / "xlsx.xlsx")["nodes"]
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].value.startswith("'=")
    assert pd.read_parquet(tmp_path / "parquet" / "nodes.parquet")["name"][0].startswith("=HYPER")
    found = json.loads((tmp_path / "jsonld").read_text(encoding="utf-8"))["@graph"]
    assert next(n for n in found if n["id"] == ID + "actor/x")["name"]["fr"] == HOSTILE + "\x0b"


def test_columns_are_typed_even_when_empty() -> None:
    for frame, columns in (
        (tables.nodes(ox.Store()), table_columns.NODE_COLUMNS),
        (tables.edges(ox.Store()), table_columns.EDGE_COLUMNS),
    ):
        assert list(frame.columns) == list(columns)
        assert frame.empty
        assert str(frame["amount"].dtype) == "float64"


def test_json_ld_without_a_term_names_the_property_by_its_prefix() -> None:
    text = (
        b'<urn:a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> "plain" .\n<urn:a> <urn:p>'
        b" <urn:b> .\n"
    )
    triples = [q.triple for q in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
    assert json_ld.compacted(triples) == [
        {"id": "urn:a", "rdfs:seeAlso": "plain", "urn:p": {"@id": "urn:b"}}
    ]


def test_the_command_lists_and_writes(lille: EcosystemGraph, tmp_path: Path) -> None:
    listed = CliRunner().invoke(main, ["export", "--help"])
    assert all(name in listed.stdout for name in exports.FORMATS)
    target = tmp_path / "lille.graphml"
    result = CliRunner().invoke(
        main, ["export", "graphml", "-o", str(target), "--out", str(lille.folder)]
    )
    assert result.exit_code == 0
    assert str(target) in result.stdout
    assert nx.read_graphml(target).number_of_nodes() == lille.network.number_of_nodes()


def test_an_unknown_format_is_answered_with_those_there_are(
    lille: EcosystemGraph, tmp_path: Path
) -> None:
    with pytest.raises(BilingualError, match="graphml"):
        exports.export(lille.store, "grapml", tmp_path / "x")
    result = CliRunner().invoke(
        main, ["export", "grapml", "--out", str(lille.folder), "--lang", "en"]
    )
    assert result.exit_code == 2
    assert "Did you mean: graphml" in result.stderr
    assert not list(tmp_path.iterdir())


def test_existing_files_beside_are_left_alone(lille: EcosystemGraph, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    exports.export(lille.store, "csv", tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "keep"
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "edges.csv",
        "mine.txt",
        "nodes.csv",
        "snapshots.csv",
        "sources.csv",
    ]
    assert (tmp_path / "nodes.csv").read_bytes().startswith(b"\xef\xbb\xbf")
