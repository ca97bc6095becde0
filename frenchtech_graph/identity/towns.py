"""Places as identity evidence: the areas around a place, and the towns that a name mentions."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from frenchtech_graph.identity.words import words
from frenchtech_graph.model import places
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

_LARGER = 30_000
"""People from which a town is one that names of other bodies name."""

_SHORTEST = 3
"""Letters that the name of such a town has more than: Pau is a name of many things."""


@cache
def around(place: str | None) -> frozenset[str]:
    """Return a place and all places that contain it, except the country."""
    if not place or place not in places.load().by_id:
        return frozenset()
    return frozenset(p.id for p in places.load().with_ancestors({place})) - {places.COUNTRY}


@cache
def place_words(place: str | None) -> frozenset[str]:
    """Return the words of the name of a place and of the town it belongs to: Villeneuve-d'Ascq is
    Lille to many.
    """
    known = places.load().by_id
    own = set(fold(known[place].name).split()) if place in known else set()
    around_it = {
        w
        for p in around(place)
        if known[p].kind == Class.METROPOLIS
        for w in fold(known[p].name).split()
    }
    return frozenset(w for w in own | around_it & _communes() if len(w) > 2)


@cache
def _communes() -> frozenset[str]:
    return frozenset(fold(p.name) for p in places.load().by_id.values() if p.kind == Class.CITY)


@cache
def _larger_towns() -> dict[tuple[str, ...], str]:
    """Return the words of the names of larger towns → their ids.

    Link words are left out, and two words are kept at most.
    """
    named: dict[tuple[str, ...], str] = {}
    for town in places.load().by_id.values():
        if town.kind == Class.CITY and int(town.population or 0) >= _LARGER:
            said = tuple(w for w in fold(town.name).split() if w not in words("link_words"))[:2]
            named |= {said: town.id} if len("".join(said)) > _SHORTEST else {}
    return named


def towns_in(tokens: Sequence[str]) -> frozenset[str]:
    """Return the ids of the larger towns that the words of a name name.

    >>> [sorted(towns_in(n.split())) for n in ("ecole centrale lille", "institut chimie clermont ferrand")]
    [['59350'], ['63113']]
    """
    larger = _larger_towns()
    return frozenset(larger[w] for w in (*((t,) for t in tokens), *pairwise(tokens)) if w in larger)
