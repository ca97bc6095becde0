"""The report in a real browser: offline, harmless, accessible, every number leading to its rows."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser

from frenchtech_graph.views.report import write_report
from tests.support.invented_lacks import PILLARS, lacks
from tests.support.synthetic import Ecosystem, ecosystem
from tests.views.browser.hostile import ATTACKS, hostile_ecosystem
from tests.views.browser.pages import browser, opened, violations

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def findings(made: Ecosystem) -> dict[str, pd.DataFrame]:
    """Return every table a report can hold, from the invented findings of `made`."""
    names = [made.graph.nodes[iri]["label"] for iri in made.hubs["iri"]]
    said = {
        "sentence_fr": [f"{n} compte." for n in names],
        "sentence_en": [f"{n} counts." for n in names],
    }
    hubs = made.hubs.assign(label=names, events=7, degree=5, **said)
    brokers = made.hubs.assign(label=names, brokerage=40, **said).rename(columns={"hub": "broker"})
    gaps = pd.concat(
        [made.gaps.assign(row_attribute="kind", column_attribute="kind"), PILLARS],
        ignore_index=True,
    )
    pathways = pd.DataFrame(
        {
            "from_state": ["seed"],
            "to_state": ["scale-up"],
            "group": ["all"],
            "finding": ["all firms"],
            "firms": [31],
            "share_36": [0.4],
            "se_36": [0.1],
            "at_risk_36": [12],
            "sentence_fr": [names[0]],
            "sentence_en": [names[0]],
        }
    )
    return {
        "hubs": hubs,
        "connected": hubs,
        "brokers": brokers,
        "gaps": gaps,
        "pathways": pathways,
        "introductions": made.introductions,
        "fragility": hubs[["iri", "sentence_fr", "sentence_en"]],
        "coverage": hubs[["sentence_fr", "sentence_en"]],
        "lacks": lacks(tuple(made.hubs["iri"][:2])),
    }


WIDTHS = (1440, 1280, 768, 390)
MOST_PAGES = 8  # of A4 paper
MOST_PIXELS = 18_000  # a report on a phone, once 34,193


def sheets(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def write(made: Ecosystem, path: Path) -> Path:
    return write_report(
        made.graph,
        path,
        findings=findings(made),
        labels=made.labels,
        source_facts=made.source_facts,
        title=made.title,
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(ecosystem(150), tmp_path_factory.mktemp("report") / "report.html")


def test_language_switch_shows_one_edition_at_a_time(browser: Browser, report: Path) -> None:
    with opened(browser, report) as it:
        page = it.page
        assert page.locator("#fr").is_visible() and not page.locator("#en").is_visible()
        page.locator("#fr .language").click()
        page.locator("#en").wait_for(
            state="visible"
        )  # the page hears of its new hash a moment later
        assert page.locator("#en").is_visible() and not page.locator("#fr").is_visible()
        assert page.evaluate("document.documentElement.lang") == "en"


def test_a_number_leads_to_its_rows_and_they_to_their_sources(
    browser: Browser, report: Path
) -> None:
    with opened(browser, report) as it:
        page = it.page
        page.locator("#fr-s2 .list a").first.click()
        target = page.evaluate("location.hash.slice(1)")
        rows = page.locator(f"[id='{target}']")
        assert rows.evaluate("d => d.open")
        assert rows.locator("tbody a[href^='https://example.org/source/']").count() >= 1


def test_every_link_inside_the_report_has_its_target(browser: Browser, report: Path) -> None:
    with opened(browser, report) as it:
        broken = it.page.eval_on_selector_all(
            "a[href^='#']",
            "links => links.map(a => a.hash.slice(1)).filter(id => !document.getElementById(id))",
        )
        assert broken == []
        twice = it.page.evaluate(
            "() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
            " return ids.filter((id, i) => ids.indexOf(id) !== i); }"
        )
        assert twice == []


@pytest.mark.parametrize(("scheme", "lang"), [("light", "fr"), ("dark", "en")])
def test_report_has_no_accessibility_fault(
    browser: Browser, tmp_path: Path, scheme: str, lang: str
) -> None:
    report = write(ecosystem(40), tmp_path / "report.html")
    with opened(browser, report, f"#{lang}", color_scheme=scheme) as it:
        assert violations(it.page) == []
        it.page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
        assert violations(it.page) == []


def test_hostile_texts_in_a_report_are_shown_and_never_run(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, write(hostile_ecosystem(), tmp_path / "hostile.html")) as it:
        page = it.page
        page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
        text = page.locator("#fr").inner_text()
        for attack in ATTACKS:
            if len(attack) < 100 and attack.isprintable():
                assert attack in text or attack[:1].upper() + attack[1:] in text
        assert set(page.eval_on_selector_all("a", "links => links.map(a => a.protocol)")) <= {
            "file:",
            "http:",
            "https:",
        }
        assert (
            page.locator(
                "img, iframe, object, embed, [onload], [onerror], [onfocus], animate"
            ).count()
            == 0
        )
        assert page.locator("script").count() == 1


def test_report_prints_without_its_controls(browser: Browser, report: Path) -> None:
    with opened(browser, report) as it:
        it.page.emulate_media(media="print")
        assert not it.page.locator("#fr .tools").is_visible()
        assert it.page.locator("#fr h1").is_visible()
        assert not it.page.locator("#fr .evidence details").first.is_visible()
        assert it.page.locator("#fr .paper-notes li").first.is_visible()
        assert 1 < sheets(it.page.pdf(format="A4")) <= MOST_PAGES


@pytest.mark.parametrize("width", WIDTHS)
def test_report_fits_every_screen(browser: Browser, report: Path, width: int) -> None:
    with opened(browser, report, viewport={"width": width, "height": 844}) as it:
        page = it.page
        page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        columns = page.eval_on_selector_all(
            "#fr tbody tr > :first-child", "cells => cells.map(c => c.offsetWidth)"
        )
        assert min(columns) >= 90


def test_a_report_on_a_phone_is_not_endless(browser: Browser, report: Path) -> None:
    with opened(browser, report, viewport={"width": 390, "height": 844}) as it:
        assert it.page.evaluate("document.documentElement.scrollHeight") < MOST_PIXELS


def test_the_first_screen_is_the_answer(browser: Browser, report: Path) -> None:
    with opened(browser, report, viewport={"width": 1440, "height": 900}) as it:
        topics = it.page.locator("#fr .say")
        assert topics.count() == 5
        assert topics.last.bounding_box()["y"] < 900  # type: ignore[index]
        assert it.page.locator("#fr .say.lacks li").count() == 3
        assert it.page.locator("#fr .cover svg[role=img]").count() == 4
        first = it.page.locator("#fr .say.hubs .ref").first
        first.click()
        anchor = it.page.evaluate("location.hash.slice(1)")
        assert it.page.locator(f"[id='{anchor}']").evaluate("d => d.open")


def test_names_of_hubs_on_the_small_map_do_not_overlap(browser: Browser, report: Path) -> None:
    with opened(browser, report) as it:
        boxes = it.page.eval_on_selector_all(
            "#small-map .hub-name",
            "names => names.map(n => n.getBBox()).map(b => [b.x, b.y, b.width, b.height])",
        )
        assert len(boxes) >= 2
        for i, (x, y, w, h) in enumerate(boxes):
            for u, v, other, high in boxes[:i]:
                apart = x >= u + other or u >= x + w or y + 3 >= v + high or v + 3 >= y + h
                assert apart


def test_the_language_is_that_of_the_browser(browser: Browser, report: Path) -> None:
    for locale, lang in (("en-GB", "en"), ("fr-FR", "fr"), ("de-DE", "fr")):
        with opened(browser, report, locale=locale) as it:
            assert it.page.locator(f"#{lang}").is_visible(), locale


def test_the_small_map_opens_the_map(browser: Browser, tmp_path: Path) -> None:
    made = ecosystem(40)
    path = write_report(
        made.graph, tmp_path / "r.html", findings=findings(made), map_page="the map.html"
    )
    with opened(browser, path) as it:
        link = it.page.locator("#fr .small-map a").first
        assert link.get_attribute("href") == "the map.html#lang=fr"


def test_one_page_is_one_page(browser: Browser, tmp_path: Path) -> None:
    made = ecosystem(150)
    path = write_report(
        made.graph,
        tmp_path / "one.html",
        findings=findings(made),
        labels=made.labels,
        source_facts=made.source_facts,
        one_page=True,
    )
    with opened(browser, path) as it:
        assert it.page.locator("#fr nav").count() == 0
        assert it.page.locator("#fr .one-notes").is_visible()
        assert sheets(it.page.pdf(format="A4")) == 1
        assert violations(it.page) == []


def test_weak_sources_are_marked(browser: Browser, tmp_path: Path) -> None:
    made = ecosystem(40)
    facts = {page: {**known, "quality": "blog"} for page, known in made.source_facts.items()}
    path = write_report(
        made.graph, tmp_path / "r.html", findings=findings(made), source_facts=facts
    )
    with opened(browser, path) as it:
        assert it.page.locator("#fr .say.hubs .weak").first.inner_text() == "blog"


def test_a_report_without_findings_says_so(browser: Browser, tmp_path: Path) -> None:
    made = ecosystem(30)
    path = write_report(made.graph, tmp_path / "bare.html", findings={}, lang="en")
    with opened(browser, path, locale="en-GB") as it:
        assert it.page.locator("#en").is_visible()
        assert it.page.get_by_text("This part was not computed for this report.").count() == 6
