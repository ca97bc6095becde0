"""The SPARQL editor in a real browser: completion, hints, every view of an answer, tabs, saved
queries, links; and pages of the server that axe finds clean.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page

from frenchtech_graph.api import EcosystemGraph
from tests.support.running_server import Running, serving
from tests.views.browser.pages import browser, until, violations

pytest.importorskip("uvicorn")
pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.browser]
__all__ = ["browser"]
RANKED = "SELECT ?k (COUNT(*) AS ?n) { ?s a ?k } GROUP BY ?k"
MAPPED = (
    "SELECT ?name ?lat ?long { ?a fte:locatedIn ?p . ?p geo:lat ?lat ; geo:long ?long ;"
    " skos:prefLabel ?name } LIMIT 40"
)


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--workers", "2") as found:
        yield found


@contextmanager
def editor(browser: Browser, server: Running, query: str = "", **context: str) -> Iterator[Page]:
    held = browser.new_context(**context)  # type: ignore[arg-type]
    view = held.new_page()
    wrong: list[str] = []
    view.on("pageerror", lambda e: wrong.append(str(e)))
    view.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    own = (server.url, "data:")
    view.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
    view.goto(f"{server.url}/sparql?lang=en" + (f"#{urlencode({'query': query})}" if query else ""))
    view.wait_for_selector("#editor[data-ready]")
    yield view
    held.close()
    assert wrong == []


def run(view: Page) -> None:
    view.click("#run")
    until(view, "document.getElementById('said').textContent.length > 1", 30)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("fte:INCUB", "fte:Incubator"),
        ("skos:pref", "skos:prefLabel"),
        ("fte:start-up", "fte:StartUp"),
    ],
)
def test_completion_knows_no_case_and_other_vocabularies(
    browser: Browser, server: Running, typed: str, offered: str
) -> None:
    with editor(browser, server, f"SELECT * {{ ?s a {typed}") as view:
        view.click(".cm-content")
        view.keyboard.press("Control+End")
        view.keyboard.press("Control+Space")
        view.wait_for_selector(".cm-tooltip-autocomplete")
        assert offered in view.inner_text(".cm-tooltip-autocomplete")


def test_a_slip_is_marked_before_and_named_after(browser: Browser, server: Running) -> None:
    with editor(browser, server, "SELECT * { ?s a fte:Startup }") as view:
        view.wait_for_selector(".cm-lintRange-warning")
        run(view)
        assert "did you mean fte:StartUp" in view.inner_text("#hint")


def test_a_syntax_error_is_marked_where_it_is(browser: Browser, server: Running) -> None:
    with editor(browser, server, "SELECT * {\n  ?s ?p }") as view:
        view.once("console", lambda m: None)
        view.evaluate("console.error = () => {}")
    # A refused query is an error of the network for the browser's console, so it is asked apart.
    held = browser.new_page()
    held.goto(
        f"{server.url}/sparql?lang=en#{urlencode({'query': 'SELECT * {' + chr(10) + '  ?s ?p }'})}"
    )
    held.wait_for_selector("#editor[data-ready]")
    run(held)
    assert "not valid SPARQL" in held.inner_text("#said")
    held.wait_for_selector(".cm-lintRange-error, .cm-lint-marker-error")
    held.close()


@pytest.mark.slow
def test_a_table_is_sorted_and_says_how_much_it_shows(browser: Browser, server: Running) -> None:
    with editor(browser, server, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1200") as view:
        run(view)
        assert "1200 rows" in view.inner_text("#said")
        assert "1–500 / 1200" in view.inner_text("#pages")
        view.click("#pages button >> nth=1")
        view.click("#pages button >> nth=1")
        assert "1001–1200 / 1200" in view.inner_text("#pages")
        assert view.locator("#answer tbody tr").count() == 200
    with editor(browser, server, RANKED) as view:
        run(view)
        for way, order in (("ascending", sorted), ("descending", lambda v: sorted(v)[::-1])):
            view.click("#answer .sort >> nth=1")
            assert view.get_attribute("#answer th >> nth=1", "aria-sort") == way
            numbers = [int(t) for t in view.locator("#answer td.number").all_inner_texts()]
            assert numbers == list(order(numbers))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "name", "drawn"),
    [
        (RANKED, "Chart", "#shown .bar"),
        (MAPPED, "Map", "#shown .spot"),
        ("SELECT ?a ?b { ?a fte:investedIn ?b }", "Network", "#shown line.tie"),
    ],
)
def test_an_answer_is_drawn(
    browser: Browser, server: Running, query: str, name: str, drawn: str
) -> None:
    with editor(browser, server, query) as view:
        run(view)
        view.click(f"#views button:text-is('{name}')")
        view.wait_for_selector(drawn, state="attached")
        assert "rows" in view.inner_text("#shown .kind >> nth=0")
        assert violations(view) == []


@pytest.mark.slow
def test_tabs_saved_queries_and_links_are_kept(browser: Browser, server: Running) -> None:
    with editor(browser, server, "ASK {}") as view:
        run(view)
        assert view.inner_text("#said") == "yes"
        view.click("#new")
        assert view.locator("#tabs [role=tab]").count() == 2
        view.click("#tabs [role=tab] >> nth=0")
        assert view.inner_text("#said") == "yes"  # the answer of that tab
        view.fill("#name", "my question")
        view.click("#save")
        view.click("#share")
        assert "query=ASK" in view.input_value("#link")
        view.goto(f"{server.url}/sparql?lang=en")
        view.wait_for_selector("#editor[data-ready]")
        assert view.locator("#tabs [role=tab]").count() == 2
        view.select_option("#saved", "my question")
        assert "ASK {}" in view.inner_text(".cm-content")


@pytest.mark.slow
def test_a_query_is_cancelled(browser: Browser, server: Running) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with editor(browser, server, bomb) as view:
        view.click("#run")
        view.click("#cancel")
        until(view, "document.getElementById('said').textContent.includes('Cancelled')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_clean_for_axe(browser: Browser, server: Running, scheme: str) -> None:
    query = quote("SELECT ?s ?n { ?s a fte:Incubator ; skos:prefLabel ?n }")
    for path in (f"/sparql?lang=en#query={query}", "/id/actor/exotec", "/questions/startups", "/"):
        view = browser.new_context(color_scheme=scheme).new_page()  # type: ignore[arg-type]
        view.goto(server.url + path)
        if path.startswith("/sparql"):
            view.wait_for_selector("#editor[data-ready]")
            run(view)
        assert violations(view) == [], path
        view.context.close()
