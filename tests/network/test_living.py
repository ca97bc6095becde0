"""What has ended does not live: in no default hub, gap, broker or introduction; a place's partners
from elsewhere are no bodies of the place.
"""

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from frenchtech_graph.findings import registry
from frenchtech_graph.findings.asking import ask, part
from frenchtech_graph.findings.declaration import Value
from frenchtech_graph.findings.introductions import introduce
from frenchtech_graph.network.living import living
from tests.support.written_tables import built, drawn, organisations

ACTOR = "https://w3id.org/fte/id/actor/"


def tie(kind: str, origin: str, target: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "from": origin, "to": target, **more}


def hubs(graph: "nx.Graph[Any]", **conditions: Value) -> dict[str, int]:
    """Return the events of each ranked actor, by its id."""
    finding = registry.find("hubs")
    network = part(graph, conditions)
    (answer,) = ask(finding, [network], {"resamples": 0, "top": 50})
    rows = zip(answer.frame["iri"], answer.frame["events"], strict=True)
    return {iri.rsplit("/", 1)[-1]: int(events) for iri, events in rows}


@pytest.mark.parametrize(
    "ended",
    [
        {"end": "2015"},
        {"end": "2026-05"},
        {"status": "ended"},
        {"current": "false"},
        {"seen": "2012", "current": "false"},
    ],
)
def test_a_state_that_ended_counts_in_its_years_and_not_today(
    tmp_path: Path, ended: dict[str, str]
) -> None:
    rows = [
        tie("Membership", "firm", "club", start="2010", **ended),
        tie("Membership", "other", "club", start="2010"),
        tie("Membership", "third", "club", start="2010", end="2027"),
        tie("Investment", "club", "firm", start="2010"),
    ]
    store = built(tmp_path, actors=organisations("firm", "other", "third", "club"), ties=rows)
    graph = drawn(store)
    assert hubs(graph) == {"club": 3, "firm": 1, "other": 1, "third": 1}
    assert hubs(graph, until=2011)["club"] == 4
    assert graph.number_of_nodes() == 8  # the network itself keeps what happened


def test_acts_of_the_past_stay_and_bodies_that_closed_are_no_hubs(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        actors=organisations("lab", "successor", "firm", "school"),
        ties=[
            tie("Founding", "lab", "firm", start="2004"),
            tie("Partnership", "school", "lab", start="1990"),
            tie("Partnership", "school", "successor", start="2015"),
        ],
        observations=[{"actor": "lab", "kind": "ClosureObservation", "value": "2015"}],
    )
    graph = drawn(store)
    assert "lab" not in hubs(graph)
    assert hubs(graph) == {"successor": 1, "firm": 1, "school": 1}


def test_a_joint_act_of_ended_ties_is_over(tmp_path: Path) -> None:
    rows = [
        tie("Membership", who, "club", event="act", start="2010", status="ended") for who in "ab"
    ]
    store = built(
        tmp_path,
        actors=organisations("a", "b", "club"),
        events=[{"id": "act", "kind": "JointAct", "start": "2010"}],
        ties=rows,
    )
    assert living(drawn(store)).number_of_edges() == 0


@pytest.mark.parametrize("name", ["hubs", "brokers", "gaps", "bridges", "fragility"])
def test_findings_of_today_are_declared_so(name: str) -> None:
    assert registry.find(name).living


@pytest.mark.parametrize("name", ["pathways", "coverage", "compare", "flows", "lacks"])
def test_findings_of_a_history_count_what_ended(name: str) -> None:
    assert not registry.find(name).living


def test_who_was_tied_once_is_not_introduced(tmp_path: Path) -> None:
    firms = [f"f{n}" for n in range(6)]
    rows = [tie("Membership", f, "club", start="2012") for f in firms[:3]]
    rows += [tie("Partnership", "club", "park"), tie("Partnership", "f1", "park")]
    rows += [tie("Membership", f, "guild", start="2012") for f in firms[3:]]
    rows += [tie("Partnership", "f3", f) for f in firms[4:]]
    actors = [
        *organisations("f0", kind="StartUp", sectors="health", place="59350"),
        *organisations("park", kind="Corporate", sectors="health", place="59350"),
        *organisations(*firms[1:], "club", "guild", sectors="textile", place="75056"),
    ]

    def met(name: str, *more: dict[str, str]) -> set[str]:
        graph = drawn(built(tmp_path / name, actors=actors, ties=[*rows, *more]))
        proposed = introduce(graph, actor=f"{ACTOR}f0", per_actor=9)
        return {other.rsplit("/", 1)[-1] for other in proposed["other"]}

    ended = tie("Partnership", "f0", "park", start="2010", status="ended")
    assert "park" in met("never")
    assert "park" not in met("once", ended)


def test_partners_from_elsewhere_are_not_ranked_as_bodies_of_the_place(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        actors=[
            *organisations("park", "firm", place="35238"),
            *organisations("national", place="75056"),
            *organisations("nowhere"),
        ],
        ties=[
            tie("Hosting", "park", "firm", start="2020"),
            tie("Partnership", "national", "park", start="2020"),
            tie("Partnership", "national", "firm", start="2021"),
            tie("Partnership", "nowhere", "firm", start="2021"),
        ],
    )
    graph = drawn(store)
    assert set(hubs(graph, where="Rennes")) == {"park", "firm"}
    assert hubs(graph, where="Rennes")["firm"] == 3  # ties beyond the place count
    for finding in ("hubs", "brokers"):
        network = part(graph, {"where": "Rennes"})
        (answer,) = ask(registry.find(finding), [network], {"resamples": 0})
        assert answer.frame.attrs["elsewhere"] == [["National", 2], ["Nowhere", 1]]
    shown = introduce(part(graph, {"where": "Rennes"}))
    assert {a.rsplit("/", 1)[-1] for a in shown["actor"]} <= {"park", "firm"}
    (answer,) = ask(registry.find("fragility"), [part(graph, {"where": "Rennes"})], {})
    assert {a.rsplit("/", 1)[-1] for a in answer.frame["actor"]} <= {"park", "firm"}


def test_a_fund_that_stands_with_its_manager_leads_only_where_it_works(tmp_path: Path) -> None:
    graph = drawn(
        built(
            tmp_path,
            actors=[
                *organisations("manager", kind="FundManager", place="69123"),
                *organisations("near", "far", kind="InvestmentFund"),
                *organisations("here", kind="Company", place="69123"),
                *organisations("there", kind="Company", place="21231"),
            ],
            ties=[
                tie("FundManagement", "manager", "near"),
                tie("FundManagement", "manager", "far"),
                tie("Coverage", "near", "reg-84"),
                tie("Coverage", "far", "reg-27"),
                tie("Investment", "near", "there", start="2020"),
                tie("Investment", "far", "there", start="2020"),
                tie("Investment", "far", "there", start="2021"),
                tie("Investment", "far", "here", start="2022"),
            ],
        )
    )
    found = hubs(graph, where="Lyon")
    assert found["near"] == 2  # its manager, and a firm elsewhere
    assert found["far"] == 2  # its manager, and the firm of the place alone


def test_a_site_in_a_town_abroad_whose_name_has_accents_is_a_place(tmp_path: Path) -> None:
    sites = ("São Paulo (BR)", "Genève (CH)", "59350")
    graph = drawn(
        built(
            tmp_path,
            actors=organisations("fund", "firm"),
            ties=[
                *(tie("Establishment", "fund", town, role="site") for town in sites),
                tie("Investment", "fund", "firm", start="2020"),
            ],
        )
    )
    assert hubs(graph, where="Lille") == {"fund": 1}
