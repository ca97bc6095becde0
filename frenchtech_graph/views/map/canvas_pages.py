"""The page of a very large network: the same template, a camera of our own.

It contains sigma (WebGL) for machines with a graphics card. Elsewhere a plain canvas shows the
batches of the network page.
"""

from __future__ import annotations

from pathlib import Path

from frenchtech_graph.views.map import html_page as page
from frenchtech_graph.views.map.payload import Model

SIGMA = Path(__file__).parent / "vendor" / "sigma.bundle.js"


def webgl_html(model: Model) -> str:
    """Return the page of a large network."""
    scripts = [page.bundle("first.js"), SIGMA.read_text(encoding="utf-8"), page.bundle("webgl.js")]
    style = (page.TEMPLATES / "map.css").read_text(encoding="utf-8")
    found = page.environment().get_template("map.html")
    return found.render(model=model, words=page.words(), **page.sealed(scripts, style))
