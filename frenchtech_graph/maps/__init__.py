"""Maps of a network: pages that open from disk, need no network, and show where each tie comes from."""

from frenchtech_graph.maps.write import write_map

__all__ = ["write_map"]
