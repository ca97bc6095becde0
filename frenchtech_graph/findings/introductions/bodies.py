"""Laboratories and support bodies that suit a firm like this one: their work, and their distance."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from math import log
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.gaps.areas import Area, asked
from frenchtech_graph.findings.gaps.near import holders, km_from
from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.model.terms import Class, Function
from frenchtech_graph.network.model import Actor, actor_of

LABORATORIES = (Function.RESEARCH_LABORATORY,)
SUPPORT = (
    Function.INCUBATOR,
    Function.ACCELERATOR,
    Function.TECHNOLOGY_TRANSFER,
    Function.STUDENT_ENTREPRENEURSHIP,
    Function.CLUSTER,
    Function.SHARED_PLACE,
)
NATIONAL = (Class.RESEARCH_ORGANIZATION,)
"""Bodies of the whole country: a firm meets one of their laboratories."""
NEAR_KM = 50.0
"""Distance at which a body counts half of what it would next door."""
EXAMPLES = 3
COLUMNS = (
    "iri",
    "label",
    "rank",
    "score",
    "firms",
    "like",
    "km",
    "own_sector",
    "functions",
    "examples",
)


def labs_for(
    graph: nx.Graph[Any], *, sector: str | None = None, where: str | None = None, most: int = 10
) -> pd.DataFrame:
    """Return the laboratories that worked with firms of a sector, the nearest first among equals.

    Columns as `support_for` says.

    Raises:
        BilingualError: no such place.
    """
    return _bodies_for(graph, LABORATORIES, sector, where, most)


def support_for(
    graph: nx.Graph[Any], *, sector: str | None = None, where: str | None = None, most: int = 10
) -> pd.DataFrame:
    """Return the incubators, accelerators, clusters and transfer bodies that suit a firm.

    Columns:

    - ``firms`` it shares an event with.
    - ``like``: number of them in the sector (every firm if no sector is given).
    - ``km`` from the place (0 inside, NaN if unknown).
    - ``own_sector``: the sector is its own.
    - ``functions`` it fills.
    - ``examples``: similar firms.

    The score is the log of one plus the similar firms, plus one if the sector is its own, minus the
    log of the distance in steps of 50 km. Bodies of unknown place come last among equals. Closed
    bodies are left out.

    Raises:
        BilingualError: no such place.
    """
    return _bodies_for(graph, SUPPORT, sector, where, most)


def _bodies_for(
    graph: nx.Graph[Any],
    functions: Iterable[str],
    sector: str | None,
    where: str | None,
    most: int,
) -> pd.DataFrame:
    area = asked(where)[0] if where else None
    filled: dict[Hashable, tuple[Actor, list[str]]] = {}
    known = holders(graph)
    for function in functions:
        for body in (b for b in known[function] if b.kind not in NATIONAL):
            filled.setdefault(body.key, (body, []))[1].append(function)
    rows = [_row(graph, body, does, sector, area) for body, does in filled.values()]
    suited = [r for r in rows if r["like"] or r["own_sector"] or sector is None]
    suited.sort(key=lambda r: (-r["score"], alphabetical(r["label"]), r["iri"]))
    best = [{**row, "rank": rank} for rank, row in enumerate(suited[:most], start=1)]
    return pd.DataFrame(best, columns=list(COLUMNS))


def _row(
    graph: nx.Graph[Any], body: Actor, does: list[str], sector: str | None, area: Area | None
) -> dict[str, Any]:
    firms = [f for f in _partners(graph, body.key) if f.venture]
    like = [f for f in firms if sector is None or sector in f.sectors]
    own = sector is not None and sector in body.sectors
    km = km_from(area, body) if area else None
    away = (km if km is not None else 4 * NEAR_KM) if area else 0.0
    return {
        "iri": str(body.key),
        "label": str(body.label or body.key),
        "score": log(1 + len(like) + own) - log(1 + away / NEAR_KM),
        "firms": len(firms),
        "like": len(like),
        "km": float("nan") if km is None else km,
        "own_sector": own,
        "functions": tuple(does),
        "examples": tuple(
            sorted((str(f.label or f.key) for f in like), key=alphabetical)[:EXAMPLES]
        ),
    }


def _partners(graph: nx.Graph[Any], body: Hashable) -> list[Actor]:
    found = {other for event in graph[body] for other in graph[event] if other != body}
    return [actor_of(graph, other) for other in sorted(found, key=str)]
