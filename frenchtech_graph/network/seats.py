"""The places of actors: seats, other sites and areas of action."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from frenchtech_graph.graph.statements import Statements
from frenchtech_graph.model.namespaces import FTE, GEO, ID
from frenchtech_graph.model.terms import Class, Property
from frenchtech_graph.network.facts import LABEL
from frenchtech_graph.network.tie_rows import TYPE, instances_below

LATITUDE, LONGITUDE = f"{GEO}lat", f"{GEO}long"


def sites_of(found: Statements) -> dict[str, tuple[str, ...]]:
    """Return the ids of the communes and inter-communal bodies of each organisation besides its
    seat."""
    organisations = instances_below(found, Class.ORGANIZATION)
    levels = {f"{FTE}{Class.CITY}", f"{FTE}{Class.METROPOLIS}"}
    towns = {place for place, level in found.of(TYPE) if level in levels}
    seats = set(found.of(f"{FTE}{Property.SEATED_IN}"))
    sites: dict[str, list[str]] = {}
    for pair in found.of(f"{FTE}{Property.LOCATED_IN}"):
        if pair[0] in organisations and pair[1] in towns and pair not in seats:
            sites.setdefault(pair[0], []).append(pair[1])
    return place_ids(sites)


def place_ids(places: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the places of each actor."""
    return {actor: tuple(sorted(map(_place_id, there))) for actor, there in places.items()}


NOWHERE: dict[str, Any] = dict.fromkeys(
    ("place", "place_label", "department", "region", "lat", "lon", "precision", "placed_with")
)


def located(found: Statements) -> dict[str, dict[str, Any]]:
    """Return the place of each actor: its seat, the level at which the seat is known, and its
    owner.
    """
    parents, seats = (
        found.of(f"{FTE}{Property.STANDS_WITH}"),
        found.of(f"{FTE}{Property.SEATED_IN}"),
    )
    owner = dict(parents)
    facts = _place_facts(found, {place for _, place in seats})
    return {
        actor: {**facts[place], "placed_with": owner.get(actor)}
        for actor, place in seats
        if place in facts
    }


def _place_facts(found: Statements, wanted: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the attributes of places that have a name and a level."""
    names, levels = found.values(LABEL), found.values(TYPE)
    latitude, longitude = found.values(LATITUDE), found.values(LONGITUDE)
    above = found.values(f"{FTE}{Property.WITHIN}")

    def around(place: str, level: str) -> str | None:
        places = (place, *above.get(place, ()))
        iri = next((p for p in places if f"{FTE}{level}" in levels.get(p, ())), "")
        return _place_code(iri)

    return {
        place: {
            "place": _place_code(place),
            "place_label": names[place][0],
            "department": around(place, Class.DEPARTMENT),
            "region": around(place, Class.REGION),
            "lat": float(latitude[place][0]) if place in longitude else None,
            "lon": float(longitude[place][0]) if place in latitude else None,
            "precision": levels[place][0].removeprefix(FTE),
        }
        for place in wanted
        if place in names and place in levels
    }


def _place_code(iri: str) -> str | None:
    return _place_id(iri).removeprefix("dep-").removeprefix("reg-") if iri else None


def _place_id(iri: str) -> str:
    """Return the id of a place from its address, where accents are encoded."""
    return unquote(iri.removeprefix(f"{ID}place/"))
