"""The network as GEXF 1.3 (Gephi 0.9.3 and later), with time, colours and positions.

Time is in days. A node or an edge lasts from the first day that its start may mean to the last day
that its end may mean. Without a known end, it lasts. An instant lasts as long as its date says. A
node or edge without a date has no time and is always shown.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.exports.network_files import (
    TWO_VALUED,
    Attributes,
    attribute_types,
    network_file,
)
from frenchtech_graph.exports.positions import positions
from frenchtech_graph.exports.xml_text import attribute, content
from frenchtech_graph.model import ontology
from frenchtech_graph.model.partial_dates import first_day, last_day
from frenchtech_graph.model.terms import Contribution

_NAMES = {"integer": "integer", "list": "liststring"}
_COLOURS = {
    Contribution.VENTURE: (31, 111, 181),
    Contribution.FINANCE: (176, 106, 0),
    Contribution.TECHNOLOGY: (10, 125, 92),
    Contribution.TALENT: (173, 59, 134),
    Contribution.CONNECTION: (204, 74, 36),
}
_OTHER = (95, 107, 119)
_SIZES = {"actor": 10, "event": 4}


def document(store: ox.Store) -> dict[str, bytes]:
    """Return the network as GEXF 1.3."""
    return {"": "".join(_lines(store)).encode("utf-8")}


def _lines(store: ox.Store) -> Iterator[str]:
    found = network_file(store)
    places = positions(found)
    kinds = {
        "node": attribute_types(found.nodes.values()),
        "edge": attribute_types(a for *_, a in found.edges),
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield from _meta(found.about)
    yield '<graph mode="dynamic" timeformat="date" defaultedgetype="undirected">\n'
    for part, types in kinds.items():
        yield from _declared(part, types)
    yield f'<nodes count="{len(found.nodes)}">\n'
    for node, attributes in found.nodes.items():
        yield from _node(node, attributes, places[node])
    yield f'</nodes>\n<edges count="{len(found.edges)}">\n'
    for number, (event, actor, attributes) in enumerate(found.edges):
        kind = found.nodes[event].get("kind", "")
        yield (
            f'<edge id="{number}" source={attribute(event)} target={attribute(actor)}'
            f"{_time(attributes, kind)}>\n"
        )
        yield from _values(attributes)
        yield "</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _meta(about: Attributes) -> Iterator[str]:
    """Yield the creator of the file, its licences and its snapshots."""
    told = "; ".join(
        f"{name}: {' '.join(v) if isinstance(v, tuple) else v}"
        for name, v in about.items()
        if name != "generator"
    )
    yield f"<meta><creator>{content(about['generator'])}</creator>\n"
    yield f"<description>{content(told)}</description></meta>\n"


def _declared(part: str, types: Mapping[str, str]) -> Iterator[str]:
    yield f'<attributes class="{part}" mode="static">\n'
    for name, kind in types.items():
        default = "<default>false</default>" if name in TWO_VALUED else ""
        yield (
            f'<attribute id="{name}" title="{name}"'
            f' type="{_NAMES.get(kind, kind)}">{default}</attribute>\n'
        )
    yield "</attributes>\n"


def _node(node: str, attributes: Attributes, at: tuple[float, float]) -> Iterator[str]:
    label = " ".join(str(attributes.get("label") or attributes.get("kind") or node).split())
    kind = attributes.get("kind", "") if attributes["mode"] == "event" else ""
    yield f"<node id={attribute(node)} label={attribute(label)}{_time(attributes, kind)}>\n"
    yield from _values(attributes)
    red, green, blue = _COLOURS.get(_pillar(attributes), _OTHER)
    yield f'<color r="{red}" g="{green}" b="{blue}"/>\n'
    yield f'<position x="{at[0]:.2f}" y="{at[1]:.2f}" z="0"/>\n'
    yield f'<size value="{_SIZES[attributes["mode"]]}"/>\n</node>\n'


def _pillar(attributes: Attributes) -> str:
    """Return the pillar that gives a node its colour: the first of an actor, the flow of a tie."""
    return str(next(iter(attributes.get("pillars", ())), attributes.get("flow", "")))


def _time(attributes: Attributes, kind: str) -> str:
    """Return the first and the last day of a node or an edge, as attributes."""
    start = attributes.get("created") or attributes.get("date") or attributes.get("start")
    end = attributes.get("closed") or attributes.get("end")
    if kind and end is None and start and ontology.load().is_instant(kind):
        end = start
    told = {
        "start": first_day(str(start)) if start else None,
        "end": last_day(str(end)) if end else None,
    }
    if told["start"] and told["end"] and told["end"] < told["start"]:
        told["end"] = told["start"]
    return "".join(f' {name}="{day}"' for name, day in told.items() if day)


def _values(attributes: Mapping[str, Any]) -> Iterator[str]:
    yield "<attvalues>\n"
    for name, value in sorted(attributes.items()):
        yield f'<attvalue for="{name}" value={attribute(_text(value))}/>\n'
    yield "</attvalues>\n"


def _text(value: Any) -> str:
    """Return a value as GEXF writes it: a list in brackets, its texts in quotes."""
    if isinstance(value, tuple):
        return json.dumps([v or "" for v in value], ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)
