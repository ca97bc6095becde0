"""Pages for sectors: their start-ups, and the organisations that serve them, by ecosystem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.network.model import Actor
from frenchtech_graph.views.site.file_names import SECTORS, stem
from frenchtech_graph.views.site.material import Material
from frenchtech_graph.views.site.pages import Pages
from frenchtech_graph.views.site.paging import cut, file_names, standings

MOST_LISTED = 1500
"""Organisations on one page of a sector."""


def sector_pages(pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the list of sectors, then the pages of each."""
    material = pages.material
    by_sector: dict[str, list[Actor]] = {}
    for actor in material.organisations:
        for sector in actor.sectors:
            by_sector.setdefault(sector, []).append(actor)
    ordered = sorted(by_sector, key=lambda s: (-len(by_sector[s]), s))
    rows = [(stem(sector), material.term(sector), len(by_sector[sector])) for sector in ordered]
    path = f"{SECTORS}/index.html"
    yield path, pages.render("sectors.html", path, rows=rows)
    for sector in sorted(by_sector):
        yield from _pages(pages, sector, by_sector[sector])


def _pages(pages: Pages, sector: str, actors: list[Actor]) -> Iterator[tuple[str, str]]:
    material = pages.material
    ordered = sorted(actors, key=lambda a: (not a.venture, alphabetical(str(a.label)), str(a.key)))
    parts = cut(ordered, MOST_LISTED)
    names = file_names(stem(sector), len(parts))
    for name, shown, standing in zip(names, parts, standings(names), strict=True):
        path = f"{SECTORS}/{name}"
        yield (
            path,
            pages.render(
                "sector.html",
                path,
                title=material.term(sector),
                total=len(actors),
                groups=_groups(material, shown),
                **standing,
            ),
        )


def _groups(material: Material, actors: Sequence[Actor]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return young firms, then the others, with their towns."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for actor in actors:
        entry = {
            "name": str(actor.label),
            "link": f"../o/{material.pages[str(actor.key)]}.html",
            "kind": material.term(actor.kind),
            "place": actor.place_label or "",
        }
        groups.setdefault("ventures" if actor.venture else "others", []).append(entry)
    return list(groups.items())
