"""Variants of removed people's names in texts, beyond the name itself, and other people with
similar names.

Where the name is known (an actor of the tables has it), so are its initials, its surname after a
title, its spellings without an apostrophe or an umlaut. A variant does not count if it fits another
person of the tables.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from frenchtech_graph.model.name_keys import (
    Finder,
    is_particle,
    is_title,
    key_of,
    keys_of,
    units_of,
)
from frenchtech_graph.model.names import fold

_UMLAUTS = str.maketrans(
    {"ö": "oe", "ü": "ue", "ä": "ae", "å": "aa", "ø": "oe", "Ö": "Oe", "Ü": "Ue", "Ä": "Ae"}
)
_APOSTROPHES = "'’‘ʼ`´"
_SHORTEST_GLUED = 8


def finder(keys: frozenset[str], names: Iterable[str], kept: Iterable[str]) -> Finder:
    """Return a finder of the people of a list of keys, given their names and the names of others.

    `names` are the known names of the people of the list, `kept` the names of all other persons.
    """
    own = [name for name in names if len(units_of(name)) > 1]
    others = [name for name in kept if len(fold(name).split()) > 1]
    return Finder(
        keys | _all(_whole, own) | (_all(_short, own) - _all(_short, others)),
        others=_all(partial(keys_of, person=False), others),
        given=frozenset(map(_given, (*own, *others))) - {""},
        surnames=_all(_surnames, own) - _all(_surnames, others),
    )


def _all(keys: Callable[[str], Iterable[str]], names: Iterable[str]) -> frozenset[str]:
    return frozenset(key for name in names for key in keys(name))


def _whole(name: str) -> Iterator[str]:
    """Yield the keys of a full name, for all spellings of its apostrophes, particles and
    umlauts."""
    yield from keys_of(name)
    yield from keys_of(name.translate(_UMLAUTS))
    yield from keys_of(name.translate(dict.fromkeys(map(ord, _APOSTROPHES))))
    yield from _glued(name)
    joined, before = [], ""
    for unit in units_of(name):
        word = "".join(unit)
        if len(unit) == 1 and is_particle(unit[0]):
            before += word
        else:
            joined += [before + unit[0], *unit[1:]]
            before = ""
    yield key_of([*joined, before] if before else joined)


def _glued(name: str) -> Iterator[str]:
    """Yield the keys of a name written without any break, or as two words, in both orders."""
    first, _, last = _parts(name)
    words = [w for unit in units_of(name) for w in unit if not is_title(w)]
    before = words[len(first) :]
    ends = (
        {"".join(last), "".join(before)}
        if first and words[: len(first)] == first
        else {"".join(last)}
    )
    start = "".join(first)
    for end in sorted(ends):
        yield key_of([start, end])
        if len(start) + len(end) >= _SHORTEST_GLUED:
            yield key_of([start + end])
            yield key_of([end + start])


def _short(name: str) -> Iterator[str]:
    """Yield the keys of a name with initials: A. Lenoir, J.-P. Martin, JP Martin, Ada L."""
    first, middle, last = _parts(name)
    if not first or not last:
        return
    initials, more = [w[0] for w in first], [w[0] for w in middle]
    yield key_of([*initials, *last])
    yield key_of(["".join(initials), *last])
    yield key_of([*first, last[0][0]])
    if more:
        yield key_of([*initials, *more, *last])
        yield key_of(["".join([*initials, *more]), *last])


def _surnames(name: str) -> Iterator[str]:
    *_, last = _parts(name)
    if last:
        yield key_of(last)


def _given(name: str) -> str:
    first, *_ = _parts(name)
    return " ".join(first)


def _is_minor(word: str) -> bool:
    return len(word) == 1 or is_title(word) or is_particle(word)


def _parts(name: str) -> tuple[list[str], list[str], list[str]]:
    """Return first, middle and last words of a name.

    `LENOIR Ada` and `Lenoir, Ada` are reordered.
    """
    units = [u for u in units_of(name) if len(u) > 1 or not _is_minor(u[0])]
    if len(units) < 2:
        return [], [], []
    said = name.replace(",", " , ").split()
    turned = "," in name or (said[0].isupper() and len(said[0]) > 2 and not said[-1].isupper())
    if turned:
        units = [*units[1:], units[0]]
    return units[0], [w for unit in units[1:-1] for w in unit], units[-1]
