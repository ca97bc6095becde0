"""The benchmark of the maps runs, at its smallest size."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks import maps
from tests.views.browser.pages import browser

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.xdist_group("browser")]


def test_each_page_draws_and_only_ours_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    requests = {}
    for name, path in maps.pages(30, tmp_path):
        if name != "pyvis, default physics":  # takes half a minute to settle
            found = maps.measure(browser, path, 20)
            assert found["first"] is not None, name
            assert found["drag"]["mean"] > 0
            requests[name] = found["requests"]
    assert set(requests) == {"ours (pyvis)", "ours, geo", "ours, time", "pyvis, frozen layout"}
    assert all(not n for name, n in requests.items() if name.startswith("ours"))
    assert requests["pyvis, frozen layout"] > 0
