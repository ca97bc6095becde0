# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""Location quotients, relatedness, peers, and the checklist of functions."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.findings.functions.coverage_gaps import (
    function_sentence,
    location_quotients,
    missing_functions,
    peer_gaps,
    peers,
    trade_sentence,
)
from frenchtech_graph.findings.measures import specialisation as sp
from tests.support.synthetic import ecosystem

# The 5 × 5 example of the EconGeo package (Balland 2017): regions × industries.
REGIONS = np.array(
    [
        [100, 0, 0, 0, 0],
        [0, 15, 5, 70, 10],
        [0, 20, 10, 20, 50],
        [0, 25, 30, 5, 40],
        [0, 40, 55, 5, 0],
    ],
    dtype=float,
)


def test_location_quotient_of_the_published_example() -> None:
    quotient = sp.location_quotient(REGIONS)
    assert quotient[1].round(12).tolist() == [0, 0.75, 0.25, 3.5, 0.5]
    assert quotient[0].tolist() == [5, 0, 0, 0, 0]


def test_empty_places_and_trades_have_no_quotient() -> None:
    assert np.isnan(sp.location_quotient([[1, 0], [0, 0]])).tolist() == [
        [False, True],
        [True, True],
    ]
    assert np.isnan(sp.location_quotient([[0, 0], [0, 0]])).all()


def by_definition(counts: np.ndarray, method: str) -> np.ndarray:
    """The formulas of van Eck & Waltman 2009 and Steijn 2021, cell by cell."""
    c = counts.copy()
    np.fill_diagonal(c, 0)
    s, total = c.sum(axis=0), c.sum()
    near = np.zeros_like(c)
    for i in range(len(c)):
        for j in range(len(c)):
            if i == j or s[i] * s[j] == 0:
                continue
            expected = {
                "association": s[i] * s[j] / total,
                "cosine": math.sqrt(s[i] * s[j]),
                "jaccard": s[i] + s[j] - c[i, j],
                "probability": (
                    (s[i] / total * s[j] / (total - s[i]) + s[j] / total * s[i] / (total - s[j]))
                    * total
                    / 2
                ),
            }[method]
            near[i, j] = c[i, j] / expected
    return near


@pytest.mark.parametrize("method", ["association", "cosine", "jaccard", "probability"])
def test_relatedness_and_density_of_the_published_example(method: sp.Method) -> None:
    together = sp.co_occurrence(sp.location_quotient(REGIONS) >= 1)
    assert together.tolist() == [
        [0] * 5,
        [0, 0, 2, 1, 2],
        [0, 2, 0, 0, 1],
        [0, 1, 0, 0, 1],
        [0, 2, 1, 1, 0],
    ]
    near = sp.relatedness(together, method)
    np.testing.assert_allclose(near, by_definition(together, method))
    np.testing.assert_allclose(near, near.T)
    special = (sp.location_quotient(REGIONS) >= 1).astype(float)
    density = sp.density(special, near)
    assert np.isnan(density[:, 0]).all()  # the first industry goes with no other
    for r in range(5):
        for i in range(1, 5):
            assert density[r, i] == pytest.approx(100 * special[r] @ near[:, i] / near[:, i].sum())
    if method == "association":
        assert density[3, 1] == pytest.approx(70)  # (28/15 + 14/10) of (28/15 + 14/10 + 14/10)


def test_relatedness_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="choose association"):
        sp.relatedness(np.eye(2), "euclid")
    with pytest.raises(ValueError, match="square"):
        sp.relatedness(np.ones((2, 3)))
    with pytest.raises(ValueError, match="zero or more"):
        sp.location_quotient([[-1, 2]])


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=5))
@settings(max_examples=40, deadline=None)
def test_quotients_average_to_one(rows: list[list[int]]) -> None:
    counts = np.array(rows, dtype=float)
    expected = sp.expected_counts(counts)
    np.testing.assert_allclose(expected.sum(), counts.sum())
    inside = expected > 0
    np.testing.assert_allclose(
        (sp.location_quotient(counts)[inside] * expected[inside]).sum(), counts.sum()
    )
    # The shrunk quotient lies between the quotient and 1.
    raw, shrunk = sp.location_quotient(counts)[inside], sp.shrunk_quotient(counts)[inside]
    assert ((shrunk - 1) * (raw - 1) >= -1e-12).all()
    assert (np.abs(shrunk - 1) <= np.abs(raw - 1) + 1e-12).all()


