"""Ties and observations of all data sets: which claims are one statement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from frenchtech_graph.graph import describe
from frenchtech_graph.graph.claims import Scope, claim, observation_key, tie_key
from frenchtech_graph.graph.merging import Origin, R, first_filled, union
from frenchtech_graph.graph.seats import came_about
from frenchtech_graph.model import ontology
from frenchtech_graph.model.partial_dates import agree, precedes
from frenchtech_graph.model.records import Dataset, Observation, Tie
from frenchtech_graph.model.terms import Status
from frenchtech_graph.rdf import terms


def consolidated_ties(
    datasets: Sequence[Dataset], scope: Scope
) -> Iterator[tuple[Tie, list[tuple[Tie, Origin]]]]:
    """Yield each tie once, with the claims it rests on.

    Two claims are one tie when kind, ends, event and role are the same and their dates agree (one
    is the other, only more precise). An undated claim is not merged with dated ones, because it may
    describe another tie. There is one exception: a state with only observation dates is merged with
    the dated state that includes them, if there is exactly one. An announcement and its realisation
    are merged. The tie came about, and keeps the date of its announcement.
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
    """Return the tie that a plan became, with the plan in it, or None."""
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
    merged = first_filled([t for t, _ in in_order])
    return replace(settled(merged, in_order[0][0]), seen=union(*(t.seen for t, _ in group)))


def settled(merged: R, first: R) -> R:
    """Return the merged statements of several claims about one resource. A plan does not undo its
    outcome."""
    undone = came_about(first.status) and not came_about(merged.status)
    return replace(merged, status=Status.DONE) if undone else merged


def _seen_in_the_dated(groups: list[list[tuple[Tie, Origin]]]) -> list[list[tuple[Tie, Origin]]]:
    """Join undated claims of a state to the one dated state they fall into."""
    dated = [g for g in groups if g[0][0].start]
    instant = ontology.load().tie_kinds[groups[0][0][0].kind].instant
    if len(dated) != 1 or len(groups) == 1 or instant:
        return groups
    (undated,) = (g for g in groups if g is not dated[0])
    seen = [day for tie, _ in undated for day in tie.seen]
    if seen and all(_falls_into(day, dated[0][0][0]) for day in seen):
        return [dated[0] + undated]
    return groups


def _falls_into(day: str, state: Tie) -> bool:
    """Return whether a day is between the known dates of a state."""
    return not precedes(day, state.start or "") and not precedes(state.end or day, day)


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
    """Return the key of a consolidated tie: a hash of its identifying fields."""
    parts = (tie.kind, *_ends(tie), tie.event, tie.start, tie.role)
    return terms.digest(*(p or "" for p in parts))


def consolidated_observations(
    datasets: Sequence[Dataset], scope: Scope
) -> Iterator[tuple[Observation, list[tuple[Observation, Origin]]]]:
    """Yield each observation once, with the claims it rests on."""
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
        yield settled(first_filled([o for o, _ in group]), group[0][0]), group
