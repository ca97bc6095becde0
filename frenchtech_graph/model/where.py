"""Which part of France a user means: an ecosystem, a metropolis, a commune, a département, a region.

The name of a town means its metropolis, since an ecosystem does not end at the town's limits. `Lyon
(commune)` or the code means only the town. The chosen place is always reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.words import LANGUAGES, beside
from frenchtech_graph.model import places, territories
from frenchtech_graph.model.addresses import key_of
from frenchtech_graph.model.names import fold, nearest
from frenchtech_graph.model.places import Place
from frenchtech_graph.model.terms import Class

_TEXTS = beside(__file__)
_DOMINANT = 4
"""How many times the inhabitants of its namesakes a town needs, to be meant by the name alone."""
_LARGE = 20_000
"""Inhabitants of a town that people call by the first part of its name."""


@dataclass(frozen=True, slots=True)
class Where:
    """A part of France: the codes of its places, its name, and notes on how it was read.

    ``codes`` are the possible places of actors: communes, inter-communal bodies, départements
    (`dep-59`), regions (`reg-32`). ``kind`` is `ecosystem`, `metropolis` or `place`. ``notes`` is a
    sentence by language, or empty.
    """

    asked: str
    kind: str
    id: str
    names: Mapping[str, str]
    codes: tuple[str, ...]
    notes: Mapping[str, str]


def find(asked: str) -> Where | None:
    """Return the part of France for a name, an id or an address, or None.

    Raises:
        BilingualError: several places have the name.

    >>> find("Lyon").kind, find("Lyon (commune)").codes, find("French Tech Toulouse").kind
    ('metropolis', ('69123',), 'ecosystem')
    >>> find("Bretagne").id
    'reg-53'
    """
    text = key_of(asked)
    match = territories.load().resolve(text)
    if match is not None:
        return _ecosystem(asked, match)
    known = places.load()
    try:
        found = _region_named(text) or known.resolve(text)
    except places.AmbiguousPlaceError as error:
        choices = ", ".join(error.candidates[:8])
        raise BilingualError(
            "ambiguous-place", parameter="--where", value=asked, expected=choices
        ) from error
    if found is None:
        return None
    place = known.by_id[found]
    metropolis = _metropolis_of(place) if text != found and not asked.endswith(")") else None
    return _metropolis(asked, place, metropolis) if metropolis else _place(asked, place)


def _region_named(text: str) -> str | None:
    """Return the region of a name: Bretagne is the region, not one of its small namesakes."""
    return _regions().get(fold(text))


@cache
def _regions() -> Mapping[str, str]:
    """Return the ids of the regions by their names, folded."""
    regions = (p for p in places.load().by_id.values() if p.kind == Class.REGION)
    return {fold(r.name): r.id for r in regions}


def find_town(asked: str, *, short: bool = True) -> Where | None:
    """Return the town that most people mean by a name that several towns have.

    With `short`, the name may be the first part of a large town's name, or of an inter-communal
    body. The town needs four times the inhabitants of the next
    one. Otherwise the name is unclear, and the result is None.

    >>> find_town("La Rochelle").names["fr"], find_town("Cherbourg").names["fr"]
    ('CA de La Rochelle', 'CA du Cotentin')
    >>> find_town("Boulogne") is None, find_town("Saint-Denis") is None
    (True, True)
    """
    folded = fold(asked)
    named = [t for t in _towns().get(folded.partition(" ")[0], ()) if _is_called(t, folded, short)]
    named.sort(key=_people, reverse=True)
    if len(named) > 1 and _people(named[0]) < _DOMINANT * _people(named[1]):
        return None
    if named:
        metropolis = _metropolis_of(named[0])
        return _metropolis(asked, named[0], metropolis) if metropolis else _place(asked, named[0])
    return find_body(asked) if short else None


def find_body(asked: str) -> Where | None:
    """Return the inter-communal body with a name of several words, written without its type.

    >>> find_body("Sophia Antipolis").id, find_body("Cotentin") is None
    ('240600585', True)
    """
    folded = fold(asked)
    body = _bodies().get(folded) if " " in folded else None
    return _place(asked, body) if body else None


def _is_called(town: Place, folded: str, short: bool) -> bool:
    name = fold(town.name)
    return name == folded or (short and _people(town) >= _LARGE and name.startswith(f"{folded} "))


def _people(place: Place) -> int:
    return int(place.population or 0)


@cache
def _towns() -> Mapping[str, Sequence[Place]]:
    """Return the communes of today by the first word of their name, folded."""
    found: dict[str, list[Place]] = {}
    for place in list(places.load().by_id.values()):
        if place.kind == Class.CITY and place.department:
            found.setdefault(fold(place.name).partition(" ")[0], []).append(place)
    return found


@cache
def _bodies() -> Mapping[str, Place]:
    """Return the inter-communal bodies by their name without its type, folded."""
    found: dict[str, list[Place]] = {}
    for place in list(places.load().by_id.values()):
        if place.kind == Class.METROPOLIS:
            for name in _without_type(fold(place.name)):
                found.setdefault(name, []).append(place)
    return {name: several[0] for name, several in found.items() if len(several) == 1}


def _without_type(name: str) -> list[str]:
    bare = name.partition(" ")[2]
    return [bare, *(bare.removeprefix(word) for word in ("de ", "du ") if bare.startswith(word))]


@cache
def large_towns() -> Mapping[str, str]:
    """Return the names of large towns, departments and regions: folded → as written.

    >>> large_towns()["montpellier"]
    'Montpellier'
    """
    large = (
        p
        for p in places.load().by_id.values()
        if p.kind in (Class.REGION, Class.DEPARTMENT)
        or (p.kind == Class.CITY and p.department and _people(p) >= _LARGE)
    )
    return {fold(p.name): p.name for p in large}


def suggestions(asked: str) -> list[str]:
    """Return names of ecosystems and places that a text may have meant, best first."""
    names = [*territories.load().suggest(asked), *places.load().suggest(asked)]
    return nearest(asked, names) or names[:3]


def _ecosystem(asked: str, match: territories.Match) -> Where:
    one = match.today
    areas = {area.place for area in one.areas}
    codes = tuple(sorted(territories.load().communes(one) | areas))
    renamed = match.named.id != one.id
    notes = {
        lang: _TEXTS.text("former", lang, asked=match.named.names[lang], today=one.names[lang])
        for lang in LANGUAGES
    }
    return Where(asked, "ecosystem", one.id, one.names, codes, notes if renamed else {})


def _metropolis(asked: str, town: Place, metropolis: Place) -> Where:
    around = [e.names for e in territories.load().around(town.id)]
    notes = {lang: _note(asked, town, metropolis, around, lang) for lang in LANGUAGES}
    names = dict.fromkeys(LANGUAGES, metropolis.name)
    return Where(
        asked,
        "metropolis",
        metropolis.id,
        names,
        (*_members()[metropolis.id], metropolis.id),
        notes,
    )


def _note(
    asked: str, town: Place, metropolis: Place, around: Sequence[Mapping[str, str]], lang: str
) -> str:
    communes = len(_members()[metropolis.id])
    text = _TEXTS.text(
        "metropolis",
        lang,
        asked=asked,
        metropolis=metropolis.name,
        communes=communes,
        name=town.name,
    )
    if not around:
        return text
    return f"{text} {_TEXTS.text('ecosystems', lang, names=', '.join(n[lang] for n in around))}"


def _place(asked: str, place: Place) -> Where:
    codes: tuple[str, ...] = (place.id,)
    if place.kind == Class.METROPOLIS:
        codes = (*_members()[place.id], place.id)
    elif place.kind == Class.COUNTRY and place.id == places.COUNTRY:
        codes = tuple(r for r in places.load().by_id if r.startswith("reg-"))
    elif place.kind in (Class.FORMER_REGION, Class.EDUCATION_DISTRICT):
        codes = tuple(
            p.id
            for p in places.load().by_id.values()
            if p.kind == Class.DEPARTMENT and place.id in p.within
        )
    return Where(asked, "place", place.id, dict.fromkeys(LANGUAGES, place.name), codes, {})


def _metropolis_of(place: Place) -> Place | None:
    """Return the inter-communal body whose largest town is this commune, or None."""
    if place.kind != Class.CITY:
        return None
    known = places.load()
    around = (known.by_id[up] for up in place.within)
    metropolis = next((p for p in around if p.kind == Class.METROPOLIS), None)
    return metropolis if metropolis and _centres().get(metropolis.id) == place.id else None


@cache
def _members() -> Mapping[str, tuple[str, ...]]:
    """Return the communes of each inter-communal body."""
    found: dict[str, list[str]] = {}
    known = places.load()
    for place in list(known.by_id.values()):
        if place.kind == Class.CITY:
            for up in place.within:
                if known.by_id[up].kind == Class.METROPOLIS:
                    found.setdefault(up, []).append(place.id)
    return {key: tuple(codes) for key, codes in found.items()}


@cache
def _centres() -> Mapping[str, str]:
    """Return the largest commune of each inter-communal body, by inhabitants."""
    by_id = places.load().by_id
    return {
        key: max(codes, key=lambda c: (_people(by_id[c]), c)) for key, codes in _members().items()
    }
