"""Words in use in French or English, as a filter of a megabyte (Bloom, 1970).

`benchmarks/identity_words_in_use.py` creates it from the word lists of wordfreq (Speer, 2022, CC
BY-SA 4.0).
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from frenchtech_graph.io.files import data_folder

HASHES = 16
"""Bits set per word."""

SHORTEST = 5
"""Letters of the shortest words in the filter."""


def table() -> Path:
    """Return the file of the filter."""
    return data_folder() / "identity" / "words_in_use.bloom"


def positions(word: str, size: int) -> Iterator[int]:
    """Yield the positions of a word in a filter of `size` bits."""
    digest = hashlib.blake2b(word.encode(), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    yield from ((first + n * step) % size for n in range(HASHES))


@cache
def _filter() -> bytes:
    return table().read_bytes()


def in_use(word: str) -> bool:
    """Return whether a folded word of five letters or more is in use.

    One coined word in 100,000 is accepted by mistake.

    >>> in_use("jungle"), in_use("canopee"), in_use("innovafeed")
    (True, True, False)
    """
    bits = _filter()
    return all(bits[at // 8] >> at % 8 & 1 for at in positions(word, len(bits) * 8))
