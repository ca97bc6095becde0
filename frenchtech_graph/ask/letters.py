"""Words that differ by one typing error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_lowercase

_DOUBLE = re.compile(r"(.)\1")


def edits(word: str) -> Iterator[str]:
    """Yield the words that differ by one letter: a letter too many, too few, wrong or swapped with
    the next."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at + 1 :]
            yield word[:at] + letter + word[at:]
    yield from (word + letter for letter in ascii_lowercase)


def is_slip(one: str, other: str) -> bool:
    """Return whether two words differ only by a swapped letter, or by a letter that is double in
    one of them.

    >>> is_slip("montpelier", "montpellier"), is_slip("grenobel", "grenoble")
    (True, True)
    >>> is_slip("vendre", "vendee")
    False
    """
    return sorted(one) == sorted(other) or _DOUBLE.sub(r"\1", one) == _DOUBLE.sub(r"\1", other)
