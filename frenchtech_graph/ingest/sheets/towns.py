"""Towns in usual spellings: with post codes, CEDEX, departments, districts and countries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from frenchtech_graph.ingest.sheets.lexicon import countries
from frenchtech_graph.model import places
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

_CODE = re.compile(r"\b(?:F-?\s?)?(\d{5}|2[AB]\d{3})\b", re.IGNORECASE)
_CEDEX = re.compile(r"\bcedex\b(?:\s*\d{1,2}(?!\d))?", re.IGNORECASE)
_DISTRICT = re.compile(
    r"\b\d{1,2}\s?(?:er|e|è|ème|eme|nd|th|st|rd)?\s*(?:arr(?:ondissement|dt)?\.?)?$", re.IGNORECASE
)
_SAINT = re.compile(r"\bs(t|te)\b\.?[- ]", re.IGNORECASE)
_BRACKETS = re.compile(r"^(.+?)\s*[(\[]([^)\]]+)[)\]]$")


_TOWN = 10_000
"""Inhabitants from which a name means the town, not the region or department of that name."""


@dataclass(frozen=True, slots=True)
class Found:
    """The place of a text: its id, and whether it is certain.

    `candidates` are the places of an ambiguous text.
    """

    id: str = ""
    sure: bool = True
    candidates: tuple[str, ...] = ()


def read_town(text: str, postcode: str = "", around: str = "", country: str = "") -> Found:
    """Return the place of a text, without an id if it is unknown.

    `postcode` and `around` (a department or region) come from other columns of the row.

    >>> read_town("31062 TOULOUSE CEDEX 9").id, read_town("Saint-Denis", "93200").id
    ('31555', '93066')
    >>> read_town("Labège (Haute-Garonne)").id, read_town("Paris 13e").id, read_town("Atlantis").id
    ('31254', '75056', '')
    >>> read_town("ST-ETIENNE", "42000").id, read_town("Lannion Cedex 22302").id
    ('42218', '22113')
    >>> read_town("London, UK").id, read_town("San Francisco, CA, USA").id
    ('GB-London', 'US-San_Francisco')
    """
    said = " ".join(_CEDEX.sub(" ", text).replace("–", "-").split()).strip(" ,-")
    code = _CODE.search(said) or _CODE.search(postcode)
    said = " ".join(_CODE.sub(" ", said).split()).strip(" ,-")
    bracketed = _BRACKETS.match(said)
    if bracketed:
        said, around = bracketed[1].strip(), bracketed[2].strip() or around
    elif "," in said:
        said, _, rest = said.partition(",")
        around = rest.strip() or around
    if not said:
        return _of_code(code[1]) if code else Found()
    department = _department(code[1]) if code else ""
    abroad = _abroad(said, around, country)
    return abroad or _in_france(said, department, around)


def _in_france(name: str, department: str, around: str) -> Found:
    ambiguous: tuple[str, ...] = ()
    for form in _forms(name):
        for asked in (f"{form} ({department})" if department else "", *_around(form, around), form):
            if not asked:
                continue
            try:
                found = places.load().resolve(asked)
            except places.AmbiguousPlaceError as error:
                ambiguous = ambiguous or tuple(error.candidates)
                continue
            if found:
                whole = not re.search(r"/| - ", name) or form == name
                return Found(found, whole and (not department or _agrees(found, department)))
    return _largest(ambiguous)


def _largest(candidates: tuple[str, ...]) -> Found:
    """Return the most populous of several towns, as a guess.

    If all are small, return the region or department of that name.
    """
    ids = [c.rsplit(" ", 1)[-1] for c in candidates]
    known = [places.load().by_id[i] for i in ids if places.load().is_id(i)]
    towns = [p for p in known if p.kind == Class.CITY]
    wider = [p for p in known if p.kind != Class.CITY]
    best = max(towns, key=lambda p: int(p.population or 0), default=None)
    if wider and (best is None or int(best.population or 0) < _TOWN):
        best = wider[0]
    return Found(best.id, False, candidates) if best else Found(candidates=candidates)


_SUR = re.compile(r"\bs/\s*(?:/\s*)?", re.IGNORECASE)
_SOUS = re.compile(r"\bss/?\s+", re.IGNORECASE)


def _forms(name: str) -> Iterator[str]:
    """Yield possible spellings of a town."""
    written = _SOUS.sub("sous ", _SUR.sub("sur ", name))
    spelt = _SAINT.sub(lambda m: "Sainte-" if fold(m[1]) == "te" else "Saint-", written)
    yield spelt
    if spelt != name:
        yield name
    plain = _DISTRICT.sub("", spelt).strip(" -,")
    if plain and plain != spelt and re.search(r"\d", spelt):
        yield plain
    for sign in ("/", " - "):
        if sign in spelt:
            yield spelt.partition(sign)[0].strip()


def _around(name: str, around: str) -> Iterator[str]:
    """Yield a name with the department stated next to it, by its number or its name."""
    if not around:
        return
    if re.fullmatch(r"\d[\dAB]\d?", around.upper()):
        yield f"{name} ({around.upper()})"
        return
    for place in places.load().by_id.values():
        if place.kind == Class.DEPARTMENT and fold(place.name) == fold(around):
            yield f"{name} ({place.id.removeprefix('dep-')})"
            return


def _abroad(name: str, around: str, country: str) -> Found | None:
    """Return a town of another country, if the row states the country."""
    for text in (country, around, around.rpartition(",")[2].strip()):
        code = _country(text)
        if code and code != places.COUNTRY:
            key = f"{code}-{name.replace(' ', '_')}"
            return Found(key, sure=True) if places.load().is_id(key) else Found()
    return None


def _country(text: str) -> str:
    if not text or re.fullmatch(r"\d+", text):
        return ""
    if code := countries().get(fold(text)):
        return code
    try:
        found = places.load().resolve(text if len(text) > 2 else text.upper())
    except places.AmbiguousPlaceError:
        return ""
    place = places.load().by_id[found] if found else None
    return place.id if place and place.kind == Class.COUNTRY else ""


def _department(code: str) -> str:
    """Return the department of a post code."""
    upper = code.upper()
    if upper.startswith("20"):
        return "2A" if upper < "20200" else "2B"
    return upper[:3] if upper.startswith(("97", "98")) else upper[:2]


def _of_code(code: str) -> Found:
    """Return the department of a post code without a town."""
    key = f"dep-{_department(code)}"
    return Found(key, sure=True) if places.load().is_id(key) else Found()


def _agrees(place: str, department: str) -> bool:
    found = places.load().by_id[place]
    return found.department == department or f"dep-{department}" in (
        place,
        *places.load().ancestors(place),
    )


_SEVERAL = re.compile(r"\s*[/;\n]\s*|\s+(?:et|and|&|\+)\s+|,\s*(?=[^()]*(?:\(|$))")
_SEAT = re.compile(
    r"\(?\b(?:si[eè]ge(?:\s+social)?|seat|hq|head\s?quarters?|head office)\b\)?\s*:?", re.IGNORECASE
)


def towns_in(text: str) -> list[str]:
    """Return the names of the towns in a text, if it has several, and each is a known place.

    >>> towns_in("Lille / Loos"), towns_in("Saint-Denis"), towns_in("Orléans, Montpellier")
    (['Lille', 'Loos'], [], ['Orléans', 'Montpellier'])
    >>> towns_in("Nice / Atlantis"), towns_in("Bruz, Ille-et-Vilaine")
    ([], [])
    """
    bare = [" ".join(re.sub(r"\([^)]*\)", " ", _SEAT.sub(" ", p)).split()) for p in _parts(text)]
    if len(bare) < _SEVERAL_TOWNS or not all(map(_is_town, bare)):
        return []
    return bare


_SEVERAL_TOWNS = 2


def _parts(text: str) -> list[str]:
    """Return the parts of a text with several towns."""
    stripped = (part.strip(" -–") for part in _SEVERAL.split(text))
    return [part for part in stripped if part]


def _is_town(text: str) -> bool:
    found = read_town(text) if text else Found()
    known = [found.id, *(c.rsplit(" ", 1)[-1] for c in found.candidates)]
    kinds = [places.load().by_id[i].kind for i in known if i and places.load().is_id(i)]
    return Class.CITY in kinds


def seat_in(text: str, postcode: str = "") -> str:
    """Return the town of the seat among several towns in a text: the only one that is marked as such, or
    that the post code fits. The result is empty if this is unknown.

    >>> seat_in("Orléans (siège), Montpellier (antenne)"), seat_in("Toulouse / Montpellier", "31000")
    ('Orléans', 'Toulouse')
    >>> seat_in("Lille / Loos", "59000"), seat_in("Lyon")
    ('', '')
    """
    towns = towns_in(text)
    if not towns:
        return ""
    marked = [t for t, part in zip(towns, _parts(text), strict=True) if _SEAT.search(part)]
    if len(marked) == 1:
        return marked[0]
    code = _CODE.search(postcode)
    fitting = [t for t in towns if code and _fits_code(t, code[1])]
    return fitting[0] if len(fitting) == 1 else ""


def _fits_code(town: str, code: str) -> bool:
    found = read_town(town, code)
    return bool(found.id) and found.sure and _agrees(found.id, _department(code))
