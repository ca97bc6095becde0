"""Facts from the ties of an actor that help to identify it: neighbours, regions, first active year,
money it gives.
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

from frenchtech_graph.identity.kinds import families_of
from frenchtech_graph.identity.organisation_names import read_names
from frenchtech_graph.identity.towns import around
from frenchtech_graph.model import ontology
from frenchtech_graph.model.partial_dates import is_partial_date, year
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.model.terms import Class, Contribution, Role

_SEATS = (None, Role.HEAD_OFFICE, Role.FIRST_PLACE)
"""Roles of a place that may say where the whole body is."""

_FEW = 10
"""Actors of an event up to which it is evidence of their place."""


def neighbours(datasets: Sequence[Dataset]) -> Mapping[str, set[str]]:
    """Return, for each actor and event, those it has a tie with."""
    tied: dict[str, set[str]] = defaultdict(set)
    for tie in (t for d in datasets for t in d.ties):
        tied[tie.origin].add(tie.target)
        tied[tie.target].add(tie.origin)
    return tied


def _shared_by_few(actor: str, actors: Container[str], tied: Mapping[str, set[str]]) -> list[str]:
    """Return the events of an actor with few participants.

    A neighbour outside `actors` is an event.
    """
    return [n for n in tied[actor] if n not in actors and len(tied[n]) <= _FEW]


def names_of_ties(
    actors: Sequence[Actor], tied: Mapping[str, set[str]]
) -> dict[str, frozenset[str]]:
    """Return, for each laboratory, the names and acronyms of the organisations it has a tie with.

    An event with few participants (a project) is replaced by its participants.
    """
    known = {a.id: a for a in actors}
    found: dict[str, frozenset[str]] = {}
    for actor in actors:
        if actor.id not in tied or "laboratory" not in families_of(actor.kinds):
            continue
        events = _shared_by_few(actor.id, known, tied)
        beside = {n for e in events for n in tied[e]} | tied[actor.id]
        bodies = [
            known[n]
            for n in beside - {actor.id}
            if n in known and "person" not in families_of(known[n].kinds)
        ]
        found[actor.id] = frozenset(name for body in bodies for name in _names_of(body))
    return {a: circle for a, circle in found.items() if circle}


def _names_of(actor: Actor) -> frozenset[str]:
    readings = read_names(actor.names.values(), actor.aliases)
    return frozenset(c for r in readings for c in (*(f.core for f in r.forms), *r.acronyms))


def regions_of_ties(
    datasets: Sequence[Dataset], homes: Mapping[str, str | None], tied: Mapping[str, set[str]]
) -> dict[str, frozenset[str]]:
    """Return, for each actor of no stated place, the regions of those it has a tie with.

    An event with few participants (a project, a round) is replaced by its place and its
    participants. `homes` is the place of each actor, or None if it is not stated. `tied` is the
    result of `neighbours`.
    """
    places_of_events = {e.id: e.place for d in datasets for e in d.events}
    found: dict[str, frozenset[str]] = {}
    for actor, home in homes.items():
        if home or actor not in tied:
            continue
        events = _shared_by_few(actor, homes, tied)
        stated = {homes.get(n) for n in tied[actor]} | {places_of_events.get(e) for e in events}
        stated |= {homes.get(n) for e in events for n in tied[e]}
        found[actor] = frozenset(
            p for place in stated for p in around(place) if p.startswith("reg-")
        )
    return {a: regions for a, regions in found.items() if regions}


def places_of_establishments(datasets: Sequence[Dataset]) -> dict[str, frozenset[str]]:
    """Return, for each actor, the places of its seats and of its establishments without a stated
    role.

    Its first place counts, a plant or a branch does not.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for tie in (t for d in datasets for t in d.ties):
        if tie.kind == Class.ESTABLISHMENT and tie.role in _SEATS:
            found[tie.origin].add(tie.target)
    return {actor: frozenset(there) for actor, there in found.items()}


def investors(datasets: Sequence[Dataset]) -> frozenset[str]:
    """Return the actors that money comes from in some tie: bodies of finance, where no kind is
    stated.
    """
    kinds = {
        name
        for name, kind in ontology.load().tie_kinds.items()
        if kind.flow == Contribution.FINANCE
    }
    return frozenset(t.origin for d in datasets for t in d.ties if t.kind in kinds)


def years_of_creation(datasets: Sequence[Dataset]) -> dict[str, int]:
    """Return the earliest stated year of creation of each actor."""
    stated = [
        (o.actor, o.start or o.value)
        for d in datasets
        for o in d.observations
        if o.kind == Class.CREATION_OBSERVATION and is_partial_date(o.start or o.value)
    ]
    years: dict[str, int] = {}
    for actor, when in stated:
        years[actor] = min(year(when), years.get(actor, 9999))
    return years


def first_years(datasets: Sequence[Dataset]) -> dict[str, int]:
    """Return the first year in which each actor is active: the year of a dated tie that implies its
    existence.
    """
    years: dict[str, int] = {}
    for tie in (t for d in datasets for t in d.ties):
        dates = [t for t in (tie.start, *tie.seen) if t and is_partial_date(t)]
        for actor in (tie.origin, tie.target) if dates else ():
            years[actor] = min(*map(year, dates), years.get(actor, 9999))
    return years
