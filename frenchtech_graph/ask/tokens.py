"""Split a question into folded words with their positions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from frenchtech_graph.io.words import LANGUAGES, beside
from frenchtech_graph.model.names import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]{2,})?")
_COMPOUND = re.compile(r"\b(start|scale|spin|co)[- ](?=(ups?|offs?|invest\w*)\b)", re.IGNORECASE)
_GENITIVE = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)
_QUOTED_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
WORDS = beside(__file__, "words.toml")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question: its folded text, stem, original spelling and position."""

    text: str
    stem: str
    written: str
    index: int

    @property
    def is_capital(self) -> bool:
        """Return whether it is written with a capital, or with a figure in it."""
        return any(c.isupper() or c.isdigit() for c in self.written)

    @property
    def is_small(self) -> bool:
        """Return whether it has no meaning in a question.

        In capitals, such as "AI", it may be a name.
        """
        return self.text in stop_words() and not (len(self.written) > 1 and self.written.isupper())


def words(question: str) -> list[Word]:
    """Return the words of a question without elided articles.

    >>> [w.text for w in words("Qui a financé l'Inria et les start-ups ?")]
    ['qui', 'a', 'finance', 'inria', 'et', 'les', 'startups']
    """
    written = question.lower() if question.isupper() else question
    elided = _GENITIVE.sub(" ", _QUOTED_ELISION.sub(" ", written))
    joined = _COMPOUND.sub(r"\1", elided)
    pairs = [(part, m[0]) for m in _WORD.finditer(joined) for part in fold(m[0]).split()]
    pairs = [("where" if w.casefold() == "où" else text, w) for text, w in pairs]
    pairs = _worded(_each_once(pairs))
    known = _other_words()
    pairs = [(fold(known[text]), known[text]) if text in known else (text, w) for text, w in pairs]
    return [Word(text, stem(text), written, i) for i, (text, written) in enumerate(pairs)]


def _each_once(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return a question with "by year" in place of "year by year"."""
    by = WORDS.text("by", "fr").split() + WORDS.text("by", "en").split()
    return [
        pair
        for at, pair in enumerate(pairs)
        if at + 2 >= len(pairs) or pairs[at + 1][0] not in by or pairs[at + 2][0] != pair[0]
    ]


def _worded(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return a question with each wording of several words replaced by its equivalent word."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(pairs):
        here = (
            (w, word)
            for w, word in _wordings().get(pairs[at][0], ())
            if w == tuple(p[0] for p in pairs[at : at + len(w)])
        )
        wording, word = next(here, ((), ""))
        found.append((word, word) if wording else pairs[at])
        at += len(wording) or 1
    return found


@cache
def _wordings() -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """Return wordings of several words and the equivalent word of each, by their first word, the
    longest first.
    """
    stated = (
        p.partition(":") for lang in LANGUAGES for p in WORDS.text("wordings", lang).split("|")
    )
    pairs = [
        (tuple(each.split()), word.strip())
        for word, _, wordings in stated
        for each in wordings.split(",")
    ]
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for wording, word in sorted(pairs, key=lambda pair: (-len(pair[0]), pair)):
        found.setdefault(wording[0], []).append((wording, word))
    return found


@cache
def _other_words() -> Mapping[str, str]:
    """Return the town that each adjective refers to, for singular and plural, and the usual word
    for a familiar one.
    """
    found: dict[str, str] = {}
    for phrase in (
        p.split() for lang in LANGUAGES for p in WORDS.text("synonyms", lang).split("|")
    ):
        found |= dict.fromkeys(phrase[1:], phrase[0])
    for phrase in (
        p.split() for lang in LANGUAGES for p in WORDS.text("adjectives", lang).split("|")
    ):
        for adjective in phrase[1:]:
            found |= dict.fromkeys((adjective, adjective + "s"), phrase[0])
    return found


def stem(word: str) -> str:
    """Return a word without its plural ending. `-ie` and `-y` are the same ending.

    >>> stem("startups"), stem("reseaux"), stem("paris"), stem("gaz")
    ('startup', 'reseau', 'pari', 'gaz')
    >>> stem("laboratories") == stem("laboratory"), stem("technologies") == stem("technology")
    (True, True)
    """
    single = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    return single[:-2] + "y" if len(single) > 4 and single.endswith("ie") else single


@cache
def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a name, computed in the same way as for questions."""
    return tuple(w.stem for w in words(text))


@cache
def stop_words() -> frozenset[str]:
    """Return the words without meaning in a question, of both languages."""
    entries = (WORDS.text(key, lang) for key in ("stop", "filler") for lang in LANGUAGES)
    return frozenset(word for entry in entries for word in entry.split())


@cache
def other_words() -> frozenset[str]:
    """Return known words outside all phrases. They are not typing errors."""
    return frozenset(w for lang in LANGUAGES for w in WORDS.text("other-words", lang).split())


@cache
def prepositions() -> frozenset[str]:
    """Return the words that precede the name of a place."""
    return frozenset(w for lang in LANGUAGES for w in WORDS.text("locative", lang).split())


@cache
def kind_words(key: str) -> frozenset[str]:
    """Return the stems of words that state the kind of a name next to them: `apposition` for
    things, `territory` for places.
    """
    return frozenset(stem(w) for lang in LANGUAGES for w in WORDS.text(key, lang).split())


def written_words(question: str) -> list[str]:
    """Return the words of a question in their original spelling."""
    joined = _QUOTED_ELISION.sub("l ", question.lower() if question.isupper() else question)
    return [m[0] for m in _WORD.finditer(joined)]


def alternatives(key: str) -> Iterator[tuple[str, ...]]:
    """Yield the wordings of an entry of `words.toml`, longest first."""
    found = {
        tuple(phrase.split()) for lang in LANGUAGES for phrase in WORDS.text(key, lang).split("|")
    }
    yield from sorted(found, key=lambda p: (-len(p), p))
