"""The knowledge graph of French Tech ecosystems: build it, query it, see its hubs and its gaps.

>>> from frenchtech_graph import EcosystemGraph
>>> graph = EcosystemGraph.build("lille")                             # doctest: +SKIP
"""

from typing import TYPE_CHECKING as _TYPE_CHECKING

from frenchtech_graph.version import __version__ as __version__

if _TYPE_CHECKING:
    from frenchtech_graph.api import EcosystemGraph as EcosystemGraph
    from frenchtech_graph.api import build as build
    from frenchtech_graph.api import open_graph as open_graph
    from frenchtech_graph.graph.build import NotConformingError as NotConformingError
    from frenchtech_graph.graph.store import NotBuiltError as NotBuiltError
    from frenchtech_graph.io.errors import BilingualError as BilingualError
    from frenchtech_graph.io.faults import FaultsError as FaultsError

_PLACES = {
    "EcosystemGraph": "api",
    "BilingualError": "io.errors",
    "FaultsError": "io.faults",
    "NotBuiltError": "graph.store",
    "NotConformingError": "graph.build",
}
_OLD = ("build", "open_graph")
__all__ = ["BilingualError", "EcosystemGraph", "FaultsError", "NotBuiltError", "NotConformingError"]


def __dir__() -> list[str]:
    """Return the names that are meant for users."""
    return sorted([*__all__, "__version__"])


if not _TYPE_CHECKING:  # a type checker would take every name for one of ours

    def __getattr__(name: str) -> object:
        """Return a name of ours, imported when first asked for: the command line starts at once."""
        from importlib import import_module

        place = "api" if name in _OLD else _PLACES.get(name)
        if place is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{place}"), name)
