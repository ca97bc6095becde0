"""A site without findings: its organisations, sectors, lines and search, written in a second."""

from __future__ import annotations

from pathlib import Path

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.views.site import write_site
from frenchtech_graph.views.site.material import Material
from frenchtech_graph.views.site.publisher import Publisher


def material(
    graph: EcosystemGraph,
    publisher: Publisher | None = None,
    only: frozenset[str] | None = None,
) -> Material:
    """Return what a site of a graph is written from, without the findings of its ecosystems."""
    return Material(
        graph=graph.network,
        store=graph.store,
        labels=graph.labels,
        facts=graph.source_facts,
        title=graph.titles or dict.fromkeys(("fr", "en"), "Lille"),
        only=only,
        publisher=publisher or Publisher(),
        manifest=graph.manifest,
        findings={},
        key=graph._key,
    )


def bare_site(
    graph: EcosystemGraph,
    folder: Path,
    *,
    publisher: Publisher | None = None,
    address: str = "",
    with_downloads: bool = False,
    only: frozenset[str] | None = None,
) -> Path:
    """Write the site of a graph without findings, and return its folder."""
    made = material(graph, publisher, only)
    return write_site(folder, made, address=address, with_downloads=with_downloads).parent
