"""Lines between ecosystems: the events in which organisations of both take part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.network.model import Event, actor_of, each_event
from frenchtech_graph.views.site.bilingual import both
from frenchtech_graph.views.site.file_names import LINES, ecosystem_stem
from frenchtech_graph.views.site.material import Material
from frenchtech_graph.views.site.organisation_ties import Sources, year_of
from frenchtech_graph.views.site.pages import Pages
from frenchtech_graph.views.site.paging import cut, file_names, standings

MOST_ACTORS = 6
"""An event of more actors is weak evidence of a connection between towns and makes no line."""
MOST_ON_A_PAGE = 300


@dataclass(frozen=True)
class Line:
    """Two ecosystems, in the order of their ids, and the events that join them."""

    first: str
    second: str
    events: list[Event]

    @property
    def stem(self) -> str:
        """The file name of its page."""
        return f"{ecosystem_stem(self.first)}_{ecosystem_stem(self.second)}"


def lines(material: Material) -> list[Line]:
    """Return the lines between ecosystems, the lines with most events first."""
    found: dict[tuple[str, str], list[Event]] = {}
    for event in sorted(each_event(material.graph), key=lambda e: str(e.key)):
        if len(event.parts) <= MOST_ACTORS:
            for pair in _pairs(material, event):
                found.setdefault(pair, []).append(event)
    made = [Line(*pair, events) for pair, events in found.items()]
    return sorted(made, key=lambda line: (-len(line.events), line.first, line.second))


def _pairs(material: Material, event: Event) -> set[tuple[str, str]]:
    """Return the pairs of ecosystems that an event joins, without pairs that one actor belongs to."""
    around = [set(material.around(actor_of(material.graph, key))) for key in event.parts]
    found = set()
    for one, other in combinations(around, 2):
        found |= {(min(a, b), max(a, b)) for a in one - other for b in other - one}
    return found


def line_pages(pages: Pages, line: Line) -> Iterator[tuple[str, str]]:
    """Yield the pages of a line: its events, newest first, with who took part and the sources."""
    material = pages.material
    events = sorted(line.events, key=lambda e: (-(year_of(e) or 0), str(e.key)))
    parts = cut(events, MOST_ON_A_PAGE)
    names = file_names(line.stem, len(parts))
    for name, shown, standing in zip(names, parts, standings(names), strict=True):
        sources = Sources(material.facts)
        path = f"{LINES}/{name}"
        yield (
            path,
            pages.render(
                "line.html",
                path,
                index=False,
                ends=[
                    (
                        material.names[e],
                        f"../e/{ecosystem_stem(e)}.html"
                        if e in {row["ecosystem"] for row in material.written_ecosystems}
                        else None,
                    )
                    for e in (line.first, line.second)
                ],
                total=len(events),
                rows=[_row(material, event, sources) for event in shown],
                sources=sources.rows,
                **standing,
            ),
        )


def _row(material: Material, event: Event, sources: Sources) -> dict[str, Any]:
    ends = []
    for key, part in event.parts.items():
        stem = material.pages.get(str(key))
        name = str(actor_of(material.graph, key).label or key)
        role = material.role(part.get("role")) if part.get("role") else None
        ends.append((name, f"../o/{stem}.html" if stem else None, role))
    amount = event.amount_eur
    return {
        "kind": material.term(event.kind),
        "when": both({lang: t.when(event) for lang, t in material.wordings.items()}),
        "label": str(event.label or ""),
        "money": {lang: t.euros(amount) for lang, t in material.wordings.items()}
        if amount
        else None,
        "ends": sorted(ends, key=lambda end: alphabetical(end[0])),
        "marks": sources.numbered(sorted(set(event.pages))),
    }
