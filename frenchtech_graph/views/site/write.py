"""Write a site: a folder of pages, written separately and put in place in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.locks import locked
from frenchtech_graph.io.swap import swapped_in
from frenchtech_graph.views.map.html_page import IMPORT, bundle
from frenchtech_graph.views.site.country_map import country
from frenchtech_graph.views.site.downloads import downloads
from frenchtech_graph.views.site.ecosystem_pages import ecosystem_pages
from frenchtech_graph.views.site.file_names import ECOSYSTEMS, ecosystem_stem
from frenchtech_graph.views.site.lines import line_pages, lines
from frenchtech_graph.views.site.material import Material
from frenchtech_graph.views.site.organisation_pages import organisation_pages
from frenchtech_graph.views.site.pages import Pages
from frenchtech_graph.views.site.question_pages import question_pages
from frenchtech_graph.views.site.search_data import FILE, search_data
from frenchtech_graph.views.site.sector_pages import sector_pages
from frenchtech_graph.views.site.sitemap import sitemaps
from frenchtech_graph.views.site.stamp import FILE as STAMP
from frenchtech_graph.views.site.stamp import stamp

STATIC = Path(__file__).parent / "static"
MARK = "site.css"
"""A file that every site has: a folder with anything in it and not this one is left alone."""
DRAWN_FROM = 15
"""Organisations from which the network of an ecosystem is drawn: a list says as much of fewer."""
LIBRARY = "vis-network.js"
"""The script that all maps of a site share, next to them."""
DrawMap = Callable[[str], str]


def write_site(
    folder: Path,
    material: Material,
    *,
    address: str = "",
    draw: DrawMap | None = None,
    with_downloads: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Path:
    """Write a site into a folder and return its first page.

    Args:
        folder: The folder. An existing site in it is replaced in one step.
        material: The content.
        address: The future web address of the site, empty if unknown.
        draw: Returns the map of an ecosystem as a page, by its id.
        with_downloads: Write the graph as tables, workbook and RDF, too.
        progress: Receives the name of each step.

    Raises:
        BilingualError: the folder contains files that are not part of a site, or another process
            writes there.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise BilingualError("no-site", target=folder)
    pages = Pages(material, address, downloads=with_downloads)
    progress("pages")
    with locked(folder), swapped_in(folder) as fresh:
        for file in sorted(STATIC.iterdir()):
            (fresh / file.name).write_text(_static(file), encoding="utf-8", newline="\n")
        if draw is not None:
            from frenchtech_graph.views.map.pyvis_page import vis_network  # slow to import

            _put(fresh / ECOSYSTEMS / LIBRARY, vis_network().encode("utf-8"))
        for path, text in _files(pages, draw):
            _put(fresh / path, text.encode("utf-8"))
        for path, content in downloads(pages) if with_downloads else ():
            _put(fresh / path, content)
        for path, text in sitemaps(address, pages.listed) if address else ():
            _put(fresh / path, text.encode("utf-8"))
    return folder / "index.html"


def _static(file: Path) -> str:
    """Return a script with the modules it imports, or the text of another file."""
    text = file.read_text(encoding="utf-8")
    return bundle(file.name, STATIC) if IMPORT.search(text) else text


def _put(target: Path, content: bytes) -> None:
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(content)


def _files(pages: Pages, draw: DrawMap | None) -> Iterator[tuple[str, str]]:
    material = pages.material
    joined = lines(material)
    shown = country(material, joined)
    yield (
        "index.html",
        pages.render(
            "index.html", "index.html", map=shown, organisations=len(material.organisations)
        ),
    )
    yield FILE, search_data(material)
    yield STAMP, stamp(material.key)
    yield "search.html", pages.render("search.html", "search.html")
    yield "about.html", pages.render("about.html", "about.html", manifest=material.manifest)
    for row in material.written_ecosystems:
        own = row["ecosystem"]
        around = [line for line in joined if own in (line.first, line.second)]
        drawn = draw if row["actors"] >= DRAWN_FROM else None
        yield from ecosystem_pages(pages, row, around, drawn is not None)
        if drawn is not None:
            yield f"{ECOSYSTEMS}/{ecosystem_stem(own)}-map.html", drawn(own)
    for line in joined:
        yield from line_pages(pages, line)
    yield from sector_pages(pages)
    # Questions of the catalogue are about the whole graph.
    if material.only is None:
        yield from question_pages(pages)
    for actor in material.organisations:
        yield from organisation_pages(pages, actor)
