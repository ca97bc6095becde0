"""Whom a ranking names, by which ties, and who works for a place from elsewhere."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from frenchtech_graph.findings.brokers.brokerage import rank_brokers
from frenchtech_graph.findings.fragility.losses import fragility
from frenchtech_graph.findings.hubs import missing_pillars
from frenchtech_graph.findings.hubs.ranking import rank_hubs
from frenchtech_graph.findings.hubs.reach import reach_sentence, reaching
from frenchtech_graph.findings.standing import counted
from frenchtech_graph.model.terms import Class, Family
from frenchtech_graph.network.filters import filtered, inside
from frenchtech_graph.network.model import actor_of
from frenchtech_graph.network.selection import select

NEAR = ("59009", "59013", "59017", "59025", "59044", "59051", "59056")
LILLE, PARIS = "59350", "75056"
AT_LILLE = {"place": LILLE, "place_label": "Lille", "department": "59", "region": "32"}
AT_PARIS = {"place": PARIS, "place_label": "Paris", "department": "75", "region": "11"}


def network(ties: list[tuple[str, str, str]], **actors: dict[str, Any]) -> nx.Graph[Any]:
    """Return a network of actors and of ties of a kind between two of them."""
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    for name, facts in actors.items():
        stated = {"mode": "actor", "label": name, "kind": Class.ORGANIZATION, "pillars": ()}
        graph.add_node(name, **stated)
        graph.nodes[name].update(facts)
    for number, (kind, source, target) in enumerate(ties):
        event = f"event {number}"
        graph.add_node(event, mode="event", kind=kind, label="")
        graph.add_edge(event, source, side="source", ties=(event,))
        graph.add_edge(event, target, side="target", ties=(event,))
    return graph


@pytest.fixture
def lille() -> nx.Graph[Any]:
    return network(
        [
            *[(Class.SUPERVISION, "university", "laboratory")] * 5,
            (Class.INCUBATION, "incubator", "firm"),
            (Class.PARTNERSHIP, "incubator", "bank"),
            (Class.PARTNERSHIP, "former", "incubator"),
            (Class.MEMBERSHIP, "incubator", "federation"),
            (Class.MEMBERSHIP, "firm", "federation"),
            (Class.PARTNERSHIP, "laboratory", "firm"),
            (Class.PARTNERSHIP, "office", "incubator"),
        ],
        university={**AT_LILLE, "pillars": ("talent",)},
        laboratory={**AT_LILLE, "pillars": ("technology",)},
        incubator={**AT_LILLE, "pillars": ("connection",)},
        firm=AT_LILLE,
        bank={**AT_PARIS, "pillars": ("finance",)},
        former={**AT_LILLE, "dissolved": True},
        federation={**AT_LILLE, "kind": Class.RESEARCH_NETWORK},
        office={**AT_PARIS, "sites": (LILLE,)},
    )


def named(graph: nx.Graph[Any], **options: Any) -> list[str]:
    return rank_hubs(graph, resamples=0, **options)["iri"].tolist()


def test_a_ranking_names_living_bodies_of_the_place_alone(lille: nx.Graph[Any]) -> None:
    view = select(lille, where="Lille")
    assert set(named(view)) == {"laboratory", "incubator", "firm", "office"}
    everybody = named(view, everybody=True)
    assert {"bank", "former", "federation"} <= set(everybody)
    brokers = rank_brokers(view, by="kind", resamples=0, null_draws=0)["iri"]
    assert set(brokers) <= {"laboratory", "incubator", "firm", "office", "university"}


def test_administration_counts_only_when_asked_for(lille: nx.Graph[Any]) -> None:
    assert "university" not in named(lille)
    assert named(lille, administration=True)[0] in ("university", "laboratory")
    of_kind = filtered(lille, kind=Class.SUPERVISION)
    assert set(named(of_kind)) == {"university", "laboratory"}
    of_family = select(lille, family=Family.ADMINISTRATION)
    assert set(named(of_family)) == {"university", "laboratory"}
    assert "university" not in fragility(lille)["actor"].tolist()


def test_what_is_left_out_leaves_the_network_as_it_is(lille: nx.Graph[Any]) -> None:
    before = (set(lille), lille.size())
    without = counted(lille)
    assert before == (set(lille), lille.size())
    assert {n for n, d in lille.nodes(data=True) if d["mode"] == "actor"} <= set(without)
    assert counted(without).size() == without.size() < lille.size()


def test_a_site_is_a_place_too(lille: nx.Graph[Any]) -> None:
    office = actor_of(lille, "office")
    for place in (LILLE, "reg-32", ("dep-59", "999"), "200093201"):
        assert inside(place)(office), place
    assert not inside("69123")(office)
    assert inside(PARIS)(office)


def test_a_body_of_elsewhere_counts_for_what_it_does_with_the_place() -> None:
    partner = {"kind": Class.INCUBATOR, **AT_LILLE}
    graph = network(
        [(Class.PARTNERSHIP, "office", "far"), (Class.PARTNERSHIP, "office", "here")],
        office={**AT_PARIS, "precision": Class.CITY, "sites": (LILLE,)},
        far=AT_PARIS,
        here=partner,
    )
    assert rank_hubs(select(graph, where="Lille"), resamples=0)["events"].tolist() == [1, 1]
    graph.nodes["office"].update(place="11", place_label="Île-de-France", precision=Class.REGION)
    assert rank_hubs(select(graph, where="Lille"), resamples=0)["events"].tolist() == [2, 1]


def test_a_body_that_works_all_over_france_counts_for_what_it_does_with_the_place() -> None:
    regions = ("11", "24", "27", "28", "32", "44")
    others = {f"{r} {i}": {"region": r} for r in regions for i in range(3)}
    ties = [(Class.PARTNERSHIP, "national", other) for other in others]
    graph = network(ties, national={**AT_LILLE, "precision": Class.CITY}, **others)
    assert not rank_hubs(select(graph, where="Lille"), resamples=0)["events"].any()
    for facts in others.values():
        facts["region"] = "32"
    graph = network(ties, national={**AT_LILLE, "precision": Class.CITY}, **others)
    assert rank_hubs(select(graph, where="Lille"), resamples=0)["events"].tolist() == [18]


def test_the_successor_counts_what_a_dissolved_body_did() -> None:
    graph = network(
        [
            (Class.SUCCESSION, "old", "middle"),
            (Class.SUCCESSION, "middle", "new"),
            (Class.SUCCESSION, "split", "new"),
            (Class.SUCCESSION, "split", "other"),
            *[(Class.PARTNERSHIP, "old", "other")] * 2,
            (Class.PARTNERSHIP, "new", "other"),
            (Class.PARTNERSHIP, "split", "new"),
        ],
        old={"dissolved": True},
        middle={"dissolved": True},
        split={"dissolved": True},
        new={},
        other={},
    )
    found = rank_hubs(graph, resamples=0).set_index("iri")["events"].to_dict()
    assert found == {"new": 4, "other": 3}


def test_young_firms_are_ranked_when_asked_for() -> None:
    graph = network(
        [(Class.PARTNERSHIP, "firm", "fund")] * 2,
        firm={"pillars": ("venture",)},
        fund={"pillars": ("finance",)},
    )
    assert named(graph) == ["fund"]
    assert named(graph, pillar="venture") == ["firm"]
    assert set(named(graph, everybody=True)) == {"firm", "fund"}


def test_a_community_stands_where_it_works_a_fund_does_not() -> None:
    graph = network(
        [(Class.PARTNERSHIP, "community", "fund")],
        community={"kind": Class.ECOSYSTEM_COMMUNITY, "covers": ("200093201",)},
        fund={"kind": Class.INVESTMENT_FUND, "pillars": ("finance",), "covers": ("200093201",)},
    )
    assert named(select(graph, where="French Tech Lille")) == ["community"]
    assert reaching(graph, where="French Tech Lille")["iri"].tolist() == ["fund"]


def test_a_fund_that_reaches_a_place_stands_in_a_list_of_its_own(lille: nx.Graph[Any]) -> None:
    fund = {"kind": Class.INVESTMENT_FUND, "pillars": ("finance",), **AT_PARIS}
    graph = network(
        [(Class.INVESTMENT, "regional", "firm")],
        regional={**fund, "covers": ("reg-32",)},
        city={**fund, "covers": ("59350",)},
        half={**fund, "covers": ("59350", "59512", "59599", *NEAR)},
        national={**fund, "covers": ("FR",)},
        breton={**fund, "covers": ("reg-53",)},
        ended={**fund, "covers": ("reg-32",), "dissolved": True},
        local={**fund, **AT_LILLE, "covers": ("reg-32",)},
        firm=AT_LILLE,
    )
    assert "regional" not in named(select(graph, where="French Tech Lille"))
    found = reaching(graph, where="French Tech Lille")
    assert found["iri"].tolist() == ["regional", "half"]
    assert found["extent"].tolist() == ["whole", "part"]
    assert found["events"].tolist() == [1, 0]
    assert set(reaching(graph)["iri"]) == {"regional", "city", "half", "breton", "local"}
    for lang in ("fr", "en"):
        said = reach_sentence(found.iloc[0], lang)
        assert "Hauts-de-France" in said and "{" not in said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_missing_pillar_says_why(lille: nx.Graph[Any], lang: str) -> None:
    view = select(lille, where="Lille")
    found = {m.pillar: m.status for m in missing_pillars.missing_pillars(view)}
    assert found == {"talent": "untied", "finance": "none recorded"}
    said = missing_pillars.notes(view, rank_hubs(view, resamples=0), lang)
    assert len(said) == 2 and not any("{" in line for line in said)
    assert missing_pillars.notes(lille, rank_hubs(lille, resamples=0), lang) == []


def _fifteen(finance: int) -> nx.Graph[Any]:
    """Return incubators of a town with two partnerships each, and a bank with so many."""
    incubators = {f"i{number:02}": {**AT_LILLE, "pillars": ("connection",)} for number in range(15)}
    names = [f"i{number:02}" for number in range(15)] * 2 + ["z"] * finance
    ties = [(Class.PARTNERSHIP, name, f"outside {at}") for at, name in enumerate(names)]
    outside = {f"outside {at}": AT_PARIS for at in range(len(ties))}
    return network(ties, **incubators, z={**AT_LILLE, "pillars": ("finance",)}, **outside)


def test_a_tie_with_the_fifteenth_is_among_the_first() -> None:
    view = select(_fifteen(finance=2), where="Lille")
    assert "finance" not in {m.pillar for m in missing_pillars.missing_pillars(view)}
    assert len(missing_pillars.first(rank_hubs(view, top=99, resamples=0))) == 16


def test_one_behind_the_fifteenth_is_said_with_its_rank() -> None:
    view = select(_fifteen(finance=1), where="Lille")
    (found,) = [m for m in missing_pillars.missing_pillars(view) if m.pillar == "finance"]
    assert (found.status, found.label, found.rank) == ("below", "z", 16)


def test_a_short_table_does_not_make_a_pillar_missing() -> None:
    view = select(_fifteen(finance=2), where="Lille")
    said = missing_pillars.notes(view, rank_hubs(view, top=3, resamples=0), "en")
    assert not any("Finance" in line for line in said)
