"""Views: projections with a stated weight, filters that say what they leave out, refusals."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.network.filters import (
    CliqueProjectionError,
    actors,
    clique_projection,
    directed_projection,
    events,
    filtered,
    group_graph,
    groups_of,
    is_two_mode,
    layers,
    newman_projection,
    refuse_on_cliques,
    validated_projection,
)
from frenchtech_graph.network.projections import _probabilities, _tail
from frenchtech_graph.network.selection import select
from tests.support.reference_networks import karate, southern_women
from tests.support.synthetic import ecosystem

EVELYN, THERESA = "Evelyn Jefferson", "Theresa Anderson"


def two_mode(members_of: dict[str, list[str]], **attributes: Any) -> nx.Graph[Any]:
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    for event, members in members_of.items():
        graph.add_node(event, mode="event", **attributes)
        for actor in members:
            graph.add_node(actor, mode="actor")
            graph.add_edge(actor, event)
    return graph


incidences = st.dictionaries(
    st.sampled_from([f"e{i}" for i in range(8)]),
    st.lists(st.sampled_from([f"a{i}" for i in range(7)]), unique=True, max_size=6),
    max_size=8,
)


def test_southern_women_share_what_is_published() -> None:
    projection = newman_projection(southern_women())
    shared = [tie["events"] for *_, tie in projection.edges(data=True)]
    assert (len(shared), sum(shared), max(shared)) == (139, 322, 7)
    assert projection.edges[EVELYN, THERESA]["events"] == 7
    assert set(projection.edges[EVELYN, THERESA]["shared"]) == {
        f"E{i}" for i in (2, 3, 4, 5, 6, 8, 9)
    }


@given(incidences)
@settings(max_examples=50, deadline=None)
def test_newman_strength_counts_the_events_with_others(events: dict[str, list[str]]) -> None:
    graph = two_mode(events)
    projection = newman_projection(graph)
    for actor in projection:
        with_others = sum(1 for event in graph[actor] if graph.degree(event) > 1)
        assert projection.degree(actor, weight="weight") == pytest.approx(with_others)


def test_a_duplicated_event_doubles_weights_and_adds_no_tie() -> None:
    once = newman_projection(two_mode({"e": ["a", "b", "c"]}))
    twice = newman_projection(two_mode({"e": ["a", "b", "c"], "f": ["a", "b", "c"]}))
    assert set(once.edges) == set(twice.edges)
    assert all(twice.edges[tie]["weight"] == 2 * once.edges[tie]["weight"] for tie in once.edges)


def test_projections_keep_lonely_actors_and_their_attributes() -> None:
    graph = two_mode({"alone": ["a"], "nobody": []})
    graph.add_node("b", mode="actor", label="Bee")
    projection = newman_projection(graph)
    assert set(projection) == {"a", "b"}
    assert not projection.size()
    assert projection.nodes["b"]["label"] == "Bee"


def test_a_one_mode_graph_is_not_projected() -> None:
    with pytest.raises(ValueError, match="two-mode"):
        newman_projection(karate())


def test_the_bipartite_attribute_of_networkx_is_understood() -> None:
    graph = nx.davis_southern_women_graph()
    assert is_two_mode(graph)
    assert newman_projection(graph).number_of_edges() == 139


def test_evelyn_and_theresa_share_more_than_chance() -> None:
    validated = validated_projection(southern_women(), alpha=1.0)
    assert validated.edges[EVELYN, THERESA]["p"] == pytest.approx(0.0163170, abs=5e-8)
    p = sorted(tie["p"] for *_, tie in validated.edges(data=True))
    q = sorted(tie["q"] for *_, tie in validated.edges(data=True))
    # All 153 pairs are tests, those that share nothing with p = 1.
    expected = [
        min(1.0, *(p_j * 153 / (j + 1) for j, p_j in enumerate(p) if j >= i)) for i in range(len(p))
    ]
    assert q == pytest.approx(expected)


@pytest.mark.parametrize("method", ["hypergeometric", "sdsm"])
def test_two_cliques_of_events_are_told_from_chance_meetings(method: Any) -> None:
    events = {f"x{i}": ["a", "b", "c"] for i in range(12)} | {
        f"y{i}": ["d", "e", "f"] for i in range(12)
    }
    events |= {"once": ["a", "d"]}
    validated = validated_projection(two_mode(events), method=method)
    assert set(map(frozenset, validated.edges)) == {
        frozenset(pair) for pair in ("ab", "ac", "bc", "de", "df", "ef")
    }


def test_stochastic_degrees_keep_both_margins_on_average() -> None:
    graph = southern_women()
    degrees, sizes = (
        Counter(graph.degree(n) for n, data in graph.nodes(data=True) if data["mode"] == m)
        for m in ("actor", "event")
    )
    d, k = (np.array(sorted(values)) for values in (degrees, sizes))
    d_times, k_times = np.array([degrees[v] for v in d]), np.array([sizes[v] for v in k])
    chance = _probabilities(d, d_times, k, k_times)
    assert (chance * k_times).sum(axis=1) == pytest.approx(d, abs=1e-6)
    assert (chance * d_times[:, None]).sum(axis=0) == pytest.approx(k, abs=1e-6)


def test_the_tail_of_unequal_trials_is_exact() -> None:
    chances, times = np.array([0.2, 0.7]), np.array([2, 1])
    trials = [0.2, 0.2, 0.7]
    for least in range(1, 5):
        exact = sum(
            np.prod([p if hit else 1 - p for p, hit in zip(trials, outcome, strict=True)])
            for outcome in product([0, 1], repeat=3)
            if sum(outcome) >= least
        )
        assert _tail(chances, times, least) == pytest.approx(exact)


def test_direction_goes_from_source_to_target_and_each_event_weighs_one() -> None:
    graph = two_mode({"round": ["fund", "angel", "firm"], "pact": ["firm", "lab"]})
    for actor, side in {"fund": "source", "angel": "source", "firm": "target"}.items():
        graph.edges[actor, "round"]["side"] = side
    directed = directed_projection(graph)
    assert set(directed.edges) == {
        ("fund", "firm"),
        ("angel", "firm"),
        ("firm", "lab"),
        ("lab", "firm"),
    }
    assert directed.edges["fund", "firm"]["weight"] == 0.5
    assert directed.edges["lab", "firm"]["weight"] == 0.5


def test_what_cliques_decide_is_refused_unless_forced() -> None:
    cliques, newman = clique_projection(southern_women()), newman_projection(southern_women())
    assert all(tie["weight"] == 1 for *_, tie in cliques.edges(data=True))
    with pytest.raises(CliqueProjectionError, match="force"):
        refuse_on_cliques(cliques, "eigenvector", weighted=True, force=False)
    with pytest.raises(CliqueProjectionError):
        refuse_on_cliques(newman, "k-core", weighted=False, force=False)
    refuse_on_cliques(newman, "eigenvector", weighted=True, force=False)
    refuse_on_cliques(cliques, "k-core", weighted=False, force=True)
    refuse_on_cliques(southern_women(), "k-core", weighted=False, force=False)


def dated() -> nx.Graph[Any]:
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    graph.add_node(
        "lille", mode="actor", place="59350", place_label="Lille", department="59", region="32"
    )
    graph.add_node(
        "paris", mode="actor", place="75056", place_label="Paris", department="75", region="11"
    )
    graph.add_node("nowhere", mode="actor", place=None, pillars=("finance",), sectors=("health",))
    years = {
        "old": ("Founding", 2010, None),
        "state": ("Hosting", 2010, None),
        "undated": ("Hosting", None, None),
        "ended": ("Hosting", 2010, 2015),
        "new": ("FundingRound", 2020, None),
    }
    for event, (kind, start, end) in years.items():
        graph.add_node(event, mode="event", kind=kind, start=start, end=end)
        graph.add_edge("lille", event, sources=("https://a.fr/1",), confidence=0.9)
        graph.add_edge("paris", event, sources=("https://b.fr/2",), confidence=0.4)
    graph.add_edge("nowhere", "new")
    return graph


def kept_events(graph: nx.Graph[Any]) -> set[Any]:
    return set(events(graph))


def test_a_window_keeps_what_overlaps_it_and_counts_the_undated() -> None:
    view = filtered(dated(), since=2016, until=2021)
    assert kept_events(view) == {"state", "new"}
    assert view.graph["undated_left_out"] == 1
    assert kept_events(filtered(dated(), until=2012)) == {"old", "state", "ended"}
    assert kept_events(filtered(dated(), since=2015, until=2015)) == {"state", "ended"}
    assert kept_events(filtered(dated())) == {"old", "state", "undated", "ended", "new"}
    with pytest.raises(ValueError, match="after its end"):
        filtered(dated(), since=2020, until=2010)


@pytest.mark.parametrize(
    "place", ["Lille", "LILLE", "59350", "59", "dep-59", "reg-32", ("59000", "59350")]
)
def test_a_place_keeps_the_ties_of_its_actors_with_everyone(place: Any) -> None:
    view = filtered(dated(), place=place)
    assert {"lille", "paris", "nowhere"} <= set(view)
    assert kept_events(view) == kept_events(dated())


def test_actors_of_a_place_stay_without_ties_and_others_do_not() -> None:
    view = filtered(dated(), place="Paris", kind="Founding", source="a.fr")
    assert set(view) == {"paris", "lille", "old"}
    assert set(map(frozenset, view.edges)) == {frozenset(("lille", "old"))}
    assert set(filtered(dated(), place="reg-11", since=2030)) == {"paris", "lille", "state"}
    assert set(filtered(dated(), place="Roubaix")) == set()
    assert "32" not in str(filtered(dated(), place="32").nodes)


def test_pillar_sector_source_and_confidence() -> None:
    assert kept_events(filtered(dated(), pillar="finance")) == {"new"}
    assert kept_events(filtered(dated(), sector="health")) == {"new"}
    assert kept_events(filtered(dated(), sector="energy")) == set()
    sure = filtered(dated(), min_confidence=0.5)
    assert {actor for tie in sure.edges for actor in tie} & {"paris", "lille", "nowhere"} == {
        "lille",
        "nowhere",
    }
    assert filtered(dated(), source="b.fr", kind="Hosting").graph["filters"] == {
        "kind": "Hosting",
        "source": "b.fr",
    }


def test_views_leave_the_network_as_it_is() -> None:
    graph = ecosystem(60).graph
    before = json.dumps(nx.node_link_data(graph), sort_keys=True)
    for view in (
        filtered(graph, since=2015, pillar="finance"),
        newman_projection(graph),
        *layers(graph).values(),
    ):
        for node in view:
            view.nodes[node]["mode"] = "changed"
        for tie in view.edges:
            view.edges[tie]["role"] = "changed"
    assert json.dumps(nx.node_link_data(graph), sort_keys=True) == before


def test_layers_part_the_events_and_keep_all_actors() -> None:
    graph = ecosystem(80).graph
    parts = layers(graph)
    assert sum(part.size() for part in parts.values()) == graph.size()
    assert set(parts) == {
        data["kind"] for _, data in graph.nodes(data=True) if data["mode"] == "event"
    }
    assert all(actors(graph) == actors(part) for part in parts.values())


def test_layers_of_an_ordinary_graph_follow_its_ties() -> None:
    graph: nx.MultiGraph[Any] = nx.MultiGraph(
        [("a", "b", {"kind": "x"}), ("a", "b", {"kind": "y"}), ("b", "c", {})]
    )
    assert {name: sorted(part.edges()) for name, part in layers(graph).items()} == {
        "x": [("a", "b")],
        "y": [("a", "b")],
    }


def test_group_graph_adds_up_to_the_network() -> None:
    graph = karate()
    groups = group_graph(graph, "group")
    inside, across = groups.edges["Mr. Hi", "Mr. Hi"], groups.edges["Mr. Hi", "Officer"]
    assert (inside["observed"], across["observed"]) == (35, 11)
    assert sum(tie["observed"] for *_, tie in groups.edges(data=True)) == 78
    assert sum(tie["expected"] for *_, tie in groups.edges(data=True)) == pytest.approx(78)
    assert across["ratio"] < 1 < inside["ratio"]


def test_merging_two_groups_adds_observed_and_expected() -> None:
    graph = ecosystem(120).graph
    apart = group_graph(
        graph, {n: d["region"] for n, d in graph.nodes(data=True) if d.get("region")}
    )
    merged_names = {
        n: {"32": "north", "11": "north"}.get(d["region"], d["region"])
        for n, d in graph.nodes(data=True)
        if d.get("region")
    }
    merged = group_graph(graph, merged_names)
    for quantity in ("observed", "expected"):
        parts = sum(
            apart.edges[pair][quantity] for pair in (("32", "32"), ("11", "11"), ("11", "32"))
        )
        assert merged.edges["north", "north"][quantity] == pytest.approx(parts)
        beyond = sum(apart.edges[pair][quantity] for pair in (("32", "84"), ("11", "84")))
        assert merged.edges["north", "84"][quantity] == pytest.approx(beyond)


def test_actors_of_two_groups_count_half_in_each() -> None:
    graph = two_mode({"e": ["a", "b"]})
    graph.nodes["a"]["pillars"] = ("talent", "technology")
    graph.nodes["b"]["pillars"] = ("finance",)
    groups = group_graph(graph, "pillar")
    assert groups.nodes["talent"]["actors"] == 0.5
    assert groups.edges["talent", "finance"]["observed"] == 0.5
    assert groups_of(graph, "pillar") == {"a": ("talent", "technology"), "b": ("finance",)}


def test_group_graph_against_draws_has_p_and_q() -> None:
    graph = two_mode({f"e{i}": ["a", "b"] if i % 2 else ["c", "d"] for i in range(40)})
    names = {"a": "x", "b": "x", "c": "y", "d": "y"}
    rng = np.random.default_rng(1)
    draws = []
    for _ in range(30):
        shuffled = [rng.permutation(["a", "b", "c", "d"])[:2].tolist() for _ in range(40)]
        draws.append(two_mode({f"e{i}": members for i, members in enumerate(shuffled)}))
    tie = group_graph(graph, names, draws).edges["x", "y"]
    assert tie["observed"] == 0
    assert tie["q"] < 0.01
    assert tie["q"] >= tie["p"]


@pytest.mark.parametrize("graph", [nx.Graph(), nx.Graph(view="bipartite"), nx.empty_graph(1)])
def test_empty_and_single(graph: nx.Graph[Any]) -> None:
    assert filtered(graph).size() == 0
    assert layers(graph) == {}
    assert group_graph(graph, "pillar").size() == 0


def test_a_place_may_be_named_as_people_name_it() -> None:
    graph = ecosystem(200).graph
    by_name = select(graph, where="Hauts-de-France")
    assert set(by_name) == set(filtered(graph, place="reg-32"))
    assert set(select(graph, where="Métropole Européenne de Lille")) >= set(
        filtered(graph, place="59350")
    )
    assert select(graph) is graph


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ({"where": "Lile"}, "Lille"),
        ({"pillar": "finnance"}, "finance"),
        ({"kind": "Foundng"}, "Founding"),
    ],
)
def test_a_near_miss_is_answered_with_what_was_meant(condition: dict[str, str], hint: str) -> None:
    with pytest.raises(BilingualError, match=hint):
        select(ecosystem(60).graph, **condition)  # type: ignore[arg-type]
