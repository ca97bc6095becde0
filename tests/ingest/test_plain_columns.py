"""Columns whose header, values or position give their meaning: they lead to no question."""

from pathlib import Path

import pytest

from frenchtech_graph.ingest.sheets.cell_report import last_of, meaning_shown
from frenchtech_graph.ingest.sheets.datasets import Imported
from frenchtech_graph.ingest.sheets.dates import read_date
from frenchtech_graph.ingest.sheets.doubts import DOUBT, KEPT, READ
from frenchtech_graph.ingest.sheets.mapping import Reading, SheetMapping
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.model.terms import Class
from tests.support.imported_rows import Rows, asked, imported, imported_sheets


def of_sheets(sheets: dict[str, Rows], folder: Path) -> tuple[Imported, Dataset]:
    return imported_sheets(sheets, folder / "table.xlsx", "table.xlsx")


def meanings_of(found: Imported, sheet: int = 0) -> dict[str, str]:
    plan = found.understood.plans[sheet]
    return dict(zip(plan.block.header, plan.columns, strict=False))


def states_of(found: Imported, header: str) -> set[str]:
    return {c.state for c in last_of(found.understood.desk.cells).values() if c.column == header}


def name_of(actor: Actor) -> str:
    return next(iter(actor.names.values()))


def named(data: Dataset) -> dict[str, str]:
    return {a.id: name_of(a) for a in data.actors}


def ties_of(data: Dataset, kind: str) -> list[tuple[str, str]]:
    names = named(data)
    return [(names[t.origin], names[t.target]) for t in data.ties if t.kind == kind]


# Ends of ties

ENDS = [
    ["Acteur", "Nature", "Commune", "Code postal", "Lien", "Acteur lié", "Nature acteur lié"],
    ["Alpha", "Start-up", "Dijon", "21000", "incubé par", "Premice", "Incubateur"],
    ["Premice", "Incubateur", "Dijon", "21000", "accompagne", "Beta", "Start-up"],
    ["Gamma", "PME", "Besançon", "25000", "membre de", "Vitagora", "Pôle"],
    ["Gamma", "PME", "Besançon", "25000", "partenaire de", "Alpha", "Start-up"],
    ["Alpha", "Start-up", "Dijon", "21000", "client de", "Gamma", "PME"],
]


def test_columns_after_the_first_end_describe_it(tmp_path: Path) -> None:
    found, _ = imported(ENDS, tmp_path)
    meant = meanings_of(found)
    assert [meant[h] for h in ENDS[0]] == [
        *("from", "from_kind", "from_place", "from_postcode", "tie", "to", "to_kind")
    ]
    assert not {d.code for d in found.doubts} & {"of-an-end", "column", "other-values"}
    assert states_of(found, "Commune") == {READ, "frame"}


def test_both_ends_have_the_same_columns(tmp_path: Path) -> None:
    rows = [
        ["From", "Type", "City", "To", "Type", "City", "Relationship"],
        ["Alpha", "Startup", "Lyon", "Bpifrance", "Public bank", "Paris", "funded by"],
        ["Beta", "Startup", "Nice", "Hub", "Accelerator", "Nice", "accelerated by"],
    ]
    found, _ = imported(rows, tmp_path)
    assert found.understood.plans[0].columns == [
        *("from", "from_kind", "from_place", "to", "to_kind", "to_place", "tie")
    ]
    assert not {d.code for d in found.doubts} & {"of-an-end", "column"}


def test_values_contradict_the_position_of_a_column(tmp_path: Path) -> None:
    """The towns follow the second actor, so the column between both is not the first one's."""
    rows = [
        ["De", "Ville", "Vers", "Lien"],
        ["Alpha", "Lyon", "Beta", "partenaire de"],
        ["Alpha", "Nice", "Gamma", "partenaire de"],
        ["Alpha", "Brest", "Delta", "partenaire de"],
        ["Eta", "Lyon", "Beta", "partenaire de"],
        ["Eta", "Nice", "Gamma", "partenaire de"],
    ]
    found, _ = imported(rows, tmp_path)
    assert meanings_of(found)["Ville"] == "to_place"


def test_a_column_after_both_ends_still_leads_to_a_question(tmp_path: Path) -> None:
    rows = [
        ["De", "Vers", "Lien", "Ville"],
        ["Alpha", "Beta", "partenaire de", "Lyon"],
        ["Gamma", "Delta", "partenaire de", "Nice"],
    ]
    found, _ = imported(rows, tmp_path)
    assert asked(found, "of-an-end") == {"Ville"}


# Words for ties


def tie_of(word: str, first: str, last: str, folder: Path) -> tuple[Imported, Dataset]:
    rows = [
        ["De", "Type de l'acteur 1", "Lien", "Vers", "Type de l'acteur 2", "Depuis"],
        ["Un", first, word, "Deux", last, "30/06/2023"],
    ]
    return imported(rows, folder)


