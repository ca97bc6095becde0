"""Random clicks over map, report, site and server pages leave no error and ask nothing of others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from frenchtech_graph.api import EcosystemGraph
from tests.support.bare_site import bare_site
from tests.support.page_kinds import OF_SERVER, OF_SITE, files_served
from tests.support.page_walks import FAMILIES, Walk, walk
from tests.support.running_server import serving
from tests.support.synthetic import ecosystem
from tests.views.browser.pages import browser
from tests.views.browser.test_map_answers import drawn, named
from tests.views.browser.test_report_in_browser import write

pytest.importorskip("uvicorn")
__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def starts(
    lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, list[str]]]:
    """Yield addresses to start from, by family."""
    folder = tmp_path_factory.mktemp("walked")
    site = bare_site(lille, folder / "site", with_downloads=True)
    drawn(named(), folder / "map.html")
    write(ecosystem(150), folder / "report.html")
    written = [path for path in OF_SITE.values() if (site / path.partition("?")[0]).is_file()]
    with files_served(folder) as files, serving(lille.folder) as server:
        yield {
            "map": [f"{files}/map.html"],
            "report": [f"{files}/report.html"],
            "site": [f"{files}/site/{path}" for path in written],
            "server": [server.url + path for path in OF_SERVER.values()],
        }


@pytest.mark.parametrize("family", FAMILIES)
def test_a_walk_of_clicks_leaves_no_error(
    browser: Browser, starts: dict[str, list[str]], family: str
) -> None:
    made = walk(browser, starts[family], 36)
    assert made.faults == []
    assert made.clicks.total() == 36


@pytest.mark.long
@pytest.mark.parametrize("family", FAMILIES)
def test_a_long_walk_of_clicks_leaves_no_error(
    browser: Browser, starts: dict[str, list[str]], family: str
) -> None:
    assert walk(browser, starts[family], 500, seed=23).faults == []


def test_a_walk_sees_errors_and_requests_to_others(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><link rel=icon href=data:,><button onclick='nowhere()'>1</button>"
        "<button onclick=\"fetch('http://127.0.0.1:9/')\">2</button><a href='gone.html'>3</a>",
        encoding="utf-8",
    )
    with files_served(tmp_path) as files:
        made: Walk = walk(browser, [f"{files}/index.html"], 30)
    for sign in ("nowhere is not defined", "asked for http://127.0.0.1:9/", "404 "):
        assert any(sign in fault for fault in made.faults), sign
