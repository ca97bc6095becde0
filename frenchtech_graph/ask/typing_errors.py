"""Words of a question that are one letter away from a word of a phrase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from string import ascii_lowercase

from frenchtech_graph.ask.everyday import EVERYDAY
from frenchtech_graph.ask.parts import Item
from frenchtech_graph.ask.phrases import cue_words, tools, word_pattern
from frenchtech_graph.ask.tokens import Word, kind_words, other_words

_SHORTEST = 7
"""Letters that a word must have: a short one is too near to others."""


def mended(parts: Sequence[Item]) -> list[Item]:
    """Return a question with each plain word that nothing knows read as the one word of phrases
    that is a letter away, if there is just one. A word with a capital may be a name, and is left.

    >>> from frenchtech_graph.ask.tokens import words
    >>> [w.text for w in mended(words("qui a fniancé les laboratoires")) if isinstance(w, Word)]
    ['qui', 'a', 'finance', 'les', 'laboratoires']
    """
    return [_mended(p) if isinstance(p, Word) else p for p in parts]


def _mended(word: Word) -> Word:
    if len(word.text) < _SHORTEST or (word.is_capital and word.index) or _is_known(word):
        return word
    meant = {cue for each in _edits(word.text) for cue in _cues(each)}
    return replace(word, text=meant.pop()) if len(meant) == 1 else word


def _is_known(word: Word) -> bool:
    return (
        word.is_small
        or word.text in other_words()
        or any(word_pattern(key).fullmatch(word.text) for key in EVERYDAY)
        or any(word.stem in kind_words(key) for key in ("apposition", "territory"))
        or any(p.fullmatch(word.text) for tool in tools() for p in tool.vocabulary)
    )


def _edits(word: str) -> Iterator[str]:
    """Yield the words that differ by one letter: a letter too many, too few, wrong or swapped with
    the next."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at + 1 :]
            yield word[:at] + letter + word[at:]


@cache
def _long_cues() -> dict[str, str]:
    return {cue: cue for cue in cue_words() if len(cue) >= _SHORTEST - 3}


def _cues(word: str) -> Iterator[str]:
    """Yield the words of phrases that match a word up to an ending of at most two letters."""
    for ending in range(3):
        cue = _long_cues().get(word[: len(word) - ending])
        if cue:
            yield cue
            return