def test_jensen_shannon_is_a_distance() -> None:
    a, b, c = [3, 1, 0], [1, 1, 1], [0, 2, 5]
    assert sp.jensen_shannon(a, b) == pytest.approx(sp.jensen_shannon(b, a))
    assert sp.jensen_shannon(a, c) <= sp.jensen_shannon(a, b) + sp.jensen_shannon(b, c)
    assert math.isnan(sp.jensen_shannon(a, [0, 0, 0]))


def trades() -> nx.Graph[Any]:
    """Region r0 has biotech and medtech but hardly health, which goes with both; r1 has none of the
    three.
    """
    counts = {
        "r0": {("biotech",): 20, ("medtech",): 20, ("software",): 20, ("health",): 1},
        "r1": {("software",): 50, ("games",): 40, ("health",): 2},
        "r2": {
            ("health", "biotech"): 25,
            ("health", "medtech"): 25,
            ("health",): 10,
            ("software", "games"): 20,
        },
    }
    graph: nx.Graph[Any] = nx.Graph()
    for region, mix in counts.items():
        for sectors, n in mix.items():
            for k in range(n):
                graph.add_node(
                    (region, sectors, k),
                    mode="actor",
                    pillars=("venture",),
                    region=region,
                    sectors=sectors,
                )
    graph.add_node("unplaced", mode="actor", pillars=("venture",), region=None, sectors=("health",))
    return graph


def test_unexpected_absence_and_not_the_places_trade() -> None:
    frame = location_quotients(trades())
    finding = frame.set_index(["place", "group"])["finding"]
    assert finding["r0", "health"] == "unexpected absence"
    assert finding["r1", "health"] == "not the place's trade"
    assert frame.attrs["firms"] == 233
    assert frame.attrs["firms_without_data"] == 1
    for _, row in frame.iterrows():
        assert trade_sentence(row, "fr").endswith(".")
    assert "inattendue" in trade_sentence(
        frame.set_index(["place", "group"], drop=False).loc[("r0", "health")], "fr"
    )


def test_a_trade_lacks_only_where_a_list_of_all_places_would_name_it() -> None:
    graph = trades()
    firms = [name for name, data in graph.nodes(data=True) if data["region"]]
    for number, firm in enumerate(firms):
        graph.add_node(f"e{number}", mode="event", kind="Award")
        graph.add_edge(f"e{number}", firm, side="target", sources=("https://list.example",))
    of_list = location_quotients(graph).set_index(["place", "group"])["finding"]
    assert of_list["r0", "health"] == "unexpected absence"
    for number, firm in enumerate(firms):
        graph.edges[f"e{number}", firm]["sources"] = (f"https://{firm[0]}.example",)
    frame = location_quotients(graph)
    of_pages = frame.set_index(["place", "group"])["finding"]
    assert of_pages["r0", "health"] == of_pages["r1", "health"] == "read unevenly"
    assert set(of_pages) <= {"read unevenly", "none", "cannot tell"}
    uneven = frame[frame["finding"] == "read unevenly"].iloc[0]
    assert "cannot be compared" in trade_sentence(uneven, "en")


def test_peers_are_the_nearest_in_size_and_mix() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    for name, (n, share) in {
        "a": (20, 0.5),
        "b": (22, 0.5),
        "c": (400, 0.5),
        "d": (21, 0.05),
    }.items():
        for k in range(n):
            sector = ("x",) if k < n * share else ("y",)
            graph.add_node(
                f"{name}{k}", mode="actor", pillars=("venture",), region=name, sectors=sector
            )
    near = peers(graph, count=1).set_index("place")["peer"]
    assert near["a"] == "b"
    gaps = peer_gaps(graph, count=2, draws=200).set_index(["place", "group"])
    assert gaps.loc[("d", "x"), "high"] < 0
    assert (
        gaps.loc[("a", "x"), "low"] < 0 < gaps.loc[("a", "x"), "high"]
        or gaps.loc[("a", "x"), "difference"] >= 0
    )
    assert peer_gaps(graph, fewest_firms=1000).empty


