"""Pairs → actors: join pairs, the most certain first, unless evidence in the group contradicts it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product

from frenchtech_graph.identity.crosswalks import conflicting
from frenchtech_graph.identity.pairs import CERTAIN, DECIDED, Pair
from frenchtech_graph.identity.profiles import Profile

MARGIN = 1.0
"""Bits by which one of two must fit better to be taken: twice the odds."""

Apart = frozenset[frozenset[str]]


class Groups:
    """Actors joined so far. A union-find that also keeps the members of each group."""

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        apart: Apart,
        contrary: Mapping[frozenset[str], str],
        alike: Callable[[str, str], bool],
        two: Callable[[Profile, Profile], str | None] = lambda one, other: None,
    ) -> None:
        self._profiles = profiles
        self._contrary = contrary
        self._apart = apart
        self._alike = alike
        self._two = two
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}

    def root(self, actor: str) -> str:
        """Return the actor that represents the group while it grows."""
        return self._root.get(actor, actor)

    def members(self, actor: str) -> list[str]:
        """Return all actors of the group of `actor`."""
        return self._members.get(self.root(actor), [actor])

    def groups(self) -> list[list[str]]:
        """Return all groups of more than one actor."""
        return [sorted(m) for m in self._members.values()]

    def objection(self, one: str, other: str) -> str | None:
        """Return why the groups of two actors cannot be joined, None if they can."""
        pairs = product(self.members(one), self.members(other))
        return next(filter(None, (self._between(a, b) for a, b in pairs)), None)

    def answered(self, one: str, other: str) -> bool:
        """Return whether sources, registers or a person have stated that two groups are two."""
        return any(
            frozenset((a, b)) in self._apart or self._two(self._profiles[a], self._profiles[b])
            for a, b in product(self.members(one), self.members(other))
        )

    def _between(self, a: str, b: str) -> str | None:
        one, other = self._profiles[a], self._profiles[b]
        if frozenset((a, b)) in self._apart:
            return f"{a} and {b} have a tie, or were decided to be two"
        if known := self._two(one, other):
            return f"{a} and {b}: {known}"
        if frozenset((a, b)) in self._contrary:
            return f"{a} and {b}: {self._contrary[frozenset((a, b))]}"
        against = conflicting(dict(one.identifiers), dict(other.identifiers))
        if against:
            return f"{a} and {b} have other {' and '.join(against)}"
        for early, late in ((one, other), (other, one)):
            if _precedes(early, late):
                return f"{early.id} was active before {late.id} was created, under another name"
        unlike = one.dataset == other.dataset and not self._alike(a, b)
        return f"{a} and {b} are two in {one.dataset}" if unlike else None

    def join(self, one: str, other: str) -> None:
        """Join the groups of two actors."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return
        moved = self._members.pop(b, [b])
        self._members.setdefault(a, [a]).extend(moved)
        for actor in moved:
            self._root[actor] = a


def _precedes(early: Profile, late: Profile) -> bool:
    """Return whether a laboratory was active before the creation of another with a different name,
    which may succeed it.
    """
    return (
        bool(early.seen and late.created and early.seen < late.created)
        and "laboratory" in early.families & late.families
        and early.cores.isdisjoint(late.cores)
    )


def several_fit(
    pairs: Sequence[Pair], profiles: Mapping[str, Profile], alike: Callable[[str, str], bool]
) -> frozenset[Pair]:
    """Return the pairs between which nothing decides: one actor, and two of another source that fit
    as well.

    Two fit as well when less than `MARGIN` bits lie between them and they are not one themselves.
    """
    rivals: dict[tuple[str, str], list[tuple[str, Pair]]] = defaultdict(list)
    for pair in pairs:
        rivals[pair.one, profiles[pair.other].dataset].append((pair.other, pair))
        rivals[pair.other, profiles[pair.one].dataset].append((pair.one, pair))
    torn: set[Pair] = set()
    for found in rivals.values():
        best = max(p.score for _, p in found)
        near = [(actor, p) for actor, p in found if best - p.score < MARGIN]
        if best < CERTAIN and any(not alike(a, b) for (a, _), (b, _) in combinations(near, 2)):
            torn.update(p for _, p in near)
    return frozenset(torn)


def join_all(
    pairs: Iterable[Pair],
    profiles: Mapping[str, Profile],
    apart: Apart,
    contrary: Mapping[frozenset[str], str],
    alike: Callable[[str, str], bool],
    two: Callable[[Profile, Profile], str | None] = lambda one, other: None,
) -> tuple[Groups, list[Pair], list[tuple[Pair, str]]]:
    """Return the groups, the joined pairs, and the refused pairs with the reason.

    `apart` are pairs that must stay separate: a source states a tie between the two, or a person
    decided. `contrary` maps pairs to evidence that they are two: no third actor joins them. Two
    actors of one source join through a third only if `alike` accepts them as well: a source seldom
    lists one body twice under different names. Decisions of people are joined first, despite any
    objection.
    """
    groups = Groups(profiles, apart, contrary, alike, two)
    joined, refused = [], []
    # The most certain first: a join made earlier can only be contradicted by weaker evidence.
    for pair in sorted(pairs, key=lambda p: (-p.score, p.one, p.other)):
        objection = None
        if groups.root(pair.one) != groups.root(pair.other) and pair.score < DECIDED:
            objection = groups.objection(pair.one, pair.other)
        if objection:
            refused.append((pair, objection))
        else:
            groups.join(pair.one, pair.other)
            joined.append(pair)
    return groups, joined, refused
