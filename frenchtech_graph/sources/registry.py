"""All connectors by name, in the order of what they are worth, those that need others last."""

import importlib
from collections.abc import Mapping
from functools import cache

from frenchtech_graph.faults import Fault, FaultsError
from frenchtech_graph.names import nearest
from frenchtech_graph.sources.cells import suggestion
from frenchtech_graph.sources.connector import Connector

NAMES = (
    "rnsr",
    "institutions",
    "ilab",
    "inov",
    "iphd",
    "eu_projects",
    "horizon",
    "h2020",
    "bodacc",
    "ror",
    "next40",
    "recherche_entreprises",
    "cordis",
    "wikidata",
    "eurio",
    "sirene",
    "scanr",
    "gleif",
    "anr",
    "hal",
    "openalex",
    "rounds2023",
    "rounds2024",
    "rounds2024v2",
    "rounds2025",
    "organizations2025",
    "rnsr_stic",
    "ai_labs",
    "lafrenchtech2018",
    "investments2013",
    "acquisitions2013",
    "acquisitions2015",
    "rnsr_ror",
    "pic_ror",
    "siren_matches",
)
"""A module of this package for each, with a `CONNECTOR`."""


@cache
def connectors() -> Mapping[str, Connector]:
    """Return the connectors by name."""
    return {name: importlib.import_module(f"frenchtech_graph.sources.{name}").CONNECTOR for name in NAMES}


def find(name: str) -> Connector:
    """Return the connector of a name.

    Raises:
        FaultsError: there is none; near names are proposed.
    """
    known = connectors()
    if name not in known:
        raise FaultsError([Fault(name, 0, "", "", "unknown-source", suggestion(nearest(name, known)))])
    return known[name]
