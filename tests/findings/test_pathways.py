# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""From start to up: states, cohorts, censoring, and which groups lose firms."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import numpy as np
import pytest

from frenchtech_graph.findings.measures.histories import histories, month_of
from frenchtech_graph.findings.pathways.transitions import pathway_sentence, pathways
from tests.support.synthetic import ecosystem


def firm(
    graph: nx.Graph[Any], name: str, steps: list[tuple[str, str, str | None]], **more: Any
) -> None:
    """Add a firm and its dated events: (kind, date, type of round)."""
    graph.add_node(name, mode="actor", pillars=("venture",), region=more.pop("region", "x"), **more)
    for i, (kind, date, round_type) in enumerate(steps):
        event = f"{name}/{i}"
        graph.add_node(
            event, mode="event", kind=kind, date=date, start=int(date[:4]), round=round_type
        )
        graph.add_node(f"{name}/{i}/other", mode="actor")
        ours, theirs = ("source", "target") if kind == "Listing" else ("target", "source")
        graph.add_edge(event, name, side=ours)
        graph.add_edge(event, f"{name}/{i}/other", side=theirs)


def step(frame: Any, here: str, there: str, group: str = "all") -> Any:
    return frame.set_index(["from_state", "to_state", "group"]).loc[(here, there, group)]


def test_states_by_type_of_round() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    steps = [
        ("Founding", "2015-01", None),
        ("Incubation", "2015-06", None),
        ("FundingRound", "2016-01", "seed-round"),
        ("FundingRound", "2017-01", "series-a"),
        ("FundingRound", "2016-06", "pre-seed"),
        ("Acquisition", "2020-01", None),
    ]
    firm(graph, "f", steps)
    found, states = histories(graph)
    assert states[2:5] == ("seeded", "series-a", "series-b")
    assert {s: m - month_of("2015-01")[0] for s, m in found["f"].reached.items()} == {
        "created": 0,
        "incubated": 5,
        "seeded": 12,
        "series-a": 24,
        "exit": 60,
    }
    assert not found["f"].vague


def test_states_by_order_where_rounds_have_no_type() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    firm(
        graph,
        "f",
        [
            ("Investment", "2016", None),
            ("Investment", "2016", None),
            ("FundingRound", "2018-03", None),
        ],
    )
    found, states = histories(graph)
    assert states[2] == "first round"
    # Two investments of one date are one round.
    assert set(found["f"].reached) == {"first round", "second round"}
    assert found["f"].vague == {"first round"}


def test_debt_is_no_round_and_an_ipo_is_an_exit() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    firm(
        graph,
        "f",
        [
            ("FundingRound", "2016-01", "seed-round"),
            ("FundingRound", "2017", "debt"),
            ("FundingRound", "2018", "ipo"),
        ],
    )
    found, states = histories(graph)
    assert states[2] == "seeded"
    assert set(found["f"].reached) == {"seeded", "exit"}


def test_waiting_is_not_failing_and_exit_is_another_door() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    seed = ("FundingRound", "2018-01", "seed-round")
    firm(graph, "a", [seed, ("FundingRound", "2019-01", "series-a")])
    firm(graph, "b", [seed])
    firm(graph, "c", [seed, ("Acquisition", "2018-07", None)])
    firm(graph, "d", [("FundingRound", "2021-01", "seed-round")])
    frame = pathways(graph, as_of="2022-01")
    row = step(frame, "seeded", "series-a")
    assert row[["firms", "reached", "left", "waiting"]].tolist() == [4, 1, 1, 2]
    # Month 6: one of four leaves; month 12: one of three arrives (d is censored at the same 12
    # months, still at risk).
    assert row["share_24"] == pytest.approx(0.75 * 1 / 3)
    assert step(pathways(graph, as_of="2018-06"), "seeded", "series-a")["waiting"] == 3
    assert math.isnan(step(pathways(graph, as_of="2018-06"), "seeded", "series-a")["share_24"])


def test_who_skips_a_state_is_through() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    firm(
        graph,
        "a",
        [("FundingRound", "2018-01", "seed-round"), ("FundingRound", "2019-01", "series-b")],
    )
    assert step(pathways(graph), "seeded", "series-a")["reached"] == 1


def test_later_before_earlier_is_left_out_and_counted() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    firm(graph, "a", [("Incubation", "2020-01", None), ("FundingRound", "2018-01", "seed-round")])
    frame = pathways(graph)
    assert step(frame, "incubated", "seeded")["firms"] == 0
    assert frame.attrs["out_of_order"] >= 1


def test_listing_and_closure_end_the_wait() -> None:
    graph: nx.Graph[Any] = nx.Graph()
    a_round = [("FundingRound", "2018-01", "series-a")]
    firm(graph, "a", [*a_round, ("Listing", "2019-01", None)])
    firm(graph, "b", a_round, closed="2018-09")
    frame = pathways(graph, as_of="2021-01")
    assert step(frame, "series-a", "series-b")[["left", "waiting"]].tolist() == [2, 0]
    assert step(frame, "series-a", "exit")[["reached", "left"]].tolist() == [1, 1]


def two_places(seed: int = 1) -> nx.Graph[Any]:
    """Firms of place slow take three times as long from seed to series A."""
    rng = np.random.default_rng(seed)
    graph: nx.Graph[Any] = nx.Graph()
    for i in range(240):
        region = ("slow", "p", "q")[i % 3]
        start = 2012 * 12 + int(rng.integers(0, 72))
        wait = int(rng.exponential(54 if region == "slow" else 18)) + 1
        steps = [("FundingRound", f"{start // 12}-{start % 12 + 1:02d}", "seed-round")]
        if (later := start + wait) < 2020 * 12:
            steps.append(("FundingRound", f"{later // 12}-{later % 12 + 1:02d}", "series-a"))
        firm(graph, f"f{i}", steps, region=region)
    return graph


def test_a_slow_place_is_found() -> None:
    frame = pathways(two_places(), as_of="2019-12")
    slow = step(frame, "seeded", "series-a", "slow")
    assert slow["finding"] == "fewer"
    assert slow["missing_firms"] == pytest.approx(slow["expected"] - slow["reached"])
    assert slow["q"] >= slow["p"]
    assert frame.attrs["breaks"]["slow"] == ("seeded", "series-a")
    everybody = frame[
        (frame["from_state"] == "seeded")
        & (frame["to_state"] == "series-a")
        & (frame["group"] != "all")
    ]
    # Expected arrivals are dealt out among the groups: they add up to those that were seen.
    assert everybody["expected"].sum() == pytest.approx(everybody["reached"].sum())
    share, se = slow["share_36"], slow["se_36"]
    assert share == pytest.approx(1 - math.exp(-36 / 54), abs=3 * se)


def test_sentences() -> None:
    frame = pathways(two_places(), as_of="2019-12")
    slow = frame[
        (frame["group"] == "slow")
        & (frame["from_state"] == "seeded")
        & (frame["to_state"] == "series-a")
    ]
    said = pathway_sentence(slow.iloc[0], "fr")
    assert "de l’amorçage à la série A" in said
    assert "Il en manque" in said
    for _, row in pathways(ecosystem(200).graph).iterrows():
        for lang in ("fr", "en"):
            assert pathway_sentence(row, lang).endswith(".")


def test_no_firms_no_rows_that_mean_anything() -> None:
    frame = pathways(nx.Graph())
    assert frame["firms"].sum() == 0
    assert frame["share_24"].isna().all()
