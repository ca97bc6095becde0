"""Words of a question that are one letter away from a word of a phrase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from frenchtech_graph.ask.everyday import EVERYDAY
from frenchtech_graph.ask.forms import forms_in
from frenchtech_graph.ask.letters import edits, is_slip
from frenchtech_graph.ask.names import Names, Span, is_term
from frenchtech_graph.ask.parts import Item
from frenchtech_graph.ask.phrases import Named, cue_words, frequency, tools
from frenchtech_graph.ask.tokens import Word, kind_words, other_words, prepositions, stem
from frenchtech_graph.ask.towns import is_inhabited, places_named
from frenchtech_graph.model import where
from frenchtech_graph.model.names import fold

_SHORTEST = 7
"""Letters that a word must have: a short one is too near to others."""
_SHORTEST_NAME = 4
"""The same for names, of which fewer are near."""
_MUCH = 5
"""How many times more common than the next one a word must be that a typing error may mean."""
_LONGEST_TOWN = 5
"""Words that the name of a town may have."""
_SHORT, _LONG = 6, 8
"""Letters of a name from which a letter too many or too few, and one wrong letter, are errors."""


def mended(parts: Sequence[Item], known: Names | None = None) -> list[Item]:
    """Return a question with each plain word that nothing knows read as the one word of phrases
    that is a letter away, if there is just one. A word with a capital may be a name: it is read as
    the one name of a town or an actor that is a typing error away.

    >>> from frenchtech_graph.ask.tokens import words
    >>> [w.text for w in mended(words("qui a fniancé les laboratoires")) if isinstance(w, Word)]
    ['qui', 'a', 'finance', 'les', 'laboratoires']
    """
    read = _with_small_towns(parts)
    return [_mended(p, known) if isinstance(p, Word) else _renamed(p, known) for p in read]


def _with_small_towns(parts: Sequence[Item]) -> list[Item]:
    """Return a question with the small towns that follow a preposition: "startups in roscoff"."""
    found: list[Item] = []
    at = 0
    while at < len(parts):
        span = _small_town(parts, at)
        found.append(span or parts[at])
        at += span.last - span.first + 1 if span else 1
    return found


def _small_town(parts: Sequence[Item], at: int) -> Span | None:
    """Return the town that words in small letters name after a preposition of place, or None."""
    before = parts[at - 1] if at else None
    if not isinstance(before, Word) or before.text not in prepositions():
        return None
    lengths = range(min(_LONGEST_TOWN, len(parts) - at), 0, -1)
    runs = ([w for part in parts[at : at + n] for w in _words_of(part)] for n in lengths)
    spans = (_town(run) for run, n in zip(runs, lengths, strict=True) if len(run) == n)
    return next((span for span in spans if span), None)


def _town(run: Sequence[Word]) -> Span | None:
    """Return the town that words in small letters name, or None."""
    if any(w.is_capital for w in run) or (len(run) == 1 and _is_known(run[0])):
        return None
    named = [Word(w.text, w.stem, w.written.title(), w.index) for w in run]
    located = tuple(replace(n, written=n.label) for n in places_named(named))
    if not located or not is_inhabited(located[0]):
        return None
    text = " ".join(w.written for w in run)
    return Span(run[0].index, run[-1].index, text, located)


def _words_of(part: Item) -> list[Word]:
    """Return a part as words, or nothing if it is more than the name of an entity."""
    if isinstance(part, Word):
        return [part]
    if part.first != part.last or any(c.type != "entity" for c in part.candidates):
        return []
    folded = fold(part.text)
    return [Word(folded, stem(folded), part.text, part.first)]


def _mended(word: Word, known: Names | None) -> Item:
    if len(word.text) < _SHORTEST_NAME or _is_known(word):
        return word
    is_plain = len(word.text) >= _SHORTEST and not (word.is_capital and word.index)
    if is_plain and (meant := _meant(word)):
        text = stem(meant)
        spans = known.spans([Word(meant, text, meant, word.index)]) if known else []
        return (
            replace(spans[0], first=word.index, last=word.index, text=meant)
            if spans
            else replace(word, text=meant)
        )
    named = misspelt(word, known) if known else ()
    return Span(word.index, word.index, word.written, named) if named else word


def _meant(word: Word) -> str:
    """Return the word of phrases or of a term that a word misspells, or an empty text.

    If several are one letter away, one of them must be much more common in phrases.
    """
    near = {cue for each in edits(word.text) for cue in _cues(each)}
    near |= {each for each in edits(word.stem) if is_term(each) and is_slip(word.stem, each)}
    ranked = sorted(near, key=lambda each: (-frequency(each), each))
    if len(ranked) > 1 and frequency(ranked[0]) < _MUCH * frequency(ranked[1]):
        return ""
    return ranked[0] if ranked else ""


def _renamed(span: Span, known: Names | None) -> Span:
    """Return a span as the town that its word misspells, if it is the name of an actor only without
    its last letter: "bordeau"."""
    folded = fold(span.text)
    is_exact = any(c.type != "entity" or fold(c.label) == folded for c in span.candidates)
    if is_exact or span.first != span.last or known is None or len(folded) < _SHORTEST_NAME:
        return span
    named = misspelt(Word(folded, folded, folded, span.first), known)
    return replace(span, candidates=named) if named else span


def misspelt(word: Word, known: Names) -> tuple[Named, ...]:
    """Return the meanings of a name that is written with one typing error, if one name is near.

    Names of towns allow every error. An actor needs a capital, and in a short name only a doubled,
    single or swapped letter is an error, because another letter is another name.
    """
    towns = _towns_near(word)
    if len(towns) == 1:
        name = where.large_towns()[towns.pop()]
        located = places_named([Word(fold(name), stem(fold(name)), name, word.index)])
        return tuple(replace(n, written=word.written, misspelt=True) for n in located)
    if towns or len(word.text) < _SHORT or not (word.is_capital and word.index):
        return ()
    found = _actors_near(word.text, known)
    return tuple(
        Named("entity", stem(fold(label)), iri, label, word.written, misspelt=True)
        for iri, label in found.items()
        if len(found) == 1
    )


def _towns_near(word: Word) -> set[str]:
    """Return the large towns whose names are one typing error away."""
    large = where.large_towns()
    towns = {each for each in edits(word.text) if each in large}
    if len(word.text) < _SHORT:
        return {t for t in towns if word.is_capital and is_slip(word.text, t)}
    if word.is_capital:
        return towns
    return {t for t in towns if len(t) != len(word.text) or is_slip(word.text, t)}


def _actors_near(text: str, known: Names) -> dict[str, str]:
    """Return the actors whose names of one word are one typing error away: address → name."""
    near = (e for e in edits(text) if e[:1] == text[0] and (len(e) >= _LONG or is_slip(text, e)))
    return {iri: label for each in near for iri, label in known.called(each).items()}


def _is_known(word: Word) -> bool:
    return (
        word.is_small
        or word.text in other_words()
        or any(forms_in(key).has(word.text) for key in EVERYDAY)
        or any(word.stem in kind_words(key) for key in ("apposition", "territory"))
        or any(p.has(word.text) for tool in tools() for p in tool.vocabulary)
    )


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
