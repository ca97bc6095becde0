"""Readings that were wrong without a question. Each kind has a case that must stay right."""

from pathlib import Path

import pytest

from frenchtech_graph.ingest.sheets.datasets import Imported
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.model.records import Actor, Dataset, Event
from frenchtech_graph.pipeline.answers import answer, questions
from tests.support.imported_rows import Rows, asked, imported


def answered(found: Imported, code: str, text: str) -> Reading:
    reading = found.understood.desk.reading
    answer(reading, next(d for d, _ in questions(found.doubts) if d.code == code), text)
    return reading


def states(found: Imported) -> dict[str, str]:
    return {c.value: c.state for c in found.understood.desk.cells}


def names(dataset: Dataset) -> set[str]:
    return {a.names["fr"] for a in dataset.actors}


def ties(dataset: Dataset) -> set[tuple[str, str, str]]:
    things: tuple[Actor | Event, ...] = (*dataset.actors, *dataset.events)
    called = {t.id: t.names.get("fr", t.id) for t in things}
    return {(t.kind, called[t.origin], called[t.target]) for t in dataset.ties}


def raises(*amounts: str, header: str = "Montant") -> Rows:
    rows = [[f"Firme {i}", "Seed", str(2015 + i), a, "Alpha"] for i, a in enumerate(amounts)]
    return [["Société", "Tour", "Date", header, "Investisseurs"], *rows]


def sums(dataset: Dataset) -> list[str]:
    return [e.money.amount or "" for e in dataset.events]


@pytest.mark.parametrize(
    "amounts", [("1,8", "2,6 M€"), ("env. 1", "6.5", "400 k€", "2 M€", "3 M€")]
)
def test_small_bare_numbers_next_to_scaled_ones_are_asked_about(
    amounts: tuple[str, ...], tmp_path: Path
) -> None:
    found, dataset = imported(raises(*amounts), tmp_path)
    assert asked(found, "unit") == {"Montant"}
    bare = [i for i, a in enumerate(amounts) if "€" not in a]
    assert {sums(dataset)[i] for i in bare} == {""}
    assert all(amounts[i] in (dataset.events[i].note or "") for i in bare)
    _, dataset = imported(raises(*amounts), tmp_path, answered(found, "unit", "M€"))
    assert sums(dataset)[0] == {"1,8": "1800000", "env. 1": "1000000"}[amounts[0]]


def test_small_bare_numbers_below_a_currency_are_asked_about_next_to_scaled_ones(
    tmp_path: Path,
) -> None:
    rows = raises("1,8", "2,6 M€", header="Montant (€)")
    found, dataset = imported(rows, tmp_path)
    assert (asked(found, "unit"), sums(dataset)) == ({"Montant (€)"}, ["", "2600000"])
    _, dataset = imported(rows, tmp_path, answered(found, "unit", "€"))
    assert sums(dataset) == ["1.8", "2600000"]


def test_the_answer_for_small_numbers_leaves_large_ones(tmp_path: Path) -> None:
    rows = raises("1,8", "2,6 M€", "1 500 000")
    found, dataset = imported(rows, tmp_path)
    assert sums(dataset) == ["", "2600000", "1500000"]
    _, dataset = imported(rows, tmp_path, answered(found, "unit", "M€"))
    assert sums(dataset) == ["1800000", "2600000", "1500000"]


@pytest.mark.parametrize(
    ("header", "amounts", "expected"),
    [
        ("Montant (M€)", ("1,8", "2,6 M€"), ["1800000", "2600000"]),
        ("Montant", ("850 €", "2 M€"), ["850", "2000000"]),
        ("Montant", ("1 500 000", "2 M€"), ["1500000", "2000000"]),
    ],
)
def test_amounts_with_a_unit_or_large_ones_are_read(
    header: str, amounts: tuple[str, ...], expected: list[str], tmp_path: Path
) -> None:
    found, dataset = imported(raises(*amounts, header=header), tmp_path)
    assert (sums(dataset), asked(found, "unit")) == (expected, set())


def cohort(header: str, *statuses: str, title: str = "Accélérateur Nova – Cohortes") -> Rows:
    rows = [[f"Firme {i}", "2019", s] for i, s in enumerate(statuses)]
    return [[title], [], ["Startup", "Cohorte", header], *rows]


