"""The site of the docs in a real browser, opened from disk: search, access, nothing from elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.views.browser.pages import browser, every_violation, opened, until

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ROOT = Path(__file__).parents[3]
PAGES = {
    "index": (1280, "light"),
    "how-to/add-a-source": (1280, "dark"),
    "gaps": (390, "dark"),
    "contributing": (390, "light"),
}
"""Pages of several kinds, one from outside docs/; each at one width and in one colour scheme."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; warnings, dead links among them, fail it."""
    pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, env=quiet)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_accessible(browser: Browser, site: Path, page: str) -> None:
    width, scheme = PAGES[page]
    assert violations(browser, site / f"{page}.html", width, scheme) == []


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(browser: Browser, site: Path, scheme: str) -> None:
    pages = sorted(p for p in site.rglob("*.html") if p.name != "404.html")
    found = {p.name: violations(browser, p, 1280, scheme) for p in pages}
    assert {name: of for name, of in found.items() if of} == {}


def violations(browser: Browser, page: Path, width: int, scheme: str) -> list[str]:
    context: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with opened(browser, page, own="/site/", **context) as seen:
        seen.page.wait_for_timeout(200)
        return every_violation(seen.page)


def test_search_works_on_a_page_opened_from_disk(browser: Browser, site: Path) -> None:
    with opened(browser, site / "tutorials" / "first-map.html", own="/site/") as seen:
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("coverage")
        until(seen.page, "document.querySelectorAll('.md-search-result__link').length > 3")
        links = seen.page.eval_on_selector_all(
            ".md-search-result__link", "links => links.map(a => a.getAttribute('href'))"
        )
        assert any("limits.html" in link for link in links)


def test_no_page_asks_anything_of_the_web(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 60
    assert [p.name for p in pages if "unpkg.com/iframe" in p.read_text(encoding="utf-8")] == []
