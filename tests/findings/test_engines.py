"""Whatever engine is at hand, the numbers are those of networkx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.measures import engines, numpy_engines, scores, triangles
from frenchtech_graph.findings.measures.ties import Ties
from tests.support.any_graphs import graphs

ENGINES = [("numba", "rustworkx"), ("rustworkx",), ()]
every_graph = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=ENGINES, ids=["numba", "rustworkx", "numpy"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in request.param:
        pytest.importorskip(library)
    monkeypatch.setattr(engines, "installed", lambda library: library in request.param)


def simple(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """Add up parallel ties, and leave out those to oneself."""
    plain: nx.Graph[Any] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    plain.add_nodes_from(graph)
    for u, v, data in graph.edges(data=True):
        if u != v:
            weight = plain.edges[u, v]["weight"] if plain.has_edge(u, v) else 0
            plain.add_edge(u, v, weight=weight + data["weight"])
    return plain


def in_order(ties: Ties, values: Mapping[Any, float]) -> list[float]:
    return [values[node] for node in ties.nodes]


@pytest.mark.usefixtures("engine")
@given(graph=graphs())
@every_graph
def test_path_measures(graph: nx.Graph[Any]) -> None:
    ties, plain = Ties.of(graph, "weight"), simple(graph)
    every = np.arange(ties.n)
    between = nx.betweenness_centrality(plain, normalized=False)
    assert scores.betweenness(ties, None, every) == pytest.approx(in_order(ties, between), abs=1e-9)
    assert scores.harmonic(ties, None, every) == pytest.approx(
        in_order(ties, nx.harmonic_centrality(plain)), abs=1e-9
    )


@pytest.mark.usefixtures("engine")
@given(graph=graphs())
@every_graph
def test_paths_between_groups(graph: nx.Graph[Any]) -> None:
    ties, plain = Ties.of(graph, "weight"), simple(graph)
    teams = {
        team: [n for n, data in graph.nodes(data=True) if data["team"] == team]
        for team in ("x", "y")
    }
    group = np.array(
        [{"x": 0, "y": 1}.get(graph.nodes[n]["team"], -1) for n in ties.nodes], dtype=np.int64
    )
    expected = np.zeros(ties.n)
    for one, other in (("x", "y"), ("y", "x")):
        if ties.n:
            subset = nx.betweenness_centrality_subset(plain, teams[one], teams[other])
            expected += in_order(ties, subset)
    found = scores.bridge_betweenness(group)(ties, None, np.arange(ties.n))
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.usefixtures("engine")
@given(graph=graphs())
@every_graph
def test_pagerank_and_cores(graph: nx.Graph[Any]) -> None:
    ties = Ties.of(graph, "weight")
    every = np.arange(ties.n)
    rank = nx.pagerank(graph, tol=1e-14, max_iter=2000)
    assert scores.pagerank(ties, None, every) == pytest.approx(in_order(ties, rank), abs=1e-9)
    cores = nx.core_number(nx.Graph(simple(graph)))
    assert scores.k_core(ties, None, every).tolist() == in_order(ties, cores)


@pytest.mark.usefixtures("engine")
@given(graph=graphs())
@every_graph
def test_structural_holes(graph: nx.Graph[Any]) -> None:
    ties, plain = Ties.of(graph, "weight"), simple(graph)
    found = triangles.structural_holes(ties.projection())
    if not ties.n:
        assert found.shape == (0, 3)
        return
    constraint = nx.constraint(plain, weight="weight")
    assert found[:, 0] == pytest.approx(in_order(ties, constraint), nan_ok=True)
    # networkx's one pass over all nodes divides by the wrong maximum; node by node it follows Burt.
    # Nodes that only receive ties it leaves out, though they have contacts.
    size = np.array(
        in_order(ties, nx.effective_size(plain, nodes=list(plain), weight="weight")), dtype=float
    )
    told = ~np.isnan(size)
    assert found[told, 1] == pytest.approx(size[told])


@pytest.mark.usefixtures("engine")
@given(graph=graphs())
@every_graph
def test_open_triples_are_those_of_the_definition(graph: nx.Graph[Any]) -> None:
    plain = simple(graph)
    arcs = Ties.of(graph).links()
    group = np.arange(len(graph)) % 3 - (np.arange(len(graph)) % 5 == 4) * 9
    group[group < 0] = -1
    expected = np.zeros((len(graph), 5))
    for a, b in plain.to_directed().edges:
        for c in plain.to_directed()[b]:
            if a == c or plain.has_edge(a, c) or min(group[[a, b, c]]) < 0:
                continue
            same = (group[a] == group[b], group[b] == group[c], group[a] == group[c])
            role = {(True, True): 0, (True, False): 2, (False, True): 3}.get(
                same[:2], 1 if same[2] else 4
            )
            expected[b, role] += 1
    assert triangles.open_triples(arcs, group.astype(np.int64)).tolist() == expected.tolist()


def test_sums_do_not_depend_on_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    graph = Ties.of(nx.random_regular_graph(3, 60, seed=1)).links()
    monkeypatch.setattr(engines, "SOURCES_AT_ONCE", 7)
    found = []
    for cores in (1, 4):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        found.append(engines.betweenness(graph, np.arange(60)))
    assert (found[0] == found[1]).all()


def test_blocks_of_sources_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Ties.of(nx.karate_club_graph()).links()
    whole = numpy_engines.betweenness(graph, np.arange(34), np.ones(34))
    near = numpy_engines.harmonic(graph, np.arange(34))
    monkeypatch.setattr(numpy_engines, "BLOCK", 100)
    assert numpy_engines.betweenness(graph, np.arange(34), np.ones(34)) == pytest.approx(whole)
    assert numpy_engines.harmonic(graph, np.arange(34)) == pytest.approx(near)


def test_more_than_64_sources_at_once() -> None:
    graph = nx.gnm_random_graph(150, 260, seed=2)
    ties = Ties.of(graph)
    found = scores.harmonic(ties, None, np.arange(150))
    assert found == pytest.approx(in_order(ties, nx.harmonic_centrality(graph)))


@pytest.mark.usefixtures("engine")
@every_graph
@given(seed=st.integers(0, 10_000), ties=st.floats(0.5, 1.6))
def test_folded_trees_change_no_sum(seed: int, ties: float) -> None:
    """Sparse graphs: trees on a core, whole trees, pairs and single nodes."""
    rng = np.random.default_rng(seed)
    graph = Ties.of(nx.gnm_random_graph(40, round(40 * ties), seed=seed)).links()
    sources = np.flatnonzero(rng.random(40) < 0.6)
    worth = rng.integers(0, 3, 40).astype(float)
    plain = numpy_engines.betweenness(graph, sources, worth)
    found = engines.betweenness(graph, sources, worth, symmetric=True)
    assert found == pytest.approx(plain, abs=1e-9)
