"""Names of people in the forms that texts use, and their keys in the removal list.

A name is recognised with its words in any order, and with other accents, case, Unicode form or
encoding. The text may add a title, a particle or middle names, or join the words, as in an address.
A key is a digest, so that the list does not reveal the names. Words that a hyphen joins are one
name: Jean-Pierre Martin is neither Jean Martin nor Pierre Martin.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from frenchtech_graph.model.encoded_texts import readings
from frenchtech_graph.model.look_alikes import plain
from frenchtech_graph.model.names import fold

MOST_WORDS = 8
_MOST_MIDDLE = 2
_WORD = re.compile(r"[^\W_]+")
_WITHIN_A_NAME = re.compile(r"[\s.'’‘\-‐‑_+«»“”\"()]*")
_HYPHEN = re.compile(r"[-‐‑–−]")
_ADDRESS = re.compile(r"://|\bwww\.|@|#\w|\w\.[a-z]{2,6}\b")
"""What an address, a file or the name of an account looks like: only there names are glued together."""
_CAMEL = re.compile(r"[^\W\d_a-z]+(?=[^\W\d_a-z][a-z])|[^\W\d_a-z]?[a-z]+|[^\W\d_a-z]+")
_EDGES = "0123456789"
_ELIDED = frozenset("dl")
_TITLE_WORDS = """
mm mr mrs ms mx mme mmes mlle mlles melle madame monsieur mademoiselle messieurs mesdames
dr dre docteur docteure doctor pr prof professeur professeure professor me maitre sir lord
lady ing phd msc mba mgr monseigneur soeur frere pere veuve vve mister miss mssr herr frau
senor senora signor signora nom prenom name firstname lastname surname general generale
colonel capitaine
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_PARTICLE_WORDS = """
de du des la le les von van der den ten ter zu zur da di del della dello dos das do al el
ben bin ibn abou abu saint st ste
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_NO_NAME_WORDS = """
et and ou or avec with pour for par by chez at dans in sur on
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())


def name_key(name: str) -> str:
    """Return the key of a name for the removal list. It does not reveal the name.

    Titles, particles and initials are ignored if two other words remain.

    >>> name_key("Ada Lenoir") == name_key("Mme LENOIR  ada") == name_key("Ada M. de Lenoir")
    True
    """
    return key_of(_bare(fold(name).split()))


def key_of(words: Iterable[str]) -> str:
    """Return the key of folded words, in any order."""
    return "sha256:" + hashlib.sha256(" ".join(sorted(words)).encode()).hexdigest()


def _bare(words: Sequence[str]) -> Sequence[str]:
    left = [w for w in words if len(w) > 1 and w not in _TITLES and w not in _PARTICLES]
    return left if len(left) > 1 else words


def is_title(word: str) -> bool:
    """Return whether a folded word is a title, as `mme` or `dr`."""
    return word in _TITLES


def is_particle(word: str) -> bool:
    """Return whether a folded word is a particle, as `de` or `van`."""
    return word in _PARTICLES


def units_of(name: str) -> list[list[str]]:
    """Return the folded words of a name, with the words joined by a hyphen in one group.

    >>> units_of("Jean-Pierre de La Tour")
    [['jean', 'pierre'], ['de'], ['la'], ['tour']]
    """
    text, _ = plain(name)
    found: list[list[str]] = []
    end = 0
    for match in _WORD.finditer(text):
        words = fold(match[0]).split()
        if found and _HYPHEN.fullmatch(text[end : match.start()]):
            found[-1] += words
        elif words:
            found.append(words)
        end = match.end()
    return found


def keys_of(name: str, *, person: bool = True) -> Iterator[str]:
    """Yield the keys of a name: whole, without title and particles, without middle names."""
    units = units_of(name)
    words = [w for unit in units for w in unit]
    yield key_of(words)
    yield key_of(_bare(words))
    if person:
        yield from _without_middle(units)


