"""People are joined on their name and an organisation both have a tie to, never on a name alone."""

from collections import defaultdict
from collections.abc import Sequence

from frenchtech_graph.identity.clues import Clue, Evidence
from frenchtech_graph.identity.clustering import Apart, Groups
from frenchtech_graph.identity.pairs import Pair
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Dataset

_SURE = 12.0


def same_people(
    people: Sequence[Profile], datasets: Sequence[Dataset], groups: Groups, apart: Apart
) -> list[Pair]:
    """Join people of the same name with a tie to the same organisation, and return the pairs.

    A name without a shared organisation is not evidence, and leads to no question: such people are
    not linked across sources.
    """
    names = {p.id: p.label for p in people}
    circles = _organisations_of(set(names), datasets, groups)
    namesakes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for actor, name in sorted(names.items()):
        words = tuple(sorted(fold(name).split()))
        if len(words) > 1:
            namesakes[words].append(actor)
    joined = []
    for found in namesakes.values():
        for n, one in enumerate(found):
            for other in found[n + 1 :]:
                shared = sorted(circles[one] & circles[other])
                if (
                    shared
                    and frozenset((one, other)) not in apart
                    and not _objection(groups, one, other)
                ):
                    groups.join(one, other)
                    evidence = (
                        Evidence(Clue.SAME_NAME, names[one]),
                        Evidence(Clue.SAME_ORGANISATION, shared[0], _SURE),
                    )
                    joined.append(Pair(one, other, _SURE, "same", evidence))
    return joined


def _objection(groups: Groups, one: str, other: str) -> str | None:
    return groups.objection(one, other) if groups.root(one) != groups.root(other) else None


def _organisations_of(
    people: set[str], datasets: Sequence[Dataset], groups: Groups
) -> dict[str, set[str]]:
    circles: dict[str, set[str]] = defaultdict(set)
    for tie in (t for d in datasets for t in d.ties):
        for person, other in ((tie.origin, tie.target), (tie.target, tie.origin)):
            if person in people and other not in people:
                circles[person].add(groups.root(other))
    return circles
