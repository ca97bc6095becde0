"""What a country has that a town has not: plans, several sites, funds, joint acts, programmes, labels.

The examples are those that a first load of the facts on France showed.
"""

from pathlib import Path

import pytest

from frenchtech_graph.graph.seats import _Placing, _seat
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io.faults import FaultsError
from tests.support.written_tables import (
    answers,
    built,
    drawn,
    holds,
    organisations,
    partners,
    write,
)

ACTOR = "https://w3id.org/fte/id/actor/"
ROLE = (
    "VALUES ?end { fte:tieFrom fte:tieTo }"
    " ?role <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> ?end"
)


def tie(kind: str, origin: str, target: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "from": origin, "to": target, **more}


def code(folder: Path) -> set[tuple[str, str]]:
    with pytest.raises(FaultsError) as caught:
        read_dataset(folder)
    return {(f.column, f.code) for f in caught.value.faults}


# --- Status -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["announced", "applied", "cancelled"])
def test_what_did_not_come_about_is_no_tie_of_any_question(tmp_path: Path, status: str) -> None:
    store = built(
        tmp_path,
        actors=organisations("satt", "region", "firm"),
        events=[{"id": "prize", "kind": "Label", "name": "Prize"},
                {"id": "r", "kind": "FundingRound", "company": "firm", "start": "2027",
                 "amount": "5", "currency": "EUR", "status": status, "round_type": "series-a"}],
        ties=[
            tie("Shareholding", "region", "satt", status=status, announced="2011", percentage="33"),
            tie("Establishment", "satt", "59350", role="head-office", status=status),
            tie("Investment", "region", "firm", event="r"),
            tie("LabelAward", "firm", "prize", status=status, label_class="next40"),
        ],
        observations=[{"actor": "firm", "kind": "ClosureObservation", "value": "2027",
                       "status": status}],
    )  # fmt: skip
    for pattern in (
        "?x a/<http://www.w3.org/2000/01/rdf-schema#subClassOf> fte:Tie",
        "?x a/<http://www.w3.org/2000/01/rdf-schema#subClassOf> fte:SharedAct",
        "?x ?link ?y . ?link <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> fte:linkedTo",
        "?x fte:locatedIn ?y",
        "?x fte:seatedIn ?y",
        "?x fte:amountEUR ?y",
        "?x fte:dissolutionDate ?y",
    ):
        assert not holds(store, pattern), pattern
    assert drawn(store).number_of_edges() == 0
    planned = answers(store, "SELECT ?k { ?x a fte:PlannedFact ; fte:plannedKind ?k } ORDER BY ?k")
    kinds = ["ClosureObservation", "Establishment", "FundingRound", "Investment", "LabelAward"]
    assert [k for (k,) in planned] == [*kinds, "Shareholding"]
    typed = answers(
        store,
        "SELECT ?k ?t { ?x fte:plannedKind ?k ; fte:plannedType/skos:notation ?t } ORDER BY ?k",
    )
    assert typed == [("FundingRound", "series-a"), ("LabelAward", "next40")]
    assert holds(
        store,
        "?x fte:plannedFrom actor:region ; fte:plannedTo actor:satt ; fte:percentage 33.0 ;"
        f" fte:status status:{status} ; fte:announcedDate ?when",
    )


def test_announced_and_done_are_one_tie_with_both_dates_and_both_pages(tmp_path: Path) -> None:
    sources = [
        {"id": f"p{n}", "url": f"https://page.example/{n}", "publisher": "Gazette",
         "accessed": "2026-11-23"} for n in (1, 2)
    ]  # fmt: skip
    store = built(
        tmp_path,
        sources=sources,
        actors=organisations("pui", "satt", source="p1"),
        ties=[
            tie("Acquisition", "pui", "satt", status="announced", announced="2012", source="p1"),
            tie("Acquisition", "pui", "satt", start="2013-05", source="p2"),
        ],
    )
    found = answers(
        store,
        "SELECT ?date ?told ?status (COUNT(?page) AS ?pages) { ?x a fte:Acquisition ;"
        " fte:date ?date ; fte:announcedDate ?told ; fte:status ?status ; dcterms:source ?page }"
        " GROUP BY ?date ?told ?status",
    )
    assert found == [("2013-05", "2012", "https://w3id.org/fte/concept/status/done", "2")]
    assert not holds(store, "?x a fte:PlannedFact")