@pytest.mark.parametrize(
    ("header", "statuses", "current"),
    [
        ("Status", ("Active", "Shut down"), None),
        ("Statut", ("en activité", "Exited"), None),
        ("Statut incubation", ("active", "Shut down"), True),
        ("Statut", ("active", "sortie"), True),
        ("Statut", ("en cours d'incubation", "sortie"), True),
    ],
)
def test_a_status_of_firms_is_not_about_their_ties(
    header: str, statuses: tuple[str, ...], current: bool | None, tmp_path: Path
) -> None:
    found, dataset = imported(cohort(header, *statuses), tmp_path)
    first = next(a for a in dataset.actors if a.names["fr"] == "Firme 0")
    tie = next(t for t in dataset.ties if first.id in (t.origin, t.target))
    assert (tie.kind, tie.current) == ("Incubation", current)
    assert (states(found)[statuses[0]] == "note") == (current is None)
    assert (statuses[0] in (first.note or "")) == (current is None)


@pytest.mark.parametrize(
    ("end", "current"), [("30/06/2019", False), ("30/06/2999", True), ("", True)]
)
def test_a_tie_that_ended_in_the_past_is_not_current(
    end: str, current: bool, tmp_path: Path
) -> None:
    rows = [["Incubateur Nova"], [], ["Startup", "Entrée", "Sortie"], ["Alpha", "2018", end]]
    rows += [["Beta", "2018", "01/02/2020"]]
    _, dataset = imported(rows, tmp_path, sheet="Portefeuille")
    first = next(a.id for a in dataset.actors if a.names["fr"] == "Alpha")
    assert [t.current for t in dataset.ties if first in (t.origin, t.target)] == [current]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Numérix Logistique", "SARL Numerix Logistique"),
        ("Hydrosense", "Hydro-Sense SAS"),
        ("Hydrosense", "Hydrosense SAS"),
        ("VisioProv", "VISIO'PROV"),
        ("SkyPallet", "Sky Pallet"),
    ],
)
def test_spellings_of_one_name_are_one_actor_and_asked_about(
    one: str, other: str, tmp_path: Path
) -> None:
    rows = [["Startup", "Ville", "Effectif"], [one, "Lille", "18"], [other, "", "20"]]
    found, dataset = imported(rows, tmp_path)
    assert (names(dataset), asked(found, "near-name")) == ({one}, {other})
    assert other in dataset.actors[0].aliases
    assert next(c.reading for c in reversed(found.understood.desk.cells) if c.value == other) == one
    parted, dataset = imported(rows, tmp_path, answered(found, "near-name", "+StartUp"))
    assert (names(dataset), asked(parted, "near-name")) == ({one, other}, set())


def test_spellings_of_one_name_in_ties_are_asked_about(tmp_path: Path) -> None:
    rows = [["De", "Lien", "Vers"], ["Alpha Conseil", "partenaire de", "VisioProv"]]
    rows += [["SARL Alpha-Conseil", "partenaire de", "Visio'Prov"]]
    found, dataset = imported(rows, tmp_path)
    assert names(dataset) == {"Alpha Conseil", "VisioProv"}
    assert asked(found, "near-name") == {"Visio'Prov"}


def test_spellings_with_other_register_numbers_are_two_firms(tmp_path: Path) -> None:
    rows = [["Société", "SIREN"], ["Sky Pallet", "552032534"], ["SkyPallet", "542065479"]]
    found, dataset = imported(rows, tmp_path)
    assert (names(dataset), asked(found, "near-name")) == ({"Sky Pallet", "SkyPallet"}, set())


def test_names_with_other_figures_or_words_are_two_actors(tmp_path: Path) -> None:
    rows = [
        ["Société", "Ville"],
        ["Alpha 1", "Lille"],
        ["Alpha 2", "Lille"],
        ["Alpha Bio", "Lille"],
    ]
    found, dataset = imported(rows, tmp_path)
    assert (len(dataset.actors), asked(found, "near-name")) == (3, set())


def test_a_span_is_no_date_of_creation(tmp_path: Path) -> None:
    rows = [
        ["Société", "Création"],
        ["Alpha", "2015-2016"],
        ["Beta", "2017"],
        ["Gamma", "depuis 2018"],
    ]
    found, dataset = imported(rows, tmp_path)
    assert {o.value for o in dataset.observations} == {"2017", "2018"}
    assert (asked(found, "date"), states(found)["2015-2016"]) == ({"2015-2016"}, "doubt")
    assert "2015-2016" in (dataset.actors[0].note or "")


def test_a_word_that_the_kind_does_not_say_is_kept(tmp_path: Path) -> None:
    rows = [["Structure", "Type", "Ville"], ["Eaux du Lez", "Syndicat mixte", "Lille"]]
    rows += [["Alpha", "PME", "Lille"], ["Beta", "Organisation", "Lille"]]
    _, dataset = imported(rows, tmp_path)
    notes = {a.names["fr"]: a.note or "" for a in dataset.actors}
    assert notes == {"Eaux du Lez": "Type : Syndicat mixte", "Alpha": "", "Beta": ""}


