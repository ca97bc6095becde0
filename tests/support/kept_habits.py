"""Two more workbooks as bodies keep them: a regional cluster's, and an accelerator's from Airtable.

Made after real habits, their tables of meanings (`tests/fixtures/kept_workbooks/*.tsv`) written
before the importer was run on them. Names of people and bodies are invented.
"""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

_GREEN, _ORANGE, _RED, _GREY = "C6EFCE", "FFEB9C", "FFC7CE", "D9D9D9"


def region(path: Path) -> Path:
    """Write a regional cluster's workbook: merged cells, two rows of headers, sub-totals and totals,
    hidden columns, colours that mean something, a struck row, bullets in cells.
    """
    book = Workbook()
    _members(book.worksheets[0])
    _projects(book.create_sheet("Projets"))
    book.save(path)
    return path


def _members(sheet: Any) -> None:
    sheet.title = "Membres 2024"
    rows: list[list[object]] = [
        ["CLUSTER H2 LOIRE – ANNUAIRE DES MEMBRES"],
        ["Document de travail – version du 4 mars 2024"],
        ["Légende :", "adhérent à jour", "en attente", "radié"],
        [],
        [
            *("Structure", None, None, "Localisation", None, "Adhésion", None),
            *("Effectifs", None, "Contact", None, "Note interne", "Commentaires"),
        ],
        [
            *("Nom", "Catégorie", "Filière", "Commune", "Dpt", "Depuis", "Cotisation (€)"),
            *(2022, 2023, "Nom", "Mail", None, None),
        ],
        [
            *("ElectroLoire SAS", "PME", "Hydrogène", "Orléans", 45, datetime(2020, 1, 1), 1500),
            *(34, 41, "Mme Girard", "girard@electroloire.example", "payeur lent", "fondée en 2012"),
        ],
        [
            *("H2Tank", None, "Hydrogène / Matériaux", "Tours", 37, "janv. 2021", 1500),
            *(12, "n.c.", "M. Petit", None, None, None),
        ],
        [
            *("Vaporis", None, "Mobilité", "St Jean de Braye", 45, 2019, "1 500 €"),
            *(8, "-", None, None, "litige", None),
        ],
        ["Sous-total PME", None, None, None, None, None, 4500, 54, 41],
        [
            *("Labo PRISME-X", "Laboratoires", "Énergie", "Bourges", 18, "mars 2020", 0),
            *(55, 60, None, None, None, "tutelle : Université Test de Loire"),
        ],
        [
            *("Centre Test des Matériaux", None, "Matériaux", "ORLEANS CEDEX 2", 45),
            *("2020-2022", 500, 120, 118, None, None, None, None),
        ],
        [
            *("Communauté de communes du Val Test", "Collectivités", None, "Blois", 41),
            *("15/09/2021", 0, None, None, None, None, None, None),
        ],
        ["TOTAL", None, None, None, None, None, 5000, 229, 219],
        [],
        ["* effectifs déclarés au 31 décembre"],
        ["Source : enquête annuelle du cluster, janvier 2024"],
    ]
    for cells in rows:
        sheet.append(cells)
    for merged in (
        *("A1:M1", "A2:M2", "A5:C5", "D5:E5", "F5:G5", "H5:I5", "J5:K5", "L5:L6", "M5:M6"),
        *("B7:B9", "B11:B12"),
    ):
        sheet.merge_cells(merged)
    sheet["F7"].number_format = "dd/mm/yyyy"
    sheet["A1"].font = Font(bold=True, size=14)
    for row, colour in (
        (7, _GREEN),
        (8, _ORANGE),
        (9, _RED),
        (11, _GREEN),
        (13, _GREEN),
    ):
        for cell in sheet[row]:
            cell.fill = PatternFill("solid", fgColor=colour)
    for column, colour in (("B", _GREEN), ("C", _ORANGE), ("D", _RED)):
        sheet[f"{column}3"].fill = PatternFill("solid", fgColor=colour)
    for row in (5, 6, 10, 14):
        for cell in sheet[row]:
            cell.fill = PatternFill("solid", fgColor=_GREY)
            cell.font = Font(bold=True)
    for cell in sheet[12]:
        cell.font = Font(strike=True)
    sheet.column_dimensions["L"].hidden = True


