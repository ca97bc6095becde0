"""Years and numbers in a question: since, until, between, the last years, the first rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from frenchtech_graph.ask.tokens import WORDS, Word, alternatives
from frenchtech_graph.io.words import LANGUAGES

_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNT = re.compile(r"\d{1,3}")
_BOUNDS = (
    ("since", "since", 0),
    ("after", "since", 1),
    ("until", "until", 0),
    ("before", "until", -1),
)
"""Entries of `words.toml`, the bound that each gives, and the offset of its year."""
_SUPERLATIVES = ("plus", "largest", "biggest", "most", "grandes", "grands")
TOP = "top"
"""A phrase must contain this word if a question asks for the first rows."""


@dataclass(slots=True)
class Limits:
    """The years and the number of rows that a question requests, and the words that state them.

    `tops` are words next to a number of rows. Each is read as `top`, and a phrase must contain it.
    """

    since: int | None = None
    until: int | None = None
    rows: int | None = None
    used: set[int] = field(default_factory=set)
    tops: set[int] = field(default_factory=set)

    def rest(self, words: Sequence[Word]) -> list[Word]:
        """Return the other words of the question."""
        return [
            replace(w, text=TOP, stem=TOP) if w.index in self.tops else w
            for w in words
            if w.index not in self.used
        ]


def limits(words: Sequence[Word], this_year: int) -> Limits:
    """Return the years and the number of rows that a question asks for.

    "after 2020" begins in 2021, "since 2020" in 2020.

    >>> from frenchtech_graph.ask.tokens import words
    >>> found = limits(words("qui a levé après 2020 ?"), 2026)
    >>> found.since, found.until
    (2021, None)
    """
    found = Limits()
    texts = [w.text for w in words]
    for at in range(len(texts)):
        if not _between(texts, at, found):
            _bound(texts, at, found)
        _single(texts, at, found, this_year)
        _years_back(texts, at, found, this_year)
        _rows(texts, at, found)
    return found


def _ahead(texts: Sequence[str], at: int, key: str) -> int:
    """Return how many words at a position match an entry, 0 if it does not match."""
    return next((len(p) for p in alternatives(key) if tuple(texts[at : at + len(p)]) == p), 0)


def _year_at(texts: Sequence[str], at: int) -> int | None:
    return int(texts[at]) if at < len(texts) and _YEAR.fullmatch(texts[at]) else None


def _between(texts: Sequence[str], at: int, found: Limits) -> bool:
    first, last = _year_at(texts, at + 1), _year_at(texts, at + 3)
    if first is None or last is None or (texts[at], texts[at + 2]) not in alternatives("between"):
        return False
    found.since, found.until = first, last
    found.used.update(range(at, at + 4))
    return True


def _bound(texts: Sequence[str], at: int, found: Limits) -> None:
    for key, side, added in _BOUNDS:
        length = _ahead(texts, at, key)
        year = _year_at(texts, at + length) if length and at not in found.used else None
        if year is not None:
            setattr(found, side, year + added)
            found.used.update(range(at, at + length + 1))


def _single(texts: Sequence[str], at: int, found: Limits, this_year: int) -> None:
    """Read "cette année" and "last year"."""
    for key, ago in (("this-year", 0), ("last-year", 1)):
        if length := _ahead(texts, at, key):
            found.since = found.until = this_year - ago
            found.used.update(range(at, at + length))


def _years_back(texts: Sequence[str], at: int, found: Limits, this_year: int) -> None:
    """Read "5 dernières années" and "last five years"."""
    for phrase in alternatives("years-back"):
        window = texts[at : at + len(phrase)]
        if len(window) < len(phrase):
            continue
        counts = [_count(w) for w, p in zip(window, phrase, strict=True) if p == "#"]
        if counts[0] and all(p in ("#", w) for w, p in zip(window, phrase, strict=True)):
            found.since = this_year - counts[0] + 1
            found.used.update(range(at, at + len(phrase)))
            return


def _rows(texts: Sequence[str], at: int, found: Limits) -> None:
    """Read "top 10", "les 5 plus", "10 premiers"."""
    following = texts[at + 1] if at + 1 < len(texts) else ""
    previous = texts[at - 1] if at else ""
    heads = {w for p in alternatives("largest") for w in p}
    count = _count(texts[at])
    if at in found.used or not count:
        return
    if previous in heads or following in heads:
        found.tops.add(at - 1 if previous in heads else at + 1)
    elif following not in _SUPERLATIVES:
        return
    found.rows = count
    found.used.add(at)


def _count(word: str) -> int:
    """Return a number in figures or in words, 0 if the word is not a number.

    >>> _count("12"), _count("dix"), _count("start")
    (12, 10, 0)
    """
    return int(word) if _COUNT.fullmatch(word) else _numbers().get(word, 0)


@cache
def _numbers() -> Mapping[str, int]:
    return dict(_each_number())


def _each_number() -> Iterator[tuple[str, int]]:
    for lang in LANGUAGES:
        yield from ((w, n) for n, w in enumerate(WORDS.text("numbers", lang).split(), 2))