def test_a_cancelled_act_does_not_become_part_of_one_that_came_about(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        actors=organisations("a", "b"),
        ties=[
            tie("Acquisition", "a", "b", status="cancelled", start="2012"),
            tie("Acquisition", "a", "b", start="2015"),
        ],
    )
    assert holds(store, "?x a fte:Acquisition . ?y a fte:PlannedFact")


# --- Places -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "candidates"),
    [
        ("Évry", {"89162", "91228"}),
        ("La Réunion", {"47222", "dep-974"}),
        ("Bourgogne", {"51075", "oldreg-26"}),
        ("Mayenne", {"53147", "dep-53"}),
        ("Bretagne", {"36024", "90019", "reg-53"}),
        ("Saint-Sulpice", {"46294"}),
        ("Laval", {"53130"}),
    ],
)
def test_a_name_that_several_places_bear_is_a_fault_with_candidates(
    tmp_path: Path, place: str, candidates: set[str]
) -> None:
    folder = write(tmp_path, actors=organisations("a", place=place))
    with pytest.raises(FaultsError) as caught:
        read_dataset(folder)
    (fault,) = caught.value.faults
    assert (fault.column, fault.code) == ("place", "ambiguous-place")
    assert all(c in str(fault.details["expected"]) for c in candidates)


PLACED = {
    "Évry (91)": "91228",
    "La Réunion (département)": "dep-974",
    "Bourgogne (ancienne région)": "oldreg-26",
    "Lorraine": "oldreg-41",
    "Mayenne (département)": "dep-53",
    "Bretagne (région)": "reg-53",
    "Rennes (académie)": "aca-rennes",
    "Académie d'Aix-Marseille": "aca-aix-marseille",
    "London (GB)": "GB-London",
    "Palo Alto (US)": "US-Palo_Alto",
    "Luxembourg (LU)": "LU-Luxembourg",
    "Belgique": "BE",
}


def test_old_regions_districts_and_towns_abroad_are_places(tmp_path: Path) -> None:
    names = [f"a{n}" for n in range(len(PLACED))]
    actors = [
        {**row, "place": place} for row, place in zip(organisations(*names), PLACED, strict=True)
    ]
    store = built(tmp_path, actors=actors)
    for name, key in zip(names, PLACED.values(), strict=True):
        assert holds(store, f"actor:{name} fte:seatedIn <https://w3id.org/fte/id/place/{key}>")
    assert holds(
        store, "<https://w3id.org/fte/id/place/GB-London> fte:within place:GB ; a fte:City"
    )
    assert holds(store, "place:oldreg-41 fte:within place:reg-44")


def seat(tmp_path: Path, *placings: tuple[str, str, str, str]) -> str | None:
    """Return the seat of a body with places of (place, role, start, status)."""
    rows = [
        tie("Establishment", "body", place, role=role, seen=seen, status=status)
        for place, role, seen, status in placings
    ]
    store = built(tmp_path, actors=organisations("body"), ties=rows)
    found = answers(store, "SELECT ?p { actor:body fte:seatedIn ?p }")
    (node,) = (d for n, d in drawn(store).nodes(data=True) if n == f"{ACTOR}body")
    keys = [p.rsplit("/", 1)[-1] for (p,) in found]
    bare = keys[0].removeprefix("dep-").removeprefix("reg-") if keys else None
    assert node["place"] == bare
    return keys[0] if keys else None


