"""Introductions leave out who knows each other already, and who is gone."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from frenchtech_graph.findings.introductions import introduce
from frenchtech_graph.findings.introductions.acquainted import Acquaintances, dissolved
from frenchtech_graph.findings.introductions.suited import Suited
from frenchtech_graph.model.terms import Class


def tie(graph: nx.Graph[Any], kind: str, source: str, target: str) -> None:
    name = f"{kind} {source} {target}"
    graph.add_node(name, mode="event", kind=kind, start=2015)
    graph.add_edge(name, source, side="source")
    graph.add_edge(name, target, side="target")


@pytest.fixture
def city() -> nx.Graph[Any]:
    """A chamber founded an incubator that houses start-ups; a fund and a laboratory stand by."""
    graph: nx.Graph[Any] = nx.Graph()
    for name, kind in {
        "chamber": Class.PROFESSIONAL_NETWORK,
        "incubator": Class.INCUBATOR,
        "other": Class.INCUBATOR,
        "closed": Class.INCUBATOR,
        **{f"firm {i}": Class.START_UP for i in range(6)},
    }.items():
        pillars = ("venture",) if kind == Class.START_UP else ("support",)
        facts = {"sectors": ("health",), "region": "32", "pillars": pillars}
        closed = "2015" if name == "closed" else None
        graph.add_node(name, mode="actor", label=name, kind=kind, closed=closed, **facts)
    tie(graph, Class.FOUNDING, "chamber", "incubator")
    tie(graph, Class.FOUNDING, "chamber", "other")
    for i in range(6):
        tie(graph, Class.INCUBATION, "incubator" if i < 3 else "other", f"firm {i}")
    for i in (2, 3):
        tie(graph, Class.INCUBATION, "closed", f"firm {i}")
        tie(graph, Class.INCUBATION, "other", f"firm {i}")
    for town in range(8):
        for i in range(4):
            for host in ("a", "b"):
                name, house = f"far {town} {i}", f"house {town} {host}"
                for node in (name, house):
                    graph.add_node(node, mode="actor", label=node, kind=Class.COMPANY)
                tie(graph, Class.HOSTING, house, name)
    return graph


def test_the_founder_of_the_shared_host_is_known_to_its_guests(city: nx.Graph[Any]) -> None:
    known = Acquaintances(city)
    assert "chamber" in known.of("firm 0")
    assert {"firm 0", "firm 5"} <= known.of("chamber")
    assert "chamber" not in known.of("closed")


def proposed(city: nx.Graph[Any]) -> set[frozenset[str]]:
    found = introduce(city)
    return {frozenset(pair) for pair in zip(found["actor"], found["other"], strict=True)}


def test_nobody_is_introduced_to_who_is_known_or_gone(
    city: nx.Graph[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {frozenset(("chamber", f"firm {i}")) for i in range(6)}
    assert not proposed(city) & known
    assert not any("closed" in pair for pair in proposed(city))
    assert dissolved(city) == {"closed"}
    monkeypatch.setattr(Acquaintances, "of", lambda self, actor: set())
    assert proposed(city) & known


def body(graph: nx.Graph[Any], name: str, kind: str, *pillars: str, **facts: Any) -> None:
    graph.add_node(name, mode="actor", label=facts.pop("label", name), kind=kind, **facts)
    graph.nodes[name]["pillars"] = pillars


@pytest.fixture
def region() -> nx.Graph[Any]:
    """A firm of Lille, and who is near it or far: all share a hospital with it, or a university."""
    graph: nx.Graph[Any] = nx.Graph()
    lille, strasbourg = {"region": "32"}, {"region": "44"}
    body(graph, "firm", Class.START_UP, "venture", place="59350", department="59", **lille)
    body(graph, "laboratory", Class.RESEARCH_LABORATORY, "technology", **lille)
    body(graph, "team", Class.RESEARCH_LABORATORY, "technology", **lille)
    body(graph, "CIC-IT LILLE", Class.RESEARCH_LABORATORY, "technology", **lille)
    body(graph, "nameless", Class.CORPORATE, "connection", label="SIREN 441594603", **lille)
    body(graph, "park", Class.SCIENCE_PARK, "connection", **lille)
    body(graph, "community", Class.ECOSYSTEM_COMMUNITY, "connection", **lille)
    body(graph, "transfer", Class.TECHNOLOGY_TRANSFER_OFFICE, "technology", **lille)
    body(graph, "elsewhere", Class.TECHNOLOGY_TRANSFER_OFFICE, "technology", **strasbourg)
    body(graph, "unplaced", Class.TECHNOLOGY_TRANSFER_OFFICE, "technology")
    body(graph, "northern fund", Class.INVESTMENT_FUND, "finance", covers=("reg-32",))
    body(graph, "southern fund", Class.INVESTMENT_FUND, "finance", covers=("reg-76",))
    body(graph, "group", Class.CORPORATE, "connection", **strasbourg)
    body(graph, "stranger", Class.CORPORATE, "connection", **lille)
    body(graph, "hospital", Class.HOSPITAL, "technology", **lille)
    body(graph, "university", Class.UNIVERSITY, "talent", **lille)
    for name in [n for n in graph if n not in ("hospital", "university", "stranger")]:
        tie(graph, Class.PARTNERSHIP, "hospital", name)
    tie(graph, Class.PARTNERSHIP, "university", "stranger")
    tie(graph, Class.PARTNERSHIP, "university", "firm")
    tie(graph, Class.SUBUNIT, "laboratory", "team")
    return graph


def test_a_firm_meets_whom_works_where_it_stands(region: nx.Graph[Any]) -> None:
    suited = Suited(region)
    candidates = set(region) - suited.nobody - suited.known_to_all - {"firm", "hospital"}
    met = {n for n in candidates if region.nodes[n].get("mode") == "actor"}
    assert {n for n in met if suited.fit("firm", n)} == {
        "laboratory",
        "transfer",
        "northern fund",
        "group",
    }


def test_teams_and_bodies_without_a_name_are_nobody(region: nx.Graph[Any]) -> None:
    assert Suited(region).nobody == {"team", "CIC-IT LILLE", "nameless", "park"}


def test_bodies_of_one_place_know_each_other(region: nx.Graph[Any]) -> None:
    suited = Suited(region)
    assert not suited.fit("laboratory", "transfer")
    assert not suited.contribute("laboratory", "northern fund")
    region.nodes["group"]["label"] = "Group Firm"
    region.nodes["firm"]["label"] = "Firm"
    assert not suited.fit("firm", "group")
