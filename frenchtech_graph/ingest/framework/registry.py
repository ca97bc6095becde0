"""All connectors by name, found in the families of `ingest/connectors/`.

A module there offers one `CONNECTOR`, or several `CONNECTORS`. `rank` in the TOML file of a source
is its position in the list: the most valuable sources come first, sources that need others last.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache

from frenchtech_graph.ingest import connectors as families
from frenchtech_graph.ingest.framework import mapping
from frenchtech_graph.ingest.framework.connector import Connector
from frenchtech_graph.ingest.tables.cell_forms import suggestion
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.model.names import nearest


@cache
def connectors() -> Mapping[str, Connector]:
    """Return the connectors by name, in their order."""
    found = {c.about.id: c for c in _offered()}
    return dict(sorted(found.items(), key=lambda item: int(mapping.load(item[0]).text["rank"])))


def _offered() -> Iterator[Connector]:
    for module in pkgutil.walk_packages(families.__path__, f"{families.__name__}."):
        offered = importlib.import_module(module.name)
        yield from getattr(offered, "CONNECTORS", ())
        if isinstance(one := getattr(offered, "CONNECTOR", None), Connector):
            yield one


def find(name: str) -> Connector:
    """Return the connector of a name.

    Raises:
        FaultsError: the name is unknown. Similar names are suggested.
    """
    known = connectors()
    if name not in known:
        raise FaultsError(
            [Fault(name, 0, "", "", "unknown-source", suggestion(nearest(name, known)))]
        )
    return known[name]
