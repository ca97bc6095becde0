"""The page of a very large network and the geographic page: the same template, a camera of our own.

The large page carries sigma (WebGL) for machines with a graphics card; elsewhere, and on the
geographic page, the batches of the network page are painted on a plain canvas.
"""

from __future__ import annotations

from pathlib import Path

from frenchtech_graph.views.map import html_page as page
from frenchtech_graph.views.map.payload import Model

SIGMA = Path(__file__).parent / "vendor" / "sigma.bundle.js"


def webgl_html(model: Model) -> str:
    """Return the page of a large network."""
    return _html("map.html", model, [SIGMA.read_text(encoding="utf-8"), page.bundle("webgl.js")])


def geo_html(model: Model) -> str:
    """Return the geographic page; the model must be geographic."""
    return _html("geo.html", model, [page.bundle("geo.js")])


def _html(template: str, model: Model, scripts: list[str]) -> str:
    style = (page.TEMPLATES / "map.css").read_text(encoding="utf-8")
    found = page.environment().get_template(template)
    return found.render(model=model, words=page.words(), **page.sealed(scripts, style))
