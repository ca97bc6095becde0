"""Of what an actor was merged: the names and ids of its sources, on its page and its sheet."""

import pandas as pd
import pyoxigraph as ox
import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.network.accounts import accounts, names_told
from frenchtech_graph.views.report import report_html
from frenchtech_graph.views.server import things
from tests.support.one_firm import firm_under_names

ACTOR = "https://w3id.org/fte/id/actor/zorbix-west"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    """Return the graph of two tables that tell of one firm under two names."""
    home = tmp_path_factory.mktemp("accounts")
    folders = firm_under_names(home, {"north": "Zorbix Pharma", "west": "Zorbix"})
    with (home / "west" / "actors.csv").open("a", encoding="utf-8") as table:
        table.write("alone-west,StartUp,Quenvarwest,59350,,page\n")
    return EcosystemGraph.build(*reversed(folders), out=home / "out")


def test_an_actor_says_what_it_was_merged_from(graph: EcosystemGraph) -> None:
    found = accounts(graph.store, ACTOR)
    assert [(a.dataset, a.id, a.names) for a in found] == [
        ("north", "zorbix-north", ("Zorbix Pharma",)),
        ("west", "zorbix-west", ("Zorbix",)),
    ]
    assert list(names_told(found)) == ["Zorbix", "Zorbix Pharma"]
    assert accounts(graph.store, "https://w3id.org/fte/id/actor/nobody") == ()
    assert accounts(ox.Store(), ACTOR) == ()


def test_the_page_of_the_server_and_the_sheet_of_a_notebook_say_so(graph: EcosystemGraph) -> None:
    shown = things.thing(graph.store, ACTOR, "fr")
    assert shown is not None
    assert {a.id for told in shown.accounts.values() for a in told} == {
        "zorbix-north",
        "zorbix-west",
    }
    sheet = graph.actor("Zorbix")
    assert list(sheet.merged_from["ids"]) == ["zorbix-west", "zorbix-north"]
    assert "Zorbix Pharma" in sheet._repr_html_()
    alone = graph.actor("Quenvarwest")
    assert len(alone.merged_from) == 1
    assert "north" not in alone._repr_html_()


def test_the_report_says_beside_the_rows_of_an_actor_what_it_was_merged_from(
    graph: EcosystemGraph,
) -> None:
    table = pd.DataFrame({"iri": [ACTOR], "sentence_fr": ["Zorbix."], "sentence_en": ["Zorbix."]})
    html = report_html(
        graph.network,
        findings={"fragility": table},
        merged=lambda iri: accounts(graph.store, iri),
    )
    assert "Zorbix (west) · Zorbix Pharma (north)" in html
    assert "Réuni de" in html
    assert "Merged from: Zorbix (west)" in html
    assert "Réuni de" not in report_html(graph.network, findings={"fragility": table})
