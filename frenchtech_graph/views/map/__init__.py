"""Maps of a network: pages that open from disk, need no network, and show where each tie comes
from.
"""

from frenchtech_graph.views.map.inline import InlinePage, inline_map
from frenchtech_graph.views.map.write import map_html, write_map

__all__ = ["InlinePage", "inline_map", "map_html", "write_map"]
