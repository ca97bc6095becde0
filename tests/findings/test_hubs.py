"""Hubs: the table, its evidence, its sentences, and the commands that print them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.findings.hubs.hub_sentences import heading, ordinal
from frenchtech_graph.findings.hubs.ranking import MEASURES, evidence, hub_sentence, rank_hubs
from frenchtech_graph.network.filters import CliqueProjectionError, clique_projection
from tests.support.reference_networks import florentine, karate, southern_women
from tests.support.synthetic import ecosystem


@pytest.fixture(scope="module")
def graph() -> nx.Graph[Any]:
    return ecosystem(80).graph


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_ranks_with_its_doubt(graph: nx.Graph[Any], measure: str) -> None:
    found = rank_hubs(graph, measure=measure, top=10, resamples=15, seed=3)
    assert 0 < len(found) <= 10
    assert found["rank"].is_monotonic_increasing
    assert found["rank_low"].le(found["rank_high"]).all()
    assert found["p_top"].between(0, 1).all()
    assert (found["p_top"][found["hub"]] >= 0.8).all()
    assert found[measure].is_monotonic_decreasing
    assert (found[measure] > 0).all()
    assert found.attrs["seed"] == 3
    pd.testing.assert_frame_equal(
        found, rank_hubs(graph, measure=measure, top=10, resamples=15, seed=3)
    )


def test_values_are_those_of_the_network(graph: nx.Graph[Any]) -> None:
    found = rank_hubs(graph, top=100, resamples=0)
    for row in found.to_dict("records"):
        node = row["iri"]
        partners = {actor for event in graph[node] for actor in graph[event]} - {node}
        assert row["events"] == graph.degree(node)
        assert row["degree"] == len(partners)
        assert row["label"] == graph.nodes[node]["label"]
        assert row["pillars"] == graph.nodes[node]["pillars"]
    between = nx.betweenness_centrality(graph)
    assert found["betweenness"].to_numpy() == pytest.approx([between[iri] for iri in found["iri"]])
    harmonic = nx.harmonic_centrality(graph)
    assert found["harmonic"].to_numpy() == pytest.approx(
        [harmonic[iri] / (len(graph) - 1) for iri in found["iri"]]
    )


def test_persons_are_ranked_only_when_asked_for(graph: nx.Graph[Any]) -> None:
    organisations = rank_hubs(graph, top=200, resamples=0)
    everyone = rank_hubs(graph, top=200, resamples=0, persons=True)
    persons = {node for node, data in graph.nodes(data=True) if data.get("person")}
    assert persons.isdisjoint(organisations["iri"])
    assert persons & set(everyone["iri"])
    # Persons stay in the network: partners of an organisation count them either way.
    both = everyone.set_index("iri").loc[organisations["iri"], "degree"]
    assert both.tolist() == organisations["degree"].tolist()


def test_one_pillar_is_ranked_by_its_ties_to_all(graph: nx.Graph[Any]) -> None:
    found = rank_hubs(graph, top=200, pillar="finance", resamples=0)
    assert all("finance" in pillars for pillars in found["pillars"])
    everyone = rank_hubs(graph, top=200, resamples=0).set_index("iri")
    assert everyone.loc[found["iri"], "events"].tolist() == found["events"].tolist()
    assert rank_hubs(graph, pillar="nobody").empty


def test_any_graph_can_be_ranked() -> None:
    medici = rank_hubs(florentine(), measure="betweenness", top=3, resamples=30)
    assert medici["label"][0] == "Medici"
    assert medici["betweenness"][0] == pytest.approx(0.5220, abs=5e-5)
    assert set(rank_hubs(karate(), top=3, resamples=5)["iri"]) == {1, 33, 34}
    directed: nx.MultiDiGraph[Any] = nx.MultiDiGraph(
        [("a", "b"), ("a", "b"), ("c", "b"), ("b", "b")]
    )
    assert rank_hubs(directed, top=1, resamples=5)["degree"].tolist() == [2]


@pytest.mark.parametrize("empty", [nx.Graph(), nx.Graph(view="bipartite")])
def test_an_empty_network_gives_an_empty_table(empty: nx.Graph[Any]) -> None:
    found = rank_hubs(empty)
    assert found.empty
    assert {"iri", "rank", "rank_low", "rank_high", "p_top", "tier", "hub", "method"} <= set(
        found.columns
    )


def test_wrong_calls_say_so() -> None:
    with pytest.raises(ValueError, match="known: events, degree"):
        rank_hubs(karate(), measure="fame")
    cliques = clique_projection(southern_women())
    for measure in ("k_core", "eigenvector"):
        with pytest.raises(CliqueProjectionError, match="force"):
            rank_hubs(cliques, measure=measure, resamples=0)
        assert len(rank_hubs(cliques, measure=measure, resamples=0, force=True)) == 18


def test_evidence_leads_to_ties_and_sources(graph: nx.Graph[Any]) -> None:
    node = rank_hubs(graph, top=1, resamples=0)["iri"][0]
    found = evidence(graph, node)
    edges = [data for *_, data in graph.edges(node, data=True)]
    assert set(found["ties"]) == {tie for data in edges for tie in data["ties"]}
    assert set(found["sources"]) == {source for data in edges for source in data["sources"]}
    assert evidence(karate(), 1) == {"ties": [], "sources": []}


ROW: dict[str, Any] = {
    **{
        "label": "Alpha",
        "events": 32,
        "degree": 1,
        "rank": 1.0,
        "rank_low": 1.0,
        "rank_high": 2.2,
        "p_top": 1.0,
    },
    **{
        "k": 20,
        "hub": True,
        "measure": "events",
        "rank_without_source": 1.0,
        "source_at_stake": "example.org",
    },
}


def test_a_firm_hub_in_words() -> None:
    assert (
        hub_sentence(ROW, "fr")
        == "Alpha est un carrefour de cet écosystème : 32 événements enregistrés avec 1 partenaire."
        " Son rang tient quand on retire au hasard un cinquième des événements : 1er par le"
        " nombre d'événements, il reste parmi les 20 premiers dans 100\u00a0% des essais."
    )
    assert (
        hub_sentence(ROW, "en")
        == "Alpha is a hub of this ecosystem: 32 recorded events with 1 partner. Its rank is"
        " stable when a random fifth of the events is removed: 1st by number of events, it stays"
        " among the first 20 in 100% of the trials."
    )


def test_a_doubtful_one_in_words() -> None:
    row = {
        **ROW,
        "hub": False,
        "rank": 2.5,
        "rank_high": 31.4,
        "p_top": 0.799,
        "degree": 0,
        "events": 1,
    }
    english, french = hub_sentence(row, "en"), hub_sentence(row, "fr")
    assert "1 recorded event with 0 different partners and comes joint 2nd" in english
    assert "moves between 1st and 32nd (among the first 20 in 79% of the trials)" in english
    assert "1 événement enregistré avec 0 partenaire et arrive 2e ex æquo" in french
    assert "ne permettent pas de l'appeler un carrefour" in french


def test_a_rank_that_rests_on_one_source_says_so() -> None:
    row = {**ROW, "rank_without_source": 50.5}
    assert hub_sentence(row, "en").endswith(
        "Caution: without the source example.org, it would come 50th."
    )
    assert "Attention" not in hub_sentence({**row, "rank_without_source": np.nan}, "fr")
    assert "has not been tried" in hub_sentence({**row, "p_top": np.nan}, "en")
    with pytest.raises(ValueError, match="'es'"):
        hub_sentence(ROW, "es")


def test_braces_in_a_name_are_only_a_name() -> None:
    assert "{k} <b>x</b>" in hub_sentence({**ROW, "label": "{k} <b>x</b>"}, "fr")


def test_ordinals() -> None:
    assert [ordinal(n, "en") for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "102nd",
        "111th",
    ]
    assert heading("tier", "fr") == "palier"
    assert heading("iri", "fr") == "iri"


def run(lille: EcosystemGraph, *arguments: str) -> Any:
    return CliRunner().invoke(
        main, [*arguments, "--out", str(lille.folder)], catch_exceptions=False
    )


@pytest.mark.xdist_group("lille")
def test_lille_hubs_as_json_link_to_ties_and_sources(lille: EcosystemGraph) -> None:
    done = run(lille, "hubs", "--json", "--top", "5", "--resamples", "40")
    rows = json.loads(done.stdout)
    assert len(rows) == 5
    assert rows[0]["label"] == "EuraTechnologies"
    for row in rows:
        assert row["ties"]
        assert all(source.startswith("http") for source in row["sources"])
        assert row["rank_low"] <= row["rank_high"]
        assert row["seed"] == 1
        assert row["label"] in row["sentence_fr"]
        assert row["label"] in row["sentence_en"]


@pytest.mark.xdist_group("lille")
def test_lille_brokers_as_csv(lille: EcosystemGraph) -> None:
    done = run(
        lille,
        "brokers",
        "--format",
        "csv",
        "--top",
        "4",
        "--resamples",
        "20",
        "--null-draws",
        "50",
        "--measure",
        "liaison",
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 4
    assert [float(row["rank"]) for row in rows] == sorted(float(row["rank"]) for row in rows)
    assert all(row["ties"] for row in rows)


@pytest.mark.xdist_group("lille")
@pytest.mark.parametrize(
    ("lang", "words"), [("fr", ("carrefour", "palier")), ("en", ("hub", "tier"))]
)
def test_a_table_is_followed_by_sentences_and_what_to_keep_in_mind(
    lille: EcosystemGraph, lang: str, words: tuple[str, str]
) -> None:
    done = run(
        lille, "hubs", "--lang", lang, "--where", "Lille", "--since", "2015", "--resamples", "30"
    )
    assert done.exit_code == 0
    assert all(word in done.stdout for word in words)
    assert {"fr": "laissés de côté", "en": "left out"}[lang] in done.stderr


@pytest.mark.xdist_group("lille")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--where", "Lile"), "Lille"),
        (("--pillar", "finnance"), "finance"),
        (("--sector", "helth"), "health"),
        (("--since", "2020", "--until", "2010"), "after its end"),
    ],
)
def test_bad_calls_are_answered_with_what_to_mend(
    lille: EcosystemGraph, arguments: tuple[str, ...], expected: str
) -> None:
    done = run(lille, "hubs", "--lang", "en", *arguments)
    assert done.exit_code == 2
    assert expected in done.stderr
    assert not done.stdout


def test_no_graph_no_answer(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["hubs", "--out", str(tmp_path / "nothing")])
    assert done.exit_code == 2
    assert "build" in done.stderr
