"""Evidence from the places of two actors, and from the places of bodies that they have ties
with."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from frenchtech_graph.identity.clues import Clue, Evidence
from frenchtech_graph.identity.kinds import FIRM
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.model import places

_FEWEST_FIRMS = 500
"""Firms with a stated place from which the distribution of firms is known."""


def firms_at(profiles: Sequence[Profile]) -> Mapping[str, float]:
    """Return `-log2` of the share of firms in each place, empty if there are too few firms."""
    placed = [p.places for p in profiles if p.families == FIRM and p.places]
    if len(placed) < _FEWEST_FIRMS:
        return {}
    counts = Counter(place for at in placed for place in at)
    return {place: math.log2(len(placed) / n) for place, n in counts.items()}


@cache
def _place_bits(place: str) -> float:
    """Return how much a shared place says: the smaller its share of France's people, the more."""
    people = _people().get(place)
    return -math.log2(people / _people()[places.COUNTRY]) if people else 10.0


@cache
def _people() -> dict[str, int]:
    counts: dict[str, int] = {}
    for place in places.load().by_id.values():
        for up in (place.id, *_ups(place.within)) if place.population else ():
            counts[up] = counts.get(up, 0) + int(place.population or 0)
    return counts


@cache
def _ups(within: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(p.id for p in places.load().with_ancestors(set(within)))


def place_evidence(
    one: Profile, other: Profile, sort: str, firms: Mapping[str, float]
) -> Iterator[Evidence]:
    """Yield evidence from the places of two actors of a sort.

    `firms` is the result of `firms_at`.
    """
    if not one.places or not other.places:
        yield from _surroundings(one, other)
        return
    common = one.places & other.places
    if not common:
        yield Evidence(Clue.OTHER_REGION, f"{one.place} / {other.place}")
        return
    nearest = max(sorted(common), key=_place_bits)
    amount = min(_place_bits(nearest), 12.0) / 5
    named = places.load().by_id[nearest].name
    yield Evidence(Clue.SAME_PLACE, named, amount=amount, sort=sort)
    less = amount - firms.get(nearest, amount * 5) / 5
    if sort == "firm" and less > 0:
        yield Evidence(Clue.PLACE_OF_MANY_FIRMS, named, amount=less)
    if nearest.startswith("reg-") and nearest not in {one.place, other.place}:
        yield Evidence(Clue.OTHER_DEPARTMENT, "")


def _surroundings(one: Profile, other: Profile) -> Iterator[Evidence]:
    """Where no place is stated, those an actor has ties with say in which regions it works."""
    first, second = one.places or one.near, other.places or other.near
    if not first or not second:
        return
    common = sorted(p for p in first & second if p.startswith("reg-"))
    if common:
        nearest = max(common, key=_place_bits)
        named = places.load().by_id[nearest].name
        yield Evidence(Clue.TIES_TO_THE_SAME_REGION, named, amount=_place_bits(nearest) / 5)
    else:
        both = (p.place or " ".join(sorted(there)) for p, there in ((one, first), (other, second)))
        yield Evidence(Clue.TIES_TO_OTHER_REGIONS, " / ".join(both))
