"""A postal address → the INSEE code of its commune.

Post codes are no key: CEDEX codes are in no table and one code serves many communes. The name of
the town is the key. The first digits of the post code give the department, to distinguish
namesakes.
"""

import csv
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from math import cos, hypot, radians

from rapidfuzz import fuzz, process

from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import places
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.places import AmbiguousPlaceError
from frenchtech_graph.model.terms import Class

_CEDEX = re.compile(r"\b(messag )?cedex ?\d*\b.*$")
_DASH = re.compile(r"(?i)\bcedex\b[^-]*-\s*(?P<town>.+)$")
_ARRONDISSEMENT = re.compile(r"^(paris|lyon|marseille)\b.*$")
_ARTICLE = re.compile(r"^(le|la|les|l) ")
_NEAR = 20.0
"""Kilometres between a point and the middle of the commune that it is in, at most."""
_SHORT = {"mt": "mont", "st": "saint", "ste": "sainte", "sts": "saints"}


def town(name: str) -> str:
    """Return the name of a town, folded, without CEDEX, number or abbreviation.

    >>> town("VILLENEUVE D ASCQ CEDEX"), town("St-Étienne Cedex2"), town("PARIS 15"), town("Lyon Cedex 3 - Bron")
    ('villeneuve d ascq', 'saint etienne', 'paris', 'bron')
    """
    dashed = _DASH.search(name)
    bare = _CEDEX.sub("", fold(dashed["town"] if dashed else name)).strip()
    bare = " ".join(_SHORT.get(w, w) for w in bare.split())
    found = _ARRONDISSEMENT.match(bare)
    if found and re.fullmatch(r"\w+( \d+ ?(e|er|eme|ieme|de)?)?( arrondissement)?", bare):
        return found[1]
    return bare


def department(postal: str | None) -> str | None:
    """Return the department of a post code.

    >>> department("59652"), department("97200"), department("20090"), department("20200"), department("CT17")
    ('59', '972', '2A', '2B', None)
    """
    if not postal or not re.fullmatch(r"\d{5}", postal):
        return None
    if postal.startswith(("977", "978", "979")):
        return "974"  # Saint-Denis of La Réunion has 9771x and 9774x for its CEDEX codes
    if postal.startswith(("97", "98")):
        return postal[:3]
    if postal.startswith("20"):
        return "2A" if postal < "20200" else "2B"
    return postal[:2]


@lru_cache(maxsize=50_000)
def commune(
    city: str, postal: str | None = None, near: tuple[float, float] | None = None
) -> str | None:
    """Return the INSEE code of the commune `city`, or None if it is unknown or ambiguous.

    The department of the post code, or a point (degrees) within 20 km,
    distinguishes namesakes and allows for a shortened name. Otherwise the post code gives the
    commune, if it has only one or the commune has a similar spelling.

    >>> commune("VILLENEUVE D ASCQ CEDEX", "59652"), commune("Saint-Denis"), commune("Saint-Denis", "93200")
    ('59009', None, '93066')
    >>> commune("EVRY CEDEX", "91025"), commune("La Rochelle", near=(46.16, -1.15)), commune("Breteniere", "21110")
    ('91228', '17300', '21106')
    """
    found = _place(city, postal, near)
    return found if found and places.load().by_id[found].kind == Class.CITY else None


def place(
    city: str, postal: str | None = None, near: tuple[float, float] | None = None
) -> str | None:
    """Return the commune `city`, or the inter-communal body of that name.

    >>> place("Sophia Antipolis Cedex", "06902"), place("Lille"), place("Nowhere")
    ('240600585', '59350', None)
    """
    return _place(city, postal, near)


@lru_cache(maxsize=50_000)
def _place(city: str, postal: str | None, near: tuple[float, float] | None) -> str | None:
    name, within = town(city), department(postal)
    if not name:
        return None
    return (
        _named(name, within)
        or _nearest([c for c in _communes_named(name) if not within or _in(c, within)], near)
        or _shortened(name, within, near)
        or _usual(name, within)
        or _of_post_code(name, postal)
    )


def _named(name: str, within: str | None) -> str | None:
    try:
        code = places.load().resolve(f"{name} ({within})" if within else name)
    except AmbiguousPlaceError:
        return None
    return code if code and places.load().by_id[code].kind == Class.CITY else None


@cache
def _cities() -> dict[str, list[str]]:
    """Return the communes by folded name, and by it without the article before it."""
    found: dict[str, list[str]] = {}
    for one in places.load().by_id.values():
        if one.kind == Class.CITY:
            name = fold(one.name)
            for written in {name, _ARTICLE.sub("", name)}:
                found.setdefault(written, []).append(one.id)
    return found


def _communes_named(name: str) -> list[str]:
    return _cities().get(name, [])


def _in(code: str, within: str) -> bool:
    return places.load().by_id[code].department == within


def _nearest(codes: Iterable[str], near: tuple[float, float] | None) -> str | None:
    """Return the commune nearest to a point, if it is near.

    Without a point, return the only one.
    """
    found = list(codes)
    if near is None:
        return found[0] if len(found) == 1 else None
    apart = [(d, c) for c in found if (d := _distance(c, near)) is not None and d <= _NEAR]
    return min(apart)[1] if apart else None


def _distance(code: str, point: tuple[float, float]) -> float | None:
    """Return the kilometres from the middle of a commune to a point, ignoring curvature."""
    one = places.load().by_id[code]
    if one.latitude is None or one.longitude is None:
        return None
    north = float(one.latitude) - point[0]
    east = (float(one.longitude) - point[1]) * cos(radians(point[0]))
    return 111.2 * hypot(north, east)


def _shortened(name: str, within: str | None, near: tuple[float, float] | None) -> str | None:
    """Return the one commune around whose name begins with a town's: Évry is Évry-Courcouronnes."""
    if not within and near is None:
        return None
    longer = [c for full in _longer_names(name) for c in _cities()[full]]
    return _nearest({c for c in longer if not within or _in(c, within)}, near)


def _longer_names(name: str) -> list[str]:
    return _names_by_word().get(name.split(maxsplit=1)[0], {}).get(name, [])


@cache
def _names_by_word() -> dict[str, dict[str, list[str]]]:
    """Return the names of communes that go on after some of their words, by these words."""
    found: dict[str, dict[str, list[str]]] = {}
    for full in _cities():
        words = full.split()
        for end in range(1, len(words)):
            begun = " ".join(words[:end])
            found.setdefault(words[0], {}).setdefault(begun, []).append(full)
    return found


@cache
def _usual_names() -> dict[str, tuple[str, str]]:
    with (data_folder() / "reference" / "places" / "town_names.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return {fold(r["name"]): (r["place"], r["department"]) for r in csv.DictReader(file)}


def _usual(name: str, within: str | None) -> str | None:
    code, department_ = _usual_names().get(name, (None, ""))
    return code if within in (None, department_) else None


@cache
def _post_codes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with (data_folder() / "reference" / "places" / "communes.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            for code in row["postcodes"].split("|"):
                found.setdefault(code, []).append(row["code"])
    return found


def _of_post_code(name: str, postal: str | None) -> str | None:
    """Return the commune of a post code: its only one, or a commune with a similar spelling."""
    codes = _post_codes().get(postal or "", [])
    if len(codes) == 1:
        return codes[0]
    named = {fold(places.load().by_id[c].name): c for c in codes}
    close = process.extractOne(name, named.keys(), scorer=fuzz.ratio, score_cutoff=88)
    return named[close[0]] if close else None


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
