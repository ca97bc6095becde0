"""Introductions leave out who knows each other already, and who is gone."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from frenchtech_graph.findings.introductions import introduce
from frenchtech_graph.findings.introductions.acquainted import Acquaintances, dissolved
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
