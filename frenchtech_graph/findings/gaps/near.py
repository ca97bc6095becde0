"""Who could act on a lack: two or three living bodies of the right function.

A body elsewhere is named only if the area has no such body.
Universities are ranked by the students that the lack is about.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import Any

import networkx as nx

from frenchtech_graph.findings.gaps.areas import Area, communes_of
from frenchtech_graph.findings.measures.distances import kilometres
from frenchtech_graph.findings.standing import heirs_of
from frenchtech_graph.model.annotations import support_functions
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class, Function
from frenchtech_graph.network.model import Actor, each_actor

MOST = 3
FAR_KM = 150.0
"""Farther bodies are not near enough to act."""
WHO_ACTS: dict[str, tuple[str, ...]] = {
    "research": (Function.UNIVERSITY,),
    "laboratories": (Function.UNIVERSITY,),
    "joint units": (Function.UNIVERSITY,),
    "talent from abroad": (Function.UNIVERSITY, Function.COMMUNITY),
    "talent from afar": (Function.UNIVERSITY, Function.COMMUNITY),
    "talent that stays": (Function.COMMUNITY, Function.UNIVERSITY),
    "public research": (Function.UNIVERSITY,),
    "digital workers": (Function.COMMUNITY, Function.UNIVERSITY),
    "research staff": (Function.UNIVERSITY, Function.CLUSTER),
    "research of firms": (Function.CLUSTER, Function.TECHNOLOGY_TRANSFER),
    "computing students": (Function.UNIVERSITY, Function.COMMUNITY),
    "master students": (Function.UNIVERSITY,),
    "fewer doctoral students": (Function.UNIVERSITY,),
    "fewer students from abroad": (Function.UNIVERSITY, Function.COMMUNITY),
    "fewer computing students": (Function.UNIVERSITY, Function.COMMUNITY),
    "fewer laureates": (Function.TECHNOLOGY_TRANSFER, Function.INCUBATOR, Function.UNIVERSITY),
    "less growth": (Function.ACCELERATOR, Function.CLUSTER, Function.INCUBATOR),
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
HEADS_OF = {
    "talent from abroad": "international",
    "fewer students from abroad": "international",
    "talent from afar": "from_far",
    "talent that stays": "second_cycle",
    "digital workers": "computing",
    "computing students": "computing",
    "fewer computing students": "computing",
    "master students": "second_cycle",
    "digital": "computing",
    "other": "engineering",
}
"""Step, or field of a closed list → heads that universities are ranked by; else doctoral students."""
FEWEST_HEADS = 0.1
"""Heads of a university, as a share of the largest in the area, below which it is not named."""
SMALL_WORDS = frozenset(("de", "du", "des", "la", "le", "les", "l", "d", "et"))


def alive(actor: Actor) -> bool:
    """Return whether an actor is no person and is not known to have closed."""
    return actor.living and not actor.person


def holders(graph: nx.Graph[Any]) -> dict[str, list[Actor]]:
    """Return the living actors of each function, by the classes that fill it, and hospitals."""
    functions: dict[str, list[str]] = {}
    for function, kinds in support_functions().items():
        for kind in kinds:
            functions.setdefault(kind, []).append(function)
    found: dict[str, list[Actor]] = {function: [] for function in support_functions()}
    found[Class.HOSPITAL] = []
    for actor in each_actor(graph):
        if alive(actor):
            if actor.kind == Class.HOSPITAL:
                found[Class.HOSPITAL].append(actor)
            for function in functions.get(actor.kind or "", ()):
                found[function].append(actor)
    return found


def km_from(area: Area, actor: Actor) -> float | None:
    """Return the distance of an actor from an area: 0 inside, otherwise km from its centre.

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
    about: str = "",
) -> tuple[Hashable, ...]:
    """Return at most ``most`` bodies of some functions in an area, else near it.

    One of each function comes first. Bodies are ordered by their heads (``about`` is a key of
    `HEADS_OF`), then by their ties.
    """
    known = holders(graph) if filled is None else filled
    heads = _heads_of_bodies(graph, HEADS_OF.get(about, "doctoral"))
    found = [_placed(area, known.get(function, [])) for function in functions]
    inside = any(km == 0 for bodies in found for km, _ in bodies)
    ranked = [
        _ranked(graph, [(km, b) for km, b in bodies if km == 0 or not inside], heads)
        for bodies in found
    ]
    chosen: list[Hashable] = []
    for turn in range(most):
        for bodies in ranked:
            fresh = [b for b in bodies[turn : turn + 1] if b not in chosen]
            chosen += fresh[: most - len(chosen)]
    return tuple(chosen)


def _placed(area: Area, bodies: Iterable[Actor]) -> list[tuple[float, Actor]]:
    placed = ((km_from(area, body), body) for body in bodies)
    return [(km, body) for km, body in placed if km is not None and km <= FAR_KM]


def _ranked(
    graph: nx.Graph[Any], placed: list[tuple[float, Actor]], heads: Mapping[Hashable, float]
) -> list[Hashable]:
    """Return bodies in order. Where heads are known, the smallest bodies are left out."""
    fewest = FEWEST_HEADS * max((heads.get(body.key, 0.0) for _, body in placed), default=0.0)

    def order(pair: tuple[float, Actor]) -> tuple[float, float, int, str]:
        km, body = pair
        return km, -heads.get(body.key, 0.0), -graph.degree(body.key), str(body.key)

    kept = (pair for pair in placed if heads.get(pair[1].key, 0.0) >= fewest)
    return [body.key for _, body in sorted(kept, key=order)]


def _heads_of_bodies(graph: nx.Graph[Any], kind: str) -> Mapping[Hashable, float]:
    """Return the heads of a kind by actor. A successor has the heads of a dissolved body."""
    after, known = heirs_of(graph), _heads(kind)
    teaching = support_functions()[Function.UNIVERSITY]
    found: dict[Hashable, float] = {}
    for actor in each_actor(graph):
        many = known.get(_words(actor.label or ""), 0.0) if actor.kind in teaching else 0.0
        if many:
            key = after.get(actor.key, actor.key)
            found[key] = max(found.get(key, 0.0), many)
    return found


@cache
def _heads(kind: str) -> Mapping[frozenset[str], float]:
    """Return the most heads of a kind that each institution had in a year, by words of its names.

    Short names of one word are left out, for two schools can have the same acronym.
    """
    found: dict[frozenset[str], float] = {}
    from frenchtech_graph.findings.gaps import even_counts  # with the connectors of registers

    called = even_counts.names_of_institutions()
    for year in even_counts.student_years():
        rows = even_counts.students_of(year, year)
        for name, count in zip(rows["institution"], rows[kind], strict=True):
            for key in {_words(other) for other in called[str(name)]}:
                if len(key) > 1 or key == _words(str(name)):
                    found[key] = max(found.get(key, 0.0), float(count))
    return found


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - SMALL_WORDS
