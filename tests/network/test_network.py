"""The network holds what the graph says: actors, events, who took part, on whose word."""

from pathlib import Path

import networkx as nx
import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.graph.build import load_quads
from frenchtech_graph.network.build import bipartite, source_facts
from frenchtech_graph.network.incidence import incidence
from frenchtech_graph.pipeline import datasets

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
ID = "https://w3id.org/fte/id/"


@pytest.fixture(scope="module")
def mini() -> "nx.Graph[str]":
    return bipartite(load_quads(datasets.read_all([MINI])))


def test_it_is_bipartite_between_actors_and_events(mini: "nx.Graph[str]") -> None:
    modes = nx.get_node_attributes(mini, "mode")
    assert all({modes[a], modes[b]} == {"actor", "event"} for a, b in mini.edges)


def test_a_round_joins_its_company_and_its_investors_once(mini: "nx.Graph[str]") -> None:
    event = f"{ID}event/nordlys-seed"
    assert {(n.rsplit("/", 1)[-1], mini.edges[event, n]["role"]) for n in mini[event]} == {
        ("nordlys", "raisedBy"),
        ("beffroi", "investor"),
    }
    attributes = mini.nodes[event]
    assert (attributes["start"], attributes["date"], attributes["amount_eur"]) == (
        2016,
        "2016-05-10",
        2_500_000.0,
    )
    assert (attributes["kind"], attributes["flow"], attributes["round"]) == (
        "FundingRound",
        "finance",
        "seed-round",
    )
    assert mini.edges[event, f"{ID}actor/beffroi"]["lead"] is True


def test_a_project_is_one_event_of_all_its_participants(mini: "nx.Graph[str]") -> None:
    assert {n.rsplit("/", 1)[-1] for n in mini[f"{ID}project/lumen"]} == {"lori", "nordlys"}


def test_a_tie_of_two_keeps_sides_roles_and_sources(mini: "nx.Graph[str]") -> None:
    supported = f"{ID}actor/nordlys"
    event = next(e for e in mini[supported] if mini.nodes[e]["kind"] == "Incubation")
    assert mini.edges[event, supported]["side"] == "target"
    assert mini.edges[event, f"{ID}actor/filature"]["role"] == "supporter"
    assert mini.edges[event, supported]["sources"] == (
        "https://example.org/press/1",
        "https://example.org/press/2",
    )
    assert mini.edges[event, supported]["ties"] == (event,)


def test_actors_say_where_what_and_since_when(mini: "nx.Graph[str]") -> None:
    node = mini.nodes[f"{ID}actor/nordlys"]
    assert (node["kind"], node["pillars"], node["stage"]) == ("StartUp", ("venture",), "scale-up")
    assert (node["place"], node["place_label"], node["department"], node["region"]) == (
        "59350",
        "Lille",
        "59",
        "32",
    )
    assert node["created"] == "2015-03" and node["closed"] is None
    assert mini.nodes[f"{ID}actor/lori"]["pillars"] == ("talent", "technology")
    lori = mini.nodes[f"{ID}actor/lori"]  # a laboratory without a place stands with its university
    assert (lori["place"], lori["placed_with"]) == ("59350", f"{ID}actor/universite-essai")


def test_an_actor_without_a_tie_is_there_and_a_place_is_no_partner(mini: "nx.Graph[str]") -> None:
    assert mini.degree[f"{ID}actor/hostile"] == 0
    assert not [n for n, d in mini.nodes(data=True) if d["kind"] == "Establishment"]


def test_a_cancelled_round_is_no_event(lille: EcosystemGraph) -> None:
    labels = {d["label"] for _, d in lille.network.nodes(data=True)}
    assert not [text for text in labels if "Vade Secure" in text and "annonc" in text]


def test_every_page_behind_an_edge_is_described(lille: EcosystemGraph) -> None:
    facts = source_facts(lille.store)
    pages = {page for *_, d in lille.network.edges(data=True) for page in d["sources"]}
    assert pages and pages <= set(facts)
    assert all(facts[p]["publisher"] for p in pages)


def test_the_incidence_matrix_is_that_of_the_network(lille: EcosystemGraph) -> None:
    for store in (lille.store, load_quads(datasets.read_all([MINI]))):
        network = bipartite(store)
        actors, events, matrix = incidence(store)
        assert (len(actors) + len(events)) == len(network)
        expected = nx.bipartite.biadjacency_matrix(network, actors, events, weight=None)
        assert (matrix != expected).nnz == 0


def test_doubt_about_a_tie_stays_with_its_edge_unless_another_tie_is_surer() -> None:
    store = load_quads(datasets.read_all([MINI]))
    network = bipartite(store)
    event, actor = next(
        (e, a) for e, a, d in network.edges(data=True) if len(d["ties"]) == 1 and d["ties"] != (e,)
    )
    (tie,) = network.edges[event, actor]["ties"]
    store.update(f"INSERT DATA {{ <{tie}> <https://w3id.org/fte/onto/confidence> 0.4 }}")
    assert bipartite(store).edges[event, actor]["confidence"] == 0.4
