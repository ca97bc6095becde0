"""Every filled cell of a workbook is accounted for: read, a remark, asked about, left out, or refused."""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frenchtech_graph.cli import main
from frenchtech_graph.ingest.sheets.account import STATES, counts
from frenchtech_graph.ingest.sheets.cell_report import last_of, report_rows
from frenchtech_graph.ingest.sheets.datasets import Imported, import_book
from frenchtech_graph.ingest.sheets.mapping import Reading, SheetMapping, cell_key
from frenchtech_graph.ingest.workbooks.cell import Book, Cell, Sheet
from frenchtech_graph.io.faults import FaultsError

HEADERS = (
    *("Type", "Ville", "CP", "Adresse", "Secteur", "SIREN", "Création", "Effectif", "CA 2023 (k€)"),
    *("Statut", "Promo", "Date d'entrée", "Date de sortie", "Montant levé", "Ticket", "Tour", "%"),
    *("Investisseurs", "Incubateur", "Partenaires", "Labels", "Acquéreur", "Fondateurs", "Mail"),
    *("Remarque", "Zorglub", "Actif", "Subvention obtenue", "Financeur", "Dispositif", "Site", ""),
    *("Valorisation", "De", "Vers", "Lien", "Société", "Projet", "Depuis", "Interlocuteur"),
)
VALUES = (
    *("Alpha", "Beta", "Gamma ; Delta", "Alpha (2021)", "startup", "SATT", "Lyon", "69003", "x"),
    *("12 rue des Lilas", "IA", "lapins", "552 032 534", "123", "2021", "mars 2019", "03/2020"),
    *("2019-2022", "T4 2021", "12", "4,5", "> 500", "1,2 M€", "500", "NC", "en attente", "oui"),
    *("non", "n'importe quoi", "série A", "bridge", "18,5 %", "a@b.fr", "06 12 34 56 78", "idem"),
    *("Rachetée par Omega (2023)", "LJ", "active", "Total", "Promo 3", "ADEME 45 k€ (2024)", "?"),
    *("www.alpha.fr", "https://beta.fr/x", "Bpifrance", "incubée par", "client de", "-", "0"),
)
TITLES = ("", "Incubés 2024", "Participations du fonds Omega", "Adhérents du pôle Sigma", "Projets")


def sheets() -> st.SearchStrategy[list[list[str]]]:
    """Rows of texts: perhaps a title, a header, then cells of any kind beneath any header."""
    headers = st.lists(st.sampled_from(HEADERS), min_size=1, max_size=6)
    return st.tuples(st.sampled_from(TITLES), headers).flatmap(
        lambda drawn: st.lists(
            st.lists(st.sampled_from(("", *VALUES)), min_size=0, max_size=len(drawn[1]) + 2),
            min_size=2,
            max_size=5,
        ).map(
            lambda rows: [
                *([[drawn[0]], []] if drawn[0] else []),
                ["Nom", *drawn[1]],
                *([f"Acteur {i}", *row] for i, row in enumerate(rows)),
            ]
        )
    )


def read(rows: list[list[str]], path: Path) -> Imported | None:
    sheet = Sheet(path.name, "Feuil1", [[Cell(text) for text in row] for row in rows])
    try:
        return import_book(Book(path.name, [sheet]), path, Reading())
    except FaultsError:
        return None


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("account") / "table.csv"
    file.touch()
    return file


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sheets())
def test_no_filled_cell_is_silently_dropped(path: Path, rows: list[list[str]]) -> None:
    found = read(rows, path)
    if found is None:
        return
    desk = found.understood.desk
    cells = last_of(desk.cells).values()
    shown = Counter(text for row in rows for text in row if text)
    assert Counter(c.value for c in cells) == shown
    assert sum(counts(desk.cells).values()) == shown.total()
    assert {c.state for c in cells} <= set(STATES)
    asked = {(d.sheet, d.row) for d in desk.doubts}
    columns = {(d.sheet, d.column) for d in desk.doubts if d.about == "unit"}
    notes = " ".join(m.cells.get("note", "") for t in desk.tables.values() for m in t)
    for cell in cells:
        if cell.state in ("doubt", "refused"):
            by_column = (cell.sheet, cell.column) in columns
            assert by_column or (cell.sheet, cell.row) in asked, cell
        elif cell.state == "note":
            assert cell.value in notes, cell


@pytest.mark.parametrize(
    ("header", "value", "state"),
    [
        ("Création", "en attente", "note"),
        ("Adresse", "12 rue des Lilas", "note"),
        ("Effectif", "> 500", "note"),
        ("Mail", "a@b.fr", "left-out"),
        ("Création", "n'importe quoi", "doubt"),
        ("CA 2023 (k€)", "1 200", "read"),
    ],
)
def test_what_becomes_of_a_cell(path: Path, header: str, value: str, state: str) -> None:
    rows = [["Incubés de Technopole Alpha"], [], ["Startup", "Ville", header]]
    found = read([*rows, ["Alpha", "Lyon", value], ["Beta", "Nice", ""]], path)
    assert found
    (cell,) = (c for c in last_of(found.understood.desk.cells).values() if c.value == value)
    assert cell.state == state


def test_import_says_what_became_of_the_cells(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Nom,Ville,CA 2023 (k€),Mail\nAlpha,Lyon,1200,a@b.fr\nBeta,Nice,800,\n")
    shown = CliRunner().invoke(main, ["import", str(table), "--yes", "--lang", "en"])
    assert "11 cells: 6 read, 1 left out, 4 titles or headers" in shown.output
    observed = (tmp_path / "t" / "observations.csv").read_text()
    assert observed.count("TurnoverObservation") == 2
    assert "1200000" in observed


def test_an_answer_to_a_cell_of_a_sheet_that_is_left_out_does_no_harm(path: Path) -> None:
    rows = [["Nom", "Ville"], ["Alpha", "Lyon"], ["Beta", "Lille"]]
    sheet = Sheet(path.name, "Feuil1", [[Cell(text) for text in row] for row in rows])
    answers = {
        cell_key("Feuil1", row, header): "Metz" for row in (1, 2, 3) for header in ("", "Ville")
    }
    reading = Reading(sheets={"Feuil1": SheetMapping(shape="left-out")}, cells=answers)
    other = Sheet(path.name, "Feuil2", [[Cell(t) for t in row] for row in rows])
    made = import_book(Book(path.name, [sheet, other]), path, reading)
    states = {c.state for c in last_of(made.understood.desk.cells).values() if c.sheet == "Feuil1"}
    assert states == {"left-out"}


def test_a_header_with_an_address_of_mail_is_not_written_to_the_report(path: Path) -> None:
    rows = [["Nom", "Contact : animation@sigma.example – 03 83 00 00 10"], ["Alpha", "Lyon"]]
    made = read(rows, path)
    assert made is not None
    text = "\n".join(",".join(row) for row in report_rows(made.understood.desk.cells))
    assert "Alpha" in text and "animation" not in text and "03 83" not in text
