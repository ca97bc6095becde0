"""What each source says, untouched: one named graph per snapshot, on addresses of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from frenchtech_graph import places
from frenchtech_graph.graph import describe, terms
from frenchtech_graph.graph.describe import Pairs, prop
from frenchtech_graph.namespaces import DCTERMS, PROV
from frenchtech_graph.records import Dataset, Observation, Statement, Tie

DERIVED_FROM = terms.iri(PROV + "wasDerivedFrom")


def snapshot(dataset: Dataset) -> str:
    """Return the term of the snapshot, which is also that of its named graph."""
    return terms.graph(f"{dataset.id}-{dataset.issued}")


def claim(dataset: Dataset, group: str, key: str) -> str:
    """Return the term of what `dataset` says of one thing."""
    return terms.thing(f"claim/{dataset.id}/{group}", key)


def record(dataset: Dataset, key: str) -> str:
    """Return the term of a note of `dataset`."""
    return terms.thing(f"record/{dataset.id}", key)


def tie_key(tie: Tie) -> str:
    """Return the key of a claimed tie: its own id, or a hash of all that sets it apart."""
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
    )
    return tie.id or terms.digest(*(p or "" for p in parts))


def observation_key(observation: Observation) -> str:
    """Return the key of a claimed observation."""
    parts = (observation.actor, observation.kind, observation.value, observation.start, *observation.sources)
    return observation.id or terms.digest(*(p or "" for p in parts))


@dataclass(frozen=True, slots=True)
class Scope:
    """What can be referred to in one build.

    `events` holds the ids of events, `pages` the address of each page by data set, `canonical` the id of
    the actor that an id stands for, where identity found it to be another.
    """

    events: frozenset[str]
    pages: Mapping[tuple[str, str], str]
    canonical: Mapping[str, str]

    @staticmethod
    def of(datasets: Sequence[Dataset], canonical: Mapping[str, str]) -> "Scope":
        """Return the scope of the data sets that are built together."""
        own = {(d.id, s.id): s.url for d in datasets for s in d.sources}
        anywhere = {("", s.id): s.url for d in reversed(datasets) for s in d.sources}
        return Scope(frozenset(e.id for d in datasets for e in d.events), anywhere | own, canonical)

    def same(self, key: str) -> str:
        """Return the id of the actor that `key` stands for."""
        return self.canonical.get(key, key)

    def address(self, key: str) -> str:
        """Return the term of an actor, event or place in the consolidated graph."""
        if key in self.events:
            return terms.thing("event", key)
        return terms.thing("place" if places.load().is_id(key) else "actor", self.same(key))

    def sources(self, dataset: Dataset, statement: Statement) -> Pairs:
        """Return the pages a statement rests on."""
        for key in statement.sources:
            url = self.pages.get((dataset.id, key)) or self.pages["", key]
            yield describe.SOURCE, terms.iri(url)


def claims(dataset: Dataset, scope: Scope) -> Iterator[str]:
    """Yield the quads (N-Quads lines) of the named graph of `dataset`."""
    named = snapshot(dataset)
    own = {a.id: "actor" for a in dataset.actors} | {e.id: "event" for e in dataset.events}

    def at(key: str) -> str:
        return claim(dataset, own[key], key) if key in own else scope.address(key)

    def lines(subject: str, pairs: Pairs) -> Iterator[str]:
        for predicate, value in pairs:
            yield f"{subject} {predicate} {value} {named} .\n"

    def stated(subject: str, pairs: Pairs, statement: Statement) -> Iterator[str]:
        yield from lines(subject, pairs)
        yield from lines(subject, ((DERIVED_FROM, record(dataset, key)) for key in statement.records))
        yield from lines(subject, scope.sources(dataset, statement))

    for source in dataset.sources:
        yield from lines(terms.iri(source.url), describe.source(source))
    for key, statement in _notes(dataset).items():
        yield from lines(record(dataset, key), _note(named, key))
        yield from lines(record(dataset, key), scope.sources(dataset, statement))
    for actor in dataset.actors:
        yield from stated(at(actor.id), describe.actor(actor, at), actor)
    for event in dataset.events:
        yield from stated(at(event.id), describe.event(event, at), event)
    for tie in dataset.ties:
        yield from stated(claim(dataset, "tie", tie_key(tie)), describe.tie(tie, at), tie)
    for observation in dataset.observations:
        key = observation_key(observation)
        yield from stated(claim(dataset, "observation", key), describe.observation(observation, at), observation)


def _notes(dataset: Dataset) -> dict[str, Statement]:
    """Return for each note the pages it was read on: those that all its statements share, if any."""
    pages: dict[str, list[set[str]]] = {}
    for group in (dataset.actors, dataset.events, dataset.ties, dataset.observations):
        for statement in group:
            for key in statement.records:
                pages.setdefault(key, []).append(set(statement.sources))
    shared = {key: set.intersection(*found) or set.union(*found) for key, found in sorted(pages.items())}
    return {key: Statement(tuple(sorted(found)), ()) for key, found in shared.items()}


def _note(named: str, key: str) -> Pairs:
    yield describe.TYPE, prop("SourceRecord")
    yield prop("recordKey"), terms.literal(key)
    yield prop("inSnapshot"), named


def about_snapshot(dataset: Dataset) -> Iterator[str]:
    """Yield the quads of the default graph that describe the data set and its snapshot."""
    named, source = snapshot(dataset), terms.thing("dataset", dataset.id)
    licence = terms.iri(dataset.licence)
    described: list[tuple[str, str, str]] = [
        (source, describe.TYPE, prop("DataSource")),
        *((source, terms.iri(DCTERMS + "title"), terms.literal(t, lang=lang)) for lang, t in dataset.titles.items()),
        (source, terms.iri(DCTERMS + "publisher"), terms.literal(dataset.publisher)),
        (source, terms.iri(DCTERMS + "license"), licence),
        (named, describe.TYPE, prop("SourceSnapshot")),
        (named, prop("fromSource"), source),
        (named, terms.iri(DCTERMS + "identifier"), terms.literal(f"sha256:{dataset.checksum}")),
    ]
    if len(dataset.issued) == 10:
        described.append((named, terms.iri(DCTERMS + "issued"), terms.literal(dataset.issued, datatype="date")))
    for subject, predicate, value in described:
        yield f"{subject} {predicate} {value} .\n"
