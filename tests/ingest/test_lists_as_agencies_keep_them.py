"""Habits of portfolios, lists of participations and of members: abbreviated headers, bands above
headers, money beside names, modes of exit, further investments, contacts, several tables.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from frenchtech_graph.ingest.sheets.datasets import Imported, datasets_of, import_file
from frenchtech_graph.ingest.sheets.fields import meanings, titles_in
from frenchtech_graph.ingest.sheets.mapping import Reading, SheetMapping, read_mapping
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline.importing import prepare, write_mapping

Rows = Sequence[Sequence[Any]]


def imported(
    sheets: dict[str, Rows], path: Path, reading: Reading | None = None, merged: str = ""
) -> tuple[Imported, Dataset]:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if merged:
            sheet.merge_cells(merged)
    book.save(path)
    found = import_file(path, reading or Reading())
    return found, datasets_of(path, found)[0]


def names(dataset: Dataset) -> dict[str, str]:
    return {a.id: a.names["fr"] for a in dataset.actors}


def ties(dataset: Dataset, kind: str) -> set[tuple[str, str, str | None, str | None]]:
    said = names(dataset) | {e.id: e.names.get("fr", "") for e in dataset.events}
    return {
        (said[t.origin], said[t.target], t.start, t.money.amount)
        for t in dataset.ties
        if t.kind == kind
    }


def asked(found: Imported) -> set[str]:
    return {d.code for d in found.doubts}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Eff.", "headcount"),
        ("Adh. depuis", "holder.entry"),
        ("Date 1er invest.", "holder.entry"),
        ("Budget tot. (k€)", "amount"),
        ("Co-inv.", "relations.co_investors"),
        ("% dét.", "percentage"),
        ("Secteur d'act.", "sectors"),
        ("Date réinv.", "holder.later_date"),
        ("Financements – Immat.", "created"),
    ],
)
def test_a_header_with_abbreviated_words_is_known(header: str, code: str) -> None:
    assert (meanings(header)[0].code, meanings(header)[0].near) == (code, 0)


def test_the_band_above_a_header_does_not_say_what_its_columns_hold() -> None:
    assert meanings("Parcours – Zorglub") == ()
    assert meanings("Contact – Nom pro")[0].code == "contact"


def test_words_of_a_legend_and_taking_part_are_no_lists() -> None:
    assert titles_in("Participation aux groupes de travail (x = membre)") == []
    assert titles_in("Participations du fonds") == ["portfolio"]


def test_aids_have_the_amount_and_year_that_stand_beside_their_givers(tmp_path: Path) -> None:
    rows: Rows = [
        ["Startup", "Ville", "Aides obtenues"],
        ["Alpha", "Brest", "Bpi 60 k€, Région Bretagne 50 k€"],
        ["Beta", "Brest", "ADEME 45 k€ (2024)"],
        ["Gamma", "Brest", "BFT 90 k€ (Bpifrance, 2022)"],
        ["Delta", "Brest", "BFT 30 k€"],
    ]
    found, dataset = imported({"Startups": rows}, tmp_path / "t.xlsx")
    assert ties(dataset, "PublicFunding") == {
        ("Bpifrance", "Alpha", None, "60000"),
        ("Région Bretagne", "Alpha", None, "50000"),
        ("ADEME", "Beta", "2024", "45000"),
        ("Bpifrance", "Gamma", "2022", "90000"),
    }
    assert [d.value for d in found.doubts if d.code == "generic-name"] == ["BFT"]


def test_a_cell_tells_raises_with_type_date_and_who_invested(tmp_path: Path) -> None:
    rows: Rows = [
        ["Startup", "Ville", "Levée"],
        ["Alpha", "Brest", "série A 4 M€ (Kurma, Alpha Capital) 03/2021"],
        ["Beta", "Brest", "3 M€ (Omnes) 2018 puis 7M€ (Omnes, Bpi) 2021"],
        ["Gamma", "Brest", "350k€ BA 2020"],
        ["Delta", "Brest", "en cours, cible 1 M€"],
    ]
    found, dataset = imported({"Startups": rows}, tmp_path / "t.xlsx")
    made = {(e.start, e.money.amount) for e in dataset.events}
    assert made == {
        ("2021-03", "4000000"), ("2018", "3000000"), ("2021", "7000000"), ("2020", "350000"),
    }  # fmt: skip
    investors = {(a, b, start) for a, b, start, _ in ties(dataset, "Investment")}
    assert {("Kurma", "Alpha", "2021-03"), ("Omnes", "Beta", "2018"), ("Omnes", "Beta", "2021")} < (
        investors
    )
    assert "sought" in asked(found)


def test_a_fund_puts_in_again_and_leaves_by_a_sale_or_an_end(tmp_path: Path) -> None:
    rows: Rows = [
        ["FPCI Alpha Amorçage 2 – Participations"],
        [],
        ["Participation", "Date 1er invest.", "Invest. initial", "Date réinv.", "Réinvest.",
         "Co-inv.", "Date sortie", "Acquéreur / mode"],
        ["Beta", "12/03/2019", "500 k€", "juin-21", "750 000 €", "Elaia, EIC Fund",
         "31/03/2023", "Cession à Airbus DS"],
        ["Gamma", "2018", "1 M€", None, None, "Quantonation et Elaia", "2020", "LJ"],
        ["Delta", "2017", "1 M€", None, None, "BA", "2021", "Rachat management"],
        ["Epsilon", "2017", "1 M€", None, None, None, "2022", "Legrand (100 %)"],
    ]  # fmt: skip
    _, dataset = imported({"Lignes": rows}, tmp_path / "t.xlsx")
    who = "FPCI Alpha Amorçage 2"
    assert {
        (who, "Beta", "2019-03-12", "500000"),
        (who, "Beta", "2021-06", "750000"),
        ("Quantonation", "Gamma", "2018", None),
    } < ties(dataset, "Investment")
    assert ties(dataset, "Acquisition") == {
        ("Airbus DS", "Beta", "2023-03-31", None),
        ("Legrand", "Epsilon", "2022", None),
    }
    assert not {"BA", "LJ", "Rachat management"} & set(names(dataset).values())
    ended = {o.start for o in dataset.observations if o.kind == "StagePeriod"}
    assert "2020" in ended


@pytest.mark.parametrize("header", ["Civ. / Nom contact", "Zorglub"])
def test_whom_to_speak_to_is_left_out(header: str, tmp_path: Path) -> None:
    rows: Rows = [
        ["Raison sociale", "Ville", header],
        ["Alpha", "Lyon", "M. DURAND Alain"],
        ["Beta", "Lyon", "Mme LOPEZ"],
    ]
    found, dataset = imported({"Adhérents": rows}, tmp_path / "t.xlsx")
    assert not any("DURAND" in (a.note or "") for a in dataset.actors)
    assert "unknown-column" not in asked(found)


def test_a_column_said_to_be_of_contacts_is_left_out(tmp_path: Path) -> None:
    rows = [["Nom", "Ville", "Zorglub"], ["Alpha", "Lyon", "Durand"], ["Beta", "Lyon", "Lopez"]]
    said = Reading(sheets={"Adhérents": SheetMapping(columns={"Zorglub": "contact"})})
    _, dataset = imported({"Adhérents": rows}, tmp_path / "t.xlsx", said)
    assert not any("Durand" in (a.note or "") for a in dataset.actors)


def test_sections_of_support_do_not_make_support_of_firms(tmp_path: Path) -> None:
    rows: Rows = [
        ["Portefeuille – Technopole Alpha"],
        [],
        ["Société", "Commune", "Entrée"],
        ["PÉPINIÈRE"],
        ["Beta", "Brest", "2020"],
        ["Gamma", "Quimper", "2021"],
        ["Nb sociétés :", 2],
    ]
    _, dataset = imported({"Suivi": rows}, tmp_path / "t.xlsx", merged="A4:C4")
    kinds = {a.names["fr"]: a.kinds for a in dataset.actors}
    assert kinds["Beta"] == kinds["Gamma"] == ("Company",)
    assert "2" not in kinds


def test_projects_are_called_by_their_acronyms_and_funded_within_schemes(tmp_path: Path) -> None:
    rows: Rows = [
        ["Projets R&D labellisés"],
        [],
        ["Acronyme", "Titre", "Guichet / AAP", "Porteur", "Partenaires", "Aide (k€)", "Financeurs"],
        ["SOLVERT", "Solvants verts", "FUI 25", "Alpha", "UBO/CNRS/IRD", 1100, "ADEME"],
        ["H2", "Électrolyse", "Région", "Beta", "INSERM - UBO - Gamma", 200, "Région"],
        ["Total", None, None, None, None, 1300],
        [],
        ["Montants HT, hors frais généraux"],
    ]
    _, dataset = imported({"Projets R&D": rows}, tmp_path / "t.xlsx")
    projects = {e.names["fr"] for e in dataset.events if e.kind == "Project"}
    assert projects == {"SOLVERT", "H2"}
    assert ties(dataset, "PublicFunding") == {("ADEME", "SOLVERT", None, "1100000")}
    assert {e.names["fr"] for e in dataset.events if e.kind == "Programme"} == {"FUI 25"}
    taking_part = {a for a, *_ in ties(dataset, "ProjectParticipation")}
    assert taking_part == {"Alpha", "Beta", "UBO", "CNRS", "IRD", "INSERM", "Gamma"}
    assert "200" in next(e.note or "" for e in dataset.events if e.names["fr"] == "H2")


def test_a_further_table_and_sheet_speak_of_the_same_bodies(tmp_path: Path) -> None:
    members: Rows = [
        ["Pôle Alpha — fichier adhérents"],
        [],
        ["Sigle", "Raison sociale", "Type", "Adh. depuis", "Mots-clés"],
        ["AURA", "Région Auvergne-Rhône-Alpes", "Région", "2006", "chimie, zorglub"],
        [None, "Beta SAS", "PME", "2010", None],
        [],
        ["Anciens adhérents (radiés)"],
        ["Nom", "Ville", "Radié le", "Motif"],
        ["Gamma", "Lyon", "12/2021", "LJ"],
        ["Delta (ex-Epsilon)", "Lyon", "2020", "non-paiement"],
    ]
    partners: Rows = [
        ["Structure", "Ville", "Conv. signée le"],
        ["Beta", "Lyon", "2019"],
        ["CNRS", "Paris", "2020"],
    ]
    _, dataset = imported({"Adhérents": members, "Partenaires": partners}, tmp_path / "t.xlsx")
    said = list(names(dataset).values())
    assert sorted(said).count("Beta SAS") == 1
    assert "Beta" not in said
    assert {"Gamma", "Delta"} <= {a for a, *_ in ties(dataset, "Membership")}
    assert ("Pôle Alpha", "CNRS", "2020", None) in ties(dataset, "Partnership")
    region = next(a for a in dataset.actors if "AURA" in a.aliases)
    assert "chemistry" in region.sectors
    assert any("Epsilon" in a.aliases for a in dataset.actors)


def test_numbered_rounds_totals_and_towns_of_addresses(tmp_path: Path) -> None:
    rows: Rows = [
        ["Startup", "Adresse", "Round 1 date", "Round 1 amount", "Tour 2 – Date",
         "Montant tour 2 (k€)", "Investisseurs tour 2", "Levées cumulées (M€)"],
        ["Alpha", "12 rue Ampère, 38000 Grenoble", "2019", "500 k€", "06/2021", 2000, "Elaia", 2.5],
        ["Beta", "BP 4, 31062 Toulouse Cedex 9", "2020", "300 k€", None, None, None,
         "13 M€ au total"],
    ]  # fmt: skip
    found, dataset = imported({"Startups": rows}, tmp_path / "t.xlsx")
    company = names(dataset)
    assert {(company[str(e.company)], e.start, e.money.amount) for e in dataset.events} == {
        ("Alpha", "2019", "500000"), ("Alpha", "2021-06", "2000000"), ("Beta", "2020", "300000"),
    }  # fmt: skip
    assert {(a, b) for a, b, *_ in ties(dataset, "Investment")} == {("Elaia", "Alpha")}
    totals = {o.value for o in dataset.observations if o.kind == "FundsRaisedObservation"}
    assert totals == {"2500000", "13000000"}
    assert {a.names["fr"]: a.place for a in dataset.actors if a.place} == {
        "Alpha": "38185", "Beta": "31555",
    }  # fmt: skip
    assert any("12 rue Ampère" in (a.note or "") for a in dataset.actors)
    assert not asked(found) & {"unknown-column", "column", "unused-column", "number-guess"}


def test_one_answer_settles_a_cell_or_the_kind_of_all_new_actors_of_a_column(
    tmp_path: Path,
) -> None:
    path = tmp_path / "fonds.csv"
    path.write_text(
        "Participation;Ville;Ticket;Co-inv.\nAlpha;Brest;1 M€;BA\nBeta;Lyon;2 M€;Elaia\n", "utf-8"
    )
    prepared = prepare(path, tmp_path / "tables")
    mapping = write_mapping(prepared)
    assert mapping is not None
    asked_for = mapping.read_text("utf-8")
    assert '# Co-inv. = "Organization"' in asked_for or '# "Co-inv." = "Organization"' in asked_for
    answered = asked_for.replace(
        '# "Co-inv." = "Organization"', '"Co-inv." = "FundManager"'
    ).replace('# "fonds.csv · 2 · Co-inv." = "BA"', '"fonds.csv · 2 · Co-inv." = "Nord Angels"')
    assert answered.count("\n# ") < asked_for.count("\n# ")
    mapping.write_text(answered, "utf-8")
    found = import_file(path, read_mapping(mapping))
    dataset = datasets_of(path, found)[0]
    kinds = {a.names["fr"]: a.kinds for a in dataset.actors}
    assert kinds["Elaia"] == kinds["Nord Angels"] == ("FundManager",)
