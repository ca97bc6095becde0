"""The claims of each source, unchanged: one named graph per snapshot, with its own addresses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from frenchtech_graph.graph import describe
from frenchtech_graph.graph.describe import Phrases, prop
from frenchtech_graph.graph.same_rounds import same_rounds
from frenchtech_graph.model import addresses, places
from frenchtech_graph.model.namespaces import DCTERMS, PROV
from frenchtech_graph.model.records import Dataset, Event, Observation, Statement, Tie
from frenchtech_graph.model.terms import Class, Property
from frenchtech_graph.rdf import terms

DERIVED_FROM = terms.iri(PROV + "wasDerivedFrom")


def snapshot(dataset: Dataset) -> str:
    """Return the term of the snapshot, which also identifies its named graph."""
    return terms.graph(f"{dataset.id}-{dataset.issued}")


def claim(dataset: Dataset, group: str, key: str) -> str:
    """Return the term of the claim of `dataset` about one resource."""
    return terms.thing(f"claim/{dataset.id}/{group}", key)


def record(dataset: Dataset, key: str) -> str:
    """Return the term of a note of `dataset`."""
    return terms.thing(f"record/{dataset.id}", key)


def tie_key(tie: Tie) -> str:
    """Return the key of a claimed tie: its own id, or a hash of the fields that distinguish it."""
    parts = (
        tie.kind,
        tie.origin,
        tie.target,
        tie.event,
        tie.start,
        tie.end,
        tie.role,
        tie.role_text,
        tie.money.amount,
        *((tie.status,) if tie.status else ()),
    )
    return tie.id or terms.digest(*(p or "" for p in parts))


def observation_key(observation: Observation) -> str:
    """Return the key of a claimed observation."""
    parts = (
        observation.actor,
        observation.kind,
        observation.value,
        observation.start,
        *observation.sources,
    )
    return observation.id or terms.digest(*(p or "" for p in parts))


@dataclass(frozen=True, slots=True)
class Scope:
    """The resources that records of one build can refer to.

    `events` maps ids to events, and `pages` maps the data set and key of a page to its address.
    `canonical` maps the id of an actor to the id of the actor that identity merged it into.
    `rounds` does the same for rounds.
    """

    events: Mapping[str, Event]
    pages: Mapping[tuple[str, str], str]
    canonical: Mapping[str, str]
    rounds: Mapping[str, str]

    @staticmethod
    def of(datasets: Sequence[Dataset], canonical: Mapping[str, str]) -> "Scope":
        """Return the scope of the data sets that are built together."""
        own = {(d.id, s.id): s.url for d in datasets for s in d.sources}
        anywhere = {("", s.id): s.url for d in reversed(datasets) for s in d.sources}
        events = {e.id: e for d in reversed(datasets) for e in d.events}
        return Scope(events, anywhere | own, canonical, same_rounds(datasets, canonical))

    def same(self, key: str) -> str:
        """Return the canonical id of the actor `key`."""
        return self.canonical.get(key, key)

    def act(self, key: str) -> str:
        """Return the canonical id of the event `key`."""
        return self.rounds.get(key, key)

    def address(self, key: str) -> str:
        """Return the term of an actor, event or place in the consolidated graph."""
        if key in self.events:
            return self.event(self.act(key))
        return terms.thing("place" if places.load().is_id(key) else "actor", self.same(key))

    def event(self, key: str) -> str:
        """Return the term of a row of the table of events, by its kind: a label, an act …"""
        return terms.thing(addresses.segment(self.events[key].kind), key)

    def sources(self, dataset: str, keys: tuple[str, ...]) -> Phrases:
        """Return the phrases that name the pages which a statement of a data set rests on."""
        urls = (self.pages.get((dataset, key)) or self.pages["", key] for key in keys)
        return [f"{describe.SOURCE} {terms.iri(url)}" for url in urls]


def claims(dataset: Dataset, scope: Scope) -> Iterator[str]:
    """Yield the contents of the named graph of `dataset`: N-Quads lines, grouped by resource."""
    named = snapshot(dataset)
    end = f" {named} .\n"
    own = {a.id: "actor" for a in dataset.actors} | {e.id: "event" for e in dataset.events}

    @cache
    def at(key: str) -> str:
        return claim(dataset, own[key], key) if key in own else scope.address(key)

    @cache
    def pages(keys: tuple[str, ...]) -> Phrases:
        return scope.sources(dataset.id, keys)

    def stated(subject: str, phrases: Phrases, statement: Statement) -> str:
        phrases += [f"{DERIVED_FROM} {record(dataset, key)}" for key in statement.records]
        return terms.sentences(subject, phrases + pages(statement.sources), end)

    for source in dataset.sources:
        yield terms.sentences(terms.iri(source.url), describe.source(source), end)
    for key in _notes(dataset):
        yield terms.sentences(record(dataset, key), _note(key), end)
    for actor in dataset.actors:
        said = describe.actor(actor, at)
        yield stated(claim(dataset, "actor", actor.claim), said, actor)
    for event in dataset.events:
        yield stated(at(event.id), describe.event(event, at, scope.events), event)
    for tie in dataset.ties:
        said = describe.tie(tie, at, scope.events)
        yield stated(claim(dataset, "tie", tie_key(tie)), said, tie)
    for observation in dataset.observations:
        key = observation_key(observation)
        yield stated(
            claim(dataset, "observation", key), describe.observation(observation, at), observation
        )


def _notes(dataset: Dataset) -> list[str]:
    """Return the keys of the notes that statements are made from.

    The named graph identifies their snapshot, and the claims state on which pages they were read.
    """
    groups = (dataset.actors, dataset.events, dataset.ties, dataset.observations)
    return sorted({key for group in groups for statement in group for key in statement.records})


def _note(key: str) -> Phrases:
    return [
        describe.is_a(Class.SOURCE_RECORD),
        f"{prop(Property.RECORD_KEY)} {terms.literal(key)}",
    ]


def about_snapshot(dataset: Dataset) -> str:
    """Return the lines of the default graph that describe the data set and its snapshot."""
    named, source = snapshot(dataset), terms.thing("dataset", dataset.id)
    about_source = [
        describe.is_a(Class.DATA_SOURCE),
        *(
            f"{terms.iri(DCTERMS + 'title')} {terms.literal(t, lang=lang)}"
            for lang, t in dataset.titles.items()
        ),
        f"{terms.iri(DCTERMS + 'publisher')} {terms.literal(dataset.publisher)}",
        f"{terms.iri(DCTERMS + 'license')} {terms.iri(dataset.licence)}",
    ]
    about_snapshot = [
        describe.is_a(Class.SOURCE_SNAPSHOT),
        f"{prop(Property.FROM_SOURCE)} {source}",
        f"{terms.iri(DCTERMS + 'identifier')} {terms.literal(f'sha256:{dataset.checksum}')}",
    ]
    if len(dataset.issued) == 10:
        about_snapshot.append(
            f"{terms.iri(DCTERMS + 'issued')} {terms.literal(dataset.issued, datatype='date')}"
        )
    return terms.sentences(source, about_source) + terms.sentences(named, about_snapshot)
