"""What the tests share: the Lille graph, built once; files handed over from outside; the
browser.
"""

import os
import shutil
from pathlib import Path

import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.io.locks import locked


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests marked slow, too")
    parser.addoption(
        "--long", action="store_true", help="run the tests marked long, too: minutes each"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for mark in ("slow", "long"):
        if not config.getoption(f"--{mark}"):
            skip = pytest.mark.skip(reason=f"{mark}: run with --{mark}")
            for item in items:
                if item.get_closest_marker(mark):
                    item.add_marker(skip)
    for item in items:
        # A page on two loaded cores may be late once: it is looked at a second time, counted as
        # "rerun" in the last line. A page that is wrong fails both times.
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def lille(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    """Return the Lille graph, built from the tables of the project."""
    return EcosystemGraph.build("lille", out=tmp_path_factory.mktemp("lille"))


@pytest.fixture(scope="session")
def france(tmp_path_factory: pytest.TempPathFactory) -> EcosystemGraph:
    """Return the graph of France, built by the first process that needs it.

    FRENCHTECH_FRANCE names the folder of one that was built before.
    """
    built = os.environ.get("FRENCHTECH_FRANCE")
    if built:
        return EcosystemGraph.open(built)
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "france"
    with locked(folder, wait=600):
        if not folder.exists():
            EcosystemGraph.build("france", out=folder)
    return EcosystemGraph.open(folder)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of files handed over from outside the project."""
    folder = os.environ.get("FRENCHTECH_SHARED")
    if not folder:
        pytest.skip(
            "FRENCHTECH_SHARED is not set: it names a folder of source files kept outside the"
            " project"
        )
    return Path(folder)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the browser."""
    found = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if not found:
        pytest.skip("Chromium is not installed")
    return found
