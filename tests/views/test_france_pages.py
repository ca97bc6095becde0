"""The pages of docs/ made from the built graph of France: rankings, data card, map of coverage."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.network.model import each_actor
from frenchtech_graph.views.documentation import country, france_card, rankings_page
from frenchtech_graph.views.documentation.coverage_map import coverage_map
from frenchtech_graph.views.documentation.place_shares import shares
from tests.support.written_tables import write


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    folder = tmp_path_factory.mktemp("country")
    actors = [
        {"id": "universite", "kind": "University", "name": "Université & Cie", "place": "Lille"},
        {"id": "incubateur", "kind": "Incubator", "name": "Incubateur", "place": "Lille"},
        {"id": "ferme", "kind": "Incubator", "name": "Ancien", "place": "Lille"},
        {"id": "fonds", "kind": "InvestmentFund", "name": "Fonds du Nord"},
    ]
    ties = [
        {"kind": "Partnership", "from": "universite", "to": "incubateur"},
        {"kind": "Coverage", "from": "fonds", "to": "reg-32"},
        {"kind": "Partnership", "from": "ferme", "to": "incubateur"},
    ]
    ended = [{"actor": "ferme", "kind": "ClosureObservation", "value": "2019"}]
    tables = write(folder / "sheet", actors=actors, ties=ties, observations=ended)
    return EcosystemGraph.build(tables, out=folder / "out")


def test_a_ranking_has_each_capitale_with_what_it_lacks(graph: EcosystemGraph) -> None:
    page = rankings_page.page(graph.network)
    assert page.count("\n## French Tech") == 17
    lille = page.partition("## French Tech Lille")[2].partition("\n## ")[0]
    assert "| 1 | Incubateur |" in lille and "Ancien" not in lille
    assert "Fonds du Nord (Hauts-de-France)" in lille
    assert "Finance: absent from the pages read about this place" in lille


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_card_counts_what_the_graph_holds(graph: EcosystemGraph, lang: str) -> None:
    files = country.pages(graph.folder)
    card = files[france_card.FILES[lang]]
    assert "{" not in card
    assert "French Tech Lille" in card and "PEPITE" in card
    living = {
        "fr": "4 organisations, dont 1 dissoutes",
        "en": "4 organisations, 1 of them dissolved",
    }
    assert living[lang] in card
    assert france_card.MAP in files


def test_the_map_is_sound_and_names_the_town(graph: EcosystemGraph) -> None:
    drawn = ET.fromstring(coverage_map(list(each_actor(graph.network))))
    titles = [t.text for t in drawn.iter("{http://www.w3.org/2000/svg}title")]
    assert "Lille: 3" in titles


def test_shares_count_living_bodies_of_registers_alone(graph: EcosystemGraph) -> None:
    assert {s.what: s.of for s in shares(graph.store)}["research"] == 0


def test_pages_are_written_where_docs_stand(
    graph: EcosystemGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two(out: Path) -> dict[Path, str]:
        return {tmp_path / "a.md": "a", tmp_path / "b.md": str(out)}

    monkeypatch.setattr(country, "pages", two)
    assert country.main([str(graph.folder)]) == 0
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == str(graph.folder)


def test_a_network_without_places_has_a_page_too() -> None:
    empty: nx.Graph[Any] = nx.Graph(view="bipartite")
    assert "not read" in rankings_page.page(empty) or "absent" in rankings_page.page(empty)
