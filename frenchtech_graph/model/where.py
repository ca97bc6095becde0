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
        key: max(codes, key=lambda c: (int(by_id[c].population or 0), c))
        for key, codes in _members().items()
    }
