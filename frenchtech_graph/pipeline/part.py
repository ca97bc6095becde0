"""The part of data sets that is about a place: its actors, their ties, and their partners elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from frenchtech_graph.graph.claims import Scope
from frenchtech_graph.graph.seats import seats
from frenchtech_graph.model import places
from frenchtech_graph.model.records import Dataset, Event, Tie
from frenchtech_graph.model.terms import Class


def about(
    datasets: Sequence[Dataset], canonical: Mapping[str, str], codes: Iterable[str]
) -> list[Dataset]:
    """Return the part of the data sets that concerns the actors of a place.

    An actor is of the place by its seat, by a site or by its area of action. All their ties are
    kept, with the actors at the other end, and all their events, with the other participants.
    """
    scope = Scope.of(datasets, canonical)
    here = _actors_of(datasets, scope, frozenset(codes))
    ties = [t for d in datasets for t in d.ties]
    acts = _events_of(datasets, ties, scope, here)
    kept = here | {
        scope.same(end)
        for tie in ties
        if _concerns(tie, scope, here, acts)
        for end in (tie.origin, tie.target)
    }
    kept |= {
        scope.same(e.company) for d in datasets for e in d.events if e.id in acts and e.company
    }
    return [_part(dataset, scope, kept, here, acts) for dataset in datasets]


def _actors_of(datasets: Sequence[Dataset], scope: Scope, codes: frozenset[str]) -> set[str]:
    def lies_here(place: str) -> bool:
        return not codes.isdisjoint(up.id for up in places.load().with_ancestors({place}))

    here = {key for key, place in seats(datasets, scope).place.items() if lies_here(place)}
    for dataset in datasets:
        here |= {scope.same(a.id) for a in dataset.actors if a.place and lies_here(a.place)}
        here |= {
            scope.same(t.origin)
            for t in dataset.ties
            if t.kind in (Class.ESTABLISHMENT, Class.COVERAGE)
            and places.load().is_id(t.target)
            and lies_here(t.target)
        }
    return here


def _events_of(
    datasets: Sequence[Dataset], ties: Sequence[Tie], scope: Scope, here: set[str]
) -> set[str]:
    """Return the events in which an actor of the place takes part, and those their ties lead to."""
    acts: set[str] = set()
    for tie in ties:
        if scope.same(tie.origin) in here or scope.same(tie.target) in here:
            ends = (tie.event or "", tie.origin, tie.target)
            acts |= {key for key in ends if key in scope.events}
    companies = (e for d in datasets for e in d.events if e.company)
    acts |= {e.id for e in companies if scope.same(e.company or "") in here}
    return acts


def _concerns(tie: Tie, scope: Scope, here: set[str], acts: set[str]) -> bool:
    """Return whether a tie has an end in the place, or belongs to an act with a participant from
    the place."""
    if scope.same(tie.origin) in here or scope.same(tie.target) in here:
        return True
    return tie.event in acts and _is_act(scope.events[tie.event])


def _is_act(event: Event) -> bool:
    """Return whether an event is one act of few, not a programme or a label of many."""
    return event.kind not in (Class.PROGRAMME, Class.LABEL, Class.ECOSYSTEM, Class.MARKET)


def _part(
    dataset: Dataset, scope: Scope, kept: set[str], here: set[str], acts: set[str]
) -> Dataset:
    ties = tuple(t for t in dataset.ties if _concerns(t, scope, here, acts))
    named = {key for t in ties for key in (t.event, t.origin, t.target)} | acts
    found = replace(
        dataset,
        actors=tuple(a for a in dataset.actors if scope.same(a.id) in kept),
        events=tuple(e for e in dataset.events if e.id in named),
        ties=ties,
        observations=tuple(o for o in dataset.observations if scope.same(o.actor) in kept),
    )
    return _with_what_it_cites(found)


def _with_what_it_cites(dataset: Dataset) -> Dataset:
    """Return a data set with only the pages and conflicts that its remaining rows cite."""
    rows = (dataset.actors, dataset.events, dataset.ties, dataset.observations)
    pages = {source for some in rows for row in some for source in row.sources}
    ids = {t.id for t in dataset.ties} | {o.id for o in dataset.observations}
    conflicts = {k: v for k, v in dataset.conflicts.items() if k in ids and v in ids}
    sources = tuple(s for s in dataset.sources if s.id in pages)
    return replace(dataset, sources=sources, conflicts=conflicts)
