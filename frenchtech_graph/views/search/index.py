"""Full-text search over names, other names, identifiers, kinds, pillars, sectors, places and
remarks. It ignores accents and case, and uses similar words if there are no exact ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from frenchtech_graph.model.names import fold, nearest
from frenchtech_graph.views.search.entries import NOTE, WEIGHTS, Entry, entries
from frenchtech_graph.views.search.near import Vocabulary, singular

MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found."""

    address: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search.

    `meant` is the text after replacing words without a match, None if all words match.
    """

    hits: list[Hit]
    meant: str | None = None


@dataclass
class Index:
    """Words of all texts, sorted, with the entities that have them."""

    hits: dict[str, Hit] = field(default_factory=dict)
    _postings: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    _words: list[str] = field(default_factory=list)
    _whole: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @staticmethod
    def of(store: ox.Store) -> Index:
        """Return the index of the default graph of a store."""
        return Index.over(entries(store).values())

    @staticmethod
    def over(found: Iterable[Entry]) -> Index:
        """Return the index of entries."""
        index = Index()
        for entry in found:
            index.hits[entry.address] = Hit(entry.address, entry.name, entry.kind)
            for text, weight in entry.texts():
                index._add(entry.address, text, weight)
        index._words = sorted(index._postings)
        return index

    def _add(self, address: str, text: str, weight: int) -> None:
        folded = fold(text)
        for word in folded.split():
            posting = self._postings[word]
            posting[address] = max(weight, posting.get(address, 0))
        if weight > WEIGHTS[NOTE] and address not in self._whole[folded]:
            self._whole[folded].append(address)

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """Return the entities in which every word of `text` begins a word, best first."""
        return self._ranked(fold(text).split()[:MOST_WORDS], limit)

    def find(self, text: str, limit: int = 50) -> Found:
        """Return the entities that match a text, replacing words without a match by similar
        ones."""
        words = fold(text).split()[:MOST_WORDS]
        hits = self._ranked(words, limit)
        if hits or not words:
            return Found(hits)
        meant = [self._meant(word) for word in words]
        return Found(self._ranked(meant, limit), " ".join(meant)) if meant != words else Found([])

    def _meant(self, word: str) -> str:
        """Return a word that begins a word of the index: itself, its singular, or a near one."""
        for one in (word, singular(word)):
            if one and self._with_prefix(one):
                return one
        near = self._vocabulary.near(word)
        return max(near, key=lambda w: len(self._postings[w]), default=word)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._words)

    def _ranked(self, words: list[str], limit: int) -> list[Hit]:
        scores: dict[str, int] | None = None
        for word in words:
            found = self._with_prefix(word)
            scores = (
                found
                if scores is None
                else {a: s + found[a] for a, s in scores.items() if a in found}
            )
        whole = " ".join(words)
        ranked = sorted((scores or {}).items(), key=lambda s: self._rank(s[0], s[1], whole))
        return [self.hits[address] for address, _ in ranked[:limit]]

    def _with_prefix(self, prefix: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for place in range(bisect_left(self._words, prefix), len(self._words)):
            word = self._words[place]
            if not word.startswith(prefix):
                break
            for address, weight in self._postings[word].items():
                found[address] = max(found.get(address, 0), 2 * weight + (word == prefix))
        return found

    def _rank(self, address: str, score: int, whole: str) -> tuple[bool, int, int, str, str]:
        name = fold(self.hits[address].name)
        return name != whole, -score, len(name), name, address

    def named(self, text: str) -> list[Hit]:
        """Return the entities with a text as a complete name, other name or number."""
        found = self._whole.get(fold(text), ()) if text.strip() else ()
        return [self.hits[address] for address in found]

    def holds(self, address: str, text: str) -> bool:
        """Return whether an entity has every word of a text."""
        words = fold(text).split()
        return bool(words) and all(address in self._postings.get(word, ()) for word in words)

    def suggest(self, text: str) -> list[str]:
        """Return names similar to `text`."""
        return nearest(text, [h.name for h in self.hits.values()])