@pytest.mark.parametrize(
    ("word", "first", "last", "kind", "sure"),
    [
        ("a financé", "Fonds", "Start-up", Class.INVESTMENT, True),
        ("financée par", "Start-up", "Fonds", Class.INVESTMENT, True),
        ("a financé", "Collectivité", "Start-up", Class.PUBLIC_FUNDING, True),
        ("a financé", "PME", "Start-up", Class.INVESTMENT, False),
        ("soutenu par", "Start-up", "Incubateur", Class.INCUBATION, True),
        ("soutenu par", "Start-up", "Collectivité", Class.PUBLIC_FUNDING, False),
        ("subventionné par", "Start-up", "Collectivité", Class.PUBLIC_FUNDING, True),
        ("accompagné par", "Start-up", "Collectivité", Class.INCUBATION, True),
    ],
)
def test_the_kind_of_the_giver_decides_what_a_word_means(
    word: str, first: str, last: str, kind: str, sure: bool, tmp_path: Path
) -> None:
    found, data = tie_of(word, first, last, tmp_path)
    assert [t.kind for t in data.ties] == [kind]
    assert asked(found, "word-guess") == (set() if sure else {word})


@pytest.mark.parametrize(
    "word", ["n'est plus hébergée par", "ancienne locataire de", "no longer hosted by"]
)
def test_a_tie_that_has_ended_ends_on_its_only_day(word: str, tmp_path: Path) -> None:
    found, data = tie_of(word, "Start-up", "Pépinière", tmp_path)
    (tie,) = data.ties
    assert (tie.kind, str(tie.start or ""), str(tie.end or "")) == (
        *(Class.HOSTING, ""),
        "2023-06-30",
    )
    assert tie.current is False
    assert not asked(found, "word-guess")


def test_an_event_cannot_end(tmp_path: Path) -> None:
    found, _ = tie_of("n'a plus financé", "Fonds", "Start-up", tmp_path)
    assert asked(found, "word-guess") | asked(found, "word") == {"n'a plus financé"}


# Sectors


def test_a_sector_in_a_phrase_is_only_proposed(tmp_path: Path) -> None:
    rows = [
        ["Startup", "Secteur"],
        ["Alpha", "Imagerie sous-marine"],
        ["Beta", "Robotique agricole"],
        ["Gamma", "Sécurité alimentaire"],
        ["Delta", "Santé"],
    ]
    found, data = imported(rows, tmp_path)
    sectors = {name_of(a): set(a.sectors) for a in data.actors}
    assert sectors == {
        "Alpha": set(),
        "Beta": {"robotics", "agriculture"},
        "Gamma": set(),
        "Delta": {"health"},
    }
    (doubt,) = [d for d in found.doubts if d.value == "Imagerie sous-marine"]
    assert doubt.guess == ""
    assert doubt.choices[0] == "medical-imaging"


DESCRIBED = [
    *("Tri automatisé de textiles usagés", "Tricotage 3D à la demande", "Santé"),
    *("Télésuivi post-opératoire", "Jeux éducatifs inclusifs", "Colle végétale sans solvant"),
]


def test_a_column_of_descriptions_leads_to_one_question(tmp_path: Path) -> None:
    rows = [["Startup", "Activité"], *([f"Startup {n}", t] for n, t in enumerate(DESCRIBED))]
    found, data = imported(rows, tmp_path)
    assert asked(found, "descriptions") == {"Activité"}
    assert not asked(found, "word-left-out")
    assert {tuple(a.sectors) for a in data.actors if a.sectors} == {("health",)}
    assert all("Activité" in (a.note or "") for a in data.actors if not a.sectors)


def test_an_answer_reads_descriptions_as_sectors(tmp_path: Path) -> None:
    rows = [["Startup", "Activité"], *([f"Startup {n}", t] for n, t in enumerate(DESCRIBED))]
    reading = Reading(sheets={"Feuil1": SheetMapping(columns={"Activité": "sectors"})})
    found, _ = imported(rows, tmp_path, reading)
    assert len(asked(found, "word-left-out")) == 5


# Lists and their owners

MEMBERS = [
    ["Pôle Alpha – liste des adhérents 2024"],
    ["Raison sociale", "Adhésion", "Commune"],
    ["Beta", "2019", "Lyon"],
    ["Gamma", "2020", "Nice"],
]


def test_a_title_names_the_owner_of_a_list(tmp_path: Path) -> None:
    found, data = imported(MEMBERS, tmp_path)
    assert not asked(found, "holder")
    assert {last for _, last in ties_of(data, Class.MEMBERSHIP)} == {"Pôle Alpha"}


