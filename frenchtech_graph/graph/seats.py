"""The seat of each resource, if sources give it several places or no place of its own.

The seat is the head office in the register of companies. Otherwise it is the only living head
office. Otherwise it is the latest of several, if all are dated. Otherwise it is the only place that
is given without a role. A place within a region is preferred to the region, and the commune of an
address to a town of a gazetteer. If several candidates remain, the seat is the smallest place that
contains them all, up to the region. A site, a plant, a branch or a first place is never used as the
seat. A part without a place has the place of its parent, a fund has the place of its manager, and a
laboratory has the place of the schools and hospitals that supervise it. A national research body
does not give its place to a laboratory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from frenchtech_graph.graph.claims import Scope
from frenchtech_graph.model import ontology, places
from frenchtech_graph.model.records import Dataset, Tie
from frenchtech_graph.model.terms import Class, Role, Status

_HOLDERS = (Class.CITY, Class.METROPOLIS, Class.DEPARTMENT, Class.REGION)
"""Levels that may stand for several places, smallest first."""


_ABOVE = (Class.SUBUNIT, Class.FUND_MANAGEMENT, Class.SUPERVISION)
"""Kinds of ties from above to what may stand with it."""


@dataclass(frozen=True, slots=True)
class Seats:
    """`place` of each resource that has one, and `parents`: the body that a resource without a
    place inherits it from.
    """

    place: Mapping[str, str]
    parents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Placing:
    place: str
    seat: bool
    since: str | None = None
    rough: bool = False
    registered: bool = False


def seats(datasets: Sequence[Dataset], scope: Scope) -> Seats:
    """Return the seats of the resources of the data sets, by their canonical ids."""
    placings: dict[str, list[_Placing]] = {}
    placed: set[str] = set()
    for key, placing in _placings(datasets, scope):
        placed.add(key)
        if placing is not None:
            placings.setdefault(key, []).append(placing)
    parents = _parents(datasets, scope)
    chosen = {key: place for key, found in placings.items() if (place := _seat(found))}
    taken: dict[str, str] = {}
    for key in sorted(parents.keys() - placed):
        _take(key, parents, placed, chosen, taken, frozenset())
    return Seats(chosen, taken)


def _placings(datasets: Sequence[Dataset], scope: Scope) -> Iterator[tuple[str, _Placing | None]]:
    """Yield each resource with a place that may be its seat, and None if the place may not be its
    seat.
    """
    for dataset in datasets:
        for actor in dataset.actors:
            if actor.place:
                stated = _Placing(actor.place, True, rough=dataset.rough_places)
                yield scope.same(actor.id), stated
        for tie in dataset.ties:
            if tie.kind != Class.ESTABLISHMENT or not came_about(tie.status):
                continue
            may = tie.role in (None, Role.HEAD_OFFICE) and not is_over(tie)
            since = tie.start or max(tie.seen, default=None)
            is_seat = tie.role == Role.HEAD_OFFICE
            placing = _Placing(tie.target, is_seat, since, registered=dataset.registered_seats)
            yield scope.same(tie.origin), placing if may else None


def _local_kinds() -> frozenset[str]:
    """Return the kinds of bodies whose place is also the place of their laboratories."""
    schools = ontology.load().subclasses(Class.HIGHER_EDUCATION_INSTITUTION)
    return frozenset([*schools, Class.HOSPITAL])


def _parents(datasets: Sequence[Dataset], scope: Scope) -> dict[str, set[str]]:
    """Return the parents of each part and the manager of each fund.

    For a laboratory that is not part of a body, return the local bodies that supervise it.
    """
    kinds = _local_kinds()
    local = {scope.same(a.id) for d in datasets for a in d.actors if not kinds.isdisjoint(a.kinds)}
    parents: dict[str, set[str]] = {}
    supervisors: dict[str, set[str]] = {}
    for tie in (t for d in datasets for t in d.ties if t.kind in _ABOVE):
        above, below = scope.same(tie.origin), scope.same(tie.target)
        if not came_about(tie.status) or is_over(tie):
            continue
        if tie.kind != Class.SUPERVISION:
            parents.setdefault(below, set()).add(above)
        elif above in local:
            supervisors.setdefault(below, set()).add(above)
    return supervisors | parents


def _take(
    key: str,
    parents: Mapping[str, set[str]],
    placed: set[str],
    chosen: dict[str, str],
    taken: dict[str, str],
    below: frozenset[str],
) -> str | None:
    """Return the place of a resource.

    A resource without one has the place of its parents, if they agree.
    """
    if key in chosen or key in placed or key in below:
        return chosen.get(key)
    look = partial(
        _take, parents=parents, placed=placed, chosen=chosen, taken=taken, below=below | {key}
    )
    found = {parent: place for parent in sorted(parents.get(key, ())) if (place := look(parent))}
    if len(set(found.values())) != 1:
        return None
    taken[key], chosen[key] = next(iter(found.items()))
    return chosen[key]


def _seat(found: Sequence[_Placing]) -> str | None:
    registered = _latest([p for p in found if p.registered])
    if registered:
        return smallest_holder({p.place for p in registered})
    kept = _exact(found)
    stated = _latest([p for p in kept if p.seat])
    seat = smallest_holder({p.place for p in stated or kept})
    around = places.load().ancestors
    within = {p.place for p in kept if seat in around(p.place)}
    return smallest_holder(within) if within else seat


def _exact(found: Sequence[_Placing]) -> Sequence[_Placing]:
    """Return the placings without the imprecise ones, if another placing is a seat in a commune."""
    known = places.load().by_id
    exact = [p for p in found if not p.rough]
    in_commune = any(p.seat and known[p.place].kind == Class.CITY for p in exact)
    return exact if in_commune else found


def _latest(stated: Sequence[_Placing]) -> Sequence[_Placing]:
    """Return the latest of several seats, where all are dated."""
    if len({p.place for p in stated}) < 2 or not all(p.since for p in stated):
        return stated
    latest = max(p.since or "" for p in stated)
    return [p for p in stated if p.since == latest]


def smallest_holder(found: Iterable[str]) -> str | None:
    """Return the place itself, the most precise of nested ones, or the smallest that contains them
    all.

    None when nothing smaller than a country does.
    """
    known = places.load()
    distinct = set(found)
    around = {place: known.ancestors(place) for place in distinct}
    innermost = {p for p in distinct if not any(p in around[o] for o in distinct)}
    if len(innermost) == 1:
        return next(iter(innermost))
    shared = set.intersection(*({p, *around[p]} for p in innermost)) if innermost else set()
    kinds = {place: known.by_id[place].kind for place in shared}
    holders = [p for p in shared if kinds[p] in _HOLDERS]
    return min(holders, key=lambda p: (_HOLDERS.index(kinds[p]), p), default=None)


def came_about(status: str | None) -> bool:
    """Return whether a status means that a fact came about: not only announced or applied for, and
    not cancelled.
    """
    return status not in ontology.load().not_come_about


def is_over(tie: Tie) -> bool:
    """Return whether a source states that a tie has ended."""
    return bool(tie.end) or tie.status == Status.ENDED or tie.current is False
