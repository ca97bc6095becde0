"""The network kept as columns: node for node, tie for tie and in the same order what the store gives,
and read from the store again whenever the file is not what it should be.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.graph.reading_copy import READING
from frenchtech_graph.network.build import Parts, bipartite
from frenchtech_graph.network.kept_parts import FILE, dumps, loads

texts = st.text(max_size=5)
values = st.one_of(
    texts, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.tuples(texts)
)


def alike(one: nx.Graph[str], other: nx.Graph[str]) -> bool:
    return (
        list(one.nodes(data=True)) == list(other.nodes(data=True))
        and all(list(one.adj[n].items()) == list(other.adj[n].items()) for n in one)
        and one.graph == other.graph
    )


@given(
    st.dictionaries(texts, st.fixed_dictionaries({"a": values, "b": values}), max_size=6),
    st.dictionaries(st.tuples(texts, texts), st.fixed_dictionaries({"c": values}), max_size=6),
)
def test_parts_come_back_as_they_were(
    nodes: dict[str, dict[str, Any]], edges: dict[tuple[str, str], dict[str, Any]]
) -> None:
    parts = Parts(nodes, {}, edges)
    found = loads(dumps(parts))
    assert found == parts
    assert [*found.actors] == [*nodes]
    assert [*found.edges] == [*edges]
    for key, row in nodes.items():
        kinds = {name: type(value) for name, value in row.items()}
        assert {name: type(value) for name, value in found.actors[key].items()} == kinds


@pytest.fixture
def out(lille: EcosystemGraph, tmp_path: Path) -> Path:
    shutil.copytree(lille.folder, tmp_path / "out")
    return tmp_path / "out"


def test_the_network_is_the_same_in_the_same_order(out: Path, lille: EcosystemGraph) -> None:
    expected = bipartite(lille.store)
    for _ in ("read from the store", "read from the file"):
        assert alike(EcosystemGraph.open(out, kept=True).network, expected)
    assert (out / "graph" / READING / FILE).exists()


@pytest.mark.parametrize("damage", ["cut", "other key", "no such file", "another network"])
def test_a_file_that_is_not_of_this_graph_is_not_read(
    out: Path, lille: EcosystemGraph, damage: str
) -> None:
    expected = EcosystemGraph.open(out, kept=True).network
    file = out / "graph" / READING / FILE
    whole = file.read_bytes()
    if damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "other key":
        file.write_bytes(b"0" + whole[1:])
    elif damage == "another network":
        file.write_bytes(whole.partition(b"\n")[0] + b"\n" + dumps(Parts({}, {}, {})))
    else:
        file.unlink()
    assert alike(EcosystemGraph.open(out, kept=True).network, expected)
    assert file.read_bytes() == whole


def test_what_is_kept_is_read_without_the_store(out: Path) -> None:
    graph = EcosystemGraph.open(out, kept=True)
    first = graph.network
    again = EcosystemGraph.open(out, kept=True)
    assert alike(again.network, first)
    assert "_loaded" not in again.__dict__


def test_the_inventory_is_kept_and_the_same(out: Path, lille: EcosystemGraph) -> None:
    for _ in ("counted", "kept"):
        assert EcosystemGraph.open(out, kept=True).info() == lille.info()
    again = EcosystemGraph.open(out, kept=True)
    again.info()
    assert "_loaded" not in again.__dict__
    file = out / "graph" / READING / "inventory.json"
    file.write_bytes(file.read_bytes().replace(b'"ties_total": ', b'"ties_total": 9'))
    assert EcosystemGraph.open(out, kept=True).info() == lille.info()
