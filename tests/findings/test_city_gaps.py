"""What a place lacks: places, even counts, functions, sentences, the command."""

# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined"

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from frenchtech_graph.cli import main
from frenchtech_graph.findings.functions import city_functions, stated_lists
from frenchtech_graph.findings.gaps import areas, chain_steps, even_counts
from frenchtech_graph.findings.gaps.city_cards import INSTRUMENTS, city_gaps
from frenchtech_graph.findings.gaps.city_words import answer, card_reading, card_sentence
from frenchtech_graph.findings.gaps.near import near
from frenchtech_graph.findings.registry import find
from frenchtech_graph.ingest.connectors.registers import rnsr
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model.terms import Class, Function

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
    counted = chain_steps.counts(chain_steps.recent())
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
    one = chain_steps.STEPS[3]
    assert one.step.name == "laureates"
    shown = 0
    for seed in range(5):
        made = chain_steps.Measured(
            one.step,
            one.level,
            partial(shuffled_events, seed),
            {"doctoral": chain_steps.doctoral},
            one.registers,
        )
        found = chain_steps.step_cards(made)
        shown += sum(c.grade in ("solid", "probable") for c in found)
    assert shown <= 1


def test_two_masses_must_agree() -> None:
    card = chain_steps.Card("reg-32", "chain", "laureates", "all", "x", 10, 30, grade="solid")
    weaker = chain_steps.with_readings(card, {"laboratories": 40.0, "doctoral": 11.0})
    assert (weaker.grade, weaker.reason) == ("probable", "masses disagree")
    assert (
        chain_steps.with_readings(card, {"laboratories": 40.0, "doctoral": 20.0}).grade == "solid"
    )


def test_uneven_registers_make_no_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(even_counts, "is_even", lambda register: register != "students")
    found = [c for m in chain_steps.STEPS[:1] for c in chain_steps.step_cards(m)]
    assert not {c.grade for c in found} & {"solid", "probable"}
    assert "recording problem" in {c.grade for c in found}


def test_registers_state_their_evenness() -> None:
    assert all(even_counts.is_even(r) for r in ("ilab", "inov", "rnsr", "students"))
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
def test_a_function_that_like_places_have_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """All ecosystems are read, all others have an incubator: probable, for no list says so."""
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
    assert grades["incubator"] == ("probable", "no list")
    assert grades["accelerator"] == ("cannot tell", "not usual elsewhere")


def test_who_could_act_is_alive_near_and_of_the_function() -> None:
    graph = graph_of(
        {"kind": Class.INCUBATOR, "label": "here", **AT_LILLE},
        {"kind": Class.INCUBATOR, "label": "closed", "closed": "2020", **AT_LILLE},
        {"kind": Class.INCUBATOR, "label": "far", "place": "13055", "lat": 43.3, "lon": 5.4},
        {"kind": Class.ACCELERATOR, "label": "other", **AT_LILLE},
    )
    graph.add_node("urn:old", mode="actor", label="old", kind=Class.INCUBATOR, **AT_LILLE)
    graph.add_node("urn:s", mode="event", kind=Class.SUCCESSION)
    graph.add_edge("urn:s", "urn:old", side="source")
    graph.add_edge("urn:s", "urn:0", side="target")
    found = near(graph, areas.by_id(LILLE), (Function.INCUBATOR,))
    assert [graph.nodes[n]["label"] for n in found] == ["here"]


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
    with pytest.raises(ValueError, match="chain, functions"):
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
