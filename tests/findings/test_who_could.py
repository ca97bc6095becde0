"""Who could help a firm: those who did so for firms like it, alive, near, with reasons."""

# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined"

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from frenchtech_graph.findings.introductions.bodies import labs_for, support_for
from frenchtech_graph.findings.introductions.funders import funders_for
from frenchtech_graph.findings.introductions.who_could_words import body_sentence, funder_sentence
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model.terms import Class

AT_LILLE = {"place": "59350", "department": "59", "region": "32", "lat": 50.63, "lon": 3.05}
AT_NICE = {"place": "06088", "department": "06", "region": "93", "lat": 43.7, "lon": 7.26}


def actor(graph: nx.Graph[Any], name: str, kind: str, **facts: Any) -> None:
    graph.add_node(name, mode="actor", label=name, kind=kind, **facts)


def market() -> nx.Graph[Any]:
    """Return 40 rounds: `famous` joins all sorts, `doctor` health alone, `gone` has closed."""
    graph: nx.Graph[Any] = nx.Graph()
    for name, facts in (("famous", {}), ("doctor", {}), ("gone", {"closed": "2024"})):
        actor(graph, name, Class.INVESTMENT_FUND, **facts)
    for n in range(40):
        sector = "health" if n % 5 == 0 else "energy"
        firm = f"firm {n}"
        actor(graph, firm, Class.START_UP, sectors=(sector,), pillars=("venture",), region="32")
        event = f"round {n}"
        graph.add_node(
            event,
            mode="event",
            kind=Class.FUNDING_ROUND,
            date=f"20{20 + n % 5}-0{1 + n % 9}-01",
            round="seed",
        )
        graph.add_edge(event, firm, side="target")
        joined = ["famous", "gone"] if n % 5 else ["doctor", "gone"]
        for investor in joined:
            graph.add_edge(event, investor, side="source")
    return graph


def test_who_funds_the_sector_comes_before_who_funds_much() -> None:
    graph = market()
    assert funders_for(graph)["label"].tolist()[0] == "famous"
    found = funders_for(graph, sector="health")
    assert found["label"].tolist()[0] == "doctor"
    assert found.iloc[0]["like"] == found.iloc[0]["rounds"] == 8
    assert "sector" in found.iloc[0]["reasons"]
    assert all(e.startswith("firm") for e in found.iloc[0]["examples"])


def test_a_fund_that_closed_is_not_named() -> None:
    assert "gone" not in set(funders_for(market(), sector="health")["label"])


def test_an_unknown_sector_or_place_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no round has sector"):
        funders_for(market(), sector="alchemy")
    with pytest.raises(BilingualError, match="Lillle"):
        funders_for(market(), where="Lillle")


def test_no_rounds_no_names() -> None:
    assert funders_for(nx.Graph()).empty


def city() -> nx.Graph[Any]:
    graph: nx.Graph[Any] = nx.Graph()
    actor(graph, "near", Class.INCUBATOR, **AT_LILLE)
    actor(graph, "far", Class.INCUBATOR, **AT_NICE)
    actor(graph, "closed", Class.INCUBATOR, closed="2019", **AT_LILLE)
    actor(graph, "other trade", Class.INCUBATOR, **AT_LILLE)
    actor(graph, "lab", Class.RESEARCH_LABORATORY, sectors=("health",), **AT_LILLE)
    for host, sector in (
        ("near", "health"),
        ("far", "health"),
        ("closed", "health"),
        ("other trade", "energy"),
    ):
        firm = f"firm of {host}"
        actor(graph, firm, Class.START_UP, sectors=(sector,), pillars=("venture",))
        graph.add_node(f"in {host}", mode="event", kind=Class.INCUBATION)
        graph.add_edge(f"in {host}", host, side="source")
        graph.add_edge(f"in {host}", firm, side="target")
    return graph


def test_support_is_of_the_sector_alive_and_the_nearest_first() -> None:
    found = support_for(city(), sector="health", where="Lille")
    assert found["label"].tolist() == ["near", "far"]
    assert found.iloc[0]["km"] == 0.0
    assert found.iloc[1]["km"] > 800


def test_a_laboratory_of_the_sector_is_named_without_a_firm() -> None:
    found = labs_for(city(), sector="health", where="Lille")
    assert found["label"].tolist() == ["lab"]
    assert bool(found.iloc[0]["own_sector"])
    assert "Lille" not in body_sentence(found.iloc[0], "fr")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_name_has_its_reason_in_words(lang: str) -> None:
    for _, row in funders_for(market(), sector="health").iterrows():
        assert row["label"] in funder_sentence(row, lang)
    for _, row in support_for(city(), sector="health", where="Lille").iterrows():
        said = body_sentence(row, lang)
        assert row["label"] in said
        assert "{" not in said
