"""One thing, one address: records of all data sets → the quads of the default graph.

Actors and events of the same id are one; ties and observations that say the same are one, with the
pages and claims of all. What a data set lists as a conflicting claim is linked to the preferred one
and not counted. Nothing of the claims themselves is changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from frenchtech_graph.graph import describe
from frenchtech_graph.graph.claims import DERIVED_FROM, Scope, claim, observation_key, tie_key
from frenchtech_graph.graph.describe import Phrases
from frenchtech_graph.graph.seats import Seats, came_about, seats
from frenchtech_graph.model import ontology, places
from frenchtech_graph.model.namespaces import DCTERMS
from frenchtech_graph.model.partial_dates import agree, precedes
from frenchtech_graph.model.records import Actor, Dataset, Event, Observation, Statement, Tie
from frenchtech_graph.model.terms import Class, Property, Status
from frenchtech_graph.rdf import terms

REPLACED_BY = terms.iri(DCTERMS + "isReplacedBy")
S = TypeVar("S", bound=Statement)
R = TypeVar("R", Tie, Event, Observation)
Origin = tuple[Dataset, str]
"""A data set and the term of its claim."""


def consolidated(datasets: Sequence[Dataset], scope: Scope) -> Iterator[str]:
    """Yield the default graph, rules not yet applied: N-Quads lines, those of one thing
    together.
    """
    at, pages = cache(scope.address), cache(scope.sources)

    def entity(subject: str, phrases: Phrases, origins: Iterable[tuple[Statement, Origin]]) -> str:
        for statement, (dataset, claimed) in origins:
            phrases.append(f"{DERIVED_FROM} {claimed}")
            phrases += pages(dataset.id, statement.sources)
        return terms.sentences(subject, phrases)

    for source in (s for d in datasets for s in d.sources):
        yield terms.sentences(terms.iri(source.url), describe.source(source))
    found = seats(datasets, scope)
    used = _used_places(datasets) | set(found.place.values())
    for place in places.load().with_ancestors(used) if used else ():
        yield terms.sentences(terms.thing("place", place.id), describe.place(place))
    for key, actors in _by_key(datasets, "actors", lambda a: scope.same(a.id)).items():
        records = [a for a, _ in actors]
        actor = _merged_actor(records)
        phrases = describe.actor(actor, at) + describe.further_identifiers(records, actor)
        phrases += _standing(found, key, at)
        others = {a.place for a, _ in actors if a.place} - {actor.place}
        phrases += [f"{describe.prop(Property.LOCATED_IN)} {at(place)}" for place in sorted(others)]
        yield entity(terms.thing("actor", key), phrases, actors)
    for key, events in _by_key(datasets, "events", lambda e: scope.act(e.id)).items():
        # A conflicting claim stands last; of the others the most precise date is kept.
        in_order = [e for e, _ in sorted(events, key=lambda e: e[0].id != key)]
        event = _settled(_merged(in_order), in_order[0])
        phrases = describe.event(event, at, scope.events) + _standing(found, key, at)
        yield entity(terms.thing("event", key), phrases, events)
    for other, kept in sorted(scope.rounds.items()):
        yield terms.sentences(
            terms.thing("event", other), [f"{REPLACED_BY} {terms.thing('event', kept)}"]
        )
    for other, kept in sorted(scope.canonical.items()):
        yield terms.sentences(
            terms.thing("actor", other), [f"{REPLACED_BY} {terms.thing('actor', kept)}"]
        )
    for tie, origins in _ties(datasets, scope):
        yield entity(terms.thing("tie", tie_id(tie)), describe.tie(tie, at, scope.events), origins)
    for observation, claimed in _observations(datasets, scope):
        address = terms.thing(
            "observation", observation_key(replace(observation, id=None, sources=()))
        )
        yield entity(address, describe.observation(observation, at), claimed)


def _standing(found: Seats, key: str, at: Callable[[str], str]) -> Phrases:
    """Return where a thing stands, and whose place that is where it has none of its own."""
    said = (
        [f"{describe.prop(Property.SEATED_IN)} {at(found.place[key])}"]
        if key in found.place
        else []
    )
    if key in found.parents:
        said.append(f"{describe.prop(Property.STANDS_WITH)} {at(found.parents[key])}")
    return said


def _by_key(
    datasets: Sequence[Dataset], table: str, key: Callable[[Any], str]
) -> dict[str, list[tuple[Any, Origin]]]:
    """Group the records of a table by key; a conflicting claim joins the one preferred to it,
    last.
    """
    groups: dict[str, list[tuple[Any, Origin]]] = {}
    late = []
    for dataset in datasets:
        for record in getattr(dataset, table):
            own = key(record)
            origin = (record, (dataset, claim(dataset, table.removesuffix("s"), record.id)))
            if own in dataset.conflicts:
                late.append((dataset.conflicts[own], origin))
            else:
                groups.setdefault(own, []).append(origin)
    for preferred, origin in late:
        groups.setdefault(preferred, []).append(origin)
    return groups


def _merged(records: Sequence[S]) -> S:
    """Return the first record, its empty fields filled from the others in turn."""
    first = records[0]
    if len(records) == 1:
        return first
    gaps = {
        f.name: next((v for r in records if (v := getattr(r, f.name))), getattr(first, f.name))
        for f in fields(first)
        if not getattr(first, f.name)
    }
    return replace(first, **gaps)


def _merged_actor(records: Sequence[Actor]) -> Actor:
    """Return one actor: all kinds, names, identifiers, sectors and contributions that records
    give.
    """
    if len(records) == 1:
        return records[0]
    records = sorted(
        records, key=_is_named_by_number
    )  # any real name goes before "SIREN 123456789"
    merged = _merged(records)
    names = dict(merged.names)
    others = [n for r in records for lang, n in r.names.items() if names.setdefault(lang, n) != n]
    kinds = ontology.load().most_specific([k for r in records for k in r.kinds])
    identifiers: dict[str, str] = {}
    for record in records:
        identifiers = {**record.identifiers, **identifiers}
    return replace(
        merged,
        kinds=tuple(kinds),
        names=names,
        aliases=_union(*(r.aliases for r in records), tuple(others)),
        identifiers=identifiers,
        sectors=_union(*(r.sectors for r in records)),
        contributions=_union(*(r.contributions for r in records)),
    )


def _is_named_by_number(record: Actor) -> bool:
    return any(
        number in name for number in record.identifiers.values() for name in record.names.values()
    )


def _union(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))


def _ties(
    datasets: Sequence[Dataset], scope: Scope
) -> Iterator[tuple[Tie, list[tuple[Tie, Origin]]]]:
    """Yield each tie once, with the claims it rests on.

    Two claims are one tie when kind, ends, event and role are the same and their dates agree (one
    is the other, only more precise). An undated claim stays apart from dated ones, as it may be
    another; but a state that is only seen to hold is the one dated state it falls into, if there is
    just one. What was announced and what came about of it are one: the tie came about, and keeps the
    date at which it was announced.
    """
    alike: dict[tuple[Any, ...], list[list[tuple[Tie, Origin]]]] = {}
    by_id: dict[str, list[tuple[Tie, Origin]]] = {}
    late: list[tuple[str, tuple[Tie, Origin]]] = []
    planned: list[tuple[Tie, Origin]] = []
    for dataset in datasets:
        for tie in dataset.ties:
            preferred = _rewired(tie, dataset.conflicts, scope)
            if preferred.origin == preferred.target:
                continue  # both ends turned out to be one actor
            origin = (preferred, (dataset, claim(dataset, "tie", tie_key(tie))))
            if tie.id and tie.id in dataset.conflicts:
                late.append((dataset.conflicts[tie.id], origin))
            elif describe.is_planned(preferred, scope.events):
                planned.append(origin)
            else:
                by_id[tie.id or ""] = _joined(alike, origin, False)
    for origin in planned:
        by_id[origin[0].id or ""] = _carried_out(alike, origin) or _joined(alike, origin, True)
    for preferred_id, origin in late:
        by_id[preferred_id].append(origin)
    for groups in alike.values():
        for group in _seen_in_the_dated(groups):
            yield _merged_tie(group), group


def _joined(
    alike: dict[tuple[Any, ...], list[list[tuple[Tie, Origin]]]],
    origin: tuple[Tie, Origin],
    planned: bool,
) -> list[tuple[Tie, Origin]]:
    """Return the group of claims that say the same tie, with this one in it."""
    tie = origin[0]
    groups = alike.setdefault((tie.kind, *_ends(tie), planned, tie.event, tie.role), [])
    group = next((g for g in groups if _same_time(g[0][0], tie)), None)
    if group is None:
        groups.append(group := [])
    group.append(origin)
    return group


def _carried_out(
    alike: Mapping[tuple[Any, ...], list[list[tuple[Tie, Origin]]]], origin: tuple[Tie, Origin]
) -> list[tuple[Tie, Origin]] | None:
    """Return the one tie that came about of what was planned, with the plan in it, if there is one."""
    tie = origin[0]
    if tie.status == Status.CANCELLED:
        return None
    groups = alike.get((tie.kind, *_ends(tie), False, tie.event, tie.role), [])
    if len(groups) != 1:
        return None
    groups[0].append(origin)
    return groups[0]


def _merged_tie(group: Sequence[tuple[Tie, Origin]]) -> Tie:
    if len(group) == 1:
        return group[0][0]
    in_order = sorted(group, key=lambda o: (not came_about(o[0].status), -len(o[0].start or "")))
    merged = _merged([t for t, _ in in_order])
    return replace(_settled(merged, in_order[0][0]), seen=_union(*(t.seen for t, _ in group)))


def _settled(merged: R, first: R) -> R:
    """Return what several claims say of one thing; a plan does not undo what came about of it."""
    undone = came_about(first.status) and not came_about(merged.status)
    return replace(merged, status=Status.DONE) if undone else merged


def _seen_in_the_dated(groups: list[list[tuple[Tie, Origin]]]) -> list[list[tuple[Tie, Origin]]]:
    """Join undated claims of a state to the one dated state they fall into."""
    dated = [g for g in groups if g[0][0].start]
    if (
        len(dated) != 1
        or len(groups) == 1
        or ontology.load().tie_kinds[groups[0][0][0].kind].instant
    ):
        return groups
    state = dated[0][0][0]
    (undated,) = (g for g in groups if g is not dated[0])
    seen = [day for tie, _ in undated for day in tie.seen]
    inside = all(
        not precedes(day, state.start or "") and not precedes(state.end or day, day) for day in seen
    )
    return [dated[0] + undated] if seen and inside else groups


def _rewired(tie: Tie, conflicts: Mapping[str, str], scope: Scope) -> Tie:
    """Return the tie between canonical actors, in the preferred account of its event."""
    origin, target = scope.same(tie.origin), scope.same(tie.target)
    event = scope.act(conflicts.get(tie.event, tie.event)) if tie.event else None
    if (origin, target, event) == (tie.origin, tie.target, tie.event):
        return tie
    return replace(tie, origin=origin, target=target, event=event)


def _ends(tie: Tie) -> tuple[str, str]:
    if ontology.load().tie_kinds[tie.kind].directed:
        return tie.origin, tie.target
    first, second = sorted((tie.origin, tie.target))
    return first, second


def _same_time(first: Tie, second: Tie) -> bool:
    if first.start and second.start:
        return agree(first.start, second.start)
    return first.start == second.start


def tie_id(tie: Tie) -> str:
    """Return the key of a consolidated tie: a hash of what makes it one."""
    parts = (tie.kind, *_ends(tie), tie.event, tie.start, tie.role)
    return terms.digest(*(p or "" for p in parts))


def _observations(
    datasets: Sequence[Dataset], scope: Scope
) -> Iterator[tuple[Observation, list[tuple[Observation, Origin]]]]:
    alike: dict[tuple[Any, ...], list[tuple[Observation, Origin]]] = {}
    by_id: dict[str, list[tuple[Observation, Origin]]] = {}
    late: list[tuple[str, tuple[Observation, Origin]]] = []
    done: dict[tuple[str, str], list[tuple[Observation, Origin]]] = {}
    planned: list[tuple[tuple[str, str], tuple[Any, ...], tuple[Observation, Origin]]] = []
    for dataset in datasets:
        for o in dataset.observations:
            origin = (
                replace(o, actor=scope.same(o.actor)),
                (dataset, claim(dataset, "observation", observation_key(o))),
            )
            if o.id and o.id in dataset.conflicts:
                late.append((dataset.conflicts[o.id], origin))
                continue
            what = (scope.same(o.actor), o.kind)
            same = (*what, o.value, o.start)
            if not came_about(o.status):
                planned.append((what, same, origin))
                continue
            group = alike.setdefault(same, [])
            group.append(origin)
            done[what] = by_id[o.id or ""] = group
    for what, same, origin in planned:
        group = done.get(what) or alike.setdefault((*same, "planned"), [])
        group.append(origin)
        by_id[origin[0].id or ""] = group
    for preferred_id, origin in late:
        by_id[preferred_id].append(origin)
    for group in alike.values():
        yield _settled(_merged([o for o, _ in group]), group[0][0]), group


def _used_places(datasets: Sequence[Dataset]) -> set[str]:
    """Return the ids of all places that records name."""
    kinds = ontology.load().tie_kinds
    used = {a.place for d in datasets for a in d.actors} | {
        e.place for d in datasets for e in d.events
    }
    return {place for place in used if place} | {
        t.target for d in datasets for t in d.ties if kinds[t.kind].target_class == Class.PLACE
    }
