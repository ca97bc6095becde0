"""Functions that an ecosystem needs, and whether a place has each of them within reach."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.measures.distances import centres, kilometres, position_of
from frenchtech_graph.findings.measures.histories import is_round
from frenchtech_graph.findings.measures.membership import ATTRIBUTES, values_of
from frenchtech_graph.findings.texts import say
from frenchtech_graph.model.annotations import support_functions
from frenchtech_graph.model.terms import Function
from frenchtech_graph.network.model import Event, actor_of, each_event
from frenchtech_graph.network.projections import actors as actors_of

SEED_EUR = 3_000_000
"""A fund gives seed finance if it took part in a round of at most this, or in a firm's first
recorded round.
"""
MOST_UNPLACED = 0.1
"""Share of the holders of a function without a known place, above which none is called absent."""
COLUMNS = (
    "place",
    "function",
    "status",
    "within",
    "nearest",
    "nearest_label",
    "km",
    "unplaced",
    "firms",
)


def missing_functions(
    graph: nx.Graph[Any],
    *,
    place: str = "department",
    radius_km: float = 50.0,
    fewest_firms: int = 5,
) -> pd.DataFrame:
    """Return one row per place and function: present in the place, within ``radius_km``, or no
    data.

    Places have at least ``fewest_firms`` young firms. Distances start from the mean position of the
    place's actors. An actor of the place itself is within reach without coordinates. ``status`` is
    `present`, `absent` or `no data`. It is `absent` if other places have the function and no actor
    within reach is *recorded*. It is `no data` if no place has the function, the place has no
    position, or more than a tenth of the actors with the function are not placed, so that an
    absence has no meaning. ``within`` is the number of actors within reach. ``nearest`` (IRI),
    ``nearest_label`` and ``km`` describe the closest one. ``unplaced`` is the number of actors of
    the function without a place.

    Raises:
        ValueError: ``place`` is not a place, or the radius is negative.
    """
    if place not in ("city", "department", "region") or radius_km < 0:
        raise ValueError(
            f"places are city, department or region and a radius is positive; not {place!r},"
            f" {radius_km}"
        )
    actors = actors_of(graph)
    positions = centres(graph, actors, ATTRIBUTES[place])
    firms: dict[str, int] = {}
    for actor in actors:
        if actor_of(graph, actor).venture and actor_of(graph, actor).here:
            for name in values_of(graph.nodes[actor], place):
                firms[name] = firms.get(name, 0) + 1
    holders = _holders(graph, actors)
    in_part = "place" in graph.graph.get("filters", {})  # nothing is known of its neighbours
    rows = []
    for name in sorted(n for n, count in firms.items() if count >= fewest_firms):
        for function, found in holders.items():
            reach = _reach(graph, found, name, place, positions.get(name))
            unplaced = sum(_unplaced(graph.nodes[a], place) for a in found)
            doubtful = in_part or unplaced > MOST_UNPLACED * len(found)
            row = _status(graph, reach, radius_km, doubtful)
            rows.append(
                {
                    "place": name,
                    "function": function,
                    **row,
                    "unplaced": unplaced,
                    "firms": firms[name],
                }
            )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame.attrs.update(place=place, radius_km=radius_km)
    return frame


def _holders(graph: nx.Graph[Any], actors: list[Hashable]) -> dict[str, list[Hashable]]:
    seed = _seed_funders(graph)
    found: dict[str, list[Hashable]] = {}
    for function, kinds in support_functions().items():
        of_kind = [a for a in actors if actor_of(graph, a).kind in kinds]
        if function == Function.SEED_FINANCE:
            of_kind = [a for a in of_kind if a in seed]
        found[function.replace("-", " ")] = of_kind
    return found


def _seed_funders(graph: nx.Graph[Any]) -> set[Hashable]:
    """Return the actors that took part in a small round, or in the first recorded round of a
    firm.
    """
    rounds: dict[Hashable, list[Event]] = {}
    funders: set[Hashable] = set()
    for event in each_event(graph):
        if not is_round(event):
            continue
        if event.amount_eur is not None and event.amount_eur <= SEED_EUR:
            funders.update(event.sources)
        if event.start is not None:
            for firm in event.targets:
                rounds.setdefault(firm, []).append(event)
    for found in rounds.values():
        first = min(str(event.when) for event in found)
        funders.update(*(event.sources for event in found if event.when == first))
    return funders


def _reach(
    graph: nx.Graph[Any],
    found: list[Hashable],
    name: str,
    place: str,
    centre: tuple[float, float] | None,
) -> list[tuple[float, str, Hashable]] | None:
    """Return distances of the actors with a function, nearest first, or None if they are unknown."""
    reach = []
    for actor in found:
        inside = name in values_of(graph.nodes[actor], place)
        km = 0.0 if inside else kilometres(centre, position_of(graph.nodes[actor]))
        if km == km:  # noqa: PLR0124
            reach.append((km, str(actor), actor))
    return sorted(reach, key=lambda r: r[:2]) or None


def _unplaced(attributes: Mapping[str, Any], place: str) -> bool:
    return position_of(dict(attributes)) is None and not values_of(dict(attributes), place)


def _status(
    graph: nx.Graph[Any],
    reach: list[tuple[float, str, Hashable]] | None,
    radius_km: float,
    doubtful: bool,
) -> Mapping[str, Any]:
    if reach is None:
        return {
            "status": "no data",
            "within": None,
            "nearest": None,
            "nearest_label": None,
            "km": float("nan"),
        }
    km, _, actor = reach[0]
    return {
        "status": "present" if km <= radius_km else "no data" if doubtful else "absent",
        "within": sum(r[0] <= radius_km for r in reach),
        "nearest": actor,
        "nearest_label": actor_of(graph, actor).label,
        "km": km,
    }


def function_sentence(
    row: Mapping[Any, Any] | pd.Series[Any], lang: str, labels: wording.Labels | None = None
) -> str:
    """Return a row of `missing_functions` as a sentence for a reader without statistics.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    nowhere = row["status"] == "no data" or row["within"] is None
    words = {
        "place": wording.label_of(row["place"], lang, labels),
        "function": say(f"function {row['function']}", lang),
        "within": "" if nowhere else wording.number(float(row["within"]), lang, 0),
        "nearest": wording.called(row["nearest_label"], ""),
        "km": wording.number(row["km"], lang, 0),
    }
    return say(f"missing {row['status']}", lang, **words)
