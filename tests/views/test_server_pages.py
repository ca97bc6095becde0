"""The pages: what they show, in both languages, as RDF too, and that no text of the data acts in
them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import rdflib

from frenchtech_graph import catalogue as queries
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.findings import registry
from frenchtech_graph.graph import rules
from frenchtech_graph.model.namespaces import BASE, DCTERMS, FTE, ID, RDF, RDFS, SKOS
from frenchtech_graph.views.search.index import Index
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.rendering import link
from frenchtech_graph.views.server.site import Site
from tests.support.running_server import Running, place, serving

pytest.importorskip("uvicorn")
pytestmark = [
    pytest.mark.xdist_group("server"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib"),
]
HALF_TYPED = f"PREFIX fte: <{FTE}> SELECT * {{ ?s a fte:Incu"
EXOTEC = ID + "actor/exotec"


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--workers", "2") as found:
        yield found


class Outline(HTMLParser):
    """The texts, links and scripts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.links += [v or "" for n, v in attrs if n in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


def page(server: Running, path: str, lang: str = "fr", status: int = 200) -> Outline:
    reply = server.send(path, Accept="text/html", Accept_Language=lang)
    assert (reply.status, reply.kind) == (status, "text/html")
    found = Outline(reply.text)
    assert dict(found.tags)["html"]["lang"] == lang
    return found


def test_an_actor_page_shows_facts_ties_and_sources(server: Running) -> None:
    found = page(server, "/id/actor/exotec")
    for part in (
        "Exotec",
        "812878742",
        "Robotique",
        "Licorne",
        "293\u202f000\u202f000\u00a0€",
        "83North",
        "La Tribune",
        "2022-01-17",
    ):
        assert part in found.text
    assert "/id/actor/83north?lang=fr" in found.links or "/id/actor/83north" in found.links
    assert any(u.startswith("https://www.latribune.fr/") for u in found.links)
    assert sum(tag == "circle" for tag, _ in found.tags) > 10


def test_a_page_is_compressed_for_a_client_that_accepts_it(server: Running) -> None:
    plain = server.send("/id/actor/exotec?lang=fr", Accept="text/html")
    packed = server.send("/id/actor/exotec?lang=fr", Accept="text/html", Accept_Encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_every_tie_of_a_page_has_a_source(server: Running) -> None:
    text = server.send("/id/actor/euratechnologies", Accept="text/html").text
    ties = text.partition('id="main"')[2].partition("<h2>Sources</h2>")[0]
    rows = [r for r in re.findall(r"<tr>(.*?)</tr>", ties, re.DOTALL) if "<td>" in r]
    assert len(rows) > 40
    assert all('class="mark"' in r for r in rows)


def test_pages_are_in_both_languages(server: Running) -> None:
    french, english = (page(server, "/id/actor/exotec", lang) for lang in ("fr", "en"))
    assert "Levées de fonds" in french.text and "Funding rounds" in english.text
    assert "Licorne" in french.text and "Unicorn" in english.text
    asked = server.send("/id/actor/exotec?lang=en", Accept="text/html", Accept_Language="fr")
    assert '<html lang="en">' in asked.text


@pytest.mark.parametrize(
    ("path", "accept", "form"),
    [
        ("/id/actor/exotec", "text/turtle", "turtle"),
        ("/id/actor/exotec", "application/ld+json", "json-ld"),
        ("/id/actor/exotec?format=nt", "text/html", "nt"),
        ("/onto/StartUp", "text/turtle", "turtle"),
        ("/concept/sector/health", "application/rdf+xml", "xml"),
        ("/id/event/exotec-2022-series-d", "text/turtle", "turtle"),
        ("/graph/lille-2026-11-23", "text/turtle", "turtle"),
    ],
)
def test_rdf_at_the_same_path(server: Running, path: str, accept: str, form: str) -> None:
    reply = server.send(path, Accept=accept)
    graph = rdflib.Graph().parse(data=reply.body, format=form)
    subject = rdflib.URIRef(BASE + path.partition("?")[0].lstrip("/"))
    assert (subject, None, None) in graph


def test_the_rdf_of_an_actor_holds_its_ties_and_their_sources(
    server: Running, lille: EcosystemGraph
) -> None:
    graph = rdflib.Graph().parse(
        data=server.send("/id/actor/exotec", Accept="text/turtle").body, format="turtle"
    )
    ties = queries.run(
        lille.store,
        "SELECT ?t { VALUES ?end { fte:tieFrom fte:tieTo fte:raisedBy } ?role rdfs:subPropertyOf ?end ."
        f" ?t ?role <{EXOTEC}> }}",
    )["t"]
    for tie in ties:
        assert (rdflib.URIRef(tie), rdflib.DCTERMS.source, None) in graph


def test_terms_of_the_ontology_resolve(server: Running) -> None:
    assert (
        "Startup" in page(server, "/onto/StartUp", "en").text
        or "start-up" in page(server, "/onto/StartUp", "en").text
    )
    assert "investedIn" in page(server, "/onto/Investment").text
    assert "Santé" in page(server, "/concept/sector/health").text


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("/id/event/metropole-french-tech", "/id/label/metropole-french-tech"),
        ("/id/event/i-lab?lang=en&format=ttl", "/id/programme/i-lab?lang=en&format=ttl"),
    ],
)
def test_a_former_address_leads_to_the_one_of_today(
    server: Running, former: str, today: str
) -> None:
    reply = server.send(former, Accept="text/html")
    assert (reply.status, reply.headers["location"]) == (301, today)
    assert server.send(today, Accept="text/html").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/id/actor/nobody",
        "/id/actor/%3Cscript%3E",
        "/onto/Nothing",
        "/id/../../etc/passwd",
        "/static/../app.py",
    ],
)
def test_what_is_not_there_is_404(server: Running, path: str) -> None:
    reply = server.send(path, Accept="text/html")
    assert reply.status == 404
    assert "<script>" not in reply.text.replace('<script src="', "")


