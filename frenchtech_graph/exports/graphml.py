"""The network as GraphML (Brandes et al. 2002), for Gephi, Cytoscape, yEd, igraph, networkx.

GraphML has no lists: several values are one text, see `flat.joined`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.exports.flat import joined
from frenchtech_graph.exports.network_files import TWO_VALUED, attribute_types, network_file
from frenchtech_graph.exports.xml_text import attribute, content

_NAMES = {"integer": "long", "list": "string"}


def document(store: ox.Store) -> dict[str, bytes]:
    """Return the network as GraphML. Graph, nodes and edges state their provenance."""
    return {"": "".join(_lines(store)).encode("utf-8")}


def _lines(store: ox.Store) -> Iterator[str]:
    found = network_file(store)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from _keys("graph", attribute_types([found.about]))
    yield from _keys("node", attribute_types(found.nodes.values()))
    yield from _keys("edge", attribute_types(a for *_, a in found.edges))
    yield '<graph id="G" edgedefault="undirected">\n'
    yield from _data("graph", found.about)
    for node, attributes in found.nodes.items():
        yield f"<node id={attribute(node)}>\n"
        yield from _data("node", attributes)
        yield "</node>\n"
    for event, actor, attributes in found.edges:
        yield f"<edge source={attribute(event)} target={attribute(actor)}>\n"
        yield from _data("edge", attributes)
        yield "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _keys(part: str, types: Mapping[str, str]) -> Iterator[str]:
    for name, kind in types.items():
        default = "<default>false</default>" if name in TWO_VALUED else ""
        yield (
            f'<key id="{part}-{name}" for="{part}" attr.name="{name}"'
            f' attr.type="{_NAMES.get(kind, kind)}">{default}</key>\n'
        )


def _data(part: str, attributes: Mapping[str, Any]) -> Iterator[str]:
    for name, value in sorted(attributes.items()):
        yield f'<data key="{part}-{name}">{content(_text(name, value))}</data>\n'


def _text(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        return joined(name, value)
    return str(value).lower() if isinstance(value, bool) else str(value)
