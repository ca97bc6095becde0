"""The site in a real browser: from disk, in both languages, on a phone, and with hostile texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.views.search.index import Index
from frenchtech_graph.views.site import write_site
from frenchtech_graph.views.site.material import Material
from frenchtech_graph.views.site.publisher import Publisher
from tests.support.bare_site import bare_site, material
from tests.views.browser.hostile import hostile_ecosystem
from tests.views.browser.pages import browser, every_violation, opened, until

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OWN = "/site/"
PAGES = (
    "index.html",
    "search.html?q=lille",
    "about.html",
    "e/lille.html",
    "e/lille.list.html",
    "o/euratechnologies.html",
    "s/index.html",
    "s/health.html",
    "l/grand-paris_lille.html",
    "q/index.html",
    "q/startups.html",
    "d/index.html",
)


@pytest.fixture(scope="module")
def site(lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lille.site(tmp_path_factory.mktemp("site") / "site", maps=False, where="Lille").parent


@pytest.fixture(scope="module")
def bare(lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of all of Lille's graph, without findings."""
    return bare_site(lille, tmp_path_factory.mktemp("bare") / "site", with_downloads=True)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits_the_screen(
    browser: Browser, site: Path, bare: Path, path: str
) -> None:
    for width, locale, scheme in ((1440, "fr-FR", "light"), (390, "en-GB", "dark")):
        context: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "locale": locale}
        context["color_scheme"] = scheme
        file, _, query = path.partition("?")
        with opened(
            browser,
            (bare if path[:2] in ("q/", "d/") else site) / file,
            f"?{query}",
            own=OWN,
            **context,
        ) as it:
            page = it.page
            assert page.evaluate("document.documentElement.lang") == locale[:2]
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert every_violation(page) == []


def test_the_reader_chooses_the_language_and_keeps_it(browser: Browser, site: Path) -> None:
    with opened(browser, site / "e" / "lille.html", own=OWN, locale="fr-FR") as it:
        page = it.page
        assert page.locator("h2", has_text="Ce qui manque").is_visible()
        page.locator("button[data-to=en]").click()
        assert page.locator("h2", has_text="Gaps").is_visible()
        page.locator(".brand a").click()
        page.wait_for_url("**/index.html")
        until(page, "document.documentElement.lang === 'en'")
        assert page.locator("h1").is_visible()


def test_a_line_of_the_map_opens_its_ties(browser: Browser, site: Path) -> None:
    with opened(browser, site / "index.html", own=OWN) as it:
        page = it.page
        page.locator("svg a[href='l/grand-paris_lille.html']").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/l/grand-paris_lille.html")
        assert page.locator(".ties li").count() > 5


def test_the_search_leads_to_an_ecosystem(browser: Browser, site: Path) -> None:
    with opened(browser, site / "search.html", own=OWN) as it:
        page = it.page
        page.locator("#q").fill("french tech lil")
        page.locator("#ecosystems a", has_text="French Tech Lille").click()
        page.wait_for_url("**/e/lille.html")
        assert page.locator("h1").inner_text() == "French Tech Lille"


def test_hostile_texts_are_shown_and_never_run(browser: Browser, tmp_path: Path) -> None:
    made = hostile_ecosystem()
    attacked = Material(
        graph=made.graph,
        store=ox.Store(),
        labels=made.labels,
        facts=made.source_facts,
        title=made.title,
        publisher=Publisher(contact="<script>window.attacked='contact'</script>"),
        manifest={"datasets": [], "sha256": ""},
        findings={},
    )
    folder = write_site(tmp_path / "site", attacked).parent
    written = sorted((folder / "o").glob("*.html")) + sorted((folder / "s").glob("*.html"))
    assert len(written) > 15
    with opened(browser, folder / "index.html", own=OWN) as it:
        page = it.page
        for file in [folder / "index.html", *written, folder / "search.html"]:
            page.goto(file.as_uri())
            assert page.locator("script:not([src])").count() == 0
            assert page.locator("img, iframe, object, embed, [onload], [onerror]").count() == 0
            protocols = page.eval_on_selector_all("main a", "a => a.map(x => x.protocol)")
            assert {p for p in protocols if isinstance(p, str)} <= {"file:", "http:", "https:"}


NAMES: tuple[str, ...] = (
    *("Cœur", "Coeur", "coeur d'ostrevent", "d’Ostrevent", "Strauß", "Strauss", "Łódź", "Lodz"),
    *("Orsted", "Ørsted", "L'Oréal", "L’Oréal", "loreal", "Jean Claude", "Jean-Claude"),
    *("societe generale", "istanbul", "fintech", "alpha beta", "abc", "aether", "株式会社"),
    "laboratoire d’economie",
)
"""What shared/cases/07-map-search types."""
WORDS: tuple[str, ...] = (
    *("laboratoire", "laboratory", "laboratoires", "incubateur lille", "incubator", "start-ups"),
    *("fonds", "fund", "fonds santé", "health lille", "technologie", "technology", "financement"),
    *("finance", "talents", "Hauts de France", "hauts-de-france santé", "Nord", "Roubaix"),
    *("l’université", "universite lille", "USTL", "La Catho", "812878742", "exotek", "Exotecc"),
    *("euratecnologies", "universiteé", "inria", "pole competitivite", "robotique", "robotics"),
    *("zzzzqqqq", "é", "", "  –  ", "CHU", "ville", "<script>", "a b c d e f g h i j k l"),
)


@pytest.mark.parametrize("which", ["names", "words"])
def test_map_and_site_find_what_the_server_finds(
    browser: Browser,
    lille: EcosystemGraph,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    which: str,
) -> None:
    graph, folder, texts = lille, request.getfixturevalue("bare"), WORDS
    if which == "names":
        tables = request.getfixturevalue("shared") / "cases" / "07-map-search" / "tables"
        graph, texts = EcosystemGraph.build(tables, out=tmp_path / "graph"), NAMES
        folder = bare_site(graph, tmp_path / "site")
    drawn = graph.map(tmp_path / "map.html", plain=True)
    here = set(material(graph).pages)
    server = Index.of(graph.store)
    with (
        opened(browser, folder / "search.html", own=OWN) as site,
        opened(browser, drawn) as map_,
    ):
        on_map = set(map_.page.evaluate("frenchtechMap.addresses()"))
        assert here <= on_map
        for text in texts:
            hits = server.find(text, 10_000).hits
            found = site.page.evaluate("text => siteSearch.find(text)", text)
            assert found["names"] == [h.name for h in hits if h.address in here][:50], text
            found = map_.page.evaluate("text => frenchtechMap.addresses(text)", text)
            assert found == [h.address for h in hits if h.address in on_map], text
            assert found or which == "words", text


def test_the_page_says_when_there_is_nothing_and_what_is_near(browser: Browser, bare: Path) -> None:
    with opened(browser, bare / "search.html", own=OWN) as it:
        page = it.page
        page.locator("#q").fill("zzzzqqqq")
        page.locator("#none").wait_for()
        page.locator("#q").fill("exotek")
        page.locator("#near").wait_for()
        assert "exotec" in page.locator("#near").inner_text()
        page.locator("#hits a", has_text="Exotec").first.click()
        page.wait_for_url("**/o/**")
        assert page.locator("h1").inner_text() == "Exotec"
