"""Names of people as texts write them, and the keys that stand for them in the removal list.

A name is told whatever the order of its words, their accents, their case, their Unicode form and
their encoding, with a title, a particle or middle names that the list does not have, and glued
together as in an address. A key is a digest, so that the list does not tell the names.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote_plus

from frenchtech_graph.model.names import fold

MOST_WORDS = 8
_MOST_MIDDLE = 2
_ROUNDS = 5
_WORD = re.compile(r"[^\W_]+")
_WITHIN_A_NAME = re.compile(r"[\s.'’‘\-‐‑_+]*")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_QUOTED = re.compile(r"=([0-9A-F]{2})")
_ADDRESS = re.compile(r"://|\bwww\.|@|^#|\w\.[a-z]{2,6}(/|$)")
"""What an address or the name of an account looks like: only there names are glued together."""
_PUNYCODE = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)
_TITLES = frozenset(
    [
        "mm",
        "mr",
        "mrs",
        "ms",
        "mx",
        "mme",
        "mmes",
        "mlle",
        "mlles",
        "melle",
        "madame",
        "monsieur",
        "mademoiselle",
        "messieurs",
        "mesdames",
        "dr",
        "dre",
        "docteur",
        "docteure",
        "doctor",
        "pr",
        "prof",
        "professeur",
        "professeure",
        "professor",
        "me",
        "maitre",
        "sir",
        "lord",
        "lady",
        "ing",
        "phd",
        "msc",
        "mba",
        "general",
        "generale",
        "colonel",
        "capitaine",
    ]
)
_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "von",
        "van",
        "der",
        "den",
        "ten",
        "ter",
        "zu",
        "zur",
        "da",
        "di",
        "del",
        "della",
        "dello",
        "dos",
        "das",
        "do",
        "al",
        "el",
        "ben",
        "bin",
        "ibn",
        "abou",
        "abu",
        "saint",
        "st",
        "ste",
    ]
)
_NO_NAME = frozenset(
    [
        "et",
        "and",
        "ou",
        "or",
        "avec",
        "with",
        "pour",
        "for",
        "par",
        "by",
        "chez",
        "at",
        "dans",
        "in",
        "sur",
        "on",
    ]
)


def name_key(name: str) -> str:
    """Return the key that stands for a name in the removal list: it does not tell the name itself.

    Titles, particles and initials do not count, where two words are left without them.

    >>> name_key("Ada Lenoir") == name_key("Mme LENOIR  ada") == name_key("Ada M. de Lenoir")
    True
    """
    return _key(_bare(fold(name).split()))


def _key(words: Iterable[str]) -> str:
    return "sha256:" + hashlib.sha256(" ".join(sorted(words)).encode()).hexdigest()


def _bare(words: Sequence[str]) -> Sequence[str]:
    left = [w for w in words if len(w) > 1 and w not in _TITLES and w not in _PARTICLES]
    return left if len(left) > 1 else words


def keys_of(name: str, *, person: bool = True) -> Iterator[str]:
    """Yield the keys a name goes by: whole, without title and particles, without middle names."""
    words = fold(name).split()
    yield _key(words)
    yield _key(_bare(words))
    if person:
        yield from _without_middle(words)


def _without_middle(words: Sequence[str]) -> Iterator[str]:
    bare = _bare(words)
    if 2 < len(bare) <= _MOST_MIDDLE + 2 and not _NO_NAME.intersection(bare):
        yield _key((bare[0], bare[-1]))
        yield _key((bare[0], *bare[2:]))
        yield _key((*bare[:-2], bare[-1]))


class Finder:
    """Finds the names of a list of keys in texts."""

    def __init__(self, keys: frozenset[str]) -> None:
        self.keys = keys
        self._is_glued = lru_cache(maxsize=200_000)(self._glued)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where a text says one of the names, as it stands."""
        plain, origins = _plain(text)
        words = [(m.start(), m.end(), fold(m[0]).split()) for m in _WORD.finditer(plain)]
        address = bool(_ADDRESS.search(plain))
        found, at = [], 0
        while at < len(words):
            ends = range(min(len(words), at + MOST_WORDS), at, -1)
            end = next((e for e in ends if self._is_name(plain, words[at:e], address)), None)
            if end:
                found.append(_original(origins, words[at][0], words[end - 1][1], len(text)))
            at = end or at + 1
        return found

    def _is_name(
        self, plain: str, words: Sequence[tuple[int, int, list[str]]], address: bool
    ) -> bool:
        said = [w for *_, ws in words for w in ws]
        if len(said) == 1:
            return _key(said) in self.keys or (address and self._is_glued(said[0]))
        bare = _bare(said)
        if any(b != s and s not in _TITLES for b, s in ((bare[0], said[0]), (bare[-1], said[-1]))):
            return False  # a particle or a letter beside the name is no part of it
        if _key(said) in self.keys or _key(bare) in self.keys:
            return True
        gaps = [plain[one[1] : other[0]] for one, other in pairwise(words)]
        if not all(_WITHIN_A_NAME.fullmatch(gap) for gap in gaps):
            return False
        return any(key in self.keys for key in _without_middle(said))

    def _glued(self, word: str) -> bool:
        """Tell whether a word is a name of two words put together, as in an address."""
        letters = word.rstrip("0123456789")
        if not 5 <= len(letters) <= 40:
            return False
        return any(
            _key((letters[:i], letters[i:])) in self.keys for i in range(2, len(letters) - 1)
        )

    def decoded(self, text: str) -> str | None:
        """Return the reading of an encoded text that says one of the names, None if none does."""
        for reading in _readings(text):
            if self.spans(reading):
                return reading
        return None


def _plain(text: str) -> tuple[str, list[int] | None]:
    """Return a text without marks and invisible signs, and where each letter stood in it."""
    if text.isascii():
        return text, None
    letters: list[str] = []
    origins: list[int] = []
    for i, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign):
            if unicodedata.category(part) not in ("Mn", "Me", "Cf"):
                letters.append(part)
                origins.append(i)
    return "".join(letters), origins


def _original(origins: list[int] | None, start: int, end: int, length: int) -> tuple[int, int]:
    if origins is None:
        return start, end
    return origins[start], origins[end] if end < len(origins) else length


def _readings(text: str) -> Iterator[str]:
    """Yield what a text says once its encodings are undone, one after the other."""
    seen = {text}
    frontier = [text]
    for _ in range(_ROUNDS):
        frontier = [r for t in frontier for r in _undone(t) if r not in seen]
        yield from frontier
        seen.update(frontier)


def _undone(text: str) -> Iterator[str]:
    if "%" in text or "+" in text:
        yield unquote_plus(text)
        yield unquote_plus(text, encoding="latin-1")
    if "&" in text:
        yield html.unescape(text)
    if "\\" in text:
        yield _ESCAPED.sub(lambda m: chr(int(m[1] or m[2], 16)), text)
    if _QUOTED.search(text):
        yield unquote_plus(_QUOTED.sub(r"%\1", text))
    if "xn--" in text.lower():
        yield _PUNYCODE.sub(_from_punycode, text)
    for encoding in ("cp1252", "latin-1") if not text.isascii() else ():
        try:
            yield text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue


def _from_punycode(match: re.Match[str]) -> str:
    try:
        return match[0][4:].lower().encode("ascii").decode("punycode")
    except UnicodeError:
        return match[0]
