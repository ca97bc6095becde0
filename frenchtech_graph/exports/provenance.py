"""Where each exported thing and tie comes from: pages, publishers, dates, licences, snapshots."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.exports.facts import facts, pairs
from frenchtech_graph.model.namespaces import PROV


@dataclass(frozen=True, slots=True)
class Provenance:
    """The known facts about the pages and snapshots of a graph, and the snapshots of each resource.

    Attributes:
        pages: address of a page → `publisher`, `title`, `published`, `accessed`, `quality`, `licence`, if known.
        snapshots: address of a snapshot → `dataset`, `title_fr`, `title_en`, `publisher`,
            `licence`, `issued`, `checksum`.
        of: address of a resource, tie or round → addresses of its snapshots.
    """

    pages: Mapping[str, Mapping[str, str]]
    snapshots: Mapping[str, Mapping[str, str]]
    of: Mapping[str, tuple[str, ...]]

    def columns(self, things: Iterable[str], pages: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """Return the columns that say where a row comes from.

        `publishers`, `published` and `accessed` have one value per page, in the order of the pages,
        and None if it is unknown. `licences` has one value per item of `snapshots`.
        """
        cited = tuple(sorted(set(pages)))
        snapshots = tuple(sorted({s for thing in things for s in self.of.get(thing, ())}))
        known = [self.pages.get(page, {}) for page in cited]
        return {
            "pages": cited,
            "publishers": tuple(page.get("publisher") for page in known),
            "published": tuple(page.get("published") for page in known),
            "accessed": tuple(page.get("accessed") for page in known),
            "snapshots": snapshots,
            "licences": tuple(self.snapshots.get(s, {}).get("licence") for s in snapshots),
        }


def provenance(store: ox.Store) -> Provenance:
    """Return the provenance of the resources and ties of a graph."""
    return Provenance(
        pages=_first(facts(store, "pages")),
        snapshots=_first(facts(store, "snapshots")),
        of=pairs(store, "snapshots-of"),
    )


def snapshot_statements(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield the statements that link each consolidated resource, tie and round to its snapshots,
    which have the licence.

    The names of graphs contain this, but some formats have only one graph.
    """
    derived = ox.NamedNode(PROV + "wasDerivedFrom")
    for thing, snapshots in sorted(pairs(store, "snapshots-of").items()):
        for snapshot in snapshots:
            yield ox.Triple(ox.NamedNode(thing), derived, ox.NamedNode(snapshot))


def _first(found: Mapping[str, Mapping[str, list[str]]]) -> dict[str, dict[str, str]]:
    return {
        thing: {name: values[0] for name, values in attributes.items()}
        for thing, attributes in sorted(found.items())
    }
