"""What a record says of its thing, as pairs of predicate and object (N-Quads text).

Claims and the consolidated graph say it in the same words; only the addresses of the things differ,
so each function takes `at`, which turns the id of an actor, event or place into its term.
"""

from collections.abc import Callable, Iterator
from functools import cache

from frenchtech_graph import ontology
from frenchtech_graph.graph import terms
from frenchtech_graph.namespaces import CONCEPT, DCTERMS, FOAF, FTE, GEO, RDF, RDFS, SKOS
from frenchtech_graph.places import Place
from frenchtech_graph.records import Actor, Event, Money, Observation, Source, Tie

Pairs = Iterator[tuple[str, str]]
Address = Callable[[str], str]

TYPE = terms.iri(RDF + "type")
LABEL = terms.iri(SKOS + "prefLabel")
ALIAS = terms.iri(SKOS + "altLabel")
COMMENT = terms.iri(RDFS + "comment")
HOMEPAGE = terms.iri(FOAF + "homepage")
SOURCE = terms.iri(DCTERMS + "source")
IDENTIFIERS = {"rnsr": "rnsrId", "ror": "rorId", "wikidata": "wikidataId"}
"""Columns of the template whose property has another name."""


@cache
def prop(name: str) -> str:
    """Return the term of a property or class of the ontology."""
    return terms.iri(FTE + name)


@cache
def concept(scheme: str, slug: str) -> str:
    """Return the term of a concept."""
    return terms.iri(f"{CONCEPT}{scheme}/{slug}")


def actor(record: Actor, at: Address) -> Pairs:
    """Return what a record says of an actor."""
    yield from ((TYPE, prop(kind)) for kind in record.kinds)
    yield from ((LABEL, terms.literal(name, lang=lang)) for lang, name in record.names.items())
    yield from ((ALIAS, terms.literal(name)) for name in record.aliases)
    yield from _identifiers(record)
    if record.place:
        yield prop("locatedIn"), terms.thing("place", record.place)
    yield from ((prop("hasSector"), concept("sector", s)) for s in record.sectors)
    yield from ((prop("contribution"), concept("contribution", c)) for c in record.contributions)
    yield from _note(record.note)


def event(record: Event, at: Address) -> Pairs:
    """Return what a record says of a round, project, programme, label, ecosystem or market."""
    yield TYPE, prop(record.kind)
    yield from ((LABEL, terms.literal(name, lang=lang)) for lang, name in record.names.items())
    yield from ((ALIAS, terms.literal(name)) for name in record.aliases)
    yield from _identifiers(record)
    if record.company:
        yield prop("raisedBy"), at(record.company)
    yield from _period(record.kind, record.start, record.end)
    yield from _concept("roundType", "round", record.round_type)
    yield from _money(record.money)
    yield from _concept("status", "status", record.status)
    if record.place:
        yield prop("coversPlace"), terms.thing("place", record.place)
    yield from _note(record.note)


def tie(record: Tie, at: Address) -> Pairs:
    """Return what a record says of a tie: its ends under the properties of its kind, and the rest."""
    kind = ontology.load().tie_kinds[record.kind]
    yield TYPE, prop(kind.name)
    yield prop(kind.source), at(record.origin)
    yield prop(kind.target), at(record.target)
    if record.event:
        yield prop(kind.event_end or "viaProgramme"), at(record.event)
    yield from _period(record.kind, record.start, record.end)
    yield from ((prop("seenDate"), terms.partial_date(day)) for day in record.seen)
    if record.current is not None:
        yield prop("isCurrent"), terms.boolean(record.current)
    yield from _concept("hasRole", "role", record.role)
    if record.role_text:
        yield prop("roleText"), terms.literal(record.role_text)
    if record.lead is not None:
        yield prop("isLead"), terms.boolean(record.lead)
    yield from _money(record.money)
    yield from _concept("status", "status", record.status)
    yield from _concept("fundingInstrument", "instrument", record.instrument)
    if record.percentage:
        yield prop("percentage"), terms.decimal(record.percentage)
    yield from _note(record.note)


def observation(record: Observation, at: Address) -> Pairs:
    """Return what a record says in a dated observation of an actor."""
    yield TYPE, prop(record.kind)
    yield prop("observedActor"), at(record.actor)
    kind = ontology.load().observation_kinds[record.kind]
    if kind.scheme:
        yield prop(kind.value), concept(kind.scheme, record.value)
    elif kind.integer:
        yield prop(kind.value), terms.literal(record.value, datatype="integer")
    else:
        yield prop(kind.value), terms.partial_date(record.value)
    if kind.value != "date":
        yield from _period(record.kind, record.start, record.end)
    yield from _note(record.note)


def source(record: Source) -> Pairs:
    """Return what is known of a page that was read."""
    yield TYPE, prop("SourceDocument")
    if record.title:
        yield terms.iri(DCTERMS + "title"), terms.literal(record.title)
    yield terms.iri(DCTERMS + "publisher"), terms.literal(record.publisher)
    if record.published:
        yield terms.iri(DCTERMS + "issued"), terms.partial_date(record.published)
    yield prop("accessedAt"), terms.literal(record.accessed, datatype="date")
    if record.licence:
        yield terms.iri(DCTERMS + "license"), terms.iri(record.licence)
    yield from _note(record.note)


def place(record: Place) -> Pairs:
    """Return what the reference table says of a place."""
    yield TYPE, prop(record.kind)
    yield LABEL, terms.literal(record.name, lang="fr")
    code = record.id.rpartition("-")[2]
    if record.kind in ("City", "Department", "Region"):
        yield prop("inseeCode"), terms.literal(code)
    yield from ((prop("within"), terms.thing("place", up)) for up in record.within)
    if record.latitude and record.longitude:
        yield terms.iri(GEO + "lat"), terms.decimal(record.latitude)
        yield terms.iri(GEO + "long"), terms.decimal(record.longitude)


def _identifiers(record: Actor | Event) -> Pairs:
    for column, value in record.identifiers.items():
        yield prop(IDENTIFIERS.get(column, column)), terms.literal(value)
    if record.website:
        yield HOMEPAGE, terms.iri(record.website)


def _period(kind: str, start: str | None, end: str | None) -> Pairs:
    instant = ontology.load().is_a(kind, "EventTie")
    if start:
        yield prop("date" if instant else "startDate"), terms.partial_date(start)
    if end:
        yield prop("endDate"), terms.partial_date(end)


def _money(money: Money) -> Pairs:
    if money.amount:
        yield prop("amount"), terms.decimal(money.amount)
    if money.currency:
        yield prop("currency"), terms.currency(money.currency)
    yield from _concept("amountQualifier", "amount", money.qualifier)


def _concept(name: str, scheme: str, slug: str | None) -> Pairs:
    if slug:
        yield prop(name), concept(scheme, slug)


def _note(note: str | None) -> Pairs:
    if note:
        yield COMMENT, terms.literal(note)