def test_search_finds_by_part_of_a_word_without_accents(server: Running) -> None:
    assert "/id/actor/ynsect?lang=fr" in page(server, "/search?q=ynsec").links
    assert "/id/actor/exotec?lang=fr" in page(server, "/search?q=812878742").links
    found = server.send("/search?q=universite%20de%20LILLE&format=json").body
    assert json.loads(found)[0]["name"] == "Université de Lille"


def test_search_proposes_for_a_near_miss(server: Running) -> None:
    assert "Exotec" in page(server, "/search?q=exotek").text
    assert "Rien ne correspond" in page(server, "/search?q=zzzzqqqq").text


def test_a_question_has_a_form_and_an_answer(server: Running) -> None:
    empty = page(server, "/questions/startups")
    assert not any(tag == "table" for tag, _ in empty.tags)
    asked = page(server, "/questions/startups?ask=1&place=Hauts-de-France&sector=health")
    assert "Lattice Medical" in asked.text
    assert "/id/actor/lattice-medical" in asked.links
    assert {"selected": None, "value": "health"} in [a for tag, a in asked.tags if tag == "option"]


def test_a_fault_of_a_question_is_said_on_its_page(server: Running) -> None:
    found = page(server, "/questions/startups?ask=1&place=Lile", status=400)
    assert "Vouliez-vous dire : Lille" in found.text
    assert server.send("/questions/nope", Accept="text/html").status == 404


def test_a_question_can_be_downloaded(server: Running) -> None:
    reply = server.send("/questions/rounds?ask=1&company=exotec&format=csv", Accept="text/html")
    assert reply.kind == "text/csv"
    assert "attachment" in reply.headers["content-disposition"]
    assert reply.text.startswith("\ufeffcompany,company_name,")


