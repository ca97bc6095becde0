"""Habits of further agencies: units in titles, empty rooms, crosses for programmes, dates beside names."""

from pathlib import Path

import pytest

from frenchtech_graph.ingest.sheets.datasets import Imported
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline.answers import answer, kinds_of_ends
from tests.support.imported_rows import imported


def codes(found: Imported) -> set[tuple[str, str]]:
    return {(d.code, d.value) for d in found.doubts}


def states(found: Imported) -> dict[str, str]:
    return {c.value: c.state for c in found.understood.desk.cells}


def names(dataset: Dataset) -> dict[str, str]:
    return {a.id: a.names["fr"] for a in dataset.actors}


def dated(dataset: Dataset, kind: str) -> set[tuple[str, str, str | None]]:
    called = names(dataset) | {e.id: e.names.get("fr", "") for e in dataset.events}
    return {(called[t.origin], called[t.target], t.start) for t in dataset.ties if t.kind == kind}


PORTFOLIO = [
    ["Company", "HQ", "Invested", "Date of investment", "Post-money valuation"],
    ["Alpha", "Lyon", "0.8", "2021", "12"],
    ["Beta", "Nice", "1.5", "2019", "28"],
]


def test_small_amounts_without_a_unit_enter_nothing_until_the_unit_is_known(tmp_path: Path) -> None:
    rows = [["Nordwind Ventures - Portfolio"], [], *PORTFOLIO]
    found, dataset = imported(rows, tmp_path)
    assert {("unit", "Invested"), ("unit", "Post-money valuation")} <= codes(found)
    assert not any(t.money.amount for t in dataset.ties)
    assert states(found)["0.8"] == "doubt"
    reading = found.understood.desk.reading
    for doubt in found.doubts:
        if doubt.code == "unit":
            answer(reading, doubt, "M€")
    found, dataset = imported(rows, tmp_path, reading)
    assert {t.money.amount for t in dataset.ties if t.money.amount} == {"800000", "1500000"}
    assert "unit" not in {code for code, _ in codes(found)}


def test_a_title_gives_the_unit_of_all_amounts(tmp_path: Path) -> None:
    rows = [["Nordwind Ventures - Portfolio"], ["EUR million unless stated"], *PORTFOLIO]
    found, dataset = imported(rows, tmp_path)
    assert {t.money.amount for t in dataset.ties if t.money.amount} == {"800000", "1500000"}
    worth = {o.value for o in dataset.observations if o.kind == "ValuationObservation"}
    assert worth == {"12000000", "28000000"}
    assert "unit" not in {code for code, _ in codes(found)}


def test_an_empty_room_is_no_actor_and_tenants_are_hosted(tmp_path: Path) -> None:
    rows = [
        ["Technopole Gamma - locataires"],
        [],
        ["Lot", "Occupant", "Date d'entrée dans les locaux", "Conseiller"],
        ["A1", "Alpha", "01/09/2019", "JPM"],
        ["A2", "VACANT", "", ""],
        ["A3", "Beta", "2021", "CD"],
    ]
    found, dataset = imported(rows, tmp_path)
    assert set(names(dataset).values()) == {"Alpha", "Beta", "Technopole Gamma"}
    assert ("vacant", "VACANT") in codes(found)
    assert states(found)["JPM"] == "left-out"
    assert dated(dataset, "Hosting") == {
        ("Technopole Gamma", "Alpha", "2019-09-01"),
        ("Technopole Gamma", "Beta", "2021"),
    }


def test_crosses_beneath_names_of_programmes(tmp_path: Path) -> None:
    rows = [
        ["Entreprises accompagnées par programme"],
        [],
        ["Entreprise", "Ville", "Diag Zêta", "Export+"],
        ["Alpha", "Lyon", "x", ""],
        ["Beta", "Nice", "x", "x"],
    ]
    found, dataset = imported(rows, tmp_path)
    taken = {(a, b) for a, b, _ in dated(dataset, "ProgrammeParticipation")}
    assert taken == {("Alpha", "Diag Zêta"), ("Beta", "Diag Zêta"), ("Beta", "Export+")}
    assert {("column", "Diag Zêta"), ("column", "Export+")} <= codes(found)


@pytest.mark.parametrize(
    ("cell", "name", "start"),
    [
        ("Zeta (2021)", "Zeta", "2021"),
        ("Zeta – 03/2021", "Zeta", "2021-03"),
        ("Zeta depuis 2021", "Zeta", "2021"),
        ("Zeta 2021", "Zeta 2021", None),
    ],
)
def test_a_date_next_to_a_name_is_that_of_its_tie(
    cell: str, name: str, start: str | None, tmp_path: Path
) -> None:
    rows = [["Startup", "Ville", "Investisseurs"], ["Alpha", "Lyon", cell], ["Beta", "Nice", ""]]
    _, dataset = imported(rows, tmp_path)
    assert dated(dataset, "Investment") == {(name, "Alpha", start)}


