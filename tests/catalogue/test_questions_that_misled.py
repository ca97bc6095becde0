"""Questions that once said more than the data: each refuses, or says how much is not known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph import catalogue
from frenchtech_graph.graph import rules
from frenchtech_graph.model.namespaces import FTE, ID

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SKOS = "http://www.w3.org/2004/02/skos/core#"
CONCEPT = "https://w3id.org/fte/concept/"


class Small:
    """A store of a few facts: `add(subject, property, object or number)`."""

    def __init__(self) -> None:
        self.store = ox.Store()
        rules.add_hierarchy(self.store)

    def add(self, subject: str, predicate: str, value: Any) -> Small:
        """State one fact; names without an address are of this project."""
        node: ox.NamedNode | ox.Literal
        if isinstance(value, int):
            node = ox.Literal(value)
        elif predicate == "dissolutionDate":
            node = ox.Literal(
                value, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
            )
        else:
            node = _node(value)
        name = predicate if predicate.startswith("http") else FTE + predicate
        self.store.add(ox.Quad(_node(subject), ox.NamedNode(name), node))
        return self

    def thing(self, name: str, kind: str, **facts: Any) -> Small:
        """State a thing with its class, a French name and facts."""
        self.add(name, RDF, FTE + kind)
        label = ox.Literal(name, language="fr")
        self.store.add(ox.Quad(_node(name), ox.NamedNode(f"{SKOS}prefLabel"), label))
        for predicate, value in facts.items():
            for one in value if isinstance(value, list) else [value]:
                self.add(name, predicate, one)
        return self

    def ask(self, question: str, **parameters: Any) -> pd.DataFrame:
        """Return the answer to a question of the catalogue."""
        return catalogue.run(self.store, question, **parameters)


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(name if name.startswith("http") else f"{ID}actor/{name}")


def address(name: str) -> str:
    return f"{ID}actor/{name}"


def test_a_pillar_whose_actors_have_no_place_is_not_called_missing() -> None:
    small = Small()
    small.thing("lille", "City").thing("hub", "Ecosystem", coversPlace="lille")
    pillars = ox.NamedNode("https://w3id.org/fte/concept/pillars")
    for pillar in ("finance", "talent"):
        concept = f"{CONCEPT}contribution/{pillar}"
        label = ox.Literal(pillar, language="fr")
        small.store.add(ox.Quad(pillars, ox.NamedNode(f"{SKOS}member"), ox.NamedNode(concept)))
        small.store.add(ox.Quad(ox.NamedNode(concept), ox.NamedNode(f"{SKOS}prefLabel"), label))
    small.thing("lab", "Actor", locatedIn="lille", contribution=f"{CONCEPT}contribution/technology")
    for number in range(10):
        small.thing(f"fund-{number}", "Actor", contribution=f"{CONCEPT}contribution/finance")
        small.thing(
            f"school-{number}",
            "Actor",
            contribution=f"{CONCEPT}contribution/talent",
            locatedIn="elsewhere",
        )
    found = small.ask("missing-pillar").set_index("pillar_name")
    assert dict(found["verdict"]) == {"finance": "not known", "talent": "none recorded"}
    assert (found.loc["finance", "known"], found.loc["finance", "unplaced"]) == (10, 10)


def test_pairs_without_a_common_sector_and_dissolved_bodies_are_no_missing_links() -> None:
    small = Small().thing("nord", "Department").thing("health", "Sector").thing("food", "Sector")
    small.thing("firm", "StartUp", seatedIn="nord", hasSector="health")
    for name, facts in {
        "fits": {"hasSector": "health"},
        "closed": {"hasSector": "health", "dissolutionDate": "2014"},
        "other": {"hasSector": "food"},
    }.items():
        small.thing(name, "ResearchLaboratory", seatedIn="nord", **facts)
    found = small.ask("missing-links", kind="ResearchLaboratory")
    assert list(found["partner_name"]) == ["fits"]


def test_two_partners_of_one_laboratory_are_no_technology_path() -> None:
    small = Small().thing("body", "Actor", supervises="lab")
    small.thing("lab", "ResearchLaboratory", collaboratesWith=["near", "agency"])
    small.thing("near", "Company").thing("agency", "Organization", collaboratesWith="far")
    small.thing("far", "Company")
    found = small.ask("technology-path", body=address("body"))
    assert list(found["company_name"]) == ["near"]
    assert list(found["via_name"]) == ["lab"]


def test_a_company_whose_investors_have_no_place_has_no_local_share() -> None:
    small = Small().thing("reg", "Region").thing("seen", "Company", seatedIn="reg")
    small.thing("unknown", "Company", seatedIn="reg")
    small.thing("fund", "Actor", seatedIn="reg", locatedIn="reg").thing("nowhere", "Actor")
    for firm, investor in (("seen", "fund"), ("seen", "nowhere"), ("unknown", "nowhere")):
        small.thing(f"{firm}-{investor}", "Investment", investee=firm, investor=investor)
    found = small.ask("local-money")
    assert found[["name", "investors", "local", "unplaced"]].to_numpy().tolist() == [
        ["seen", 2, 1, 1]
    ]


def test_a_company_that_shrank_has_not_grown_and_one_figure_says_nothing() -> None:
    small = Small().thing("shrank", "Company").thing("grew", "Company").thing("once", "Company")
    for firm, year, count in (
        ("shrank", 2015, 100),
        ("shrank", 2020, 20),
        ("grew", 2015, 10),
        ("grew", 2018, 5),
        ("grew", 2020, 40),
        ("once", 2020, 7),
    ):
        small.thing(
            f"{firm}-{year}",
            "HeadcountObservation",
            observedActor=firm,
            headcount=count,
            startYear=year,
        )
    found = small.ask("from-start-to-up").set_index("name")
    assert dict(found["ratio"]) == {"grew": 4.0, "shrank": 0.2}
    assert (found.loc["shrank", "headcount_first"], found.loc["shrank", "headcount_last"]) == (
        100,
        20,
    )


def test_a_first_step_comes_before_a_later_one_and_each_counts_once() -> None:
    small = Small().thing("grown", "Company").thing("early", "Company").thing("late", "Company")
    small.thing("contest", "Programme").thing(f"{ID}label/next40", "Label")
    small.add("person", RDF, FTE + "Person")
    for number, (laureate, year) in enumerate(
        (("grown", 2019), ("grown", 2016), ("early", 2018), ("late", 2021), ("person", 2015))
    ):
        small.thing(
            f"won-{number}", "ProgrammeParticipation", laureate=laureate, startYear=year
        ).add(f"won-{number}", "attendedProgramme", "contest")
    for number, (holder, year) in enumerate((("grown", 2022), ("grown", 2020), ("late", 2020))):
        small.thing(f"award-{number}", "LabelAward", labelHolder=holder, startYear=year).add(
            f"award-{number}", "awardedLabel", f"{ID}label/next40"
        )
    found = small.ask("from-start-to-up")
    assert found[["name", "since", "first_step", "until"]].values.tolist() == [
        ["grown", 2016, "contest", 2020]
    ]


def test_a_start_up_of_which_no_tie_is_known_is_not_called_lonely() -> None:
    small = Small().thing("read", "StartUp", linkedTo="host").thing("unread", "StartUp")
    small.thing("host", "Actor", contribution=f"{CONCEPT}contribution/support")
    found = small.ask("lonely-startups")
    assert found[["name", "ties"]].to_numpy().tolist() == [["read", 1]]
