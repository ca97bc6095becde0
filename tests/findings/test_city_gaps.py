"""What a place lacks: places, even counts, functions, sentences, the command."""

# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined"

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from frenchtech_graph.cli import main
from frenchtech_graph.findings.functions import city_functions, national_lists, stated_lists
from frenchtech_graph.findings.functions.usual import growth, usual
from frenchtech_graph.findings.gaps import (
    areas,
    bridge_cards,
    chain_steps,
    change_steps,
    even_counts,
    mass_readings,
    measured,
    survey_steps,
)
from frenchtech_graph.findings.gaps.cards import Card
from frenchtech_graph.findings.gaps.chain import settle
from frenchtech_graph.findings.gaps.city_cards import INSTRUMENTS, city_gaps
from frenchtech_graph.findings.gaps.city_words import answer, card_reading, card_sentence
from frenchtech_graph.findings.gaps.near import near
from frenchtech_graph.findings.registry import find
from frenchtech_graph.ingest.connectors.registers import rnsr
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model.terms import Class, Function
from tests.support import function_worlds

LILLE = "ecosysteme-french-tech-lille"
AT_LILLE = {"place": "59350", "department": "59", "region": "32", "lat": 50.63, "lon": 3.05}


def graph_of(*bodies: dict[str, Any]) -> nx.Graph[Any]:
    graph: nx.Graph[Any] = nx.Graph()
    for number, facts in enumerate(bodies):
        graph.add_node(f"urn:{number}", **{"mode": "actor", "label": f"body {number}"} | facts)
    return graph


def status(graph: nx.Graph[Any], function: str) -> str:
    table = city_functions.function_table(graph, [areas.by_id(LILLE)])
    return str(table.set_index("function").loc[function, "status"])


@pytest.fixture
def unread() -> Iterator[None]:
    stated_lists._is_read.cache_clear()
    yield
    stated_lists._is_read.cache_clear()


def lists(monkeypatch: pytest.MonkeyPatch, *datasets: dict[str, Any]) -> None:
    monkeypatch.setattr(stated_lists, "_stated", lambda: datasets)


def test_a_town_stands_for_its_ecosystem_and_that_for_its_region() -> None:
    assert [a.id for a in areas.asked("Roubaix")] == [LILLE, "reg-32"]
    assert [a.id for a in areas.asked("Hauts-de-France")] == ["reg-32"]
    assert [a.id for a in areas.asked("Caen")] == ["reg-28"]
    assert [a.id for a in areas.asked("Bretagne")] == ["reg-53"]


def test_an_unknown_place_is_refused_with_names_near_it() -> None:
    with pytest.raises(BilingualError, match="French Tech Nantes"):
        areas.asked("Nantess")


def test_teams_inside_laboratories_are_no_laboratories() -> None:
    """Some regions register their teams: counted, they would make a lack of laureates there."""
    assert "1" not in even_counts.LABORATORIES
    types = {r["rnsr"]: r["type"] for r in even_counts._records("rnsr", rnsr.MAPPING)}
    assert {types[n] for n in even_counts.laboratories()["rnsr"]} <= set(even_counts.LABORATORIES)


def test_most_laboratories_are_placed_and_all_places_are_known() -> None:
    found = even_counts.laboratories()
    assert found["place"].notna().mean() > 0.95
    assert all(areas.communes_of(p) for p in found["place"].dropna())


def test_what_is_counted_in_all_regions_is_what_the_register_has() -> None:
    counted = measured.counts(chain_steps.recent())
    placed = chain_steps.recent()["place"].isin(areas.regions())
    of_regions = counted[counted["area"].isin(areas.regions())]
    assert of_regions["count"].sum() == placed.sum()


def shuffled_events(seed: int) -> pd.DataFrame:
    found = chain_steps.recent()
    rng = np.random.default_rng(seed)
    mass = chain_steps.doctoral().set_index("area")["count"]
    mass = mass[mass.index.isin(areas.regions())]
    drawn = rng.choice(mass.index, len(found), p=mass / mass.sum())
    return found.assign(place=drawn)


