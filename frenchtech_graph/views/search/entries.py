"""The searchable texts of a graph: each entity with its texts, and their weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from frenchtech_graph.catalogue.page_rows import rows
from frenchtech_graph.model import ontology, places
from frenchtech_graph.model.addresses import key_of
from frenchtech_graph.model.namespaces import DCTERMS, FTE, RDF, RDFS, SKOS
from frenchtech_graph.model.terms import Property

NAME, OTHER, NOTE = "name", "other", "note"
WEIGHTS = {NAME: 8, OTHER: 5, NOTE: 1}


def predicates() -> frozenset[str]:
    """Return the predicates that entries and the facts of sources are read from."""
    own = (
        *ontology.load().identifier_properties.values(),
        Property.LOCATED_IN,
        Property.CONTRIBUTION,
        Property.HAS_SECTOR,
        Property.SOURCE_QUALITY,
    )
    return frozenset(
        (
            *(f"{FTE}{name}" for name in own),
            *(f"{SKOS}{name}" for name in ("prefLabel", "altLabel", "notation")),
            *(f"{RDFS}{name}" for name in ("subClassOf", "comment")),
            *(f"{DCTERMS}{name}" for name in ("publisher", "title", "issued")),
            f"{RDF}type",
        )
    )


@dataclass
class Entry:
    """An entity: its name and kind, other names and numbers, and notes.

    The notes are its kind, pillars, sectors, place and surrounding areas, in both languages, and
    remarks.
    """

    address: str
    name: str = ""
    kind: str = ""
    others: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def texts(self) -> Iterator[tuple[str, int]]:
        """Yield its texts with their weights."""
        yield self.name, WEIGHTS[NAME]
        yield from ((text, WEIGHTS[OTHER]) for text in self.others)
        yield from ((text, WEIGHTS[NOTE]) for text in self.notes)


def entries(store: ox.Store) -> dict[str, Entry]:
    """Return the searchable entries of the default graph of a store, by address."""
    found: dict[str, Entry] = {}
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, "texts"):
        entry = found.setdefault(row["thing"], Entry(row["thing"]))
        if row["part"] == "kind":
            kinds[entry.address].add(row["text"].removeprefix(FTE))
        elif row["part"] == "place":
            entry.notes += _around(row["text"])
        elif row["part"] == NAME:
            entry.name = row["text"]
        else:
            (entry.others if row["part"] == OTHER else entry.notes).append(row["text"])
    known = ontology.load()
    for address in sorted(kinds):
        entry = found[address]
        entry.kind = next(iter(known.most_specific(sorted(kinds[address]))), "")
        entry.notes += _labels(entry.kind)
        entry.others = sorted(set(entry.others) - {entry.name})
        entry.notes = sorted(set(entry.notes))
    return {address: found[address] for address in sorted(kinds) if found[address].name}


def entry_of(
    address: str,
    name: str,
    *,
    kind: str,
    place: str | None = None,
    others: Iterable[str] = (),
    notes: Iterable[str] = (),
) -> Entry:
    """Return the entry of an entity that is only in a network."""
    said = [*notes, *_labels(kind), *(_around(place) if place else [])]
    return Entry(address, name, kind, sorted(set(others) - {name}), sorted(set(said)))


def _labels(kind: str) -> list[str]:
    term = ontology.load().classes.get(kind)
    return [term.label(lang) for lang in ontology.LANGUAGES] if term else []


def _around(place: str) -> list[str]:
    """Return the names of a place and of the places that contain it, except countries."""
    known = places.load()
    code = key_of(place)
    if code not in known.by_id:
        return []
    return [p.name for p in known.with_ancestors({code}) if p.id != places.COUNTRY]
