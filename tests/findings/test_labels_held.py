"""Who held which label on a day: golden rows read at their pages, and what is not known."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from frenchtech_graph import catalogue as queries
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.findings.labels_held import labels_held
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import territories

METROPOLE, CAPITALE = "metropole-french-tech", "capitale-french-tech"
COMMUNAUTE, NETWORK = "communaute-french-tech", "reseau-thematique-french-tech"

GOLDEN = [
    # usine-digitale, 12 November 2014: nine candidates, Paris without applying.
    ("2014-11-12", "French Tech Lille", METROPOLE, "Lille is French Tech", "2014-11-12"),
    ("2014-12", "Montpellier", METROPOLE, "Montpellier Métropole numérique", "2014-11-12"),
    ("2015", "French Tech Paris", METROPOLE, "Paris", "2014-11-12"),
    # usine-digitale, 25 June 2015: eight new territories, told in New York on the 24th.
    ("2015-06-24", "Brest", METROPOLE, "Brest Tech+", "2015-06-24"),
    ("2016-07-24", "French Tech Angers", "label-thematique-french-tech", "Angers – IoT-Tech", "2015-06-24"),
    # jebossedansleweb, July 2016: 13 labels confirmed in Laval on 25 July.
    ("2016-07-25", "Brest", METROPOLE, "French Tech Brest+", "2016-07-25"),
    ("2018", "Rouen", METROPOLE, "Normandy French Tech", "2016-07-25"),
    ("2017", "Dijon", NETWORK, "Dijon", "2016-07-25"),
    # parolesdelus, April 2019: the thirteen Capitales.
    ("2019-04-03", "Toulouse", CAPITALE, "Toulouse", "2019-04-03"),
    ("2021", "French Tech Est", CAPITALE, "French Tech East", "2019-04-03"),
    # usine-digitale, 2 February 2023, and latribune, December 2023: the seventeenth.
    ("2023-06", "La Réunion", CAPITALE, "French Tech La Réunion", "2023-02-02"),
    ("2024", "Orléans", CAPITALE, "French Tech Val de Loire", "2023-12"),
    ("2025", "French Tech Mont-Blanc", COMMUNAUTE, "French Tech Mont-Blanc", "2023-02-02"),
]  # fmt: skip


@pytest.mark.parametrize(("on", "where", "label", "name", "since"), GOLDEN)
def test_who_held_what_under_which_name(
    on: str, where: str, label: str, name: str, since: str
) -> None:
    held = labels_held(on, where)
    rows = held[held["ecosystem"].notna()][["label", "name_then", "since"]].values.tolist()
    assert [label, name, since] in rows
    assert held["page"].dropna().str.startswith("http").all()


COUNTS = [
    ("2014-11-11", {}, {METROPOLE: 0}),
    ("2023-01-15", {COMMUNAUTE: 6}, {}),
    ("2014-11-12", {METROPOLE: 10}, {}),
    ("2016", {METROPOLE: 14, NETWORK: 21}, {}),
    ("2019", {CAPITALE: 13, COMMUNAUTE: 28}, {COMMUNAUTE: 10}),
    ("2023-06", {CAPITALE: 16, COMMUNAUTE: 21}, {COMMUNAUTE: 11}),
    ("2025", {CAPITALE: 17, COMMUNAUTE: 21}, {COMMUNAUTE: 11}),
]


@pytest.mark.parametrize(("on", "named", "not_known"), COUNTS)
def test_the_named_and_the_unnamed_make_the_official_count(
    on: str, named: dict[str, int], not_known: dict[str, int]
) -> None:
    held = labels_held(on)
    missing = held[held["ecosystem"].isna()].set_index("label")
    told = missing[missing["official"].notna()]
    assert {k: int(v) for k, v in told["not_known"].items()} == not_known
    counts = held[held["ecosystem"].notna()]["label"].value_counts().to_dict()
    for label, official in zip(told.index.astype(str), told["official"], strict=True):
        assert counts.get(label, 0) + not_known[label] == official
    assert counts == named


def test_a_class_without_a_list_is_not_known_and_not_empty() -> None:
    held = labels_held("2026-11-30", "Lille")
    assert held["ecosystem"].isna().all()
    assert list(held["label"]) == [CAPITALE, COMMUNAUTE]
    assert held["official"].isna().all() and held["not_known"].isna().all()
    assert held["note"].str.contains("2026-2028").all()


def test_each_territory_has_its_award_on_the_day_it_was_given() -> None:
    for one in territories.load().by_id.values():
        for award in one.awards:
            held = labels_held(award.start, one.id)
            mine = held[(held["ecosystem"] == one.id) & (held["label"] == award.label)]
            assert list(mine["since"]) and mine["since"].iloc[0][:4] == award.start[:4], one.id


def test_former_names_find_the_holder_and_carriers_are_told() -> None:
    held = labels_held("2015", "Digital Grenoble")
    assert held["name_then"].tolist()[0] == "Digital Grenoble"
    assert "Medinsoft" in str(labels_held("2016", "Marseille")["carriers"].iloc[0])


@pytest.mark.parametrize(("on", "where"), [("2016-13", None), ("last year", None), ("2016", "Xyz")])
def test_what_is_no_day_and_no_place_is_a_fault(on: str, where: str | None) -> None:
    with pytest.raises(BilingualError):
        labels_held(on, where)


def test_the_command_answers_without_a_graph() -> None:
    call = ["ecosystems", "--on", "2016", "--where", "Rouen", "--json", "--out", "nowhere"]
    answered = CliRunner().invoke(main, call)
    assert answered.exit_code == 0
    assert [r["name_then"] for r in json.loads(answered.stdout)] == ["Normandy French Tech"]
    refused = CliRunner().invoke(main, ["ecosystems", "--on", "2016-02-30", "--lang", "en"])
    assert refused.exit_code == 2
    assert "--on" in refused.stderr


def test_quartiers_numeriques_names_the_holders_of_the_label(lille: EcosystemGraph) -> None:
    held = queries.run(lille.store, "label-holders", label="Quartiers numériques", year=2015)
    assert {"Digital Grenoble", "Nantes Tech", "Brest Tech+"} <= set(held["name_then"])
    assert held["holder"].nunique() == 14


def test_the_history_of_each_label_begins_and_ends_right(lille: EcosystemGraph) -> None:
    history = queries.run(lille.store, "label-history").set_index("name")
    metropole = history.loc["Métropole French Tech"]
    assert str(metropole["opened"]) == "2014-01-29"
    assert "Quartiers numériques" in metropole["other_names"].split(" | ")
    assert (metropole["first"], metropole["last"], metropole["held_until"]) == (2014, 2016, 2019)
    assert metropole["holders"] == 14
    assert history.loc["Capitale French Tech", "held_until"] == 2025
    assert history.loc["Réseau thématique French Tech", "holders"] == 21


HEADS = {
    2014: "David Monteau",
    2019: "Kat Borlongan",
    2022: "Clara Chappaz",
    2025: "Julie Huguet",
}


@pytest.mark.parametrize(("year", "head"), HEADS.items())
def test_who_ran_the_mission_in_a_year(lille: EcosystemGraph, year: int, head: str) -> None:
    found = queries.run(lille.store, "leaders-of", organization="Mission French Tech", as_of=year)
    assert set(found["officer_name"]) == {head}
