"""Full-text search over names, other names, identifiers, places, sectors and notes: accents and
case aside.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

import pyoxigraph as ox

from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold, nearest
from frenchtech_graph.model.namespaces import FTE
from frenchtech_graph.views.server.things import rows

_WEIGHTS = {"name": 8, "other": 5, "note": 1}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found."""

    address: str
    name: str
    kind: str


@dataclass
class Index:
    """Words of all texts, sorted, with the things they lead to."""

    hits: dict[str, Hit] = field(default_factory=dict)
    _postings: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    _words: list[str] = field(default_factory=list)

    @staticmethod
    def of(store: ox.Store) -> "Index":
        """Return the index of the default graph of a store."""
        index = Index()
        names: dict[str, str] = {}
        kinds: dict[str, list[str]] = defaultdict(list)
        for row in rows(store, "texts"):
            if row["part"] == "kind":
                kinds[row["thing"]].append(row["text"].removeprefix(FTE))
                continue
            if row["part"] == "name":
                names[row["thing"]] = row["text"]
            index._add(row["thing"], row["text"], _WEIGHTS[row["part"]])
        known = ontology.load()
        for address, name in names.items():
            kind = next(iter(known.most_specific(kinds[address])), "")
            index.hits[address] = Hit(address, name, kind)
        index._words = sorted(index._postings)
        return index

    def _add(self, address: str, text: str, weight: int) -> None:
        for word in fold(text).split():
            posting = self._postings[word]
            posting[address] = max(weight, posting.get(address, 0))

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """Return the things in which every word of `text` begins a word, best first."""
        words = fold(text).split()[:10]
        if not words:
            return []
        scores: dict[str, int] | None = None
        for word in words:
            found = self._with_prefix(word)
            scores = (
                found
                if scores is None
                else {a: s + found[a] for a, s in scores.items() if a in found}
            )
        whole = fold(text)
        ranked = sorted((scores or {}).items(), key=lambda s: self._rank(s[0], s[1], whole))
        return [self.hits[address] for address, _ in ranked[:limit] if address in self.hits]

    def _with_prefix(self, prefix: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for place in range(bisect_left(self._words, prefix), len(self._words)):
            word = self._words[place]
            if not word.startswith(prefix):
                break
            for address, weight in self._postings[word].items():
                found[address] = max(found.get(address, 0), 2 * weight + (word == prefix))
        return found

    def _rank(self, address: str, score: int, whole: str) -> tuple[bool, int, int, str]:
        name = fold(self.hits[address].name) if address in self.hits else ""
        return name != whole, -score, len(name), name

    def suggest(self, text: str) -> list[str]:
        """Return names that `text` may have meant."""
        return nearest(text, [h.name for h in self.hits.values()])