@pytest.mark.parametrize(
    ("placings", "expected"),
    [
        # Strasbourg's incubator has a site in Charleville-Mézières, later dated.
        ([("67482", "head-office", "2013", ""), ("08105", "site", "2021", "")], "67482"),
        # The SATT of the West: Brest, Nantes, Rennes, none told from the others, in two regions.
        ([("29019", "", "", ""), ("44109", "", "", ""), ("35238", "", "", "")], None),
        # CEA: one site row is not the seat of a national body.
        ([("38185", "site", "2019", "")], None),
        # Two sites of one department, without a role: the département, and it says so.
        ([("35238", "", "", ""), ("35288", "", "", "")], "dep-35"),
        # A commune within the urban area that another page gives.
        ([("243500139", "", "", ""), ("35238", "", "", "")], "35238"),
        # Two head offices, both dated: it moved.
        ([("69123", "head-office", "2019", ""), ("69259", "head-office", "2023", "")], "69259"),
        # Two head offices, one without a date: nobody can say; the urban area holds both.
        ([("69123", "head-office", "2019", ""), ("69259", "head-office", "", "")], "200046977"),
        # A plant that is only announced, and a seat that was given up, are no places.
        ([("08362", "plant", "2021", "announced")], None),
        ([("75056", "head-office", "2015", "ended")], None),
        # The urban area of an adjective.
        ([("243500139", "", "", "")], "243500139"),
    ],
)  # fmt: skip
def test_no_rule_of_thumb_picks_the_town(
    tmp_path: Path, placings: list[tuple[str, str, str, str]], expected: str | None
) -> None:
    assert seat(tmp_path, *placings) == expected


def test_an_urban_area_is_on_the_map_and_in_its_department(tmp_path: Path) -> None:
    store = built(tmp_path, actors=organisations("body", place="243500139"))
    node = drawn(store).nodes[f"{ACTOR}body"]
    assert (node["precision"], node["department"], node["region"]) == ("Metropolis", "35", "53")
    assert 47 < node["lat"] < 49 and -2.5 < node["lon"] < -1


def test_a_part_stands_where_its_parent_stands_and_a_fund_where_its_manager(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        actors=[
            *organisations("school", place="59350"),
            *organisations("manager", kind="FundManager", place="35238"),
            *organisations("incubator", "unit", "firm"),
            *organisations("fund", "old-fund", kind="InvestmentFund"),
        ],
        ties=[
            tie("Subunit", "school", "incubator"),
            tie("Subunit", "incubator", "unit"),
            tie("SpinOff", "school", "firm", start="2015"),
            tie("FundManagement", "manager", "fund", start="2012"),
            tie("FundManagement", "manager", "old-fund", start="2002", end="2010"),
        ],
    )
    assert holds(store, "actor:unit fte:seatedIn place:59350 ; fte:standsWith actor:incubator")
    assert holds(store, "actor:fund fte:seatedIn place:35238 ; fte:standsWith actor:manager")
    assert holds(store, "actor:fund fte:seatedIn/fte:within? place:reg-53")
    assert not holds(store, "actor:firm fte:seatedIn ?any")  # its origin, not its seat
    assert not holds(store, "actor:old-fund fte:seatedIn ?any")
    assert drawn(store).nodes[f"{ACTOR}fund"]["placed_with"] == f"{ACTOR}manager"


def test_a_laboratory_without_a_place_stands_where_the_schools_that_supervise_it_do(
    tmp_path: Path,
) -> None:
    """A national body of research says nothing of it; nor do two universities of two towns."""
    store = built(
        tmp_path,
        actors=[
            *organisations("angers", kind="University", place="49007"),
            *organisations("nantes", kind="University", place="44109"),
            *organisations("national", kind="ResearchOrganization", place="75056"),
            *organisations("one", "both", "none", "team", kind="ResearchLaboratory"),
            *organisations("host", kind="ResearchLaboratory", place="49007"),
        ],
        ties=[
            tie("Supervision", "angers", "one"),
            tie("Supervision", "national", "one"),
            tie("Supervision", "angers", "both"),
            tie("Supervision", "nantes", "both"),
            tie("Supervision", "national", "none"),
            tie("Subunit", "host", "team"),
            tie("Supervision", "nantes", "team"),
        ],
    )
    assert holds(store, "actor:one fte:seatedIn place:49007 ; fte:standsWith actor:angers")
    assert not holds(store, "actor:both fte:seatedIn ?any")
    assert not holds(store, "actor:none fte:seatedIn ?any")
    assert holds(store, "actor:team fte:seatedIn place:49007 ; fte:standsWith actor:host")


