"""The French Tech ecosystems: label, territory, and counts of their contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.measures.rows import Row, rows_of
from frenchtech_graph.model import territories
from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.model.territories import Ecosystem
from frenchtech_graph.network.model import Actor, each_actor, each_event

PILLARS = (
    Contribution.TALENT,
    Contribution.TECHNOLOGY,
    Contribution.FINANCE,
    Contribution.CONNECTION,
    Contribution.VENTURE,
)
COLUMNS = (
    "ecosystem",
    "name_fr",
    "name_en",
    "label",
    "until",
    "basis",
    "communes",
    *PILLARS,
    "actors",
    "ties",
)


def ecosystems(graph: nx.Graph[Any]) -> pd.DataFrame:
    """Return one row per holder of a territorial label, most actors first.

    An actor counts if it is located in the territory, and only while it is active. Thematic
    networks have no territory and no row. Columns as `EcosystemGraph.ecosystems` says.
    """
    table = territories.load()
    living = [a for a in each_actor(graph) if not a.person and a.living and a.place]
    by_place: dict[str, list[Actor]] = {}
    for actor in living:
        by_place.setdefault(str(actor.place), []).append(actor)
    tied = _events_of(graph)
    rows = [_row(one, table, by_place, tied) for one in table.by_id.values() if not one.is_thematic]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(
        ["actors", "ecosystem"], ascending=[False, True], ignore_index=True, kind="stable"
    )


def _events_of(graph: nx.Graph[Any]) -> dict[Any, set[Any]]:
    found: dict[Any, set[Any]] = {}
    for event in each_event(graph):
        for edge in event.edges:
            found.setdefault(edge.actor, set()).add(event.key)
    return found


def _row(
    one: Ecosystem,
    table: territories.Territories,
    by_place: dict[str, list[Actor]],
    tied: dict[Any, set[Any]],
) -> dict[str, Any]:
    places = table.communes(one) | {area.place for area in one.areas}
    actors = [actor for place in sorted(places) for actor in by_place.get(place, ())]
    counts = {p: sum(p in actor.pillars for actor in actors) for p in PILLARS}
    events: set[Any] = set().union(*(tied.get(a.key, set()) for a in actors))
    return {
        "ecosystem": one.id,
        "name_fr": one.names["fr"],
        "name_en": one.names["en"],
        "label": one.label,
        "until": one.last_year,
        "basis": one.basis,
        "communes": len(table.communes(one)),
        **counts,
        "actors": len(actors),
        "ties": len(events),
    }


def ecosystems_of_today(graph: nx.Graph[Any]) -> list[Row]:
    """Return the ecosystems of today that have actors, most actors first.

    An ecosystem is left out if another one took it over. It is also left out if its label has ended
    and the territory of a current holder contains its whole territory.
    """
    table = territories.load()
    held = [one for one in table.by_id.values() if one.held(table.last_class)]
    return [
        row
        for row in rows_of(ecosystems(graph))
        if row["actors"]
        and not table.by_id[row["ecosystem"]].successor
        and not _within_another(table.by_id[row["ecosystem"]], held)
    ]


def _within_another(one: Ecosystem, held: Sequence[Ecosystem]) -> bool:
    own = places_of(one.id)
    return one not in held and any(own <= places_of(other.id) for other in held)


def places_of(identifier: str) -> frozenset[str]:
    """Return the codes of the places of an ecosystem."""
    one = territories.load().by_id[identifier]
    return territories.load().communes(one) | {area.place for area in one.areas}
