"""Several values in one cell, by any usual separator."""

import csv
import re
from collections.abc import Callable

from frenchtech_graph.ingest.sheets.lexicon import words as listed
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.wordings import find

_ALWAYS = re.compile(r"\s*[;|\n•]\s*|\s+/\s+|\s+\+\s+|\s*\t\s*")
_COMMA = re.compile(r"\s*,\s*")
_AND = re.compile(r"\s+(?:et|and|&)\s+")
_LEGAL = re.compile(
    r"(?:S\.?A\.?S?|Inc|Ltd|LLC|GmbH|SARL|S\.?A\.?R\.?L|Corp|Co)\.?$", re.IGNORECASE
)
_QUOTED = re.compile(r'(?:^|,)\s*"[^"]+"\s*(?:,|$)')
_TIGHT = re.compile(r",(?=\S)")
_TAIL = re.compile(r"^(?:etc\.?|…|\.\.\.)$", re.IGNORECASE)
IsKnown = Callable[[str], bool]


def split_names(text: str, is_known: IsKnown, *, people: bool = False) -> list[str]:
    """Return the names in a cell.

    A known name is not split. Names of people are split at "et", because names of bodies may
    contain it.

    >>> known = {"Dupont, Durand & Cie", "A", "B"}
    >>> split_names("Dupont, Durand & Cie", known.__contains__)
    ['Dupont, Durand & Cie']
    >>> split_names("A, B et Elaia", known.__contains__), split_names("Elaia ; A et B", known.__contains__)
    (['A', 'B', 'Elaia'], ['Elaia', 'A', 'B'])
    >>> split_names("Seed One, business angels", known.__contains__)
    ['Seed One', 'business angels']
    >>> split_names('Seed One,"Foo, Inc."', known.__contains__)
    ['Seed One', 'Foo, Inc.']
    >>> split_names('Jane Doe,"Okafor, Chidi"', known.__contains__, people=True)
    ['Jane Doe', 'Chidi Okafor']
    """
    if _QUOTED.search(text) and not is_known(text):
        return _linked(text, people=people)
    found: list[str] = []
    for part in _by_tight_signs(text.strip(), is_known):
        pieces = _by_comma(part, is_known)
        found += [x for p in pieces for x in _outside_brackets(_AND, p)] if people else pieces
    return [f for f in dict.fromkeys(p.strip(" -–•") for p in found) if f and not _TAIL.match(f)]


_SLASH = re.compile(r"\s*/\s*")
_DASH = re.compile(r"\s+[-–—]\s+")
_FEWEST_PARTS = 3


def _by_tight_signs(text: str, is_known: IsKnown) -> list[str]:
    """Split a text at the usual signs. Slashes without spaces and dashes count if they separate at
    least three names, or two known names (`UBO/CNRS/IRD`).
    """
    parts = _outside_brackets(_ALWAYS, text)
    if len(parts) > 1 or not parts or is_known(text) or "://" in text:
        return parts
    for sign in (_SLASH, _DASH):
        found = _outside_brackets(sign, text)
        whole = all(p[:1].isupper() or p[:1].isdigit() or is_known(p) for p in found)
        sure = len(found) >= _FEWEST_PARTS or (len(found) > 1 and all(map(is_known, found)))
        if whole and sure and "," not in text:
            return found
    return parts


def _linked(text: str, *, people: bool) -> list[str]:
    """Return the names of linked records in the export format of Airtable: separated by commas, and
    quoted if they contain one. A surname before its comma moves behind the first name.
    """
    parts = next(csv.reader([" ".join(text.split())], skipinitialspace=True))
    turned = (
        " ".join(reversed(p.split(", "))) if people and p.count(", ") == 1 else p for p in parts
    )
    return [p for p in dict.fromkeys(x.strip() for x in turned) if p]


def _by_comma(text: str, is_known: IsKnown) -> list[str]:
    if is_known(text) or not text:
        return [text]
    parts = _outside_brackets(_COMMA, text)
    tight = len(parts) > 1 and _is_tight(text) and not any(map(_LEGAL.fullmatch, parts[1:]))
    if tight or (len(parts) > 1 and _are_names(parts, is_known)):
        return [p for x in (parts[:-1], _by_and(parts[-1], is_known, listed=True)) for p in x]
    return _by_and(text, is_known, listed=False)


def _are_names(parts: list[str], is_known: IsKnown) -> bool:
    if any(_LEGAL.fullmatch(p) for p in parts[1:]):
        return False
    if any(map(is_known, parts)):
        return True
    named = [p for p in parts if not _names_nobody(p)]
    return bool(named) and all(map(_begins_as_name, named))


def _names_nobody(text: str) -> bool:
    """Check whether a text is a general word in place of a name (`business angels`, `love money`)."""
    return fold(text) in listed("names_nobody") or any(w.sure for w in find(ACTORS, text))


def _begins_as_name(text: str) -> bool:
    """Check whether a text begins like a name: with a capital, a figure, or a word for a kind of body
    before a capital (`société Alpha`).
    """
    first, _, rest = text.partition(" ")
    if first[:1].isupper() or first[:1].isdigit():
        return True
    return rest[:1].isupper() and any(w.sure for w in find(ACTORS, first))


def _is_tight(text: str) -> bool:
    """Return whether no comma is followed by a space, as in lists of programs, or placed between
    figures, as in `1,5`.
    """
    return len(_TIGHT.findall(text)) == text.count(",") and not re.search(r"\d,\d", text)


def _by_and(text: str, is_known: IsKnown, *, listed: bool) -> list[str]:
    """Split a text at "et" if both sides are known, or if it ends a list."""
    parts = _outside_brackets(_AND, text)
    if len(parts) < 2 or is_known(text):
        return [text]
    capital = all(p[:1].isupper() for p in parts)
    if all(map(is_known, parts)) or (capital and (listed or any(map(is_known, parts)))):
        return parts
    return [text]


def _outside_brackets(sign: re.Pattern[str], text: str) -> list[str]:
    """Part a text at a sign, but not within brackets."""
    parts, start = [], 0
    for found in sign.finditer(text):
        before = text[: found.start()]
        if before.count("(") == before.count(")"):
            parts.append(text[start : found.start()])
            start = found.end()
    return [p for p in (*parts, text[start:]) if p.strip()]


def split_words(text: str, is_known: IsKnown) -> list[str]:
    """Return the words of a list in a cell. A known word is not split.

    >>> split_words("Aéronautique / IA, énergie", lambda t: False)
    ['Aéronautique', 'IA', 'énergie']
    """
    if is_known(text):
        return [text]
    found = []
    for part in re.split(r"\s*[;|\n•]\s*", text):
        pieces = [part] if is_known(part) else re.split(r"\s*[,/]\s*|\s+[-–+]\s+", part)
        for piece in pieces:
            sides = _AND.split(piece)
            found += sides if not is_known(piece) and all(map(is_known, sides)) else [piece]
    return [p for p in dict.fromkeys(f.strip(" -–•") for f in found) if p and not _TAIL.match(p)]