def test_a_town_of_a_gazetteer_gives_way_to_a_commune_but_not_to_a_region() -> None:
    address, town = _Placing("59009", True), _Placing("59350", True, rough=True)
    region = _Placing("reg-32", True)
    assert _seat([address, town]) == "59009"
    assert _seat([town, region]) == "59350"
    assert _seat([town]) == "59350"
    assert _seat([address, _Placing("59350", True)]) == "200093201"


def test_parents_in_a_circle_have_no_place(tmp_path: Path) -> None:
    ties = [tie("Subunit", "a", "b"), tie("Subunit", "b", "a")]
    assert not holds(
        built(tmp_path, actors=organisations("a", "b"), ties=ties), "?x fte:seatedIn ?y"
    )


def test_areas_of_action(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        actors=[
            *organisations("fund", kind="InvestmentFund"),
            *organisations("pepite", kind="StudentEntrepreneurshipCentre"),
        ],
        ties=[
            tie("Coverage", "fund", "Nord-Pas-de-Calais", seen="2012"),
            tie("Coverage", "pepite", "Rennes (académie)"),
        ],
    )
    assert holds(store, "actor:fund fte:coversPlace/fte:within place:reg-32")
    assert holds(store, "actor:pepite fte:coversPlace place:aca-rennes")


# --- Funds, joint acts, rounds ----------------------------------------------------------------


def test_subscribers_of_one_closing_meet_once(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        actors=[
            *organisations("fund", kind="InvestmentFund|FundManager"),
            *organisations("bank", "region", "insurer"),
        ],
        events=[{"id": "closing", "kind": "FundClosing", "company": "fund", "start": "2014",
                 "amount": "32000000", "currency": "EUR"}],
        ties=[
            tie("FundSubscription", who, "fund", event="closing", amount="5000000", currency="EUR")
            for who in ("bank", "region", "insurer")
        ],
        observations=[
            {"actor": "fund", "kind": "FundSizeObservation", "value": "50000000", "currency": "EUR",
             "amount_qualifier": "target", "start": "2013"},
            {"actor": "fund", "kind": "FundVintageObservation", "value": "2014"},
        ],
    )  # fmt: skip
    graph = drawn(store)
    assert partners(graph, "bank") == {"fund", "region", "insurer"}
    assert len(graph[f"{ACTOR}fund"]) == 1
    assert holds(store, "?o fte:observedActor actor:fund ; fte:amount ?a ; fte:currency ?c")
    assert holds(store, "?o fte:observedActor actor:fund ; fte:vintageYear 2014")


def test_a_joint_act_weighs_once_and_has_the_kind_of_its_ties(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        actors=organisations("satt", "university", "school", "cnrs"),
        events=[{"id": "act", "kind": "JointAct", "start": "2013"}],
        ties=[
            tie("Founding", who, "satt", event="act", start="2013")
            for who in ("university", "school", "cnrs")
        ],
    )
    graph = drawn(store)
    assert len(graph[f"{ACTOR}satt"]) == 1
    assert partners(graph, "satt") == {"university", "school", "cnrs"}
    (event,) = graph[f"{ACTOR}satt"]
    assert (graph.nodes[event]["kind"], graph.nodes[event]["flow"]) == ("Founding", "talent")


