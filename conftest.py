"""Doctests of the door run on a small graph: the name `graph` stands for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

MINI = Path(__file__).parent / "tests" / "fixtures" / "mini"
DOOR = ("frenchtech_graph.api", "frenchtech_graph.findings.methods")


@pytest.fixture(scope="session")
def small_graph(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a graph of a few actors, built once."""
    from frenchtech_graph.api import EcosystemGraph

    return EcosystemGraph.build(MINI, out=tmp_path_factory.mktemp("small"))


@pytest.fixture(autouse=True)
def _the_graph(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give doctests of the door the graph."""
    if isinstance(request.node, pytest.DoctestItem) and any(
        request.node.name.startswith(module) for module in DOOR
    ):
        names = request.getfixturevalue("doctest_namespace")
        names["graph"] = request.getfixturevalue("small_graph")
    yield
