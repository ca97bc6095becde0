"""A finding that only states an overlay is a view of the map that works in a browser."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser

from frenchtech_graph.findings import registry
from frenchtech_graph.findings.declaration import Column, Finding, Overlay, Text
from frenchtech_graph.views.map import write_map
from tests.support.synthetic import ecosystem
from tests.views.browser.pages import browser, opened

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def finding(drawing: str) -> Finding:
    return Finding(
        name=f"toy-{drawing}",
        title=Text("Jouet", "Toy"),
        meaning=Text("Montrer.", "Show."),
        function="nowhere:nothing",
        columns=(Column("iri", "address"),),
        overlay=Overlay(
            drawing,  # type: ignore[arg-type]
            Text("Voir le jouet", "See the toy"),
            Text("Ce que c’est.", "What it is."),
            Text("Rien.", "Nothing."),
        ),
    )


@pytest.mark.parametrize("drawing", ["actors", "pairs"])
def test_an_overlay_is_a_view_with_its_words_and_rows(
    browser: Browser, tmp_path: Path, drawing: str
) -> None:
    made = ecosystem(60)
    first, second = sorted(n for n, d in made.graph.nodes(data=True) if d["mode"] == "actor")[:2]
    said = {"sentence_fr": "Phrase <b>une</b>.", "sentence_en": "Sentence <b>one</b>."}
    table = pd.DataFrame([{"iri": first, "iri_a": first, "iri_b": second, **said}])
    with registry.registered(finding(drawing)) as toy:
        page = write_map(made.graph, tmp_path / "m.html", findings={toy.name: table}, lang="en")
    with opened(browser, page, locale="en-GB") as it:
        it.page.get_by_role("button", name="See the toy").click()
        panel = it.page.locator("#panel")
        assert panel.locator("h2").inner_text() == "Toy"
        assert "What it is." in panel.inner_text()
        assert "Sentence <b>one</b>." in panel.inner_text()
        assert made.graph.nodes[first]["label"] in panel.inner_text()
        assert it.page.evaluate("frenchtechMap.S.view") == toy.name
        it.page.wait_for_function("name => location.hash.includes(name)", arg=toy.name)
        it.page.reload()
        assert it.page.locator("#panel h2").inner_text() == "Toy"
        it.page.locator("#language").click()
        assert "Ce que c’est." in panel.inner_text()
