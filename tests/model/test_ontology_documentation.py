"""The documentation pages: complete in both languages, all links lead somewhere, nothing is loaded
from outside.
"""

import html
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph, URIRef
from rdflib.compare import isomorphic

from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.views.documentation import write_documentation
from frenchtech_graph.views.documentation.changes import term_changes
from frenchtech_graph.views.documentation.constraints import constraints
from frenchtech_graph.views.documentation.site import LANGUAGES, PAGES, write_pages
from frenchtech_graph.views.documentation.source import Source
from tests.support.ontology_files import FTE, core, graph, terms, tie_kinds

pytestmark = pytest.mark.xdist_group("documentation")  # the pages are written once


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_documentation(tmp_path_factory.mktemp("site")).parent


class Page(HTMLParser):
    """What a page refers to and what can be referred to in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if "id" in said:
            assert said["id"] not in self.anchors, f"{self.path.name}: {said['id']} stands twice"
            self.anchors.add(said["id"])
        if tag == "a":
            self.links.append(said["href"])
        elif "src" in said or tag == "link":
            self.loaded.append(said.get("src") or said["href"])


def pages(site: Path) -> Iterator[Page]:
    yield Page(site / "index.html")
    for lang in LANGUAGES:
        for name in PAGES:
            yield Page(site / lang / f"{name}.html")


def test_every_link_leads_somewhere(site: Path) -> None:
    anchors = {page.path.resolve(): page.anchors for page in pages(site)}
    for page in pages(site):
        for link in page.links:
            if link.startswith(("http://", "https://")):
                continue
            file, _, anchor = link.partition("#")
            target = (page.path.parent / file).resolve() if file else page.path.resolve()
            assert target.is_file(), f"{page.path}: {link}"
            assert not anchor or anchor in anchors[target], f"{page.path}: {link}"


def test_nothing_is_loaded_from_outside(site: Path) -> None:
    for page in pages(site):
        assert page.loaded
        assert not [src for src in page.loaded if src.startswith(("http", "//"))]
    assert "url(" not in (site / "style.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_concept_and_constraint_has_its_place(site: Path, lang: str) -> None:
    assert {t.removeprefix(FTE) for t in terms()} <= Page(site / lang / "terms.html").anchors
    concepts = {
        "-".join(str(c).rsplit("/", 2)[1:])
        for c in graph("schemes").subjects(RDF.type, SKOS.Concept)
    }
    assert concepts <= Page(site / lang / "concepts.html").anchors
    codes = {c.code for c in constraints(Source(), lang)}
    assert codes <= Page(site / lang / "constraints.html").anchors


@pytest.mark.parametrize("lang", LANGUAGES)
def test_overview_says_what_a_citation_needs(site: Path, lang: str) -> None:
    text = html.unescape((site / lang / "index.html").read_text(encoding="utf-8"))
    ontology = URIRef(FTE)
    assert str(core().value(ontology, OWL.versionIRI)) in text
    for predicate in ("license", "bibliographicCitation"):
        assert str(core().value(ontology, URIRef(f"http://purl.org/dc/terms/{predicate}"))) in text
    assert "0.1.0 (" in text and "0.2.0 (" in text  # the change log
    assert f'<html lang="{lang}">' in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_pillar_has_a_drawing_with_all_its_ties(site: Path, lang: str) -> None:
    text = (site / lang / "index.html").read_text(encoding="utf-8")
    drawings = re.findall(r'<svg [^>]*class="pillar-(\w+)"', text)
    assert drawings == ["talent", "technology", "finance", "connection", "none"]
    pills = re.findall(r'<a href="terms.html#(\w+)"><rect class="pill"', text)
    assert sorted(pills) == sorted(k.removeprefix(FTE) for k in tie_kinds())


def test_pages_show_no_trace_of_missing_values(site: Path) -> None:
    for page in pages(site):
        text = page.path.read_text(encoding="utf-8")
        assert not re.search(r">\s*(None|undefined|\{\{|n/a)\s*<", text)


def test_same_ontology_same_bytes(site: Path, tmp_path: Path) -> None:
    again = write_documentation(tmp_path).parent
    for path in site.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (again / path.relative_to(site)).read_bytes(), path


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), folder)
    path = folder / "core.ttl"
    evil = '"<img src=x onerror=alert(1)>"@en'
    path.write_text(
        path.read_text(encoding="utf-8").replace('"start-up"@en', evil), encoding="utf-8"
    )
    first = write_pages(tmp_path / "site", Source(folder))
    text = (first.parent / "en" / "terms.html").read_text(encoding="utf-8")
    assert "<img" not in text
    assert "&lt;img src=x" in text


def test_context_carries_the_whole_example_there_and_back() -> None:
    context = json.loads((ontology_folder() / "context.jsonld").read_text(encoding="utf-8"))
    example = graph("example")
    compacted = example.serialize(format="json-ld", context=context["@context"], auto_compact=True)
    assert '"founder": "https://w3id.org/fte/id/actor/ada"' in compacted
    assert isomorphic(Graph().parse(data=compacted, format="json-ld"), example)


def test_json_ld_of_the_pages_says_what_the_turtle_says(site: Path) -> None:
    context = json.loads((site / "files" / "context.jsonld").read_text(encoding="utf-8"))
    text = (site / "en" / "examples.html").read_text(encoding="utf-8")
    shown = Graph()
    for block in re.findall(
        r"<summary>JSON-LD</summary>\s*<pre[^>]*><code>(.*?)</code>", text, re.DOTALL
    ):
        parsed = json.loads(html.unescape(block))
        shown.parse(data=json.dumps(parsed | context), format="json-ld")
    assert isomorphic(shown, graph("example"))


def test_files_beside_the_pages_hold_the_same_terms(site: Path) -> None:
    as_turtle = Graph().parse(site / "files" / "core.ttl")
    for name, form in (("core.nt", "nt"), ("core.jsonld", "json-ld")):
        assert len(Graph().parse(site / "files" / name, format=form)) == len(as_turtle)


def test_changes_between_versions_are_listed_by_term() -> None:
    new = Graph() + core()
    new.remove((FTE.Media, None, None))
    new.add((FTE.Podcast, RDF.type, OWL.Class))
    new.set((FTE.StartUp, SKOS.definition, next(core().objects(FTE.Company, SKOS.definition))))
    assert term_changes(core(), new) == {
        "added": ["Podcast"],
        "removed": ["Media"],
        "changed": ["StartUp"],
    }
    assert term_changes(core(), core()) == {"added": [], "removed": [], "changed": []}


@pytest.mark.browser
def test_pages_work_in_a_browser_without_network(site: Path, chromium: str) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("requestfailed", lambda request: problems.append(request.url))
        for lang in LANGUAGES:
            for name in PAGES:
                page.goto((site / lang / f"{name}.html").as_uri())
        page.goto((site / "fr" / "terms.html").as_uri())
        everything = page.locator("article:visible").count()
        page.fill("#filter", "désinvestissement")
        shown = page.locator("article:visible").count()
        page.fill("#filter", "DESINVESTISSEMENT")
        assert 0 < shown < everything
        assert page.locator("article:visible").count() == shown
        browser.close()
    assert problems == []
