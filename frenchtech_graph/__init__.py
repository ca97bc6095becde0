"""The knowledge graph of French Tech ecosystems: build it, query it, see its hubs and its gaps."""

from typing import Any

from frenchtech_graph.version import __version__ as __version__

__all__ = ["EcosystemGraph", "build", "open_graph"]


def __getattr__(name: str) -> Any:
    # Imported when first asked for: the command line must start at once.
    if name in __all__:
        from frenchtech_graph import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
