"""Similarity of the texts that sources have about two firms: descriptions of one project share
their words.

Texts are bags of heaps (`Actor.gist`), weighed by how few texts have a heap (Spärck Jones, 1972)
and compared by the cosine of the angle between them. Two firms of one trade share some words too.
Similar texts therefore lead to a question, and are a second clue to a name or an acronym.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from frenchtech_graph.identity.kinds import FIRM
from frenchtech_graph.identity.profiles import Profile

ALIKE = 0.18
"""Cosine from which two texts are similar. Among pairs of firms of one region with different names
and this cosine, every second one is one firm (measured on the training half)."""

_FEWEST = 100
"""Texts from which the frequency of words is known."""

_MOST = 400
"""Texts of a region that may have a heap for it to lead from one to another."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Weight of each heap of words in the texts of all actors, and square of the length of each text."""

    worth: Mapping[str, float] = field(default_factory=dict)
    squares: Mapping[frozenset[str], float] = field(default_factory=dict)

    @staticmethod
    def of(profiles: Sequence[Profile]) -> "Texts":
        """Return the weights of heaps, empty if there are too few texts."""
        having = [p.gist for p in profiles if p.gist]
        if len(having) < _FEWEST:
            return Texts()
        counts = Counter(heap for gist in having for heap in gist)
        worth = {heap: math.log(len(having) / n) for heap, n in counts.items()}
        return Texts(worth, {gist: _square(gist, worth) for gist in having})

    def likeness(self, one: Profile, other: Profile) -> float:
        """Return the similarity of the texts of two actors, from 0 to 1."""
        if not self.worth or not one.gist or not other.gist:
            return 0.0
        shared = _square(one.gist & other.gist, self.worth)
        if not shared:
            return 0.0
        return shared / math.sqrt(self.squares[one.gist] * self.squares[other.gist])

    def pairs(self, profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
        """Yield the positions of firms of one region, of two sources, with similar texts."""
        if not self.worth:
            return
        regions: dict[str, list[int]] = defaultdict(list)
        for n, one in enumerate(profiles):
            if one.gist and one.families == FIRM:
                for region in sorted(p for p in one.places if p.startswith("reg-")):
                    regions[region].append(n)
        for _, members in sorted(regions.items()):
            yield from self._alike(profiles, members)

    def _alike(
        self, profiles: Sequence[Profile], members: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        from scipy.sparse import (
            csr_matrix,
        )  # takes a fifth of a second, and few graphs have such texts

        counts = Counter(heap for n in members for heap in profiles[n].gist)
        column = {h: i for i, h in enumerate(sorted(h for h, c in counts.items() if c <= _MOST))}
        rows, columns, values = [], [], []
        for row, n in enumerate(members):
            length = math.sqrt(self.squares[profiles[n].gist]) or 1.0
            for heap in sorted(profiles[n].gist & column.keys()):
                rows.append(row)
                columns.append(column[heap])
                values.append(self.worth[heap] / length)
        table = csr_matrix((values, (rows, columns)), shape=(len(members), len(column)))
        product = (table @ table.T).tocoo()
        near = (product.data >= ALIKE) & (product.row < product.col)
        for a, b in sorted(
            zip(product.row[near].tolist(), product.col[near].tolist(), strict=True)
        ):
            one, other = members[a], members[b]
            if profiles[one].dataset != profiles[other].dataset:
                yield min(one, other), max(one, other)


def _square(gist: frozenset[str], worth: Mapping[str, float]) -> float:
    return sum(worth[heap] ** 2 for heap in sorted(gist))
