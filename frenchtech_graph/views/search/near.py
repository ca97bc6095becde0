"""Words that a reader may have meant: a plural, or a word a letter or two away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters below which a word has no near one."""
LONG = 8
"""Letters from which two may differ, not one."""
MOST = 3
_PLURALS = ("s", "x")


def singular(word: str) -> str | None:
    """Return a word without a plural ending, or None if it has no such ending.

    >>> singular("laboratoires"), singular("ups"), singular("as"), singular("fond")
    ('laboratoire', 'up', None, None)
    """
    return word[:-1] if len(word) > 2 and word.endswith(_PLURALS) else None


@dataclass(frozen=True)
class Vocabulary:
    """The words of an index, in alphabetical order."""

    words: Sequence[str]

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in self.words:
            found.setdefault(len(word), []).append(word)
        return found

    def near(self, word: str) -> list[str]:
        """Return up to three words that are a letter away, or two where the word is long.

        Letters may be missing, too many, other ones, or two that changed places.

        >>> Vocabulary(["lens", "lille", "loos"]).near("lile")
        ['lille']
        """
        if len(word) < SHORTEST:
            return []
        far = 2 if len(word) >= LONG else 1
        lengths = range(len(word) - far, len(word) + far + 1)
        return _closest(word, (w for n in lengths for w in self._by_length.get(n, ())), far)


def _closest(word: str, known: Iterable[str], far: int) -> list[str]:
    found = [
        (distance, other)
        for other in known
        if (distance := OSA.distance(word, other, score_cutoff=far)) <= far
    ]
    least = min((distance for distance, _ in found), default=0)
    return sorted(other for distance, other in found if distance == least)[:MOST]
