"""Each export says of each tie when it held, which pages say so, and under which licence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
import rdflib
from openpyxl import load_workbook

from frenchtech_graph import exports
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.exports.flat import joined
from frenchtech_graph.exports.table_columns import LISTS, PROVENANCE_COLUMNS
from frenchtech_graph.exports.tables import lists
from frenchtech_graph.model.namespaces import FTE, GRAPH, ID, PREFIXES

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LILLE = GRAPH + "lille-2026-11-23"


@pytest.fixture(scope="module")
def written(lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the path of the Lille graph in each format."""
    folder = tmp_path_factory.mktemp("exports")
    paths = {name: folder / f"lille{known.ending or name}" for name, known in formats()}
    for name, path in paths.items():
        exports.export(lille.store, name, path)
    return paths


def formats() -> list[tuple[str, exports.Format]]:
    return [(name, known) for name, known in exports.FORMATS.items() if name != "nquads"]


@pytest.fixture(scope="module")
def stated(lille: EcosystemGraph) -> dict[str, Any]:
    """Return a dated tie of the graph, with what the graph itself says of it."""
    found = lille.query(
        "SELECT ?tie ?start ?page ?publisher ?read { ?tie a fte:Supervision ; fte:startDate ?start ;"
        " dcterms:source ?page ; fte:supervisor ?s ; fte:supervisedUnit ?o ."
        " ?page dcterms:publisher ?publisher ; fte:accessedAt ?read } ORDER BY ?tie LIMIT 1"
    )
    return {str(name): str(value) for name, value in found.iloc[0].items()}


def test_lists_say_it_in_columns(written: dict[str, Path], stated: dict[str, Any]) -> None:
    edges = pd.read_csv(written["csv"] / "edges.csv", dtype="string").set_index("id")
    book = load_workbook(written["xlsx"], read_only=True)["edges"]
    header, *rows = book.iter_rows(values_only=True)
    in_book = next(r for r in rows if r[0] == stated["tie"])
    neo4j = pd.read_csv(written["neo4j"] / "relationships.csv", dtype="string").set_index("tie")
    for row in (
        edges.loc[stated["tie"]],
        pd.Series(in_book, index=header),
        neo4j.loc[stated["tie"]].rename(lambda c: str(c).removesuffix(":string[]")),
    ):
        assert row["start"] == stated["start"]
        assert stated["page"] in str(row["pages"])
        assert stated["publisher"] in str(row["publishers"])
        assert stated["read"] in str(row["accessed"])
        assert (row["licences"], row["snapshots"]) == (LICENCE, LILLE)


def test_every_row_of_the_lists_has_a_snapshot_with_its_licence(lille: EcosystemGraph) -> None:
    found = lists(lille.store)
    snapshots = found["snapshots"].set_index("snapshot")
    pages = set(found["sources"]["page"])
    for name in ("nodes", "edges"):
        for row in found[name].to_dict("records"):
            if "/id/place/" in row["id"] or "/concept/" in row["id"]:
                continue  # places are of the reference data, no source states them
            assert row["snapshots"], row["id"]
            assert set(row["snapshots"]) <= set(snapshots.index)
            assert list(row["licences"]) == list(snapshots.loc[list(row["snapshots"]), "licence"])
            assert row["pages"] and set(row["pages"]) <= pages
            assert len(row["publishers"]) == len(row["accessed"]) == len(row["pages"])
    assert found["sources"]["publisher"].notna().all()
    assert found["sources"]["accessed"].notna().all()


def test_parquet_holds_lists_as_lists_and_comes_back_whole(
    written: dict[str, Path], lille: EcosystemGraph
) -> None:
    for name, frame in lists(lille.store).items():
        table = pq.read_table(written["parquet"] / f"{name}.parquet")
        back = {c: table.column(c).to_pylist() for c in table.column_names}
        assert list(back) == list(LISTS[name])
        for column, kind in LISTS[name].items():
            ours = [None if v is pd.NA or v != v else v for v in frame[column]]
            assert back[column] == ([list(v or ()) for v in ours] if kind == "list" else ours)
        told: Any = pq.read_schema(written["parquet"] / f"{name}.parquet").metadata
        assert told[b"frenchtech-graph:licences"].decode() == LICENCE
    edges = pd.read_parquet(written["parquet"] / "edges.parquet")
    assert any(len(pages) > 1 for pages in edges["pages"])


def test_csv_comes_back_as_it_was(written: dict[str, Path], lille: EcosystemGraph) -> None:
    for name, frame in lists(lille.store).items():
        back = pd.read_csv(
            written["csv"] / f"{name}.csv", dtype="string", keep_default_na=False, na_values=[""]
        )
        assert list(back.columns) == list(LISTS[name])
        for column, kind in LISTS[name].items():
            if kind == "text":
                ours = frame[column].fillna("").str.replace("\r\n", "\n")
                theirs = back[column].fillna("").str.removeprefix("'")
                assert (theirs == ours.str.removeprefix("'")).all(), column
            elif kind == "list":
                assert [joined(column, v) for v in frame[column]] == list(back[column].fillna(""))


