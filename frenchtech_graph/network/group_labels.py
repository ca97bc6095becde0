"""Names of groups, places and actors in French and English, for sentences and tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from frenchtech_graph.model import ontology, places
from frenchtech_graph.network.model import each_actor

Labels = dict[str, dict[str, str]]
_PREFIX = {"region": "reg-", "department": "dep-", "city": "", "place": ""}


def group_labels(graph: nx.Graph[Any], attributes: Iterable[str]) -> Labels:
    """Return the names of the groups of some attributes (``pillar``, ``region`` …) and of the terms
    of the ontology.

    Places are keyed by attribute, because a region and a department may share a code. A place the
    reference does not know is called as the network calls it.
    """
    labels: Labels = {name: dict(texts) for name, texts in ontology.load().labels().items()}
    for attribute in attributes:
        if attribute in _PREFIX:
            labels |= _places(graph, attribute)
    return labels


def actor_labels(graph: nx.Graph[Any]) -> Labels:
    """Return the names of actors by their key."""
    named = ((str(actor.key), actor.label) for actor in each_actor(graph))
    return {key: dict.fromkeys(ontology.LANGUAGES, str(label)) for key, label in named if label}


def _places(graph: nx.Graph[Any], attribute: str) -> Labels:
    known = places.load().by_id
    key = "place" if attribute == "city" else attribute
    found: Labels = {}
    for actor in each_actor(graph):
        code = actor.facts.get(key)
        if code and code not in found:
            place = known.get(_PREFIX[attribute] + code)
            own = actor.place_label if key == "place" else None
            found[code] = dict.fromkeys(
                ontology.LANGUAGES, place.name if place else str(own or code)
            )
    return found