def test_awards_given_at_random_are_no_lack() -> None:
    one = next(m for m in chain_steps.STEPS if m.step.name == "laureates")
    shown = 0
    for seed in range(5):
        made = measured.Measured(
            one.step,
            one.level,
            partial(shuffled_events, seed),
            {"doctoral": chain_steps.doctoral},
            one.registers,
        )
        found = settle(measured.step_cards(made))
        shown += sum(c.grade in ("solid", "probable") for c in found)
    assert shown <= 1


def test_two_masses_must_agree() -> None:
    card = Card("reg-32", "chain", "laureates", "all", "x", 10, 30, grade="solid")
    weaker = mass_readings.with_readings(card, {"laboratories": 40.0, "doctoral": 11.0})
    assert (weaker.grade, weaker.reason) == ("probable", "masses disagree")
    assert (
        mass_readings.with_readings(card, {"laboratories": 40.0, "doctoral": 20.0}).grade == "solid"
    )


def test_uneven_registers_make_no_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(even_counts, "is_even", lambda register: register != "students")
    found = [c for m in chain_steps.STEPS[:1] for c in measured.step_cards(m)]
    assert not {c.grade for c in found} & {"solid", "probable"}
    assert "recording problem" in {c.grade for c in found}


def test_what_is_on_no_closed_list_is_lacking_only_where_like_places_have_it() -> None:
    one = national_lists.closed_lists()["hospital-institute"]
    mass, real = national_lists.masses(one.mass), national_lists.laureates()
    have_none = national_lists.absences({**real, one.code: frozenset()})[one.code]
    assert {found.grade for found in have_none.values()} == {"cannot tell"}
    all_but_lille = national_lists.absences({**real, one.code: set(mass) - {LILLE}})[one.code]
    assert set(all_but_lille) == {LILLE}
    assert all_but_lille[LILLE].grade == "solid"


def test_a_list_that_was_overtaken_is_never_solid() -> None:
    old = [one for one in national_lists.closed_lists().values() if one.is_old]
    assert old
    for one in old:
        have = set(national_lists.masses(one.mass)) - {LILLE}
        told = national_lists.absences({**national_lists.laureates(), one.code: have})[one.code]
        assert {found.grade for found in told.values()} == {"probable"}


def test_a_function_is_usual_where_larger_places_have_it_and_smaller_ones_have_not() -> None:
    mass = {f"place{n:02}": 2.0 ** (n / 3) for n in range(24)}
    chances = usual(mass, {f"place{n:02}" for n in range(12, 24)})
    assert chances["place20"] > 0.95 > 0.05 > chances["place03"]
    few = usual({name: mass[name] for name in ("place08", "place15", "place16")}, {"place16"})
    assert 0.2 < few["place15"] < 0.95
    # Another list says that size decides: the larger place is surer to be one that has it.
    steep = growth(mass, {f"place{n:02}" for n in range(12, 24)})
    told = usual(
        {name: mass[name] for name in ("place08", "place15", "place16")}, {"place16"}, steep
    )
    assert told["place08"] < few["place08"]


def test_closed_lists_have_a_page_and_a_place_for_each_laureate() -> None:
    for one in national_lists.closed_lists().values():
        assert len({name for name, _, _ in one.rows}) == one.official
        assert all(page.startswith("http") and areas.communes_of(c) for _, c, page in one.rows)


def test_a_laureate_that_works_for_a_region_or_for_nobody_knows_whom_makes_no_lack() -> None:
    one = national_lists.closed_lists()["transfer-company"]
    told = national_lists.absences(national_lists.laureates())[one.code]
    assert "ecosysteme-french-tech-la-reunion" in told
    assert not {"ecosysteme-french-tech-cote-d-azur", *one.not_told} & set(told)


