"""A contributor's path: template, one more row, validate, build, see it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.sheet_names import short
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.pipeline import contribution, datasets

SOURCE = {
    "id": "gazette",
    "url": "https://example.org/a",
    "publisher": "La Gazette",
    "accessed": "2026-11-23",
}
ACTOR = {"kind": "start-up", "name": "Ÿoupi Énergie", "source": "gazette", "place": "Lille"}
TIE = {
    "kind": "Incubation",
    "from": "euratechnologies",
    "to": "youpi-energie",
    "source": "gazette",
    "start": "2026",
}


def test_three_rows_make_a_new_node_on_the_lille_map(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    for what, cells in (("source", SOURCE), ("actor", ACTOR), ("tie", TIE)):
        contribution.start(what, mine, cells, "fr")
    assert datasets.check(["lille", str(mine)])["ties"] > datasets.check(["lille"])["ties"]
    network = EcosystemGraph.build("lille", mine, out=tmp_path / "out").network
    node = next(n for n, d in network.nodes(data=True) if d.get("label") == "Ÿoupi Énergie")
    (event,) = network[node]
    assert {network.nodes[a]["label"] for a in network[event]} == {
        "Ÿoupi Énergie",
        "EuraTechnologies",
    }


@pytest.mark.parametrize(
    ("what", "cells", "code"),
    [
        ("actor", ACTOR, "reference"),  # its source is not there yet
        ("tie", TIE | {"to": "nobody"}, "reference"),
        ("source", SOURCE | {"url": "example.org"}, "address"),
        ("source", SOURCE | {"adress": "x"}, "unknown-column"),
    ],
)
def test_a_row_with_a_fault_is_not_written(
    tmp_path: Path, what: str, cells: dict[str, str], code: str
) -> None:
    with pytest.raises(FaultsError) as caught:
        contribution.start(what, tmp_path / "mine", cells, "en")
    assert code in {f.code for f in caught.value.faults}
    assert not (tmp_path / "mine").exists()


def test_the_workbook_holds_the_template_and_validates_when_filled(tmp_path: Path) -> None:
    path = contribution.start("spreadsheet", tmp_path / "mine.xlsx", {}, "fr")
    book = load_workbook(path)
    assert book.sheetnames[0] == "À propos"
    for name, table in template.load().items():
        titles = [c.titles["fr"] for c in table.columns.values()]
        assert [c.value for c in book[short(name, "fr")][1]] == titles
    for sheet, cells in (
        ("sources", SOURCE),
        ("actors", ACTOR | {"id": "youpi-energie"}),
        ("ties", TIE),
    ):
        columns = list(template.load()[sheet].columns)
        for name, value in cells.items():
            book[short(sheet, "fr")].cell(2, columns.index(name) + 1, value)
    book.save(path)
    assert datasets.check(["lille", str(path)])["actors"] == datasets.check(["lille"])["actors"] + 1


def test_a_workbook_is_never_overwritten(tmp_path: Path) -> None:
    contribution.start("spreadsheet", tmp_path / "mine.xlsx", {}, "fr")
    with pytest.raises(FaultsError):
        contribution.start("spreadsheet", tmp_path / "mine.xlsx", {}, "fr")


def test_terms_of_a_column_are_those_of_the_ontology() -> None:
    assert "StartUp" in {t.name for t in contribution.terms_of("kind")}
    assert contribution.terms_of("name") == []