def test_a_title_without_a_kind_of_body_leads_to_a_question(tmp_path: Path) -> None:
    rows = [["Zorglub – liste des adhérents 2024"], *MEMBERS[1:]]
    found, _ = imported(rows, tmp_path)
    assert len([d for d in found.doubts if d.code == "holder"]) == 1


@pytest.mark.parametrize(
    ("title", "asked_about"),
    [("Nordwind Capital II - Portfolio", False), ("Zorglub - Portfolio", True)],
)
def test_a_title_names_an_investor(title: str, asked_about: bool, tmp_path: Path) -> None:
    rows = [[title], ["Company", "Investment date", "Ticket (EUR k)", "Ownership %"]]
    rows += [["Alpha", "15/03/2021", "500", "8.5%"], ["Beta", "06/2019", "1200", "12%"]]
    found, data = imported(rows, tmp_path)
    assert bool([d for d in found.doubts if d.code == "holder"]) is asked_about
    assert {first for first, _ in ties_of(data, Class.INVESTMENT)} == {title.partition(" - ")[0]}


def test_the_cover_of_a_workbook_proposes_the_owner(tmp_path: Path) -> None:
    sheets = {
        "Lisez-moi": [["Alpha Croissance – suivi des participations"], ["Un onglet par liste"]],
        "Participations": [
            ["Société", "Date d'entrée", "Investi (M€)", "% détenu"],
            ["Beta", "12/06/2019", "1,5", "12 %"],
            ["Gamma", "03/2020", "0,8", "9 %"],
        ],
        "Sorties": [
            ["Société", "Date de cession", "Acquéreur"],
            ["Beta", "15/10/2023", "Delta SA"],
        ],
    }
    found, data = of_sheets(sheets, tmp_path)
    (doubt,) = [d for d in found.doubts if d.code in ("holder", "no-holder", "list-tie")]
    assert (doubt.sheet, doubt.guess) == ("Participations", "Alpha Croissance")
    assert ties_of(data, Class.INVESTMENT) == [
        ("Alpha Croissance", "Beta"),
        ("Alpha Croissance", "Gamma"),
    ]
    assert ties_of(data, Class.DIVESTMENT) == [("Alpha Croissance", "Beta")]


# Other columns


def test_a_column_of_yes_and_no_names_no_actor(tmp_path: Path) -> None:
    rows = [
        ["Startup", "Incubateur", "JEI", "ESG", "Convention signée"],
        ["Alpha", "Beta", "oui", "non", "oui"],
        ["Gamma", "Beta", "non", "oui", "non"],
        ["Delta", "Beta", "non", "oui", "non"],
    ]
    found, data = imported(rows, tmp_path)
    assert not found.doubts or not {"JEI", "ESG", "Convention signée"} & {
        d.value for d in found.doubts
    }
    assert states_of(found, "JEI") == {KEPT, "frame"}
    assert {name_of(a) for a in data.actors} == {"Alpha", "Beta", "Gamma", "Delta"}


def test_names_of_laboratories_are_not_numbers(tmp_path: Path) -> None:
    rows = [
        ["Sigle", "Laboratoire", "Tutelles", "Personnels", "Campus"],
        ["LPM", "Laboratoire de physique", "CNRS", "85", "Manosque"],
        ["IBE", "Institut de biologie", "CNRS", "env. 110", "Digne-les-Bains"],
    ]
    found, data = imported(rows, tmp_path, sheet="Labos")
    meant = meanings_of(found)
    assert (meant["Laboratoire"], meant["Personnels"], meant["Campus"]) == (
        *("name", "headcount"),
        "place",
    )
    assert {"Laboratoire de physique", "Institut de biologie"} <= {name_of(a) for a in data.actors}


PATENTS = [
    ["Réf.", "Titre", "Dépôt", "Inventeur(s)", "Labo", "Licencié", "Date licence", "Statut"],
    ["P-1", "Couche antireflet", "2016", "Garcin I.", "LPMat", "Alpha", "avril 2018", "délivré"],
    ["P-2", "Électrode souple", "2017", "Mazet A.", "LPMat", "Beta", "2019", "délivré"],
    ["P-3", "Capteur de débit", "2020", "Escallier F.", "LISP", "", "", "déposé"],
]


def test_a_list_of_patents_gives_licences(tmp_path: Path) -> None:
    found, data = imported(PATENTS, tmp_path, sheet="Brevets")
    assert ties_of(data, Class.TECHNOLOGY_LICENCE) == [("LPMat", "Alpha"), ("LPMat", "Beta")]
    assert [str(t.start) for t in data.ties] == ["2018-04", "2019"]
    assert not {d.code for d in found.doubts} & {"column", "unknown-column", "kind-of-sheet"}
    assert "Couche antireflet" in (data.ties[0].note or "")
    assert not any("Garcin" in (t.note or "") for t in data.ties)


