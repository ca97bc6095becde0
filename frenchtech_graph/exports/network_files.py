"""The two-mode network of actors and events as GraphML and GEXF.

Attributes are those of `docs/architecture.md`; several values are joined by `|`, addresses by a
space, and what is not known is left out rather than written as an empty text.
"""

import io
import re
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pyoxigraph as ox

from frenchtech_graph.network.build import bipartite

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(store: ox.Store) -> dict[str, bytes]:
    """Return the network as GraphML (Brandes et al. 2002)."""
    written = io.BytesIO()
    nx.write_graphml(plain_network(store), written, named_key_ids=True)
    return {"": written.getvalue()}


def gexf(store: ox.Store) -> dict[str, bytes]:
    """Return the network as GEXF 1.2; years of events are its time, as Gephi's timeline reads
    them.
    """
    written = io.BytesIO()
    nx.write_gexf(plain_network(store), written, version="1.2draft")
    text = written.getvalue().decode("utf-8")
    # networkx states the day of writing, which would make the same graph two different files, and a
    # time format that GEXF does not have.
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text).replace(
        'timeformat="long"', 'timeformat="double"'
    )
    return {"": text.encode("utf-8")}


def plain_network(store: ox.Store) -> "nx.Graph[str]":
    """Return the network with attributes that any graph format can hold: texts, numbers and truth
    values.
    """
    network = bipartite(store)
    plain: nx.Graph[str] = nx.Graph()
    for node in sorted(network):
        plain.add_node(node, **_plain(network.nodes[node]))
    for one, other in sorted(network.edges()):
        plain.add_edge(one, other, **_plain(network.edges[one, other]))
    return plain


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _value(value)
        for name, value in attributes.items()
        if value is not None and value != ()
    }


def _value(value: Any) -> Any:
    if isinstance(value, tuple | list | set | frozenset):
        texts = [str(v) for v in value]
        return _text((" " if any("://" in t for t in texts) else "|").join(texts))
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    return _NOT_IN_XML.sub("�", value)
