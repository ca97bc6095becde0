"""The part of the network a user asks for, in the user's words: places by name, terms checked, near
misses named.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import places
from frenchtech_graph.model.names import nearest
from frenchtech_graph.model.terms import Class
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
) -> nx.Graph[Any]:
    """Return the view of `views.filtered` for conditions as a user writes them.

    ``where`` is the name or code of a commune, inter-communal body, department or region.
    ``pillar`` is only checked, for hubs of a pillar are ranked by their ties to all others. Nothing
    asked: the network itself.

    Raises:
        BilingualError: a place nobody knows, or a term that no actor or event of this network has.
        ValueError: ``since`` is after ``until``.
    """
    check("--pillar", pillar, (p for actor in each_actor(graph) for p in actor.pillars))
    check("--sector", sector, (s for actor in each_actor(graph) for s in actor.sectors))
    check("--kind", kind, (event.kind for event in each_event(graph)))
    if where is None and since is None and until is None and kind is None and sector is None:
        return graph
    place = None if where is None else place_codes(graph, where)
    return filtered(graph, since=since, until=until, place=place, kind=kind, sector=sector)


def place_codes(graph: nx.Graph[Any], where: str) -> str | tuple[str, ...]:
    """Return what `views.filtered` takes for a place by name or code: codes, or a name only the
    network has.

    An inter-communal body is the tuple of its communes.

    Raises:
        BilingualError: no such place, or several.
    """
    known = places.load()
    try:
        found = known.resolve(where)
    except places.AmbiguousPlaceError as error:
        choices = ", ".join(error.candidates[:8])
        raise BilingualError(
            "ambiguous-place", parameter="--where", value=where, expected=choices
        ) from error
    if found is None:
        here = {actor.place_label for actor in each_actor(graph)} - {None}
        if where in here:
            return where
        close = [*nearest(where, sorted(map(str, here))), *known.suggest(where)]
        raise BilingualError(
            "unknown-place",
            parameter="--where",
            value=where,
            suggestions=list(dict.fromkeys(close))[:3],
        )
    place = known.by_id[found]
    if place.kind == Class.METROPOLIS:
        return tuple(other.id for other in known.by_id.values() if found in other.within)
    return (
        tuple(r for r in known.by_id if r.startswith("reg-"))
        if place.kind == Class.COUNTRY
        else found
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