def test_an_ecosystem_of_several_towns_has_what_stands_by_one_of_them() -> None:
    """Saint-Ismier is beside Grenoble, and far from the middle of the Alps."""
    alps = areas.by_id("ecosysteme-french-tech-in-the-alps")
    assert "38397" not in alps.communes
    assert national_lists.nearest(alps, ["38397"])[0] < national_lists.REACH_KM


def test_an_ecosystem_is_answered_with_the_regions_that_it_lives_in() -> None:
    """A few communes of the Loire Valley lie in Normandie, whose lacks are none of its own."""
    assert [a.id for a in areas.asked("Orléans")][1:] == ["reg-24"]
    assert [a.id for a in areas.asked("La Réunion")] == [
        "ecosysteme-french-tech-la-reunion",
        "reg-04",
    ]


def test_a_whole_region_is_not_short_of_what_cities_have() -> None:
    """By inhabitants, an ecosystem with its countryside would lack laboratories."""
    of_ecosystems = [m for m in chain_steps.STEPS if m.level == measured.ECOSYSTEM]
    assert not [m.step.name for m in of_ecosystems if "inhabitants" in m.masses]


def test_one_mass_agrees_with_itself() -> None:
    """What a mass alone expects is learnt without the same odd places."""
    one = next(m for m in chain_steps.STEPS if m.step.name == "talent from abroad")
    for card in measured.step_cards(one):
        assert card.reason != "masses disagree"
        assert card.readings[0][1] == pytest.approx(card.expected)


@pytest.mark.parametrize("step", ["computing students", "master students"])
def test_heads_that_a_source_leaves_to_other_schools_are_at_most_probable(step: str) -> None:
    one = next(m for m in chain_steps.STEPS if m.step.name == step)
    found = measured.step_cards(one)
    assert "solid" not in {c.grade for c in found}
    assert "other schools" in {c.reason for c in found}


@pytest.mark.parametrize("island", ["97", "2B"])
def test_an_island_has_no_neighbours_to_draw_from(island: str) -> None:
    assert chain_steps.heads_of("from_far")["place"].str.startswith(island).any()
    assert not chain_steps.from_far()["place"].str.startswith(island).any()


def test_graduates_of_an_island_do_not_enter_who_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """An island has few neighbours to leave for."""
    rows = [("of an island", "97411", 90.0, 80.0), ("of Lille", "59350", 90.0, 50.0)]
    made = pd.DataFrame(rows, columns=["university", "place", "working", "staying"])
    monkeypatch.setattr(even_counts, "graduates", lambda: made)
    assert list(survey_steps.staying()["university"]) == ["of Lille"]
    assert survey_steps.working().set_index("area")["count"]["reg-32"] == 90.0


def test_those_who_stay_are_some_of_those_in_work() -> None:
    found = even_counts.graduates()
    assert (found["staying"] < found["working"]).all()
    assert found["place"].map(areas.areas_of).map(bool).mean() > 0.9


def test_a_region_without_a_figure_of_spending_has_no_card_of_it() -> None:
    """Regions overseas are published together: no figure is not zero euros."""
    with_figure = set(even_counts.research_spending()["place"])
    for one in survey_steps.STEPS:
        if "research_spending" in one.registers:
            assert {c.place for c in measured.step_cards(one)} <= with_figure
    assert "reg-04" in areas.regions()
    assert "reg-04" not in with_figure


@pytest.mark.parametrize("step", ["talent that stays", "research of firms"])
def test_what_a_survey_leaves_out_or_few_firms_make_is_at_most_probable(step: str) -> None:
    found = [
        card
        for one in survey_steps.STEPS
        if one.step.name == step
        for card in measured.step_cards(one)
    ]
    assert "probable" in {c.grade for c in found}
    assert "solid" not in {c.grade for c in found}


