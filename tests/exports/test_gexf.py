"""GEXF 1.3: as its schema has it, with time in days, colours and positions. Gephi is not run."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.exports import gexf
from frenchtech_graph.model.namespaces import ID

NS = "{http://gexf.net/1.3}"
CHILDREN = {
    "gexf": ["meta", "graph"],
    "meta": ["creator", "description"],
    "graph": ["attributes", "attributes", "nodes", "edges"],
    "node": ["attvalues", "color", "position", "size"],
    "edge": ["attvalues"],
}
ATTRIBUTES = {
    "gexf": {"version"},
    "graph": {"mode", "timeformat", "defaultedgetype"},
    "attributes": {"class", "mode"},
    "attribute": {"id", "title", "type"},
    "nodes": {"count"},
    "edges": {"count"},
    "node": {"id", "label", "start", "end"},
    "edge": {"id", "source", "target", "start", "end"},
    "attvalue": {"for", "value"},
    "color": {"r", "g", "b"},
    "position": {"x", "y", "z"},
    "size": {"value"},
}
TYPES = {"string", "integer", "double", "boolean", "liststring"}


@pytest.fixture(scope="module")
def text(lille: EcosystemGraph) -> str:
    return gexf.document(lille.store)[""].decode("utf-8")


@pytest.fixture(scope="module")
def root(text: str) -> ET.Element:
    return ET.fromstring(text)


def elements(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return root.iter(NS + name)


def test_elements_and_attributes_are_those_of_the_schema(root: ET.Element) -> None:
    for element in root.iter():
        name = element.tag.removeprefix(NS)
        assert set(element.attrib) <= ATTRIBUTES.get(name, set()), name
        if name in CHILDREN:
            assert [child.tag.removeprefix(NS) for child in element] == CHILDREN[name]


def test_ids_are_unique_and_what_is_named_exists(root: ET.Element) -> None:
    nodes = [n.attrib["id"] for n in elements(root, "node")]
    edges = [e.attrib["id"] for e in elements(root, "edge")]
    assert len(set(nodes)) == len(nodes) > 500
    assert len(set(edges)) == len(edges) > 500
    assert {e.attrib[end] for e in elements(root, "edge") for end in ("source", "target")} <= set(
        nodes
    )
    for part in ("node", "edge"):
        declared = {
            a.attrib["id"]: a.attrib["type"]
            for group in elements(root, "attributes")
            if group.attrib["class"] == part
            for a in group
        }
        assert set(declared.values()) <= TYPES
        for element in elements(root, part):
            for value in element.iter(NS + "attvalue"):
                kind = declared[value.attrib["for"]]
                assert fits(value.attrib["value"], kind), value.attrib


def fits(value: str, kind: str) -> bool:
    if kind == "liststring":
        return all(isinstance(v, str) for v in json.loads(value))
    if kind == "boolean":
        return value in ("true", "false")
    if kind in ("integer", "double"):
        return float(value) == float(value) and (kind == "double" or value.lstrip("-").isdigit())
    return True


def test_time_is_in_days_and_does_not_run_backwards(root: ET.Element) -> None:
    timed = [e for name in ("node", "edge") for e in elements(root, name) if "start" in e.attrib]
    assert len(timed) > 300
    for element in timed:
        start = date.fromisoformat(element.attrib["start"])
        assert start <= date.fromisoformat(element.attrib.get("end", "2999-12-31"))
    round_ = next(n for n in elements(root, "node") if n.attrib["id"] == ID + "event/exotec-2016")
    assert round_.attrib["start"][:4] == round_.attrib["end"][:4] == "2016"


def test_positions_are_those_of_the_map_and_nobody_hides_another(root: ET.Element) -> None:
    at = {
        n.attrib["id"]: (float(p.attrib["x"]), float(p.attrib["y"]))
        for n in elements(root, "node")
        for p in n.iter(NS + "position")
    }
    assert len(set(at.values())) == len(at)
    lille, paris = at[ID + "actor/exotec"], at[ID + "actor/bpifrance"]
    assert lille[1] > paris[1] and lille[0] > paris[0]  # Lille is to the north-east of Paris


def test_it_is_valid_after_the_published_schema(text: str, tmp_path: Path) -> None:
    """FRENCHTECH_GEXF names a copy of https://github.com/gephi/gexf (its specs/1.3)."""
    import xmlschema

    folder = os.environ.get("FRENCHTECH_GEXF")
    if not folder:
        pytest.skip("FRENCHTECH_GEXF is not set: it names a copy of github.com/gephi/gexf")
    schema = xmlschema.XMLSchema(str(Path(folder) / "specs/1.3/gexf.xsd"), validation="lax")
    assert not list(schema.iter_errors(text))
