"""A page shown inside a notebook: in a frame of its own, which can reach neither the notebook nor
the web.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from typing import Any

from frenchtech_graph.views.map.contents import Network
from frenchtech_graph.views.map.write import map_html

FRAME = "frenchtech-frame"
"""CSS class of the frames."""
THEMES = (
    f'body[data-jp-theme-light="false"] .{FRAME},body.vscode-dark .{FRAME},'
    f'html[theme="dark"] .{FRAME}{{color-scheme:dark}}'
    f'body[data-jp-theme-light="true"] .{FRAME},body.vscode-light .{FRAME}{{color-scheme:light}}'
)
"""Rules that give a frame the theme of JupyterLab, VS Code or Colab: a page in a frame prefers the
colour scheme of its frame.
"""
SANDBOX = "allow-scripts allow-downloads allow-popups allow-modals"


@dataclass(frozen=True)
class InlinePage:
    """A whole page that a notebook displays in a frame of `height` pixels.

    `picture` is a PNG for where frames are taken out: on a forge, or in a notebook that is not
    trusted. The frame covers it.
    """

    html: str
    height: int = 680
    title: str = ""
    picture: bytes = b""

    def _repr_html_(self) -> str:
        if not self.picture:
            return self._frame("")
        data = base64.b64encode(self.picture).decode("ascii")
        return (
            f'<div style="position:relative;height:{self.height}px;overflow:hidden">'
            f'<img alt="{escape(self.title)}" src="data:image/png;base64,{data}">'
            f"{self._frame('position:absolute;top:0;left:0;background:Canvas;')}</div>"
        )

    def _frame(self, style: str) -> str:
        return (
            f'<style>{THEMES}</style><iframe class="{FRAME}" sandbox="{SANDBOX}" '
            f'srcdoc="{escape(self.html)}" loading="lazy" '
            f'title="{escape(self.title)}" style="{style}box-sizing:border-box;width:100%;'
            f'height:{self.height}px;border:1px solid #ccc"></iframe>'
        )

    def __repr__(self) -> str:
        """Return its title: a console shows no pages."""
        return f"<{self.title or 'page'}>"


def inline_map(graph: Network, *, height: int = 680, **options: Any) -> InlinePage:
    """Return a map that a notebook displays inline. `options` are the options of `write_map`."""
    return InlinePage(map_html(graph, **options), height)
