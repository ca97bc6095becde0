"""Lists of deals of several kinds, of people with roles, and of edges with the kinds of their nodes."""

from pathlib import Path

from frenchtech_graph.ingest.sheets.datasets import Imported
from frenchtech_graph.ingest.sheets.mapping import Reading, SheetMapping
from frenchtech_graph.model.records import Actor, Dataset, Event
from frenchtech_graph.model.terms import Class
from tests.support.imported_rows import imported, imported_sheets


def ties(dataset: Dataset) -> set[tuple[str, str, str, str | None]]:
    things: tuple[Actor | Event, ...] = (*dataset.actors, *dataset.events)
    called = {t.id: t.names.get("fr", "") for t in things}
    return {(t.kind, called[t.origin], called[t.target], t.start) for t in dataset.ties}


def codes(found: Imported) -> set[tuple[str, str]]:
    return {(d.code, d.value) for d in found.doubts}


DEALS = [
    ["announced_on", "target", "investors", "deal_type", "amount_eur_m", "link"],
    ["2023-01-17", "Ferro", "Rhenus Capital", "Series A", "6.5", "https://press.example/a/1"],
    ["2023-02-02", "Pastel", "BigPaint SA", "acquisition", "", "https://press.example/a/2"],
    ["2023-03-04", "Ferro", "Banque Exemple", "loan", "2", "https://press.example/a/4"],
    ["2023-05-06", "Ozen", "", "grant (France 2030)", "0.8", "https://press.example/a/5"],
]


def test_only_raises_of_a_list_of_deals_are_rounds(tmp_path: Path) -> None:
    found, dataset = imported(DEALS, tmp_path)
    assert [(e.round_type, e.money.amount) for e in dataset.events] == [("series-a", "6500000")]
    assert ties(dataset) == {
        ("Investment", "Rhenus Capital", "Ferro", "2023-01-17"),
        ("Acquisition", "BigPaint SA", "Pastel", "2023-02-02"),
        ("Loan", "Banque Exemple", "Ferro", "2023-03-04"),
    }
    assert {t.money.amount for t in dataset.ties if t.kind == Class.LOAN} == {"2000000"}
    assert ("no-end", "Ozen") in codes(found)


def test_an_answer_makes_a_round_of_another_deal(tmp_path: Path) -> None:
    reading = Reading(words={"round_type": {"acquisition": "unknown-round"}})
    _, dataset = imported(DEALS, tmp_path, reading)
    assert len(dataset.events) == 2


def test_a_header_with_an_alternative_is_asked_about(tmp_path: Path) -> None:
    rows = [["Company", "City", "acquirer_or_lead"], ["Alpha", "Lille", "BigCo"]]
    found, dataset = imported(rows, tmp_path)
    assert ("unknown-column", "acquirer_or_lead") in codes(found)
    assert not dataset.ties


def test_dates_below_from_and_to_are_no_ends(tmp_path: Path) -> None:
    rows = [
        ["Person", "Organisation", "Role", "From", "To", "Page"],
        ["Clara Weber", "Ferro", "CEO", "2019", "", "https://ferro.example/team"],
        ["Irène Schmitt", "Rhenus", "partner", "2016", "2020", "https://rhenus.example/people"],
    ]
    found, dataset = imported(rows, tmp_path)
    assert found.understood.plans[0].shape == "people"
    assert ("Mandate", "Clara Weber", "Ferro", "2019") in ties(dataset)
    assert {t.end for t in dataset.ties} == {None, "2020"}
    assert "https://ferro.example/team" in {s.url for s in dataset.sources}
    assert {a.names["fr"] for a in dataset.actors if Class.PERSON in a.kinds} == {
        *("Clara Weber", "Irène Schmitt")
    }


def test_kinds_of_bodies_in_a_list_of_ties_are_kinds_of_its_ends(tmp_path: Path) -> None:
    rows = [
        ["Source", "Type", "Target", "Type of target", "Edge"],
        ["Quai", "incubator", "Ferro", "startup", "incubation"],
        ["Ferro", "startup", "Digitale", "network", "membership"],
        ["Digitale", "network", "Quai", "incubator", "partnership"],
    ]
    found, dataset = imported(rows, tmp_path)
    assert ("column", "Type") not in codes(found)  # the column between both ends fits the first
    assert {(k, a, b) for k, a, b, _ in ties(dataset)} == {
        *(("Incubation", "Quai", "Ferro"), ("Membership", "Ferro", "Digitale")),
        ("Partnership", "Digitale", "Quai"),
    }
    kinds = {a.names["fr"]: a.kinds for a in dataset.actors}
    assert kinds == {
        "Quai": ("Incubator",),
        "Ferro": ("StartUp",),
        "Digitale": ("ProfessionalNetwork",),
    }


def test_a_kind_in_a_later_sheet_makes_the_kind_of_an_end_narrower(tmp_path: Path) -> None:
    tables = {
        "A": [["De", "Vers", "Lien"], ["Fonds Exemple", "Zeta", "a investi dans"]],
        "B": [["De", "Vers", "Type cible", "Lien"], ["Quai", "Zeta", "start-up", "soutient"]],
    }
    found, dataset = imported_sheets(tables, tmp_path / "table.csv", "t.csv")
    assert {a.names["fr"]: a.kinds[0] for a in dataset.actors}["Zeta"] == Class.START_UP
    assert "differs" not in {code for code, _ in codes(found)}


