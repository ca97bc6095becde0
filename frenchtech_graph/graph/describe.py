"""The statements of a record about its resource, as phrases: predicate and object, N-Quads text.

Claims and the consolidated graph use the same phrases. Only the addresses of the resources differ,
so each function takes `at`, which turns the id of an actor, event or place into its term. A phrase
that many records share (a kind, a date, a place, a concept) is made once and kept.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import CONCEPT, DCTERMS, FOAF, FTE, GEO, RDF, RDFS, SKOS
from frenchtech_graph.model.places import Place
from frenchtech_graph.model.records import Actor, Event, Money, Observation, Source, Tie
from frenchtech_graph.model.source_quality import default_quality
from frenchtech_graph.model.terms import Class, Property, Status
from frenchtech_graph.rdf import terms

Phrases = list[str]
Address = Callable[[str], str]
Events = Mapping[str, Event]
"""Event id → the event: what a tie may be part of."""

TYPE = terms.iri(RDF + "type")
LABEL = terms.iri(SKOS + "prefLabel")
ALIAS = terms.iri(SKOS + "altLabel")
COMMENT = terms.iri(RDFS + "comment")
HOMEPAGE = terms.iri(FOAF + "homepage")
SOURCE = terms.iri(DCTERMS + "source")


@cache
def prop(name: str) -> str:
    """Return the term of a property or class of the ontology."""
    return terms.iri(FTE + name)


@cache
def concept(scheme: str, slug: str) -> str:
    """Return the term of a concept."""
    return terms.iri(f"{CONCEPT}{scheme}/{slug}")


@cache
def is_a(kind: str) -> str:
    """Return the phrase with the class of a resource."""
    return f"{TYPE} {prop(kind)}"


@cache
def _concept(name: str, scheme: str, slug: str) -> str:
    return f"{prop(name)} {concept(scheme, slug)}"


@cache
def _dated(name: str, day: str) -> str:
    return f"{prop(name)} {terms.partial_date(day)}"


@cache
def _placed(name: str, place: str) -> str:
    return f"{prop(name)} {terms.thing('place', place)}"


class _Words(NamedTuple):
    """The properties for records of one kind of tie or observation."""

    source: str
    target: str
    start: str


@cache
def _words(kind: str) -> _Words:
    start = "date" if ontology.load().is_instant(kind) else Property.START_DATE
    found = ontology.load().tie_kinds.get(kind)
    if found is None:
        return _Words("", "", start)
    return _Words(prop(found.source), prop(found.target), start)


@cache
def _part_of(kind: str, event: str) -> str:
    """Return the property that leads from a tie of one kind to the event of a kind it is part of."""
    known = ontology.load()
    if event == Class.FUNDING_ROUND and known.tie_kinds[kind].event_end == Property.IN_ROUND:
        return prop(Property.IN_ROUND)
    if known.is_a(event, Class.SHARED_ACT):
        return prop(Property.IN_ACT)
    if event == Class.PROJECT:
        return prop(
            Property.FUNDED_PROJECT
            if kind == Class.PUBLIC_FUNDING
            else Property.PARTICIPATED_PROJECT
        )
    return prop(Property.VIA_PROGRAMME)


def is_planned(record: Event | Tie | Observation, events: Events) -> bool:
    """Return whether a tie, an act or an observation is not known to have come about.

    An announced programme or project already exists as a resource, so it is not a planned fact.
    """
    not_yet = ontology.load().not_come_about
    if isinstance(record, Event):
        return record.status in not_yet and ontology.load().is_a(record.kind, Class.SHARED_ACT)
    within = events.get(record.event or "") if isinstance(record, Tie) else None
    return record.status in not_yet or (within is not None and is_planned(within, events))


def actor(record: Actor, at: Address) -> Phrases:
    """Return the phrases of a record about an actor."""
    said = [is_a(kind) for kind in record.kinds]
    _name(said, record)
    if record.place:
        said.append(_placed(Property.LOCATED_IN, record.place))
    said += [_concept(Property.HAS_SECTOR, "sector", s) for s in record.sectors]
    said += [_concept(Property.CONTRIBUTION, "contribution", c) for c in record.contributions]
    return _noted(said, record.note)


def event(record: Event, at: Address, events: Events) -> Phrases:
    """Return the phrases of a record about an act, project, programme, label, ecosystem or
    market."""
    planned = is_planned(record, events)
    said = _planned(record.kind) if planned else [is_a(record.kind)]
    _name(said, record)
    if record.company:
        said.append(
            f"{prop(Property.PLANNED_FROM if planned else Property.RAISED_BY)} {at(record.company)}"
        )
    _period(said, record, Class.PLANNED_FACT if planned else record.kind)
    if record.equity:
        said.append(f"{prop(Property.EQUITY_AMOUNT)} {terms.decimal(record.equity)}")
    if record.type:
        said.append(_concept(Property.PROGRAMME_TYPE, "programme", record.type))
    if record.round_type:
        said.append(_of_type(Property.ROUND_TYPE, planned, "round", record.round_type))
    _money(said, record.money)
    _status(said, record)
    if record.place:
        said.append(_placed(Property.COVERS_PLACE, record.place))
    return _noted(said, record.note)


def tie(record: Tie, at: Address, events: Events) -> Phrases:
    """Return the phrases of a record about a tie: its ends under the properties of its kind, and
    the rest.

    A tie that is not known to have come about is a planned fact, and has neither. This way no query
    counts it as a tie.
    """
    planned = is_planned(record, events)
    words = _PLANNED if planned else _words(record.kind)
    said = _planned(record.kind) if planned else [is_a(record.kind)]
    said.append(f"{words.source} {at(record.origin)}")
    said.append(f"{words.target} {at(record.target)}")
    if record.event:
        kind = events[record.event].kind
        within = prop(Property.PLANNED_WITHIN) if planned else _part_of(record.kind, kind)
        said.append(f"{within} {at(record.event)}")
    _period(said, record, Class.PLANNED_FACT if planned else record.kind)
    said += [_dated(Property.SEEN_DATE, day) for day in record.seen]
    if record.current is not None or record.status == Status.ENDED:
        said.append(f"{prop(Property.IS_CURRENT)} {terms.boolean(bool(record.current))}")
    if record.role:
        said.append(_concept(Property.HAS_ROLE, "role", record.role))
    if record.role_text:
        said.append(f"{prop(Property.ROLE_TEXT)} {terms.literal(record.role_text)}")
    if record.lead is not None:
        said.append(f"{prop(Property.IS_LEAD)} {terms.boolean(record.lead)}")
    _money(said, record.money)
    _status(said, record)
    if record.instrument:
        said.append(_concept(Property.FUNDING_INSTRUMENT, "instrument", record.instrument))
    if record.label_class:
        said.append(_of_type(Property.TIER, planned, "tier", record.label_class))
    if record.percentage:
        said.append(f"{prop(Property.PERCENTAGE)} {terms.decimal(record.percentage)}")
    return _noted(said, record.note)


def observation(record: Observation, at: Address) -> Phrases:
    """Return the phrases of a record about a dated observation of an actor."""
    kind = ontology.load().observation_kinds[record.kind]
    if is_planned(record, {}):
        said = [*_planned(record.kind), f"{prop(Property.PLANNED_FROM)} {at(record.actor)}"]
        if kind.value == "date":
            said.append(_dated(Property.START_DATE, record.value))
        elif kind.scheme:
            said.append(_concept(Property.PLANNED_TYPE, kind.scheme, record.value))
    else:
        said = [is_a(record.kind), f"{prop(Property.OBSERVED_ACTOR)} {at(record.actor)}"]
        if record.value:
            said.append(_value(kind, record.value))
    if kind.value != "date":
        _period(said, record, record.kind)
    _money(said, record.money)
    _status(said, record)
    return _noted(said, record.note)


def _value(kind: ontology.ObservationKind, value: str) -> str:
    if kind.scheme:
        return _concept(kind.value, kind.scheme, value)
    if kind.datatype == "date":
        return _dated(kind.value, value)
    written = {"integer": terms.integer, "decimal": terms.decimal, "string": terms.literal}
    return f"{prop(kind.value)} {written[kind.datatype](value)}"


_PLANNED = _Words(prop(Property.PLANNED_FROM), prop(Property.PLANNED_TO), Property.START_DATE)


def _of_type(name: str, planned: bool, scheme: str, slug: str) -> str:
    """Return the type of an act or a tie within its kind, or the planned type."""
    return _concept(Property.PLANNED_TYPE if planned else name, scheme, slug)


def _planned(kind: str) -> Phrases:
    return [is_a(Class.PLANNED_FACT), f"{prop(Property.PLANNED_KIND)} {terms.literal(kind)}"]


def _status(said: Phrases, record: Event | Tie | Observation) -> None:
    if record.status:
        said.append(_concept(Property.STATUS, "status", record.status))
    if record.announced:
        said.append(_dated(Property.ANNOUNCED_DATE, record.announced))


def source(record: Source) -> Phrases:
    """Return the phrases about a source page."""
    said = [is_a(Class.SOURCE_DOCUMENT)]
    if record.title:
        said.append(f"{terms.iri(DCTERMS + 'title')} {terms.literal(record.title)}")
    said.append(f"{terms.iri(DCTERMS + 'publisher')} {terms.literal(record.publisher)}")
    if record.published:
        said.append(f"{terms.iri(DCTERMS + 'issued')} {terms.partial_date(record.published)}")
    said.append(f"{prop(Property.ACCESSED_AT)} {terms.literal(record.accessed, datatype='date')}")
    quality = record.quality or default_quality(record.url)
    if quality:
        said.append(_concept(Property.SOURCE_QUALITY, "quality", quality))
    if record.licence:
        said.append(f"{terms.iri(DCTERMS + 'license')} {terms.iri(record.licence)}")
    return _noted(said, record.note)


def place(record: Place) -> Phrases:
    """Return the phrases of the reference table about a place."""
    said = [is_a(record.kind), f"{LABEL} {terms.literal(record.name, lang='fr')}"]
    code = record.id.rpartition("-")[2]
    if record.kind in (Class.CITY, Class.DEPARTMENT, Class.REGION) and not record.id[:2].isupper():
        said.append(f"{prop(Property.INSEE_CODE)} {terms.literal(code)}")
    said += [_placed(Property.WITHIN, up) for up in record.within]
    if record.latitude and record.longitude:
        said.append(f"{terms.iri(GEO + 'lat')} {terms.decimal(record.latitude)}")
        said.append(f"{terms.iri(GEO + 'long')} {terms.decimal(record.longitude)}")
    return said


def _name(said: Phrases, record: Actor | Event) -> None:
    said += [f"{LABEL} {terms.literal(name, lang=lang)}" for lang, name in record.names.items()]
    said += [f"{ALIAS} {terms.literal(name)}" for name in record.aliases]
    said += [_identifier(column, value) for column, value in record.identifiers.items()]
    if record.website:
        said.append(f"{HOMEPAGE} {terms.iri(record.website)}")


def _identifier(column: str, value: str) -> str:
    properties = ontology.load().identifier_properties
    return f"{prop(properties.get(column, column))} {terms.literal(value)}"


def further_identifiers(records: Iterable[Actor], kept: Actor) -> Phrases:
    """Return the further numbers of one actor: a school with several sites has several UAI."""
    stated = dict.fromkeys(i for r in records for i in r.identifiers.items())
    return [_identifier(*i) for i in stated if i not in kept.identifiers.items()]


def _period(said: Phrases, record: Event | Tie | Observation, kind: str) -> None:
    if record.start:
        said.append(_dated(_words(kind).start, record.start))
    if record.end:
        said.append(_dated(Property.END_DATE, record.end))


def _money(said: Phrases, money: Money) -> None:
    if money.amount:
        said.append(f"{prop(Property.AMOUNT)} {terms.decimal(money.amount)}")
    if money.currency:
        said.append(f"{prop(Property.CURRENCY)} {terms.currency(money.currency)}")
    if money.qualifier:
        said.append(_concept(Property.AMOUNT_QUALIFIER, "amount", money.qualifier))


def _noted(said: Phrases, note: str | None) -> Phrases:
    if note:
        said.append(f"{COMMENT} {terms.literal(note)}")
    return said