def test_spending_adds_up_to_the_total_of_the_page() -> None:
    """The page gives 33.03 and 17.13 billion with overseas, which have 0.02 and 0.24."""
    found = even_counts.research_spending()
    assert found["firms"].sum() == pytest.approx(33.03 - 0.02, abs=0.04)
    assert found["administrations"].sum() == pytest.approx(17.13 - 0.24, abs=0.04)


def test_a_region_without_students_of_its_own_has_a_recording_problem() -> None:
    """Students of Martinique are counted at the seat of their university, in Guadeloupe."""
    found = {c.place: c for c in chain_steps.cards() if c.step == "research"}
    assert dict(found["reg-02"].readings)["students"] == 0
    assert found["reg-02"].grade == "recording problem"
    assert found["reg-32"].grade == "solid"


def test_heads_are_compared_between_regions_and_between_ecosystems() -> None:
    levels: dict[str, set[str]] = {}
    for one in (*chain_steps.STEPS, *change_steps.STEPS):
        if one.registers == ("students",):
            levels.setdefault(one.step.name, set()).add(one.level)
    assert len(levels) > 5
    assert all(found == set(measured.BOTH) for found in levels.values())


def test_teams_registered_where_a_centre_is_are_no_joint_units() -> None:
    found = chain_steps.joint_units()
    types = {r["rnsr"]: r["type"] for r in even_counts._records("rnsr", rnsr.MAPPING)}
    assert {types[n] for n in found["rnsr"]} == {even_counts.JOINT_UNIT}


def test_a_loss_from_a_high_level_is_at_most_probable() -> None:
    card = Card(
        "ecosysteme-french-tech-in-the-alps",
        "change",
        "fewer computing students",
        "all",
        "x",
        grade="solid",
    )
    assert change_steps.level("computing", card.place) > change_steps.HIGH
    assert change_steps._held(card).grade == "probable"
    assert change_steps._held(replace(card, place=LILLE)).grade == "solid"