def test_graphml_says_it_of_each_edge(
    written: dict[str, Path], lille: EcosystemGraph, stated: dict[str, Any]
) -> None:
    network = nx.read_graphml(written["graphml"])
    edge = next(a for *_, a in network.edges(data=True) if stated["tie"] in a["ties"].split(" "))
    assert edge["start"] == stated["start"]
    assert edge["sources"] == stated["page"]
    assert edge["publishers"] == stated["publisher"]
    assert edge["accessed"] == stated["read"]
    assert (edge["licences"], edge["snapshots"]) == (LICENCE, LILLE)
    assert all(a["licences"] and a["sources"] for *_, a in network.edges(data=True))
    assert network.graph["licences"] == LICENCE
    assert network.graph["as_of"] == max(s[-10:] for s in network.graph["snapshots"].split(" "))


def test_graphml_has_truth_values_that_igraph_reads_right(
    written: dict[str, Path], lille: EcosystemGraph
) -> None:
    read = igraph.Graph.Read_GraphML(str(written["graphml"]))
    ids = {vertex["id"]: vertex for vertex in read.vs}
    for node, attributes in lille.network.nodes(data=True):
        assert ids[node]["person"] is bool(attributes.get("person", False))
    for edge in read.es:
        ends = {read.vs[edge.source]["id"], read.vs[edge.target]["id"]}
        ours = lille.network.edges[tuple(ends)]["lead"]
        # Not known stays apart from false.
        assert edge["lead"] == {None: "", True: "true", False: "false"}[ours]
    assert {"true"} <= set(read.es["lead"])
    assert {licence for text in read.es["licences"] for licence in text.split(" ")} == {LICENCE}


def test_json_ld_and_turtle_say_it_of_each_tie(
    written: dict[str, Path], stated: dict[str, Any]
) -> None:
    for name, reader in (("jsonld", "json-ld"), ("turtle", "turtle")):
        graph = rdflib.Graph().parse(written[name], format=reader)
        found: Any = graph.query(
            "SELECT ?start ?page ?publisher ?read ?licence ?snapshot { ?tie fte:startDate ?start ;"
            " dcterms:source ?page ; prov:wasDerivedFrom ?snapshot ."
            " ?page dcterms:publisher ?publisher ; fte:accessedAt ?read ."
            " ?snapshot fte:fromSource/dcterms:license ?licence }",
            initBindings={"tie": rdflib.URIRef(stated["tie"])},
            initNs=PREFIXES,
        )
        ((start, page, publisher, read, licence, snapshot),) = found
        assert str(start) == stated["start"]
        assert [str(page), str(publisher)] == [stated["page"], stated["publisher"]]
        assert [str(read), str(licence), str(snapshot)] == [stated["read"], LICENCE, LILLE]


def test_followthemoney_says_it_of_each_link(
    written: dict[str, Path], stated: dict[str, Any]
) -> None:
    model = pytest.importorskip("followthemoney").model
    lines = written["ftm"].read_text(encoding="utf-8").splitlines()
    proxies = {p.id: p for p in map(model.get_proxy, map(json.loads, lines))}
    link = proxies["fte-tie-" + stated["tie"].removeprefix(ID + "tie/")]
    assert link.schema.name == "Membership"
    assert link.get("startDate") == [stated["start"]]
    assert link.get("sourceUrl") == [stated["page"]]
    assert link.get("publisher") == [stated["publisher"]]
    assert link.get("retrievedAt") == [stated["read"]]
    assert link.to_dict()["licences"] == [LICENCE]
    assert link.to_dict()["snapshots"] == [LILLE]


def test_what_is_hosted_is_the_member(lille: EcosystemGraph, written: dict[str, Path]) -> None:
    lines = written["ftm"].read_text(encoding="utf-8").splitlines()
    links = {entity["id"]: entity for entity in map(json.loads, lines)}
    hosted = lille.query(
        f"SELECT ?tie ?host ?guest {{ ?tie a <{FTE}Hosting> ; fte:host ?host ;"
        " fte:hostedOrganization ?guest } ORDER BY ?tie"
    )
    seen = 0
    for tie, host, guest in hosted.itertuples(index=False):
        link = links.get("fte-tie-" + tie.removeprefix(ID + "tie/"))
        if link is None or link["schema"] == "UnknownLink":
            continue
        ends = (link["properties"]["member"], link["properties"]["organization"])
        ids = ("fte-" + address.removeprefix(ID).replace("/", "-") for address in (guest, host))
        assert ends == tuple([i] for i in ids)
        seen += 1
    assert seen > 10


def test_provenance_columns_are_the_same_for_things_and_ties() -> None:
    for name in ("nodes", "edges"):
        assert PROVENANCE_COLUMNS.items() <= LISTS[name].items()
