"""Lists of raises, participations, aids and standings are read as meant, or asked about."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from frenchtech_graph.ingest.sheets.datasets import Imported, datasets_of, import_file
from frenchtech_graph.ingest.sheets.mapping import Reading, beside, read_mapping
from frenchtech_graph.ingest.sheets.standings import read_standing
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline.importing import prepare, write_mapping

Rows = Sequence[Any]


def imported(rows: Rows, path: Path, title: str = "Feuil1") -> tuple[Imported, Dataset]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    found = import_file(path, Reading())
    return found, datasets_of(path, found)[0]


def codes(found: Imported) -> set[str]:
    return {d.code for d in found.doubts}


def ties(dataset: Dataset, kind: str) -> set[tuple[str, str, str | None, str | None]]:
    names = {a.id: a.names["fr"] for a in dataset.actors}
    return {
        (names[t.origin], names[t.target], t.start, t.money.amount)
        for t in dataset.ties
        if t.kind == kind
    }


def rounds(dataset: Dataset) -> set[tuple[str, str | None, str | None]]:
    names = {a.id: a.names["fr"] for a in dataset.actors}
    return {(names[e.company], e.start, e.money.amount) for e in dataset.events if e.company}


@pytest.mark.parametrize(
    ("headers", "cells", "made"),
    [
        (["Montant levé", "Date de la levée"], ["1,2 M€", "mars 2022"], {("2022-03", "1200000")}),
        (["Amount raised (k€)", "Last raise"], [1200, "2022-03"], {("2022-03", "1200000")}),
        (["Levée de fonds", "Ville"], ["1,2 M€ (2022)", "Lille"], {("2022", "1200000")}),
        (["Levées de fonds", "Ville"], ["500 k€ (2020), 2 M€ (2022)", "Lille"],
         {("2020", "500000"), ("2022", "2000000")}),
        (["Levée 2021", "Levée 2023"], ["500 k€", "2 M€"], {("2021", "500000"), ("2023", "2000000")}),
        (["Dernière levée", "Ville"], ["800 k€", "Lille"], {(None, "800000")}),
        (["Total raised", "Last raise"], ["$3M", "2023-01"], {("2023-01", None)}),
    ],
)  # fmt: skip
def test_what_firms_raised_is_rounds_of_theirs(
    headers: list[str], cells: list[Any], made: set[Any], tmp_path: Path
) -> None:
    rows = [["Startup", "Secteur", *headers], ["Alpha", "IA", *cells], ["Beta", "Santé"]]
    _, dataset = imported(rows, tmp_path / "t.xlsx")
    assert {(start, amount) for _, start, amount in rounds(dataset)} == made


@pytest.mark.parametrize(
    "header",
    [
        ["Investisseur", "Entreprise", "Date", "Montant (€)"],
        ["Investor", "Startup", "Investment date", "Ticket (€)"],
    ],
)
def test_amounts_of_investors_are_theirs_and_a_company_raises_once_a_day(
    header: list[str], tmp_path: Path
) -> None:
    rows = [
        header,
        ["Fonds Rive", "Nova", "03/2021", 500000],
        ["Fonds Cap", "Nova", "03/2021", 700000],
        ["Fonds Rive", "Orion", "06/2022", 1000000],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx", "Participations")
    assert ties(dataset, "Investment") == {
        ("Fonds Rive", "Nova", "2021-03", "500000"),
        ("Fonds Cap", "Nova", "2021-03", "700000"),
        ("Fonds Rive", "Orion", "2022-06", "1000000"),
    }
    assert rounds(dataset) == {("Nova", "2021-03", None), ("Orion", "2022-06", None)}


def test_whose_an_amount_is_is_asked_where_nothing_tells(tmp_path: Path) -> None:
    rows = [
        ["Investisseur", "Société", "Date", "Montant", "Tour"],
        ["Fonds Rive", "Nova", "03/2021", "500 k€", "Seed"],
        ["Fonds Cap", "Orion", "06/2022", "1 M€", "Série A"],
    ]
    found, dataset = imported(rows, tmp_path / "t.xlsx", "Levées")
    assert "whose-amount" in codes(found)
    assert rounds(dataset) == {("Nova", "2021-03", "500000"), ("Orion", "2022-06", "1000000")}


GRANTS: Rows = [
    ["Région Bretagne - Aides aux entreprises innovantes 2022"],
    [],
    ["N° dossier", "Bénéficiaire", "SIREN", "Dispositif", "Montant voté", "Date de vote"],
    ["22004512", "AEROLYS", "552032534", "Contrat Innovation", "150 000,00 €", "12/05/2022"],
    ["22004890", "BIOSUD", "", "Pass Innovation", "45 000,00 €", "08/07/2022"],
    ["23000456", "AEROLYS", "552032534", "Pass Export", "12 000,00 €", "14/04/2023"],
]


def test_aids_go_from_the_body_that_the_title_names_to_who_benefits(tmp_path: Path) -> None:
    found, dataset = imported(GRANTS, tmp_path / "t.xlsx")
    giver = "Région Bretagne"
    assert ties(dataset, "PublicFunding") == {
        (giver, "AEROLYS", "2022-05-12", "150000"),
        (giver, "BIOSUD", "2022-07-08", "45000"),
        (giver, "AEROLYS", "2023-04-14", "12000"),
    }
    schemes = {e.id: e.names["fr"] for e in dataset.events if e.kind == "Programme"}
    assert {schemes[t.event] for t in dataset.ties if t.event} == set(schemes.values())
    assert set(schemes.values()) == {"Contrat Innovation", "Pass Innovation", "Pass Export"}
    kinds = {a.names["fr"]: a.kinds for a in dataset.actors}
    assert kinds == {giver: ("PublicAuthority",), "AEROLYS": ("Company",), "BIOSUD": ("Company",)}
    assert "kind-of-sheet" in codes(found)
    assert "holder" not in codes(found)  # the title names a region and its aids


def test_aids_of_a_list_that_names_no_giver_are_asked_about(tmp_path: Path) -> None:
    found, dataset = imported(GRANTS[2:], tmp_path / "t.xlsx")
    assert dataset.ties == ()
    assert {"no-holder", "unused-column"} <= codes(found)
    assert all("€" in (a.note or "") for a in dataset.actors)


def test_aids_of_a_column_of_funders_are_theirs_and_shared_ones_nobodys(tmp_path: Path) -> None:
    rows = [
        ["File no", "Beneficiary", "Scheme", "Amount (EUR)", "Award date", "Funder"],
        ["G-001", "Aerolys", "Voucher Test", "15000", "2022-05-12", "Region Test"],
        ["G-002", "Biosud", "Seed Test", "45000", "2022-07-08", "Region Test, Agency Test"],
    ]
    found, dataset = imported(rows, tmp_path / "t.xlsx", "Grants")
    assert ties(dataset, "PublicFunding") == {
        ("Region Test", "Aerolys", "2022-05-12", "15000"),
        ("Region Test", "Biosud", "2022-07-08", None),
        ("Agency Test", "Biosud", "2022-07-08", None),
    }
    assert "shared-amount" in codes(found)


@pytest.mark.parametrize(
    ("text", "stage", "day", "acquirer"),
    [
        ("Closed (2023)", "ceased", "2023", ""),
        ("Fermée en 2023", "ceased", "2023", ""),
        ("Radiée le 12/03/2022", "ceased", "2022-03-12", ""),
        ("En liquidation judiciaire depuis mars 2023", "ceased", "2023-03", ""),
        ("Acquired by BigCo", "taken-over", "", "BigCo"),
        ("Acquired by BigCo Inc. in March 2024", "taken-over", "2024-03", "BigCo Inc."),
        ("Acquired in 2022 by BigCo", "taken-over", "2022", "BigCo"),
        ("Rachetée par Groupe Horizon (2024)", "taken-over", "2024", "Groupe Horizon"),
        ("Exit (acquired by BigCo, 2023)", "taken-over", "2023", "BigCo"),
    ],
)
def test_a_status_says_since_when_and_by_whom(
    text: str, stage: str, day: str, acquirer: str, tmp_path: Path
) -> None:
    rows = [
        ["Incubateur Alizé - startups incubées"],
        ["Startup", "Promotion", "Statut"],
        ["Alpha", "2019", text],
        ["Beta", "2020", "Zorglub"],
    ]
    found, dataset = imported(rows, tmp_path / "t.xlsx")
    said = {(o.kind, str(o.value), o.start or "") for o in dataset.observations}
    assert ("StagePeriod", stage, day) in said
    assert (("ClosureObservation", day, "") in said) == (stage == "ceased")
    bought = {(one, start or "") for one, _, start, _ in ties(dataset, "Acquisition")}
    assert bought == ({(acquirer, day)} if acquirer else set())
    assert ("word-left-out", "Zorglub") in {(d.code, d.value) for d in found.doubts}


@pytest.mark.parametrize("text", ["Zorglub", "Vendue à la découpe", "Fermée par erreur", "2023"])
def test_a_standing_that_is_not_known_is_none(text: str) -> None:
    assert read_standing(text) is None


def test_dates_beside_partners_are_of_their_ties_and_those_of_raises_are_not(
    tmp_path: Path,
) -> None:
    rows = [
        ["Incubateur Sirius – startups incubées"],
        ["Startup", "Date d'entrée", "Partenaire", "Date de signature", "Montant levé", "Date"],
        ["Alpha", "2021", "Thales Test", "03/2022", "1 M€", "2023"],
    ]
    _, dataset = imported(rows, tmp_path / "t.xlsx")
    assert ties(dataset, "Partnership") == {("Alpha", "Thales Test", "2022-03", None)}
    assert rounds(dataset) == {("Alpha", "2023", "1000000")}


@pytest.mark.parametrize(
    ("title", "sheet", "holder", "kind"),
    [
        ("Startups incubées 2024 – Technopole Gamma", "Feuil1", "Technopole Gamma", "Incubation"),
        ("Startups du territoire", "Cohorte 2024", "", "Incubation"),
        ("Portfolio of Northern Lights", "Batch W21", "Northern Lights", "Incubation"),
    ],
)
def test_a_title_is_no_start_up_and_a_holder_without_a_name_holds_nothing(
    title: str, sheet: str, holder: str, kind: str, tmp_path: Path
) -> None:
    rows = [[title], ["Startup", "Cohorte", "Ville"], ["Alpha", "2021", "Lille"]]
    found, dataset = imported(rows, tmp_path / "t.xlsx", sheet)
    kinds = {a.names["fr"]: a.kinds[0] for a in dataset.actors}
    assert kinds.pop("Alpha") == "StartUp"
    assert set(kinds) == ({holder} if holder else set())
    assert "StartUp" not in kinds.values()
    assert {t.kind for t in dataset.ties} == ({kind} if holder else set())
    expected = set() if holder == "Technopole Gamma" else {"holder" if holder else "no-holder"}
    assert {"holder", "no-holder"} & codes(found) == expected  # a title with a kind is plain


@pytest.mark.parametrize("header", ["Laboratoire", "Laboratoire d'origine", "Research lab"])
def test_a_column_of_laboratories_names_laboratories(header: str, tmp_path: Path) -> None:
    rows = [["Startup", header], ["Alpha", "LPS Test"], ["Beta", "Université Test"]]
    _, dataset = imported(rows, tmp_path / "t.xlsx")
    kinds = {a.names["fr"]: a.kinds[0] for a in dataset.actors}
    assert (kinds["LPS Test"], kinds["Université Test"]) == ("ResearchLaboratory", "University")


def test_what_is_not_understood_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Ville", "Zorglub", "Date de labellisation", "Remarque"],
        ["Alpha", "Lille", "bleu", "2021", "ok"],
        ["Beta", "Lyon", "vert", "2022", ""],
    ]
    found, dataset = imported(rows, tmp_path / "t.xlsx", "Startups")
    asked = {d.value for d in found.doubts if d.code == "unknown-column"}
    assert asked == {"Zorglub", "Date de labellisation"}
    assert all("bleu" in (a.note or "") for a in dataset.actors if a.names["fr"] == "Alpha")


def test_contacts_of_bodies_enter_nothing(tmp_path: Path) -> None:
    rows = [
        ["Structure", "Secteur", "Nom", "Prénom", "Fonction", "E-mail", "Ville"],
        ["Celtix", "Logiciel", "Le Bihan", "Yann", "Gérant", "y@celtix.example", "Brest"],
        ["Ondia", "IA", "Roux", "Anne", "DG", "06 12 34 56 78", "idem"],
    ]
    found, dataset = imported(rows, tmp_path / "t.xlsx", "Adhérents")
    assert {a.names["fr"]: a.place for a in dataset.actors} == {"Celtix": "29019", "Ondia": "29019"}
    assert not any(w in repr(dataset) for w in ("Bihan", "Roux", "Gérant", "celtix.example"))
    assert {c.state for c in found.understood.desk.cells if c.column == "Nom" and c.row > 1} == {
        "left-out"
    }


def test_a_run_that_nobody_answered_leaves_its_doubts_as_doubts(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    rows = [["Zorglub - Aides aux entreprises innovantes 2022"], *GRANTS[1:]]
    before, _ = imported([*rows, ["", "GAMMA", "", "", "", "zorglub"]], path)
    write_mapping(prepare(path), "fr")
    kept = read_mapping(beside(path))
    again = prepare(path).imported
    assert again is not None
    asked = {(d.code, d.value, d.about) for d in before.doubts}
    assert {(d.code, d.value, d.about) for d in again.doubts} == asked
    assert (kept.sheets["Feuil1"].kind, kept.sheets["Feuil1"].holder) == ("", "")
    text = beside(path).read_text(encoding="utf-8")
    assert '# holder = "Zorglub"' in text
    beside(path).write_text(text.replace("# holder", "holder").replace("# kind", "kind"), "utf-8")
    settled = prepare(path).imported
    assert settled is not None
    assert not {"holder", "kind-of-sheet"} & codes(settled)


FUND: Rows = [
    ["Participations du fonds Rive Invest"],
    ["Société", "Date d'entrée", "Ticket (k€)", "Taille du tour (k€)", "% capital", "Tour"],
    ["Nova", "2021", 500, 2000, "8 %", "Bridge"],
    ["Nova", "2021", 500, 2000, "7,1 %", "Bridge"],
    ["Orion", "2022", None, 4000, None, None],
]


def test_the_size_of_a_round_is_not_what_the_holder_of_a_list_put_in(tmp_path: Path) -> None:
    found, dataset = imported(FUND, tmp_path / "t.xlsx")
    assert ties(dataset, "Investment") == {
        ("fonds Rive Invest", "Nova", "2021", "500000"),
        ("fonds Rive Invest", "Orion", "2022", None),
    }
    assert rounds(dataset) == {("Nova", "2021", "2000000"), ("Orion", "2022", "4000000")}
    shares = {t.percentage for t in dataset.ties if t.kind == "Shareholding"}
    asked = {d.code for d in found.doubts}
    assert shares == {"8", "7.1"} or {"refused", "differs"} & asked
    assert any("Bridge" in (a.note or "") for a in dataset.actors)


@pytest.mark.parametrize(
    ("header", "text", "name"),
    [("Laboratoire", "LGC (INP-CNRS)", "LGC"), ("Financeur", "BPI Test (PSPC)", "BPI Test")],
)
def test_what_stands_in_brackets_is_no_role_and_no_short_name(
    header: str, text: str, name: str, tmp_path: Path
) -> None:
    rows = [["Startup", "Secteur", header], ["Alpha", "IA", text]]
    _, dataset = imported(rows, tmp_path / "t.xlsx", "Startups")
    (named,) = [a for a in dataset.actors if a.names["fr"] == name]
    (tie,) = dataset.ties
    assert (named.aliases, tie.role, tie.role_text) == ((), None, None)
    assert any(text in (a.note or "") for a in dataset.actors)


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Université du Gave", "Univ. du Gave"),
        ("Communauté de communes Lacq-Test", "CC Lacq-Test"),
        ("Labo Zorglub", "Laboratoire Zorglub"),
    ],
)
def test_a_name_written_short_asks_for_the_one_written_out(
    known: str, written: str, tmp_path: Path
) -> None:
    rows = [["Nom", "Partenaires"], [known, None], ["Alpha", written]]
    found, _ = imported(rows, tmp_path / "t.xlsx", "Acteurs")
    assert ("near-name", written, known) in {(d.code, d.value, d.guess) for d in found.doubts}


def test_a_second_word_of_a_status_is_kept(tmp_path: Path) -> None:
    rows = [["Incubateur Alizé"], ["Startup", "Situation"], ["Alpha", "sorti (cédé)"]]
    _, dataset = imported(rows, tmp_path / "t.xlsx", "Incubés")
    assert any("cédé" in (a.note or "") for a in dataset.actors)