def _projects(sheet: Any) -> None:
    rows: list[list[object]] = [
        ["Projets labellisés (montants en k€)"],
        ["Projet", "Porteur", "Partenaires", "Financement", None, "Calendrier", None, "Avancement"],
        [None, None, None, "ADEME", "Région", "Début", "Fin", None],
        [
            *("HYVAL", "ElectroLoire SAS", "- H2Tank\n- Labo PRISME-X", 400, 150),
            *("T2 2021", "fin 2023", "terminé"),
        ],
        [
            *("STOCKAGE+", "Labo PRISME-X", "• Vaporis\n• Centre Test des Matériaux", None),
            *("1,2 M€", "09/2022", None, "en cours"),
        ],
        ["Total", None, None, 400, 1350],
    ]
    for cells in rows:
        sheet.append(cells)
    for merged in ("A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2", "H2:H3"):
        sheet.merge_cells(merged)
    for row in (4, 5):
        sheet.cell(row, 3).alignment = Alignment(wrap_text=True)


AIRTABLE_HEADER = [
    *("Company Name", "Record ID", "Status", "Program", "Cohort", "Founders", "HQ", "Industry"),
    *("One-liner", "Website", "Team Size", "Last Round", "Round Date", "Round Size", "Investors"),
    *("Equity", "Acquired By", "Mentors", "French Tech", "Logo", "Founder Email", "Last Modified"),
]
_LOGO = "logo.png (https://v5.airtableusercontent.example/v3/u/27/abc/logo.png)"
AIRTABLE_ROWS = [
    [
        *("Brightwell", "recA1b2C3d4E5f6G7", "Active", "Accelerator", "Spring 2022"),
        *('Jane Miller,"Okafor, Chidi"', "Paris, France", "Artificial Intelligence,Health"),
        *("Triage for emergency rooms, with AI", "https://brightwell.example", "14", "Seed"),
        *("3/15/2023", "$1,200,000.00", 'Seedling Partners,"Foo, Inc."', "7%", ""),
        *("Robert King", "checked", _LOGO, "jane@brightwell.example", "1/4/2024 2:05pm"),
    ],
    [
        *("Copperleaf Robotics", "recB1b2C3d4E5f6G7", "Acquired", "Accelerator", "Fall 2019"),
        *("Tom Lee", "Lyon, France", "Robotics", "Arms that pick fruit", "copperleaf.example"),
        *("42", "Series A", "11/2/2021", "€6,500,000.00", "Seedling Partners", "5.5%"),
        *("Harvest Group", "", "checked", "", "tom@copperleaf.example", "1/4/2024 2:07pm"),
    ],
    [
        *("Dovetail Pay", "recC1b2C3d4E5f6G7", "Dead", "Accelerator", "Spring 2020"),
        *("", "London, UK", "Fintech", "", "", "", "", "", "", "", "7%", "", "", "", "", ""),
        "12/30/2022 9:15am",
    ],
    [
        *("Ember Hydrogen", "recD1b2C3d4E5f6G7", "Active", "Pre-accelerator", "Fall 2023"),
        *("Léa Robert", "Grenoble, France", "Energy,Hydrogen", "", "http://ember.example", "3"),
        *("Pre-seed", "10/31/2023", "$250,000.00", "Angel Circle Test,Seedling Partners"),
        *("7%", "", "Robert King,Ann Wu", "checked", _LOGO, "", "1/4/2024 2:09pm"),
    ],
]


def airtable(folder: Path) -> Path:
    """Write an accelerator's table as Airtable exports it: CSV with a mark of order of bytes, linked
    records between commas, quoted where their names hold one, `checked` and US dates.
    """
    path = folder / "Northbridge Accelerator portfolio-Grid view.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([AIRTABLE_HEADER, *AIRTABLE_ROWS])
    return path
