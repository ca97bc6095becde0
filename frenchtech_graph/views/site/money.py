"""Money that reached the organisations of an ecosystem, as the chart of the report draws it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.network.model import Actor, Event, events_of
from frenchtech_graph.views.report.figures.columns import MILLION, Frame, money_columns
from frenchtech_graph.views.site.bilingual import both
from frenchtech_graph.views.site.material import Material

WIDE = Frame(width=720.0, height=220.0, left=74.0, right=0.0, top=10.0, longest=25, named=8)
COLOURS = 4


def received(material: Material, actors: Iterable[Actor]) -> list[Event]:
    """Return the events with an amount in which one of them receives money."""
    keys = {actor.key for actor in actors}
    events = {
        str(event.key): event
        for key in sorted(map(str, keys))
        for event in events_of(material.graph, key)
        if event.amount_eur and event.flow == Contribution.FINANCE and keys & set(event.targets)
    }
    return [events[key] for key in sorted(events)]


def chart(material: Material, by_year: pd.DataFrame) -> dict[str, Any] | None:
    """Return the shapes of a stacked column chart in both languages, or None if there is no value
    to draw. `by_year` is as `report_contents.money_by_year` returns it.
    """
    figure: dict[str, Any] | None = money_columns(by_year, WIDE)
    if figure is None:
        return None
    totals = by_year.sum(axis=1).loc[figure["first"] : figure["last"]]
    return figure | {
        "columns": [{**bar, "kind": bar["number"] % COLOURS} for bar in figure["bars"]],
        "ticks": [_tick(material, **tick) for tick in figure["ticks"]],
        "kinds": [(n % COLOURS, material.term(kind)) for n, kind in enumerate(figure["kinds"])],
        "rows": [(year, euros_of(material, total)) for year, total in totals.items() if total],
    }


def euros_of(material: Material, amount: float) -> Any:
    """Return an amount as both languages write it."""
    return both({lang: t.euros(amount) for lang, t in material.wordings.items()})


def _tick(material: Material, y: float, value: float) -> dict[str, Any]:
    texts = {
        lang: t.euros(value * MILLION) if value else "0" for lang, t in material.wordings.items()
    }
    return {"y": y, "fr": texts["fr"], "en": texts["en"]}
