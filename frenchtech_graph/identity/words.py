"""Words of names that carry no identity, and how much the others carry."""

import csv
import math
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from frenchtech_graph.identity.words_in_use import SHORTEST, in_use
from frenchtech_graph.io.files import data_folder

_LISTS = Path(__file__).with_name("words.toml")
_BITS_PER_LETTER = 1.5
_BITS_OF_A_TRADE = 1.5


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(_LISTS.read_text(encoding="utf-8"))


@cache
def words(group: str) -> frozenset[str]:
    """Return the words of a list of `words.toml`."""
    return frozenset(_lists()[group])


@cache
def unit_prefixes() -> dict[str, str]:
    """Return a mapping from each prefix of unit numbers to the prefix for comparison."""
    return dict(_lists()["unit_prefixes"])


@cache
def abbreviations() -> dict[str, str]:
    """Return short form of a word → the word."""
    return dict(_lists()["abbreviations"])


@cache
def _shares() -> dict[str, float]:
    """Return the share of names (or of texts, if larger) that contain each common word."""
    with (data_folder() / "identity" / "common_words.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return {row["word"]: float(row["per_thousand"]) / 1000 for row in csv.DictReader(file)}


@cache
def bits(word: str) -> float:
    """Return how much it says that two names share `word`, in bits: the rarer and longer, the more.

    A word is worth `-log2` of the share of names that contain it (Spärck Jones 1972). The limit is
    1.5 bits per letter, about the information of a letter of French or English text (Shannon 1951),
    because short words meet by chance. Words of the trade of investors (`Ventures`, `Capital`) have
    almost no weight.

    >>> bits("laboratoire") < bits("jungle") < bits("innovafeed")
    True
    """
    if word in words("vehicle_words"):
        return _BITS_OF_A_TRADE
    share = _shares().get(word)
    most = _BITS_PER_LETTER * len(word)
    return min(most, -math.log2(share)) if share else most


def is_ordinary(*found: str) -> bool:
    """Return whether one of some words is a word of the trade, or is common in names or texts.

    >>> is_ordinary("venture", "ventures"), is_ordinary("zorbix", "zorbixs")
    (True, False)
    """
    return any(w in words("vehicle_words") or w in _shares() for w in found)


def is_coined(word: str) -> bool:
    """Return whether a folded word of five letters or more is coined: it is not a French or English
    word.

    >>> is_coined("innovafeed"), is_coined("jungle"), is_coined("nestor"), is_coined("canopee")
    (True, False, False, False)
    """
    return word.isalpha() and len(word) >= SHORTEST and not in_use(word)


def total_bits(found: Iterable[str]) -> float:
    """Return the total bits of several words, in any order."""
    return math.fsum(map(bits, found))
