"""Make the pictures of the documentation: python docs/images/make.py [LILLE] [FRANCE]

Both arguments are folders of built graphs, `out/lille` and `out/france` by default. `LILLE` gives
the map in its three drawings and the report, at the width of a desktop and of a phone. `FRANCE`
gives the two pictures of the README: the first page of the site and the page of Lille. An argument
of `-` leaves out its pictures. Needs Playwright and Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.findings import registry
from frenchtech_graph.views.map import write_map
from frenchtech_graph.views.report import collect, write_report

HERE = Path(__file__).parent
DESKTOP, PHONE = (1440, 900), (390, 844)


def photograph(
    browser: Browser,
    page: Path,
    name: str,
    size: tuple[int, int],
    fragment: str = "",
    part: str = "",
    **how: object,
) -> None:
    """Open a page from disk and save the screen, or the part that a CSS selector finds."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **how
    )  # type: ignore[arg-type]
    opened = context.new_page()
    opened.goto(page.as_uri() + fragment)
    opened.wait_for_timeout(700)
    shown = opened.locator(part).first if part else opened
    shown.screenshot(path=HERE / f"{name}.png")
    context.close()


def readme(folder: Path) -> None:
    """Write the site of France and photograph its first page and the page of Lille."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        graph = EcosystemGraph.open(folder, kept=True)
        first = graph.site(Path(temporary) / "site", where="French Tech Lille", maps=False)
        browser = started(playwright)
        photograph(browser, first, "france-site", (1200, 900), part="main svg", locale="en-GB")
        page = first.parent / "e" / "lille.html"
        photograph(browser, page, "lille-page", (1200, 900), locale="en-GB")
        browser.close()


def started(playwright: Playwright) -> Browser:
    """Return a running Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    return playwright.chromium.launch(
        executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
    )


def lille(folder: Path) -> None:
    """Write the map and the report of Lille and photograph them."""
    graph = EcosystemGraph(folder)
    shown = {
        "labels": graph.labels,
        "source_facts": graph.source_facts,
        "title": {
            "fr": "French Tech Lille · Hauts-de-France",
            "en": "French Tech Lille · Hauts-de-France",
        },
    }
    findings = collect(graph.network, labels=graph.labels)
    of_maps = {name: findings[name] for name in (f.name for f in registry.of_maps())}
    hub = "#actor=" + str(findings["hubs"]["iri"][0]) + "&ego=yes&lang=en"
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        pages = Path(temporary)
        for engine in ("pyvis", "webgl", "geo"):
            write_map(
                graph.network, pages / f"{engine}.html", engine=engine, findings=of_maps, **shown
            )  # type: ignore[arg-type]
        write_report(graph.network, pages / "report.html", findings=findings, **shown)  # type: ignore[arg-type]
        browser = started(playwright)
        photograph(browser, pages / "pyvis.html", "lille-network", DESKTOP)
        photograph(browser, pages / "pyvis.html", "lille-hub", DESKTOP, hub)
        photograph(
            browser, pages / "webgl.html", "lille-large", DESKTOP, "#view=all", color_scheme="dark"
        )
        photograph(browser, pages / "geo.html", "lille-geographic", DESKTOP)
        photograph(browser, pages / "pyvis.html", "lille-phone", PHONE)
        photograph(browser, pages / "report.html", "lille-report", (1100, 1400))
        photograph(browser, pages / "report.html", "lille-report-hubs", (1100, 1000), "#fr-s2")
        browser.close()


if __name__ == "__main__":
    given = [*sys.argv[1:3], *("out/lille", "out/france")[len(sys.argv) - 1 :]]
    for task, folder in zip((lille, readme), given, strict=True):
        if folder != "-":
            task(Path(folder))
