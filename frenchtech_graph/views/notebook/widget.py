"""A map in a notebook whose selection comes back to Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from frenchtech_graph.views.map.inline import THEMES

if TYPE_CHECKING:
    from frenchtech_graph.views.map import InlinePage


class MapWidget(anywidget.AnyWidget):
    """A map. `selected` is the address of the actor selected on it, empty at first."""

    _esm = Path(__file__).with_name("widget.js")
    _css = THEMES
    page = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(640).tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)


def map_widget(shown: InlinePage) -> Any:
    """Return the widget of a page that is shown."""
    return MapWidget(page=shown.html, title=shown.title, height=shown.height)