def _without_middle(units: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the keys of a name without its middle names. Words joined by a hyphen stay together."""
    whole = [w for unit in units for w in unit]
    kept = set(_bare(whole))
    bare = [unit for unit in units if kept.intersection(unit)]
    if 2 < len(bare) <= _MOST_MIDDLE + 2 and not _NO_NAME.intersection(whole):
        for some in ((bare[0], bare[-1]), (bare[0], *bare[2:]), (*bare[:-2], bare[-1])):
            yield key_of(w for unit in some for w in unit)


Word = tuple[int, int, list[str]]
"""Where a word stands in a text, and what it is folded: one word, or several."""


class Finder:
    """Finds the names of a list of keys in texts.

    `others` are keys of names that are not in the list. Words that match one of them are not
    matched with the list. `given` are first names: before an initial, a first name refers to
    another person. `surnames` are keys of surnames that identify a person of the list after a
    title.
    """

    def __init__(
        self,
        keys: frozenset[str],
        *,
        others: frozenset[str] = frozenset(),
        given: frozenset[str] = frozenset(),
        surnames: frozenset[str] = frozenset(),
    ) -> None:
        self.keys, self.surnames = keys, surnames
        self._others, self._given = others - keys, given
        self._is_glued = lru_cache(maxsize=200_000)(self._glued)

    @cached_property
    def whatever_others_say(self) -> "Finder":
        """The same finder without the names of others, for a name that may be on the list itself."""
        return Finder(self.keys, given=self._given, surnames=self.surnames)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the positions of the names in a text, in their original spelling."""
        shown, origins = plain(text)
        words = [(m.start(), m.end(), fold(m[0]).split()) for m in _WORD.finditer(shown)]
        address = bool(_ADDRESS.search(shown))
        found, at = [], 0
        while at < len(words):
            end, is_ours = self._longest(shown, words, at, address)
            if is_ours:
                found.append(_original(origins, words[at][0], words[end - 1][1], len(text)))
            at = end
        return found

    def _longest(
        self, shown: str, words: Sequence[Word], at: int, address: bool
    ) -> tuple[int, bool]:
        """Return where the longest name that begins at a word ends, and whether it is of the list."""
        for end in range(min(len(words), at + MOST_WORDS), at, -1):
            window = words[at:end]
            if end - at > 1 and key_of(w for *_, ws in window for w in ws) in self._others:
                return end, False
            if self._is_name(shown, window, address) and not self._is_part(shown, words, at, end):
                return end, True
        return at + 1, False

    def _is_name(self, shown: str, words: Sequence[Word], address: bool) -> bool:
        said = [w for *_, ws in words for w in ws]
        if len(said) == 1:
            return self._is_one_word(shown[words[0][0] : words[0][1]], said[0], address)
        apart = not {said[0], said[-1]} & _ELIDED
        if self._is_with_title(said) or (apart and self._is_any(said, _without_elided(said))):
            return True
        bare = _bare(said)
        if any(b != s and s not in _TITLES for b, s in ((bare[0], said[0]), (bare[-1], said[-1]))):
            return False  # a particle or a letter beside the name is no part of it
        trimmed = [w.strip(_EDGES) or w for w in said]
        return self._is_any(bare, trimmed) or self._is_with_middle(shown, words)

    def _is_with_middle(self, shown: str, words: Sequence[Word]) -> bool:
        """Return whether words are one of the names with middle names in it."""
        gaps = _gaps(shown, words)
        if not all(_WITHIN_A_NAME.fullmatch(gap) for gap in gaps):
            return False
        return any(key in self.keys for key in _without_middle(_units(words, gaps)))

    def _is_any(self, *names: Sequence[str]) -> bool:
        return any(key_of(name) in self.keys for name in names)

    def _is_one_word(self, shown: str, word: str, address: bool) -> bool:
        if key_of([word]) in self.keys:
            return True
        if address and self._is_glued(word):
            return True
        parts = [fold(part) for part in _CAMEL.findall(shown)]
        return 1 < len(parts) < 5 and all(parts) and key_of(parts) in self.keys

    def _is_with_title(self, said: Sequence[str]) -> bool:
        """Return whether words are a title and a surname that identifies a person of the list."""
        named = [w for w in _without_elided(said[1:]) if w not in _PARTICLES]
        return said[0] in _TITLES | {"m"} and key_of(named) in self.surnames

    def _is_part(self, shown: str, words: Sequence[Word], at: int, end: int) -> bool:
        """Return whether a name is only a part of another: Pierre Martin of Jean-Pierre Martin, P. Martin of
        Jean P. Martin.
        """
        before = shown[words[at - 1][1] : words[at][0]] if at else ""
        after = shown[words[end - 1][1] : words[end][0]] if end < len(words) else ""
        if _is_compound(shown, words, at, end, (before, after)):
            return True
        initial = any(len(w) == 1 for *_, ws in words[at:end] for w in ws)
        return initial and before.isspace() and " ".join(words[at - 1][2]) in self._given

    def _glued(self, word: str) -> bool:
        """Return whether a word is a name of two words put together, as in an address."""
        letters = word.rstrip(_EDGES)
        if not 5 <= len(letters) <= 40:
            return False
        return any(key_of((letters[:i], letters[i:])) in self.keys for i in range(1, len(letters)))

    def decoded(self, text: str) -> str | None:
        """Return the reading of an encoded text that says one of the names, None if none does."""
        return next((reading for reading in readings(text) if self.spans(reading)), None)


def _without_elided(words: Sequence[str]) -> list[str]:
    return [w for w in words if w not in _ELIDED]


def _gaps(shown: str, words: Sequence[Word]) -> list[str]:
    """Return the text between the words."""
    return [shown[one[1] : other[0]] for one, other in pairwise(words)]


def _is_compound(
    shown: str, words: Sequence[Word], at: int, end: int, around: tuple[str, str]
) -> bool:
    """Return whether a hyphen makes another name: Jean-Pierre Martin, Pierre-Martin Durand."""
    before, after = around
    inner = _gaps(shown, words[at:end])
    if inner and all(map(_HYPHEN.fullmatch, inner)) and after.isspace():
        return shown[words[at][0]].isupper() and shown[words[end][0]].isupper()
    if not any(gap.isspace() for gap in inner):
        return False
    left = bool(_HYPHEN.fullmatch(before)) and _continues(shown, words[at - 1], words[at])
    return left or (
        bool(_HYPHEN.fullmatch(after)) and _continues(shown, words[end], words[end - 1])
    )


def _continues(shown: str, beside: Word, own: Word) -> bool:
    """Return whether a word joined to a name by a hyphen is written as a part of it."""
    one, other = shown[beside[0] : beside[1]], shown[own[0] : own[1]]
    return len(one) > 2 and one[0].isupper() and (not one.isupper() or other.isupper())


def _units(words: Sequence[Word], gaps: Sequence[str]) -> list[list[str]]:
    """Return the folded words of a window, with the words joined by a hyphen in one group."""
    found = [list(words[0][2])]
    for gap, (*_, folded) in zip(gaps, words[1:], strict=True):
        if _HYPHEN.fullmatch(gap):
            found[-1] += folded
        else:
            found.append(list(folded))
    return found


def _original(origins: list[int] | None, start: int, end: int, length: int) -> tuple[int, int]:
    if origins is None:
        return start, end
    return origins[start], origins[end] if end < len(origins) else length
