"""The two-mode network of actors and events as graph formats write it, with dates and sources.

Attributes are listed in `docs/architecture.md`. Each node and edge also states its provenance.
Unknown values are left out. A truth value that may be unknown is a text, `true` or `false`, because
some readers treat a missing truth value as `false`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.exports.facts import Facts, facts, pairs
from frenchtech_graph.exports.provenance import Provenance, provenance
from frenchtech_graph.network.build import bipartite

Attributes = dict[str, Any]
"""Known attributes: texts, whole numbers, numbers, truth values, tuples of texts."""

TWO_VALUED = frozenset({"person", "dissolved", "over"})
"""Truth values that are never unknown: where one is missing, it does not apply, and is false."""

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """The attributes that a graph format contains.

    Attributes:
        about: attributes of the whole: `snapshots`, `licences`, `as_of`, `generator`.
        nodes: address → attributes, in order.
        edges: (event, actor, attributes), in order.
    """

    about: Attributes
    nodes: dict[str, Attributes]
    edges: list[tuple[str, str, Attributes]]


def network_file(store: ox.Store) -> NetworkFile:
    """Return the network of a graph with the dates and sources of each node and edge."""
    network, known, pages = bipartite(store), provenance(store), pairs(store, "pages-of")
    ties = facts(store, "ties")
    nodes = {
        node: _plain({**network.nodes[node], **_cited(known.columns([node], pages.get(node, ())))})
        for node in sorted(network)
    }
    edges = [
        (event, actor, _plain({**_edge(network.edges[event, actor], known, ties)}))
        for event, actor in sorted(_ends(network, *edge) for edge in network.edges())
    ]
    return NetworkFile(_about(known), nodes, edges)


def attribute_types(found: Iterable[Attributes]) -> dict[str, str]:
    """Return the type of each attribute, in order of name: `string`, `integer`, `double`, `boolean`
    or `list`.

    >>> attribute_types([{"label": "Lille", "lat": 50.6}, {"sectors": ("ai",), "person": True}])
    {'label': 'string', 'lat': 'double', 'person': 'boolean', 'sectors': 'list'}
    """
    kinds: dict[str, str] = {}
    for attributes in found:
        for name, value in attributes.items():
            kinds.setdefault(name, _TYPES[type(value)])
    return dict(sorted(kinds.items()))


_TYPES: Mapping[type, str] = {
    str: "string",
    int: "integer",
    float: "double",
    bool: "boolean",
    tuple: "list",
}


def _ends(network: Any, one: str, other: str) -> tuple[str, str]:
    """Return the event and the actor of an edge."""
    return (one, other) if network.nodes[one]["mode"] == "event" else (other, one)


def _edge(edge: Mapping[str, Any], known: Provenance, ties: Facts) -> Attributes:
    """Return the attributes of an edge, with the time its ties span and where they come from."""
    found = [ties[tie] for tie in edge["ties"] if tie in ties]
    return {
        **edge,
        **_span(found),
        **_cited(known.columns(edge["ties"], edge["sources"])),
    }


def _span(ties: Iterable[Mapping[str, list[str]]]) -> Attributes:
    """Return the first start and the last end of ties.

    There is no end if one of them has no end.
    """
    found = list(ties)
    starts = [tie[0] for tie in (t.get("start") for t in found) if tie]
    ends = [tie[-1] for tie in (t.get("end") for t in found) if tie]
    span: Attributes = {"start": min(starts)} if starts else {}
    if ends and len(ends) == len(found):
        span["end"] = max(ends)
    return span


def _cited(columns: Mapping[str, tuple[Any, ...]]) -> Attributes:
    """Return columns of provenance under the names that the network has for them."""
    return {"sources" if name == "pages" else name: v for name, v in columns.items()}


def _about(known: Provenance) -> Attributes:
    days = [found["issued"] for found in known.snapshots.values() if "issued" in found]
    licences = {found["licence"] for found in known.snapshots.values() if "licence" in found}
    return _plain(
        {
            "generator": "frenchtech-graph",
            "as_of": max(days, default=None),
            "licences": tuple(sorted(licences)),
            "snapshots": tuple(known.snapshots),
        }
    )


def _plain(attributes: Mapping[str, Any]) -> Attributes:
    """Return the known values, in types that graph formats have."""
    return {
        name: _value(name, value)
        for name, value in attributes.items()
        if value is not None and not (isinstance(value, tuple) and not any(value))
    }


def _value(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return value if name in TWO_VALUED else str(value).lower()
    if isinstance(value, tuple | list | set | frozenset):
        return tuple(None if v is None else printable(str(v)) for v in value)
    return printable(value) if isinstance(value, str) else value


def printable(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return _NOT_IN_XML.sub("�", text)