def test_month_and_day_of_a_round_are_one_round_and_undated_ones_stay_apart(tmp_path: Path) -> None:
    def a_round(key: str, start: str, amount: str = "", **more: str) -> dict[str, str]:
        money = {"amount": amount, "currency": "EUR"} if amount else {}
        return {
            "id": key,
            "kind": "FundingRound",
            "company": "firm",
            "start": start,
            **money,
            **more,
        }

    store = built(
        tmp_path,
        actors=organisations("firm", "fund"),
        events=[
            a_round("month", "2021-09"),
            a_round("day", "2021-09-29", "3000000"),
            a_round("other", "2021-11", "1000000"),
            a_round("u1", "", "850000"),
            a_round("u2", "", "4200000"),
            a_round("u3", "", "5000000"),
        ],
        ties=[tie("Investment", "fund", "firm", event="month")],
    )  # fmt: skip
    rounds = answers(store, "SELECT ?r { ?r a fte:FundingRound } ORDER BY ?r")
    assert [r.rsplit("/", 1)[-1] for (r,) in rounds] == ["day", "other", "u1", "u2", "u3"]
    assert holds(store, "?t fte:investor actor:fund ; fte:inRound event:day")
    assert holds(store, "event:month dcterms:isReplacedBy event:day")


def test_a_year_that_fits_two_rounds_is_neither(tmp_path: Path) -> None:
    events = [
        {"id": key, "kind": "FundingRound", "company": "firm", "start": start}
        for key, start in (("a", "2021-03"), ("b", "2021-09"), ("c", "2021"))
    ]
    store = built(tmp_path, actors=organisations("firm"), events=events)
    assert len(answers(store, "SELECT ?r { ?r a fte:FundingRound }")) == 3


def test_other_currencies_and_up_to_are_held(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        actors=organisations("firm"),
        events=[{"id": "r", "kind": "FundingRound", "company": "firm", "start": "2020",
                 "amount": "372000000", "currency": "USD", "amount_qualifier": "at-most"}],
    )  # fmt: skip
    assert holds(
        store,
        "event:r fte:amount 372000000.0 ; fte:amountQualifier <https://w3id.org/fte/concept/amount/at-most>",
    )


# --- Programmes, frameworks, labels, money that is not public -----------------------------------


def test_a_programme_has_founder_head_funder_partner_host_parent_and_staff(tmp_path: Path) -> None:
    people = [{"id": p, "kind": "Person", "name": p.title()} for p in ("ada", "bo")]
    store = built(
        tmp_path,
        actors=[*organisations("sanofi", "town", "university"), *people],
        events=[
            {
                "id": "lyon-start-up",
                "kind": "Programme",
                "type": "support",
                "name": "Lyon Start-up",
            },
            {"id": "plan", "kind": "Programme", "type": "plan", "name": "Plan"},
        ],
        ties=[
            tie("Founding", "sanofi", "lyon-start-up", start="2014"),
            tie("Mandate", "ada", "lyon-start-up", role="head", seen="2016"),
            tie("PublicFunding", "town", "lyon-start-up", start="2015"),
            tie("PrivateFunding", "sanofi", "lyon-start-up", instrument="sponsorship"),
            tie("Partnership", "university", "lyon-start-up"),
            tie("Hosting", "university", "lyon-start-up"),
            tie("Subunit", "plan", "lyon-start-up"),
            tie("Employment", "bo", "lyon-start-up"),
            tie("Incubation", "lyon-start-up", "sanofi", role="support"),
        ],
    )
    assert len(answers(store, f"SELECT ?t {{ ?t ?role programme:lyon-start-up . {ROLE} }}")) == 9
    assert drawn(store).number_of_edges() == 0


def test_a_plan_and_a_contest_make_no_partners(tmp_path: Path) -> None:
    names = ["defymed", "lucine", "indeed", "pulsalys"]
    store = built(
        tmp_path,
        actors=organisations(*names, "bpifrance"),
        events=[{"id": "i-lab-2012", "kind": "Programme", "type": "contest", "name": "i-Lab 2012"},
                {"id": "pia", "kind": "Programme", "type": "plan", "name": "PIA"}],
        ties=[
            *(tie("ProgrammeParticipation", n, "i-lab-2012", role="laureate") for n in names),
            tie("ProgrammeOperation", "bpifrance", "i-lab-2012"),
            *(tie("PublicFunding", "pia", n, start="2012") for n in names),
        ],
    )  # fmt: skip
    graph = drawn(store)
    for name in names:
        assert partners(graph, name) == {"bpifrance"}
    assert len(graph[f"{ACTOR}bpifrance"]) == len(names)