def test_a_lack_of_change_needs_a_record_without_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a school leaves the publication, its students are not lost."""
    change_steps.broken.cache_clear()
    real = even_counts.students_of

    def left(first: int, last: int) -> pd.DataFrame:
        found = real(first, last)
        gone = found["institution"].str.contains("lille") & (first > 2019)
        return found.assign(doctoral=found["doctoral"].where(~gone, 0.0))

    assert LILLE not in change_steps.broken("doctoral")
    change_steps.broken.cache_clear()
    monkeypatch.setattr(even_counts, "students_of", left)
    assert LILLE in change_steps.broken("doctoral")
    change_steps.broken.cache_clear()


def bridged(across: int) -> nx.Graph[Any]:
    """Return an ecosystem of 20 research bodies and 20 start-ups; some pairs across meet."""
    rng = np.random.default_rng(5)
    half = [{"kind": Class.UNIVERSITY, "pillars": ("technology",), **AT_LILLE}] * 20
    graph = graph_of(*half, *[{"kind": Class.START_UP, "pillars": ("venture",), **AT_LILLE}] * 20)
    sides = [tuple(rng.choice(20, 2, replace=False)) for _ in range(40)]
    pairs = [(a, b) for a, b in sides] + [(a + 20, b + 20) for a, b in sides]
    pairs += [(int(rng.integers(20)), int(rng.integers(20, 40))) for _ in range(across)]
    for number, (a, b) in enumerate(pairs):
        graph.add_node(f"urn:e{number}", mode="event", kind=Class.PARTNERSHIP)
        for actor in (a, b):
            edge = {"side": None, "sources": ("https://page.example/x",)}
            graph.add_edge(f"urn:e{number}", f"urn:{actor}", **edge)
    return graph


@pytest.mark.parametrize(("across", "apart"), [(1, True), (80, False)])
def test_pillars_that_do_not_meet_are_told_from_those_that_do(across: int, apart: bool) -> None:
    graph = bridged(across)
    partners = bridge_cards._partners(graph)
    found = bridge_cards.meetings(graph, [f"urn:{n}" for n in range(40)], partners)
    one = found["technology", "venture"]
    assert (one.seen < 0.6 * one.expected) == apart
    assert (one.z(1.0) < -2) == apart


def test_ties_of_registers_make_no_bridge() -> None:
    graph = bridged(10)
    for _, _, edge in graph.edges(data=True):
        edge["sources"] = ("https://ror.org/05k8kv145",)
    assert not bridge_cards._partners(graph)


def test_registers_state_their_evenness() -> None:
    registers = {r for one in (*chain_steps.STEPS, *change_steps.STEPS) for r in one.registers}
    assert registers >= {"ilab", "rnsr", "students", "graduates", "professions"}
    assert all(even_counts.is_even(r) for r in registers)
    assert not even_counts.is_even("gleif")


@pytest.mark.usefixtures("unread")
def test_a_function_is_present_within_reach_or_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    lists(monkeypatch)
    here = graph_of({"kind": Class.INCUBATOR, **AT_LILLE})
    assert status(here, "incubator") == "present"
    assert status(graph_of(), "incubator") == "not read"
    covering = graph_of({"kind": Class.BUSINESS_ANGEL_NETWORK, "covers": ("reg-32",)})
    assert status(covering, "business-angels") == "within reach"


@pytest.mark.usefixtures("unread")
def test_what_has_closed_or_serves_the_whole_of_france_fills_no_function(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lists(monkeypatch)
    closed = graph_of({"kind": Class.INCUBATOR, "closed": "2019", **AT_LILLE})
    assert status(closed, "incubator") == "not read"
    national = graph_of({"kind": Class.FUND_MANAGER, "covers": ("FR",)})
    assert status(national, "seed-finance") == "not read"


@pytest.mark.usefixtures("unread")
def test_absent_needs_a_complete_list_and_none_recorded_a_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = {"coverage": {"method": "sheet", "territory": ["reg-32"]}}
    lists(monkeypatch, sheet)
    assert status(graph_of(), "student-entrepreneurship") == "none recorded"
    complete = {
        "kind": Class.STUDENT_ENTREPRENEURSHIP_CENTRE,
        "as_of": "2017",
        "named": 0,
        "list_fr": "PEPITE",
        "list_en": "PEPITE",
        "territory": ["FR"],
    }
    lists(monkeypatch, sheet, {"complete": [complete]})
    assert status(graph_of(), "student-entrepreneurship") == "absent"
    assert status(graph_of(), "incubator") == "none recorded"
    unplaced = graph_of({"kind": Class.STUDENT_ENTREPRENEURSHIP_CENTRE})
    assert status(unplaced, "student-entrepreneurship") == "none recorded"


@pytest.mark.usefixtures("unread")
def test_a_sheet_of_one_place_raises_no_alarm_there(monkeypatch: pytest.MonkeyPatch) -> None:
    lists(monkeypatch, {"coverage": {"method": "sheet", "territory": ["reg-32"]}})
    found = city_functions.function_cards(graph_of(), areas.asked("Lille"))
    assert found
    assert {c.grade for c in found} == {"cannot tell"}


@pytest.mark.usefixtures("unread")
def test_the_silence_of_a_sheet_is_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """All ecosystems are read, all others have an incubator: no list says so, so it is no card."""
    lists(monkeypatch, {"coverage": {"method": "sheet", "territory": list(areas.regions())}})
    bodies = [
        {
            "kind": Class.INCUBATOR,
            "covers": (sorted(a.communes)[0],),
            "place": sorted(a.communes)[0],
        }
        for a in areas.ecosystems().values()
        if a.id != LILLE
    ]
    found = city_functions.function_cards(graph_of(*bodies), areas.asked("Lille"))
    grades = {c.step: (c.grade, c.reason) for c in found}
    assert grades["incubator"] == ("cannot tell", "no list")
    assert grades["accelerator"] == ("cannot tell", "not usual elsewhere")


def test_sheets_of_unequal_depth_raise_no_alarm() -> None:
    """Every ecosystem has every function; its sheet knows 30 to 100 % of the bodies."""
    graph = function_worlds.sheets(72_000)
    cards = city_functions.function_cards(graph, list(areas.ecosystems().values()))
    assert {card.reason for card in cards} >= {"no list"}
    assert not {card.grade for card in cards} & {"solid", "probable"}


def test_a_place_is_never_told_to_lack_a_closed_list_that_it_is_on() -> None:
    world = function_worlds.holders(72_001)
    told = 0
    for code, found in national_lists.absences(world.have).items():
        for area, absence in found.items():
            assert area not in world.have[code]
            assert set(absence.peers) <= world.have[code]
            told += 1
    assert told


def test_who_could_act_is_alive_near_and_of_the_function() -> None:
    graph = graph_of(
        {"kind": Class.INCUBATOR, "label": "here", **AT_LILLE},
        {"kind": Class.INCUBATOR, "label": "closed", "closed": "2020", **AT_LILLE},
        {"kind": Class.INCUBATOR, "label": "far", "place": "13055", "lat": 43.3, "lon": 5.4},
        {"kind": Class.ACCELERATOR, "label": "other", **AT_LILLE},
    )
    old = {"kind": Class.INCUBATOR, "label": "old", "dissolved": True, **AT_LILLE}
    graph.add_node("urn:old", mode="actor", **old)
    found = near(graph, areas.by_id(LILLE), (Function.INCUBATOR,))
    assert [graph.nodes[n]["label"] for n in found] == ["here"]


def test_a_body_elsewhere_is_named_only_where_the_place_has_none() -> None:
    roubaix = {"place": "59512", "lat": 50.69, "lon": 3.17}
    arras = {"place": "62041", "lat": 50.29, "lon": 2.78}
    graph = graph_of(
        {"kind": Class.INCUBATOR, "label": "here", **roubaix},
        {"kind": Class.ACCELERATOR, "label": "elsewhere", **arras},
    )
    functions = (Function.ACCELERATOR, Function.INCUBATOR)
    found = near(graph, areas.by_id(LILLE), functions)
    assert [graph.nodes[n]["label"] for n in found] == ["here"]
    found = near(graph, areas.by_id(LILLE), functions[:1])
    assert [graph.nodes[n]["label"] for n in found] == ["elsewhere"]


def test_universities_are_named_by_the_students_that_the_lack_is_about() -> None:
    """A school of architecture brings no AI cluster, however many partners it has."""
    school, university = "École d'architecture de Lille", "Université de Lille"
    graph = graph_of(
        {"kind": Class.GRADUATE_SCHOOL, "label": school, **AT_LILLE},
        {"kind": Class.UNIVERSITY, "label": university, **AT_LILLE},
    )
    found = near(graph, areas.by_id(LILLE), (Function.UNIVERSITY,), about="digital")
    assert [graph.nodes[n]["label"] for n in found] == [university]


def test_schools_are_named_by_the_short_name_of_the_register_too() -> None:
    """The publication of enrolments has long names alone."""
    at_lyon = {"place": "69266", "place_label": "Villeurbanne", "department": "69", "region": "84"}
    graph = graph_of(
        {"kind": Class.GRADUATE_SCHOOL, "label": "INSA Lyon", **at_lyon},
        {"kind": Class.GRADUATE_SCHOOL, "label": "École d'architecture de Lyon", **at_lyon},
    )
    lyon = areas.asked("Lyon")[0]
    found = near(graph, lyon, (Function.UNIVERSITY,), about="other")
    assert [graph.nodes[n]["label"] for n in found] == ["INSA Lyon"]


def test_a_lack_of_health_is_one_for_the_hospital() -> None:
    graph = graph_of(
        {"kind": Class.UNIVERSITY, "label": "Université de Lille", **AT_LILLE},
        {"kind": Class.HOSPITAL, "label": "hospital", **AT_LILLE},
    )
    cards = national_lists.list_cards(graph, areas.asked("Lille")[:1])
    acting = {c.step: [graph.nodes[n]["label"] for n in c.near] for c in cards}
    assert acting["hospital-institute"] == ["hospital", "Université de Lille"]
    assert acting["ai-cluster"] == ["Université de Lille"]


@pytest.fixture(scope="module")
def everywhere() -> pd.DataFrame:
    return city_gaps(graph_of({"kind": Class.UNIVERSITY, "label": "U {0}", **AT_LILLE}))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_card_has_its_sentences(everywhere: pd.DataFrame, lang: str) -> None:
    for _, row in everywhere.iterrows():
        for text in (card_sentence(row, lang), card_reading(row, lang)):
            assert "{" not in text.replace("U {0}", "")
            assert " nan" not in text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_answer_names_the_place_and_what_would_tell_more(lang: str) -> None:
    said = "\n".join(answer(city_gaps(graph_of(), where="Toulouse"), lang))
    assert "French Tech Toulouse" in said
    assert "Occitanie" in said


def test_the_best_are_sure_and_hints_are_not(everywhere: pd.DataFrame) -> None:
    sure = everywhere["grade"].isin(["solid", "probable"])
    assert sure[everywhere["standing"] == "best"].all()
    assert not sure[everywhere["standing"] == "hint"].any()
    assert len(everywhere[everywhere["standing"] == "best"]) <= 10


def test_the_declaration_names_the_instruments_that_there_are() -> None:
    stated = find("lacks").parameter("instrument")
    assert stated is not None
    assert stated.choices == tuple(INSTRUMENTS)
    with pytest.raises(ValueError, match="chain, flows, functions, bridges, change"):
        city_gaps(graph_of(), instrument="crystal ball")


def test_the_command_answers_a_place_and_refuses_another(lille: Any) -> None:
    out = str(lille.folder)
    asked = ["gaps", "--where", "Lille", "--out", out]
    said = CliRunner().invoke(main, [*asked, "--lang", "fr"])
    assert said.exit_code == 0, said.output
    assert "Ce qui manque : French Tech Lille, Hauts-de-France" in said.output
    rows = json.loads(CliRunner().invoke(main, [*asked, "--instrument", "chain", "--json"]).stdout)
    assert {r["instrument"] for r in rows} == {"chain"}
    assert all(r["sentence_fr"] and r["sentence_en"] for r in rows)
    wrong = CliRunner().invoke(main, ["gaps", "--where", "Nowhereville", "--out", out])
    assert wrong.exit_code == 2


def test_a_lack_elsewhere_in_the_region_is_not_one_of_the_city() -> None:
    """Auvergne-Rhône-Alpes has fewer students of computing than its growth elsewhere would make."""
    step = "fewer computing students"
    of_region = city_gaps(graph_of(), where="Auvergne-Rhône-Alpes")
    of_city = city_gaps(graph_of(), where="Lyon")
    assert step in set(of_region.loc[of_region["standing"] == "best", "step"])
    own = of_city[(of_city["step"] == step) & (of_city["place"] != "reg-84")].iloc[0]
    assert own["ratio"] > 0.95
    assert step not in set(of_city.loc[of_city["standing"] != "other", "step"])


def test_a_lack_of_the_region_is_first_for_bodies_of_the_city() -> None:
    amiens = {"place": "80021", "department": "80", "region": "32", "lat": 49.9, "lon": 2.3}
    picardie = {"kind": Class.UNIVERSITY, "label": "Université de Picardie Jules Verne"}
    graph = graph_of(
        {"kind": Class.UNIVERSITY, "label": "Université de Lille", **AT_LILLE},
        {**picardie, **amiens},
    )
    for where, first in (("Lille", "Université de Lille"), ("Amiens", str(picardie["label"]))):
        table = city_gaps(graph, where=where)
        card = table[(table["place"] == "reg-32") & (table["step"] == "research")].iloc[0]
        assert card["near_labels"][0] == first
