"""Living organisations of one name in one place that stayed two: with the reason, or without one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

from frenchtech_graph.identity.crosswalks import conflicting, sound_identifiers
from frenchtech_graph.identity.kinds import families_of
from frenchtech_graph.identity.pairs import Decision, Resolution
from frenchtech_graph.identity.ties import places_of_establishments
from frenchtech_graph.identity.towns import around
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.model.terms import Class


class Reason(StrEnum):
    """Why two living organisations of one name in one place are two."""

    DECIDED = "decided to be two"
    TIED = "a source states a tie between them"
    NUMBERS = "official registers give them two numbers"
    ONE_SOURCE = "one source lists both"


@dataclass(frozen=True, slots=True, order=True)
class Namesakes:
    """Two actors (by their canonical ids) with one folded name.

    `place` is the place that they share.

    `reason` is the reason why they are two. If it is None, the pair waits for a decision.
    """

    name: str
    one: str
    other: str
    place: str
    reason: Reason | None


def namesakes(
    datasets: Sequence[Dataset], resolution: Resolution, decisions: Iterable[Decision] = ()
) -> list[Namesakes]:
    """Return the pairs of living organisations of one folded name in one town or department.

    A name counts if a source calls the body so, not as another name. Closed or succeeded
    organisations do not count as living. An actor without a stated place is in no place.
    """
    groups = _groups(datasets, resolution)
    places = _places(groups, places_of_establishments(datasets))
    apart = _Apart.of(datasets, resolution, decisions)
    dead = _ended(datasets, resolution)
    bearers: dict[str, set[str]] = defaultdict(set)
    for key, accounts in groups.items():
        for name in {fold(n) for a, _ in accounts for n in a.names.values()} - {""}:
            bearers[name].add(key)
    found = []
    for name, keys in bearers.items():
        for one, other in combinations(sorted(keys - dead), 2):
            if shared := places[one] & places[other]:
                reason = apart.reason(one, other, groups)
                found.append(Namesakes(name, one, other, min(shared, key=_smallness), reason))
    return sorted(found, key=lambda n: (n.reason is not None, n.name, n.one, n.other))


Accounts = Mapping[str, Sequence[tuple[Actor, str]]]
"""Canonical id → the record of each source, with the name of the data set."""


def _groups(datasets: Sequence[Dataset], resolution: Resolution) -> Accounts:
    groups: dict[str, list[tuple[Actor, str]]] = defaultdict(list)
    for dataset in datasets:
        for actor in dataset.actors:
            if "person" not in families_of(actor.kinds):
                groups[resolution.same(actor.id)].append((actor, dataset.id))
    return groups


def _places(groups: Accounts, seats: Mapping[str, frozenset[str]]) -> dict[str, set[str]]:
    """Return the places of each group, up to its departments: a region is no place."""
    found: dict[str, set[str]] = {}
    for key, accounts in groups.items():
        stated = {p for a, _ in accounts for p in (a.place, *seats.get(a.id, ())) if p}
        found[key] = {up for p in stated for up in around(p) if not up.startswith("reg-")}
    return found


def _smallness(place: str) -> tuple[bool, int, str]:
    """Return the key that sorts a commune before the areas that contain it."""
    return place.startswith("dep-"), len(place), place


def _ended(datasets: Sequence[Dataset], resolution: Resolution) -> set[str]:
    closed = {
        o.actor for d in datasets for o in d.observations if o.kind == Class.CLOSURE_OBSERVATION
    }
    succeeded = {t.origin for d in datasets for t in d.ties if t.kind == Class.SUCCESSION}
    return {resolution.same(a) for a in closed | succeeded}


@dataclass(frozen=True, slots=True)
class _Apart:
    decided: frozenset[frozenset[str]]
    tied: frozenset[frozenset[str]]

    @staticmethod
    def of(
        datasets: Sequence[Dataset], resolution: Resolution, decisions: Iterable[Decision]
    ) -> "_Apart":
        same = resolution.same
        return _Apart(
            frozenset(
                frozenset((same(d.one), same(d.other)))
                for d in decisions
                if d.verdict == "different"
            ),
            frozenset(
                frozenset((same(t.origin), same(t.target))) for d in datasets for t in d.ties
            ),
        )

    def reason(self, one: str, other: str, groups: Accounts) -> Reason | None:
        """Return why two groups are two, the strongest reason first."""
        ends = frozenset((one, other))
        reasons = (
            (Reason.DECIDED, ends in self.decided),
            (Reason.TIED, ends in self.tied),
            (Reason.NUMBERS, any(_two_numbers(groups[one], groups[other]))),
            (Reason.ONE_SOURCE, any(_in_one_source(groups[one], groups[other]))),
        )
        return next((reason for reason, holds in reasons if holds), None)


def _two_numbers(
    one: Sequence[tuple[Actor, str]], other: Sequence[tuple[Actor, str]]
) -> Iterator[bool]:
    for (a, _), (b, _) in product(one, other):
        yield bool(conflicting(sound_identifiers(a.identifiers), sound_identifiers(b.identifiers)))


def _in_one_source(
    one: Sequence[tuple[Actor, str]], other: Sequence[tuple[Actor, str]]
) -> Iterator[bool]:
    for (a, source), (b, beside) in product(one, other):
        yield source == beside and bool(_folded(a) & _folded(b))


def _folded(actor: Actor) -> set[str]:
    return {fold(n) for n in actor.names.values()}