def test_names_below_chef_de_file_are_lead_investors(tmp_path: Path) -> None:
    rows = raises("1,8 M€", "2,6 M€")
    rows[0].append("Chef de file")
    rows[1].append("Demeter")
    rows[2].append("Alpha")
    _, dataset = imported(rows, tmp_path)
    called = {a.id: a.names["fr"] for a in dataset.actors}
    assert {called[t.origin] for t in dataset.ties if t.lead} == {"Demeter", "Alpha"}


def test_crosses_below_chef_de_file_mark_the_investor(tmp_path: Path) -> None:
    rows = raises("1,8 M€", "2,6 M€")
    rows[0].append("Chef de file")
    rows[1].append("oui")
    rows[2].append("non")
    _, dataset = imported(rows, tmp_path)
    assert [t.lead for t in dataset.ties] == [True, None]


AGENCY: Rows = [
    ["Acteur", "Nature", "Commune", "Lien", "Acteur lié", "Nature acteur lié", "Source"],
    ["Ondéa", "Start-up", "Dijon", "incubé par", "Premice", "Incubateur", "DECA BFC"],
    ["Premice", "Incubateur", "Dijon", "accompagne", "Vitivert", "Start-up", "Infogreffe"],
]


def test_a_source_is_no_end_next_to_two_columns_of_names(tmp_path: Path) -> None:
    found, dataset = imported(AGENCY, tmp_path)
    assert ties(dataset) == {
        ("Incubation", "Premice", "Ondéa"),
        ("Incubation", "Premice", "Vitivert"),
    }
    assert names(dataset) == {"Ondéa", "Premice", "Vitivert"}
    assert not asked(found, "column")
    assert {k for a in dataset.actors for k in a.kinds} == {"StartUp", "Incubator"}


def test_a_source_before_both_ends_is_no_end(tmp_path: Path) -> None:
    rows = [["Source", "De", "Type", "Lien", "Vers"]]
    rows += [["presse", "Ondéa", "local", "incubé par", "Premice"]]
    rows += [["site", "Premice", "régional", "accompagne", "Vitivert"]]
    found, dataset = imported(rows, tmp_path)
    assert ("Incubation", "Premice", "Vitivert") in ties(dataset)
    assert (len(dataset.ties), asked(found, "other-values")) == (2, {"Type"})


@pytest.mark.parametrize("target", ["Target", "Cible", "Vers"])
def test_a_source_is_an_end_opposite_a_target(target: str, tmp_path: Path) -> None:
    rows = [["Source", "Type", target], ["Ondéa", "incubé par", "Premice"]]
    rows += [["Premice", "accompagne", "Vitivert"]]
    _, dataset = imported(rows, tmp_path)
    assert ("Incubation", "Premice", "Vitivert") in ties(dataset)


def test_a_choice_between_two_columns_of_words_for_ties_is_asked(tmp_path: Path) -> None:
    rows = [["De", "Vers", "Relation", "Nature"], ["Ondéa", "Premice", "incubé par", "membre de"]]
    rows += [["Alpha", "Premice", "incubé par", "partenaire de"]]
    found, dataset = imported(rows, tmp_path)
    assert {t.kind for t in dataset.ties} == {"Incubation"}
    assert asked(found, "column") | asked(found, "unknown-column") == {"Relation", "Nature"}


def test_a_choice_between_three_columns_of_names_is_asked(tmp_path: Path) -> None:
    rows = [["Acteur", "Lien", "Structure", "Organisation"]]
    rows += [
        ["Ondéa", "incubé par", "Premice", "Alpha"],
        ["Vitivert", "incubé par", "Temis", "Beta"],
    ]
    found, _ = imported(rows, tmp_path)
    assert {"Acteur", "Structure"} <= asked(found, "column")


def test_the_stated_kind_of_an_end_wins_over_its_name(tmp_path: Path) -> None:
    rows = [["De", "Lien", "Vers", "Type vers"], ["Alpha", "filiale de", "Groupe Beta", "ETI"]]
    found, dataset = imported(rows, tmp_path)
    kinds = {a.names["fr"]: a.kinds for a in dataset.actors}
    assert kinds["Groupe Beta"] == ("Company",)
    read = {c.value: c.reading for c in found.understood.desk.cells}
    assert read["ETI"] == "Company"


