"""The report in a real browser: offline, harmless, accessible, every number leading to its rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser

from frenchtech_graph.views.report import write_report
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
    gaps = made.gaps.assign(row_attribute="kind", column_attribute="kind")
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
    }


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_report_has_no_serious_accessibility_fault(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    report = write(ecosystem(40), tmp_path / "report.html")
    for lang in ("fr", "en"):
        with opened(browser, report, f"#{lang}", color_scheme=scheme) as it:
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
        assert it.page.pdf().startswith(b"%PDF")


def test_report_fits_a_phone(browser: Browser, report: Path) -> None:
    with opened(browser, report, viewport={"width": 360, "height": 740}) as it:
        assert it.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_report_without_findings_says_so(browser: Browser, tmp_path: Path) -> None:
    made = ecosystem(30)
    path = write_report(made.graph, tmp_path / "bare.html", findings={}, lang="en")
    with opened(browser, path) as it:
        assert it.page.locator("#en").is_visible()
        assert it.page.get_by_text("This part was not computed for this report.").count() == 6
