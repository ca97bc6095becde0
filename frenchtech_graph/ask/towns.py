"""Places in a question: the towns, departments, regions and ecosystems that words name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from frenchtech_graph.ask.phrases import Named
from frenchtech_graph.ask.tokens import Word, stems
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import places, territories, where
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.namespaces import PREFIXES

_LARGE_PLACES = ("ecosystem", "metropolis")
_INHABITED = 1_000
"""Inhabitants from which small letters may name a town after a preposition."""
_WELL_KNOWN = 100_000
"""Inhabitants from which a name means the place before an actor of that name."""


def places_named(part: Sequence[Word]) -> Iterator[Named]:
    """Yield the place and the ecosystem that words name."""
    text = " ".join(w.text for w in part)
    if text.isdecimal() or len(text) < 3 or _before_brand(part):
        return
    is_capital = any(w.is_capital for w in part)
    found = _found(text, is_capital=is_capital)
    if found is None:
        return
    if is_capital or _is_large(found, text):
        label = found.names["fr"]
        written = " ".join(w.written for w in part)
        value = next((n for n in (written, label) if _means(n, found.id)), found.id)
        yield Named("place", found.kind, value, label, written)
        if found.kind == _LARGE_PLACES[0]:
            yield _ecosystem(found.id, label, implied=False)
        else:
            around = territories.load().around(found.id)[:1]
            for each in around:
                of_today = _ecosystem(each.id, each.names["fr"], implied=True)
                rivals = tuple(_rivals(found.id, each.id, part))
                town = "" if fold(written) in fold(of_today.label) else written
                yield replace(of_today, rivals=rivals, town=town)


def _is_large(found: where.Where, text: str) -> bool:
    """Return whether small letters may name a place."""
    large = found.kind in _LARGE_PLACES or found.id.startswith(("dep-", "reg-"))
    return large or where.find_body(text) is not None


def _found(text: str, *, is_capital: bool) -> where.Where | None:
    """Return the place of a name, or None. If several have the name, most people must mean one.

    A capital marks a name, so that "Cherbourg" may be the first part of the name of a large town.
    """
    try:
        found = where.find(text)
    except BilingualError:
        return where.find_town(text, short=is_capital)
    if is_capital and (found is None or _is_short(text)):
        return where.find_town(text)
    return found or where.find_body(text)


def _is_short(text: str) -> bool:
    """Return whether a name is only the first part of the names of large towns."""
    large = where.large_towns()
    return fold(text) not in large and any(n.startswith(f"{fold(text)} ") for n in large)


def _means(text: str, key: str) -> bool:
    """Return whether a name alone leads to a place."""
    try:
        found = where.find(text)
    except BilingualError:
        return False
    return found is not None and found.id == key


def _rivals(place: str, today: str, part: Sequence[Word]) -> Iterator[str]:
    """Yield the other present and former ecosystems that contain a place and have its name."""
    known = territories.load()
    name = {w.stem for w in part}
    for each in known.by_id.values():
        is_called = name <= set(stems(each.names["fr"]))
        if each.id != today and is_called and known.holds(each, place):
            yield f"{each.names['fr']} ({each.id})"


def well_known(located: Sequence[Named]) -> Iterator[bool]:
    """Yield whether a name is a large town, a department or a region."""
    for named in (n for n in located if n.type == "place" and n.of != _LARGE_PLACES[0]):
        found = where.find(named.value)
        place = places.load().by_id.get(found.id) if found else None
        yield place is None or int(place.population or _WELL_KNOWN) >= _WELL_KNOWN


def is_inhabited(named: Named) -> bool:
    """Return whether a place is a town that people may ask about, or larger."""
    found = where.find(named.value)
    place = places.load().by_id.get(found.id) if found else None
    return place is not None and int(place.population or _INHABITED) >= _INHABITED


def _ecosystem(key: str, label: str, *, implied: bool) -> Named:
    name = " ".join(stems(f"écosystème {label}"))
    return Named("entity", name, PREFIXES["ecosystem"] + key, label, label, implied)


def _before_brand(part: Sequence[Word]) -> bool:
    """Return whether "French Tech" follows more than a town: "Nice in the French Tech"."""
    texts = [w.text for w in part]
    at = texts.index("french") if "french" in texts else 0
    return at > 1 and any(w.is_small for w in part[1:at])
