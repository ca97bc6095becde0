"""Who could act on a lack: two or three living bodies of the right function, the nearest first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import networkx as nx

from frenchtech_graph.findings.gaps.areas import Area, communes_of
from frenchtech_graph.findings.measures.distances import kilometres
from frenchtech_graph.model.annotations import support_functions
from frenchtech_graph.model.terms import Class, Function
from frenchtech_graph.network.model import Actor, each_actor, each_event

MOST = 3
FAR_KM = 150.0
"""Farther bodies are not near enough to act."""
WHO_ACTS: dict[str, tuple[str, ...]] = {
    "research": (Function.UNIVERSITY,),
    "laboratories": (Function.UNIVERSITY,),
    "laureates": (Function.TECHNOLOGY_TRANSFER, Function.INCUBATOR, Function.UNIVERSITY),
    "laboratory laureates": (
        Function.TECHNOLOGY_TRANSFER,
        Function.INCUBATOR,
        Function.UNIVERSITY,
    ),
    "growth": (Function.ACCELERATOR, Function.CLUSTER, Function.INCUBATOR),
    "second award": (Function.ACCELERATOR, Function.SEED_FINANCE, Function.CLUSTER),
}
"""Step of the chain → functions whose bodies can act on it, the first most directly."""


def alive(actor: Actor) -> bool:
    """Tell whether an actor is no person and is not known to have closed."""
    return not actor.closed and not actor.person


def holders(graph: nx.Graph[Any]) -> dict[str, list[Actor]]:
    """Return the living actors of each function, by the classes that fill it.

    Whom another body has succeeded is not among them.
    """
    functions: dict[str, list[str]] = {}
    for function, kinds in support_functions().items():
        for kind in kinds:
            functions.setdefault(kind, []).append(function)
    found: dict[str, list[Actor]] = {function: [] for function in support_functions()}
    successions = (e for e in each_event(graph) if e.kind == Class.SUCCESSION)
    replaced = {old for event in successions for old in event.sources}
    for actor in each_actor(graph):
        if alive(actor) and actor.key not in replaced:
            for function in functions.get(actor.kind or "", ()):
                found[function].append(actor)
    return found


def km_from(area: Area, actor: Actor) -> float | None:
    """Return how far an actor stands from an area: 0 inside, else km from its centre.

    None: its place is not known, or wider than the area.
    """
    communes = communes_of(place_id(actor))
    if communes and communes <= area.communes:
        return 0.0
    if actor.position is None or len(communes) > 1:
        return None
    return kilometres(area.centre, actor.position)


def place_id(actor: Actor) -> str | None:
    """Return the id of the place of an actor, as `model.places` has it."""
    place = actor.place
    if place is None:
        return None
    if place == actor.region and place != actor.department:
        return f"reg-{place}"
    return f"dep-{place}" if place == actor.department else place


def near(
    graph: nx.Graph[Any],
    area: Area,
    functions: Iterable[str],
    filled: dict[str, list[Actor]] | None = None,
    *,
    most: int = MOST,
) -> tuple[Hashable, ...]:
    """Return at most ``most`` bodies of some functions that stand in an area or near it.

    One of each function comes first; bodies inside the area before others, those with more ties
    before those with fewer.
    """
    known = holders(graph) if filled is None else filled
    ranked = [_ranked(graph, area, known.get(function, [])) for function in functions]
    chosen: list[Hashable] = []
    for turn in range(most):
        for bodies in ranked:
            fresh = [b for b in bodies[turn : turn + 1] if b not in chosen]
            chosen += fresh[: most - len(chosen)]
    return tuple(chosen)


def _ranked(graph: nx.Graph[Any], area: Area, bodies: list[Actor]) -> list[Hashable]:
    placed = [(km_from(area, body), body) for body in bodies]
    close = [(km, body) for km, body in placed if km is not None and km <= FAR_KM]
    close.sort(key=lambda pair: (pair[0], -graph.degree(pair[1].key), str(pair[1].key)))
    return [body.key for _, body in close]
