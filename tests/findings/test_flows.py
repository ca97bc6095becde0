"""Flows between places, and who connects two actors."""

# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined"

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from frenchtech_graph.findings.flows.between import flow_sentence, flows, shares
from frenchtech_graph.findings.flows.paths import path_sentence, paths
from frenchtech_graph.model.terms import Class

LILLE, LYON = "ecosysteme-french-tech-lille", "ecosysteme-french-tech-one-lyon-saint-etienne"
PLACES = {
    "firm": ("59350", "59", "32"),
    "fund": ("69123", "69", "84"),
    "near": ("59009", "59", "32"),
    "wide": ("32", None, "32"),
    "nowhere": (None, None, None),
    "village": ("48095", "48", "76"),
}


@pytest.fixture
def graph() -> nx.Graph[Any]:
    made: nx.Graph[Any] = nx.Graph()
    for name, (place, department, region) in PLACES.items():
        made.add_node(
            name, mode="actor", label=name, place=place, department=department, region=region
        )
    for source, target, kind, amount in (
        ("fund", "firm", Class.FUNDING_ROUND, 4e6),
        ("near", "firm", Class.INCUBATION, None),
        ("wide", "firm", Class.INCUBATION, None),
        ("nowhere", "firm", Class.FUNDING_ROUND, 1e6),
        ("village", "near", Class.INCUBATION, None),
        ("near", "village", Class.SUPERVISION, None),
    ):
        event = f"{kind} {source} {target}"
        made.add_node(event, mode="event", kind=kind, start=2020, amount_eur=amount)
        made.add_edge(event, source, side="source", sources=(f"https://page.example/{source}",))
        made.add_edge(event, target, side="target", sources=("https://page.example/both",))
    return made


def test_ties_and_money_go_from_source_to_target(graph: nx.Graph[Any]) -> None:
    money = flows(graph).query("family == 'money'")
    assert money[["from_place", "to_place", "ties", "money_eur"]].to_numpy().tolist() == [
        [LYON, LILLE, 1.0, 4e6]
    ]


def test_a_wider_or_unknown_place_is_not_elsewhere(graph: nx.Graph[Any]) -> None:
    support = flows(graph).query("family == 'support'")
    ends = set(zip(support["from_place"], support["to_place"], strict=True))
    assert ends == {(LILLE, LILLE), ("elsewhere", LILLE)}
    assert flows(graph).attrs["unplaced"] == 2
    regions = flows(graph, level="region").query("family == 'support'")
    assert regions.set_index(["from_place", "to_place"])["ties"][("reg-32", "reg-32")] == 2


def test_shares_of_a_place_make_one_and_administration_is_left_out(graph: nx.Graph[Any]) -> None:
    found = shares(flows(graph))
    assert found[["own", "inward", "outward"]].sum(axis=1).round(9).eq(1).all()
    assert "administration" not in set(found["family"])


def test_a_path_names_who_connects_and_the_pages(graph: nx.Graph[Any]) -> None:
    found = paths(graph, first="fund", second="near")
    assert list(found["to_actor"]) == ["firm", "near"]
    assert found["pages"][0] == ("https://page.example/both", "https://page.example/fund")
    assert paths(graph, first="fund", second="fund").empty
    with pytest.raises(KeyError, match="stranger"):
        paths(graph, first="stranger", second="fund")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_rows_are_said_in_words(graph: nx.Graph[Any], lang: str) -> None:
    said = [flow_sentence(row, lang) for _, row in flows(graph).iterrows()]
    said += [
        path_sentence(r, lang) for _, r in paths(graph, first="fund", second="near").iterrows()
    ]
    assert all("{" not in text for text in said)
    assert any("French Tech Lille" in text for text in said)
    assert any("2020" in text and "https://page.example/both" in text for text in said)


def test_there_are_two_levels(graph: nx.Graph[Any]) -> None:
    with pytest.raises(ValueError, match="ecosystem or region"):
        flows(graph, level="planet")