def test_the_name_gives_the_kind_if_no_column_does(tmp_path: Path) -> None:
    _, dataset = imported(
        [["De", "Lien", "Vers"], ["Alpha", "filiale de", "Groupe Beta"]], tmp_path
    )
    kinds = {a.names["fr"]: a.kinds for a in dataset.actors}
    assert kinds["Groupe Beta"] == ("Corporate",)


def test_two_bodies_after_a_word_for_a_kind_are_two(tmp_path: Path) -> None:
    rows = [["Laboratoire", "Tutelles", "Ville"], ["Lab Nova", "UHP, société Sourcéa", "Lille"]]
    rows += [["Lab Beta", "Dupont, société anonyme", "Lille"]]
    _, dataset = imported(rows, tmp_path)
    assert {"UHP", "société Sourcéa", "Dupont, société anonyme"} <= names(dataset)


@pytest.mark.parametrize(("word", "stage"), [("en sommeil", None), ("liquidée", "ceased")])
def test_a_dormant_firm_has_not_ceased(word: str, stage: str | None, tmp_path: Path) -> None:
    rows = [["Société", "Situation"], ["Alpha", word], ["Beta", "active"]]
    found, dataset = imported(rows, tmp_path)
    assert [o.value for o in dataset.observations] == ([stage] if stage else [])
    assert asked(found, "word-left-out") == (set() if stage else {word})
    assert (word in (dataset.actors[0].note or "")) == (stage is None)


JOINED: Rows = [["De", "Type de", "Lien", "Vers", "Type vers"]]


@pytest.mark.parametrize(
    ("other", "kind"), [("Accélérateur", "Incubation"), ("Incubateur", "Incubation")]
)
def test_who_joined_an_accelerator_is_supported_by_it(
    other: str, kind: str, tmp_path: Path
) -> None:
    rows = [*JOINED, ["Alpha", "PME", "a intégré", "Nova 71", other]]
    _, dataset = imported(rows, tmp_path)
    assert ties(dataset) == {(kind, "Nova 71", "Alpha")}


def test_a_unit_of_a_body_stays_one(tmp_path: Path) -> None:
    rows = [*JOINED, ["Labo X", "Laboratoire", "rattaché à", "Université Y", "Université"]]
    _, dataset = imported(rows, tmp_path)
    assert ("Incubation", "Université Y", "Labo X") not in ties(dataset)


def test_joining_a_body_of_unknown_kind_is_asked_about(tmp_path: Path) -> None:
    found, _ = imported([["De", "Lien", "Vers"], ["Alpha", "a intégré", "Nova"]], tmp_path)
    assert asked(found, "word-guess") == {"a intégré"}


def test_training_is_a_sector_of_firms_and_asked_about_elsewhere(tmp_path: Path) -> None:
    rows = [["Structure", "Type", "Domaine d'activité"], ["Lab X", "Laboratoire", "apprentissage"]]
    rows += [["Alpha", "PME", "Formation"], ["Lab Y", "Laboratoire", "Santé"]]
    found, dataset = imported(rows, tmp_path)
    sectors = {a.names["fr"]: a.sectors for a in dataset.actors}
    assert (sectors["Lab X"], sectors["Alpha"]) == ((), ("edtech",))
    assert sectors["Lab Y"] != ()
    assert asked(found, "word-left-out") == {"apprentissage"}
    _, dataset = imported(
        rows, tmp_path, answered(found, "word-left-out", "artificial-intelligence")
    )
    assert dataset.actors[0].sectors == ("artificial-intelligence",)


@pytest.mark.parametrize(
    ("words", "sectors"), [("vision, apprentissage", 0), ("apprentissage", 0), ("robotique", 1)]
)
def test_learning_is_no_sector_of_a_laboratory(words: str, sectors: int, tmp_path: Path) -> None:
    rows = [["Laboratoire", "Mots-clés", "Ville"], ["Lab X", words, "Lille"]]
    found, dataset = imported(rows, tmp_path)
    assert len(dataset.actors[0].sectors) == sectors
    assert states(found)[words] == ("read" if sectors else "note")


def test_a_text_that_explains_a_column_is_no_actor(tmp_path: Path) -> None:
    rows = [["Adhérent", "Ville", "Collège"], ["Alpha", "Lille", "1"], ["Beta", "Lille", "2"]]
    rows += [["Collège 1 : banques ; 2 : autres", "", ""], ["Gamma : le réseau", "Lille", "1"]]
    found, dataset = imported(rows, tmp_path)
    assert {"Alpha", "Beta"} < names(dataset)
    assert not any(n.startswith("Collège") for n in names(dataset))
    assert states(found)["Collège 1 : banques ; 2 : autres"] == "left-out"
    assert any(n.startswith("Gamma") for n in names(dataset))
