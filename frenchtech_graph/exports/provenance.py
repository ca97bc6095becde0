"""Where each exported thing and tie comes from: pages, publishers, dates, licences, snapshots."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.exports.facts import facts, pairs
from frenchtech_graph.model.namespaces import PROV


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is known of the pages and snapshots of a graph, and the snapshots of each thing.

    Attributes:
        pages: address of a page → `publisher`, `title`, `published`, `accessed`, `quality`,
            `licence`, as far as known.
        snapshots: address of a snapshot → `dataset`, `title_fr`, `title_en`, `publisher`,
            `licence`, `issued`, `checksum`.
        of: address of a thing, tie or round → addresses of its snapshots.
    """

    pages: Mapping[str, Mapping[str, str]]
    snapshots: Mapping[str, Mapping[str, str]]
    of: Mapping[str, tuple[str, ...]]

    def columns(self, things: Iterable[str], pages: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """Return the columns that say where a row comes from.

        `publishers`, `published` and `accessed` have one value for each page, in its place, None
        where it is not known; `licences` has one value for each of `snapshots`.
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
    """Return where the things and ties of a graph come from."""
    return Provenance(
        pages=_first(facts(store, "pages")),
        snapshots=_first(facts(store, "snapshots")),
        of=pairs(store, "snapshots-of"),
    )


def snapshot_statements(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield for each consolidated thing, tie and round that it rests on a snapshot, which has the
    licence: what the names of graphs say, for formats that have one graph.
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
