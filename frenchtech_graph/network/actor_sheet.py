"""One actor of a network: its attributes, and its ties with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.network.lookup import actor_of

COLUMNS = ("event", "kind", "label", "start", "end", "role", "partner", "partner_label", "sources")


@dataclass(frozen=True)
class ActorSheet:
    """An actor: address, name, class, pillars, place (INSEE codes), sectors, stage, dates, ties.

    An unknown value is None. `ties` has one row per event and partner: `event`,
    `kind`, `label`, `start` and `end` (years), `role` of the actor, `partner` and `partner_label`
    (None: no other actor is known), `sources` (addresses).
    """

    iri: str
    label: str
    kind: str | None
    person: bool
    pillars: tuple[str, ...]
    place: str | None
    place_label: str | None
    department: str | None
    region: str | None
    sectors: tuple[str, ...]
    stage: str | None
    created: str | None
    closed: str | None
    ties: pd.DataFrame


def actor_sheet(graph: nx.Graph[Any], name: str) -> ActorSheet:
    """Return the sheet of an actor, by its name or address.

    Raises:
        BilingualError: no actor, or several, have this name.
    """
    iri = actor_of(graph, name, parameter="actor")
    facts = graph.nodes[iri]
    names = ("kind", "place", "place_label", "department", "region", "stage", "created", "closed")
    return ActorSheet(
        iri=iri,
        label=str(facts.get("label") or iri),
        person=bool(facts.get("person")),
        pillars=tuple(facts.get("pillars") or ()),
        sectors=tuple(facts.get("sectors") or ()),
        ties=_ties(graph, iri),
        **{key: facts.get(key) for key in names},
    )


def partners(ties: pd.DataFrame) -> pd.DataFrame:
    """Return the partners of a sheet, most ties first.

    Columns: ``partner``, ``partner_label``, ``ties`` (events), ``kinds`` (list), ``since`` and
    ``until`` (years), ``sources`` (list of addresses).
    """
    known = ties[ties["partner"].notna()]
    grouped = known.groupby(["partner", "partner_label"], sort=False)
    frame = grouped.agg(
        ties=("event", "nunique"),
        kinds=("kind", lambda kinds: sorted(set(kinds))),
        since=("start", "min"),
        until=("start", "max"),
        sources=("sources", lambda pages: sorted({p for several in pages for p in several})),
    ).reset_index()
    return frame.sort_values(["ties", "partner_label"], ascending=[False, True], ignore_index=True)


def _ties(graph: nx.Graph[Any], iri: str) -> pd.DataFrame:
    rows = []
    for event in sorted(graph[iri]):
        facts, edge = graph.nodes[event], graph.edges[iri, event]
        shared = [event, facts.get("kind"), facts.get("label"), facts.get("start")]
        shared += [facts.get("end"), edge.get("role")]
        sources = tuple(edge.get("sources") or ())
        for partner in [p for p in sorted(graph[event]) if p != iri] or [None]:
            label = None if partner is None else graph.nodes[partner].get("label")
            rows.append((*shared, partner, label, sources))
    return pd.DataFrame(rows, columns=list(COLUMNS))
