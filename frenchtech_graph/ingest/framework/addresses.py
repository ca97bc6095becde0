"""A postal address → the INSEE code of its commune.

Post codes are no key: CEDEX codes are in no table and one code serves many communes. The town's
name is; the post code's first digits tell the department among namesakes.
"""

import re
from functools import lru_cache

from frenchtech_graph.model import places
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.places import AmbiguousPlaceError
from frenchtech_graph.model.terms import Class

_CEDEX = re.compile(r"\bcedex ?\d*\b.*$")
_DASH = re.compile(r"(?i)\bcedex\b[^-]*-\s*(?P<town>.+)$")
_ARRONDISSEMENT = re.compile(r"^(paris|lyon|marseille)\b.*$")
_SAINT = {"st": "saint", "ste": "sainte", "sts": "saints"}


def town(name: str) -> str:
    """Return the name of a town, folded, without CEDEX, number or abbreviation.

    >>> town("VILLENEUVE D ASCQ CEDEX"), town("St-Étienne Cedex2"), town("PARIS 15"), town("Lyon Cedex 3 - Bron")
    ('villeneuve d ascq', 'saint etienne', 'paris', 'bron')
    """
    dashed = _DASH.search(name)
    bare = _CEDEX.sub("", fold(dashed["town"] if dashed else name)).strip()
    bare = " ".join(_SAINT.get(w, w) for w in bare.split())
    found = _ARRONDISSEMENT.match(bare)
    if found and re.fullmatch(r"\w+( \d+ ?(e|er|eme|ieme|de)?)?( arrondissement)?", bare):
        return found[1]
    return bare


def department(postal: str | None) -> str | None:
    """Return the department that a post code lies in.

    >>> department("59652"), department("97200"), department("20090"), department("20200"), department("CT17")
    ('59', '972', '2A', '2B', None)
    """
    if not postal or not re.fullmatch(r"\d{5}", postal):
        return None
    if postal.startswith("97"):
        return postal[:3]
    if postal.startswith("20"):
        return "2A" if postal < "20200" else "2B"
    return postal[:2]


@lru_cache(maxsize=50_000)
def commune(city: str, postal: str | None = None) -> str | None:
    """Return the INSEE code of the commune `city` names, None where it cannot be told.

    >>> commune("VILLENEUVE D ASCQ CEDEX", "59652"), commune("Saint-Denis"), commune("Saint-Denis", "93200")
    ('59009', None, '93066')
    """
    name, within = town(city), department(postal)
    if not name:
        return None
    try:
        code = places.load().resolve(f"{name} ({within})" if within else name)
    except AmbiguousPlaceError:
        return None
    return code if code and places.load().by_id[code].kind == Class.CITY else None


def insee(code: str | None) -> str | None:
    """Return today's commune for an INSEE code (an arrondissement leads to its town), or None.

    >>> insee("75115"), insee("59355"), insee("99999"), insee(None)
    ('75056', '59350', None, None)
    """
    if not code or not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        return None
    try:
        return places.load().resolve(code)
    except AmbiguousPlaceError:
        return None


def region(code: str | None) -> str | None:
    """Return the place of a region's code, `R32` or `32`.

    >>> region("R32"), region("R00")
    ('reg-32', None)
    """
    place = f"reg-{(code or '').removeprefix('R')}"
    return place if place in places.load().by_id else None


@lru_cache(maxsize=1000)
def region_named(name: str) -> str | None:
    """Return the place of a region by its name.

    >>> region_named("Hauts-de-France"), region_named("Rhône-Alpes")
    ('reg-32', None)
    """
    found = [
        p.id
        for p in places.load().by_id.values()
        if p.kind == Class.REGION and fold(p.name) == fold(name)
    ]
    return found[0] if found else None