def place(**more: Any) -> dict[str, Any]:
    return {"mode": "actor", "pillars": (), "department": None, "lat": None, "lon": None, **more}


def checklist() -> nx.Graph[Any]:
    graph: nx.Graph[Any] = nx.Graph()
    for k in range(6):
        graph.add_node(f"a{k}", **place(pillars=("venture",), department="59", lat=50.63, lon=3.06))
        graph.add_node(
            f"b{k}", **place(pillars=("venture",), department="33", lat=44.84, lon=-0.58)
        )
    graph.add_node(
        "inc", label="Incubateur", **place(kind="Incubator", department="59", lat=50.6, lon=3.1)
    )
    graph.add_node(
        "lens", label="Lens", **place(kind="ThirdPlace", department="62", lat=50.43, lon=2.83)
    )
    graph.add_node(
        "fund", label="Fonds", **place(kind="InvestmentFund", department="59", lat=50.6, lon=3.1)
    )
    graph.add_node(
        "big",
        label="Gros fonds",
        **place(kind="InvestmentFund", department="33", lat=44.8, lon=-0.5),
    )
    for k in range(3):
        graph.add_node(f"lab{k}", label="Labo", **place(kind="ResearchLaboratory"))
    for event, investor, amount, start in (
        ("e1", "fund", 5e5, 2019),
        ("e2", "big", 5e7, 2022),
        ("e3", "fund", 4e7, 2020),
    ):
        graph.add_node(event, mode="event", kind="FundingRound", amount_eur=amount, start=start)
        graph.add_edge(event, investor, side="source")
        graph.add_edge(event, "a0", side="target")
    return graph


def test_missing_functions_tell_absent_from_unknown() -> None:
    frame = missing_functions(checklist()).set_index(["place", "function"])
    assert frame.loc[("59", "incubator"), ["status", "within"]].tolist() == ["present", 1]
    assert frame.loc[("33", "incubator"), "status"] == "absent"
    assert frame.loc[("33", "incubator"), "km"] == pytest.approx(701, abs=10)
    # Thirty kilometres away counts; the kind that nobody has anywhere is unknown, not absent.
    assert frame.loc[("59", "shared place"), "status"] == "present"
    assert frame.loc[("59", "cluster"), "status"] == "no data"
    # Laboratories without a place: absence would mean nothing.
    assert frame.loc[("59", "research laboratory"), ["status", "unplaced"]].tolist() == [
        "no data",
        3,
    ]
    # The fund of the small round gives seed finance, the one that only joined a late large one does
    # not.
    assert frame.loc[("59", "seed finance"), "nearest"] == "fund"
    assert frame.loc[("33", "seed finance"), "status"] == "absent"
    assert (
        missing_functions(checklist(), radius_km=10)
        .set_index(["place", "function"])
        .loc[("59", "shared place"), "status"]
        == "absent"
    )


def test_function_sentences() -> None:
    frame = missing_functions(checklist()).set_index(["place", "function"], drop=False)
    labels = {"33": {"fr": "Gironde", "en": "Gironde"}}
    said = function_sentence(frame.loc[("33", "incubator")], "fr", labels)
    assert said.startswith("Gironde : pas d’incubateur à portée")
    assert "do not show whether" in function_sentence(frame.loc[("59", "cluster")], "en")
    for _, row in missing_functions(ecosystem(200).graph).iterrows():
        assert function_sentence(row, "fr").endswith(".")


def test_missing_functions_refuse_what_is_no_place() -> None:
    with pytest.raises(ValueError, match="places are"):
        missing_functions(checklist(), place="sector")


def test_nothing_to_judge() -> None:
    assert location_quotients(nx.Graph()).empty
    assert missing_functions(nx.Graph()).empty
    assert peers(nx.Graph()).empty
    assert peer_gaps(nx.Graph()).empty
