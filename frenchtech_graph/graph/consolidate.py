"""One thing, one address: records of all data sets → the quads of the default graph.

Actors and events with the same id become one. Ties and observations with the same content become
one, with the pages and claims of all of them. A claim that a data set lists as conflicting is
linked to the preferred claim and not counted. The claims themselves are not changed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from frenchtech_graph.graph import describe
from frenchtech_graph.graph.claims import DERIVED_FROM, Scope, observation_key
from frenchtech_graph.graph.describe import Phrases
from frenchtech_graph.graph.merging import Origin, by_key, merged_actor, merged_event
from frenchtech_graph.graph.same_statements import (
    consolidated_observations,
    consolidated_ties,
    settled,
    tie_id,
)
from frenchtech_graph.graph.seats import Seats, seats
from frenchtech_graph.identity import bodies
from frenchtech_graph.model import ontology, places
from frenchtech_graph.model.namespaces import DCTERMS, DERIVATIONS_GRAPH
from frenchtech_graph.model.records import Actor, Dataset, Statement
from frenchtech_graph.model.terms import Class, Property
from frenchtech_graph.rdf import terms

REPLACED_BY = terms.iri(DCTERMS + "isReplacedBy")
_REGISTER_ID = re.compile(r"(?:siren|uai|rnsr|ror)-")
_DERIVATIONS = f" {terms.iri(DERIVATIONS_GRAPH)} .\n"


def consolidated(datasets: Sequence[Dataset], scope: Scope) -> Iterator[str]:
    """Yield the default graph, rules not yet applied, and the graph of derivations: N-Quads lines,
    grouped by resource.
    """
    writer = _Writer(datasets, scope, seats(datasets, scope))
    yield from writer.pages_and_places()
    yield from writer.actors()
    yield from writer.events()
    yield from writer.replaced()
    yield from writer.ties()
    yield from writer.observations()


def _naming(key: str) -> Callable[[Actor], tuple[bool, bool]]:
    """Return the order in which records give an actor its name: first the record whose id is the
    canonical one, last a conflicting claim.

    If this id is the number of a register, which may keep a former name, today's name in the table
    of known bodies comes first.
    """
    today = _names_of_today() if _REGISTER_ID.match(key) else frozenset()
    return lambda record: (
        bool(today) and today.isdisjoint(record.names.values()),
        record.id != key,
    )


@cache
def _names_of_today() -> frozenset[str]:
    return frozenset(body.name for body in bodies.known().by_id.values())


@dataclass
class _Writer:
    """Writes the consolidated resources, one kind after another."""

    datasets: Sequence[Dataset]
    scope: Scope
    seats: Seats

    def __post_init__(self) -> None:
        self._at, self._pages = cache(self.scope.address), cache(self.scope.sources)

    def _entity(
        self, subject: str, phrases: Phrases, origins: Iterable[tuple[Statement, Origin]]
    ) -> str:
        rests_on: Phrases = []
        for statement, (dataset, claimed) in origins:
            rests_on.append(f"{DERIVED_FROM} {claimed}")
            phrases += self._pages(dataset.id, statement.sources)
        return terms.sentences(subject, dict.fromkeys(phrases)) + terms.sentences(
            subject, rests_on, _DERIVATIONS
        )

    def pages_and_places(self) -> Iterator[str]:
        """Yield the pages of all sources, and the places that resources are located in."""
        for source in (s for d in self.datasets for s in d.sources):
            yield terms.sentences(terms.iri(source.url), describe.source(source))
        used = _used_places(self.datasets) | set(self.seats.place.values())
        for place in places.load().with_ancestors(used) if used else ():
            yield terms.sentences(terms.thing("place", place.id), describe.place(place))

    def actors(self) -> Iterator[str]:
        """Yield each actor once.

        A place from another record than the first is added as a further place.
        """
        at, scope = self._at, self.scope
        for key, actors in by_key(self.datasets, "actors", lambda a: scope.same(a.id)).items():
            records = sorted((a for a, _ in actors), key=_naming(key))
            actor = merged_actor(records)
            phrases = describe.actor(actor, at) + describe.further_identifiers(records, actor)
            phrases += _standing(self.seats, key, at)
            others = sorted({a.place for a in records if a.place} - {actor.place})
            phrases += [f"{describe.prop(Property.LOCATED_IN)} {at(place)}" for place in others]
            yield self._entity(terms.thing("actor", key), phrases, actors)

    def events(self) -> Iterator[str]:
        """Yield each event once, with all its names.

        If several dates are stated, the most precise is kept.
        """
        at, scope = self._at, self.scope
        for key, events in by_key(self.datasets, "events", lambda e: scope.act(e.id)).items():
            # A conflicting claim stands last.
            in_order = [e for e, _ in sorted(events, key=lambda e: e[0].id != key)]
            event = settled(merged_event(in_order), in_order[0])
            phrases = describe.event(event, at, scope.events) + _standing(self.seats, key, at)
            yield self._entity(scope.event(key), phrases, events)

    def replaced(self) -> Iterator[str]:
        """Yield where the addresses of rounds and actors lead that turned out to be others."""
        moved = [(self.scope.event, self.scope.rounds), (_actor, self.scope.canonical)]
        for term, others in moved:
            for other, kept in sorted(others.items()):
                yield terms.sentences(term(other), [f"{REPLACED_BY} {term(kept)}"])

    def ties(self) -> Iterator[str]:
        """Yield each tie once."""
        for tie, origins in consolidated_ties(self.datasets, self.scope):
            phrases = describe.tie(tie, self._at, self.scope.events)
            yield self._entity(terms.thing("tie", tie_id(tie)), phrases, origins)

    def observations(self) -> Iterator[str]:
        """Yield each observation once."""
        for observation, claimed in consolidated_observations(self.datasets, self.scope):
            key = observation_key(replace(observation, id=None, sources=()))
            phrases = describe.observation(observation, self._at)
            yield self._entity(terms.thing("observation", key), phrases, claimed)


def _actor(key: str) -> str:
    return terms.thing("actor", key)


def _standing(found: Seats, key: str, at: Callable[[str], str]) -> Phrases:
    """Return the seat of a resource, and the parent that it inherits the seat from if it has no
    place of its own.
    """
    said = (
        [f"{describe.prop(Property.SEATED_IN)} {at(found.place[key])}"]
        if key in found.place
        else []
    )
    if key in found.parents:
        said.append(f"{describe.prop(Property.STANDS_WITH)} {at(found.parents[key])}")
    return said


def _used_places(datasets: Sequence[Dataset]) -> set[str]:
    """Return the ids of all places that records name."""
    kinds = ontology.load().tie_kinds
    used = {a.place for d in datasets for a in d.actors} | {
        e.place for d in datasets for e in d.events
    }
    return {place for place in used if place} | {
        t.target for d in datasets for t in d.ties if kinds[t.kind].target_class == Class.PLACE
    }