def test_the_kind_of_new_ends_is_asked_once_a_column(tmp_path: Path) -> None:
    rows = [
        ["Startup", "Ville", "Investisseurs"],
        ["Alpha", "Lyon", "Zeta"],
        ["Beta", "Nice", "Eta"],
    ]
    found, _ = imported(rows, tmp_path)
    (asked,) = kinds_of_ends(found)
    assert (asked.value, asked.guess) == ("Investisseurs", "Organization")
    with pytest.raises(ValueError, match="Nuage"):
        answer(found.understood.desk.reading, asked, "Nuage")
    answer(found.understood.desk.reading, asked, "FundManager")
    found, dataset = imported(rows, tmp_path, found.understood.desk.reading)
    assert {a.kinds for a in dataset.actors if a.names["fr"] in ("Zeta", "Eta")} == {
        ("FundManager",)
    }
    assert kinds_of_ends(found) == []


def test_words_that_say_less_than_they_seem_to(tmp_path: Path) -> None:
    rows = [
        ["Participations du fonds Omega"],
        [],
        ["Société", "Collège", "Date d'entrée", "Tour", "Montant investi (k€)", "Montant levé"],
        ["Alpha", "Institutionnel", "2021", "1er tour", "200", "1,2 M€"],
        ["Beta", "PME", "2022", "Série A", "300", "4 M€"],
    ]
    found, dataset = imported(rows, tmp_path)
    rounds = {(e.round_type, e.start, e.money.amount) for e in dataset.events}
    assert rounds == {("unknown-round", "2021", "1200000"), ("series-a", "2022", "4000000")}
    assert "1er tour" in next(a.note or "" for a in dataset.actors if a.names["fr"] == "Alpha")
    assert states(found)["Institutionnel"] == "doubt"


def test_descriptions_marks_and_sections_are_no_names(tmp_path: Path) -> None:
    rows = [
        ["Startups accompagnées par la Technopole Gamma"],
        [],
        ["Startup", "Ville", "Investisseurs", "Aides", "Label", "Effectif"],
        ["Cohorte 4 – automne 2022"],
        ["Alpha", "Lyon", "3 BA en direct ; famille ; Zeta", "", "oui", "620 k€"],
        ["Beta", "Nice", "Eta (PI)", "Région Sud 60 k€ (dossier déposé)", "", "12"],
        ["15 startups dont 8 hébergées", "", "", "", "", ""],
    ]
    found, dataset = imported(rows, tmp_path)
    made = set(names(dataset).values())
    assert {"Alpha", "Beta", "Zeta", "Eta"} <= made
    assert not made & {"famille", "3 BA en direct", "oui", "Région Sud"}
    assert not any("15 startups" in name for name in made)
    assert [o.value for o in dataset.observations if o.kind == "HeadcountObservation"] == ["12"]
    alpha = next(a.note or "" for a in dataset.actors if a.names["fr"] == "Alpha")
    assert all(text in alpha for text in ("Cohorte 4", "3 BA en direct", "famille", "620 k€"))
    assert not any(t.role for t in dataset.ties if t.kind == "Investment")
    assert states(found)["620 k€"] == "note"


def test_plus_signs_are_crosses(tmp_path: Path) -> None:
    rows = [["Entreprise", "IA", "Santé"], ["Alpha", "++", ""], ["Beta", "x", "+"]]
    _, dataset = imported(rows, tmp_path)
    sectors = {a.names["fr"]: a.sectors for a in dataset.actors}
    assert sectors["Alpha"] == ("artificial-intelligence",)
    assert set(sectors["Beta"]) == {"artificial-intelligence", "health"}


def test_a_list_of_rounds_of_supported_companies_dates_the_rounds(tmp_path: Path) -> None:
    rows = [
        ["Tours de table (entreprises accompagnées ou ex-accompagnées)"],
        [],
        ["Date", "Société", "Tour", "Montant", "Autres investisseurs"],
        ["12/05/2023", "Alpha", "amorçage", "450 k€", "Zeta"],
        ["juin 2024", "Beta", "Série A", "1,2 M€", "Eta"],
    ]
    _, dataset = imported(rows, tmp_path, sheet="Levées détail")
    assert {(e.start, e.money.amount) for e in dataset.events} == {
        ("2023-05-12", "450000"),
        ("2024-06", "1200000"),
    }
    assert {t.kind for t in dataset.ties} == {"Investment"}