def test_initials_that_are_also_a_word_for_no_data_are_a_short_name(tmp_path: Path) -> None:
    rows = [["Nom", "Sigle", "Ville"], ["Nivéa Robotics", "NR", "Nantes"], ["Alpha", "NC", "Lille"]]
    _, dataset = imported(rows, tmp_path)
    assert {a.names["fr"]: a.aliases for a in dataset.actors} == {
        "Nivéa Robotics": ("NR",),
        "Alpha": (),
    }


def test_a_signature_is_the_start_of_a_tie(tmp_path: Path) -> None:
    rows = [
        ["Filiale", "Start-up", "Nature de la collaboration", "Signé le", "Fin prévue"],
        ["Groupe Exemple", "Zeta", "contrat cadre", "01/02/2022", "31/12/2024"],
    ]
    reading = Reading(sheets={"Feuil1": SheetMapping(shape="ties")})
    _, dataset = imported(rows, tmp_path, reading)
    assert [(t.kind, t.start, t.end) for t in dataset.ties] == [
        ("Partnership", "2022-02-01", "2024-12-31")
    ]


def test_the_entry_in_the_list_of_a_fund_is_no_date_of_its_co_investors(tmp_path: Path) -> None:
    rows = [
        ["Fonds Rivage II"],
        ["Participation", "Entrée", "Tour", "Montant investi (k€)", "Co-investisseurs", "Sortie"],
        ["Algora", "03/2019", "Série A", "750", "Alpha Ventures", ""],
        ["Bioxis", "12/11/2020", "Amorçage", "300", "", "cédée à Novagen en 06/2023"],
    ]
    found, dataset = imported(rows, tmp_path)
    assert ("Investment", "Fonds Rivage II", "Algora", "2019-03") in ties(dataset)
    assert ("Acquisition", "Novagen", "Bioxis", "2023-06") in ties(dataset)
    assert {e.start for e in dataset.events} == {"2019-03", "2020-11-12"}
    assert "unused-column" not in {code for code, _ in codes(found)}


def test_projects_that_enter_and_leave_an_incubator_are_its_ventures(tmp_path: Path) -> None:
    rows = [
        ["Incubateur La Rampe"],
        ["Nom du projet", "Porteur", "Entrée", "Sortie", "Ville"],
        ["Lynx Data", "Jean Roc & Lise Roc", "02/2020", "06/2022", "Quimper"],
        ["Koala", "Marie Petit", "sept-21", "", "Brest"],
    ]
    _, dataset = imported(rows, tmp_path)
    assert ("Incubation", "Incubateur La Rampe", "Koala", "2021-09") in ties(dataset)
    founders = {origin for kind, origin, _, _ in ties(dataset) if kind == Class.FOUNDING}
    assert founders == {"Jean Roc", "Lise Roc", "Marie Petit"}


def test_a_list_of_licences_is_no_list_of_ties_between_laboratories_and_schools(
    tmp_path: Path,
) -> None:
    rows = [
        ["Start-up / Licencié", "Laboratoire d'origine", "Établissement", "Type de contrat"],
        ["Aquaprobe", "LOMIC", "Sorbonne Université", "Licence exclusive"],
        ["Neurofab", "Institut de la Vision", "CNRS", "Licence exclusive"],
    ]
    found, dataset = imported(rows, tmp_path)
    assert found.understood.plans[0].columns[0] == "name"
    assert {target for _, _, target, _ in ties(dataset)} == {"Aquaprobe", "Neurofab"}


def test_euros_below_a_header_of_thousands_are_asked_about(tmp_path: Path) -> None:
    rows = [
        ["Fonds Rivage II – portefeuille"],
        ["Participation", "Date d'entrée", "Montant investi (k€)"],
        ["Algora", "2019", "450 €"],
        ["Bioxis", "2020", "150 000 €"],
    ]
    found, _ = imported(rows, tmp_path)
    assert {v for code, v in codes(found) if code == "number-guess"} == {"450 €"}


def test_money_and_licences_of_a_laboratory_are_asked_about(tmp_path: Path) -> None:
    rows = [
        ["Laboratoire", "Tutelles", "Année", "SATT", "Investisseurs"],
        ["LAAS", "CNRS", "2018", "SATT Exemple", ""],
        ["IRIT", "CNRS", "2021", "", "IRDI"],
    ]
    found, _ = imported(rows, tmp_path)
    assert {v for code, v in codes(found) if code == "odd-tie"} == {"LAAS", "IRIT"}
    assert ("column", "Année") in codes(found)


def test_a_town_next_to_its_code_is_read(tmp_path: Path) -> None:
    rows = [["nom_structure", "commune", "code_insee"], ["Solaria", "Pau", "64445"]]
    found, dataset = imported(rows, tmp_path)
    assert [a.place for a in dataset.actors] == ["64445"]
    assert "unused-column" not in {code for code, _ in codes(found)}
