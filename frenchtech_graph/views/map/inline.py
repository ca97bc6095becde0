"""A page shown inside a notebook: in a frame of its own, which can reach neither the notebook nor
the web.
"""

from __future__ import annotations

from html import escape
from typing import Any

from frenchtech_graph.views.map.contents import Network
from frenchtech_graph.views.map.write import map_html

SANDBOX = "allow-scripts allow-downloads allow-popups allow-modals"


class InlinePage:
    """A whole page that a notebook displays in a frame of `height` pixels."""

    def __init__(self, html: str, height: int = 680) -> None:
        self.html = html
        self.height = height

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="{SANDBOX}" srcdoc="{escape(self.html)}" loading="lazy" '
            f'style="width:100%;height:{self.height}px;border:1px solid #ccc"></iframe>'
        )


def inline_map(graph: Network, *, height: int = 680, **options: Any) -> InlinePage:
    """Return a map that a notebook displays inline; `options` are those of `write_map`."""
    return InlinePage(map_html(graph, **options), height)
