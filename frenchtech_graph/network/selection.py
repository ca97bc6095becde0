"""The part of the network a user asks for, in the user's words: places by name, terms checked, near
misses named.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import ontology
from frenchtech_graph.model import where as where_
from frenchtech_graph.model.names import nearest
from frenchtech_graph.network.filters import filtered
from frenchtech_graph.network.model import each_actor, each_event


def select(
    graph: nx.Graph[Any],
    *,
    where: str | None = None,
    since: int | None = None,
    until: int | None = None,
    pillar: str | None = None,
    kind: str | None = None,
    sector: str | None = None,
    family: str | None = None,
) -> nx.Graph[Any]:
    """Return the view of `views.filtered` for conditions as a user writes them.

    ``where`` names an ecosystem, a metropolis, a commune, a department or a region (`where.find`).
    ``pillar`` is only checked, because hubs of a pillar are ranked by their ties to actors of all
    pillars. Nothing asked: the network itself.

    Raises:
        BilingualError: an unknown place, or a term that no actor or event of this network has.
        ValueError: ``since`` is after ``until``.
    """
    check("--pillar", pillar, (p for actor in each_actor(graph) for p in actor.pillars))
    check("--sector", sector, (s for actor in each_actor(graph) for s in actor.sectors))
    check("--kind", kind, (event.kind for event in each_event(graph)))
    check("--family", family, ontology.load().tie_families.values())
    if all(asked is None for asked in (where, since, until, kind, sector, family)):
        return graph
    place = None if where is None else place_codes(graph, where)
    return filtered(
        graph, since=since, until=until, place=place, kind=kind, family=family, sector=sector
    )


def place_codes(graph: nx.Graph[Any], asked: str) -> str | tuple[str, ...]:
    """Return the value that `filters.filtered` expects for a place given by name or code: codes, or
    a name that only the network has.

    Raises:
        BilingualError: no such place, or several.
    """
    found = where_.find(asked)
    if found is not None:
        return found.codes
    here = {str(actor.place_label) for actor in each_actor(graph)} - {"None"}
    if asked in here:
        return asked
    close = [*nearest(asked, sorted(here)), *where_.suggestions(asked)]
    raise BilingualError(
        "unknown-place",
        parameter="--where",
        value=asked,
        suggestions=list(dict.fromkeys(close))[:3],
    )


def check(parameter: str, value: str | None, known: Iterable[Any]) -> None:
    """Refuse a term that nothing in the network has, and name the nearest ones that something
    has.
    """
    terms = sorted({str(term) for term in known if term})
    if value is not None and value not in terms:
        raise BilingualError(
            "unknown-entity",
            parameter=parameter,
            value=value,
            kind=", ".join(terms[:40]),
            suggestions=nearest(value, terms),
        )
