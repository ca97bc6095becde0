"""Who works for a place from elsewhere: funds and other bodies whose area of action contains it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.gaps.areas import communes_of
from frenchtech_graph.findings.standing import Standing
from frenchtech_graph.io.words import beside
from frenchtech_graph.model.places import COUNTRY, load
from frenchtech_graph.network.filters import inside
from frenchtech_graph.network.model import Actor, Network, each_actor, events_of
from frenchtech_graph.network.selection import place_codes

_WORDS = beside(__file__)
COLUMNS = ("iri", "label", "kind", "pillars", "stands_in", "area", "extent", "events")
WHOLE, PART = "whole", "part"
LEAST = 0.1
"""Share of the communes of a place that an area must hold: territories overlap at their edges."""


def reaching(graph: nx.Graph[Any], *, where: str | None = None) -> pd.DataFrame:
    """Return the living bodies that say they work for a place and have no seat or site there.

    A body that works for all of France is left out, because it does not distinguish places. Without
    ``where``, all bodies with an area of action. Columns: ``iri``, ``label``, ``kind``,
    ``pillars``, ``stands_in`` (place of its seat, or None), ``area`` (names of the places it works
    for), ``extent`` (`whole` or `part` of the place) and ``events`` (shared with actors of the
    place). Most events first, then by name.

    Raises:
        BilingualError: no such place, or several.
    """
    codes = None if where is None else place_codes(graph, where)
    is_here, standing = inside(codes), Standing(graph)
    wanted = _communes(codes)
    here = {actor.key for actor in each_actor(graph) if is_here(actor)}
    rows = []
    for actor in each_actor(graph):
        areas = [p for p in actor.covers if p != COUNTRY]
        covered = frozenset().union(*(communes_of(p) for p in areas))
        if not covered or actor.person or not standing.names(actor):
            continue
        share = len(covered & wanted) / max(len(wanted), 1)
        if codes is not None and (actor.key in here or share < LEAST):
            continue
        extent = WHOLE if wanted <= covered else PART
        rows.append(_row(graph, actor, areas, extent, here))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(
        ["events", "label"], ascending=[False, True], ignore_index=True, kind="stable"
    )


def _communes(codes: str | tuple[str, ...] | None) -> frozenset[str]:
    stated = (codes,) if isinstance(codes, str) else codes or ()
    return frozenset().union(*(communes_of(code) for code in stated))


def _row(
    graph: Network, actor: Actor, areas: list[str], extent: str, here: set[Hashable]
) -> dict[str, Any]:
    shared = sum(
        not here.isdisjoint(set(e.parts) - {actor.key}) for e in events_of(graph, actor.key)
    )
    return {
        "iri": actor.key,
        "label": actor.label or str(actor.key),
        "kind": actor.kind,
        "pillars": tuple(actor.pillars),
        "stands_in": actor.place_label,
        "area": ", ".join(load().by_id[p].name for p in areas),
        "extent": extent,
        "events": shared,
    }


def reach_sentence(row: Mapping[Any, Any] | pd.Series[Any], lang: str) -> str:
    """Explain a row of `reaching` in a sentence.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    wording.check_language(lang)
    key = f"{'seated' if row['stands_in'] else 'unseated'} {'tied' if row['events'] else 'untied'}"
    return _WORDS.text(
        key, lang, label=row["label"], seat=row["stands_in"], area=row["area"], n=int(row["events"])
    )
