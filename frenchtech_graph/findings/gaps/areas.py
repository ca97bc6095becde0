"""The places of gap cards: French Tech ecosystems of today, and regions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import places, territories
from frenchtech_graph.model.names import fold, nearest
from frenchtech_graph.model.terms import Class

Position = tuple[float, float]
OWN_SHARE = 0.2
"""Share of its inhabitants that an ecosystem has in a region, from which that region is its own."""


@dataclass(frozen=True, slots=True)
class Area:
    """An ecosystem or a region: id, names by language, communes, regions, centre, inhabitants.

    ``regions`` are the regions with a fifth of its inhabitants or more. The centre is the mean
    position of its communes, each weighed by its inhabitants.
    """

    id: str
    names: Mapping[str, str]
    communes: frozenset[str]
    regions: tuple[str, ...]
    centre: Position
    population: int

    @property
    def is_region(self) -> bool:
        """Whether it is a region, and not an ecosystem."""
        return self.id.startswith("reg-")


@cache
def ecosystems() -> Mapping[str, Area]:
    """Return the ecosystems with a territorial label in the last class, by id."""
    known = territories.load()
    found = (e for e in known.by_id.values() if e.held(known.last_class) and not e.is_thematic)
    return {
        e.id: _area(e.id, e.names, known.communes(e)) for e in sorted(found, key=lambda e: e.id)
    }


@cache
def regions() -> Mapping[str, Area]:
    """Return the regions of France by id, `reg-32`, except regions without inhabitants."""
    inside: dict[str, set[str]] = {}
    for commune, region in _regions_of_communes().items():
        inside.setdefault(region, set()).add(commune)
    by_id = places.load().by_id
    return {
        r: _area(r, dict.fromkeys(("fr", "en"), by_id[r].name), frozenset(communes))
        for r, communes in sorted(inside.items())
        if any(_inhabitants(c) for c in communes)
    }


@cache
def _regions_of_communes() -> Mapping[str, str]:
    known = places.load().by_id
    of_department = {
        p.id.removeprefix("dep-"): next(u for u in p.within if u.startswith("reg-"))
        for p in known.values()
        if p.kind == Class.DEPARTMENT
    }
    return {
        p.id: of_department[p.department]
        for p in known.values()
        if p.kind == Class.CITY and p.department in of_department
    }


def _inhabitants(commune: str) -> int:
    return int(places.load().by_id[commune].population or 0)


def _area(name: str, names: Mapping[str, str], communes: frozenset[str]) -> Area:
    by_id, of = places.load().by_id, _regions_of_communes()
    weights = {c: _inhabitants(c) for c in communes if by_id[c].latitude}
    total = sum(weights.values()) or 1
    lat, lon = (
        sum(w * float(getattr(by_id[c], which) or 0) for c, w in weights.items()) / total
        for which in ("latitude", "longitude")
    )
    inside = Counter[str]()
    for commune, weight in weights.items():
        if commune in of:
            inside[of[commune]] += weight
    own = sorted(region for region, weight in inside.items() if weight >= OWN_SHARE * total)
    return Area(name, names, communes, tuple(own), (lat, lon), sum(weights.values()))


def communes_of(place: str | None) -> frozenset[str]:
    """Return the communes of a place: the commune itself, or all communes of an inter-communal body
    or a region.

    >>> len(communes_of("59350")), "59350" in communes_of("200093201"), communes_of(None)
    (1, True, frozenset())
    """
    return _communes_of(place) if place else frozenset()


@cache
def _communes_of(place: str) -> frozenset[str]:
    known = places.load()
    if place not in known.by_id:
        return frozenset()
    if known.by_id[place].kind == Class.CITY:
        return frozenset({place})
    if place in regions():
        return regions()[place].communes
    return known.communes.get(place, frozenset())


@cache
def areas_of(place: str | None) -> tuple[str, ...]:
    """Return the ecosystems and the region that contain a whole place, by id.

    >>> areas_of("59350")
    ('ecosysteme-french-tech-lille', 'reg-32')
    """
    communes = communes_of(place)
    if not communes:
        return ()
    return tuple(
        area.id
        for area in (*ecosystems().values(), *regions().values())
        if communes <= area.communes
    )


def by_id(name: str) -> Area:
    """Return an area by its id.

    Raises:
        KeyError: the place does not exist.
    """
    return ecosystems()[name] if name in ecosystems() else regions()[name]


def asked(where: str) -> tuple[Area, ...]:
    """Return the areas that a text means: an ecosystem and its regions, or a region.

    A town means the smallest ecosystem around it. A town without an ecosystem means its region. An
    ecosystem that is a whole region is answered with it.

    >>> [a.names["en"] for a in asked("Lille")]
    ['French Tech Lille', 'Hauts-de-France']
    >>> [a.id for a in asked("Bretagne")]
    ['reg-53']

    Raises:
        BilingualError: no place has the name. The message suggests the nearest names.
    """
    known = territories.load()
    match = known.resolve(where)
    if match is not None and match.today.id in ecosystems():
        return _with_regions(match.today.id)
    place = _place(where)
    if place in regions():
        whole = (e for e in ecosystems().values() if e.communes == regions()[place].communes)
        return (*whole, regions()[place])
    around = [e.id for e in known.around(place) if e.id in ecosystems()]
    return _with_regions(around[0]) if around else _own_region(place)


def _with_regions(ecosystem: str) -> tuple[Area, ...]:
    area = ecosystems()[ecosystem]
    return (area, *(regions()[r] for r in area.regions if r in regions()))


def _own_region(place: str) -> tuple[Area, ...]:
    return tuple(regions()[a] for a in areas_of(place) if a in regions())


def _place(where: str) -> str:
    """Return the id of a place.

    The name of a region means the region, not a small place of the same name.
    """
    for region in regions().values():
        if fold(region.names["fr"]) == fold(where):
            return region.id
    try:
        found = places.load().resolve(where)
    except places.AmbiguousPlaceError as error:
        raise _unknown(where, error.candidates) from None
    if found is None or not (found in regions() or areas_of(found)):
        names = [a.names["fr"] for a in (*ecosystems().values(), *regions().values())]
        raise _unknown(where, [*territories.load().suggest(where), *nearest(where, names)])
    return found


def _unknown(where: str, close: Iterable[str]) -> BilingualError:
    return BilingualError(
        "unknown-place",
        parameter="--where",
        value=where,
        suggestions=list(dict.fromkeys(close))[:3],
    )
