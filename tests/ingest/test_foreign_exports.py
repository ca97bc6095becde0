"""Exports of other tools are imported without editing.

Made after their published forms: Kumu's spreadsheet (sheets Elements and Connections: Label, Type,
Description, Tags; From, To, Type, Direction), Gephi's exports of nodes and edges (Id, Label; Source,
Target, Type, Id, Label, timeset, weight), LittleSis's list of relationships (entity1, entity2,
category, amount, start_date, end_date, is_current), OpenRefine's CSV of a reconciled project.
"""

import csv
from pathlib import Path

from openpyxl import Workbook

from frenchtech_graph.ingest.sheets.datasets import datasets_of, import_book, import_file
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline.importing import book_of


def ties(dataset: Dataset) -> set[tuple[str, str, str]]:
    names = {a.id: a.names["fr"] for a in dataset.actors}
    return {(t.kind, names[t.origin], names[t.target]) for t in dataset.ties}


def rows(path: Path, *lines: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def test_kumu(tmp_path: Path) -> None:
    book = Workbook()
    elements, connections = book.worksheets[0], book.create_sheet("Connections")
    elements.title = "Elements"
    for row in (
        ["Label", "Type", "Description", "Tags", "Image"],
        ["Alpha", "Startup", "Makes alphas", "AI|Health", "https://img.example/a.png"],
        ["Beta Fund", "VC fund", "", "", ""],
        ["Gamma Hub", "Incubator", "", "", ""],
    ):
        elements.append(row)
    for row in (
        ["From", "To", "Type", "Direction", "Description"],
        ["Beta Fund", "Alpha", "Investment", "directed", ""],
        ["Alpha", "Gamma Hub", "incubated by", "directed", ""],
    ):
        connections.append(row)
    path = tmp_path / "kumu.xlsx"
    book.save(path)
    (found,) = datasets_of(path, import_file(path, Reading()))
    assert {a.names["fr"]: (a.kinds, a.sectors) for a in found.actors} == {
        "Alpha": (("StartUp",), ("artificial-intelligence", "health")),
        "Beta Fund": (("InvestmentFund",), ()),
        "Gamma Hub": (("Incubator",), ()),
    }
    assert ties(found) == {
        ("Investment", "Beta Fund", "Alpha"),
        ("Incubation", "Gamma Hub", "Alpha"),
    }


def test_gephi(tmp_path: Path) -> None:
    rows(tmp_path / "nodes.csv", ["Id", "Label", "timeset", "degree"], ["n1", "Alpha", "", "1"],
         ["n2", "Beta", "", "1"])  # fmt: skip
    rows(
        tmp_path / "edges.csv",
        ["Source", "Target", "Type", "Id", "Label", "timeset", "Weight"],
        ["n1", "n2", "Undirected", "0", "partnership", "", "1.0"],
    )
    imported = import_book(book_of(tmp_path), tmp_path, Reading())
    (found,) = datasets_of(tmp_path, imported)
    assert ties(found) == {("Partnership", "Alpha", "Beta")}
    assert len(found.actors) == 2


def test_littlesis(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "relationships.csv",
        ["id", "entity1", "entity2", "category", "amount", "start_date", "end_date", "is_current"],
        ["12", "Jane Roe", "Alpha Inc", "Position", "", "2019-00-00", "", "true"],
        ["13", "Beta Foundation", "Alpha Inc", "Donation", "50000", "2020-05-00", "", ""],
    )
    imported = import_file(path, Reading())
    (found,) = datasets_of(path, imported)
    assert ("PrivateFunding", "Beta Foundation", "Alpha Inc") in ties(found)
    gift = next(t for t in found.ties if t.kind == "PrivateFunding")
    assert (gift.money.amount, gift.start) == ("50000", "2020-05")
    assert {t.start for t in found.ties} == {"2019", "2020-05"}


def test_openrefine(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "refined.csv",
        ["Company name", "Company name - Wikidata QID", "City", "Sector", "Founded"],
        ["Alpha", "Q42", "Lille", "Fintech", "2015-01-01T00:00:00Z"],
        ["Beta", "", "Roubaix", "Retail", "2016-05-03T00:00:00Z"],
    )
    (found,) = datasets_of(path, import_file(path, Reading()))
    alpha = next(a for a in found.actors if a.names["fr"] == "Alpha")
    assert (alpha.place, alpha.sectors) == ("59350", ("fintech",))
    assert alpha.identifiers == {"wikidata": "Q42"}
    assert {o.value for o in found.observations} == {"2015-01-01", "2016-05-03"}