@pytest.mark.parametrize(
    "kind",
    [
        "UniversityInnovationHub",
        "StudentEntrepreneurshipCentre",
        "CarnotInstitute",
        "ResearchNetwork",
    ],
)
def test_a_framework_is_no_hub_of_its_members(tmp_path: Path, kind: str) -> None:
    store = built(
        tmp_path,
        actors=[*organisations("frame", kind=kind), *organisations("a", "b", "lead", "network")],
        ties=[
            tie("Membership", "a", "frame"),
            tie("Membership", "b", "frame"),
            tie("Coordination", "lead", "frame"),
            tie("Membership", "a", "network"),
        ],
    )
    graph = drawn(store)
    assert partners(graph, "frame") == {"lead"}
    assert partners(graph, "a") == {"network"}


def test_a_label_has_classes_in_time_and_its_holder_is_one(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        actors=[*organisations("firm"), *organisations("association", kind="EcosystemCommunity")],
        events=[
            {"id": "next40-120", "kind": "Label", "name": "French Tech Next40/120"},
            {"id": "capitale", "kind": "Label", "name": "Capitale French Tech"},
            {"id": "ecosystem", "kind": "Ecosystem", "name": "Écosystème de Lyon"},
        ],
        ties=[
            tie("LabelAward", "firm", "next40-120", label_class="french-tech-120", start="2020", end="2021"),
            tie("LabelAward", "firm", "next40-120", label_class="next40", start="2021"),
            tie("LabelAward", "ecosystem", "capitale", start="2019"),
            tie("Animation", "association", "ecosystem"),
        ],
    )  # fmt: skip
    rows = (
        "SELECT ?class ?start { ?t fte:labelHolder actor:firm ; fte:awardedLabel label:next40-120 ;"
    )
    rows += " fte:tier/skos:notation ?class ; fte:startYear ?start } ORDER BY ?start"
    assert answers(store, rows) == [("french-tech-120", "2020"), ("next40", "2021")]
    assert holds(store, "actor:association fte:animates/fte:holdsLabel label:capitale")


def test_persons_give_and_support(tmp_path: Path) -> None:
    person = {"id": "patron", "kind": "Person", "name": "Patron"}
    store = built(
        tmp_path,
        actors=[person, *organisations("school")],
        ties=[
            tie("PrivateFunding", "patron", "school", instrument="donation", amount="1", currency="EUR"),
            tie("Incubation", "patron", "school", role="support"),
        ],
    )  # fmt: skip
    assert holds(store, "actor:patron fte:sponsorOf actor:school ; fte:supports actor:school")
    assert not holds(store, "?x a fte:PublicFunding")


@pytest.mark.parametrize(
    "kind", ["TechnologyTransferOffice", "InvestmentFund", "BusinessCentre", "Incubator"]
)
def test_shares_may_be_held_in_any_organisation(tmp_path: Path, kind: str) -> None:
    store = built(
        tmp_path,
        actors=[*organisations("held", kind=kind), *organisations("holder")],
        ties=[tie("Shareholding", "holder", "held", percentage="33")],
        events=[{"id": "r", "kind": "FundingRound", "company": "held", "start": "2019"}],
    )
    assert holds(store, "actor:holder fte:holdsSharesIn actor:held")
    assert not holds(
        store, "actor:held a/<http://www.w3.org/2000/01/rdf-schema#subClassOf> fte:Company"
    )


def test_columns_of_one_kind_are_refused_elsewhere(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        actors=organisations("a", "b"),
        events=[{"id": "p", "kind": "Project", "type": "plan", "name": "P"},
                {"id": "c", "kind": "FundClosing", "start": "2014"}],
        ties=[tie("Partnership", "a", "b", label_class="next40"),
              tie("Membership", "a", "b", event="p")],
        observations=[{"actor": "a", "kind": "FundSizeObservation", "value": "5"}],
    )  # fmt: skip
    assert code(folder) == {
        ("type", "only-for"),
        ("company", "no-company"),
        ("label_class", "only-for"),
        ("event", "no-part"),
        ("currency", "amount-without-currency"),
    }