def test_the_period_of_an_incubation_belongs_to_its_tie(tmp_path: Path) -> None:
    rows = [
        ["Société", "Incubée par", "Période d'incubation", "Situation"],
        ["Alpha", "Incubateur Beta", "T3 2018 - T4 2019", "active"],
        ["Gamma", "Incubateur Beta", "2020-2021", "active"],
    ]
    _, data = imported(rows, tmp_path, sheet="Spin-off")
    found = {(str(t.start), str(t.end)) for t in data.ties if t.kind == Class.INCUBATION}
    assert found == {("2018", "2019"), ("2020", "2021")}


@pytest.mark.parametrize("text", ["2019 - env. 3 mois", "12 - 14", "3 - 5 personnes"])
def test_other_spans_are_no_dates(text: str) -> None:
    assert read_date(text) is None


# Places


@pytest.mark.parametrize(
    ("text", "postcode", "state"),
    [
        ("Orléans (siège), Montpellier (antenne)", "", READ),
        ("Toulouse / Montpellier", "31000", READ),
        ("Lille / Loos", "59000", DOUBT),
    ],
)
def test_the_second_of_two_towns_is_a_remark(
    text: str, postcode: str, state: str, tmp_path: Path
) -> None:
    rows = [["Structure", "Ville", "CP"], ["Alpha", text, postcode], ["Beta", "Lyon", "69001"]]
    found, data = imported(rows, tmp_path)
    (alpha,) = [a for a in data.actors if name_of(a) == "Alpha"]
    cells = last_of(found.understood.desk.cells).values()
    assert text in (alpha.note or "")
    assert [c.state for c in cells if c.column == "Ville" and c.value == text] == [state]


# The screen


def test_the_screen_shows_a_column_of_remarks_as_remarks(tmp_path: Path) -> None:
    rows = [["Startup", "Promo", "Ville"], ["Alpha", "Promo A", "Lyon"]]
    found, _ = imported(rows, tmp_path)
    cells = found.understood.desk.cells
    assert meaning_shown("holder.cohort", "Promo", cells) == "note"
    assert meaning_shown("place", "Ville", cells) == "place"


ACCELERATED = [
    ["Northbridge Accelerator - portfolio companies"],
    ["Company", "Cohort", "Joined", "Graduated", "Last round", "Lead investor"],
    ["Alpha", "W21", "Jan 2021", "Jun 2021", "Seed", "Kima Ventures"],
    ["Beta", "S21", "Jul 2021", "", "", ""],
]


def test_the_portfolio_of_an_accelerator_with_cohorts_is_of_support(tmp_path: Path) -> None:
    found, data = imported(ACCELERATED, tmp_path)
    assert not {d.code for d in found.doubts} & {"list-tie", "holder", "unused-column"}
    assert ties_of(data, Class.INCUBATION) == [
        ("Northbridge Accelerator", "Alpha"),
        ("Northbridge Accelerator", "Beta"),
    ]
    assert ties_of(data, Class.INVESTMENT) == [("Kima Ventures", "Alpha")]
    assert {str(t.end) for t in data.ties if t.kind == Class.INCUBATION} == {"2021-06", "None"}


def test_the_amount_of_an_accelerator_still_leads_to_a_question(tmp_path: Path) -> None:
    rows = [
        *ACCELERATED[:1],
        [*ACCELERATED[1], "Ticket"],
        *([*r, "50 k€"] for r in ACCELERATED[2:]),
    ]
    found, _ = imported(rows, tmp_path)
    assert len([d for d in found.doubts if d.code == "list-tie"]) == 1


def test_a_rate_does_not_hide_a_list_of_aids(tmp_path: Path) -> None:
    rows = [
        ["Bénéficiaire", "Objet", "Dispositif", "Montant (€)", "Date", "Taux"],
        ["Alpha", "Capteur", "Inno R&D", "120 000", "12/06/2023", "40%"],
        ["Beta", "Export", "Pass Export", "15000", "10/07/2023", "50%"],
    ]
    found, data = imported(rows, tmp_path)
    assert [d.code for d in found.doubts if d.code == "no-holder"] == ["no-holder"]
    assert data.ties == ()
    reading = Reading(sheets={"Feuil1": SheetMapping(holder="Région Alpha")})
    found, data = imported(rows, tmp_path, reading)
    assert {(t.kind, t.money.amount) for t in data.ties} == {
        *((Class.PUBLIC_FUNDING, "120000"), (Class.PUBLIC_FUNDING, "15000"))
    }
    assert all("40%" in (a.note or "") for a in data.actors if name_of(a) == "Alpha")