@pytest.mark.parametrize("query", queries.catalogue(), ids=lambda q: q.name)
def test_every_question_answers_its_example(server: Running, query: queries.Query) -> None:
    found = page(server, f"/questions/{query.name}?{urlencode({'ask': 1, **query.example})}", "en")
    assert query.titles["en"] in found.text
    assert not any("fault" in str(a.get("class")) for _, a in found.tags)


def test_findings_are_listed_as_the_registry_declares_them(server: Running) -> None:
    for lang in ("fr", "en"):
        found = page(server, "/findings", lang).text
        for finding in registry.with_commands():
            assert finding.title(lang) in found
            assert f"frenchtech-graph {registry.call(finding)}" in found


def test_all_links_of_the_first_pages_lead_somewhere(server: Running) -> None:
    for start in ("/", "/questions", "/findings", "/sparql", "/id/actor/exotec", "/search?q=lille"):
        for target in set(page(server, start).links):
            if target.startswith("/") and not target.startswith("//"):
                assert server.send(target, Accept="text/html, */*").status == 200, target
            elif target.startswith(("?", "#", "data:")):
                continue
            else:
                assert target.startswith(("http://", "https://")), target


ATTACKS = [
    "<script>window.attacked=1</script>",
    "http://[window.attacked=1",
    '"><img src=x onerror="window.attacked=1">',
    "javascript:window.attacked=1",
    "{{ 7*7 }}{% raw %}",
    "</title><script>window.attacked=1</script>",
    "</svg><script>window.attacked=1</script>",
    "\u202egnp.exe",
    "A" * 5000,
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Serve a graph whose every text is an attack."""
    store = ox.Store()

    def add(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        store.add(ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value))

    for i, attack in enumerate(ATTACKS):
        actor, tie, source = ID + f"actor/a{i}", ID + f"tie/t{i}", f"https://example.org/{i}"
        add(actor, RDF + "type", ox.NamedNode(FTE + "StartUp"))
        add(actor, SKOS + "prefLabel", ox.Literal(attack, language="fr"))
        add(actor, RDFS + "comment", ox.Literal(attack))
        add(actor, FTE + "siren", ox.Literal(attack))
        add(
            actor,
            "http://xmlns.com/foaf/0.1/homepage",
            ox.NamedNode("javascript:window.attacked=1"),
        )
        add(tie, RDF + "type", ox.NamedNode(FTE + "Partnership"))
        add(tie, FTE + "partyA", ox.NamedNode(actor))
        add(tie, FTE + "partyB", ox.NamedNode(ID + f"actor/a{(i + 1) % len(ATTACKS)}"))
        add(tie, FTE + "roleText", ox.Literal(attack))
        add(tie, DCTERMS + "source", ox.NamedNode(source))
        add(source, DCTERMS + "publisher", ox.Literal(attack))
        add(source, DCTERMS + "title", ox.Literal(attack))
    rules.add_ontology(store)
    rules.apply_rules(store)
    out = tmp_path_factory.mktemp("hostile")
    place(store, out)
    with serving(out, "--workers", "1") as found:
        yield found


HOSTILE_PATHS = [f"/id/actor/a{i}" for i in range(len(ATTACKS))] + [
    "/search?q=script",
    "/search?q=%3Cscript%3Ewindow.attacked%3D1%3C%2Fscript%3E",
    "/search?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.attacked%3D1%3E",
    "/questions/startups?ask=1",
    "/questions/startups?ask=1&place=%3Cscript%3E",
    "/id/actor/%22%3E%3Cscript%3Ewindow.attacked%3D1%3C/script%3E",
    "/?lang=%22%3E%3Cscript%3E&x=%22%3E%3Cscript%3E",
]


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_texts_of_the_data_stay_texts(hostile: Running, path: str) -> None:
    found = Outline(hostile.send(path, Accept="text/html").text)
    allowed = {"/vendor/codemirror.min.js", "/static/editor.js"}
    assert all(a.get("src") in allowed for tag, a in found.tags if tag == "script")
    assert not any(tag == "img" for tag, _ in found.tags)
    assert not any(name.startswith("on") for _, a in found.tags for name in a)
    assert not any(u.strip().lower().startswith("javascript:") for u in found.links)
    assert "49" not in found.text or "7*7" in found.text


def test_links_lead_only_to_the_web() -> None:
    assert link("https://example.org/") == "https://example.org/"
    assert [
        link(u) for u in ("javascript:x", "data:text/html,x", "urn:a", "file:///etc/passwd")
    ] == [None] * 4


@pytest.mark.browser
def test_in_a_browser_the_editor_answers_and_nothing_is_asked_of_others(
    server: Running, chromium: str
) -> None:
    from playwright.sync_api import sync_playwright

    said: list[str] = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        view = browser.new_page()
        view.on("console", lambda m: said.append(m.text))
        view.on("pageerror", lambda e: said.append(str(e)))
        view.on(
            "request",
            lambda r: said.append(r.url) if not r.url.startswith((server.url, "data:")) else None,
        )
        view.goto(server.url + "/sparql?lang=en")
        view.wait_for_selector("#editor[data-ready]")
        view.click("#run")
        view.wait_for_selector("#answer td")
        assert "20 rows" in view.inner_text("#said")
        view.select_option("#questions", "hubs")
        view.click("#run")
        view.wait_for_selector("#answer th button:text-is('linked')")
        view.click("#answer a >> nth=0")
        view.wait_for_selector("h1")
        assert "/id/actor/" in view.url
        browser.close()
    assert said == []


@pytest.mark.browser
def test_in_a_browser_completion_comes_from_the_ontology(server: Running, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        view = browser.new_page()
        view.goto(f"{server.url}/sparql?lang=en#{urlencode({'query': HALF_TYPED})}")
        view.wait_for_selector("#editor[data-ready]")
        view.click(".cm-content")
        view.keyboard.press("Control+End")
        view.keyboard.press("Control+Space")
        view.wait_for_selector(".cm-tooltip-autocomplete")
        assert "fte:Incubator" in view.inner_text(".cm-tooltip-autocomplete")
        browser.close()


@pytest.mark.browser
def test_in_a_browser_attacks_do_nothing(hostile: Running, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        view = browser.new_page()
        for path in HOSTILE_PATHS:
            view.goto(hostile.url + path)
            assert view.evaluate("window.attacked") is None
        view.goto(hostile.url + "/sparql")
        view.wait_for_selector("#editor[data-ready]")
        view.click("#run")
        view.wait_for_selector("#answer td")
        assert view.evaluate("window.attacked") is None
        assert view.evaluate("document.querySelectorAll('#answer img, #answer script').length") == 0
        browser.close()


def test_the_index_ranks_the_name_first(lille: EcosystemGraph) -> None:
    index = Index.of(lille.store)
    assert index.search("lille")[0].name in (
        "Lille",
        "Écosystème French Tech de Lille",
        "Ville de Lille",
    )
    assert index.search("exotec")[0].address == EXOTEC
    assert index.search("") == index.search("   ") == index.search("«»") == []
    assert len(index.search("e", limit=7)) == 7


def test_vendored_files_name_no_other_host_to_load_from() -> None:
    folder = Path(__file__).parents[2] / "frenchtech_graph" / "views" / "server"
    for file in [
        *folder.glob("templates/*.html"),
        *folder.glob("static/*"),
    ]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)
        assert not re.search(r"url\(['\"]?(https?:)?//", text)


def test_the_footer_leads_to_the_docs_if_they_are_published() -> None:
    pool: Any = None
    for address, shown in (("https://example.org/docs/", True), (None, False)):
        site = Site(ox.Store(), pool, Limits(), documentation=address)
        footer = site.render("privacy.html", "en", here="/privacy", others={}).partition("<footer>")
        assert ('<a href="https://example.org/docs/">Documentation</a>' in footer[2]) is shown
