"""Open a page from disk in Chromium with nothing to reach, and note all that goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).parent / "axe.min.js"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a running Chromium that draws without a graphics card."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield running
        running.close()


@dataclass
class Opened:
    """A page, and what it did that it should not."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def clean(self) -> None:
        """Assert that nothing was asked for, nothing failed, and no text of the data ran."""
        assert self.requests == []
        assert self.errors == []
        assert self.page.evaluate("window.attacked") is None


@contextmanager
def opened(
    browser: Browser, file: Path, fragment: str = "", own: str = "", **context: Any
) -> Iterator[Opened]:
    """Open `file` and yield it once it has drawn; assert at the end that it kept clean.

    Files whose address holds `own` may be asked for, too.
    """
    settings: dict[str, Any] = {
        "viewport": {"width": 1280, "height": 800},
        "locale": "fr-FR",
        "reduced_motion": "reduce",
    } | context
    held = browser.new_context(**settings)
    page = held.new_page()
    seen = Opened(page)

    def noted(url: str) -> None:
        if not url.startswith(("file:", "blob:", "data:")) or (
            url.startswith("file:") and file.name not in url and not (own and own in url)
        ):
            seen.requests.append(url[:200])

    page.on("request", lambda request: noted(request.url))
    page.on(
        "console",
        lambda message: seen.errors.append(message.text[:300]) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: seen.errors.append(str(error)[:300]))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(file.as_uri() + fragment)
    settled(page)
    yield seen
    seen.clean()
    held.close()


def settled(page: Page) -> None:
    """Wait for two frames to be drawn."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def until(page: Page, condition: str, seconds: float = 5.0) -> None:
    """Wait until a JavaScript condition holds; the policy of the page forbids Playwright's own
    way.
    """
    for _ in range(int(seconds * 20)):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def every_violation(page: Page) -> list[str]:
    """Return the findings of axe-core of any severity."""
    page.evaluate(_axe())
    found = page.evaluate(
        "async () => (await axe.run(document, {preload: false})).violations.map(v => v.id + ': ' +"
        " v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))"
    )
    return [str(v) for v in found]


def violations(page: Page) -> list[str]:
    """Return the findings of axe-core, of any severity."""
    page.evaluate(_axe())
    found = page.evaluate(
        "async () => (await axe.run(document)).violations.map(v => v.id + ': ' +"
        " v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))"
    )
    return [str(v) for v in found]
