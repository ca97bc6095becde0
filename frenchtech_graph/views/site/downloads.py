"""Files to download from the site: the graph as tables, workbook and RDF, with a description."""

from __future__ import annotations

from collections.abc import Iterator

from frenchtech_graph.exports import FORMATS
from frenchtech_graph.views.site.file_names import DOWNLOADS
from frenchtech_graph.views.site.pages import Pages

OFFERED = ("csv", "xlsx", "turtle")


def downloads(pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Yield the files, then the page that lists their sizes, with licences, dates and sources."""
    material = pages.material
    sizes: list[tuple[str, int]] = []
    for name in OFFERED:
        for file, content in FORMATS[name].write(material.store).items():
            own = file or f"graph{FORMATS[name].ending}"
            sizes.append((own, len(content)))
            yield f"{DOWNLOADS}/{own}", content
    path = f"{DOWNLOADS}/index.html"
    page = pages.render("downloads.html", path, files=sizes, manifest=material.manifest)
    yield path, page.encode("utf-8")
