"""Three workbooks as bodies keep them, and what each of their cells means.

Made after real habits, without a look at the importer: an incubator's follow-up of its portfolio, a
fund's list of participations, a cluster's members with their projects. Names of people and bodies
are invented. `MEANING` says of each cell what a reader takes it for: `=value` for what the tables
must hold, `~` for what only a person can settle and must therefore be asked, `-` for what must be
left out, `#` for what is kept as a remark.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill


def incubator(path: Path) -> Path:
    """Write an incubator's follow-up: title, promotions as sections, dates of all sorts, contacts."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Suivi startups"
    sheet["A1"] = "Incubateur Alizé – Suivi du portefeuille de startups"
    sheet.merge_cells("A1:M1")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A2"] = "Mise à jour : 15/09/2024"
    header = [
        *("N°", "Startup", "Thématique", "Fondateurs", "Ville", "CP", "Date d'entrée"),
        *("Date de sortie", "Statut", "Labo d'origine", "Effectif 2023", "Email", "Levée de fonds"),
    ]
    for column, text in enumerate(header, start=1):
        cell = sheet.cell(4, column, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDDDDD")
    rows: list[list[object]] = [
        [
            1,
            "Novalgo",
            "IA / Santé",
            "Claire Petit, Hugo Blanc",
            "Rennes",
            35000,
            datetime(2021, 3, 1),
            None,
            "En cours",
            "IRISA",
            12,
            "claire@novalgo.example",
            "1,2 M€ (2023)",
        ],
        [
            2,
            "Marée Verte",
            "Agroalimentaire ; Mer",
            "Yann Le Gall",
            "Brest",
            29200,
            "sept. 2020",
            "juin 2022",
            "Sorti",
            None,
            "8 ETP",
            "contact@maree.example",
            None,
        ],
        [
            3,
            "Photonis Lab",
            "Photonique",
            "Lucie Martin (CEO) et Paul Durand (CTO)",
            "LANNION CEDEX",
            22302,
            "01/02/2022",
            None,
            "En cours",
            "Institut Foton",
            5,
            None,
            "non communiqué",
        ],
        [
            4,
            "Cyber Ouest",
            "cybersécurité",
            None,
            "Rennes",
            35700,
            "2019-2021",
            None,
            "Alumni",
            None,
            "~15",
            None,
            "500 k€",
        ],
        [
            5,
            "Biogaz Lorient",
            "Energie renouvelable",
            "Anne Morel",
            "Lorient",
            56100,
            "T1 2023",
            None,
            "En cours",
            None,
            3,
            None,
            None,
        ],
        [
            6,
            "Ludik",
            "Jeux vidéo",
            "Marc Roux",
            "St-Malo",
            35400,
            2018,
            2020,
            "Liquidation",
            None,
            0,
            None,
            None,
        ],
        [None, "TOTAL", None, None, None, None, None, None, None, None, 43, None, None],
    ]
    for row in rows:
        sheet.append(row)
    sheet["G5"].number_format = "mmm-yy"
    sheet["F5"].number_format = "00000"
    book.save(path)
    return path


INCUBATOR = {
    "B5": "=actor Novalgo StartUp",
    "C5": "=sectors Novalgo artificial-intelligence|health",
    "D5": "=tie Founding Claire Petit > Novalgo; tie Founding Hugo Blanc > Novalgo",
    "E5": "=place Novalgo 35238",
    "G5": "=tie Incubation Incubateur Alizé > Novalgo start 2021-03",
    "I5": "=tie Incubation Incubateur Alizé > Novalgo current true",
    "J5": "=tie SpinOff IRISA > Novalgo",
    "K5": "=observation HeadcountObservation Novalgo 12 2023",
    "L5": "-claire@novalgo.example",
    "M5": "=raise Novalgo 2023 1200000",
    "B6": "=actor Marée Verte StartUp",
    "C6": "=sectors Marée Verte agri-food|maritime",
    "D6": "=tie Founding Yann Le Gall > Marée Verte",
    "E6": "=place Marée Verte 29019",
    "G6": "=tie Incubation Incubateur Alizé > Marée Verte start 2020-09",
    "H6": "=tie Incubation Incubateur Alizé > Marée Verte end 2022-06",
    "I6": "=tie Incubation Incubateur Alizé > Marée Verte current false",
    "K6": "=observation HeadcountObservation Marée Verte 8 2023",
    "L6": "-contact@maree.example",
    "B7": "=actor Photonis Lab StartUp",
    "C7": "=sectors Photonis Lab photonics",
    "D7": "=tie Founding Lucie Martin > Photonis Lab; tie Founding Paul Durand > Photonis Lab",
    "E7": "=place Photonis Lab 22113",
    "G7": "=tie Incubation Incubateur Alizé > Photonis Lab start 2022-02-01",
    "I7": "=tie Incubation Incubateur Alizé > Photonis Lab current true",
    "J7": "=tie SpinOff Institut Foton > Photonis Lab",
    "K7": "=observation HeadcountObservation Photonis Lab 5 2023",
    "B8": "=actor Cyber Ouest StartUp",
    "C8": "=sectors Cyber Ouest cybersecurity",
    "E8": "=place Cyber Ouest 35238",
    "G8": "=tie Incubation Incubateur Alizé > Cyber Ouest start 2019 end 2021",
    "I8": "=tie Incubation Incubateur Alizé > Cyber Ouest current false",
    "K8": "=observation HeadcountObservation Cyber Ouest 15 2023",
    "M8": "=raise Cyber Ouest - 500000",
    "B9": "=actor Biogaz Lorient StartUp",
    "C9": "=sectors Biogaz Lorient renewable-energy",
    "D9": "=tie Founding Anne Morel > Biogaz Lorient",
    "E9": "=place Biogaz Lorient 56121",
    "G9": "=tie Incubation Incubateur Alizé > Biogaz Lorient start 2023",
    "I9": "=tie Incubation Incubateur Alizé > Biogaz Lorient current true",
    "K9": "=observation HeadcountObservation Biogaz Lorient 3 2023",
    "B10": "=actor Ludik StartUp",
    "C10": "=sectors Ludik games",
    "D10": "=tie Founding Marc Roux > Ludik",
    "E10": "=place Ludik 35288",
    "G10": "=tie Incubation Incubateur Alizé > Ludik start 2018",
    "H10": "=tie Incubation Incubateur Alizé > Ludik end 2020",
    "I10": "=observation StagePeriod Ludik ceased",
    "K10": "=observation HeadcountObservation Ludik 0 2023",
    "B11": "-TOTAL",
}


def fund(path: Path) -> Path:
    """Write a fund's participations: number formats, percentages, co-investors, exits, English."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Participations"
    sheet.append(["Garonne Capital Partenaires — Participations au 30/06/2024"])
    sheet.append([])
    sheet.append(
        [
            *(
                "Société",
                "SIREN",
                "Activité",
                "Siège",
                "Date d'investissement",
                "Montant investi (k€)",
            ),
            *("% détention", "Tour", "Co-investisseurs", "Date de sortie", "Acquéreur", "Source"),
        ]
    )
    rows: list[list[object]] = [
        [
            "Aéroscan",
            "552 032 534",
            "Drones",
            "31000 Toulouse",
            datetime(2019, 6, 12),
            800,
            0.125,
            "Série A",
            "Elaris Ventures ; Bpi Test",
            None,
            None,
            "https://press.example/aeroscan",
        ],
        [
            "Vitalgène",
            None,
            "Biotechnologies",
            "Bordeaux",
            datetime(2020, 1, 1),
            1500,
            0.08,
            "Amorçage",
            "Elaris Ventures",
            None,
            None,
            "La Dépêche, 12/02/2020",
        ],
        [
            "Carbonéo",
            None,
            "Cleantech",
            "Pau (64)",
            "12/11/2021",
            350,
            0.2,
            "Seed",
            None,
            None,
            None,
            None,
        ],
        [
            "Logistia",
            None,
            "Logistique",
            "Toulouse",
            "03/04/2017",
            1200,
            0.15,
            "Série B",
            "Elaris Ventures, Business Angels",
            datetime(2022, 9, 1),
            "Groupe Transo",
            None,
        ],
        [
            "Médiquant",
            None,
            "Quantique",
            "Montpellier",
            "fin 2023",
            "2 M€",
            "10 %",
            "bridge",
            None,
            None,
            None,
            None,
        ],
    ]
    for row in rows:
        sheet.append(row)
    for number in range(4, 8):
        sheet.cell(number, 7).number_format = "0.0%"
        sheet.cell(number, 6).number_format = "#,##0"
    sheet["E4"].number_format = "dd/mm/yyyy"
    sheet["E5"].number_format = "yyyy"
    sheet["J7"].number_format = "mmm-yy"
    book.save(path)
    return path


FUND = {
    "A4": "=actor Aéroscan Company",
    "B4": "=siren Aéroscan 552032534",
    "C4": "=sectors Aéroscan aeronautics",
    "D4": "=place Aéroscan 31555",
    "E4": "=tie Investment Garonne Capital Partenaires > Aéroscan start 2019-06-12",
    "F4": "=tie Investment Garonne Capital Partenaires > Aéroscan amount 800000 EUR",
    "G4": "=tie Shareholding Garonne Capital Partenaires > Aéroscan percentage 12.5",
    "H4": "=round Aéroscan 2019-06-12 series-a",
    "I4": (
        "=tie Investment Elaris Ventures > Aéroscan start 2019-06-12; "
        "tie Investment Bpi Test > Aéroscan start 2019-06-12"
    ),
    "L4": "=source Aéroscan https://press.example/aeroscan",
    "A5": "=actor Vitalgène Company",
    "C5": "=sectors Vitalgène biotechnology",
    "D5": "=place Vitalgène 33063",
    "E5": "=tie Investment Garonne Capital Partenaires > Vitalgène start 2020",
    "F5": "=tie Investment Garonne Capital Partenaires > Vitalgène amount 1500000 EUR",
    "G5": "=tie Shareholding Garonne Capital Partenaires > Vitalgène percentage 8",
    "H5": "=round Vitalgène 2020 seed-round",
    "I5": "=tie Investment Elaris Ventures > Vitalgène start 2020",
    "L5": "=publisher Vitalgène La Dépêche",
    "A6": "=actor Carbonéo Company",
    "C6": "=sectors Carbonéo environment",
    "D6": "=place Carbonéo 64445",
    "E6": "=tie Investment Garonne Capital Partenaires > Carbonéo start 2021-11-12",
    "F6": "=tie Investment Garonne Capital Partenaires > Carbonéo amount 350000 EUR",
    "G6": "=tie Shareholding Garonne Capital Partenaires > Carbonéo percentage 20",
    "H6": "=round Carbonéo 2021-11-12 seed-round",
    "A7": "=actor Logistia Company",
    "C7": "=sectors Logistia logistics",
    "D7": "=place Logistia 31555",
    "E7": "=tie Investment Garonne Capital Partenaires > Logistia start 2017-04-03",
    "F7": "=tie Investment Garonne Capital Partenaires > Logistia amount 1200000 EUR",
    "G7": "=tie Shareholding Garonne Capital Partenaires > Logistia percentage 15",
    "H7": "=round Logistia 2017-04-03 series-b",
    "I7": "~Business Angels",
    "J7": "=tie Divestment Garonne Capital Partenaires > Logistia start 2022-09",
    "K7": "=tie Acquisition Groupe Transo > Logistia",
    "A8": "=actor Médiquant Company",
    "C8": "=sectors Médiquant quantum",
    "D8": "=place Médiquant 34172",
    "E8": "=tie Investment Garonne Capital Partenaires > Médiquant start 2023",
    "F8": "=tie Investment Garonne Capital Partenaires > Médiquant amount 2000000 EUR",
    "G8": "=tie Shareholding Garonne Capital Partenaires > Médiquant percentage 10",
    "H8": "=round Médiquant 2023 unknown-round",
}


def cluster(path: Path) -> Path:
    """Write a cluster's members and their projects on two sheets, with a sheet of lists."""
    book = Workbook()
    members = book.worksheets[0]
    members.title = "Adhérents"
    members.append(["Liste des adhérents du pôle Minalp – 2024"])
    members.append(
        [
            *("Raison sociale", "Collège", "Code postal", "Commune", "Adhésion", "Site internet"),
            *("Domaines", "Confidentiel", "Contact"),
        ]
    )
    rows: list[list[object]] = [
        [
            "Soitecmax",
            "ETI",
            "38190",
            "Bernin",
            2005,
            "www.soitecmax.example",
            "Microélectronique",
            None,
            "M. Dupond",
        ],
        [
            "CEA-Leti Test",
            "Centre de recherche",
            "38054",
            "GRENOBLE CEDEX 9",
            "2005",
            None,
            "Micro-électronique, Photonique",
            None,
            "tél. 04 76 00 00 00",
        ],
        [
            "Grenoble INP Test",
            "École d'ingénieurs",
            "38031",
            "Grenoble",
            "janvier 2006",
            None,
            None,
            None,
            None,
        ],
        [
            "Nanosens",
            "Start-up",
            "38000",
            "Grenoble",
            "15/03/2019",
            "https://nanosens.example",
            "Capteurs",
            "oui",
            None,
        ],
        [
            "Métropole des Alpes",
            "Collectivité",
            "38000",
            "Grenoble",
            "2010",
            None,
            None,
            None,
            None,
        ],
        [
            "Isère Invest",
            "Fonds d'investissement",
            "38000",
            "Grenoble",
            "2016",
            None,
            None,
            "non",
            None,
        ],
    ]
    for row in rows:
        members.append(row)
    projects = book.create_sheet("Projets")
    projects.append(
        [
            "Projet",
            "Coordinateur",
            "Partenaires",
            "Financeur",
            "Aide (k€)",
            "Budget",
            "Début",
            "Fin",
        ]
    )
    for row in [
        [
            "LUMEN",
            "Soitecmax",
            "CEA-Leti Test, Grenoble INP Test",
            "Région Rhône Test",
            1200,
            "3,4 M€",
            "01/2021",
            "12/2023",
        ],
        [
            "CAPTIS",
            "CEA-Leti Test",
            "Isère Invest et Soitecmax",
            "Bpi Test",
            450,
            "900 000 €",
            2022,
            "en cours",
        ],
    ]:
        projects.append(row)
    lists = book.create_sheet("Listes")
    for text in ("Collège", "Start-up", "ETI", "Centre de recherche"):
        lists.append([text])
    book.save(path)
    return path


CLUSTER = {
    "Adhérents!A3": "=actor Soitecmax Company",
    "Adhérents!D3": "=place Soitecmax 38039",
    "Adhérents!E3": "=tie Membership Soitecmax > pôle Minalp start 2005",
    "Adhérents!F3": "=website Soitecmax https://www.soitecmax.example",
    "Adhérents!G3": "=sectors Soitecmax microelectronics",
    "Adhérents!I3": "-M. Dupond",
    "Adhérents!A4": "=actor CEA-Leti Test ResearchOrganization",
    "Adhérents!D4": "=place CEA-Leti Test 38185",
    "Adhérents!E4": "=tie Membership CEA-Leti Test > pôle Minalp start 2005",
    "Adhérents!G4": "=sectors CEA-Leti Test microelectronics|photonics",
    "Adhérents!I4": "-tél. 04 76 00 00 00",
    "Adhérents!A5": "=actor Grenoble INP Test GraduateSchool",
    "Adhérents!D5": "=place Grenoble INP Test 38185",
    "Adhérents!E5": "=tie Membership Grenoble INP Test > pôle Minalp start 2006-01",
    "Adhérents!A6": "-Nanosens",
    "Adhérents!A7": "=actor Métropole des Alpes PublicAuthority",
    "Adhérents!D7": "=place Métropole des Alpes 38185",
    "Adhérents!E7": "=tie Membership Métropole des Alpes > pôle Minalp start 2010",
    "Adhérents!A8": "=actor Isère Invest InvestmentFund",
    "Adhérents!D8": "=place Isère Invest 38185",
    "Adhérents!E8": "=tie Membership Isère Invest > pôle Minalp start 2016",
    "Projets!A2": "=event LUMEN Project",
    "Projets!B2": "=tie ProjectParticipation Soitecmax > LUMEN role coordinator",
    "Projets!C2": (
        "=tie ProjectParticipation CEA-Leti Test > LUMEN role participant; "
        "tie ProjectParticipation Grenoble INP Test > LUMEN role participant"
    ),
    "Projets!D2": "=tie PublicFunding Région Rhône Test > LUMEN",
    "Projets!E2": "=tie PublicFunding Région Rhône Test > LUMEN amount 1200000 EUR",
    "Projets!F2": "=event LUMEN amount 3400000",
    "Projets!G2": "=event LUMEN start 2021-01",
    "Projets!H2": "=event LUMEN end 2023-12",
    "Projets!A3": "=event CAPTIS Project",
    "Projets!B3": "=tie ProjectParticipation CEA-Leti Test > CAPTIS role coordinator",
    "Projets!C3": (
        "=tie ProjectParticipation Isère Invest > CAPTIS role participant; "
        "tie ProjectParticipation Soitecmax > CAPTIS role participant"
    ),
    "Projets!D3": "=tie PublicFunding Bpi Test > CAPTIS",
    "Projets!E3": "=tie PublicFunding Bpi Test > CAPTIS amount 450000 EUR",
    "Projets!F3": "=event CAPTIS amount 900000",
    "Projets!G3": "=event CAPTIS start 2022",
    "Listes!A2": "-Start-up (listes)",
}

KEPT: dict[str, tuple[Callable[[Path], Path], dict[str, str]]] = {
    "incubator": (incubator, INCUBATOR),
    "fund": (fund, FUND),
    "cluster": (cluster, CLUSTER),
}
