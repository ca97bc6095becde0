"""Words and signs in values, in usual spellings (`ontology/values.toml`)."""

import re
import tomllib
from functools import cache
from typing import Any

from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model.names import fold


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads((ontology_folder() / "values.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of one list, folded."""
    return frozenset(_all()[name])


@cache
def months() -> dict[str, int]:
    """Return the number of the month by each of its names.

    >>> months()["juil"]
    7
    """
    return {name: i for i, names in enumerate(_all()["months"], start=1) for name in names}


@cache
def currencies() -> dict[str, str]:
    """Return the code of a currency by each of its signs and names."""
    return {name: code for code, names in _all()["currencies"].items() for name in names}


@cache
def countries() -> dict[str, str]:
    """Return the codes of countries by informal short names.

    >>> countries()["uk"]
    'GB'
    """
    return {name: code for code, names in _all()["countries"].items() for name in names}


@cache
def abbreviations() -> dict[str, str]:
    """Return the full words of abbreviations at the beginning of names.

    >>> abbreviations()["univ"]
    'universite'
    """
    return dict(_all()["abbreviations"])


@cache
def short_names() -> dict[str, str]:
    """Return the names of bodies by their well-known short forms.

    >>> short_names()["bpi"]
    'Bpifrance'
    """
    return dict(_all()["short_names"])


@cache
def pattern(*names: str) -> re.Pattern[str]:
    """Return a pattern of any word of some lists, the longest first, for folded texts."""
    found = sorted((w for n in names for w in words(n) if w), key=lambda w: (-len(w), w))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, found)) + r")\b")


def is_blank(text: str) -> bool:
    """Return whether a text means that there is no data.

    >>> [is_blank(t) for t in ("N/A", "—", "?", "n.c.", "0")]
    [True, True, True, True, False]
    >>> is_blank("✓")
    False
    """
    return fold(text) in words("blank") and not (_is_marked(text) or text.strip() in words("no"))


def _is_marked(text: str) -> bool:
    """Check whether a text is a mark for yes, such as `✓` or `++`."""
    mark = text.strip()
    return mark in words("yes") or (bool(mark) and not mark.strip("+"))


def truth(text: str) -> bool | None:
    """Return the truth value of a text, or None if it is not one.

    >>> truth("Oui"), truth("✓"), truth("FAUX"), truth("peut-être")
    (True, True, False, None)
    """
    said = fold(text) or text.strip()
    if said in words("yes") or _is_marked(text):
        return True
    return False if said in words("no") else None
